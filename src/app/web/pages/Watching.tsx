import { Link } from '@tanstack/react-router';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Watched } from '#kernel/inbox/contract.ts';
import { call } from '#kernel/web/call.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { inboxDoors } from '#kernel/web/inbox/doors.ts';
import { inboxUi } from '#kernel/web/inbox/words.ts';
import { spellDay, spellInstant, useSpeech } from '#kernel/web/language.ts';
import { Answer, ProblemNote } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/work.css';

function Line({ watched }: { watched: Watched }) {
  const { say, language } = useSpeech();
  const queries = useQueryClient();
  const { kind, subject } = watched;
  const refresh = () => queries.invalidateQueries({ queryKey: [inboxDoors.listWatched.at] });
  const see = useMutation({
    mutationFn: () => call(inboxDoors.seeWatched, { body: { kind, subject } }),
    onSettled: refresh,
  });
  const stop = useMutation({
    mutationFn: () => call(inboxDoors.stopWatching, { body: { kind, subject } }),
    onSettled: refresh,
  });
  return (
    <li className="watched" data-unread={watched.changes > 0 || undefined}>
      <span className="message-name">
        <Link to={watched.link} onClick={() => watched.changes > 0 && see.mutate()}>
          {say(watched.title)}
        </Link>
        <span className="quiet">
          {say(inboxUi.kinds[kind])} · {say(inboxUi.since(spellDay(spellInstant(watched.since), language)))}
          {watched.lastChange && watched.changedAt !== null && (
            <>
              {' · '}
              {say(watched.lastChange)} {spellInstant(watched.changedAt).slice(0, 16)}
            </>
          )}
        </span>
      </span>
      {watched.changes > 0 && <span className="chip">{say(inboxUi.changes(watched.changes))}</span>}
      <button
        type="button"
        className="button"
        aria-label={say(inboxUi.doing(inboxUi.stopWatching, watched.title))}
        disabled={stop.isPending}
        onClick={() => stop.mutate()}
      >
        {say(inboxUi.stopWatching)}
      </button>
      {stop.error !== null && <ProblemNote failure={stop.error} title={inboxUi.notSaved} />}
    </li>
  );
}

function List() {
  const { say } = useSpeech();
  useTitle(say(inboxUi.watching));
  const asked = useQuery({ ...ask(inboxDoors.listWatched, {}), staleTime: 3000 });
  return (
    <>
      <div className="page-head">
        <h1>{say(inboxUi.watching)}</h1>
        <p className="page-line">{say(inboxUi.watchLine)}</p>
      </div>
      <Answer of={asked} lines={6}>
        {(all) =>
          all.length === 0 ? (
            <div className="empty">
              <p>
                <b>{say(inboxUi.noWatched)}</b>
              </p>
              <p>{say(inboxUi.noWatchedHelp)}</p>
            </div>
          ) : (
            <ul className="watched-list">
              {all.map((watched) => (
                <Line key={`${watched.kind} ${watched.subject}`} watched={watched} />
              ))}
            </ul>
          )
        }
      </Answer>
    </>
  );
}

/** What one watches, changed ones first. */
export function Watching() {
  const { say } = useSpeech();
  return (
    <div className="page work-page">
      <Entitled to="work.own" title={say(inboxUi.watching)}>
        <List />
      </Entitled>
    </div>
  );
}

import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { WorkItem } from '#kernel/inbox/contract.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { inboxDoors } from '#kernel/web/inbox/doors.ts';
import { HolderList, isSoon, WorkList } from '#kernel/web/inbox/WorkList.tsx';
import { inboxUi } from '#kernel/web/inbox/words.ts';
import { spellInstant, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useSession } from '#kernel/web/queries.ts';
import { readRecent } from '#kernel/web/recent.ts';
import { useTitle } from '#kernel/web/title.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/work.css';

function Summary({ items }: { items: readonly WorkItem[] }) {
  const { say, language } = useSpeech();
  const late = items.filter((item) => item.late).length;
  const said = inboxUi.summary(items.length, late, items.filter(isSoon).length);
  const comma = language === 'zh' ? '，' : ', ';
  return (
    <p className="page-line work-summary">
      {say(said.all)}
      {said.late && (
        <>
          {comma}
          <b className="work-late">{say(said.late)}</b>
        </>
      )}
      {said.soon && comma + say(said.soon)}
    </p>
  );
}

function Mine({ items }: { items: readonly WorkItem[] }) {
  const { say } = useSpeech();
  if (items.length > 0) return <WorkList items={items} mine />;
  return (
    <div className="empty work-empty">
      <p>
        <b>{say(inboxUi.nothingMine)}</b>
      </p>
      <p>{say(inboxUi.nothingMineHelp)}</p>
    </div>
  );
}

function Recent() {
  const { say } = useSpeech();
  const { data } = useSession();
  const recent = readRecent(data?.who?.name).slice(0, 6);
  return (
    <section aria-labelledby="work-recent">
      <h2 id="work-recent">{say(inboxUi.recent)}</h2>
      {recent.length === 0 && <p className="quiet">{say(inboxUi.noRecent)}</p>}
      <ul className="side-list" hidden={recent.length === 0}>
        {recent.map(({ kind, title, link }) => (
          <li key={link}>
            <Link to={link}>{title}</Link>
            <span className="quiet">{say(kind)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Changes() {
  const { say } = useSpeech();
  const { data } = useQuery(ask(inboxDoors.listWatched, {}));
  const changed = (data ?? []).filter(({ changes }) => changes > 0).slice(0, 6);
  return (
    <section aria-labelledby="work-watched">
      <h2 id="work-watched">{say(inboxUi.watchingChanges)}</h2>
      {data !== undefined && changed.length === 0 && <p className="quiet">{say(inboxUi.noChanges)}</p>}
      <ul className="side-list" hidden={changed.length === 0}>
        {changed.map(({ kind, subject, title, link, lastChange, changedAt }) => (
          <li key={`${kind} ${subject}`}>
            <Link to={link}>{say(title)}</Link>
            <span className="quiet">
              {lastChange && say(lastChange)} {changedAt !== null && spellInstant(changedAt).slice(0, 16)}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Link to="/watching" search={{}} className="plain-link">
          {say(inboxUi.allWatched)}
          {data !== undefined && data.length > 0 && <span className="count"> {data.length}</span>}
        </Link>
      </p>
    </section>
  );
}

function Board() {
  const { say } = useSpeech();
  useTitle(say(inboxUi.work));
  const work = useQuery({ ...ask(inboxDoors.readWork, {}), staleTime: 5000, refetchOnWindowFocus: true });
  return (
    <div className="work-columns">
      <div className="work-main">
        <div className="page-head">
          <h1>{say(inboxUi.mine)}</h1>
          {work.data && <Summary items={work.data.mine} />}
        </div>
        <Answer of={work} lines={10}>
          {({ mine, handed, others }) => (
            <>
              <Mine items={mine} />
              {handed.length > 0 && (
                <section className="work-group" aria-labelledby="work-handed">
                  <h2 id="work-handed">
                    {say(inboxUi.handed)} <span className="count">{handed.length}</span>
                  </h2>
                  <WorkList items={handed} />
                </section>
              )}
              {others.length > 0 && (
                <section className="work-group" aria-labelledby="work-others">
                  <h2 id="work-others">
                    {say(inboxUi.others)} <span className="count">{others.length}</span>
                  </h2>
                  <HolderList items={others} />
                </section>
              )}
            </>
          )}
        </Answer>
      </div>
      <aside className="work-side" aria-label={say(inboxUi.recent)}>
        <Changes />
        <Recent />
      </aside>
    </div>
  );
}

/** The first screen of everyone with an account: what waits for me, until when, and what is late. */
export function Work() {
  const { say } = useSpeech();
  return (
    <div className="page work-page">
      <Entitled to="work.own" title={say(inboxUi.work)}>
        <Board />
      </Entitled>
    </div>
  );
}

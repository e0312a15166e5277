import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { parseObject, type Address } from '#kernel/web/address.ts';
import type { AnswerOfDoor } from '#kernel/web/call.ts';
import { spellDay, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Original } from '#kernel/web/Original.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import type { NoticeSummary } from '../contract.ts';
import { Countdown } from './Countdown.tsx';
import { noticeDoors } from './doors.ts';
import { noticeUi } from './words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import './notices.css';

type Listing = AnswerOfDoor<typeof noticeDoors.listNotices>;
type State = NoticeSummary['state'];

const order: readonly State[] = ['running', 'upcoming', 'objected', 'ended', 'withdrawn'];

interface Chosen {
  state: State | undefined;
  kind: NoticeSummary['kind']['id'] | undefined;
}

/** The address with other conditions; those that say nothing leave it. */
const choose = (chosen: Chosen) => (previous: Address) => ({
  ...previous,
  filters:
    chosen.state === undefined && chosen.kind === undefined
      ? undefined
      : JSON.stringify({ kind: chosen.kind, state: chosen.state }),
});

function useChosen(): Chosen {
  const { filters } = useAddress();
  const { state, kind } = parseObject(filters);
  return {
    state: order.find((one) => one === state),
    kind: typeof kind === 'string' ? kind : undefined,
  };
}

function Search() {
  const { say } = useSpeech();
  const { q } = useAddress();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q ?? '');
  const search = (event: FormEvent) => {
    event.preventDefault();
    const words = typed.trim();
    void navigate({
      to: '.',
      search: (previous: Address) => ({ ...previous, q: words === '' ? undefined : words }),
      replace: true,
    });
  };
  return (
    <form className="list-search" role="search" onSubmit={search}>
      <input
        type="search"
        value={typed}
        maxLength={100}
        aria-label={say(noticeUi.search)}
        placeholder={say(noticeUi.search)}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" className="button">
        {say(ui.search)}
      </button>
    </form>
  );
}

function Conditions({ listing }: { listing: Listing }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const chosen = useChosen();
  const total = order.reduce((sum, state) => sum + listing.counts[state], 0);
  return (
    <div className="notice-conditions">
      <nav className="notice-states" aria-label={say(noticeUi.byState)}>
        <Link
          to="."
          search={choose({ ...chosen, state: undefined })}
          resetScroll={false}
          aria-current={chosen.state === undefined || undefined}
        >
          {say(noticeUi.all(total))}
        </Link>
        {order
          .filter((state) => listing.counts[state] > 0 || chosen.state === state)
          .map((state) => (
            <Link
              key={state}
              to="."
              search={choose({ ...chosen, state })}
              resetScroll={false}
              data-state={state}
              aria-current={chosen.state === state || undefined}
            >
              {say(noticeUi.states[state])} {listing.counts[state]}
            </Link>
          ))}
      </nav>
      <label className="notice-kind">
        <span className="unseen">{say(noticeUi.kind)}</span>
        <select
          value={chosen.kind ?? ''}
          onChange={(event) =>
            void navigate({
              to: '.',
              search: choose({ ...chosen, kind: event.target.value === '' ? undefined : event.target.value }),
              replace: true,
              resetScroll: false,
            })
          }
        >
          <option value="">{say(noticeUi.anyKind)}</option>
          {listing.kinds.map(({ id, label }) => (
            <option key={id} value={id}>
              {say(label)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Entry({ notice }: { notice: NoticeSummary }) {
  const { say, language } = useSpeech();
  const { objections } = notice;
  return (
    <li className="notice-entry" data-state={notice.state}>
      <div>
        <p className="notice-kind-line">
          {say(notice.kind.label)}
          {notice.sample && <span className="chip">{say(ui.sampleChip)}</span>}
        </p>
        <h3>
          <Link to="/notices/$notice" params={{ notice: notice.code }} search={{}}>
            {say(notice.title)}
          </Link>
        </h3>
        <p className="notice-entry-facts">
          <span>
            {say(noticeUi.span(spellDay(notice.firstOn, language), spellDay(notice.lastOn, language)))}
          </span>
          <span lang="zh-CN">{notice.document}</span>
          <span lang="zh-CN">{notice.division}</span>
          {notice.items > 0 && <span>{say(noticeUi.items(notice.items))}</span>}
          <span data-open={objections.open > 0 || undefined}>
            {say(
              objections.received === 0
                ? noticeUi.noObjections
                : noticeUi.objectionsOf(objections.received, objections.open),
            )}
          </span>
        </p>
      </div>
      <Countdown notice={notice} />
    </li>
  );
}

/** Notices of each year of their first day, newest first. */
const byYear = (notices: readonly NoticeSummary[]): [string, NoticeSummary[]][] => [
  ...Map.groupBy(notices, ({ firstOn }) => firstOn.slice(0, 4)),
];

function Lists({ listing }: { listing: Listing }) {
  const { say } = useSpeech();
  const { q } = useAddress();
  const chosen = useChosen();
  const { current, archive } = listing;
  const asked = q !== undefined || chosen.state !== undefined || chosen.kind !== undefined;
  if (current.length + archive.length === 0) {
    return (
      <div className="empty">
        <p>{say(asked ? noticeUi.nothingFound : noticeUi.empty)}</p>
        {asked ? (
          <Link to="." search={(previous: Address) => ({ ...previous, q: undefined, filters: undefined })}>
            {say(noticeUi.clear)}
          </Link>
        ) : (
          <p>{say(noticeUi.emptyHelp)}</p>
        )}
      </div>
    );
  }
  return (
    <>
      {(current.length > 0 || !asked) && (
        <section className="notice-group" aria-labelledby="notices-now">
          <h2 id="notices-now">
            {say(noticeUi.now)} <span className="count">{current.length}</span>
          </h2>
          {current.length === 0 && <p className="empty">{say(noticeUi.nothingNow)}</p>}
          <ul>
            {current.map((notice) => (
              <Entry key={notice.code} notice={notice} />
            ))}
          </ul>
        </section>
      )}
      {byYear(archive).map(([year, notices]) => (
        <section key={year} className="notice-group" aria-labelledby={`notices-${year}`}>
          <h2 id={`notices-${year}`}>
            {say(ui.ofYear(Number(year)))} <span className="count">{notices.length}</span>
          </h2>
          <ul>
            {notices.map((notice) => (
              <Entry key={notice.code} notice={notice} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Public notices: those running first, with the days they have left; the others by year. */
export function Notices() {
  const { say } = useSpeech();
  const { q } = useAddress();
  const { state, kind } = useChosen();
  const mayPublish = useMay('notice.publish');
  const listing = useQuery(ask(noticeDoors.listNotices, { query: { q, state, kind } }));
  useTitle(say(noticeUi.title));
  return (
    <div className="page notices-page">
      <div className="page-head">
        <h1>
          {say(noticeUi.title)}
          <Original of={noticeUi.title} />
        </h1>
        <p className="page-line">{say(noticeUi.line)}</p>
      </div>
      <div className="notice-tools">
        <Search key={q} />
        {mayPublish && (
          <Link to="/notices/new" search={{}} className="button primary" data-act="publish">
            {say(noticeUi.publish)}
          </Link>
        )}
      </div>
      <Answer of={listing} lines={10}>
        {(answer) => (
          <>
            <Conditions listing={answer} />
            <Lists listing={answer} />
          </>
        )}
      </Answer>
    </div>
  );
}

import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { z } from 'zod';
import type { Words } from '#kernel/contract/words.ts';
import type { Address } from '#kernel/web/address.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { useAddress, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay, useSession } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import type { listSuggestions } from '../../contract.ts';
import { replyDoors } from '../doors.ts';
import { ClockNote, isPressing } from './ClockNote.tsx';
import { desk } from './words.ts';
import '#kernel/web/styles/lists.css';
import './desk.css';

type Answered = z.output<(typeof listSuggestions)['answer']>;
type Line = Answered['items'][number];

const views = {
  all: desk.everything,
  mine: desk.mine,
  soon: desk.late,
  open: desk.open,
} satisfies Record<string, Words>;
type View = keyof typeof views;
const isView = (text: string | undefined): text is View => text !== undefined && text in views;

const belongs: Record<View, (line: Line) => boolean> = {
  all: () => true,
  mine: (line) => line.waitsForMe,
  soon: (line) => line.clock !== null && isPressing(line.clock),
  open: (line) => line.state !== 'archived' && line.state !== 'returned',
};

/** Words for those who see only what is theirs. */
const wordsFor = <T,>(role: string | undefined, of: Record<string, T>, otherwise: T): T =>
  (role === undefined ? undefined : of[role]) ?? otherwise;

function Search() {
  const { say } = useSpeech();
  const { q } = useAddress();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q ?? '');
  const search = (event: FormEvent) => {
    event.preventDefault();
    void navigate({
      to: '.',
      search: (previous: Address) => ({ ...previous, q: typed.trim() === '' ? undefined : typed.trim() }),
      replace: true,
    });
  };
  return (
    <form className="list-search" role="search" onSubmit={search}>
      <input
        type="search"
        value={typed}
        aria-label={say(desk.search)}
        placeholder={say(desk.search)}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" className="button">
        {say(ui.search)}
      </button>
    </form>
  );
}

function Row({ line }: { line: Line }) {
  const { say } = useSpeech();
  return (
    <li className="case" data-mine={line.waitsForMe || undefined}>
      <span className="case-state">
        <span className="quiet">{say(desk.kinds[line.kind])}</span>
        <span>{say(line.stateLabel)}</span>
      </span>
      <span className="case-name">
        <Link to="/desk/$suggestion" params={{ suggestion: line.code }} search={{}} className="case-title">
          {line.title}
        </Link>
        <span className="quiet">
          {line.deputy} · {line.session} · {line.code}
          {line.sample && <span className="chip case-chip">{say(ui.sampleChip)}</span>}
        </span>
      </span>
      <span className="case-holder">
        <span className="quiet">{say(desk.heldBy)} </span>
        {say(line.heldBy)}
      </span>
      <span className="case-clock">
        {line.clock && (
          <>
            <span className="quiet">{say(line.clock.label)}</span>
            <ClockNote clock={line.clock} />
          </>
        )}
      </span>
      <Link
        to="/desk/$suggestion"
        params={{ suggestion: line.code }}
        search={{}}
        className={line.waitsForMe ? 'button primary' : 'button'}
        tabIndex={-1}
        aria-hidden="true"
      >
        {say(line.waitsForMe ? desk.doCase : desk.openCase)}
      </Link>
    </li>
  );
}

function Group({ title, lines, empty }: { title: Words; lines: Line[]; empty?: Words }) {
  const { say } = useSpeech();
  if (lines.length === 0 && !empty) return null;
  return (
    <section className="case-group">
      <h2>
        {say(title)} <span className="count">{lines.length}</span>
      </h2>
      {lines.length === 0 && empty && <p className="empty">{say(empty)}</p>}
      {lines.length > 0 && (
        <ul className="cases">
          {lines.map((line) => (
            <Row key={line.code} line={line} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** The three questions of a morning, one after another; each case stands under the first it answers. */
function Groups({ items, searching }: { items: Line[]; searching: boolean }) {
  const mine = items.filter(belongs.mine);
  const pressing = items.filter((line) => !belongs.mine(line) && belongs.soon(line));
  const rest = items.filter((line) => !belongs.mine(line) && !belongs.soon(line));
  return (
    <>
      <Group title={desk.mine} lines={mine} {...(searching ? {} : { empty: desk.emptyMine })} />
      <Group title={desk.late} lines={pressing} />
      <Group title={mine.length + pressing.length > 0 ? desk.rest : desk.everything} lines={rest} />
    </>
  );
}

function Tabs({ items, view }: { items: Line[]; view: View }) {
  const { say } = useSpeech();
  return (
    <nav className="tabs" aria-label={say(desk.views)}>
      {(Object.keys(views) as View[]).map((one) => (
        <Link
          key={one}
          to="."
          search={(previous: Address) => ({ ...previous, show: one === 'all' ? undefined : one })}
          replace
          className="tab"
          aria-current={one === view ? 'page' : undefined}
        >
          {say(views[one])} <span className="count">{items.filter(belongs[one]).length}</span>
        </Link>
      ))}
    </nav>
  );
}

function Nothing({ q, children }: { q: string | undefined; children: ReactNode }) {
  const { say } = useSpeech();
  if (q === undefined) return <div className="empty">{children}</div>;
  return (
    <div className="empty">
      <p>{say(desk.nothingFound(q))}</p>
      <Link to="." search={(previous: Address) => ({ ...previous, q: undefined })} className="plain-link">
        {say(desk.clear)}
      </Link>
    </div>
  );
}

function List() {
  const { say } = useSpeech();
  const { q, show } = useAddress();
  const { data: session } = useSession();
  const role = session?.who?.role;
  const mayEnter = useMay('suggestion.handle');
  const view: View = isView(show) ? show : 'all';
  const asked = useQuery({ ...ask(replyDoors.listSuggestions, { query: { q } }), staleTime: 5000 });
  useTitle(say(desk.title));
  return (
    <>
      <div className="page-head list-head desk-head">
        <div>
          <h1>{say(desk.title)}</h1>
          <p className="page-line">{say(wordsFor(role, desk.lineOf, desk.line))}</p>
        </div>
        {mayEnter && (
          <Link to="/desk/new" search={{}} className="button">
            {say(desk.enter)}
          </Link>
        )}
      </div>
      <Answer of={asked} lines={10}>
        {({ items, counts }) => {
          const lines = items.filter(belongs[view]);
          return (
            <>
              <div className="desk-tools">
                <Tabs items={items} view={view} />
                <Search key={q} />
              </div>
              {lines.length === 0 && (
                <Nothing q={q}>
                  {counts.all > 0 ? (
                    <p>{say(view === 'soon' ? desk.emptyLate : desk.emptyMine)}</p>
                  ) : (
                    <>
                      <p>{say(desk.emptyAll)}</p>
                      <p>{say(wordsFor(role, desk.emptyHelpOf, desk.emptyHelp))}</p>
                    </>
                  )}
                </Nothing>
              )}
              {lines.length > 0 && view === 'all' && <Groups items={lines} searching={q !== undefined} />}
              {lines.length > 0 && view !== 'all' && <Group title={views[view]} lines={lines} />}
            </>
          );
        }}
      </Answer>
    </>
  );
}

/** The first screen of those who answer suggestions: what waits for me, until when, and what is late. */
export function Desk() {
  const { say } = useSpeech();
  return (
    <div className="page desk-page">
      <Entitled to="reply.read" title={say(desk.title)}>
        <List />
      </Entitled>
    </div>
  );
}

import { Link, useCanGoBack, useLocation, useParams, useRouter } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { z } from 'zod';
import type { readRecord } from '#kernel/contract/evidence.ts';
import { withEvidence, type Address } from '#kernel/web/address.ts';
import { Cell, columnHeading, isNumeric } from '#kernel/web/Cell.tsx';
import { chooseColumns } from '#kernel/web/columns.ts';
import { History } from '#kernel/web/History.tsx';
import { spellDay, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Life } from '#kernel/web/Life.tsx';
import { WatchButton } from '#kernel/web/inbox/WatchButton.tsx';
import { MomentPicker } from '#kernel/web/MomentPicker.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useCited, useMay, useSession } from '#kernel/web/queries.ts';
import { recordUi } from '#kernel/web/record-words.ts';
import { useRecent } from '#kernel/web/recent.ts';
import { Pager, RecordTable } from '#kernel/web/RecordTable.tsx';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import '#kernel/web/styles/record.css';

const Attachments = lazy(() => import('#kernel/web/Attachments.tsx'));
const Reveal = lazy(() => import('#kernel/web/Reveal.tsx'));
const RecordTools = lazy(async () => ({ default: (await import('./RecordDesk.tsx')).RecordTools }));
const JustWritten = lazy(async () => ({ default: (await import('./RecordDesk.tsx')).JustWritten }));

type Opened = z.output<(typeof readRecord)['answer']>;

function Facts({ record }: { record: Opened }) {
  const speech = useSpeech();
  const mayReveal = useMay('personal.reveal') && record.knownAt === null;
  const filled = record.columns.filter(({ name }) => {
    const cell = record.cells[name];
    return cell !== null && cell !== undefined && cell !== '';
  });
  const headings = new Map(filled.map(({ group }) => [group?.zh, group]));
  return [...headings.values()].map((heading, at) => (
    <div key={heading?.zh ?? ''}>
      {(heading !== undefined || at > 0) && (
        <h3 className="facts-group">{speech.say(heading ?? ui.otherFacts)}</h3>
      )}
      <dl className="facts">
        {filled
          .filter(({ group }) => group?.zh === heading?.zh)
          .map((column) => (
            <div key={column.name} data-wide={String(record.cells[column.name]).length > 60 || undefined}>
              <dt title={column.note && speech.say(column.note)}>{columnHeading(column, speech)}</dt>
              <dd className={isNumeric(column) ? 'tabular' : undefined}>
                <Cell cell={record.cells[column.name]} column={column} />
                {mayReveal && column.kind === 'identity' && (
                  <Suspense fallback={null}>
                    <Reveal
                      register={record.register.id}
                      code={record.code}
                      field={column.name}
                      label={speech.say(column.label)}
                    />
                  </Suspense>
                )}
              </dd>
            </div>
          ))}
      </dl>
    </div>
  ));
}

/** Rows of a register that point to this record, a page at a time, and all of them as a filtered list. */
function Linked({ link, code }: { link: Opened['links'][number]; code: string }) {
  const { say } = useSpeech();
  const { knownAt } = useAddress();
  const [page, setPage] = useState(1);
  const filters = JSON.stringify({ [link.field]: code });
  const more = useQuery({
    ...ask('listRecords', {
      params: { register: link.register },
      query: { filters, page, pageSize: link.rows.length, knownAt },
    }),
    enabled: page > 1,
  });
  const rows = page === 1 ? link.rows : (more.data?.rows ?? link.rows);
  const paged = link.view === 'rows' && link.rows.length < link.count;
  return (
    <div className="linked" aria-busy={page > 1 && (more.isPlaceholderData || more.isPending)}>
      <h3>
        <Link to="/registers/$register" params={{ register: link.register }} search={{ filters }}>
          {say(link.label)}
        </Link>{' '}
        <span className="count">{say(ui.totalRows(link.count))}</span>
        <span className="linked-by">{say(ui.linkedBy(say(link.by)))}</span>
      </h3>
      {link.view === 'counts' && <p className="quiet">{say(ui.countsNote)}</p>}
      <RecordTable
        caption={say(link.label)}
        columns={chooseColumns(
          link.columns.filter(({ name }) => name !== link.field),
          rows,
          6,
        )}
        rows={rows}
        register={link.register}
      />
      {paged && (
        <div className="linked-end">
          <Pager page={page} pageSize={link.rows.length} total={link.count} go={setPage} />
          <Link
            to="/registers/$register"
            params={{ register: link.register }}
            search={{ filters }}
            className="plain-link"
          >
            {say(ui.allLinked(link.count))}
          </Link>
        </div>
      )}
    </div>
  );
}

function Links({ links, code }: { links: Opened['links']; code: string }) {
  const { say } = useSpeech();
  const shown = links.filter((link) => link.count > 0);
  if (shown.length === 0) return <p className="empty">{say(ui.noLinks)}</p>;
  return shown.map((link) => <Linked key={`${link.register} ${link.field}`} link={link} code={code} />);
}

function CountedIn({ register }: { register: string }) {
  const { say } = useSpeech();
  const { data } = useQuery(ask('listFigures', {}));
  const cited = useCited();
  const resting = (data ?? []).filter((definition) => definition.register?.id === register);
  if (resting.length === 0) return null;
  return (
    <section aria-labelledby="counted-in">
      <h2 id="counted-in">{say(ui.countedIn)}</h2>
      <ul className="counted-in">
        {resting.map((definition) => (
          <li key={definition.id}>
            <Link
              to="."
              search={(previous: Address) => withEvidence(previous, cited(definition.id))}
              state={{ evidence: true }}
              resetScroll={false}
              data-figure={definition.id}
            >
              {say(definition.label)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function BackToEvidence() {
  const { say } = useSpeech();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const from = useLocation({ select: (location) => location.state.fromEvidence === true });
  if (!canGoBack || !from) return null;
  return (
    <button type="button" className="plain-button back" onClick={() => router.history.back()}>
      ‹ {say(ui.backToEvidence)}
    </button>
  );
}

function Opened({ record }: { record: Opened }) {
  const { say, language } = useSpeech();
  const mayWrite = useMay('register.write');
  const maySeeFiles = useMay('register.read');
  return (
    <article className="record">
      <div className="crumbs">
        <BackToEvidence />
        <Link to="/registers" search={{}}>
          {say(ui.registers)}
        </Link>{' '}
        ›{' '}
        <Link to="/registers/$register" params={{ register: record.register.id }} search={{}}>
          {say(record.register.label)}
        </Link>
      </div>
      <header className="record-head">
        <h1>
          {record.title} {record.sample && <span className="chip">{say(ui.sampleChip)}</span>}
        </h1>
        {record.code !== record.title && (
          <p className="record-code">
            {say(ui.recordCode)} <span className="tabular">{record.code}</span>
          </p>
        )}
        <div className="moments">
          <MomentPicker asOf={record.asOf} />
          <WatchButton kind="record" subject={`${record.register.id}/${record.code}`} />
          <Suspense fallback={null}>
            {mayWrite && record.writable && record.version !== null && (
              <RecordTools
                register={record.register.id}
                code={record.code}
                title={record.title}
                version={record.version}
                linked={record.links.reduce((sum, { count }) => sum + count, 0)}
              />
            )}
          </Suspense>
        </div>
        {record.mergedFrom && (
          <p className="note merged-from" role="status">
            {say(
              ui.mergedFrom(
                record.mergedFrom.code,
                record.mergedFrom.title,
                spellDay(record.mergedFrom.at, language),
              ),
            )}
          </p>
        )}
        <Suspense fallback={null}>{mayWrite && <JustWritten history />}</Suspense>
      </header>
      {record.life.some(({ on }) => on !== null) && (
        <section aria-labelledby="life">
          <h2 id="life" className="unseen">
            {say(ui.life)}
          </h2>
          <Life points={record.life} />
        </section>
      )}
      <div className="record-body">
        <div className="record-main">
          <section aria-labelledby="facts">
            <h2 id="facts">{say(ui.facts)}</h2>
            <Facts record={record} />
          </section>
          <Suspense fallback={null}>
            {maySeeFiles && record.knownAt === null && (
              <Attachments register={record.register.id} code={record.code} />
            )}
          </Suspense>
          <section aria-labelledby="links">
            <h2 id="links">{say(ui.links)}</h2>
            <Links links={record.links} code={record.code} />
          </section>
        </div>
        <div className="record-side">
          <section aria-labelledby="history">
            <h2 id="history">{say(ui.history)}</h2>
            <p className="quiet">{say(ui.historyLine)}</p>
            <History versions={record.history} columns={record.columns} />
          </section>
          <CountedIn register={record.register.id} />
        </div>
      </div>
    </article>
  );
}

/** One record: what it is and where in its life, its facts, what points to it, and what was recorded about it. */
export function Record() {
  const { say } = useSpeech();
  const { register, code } = useParams({ from: '/records/$register/$code' });
  const { asOf, knownAt } = useAddress();
  const record = useQuery(ask('readRecord', { params: { register, code }, query: { asOf, knownAt } }));
  const { data: session } = useSession();
  useTitle(record.data?.title);
  useRecent(
    session?.who?.name,
    record.data
      ? {
          kind: record.data.register.label,
          title: record.data.title,
          link: `/records/${register}/${encodeURIComponent(code)}`,
        }
      : null,
  );
  return (
    <div className="page" key={`${register} ${code}`}>
      {record.data === undefined && record.error !== null && (
        <div className="page-head">
          <h1>{say(recordUi.notOpened)}</h1>
          <p className="page-line">
            <Link to="/registers/$register" params={{ register }} search={{}}>
              {say(recordUi.toRegister)}
            </Link>
          </p>
        </div>
      )}
      <Answer of={record} lines={14}>
        {(opened) => <Opened record={opened} />}
      </Answer>
    </div>
  );
}

import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type FormEvent } from 'react';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { parseObject, type Address } from '#kernel/web/address.ts';
import { recall, remember } from '#kernel/web/device.ts';
import { addressOf } from '#kernel/web/call.ts';
import { useAddress, useSpeech } from '#kernel/web/language.ts';
import { Original } from '#kernel/web/Original.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay } from '#kernel/web/queries.ts';
import { Pager, RecordTable } from '#kernel/web/RecordTable.tsx';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import { Filters } from './Filters.tsx';
import '#kernel/web/styles/lists.css';

const RegisterTools = lazy(async () => ({ default: (await import('./RecordDesk.tsx')).RegisterTools }));
const JustWritten = lazy(async () => ({ default: (await import('./RecordDesk.tsx')).JustWritten }));

function SearchBox({ q, give }: { q: string | undefined; give: (q: string | undefined) => void }) {
  const { say } = useSpeech();
  const [typed, setTyped] = useState(q ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give(typed.trim() || undefined);
  };
  return (
    <form role="search" onSubmit={submit} className="list-search">
      <input
        type="search"
        value={typed}
        maxLength={100}
        placeholder={say(ui.searchIn)}
        aria-label={say(ui.searchIn)}
        onChange={(event) => {
          setTyped(event.target.value);
          if (event.target.value === '') give(undefined);
        }}
      />
      <button type="submit" className="button">
        {say(ui.search)}
      </button>
    </form>
  );
}

function Columns({
  columns,
  hidden,
  toggle,
}: {
  columns: ColumnShape[];
  hidden: readonly string[];
  toggle: (name: string) => void;
}) {
  const { say } = useSpeech();
  return (
    <details className="columns">
      <summary>{say(ui.columns)}</summary>
      <div className="columns-list">
        {columns.slice(1).map((column) => (
          <label key={column.name}>
            <input
              type="checkbox"
              checked={!hidden.includes(column.name)}
              onChange={() => toggle(column.name)}
            />
            {say(column.label)}
          </label>
        ))}
      </div>
    </details>
  );
}

/** Hidden columns of a register, remembered on this device. */
function useHidden(register: string) {
  const key = `kechuang.columns.${register}`;
  const [hidden, setHidden] = useState<string[]>(() => {
    const stored: unknown = parseObject(recall(key) ?? undefined)['hidden'];
    return Array.isArray(stored) ? stored.filter((name) => typeof name === 'string') : [];
  });
  const toggle = (name: string) => {
    const next = hidden.includes(name) ? hidden.filter((other) => other !== name) : [...hidden, name];
    remember(key, JSON.stringify({ hidden: next }));
    setHidden(next);
  };
  return { hidden, toggle };
}

function List({ register }: { register: string }) {
  const { say, language } = useSpeech();
  const { q, filters, sort, desc, page, knownAt } = useAddress();
  const navigate = useNavigate();
  const { hidden, toggle } = useHidden(register);
  const mayWrite = useMay('register.write');
  const records = useQuery(
    ask('listRecords', {
      params: { register },
      query: { search: q, filters, sort, descending: desc, page, pageSize: 25, knownAt },
    }),
  );
  useTitle(records.data && say(records.data.register.label));
  const turn = (change: Partial<Address>) =>
    void navigate({
      to: '.',
      search: (previous: Address) => ({ ...previous, page: undefined, ...change }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Answer of={records} lines={14}>
      {(answer) => (
        <>
          <p className="crumbs">
            <Link to="/registers" search={{}}>
              {say(ui.registers)}
            </Link>{' '}
            › {say(answer.register.slice)}
          </p>
          <div className="page-head list-head">
            <h1>
              {say(answer.register.label)}
              <Original of={answer.register.label} />{' '}
              <span className="count">
                {say(answer.view === 'counts' ? ui.totalGroups(answer.total) : ui.totalRows(answer.total))}
              </span>
            </h1>
            <div className="list-tools">
              <a
                className="button"
                href={addressOf('exportRecords', {
                  params: { register },
                  query: { language, search: q, filters },
                })}
                download
              >
                {say(ui.exportCsv)}
              </a>
              <Suspense fallback={null}>{mayWrite && <RegisterTools register={register} />}</Suspense>
            </div>
          </div>
          <Suspense fallback={null}>{mayWrite && <JustWritten />}</Suspense>
          {answer.view === 'counts' && <p className="note">{say(ui.countsNote)}</p>}
          <div className="tools">
            <SearchBox key={q} q={q} give={(words) => turn({ q: words })} />
            {answer.view === 'rows' && (
              <Filters
                columns={answer.register.columns}
                filters={parseObject(filters)}
                give={(next) =>
                  turn({ filters: Object.keys(next).length === 0 ? undefined : JSON.stringify(next) })
                }
              />
            )}
            <Columns columns={answer.columns} hidden={hidden} toggle={toggle} />
          </div>
          {answer.total > 0 ? (
            <RecordTable
              caption={say(answer.register.label)}
              columns={answer.columns.filter((column, index) => index === 0 || !hidden.includes(column.name))}
              rows={answer.rows}
              register={register}
              order={{
                sort,
                descending: desc ?? false,
                choose: (name, descending) => turn({ sort: name, desc: descending || undefined }),
              }}
            />
          ) : (
            <div className="empty">
              <p>{say(q === undefined && filters === undefined ? ui.emptyRegister : ui.nothingFound)}</p>
              <p>
                {say(q === undefined && filters === undefined ? ui.emptyRegisterHelp : ui.nothingFoundHelp)}
              </p>
            </div>
          )}
          <Pager
            page={answer.page}
            pageSize={answer.pageSize}
            total={answer.total}
            go={(next) => turn({ page: next > 1 ? next : undefined })}
          />
        </>
      )}
    </Answer>
  );
}

/** A register as a list: search, filters, order, columns, pages and export, all but the columns in the address. */
export function Register() {
  const { register } = useParams({ from: '/registers/$register' });
  return (
    <div className="page wide">
      <List key={register} register={register} />
    </div>
  );
}

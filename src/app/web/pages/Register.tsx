import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { RowPage } from '#kernel/contract/evidence.ts';
import { parseObject, type Address } from '#kernel/web/address.ts';
import { addressOf } from '#kernel/web/call.ts';
import { useAddress, useSpeech } from '#kernel/web/language.ts';
import { useChoosing } from '#kernel/web/list/choosing.ts';
import { ColumnMenu } from '#kernel/web/list/ColumnMenu.tsx';
import { Filters } from '#kernel/web/list/Filters.tsx';
import { listUi } from '#kernel/web/list/list-words.ts';
import { arrange, useKept, type ListKept } from '#kernel/web/list/setting.ts';
import { Sums } from '#kernel/web/list/Sums.tsx';
import { addressOfView, queryOf, ViewTabs } from '#kernel/web/list/ViewTabs.tsx';
import { Original } from '#kernel/web/Original.tsx';
import { Answer, Skeleton } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { Pager, RecordTable } from '#kernel/web/RecordTable.tsx';
import { useSettled } from '#kernel/web/settled.ts';
import { sheetDoors } from '#kernel/web/sheets/sheet-doors.ts';
import { sheetUi } from '#kernel/web/sheets/sheet-words.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import { ScopeLine } from './ScopeLine.tsx';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/register.css';

const RegisterTools = lazy(async () => ({ default: (await import('./RecordDesk.tsx')).RegisterTools }));
const JustWritten = lazy(async () => ({ default: (await import('./RecordDesk.tsx')).JustWritten }));
const BulkActions = lazy(async () => ({
  default: (await import('#kernel/web/BulkActions.tsx')).BulkActions,
}));

/** What is typed is looked for as soon as the typing pauses. */
/** What records of the list owe: a press shows those alone, another all again. */
function Owing({
  answer,
  filters,
  turn,
}: {
  answer: Pick<RowPage, 'columns'> & { owing?: RowPage['owing'] };
  filters: Record<string, unknown>;
  turn: (change: Partial<Address>) => void;
}) {
  const { say } = useSpeech();
  return (
    <p className="owing">
      {answer.owing?.map(({ name, count }) => {
        const { [name]: chosen, ...others } = filters;
        const next = chosen === undefined ? { ...others, [name]: { empty: true } } : others;
        return (
          <button
            key={name}
            type="button"
            className="owing-chip"
            aria-pressed={chosen !== undefined}
            onClick={() =>
              turn({ filters: Object.keys(next).length === 0 ? undefined : JSON.stringify(next) })
            }
          >
            {say(ui.owed(answer.columns.find((column) => column.name === name)?.label ?? ui.toFollow, count))}
          </button>
        );
      })}
    </p>
  );
}

function SearchBox({
  q,
  give,
  field,
}: {
  q: string | undefined;
  give: (q: string | undefined) => void;
  field: RefObject<HTMLInputElement | null>;
}) {
  const { say } = useSpeech();
  const [typed, setTyped] = useState(q ?? '');
  const settled = useSettled(typed).trim();
  const given = useRef(q ?? '');
  useEffect(() => {
    // Composing a word by its sound is not typing yet.
    if (settled === typed.trim() && settled !== given.current) {
      given.current = settled;
      give(settled || undefined);
    }
  }, [settled, typed, give]);
  useEffect(() => {
    if ((q ?? '') === given.current) return;
    given.current = q ?? '';
    setTyped(q ?? '');
  }, [q]);
  return (
    <div role="search" className="list-search">
      <input
        ref={field}
        type="search"
        value={typed}
        maxLength={100}
        placeholder={say(listUi.searchHint)}
        aria-label={say(ui.searchIn)}
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  );
}

/** j and k step from row to row, x chooses the row, / goes to the search; Enter opens, as on any link. */
function useListKeys(field: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const toSearch = (event: globalThis.KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest('input, select, textarea, dialog, [contenteditable]');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', toSearch);
    return () => document.removeEventListener('keydown', toSearch);
  }, [field]);
  return (event: KeyboardEvent<HTMLDivElement>) => {
    const { target, currentTarget: box } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.matches('input:not([type="checkbox"]), select, textarea')) return;
    const links = [...box.querySelectorAll<HTMLElement>('tbody .row-link')];
    const row = target.closest('tbody tr');
    const at = links.findIndex((link) => row?.contains(link));
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined && target.closest('.table-box')) {
      links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
      event.preventDefault();
    } else if (event.key === 'x' && row) {
      row.querySelector<HTMLInputElement>('.choose input')?.click();
      event.preventDefault();
    }
  };
}

function List({ register, kept }: { register: string; kept: ListKept }) {
  const { say, language } = useSpeech();
  const address = useAddress();
  const { q, filters, sort, desc, page, knownAt, cols } = address;
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const steer = useListKeys(field);
  const records = useQuery(
    ask('listRecords', {
      params: { register },
      query: { search: q, filters, sort, descending: desc, page, pageSize: 25, knownAt },
    }),
  );
  const mayWrite = records.data?.register.writable ?? false;
  const hasFirst = kept.views.some(({ opensFirst }) => opensFirst);
  const listed = `${q ?? ''}|${filters ?? ''}`;
  const choosing = useChoosing(
    (records.data?.rows ?? []).flatMap(({ code }) => code ?? []),
    listed,
  );
  useTitle(records.data && say(records.data.register.label));
  const turn = (change: Partial<Address>) =>
    void navigate({
      to: '.',
      search: (previous: Address) => ({
        ...previous,
        show: hasFirst ? 'all' : undefined,
        page: undefined,
        ...change,
      }),
      replace: true,
      resetScroll: false,
    });
  const columnsGiven = cols === undefined ? kept.setting.columns : cols.split(',');
  return (
    <Answer of={records} lines={14}>
      {(answer) => {
        const unasked = q === undefined && filters === undefined;
        const chosen = choosing.all ? answer.total : choosing.codes.size;
        const more = answer.totalIsLower === true;
        return (
          <div ref={box} className="register-list" onKeyDown={steer}>
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
                <span className="count" role="status">
                  {say(
                    answer.view === 'counts'
                      ? ui.totalGroups(answer.total)
                      : more
                        ? listUi.moreThan(answer.total)
                        : ui.totalRows(answer.total),
                  )}
                </span>
              </h1>
              <div className="list-tools">
                <a
                  className="button"
                  href={addressOf(sheetDoors.exportWorkbook, {
                    params: { register },
                    query: { language, search: q, filters, sort, descending: desc },
                  })}
                  download
                >
                  {say(sheetUi.exportExcel)}
                </a>
                <a
                  className="button"
                  href={addressOf('exportRecords', {
                    params: { register },
                    query: { language, search: q, filters, sort, descending: desc },
                  })}
                  download
                >
                  {say(ui.exportCsv)}
                </a>
                <Suspense fallback={null}>{mayWrite && <RegisterTools register={register} />}</Suspense>
              </div>
            </div>
            <ScopeLine />
            <Suspense fallback={null}>{mayWrite && <JustWritten />}</Suspense>
            {answer.view === 'counts' && <p className="note">{say(ui.countsNote)}</p>}
            {answer.owing && <Owing answer={answer} filters={parseObject(filters)} turn={turn} />}
            {kept.signedIn && <ViewTabs register={register} views={kept.views} />}
            <div className="tools list-tools-line">
              <SearchBox q={q} give={(words) => turn({ q: words })} field={field} />
              <Filters
                columns={
                  answer.view === 'rows' ? answer.register.columns : answer.columns.filter(({ to }) => to)
                }
                filters={parseObject(filters)}
                give={(next) =>
                  turn({ filters: Object.keys(next).length === 0 ? undefined : JSON.stringify(next) })
                }
              />
              <ColumnMenu
                columns={answer.columns}
                setting={{ ...kept.setting, columns: columnsGiven }}
                give={(setting) => {
                  kept.keep(setting);
                  turn({ cols: setting.columns.length === 0 ? undefined : setting.columns.join(',') });
                }}
              />
            </div>
            {mayWrite && chosen > 0 && (
              <div className="list-chosen" role="group" aria-label={say(listUi.chosen(chosen))}>
                <span role="status">{say(listUi.chosen(chosen))}</span>
                {!choosing.all && !more && answer.total > choosing.codes.size && (
                  <button type="button" className="plain-button" onClick={choosing.chooseAll}>
                    {say(listUi.chooseAll(answer.total))}
                  </button>
                )}
                <button type="button" className="plain-button" onClick={choosing.clear}>
                  {say(listUi.chooseNone)}
                </button>
                <Suspense fallback={null}>
                  <BulkActions
                    register={register}
                    selection={
                      choosing.all
                        ? { query: { search: q, filters }, count: answer.total }
                        : { codes: [...choosing.codes] }
                    }
                    onDone={choosing.clear}
                  />
                </Suspense>
              </div>
            )}
            {answer.total > 0 ? (
              <RecordTable
                caption={say(answer.register.label)}
                columns={arrange(answer.columns, columnsGiven)}
                rows={answer.rows}
                register={register}
                choosing={mayWrite && answer.view === 'rows' ? choosing : undefined}
                dense={kept.setting.dense}
                order={{
                  sort,
                  descending: desc ?? false,
                  choose: (name, descending) => turn({ sort: name, desc: descending || undefined }),
                }}
              />
            ) : (
              <div className="empty">
                <p>{say(unasked ? ui.emptyRegister : ui.nothingFound)}</p>
                <p>{say(unasked ? ui.emptyRegisterHelp : ui.nothingFoundHelp)}</p>
                {!unasked && (
                  <button
                    type="button"
                    className="button"
                    onClick={() => turn({ q: undefined, filters: undefined })}
                  >
                    {say(ui.clearAll)}
                  </button>
                )}
              </div>
            )}
            <div className="list-foot">
              {answer.total > 0 && answer.view === 'rows' && (
                <Sums register={register} columns={answer.columns} address={address} />
              )}
              <Pager
                page={answer.page}
                pageSize={answer.pageSize}
                total={answer.total}
                more={more}
                go={(next) => {
                  turn({ page: next > 1 ? next : undefined });
                  box.current?.scrollIntoView({ block: 'start' });
                }}
              />
              {mayWrite && <p className="hint list-keys">{say(listUi.keys)}</p>}
            </div>
          </div>
        );
      }}
    </Answer>
  );
}

/** Opens with the view its reader put first, when the address asks for nothing else. */
function Kept({ register }: { register: string }) {
  const kept = useKept(register);
  const address = useAddress();
  const navigate = useNavigate();
  const first = kept?.views.find(({ opensFirst }) => opensFirst);
  // What was asked for by a link, “All” and emptied filters among it, is not overridden.
  const bare = queryOf(address) === '' && address.show === undefined && address.page === undefined;
  const opening = bare ? first?.query : undefined;
  useEffect(() => {
    if (opening === undefined) return;
    void navigate({
      to: '.',
      search: (previous: Address) => ({ ...previous, ...addressOfView(opening) }),
      replace: true,
    });
  }, [opening, navigate]);
  return kept ? <List register={register} kept={kept} /> : <Skeleton lines={14} />;
}

/** A register as a list: searched, filtered, ordered, summed, chosen from; the address carries all of it. */
export function Register() {
  const { register } = useParams({ from: '/registers/$register' });
  return (
    <div className="page wide">
      <Kept key={register} register={register} />
    </div>
  );
}

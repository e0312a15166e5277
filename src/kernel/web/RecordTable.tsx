import { Link } from '@tanstack/react-router';
import type { ColumnShape, RowShape } from '#kernel/contract/evidence.ts';
import { Cell, columnHeading, isNumeric, spellCell } from './Cell.tsx';
import { useAddress, useSpeech } from './language.ts';
import type { Choosing } from './list/choosing.ts';
import { listUi } from './list/list-words.ts';
import { ui } from './words.ts';

export interface Order {
  sort: string | undefined;
  descending: boolean;
  /** Ascending first, then descending, then the listing's own order. */
  choose: (sort: string | undefined, descending: boolean) => void;
}

function SortButton({ column, order, heading }: { column: ColumnShape; order: Order; heading: string }) {
  const { say } = useSpeech();
  const active = order.sort === column.name;
  const choose = () => {
    if (!active) order.choose(column.name, false);
    else if (!order.descending) order.choose(column.name, true);
    else order.choose(undefined, false);
  };
  return (
    <button type="button" className="sort" onClick={choose} title={say(ui.sortBy(heading))}>
      {heading}
      <span
        className="sort-mark"
        data-way={active ? (order.descending ? 'down' : 'up') : undefined}
        aria-hidden="true"
      />
    </button>
  );
}

/** The name of a record, beside its number, leads to it as well; the keyboard needs but one of the two. */
function NameCell({
  row,
  register,
  column,
}: {
  row: RowShape;
  register: string | undefined;
  column: ColumnShape;
}) {
  const speech = useSpeech();
  const fromEvidence = useAddress().figure !== undefined;
  const text = spellCell(row.cells[column.name], column, speech);
  if (row.code === null || register === undefined || text === '') {
    return <Cell cell={row.cells[column.name]} column={column} />;
  }
  return (
    <Link
      to="/records/$register/$code"
      params={{ register, code: row.code }}
      search={{}}
      state={{ fromEvidence }}
      className="name-link"
      tabIndex={-1}
    >
      {text}
    </Link>
  );
}

function FirstCell({
  row,
  register,
  column,
}: {
  row: RowShape;
  register: string | undefined;
  column: ColumnShape;
}) {
  const speech = useSpeech();
  const fromEvidence = useAddress().figure !== undefined;
  if (row.stub) return <span className="stub-mark">{speech.say(ui.stubNote)}</span>;
  if (row.code === null || register === undefined)
    return <Cell cell={row.cells[column.name]} column={column} />;
  return (
    <Link
      to="/records/$register/$code"
      params={{ register, code: row.code }}
      search={{}}
      state={{ fromEvidence }}
      className="row-link"
    >
      {spellCell(row.cells[column.name], column, speech) || row.code}
    </Link>
  );
}

/** Records in lines; on a narrow place each line is a card. The first column opens the record. */
export function RecordTable({
  caption,
  columns,
  rows,
  register,
  order,
  choosing,
  dense = false,
}: {
  caption: string;
  columns: ColumnShape[];
  rows: RowShape[];
  register: string | undefined;
  order?: Order;
  /** Rows can be chosen for an action over many. */
  choosing?: Choosing | undefined;
  dense?: boolean;
}) {
  const speech = useSpeech();
  const codes = rows.flatMap(({ code }) => code ?? []);
  const name = columns.find((column, at) => at > 0 && column.kind === 'text');
  return (
    <div className="table-box" role="region" aria-label={caption} tabIndex={0}>
      <table
        className="records"
        role="table"
        data-dense={dense || undefined}
        data-choosing={choosing && true}
      >
        <caption className="unseen">{caption}</caption>
        <thead
          role="rowgroup"
          data-label={speech.say(ui.order)}
          data-ordered={order !== undefined || undefined}
        >
          <tr role="row">
            {choosing && (
              <td role="cell" className="choose">
                <input
                  type="checkbox"
                  aria-label={speech.say(listUi.choosePage)}
                  checked={codes.length > 0 && codes.every((code) => choosing.codes.has(code))}
                  onChange={choosing.turnPage}
                />
              </td>
            )}
            {columns.map((column) => {
              const heading = columnHeading(column, speech);
              const way =
                order?.sort === column.name ? (order.descending ? 'descending' : 'ascending') : undefined;
              return (
                <th
                  key={column.name}
                  scope="col"
                  role="columnheader"
                  className={isNumeric(column) ? 'number' : undefined}
                  aria-sort={way}
                >
                  {order ? <SortButton column={column} order={order} heading={heading} /> : heading}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, line) => (
            <tr
              key={row.code ?? `line ${line}`}
              role="row"
              data-stub={row.stub || undefined}
              data-chosen={(choosing && row.code !== null && choosing.codes.has(row.code)) || undefined}
            >
              {choosing && (
                <td role="cell" className="choose">
                  {row.code !== null && (
                    <input
                      type="checkbox"
                      aria-label={speech.say(listUi.choose(row.code))}
                      checked={choosing.codes.has(row.code)}
                      onChange={(event) =>
                        choosing.turn(
                          row.code ?? '',
                          event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey,
                        )
                      }
                    />
                  )}
                </td>
              )}
              {columns.map((column, at) =>
                at === 0 ? (
                  <th key={column.name} scope="row" role="rowheader">
                    <FirstCell row={row} register={register} column={column} />
                  </th>
                ) : (
                  <td
                    key={column.name}
                    role="cell"
                    className={isNumeric(column) ? 'number' : undefined}
                    data-kind={column.kind}
                    data-label={columnHeading(column, speech)}
                    data-empty={
                      row.cells[column.name] === null || row.cells[column.name] === undefined || undefined
                    }
                  >
                    {column === name ? (
                      <NameCell row={row} register={register} column={column} />
                    ) : (
                      <Cell cell={row.cells[column.name]} column={column} />
                    )}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Previous, next, and where one is. */
export function Pager({
  page,
  pageSize,
  total,
  more = false,
  go,
}: {
  page: number;
  pageSize: number;
  total: number;
  /** There are more than `total`. */
  more?: boolean;
  go: (page: number) => void;
}) {
  const { say } = useSpeech();
  const pages = Math.max(1, Math.ceil(total / pageSize));
  if (pages === 1 && !more) return null;
  return (
    <nav className="pager" aria-label={say(ui.paging)}>
      <button type="button" className="button" disabled={page <= 1} onClick={() => go(page - 1)}>
        {say(ui.previous)}
      </button>
      <span aria-live="polite">{say(more ? listUi.pageOnly(page) : ui.pageOf(page, pages))}</span>
      <button type="button" className="button" disabled={!more && page >= pages} onClick={() => go(page + 1)}>
        {say(ui.next)}
      </button>
    </nav>
  );
}

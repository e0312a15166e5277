/**
 * One page of a list of any length. The order is put as the indexes have it: what has a value first, what has none
 * after, what may not be opened last; each of these parts is read in the index's own order and only as far as needed.
 */
import { sql, type RawBuilder } from 'kysely';
import type { CellShape } from '#kernel/contract/evidence.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';
import type { SearchPlanned } from './search.ts';

type Fragment = RawBuilder<unknown>;

interface PageQuestion {
  /** Where the rows `x` come from. */
  from: Fragment;
  key: Fragment;
  /** Names and cells, for `jsonb_build_object`. */
  pairs: readonly Fragment[];
  conditions: readonly Fragment[];
  /** What holds the rows to their reader; null when all are his. */
  scoped: Fragment | null;
  /** The same for rows met in another order. */
  scopedWhenMet: Fragment | null;
  search: SearchPlanned;
  order: Fragment;
  descending: boolean;
  /** Some rows may have no value to be ordered by. */
  mayBeEmpty: boolean;
  /** Rows that only exist; they stand last, in no order. Null: there are none. */
  stub: Fragment | null;
  page: number;
  pageSize: number;
  /** Count to the end. */
  exactly: boolean;
}

interface Row {
  code: string | null;
  stub: boolean;
  cells: Record<string, CellShape>;
}

/** Rows counted one by one; a list of more says that it has more. */
export const counted = 10_000;

/** The same while searching, when each row found costs more; of a part of the whole the others are found too. */
export const countedSearching = { whole: 500, scoped: 100 };

/** Rows that can be passed over by turning pages. */
const deepestRow = 50_000;

/** Of a scope of many rows the first pages are met by walking the whole list in its order. */
const walkedInScope = 500;

/** Rows met on the way before all hits are gathered instead. */
const walked = 20_000;

interface Part {
  conditions: Fragment[];
  order: Fragment[];
  stub: boolean;
}

function partsOf({ stub, order, key, descending, mayBeEmpty }: PageQuestion): Part[] {
  const open = stub ? [sql`not ${stub}`] : [];
  const way = descending ? sql`desc` : sql`asc`;
  const ordered = order === key ? [sql`${key} ${way}`] : [sql`${order} ${way}`, key];
  const parts: Part[] =
    descending && mayBeEmpty
      ? [
          { conditions: [...open, sql`${order} is not null`], order: ordered, stub: false },
          { conditions: [...open, sql`${order} is null`], order: [key], stub: false },
        ]
      : [{ conditions: open, order: ordered, stub: false }];
  return stub ? [...parts, { conditions: [stub], order: [], stub: true }] : parts;
}

const whereOf = (conditions: readonly Fragment[]): Fragment =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join([...conditions], sql` and `)}`;

/** Reads one page and how many rows there are. Refuses one too deep in a long list. */
export async function readPage(
  db: Db,
  question: PageQuestion,
): Promise<{ rows: Row[]; total: number; totalIsLower: boolean }> {
  const { pageSize, exactly, search } = question;
  const offset = (question.page - 1) * pageSize;
  const within = question.scoped ? [question.scoped, ...question.conditions] : question.conditions;
  const inFull = [...within, ...searchInFull(search)];
  const { total, totalIsLower } = await countFound(db, question, inFull);
  if (!exactly && offset > deepestRow && totalIsLower) {
    const reached = await countUpTo(db, question.from, inFull, deepestRow);
    if (reached > deepestRow) throw refuseDepth();
  }
  // Many rows of a scope lie close together in any order; of few, the index of whose they are is used.
  const met = totalIsLower && offset < walkedInScope;
  const scope = met ? question.scopedWhenMet : question.scoped;
  const conditions = scope ? [scope, ...question.conditions] : question.conditions;
  const rows = totalIsLower || offset < total ? await readParts(db, { ...question, conditions }, offset) : [];
  return { rows, total, totalIsLower };
}

/** Rows a search may find before it is said that there are more. */
export const mostFound = (scoped: Fragment | null): number =>
  scoped ? countedSearching.scoped : countedSearching.whole;

/** What a search has found while it was planned is not counted again. */
async function countFound(
  db: Db,
  { from, search, scoped, exactly }: PageQuestion,
  inFull: readonly Fragment[],
): Promise<{ total: number; totalIsLower: boolean }> {
  const most = search.kind === 'none' ? counted : mostFound(scoped);
  if (search.kind === 'broad') return { total: most, totalIsLower: true };
  if (search.kind === 'exact' && search.number !== null)
    return { total: Math.min(search.number, most), totalIsLower: search.number > most };
  const total = await countUpTo(db, from, inFull, exactly ? null : most);
  return exactly
    ? { total, totalIsLower: false }
    : { total: Math.min(total, most), totalIsLower: total > most };
}

const searchInFull = (search: SearchPlanned): Fragment[] =>
  search.kind === 'exact' ? [search.condition] : search.kind === 'broad' ? [search.all] : [];

/** Rows there are, or one more than `most` when there are more. */
export async function countUpTo(
  db: Db,
  from: Fragment,
  conditions: readonly Fragment[],
  most: number | null,
): Promise<number> {
  const rows =
    most === null
      ? await sql<{ total: string }>`select count(*) as total from ${from} ${whereOf(conditions)}`.execute(db)
      : await sql<{ total: string }>`
          select count(*) as total from (select from ${from} ${whereOf(conditions)} limit ${most + 1}) q`.execute(
          db,
        );
  return Number(rows.rows[0]?.total ?? 0);
}

async function readParts(db: Db, question: PageQuestion, offset: number): Promise<Row[]> {
  const rows: Row[] = [];
  let skip = offset;
  for (const part of partsOf(question)) {
    const wanted = question.pageSize - rows.length;
    const found = await readPart(db, question, part, wanted, skip);
    rows.push(...found);
    if (rows.length >= question.pageSize) break;
    // What this part did not fill begins after its end.
    skip =
      found.length > 0 || skip === 0
        ? 0
        : Math.max(
            0,
            skip -
              (await countUpTo(
                db,
                question.from,
                [...question.conditions, ...part.conditions, ...searchInFull(question.search)],
                skip,
              )),
          );
  }
  return rows;
}

async function readPart(
  db: Db,
  question: PageQuestion,
  part: Part,
  limit: number,
  offset: number,
): Promise<Row[]> {
  const { search } = question;
  const conditions = [...question.conditions, ...part.conditions];
  const orderBy = part.order.length === 0 ? sql`` : sql`order by ${sql.join(part.order)}`;
  if (search.kind === 'broad' && offset + limit <= walked) {
    // Of many hits the first of a page are met soon; where they are not, all are gathered.
    const met = sql`
      select x.code from (select x.* from ${question.from} ${whereOf(conditions)} ${orderBy} limit ${walked}) x
      where ${search.each} limit ${limit} offset ${offset}`;
    const rows = await readListed(db, question, part, met);
    if (rows.length === limit) return rows;
  }
  return readListed(
    db,
    question,
    part,
    sql`select x.code from ${question.from} ${whereOf([...conditions, ...searchInFull(search)])} ${orderBy}
        limit ${limit} offset ${offset}`,
  );
}

/** The cells of the rows a query names, in its order. */
async function readListed(db: Db, question: PageQuestion, part: Part, named: Fragment): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with named as materialized (${named}),
    listed as materialized (select code, row_number() over () as place from named)
    select ${part.stub ? sql`null` : sql`x.code`} as code, ${sql.lit(part.stub)}::boolean as stub,
           ${part.stub ? sql`'{}'::jsonb` : sql`jsonb_build_object(${sql.join([...question.pairs])})`} as cells
    from listed l join ${question.from} on x.code = l.code
    order by l.place
  `.execute(db);
  return rows;
}

const refuseDepth = (): Refusal =>
  new Refusal('invalid-input', {
    zh: `翻页只到第 ${deepestRow.toLocaleString('en')} 条。请用查找或筛选缩小范围，或换一种排序从另一头看起。`,
    en: `Pages are turned up to row ${deepestRow.toLocaleString('en')}. Search or filter for fewer, or sort the other way and start from the end.`,
  });

/**
 * Searching a register: by any two characters of its texts, by the first letters of its names, by numbers. Rows whose
 * tokens are not written yet are looked through themselves, so that what was just written is found.
 */
import { sql, type RawBuilder } from 'kysely';
import type { Field, RecordDescription } from '#kernel/contract/record.ts';
import { columnName } from '#kernel/db/ddl.ts';
import type { Db } from '#kernel/db/open.ts';
import { holdsText } from './filters.ts';
import { formerly } from './former.ts';
import { fieldsOf, type Registers } from './registry.ts';
import { classOf, classOfKey, isNamed, type TokenClass } from './search-plan.ts';
import { isLetters, soundPattern, tokenQuery, wordsOf } from './tokens.ts';

type Fragment = RawBuilder<unknown>;

/** What a search is made in. */
export interface SearchedRegister {
  db: Db;
  registers: Registers;
  description: RecordDescription;
  schema: 'register' | 'past';
  /** Fields of a register the reader may read; what he may not see he does not find by either. */
  fieldsSeen: (description: RecordDescription) => [string, Field][];
  /** False when it is known that no row's tokens are still to be written: the search is then one plain join. */
  waiting?: boolean;
}

const column = (alias: string, field: string): Fragment => sql.raw(`"${alias}"."${columnName(field)}"`);

/** What of a register one reader may search. */
interface Searchable {
  /** Columns with text, the key among them. */
  texts: string[];
  /** Classes of which at least one field is seen. */
  literal: TokenClass[];
  /** Classes of which every field found by sound is seen. */
  spoken: TokenClass[];
  /** Some tokens of these classes are of fields not seen. */
  mixed: boolean;
}

function searchableOf({ description, fieldsSeen }: SearchedRegister): Searchable {
  const seen = new Set(fieldsSeen(description).map(([name]) => name));
  const keyParts = [description.key].flat();
  const texts: string[] = [];
  const hidden: TokenClass[] = [];
  const shown: TokenClass[] = [];
  const soundHidden: TokenClass[] = [];
  const soundShown: TokenClass[] = [];
  const take = (name: string, itsClass: TokenClass | null, visible: boolean, named: boolean): void => {
    if (itsClass === null) return;
    (visible ? shown : hidden).push(itsClass);
    if (named) (visible ? soundShown : soundHidden).push(itsClass);
    if (visible) texts.push(name);
  };
  const isKeySeen = keyParts.every((name) => seen.has(name));
  take('code', classOfKey(description), isKeySeen, description.title === 'code');
  for (const [name, field] of fieldsOf(description)) {
    if (name !== 'code') take(name, classOf(field), seen.has(name), isNamed(description, name, field));
  }
  const literal = [...new Set(shown)];
  return {
    texts,
    literal,
    spoken: [...new Set(soundShown)].filter((itsClass) => !soundHidden.includes(itsClass)),
    mixed: literal.some((itsClass) => hidden.includes(itsClass)),
  };
}

/** A text column of the row itself holds the word. */
const ownTexts = ({ texts }: Searchable, alias: string, word: string): Fragment =>
  texts.length === 0
    ? sql`false`
    : sql`(${sql.join(
        texts.map((name) => holdsText(column(alias, name), word)),
        sql` or `,
      )})`;

/** A token match looked at once more where tokens alone cannot tell. */
function recheck(searchable: Searchable, word: string): Fragment | null {
  const pair = [...word].length <= 2;
  const spoken = isLetters(word) && searchable.spoken.length > 0;
  if (pair && !searchable.mixed) return null;
  const literal = ownTexts(searchable, 'x', word);
  return spoken ? sql`(${literal} or s.initials ~ ${soundPattern(word, searchable.spoken)})` : literal;
}

/** Query of tokens for all words; null when the reader can find nothing. */
function queryOf(searchable: Searchable, words: readonly string[]): string | null {
  const parts = words.map((word) => tokenQuery(word, searchable.literal, searchable.spoken));
  return parts.includes(null) ? null : parts.join(' & ');
}

const allOf = (conditions: readonly (Fragment | null)[]): Fragment => {
  const given = conditions.filter((condition) => condition !== null);
  return given.length === 0 ? sql`true` : sql`${sql.join(given, sql` and `)}`;
};

/** Where a row of tokens lies in its table, as a page number: rows are found in this order. */
const placeOf = sql`(s.ctid::text::point)[0] as place`;

/** Keys of the rows whose own texts hold all words; `placed`: and where their tokens lie, where they have any. */
function ownHits(
  searched: SearchedRegister,
  words: readonly string[],
  { depth = 0, placed = false }: { depth?: number; placed?: boolean } = {},
): Fragment {
  const { description } = searched;
  const searchable = searchableOf(searched);
  const query = queryOf(searchable, words);
  const table = sql.table(`register.${description.table}`);
  const [place, nowhere] = placed ? [sql`, ${placeOf}`, sql`, null::float8`] : [sql``, sql``];
  if (query === null) return sql`select code${nowhere} from ${table} where false`;
  const checks = words.map((word) => recheck(searchable, word));
  // The list's own rows are held to the reader's scope where they are read, so tokens that tell all need no row here;
  // a row that only names another is read nowhere else.
  const joined =
    depth === 0 && checks.every((check) => check === null) ? sql`` : sql`join ${table} x on x.code = s.code`;
  const entries = sql`select s.code${place} from ${sql.table(`search.${description.table}`)} s ${joined}
    where s.tokens @@ ${query}::tsquery and ${allOf(checks)}`;
  if (searched.waiting === false) return sql`${entries} ${formerNames(searched, words, nowhere)}`;
  const waits = sql`search.waiting w where w.name = ${description.table}`;
  return sql`
    ${entries} and not exists (select from ${waits} and w.code = s.code)
    union all
    select x.code${nowhere} from ${table} x
    where x.code in (select w.code from ${waits}) and ${allOf(words.map((word) => ownTexts(searchable, 'x', word)))}
    ${formerNames(searched, words, nowhere)}`;
}

/** Records that another was merged into are found by what that one was called. */
function formerNames(
  { description, fieldsSeen }: SearchedRegister,
  words: readonly string[],
  nowhere: Fragment,
): Fragment {
  const titleSeen = fieldsSeen(description).some(([name]) => name === description.title);
  if (description.mergeable === null || !titleSeen) return sql``;
  const found = formerly(description, (text) => allOf(words.map((word) => holdsText(text, word))));
  return sql`union all select f.code${nowhere} from (${found}) f`;
}

/** How far a title is followed through references. */
const deepest = 3;

/** The field that names a row by another record, when its reader may follow it. */
function namedBy(searched: SearchedRegister): { name: string; target: RecordDescription } | null {
  const { description, fieldsSeen, registers } = searched;
  const seen = fieldsSeen(description).find(([name]) => name === description.title);
  const to = seen?.[1].kind === 'reference' ? seen[1].to : undefined;
  return seen && to !== undefined ? { name: seen[0], target: registers.find(to) } : null;
}

/** Keys of the rows that hold all words, in their texts or in the name of what names them. */
function hits(searched: SearchedRegister, words: readonly string[], depth = 0): Fragment {
  const by = depth < deepest ? namedBy(searched) : null;
  if (!by) return ownHits(searched, words, { depth });
  const table = sql.table(`register.${searched.description.table}`);
  const each = words.map(
    (word) => sql`(${ownHits(searched, [word], { depth })} union
      select x.code from ${table} x where ${column('x', by.name)} in (${hits({ ...searched, description: by.target }, [word], depth + 1)}))`,
  );
  return sql`${sql.join(each, sql` intersect `)}`;
}

/** The same over rows as they once were, which have no tokens. */
function pastMatch(searched: SearchedRegister, alias: string, word: string, depth = 0): Fragment {
  const own = ownTexts(searchableOf(searched), alias, word);
  const by = depth < deepest ? namedBy(searched) : null;
  if (!by) return own;
  const inner = `${alias}_`;
  return sql`(${own} or exists (
    select from ${sql.table(`${searched.schema}.${by.target.table}`)} as ${sql.ref(inner)}
    where ${column(inner, 'code')} = ${column(alias, by.name)}
      and ${pastMatch({ ...searched, description: by.target }, inner, word, depth + 1)}))`;
}

/** A search as conditions over the rows `x` of a list. */
export type SearchPlanned =
  | { kind: 'none' }
  /** Holds in full; `number` of the list's rows, where they were found while planning. */
  | { kind: 'exact'; condition: Fragment; number: number | null }
  /** Of more rows than are counted: `each` judges a row met on the way, `all` gathers every hit. */
  | { kind: 'broad'; each: Fragment; all: Fragment };

/** Words of a search as a condition that holds in full, at whatever cost: for sums and exports. */
export function searchCondition(
  searched: SearchedRegister,
  search: string,
  indexed: boolean,
): Fragment | null {
  const words = wordsOf(search);
  if (words.length === 0) return null;
  if (!indexed) return allOf(words.map((word) => pastMatch(searched, 'x', word)));
  return sql`x.code in (${hits(searched, words)})`;
}

async function anyWaits({ db }: SearchedRegister): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`select exists (select from search.waiting) as some`.execute(
    db,
  );
  return rows[0]?.some ?? true;
}

/** Condition of every hit in a register not named by another; rows with tokens are looked up once, not twice. */
function everyHit(searched: SearchedRegister, words: readonly string[], query: string | null): Fragment {
  const { description, waiting } = searched;
  if (waiting !== false || description.mergeable !== null) return sql`x.code in (${hits(searched, words)})`;
  const searchable = searchableOf(searched);
  return sql`exists (select from ${sql.table(`search.${description.table}`)} s where s.code = x.code
    and s.tokens @@ ${query}::tsquery and ${allOf(words.map((word) => recheck(searchable, word)))})`;
}

/** The list a search is made in. */
interface SearchedList {
  /** What its rows `x` are held to. */
  conditions: readonly Fragment[];
  /** Rows that may be found before it is only said that there are more; null: all, however many. */
  most: number | null;
}

/**
 * Plans a search in a list. Up to `most` of its rows are found at once and listed from then on by key; of more, all are
 * gathered while they are rare, else met on the way through the list's order.
 */
export async function planSearch(
  given: SearchedRegister,
  search: string | undefined,
  indexed: boolean,
  { conditions, most }: SearchedList,
): Promise<SearchPlanned> {
  const words = wordsOf(search ?? '');
  const nothing: SearchPlanned = { kind: 'exact', condition: sql`false`, number: 0 };
  if (words.length === 0) return search ? nothing : { kind: 'none' };
  if (!indexed) {
    const condition = allOf(words.map((word) => pastMatch(given, 'x', word)));
    return { kind: 'exact', condition, number: null };
  }
  const searched = { ...given, waiting: await anyWaits(given) };
  const searchable = searchableOf(searched);
  const query = queryOf(searchable, words);
  const byName = namedBy(searched) !== null;
  if (query === null && !byName) return nothing;
  const all = byName ? sql`x.code in (${hits(searched, words)})` : everyHit(searched, words, query);
  if (most === null) return { kind: 'exact', condition: all, number: null };
  const found = await findFirst(searched, words, conditions, most + 1);
  if (found.number <= most) {
    return found.isAll
      ? { kind: 'exact', condition: sql`x.code = any(${found.codes}::text[])`, number: found.number }
      : { kind: 'exact', condition: all, number: null };
  }
  if (byName || (await areRare(searched, query, found)))
    return { kind: 'exact', condition: all, number: found.number };
  const entries = sql.table(`search.${searched.description.table}`);
  const waits = sql`search.waiting w where w.name = ${searched.description.table}`;
  // One look-up by key for each row met; a join would gather all hits first.
  const matched = sql`coalesce((select s.tokens @@ ${query}::tsquery and ${allOf(words.map((word) => recheck(searchable, word)))}
                     from ${entries} s where s.code = x.code), false)`;
  const each = searched.waiting
    ? sql`case when x.code in (select w.code from ${waits})
        then ${allOf(words.map((word) => ownTexts(searchable, 'x', word)))} else ${matched} end`
    : matched;
  return { kind: 'broad', each, all };
}

interface Found {
  /** Keys as an array's text. */
  codes: string;
  number: number;
  /** No hit was left unlooked at. */
  isAll: boolean;
  /** Hits there are in all if they lie as thick everywhere as where the first were. */
  likely: number;
}

/** Hits looked at for those a list has. */
const looked = 3000;

/** The first hits among the rows of a list, in no order. */
async function findFirst(
  searched: SearchedRegister,
  words: readonly string[],
  conditions: readonly Fragment[],
  limit: number,
): Promise<Found> {
  const own = namedBy(searched) === null;
  const found = own
    ? ownHits(searched, words, { placed: true })
    : sql`select n.code, null::float8 as place from (${hits(searched, words)}) n`;
  const table = sql.table(`register.${searched.description.table}`);
  const tokens = sql`${`search.${searched.description.table}`}::regclass`;
  const hit = sql`select h.code, h.place, row_number() over () as nth from (${found}) h`;
  const few =
    conditions.length === 0
      ? sql`met as materialized (${hit} limit ${limit}), few as materialized (select * from met)`
      : sql`met as materialized (${hit} limit ${looked + 1}), few as materialized (
          select x.code, met.place, met.nth from met join ${table} x on x.code = met.code where ${allOf(conditions)} limit ${limit})`;
  const { rows } = await sql<{ codes: string; number: string; isAll: boolean; likely: number | null }>`
    with ${few}
    select coalesce(array_agg(distinct code), '{}')::text as codes, count(distinct code) as number,
           -- A record may be hit twice, so its rows tell whether it was stopped, not its records. What is left to meet
           -- is met only where few were found.
           case when count(*) < ${limit} then (select count(*) from met) <= ${looked} else false end as is_all,
           max(nth) * greatest(1, pg_relation_size(${tokens})) / current_setting('block_size')::int / (max(place) + 1) as likely
    from few
  `.execute(searched.db);
  const [row] = rows;
  return {
    codes: row?.codes ?? '{}',
    number: Number(row?.number ?? 0),
    isAll: row?.isAll ?? false,
    likely: row?.likely ?? Infinity,
  };
}

/** Fewer hits than this are sooner gathered and put in order than met on the way. */
const rare = 2500;

/** How much thicker than elsewhere hits may lie where the first were found. */
const thicker = 10;

/**
 * Whether all hits are sooner gathered. The database's own guess takes tokens for independent, so it is low where
 * they always come together; the other is high where hits lie close together: both must say so.
 */
async function areRare(
  { db, description }: SearchedRegister,
  query: string | null,
  { likely }: Found,
): Promise<boolean> {
  if (likely > rare * thicker) return false;
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
    explain (format json) select from ${sql.table(`search.${description.table}`)} s where s.tokens @@ ${query}::tsquery
  `.execute(db);
  return (rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? Infinity) < rare;
}

/**
 * Reading registers: pages of rows for an audience. The public whitelist is obeyed here and nowhere else, so lists,
 * evidence, exports, links and search cannot differ in it.
 */
import { sql, type RawBuilder } from 'kysely';
import { policy, type FieldRules } from '#kernel/access/policy.ts';
import { audienceOf, fieldRulesOf, may, scopeOf } from '#kernel/access/roles.ts';
import type { Vault } from '#kernel/access/vault.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import type { CellShape, ColumnShape, RowShape } from '#kernel/contract/evidence.ts';
import type { Field, RecordDescription } from '#kernel/contract/record.ts';
import { columnName } from '#kernel/db/ddl.ts';
import type { Db } from '#kernel/db/open.ts';
import type { Scope } from '#kernel/db/scoped.ts';
import { filterConditions, parseFilters } from './filters.ts';
import { countOwing } from './owing.ts';
import { mostFound, readPage } from './page.ts';
import { planSearch, searchCondition, type SearchedRegister } from './search.ts';
import { fieldsOf, refuseUnknownRegister, type Registers } from './registry.ts';
import { coverCell, coverNumber, ruleOf } from './masking.ts';
import { scopeCondition } from './scope.ts';
import { sealPurpose } from './store.ts';

/** Who reads: the public, or staff entitled to the registers. */
export type Audience = 'public' | 'staff';

/** What a reading needs to know besides its question. */
export interface Reader {
  db: Db;
  registers: Registers;
  audience: Audience;
  vault: Vault;
  /** Schema read: the present, or the past at the instant set. */
  schema: 'register' | 'past';
  /** How fields are shown; as the audience alone has them without it. */
  rules?: FieldRules;
  /** The scope rows are held to; all of them without it. */
  scope?: Scope;
}

/** What decides which fields are there. */
type SeenBy = Audience | Pick<Reader, 'audience' | 'rules'>;

const audienceRules: Record<Audience, FieldRules> = {
  public: policy.public.fields,
  staff: policy.operator.fields,
};

const rulesOf = (seenBy: SeenBy): FieldRules =>
  typeof seenBy === 'string' ? audienceRules[seenBy] : (seenBy.rules ?? audienceRules[seenBy.audience]);

/** A reader for an actor's context: within his scope, fields by his role; as the public without the permission. */
export function readerOf(ctx: Context, registers: Registers, schema: Reader['schema'] = 'register'): Reader {
  const { db, vault, actor } = ctx;
  const audience = may(actor, 'register.read') ? 'staff' : 'public';
  return {
    db,
    registers,
    audience,
    vault,
    schema,
    rules: audience === 'staff' ? fieldRulesOf(actor) : audienceRules.public,
    scope: scopeOf(actor),
  };
}

/** A reader of what is published: staff of the whole by their role, everyone else as the public. */
export const publishedReaderOf = (
  ctx: Context,
  registers: Registers,
  schema: Reader['schema'] = 'register',
): Reader => {
  const { db, vault, actor } = ctx;
  return audienceOf(actor) === 'staff'
    ? readerOf(ctx, registers, schema)
    : { db, registers, audience: 'public', vault, schema };
};

type Fragment = RawBuilder<unknown>;

const column = (alias: string, field: string): Fragment => sql.raw(`"${alias}"."${columnName(field)}"`);

/** Whether a register does not exist to an audience. */
export const isHidden = ({ publicView }: RecordDescription, audience: Audience): boolean =>
  audience === 'public' && publicView.as === 'nothing';

/** How a register is seen by an audience. Refuses one that does not exist to it. */
export function viewOf(description: RecordDescription, audience: Audience): 'rows' | 'counts' {
  if (isHidden(description, audience)) throw refuseUnknownRegister(description.id);
  return audience === 'public' && description.publicView.as === 'counts' ? 'counts' : 'rows';
}

/** Whether a field is there for a reader, in full or covered. */
function mayRead(registers: Registers, field: Field, seenBy: SeenBy): boolean {
  if (ruleOf(rulesOf(seenBy), field) === 'hide') return false;
  if ((typeof seenBy === 'string' ? seenBy : seenBy.audience) === 'staff') return true;
  return field.kind !== 'reference' || !field.to || registers.find(field.to).publicView.as === 'rows';
}

/** Fields of a register an audience reads row by row. */
export const visibleFields = (
  registers: Registers,
  description: RecordDescription,
  seenBy: SeenBy,
): [string, Field][] => fieldsOf(description).filter(([, field]) => mayRead(registers, field, seenBy));

/** Whether a reader sees a field's values in full. */
export const isPlain = (reader: Reader, field: Field): boolean => ruleOf(rulesOf(reader), field) === 'show';

/** Those of them a reader sees in full: what is covered is neither searched, nor filtered, nor sorted by. */
export const plainFields = (
  registers: Registers,
  description: RecordDescription,
  seenBy: SeenBy,
): [string, Field][] =>
  visibleFields(registers, description, seenBy).filter(
    ([, field]) => field.kind === 'identity' || ruleOf(rulesOf(seenBy), field) === 'show',
  );

/** A field as the answer describes it. */
export const columnOf = (name: string, field: Field): ColumnShape => ({
  name,
  label: field.label,
  kind: field.kind,
  ...(field.choices ? { choices: { ...field.choices } } : {}),
  ...(field.to ? { to: field.to } : {}),
  ...(field.mayFollow ? { mayFollow: true } : {}),
  ...(field.note ? { note: field.note } : {}),
  ...(field.source ? { source: field.source } : {}),
});

let aliases = 0;
const freshAlias = (): string => `t${(aliases = (aliases + 1) % 1_000_000)}`;

/** How far a title or a secret is followed through references. */
const deepest = 3;

/** True where the row, or what it refers to, is classified. */
function classified(
  reader: Reader,
  description: RecordDescription,
  alias: string,
  depth = 0,
): Fragment | null {
  const parts: Fragment[] = [];
  for (const [name, field] of fieldsOf(description)) {
    if (name === 'classified') parts.push(sql`coalesce(${column(alias, name)}, false)`);
    if (field.kind !== 'reference' || !field.to || depth >= deepest || field.to === description.id) continue;
    const target = reader.registers.find(field.to);
    const inner = freshAlias();
    const condition = classified(reader, target, inner, depth + 1);
    if (!condition) continue;
    parts.push(
      sql`exists (select from ${tableIn(reader, target)} as ${sql.ref(inner)}
                  where ${column(inner, 'code')} = ${column(alias, name)} and ${condition})`,
    );
  }
  return parts.length === 0 ? null : sql`(${sql.join(parts, sql` or `)})`;
}

const tableIn = (reader: Reader, description: RecordDescription): Fragment =>
  sql`${sql.table(`${reader.schema}.${description.table}`)}`;

/** Condition under which a row is a mere stub to this audience; null when it never is. */
const stubCondition = (reader: Reader, description: RecordDescription, alias: string): Fragment | null =>
  reader.audience === 'staff' ? null : classified(reader, description, alias);

/** Rows of a register that lie within the reader's scope; null when all do. */
const within = (
  reader: Reader,
  description: RecordDescription,
  alias: string,
  reading: 'sought' | 'met' = 'sought',
): Fragment | null =>
  reader.scope
    ? scopeCondition(reader.registers, description, alias, reader.scope, reader.schema, reading)
    : null;

/** Rows this reader may open: within his scope, and no mere stub to him. */
export function openCondition(reader: Reader, description: RecordDescription, alias: string): Fragment {
  const stub = stubCondition(reader, description, alias);
  const scoped = within(reader, description, alias);
  const parts = [...(stub ? [sql`not ${stub}`] : []), ...(scoped ? [scoped] : [])];
  return parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` and `)})`;
}

/** A row's title as text for this audience. */
export function titleExpression(
  reader: Reader,
  description: RecordDescription,
  alias: string,
  depth = 0,
): Fragment {
  const field = description.fields[description.title];
  if (!field || !mayRead(reader.registers, field, reader)) return sql`null::text`;
  if (field.kind !== 'reference' || !field.to || depth >= deepest)
    return sql`${column(alias, description.title)}::text`;
  return referenceTitle(reader, field.to, column(alias, description.title), depth + 1);
}

function referenceTitle(reader: Reader, to: string, key: Fragment, depth: number): Fragment {
  const target = reader.registers.find(to);
  const alias = freshAlias();
  const title = titleExpression(reader, target, alias, depth);
  const stub = stubCondition(reader, target, alias);
  const shown = stub ? sql`case when ${stub} then null else ${title} end` : title;
  return sql`(select ${shown} from ${tableIn(reader, target)} as ${sql.ref(alias)} where ${column(alias, 'code')} = ${key})`;
}

/** A reference as `{code, title}`; the code is withheld where the target may not be opened. */
export function referenceCell(reader: Reader, to: string, key: Fragment): Fragment {
  const target = reader.registers.find(to);
  const alias = freshAlias();
  const stub = stubCondition(reader, target, alias);
  const hidden = target.publicView.as !== 'rows' && reader.audience === 'public' ? sql`true` : stub;
  const cell = sql`jsonb_build_object('code', ${column(alias, 'code')},
    'title', coalesce(${titleExpression(reader, target, alias, 1)}, ${column(alias, 'code')}))`;
  const shown = hidden
    ? sql`case when ${hidden} then jsonb_build_object('code', null, 'title', '涉密，不公开') else ${cell} end`
    : cell;
  return sql`(select ${shown} from ${tableIn(reader, target)} as ${sql.ref(alias)} where ${column(alias, 'code')} = ${key})`;
}

function cellExpression(reader: Reader, name: string, field: Field, alias: string): Fragment {
  const value = column(alias, name);
  switch (field.kind) {
    case 'reference':
      return referenceCell(reader, field.to ?? '', value);
    case 'integer':
    case 'flag':
      return sql`to_jsonb(${value})`;
    default:
      return sql`to_jsonb(${value}::text)`;
  }
}

/** What is listed: a register, or the evidence of a figure over it. */
export interface ListingSource {
  description: RecordDescription;
  /** A query with `code` (and `amount`), already aliased `evidence`; all rows of the register without it. */
  evidence?: Fragment;
  /** The figure sums `amount`; shown under this column. */
  measure?: ColumnShape;
}

export interface ListingQuestion {
  page: number;
  pageSize: number;
  sort?: string;
  descending?: boolean;
  search?: string;
  filters?: Record<string, unknown>;
  /** Only rows whose key is listed. */
  codes?: readonly string[];
  /** Count to the end and turn pages without limit: for exports. */
  exactly?: boolean;
}

export interface Listing {
  view: 'rows' | 'counts';
  columns: ColumnShape[];
  rows: RowShape[];
  total: number;
  /** There are more than `total`: broad lists are not counted to the end. */
  totalIsLower?: boolean;
  /** Rows of the whole list that owe a value which may follow, by field. */
  owing?: { name: string; count: number }[];
}

/** Lists one page for the reader's audience. */
export async function listRows(
  reader: Reader,
  source: ListingSource,
  question: ListingQuestion,
): Promise<Listing> {
  return viewOf(source.description, reader.audience) === 'counts'
    ? listCounts(reader, source, question)
    : listRecords(reader, source, question);
}

function fromClause(reader: Reader, source: ListingSource): Fragment {
  const table = sql`${tableIn(reader, source.description)} as x`;
  return source.evidence ? sql`${source.evidence} join ${table} on x.code = evidence.code` : table;
}

const countLabel = { zh: '数量', en: 'Number' };

async function listRecords(
  reader: Reader,
  source: ListingSource,
  question: ListingQuestion,
): Promise<Listing> {
  const { description, measure } = source;
  const fields = visibleFields(reader.registers, description, reader);
  const stub = stubCondition(reader, description, 'x');
  const shownAlready = measure !== undefined && fields.some(([name]) => name === measure.name);
  const extra = measure && !shownAlready ? [measure] : [];
  const columns = [
    ...fields.map(([name, field]) => ({
      ...columnOf(name, field),
      ...(measure?.name === name ? { measure: true } : {}),
    })),
    ...extra.map((shape) => ({ ...shape, measure: true })),
  ];
  const sortable = plainFields(reader.registers, description, reader).find(
    ([name]) => name === question.sort,
  );
  const sortValue = sortable
    ? column('x', sortable[0])
    : measure && question.sort === measure.name
      ? sql`evidence.amount`
      : sql`x.code`;
  const pairs = [
    ...fields.map(
      ([name, field]) => sql`${sql.lit(name)}::text, ${cellExpression(reader, name, field, 'x')}`,
    ),
    ...extra.map(({ name }) => sql`${sql.lit(name)}::text, to_jsonb(evidence.amount::text)`),
  ];
  const { scoped, conditions, selective } = conditionsOf(reader, description, question);
  // Evidence is few rows, and the past has no tokens: both are looked through.
  const indexed = source.evidence === undefined && reader.schema === 'register';
  const exactly = question.exactly ?? source.evidence !== undefined;
  const scopedWhenMet = within(reader, description, 'x', 'met');
  const search = await planSearch(searchedIn(reader, description), question.search, indexed, {
    conditions: [...(scopedWhenMet ? [scopedWhenMet] : []), ...conditions],
    most: exactly ? null : mostFound(scoped),
  });
  const page = await readPage(reader.db, {
    from: fromClause(reader, source),
    key: sql`x.code`,
    pairs,
    scoped,
    scopedWhenMet,
    conditions,
    search,
    order: sortValue,
    descending: question.descending ?? false,
    // A required value is never missing.
    mayBeEmpty: sortable
      ? sortable[1].optional || sortable[1].mayFollow === true
      : measure !== undefined && question.sort === measure.name,
    stub: stub && !selective ? stub : null,
    pageSize: question.pageSize,
    page: question.page,
    exactly,
  });
  const owing =
    search.kind === 'none' && !question.exactly
      ? await countOwing(reader.db, fields, fromClause(reader, source), [
          ...(scoped ? [scoped] : []),
          ...conditions,
          ...(stub && !selective ? [sql`not ${stub}`] : []),
        ])
      : [];
  const rows = page.rows.map((row) => ({
    code: row.code,
    stub: row.stub,
    cells: maskIdentities(reader, description, row.cells),
  }));
  return {
    view: 'rows',
    columns,
    rows,
    total: page.total,
    ...(page.totalIsLower ? { totalIsLower: true } : {}),
    ...(owing.length > 0 ? { owing } : {}),
  };
}

/** Conditions of a question over `x` but for its search, and whether it asks for some rows by what they hold. */
function conditionsOf(
  reader: Reader,
  description: RecordDescription,
  question: Pick<ListingQuestion, 'search' | 'filters' | 'codes'>,
): { scoped: Fragment | null; conditions: Fragment[]; selective: boolean } {
  const fields = plainFields(reader.registers, description, reader);
  const stub = stubCondition(reader, description, 'x');
  const scoped = within(reader, description, 'x');
  const filters = parseFilters(fields, question.filters);
  const conditions = [
    ...filterConditions(fields, filters, 'x'),
    ...(question.codes ? [sql`x.code = any(${[...question.codes]})`] : []),
  ];
  // A stub answers no search or filter: what it matched would say what it is.
  const selective = Boolean(question.search) || Object.keys(filters).length > 0;
  if (stub && selective) conditions.push(sql`not ${stub}`);
  return { scoped, conditions, selective };
}

/** Everything a question selects, in full, and which of it may be opened: for sums. */
export function selectWhole(
  reader: Reader,
  description: RecordDescription,
  question: Pick<ListingQuestion, 'search' | 'filters'>,
): { from: Fragment; conditions: Fragment[]; opened: Fragment } {
  const { scoped, conditions } = conditionsOf(reader, description, question);
  const search = question.search?.trim();
  const searched = search
    ? searchCondition(searchedIn(reader, description), search, reader.schema === 'register')
    : null;
  return {
    from: fromClause(reader, { description }),
    conditions: [...(scoped ? [scoped] : []), ...conditions, ...(searched ? [searched] : [])],
    opened: openCondition(reader, description, 'x'),
  };
}

const searchedIn = (reader: Reader, description: RecordDescription): SearchedRegister => ({
  db: reader.db,
  registers: reader.registers,
  description,
  schema: reader.schema,
  fieldsSeen: (of) => plainFields(reader.registers, of, reader),
});

/** Identity numbers leave covered, even to staff; so does what the reader's role has covered. */
function maskIdentities(
  reader: Reader,
  description: RecordDescription,
  cells: Record<string, CellShape>,
): Record<string, CellShape> {
  const masked = { ...cells };
  for (const [name, field] of fieldsOf(description)) {
    const cell = masked[name];
    if (cell === null || cell === undefined) continue;
    if (field.kind === 'identity' && typeof cell === 'string')
      masked[name] = coverNumber(reader.vault.unseal(cell, sealPurpose(description, name)));
    else if (ruleOf(rulesOf(reader), field) === 'mask') masked[name] = coverCell(cell);
  }
  return masked;
}

/** Pattern for `ilike` that takes every character of a text as itself. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

async function listCounts(
  reader: Reader,
  source: ListingSource,
  question: ListingQuestion,
): Promise<Listing> {
  const { description, measure } = source;
  const by = description.publicView.as === 'counts' ? description.publicView.by : '';
  const field = description.fields[by];
  if (!field) throw new Error(`${description.id} is counted by ${by}, which is no field`);
  const columns: ColumnShape[] = [
    columnOf(by, field),
    { name: 'count', label: countLabel, kind: 'integer' },
    ...(measure ? [{ ...measure, measure: true }] : []),
  ];
  const conditions = [
    ...(question.codes ? [sql`x.code = any(${[...question.codes]})`] : []),
    // Only the unit counted by may be asked for: any other question would be one about a person.
    ...filterConditions([[by, field]], parseFilters([[by, field]], question.filters), 'x'),
    ...(question.search
      ? [
          sql`${referenceTitle(reader, field.to ?? '', column('x', by), 1)} ilike ${containing(question.search)}`,
        ]
      : []),
  ];
  const group = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  const amount = measure ? sql`sum(evidence.amount)` : sql`null::numeric`;
  const grouped = sql`
    select ${column('x', by)} as unit, count(*) as number, ${amount} as amount
    from ${fromClause(reader, source)} ${group} group by 1`;
  const order =
    question.sort === by ? sql`unit` : question.sort === measure?.name && measure ? sql`amount` : sql`number`;
  const direction = question.sort === undefined || question.descending ? sql`desc` : sql`asc`;
  const { rows } = await sql<{ unit: CellShape; number: string; amount: string | null; total: string }>`
    select ${cellExpression(reader, 'unit', field, 'g')} as unit, g.number, g.amount, g.total
    from (select *, count(*) over () as total from (${grouped}) q
          order by ${order} ${direction} nulls last, unit
          limit ${question.pageSize} offset ${(question.page - 1) * question.pageSize}) g
    order by ${order} ${direction} nulls last, g.unit
  `.execute(reader.db);
  const total = rows[0]?.total ?? (question.page === 1 ? '0' : await countGroups(reader, grouped));
  return {
    view: 'counts',
    columns,
    rows: rows.map((row) => ({
      code: null,
      stub: false,
      cells: {
        [by]: row.unit,
        count: Number(row.number),
        ...(measure ? { [measure.name]: row.amount } : {}),
      },
    })),
    total: Number(total),
  };
}

async function countGroups(reader: Reader, grouped: Fragment): Promise<string> {
  const { rows } = await sql<{ total: string }>`select count(*) as total from (${grouped}) q`.execute(
    reader.db,
  );
  return rows[0]?.total ?? '0';
}

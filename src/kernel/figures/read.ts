/** Reading figures: value, rows, trend, and what changed between two moments. */
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import type {
  ColumnShape,
  FigureReading,
  Qualifier,
  RowShape,
  compareFigure,
} from '#kernel/contract/evidence.ts';
import { unitOf } from '#kernel/contract/units.ts';
import type { Db } from '#kernel/db/open.ts';
import { setKnownAt, type KnownAt } from '#kernel/db/open.ts';
import {
  columnOf,
  listRows,
  viewOf,
  type Listing,
  type ListingQuestion,
  type Reader,
} from '#kernel/registers/listing.ts';
import type { Figure, Fold } from './figure.ts';
import { printPhrase } from './phrase.ts';

/** A figure asked with checked parameters at a moment of both clocks. */
export interface FigureQuestion {
  figure: Figure;
  params: Record<string, unknown>;
  asOf: string;
  knownAt: KnownAt;
  qualifier: Qualifier;
}

const folds: Record<Fold, (evidence: RawBuilder<unknown>) => RawBuilder<unknown>> = {
  count: (evidence) => sql`select count(*)::text as value, count(*) as rows from ${evidence}`,
  sum: (evidence) =>
    sql`select coalesce(sum(amount), 0.00)::text as value, count(*) as rows from ${evidence}`,
  only: (evidence) => sql`select max(amount)::text as value, count(*) as rows from ${evidence}`,
  'distinct-subjects': (evidence) =>
    sql`select count(*)::text as value, coalesce(sum(n), 0)::bigint as rows
        from (select count(*) as n from ${evidence} group by subject) as subjects`,
};

/** The evidence query of a question, aliased `evidence`; for those that keep its rows. */
export function evidenceOf(
  db: Db,
  { figure, params, asOf }: Pick<FigureQuestion, 'figure' | 'params' | 'asOf'>,
): RawBuilder<unknown> {
  return sql`${figure.rows(db, params, asOf).as('evidence')}`;
}

/** Value and number of rows, one statement. `db` must read the schema and instant the question asks for. */
export async function foldFigure(
  db: Db,
  question: Pick<FigureQuestion, 'figure' | 'params' | 'asOf'>,
): Promise<{ value: string | null; rows: number }> {
  const { rows } = await sql<{
    value: string | null;
    rows: string;
  }>`${folds[question.figure.fold](evidenceOf(db, question))}`.execute(db);
  const [result] = rows;
  return { value: result?.value ?? null, rows: Number(result?.rows ?? 0) };
}

/** One figure at one moment. */
export async function readFigureValue(db: Db, question: FigureQuestion): Promise<FigureReading> {
  const { value, rows } = await foldFigure(db, question);
  return toReading(question, value, rows);
}

function toReading(question: FigureQuestion, value: string | null, rows: number): FigureReading {
  const { figure, params, asOf, knownAt, qualifier } = question;
  return {
    figure: figure.id,
    params,
    asOf,
    knownAt,
    value,
    unit: figure.unit,
    phrase: value === null ? { zh: '—', en: '—' } : printPhrase(value, qualifier, unitOf(figure.unit)),
    qualifier,
    rows,
    basis: figure.basis,
    missing: value === null ? missingWords(figure, asOf) : null,
  };
}

const missingWords = (figure: Figure, asOf: string): { zh: string; en: string } =>
  figure.basis === 'parameter'
    ? {
        zh: `截至 ${asOf} 没有施行中的参数。请在“参数”登记册中按文件录入后再引用。`,
        en: `No version of the parameter is in force on ${asOf}. Enter it in the register of parameters, with its document.`,
      }
    : {
        zh: `截至 ${asOf} 没有部门出具证明。请先取得证明材料。`,
        en: `No department has attested a value by ${asOf}. Obtain a statement first.`,
      };

/** The column a figure sums, under the record's own label where it is one of its fields. */
function measureOf(figure: Figure): ColumnShape | undefined {
  const field = figure.measure === undefined ? undefined : figure.of.fields[figure.measure];
  return figure.measure === undefined || !field ? undefined : columnOf(figure.measure, field);
}

/** A page of the rows behind a figure, for the reader's audience. */
export async function listEvidence(
  reader: Reader,
  question: Pick<FigureQuestion, 'figure' | 'params' | 'asOf'>,
  page: ListingQuestion,
): Promise<Listing> {
  const { figure } = question;
  return listRows(
    reader,
    { description: figure.of, evidence: evidenceOf(reader.db, question), measure: measureOf(figure) },
    page,
  );
}

/** Points of a trend: five years for a figure asked by year, else quarter ends of three years and the day itself. */
export function trendPoints(
  figure: Figure,
  params: Record<string, unknown>,
  asOf: string,
): { at: string; params: Record<string, unknown>; asOf: string }[] {
  if (typeof params.year === 'number') {
    const { year } = params;
    return Array.from({ length: 5 }, (_, i) => year - 4 + i).map((at) => ({
      at: String(at),
      params: { ...params, year: at },
      asOf,
    }));
  }
  const year = Number(asOf.slice(0, 4));
  const quarters = [year - 3, year - 2, year - 1, year].flatMap((at) =>
    ['03-31', '06-30', '09-30', '12-31'].map((end) => `${at}-${end}`),
  );
  return [...quarters.filter((day) => day < asOf).slice(-12), asOf].map((at) => ({ at, params, asOf: at }));
}

/** Years looked back on for those with rows. */
const lookedBack = 40;

/** Years a figure has rows in, asked with `name` as its year, nearest first; that of the day when it has none in any. */
export async function yearsWithRows(
  db: Db,
  { figure, params }: Pick<FigureQuestion, 'figure' | 'params'>,
  name: string,
  asOf: string,
): Promise<number[]> {
  const last = Number(asOf.slice(0, 4));
  const tries = Array.from({ length: lookedBack }, (_, index) => {
    const year = last - index;
    const evidence = evidenceOf(db, { figure, params: { ...params, [name]: year }, asOf });
    return sql`select ${year}::int as year where exists (select from ${evidence})`;
  });
  const { rows } = await sql<{ year: number }>`${sql.join(tries, sql` union all `)}`.execute(db);
  const years = rows.map(({ year }) => year).toSorted((one, other) => other - one);
  return years.length > 0 ? years : [last];
}

/** How many rows of each kind of change are listed; their counts are of all. */
const changesListed = 200;

type Comparison = z.infer<(typeof compareFigure)['answer']>;

/**
 * What changed between two moments of both clocks: rows that came, rows that went, rows whose amount is another.
 * `db` must be a transaction; the first moment's rows are kept in a temporary table of it.
 */
export async function compareMoments(
  reader: Reader,
  from: FigureQuestion,
  to: FigureQuestion,
): Promise<Comparison> {
  const { figure } = to;
  const amount = figure.fold === 'sum' || figure.fold === 'only';
  const base = reader.db;
  const sideOf = async (question: FigureQuestion): Promise<Reader> => {
    if (question.knownAt === null) return { ...reader, schema: 'register', db: base.withSchema('register') };
    await setKnownAt(base, question.knownAt);
    return { ...reader, schema: 'past', db: base.withSchema('past') };
  };
  const keep = async (side: Reader, question: FigureQuestion, table: string): Promise<FigureReading> => {
    const chosen = amount ? sql`code, amount::text as amount` : sql`code, null::text as amount`;
    await sql`create temporary table ${sql.table(table)} on commit drop as select ${chosen} from ${evidenceOf(side.db, question)}`.execute(
      side.db,
    );
    return readFigureValue(side.db, question);
  };
  const listSome = async (side: Reader, question: FigureQuestion, codes: string[]): Promise<RowShape[]> =>
    codes.length === 0 || viewOf(figure.of, reader.audience) === 'counts'
      ? []
      : (await listEvidence(side, question, { page: 1, pageSize: changesListed, codes })).rows;
  const difference = async (kept: string, other: string): Promise<{ count: number; codes: string[] }> => {
    const { rows } = await sql<{ code: string; count: string }>`
      select a.code, count(*) over () as count from ${sql.table(kept)} a
      where not exists (select from ${sql.table(other)} b where b.code = a.code) order by a.code limit ${changesListed}
    `.execute(base);
    return { count: Number(rows[0]?.count ?? 0), codes: rows.map((row) => row.code) };
  };

  const fromSide = await sideOf(from);
  const fromValue = await keep(fromSide, from, 'rows_before');
  const toSide = await sideOf(to);
  const toValue = await keep(toSide, to, 'rows_after');
  const added = await difference('rows_after', 'rows_before');
  const removed = await difference('rows_before', 'rows_after');
  const changed = await sql<{ code: string; before: string | null; after: string | null; count: string }>`
    select a.code, b.amount as before, a.amount as after, count(*) over () as count
    from rows_after a join rows_before b on b.code = a.code
    where a.amount is distinct from b.amount order by a.code limit ${changesListed}
  `.execute(base);

  const addedRows = await listSome(toSide, to, added.codes);
  const changedRows = await listEvidenceByCode(
    toSide,
    to,
    changed.rows.map((row) => row.code),
    listSome,
  );
  // The rows that went are shown as they were, so the earlier instant is set again.
  const removedRows = await listSome(await sideOf(from), from, removed.codes);
  const columns = (await listEvidence(await sideOf(to), to, { page: 1, pageSize: 1, codes: [] })).columns;
  return {
    from: fromValue,
    to: toValue,
    view: viewOf(figure.of, reader.audience),
    columns,
    added: { count: added.count, rows: addedRows },
    removed: { count: removed.count, rows: removedRows },
    changed: {
      count: Number(changed.rows[0]?.count ?? 0),
      rows: changed.rows.flatMap(({ code, before, after }) => {
        const row = changedRows.get(code);
        return row ? [{ row, before, after }] : [];
      }),
    },
  };
}

async function listEvidenceByCode(
  side: Reader,
  question: FigureQuestion,
  codes: string[],
  list: (side: Reader, question: FigureQuestion, codes: string[]) => Promise<RowShape[]>,
): Promise<Map<string, RowShape>> {
  const rows = await list(side, question, codes);
  return new Map(rows.flatMap((row) => (row.code === null ? [] : [[row.code, row] as const])));
}

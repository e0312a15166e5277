/** A figure: a stored query of records, whose value is a fold of exactly those rows. */
import type { AliasedExpression } from 'kysely';
import { z } from 'zod';
import type { RecordDescription } from '#kernel/contract/record.ts';
import type { UnitId } from '#kernel/contract/units.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';

/** One evidence row: key of the record, the amount it adds, or whom it counts. */
interface EvidenceRow {
  code: string;
  amount?: string | null;
  subject?: string;
}

/** A query giving one row for each record counted. */
export interface EvidenceQuery {
  as: (alias: 'evidence') => AliasedExpression<EvidenceRow, 'evidence'>;
}

/** How rows become a value. `only`: the amount of the single row; without a row there is no value. */
export type Fold = 'count' | 'distinct-subjects' | 'sum' | 'only';

/** A parameter a figure is asked with. */
export interface FigureParameter<T = unknown> {
  label: Words;
  kind: 'year' | 'integer' | 'text';
  shape: z.ZodType<T>;
  /** Register whose records it names by their keys; a text names them by their titles. */
  to?: RecordDescription;
  /** It is a number of a batch: 首批, 第二批. */
  batch?: true;
}

export const yearParameter: FigureParameter<number> = {
  label: { zh: '年度', en: 'Year' },
  kind: 'year',
  shape: z.int().min(1949).max(2199),
};

export const batchParameter: FigureParameter<number> = {
  label: { zh: '批次', en: 'Batch' },
  kind: 'integer',
  shape: z.int().min(0).max(1_000_000),
  batch: true,
};

/** The key of a record of a register. */
export const recordParameter = (label: Words, to: RecordDescription): FigureParameter<string> => ({
  label,
  kind: 'text',
  shape: z.string().min(1).max(200),
  to,
});

/**
 * Words by which a text's number is recognised as a figure, in the language of official texts. `all`: groups of
 * which each must be said by one of its words near the number; `not`: words that make it another thing.
 */
export interface Says {
  readonly all: readonly (readonly string[])[];
  readonly not?: readonly string[];
}

type Parameters = Record<string, FigureParameter>;
type ValuesOf<P extends Parameters> = { [K in keyof P]: P[K] extends FigureParameter<infer T> ? T : never };

export interface Figure {
  readonly id: string;
  /** Area of work (1 to 5) the letter answers it under. */
  readonly area: number;
  readonly label: Words;
  /** What the rows are and what the value is. */
  readonly definition: Words;
  /** The document it comes from, or what is still to be verified. */
  readonly source: Words;
  readonly unit: UnitId;
  readonly basis: 'computed' | 'attested' | 'parameter';
  readonly says: Says;
  readonly params: Parameters;
  /** Register whose records the rows are. */
  readonly of: RecordDescription;
  /** Field the fold sums, when it is one of the record's own. */
  readonly measure?: string;
  readonly fold: Fold;
  readonly rows: (db: Db, params: Record<string, unknown>, asOf: string) => EvidenceQuery;
}

/** Declares a figure. `rows` reads the records' own dates as of a day; the schema it runs in decides what was known. */
export function figure<const P extends Parameters>(
  declaration: Omit<Figure, 'params' | 'rows' | 'basis'> & {
    basis?: Figure['basis'];
    params?: P;
    rows: (db: Db, params: ValuesOf<P>, asOf: string) => EvidenceQuery;
  },
): Figure {
  return {
    basis: 'computed',
    ...declaration,
    params: declaration.params ?? {},
    rows: (db, params, asOf) => declaration.rows(db, params as ValuesOf<P>, asOf),
  };
}

/**
 * A record is described once: its fields with types, labels, sensitivity and sources. The description drives
 * validation, import, export, table, list, detail and the public whitelist.
 */
import { z } from 'zod';
import { parseMoney, formatMoney } from './money.ts';
import type { Fault } from './refusal.ts';
import type { Words } from './words.ts';

/**
 * Who may read a field. `open`: anyone; `staff`: signed-in officers; `personal`: officers, and never a public
 * answer, list, export or search; `secret`: encrypted at rest, officers see it masked.
 */
export type Sensitivity = 'open' | 'staff' | 'personal' | 'secret';

export type FieldKind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'date'
  | 'flag'
  | 'choice'
  | 'reference'
  | 'identity';

export interface Field<T = unknown> {
  readonly kind: FieldKind;
  readonly label: Words;
  readonly optional: boolean;
  readonly sensitivity: Sensitivity;
  readonly shape: z.ZodType<T>;
  /** What to type, for forms and the layout page. */
  readonly note?: Words;
  /** The document a field or its meaning comes from. */
  readonly source?: string;
  readonly choices?: Readonly<Record<string, Words>>;
  /** Register the value points into, by its key. */
  readonly to?: string;
  /** Required, but its evidence may come later: `待补` is taken, and the record owes it until it is filled in. */
  readonly mayFollow?: boolean;
  /** Heading under which forms and pages show the field, with others of the same. */
  readonly group?: Words;
}

interface FieldOptions {
  group?: Words;
  sensitivity?: Sensitivity;
  note?: Words;
  source?: string;
}

const describe = <T>(
  kind: FieldKind,
  label: Words,
  shape: z.ZodType<T>,
  options: FieldOptions & Pick<Field, 'choices' | 'to'> = {},
): Field<T> => ({ kind, label, optional: false, sensitivity: 'open', shape, ...options });

/**
 * Characters no stored text may hold: NUL and other controls, lone surrogates, and marks that turn the reading
 * direction (they can make one document number look like another).
 */
const unstorable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const storableText = (max: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => text.length > 0, { error: '不能为空 | must not be empty' })
    .refine((text) => [...text].length <= max, {
      error: `超过 ${max} 个字符 | longer than ${max} characters`,
    })
    .refine((text) => !unstorable.test(text), {
      error:
        '含有不能保存的字符（控制字符、半个代理对或改变书写方向的字符） | holds characters that cannot be stored (controls, half a surrogate pair, direction marks)',
    });

const earliestYear = 1900;
const latestYear = 2199;

/** A day that exists, `YYYY-MM-DD`. */
export const DateText = z
  .string()
  .refine((text) => z.iso.date().safeParse(text).success, {
    error: '不是存在的日期（YYYY-MM-DD） | not a day that exists (YYYY-MM-DD)',
    // What is no day has no year to be judged.
    abort: true,
  })
  .refine((text) => Number(text.slice(0, 4)) >= earliestYear && Number(text.slice(0, 4)) <= latestYear, {
    error: `年份应在 ${earliestYear} 至 ${latestYear} 之间 | the year must lie between ${earliestYear} and ${latestYear}`,
  });

/** An instant of the platform's own knowledge, RFC 3339 with a time zone. */
export const InstantText = z
  .string()
  .refine((text) => z.iso.datetime({ offset: true }).safeParse(text).success, {
    error: '不是时刻（如 2026-11-24T09:30:00+08:00） | not an instant (such as 2026-11-24T09:30:00+08:00)',
  });

/** Yuan to the fen as decimal text, not negative. */
export const MoneyText = z
  .string()
  .refine((text) => parseMoney(text) !== null, {
    error:
      '不是精确到分的金额（元，整数部分至多 15 位，小数至多 2 位，不用逗号和科学记数） | not an amount to the fen (yuan, at most 15 digits and 2 decimals, no separators, no exponent)',
  })
  .refine((text) => (parseMoney(text) ?? 0n) >= 0n, { error: '金额不能为负 | an amount cannot be negative' })
  .transform((text) => formatMoney(parseMoney(text) ?? 0n));

const DecimalText = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/, {
  error:
    '不是小数（整数部分至多 15 位，小数至多 6 位） | not a decimal number (at most 15 digits and 6 decimals)',
});

/** Free text of at most `max` characters. */
export const text = (label: Words, options: FieldOptions & { max?: number } = {}): Field<string> =>
  describe('text', label, storableText(options.max ?? 200), options);

/** A business key: no blanks, at most 80 characters. */
export const code = (label: Words, options: FieldOptions = {}): Field<string> =>
  describe(
    'text',
    label,
    storableText(80)
      .refine((value) => !/\s/.test(value), { error: '编号中不能有空白 | a key cannot hold blanks' })
      // In an address these two mean “here” and “above”.
      .refine((value) => value !== '.' && value !== '..', {
        error: '编号不能是 . 或 .. | a key cannot be . or ..',
      }),
    options,
  );

/** A whole number between `min` and `max`. */
export const integer = (
  label: Words,
  options: FieldOptions & { min?: number; max?: number } = {},
): Field<number> => {
  const min = options.min ?? 0;
  const max = options.max ?? 1_000_000_000;
  const error = `应为 ${min} 至 ${max} 的整数 | must be a whole number from ${min} to ${max}`;
  return describe('integer', label, z.int({ error }).min(min, { error }).max(max, { error }), options);
};

/** A decimal number as text. */
export const decimal = (label: Words, options: FieldOptions = {}): Field<string> =>
  describe('decimal', label, DecimalText, options);

/** Yuan to the fen, not negative. */
export const money = (label: Words, options: FieldOptions = {}): Field<string> =>
  describe('money', label, MoneyText, options);

/** A day in the world. */
export const date = (label: Words, options: FieldOptions = {}): Field<string> =>
  describe('date', label, DateText, options);

/** Yes or no. */
export const flag = (label: Words, options: FieldOptions = {}): Field<boolean> =>
  describe('flag', label, z.boolean({ error: '应为是或否 | must be yes or no' }), options);

/** One of a closed list. */
export const choice = <const C extends Record<string, Words>>(
  label: Words,
  choices: C,
  options: FieldOptions = {},
): Field<Extract<keyof C, string>> => {
  const list = Object.entries<Words>(choices);
  return describe(
    'choice',
    label,
    z.enum(Object.keys(choices) as [Extract<keyof C, string>], {
      error: `应为其中之一：${list.map(([, label_]) => label_.zh).join('、')} | must be one of: ${list.map(([key]) => key).join(', ')}`,
    }),
    { ...options, choices },
  );
};

/** The key of a record of another register (or of this one). */
export const reference = (label: Words, to: string, options: FieldOptions = {}): Field<string> =>
  describe('reference', label, storableText(200), { ...options, to });

/** A resident identity number (GB 11643): check digit verified, encrypted at rest, shown masked. */
export const identity = (label: Words, shape: z.ZodType<string>, options: FieldOptions = {}): Field<string> =>
  describe('identity', label, shape, { sensitivity: 'secret', ...options });

/** The same field, allowed to be empty. */
export const optional = <T>(field: Field<T>): Field<T | null> => ({
  ...field,
  optional: true,
  shape: field.shape.nullable(),
});

/** Written where a required value comes later. */
export const toFollow = '待补';

/** The same field, still required, whose value may come later: `待补` is taken in its place, and the record owes it. */
export const mayFollow = <T>(field: Field<T>): Field<T | null> => ({
  ...field,
  mayFollow: true,
  shape: field.shape.nullable(),
});

type Fields = Record<string, Field>;

/**
 * How the public sees a register: its open fields row by row, only counts by one of its references, or not at all, as
 * if there were no such register.
 */
export type PublicView = { as: 'rows' } | { as: 'counts'; by: string } | { as: 'nothing' };

/**
 * A state of a record's life: begun by a date of its own, or by the first such date among records that refer to it
 * (`from.by` is their field), or among what these refer to in turn (`from.through`).
 */
export interface LifeState {
  readonly on: string;
  readonly state: Words;
  readonly from?: {
    readonly register: string;
    readonly by: string;
    readonly through?: string;
    readonly where?: Readonly<Record<string, string>>;
  };
  /** Not every record goes through it: shown only where it was reached. */
  readonly onlyWhenReached?: boolean;
}

/**
 * Whose a row is, for readers below the whole: `region`: the region a field names, or one above it (`a.b`: the field
 * `b` of what `a` refers to); `organisation`: the unit a field names, and the region it lies in; `own`: that unit
 * alone; `account`: the account a field names; `of`: whose the row is that a field refers to; `among`: the units which
 * rows of another register name for this one.
 */
export type Belonging =
  | { readonly region: string }
  | { readonly organisation: string }
  | { readonly own: string }
  | { readonly account: string }
  | { readonly of: string }
  | { readonly among: { readonly register: string; readonly by: string; readonly organisation: string } };

/** Whose rows of a register are: everybody's, the whole's alone, or each row's own. */
export type Belongings = 'everyone' | 'whole' | readonly Belonging[];

/** Offices that keep a register, from the whole down. */
export type Keeper = 'whole' | 'region' | 'organisation';

/**
 * Rows likely to be the same: those alike in all fields of one of the lists. Texts are compared without width, case,
 * blanks and brackets, and with `sameWords` (each first one written as the second).
 */
export interface Mergeable {
  readonly alike: readonly (readonly string[])[];
  readonly sameWords?: readonly (readonly [written: string, as: string])[];
}

export interface RecordDescription<F extends Fields = Fields, I extends string = string> {
  /** `slice.name`; the table is `register.name`. */
  readonly id: I;
  readonly table: string;
  readonly label: Words;
  /** Field whose value is the key; or several, joined by `~`, when rows have no number of their own. */
  readonly key: string | readonly string[];
  /** Field (or reference) that names a row to a reader. */
  readonly title: string;
  readonly fields: F;
  /** States of the record's life in order, each with the date that begins it. */
  readonly life: readonly LifeState[];
  readonly publicView: PublicView;
  /**
   * `actions`: its rows are written by the actions of its slice alone, and the doors every register has refuse to; a
   * data folder of the operator may bring rows from elsewhere. `anyone`: by those doors too.
   */
  readonly writtenBy: 'anyone' | 'actions';
  /** Page where those actions are found. */
  readonly actedAt: string;
  /** Who reads its rows, below the whole. */
  readonly belongs: Belongings;
  /** The lowest office that adds, corrects and withdraws its own rows by the doors every register has. */
  readonly keptBy: Keeper;
  /** Rows the actions of its slice write for readers below the whole, where they are not those `keptBy` says. */
  readonly written: readonly Belonging[];
  /** Pairs of dates of which the second is never before the first. */
  readonly inOrder: readonly (readonly [earlier: string, later: string])[];
  /** How rows that stand for the same are found, where two of them may be made one. */
  readonly mergeable: Mergeable | null;
  /** Other rules over one row alone. */
  readonly check: (row: Record<string, unknown>) => Omit<Fault, 'at'>[];
}

/** The stored row: `code` (its key) and the fields. */
export type RowOf<R> =
  R extends RecordDescription<infer F>
    ? { code: string } & {
        [K in keyof F as K extends 'code' ? never : K]: F[K] extends Field<infer T> ? T : never;
      }
    : never;

type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;

/** Rows of several descriptions by table name, for typed queries. */
export type TablesOf<L extends readonly RecordDescription[]> = {
  [R in L[number] as R['id'] extends `${string}.${infer N}` ? Camel<N> : never]: RowOf<R>;
};

/** Describes a record once. A field named `code`, if there is one, is the key. */
export function record<F extends Fields, const I extends string>(
  description: Pick<RecordDescription<F, I>, 'id' | 'label' | 'title' | 'fields'> & {
    key?: string | readonly string[];
    life?: RecordDescription['life'];
    publicView?: PublicView;
    writtenBy?: RecordDescription['writtenBy'];
    actedAt?: string;
    belongs?: Belongings;
    keptBy?: Keeper;
    written?: readonly Belonging[];
    inOrder?: RecordDescription['inOrder'];
    mergeable?: Mergeable;
    check?: RecordDescription['check'];
  },
): RecordDescription<F, I> {
  return {
    key: 'code',
    life: [],
    publicView: { as: 'rows' },
    writtenBy: 'anyone',
    actedAt: '/desk',
    belongs: 'whole',
    keptBy: 'whole',
    written: [],
    inOrder: [],
    mergeable: null,
    check: () => [],
    ...description,
    table: description.id.slice(description.id.indexOf('.') + 1).replaceAll('-', '_'),
  };
}

/** A row's key from its values. */
export function keyOf(description: RecordDescription, row: Record<string, unknown>): string {
  const { key } = description;
  return typeof key === 'string' ? String(row[key]) : key.map((field) => String(row[field] ?? '')).join('~');
}

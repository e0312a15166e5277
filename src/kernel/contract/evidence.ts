/** The doors of the portal: figures, their evidence, registers, records, search. Shapes shared by server and web. */
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { DateText, InstantText } from './record.ts';

export * from './audit.ts';
export * from './session.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });

/** The two clocks of a question. `knownAt` may be asked only by those entitled to it. */
export const Moment = z.object({
  /** The day in the world; without it, the jurisdiction's own day of answer, else today in Beijing. */
  asOf: DateText.optional(),
  /** What the platform knew at that instant; without it, now. */
  knownAt: InstantText.optional(),
});
export type Moment = z.infer<typeof Moment>;

/** Figure parameters as JSON text, for example `{"year":2024}`. */
const ParamsText = z.string().max(2000).default('{}');

const UnitShape = z.object({ id: z.string(), name: WordsShape, printed: WordsShape, money: z.boolean() });

export const FigureDefinition = z.object({
  id: z.string(),
  /** Area of work, 1 to 5, as the letter numbers them. */
  area: z.int(),
  label: WordsShape,
  /** What the rows are and what the value is, in one sentence. */
  definition: WordsShape,
  /** The document the meaning comes from, or what is still to be verified. */
  source: WordsShape,
  unit: UnitShape,
  basis: z.enum(['computed', 'attested', 'parameter']),
  /** Register whose records are the evidence, with its label; none for a parameter. */
  register: z.object({ id: z.string(), label: WordsShape }).nullable(),
  params: z.array(
    z.object({ name: z.string(), label: WordsShape, kind: z.enum(['year', 'integer', 'text']) }),
  ),
  trendOver: z.enum(['day', 'year']),
});
export type FigureDefinition = z.infer<typeof FigureDefinition>;

export const Qualifier = z.enum(['none', 'over', 'about', 'odd']);
export type Qualifier = z.infer<typeof Qualifier>;

/** One figure read at one moment. */
export const FigureReading = z.object({
  figure: z.string(),
  params: z.record(z.string(), z.unknown()),
  asOf: z.string(),
  knownAt: z.string().nullable(),
  /** Decimal text; null when the figure has no value (a parameter not set, no statement). */
  value: z.string().nullable(),
  unit: z.string(),
  /** As printed, with qualifier and unit: 超1.6亿元. */
  phrase: WordsShape,
  qualifier: Qualifier,
  /** Number of evidence rows. */
  rows: z.int(),
  basis: z.enum(['computed', 'attested', 'parameter']),
  /** Why there is no value, when there is none. */
  missing: WordsShape.nullable(),
});
export type FigureReading = z.infer<typeof FigureReading>;

export const ColumnShape = z.object({
  name: z.string(),
  label: WordsShape,
  kind: z.enum(['text', 'integer', 'decimal', 'money', 'date', 'flag', 'choice', 'reference', 'identity']),
  choices: z.record(z.string(), WordsShape).optional(),
  /** Register a reference points into. */
  to: z.string().optional(),
  /** True for the column a figure sums. */
  measure: z.boolean().optional(),
  /** In the description of a register: a row must have it; it makes the key, which is never corrected. */
  required: z.boolean().optional(),
  /** Required, but may come later: an empty cell is owed. */
  mayFollow: z.boolean().optional(),
  key: z.boolean().optional(),
  note: WordsShape.optional(),
  source: z.string().optional(),
  /** Heading it stands under. */
  group: WordsShape.optional(),
  /** In the description of a register: never kept on a device. */
  personal: z.boolean().optional(),
});
export type ColumnShape = z.infer<typeof ColumnShape>;

/** A reference carries the title of what it points at; `code` is null where the target may not be opened. */
export const CellShape = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.object({ code: z.string().nullable(), title: z.string() }),
]);
export type CellShape = z.infer<typeof CellShape>;

export const RowShape = z.object({
  /** Key of the record; null for a classified stub or a group. */
  code: z.string().nullable(),
  /** True for a record that is only stated to exist. */
  stub: z.boolean(),
  cells: z.record(z.string(), CellShape),
});
export type RowShape = z.infer<typeof RowShape>;

const Paging = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(20),
  sort: z.string().max(60).optional(),
  descending: z.stringbool().default(false),
};

export const RowPage = z.object({
  /** `rows`: one line a record; `counts`: people or shares counted by unit, never named. */
  view: z.enum(['rows', 'counts']),
  columns: z.array(ColumnShape),
  rows: z.array(RowShape),
  /** Lines in the whole listing (groups when `view` is `counts`). */
  total: z.int(),
  /** There are more than `total`: a broad list is counted to the end only when asked to. */
  totalIsLower: z.boolean().optional(),
  /** Rows of the whole listing that owe a value which may come later, by field. */
  owing: z.array(z.object({ name: z.string(), count: z.int() })).optional(),
  page: z.int(),
  pageSize: z.int(),
});
export type RowPage = z.infer<typeof RowPage>;

const FigureParams = z.object({ figure: z.string().max(80) });
const FigureQuery = Moment.extend({ params: ParamsText, qualifier: Qualifier.default('none') });

export const Jurisdiction = z.object({
  code: z.string(),
  name: WordsShape,
  department: WordsShape,
  /** True when the data are an example and not the jurisdiction's own records. */
  sample: z.boolean(),
  answeredOn: z.string().nullable(),
});
export type Jurisdiction = z.infer<typeof Jurisdiction>;

export const readHome = endpoint({
  method: 'GET',
  path: '/api/home',
  summary: {
    zh: '首页：五个方面的措施、成效与下步打算',
    en: 'Home: five areas with measures, results and next steps',
  },
  permission: 'public',
  params: z.object({}),
  query: Moment,
  answer: z.object({
    jurisdiction: Jurisdiction,
    asOf: z.string(),
    /** Today in Beijing, by the server's clock. */
    today: z.string(),
    knownAt: z.string().nullable(),
    areas: z.array(
      z.object({
        number: z.int(),
        title: WordsShape,
        measures: z.array(z.object({ code: z.string(), text: WordsShape, sample: z.boolean() })),
        results: z.array(
          z.object({
            citation: z.string(),
            label: WordsShape,
            reading: FigureReading,
          }),
        ),
        nextSteps: z.array(
          z.object({
            code: z.string(),
            text: WordsShape,
            sample: z.boolean(),
            /** The date that holds on the day; an example where the promise itself is none. */
            dueOn: z.string().nullable(),
            dueSample: z.boolean(),
          }),
        ),
      }),
    ),
  }),
});

export const listFigures = endpoint({
  method: 'GET',
  path: '/api/figures',
  summary: { zh: '全部指标的定义', en: 'Definitions of all figures' },
  permission: 'public',
  params: z.object({}),
  query: z.object({}),
  answer: z.array(FigureDefinition),
});

export const readFigure = endpoint({
  method: 'GET',
  path: '/api/figures/:figure',
  summary: { zh: '读取一个指标', en: 'Read one figure' },
  permission: 'public',
  params: FigureParams,
  query: FigureQuery,
  answer: z.object({ definition: FigureDefinition, reading: FigureReading }),
});

export const listFigureRows = endpoint({
  method: 'GET',
  path: '/api/figures/:figure/rows',
  summary: { zh: '指标背后的记录', en: 'The rows behind a figure' },
  permission: 'public',
  params: FigureParams,
  query: FigureQuery.extend(Paging),
  answer: RowPage.extend({ reading: FigureReading }),
});

export const exportFigureRows = endpoint({
  method: 'GET',
  path: '/api/figures/:figure/rows.csv',
  summary: { zh: '导出指标背后的记录', en: 'Export the rows behind a figure' },
  permission: 'public',
  params: FigureParams,
  query: FigureQuery.extend({ language: z.enum(['zh', 'en']).default('zh') }),
  answer: z.string(),
  answerType: 'text/csv',
});

export const readTrend = endpoint({
  method: 'GET',
  path: '/api/figures/:figure/trend',
  summary: { zh: '指标的走势', en: 'The trend of a figure' },
  permission: 'public',
  params: FigureParams,
  query: FigureQuery,
  answer: z.object({
    over: z.enum(['day', 'year']),
    /** `at` is a day, or a year where the figure is asked by year. */
    points: z.array(z.object({ at: z.string(), value: z.string().nullable() })),
  }),
});

export const compareFigure = endpoint({
  method: 'GET',
  path: '/api/figures/:figure/changes',
  summary: { zh: '两个时点之间的变化', en: 'What changed between two moments' },
  permission: 'public',
  params: FigureParams,
  query: FigureQuery.extend({ fromAsOf: DateText.optional(), fromKnownAt: InstantText.optional() }),
  answer: z.object({
    from: FigureReading,
    to: FigureReading,
    view: z.enum(['rows', 'counts']),
    columns: z.array(ColumnShape),
    /** At most 200 of each kind are listed; the counts are of all. */
    added: z.object({ count: z.int(), rows: z.array(RowShape) }),
    removed: z.object({ count: z.int(), rows: z.array(RowShape) }),
    changed: z.object({
      count: z.int(),
      rows: z.array(z.object({ row: RowShape, before: z.string().nullable(), after: z.string().nullable() })),
    }),
  }),
});

const RegisterParams = z.object({ register: z.string().max(80) });
const RecordParams = RegisterParams.extend({ code: z.string().max(400) });

export const RegisterShape = z.object({
  id: z.string(),
  label: WordsShape,
  slice: WordsShape,
  view: z.enum(['rows', 'counts']),
  /** Whether who asks adds, corrects and imports its rows. */
  writable: z.boolean(),
  count: z.int(),
  /** There are more than `count`. */
  countIsLower: z.boolean().optional(),
  columns: z.array(ColumnShape),
});
export type RegisterShape = z.infer<typeof RegisterShape>;

export const listRegisters = endpoint({
  method: 'GET',
  path: '/api/registers',
  summary: { zh: '全部登记册', en: 'All registers' },
  permission: 'public',
  scoped: true,
  params: z.object({}),
  query: z.object({}),
  answer: z.array(RegisterShape.omit({ columns: true })),
});

/** Which records of a register are asked for. */
const Selection = z.object({
  search: z.string().max(100).optional(),
  /** Field equals value, as JSON text: `{"kind":"university"}`. */
  filters: z.string().max(2000).default('{}'),
});

export const listRecords = endpoint({
  method: 'GET',
  path: '/api/registers/:register/records',
  summary: { zh: '一个登记册的记录', en: 'The records of a register' },
  permission: 'public',
  scoped: true,
  params: RegisterParams,
  query: Moment.pick({ knownAt: true }).extend({ ...Paging, ...Selection.shape }),
  answer: RowPage.extend({ register: RegisterShape }),
});

export const exportRecords = endpoint({
  method: 'GET',
  path: '/api/registers/:register/records.csv',
  summary: { zh: '导出一个登记册', en: 'Export a register' },
  permission: 'public',
  scoped: true,
  params: RegisterParams,
  query: Selection.extend({
    sort: z.string().max(60).optional(),
    descending: z.stringbool().default(false),
    language: z.enum(['zh', 'en']).default('zh'),
  }),
  /** CSV, as a stream. */
  answer: z.unknown(),
  answerType: 'text/csv',
});

export const readRecord = endpoint({
  method: 'GET',
  path: '/api/registers/:register/records/:code',
  summary: {
    zh: '一条记录：所处阶段、事实、关联与历史',
    en: 'One record: its life, facts, links and history',
  },
  permission: 'public',
  scoped: true,
  params: RecordParams,
  query: Moment,
  answer: z.object({
    register: RegisterShape.omit({ count: true, writable: true, columns: true }),
    code: z.string(),
    /** The current version, which a correction or withdrawal names as seen; null in the past and to the public. */
    version: z.string().nullable(),
    /** Whether who asks writes it by the doors of every register. */
    writable: z.boolean(),
    /** The key asked for, when its record was merged into this one. */
    mergedFrom: z.object({ code: z.string(), title: z.string().nullable(), at: z.string() }).nullable(),
    title: z.string(),
    sample: z.boolean(),
    asOf: z.string(),
    knownAt: z.string().nullable(),
    columns: z.array(ColumnShape),
    cells: z.record(z.string(), CellShape),
    /** States in order; `on` is null while not reached, `ahead` true when it lies after `asOf`. */
    life: z.array(z.object({ state: WordsShape, on: z.string().nullable(), ahead: z.boolean() })),
    links: z.array(
      z.object({
        register: z.string(),
        label: WordsShape,
        /** The field of the other record that points here. */
        field: z.string(),
        by: WordsShape,
        count: z.int(),
        view: z.enum(['rows', 'counts']),
        columns: z.array(ColumnShape),
        rows: z.array(RowShape),
      }),
    ),
    /** Newest first. Actors are named to officers only. */
    history: z.array(
      z.object({
        knownFrom: z.string(),
        operation: z.enum(['insert', 'update', 'delete']),
        /** What was done, in words; its name in the log. */
        action: WordsShape,
        actionId: z.string().nullable(),
        /** True for an action over many rows that can still be undone from here. */
        undoable: z.boolean(),
        actor: z.string().nullable(),
        reason: z.string().nullable(),
        changes: z.array(
          z.object({ column: z.string(), label: WordsShape, before: CellShape, after: CellShape }),
        ),
      }),
    ),
  }),
});

export const searchRecords = endpoint({
  method: 'GET',
  path: '/api/search',
  summary: { zh: '按编号、名称或指标名查找', en: 'Find by number, name or figure' },
  permission: 'public',
  scoped: true,
  params: z.object({}),
  query: z.object({ q: z.string().trim().min(1).max(100) }),
  answer: z.object({
    figures: z.array(z.object({ id: z.string(), label: WordsShape })),
    records: z.array(
      z.object({ register: z.string(), label: WordsShape, code: z.string(), title: z.string() }),
    ),
  }),
});

/** Reason for a change of a record; shown in its history for as long as the record is kept. */
const Reason = z.string().trim().min(2).max(500);
const Written = z.object({ action: z.string(), register: z.string(), code: z.string() });
const FreeRow = z.record(z.string(), z.unknown());
/** The version of the record the writer saw, as its page gives it. */
const Seen = z
  .string({
    error:
      '缺少所见版本（seen）：请先打开记录，取其 version | the version seen is missing: read the record and send its version',
  })
  .regex(/^\d{1,18}$/, {
    error: '不是版本号（见记录的 version） | not a version (see version of the record)',
  });

export const importRecords = endpoint({
  method: 'POST',
  path: '/api/registers/:register/import',
  summary: { zh: '导入一个表（CSV）', en: 'Import a table (CSV)' },
  permission: 'register.write',
  params: RegisterParams,
  query: z.object({}),
  body: z.object({
    fileName: z.string().max(200).optional(),
    /** The file's bytes in base64: UTF-8 (with or without BOM) or GB18030. */
    content: z.string(),
  }),
  answer: z.object({
    action: z.string(),
    register: z.string(),
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
  }),
});

export const addRecord = endpoint({
  method: 'POST',
  path: '/api/registers/:register/records',
  summary: { zh: '新增一条记录', en: 'Add a record' },
  permission: 'register.write',
  params: RegisterParams,
  query: z.object({}),
  body: z.object({ row: FreeRow, reason: Reason.optional() }),
  answer: Written,
});

export const correctRecord = endpoint({
  method: 'PATCH',
  path: '/api/registers/:register/records/:code',
  summary: { zh: '更正一条记录（须说明理由）', en: 'Correct a record (a reason is required)' },
  permission: 'register.write',
  params: RecordParams,
  query: z.object({}),
  body: z.object({ row: FreeRow, reason: Reason, seen: Seen }),
  answer: Written,
});

export const withdrawRecord = endpoint({
  method: 'DELETE',
  path: '/api/registers/:register/records/:code',
  summary: {
    zh: '撤回误录的记录（须说明理由，历史保留）',
    en: 'Withdraw a record entered in error (a reason is required; history is kept)',
  },
  permission: 'register.write',
  params: RecordParams,
  query: z.object({ reason: Reason, seen: Seen }),
  answer: Written,
});

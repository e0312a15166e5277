/** Tables in and out: templates, exports, and imports that are looked at before they are done. */
import { z } from 'zod';
import { bytesType, endpoint } from './endpoint.ts';
import { ColumnShape } from './evidence.ts';
import { FileHash, GivenName } from './files.ts';
import { FaultShape } from './refusal.ts';
import { words } from './words.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });

/** A fault of a table with its place: sheet (empty for a text), row, column letters, field. */
export const SheetFault = FaultShape.extend({
  register: z.string().nullable(),
  sheet: z.string().nullable(),
  row: z.int().nullable(),
  column: z.string().nullable(),
  field: z.string().nullable(),
});
export type SheetFault = z.infer<typeof SheetFault>;

export const warningKinds = [
  'blanks-trimmed',
  'number-as-text',
  'hidden-rows',
  'hidden-columns',
  'header-below',
  'example-row',
  'likely-twice',
  'unread-sheet',
  'external-links',
  'encoding',
] as const;

/** What a reader should know of a table that hinders nothing: how often, and where first. */
export const SheetWarning = z.object({
  kind: z.enum(warningKinds),
  register: z.string().nullable(),
  sheet: z.string(),
  row: z.int(),
  field: z.string().nullable(),
  text: z.string().nullable(),
  count: z.int(),
});
export type SheetWarning = z.infer<typeof SheetWarning>;

export const SheetResult = z.object({
  register: z.string(),
  label: WordsShape,
  sheet: z.string(),
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
});
export type SheetResult = z.infer<typeof SheetResult>;

const ValueShape = z.union([z.string(), z.boolean(), z.null()]);

/** A row that is there already and becomes another: its fields, old and new. */
export const RowChange = z.object({
  register: z.string(),
  sheet: z.string(),
  row: z.int().nullable(),
  code: z.string(),
  fields: z.array(
    z.object({
      name: z.string(),
      label: WordsShape,
      kind: ColumnShape.shape.kind,
      choices: z.record(z.string(), WordsShape).optional(),
      before: ValueShape,
      after: ValueShape,
    }),
  ),
});
export type RowChange = z.infer<typeof RowChange>;

const OfRegister = z.object({ register: z.string().max(100) });
const OfPreview = z.object({ preview: z.uuid() });
const Language = z.enum(['zh', 'en']).default('zh');
const none = z.object({});

export const downloadTemplate = endpoint({
  method: 'GET',
  path: '/api/registers/:register/template.xlsx',
  summary: words('一个登记册的导入模板（Excel）', 'Template of a register for import (Excel)'),
  permission: 'register.read',
  params: OfRegister,
  query: z.object({ language: Language }),
  answer: z.unknown(),
  answerType: bytesType,
});

export const exportWorkbook = endpoint({
  method: 'GET',
  path: '/api/registers/:register/records.xlsx',
  summary: words(
    '导出一个登记册（Excel，可原样导回）',
    'Export a register (Excel, can be imported again as it is)',
  ),
  permission: 'public',
  scoped: true,
  params: OfRegister,
  query: z.object({
    search: z.string().max(10_000).optional(),
    filters: z.string().max(10_000).default('{}'),
    sort: z.string().max(60).optional(),
    descending: z.stringbool().default(false),
    language: Language,
  }),
  answer: z.unknown(),
  answerType: bytesType,
});

export const previewImport = endpoint({
  method: 'POST',
  path: '/api/registers/:register/imports',
  summary: words('预览一次导入（不写入）：作为后台任务', 'Preview an import (nothing is written), as a job'),
  permission: 'register.write',
  params: OfRegister,
  query: none,
  body: z.object({ hash: FileHash, name: GivenName }),
  answer: z.object({ job: z.string() }),
});

export const ImportPreview = z.object({
  id: z.string(),
  register: z.string(),
  fileName: z.string(),
  sheets: z.array(SheetResult),
  faultCount: z.int(),
  /** Faults kept, of all counted. */
  faultsKept: z.int(),
  changeCount: z.int(),
  changesKept: z.int(),
  warnings: z.array(SheetWarning),
  /** Columns of the registers named, for the places of faults. */
  columns: z.record(z.string(), z.array(ColumnShape)),
  madeAt: z.string(),
  /** The job that imported it, once there is one. */
  importedBy: z.string().nullable(),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

const Paging = z.object({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(500).default(100),
});

export const readPreview = endpoint({
  method: 'GET',
  path: '/api/imports/:preview',
  summary: words('一次导入的预览', 'Preview of an import'),
  permission: 'register.write',
  params: OfPreview,
  query: none,
  answer: ImportPreview,
});

export const listPreviewFaults = endpoint({
  method: 'GET',
  path: '/api/imports/:preview/faults',
  summary: words('预览中的问题，逐条', 'Faults of a preview'),
  permission: 'register.write',
  params: OfPreview,
  query: Paging,
  answer: z.object({ faults: z.array(SheetFault), total: z.int() }),
});

export const listPreviewChanges = endpoint({
  method: 'GET',
  path: '/api/imports/:preview/changes',
  summary: words('预览中将被更改的行，旧值与新值', 'Rows a preview would change, old and new'),
  permission: 'register.write',
  params: OfPreview,
  query: Paging,
  answer: z.object({ changes: z.array(RowChange), total: z.int() }),
});

export const downloadFaults = endpoint({
  method: 'GET',
  path: '/api/imports/:preview/faults.xlsx',
  summary: words(
    '标出问题的原表，改正后可再次导入',
    'The table with its faults marked, to mend and import again',
  ),
  permission: 'register.write',
  params: OfPreview,
  query: z.object({ language: Language }),
  answer: z.unknown(),
  answerType: bytesType,
});

export const confirmImport = endpoint({
  method: 'POST',
  path: '/api/imports/:preview/confirm',
  summary: words(
    '按预览导入：全部写入或全不写入，作为后台任务',
    'Import as previewed: all rows or none, as a job',
  ),
  permission: 'register.write',
  params: OfPreview,
  query: none,
  answer: z.object({ job: z.string() }),
});

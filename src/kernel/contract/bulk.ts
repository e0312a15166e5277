/** Actions over many rows at once, told before they are done, and undone as a whole. */
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { CellShape, ColumnShape } from './evidence.ts';
import { InstantText } from './record.ts';
import { FaultShape } from './refusal.ts';

/** Rows one action may touch. */
export const largestSelection = 10_000;

const WordsShape = z.object({ zh: z.string(), en: z.string() });
const Code = z.string().min(1).max(400);

/** Rows by their keys, or by the list they were chosen in (all of its pages) and how many that list had. */
export const BulkSelection = z.union([
  z.object({ codes: z.array(Code).min(1).max(largestSelection) }),
  z.object({
    query: z.object({ search: z.string().max(100).optional(), filters: z.string().max(2000).default('{}') }),
    count: z.int().min(0),
  }),
]);
export type BulkSelection = z.infer<typeof BulkSelection>;

/** Fields set to one value each, or the rows withdrawn. */
export const BulkChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set'), values: z.record(z.string().max(60), z.unknown()) }),
  z.object({ kind: z.literal('withdraw') }),
]);
export type BulkChange = z.infer<typeof BulkChange>;

const Reason = z.string().trim().min(2).max(500);
const RegisterParams = z.object({ register: z.string().max(80) });

export const BulkPreview = z.object({
  selected: z.int(),
  /** Rows that will change (or be withdrawn), that are so already, that cannot be. */
  willChange: z.int(),
  already: z.int(),
  refused: z.int(),
  /** For each field, how many rows go from which value; the 20 commonest. */
  fields: z.array(
    z.object({
      column: ColumnShape,
      after: CellShape,
      before: z.array(z.object({ value: CellShape, count: z.int() })),
      otherValues: z.int(),
    }),
  ),
  /** At most 200 are named, each with what forbids it. */
  refusals: z.array(z.object({ code: z.string(), title: z.string(), why: WordsShape })),
  /** Rules over several rows that the whole would break: with any, nothing can be done. */
  blocked: z.array(FaultShape),
  /** Of the rows, their versions and the change; given back to confirm. */
  digest: z.string(),
  /** When it was told. */
  at: z.string(),
});
export type BulkPreview = z.infer<typeof BulkPreview>;

export const previewBulk = endpoint({
  method: 'POST',
  path: '/api/registers/:register/bulk/preview',
  summary: { zh: '批量操作之前：会改动哪些、多少', en: 'Before a bulk action: what it will do to how many' },
  permission: 'register.write',
  params: RegisterParams,
  query: z.object({}),
  body: z.object({ selection: BulkSelection, change: BulkChange }),
  answer: BulkPreview,
});

export const runBulk = endpoint({
  method: 'POST',
  path: '/api/registers/:register/bulk',
  summary: {
    zh: '批量操作（须说明理由，全部写入或一条不写）',
    en: 'Bulk action (with a reason; all or nothing)',
  },
  permission: 'register.write',
  params: RegisterParams,
  query: z.object({}),
  body: z.object({
    selection: BulkSelection,
    change: BulkChange,
    reason: Reason,
    digest: z.string().max(64),
    at: InstantText,
  }),
  answer: z.object({
    action: z.string(),
    register: z.string(),
    changed: z.int(),
    already: z.int(),
    refused: z.int(),
  }),
});

export const undoAction = endpoint({
  method: 'POST',
  path: '/api/actions/:action/undo',
  summary: {
    zh: '撤销一次批量操作或合并（须说明理由）',
    en: 'Undo a bulk action or a merge as a whole (with a reason)',
  },
  permission: 'register.write',
  params: z.object({ action: z.uuid() }),
  query: z.object({}),
  body: z.object({ reason: Reason }),
  answer: z.object({ action: z.string(), register: z.string(), undone: z.string(), rows: z.int() }),
});

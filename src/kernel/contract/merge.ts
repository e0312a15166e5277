/** Two records that stand for the same made one, with everything that refers to them; undone by `undoAction`. */
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { CellShape, ColumnShape, RowShape } from './evidence.ts';
import { FaultShape } from './refusal.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });
const Code = z.string().min(1).max(400);

/** Records folded into another at once. */
export const foldedAtOnce = 20;

const MergeBody = z.object({
  register: z.string().max(80),
  kept: Code,
  folded: z.array(Code).min(1).max(foldedAtOnce),
  /** Fields of the kept record that take the value another of them has, by its key. */
  take: z.record(z.string().max(60), Code).default({}),
});

export const MergePreview = z.object({
  register: z.object({ id: z.string(), label: WordsShape }),
  columns: z.array(ColumnShape),
  /** The kept record first. */
  records: z.array(z.object({ code: z.string(), title: z.string(), cells: z.record(z.string(), CellShape) })),
  /** Every row that will change, by register; at most 200 of each are listed. */
  changes: z.array(
    z.object({
      register: z.string(),
      label: WordsShape,
      count: z.int(),
      rows: z.array(
        z.object({
          code: z.string(),
          title: z.string(),
          /** The key it takes, where its key holds the reference; the row it becomes one with, where that is there. */
          newCode: z.string().nullable(),
          sameAs: z.string().nullable(),
          fields: z.array(z.object({ label: WordsShape, before: z.string(), after: z.string() })),
        }),
      ),
    }),
  ),
  total: z.int(),
  /** What forbids it; with any, nothing can be done. */
  blocked: z.array(FaultShape),
  digest: z.string(),
});
export type MergePreview = z.infer<typeof MergePreview>;

export const listLikely = endpoint({
  method: 'GET',
  path: '/api/merge/likely',
  summary: { zh: '可能重复的记录', en: 'Records that are likely the same' },
  permission: 'register.merge',
  params: z.object({}),
  query: z.object({ register: z.string().max(80).optional() }),
  answer: z.object({
    registers: z.array(z.object({ id: z.string(), label: WordsShape })),
    register: z.string().nullable(),
    columns: z.array(ColumnShape),
    groups: z.array(
      z.object({
        /** Fields in which they are alike. */
        alike: z.array(WordsShape),
        rows: z.array(RowShape),
        /** How many rows refer to each, by key. */
        referred: z.record(z.string(), z.int()),
      }),
    ),
  }),
});

export const previewMerge = endpoint({
  method: 'POST',
  path: '/api/merge/preview',
  summary: { zh: '合并之前：会改动哪些记录', en: 'Before a merge: every row it will change' },
  permission: 'register.merge',
  params: z.object({}),
  query: z.object({}),
  body: MergeBody,
  answer: MergePreview,
});

export const mergeRecords = endpoint({
  method: 'POST',
  path: '/api/merge',
  summary: {
    zh: '合并重复的记录（须说明理由，可整体撤销）',
    en: 'Merge records that stand for the same (with a reason; can be undone)',
  },
  permission: 'register.merge',
  params: z.object({}),
  query: z.object({}),
  body: MergeBody.extend({ reason: z.string().trim().min(2).max(500), digest: z.string().max(64) }),
  answer: z.object({ action: z.string(), register: z.string(), kept: z.string(), rows: z.int() }),
});

export const listMerges = endpoint({
  method: 'GET',
  path: '/api/merge',
  summary: { zh: '做过的合并', en: 'Merges done' },
  permission: 'register.merge',
  params: z.object({}),
  query: z.object({}),
  answer: z.array(
    z.object({
      action: z.string(),
      at: z.string(),
      by: z.string(),
      reason: z.string().nullable(),
      register: z.string(),
      label: WordsShape,
      kept: z.object({ code: z.string(), title: z.string() }),
      folded: z.array(z.object({ code: z.string(), title: z.string() })),
      rows: z.int(),
      undoneAt: z.string().nullable(),
    }),
  ),
});

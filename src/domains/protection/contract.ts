/** Protection of intellectual property: published typical cases (典型案例). */
import { code, date, integer, optional, record, reference, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** Batches in which typical cases are published. */
export const caseBatch = record({
  id: 'protection.case-batch',
  belongs: 'everyone',
  label: words('典型案例批次', 'Batches of typical cases'),
  title: 'name',
  fields: {
    code: code(words('批次编号', 'Batch number')),
    name: text(words('名称', 'Name')),
    number: integer(words('批次', 'Batch'), { min: 1, max: 999 }),
    publishedOn: optional(date(words('发布日期', 'Published on'))),
    withdrawnOn: optional(date(words('撤下日期', 'Withdrawn on'))),
  },
  life: [
    { on: 'publishedOn', state: words('发布', 'Published') },
    { on: 'withdrawnOn', state: words('撤下', 'Withdrawn'), onlyWhenReached: true },
  ],
  inOrder: [['publishedOn', 'withdrawnOn']],
});

/** Typical cases, anonymised. */
export const typicalCase = record({
  id: 'protection.typical-case',
  belongs: 'everyone',
  label: words('典型案例', 'Typical cases'),
  title: 'title',
  fields: {
    code: code(words('案例编号', 'Case number')),
    batch: reference(words('批次', 'Batch'), 'protection.case-batch'),
    title: text(words('案名', 'Title'), { max: 300 }),
    withdrawnOn: optional(date(words('撤下日期', 'Withdrawn on'))),
  },
  life: [{ on: 'withdrawnOn', state: words('撤下', 'Withdrawn'), onlyWhenReached: true }],
});

export const protectionRecords = [caseBatch, typicalCase] as const;

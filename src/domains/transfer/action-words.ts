/** What this slice's actions are called in histories and the log. */
import { words, type Words } from '#kernel/contract/words.ts';

export const transferActionWords: Readonly<Record<string, Words>> = {
  'transfer.record-distribution': words('登记收益分配', 'Distribution recorded'),
};

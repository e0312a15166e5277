/** What this slice's actions are called in histories and the log. */
import { words, type Words } from '#kernel/contract/words.ts';

export const statementActionWords: Readonly<Record<string, Words>> = {
  'statements.ask': words('征询证明', 'Statement asked for'),
  'statements.answer': words('出具证明', 'Statement given'),
  'statements.decline': words('答复不能证明', 'Request declined'),
};

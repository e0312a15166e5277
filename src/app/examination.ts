/** One thing the doctor looked at, and how it stands. */
import type { Words } from '#kernel/contract/words.ts';

export type Standing = 'well' | 'attend' | 'broken';

export interface Examination {
  /** What was looked at, stable: `disk`, `schema`. */
  subject: string;
  standing: Standing;
  /** What was found, and what to do about it. */
  words: Words;
}

export const examined = (subject: string, standing: Standing, zh: string, en: string): Examination => ({
  subject,
  standing,
  words: { zh, en },
});

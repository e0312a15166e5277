/** What this slice's actions are called in histories and the log. */
import { words, type Words } from '#kernel/contract/words.ts';

export const commitmentActionWords: Readonly<Record<string, Words>> = {
  'commitments.add': words('登记承诺', 'Commitment entered'),
  'commitments.answer': words('办结回告', 'Finished commitment answered'),
  'commitments.report-progress': words('报承诺进展', 'Progress of a promise reported'),
  'commitments.move-date': words('承诺改期', 'Date of a promise moved'),
  'commitments.keep': words('认定承诺兑现', 'Promise recorded as kept'),
  'commitments.drop': words('承诺不再办理', 'Promise dropped'),
};

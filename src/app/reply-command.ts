/** `kechuang reply check`: the numbers of a letter's file, judged against an open house. */
import { checkLines } from '#domains/replies/check.ts';
import { letterDay } from '#domains/replies/check/text.ts';
import type { CheckEntry } from '#domains/replies/contract.ts';
import type { Db } from '#kernel/db/open.ts';
import { readLetterFile } from '#kernel/documents/read-file.ts';
import { readFileBytes } from './file-bytes.ts';
import { chooseDay } from './home.ts';
import { figures } from './house.ts';

/**
 * Checks a file (text, DOCX, PDF). `asOf`: the day the letter is of; without it the letter's own date, else the
 * jurisdiction's day of answer, else today. Notes on the file go to `tell`.
 */
export async function checkFile(
  db: Db,
  path: string,
  asOf: string | undefined,
  tell: (line: string) => void,
): Promise<{ entries: CheckEntry[]; clean: boolean }> {
  const { name, bytes } = readFileBytes(path);
  const letter = await readLetterFile(bytes, name);
  for (const note of letter.notes) tell(`${note.zh} ${note.en}`);
  const lines = letter.lines.map(({ text }) => text);
  const { entries, counts } = await checkLines(db, figures, lines, {
    asOf: await chooseDay(db, asOf ?? letterDay(lines)),
  });
  tell(
    `${entries.length} 个数字：相符 ${counts.holds}，矛盾 ${counts.contradicts}，前后不一 ${counts.inconsistent}，` +
      `待选定 ${counts.ambiguous}，无据 ${counts.uncited}，非数据 ${counts.other}`,
  );
  return { entries, clean: counts.holds + counts.other === entries.length };
}

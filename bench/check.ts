/** The check at size: the letter, and 200 pages of letters as text and as DOCX, warm, beside the limits. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document, Packer, Paragraph } from 'docx';
import { openEmbedded } from '#app/database.ts';
import { figures } from '#app/house.ts';
import { loadProvince, sampleFolder } from '#app/load.ts';
import { checkLines } from '#domains/replies/check.ts';
import { openVault } from '#kernel/access/vault.ts';
import { readLetterFile } from '#kernel/documents/read-file.ts';
import type { Db } from '#kernel/db/open.ts';

const asOf = '2025-05-27';
const rounds = 9;
/** Characters of 200 pages of 22 lines of 28. */
const twoHundredPages = 200 * 22 * 28;

const median = (times: number[]): number =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;

async function time(work: () => Promise<unknown>): Promise<{ first: number; warm: number }> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return { first: times[0] ?? 0, warm: median(times.slice(1)) };
}

async function checkFile(db: Db, bytes: Uint8Array): Promise<number> {
  const letter = await readLetterFile(bytes, 'letter');
  const { entries } = await checkLines(
    db,
    figures,
    letter.lines.map(({ text }) => text),
    { asOf },
  );
  return entries.length;
}

const report = (
  what: string,
  numbers: number,
  { first, warm }: { first: number; warm: number },
  limit: number,
): void =>
  console.log(
    `${what.padEnd(28)} ${String(numbers).padStart(6)} numbers   first ${first.toFixed(0).padStart(5)} ms   warm ${warm.toFixed(0).padStart(5)} ms   limit ${limit} ms   ${warm <= limit ? 'within' : 'OVER'}`,
  );

const folder = mkdtempSync(join(tmpdir(), 'kechuang-bench-'));
chmodSync(folder, 0o711);
const open = await openEmbedded({ folder, connections: 4 }, openVault(join(folder, 'keys')));
try {
  await loadProvince(open, sampleFolder('jilin-2024'));
  const letter = readFileSync(join(sampleFolder('jilin-2024'), 'letter.txt'), 'utf8');
  const one = Buffer.from(letter);
  report('the letter', await checkFile(open.db, one), await time(() => checkFile(open.db, one)), 300);

  let text = '';
  while (text.length < twoHundredPages) text += `${letter}\n`;
  const many = Buffer.from(text);
  report('200 pages, text', await checkFile(open.db, many), await time(() => checkFile(open.db, many)), 5000);

  const paragraphs = text.split('\n').map((line) => new Paragraph(line));
  const docx = new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children: paragraphs }] })));
  report('200 pages, DOCX', await checkFile(open.db, docx), await time(() => checkFile(open.db, docx)), 5000);
} finally {
  await open.close();
  rmSync(folder, { recursive: true, force: true });
}

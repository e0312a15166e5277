import { cpus, loadavg } from 'node:os';
import { renderDocx } from '#kernel/documents/render-docx.ts';
import type { LetterDocument } from '#kernel/documents/letter-document.ts';
import { renderPdf } from '#kernel/documents/render-pdf.ts';
import { buildRealLetter } from '../test/real-letter.ts';

const WARM_ROUNDS = 10;
const LIMIT_SECONDS = 2;

/** The sample province's letter as PDF and DOCX together: first ever in this process, then with all started. */
async function main(): Promise<void> {
  const [load = 0] = loadavg();
  const letter = buildRealLetter();
  const cold = await time(letter);
  const warm: number[] = [];
  for (let round = 0; round < WARM_ROUNDS; round += 1) {
    // Another text each time, so that nothing comes out of the typesetter's memory.
    const blocks = letter.blocks.map(({ level, text }) => ({ level, text: `${text}${round}` }));
    warm.push(await time({ ...letter, blocks }));
  }
  const { pages, bytes, fonts } = await renderPdf(letter);
  console.log(
    `letter: Node ${process.version}, ${cpus().length} cores, load before ${load.toFixed(1)}, ${pages} pages, ` +
      `${Math.round(bytes.length / 1024)} KB, ${fonts.filter(({ substituted }) => substituted).length} faces stand in`,
  );
  const lines = [
    judge('PDF and DOCX, cold', cold),
    judge(`PDF and DOCX, median of ${WARM_ROUNDS}`, warm.toSorted((a, b) => a - b)[WARM_ROUNDS / 2] ?? 0),
    judge('PDF and DOCX, slowest warm', Math.max(...warm)),
  ];
  process.exitCode = lines.every(Boolean) ? 0 : 1;
}

async function time(letter: LetterDocument): Promise<number> {
  const started = performance.now();
  await Promise.all([renderPdf(letter), renderDocx(letter)]);
  return (performance.now() - started) / 1000;
}

function judge(name: string, seconds: number): boolean {
  const fine = seconds <= LIMIT_SECONDS;
  console.log(
    `${name.padEnd(28)} ${seconds.toFixed(2).padStart(8)} s   limit ${LIMIT_SECONDS} s  ${fine ? 'held' : 'OVER'}`,
  );
  return fine;
}

await main();

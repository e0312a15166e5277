/** Reading letters beside the server's own thread, within time and memory. */
import { Worker } from 'node:worker_threads';
import { Refusal, type Fault, type RefusalCode } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { readLetterFile } from './read-file.ts';
import { refuseFile, type ReadLetter } from './read-letter.ts';

/** Text up to this size reads in the caller's thread faster than a thread starts, bytes. */
const smallText = 200 * 1024;

/** What one reading may take. `memoryMegabytes` bounds both the thread's heap and what the process grows by. */
export const readingLimits = { milliseconds: 20_000, memoryMegabytes: 768, atOnce: 2, waiting: 10 };

const watchEvery = 250;

let running = 0;
const waiting: (() => void)[] = [];

type Answer = { letter: ReadLetter } | { refusal: { code: RefusalCode; words: Words; faults: Fault[] } };

/**
 * As `readLetterFile`, without holding the event loop: everything but small text is read in a thread of its own.
 * A file that takes too long, too much memory or breaks the reader is refused (`unreadable-file`); more readings
 * than can wait are refused as `busy`.
 */
export async function readLetterFileInWorker(
  bytes: Uint8Array,
  fileName: string,
  limits: { milliseconds: number; memoryMegabytes: number } = readingLimits,
): Promise<ReadLetter> {
  if (bytes.byteLength <= smallText && isPlain(bytes)) return readLetterFile(bytes, fileName);
  await takeTurn();
  try {
    return await readApart(bytes, fileName, limits);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Neither a ZIP nor a PDF, which unpack to more than their size. */
function isPlain(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024));
  return !start.includes('%PDF-') && !start.subarray(0, 2).equals(Buffer.from('PK'));
}

async function takeTurn(): Promise<void> {
  if (running < readingLimits.atOnce) {
    running += 1;
    return;
  }
  if (waiting.length >= readingLimits.waiting) {
    throw new Refusal('busy', {
      zh: '正在读取的文件太多；请稍后再试。没有写入任何内容。',
      en: 'Too many files are being read; try again in a moment. Nothing was written.',
    });
  }
  // Whoever ends a reading hands its turn on.
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
  });
}

async function readApart(
  bytes: Uint8Array,
  fileName: string,
  { milliseconds, memoryMegabytes }: { milliseconds: number; memoryMegabytes: number },
): Promise<ReadLetter> {
  const before = process.memoryUsage().rss;
  // A copy of its own, handed over whole: a view would drag its whole buffer along.
  const own = Uint8Array.from(bytes);
  const worker = new Worker(new URL('./read-worker.ts', import.meta.url), {
    workerData: { bytes: own, fileName },
    transferList: [own.buffer],
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, stackSizeMb: 4 },
    execArgv: [],
    env: {},
  });
  let timer: NodeJS.Timeout | undefined;
  let watch: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) => {
        process.stderr.write(`reading a letter's file ended: ${error.stack ?? error.message}\n`);
        reject(refuseBroken(fileName));
      });
      worker.once('exit', () => reject(refuseBroken(fileName)));
      timer = setTimeout(() => reject(refuseSlow(fileName, milliseconds)), milliseconds);
      // The heap's limit does not count buffers, where unpacked content lies.
      watch = setInterval(() => {
        if (process.memoryUsage().rss - before > memoryMegabytes * 1024 * 1024)
          reject(refuseBroken(fileName));
      }, watchEvery);
    });
    if ('letter' in answer) return answer.letter;
    throw new Refusal(answer.refusal.code, answer.refusal.words, answer.refusal.faults);
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    await worker.terminate();
  }
}

const refuseSlow = (fileName: string, milliseconds: number): Refusal =>
  refuseFile(
    'unreadable-file',
    fileName,
    `${milliseconds / 1000} 秒内没有读完；请分成几个文件，或另存为 UTF-8 文本`,
    `was not read within ${milliseconds / 1000} seconds; split it, or save it as UTF-8 text`,
  );

const refuseBroken = (fileName: string): Refusal =>
  refuseFile(
    'unreadable-file',
    fileName,
    '内容超出读取所允许的内存，或使读取中断；请用 Word 或 WPS 打开并另存为 .docx，或另存为 UTF-8 文本',
    'needs more memory than reading may take, or broke off the reading; open it in Word or WPS and save it as .docx, or save it as UTF-8 text',
  );

/** Tables read in a thread of their own, within time and memory, batch by batch. */
import { Worker } from 'node:worker_threads';
import { Refusal, type Fault, type RefusalCode } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { FileNote, SheetEnd, SheetName, SheetRow } from './cell.ts';
import { refuseTable } from './refuse.ts';

/** What the reader's thread is asked. */
export type Asked = { read: number } | { more: true } | { stop: true };

/** What it tells. */
export type Told =
  | { opened: { kind: 'workbook' | 'text'; sheets: SheetName[]; notes: FileNote[] } }
  | { rows: SheetRow[]; expected: number | null }
  | { end: SheetEnd }
  | { refusal: { code: RefusalCode; words: Words; faults: Fault[] } };

/** What one reading may take: silence between two messages, and the heap of its thread. */
export const tableLimits = { silence: 60_000, memoryMegabytes: 512 };

export interface OpenTable {
  kind: 'workbook' | 'text';
  sheets: readonly SheetName[];
  notes: readonly FileNote[];
  /** Rows of one sheet in order; one sheet at a time. `onEnd` is told once all were read. */
  read(
    sheet: number,
    onEnd?: (end: SheetEnd) => void,
  ): AsyncGenerator<{ rows: SheetRow[]; expected: number | null }>;
  close(): Promise<void>;
}

/**
 * Opens a workbook or a text beside the server's own thread. Refuses what no table can be read from, what takes too
 * long or too much memory; `signal` ends the reading with its reason.
 */
export async function openTable(
  bytes: Uint8Array,
  fileName: string,
  signal?: AbortSignal,
): Promise<OpenTable> {
  // A copy of its own, handed over whole: a view would drag its whole buffer along.
  const own = Uint8Array.from(bytes);
  const worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), {
    workerData: { bytes: own, fileName },
    transferList: [own.buffer],
    resourceLimits: {
      maxOldGenerationSizeMb: tableLimits.memoryMegabytes,
      maxYoungGenerationSizeMb: 16,
      stackSizeMb: 4,
    },
    execArgv: [],
    env: {},
  });
  const told: Told[] = [];
  let failure: Error | undefined;
  let wake: (() => void) | null = null;
  const fail = (error: Error): void => {
    failure ??= error;
    wake?.();
  };
  worker.on('message', (message: Told) => {
    told.push(message);
    wake?.();
  });
  worker.on('error', (error) => {
    process.stderr.write(`reading a table ended: ${error.stack ?? error.message}\n`);
    fail(refuseBroken(fileName));
  });
  worker.on('exit', () => fail(refuseBroken(fileName)));
  const abort = (): void => fail(signal?.reason as Error);
  signal?.addEventListener('abort', abort);
  const close = async (): Promise<void> => {
    signal?.removeEventListener('abort', abort);
    worker.removeAllListeners('exit');
    await worker.terminate();
  };

  const hear = async (): Promise<Exclude<Told, { refusal: unknown }>> => {
    let timer: NodeJS.Timeout | undefined;
    try {
      timer = setTimeout(() => fail(refuseSlow(fileName)), tableLimits.silence);
      for (;;) {
        if (signal?.aborted) throw signal.reason;
        const message = told.shift();
        if (message && 'refusal' in message) {
          const { code, words, faults } = message.refusal;
          throw new Refusal(code, words, faults);
        }
        if (message) return message;
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  };
  const ask = (question: Asked): void => worker.postMessage(question);

  async function* read(
    sheet: number,
    onEnd?: (end: SheetEnd) => void,
  ): AsyncGenerator<{ rows: SheetRow[]; expected: number | null }> {
    let whole = false;
    ask({ read: sheet });
    try {
      for (;;) {
        const message = await hear();
        if ('end' in message) {
          whole = true;
          onEnd?.(message.end);
          return;
        }
        if (!('rows' in message)) throw new Error('a reader of sheets opened twice');
        yield message;
        ask({ more: true });
      }
    } finally {
      if (!whole) ask({ stop: true });
    }
  }

  try {
    const first = await hear();
    if (!('opened' in first)) throw new Error('a reader of sheets began in the middle');
    return { ...first.opened, read, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const refuseSlow = (fileName: string): Refusal =>
  refuseTable(
    'unreadable-file',
    fileName,
    `${tableLimits.silence / 1000} 秒内没有读出内容；请分成几个文件，或另存为 CSV UTF-8`,
    `gave nothing within ${tableLimits.silence / 1000} seconds; split it, or save it as CSV UTF-8`,
  );

const refuseBroken = (fileName: string): Refusal =>
  refuseTable(
    'unreadable-file',
    fileName,
    '内容超出读取所允许的内存，或使读取中断；请分成几个文件，或另存为 CSV UTF-8',
    'needs more memory than reading may take, or broke off the reading; split it, or save it as CSV UTF-8',
  );

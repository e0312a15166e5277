/** Runs in a thread of its own: opens the one file it is given, then reads the sheets it is asked for. */
import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { SheetEnd, SheetRow } from './cell.ts';
import { openFile } from './open-file.ts';
import type { Asked, Told } from './open-table.ts';

const { bytes, fileName } = workerData as { bytes: Uint8Array; fileName: string };
const port = parentPort;
if (!port) throw new Error('the reader of sheets runs as a worker');
const tell = (told: Told): void => port.postMessage(told);

/** Rows sent in one message. */
const batchSize = 500;

/** What was asked and not yet taken up. */
const asked: Asked[] = [];
let wake: (() => void) | null = null;
port.on('message', (question: Asked) => {
  asked.push(question);
  wake?.();
});

async function nextQuestion(): Promise<Asked> {
  for (;;) {
    const question = asked.shift();
    if (question) return question;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

async function readOne(file: Awaited<ReturnType<typeof openFile>>, sheet: number): Promise<void> {
  const reading = file.read(sheet);
  let batch: SheetRow[] = [];
  const give = async (): Promise<boolean> => {
    tell({ rows: batch, expected: reading.expected() });
    batch = [];
    // Nothing is read ahead of who takes it: memory stays what one batch needs.
    return 'more' in (await nextQuestion());
  };
  for await (const rows of reading.rows) {
    for (const row of rows) {
      batch.push(row);
      if (batch.length >= batchSize && !(await give())) return;
    }
  }
  if (batch.length > 0 && !(await give())) return;
  const end: SheetEnd = reading.end;
  tell({ end });
}

try {
  const file = await openFile(bytes, fileName);
  tell({ opened: { kind: file.kind, sheets: file.sheets, notes: file.notes } });
  for (;;) {
    const question = await nextQuestion();
    if ('read' in question) await readOne(file, question.read);
  }
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  const { code, words, faults } = error;
  tell({ refusal: { code, words, faults } });
}

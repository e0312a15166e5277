/** Runs in a thread of its own: reads the one file it is given and answers once. */
import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readLetterFile } from './read-file.ts';

const { bytes, fileName } = workerData as { bytes: Uint8Array; fileName: string };
try {
  parentPort?.postMessage({ letter: await readLetterFile(bytes, fileName) });
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  const { code, words, faults } = error;
  parentPort?.postMessage({ refusal: { code, words, faults } });
}

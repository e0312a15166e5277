import { setFlagsFromString } from 'node:v8';

let running = 0;

/**
 * Runs work over very many rows with an engine that collects early. Left to itself it lets the remains of rows grow to
 * four times what lives before it looks, and the server shares its machine with the database.
 */
export async function sparingly<T>(work: () => Promise<T>): Promise<T> {
  running += 1;
  if (running === 1) setFlagsFromString('--optimize-for-size');
  try {
    return await work();
  } finally {
    running -= 1;
    if (running === 0) setFlagsFromString('--no-optimize-for-size');
  }
}

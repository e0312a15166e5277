/** Sends a file as it is, telling how much of it has arrived; `fetch` cannot tell that. */
import type { StoredFile } from '#kernel/contract/files.ts';
import type { Problem } from '#kernel/contract/refusal.ts';
import { addressOf, CallFailed, newKey, withSession } from './call.ts';
import { fileDoors } from './work-doors.ts';

/** Uploads one file. Throws `CallFailed` for a “no”, and the signal's reason when it was cancelled. */
export function uploadFile(
  file: File,
  options: { onProgress?: (sent: number) => void; signal?: AbortSignal } = {},
): Promise<StoredFile> {
  const key = newKey();
  return withSession(() => sendFile(file, key, options));
}

function sendFile(
  file: File,
  key: string,
  { onProgress, signal }: { onProgress?: (sent: number) => void; signal?: AbortSignal },
): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf(fileDoors.uploadFile, { query: { name: file.name } }));
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('idempotency-key', key);
    request.upload.addEventListener('progress', ({ loaded }) => onProgress?.(loaded));
    request.addEventListener('load', () => {
      const answer = readJson(request.responseText);
      if (request.status === 200 && holds<StoredFile>(answer, 'hash')) return resolve(answer);
      reject(new CallFailed(holds<Problem>(answer, 'code') ? answer : null, request.status));
    });
    request.addEventListener('error', () => reject(new CallFailed(null, 0)));
    request.addEventListener('abort', () => reject(signal?.reason as Error));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** The server parsed its answer already; here it is only told from another. */
const holds = <T>(answer: unknown, key: keyof T & string): answer is T =>
  typeof answer === 'object' && answer !== null && key in answer;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

const megabyte = 1024 * 1024;

/** A size to be read: 12 KB, 3.4 MB. */
export const spellSize = (bytes: number): string =>
  bytes < megabyte ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / megabyte).toFixed(1)} MB`;

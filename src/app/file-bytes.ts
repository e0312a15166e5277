/** Files named on the command line. */
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Refusal } from '#kernel/contract/refusal.ts';

/** A file's name and bytes; refuses one that cannot be read. */
export function readFileBytes(path: string): { name: string; bytes: Uint8Array } {
  try {
    return { name: basename(path), bytes: readFileSync(resolve(path)) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new Refusal('unreadable-file', {
      zh: `无法读取文件 ${path}。请核对路径。`,
      en: `The file ${path} cannot be read. Check the path.`,
    });
  }
}

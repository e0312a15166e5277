/** Reading a letter's file: its kind is told by its content, never by its name. */
import { letterLimits } from '#kernel/contract/limits.ts';
import { checkLetter, refuseFile, type ReadLetter } from './read-letter.ts';
import { readTextLetter } from './read-text.ts';

export type { LetterLine, LinePlace, ReadingNote, ReadingNoteCode, ReadLetter } from './read-letter.ts';

/**
 * Lines of a letter given as text, DOCX or PDF, with notes on what was left out.
 * Refusals: `too-large`, `unreadable-file`, `no-text`. Runs in the caller's thread; a server calls
 * `readLetterFileInWorker`.
 */
export async function readLetterFile(bytes: Uint8Array, fileName: string): Promise<ReadLetter> {
  if (bytes.byteLength > letterLimits.fileBytes) {
    const megabytes = letterLimits.fileBytes / 1024 / 1024;
    throw refuseFile(
      'too-large',
      fileName,
      `文件超过 ${megabytes} MB；请去掉图片后另存，或分成几个文件`,
      `is larger than ${megabytes} MB; save it without pictures, or split it`,
    );
  }
  return checkLetter(readTextLetter(bytes, fileName), fileName);
}

/** Reading a letter's file: its kind is told by its content, never by its name. */
import { letterLimits } from '#kernel/contract/limits.ts';
import { refuseEmpty, refuseFile, type ReadLetter } from './read-letter.ts';
import { readTextLetter } from './read-text.ts';

export type { ReadLetter } from './read-letter.ts';

/**
 * Lines of a letter given as text, DOCX or PDF, with notes on what was left out.
 * Refusals: `too-large`, `unreadable-file`, `no-text`. Runs in the caller's thread; a server calls
 * `readLetterFileInWorker` (read-in-worker.ts).
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
  return refuseEmpty(await readByContent(bytes, fileName), fileName);
}

async function readByContent(bytes: Uint8Array, fileName: string): Promise<ReadLetter> {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06])) {
    // What reads these is large; a command that meets none starts without it.
    return (await import('./read-docx.ts')).readDocxLetter(bytes, fileName);
  }
  if (isPdf(bytes)) return (await import('./read-pdf.ts')).readPdfLetter(bytes, fileName);
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) throw refuseOle(bytes, fileName);
  return readTextLetter(bytes, fileName);
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

/** The mark stands first; some writers put a few bytes before it, and then only the file's end tells. */
function isPdf(bytes: Uint8Array): boolean {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = content.subarray(0, 1024).indexOf('%PDF-');
  return mark === 0 || (mark > 0 && content.subarray(-2048).includes('startxref'));
}

/** The container of Word 97 to 2003, of old WPS, and of every Office file with a password. */
function refuseOle(bytes: Uint8Array, fileName: string): Error {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return content.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    ? refuseFile(
        'unreadable-file',
        fileName,
        '文件加了密码；请取消密码后另存为 .docx',
        'is protected by a password; remove it and save the file as .docx',
      )
    : refuseFile(
        'unreadable-file',
        fileName,
        '这是旧版 Word（.doc）或 WPS 文件；请用 Word 或 WPS 打开并另存为 .docx',
        'is an old Word (.doc) or WPS file; open it in Word or WPS and save it as .docx',
      );
}

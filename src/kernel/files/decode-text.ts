/** Bytes to text: the encodings a Chinese office's files come in. */

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

export type DecodedText =
  | { text: string; encoding: TextEncoding }
  /** `nul`: NUL bytes, no text or UTF-16 without its mark; `cut`: UTF-8 ending within a character; `unknown`: none. */
  | { fault: 'nul' | 'cut' | 'unknown' };

/**
 * UTF-16 when its byte order mark says so, else UTF-8 with or without mark, else GB18030; marks are taken off.
 * A UTF-8 file that ends within a character is told as cut rather than read as GB18030.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const marked = encodingByMark(bytes);
  if (marked !== undefined) {
    const text = decode(bytes, marked);
    if (text === undefined) return { fault: 'unknown' };
    return text.includes('\0') ? { fault: 'nul' } : { text, encoding: marked };
  }
  if (bytes.includes(0)) return { fault: 'nul' };
  const utf8 = decode(bytes, 'utf-8');
  if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8' };
  if (isCutUtf8(bytes)) return { fault: 'cut' };
  const gb18030 = decode(bytes, 'gb18030');
  return gb18030 === undefined ? { fault: 'unknown' } : { text: gb18030, encoding: 'gb18030' };
}

function encodingByMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** The text, or nothing when the bytes are not in this encoding. */
function decode(bytes: Uint8Array, encoding: TextEncoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isCutUtf8(bytes: Uint8Array): boolean {
  for (let cut = 1; cut <= 3 && cut < bytes.length; cut++) {
    const whole = bytes.subarray(0, bytes.length - cut);
    // A text of plain ASCII with a broken last byte says nothing about the encoding.
    if (decode(whole, 'utf-8') !== undefined) return whole.some((byte) => byte > 0x7f);
  }
  return false;
}

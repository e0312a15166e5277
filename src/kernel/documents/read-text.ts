/** Plain text into lines. */
import { decodeText } from '#kernel/files/decode-text.ts';
import {
  countCharacters,
  describeNotes,
  isPageNumber,
  refuseFile,
  type LetterLine,
  type ReadingNoteCode,
  type ReadLetter,
} from './read-letter.ts';

/** CR LF is one break; a form feed begins a page and, right after a break, no further line. */
const breaks = /(?:\r\n|[\n\r\v\u0085\u2028\u2029])\f*|\f+/;

/** Control characters no text has; among them those a database cannot keep. */
const controls = /[\u0000-\u0008\u000e-\u001f\u007f\uffff\ufffe]/;

/** Other formats that are written as text: told by their name rather than read as a letter's words. */
const otherFormats: [RegExp, string, string][] = [
  [/^\s*\{\\rtf/, 'RTF 文件', 'an RTF file'],
  [/^\s*<(?:!doctype\s+html|html|head|body)\b/i, '网页（HTML）文件', 'a web page (HTML)'],
  [/^\s*<\?xml/i, 'XML 文件', 'an XML file'],
  [/^(?:MIME-Version|From|Content-Type|Received): /i, '邮件或单文件网页', 'a mail or a web archive'],
  [/^%!PS/, 'PostScript 文件', 'a PostScript file'],
];

/**
 * Reads text in UTF-8, UTF-16 with its mark or GB18030. Refuses bytes that are no text, and formats that
 * only look like text.
 */
export function readTextLetter(bytes: Uint8Array, fileName: string): ReadLetter {
  const decoded = decodeText(bytes);
  if ('fault' in decoded) throw refuseBytes(decoded.fault, fileName);
  // DOS files end with ^Z.
  const text = decoded.text.replace(/\u001a$/, '');
  if (controls.test(text)) throw refuseBytes('unknown', fileName);
  for (const [pattern, zh, en] of otherFormats) {
    if (pattern.test(text.slice(0, 1000))) {
      throw refuseFile(
        'unreadable-file',
        fileName,
        `这是${zh}；请用 Word 或 WPS 打开并另存为 .docx`,
        `is ${en}; open it in Word or WPS and save it as .docx`,
      );
    }
  }
  const codes = new Set<ReadingNoteCode>();
  if (decoded.encoding !== 'utf-8') codes.add('encoding');
  if (text.includes('\uFFFD')) codes.add('damaged-characters');
  return { kind: 'text', lines: splitLines(text, countCharacters(fileName)), notes: describeNotes(codes) };
}

function splitLines(text: string, count: (line: string) => void): LetterLine[] {
  const paged = text.includes('\f');
  const lines: LetterLine[] = [];
  let page = 1;
  let from = 0;
  const add = (to: number): void => {
    const line = text.slice(from, to);
    count(line);
    lines.push({
      text: line,
      place: isPageNumber(line) ? 'header' : 'body',
      ...(paged ? { page } : {}),
    });
  };
  for (const found of text.matchAll(new RegExp(breaks, 'g'))) {
    add(found.index);
    from = found.index + found[0].length;
    page += found[0].split('\f').length - 1;
  }
  if (from < text.length) add(text.length);
  return lines;
}

function refuseBytes(fault: 'nul' | 'cut' | 'unknown', fileName: string): Error {
  switch (fault) {
    case 'nul':
      return refuseFile(
        'unreadable-file',
        fileName,
        '含有空字节，不是文本、DOCX 或 PDF（或为没有标记的 UTF-16 文本）；请另存为 .docx、PDF 或 UTF-8 文本',
        'holds NUL bytes and is no text, DOCX or PDF (or UTF-16 without its mark); save it as .docx, PDF or UTF-8 text',
      );
    case 'cut':
      return refuseFile(
        'unreadable-file',
        fileName,
        '在一个字符的中间结束，文件不完整；请重新取得完整文件',
        'ends in the middle of a character: the file is cut; get the whole file',
      );
    case 'unknown':
      return refuseFile(
        'unreadable-file',
        fileName,
        '不是 PDF、DOCX，也不是 UTF-8、UTF-16 或 GB18030 编码的文本；请另存为 .docx、PDF 或 UTF-8 文本',
        'is no PDF or DOCX, and no text in UTF-8, UTF-16 or GB18030; save it as .docx, PDF or UTF-8 text',
      );
  }
}

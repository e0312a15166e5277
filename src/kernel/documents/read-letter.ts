/** What reading a letter's file gives, whatever the file's kind, and the words of its refusals and notes. */
import { letterLimits } from '#kernel/contract/limits.ts';
import { Refusal, type RefusalCode } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';

/** Where a line stood: `header` also holds page feet and bare page numbers, which are no part of the letter's words. */
export type LinePlace = 'body' | 'table' | 'footnote' | 'header' | 'text-box';

export interface LetterLine {
  text: string;
  place: LinePlace;
  /** From 1; only where the file itself knows its pages (PDF, text with form feeds). */
  page?: number;
}

/** What the reader should know of the file; each is given once. */
export const readingNotes = {
  encoding: {
    zh: '文件不是 UTF-8 编码，已按其编码读取；请核对文字是否有乱码。',
    en: 'The file is not UTF-8; it was read in its own encoding. Check that no characters are garbled.',
  },
  'damaged-characters': {
    zh: '文件中有无法识别的字符（显示为 �），这些位置的文字或数字可能已经丢失；请对照原件。',
    en: 'Some characters cannot be recognised (shown as �); words or figures there may be lost. Compare with the original.',
  },
  'tracked-changes': {
    zh: '文件带有修订：已按“接受所有修订”读取（删除的文字不计，插入的文字计入）。',
    en: 'The file has tracked changes: it was read as if all were accepted (deletions left out, insertions kept).',
  },
  'hidden-text': {
    zh: '文件含有隐藏文字，没有读取。',
    en: 'The file has hidden text, which was not read.',
  },
  'comments-ignored': {
    zh: '文件带有批注，没有读取。',
    en: 'The file has comments, which were not read.',
  },
  'macros-ignored': {
    zh: '文件含有宏，没有运行，也不保存其作用。',
    en: 'The file has macros; none was run.',
  },
  'external-links-ignored': {
    zh: '文件引用外部内容（图片、模板或链接的文件），没有取用。',
    en: 'The file refers to outside content (pictures, templates or linked files); none was fetched.',
  },
  'embedded-ignored': {
    zh: '文件嵌有其他文件或对象，其中的文字没有读取。',
    en: 'The file embeds other files or objects; their text was not read.',
  },
  'automatic-numbering': {
    zh: '文件使用自动编号，编号（如“一、”“1.”）不在读出的文字中。',
    en: 'The file uses automatic numbering; the numbers themselves are not in the text read.',
  },
  'pages-without-text': {
    zh: '有的页面没有文字（可能是扫描图片），这些页没有读取；请提供可检索的文件。',
    en: 'Some pages have no text (perhaps scanned pictures) and were not read; provide a searchable file.',
  },
  'pictures-ignored': {
    zh: '文件含有图片，图片中的文字没有读取。',
    en: 'The file has pictures; words in them were not read.',
  },
  'fields-ignored': {
    zh: '文件含有填写的表单域，没有读取；请先“打印为 PDF”，使其成为正文。',
    en: 'The file has filled form fields, which were not read; print it to PDF first, so that they become text.',
  },
  'scripts-ignored': {
    zh: '文件含有脚本或自动动作，没有运行。',
    en: 'The file has scripts or automatic actions; none was run.',
  },
} as const satisfies Record<string, Words>;

export type ReadingNoteCode = keyof typeof readingNotes;

export interface ReadingNote extends Words {
  code: ReadingNoteCode;
}

export interface ReadLetter {
  kind: 'text' | 'docx' | 'pdf';
  /**
   * Lines in reading order; a paragraph of a DOCX is one line, a row of its tables one line with tabs between cells.
   * Empty lines are kept, so that a text file's line n is `lines[n - 1]`.
   */
  lines: LetterLine[];
  notes: ReadingNote[];
}

/** The notes of these codes in the order of `readingNotes`, each once. */
export function describeNotes(codes: ReadonlySet<ReadingNoteCode>): ReadingNote[] {
  return (Object.keys(readingNotes) as ReadingNoteCode[])
    .filter((code) => codes.has(code))
    .map((code) => ({ code, ...readingNotes[code] }));
}

const dash = '[-－‐-―─━]{1,2}';
const digits = '[0-9０-９]{1,4}';
const pageNumber = new RegExp(
  `^\\s*(?:${dash}\\s*${digits}\\s*${dash}|第\\s*${digits}\\s*页(?:\\s*[,，/]?\\s*共\\s*${digits}\\s*页)?)\\s*$`,
  'u',
);

/** A page number as a line of its own: “— 2 —”, “-2-”, “第 2 页 共 5 页”. */
export const isPageNumber = (text: string): boolean => pageNumber.test(text);

/** A refusal of this file: what is wrong with it and what to do; nothing is ever written while reading. */
export const refuseFile = (code: RefusalCode, fileName: string, zh: string, en: string): Refusal =>
  new Refusal(code, {
    zh: `无法读取 ${fileName}：${zh}。没有写入任何内容。`,
    en: `${fileName} cannot be read: it ${en}. Nothing was written.`,
  });

/**
 * A count of characters read so far, each line counting as one more: refuses the file as soon as it holds more
 * than a letter can, before memory fills.
 */
export function countCharacters(fileName: string): (text: string) => void {
  let characters = 0;
  return (text) => {
    characters += text.length + 1;
    if (characters <= letterLimits.characters) return;
    throw refuseFile(
      'too-large',
      fileName,
      `文字超过 ${letterLimits.characters} 个字符；请分成几个文件`,
      `holds more than ${letterLimits.characters} characters; split it`,
    );
  };
}

/** Refuses a letter without a single letter or figure. */
export function refuseEmpty(letter: ReadLetter, fileName: string): ReadLetter {
  const hasWords = letter.lines.some(({ text, place }) => place !== 'header' && /[\p{L}\p{N}]/u.test(text));
  if (hasWords) return letter;
  if (letter.kind === 'text') {
    throw refuseFile(
      'no-text',
      fileName,
      '文件中没有文字；请提供含有文字的 PDF、DOCX 或文本',
      'holds no text; provide a PDF, DOCX or text file with the words of the letter',
    );
  }
  throw refuseFile(
    'no-text',
    fileName,
    '这份文件是扫描图片，没有文字，无法核对；请提供可检索的 PDF、DOCX 或文本',
    'holds pictures (a scan) and no text, so nothing can be checked; provide a searchable PDF, a DOCX or a text file',
  );
}

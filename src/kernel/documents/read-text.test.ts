import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Refusal } from '#kernel/contract/refusal.ts';
import { letterLimits } from '#kernel/contract/limits.ts';
import { readLetterFile } from './read-file.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const textsOf = async (bytes: Uint8Array): Promise<string[]> =>
  (await readLetterFile(bytes, 'letter.txt')).lines.map(({ text }) => text);
const refusalOf = async (bytes: Uint8Array): Promise<Refusal> => {
  const outcome: unknown = await readLetterFile(bytes, '来信.txt').catch((error: unknown) => error);
  if (outcome instanceof Refusal) return outcome;
  throw new Error(`was not refused: ${JSON.stringify(outcome)}`);
};
const utf16 = (text: string, order: 'le' | 'be'): Uint8Array => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return Uint8Array.from(order === 'le' ? bytes : bytes.swap16());
};

describe('encodings', () => {
  test.each([
    ['UTF-8', utf8('资助 1200 万元\n𬭛'), []],
    ['UTF-8 with its mark', utf8('\uFEFF资助 1200 万元\n𬭛'), []],
    ['UTF-16 little-endian', utf16('资助 1200 万元\n𬭛', 'le'), ['encoding']],
    ['UTF-16 big-endian', utf16('资助 1200 万元\n𬭛', 'be'), ['encoding']],
    // 资助 1200 万元 in GBK, then 𬭛 in four bytes of GB18030.
    ['GB18030', bytesOf('d7cad6fa203132303020cdf2d4aa 0a 9933aa35'), ['encoding']],
  ])('%s', async (_name, bytes, notes) => {
    const letter = await readLetterFile(bytes, 'letter.txt');
    expect(letter.kind).toBe('text');
    expect(letter.lines).toEqual([
      { text: '资助 1200 万元', place: 'body' },
      { text: '𬭛', place: 'body' },
    ]);
    expect(letter.notes.map(({ code }) => code)).toEqual(notes);
  });

  test('characters lost before are told', async () => {
    const { notes } = await readLetterFile(utf8('资助 12\uFFFD0 万元'), 'letter.txt');
    expect(notes.map(({ code }) => code)).toEqual(['damaged-characters']);
  });
});

describe('lines', () => {
  test('every kind of line break; blank lines and blanks are kept', async () => {
    expect(await textsOf(utf8('一\r\n二\r三\n\n 四 \u2028五\u2029六\u000b七\u0085八\r\n'))).toEqual([
      '一',
      '二',
      '三',
      '',
      ' 四 ',
      '五',
      '六',
      '七',
      '八',
    ]);
  });

  test('form feeds begin pages and make no lines of their own', async () => {
    const { lines } = await readLetterFile(utf8('一\n— 1 —\n\f二\f\f三'), 'letter.txt');
    expect(lines).toEqual([
      { text: '一', place: 'body', page: 1 },
      { text: '— 1 —', place: 'header', page: 1 },
      { text: '二', place: 'body', page: 2 },
      { text: '三', place: 'body', page: 4 },
    ]);
  });

  test.each(['— 2 —', '-12-', '－ ３ －', '–4–', '第 2 页', '第2页 共10页', '第 3 页，共 10 页'])(
    'the page number %s is no line of the letter',
    async (text) => {
      const { lines } = await readLetterFile(utf8(`甲\n  ${text} \n乙`), 'letter.txt');
      expect(lines.map(({ place }) => place)).toEqual(['body', 'header', 'body']);
    },
  );

  test.each(['2', '-2', '— 2', '2—3', '第 2 页见附件', '— 约 2 —', '-12345-'])(
    '%s is a line of the letter',
    async (text) => {
      const { lines } = await readLetterFile(utf8(text), 'letter.txt');
      expect(lines).toEqual([{ text, place: 'body' }]);
    },
  );

  test('the letter of the sample, unchanged', async () => {
    const bytes = readFileSync('sample/jilin-2024/letter.txt');
    const { lines, notes } = await readLetterFile(bytes, 'letter.txt');
    const expected = bytes.toString('utf8').split('\n');
    if (expected.at(-1) === '') expected.pop();
    expect(lines.map(({ text }) => text)).toEqual(expected);
    expect(lines.length).toBeGreaterThan(200);
    expect(notes).toEqual([]);
  });

  test('the control mark at the end of a DOS file is no character', async () => {
    expect(await textsOf(utf8('一\r\n\u001a'))).toEqual(['一']);
  });
});

describe('what is refused', () => {
  test.each([
    ['NUL bytes', utf8('一\0二'), 'unreadable-file', /空字节/],
    ['UTF-16 without its mark', Uint8Array.from(Buffer.from('A1', 'utf16le')), 'unreadable-file', /UTF-16/],
    ['UTF-16 holding NUL', utf16('一\0', 'le'), 'unreadable-file', /空字节/],
    ['half a UTF-16 character', bytesOf('fffe 00d8'), 'unreadable-file', /GB18030/],
    ['a UTF-8 text cut within a character', utf8('资助').subarray(0, 5), 'unreadable-file', /不完整/],
    ['bytes in no encoding', bytesOf('d7ff 80 ff ff fe'), 'unreadable-file', /UTF-8 文本/],
    ['control characters', utf8('abc\u0001\u0002'), 'unreadable-file', /不是 PDF、DOCX/],
    ['a picture', bytesOf('89504e470d0a1a0a0000000d49484452'), 'unreadable-file', /UTF-8 文本/],
    ['RTF', utf8('{\\rtf1\\ansi 1200}'), 'unreadable-file', /RTF 文件；请用 Word/],
    ['a web page', utf8('\n<!DOCTYPE html><html><p>1200</p>'), 'unreadable-file', /网页.*\.docx/],
    ['XML', utf8('<?xml version="1.0"?><w:wordDocument/>'), 'unreadable-file', /XML 文件/],
    ['a mail', utf8('MIME-Version: 1.0\n\n1200'), 'unreadable-file', /邮件/],
    ['nothing', new Uint8Array(), 'no-text', /没有文字/],
    ['blanks only', utf8(' \n\u3000\n\t'), 'no-text', /没有文字/],
    ['page numbers only', utf8('— 1 —\n'), 'no-text', /没有文字/],
    ['more bytes than the limit', new Uint8Array(letterLimits.fileBytes + 1), 'too-large', /20 MB/],
    ['more characters than the limit', utf8('a'.repeat(letterLimits.characters + 1)), 'too-large', /字符/],
  ])('%s', async (_name, bytes, code, words) => {
    const refusal = await refusalOf(bytes);
    expect(refusal.code).toBe(code);
    expect(refusal.words.zh).toMatch(words);
    expect(refusal.words.zh).toContain('来信.txt');
    expect(refusal.words.en).toMatch(/^来信\.txt cannot be read: it .*; .*Nothing was written\.$/);
  });
});

test('a letter of 200 pages reads within a second', async () => {
  const line = '2024 年，签订科技创新能力提升赛马机制项目 39 项，资助资金 1200 万\n';
  const bytes = utf8(line.repeat(4400));
  const started = performance.now();
  const { lines } = await readLetterFile(bytes, 'letter.txt');
  expect(lines).toHaveLength(4400);
  expect(performance.now() - started).toBeLessThan(1000);
});

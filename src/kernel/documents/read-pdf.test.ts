import { describe, expect, test } from 'vitest';
import { letterLimits } from '#kernel/contract/limits.ts';
import { readLetterFile, type ReadLetter } from './read-file.ts';
import { buildPdf, refusalOf, type PdfText } from './testing.ts';

const readPage = (...texts: PdfText[]): Promise<ReadLetter> =>
  readLetterFile(buildPdf({ pages: [texts] }), '来信');
const textsOf = ({ lines }: ReadLetter): string[] => lines.map(({ text }) => text);
const codesOf = ({ notes }: ReadLetter): string[] => notes.map(({ code }) => code);

describe('lines of a page', () => {
  test('from top to bottom, whatever the order in the file', async () => {
    const letter = await readPage(
      { text: '悉，现答复如下：', x: 79, y: 660 },
      { text: '王松伟代表：', x: 79, y: 720 },
      { text: '您提出的建议收', x: 111, y: 690 },
    );
    expect(letter).toEqual({
      kind: 'pdf',
      lines: [
        { text: '王松伟代表：', place: 'body', page: 1 },
        { text: '您提出的建议收', place: 'body', page: 1 },
        { text: '悉，现答复如下：', place: 'body', page: 1 },
      ],
      notes: [],
    });
  });

  test('a number set in pieces is one number; pieces apart are apart', async () => {
    const letter = await readPage(
      { text: '资助资金', x: 79, y: 700 },
      { text: '12', x: 143, y: 700, advance: 500 },
      { text: '00', x: 159, y: 700.2, advance: 500 },
      { text: '万元', x: 175.5, y: 700 },
      { text: '39', x: 79, y: 660, advance: 500 },
      { text: '540', x: 200, y: 660, advance: 500 },
    );
    expect(textsOf(letter)).toEqual(['资助资金1200万元', '39 540']);
  });

  test('a note’s mark is a raised character and joins no number', async () => {
    const letter = await readPage(
      { text: '1200', x: 79, y: 700, advance: 500 },
      { text: '1', x: 111, y: 706, size: 8, advance: 500 },
      { text: '万元', x: 116, y: 700 },
    );
    expect(textsOf(letter)).toEqual(['1200¹万元']);
  });

  test('text printed twice for boldness counts once', async () => {
    const letter = await readPage(
      { text: '1200 万元', x: 79, y: 700 },
      { text: '1200 万元', x: 79.4, y: 700 },
    );
    expect(textsOf(letter)).toEqual(['1200 万元']);
  });

  test('radicals given for characters', async () => {
    expect(textsOf(await readPage({ text: '⼀、⼆、⼈⽇', x: 79, y: 700 }))).toEqual(['一、二、人日']);
  });

  test('a watermark stands apart; text off the page is left out, and text too small to see, which is told', async () => {
    const letter = await readPage(
      { text: '一', x: 79, y: 700 },
      { text: '征求意见稿', x: 100, y: 700, rotated: true },
      { text: '99', x: 700, y: 700 },
      { text: '98', x: 79, y: 500, size: 0.5 },
    );
    expect(letter.lines).toEqual([
      { text: '一', place: 'body', page: 1 },
      { text: '征求意见稿', place: 'text-box', page: 1 },
    ]);
    expect(codesOf(letter)).toEqual(['hidden-text']);
  });

  test('a Chinese encoding that the reader must know itself', async () => {
    const codes: Record<string, string> = { 资助1200万元: 'd7cad6fa31323030cdf2d4aa' };
    const letter = await readLetterFile(
      buildPdf({
        pages: [[{ text: '资助1200万元', x: 79, y: 700 }]],
        encoding: 'gbk',
        encode: (text) => codes[text] ?? '',
      }),
      'letter.pdf',
    );
    expect(textsOf(letter)).toEqual(['资助1200万元']);
  });
});

describe('pages', () => {
  test('each line knows its page; page numbers are no lines of the letter', async () => {
    const letter = await readLetterFile(
      buildPdf({
        pages: [
          [
            { text: '一', x: 79, y: 700 },
            { text: '— 1 —', x: 400, y: 60, size: 14, advance: 500 },
          ],
          [
            { text: '2', x: 79, y: 700 },
            { text: '项', x: 95, y: 670 },
            { text: '2', x: 300, y: 60 },
          ],
          [{ text: '12', x: 79, y: 700 }],
        ],
      }),
      'letter.pdf',
    );
    expect(letter.lines).toEqual([
      { text: '一', place: 'body', page: 1 },
      { text: '— 1 —', place: 'header', page: 1 },
      { text: '2', place: 'header', page: 2 },
      { text: '项', place: 'body', page: 2 },
      { text: '2', place: 'header', page: 2 },
      { text: '12', place: 'body', page: 3 },
    ]);
  });

  test('running heads are told from the letter; the same words within a page are not', async () => {
    const page: PdfText[] = [
      { text: '征求意见稿', x: 79, y: 800 },
      { text: '单位：万元', x: 79, y: 720 },
    ];
    const { lines } = await readLetterFile(buildPdf({ pages: [page, page, page] }), 'letter.pdf');
    expect(lines.map(({ place }) => place)).toEqual(['header', 'body', 'header', 'body', 'header', 'body']);
  });

  test('a page without text among others is told', async () => {
    const letter = await readLetterFile(
      buildPdf({ pages: [[{ text: '一', x: 79, y: 700 }], []] }),
      'letter.pdf',
    );
    expect(codesOf(letter)).toEqual(['pages-without-text']);
  });

  test('200 pages are read whole', async () => {
    const page = Array.from({ length: 22 }, (_, row) => ({
      text: '二○二四年，签订科技创新能力提升赛马机制项目，资助资金万元',
      x: 79,
      y: 730 - row * 29,
    }));
    const bytes = buildPdf({ pages: Array.from({ length: 200 }, () => page) });
    const { lines } = await readLetterFile(bytes, 'letter.pdf');
    expect(lines).toHaveLength(4400);
  });
});

test('scripts are not run, and told', async () => {
  const bytes = buildPdf({
    pages: [[{ text: '一', x: 79, y: 700 }]],
    catalog: '/OpenAction << /S /JavaScript /JS (globalThis.wasRun = true;) >>',
  });
  expect(codesOf(await readLetterFile(bytes, 'letter.pdf'))).toEqual(['scripts-ignored']);
  expect('wasRun' in globalThis).toBe(false);
});

describe('what is refused', () => {
  const encrypted =
    '/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) >> /ID [(0123456789012345) (0123456789012345)]';
  const plain = buildPdf({ pages: [[{ text: '一', x: 79, y: 700 }]] });

  test.each([
    ['a scan', buildPdf({ pages: [[], []] }), 'no-text', /扫描图片，没有文字.*可检索的 PDF、DOCX 或文本/],
    ['page numbers on a scan', buildPdf({ pages: [[{ text: '— 1 —', x: 79, y: 60 }]] }), 'no-text', /扫描/],
    [
      'characters without meaning',
      buildPdf({
        pages: [
          [
            { text: '\ue123\ue124\ue125', x: 79, y: 700 },
            { text: '一', x: 79, y: 600 },
          ],
        ],
      }),
      'no-text',
      /乱码/,
    ],
    [
      'a password',
      buildPdf({ pages: [[{ text: '一', x: 79, y: 700 }]], trailer: encrypted }),
      'unreadable-file',
      /密码/,
    ],
    ['only its beginning', plain.subarray(0, 200), 'unreadable-file', /损坏或不完整/],
    ['only its mark', plain.subarray(0, 9), 'unreadable-file', /损坏或不完整/],
    [
      'more pages than the limit',
      buildPdf({ pages: Array.from({ length: letterLimits.pages + 1 }, () => []) }),
      'too-large',
      /2000 页/,
    ],
  ])('%s', async (_name, bytes, code, words) => {
    const refusal = await refusalOf(readLetterFile(bytes, '来信.pdf'));
    expect(refusal.code).toBe(code);
    expect(refusal.words.zh).toMatch(words);
    expect(refusal.words.en).toMatch(/^来信\.pdf cannot be read: it .*(?:;|,) .*Nothing was written\.$/);
  });
});

import { describe, expect, test } from 'vitest';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readLetterFile } from './read-file.ts';
import { readingLimits, readLetterFileInWorker } from './read-in-worker.ts';
import { buildDocx, buildPdf, refusalOf } from './testing.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const paragraph = '<w:p><w:r><w:t>2024 年，资助资金 1200 万元。</w:t></w:r></w:p>';
const docx = buildDocx(paragraph);

describe('reads as the caller’s own thread would', () => {
  test.each([
    ['small text', utf8('1200 万元')],
    ['large text', utf8('1200 万元\n'.repeat(50_000))],
    ['DOCX', docx],
    ['PDF', buildPdf({ pages: [[{ text: '1200 万元', x: 79, y: 700 }]] })],
  ])('%s', async (_name, bytes) => {
    const length = bytes.byteLength;
    expect(await readLetterFileInWorker(bytes, '来信')).toEqual(await readLetterFile(bytes, '来信'));
    expect(bytes.byteLength).toBe(length);
  });

  test('refusals with their words', async () => {
    const bytes = buildPdf({ pages: [[]] });
    const here = await refusalOf(readLetterFile(bytes, '来信.pdf'));
    const apart = await refusalOf(readLetterFileInWorker(bytes, '来信.pdf'));
    expect(apart.toProblem()).toEqual(here.toProblem());
  });
});

test('the caller’s thread goes on meanwhile', async () => {
  const bytes = buildDocx(
    Array.from({ length: 20_000 }, (_, n) => paragraph.replace('1200', String(n))).join(''),
  );
  let turns = 0;
  const ticking = setInterval(() => {
    turns += 1;
  }, 10);
  const { lines } = await readLetterFileInWorker(bytes, '来信.docx');
  clearInterval(ticking);
  expect(lines).toHaveLength(20_000);
  expect(turns).toBeGreaterThan(10);
});

test('a reading that takes too long ends in a refusal', async () => {
  const refusal = await refusalOf(
    readLetterFileInWorker(docx, '来信.docx', { ...readingLimits, milliseconds: 1 }),
  );
  expect(refusal.code).toBe('unreadable-file');
  expect(refusal.words.zh).toMatch(/0\.001 秒内没有读完/);
});

test('a reading that takes too much memory ends in a refusal', async () => {
  const block = Array.from({ length: 2000 }, (_, n) => ((n * 7919) % 9973).toString(36)).join('');
  const bytes = buildDocx(`<w:p><w:r><w:t w:x="${block.repeat(8000)}">1200</w:t></w:r></w:p>`);
  const refusal = await refusalOf(
    readLetterFileInWorker(bytes, '来信.docx', { ...readingLimits, memoryMegabytes: 16 }),
  );
  expect(refusal.code).toBe('unreadable-file');
  expect(refusal.words.zh).toMatch(/内存/);
});

test('more readings than can wait are told so; the others are read', async () => {
  const all = readingLimits.atOnce + readingLimits.waiting + 3;
  const outcomes = await Promise.allSettled(
    Array.from({ length: all }, () => readLetterFileInWorker(docx, '来信.docx')),
  );
  const refused = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  );
  expect(refused.map((reason) => (reason instanceof Refusal ? reason.code : reason))).toEqual([
    'busy',
    'busy',
    'busy',
  ]);
  expect((await readLetterFileInWorker(docx, '来信.docx')).kind).toBe('docx');
});

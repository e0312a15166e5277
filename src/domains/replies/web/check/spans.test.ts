import { expect, test } from 'vitest';
import type { CheckEntry } from '../../contract.ts';
import { chunk, cutLines } from './spans.ts';

const entry = (over: Partial<CheckEntry>): CheckEntry => ({
  text: '39项',
  line: 1,
  column: 5,
  offset: 4,
  length: 3,
  figure: null,
  label: null,
  params: null,
  verdict: 'holds',
  value: null,
  stated: null,
  qualifier: null,
  unit: null,
  phrase: null,
  candidates: [],
  inconsistentWith: [],
  tiedWith: [],
  reason: { zh: '', en: '' },
  ...over,
});

test('a line is cut around its numbers and nothing of it is lost', () => {
  const lines = ['签订项目39项，资助资金1200万元。'];
  const spans = cutLines(lines, [entry({}), entry({ text: '1200万元', column: 13, length: 6 })]);
  expect(spans).toEqual([
    [
      { text: '签订项目', entry: null, first: false },
      { text: '39项', entry: 0, first: true },
      { text: '，资助资金', entry: null, first: false },
      { text: '1200万元', entry: 1, first: true },
      { text: '。', entry: null, first: false },
    ],
  ]);
});

test('a number broken over two lines is marked in both', () => {
  const spans = cutLines(
    ['资助资金 1200 万', '元，组织实施'],
    [entry({ text: '1200万元', column: 6, length: 8 })],
  );
  expect(spans[0]).toEqual([
    { text: '资助资金 ', entry: null, first: false },
    { text: '1200 万', entry: 0, first: true },
  ]);
  expect(spans[1]).toEqual([
    { text: '元', entry: 0, first: false },
    { text: '，组织实施', entry: null, first: false },
  ]);
});

test('the first stretch that is shown names its number, also where an overlap hides its beginning', () => {
  const spans = cutLines(
    ['共39项', '1200万', '元'],
    [entry({ column: 2, length: 3 }), entry({ text: '项1200万元', column: 4, length: 9 })],
  );
  expect(spans.flat().filter((span) => span.entry !== null)).toEqual([
    { text: '39项', entry: 0, first: true },
    { text: '1200万', entry: 1, first: true },
    { text: '元', entry: 1, first: false },
  ]);
});

test('what is no quantity is not marked, an overlap is marked once', () => {
  const spans = cutLines(
    ['2024年39项'],
    [
      entry({ column: 1, length: 5, verdict: 'other' }),
      entry({ column: 6 }),
      entry({ column: 7, length: 2 }),
    ],
  );
  expect(spans).toEqual([
    [
      { text: '2024年', entry: null, first: false },
      { text: '39项', entry: 1, first: true },
    ],
  ]);
  expect(chunk([1, 2, 3], 2)).toEqual([[1, 2], [3]]);
});

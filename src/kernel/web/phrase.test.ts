import { expect, test } from 'vitest';
import { splitPhrase } from './phrase.ts';

test.each([
  ['超1.6亿元', '超', '1.6', '亿元'],
  ['约5亿元', '约', '5', '亿元'],
  ['1000余万元', '', '1000', '余万元'],
  ['1928个', '', '1928', '个'],
  ['9个市(州)', '', '9', '个市(州)'],
  ['over CNY 160 million', 'over CNY', '160', 'million'],
  ['1,928 achievements', '', '1,928', 'achievements'],
  ['未设参数', '', '未设参数', ''],
  ['', '', '', ''],
])('%s', (phrase, before, number, after) => {
  expect(splitPhrase(phrase)).toEqual({ before, number, after });
});

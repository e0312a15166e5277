import { expect, test } from 'vitest';
import { spellCounts } from './verdicts.ts';

test('counts are told in one line, what holds first', () => {
  expect(spellCounts({ holds: 32, contradicts: 1, uncited: 3, other: 4 })).toEqual({
    zh: '36 个数字：32 有据，1 矛盾，3 无据',
    en: '36 numbers: 32 hold, 1 contradicted, 3 without evidence',
  });
  expect(spellCounts({})).toEqual({ zh: '0 个数字', en: '0 numbers' });
});

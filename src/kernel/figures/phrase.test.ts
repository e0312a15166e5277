import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { units, type UnitId } from '#kernel/contract/units.ts';
import type { Qualifier } from '#kernel/contract/evidence.ts';
import { phraseHolds, printPhrase } from './phrase.ts';

const limits = { aboutWithin: '5', oddBelow: '10', nearWithin: '5' };

describe('how figures are printed', () => {
  const cases: [string, Qualifier, UnitId, string, string][] = [
    ['1928', 'none', 'achievement', '1928个', '1,928 achievements'],
    ['39', 'none', 'project', '39项', '39 projects'],
    ['12000000.00', 'none', 'CNY', '1200万元', 'CNY 12 million'],
    ['5400000.00', 'none', 'CNY', '540万元', 'CNY 5.4 million'],
    ['99420321.07', 'none', 'CNY', '9942万元', 'CNY 99.42 million'],
    ['163874200.35', 'over', 'CNY', '超1.6亿元', 'over CNY 160 million'],
    ['160000000.00', 'over', 'CNY', '1.6亿元', 'CNY 160 million'],
    ['497600000.00', 'about', 'CNY', '约5亿元', 'about CNY 500 million'],
    ['203000000.00', 'about', 'CNY', '约2亿元', 'about CNY 200 million'],
    ['601230000.00', 'about', 'CNY per year', '约6亿元', 'about CNY 600 million'],
    ['10430000.00', 'odd', 'CNY', '1000余万元', 'just over CNY 10 million'],
    ['310000000.00', 'odd', 'CNY', '3.1亿余元', 'just over CNY 310 million'],
    ['27.9', 'about', 'tonne', '约28吨', 'about 28 tonnes'],
    ['27.9', 'none', 'tonne', '27.9吨', '27.9 tonnes'],
    ['9999.99', 'none', 'CNY', '9999.99元', 'CNY 9,999.99'],
    ['9', 'none', 'prefecture', '9市(州)', '9 prefectures'],
    ['1', 'none', 'platform', '1个', '1 platform'],
    ['0', 'about', 'project', '0项', '0 projects'],
  ];
  test.each(cases)('%s (%s, %s) → %s', (value, qualifier, unit, zh, en) => {
    expect(printPhrase(value, qualifier, units[unit])).toEqual({ zh, en });
  });
});

describe('whether a printed number holds', () => {
  const cases: [string, string, string, Qualifier, boolean][] = [
    ['1928', '1928', '1', 'none', true],
    ['1927', '1928', '1', 'none', false],
    ['99424999.99', '99420000', '10000', 'none', true],
    ['99425000.00', '99420000', '10000', 'none', false],
    ['99415000.00', '99420000', '10000', 'none', true],
    ['160000000.01', '160000000', '10000000', 'over', true],
    ['160000000.00', '160000000', '10000000', 'over', false],
    ['169999999.99', '160000000', '10000000', 'over', true],
    ['170000000.00', '160000000', '10000000', 'over', false],
    ['525000000', '500000000', '100000000', 'about', true],
    ['525000000.01', '500000000', '100000000', 'about', false],
    ['475000000', '500000000', '100000000', 'about', true],
    ['10000000', '10000000', '10000000', 'odd', true],
    ['10999999.99', '10000000', '10000000', 'odd', true],
    ['11000000', '10000000', '10000000', 'odd', false],
    ['9999999.99', '10000000', '10000000', 'odd', false],
  ];
  test.each(cases)('%s against %s (step %s, %s): %s', (value, printed, resolution, qualifier, holds) => {
    expect(phraseHolds(value, { value: printed, resolution, qualifier }, limits)).toBe(holds);
  });

  test('whatever is printed for an amount holds of it', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 14n }),
        fc.constantFrom<Qualifier>('none', 'over', 'about', 'odd'),
        (fen, qualifier) => {
          const value = `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
          const { zh } = printPhrase(value, qualifier, units.CNY);
          const parts = /^(超|约)?([\d.]+)(亿|万)?(余)?(亿|万)?元$/.exec(zh);
          expect(parts, zh).not.toBeNull();
          const scale = { 亿: 100_000_000n, 万: 10_000n, '': 1n }[parts?.[3] ?? parts?.[5] ?? ''] ?? 1n;
          const [whole = '0', fraction = ''] = (parts?.[2] ?? '').split('.');
          const stated = (BigInt(whole + fraction) * scale * 100n) / 10n ** BigInt(fraction.length);
          if (parts?.[1] === '超') expect(fen > stated).toBe(true);
          if (parts?.[1] === '约')
            expect((fen > stated ? fen - stated : stated - fen) * 100n <= stated * 5n).toBe(true);
          if (parts?.[4] === '余') expect(fen >= stated && (fen - stated) * 10n < stated).toBe(true);
          if (qualifier === 'none' && fen >= 1_000_000n)
            expect(fen - stated < 500_000n && stated - fen <= 500_000n).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

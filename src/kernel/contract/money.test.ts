import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMoney, parseMoney, shortMoney, spellMoney } from './money.ts';

describe('money is yuan to the fen', () => {
  test.each([
    ['0', 0n],
    ['1200', 120_000n],
    ['1200.5', 120_050n],
    ['1200.50', 120_050n],
    ['999999999999999.99', 99_999_999_999_999_999n],
    ['-3.01', -301n],
  ])('%s is %s fen', (text, fen) => expect(parseMoney(text)).toBe(fen));

  test.each([
    '',
    ' ',
    '1e30',
    '1E3',
    '0.005',
    '1.234',
    '1,200',
    '１２００',
    '+5',
    '.5',
    '5.',
    'NaN',
    '1000000000000000',
    '0x10',
    '1200元',
  ])('“%s” is no amount', (text) => expect(parseMoney(text)).toBeNull());

  test('text → fen → text comes back, and sums are exact', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 99_999_999_999_999_999n }), { maxLength: 50 }),
        (amounts) => {
          const total = amounts.map(formatMoney).reduce((sum, text) => sum + (parseMoney(text) ?? -1n), 0n);
          expect(total).toBe(amounts.reduce((sum, fen) => sum + fen, 0n));
        },
      ),
    );
  });

  test.each([
    ['12000000.00', '1200万元', 'CNY 12 million'],
    ['163874200.35', '1.64亿元', 'CNY 163.87 million'],
    ['163847215.60', '1.64亿元', 'CNY 163.85 million'],
    ['9999.99', '9999.99元', 'CNY 9,999.99'],
    ['104300.00', '10.43万元', 'CNY 104,300.00'],
  ])('%s reads %s', (yuan, zh, en) => {
    expect(shortMoney(yuan, 'zh')).toBe(zh);
    expect(shortMoney(yuan, 'en')).toBe(en);
  });

  test('separators', () => expect(spellMoney('163874200.5')).toBe('163,874,200.50'));
});

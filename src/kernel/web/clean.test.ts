import { describe, expect, test } from 'vitest';
import { cleanDay, cleanMoney, cleanNumber } from './clean.ts';

describe('what was pasted', () => {
  test.each([
    ['1,234.50', '1234.50'],
    ['￥1,234,567.89 元', '1234567.89'],
    ['１２３４元', '1234'],
    ['1.3万元', '13000'],
    ['1.63874 亿元', '163874000'],
    ['0.00005亿', '5000'],
    ['人民币 12 万元整', '120000'],
    [' 1 234.5 ', '1234.5'],
    ['1,234.567', null],
    ['20,5', null],
    ['1,23,456', null],
    ['1234.50', null],
    ['', null],
    ['一万', null],
    ['-5万', null],
    ['1e6', null],
  ])('as money: %s', (text, expected) => expect(cleanMoney(text)).toBe(expected));

  test.each([
    ['20250507', '2025-05-07'],
    ['2025/5/7', '2025-05-07'],
    ['2025.05.7', '2025-05-07'],
    ['2025年5月7日', '2025-05-07'],
    ['２０２５-5-7', '2025-05-07'],
    ['2025-05-07', null],
    ['2025-02-30', null],
    ['2025-2-30', null],
    ['5/7/2025', null],
    ['', null],
  ])('as a day: %s', (text, expected) => expect(cleanDay(text)).toBe(expected));

  test.each([
    ['1,234', '1234'],
    ['３３.３４', '33.34'],
    ['33.34', null],
    ['12%', null],
    ['', null],
  ])('as a number: %s', (text, expected) => expect(cleanNumber(text)).toBe(expected));
});

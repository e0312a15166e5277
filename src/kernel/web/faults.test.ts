import { expect, test } from 'vitest';
import { fieldOfFault, spellPlace } from './faults.ts';

const columns = [
  { name: 'amount', label: { zh: '合同金额（元）', en: 'Contract amount (CNY)' }, kind: 'money' as const },
];

test('a place in a table is told in both languages', () => {
  expect(spellPlace('合同 第 2 版.csv 第 17 行 · 合同金额（元）（amount）', columns)).toEqual({
    zh: '合同 第 2 版.csv 第 17 行 · 合同金额（元）',
    en: '合同 第 2 版.csv line 17 · Contract amount (CNY)',
  });
  expect(spellPlace('a.csv 第 1 行第 3 列', columns).en).toBe('a.csv line 1, cell 3');
  expect(spellPlace('a.csv 第 4 行', columns).en).toBe('a.csv line 4');
  expect(spellPlace('某处', columns)).toEqual({ zh: '某处', en: '某处' });
  const label = { zh: '转化合同', en: 'Transfer contracts' };
  expect(spellPlace('转化合同', columns, [{ label }])).toEqual(label);
});

test('a fault of a form lies in a field, or in the whole of it', () => {
  expect(fieldOfFault('/row/amount')).toBe('amount');
  expect(fieldOfFault('/body/reason')).toBe('reason');
  expect(fieldOfFault('/row')).toBeUndefined();
});

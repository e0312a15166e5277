import { expect, test } from 'vitest';
import { isPressing, spellClock, type Clock } from './ClockNote.tsx';
import { fieldOfPlace } from './command.ts';
import { readPartners } from './Partners.tsx';

const clock = (change: Partial<Clock>): Clock => ({
  name: 'ordinary',
  label: { zh: '答复期限', en: 'Reply' },
  from: '2026-11-10',
  term: '3个月',
  due: '2027-02-10',
  metOn: null,
  workingDaysLeft: 5,
  late: false,
  provisional: false,
  document: '',
  basis: 'law',
  steps: [],
  ...change,
});

test.each([
  [{ workingDaysLeft: 3 }, '还有 3 个工作日', '3 working days left', true],
  [{ workingDaysLeft: 1 }, '还有 1 个工作日', '1 working day left', true],
  [{ workingDaysLeft: 4 }, '还有 4 个工作日', '4 working days left', false],
  [{ workingDaysLeft: 0 }, '今天到期', 'Due today', true],
  [{ workingDaysLeft: 0, late: true }, '已逾期', 'Late', true],
  [{ workingDaysLeft: -2, late: true }, '已逾期 2 个工作日', 'Late by 2 working days', true],
  [{ workingDaysLeft: null, metOn: '2026-12-01' }, '已于 2026-12-01 办结', 'Met on 2026-12-01', false],
])('a clock %o says how it stands', (change, zh, en, pressing) => {
  expect(spellClock(clock(change))).toEqual({ zh, en });
  expect(isPressing(clock(change))).toBe(pressing);
});

test('a fault is told at the field that holds it', () => {
  expect(fieldOfPlace('/body/division')).toBe('division');
  expect(fieldOfPlace('/body/partners/0/organisation')).toBe('partners');
  expect(fieldOfPlace('/params/suggestion')).toBeUndefined();
});

test('what a form kept of its units is read back, and nothing else', () => {
  expect(readPartners('[{"organisation":"DW-SJT","part":"co"}]')).toEqual([
    { organisation: 'DW-SJT', part: 'co' },
  ]);
  for (const text of [undefined, '', '{', '{}', 'null']) expect(readPartners(text)).toEqual([]);
});

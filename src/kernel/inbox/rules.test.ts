import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countWorkingDays, isWorkingDay } from '#domains/calendar/index.ts';
import { openCalendar, shiftDay } from '#domains/calendar/rules.ts';
import { parseOffsets, printLeft, reminderFor, reminderKey, type Offset } from './rules.ts';

const start = '2025-09-20';

/** Around the National Day of 2025: eight days off, and two Saturdays or Sundays worked. */
const calendar = openCalendar(
  [{ document: '示例通知', year: 2025, scope: 'year', publishedOn: '2024-11-12', supersededOn: null }],
  [
    ...['01', '02', '03', '04', '05', '06', '07', '08'].map((day) => ({
      notice: '示例通知',
      day: `2025-10-${day}`,
      kind: 'off' as const,
      holiday: '国庆节',
    })),
    { notice: '示例通知', day: '2025-09-28', kind: 'work' as const, holiday: '国庆节' },
    { notice: '示例通知', day: '2025-10-11', kind: 'work' as const, holiday: '国庆节' },
  ],
);

const standing = (today: string, dueOn: string) => ({
  id: 'a',
  dueOn,
  late: dueOn < today,
  workingDaysLeft: countWorkingDays(calendar, today, dueOn).workingDays,
});

/** Reminders told while days go by; `asked` says on which days the platform ran, and how often. */
function remindOver(dueOn: string, days: number, offsets: readonly number[], asked: (day: number) => number) {
  const told = new Set<string>();
  const log: { day: string; offset: Offset }[] = [];
  for (let index = 0; index < days; index += 1) {
    const today = shiftDay(start, index);
    if (!isWorkingDay(calendar, today)) continue;
    for (let time = 0; time < asked(index); time += 1) {
      const item = standing(today, dueOn);
      const offset = reminderFor(item, offsets);
      if (offset === null || told.has(reminderKey(item, offset))) continue;
      told.add(reminderKey(item, offset));
      log.push({ day: today, offset });
    }
  }
  return log;
}

test('each reminder comes exactly once, on the working day it is for, over days off and days made up', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 12, max: 40 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 3 }),
      (ahead, offsets, times) => {
        const dueOn = shiftDay(start, ahead);
        const log = remindOver(dueOn, ahead + 15, offsets, () => times);
        const counted = log.map(({ offset }) => String(offset));
        expect(new Set(counted).size).toBe(counted.length);
        expect(counted).toContain('late');
        for (const { day, offset } of log) {
          expect(isWorkingDay(calendar, day)).toBe(true);
          if (offset === 'late') expect(day > dueOn).toBe(true);
          else expect(countWorkingDays(calendar, day, dueOn).workingDays).toBe(offset);
        }
        // A last day that is off has no working day of its own, so only offset 0 may be passed over.
        const missing = offsets.filter((offset) => !counted.includes(String(offset)));
        expect(missing.filter((offset) => offset !== 0 || isWorkingDay(calendar, dueOn))).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});

test('days on which the platform did not run cost a nearer reminder at most, never a double one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 12, max: 40 }),
      fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
      (ahead, ran) => {
        const dueOn = shiftDay(start, ahead);
        const log = remindOver(dueOn, 60, [3, 1], (day) => (ran[day] === true ? 2 : 0));
        const counted = log.map(({ offset }) => offset);
        expect(new Set(counted).size).toBe(counted.length);
        const order = counted.map((offset) => (offset === 'late' ? -1 : offset));
        expect(order).toEqual(order.toSorted((one, other) => other - one));
      },
    ),
  );
});

test('a moved day is reminded of anew; what has no day never is', () => {
  expect(reminderKey({ id: 'x', dueOn: '2025-10-09' }, 1)).not.toBe(
    reminderKey({ id: 'x', dueOn: '2025-10-10' }, 1),
  );
  expect(reminderFor({ dueOn: null, late: false, workingDaysLeft: null }, [3, 1])).toBeNull();
  expect(reminderFor(standing('2025-09-22', '2025-10-30'), [3, 1])).toBeNull();
});

test('offsets are read as people write them, and nothing else', () => {
  expect(parseOffsets('3 1')).toEqual([3, 1]);
  expect(parseOffsets('1、3，3')).toEqual([3, 1]);
  expect(parseOffsets('')).toBeNull();
  expect(parseOffsets('three')).toBeNull();
  expect(parseOffsets('-1')).toBeNull();
});

test('what is left is said in words', () => {
  expect(printLeft({ late: true, workingDaysLeft: -1 })).toEqual({
    zh: '逾期 1 个工作日',
    en: '1 working day late',
  });
  expect(printLeft({ late: true, workingDaysLeft: 0 }).zh).toBe('已逾期');
  expect(printLeft({ late: false, workingDaysLeft: 0 }).en).toBe('Due today');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isWorkday } from 'chinese-days';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTable } from '#kernel/registers/table-file.ts';
import { validateRows } from '#kernel/registers/validate.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { day, notice } from './contract.ts';
import { addWorkingDays, countWorkingDays, reckon } from './reckoning.ts';
import {
  isWorkingDay,
  kindOf,
  listDays,
  openCalendar,
  parseTerm,
  printTerm,
  weekdayOf,
  type DayRow,
  type NoticeRow,
} from './rules.ts';

/** The files that come with the platform, read as an import reads them. */
function readNotices<T>(description: RecordDescription, name: string): T[] {
  const { rows, faults } = readTable(
    description,
    readFileSync(join(import.meta.dirname, 'notices', name)),
    name,
  );
  const checked = validateRows(description, rows);
  expect([...faults, ...checked.faults]).toEqual([]);
  return checked.rows.map(({ values }) => values as T);
}

const notices = readNotices<NoticeRow>(notice, 'notice.csv');
const days = readNotices<DayRow>(day, 'day.csv');
const calendar = openCalendar(notices, days);
const [of2024, of2025, of2026] = ['国办发明电〔2023〕7号', '国办发明电〔2024〕12号', '国办发明电〔2025〕7号'];

describe('the national notices', () => {
  test('agree with an independent package on every day of 2024 to 2026', () => {
    const all = [2024, 2025, 2026].flatMap(listDays);
    expect(all).toHaveLength(366 + 365 + 365);
    expect(all.filter((one) => isWorkingDay(calendar, one) !== isWorkday(one))).toEqual([]);
  });

  test('name their days as they were published', () => {
    expect([...calendar.years.values()].map(({ document }) => document)).toEqual([of2024, of2025, of2026]);
    expect(kindOf(calendar, '2025-10-06')).toEqual({
      kind: 'off',
      notice: { kind: 'off', holiday: '国庆节、中秋节', document: of2025 },
    });
    expect(kindOf(calendar, '2026-01-04').kind).toBe('work');
    expect(kindOf(calendar, '2026-01-10').kind).toBe('weekend');
    expect(kindOf(calendar, '2026-01-12').kind).toBe('working');
    const worked = [2024, 2025, 2026].map(
      (year) => listDays(year).filter((one) => isWorkingDay(calendar, one)).length,
    );
    const independent = [2024, 2025, 2026].map(
      (year) => listDays(year).filter((one) => isWorkday(one)).length,
    );
    expect(worked).toEqual(independent);
  });

  test('weekdays', () => {
    expect(['1970-01-01', '2024-02-29', '2026-11-24', '1900-01-01', '2199-12-31'].map(weekdayOf)).toEqual([
      4, 4, 2, 1, 2,
    ]);
  });
});

describe('terms over 2024 to 2026', () => {
  test.each([
    // Months: the corresponding day, else the end of the month.
    ['2025-04-20', '3 months', '2025-07-21', 'a Sunday moves to Monday'],
    ['2025-04-21', '3 months', '2025-07-21', 'the corresponding day'],
    ['2025-01-31', '1 month', '2025-02-28', 'no 31 February'],
    ['2024-01-31', '1 month', '2024-02-29', 'no 31 February in a leap year'],
    ['2024-02-29', '12 months', '2025-02-28', 'no 29 February a year on'],
    ['2024-11-30', '3 months', '2025-02-28', 'no 30 February'],
    ['2025-03-31', '1 month', '2025-04-30', 'no 31 April'],
    ['2025-08-31', '1 month', '2025-09-30', 'no 31 September'],
    ['2025-02-28', '1 month', '2025-03-28', 'the end of a month is no end of the next'],
    ['2025-07-01', '3 months', '2025-10-09', 'the first day of a holiday'],
    ['2025-07-04', '3 months', '2025-10-09', 'a Saturday within a holiday'],
    ['2025-07-11', '3 months', '2025-10-11', 'a Saturday that is worked on'],
    ['2025-06-28', '3 months', '2025-09-28', 'a Sunday that is worked on'],
    ['2025-06-27', '3 months', '2025-09-28', 'a Saturday before a Sunday that is worked on'],
    ['2024-08-10', '6 months', '2025-02-10', 'six months over New Year'],
    ['2025-03-06', '6 months', '2025-09-08', 'six months to a Saturday'],
    ['2025-10-01', '3 months', '2026-01-04', 'New Year moves to a Sunday worked on'],
    ['2025-11-15', '3 months', '2026-02-24', 'nine days of Spring Festival'],
    ['2025-07-01', '3 months exact', '2025-10-01', 'exact: a day off stays'],
    // Days of the calendar.
    ['2025-04-20', '10 days', '2025-04-30', 'ten days'],
    ['2025-04-21', '10 days', '2025-05-06', 'to Labour Day'],
    ['2025-04-21', '10 days exact', '2025-05-01', 'exact: to Labour Day'],
    ['2025-04-17', '10 days', '2025-04-27', 'to a Sunday worked on'],
    ['2025-04-16', '10 calendar-days', '2025-04-27', 'to a Saturday before it'],
    ['2024-02-28', '1 day', '2024-02-29', 'to the leap day'],
    ['2023-12-31', '60 days', '2024-02-29', 'over a leap February'],
    ['2024-12-31', '1 day', '2025-01-02', 'to New Year'],
    ['2025-01-18', '10 days', '2025-02-05', 'to the eve of Spring Festival'],
    ['2024-09-28', '3 days', '2024-10-08', 'to National Day 2024'],
    ['2025-05-21', '10 days', '2025-06-03', 'to Dragon Boat Festival 2025'],
    ['2024-05-31', '10 days', '2024-06-11', 'to Dragon Boat Festival 2024'],
    ['2026-02-04', '10 days', '2026-02-14', 'to a Saturday worked on'],
    ['2025-03-25', '10 days', '2025-04-07', 'to Qingming'],
    // Working days.
    ['2025-04-25', '5 working-days', '2025-05-06', 'over a Sunday worked on and Labour Day'],
    ['2025-04-26', '5 working-days', '2025-05-06', 'from a Saturday'],
    ['2025-04-27', '5 working-days', '2025-05-07', 'from a Sunday worked on, not counted itself'],
    ['2025-09-26', '5 working-days', '2025-10-10', 'over National Day 2025'],
    ['2025-09-26', '6 working-days', '2025-10-11', 'ends on a Saturday worked on'],
    ['2025-09-26', '7 working-days', '2025-10-13', 'and on over the Sunday'],
    ['2025-01-24', '5 working-days', '2025-02-07', 'over Spring Festival 2025'],
    ['2025-01-24', '6 working-days', '2025-02-08', 'ends on a Saturday worked on'],
    ['2024-02-02', '5 working-days', '2024-02-08', 'a Sunday worked on before Spring Festival'],
    ['2024-02-02', '6 working-days', '2024-02-09', 'New Year’s Eve 2024 is worked on'],
    ['2024-02-02', '7 working-days', '2024-02-18', 'a Sunday worked on after Spring Festival'],
    ['2024-04-26', '5 working-days', '2024-05-07', 'over Labour Day 2024'],
    ['2024-05-10', '1 working-day', '2024-05-11', 'a Saturday worked on'],
    ['2024-09-13', '2 working-days', '2024-09-18', 'over Mid-Autumn 2024'],
    ['2024-09-27', '3 working-days', '2024-10-08', 'over National Day 2024'],
    ['2024-10-11', '1 working-day', '2024-10-12', 'a Saturday worked on'],
    ['2026-02-13', '2 working-days', '2026-02-24', 'over Spring Festival 2026'],
    ['2026-02-27', '1 working-day', '2026-02-28', 'a Saturday worked on'],
    ['2026-09-18', '10 working-days', '2026-10-09', 'over Mid-Autumn and National Day 2026'],
    ['2026-09-18', '11 working-days', '2026-10-10', 'ends on a Saturday worked on'],
    ['2025-12-31', '1 working-day', '2026-01-04', 'a Sunday worked on, by the next year’s notice'],
    ['2025-05-27', '20 working-days', '2025-06-25', 'publication of the letter'],
    ['2026-12-25', '4 working-days', '2026-12-31', 'to the last day that is known'],
  ])('%s + %s = %s: %s', (from, term, due) => {
    const reckoning = reckon(calendar, from, parseTerm(term));
    expect(reckoning).toMatchObject({ from, due, provisional: false, missingYears: [] });
    expect(reckoning.steps[0]?.kind).toBe('start');
    expect(reckoning.steps.at(-1)).toMatchObject({ kind: 'due', from: due });
  });

  test.each([
    ['2026-11-14', '3 months', '2027-02-15', [2027]],
    ['2026-12-01', '1 month', '2027-01-01', [2027]],
    ['2026-12-25', '5 working-days', '2027-01-01', [2027]],
    ['2026-12-25', '270 working-days', '2028-01-07', [2027, 2028]],
    ['2023-12-29', '1 working-day', '2024-01-02', [2023]],
    ['2027-01-29', '1 month', '2027-03-01', [2027]],
    ['2026-12-30', '2 days', '2027-01-01', [2027]],
  ])('%s + %s = %s for the time being: %j has no notice', (from, term, due, missingYears) => {
    const reckoning = reckon(calendar, from, parseTerm(term));
    expect(reckoning).toMatchObject({ due, provisional: true, missingYears });
    const told = reckoning.steps.filter(({ kind }) => kind === 'missing');
    expect(told.map(({ zh }) => zh.slice(0, 5))).toEqual(missingYears.map((year) => `${year}年`));
    for (const { zh, en } of told) {
      expect(zh).toContain('自动重新推算');
      expect(en).toContain('reckoned anew');
    }
  });

  test('an exact term to a day off in a year without notice is certain', () => {
    expect(reckon(calendar, '2026-12-30', parseTerm('2 days exact'))).toMatchObject({
      due: '2027-01-01',
      provisional: false,
    });
  });
});

describe('the steps of a reckoning', () => {
  test('working days: what was counted, what was not, and by which notice', () => {
    const { steps } = addWorkingDays(calendar, '2025-09-25', 6);
    expect(steps.map(({ kind, counted }) => [kind, counted])).toEqual([
      ['start', 0],
      ['counted', 1],
      ['make-up', 1],
      ['counted', 2],
      ['off', 0],
      ['counted', 2],
      ['due', 0],
    ]);
    expect(steps.map(({ zh }) => zh)).toEqual([
      '2025年9月25日（周四）当日不计入，自次日起算（民法典第二百零一条）',
      '2025年9月26日（周五）至2025年9月27日（周六）：计 1 个工作日，周末 1 天不计，累计 1 个',
      `2025年9月28日（周日）：国庆节、中秋节调休上班，计 1 个工作日，累计 2 个（${of2025}）`,
      '2025年9月29日（周一）至2025年9月30日（周二）：计 2 个工作日，累计 4 个',
      `2025年10月1日（周三）至2025年10月8日（周三）：国庆节、中秋节放假 8 天，不计（${of2025}）`,
      '2025年10月9日（周四）至2025年10月10日（周五）：计 2 个工作日，累计 6 个',
      '最后一日：2025年10月10日（周五）',
    ]);
    expect(steps[4]?.en).toBe(
      `2025-10-01 (Wed) to 2025-10-08 (Wed): 国庆节、中秋节, 8 days off, not counted (${of2025})`,
    );
  });

  test('months: the end of the month, and the day that moves', () => {
    const short = reckon(calendar, '2025-01-31', parseTerm('1 months'));
    expect(short.steps[1]).toMatchObject({ kind: 'month-end' });
    expect(short.steps[1]?.zh).toContain('没有 31 日，以月末日 2025年2月28日（周五）为最后一日');
    const moved = reckon(calendar, '2025-06-27', parseTerm('3 months'));
    expect(moved.steps.find(({ kind }) => kind === 'moved')?.zh).toBe(
      `2025年9月27日（周六）是休息日：周末；顺延至其后第一个工作日 2025年9月28日（周日）（国庆节、中秋节调休上班，${of2025}）（民法典第二百零三条）`,
    );
  });
});

describe('notices that change', () => {
  const rows = (entries: readonly [string, 'off' | 'work'][], document: string): DayRow[] =>
    entries.map(([one, kind]) => ({ notice: document, day: one, kind, holiday: '示例节' }));
  const noticeOf = (over: Partial<NoticeRow>): NoticeRow => ({
    document: '示例发〔2025〕1号',
    year: 2025,
    scope: 'change',
    publishedOn: '2025-03-22',
    supersededOn: null,
    ...over,
  });
  const dueWith = (more: NoticeRow[], moreDays: DayRow[]): string =>
    addWorkingDays(openCalendar([...notices, ...more], [...days, ...moreDays]), '2025-04-25', 5).due;

  test('a later change decides the days it names, and only those', () => {
    expect(dueWith([], [])).toBe('2025-05-06');
    const cancelled = rows([['2025-04-27', 'off']], '示例发〔2025〕1号');
    expect(dueWith([noticeOf({})], cancelled)).toBe('2025-05-07');
    expect(dueWith([noticeOf({})], rows([['2025-05-05', 'work']], '示例发〔2025〕1号'))).toBe('2025-05-05');
  });

  test('a change published before the notice of the year decides nothing', () => {
    const early = noticeOf({ publishedOn: '2024-11-01' });
    expect(dueWith([early], rows([['2025-04-27', 'off']], early.document))).toBe('2025-05-06');
  });

  test('a superseded change decides nothing', () => {
    const withdrawn = noticeOf({ supersededOn: '2025-04-01' });
    expect(dueWith([withdrawn], rows([['2025-04-27', 'off']], withdrawn.document))).toBe('2025-05-06');
  });

  test('a new notice of the whole year takes the place of the earlier, with all its days', () => {
    const anew = noticeOf({ scope: 'year' });
    expect(dueWith([anew], rows([['2025-05-01', 'off']], anew.document))).toBe('2025-05-05');
    const without = noticeOf({ scope: 'year', publishedOn: '2024-10-01' });
    expect(dueWith([without], rows([['2025-05-06', 'off']], without.document))).toBe('2025-05-06');
  });

  test('a year whose only notice is superseded, or is a change, has none', () => {
    const left = notices.map((row) => (row.year === 2025 ? { ...row, supersededOn: '2025-01-01' } : row));
    const reckoning = addWorkingDays(openCalendar(left, days), '2025-04-25', 5);
    expect(reckoning).toMatchObject({ due: '2025-05-02', provisional: true, missingYears: [2025] });
    const changed = openCalendar(
      [...left, noticeOf({})],
      [...days, ...rows([['2025-05-01', 'off']], '示例发〔2025〕1号')],
    );
    expect(addWorkingDays(changed, '2025-04-25', 5)).toMatchObject({
      due: '2025-05-05',
      missingYears: [2025],
    });
  });

  test('a holiday that begins in December is of the next year’s notice', () => {
    const next = noticeOf({
      document: '示例发〔2026〕9号',
      year: 2027,
      scope: 'year',
      publishedOn: '2026-11-30',
    });
    const known = openCalendar(
      [...notices, next],
      [...days, ...rows([['2026-12-31', 'off']], next.document)],
    );
    expect(addWorkingDays(known, '2026-12-30', 1)).toMatchObject({ due: '2027-01-01', provisional: false });
  });
});

describe('what is left', () => {
  test.each([
    ['2025-04-24', '2025-05-06', 6, '还有 6 个工作日'],
    ['2025-04-26', '2025-04-27', 1, '还有 1 个工作日'],
    ['2025-05-06', '2025-05-06', 0, '今天到期'],
    ['2025-05-01', '2025-05-05', 0, '还有 4 天（均为休息日）'],
    ['2025-05-06', '2025-04-30', -1, '已逾期 1 个工作日'],
    ['2025-05-03', '2025-04-30', 0, '已逾期 3 天（均为休息日）'],
    ['2025-10-13', '2025-09-26', -7, '已逾期 7 个工作日'],
  ])('on %s a term to %s: %i', (from, to, workingDays, zh) => {
    const left = countWorkingDays(calendar, from, to);
    expect(left).toMatchObject({ workingDays, overdue: to < from, provisional: false });
    expect(left.words.zh).toBe(zh);
  });

  test('says when a year is missing', () => {
    expect(countWorkingDays(calendar, '2026-12-30', '2027-01-05')).toMatchObject({
      workingDays: 4,
      provisional: true,
      missingYears: [2027],
    });
  });

  test('is the inverse of adding, and adding is what the independent package counts', () => {
    const anyDay = fc.constantFrom(...[2024, 2025].flatMap(listDays));
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 200 }), (from, count) => {
        const { due, steps } = addWorkingDays(calendar, from, count);
        expect(countWorkingDays(calendar, from, due).workingDays).toBe(count);
        expect(steps.reduce((sum, step) => sum + step.counted, 0)).toBe(count);
        const between = [2024, 2025, 2026].flatMap(listDays).filter((one) => one > from && one <= due);
        expect(between.filter((one) => isWorkday(one))).toHaveLength(count);
        expect(isWorkday(due)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('terms as text', () => {
  test.each([
    ['3 months', 3, 'months', true, '3个月'],
    ['1 month', 1, 'months', true, '1个月'],
    ['5 working-days', 5, 'working-days', true, '5个工作日'],
    ['20 working days', 20, 'working-days', true, '20个工作日'],
    ['10 days', 10, 'days', true, '10日'],
    ['10 calendar-days', 10, 'days', true, '10日'],
    ['10 days exact', 10, 'days', false, '10日'],
    ['3个月', 3, 'months', true, '3个月'],
    ['１５个工作日', 15, 'working-days', true, '15个工作日'],
    [' 7 日 ', 7, 'days', true, '7日'],
    ['3  MONTHS', 3, 'months', true, '3个月'],
  ])('%s', (text, count, unit, moves, zh) => {
    expect(parseTerm(text)).toEqual({ count, unit, moves });
    expect(printTerm(parseTerm(text)).zh).toBe(zh);
  });

  test.each([
    '',
    '3',
    'months',
    '3 weeks',
    '-3 days',
    '+3 days',
    '1.5 months',
    '3 months 2 days',
    '3e2 days',
    '三个月',
    '0x10 days',
  ])('“%s” is refused with what to write', (text) => {
    expect(() => parseTerm(text)).toThrow('3 months');
  });

  test.each(['0 days', '1000000000 days', '99999999999999999999 days', '121 months', '2601 working-days'])(
    '%s is out of bounds',
    (text) => {
      expect(() => parseTerm(text)).toThrow('A term must be from 1');
    },
  );

  test('days that do not exist, and terms past the last year, are refused', () => {
    const term = parseTerm('10 days');
    for (const from of ['2025-02-29', '2025-13-01', '20250101', 'x', '', '1899-12-31', '2200-01-01'])
      expect(() => reckon(calendar, from, term), from).toThrow(/日期|年份/);
    for (const text of ['10 days', '1 month', '10 working-days'])
      expect(() => reckon(calendar, '2199-12-31', parseTerm(text))).toThrow('2199');
    expect(() => countWorkingDays(calendar, '1900-01-01', '2199-01-01')).toThrow('twenty years');
    expect(() => addWorkingDays(calendar, '2025-01-01', 1.5)).toThrow('A term must be');
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isWorkday } from 'chinese-days';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day, notice } from '#domains/calendar/contract.ts';
import { openCalendar, type DayRow, type NoticeRow } from '#domains/calendar/rules.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readTable } from '#kernel/registers/table-file.ts';
import { validateRows } from '#kernel/registers/validate.ts';
import { publicNotice } from './contract.ts';
import {
  brokenNotice,
  brokenObjection,
  countNames,
  earliestFirst,
  judgeClear,
  nextDay,
  placeOf,
  stateOn,
  type ObjectionDays,
} from './rules.ts';
import { leftOn, requireKnown, spanOf, type NoticeTerm } from './term.ts';

/** Rows of a table that comes with the platform. */
function readRows<T>(description: RecordDescription, name: string, folder = '../calendar/notices'): T[] {
  const bytes = readFileSync(join(import.meta.dirname, folder, name));
  return validateRows(description, readTable(description, bytes, name).rows).rows.map(
    ({ values }) => values as T,
  );
}
const calendar = openCalendar(readRows<NoticeRow>(notice, 'notice.csv'), readRows<DayRow>(day, 'day.csv'));

const term = (
  firstOn: string,
  length: number,
  counting: 'working-days' | 'days',
  announcedUntil: string | null = null,
  extendedUntil: string | null = null,
) => ({ firstOn, length, counting, announcedUntil, extendedUntil });

describe('the last day', () => {
  test.each([
    ['an ordinary week', '2025-03-03', 5, 'working-days', '2025-03-07'],
    ['one day is its own last', '2025-03-03', 1, 'working-days', '2025-03-03'],
    ['over a weekend', '2025-03-06', 5, 'working-days', '2025-03-12'],
    [
      'over the Spring Festival, with a Sunday worked before it',
      '2025-01-24',
      5,
      'working-days',
      '2025-02-06',
    ],
    ['over the National Day, with both make-up days', '2025-09-26', 7, 'working-days', '2025-10-11'],
    ['over the end of a year', '2024-12-30', 5, 'working-days', '2025-01-06'],
    [
      'a first day that is off waits for the first that is worked',
      '2025-05-01',
      1,
      'working-days',
      '2025-05-06',
    ],
    ['calendar days', '2025-03-03', 15, 'days', '2025-03-17'],
    ['calendar days that end on a Saturday end on the Monday', '2025-03-03', 6, 'days', '2025-03-10'],
    ['calendar days that end in the Spring Festival end after it', '2025-01-24', 5, 'days', '2025-02-05'],
    ['calendar days that end on a Sunday that is worked', '2025-01-24', 3, 'days', '2025-01-26'],
    ['calendar days over a leap day', '2024-02-26', 4, 'days', '2024-02-29'],
  ] as const)('%s', (_, firstOn, length, counting, lastOn) => {
    const span = spanOf(calendar, term(firstOn, length, counting));
    expect(span.lastOn).toBe(lastOn);
    expect(span.missingYears).toEqual([]);
    expect(span.steps[0]).toEqual({
      zh: `公示首日 ${firstOn} 为第 1 日`,
      en: `the first day, ${firstOn}, is day 1`,
    });
    expect(span.steps.at(-1)?.zh).toContain('最后一日');
  });

  test('of working days is the one an independent calendar counts to', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 30 }), (offset, length) => {
        const firstOn = nextDay('2024-01-02', offset);
        const { lastOn } = spanOf(calendar, term(firstOn, length, 'working-days'));
        let counted = 0;
        for (let on = firstOn; on <= lastOn; on = nextDay(on, 1)) counted += isWorkday(on) ? 1 : 0;
        expect([counted, isWorkday(lastOn)]).toEqual([length, true]);
      }),
      { numRuns: 200 },
    );
  });

  test('is never before the one that was announced, and may be after it', () => {
    expect(spanOf(calendar, term('2025-03-03', 5, 'working-days', '2025-03-10')).lastOn).toBe('2025-03-10');
    expect(spanOf(calendar, term('2025-03-03', 5, 'working-days', '2025-03-05')).lastOn).toBe('2025-03-07');
  });

  test('is the one it was extended to, if that is later', () => {
    const extended = spanOf(calendar, term('2025-03-03', 5, 'working-days', '2025-03-07', '2025-03-14'));
    expect(extended.lastOn).toBe('2025-03-14');
    expect(extended.steps.at(-1)?.zh).toBe('公示期延长至 2025-03-14');
    expect(spanOf(calendar, term('2025-03-03', 5, 'working-days', null, '2025-03-05')).lastOn).toBe(
      '2025-03-07',
    );
  });

  test('is the one the sample province announces', () => {
    const folder = '../../../sample/jilin-2024/notices';
    const rows = readRows<NoticeTerm & { code: string }>(publicNotice, 'public-notice.csv', folder);
    const announced = rows.map(({ code, announcedUntil }) => [code, announcedUntil]);
    expect(announced).toHaveLength(5);
    expect(rows.map((row) => [row.code, spanOf(calendar, { ...row, announcedUntil: null }).lastOn])).toEqual(
      announced,
    );
  });

  test('is refused where a year has no holiday notice', () => {
    const known = spanOf(calendar, term('2026-12-21', 9, 'working-days'));
    expect(requireKnown(known).lastOn).toBe('2026-12-31');
    const unknown = spanOf(calendar, term('2026-12-21', 12, 'working-days'));
    expect(unknown.missingYears).toEqual([2027]);
    expect(() => requireKnown(unknown)).toThrow(Refusal);
    expect(() => requireKnown(unknown)).toThrow(/2027 年.*放假通知/);
  });

  test('is counted down in working days, 0 on the day itself', () => {
    expect(leftOn(calendar, '2025-01-24', '2025-02-06')).toEqual({ workingDays: 4, days: 13 });
    expect(leftOn(calendar, '2025-02-05', '2025-02-06')?.workingDays).toBe(1);
    expect(leftOn(calendar, '2025-02-06', '2025-02-06')).toEqual({ workingDays: 0, days: 0 });
    expect(leftOn(calendar, '2025-02-07', '2025-02-06')).toBeNull();
  });

  test('follows from a first day that is a whole one, or the day of publishing', () => {
    expect(earliestFirst('2024-12-31', 'full-day')).toBe('2025-01-01');
    expect(earliestFirst('2024-12-31', 'same-day')).toBe('2024-12-31');
  });
});

const days = { firstOn: '2025-03-03', lastOn: '2025-03-07', withdrawnOn: null };
const objection = (
  item: string | null,
  answeredOn: string | null = null,
  result: ObjectionDays['result'] = null,
): ObjectionDays => ({ item, receivedOn: '2025-03-05', answeredOn, result });

describe('where a notice stands', () => {
  test.each([
    ['2025-03-02', [], null, 'upcoming'],
    ['2025-03-03', [], null, 'running'],
    ['2025-03-07', [], null, 'running'],
    ['2025-03-08', [], null, 'ended'],
    ['2025-03-06', [objection(null)], null, 'running'],
    ['2025-03-08', [objection(null)], null, 'objected'],
    ['2025-03-08', [objection('a')], null, 'objected'],
    ['2025-03-10', [objection(null, '2025-03-11', 'rejected')], null, 'objected'],
    ['2025-03-11', [objection(null, '2025-03-11', 'rejected')], null, 'ended'],
    ['2025-03-05', [], '2025-03-06', 'running'],
    ['2025-03-06', [objection(null)], '2025-03-06', 'withdrawn'],
    ['2025-03-02', [], '2025-03-02', 'withdrawn'],
  ] as const)('on %s', (on, objections, withdrawnOn, state) => {
    expect(stateOn({ ...days, withdrawnOn }, objections, on)).toBe(state);
  });

  const answered = '2025-03-10';
  test.each([
    ['nobody objected', 'all', [], '2025-03-08', true, []],
    ['its last day', 'all', [], '2025-03-07', false, []],
    ['one waits', 'all', [objection('a')], '2025-03-08', false, []],
    ['one was rejected', 'all', [objection('a', answered, 'rejected')], answered, true, []],
    ['one was upheld', 'all', [objection('a', answered, 'upheld')], answered, false, []],
    ['one was upheld in part', 'all', [objection('a', answered, 'partly')], answered, false, []],
    ['of one item, one waits', 'item', [objection('a'), objection('a')], '2025-03-08', true, ['a']],
    [
      'of two items, one was upheld',
      'item',
      [objection('a', answered, 'upheld'), objection('b', answered, 'rejected')],
      answered,
      true,
      ['a'],
    ],
    [
      'an objection to the whole stops the whole',
      'item',
      [objection(null), objection('b')],
      '2025-03-08',
      false,
      ['b'],
    ],
    ['objections stop nothing', 'nothing', [objection(null), objection('a')], '2025-03-08', true, []],
    ['objections stop nothing, but its days do', 'nothing', [], '2025-03-07', false, []],
  ] as const)('what it blocks: %s', (_, objectionStops, objections, on, clear, stoppedItems) => {
    expect(judgeClear({ ...days, objectionStops }, objections, on)).toEqual({ clear, stoppedItems });
  });

  test('a withdrawn one is never clear', () => {
    const withdrawn = { ...days, withdrawnOn: '2025-03-06', objectionStops: 'nothing' as const };
    expect(judgeClear(withdrawn, [], '2025-04-01').clear).toBe(false);
  });

  test('days lie before, within or after it', () => {
    expect(['2025-03-02', '2025-03-03', '2025-03-07', '2025-03-08'].map((on) => placeOf(on, days))).toEqual([
      'before',
      'within',
      'within',
      'after',
    ]);
  });
});

test('names in a cell are counted as people write them', () => {
  expect([null, '甲', '甲、乙，丙;丁', '甲、', '阿依·古丽、乙'].map(countNames)).toEqual([0, 1, 4, 1, 2]);
});

test('fields that belong together', () => {
  expect(brokenNotice({ subjectRegister: 'race.race-cycle', withdrawnOn: '2025-03-06' })).toHaveLength(2);
  expect(brokenNotice({ publishedOn: '2025-03-01', enteredOn: '2025-03-02' })).toHaveLength(1);
  expect(brokenNotice({ extendedOn: '2025-03-06', concludedOn: '2025-03-09' })).toHaveLength(3);
  expect(
    brokenNotice({ publishedOn: '2025-03-01', enteredOn: '2025-03-02', postedEvidence: '示例网站' }),
  ).toEqual([]);
  expect(brokenObjection({ answeredOn: '2025-03-06' })).toHaveLength(2);
  expect(brokenObjection({ answeredOn: '2025-03-06', answer: '示例', result: 'rejected' })).toEqual([]);
});

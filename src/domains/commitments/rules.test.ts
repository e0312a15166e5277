import { describe, expect, test } from 'vitest';
import { brokenTogether, daysBetween, dueAfter, judge, reaches } from './rules.ts';

const nothing = { dueOn: null, keptOn: null, droppedOn: null, reportedOn: null };

describe('where a promise stands', () => {
  test.each([
    ['nothing known but the promise', {}, '2025-06-01', 'promised', null, null],
    ['a date ahead', { dueOn: '2025-06-30' }, '2025-06-01', 'promised', 29, null],
    ['on the due day', { dueOn: '2025-06-30' }, '2025-06-30', 'promised', 0, null],
    ['the day after', { dueOn: '2025-06-30' }, '2025-07-01', 'overdue', null, 1],
    ['across a leap day', { dueOn: '2024-02-28' }, '2024-03-01', 'overdue', null, 2],
    ['reported', { reportedOn: '2025-05-30' }, '2025-06-01', 'in-progress', null, null],
    ['reported today', { reportedOn: '2025-06-01' }, '2025-06-01', 'in-progress', null, null],
    ['reported later', { reportedOn: '2025-06-02' }, '2025-06-01', 'promised', null, null],
    [
      'reported, but past its date',
      { dueOn: '2025-05-01', reportedOn: '2025-04-01' },
      '2025-06-01',
      'overdue',
      null,
      31,
    ],
    ['kept in time', { dueOn: '2025-06-30', keptOn: '2025-06-30' }, '2025-07-02', 'kept', null, null],
    ['kept early', { dueOn: '2025-06-30', keptOn: '2025-06-01' }, '2025-06-01', 'kept', null, null],
    ['kept late', { dueOn: '2025-06-30', keptOn: '2025-07-03' }, '2025-08-01', 'kept', null, 3],
    ['kept, never due', { keptOn: '2025-07-03' }, '2025-08-01', 'kept', null, null],
    ['not yet kept', { dueOn: '2025-06-30', keptOn: '2025-07-03' }, '2025-07-02', 'overdue', null, 2],
    ['dropped', { dueOn: '2025-06-30', droppedOn: '2025-06-10' }, '2025-08-01', 'dropped', null, null],
    ['dropped today', { droppedOn: '2025-06-10' }, '2025-06-10', 'dropped', null, null],
    ['not yet dropped', { dueOn: '2025-06-30', droppedOn: '2025-06-10' }, '2025-06-09', 'promised', 21, null],
  ] as const)('%s', (_, standing, day, state, daysLeft, daysLate) => {
    expect(judge({ ...nothing, ...standing }, day)).toEqual({ state, daysLeft, daysLate });
  });

  test('a date holds until the day it is changed', () => {
    const changes = [
      { newDueOn: '2026-06-30', changedOn: '2025-12-10' },
      { newDueOn: '2026-12-31', changedOn: '2026-05-01' },
    ];
    expect(dueAfter('2025-12-31', [], '2026-01-01')).toBe('2025-12-31');
    expect(dueAfter('2025-12-31', changes, '2025-12-09')).toBe('2025-12-31');
    expect(dueAfter('2025-12-31', changes, '2025-12-10')).toBe('2026-06-30');
    expect(dueAfter('2025-12-31', changes, '2026-05-01')).toBe('2026-12-31');
    expect(dueAfter(null, changes, '2025-01-01')).toBeNull();
  });

  test('days are counted on the calendar, not on a clock', () => {
    expect(daysBetween('2025-03-09', '2025-03-10')).toBe(1);
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2025-01-02', '2025-01-01')).toBe(-1);
  });
});

test.each([
  ['10', '10', true],
  ['9', '10', false],
  ['10.000001', '10.000002', false],
  ['160000000.00', '160000000', true],
  ['999999999999999.999999', '999999999999999.999999', true],
  ['-1', '0', false],
  ['0', '-1', true],
  [null, '0', false],
])('%s reaches %s: %s', (value, target, expected) => expect(reaches(value, target)).toBe(expected));

describe('fields that belong together', () => {
  test.each([
    ['nothing given', {}, 0],
    ['dropped without a reason', { droppedOn: '2025-06-01' }, 1],
    ['a reason without a day', { dropReason: '不再需要' }, 1],
    ['kept and dropped', { keptOn: '2025-06-01', droppedOn: '2025-06-01', dropReason: '不再需要' }, 1],
    ['a figure without a value', { targetFigure: 'race.projects' }, 1],
    ['a value without a figure', { targetValue: '3' }, 1],
    ['a whole target', { targetFigure: 'race.projects', targetParams: '{"year":2025}', targetValue: '3' }, 0],
    [
      'parameters that are a list',
      { targetFigure: 'race.projects', targetParams: '[1]', targetValue: '3' },
      1,
    ],
    ['parameters that are no JSON', { targetFigure: 'x', targetParams: '{"year"', targetValue: '3' }, 1],
    ['parameters without a figure', { targetParams: '{}' }, 1],
  ])('%s', (_, row, faults) => expect(brokenTogether(row)).toHaveLength(faults));
});

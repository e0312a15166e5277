import { describe, expect, test } from 'vitest';
import {
  countBy,
  daysBetween,
  dueAfter,
  follow,
  isChosen,
  judge,
  levelOf,
  owesAnswer,
  reaches,
  type Sides,
} from './rules.ts';
import { brokenTogether } from './registers/rules.ts';

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
    ['a task of a plan', { sourceKind: 'plan', plan: 'CX' }, 0],
    ['a task of no plan', { sourceKind: 'plan' }, 1],
    ['a plan beside another source', { sourceKind: 'measure', plan: 'CX' }, 1],
    ['a record of the source', { sourceKind: 'agreement', sourceRecord: 'a.b-c/HS01' }, 0],
    ['a record that names no register', { sourceKind: 'agreement', sourceRecord: 'HS01' }, 1],
    ['a name of no source', { sourceName: '会议纪要' }, 1],
  ])('%s', (_, row, faults) => expect(brokenTogether(row)).toHaveLength(faults));
});

describe('a target that is a figure decides by itself', () => {
  const due = { ...nothing, dueOn: '2025-06-30' };
  const [no, now, byDue, both] = [
    { reachedNow: false, reachedByDue: false },
    { reachedNow: true, reachedByDue: false },
    { reachedNow: false, reachedByDue: true },
    { reachedNow: true, reachedByDue: true },
  ];
  test.each([
    ['below it, the date ahead', due, no, '2025-06-01', 'promised', null, false],
    ['reached, the date ahead', due, now, '2025-06-01', 'kept', 'figure', false],
    ['reached on the due day', due, now, '2025-06-30', 'kept', 'figure', false],
    ['below it, past the date', due, no, '2025-07-01', 'overdue', null, false],
    ['reached in time', due, both, '2025-07-01', 'kept', 'figure', false],
    ['reached in time, fallen since', due, byDue, '2025-09-01', 'kept', 'figure', false],
    ['reached only afterwards', due, now, '2025-09-01', 'kept', 'figure', true],
    ['reached, never due', nothing, now, '2025-09-01', 'kept', 'figure', false],
    ['below it, never due', nothing, no, '2025-09-01', 'promised', null, false],
    [
      'dropped, then reached',
      { ...due, droppedOn: '2025-06-10' },
      both,
      '2025-07-01',
      'dropped',
      null,
      false,
    ],
    ['recorded, below it', { ...due, keptOn: '2025-06-10' }, no, '2025-07-01', 'kept', 'record', false],
    ['recorded late', { ...due, keptOn: '2025-07-03' }, no, '2025-08-01', 'kept', 'record', true],
    ['no figure', due, null, '2025-07-01', 'overdue', null, false],
  ] as const)('%s', (_, standing, target, day, state, by, afterDate) => {
    expect(follow(standing, target, day)).toMatchObject({ state, by, afterDate });
  });
});

test.each([
  [null, 10, 30, null],
  [0, 10, 30, null],
  [1, 10, 30, 'owner'],
  [9, 10, 30, 'owner'],
  [10, 10, 30, 'division'],
  [29, 10, 30, 'division'],
  [30, 10, 30, 'leader'],
  [400, null, null, 'owner'],
  [400, 10, null, 'division'],
  [400, null, 30, 'leader'],
] as const)('%s days late with levels at %s and %s: %s', (daysLate, division, leader, level) =>
  expect(levelOf(daysLate, { division, leader })).toBe(level),
);

test.each([
  [{ reply: 'FH-1' }, 'kept', 0, true],
  [{ reply: 'FH-1' }, 'dropped', 0, true],
  [{ reply: 'FH-1' }, 'overdue', 0, false],
  [{ reply: 'FH-1' }, 'kept', 1, false],
  [{ region: '220300' }, 'kept', 0, true],
  [{ sourceKind: 'agreement' }, 'kept', 0, true],
  [{ sourceKind: 'consultation-meeting' }, 'dropped', 0, true],
  [{ sourceKind: 'plan' }, 'kept', 0, false],
  [{}, 'kept', 0, false],
] as const)('%j, %s, answered %s times: owes an answer %s', (source, state, answers, owes) =>
  expect(owesAnswer({ reply: null, region: null, sourceKind: null, ...source }, state, answers)).toBe(owes),
);

test('a count is of what its choice would show, under the other choices', () => {
  const sides = (area: string, owner: string, outcome: string, state: string): Sides => ({
    area,
    owner,
    source: 'plan',
    plan: 'CX',
    outcome,
    state,
  });
  const all = [
    sides('FM1', 'A', 'kept', 'kept'),
    sides('FM1', 'B', 'not-kept', 'overdue'),
    sides('FM2', 'B', 'not-kept', 'dropped'),
    sides('FM2', 'B', 'running', 'promised'),
  ];
  for (const chosen of [
    {},
    { owner: 'B' },
    { owner: 'B', outcome: 'not-kept' },
    { area: 'FM2', state: 'dropped' },
  ])
    for (const side of ['area', 'owner', 'outcome', 'state'] as const)
      for (const [value, count] of countBy(all, side, chosen)) {
        const instead =
          side === 'outcome' ? { state: undefined } : side === 'state' ? { outcome: undefined } : {};
        expect(all.filter((of) => isChosen(of, { ...chosen, ...instead, [side]: value }))).toHaveLength(
          count,
        );
      }
});

import { describe, expect, test } from 'vitest';
import { brokenTogether, judgeRequest, valueFault } from './rules.ts';

const waiting = { dueOn: null, answeredOn: null, declinedOn: null };

describe('where a request stands', () => {
  test.each([
    ['no day given', {}, 'open', null, null],
    ['days left', { dueOn: '2025-03-10' }, 'open', 9, null],
    ['the last day', { dueOn: '2025-03-01' }, 'open', 0, null],
    ['late', { dueOn: '2025-02-26' }, 'overdue', null, 3],
    ['answered, though late', { dueOn: '2025-02-26', answeredOn: '2025-02-28' }, 'answered', null, null],
    ['declined', { dueOn: '2025-02-26', declinedOn: '2025-02-28' }, 'declined', null, null],
  ] as const)('%s', (_, given, state, daysLeft, daysLate) => {
    expect(judgeRequest({ ...waiting, ...given }, '2025-03-01')).toEqual({ state, daysLeft, daysLate });
  });
});

test.each([
  ['28.4', 'tonne', true],
  ['-1', 'tonne', false],
  ['10430000.05', 'CNY', true],
  ['10430000.005', 'CNY', false],
  ['508', 'person', true],
  ['508.5', 'person', false],
  ['16', 'case', true],
  ['16.0', 'case', false],
] as const)('%s of %s is taken: %s', (value, unit, taken) =>
  expect(valueFault(value, unit) === null).toBe(taken),
);

test.each([
  [{}, 0],
  [{ statement: 'ZM1' }, 1],
  [{ statement: 'ZM1', answeredOn: '2025-03-01' }, 0],
  [{ declinedOn: '2025-03-01' }, 1],
  [{ statement: 'ZM1', answeredOn: '2025-03-01', declinedOn: '2025-03-01', declineReason: '不掌握' }, 1],
])('%j has %i faults', (row, faults) => expect(brokenTogether(row)).toHaveLength(faults));

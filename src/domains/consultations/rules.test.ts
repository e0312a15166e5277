import { describe, expect, test } from 'vitest';
import {
  addDays,
  brokenAgreement,
  brokenEvaluation,
  brokenLink,
  brokenTopic,
  closedPeriods,
  dutiesOn,
  inForceOn,
  lastDayOfTerm,
  moneyOf,
  stateOn,
  type AgreementDates,
  type Kept,
  type Terms,
} from './rules.ts';

const none: AgreementDates = {
  proposedOn: null,
  topicsOn: null,
  negotiatedOn: null,
  signedOn: null,
  endsOn: null,
  endedOn: null,
  metOn: null,
  evaluatedOn: null,
  renewedOn: null,
};

describe('an agreement on a day', () => {
  const whole: AgreementDates = {
    proposedOn: '2020-01-01',
    topicsOn: '2020-02-01',
    negotiatedOn: '2020-03-01',
    signedOn: '2020-04-01',
    endsOn: '2025-03-31',
    endedOn: null,
    metOn: '2020-10-01',
    evaluatedOn: '2025-01-10',
    renewedOn: null,
  };
  test.each([
    ['2020-01-31', 'proposed', false],
    ['2020-02-01', 'topics', false],
    ['2020-03-01', 'negotiating', false],
    ['2020-03-31', 'negotiating', false],
    ['2020-04-01', 'signed', true],
    ['2020-10-01', 'running', true],
    ['2025-01-10', 'evaluated', true],
    ['2025-03-31', 'evaluated', true],
    ['2025-04-01', 'expired', false],
  ])('%s: %s', (day, state, inForce) => {
    expect([stateOn(whole, day), inForceOn(whole, day)]).toEqual([state, inForce]);
  });

  test('a successor that is signed, and an early end, go before the rest', () => {
    expect(stateOn({ ...whole, renewedOn: '2025-03-01' }, '2025-03-01')).toBe('renewed');
    expect(stateOn({ ...whole, endedOn: '2022-05-01' }, '2022-04-30')).toBe('running');
    expect(stateOn({ ...whole, endedOn: '2022-05-01' }, '2022-05-01')).toBe('ended');
    expect(inForceOn({ ...whole, endedOn: '2022-05-01' }, '2022-05-01')).toBe(false);
    expect(stateOn(none, '2022-05-01')).toBe('proposed');
  });

  test.each([
    ['2022-09-16', 5, '2027-09-15'],
    ['2024-01-01', 1, '2024-12-31'],
    ['2024-02-29', 1, '2025-02-28'],
    ['2024-02-29', 4, '2028-02-28'],
  ])('signed on %s for %i years, its last day is %s', (signedOn, years, last) => {
    expect(lastDayOfTerm(signedOn, years)).toBe(last);
  });
});

describe('what is owed', () => {
  const terms: Terms = { meetingsPerYear: 1, reportDays: 30, evaluationDays: 90, expiryDays: 180 };
  const unset: Terms = { meetingsPerYear: null, reportDays: null, evaluationDays: null, expiryDays: null };
  const kept: Kept = {
    ...none,
    signedOn: '2024-05-10',
    endsOn: '2029-05-09',
    parties: ['A', 'B'],
    meetingYears: [2025],
    reports: [
      { reportingUnit: 'A', year: 2026, half: 'first' },
      { reportingUnit: 'A', year: 2025, half: 'second' },
      { reportingUnit: 'B', year: 2025, half: 'second' },
    ],
    followed: false,
  };
  const told = (agreement: Kept, day: string, on: (day: string) => Terms = () => terms) =>
    dutiesOn(agreement, day, on).map(({ kind, dueOn, reportingUnit }) =>
      [kind, dueOn, reportingUnit].filter((part) => part !== undefined).join(' '),
    );

  const ending = { endsOn: '2027-05-09', meetingYears: [2025, 2026], parties: [] };
  test.each<[string, string, Partial<Kept>, string[]]>([
    [
      'a meeting, and a report of one region',
      '2026-11-25',
      {},
      ['meeting 2026-12-31', 'report 2026-07-30 B'],
    ],
    ['the meeting was held', '2026-11-25', { meetingYears: [2025, 2026] }, ['report 2026-07-30 B']],
    [
      'a year that was missed stays owed in the next',
      '2026-02-01',
      { meetingYears: [], parties: ['A'], reports: [] },
      ['meeting 2025-12-31', 'meeting 2026-12-31', 'report 2026-01-30 A', 'report 2025-07-30 A'],
    ],
    ['not in the year it was signed', '2024-11-01', { meetingYears: [], reports: [] }, []],
    ['before its end', '2026-11-10', ending, ['evaluation 2027-02-08', 'expiry 2027-05-09']],
    ['a day earlier', '2026-11-09', ending, []],
    [
      'evaluated, and one that follows',
      '2026-12-05',
      { ...ending, evaluatedOn: '2026-12-05', followed: true },
      [],
    ],
    ['over, never evaluated', '2028-03-01', { ...ending, meetingYears: [2027] }, ['evaluation 2027-02-08']],
    [
      'in its last year by its last day',
      '2027-03-01',
      { ...ending, followed: true, evaluatedOn: '2027-01-01' },
      ['meeting 2027-05-09'],
    ],
    ['ended early', '2026-11-25', { endedOn: '2026-11-25' }, []],
    ['not signed', '2026-11-25', { signedOn: null }, []],
  ])('%s', (_, day, change, expected) => {
    expect(told({ ...kept, ...change }, day)).toEqual(expected);
  });

  test('each is judged by the terms of its own case; without terms nothing is owed', () => {
    expect(told(kept, '2026-11-25', () => unset)).toEqual([]);
    const from2026 = (day: string) => (day >= '2026-01-01' ? terms : unset);
    expect(told({ ...kept, meetingYears: [], reports: [], endsOn: null }, '2026-02-01', from2026)).toEqual([
      'meeting 2026-12-31',
    ]);
  });

  test('half years that are over, the latest first', () => {
    expect(closedPeriods('2026-07-01', 2)).toEqual([
      { year: 2026, half: 'first' },
      { year: 2025, half: 'second' },
    ]);
    expect(closedPeriods('2026-06-30', 1)).toEqual([{ year: 2025, half: 'second' }]);
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  });
});

test('money is the latest total of each region, added to the fen', () => {
  const report = (reportingUnit: string, year: number, half: 'first' | 'second', pledged: string) => ({
    reportingUnit,
    year,
    half,
    pledged,
    delivered: '0.10',
  });
  expect(moneyOf([])).toBeNull();
  expect(
    moneyOf([
      report('A', 2025, 'second', '100.00'),
      report('A', 2026, 'first', '900719925474099.29'),
      report('B', 2025, 'first', '0.03'),
    ]),
  ).toEqual({ pledged: '900719925474099.32', delivered: '0.20' });
});

test('rows whose fields do not belong together are refused', () => {
  const count = (faults: readonly unknown[]) => faults.length;
  expect(count(brokenAgreement({ code: 'HS1', renews: 'HS1', endReason: 'x', endedOn: null }))).toBe(2);
  expect(count(brokenAgreement({ code: 'HS1', renews: 'HS0', endReason: 'x', endedOn: '2026-01-01' }))).toBe(
    0,
  );
  expect(count(brokenTopic({ decision: 'refused', decidedOn: '2026-01-01', reason: null }))).toBe(1);
  expect(count(brokenTopic({ decision: 'merged', decidedOn: null, mergedInto: null }))).toBe(2);
  expect(
    count(brokenTopic({ code: 'A', decision: 'merged', decidedOn: '2026-01-01', mergedInto: 'A' })),
  ).toBe(1);
  expect(count(brokenTopic({ decision: null, decidedOn: null, mergedInto: null }))).toBe(0);
  for (const [score, faults] of [
    ['100', 0],
    ['0', 0],
    ['86.5', 0],
    ['100.5', 1],
    ['-1', 1],
    ['101', 1],
  ] as const)
    expect(count(brokenEvaluation({ score })), score).toBe(faults);
  expect(count(brokenLink({ award: 'A', platform: null, fund: null }))).toBe(0);
  expect(count(brokenLink({ award: 'A', platform: 'B' }))).toBe(1);
  expect(count(brokenLink({}))).toBe(1);
});

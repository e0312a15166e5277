import { describe, expect, test } from 'vitest';
import type { Clock, ReplyState } from './contract.ts';
import { lifeOf } from './life.ts';
import { nextSerial, printNumber, serialOf } from './numbering.ts';
import { judge, missingParts, stateOf, stepsFor, type CaseFacts, type ReplyFacts } from './rules.ts';

const reply = (values: Partial<ReplyFacts> = {}): ReplyFacts => ({
  code: 'T-1-R1',
  round: 1,
  state: 'drafting',
  drafter: 'officer',
  category: null,
  publicity: null,
  satisfaction: null,
  openedOn: '2026-03-03',
  submittedOn: null,
  signedOn: null,
  signer: null,
  number: null,
  numberedOn: null,
  deliveredOn: null,
  answeredOn: null,
  publishedOn: null,
  archivedOn: null,
  ...values,
});

const clock = (name: string, due: string): Clock => ({
  name,
  label: { zh: name, en: name },
  from: '2026-03-02',
  term: '5个工作日',
  due,
  metOn: null,
  workingDaysLeft: 0,
  late: false,
  provisional: false,
  document: '示例文件',
  basis: 'document',
  steps: [],
});

const facts = (values: Partial<CaseFacts> = {}): CaseFacts => ({
  today: '2026-03-05',
  raisedOn: '2026-01-20',
  assignedOn: '2026-03-02',
  acceptedOn: '2026-03-03',
  returnedOn: null,
  handlings: [],
  replies: [],
  returnClock: clock('return', '2026-03-09'),
  feedbackClock: null,
  ...values,
});

const who = (role: string, organisation: string | null = null) => ({ role, account: role, organisation });

describe('where a case stands', () => {
  test.each<[string, Partial<CaseFacts>, string]>([
    ['not accepted', { acceptedOn: null }, 'assigned'],
    ['returned', { acceptedOn: null, returnedOn: '2026-03-04' }, 'returned'],
    ['accepted', {}, 'accepted'],
    ['drafted', { replies: [reply()] }, 'drafting'],
    ['delivered', { replies: [reply({ state: 'delivered' })] }, 'delivered'],
    [
      'satisfied',
      { replies: [reply({ state: 'answered', satisfaction: 'satisfied', category: 'A' })] },
      'answered',
    ],
    ['not satisfied', { replies: [reply({ state: 'answered', satisfaction: 'unsatisfied' })] }, 'again'],
    [
      'not satisfied once published',
      { replies: [reply({ state: 'published', satisfaction: 'unsatisfied' })] },
      'again',
    ],
    [
      'B, feedback given',
      { replies: [reply({ state: 'answered', satisfaction: 'basically', category: 'B' })] },
      'tracking',
    ],
    ['B, archived', { replies: [reply({ state: 'archived', category: 'B' })] }, 'tracking'],
    ['B, not answered yet', { replies: [reply({ state: 'delivered', category: 'B' })] }, 'delivered'],
    [
      'second round',
      {
        replies: [
          reply({ state: 'answered', satisfaction: 'unsatisfied' }),
          reply({ round: 2, state: 'office' }),
        ],
      },
      'office',
    ],
  ])('%s', (_, values, state) => {
    expect(stateOf(facts(values))).toBe(state);
  });
});

describe('who may do what', () => {
  const states: ReplyState[] = [
    'drafting',
    'division',
    'office',
    'secrecy',
    'signing',
    'signed',
    'numbered',
    'delivered',
    'answered',
    'published',
  ];
  /** For each action of a reply, who does it and in which states. */
  test.each<[string, string, ReplyState[]]>([
    ['submit', 'officer', ['drafting']],
    ['review', 'division', ['division']],
    ['review', 'office', ['office']],
    ['review', 'secrecy', ['secrecy']],
    ['sign', 'signer', ['signing']],
    ['number', 'office', ['signed']],
    ['deliver', 'office', ['numbered']],
    ['feedback', 'deputy', ['delivered', 'answered', 'published']],
    ['publish', 'office', ['delivered', 'answered', 'published']],
  ])('%s by %s', (action, role, allowed) => {
    for (const state of states) {
      const why = judge(action, facts({ replies: [reply({ state, publicity: 'open' })] }), who(role));
      expect(why === null, `${action} in ${state}`).toBe(allowed.includes(state));
    }
    for (const other of [
      'officer',
      'division',
      'office',
      'secrecy',
      'signer',
      'deputy',
      'partner',
      'auditor',
    ]) {
      const doers: Record<string, string[]> = {
        review: ['division', 'office', 'secrecy'],
        feedback: ['deputy', 'office'],
      };
      if ((doers[action] ?? [role]).includes(other)) continue;
      for (const state of states)
        expect(judge(action, facts({ replies: [reply({ state })] }), who(other))?.zh).toContain(
          '不由您的岗位',
        );
    }
  });

  test('a drafter does not review his own reply', () => {
    const own = facts({ replies: [reply({ state: 'division', drafter: 'division' })] });
    expect(judge('review', own, who('division'))?.zh).toContain('起草人不审核');
  });

  test.each<[string, Partial<CaseFacts>, string | null]>([
    ['on the last day', { acceptedOn: null, today: '2026-03-09' }, null],
    ['a day later', { acceptedOn: null, today: '2026-03-10' }, '最后一日为 2026-03-09'],
    ['once accepted', {}, '签收后不能退回'],
    ['returned already', { acceptedOn: null, returnedOn: '2026-03-04' }, '已经办过'],
  ])('returning %s', (_, values, words) => {
    const why = judge('return', facts(values), who('office'));
    if (words === null) expect(why).toBeNull();
    else expect(why?.zh).toContain(words);
  });

  test.each<[string, Partial<ReplyFacts>, Partial<CaseFacts>, boolean]>([
    [
      'published, feedback given',
      { state: 'published', satisfaction: 'satisfied', publishedOn: '2026-05-01', publicity: 'open' },
      {},
      true,
    ],
    [
      'closed, feedback given',
      { state: 'answered', satisfaction: 'satisfied', publicity: 'closed' },
      {},
      true,
    ],
    ['open, not published', { state: 'answered', satisfaction: 'satisfied', publicity: 'open' }, {}, false],
    ['not satisfied', { state: 'answered', satisfaction: 'unsatisfied', publicity: 'closed' }, {}, false],
    [
      'no feedback, its term running',
      { state: 'delivered', publicity: 'closed' },
      { feedbackClock: clock('feedback', '2026-03-05') },
      false,
    ],
    [
      'no feedback, its term over',
      { state: 'delivered', publicity: 'closed' },
      { feedbackClock: clock('feedback', '2026-03-04') },
      true,
    ],
  ])('archiving: %s', (_, one, values, allowed) => {
    const why = judge('archive', facts({ ...values, replies: [reply(one)] }), who('office'));
    expect(why === null).toBe(allowed);
  });

  test('at most one step is the one to do next', () => {
    for (const state of states) {
      for (const role of ['officer', 'division', 'office', 'secrecy', 'signer', 'deputy', 'partner']) {
        const steps = stepsFor(facts({ replies: [reply({ state })] }), who(role));
        expect(steps.filter(({ primary }) => primary).length).toBeLessThanOrEqual(1);
        for (const { allowed, why } of steps) expect(allowed).toBe(why === null);
      }
    }
  });
});

describe('co-handling parts', () => {
  const unit = {
    organisation: 'DW-1',
    title: '示例单位',
    part: 'co',
    opinionOn: null,
    wrote: false,
  } as const;
  test.each([
    ['missing within its term', { ...unit, clock: clock('co-opinion', '2026-03-05') }, 1],
    ['overdue: not waited for', { ...unit, clock: clock('co-opinion', '2026-03-04') }, 0],
    ['opinion given', { ...unit, opinionOn: '2026-03-04', clock: clock('co-opinion', '2026-04-01') }, 0],
    ['its part written', { ...unit, wrote: true, clock: clock('co-opinion', '2026-04-01') }, 0],
    ['no term set', { ...unit, clock: null }, 1],
    ['handled separately', { ...unit, part: 'separate' as const, clock: null }, 0],
  ])('%s', (_, handling, missing) => {
    expect(missingParts(facts({ handlings: [handling] }))).toHaveLength(missing);
  });
});

describe('document numbers', () => {
  test.each([
    [{ first: 1, last: 999 }, null, 1],
    [{ first: 50, last: 999 }, null, 50],
    [{ first: 1, last: 999 }, 59, 60],
    [{ first: 100, last: 999 }, 59, 100],
    [{ first: 1, last: 59 }, 59, null],
    [{ first: 60, last: 59 }, null, null],
  ])('after %o %s comes %s', (series, taken, next) => {
    expect(nextSerial(series, taken)).toBe(next);
  });

  const series = { prefix: '吉科发规划', pattern: '{prefix}〔{year}〕{n}号' };
  test('are printed and read back', () => {
    expect(printNumber(series, 2025, 59)).toBe('吉科发规划〔2025〕59号');
    expect(serialOf(series, '吉科发规划〔2025〕59号')).toEqual({ year: 2025, serial: 59 });
    expect(serialOf(series, '吉科函〔2025〕59号')).toBeNull();
    const odd = { prefix: 'A.$&(x)', pattern: '{prefix}[{year}] {n}' };
    expect(serialOf(odd, printNumber(odd, 2026, 7))).toEqual({ year: 2026, serial: 7 });
  });
});

test('the life of a second round goes on after the first', () => {
  const rounds = [
    reply({
      state: 'answered',
      deliveredOn: '2026-04-01',
      answeredOn: '2026-04-08',
      satisfaction: 'unsatisfied',
    }),
    reply({ code: 'T-1-R2', round: 2, state: 'drafting', openedOn: '2026-04-09' }),
  ];
  const points = lifeOf(facts({ replies: rounds }));
  expect(points.filter(({ label }) => label.zh.includes('第2次')).length).toBeGreaterThan(5);
});

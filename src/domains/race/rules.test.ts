import fc from 'fast-check';
import { ranksOf } from '#domains/indices/engine.ts';
import { describe, expect, test } from 'vitest';
import {
  changePercent,
  isBeyond,
  itemFaults,
  plainDecimal,
  settingsFaults,
  stepWords,
  tierFaults,
  type Step,
} from './rules.ts';
import { acts, isPublished, isToldRegions, nextOf, stepAfter, whyOutOfOrder, type ActName } from './steps.ts';

const order = Object.keys(stepWords) as Step[];
const names = Object.keys(acts) as ActName[];

describe('the order of a cycle', () => {
  /** Which acts may be done at which step, by hand. */
  const allowed: Record<Step, string> = {
    plan: 'draft weigh freeze openReporting',
    report: 'report submit closeReporting',
    verify: 'report submit verify return compute',
    compute: 'compute openFeedback correct',
    feedback: 'compute appeal answer decide correct',
    meeting: 'announce correct',
    announce: 'announce publish correct',
    publish: 'correct openSelection',
    select: 'correct nominate award',
    award: 'correct nominate award review',
    review: 'correct review',
  };

  test.each(order)('at %s', (step) => {
    expect(names.filter((name) => whyOutOfOrder(name, step) === null).toSorted()).toEqual(
      allowed[step].split(' ').toSorted(),
    );
  });

  test.each(names)('%s out of order names the rule and the way out, in both languages', (name) => {
    for (const step of [null, ...order]) {
      const why = whyOutOfOrder(name, step);
      if (why === null) continue;
      expect(why.zh).toMatch(/赛马按环节办理.*(请先办：“|更正数据并重新测算|启动一轮赛马)/);
      expect(why.en).toMatch(
        /A cycle goes step by step.*(Do first: \w|corrected and computed anew|Open a cycle first)/,
      );
    }
  });

  test('one act leads from each step to the next, to the end', () => {
    const way: Step[] = ['plan'];
    for (let next = nextOf('plan'); next; next = nextOf(way.at(-1) ?? 'review')) {
      const step = way.at(-1) ?? 'plan';
      expect(whyOutOfOrder(next.act, step), next.act).toBeNull();
      const after = stepAfter(next.act, step);
      if (after === null) throw new Error(`${next.act} leads nowhere from ${step}`);
      way.push(after);
    }
    expect(way).toEqual(order);
  });

  test.each<[ActName, Step, Step | null]>([
    ['compute', 'verify', 'compute'],
    ['compute', 'feedback', null],
    ['correct', 'compute', null],
    ['correct', 'meeting', 'feedback'],
    ['correct', 'announce', 'feedback'],
    ['correct', 'award', null],
    ['announce', 'announce', null],
  ])('%s at %s leads to %s', (name, step, expected) => {
    expect(stepAfter(name, step)).toBe(expected);
  });

  test('who is told when', () => {
    expect(order.filter(isToldRegions)).toEqual(order.slice(4));
    expect(order.filter(isPublished)).toEqual(order.slice(7));
    expect([isToldRegions(null), isPublished(null)]).toEqual([false, false]);
  });
});

describe('rows of a method', () => {
  const indicator = {
    item: 'rd',
    kind: 'indicator',
    level: 1,
    parent: 'a',
    weight: '1',
    direction: 'up',
    unit: '%',
  };
  test.each<[string, Record<string, unknown>, string[]]>([
    ['an indicator', indicator, []],
    ['a group', { item: 'a', kind: 'aggregate', level: 2, weight: '1' }, []],
    ['a denominator', { item: 'gdp', kind: 'denominator', unit: '亿元' }, []],
    ['a code with a blank', { ...indicator, item: '1 rd' }, ['指标代码以字母开头']],
    ['an indicator above the first level', { ...indicator, level: 2 }, ['指标的层级为 1']],
    ['an indicator without a parent', { ...indicator, parent: null }, ['指标须填写上级代码']],
    ['one post alone', { ...indicator, lower: '0' }, ['下限和上限须同时填写']],
    ['a weight below 0', { ...indicator, weight: '-1' }, ['权重不能为负']],
    [
      'a group that is divided',
      { item: 'a', kind: 'aggregate', level: 1, weight: '1', denominator: 'gdp' },
      ['上级指标不填除以', '上级指标的层级从 2 起'],
    ],
    [
      'a denominator with a weight',
      { item: 'gdp', kind: 'denominator', unit: '亿元', weight: '1' },
      ['分母不填权重'],
    ],
  ])('%s', (_, row, expected) => {
    expect(itemFaults(row).map(({ zh }) => zh)).toEqual(
      expected.map((zh) => expect.stringContaining(zh) as string),
    );
  });

  test.each<[string, Record<string, unknown>, number]>([
    ['{"a":1}', { settings: '{"a":1}' }, 0],
    ['no JSON', { settings: '{"a"' }, 1],
    ['a list', { settings: '[]', factors: 'x' }, 2],
    ['frozen without a digest', { settings: '{}', frozenOn: '2026-01-01' }, 1],
  ])('settings: %s', (_, row, count) => {
    expect(settingsFaults(row)).toHaveLength(count);
  });

  test.each<[Record<string, unknown>, number]>([
    [{ edge: 'score', from: '80', amount: '0.00' }, 0],
    [{ edge: 'rest', weight: '1' }, 0],
    [{ edge: 'rank', from: '1.5', amount: '1.00' }, 1],
    [{ edge: 'rank', from: '0', amount: '1.00' }, 1],
    [{ edge: 'rest', from: '1', amount: '1.00', weight: '1' }, 2],
    [{ edge: 'score', amount: null }, 2],
  ])('tier %o', (row, count) => {
    expect(tierFaults(row)).toHaveLength(count);
  });
});

describe('values beside the year before', () => {
  test.each<[string, string, string | null, boolean]>([
    ['100', '130', '30.0', false],
    ['100', '130.01', '30.0', true],
    ['100', '70', '-30.0', false],
    ['100', '69.99', '-30.0', true],
    ['3', '4', '33.3', true],
    ['8', '7', '-12.5', false],
    ['-2', '-1', '50.0', true],
    ['0', '0', null, false],
    ['0', '0.01', null, true],
    ['2000', '1999', '-0.1', false],
    ['3000', '2999', '0.0', false],
  ])('%s → %s is %s%', (before, now, change, beyond) => {
    expect(changePercent(before, now)).toBe(change);
    expect(isBeyond(before, now, '30')).toBe(beyond);
  });

  test('nothing to compare with', () => {
    expect(changePercent(null, '1')).toBeNull();
    expect(changePercent('1', null)).toBeNull();
  });

  test.each([
    ['12.50', '12.5'],
    ['3.00', '3'],
    ['100', '100'],
    ['0.10', '0.1'],
  ])('%s is spelled %s', (given, plain) => {
    expect(plainDecimal(given)).toBe(plain);
  });
});

describe('ranks', () => {
  test.each<[(number | null)[], (number | null)[]]>([
    [
      [3, 1, 2],
      [1, 3, 2],
    ],
    [
      [2, 2, 1],
      [1, 1, 3],
    ],
    [
      [0.1 + 0.2, 0.3, 0],
      [1, 1, 3],
    ],
    [
      [null, 5, null],
      [null, 1, null],
    ],
    [[], []],
  ])('%o → %o', (scores, ranks) => {
    expect(ranksOf(scores)).toEqual(ranks);
  });

  test('a rank is one more than how many stand higher, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 }), (scores) => {
        for (const [at, rank] of ranksOf(scores).entries())
          expect(rank).toBe(1 + scores.filter((other) => other > (scores[at] ?? 0)).length);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '#kernel/contract/refusal.ts';
import { combine, descendingRanks, exactWeights, Measured, roomFor } from './aggregate.ts';
import { buildIndex, type Built } from './compute.ts';
import { readDataset } from './intake.ts';
import { Method, type Mean } from './method.ts';
import { momentsOf, treatColumn } from './treat.ts';

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const meta = `Level,iCode,Direction,Weight,Parent,Type,Denominator,Target,iName
1,rd,1,2,input,Indicator,gdp,NA,R&D
1,staff,1,1,input,Indicator,NA,NA,Staff
1,late,-1,1,output,Indicator,NA,NA,Late reports
2,input,1,3,index,Aggregate,NA,NA,Input
2,output,1,1,index,Aggregate,NA,NA,Output
3,index,1,1,NA,Aggregate,NA,NA,Index
NA,gdp,NA,NA,NA,Denominator,NA,NA,GDP
NA,half,NA,NA,NA,Group,NA,NA,Half`;
const data = `uCode,uName,half,gdp,rd,staff,late
C,丙,south,50,5,NA,2
A,甲,north,100,20,8,0
D,丁,south,10,1,4,4
B,乙,north,200,10,2,NA`;
const read = (dataText = data, metaText = meta) =>
  readDataset(file('iData.csv', dataText), file('iMeta.csv', metaText));
const build = (method: unknown, dataText = data, metaText = meta): Built =>
  buildIndex(read(dataText, metaText), Method.parse(method));
const whole = {
  denominate: true,
  impute: { method: 'group-mean', group: 'half' },
  normalise: { method: 'min-max', lower: 0, upper: 100 },
  aggregate: 'arithmetic',
};
const columnOf = (
  built: Built,
  stage: 'denominated' | 'imputed' | 'normalised' | 'aggregates',
  code: string,
) => [...(built[stage].get(code) ?? [])];

test('by hand: every stage of four units', () => {
  const built = build(whole);
  expect(built.units).toEqual(['A', 'B', 'C', 'D']);
  expect(columnOf(built, 'denominated', 'rd')).toEqual([0.2, 0.05, 0.1, 0.1]);
  expect(built.filled).toEqual([
    { unit: 'B', code: 'late' },
    { unit: 'C', code: 'staff' },
  ]);
  expect(columnOf(built, 'imputed', 'staff')).toEqual([8, 2, 4, 4]);
  expect(columnOf(built, 'imputed', 'late')).toEqual([0, 0, 2, 4]);
  expect(columnOf(built, 'normalised', 'rd').map((value) => value.toFixed(9))).toEqual(
    [100, 0, 100 / 3, 100 / 3].map((value) => value.toFixed(9)),
  );
  expect(columnOf(built, 'normalised', 'late')).toEqual([100, 100, 50, 0]);
  // (2 × 33.3… + 1 × 33.3…) / 3, and 3 : 1 of the pillars.
  const input = [100, 0, 100 / 3, 100 / 3];
  expect(columnOf(built, 'aggregates', 'input').map((value) => value.toFixed(9))).toEqual(
    input.map((value) => value.toFixed(9)),
  );
  expect([...built.index].map((value) => value.toFixed(9))).toEqual(
    [100, 25, 37.5, 25].map((value) => value.toFixed(9)),
  );
  expect(built.ranks).toEqual([1, 3, 2, 3]);
});

test('a step that is left out is not done; a unit with too little is left out', () => {
  const bare = build({ aggregate: 'arithmetic' });
  expect(columnOf(bare, 'denominated', 'rd')).toEqual([20, 10, 5, 1]);
  expect(columnOf(bare, 'normalised', 'late')).toEqual([0, Number.NaN, 2, 4]);
  // Weights are rescaled over what is there.
  expect(columnOf(bare, 'aggregates', 'input')[2]).toBe(5);
  expect(build({}).ranks).toEqual([null, null, null, null]);
  expect(build({ screen: 0.9, aggregate: 'arithmetic' }).screened).toEqual(['A', 'D']);
  expect(build({ screen: 2 / 3, aggregate: 'arithmetic' }).screened).toEqual(['A', 'B', 'C', 'D']);
  expect(columnOf(build({ aggregate: 'arithmetic', threshold: 0.9 }), 'aggregates', 'input')[2]).toBeNaN();
});

describe('a common scale', () => {
  const scaled = (normalise: unknown) =>
    columnOf(
      build({ impute: { method: 'median' }, normalise, aggregate: 'arithmetic' }),
      'normalised',
      'late',
    );
  test.each([
    [{ method: 'min-max', lower: 1, upper: 5 }, [5, 3, 3, 1]],
    [{ method: 'efficacy' }, [100, 80, 80, 60]],
    [{ method: 'rank' }, [4, 2, 2, 1]],
    [{ method: 'borda' }, [3, 1, 1, 0]],
    [{ method: 'percentile-rank' }, [1, 1 / 3, 1 / 3, 0]],
    [{ method: 'distance-to-max' }, [1, 0.5, 0.5, 0]],
  ])('%o', (normalise, expected) => expect(scaled(normalise)).toEqual(expected));

  test('z-scores have the mean and deviation asked for', () => {
    const values = scaled({ method: 'z-score', mean: 10, sd: 2 });
    const mean = values.reduce((sum, value) => sum + value, 0) / 4;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3);
    expect([mean.toFixed(10), sd.toFixed(10)]).toEqual(['10.0000000000', '2.0000000000']);
  });

  test('targets and goalposts are of the indicator, from the other end where less is better', () => {
    const with_ = `${meta.split('\n')[0]},goalpost_lower,goalpost_upper,goalpost_scale
1,rd,1,1,index,Indicator,NA,10,R,0,20,10
1,late,-1,1,index,Indicator,NA,1,L,0,2,10
2,index,1,1,NA,Aggregate,NA,NA,I,,,`;
    const only = data.replaceAll(/,NA/g, ',1');
    const at = (method: string, code: string) =>
      columnOf(build({ normalise: { method }, aggregate: 'arithmetic' }, only, with_), 'normalised', code);
    expect(at('distance-to-target', 'rd')).toEqual([1 + 10 / 9, 1, 1 - 5 / 9, 0]);
    expect(at('distance-to-target', 'late')).toEqual([1 + 1 / 3, 1, 1 - 1 / 3, 0]);
    expect(at('goalposts', 'rd')).toEqual([10, 5, 2.5, 0.5]);
    expect(at('goalposts', 'late')).toEqual([10, 5, 0, 0]);
  });
});

describe('outliers', () => {
  const step = { winmax: 5, skew: 2, kurtosis: 3.5, log: true, boxCox: false };
  test('skewness and kurtosis as statisticians adjust them for samples', () => {
    // 1, 2, 3, 4, 10: m2 = 10, m3 = 36, m4 = 278.8; G1 = 36/10^1.5 · √20/3; G2 = 4/(3·2) · (6·(2.788 − 3) + 6).
    const { skew, kurtosis } = momentsOf(Float64Array.of(1, 2, 3, 4, 10));
    expect(skew).toBeCloseTo((36 / 10 ** 1.5) * (Math.sqrt(20) / 3), 12);
    expect(kurtosis).toBeCloseTo((4 / 6) * (6 * (278.8 / 100 - 3) + 6), 12);
  });
  test('the ends are drawn in until the column passes', () => {
    const column = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000, Number.NaN);
    const { values, treatment } = treatColumn(column, step);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, Number.NaN]);
    expect(treatment).toEqual({ high: 1, low: 0, log: false, passes: true });
    const { values: lower } = treatColumn(
      column.map((value) => -value),
      step,
    );
    expect([...lower].at(10)).toBe(-10);
  });
  test('where drawing in is not enough the column as it was goes on a logarithmic scale', () => {
    const column = Float64Array.from({ length: 12 }, (_, at) => 10 ** at);
    const { values, treatment } = treatColumn(column, { ...step, winmax: 0 });
    expect(treatment.log).toBe(true);
    expect(values[0]).toBe(Math.log(0.01 * (1e11 - 1)));
    expect([...values]).toEqual([...values].toSorted((one, other) => one - other));
  });
  test('two values are not made one', () => {
    const column = Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    const { values } = treatColumn(column, { ...step, log: false });
    expect([...values]).toEqual([...column]);
  });
});

describe('means', () => {
  const meanOf = (mean: Mean, ...rows: [number, ...number[]][]) =>
    combine(
      rows.map(([, ...values]) => new Measured(Float64Array.from(values))),
      rows.map(([weight]) => weight),
      mean,
      0,
      roomFor((rows[0]?.length ?? 1) - 1),
    ).values;
  test.each([
    ['arithmetic', 4.75],
    ['geometric', 2 ** 0.25 * 4 ** 0.25 * Math.sqrt(6.5)],
    ['harmonic', 1 / (0.25 / 2 + 0.25 / 4 + 0.5 / 6.5)],
    [{ power: 2 }, Math.sqrt(0.25 * 4 + 0.25 * 16 + 0.5 * 42.25)],
    [{ power: 0 }, 2 ** 0.25 * 4 ** 0.25 * Math.sqrt(6.5)],
  ] as const)('%o', (mean, expected) =>
    expect(meanOf(mean, [1, 2], [1, 4], [2, 6.5])[0]).toBeCloseTo(expected, 12),
  );
  test('Copeland weighs exactly: 0.1 + 0.2 against 0.3 is a tie', () => {
    expect(0.1 + 0.2 > 0.3).toBe(true);
    expect([...meanOf('copeland', [0.1, 2, 1], [0.2, 2, 1], [0.3, 1, 2])]).toEqual([0, 0]);
    expect(exactWeights([0.1, 0.25, 3, 1e-7, 0])).toEqual([1_000_000n, 2_500_000n, 30_000_000n, 1n, 0n]);
  });
  test('ranks: ties share the smaller, closer than 1e-10 is a tie, none has none', () => {
    expect(descendingRanks(Float64Array.of(2, 3, 3 + 1e-13, 1, Number.NaN))).toEqual([3, 1, 1, 4, null]);
  });
});

describe('what does not hold is refused, every fault at its place', () => {
  const places = (run: () => unknown): string[] => {
    try {
      run();
    } catch (error) {
      if (error instanceof Refusal) return error.faults.map(({ at, zh }) => `${at}: ${zh}`);
      throw error;
    }
    return [];
  };
  test('the tables', () => {
    const brokenMeta = meta
      .replace('1,staff,1,1,input', '1,staff,2,-1,nowhere')
      .replace('2,output,1,1,index', '2,output,1,1,output');
    const found = places(() => read(data.replace('A,甲,north,100,20', 'C,甲,north,100,很多'), brokenMeta));
    for (const part of [
      'Direction 应为 1 或 -1',
      '权重不能为负',
      'Parent“nowhere”不是汇总项',
      'Parent“output”在第 2 层，应在第 3 层',
      '单位代码“C”重复',
      '“很多”不是数字',
    ])
      expect(
        found.some((fault) => fault.includes(part)),
        `${part}\n${found.join('\n')}`,
      ).toBe(true);
    expect(places(() => read('uCode,rd\nA,1', meta)).length).toBeGreaterThan(3);
    expect(
      places(() => read(data, meta.replaceAll(',2,input,', ',0,input,').replace('staff,1,1', 'staff,1,0'))),
    ).toEqual(['iMeta.csv input: 其下各项的权重之和为 0']);
    expect(places(() => read(data, meta.replace('3,index,1,1,NA', '3,index,1,1,input')))[0]).toContain(
      '不能成环',
    );
  });
  test('the steps', () => {
    expect(places(() => build(whole, data.replaceAll(/,(8|2|4|NA),/g, ',5,')))[0]).toContain(
      '各单位的值都相同',
    );
    expect(places(() => build({ denominate: true }, data.replace('north,100', 'north,0')))[0]).toContain(
      '分母为 0',
    );
    expect(places(() => build({ ...whole, aggregate: 'geometric' })).length).toBeGreaterThan(2);
    // A power of what is below 0 is no number.
    const z = { ...whole, normalise: { method: 'z-score' } };
    expect(places(() => build({ ...z, aggregate: { power: 0.5 } })).length).toBeGreaterThan(2);
    expect(build({ ...z, aggregate: { power: 1 } }).ranks).toEqual(build(z).ranks);
    expect(places(() => build({ ...whole, aggregate: ['arithmetic'] }))[0]).toContain('2 层');
    expect(places(() => build({ impute: { method: 'group-mean', group: 'none' } }))[0]).toContain('none');
    expect(Method.safeParse({ normalise: { method: 'min-max', lower: 2, upper: 1 } }).success).toBe(false);
    expect(Method.safeParse({ winsorise: true }).success).toBe(false);
  });
});

/** Tables of random worlds: units, three indicators in one group and one in another. */
const worlds = fc
  .array(fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 1000 }))), {
    minLength: 3,
    maxLength: 25,
  })
  .filter((rows) => [0, 1, 2, 3].every((at) => new Set(rows.map((row) => row[at])).size > 1));
const worldMeta = `Level,iCode,Direction,Weight,Parent,Type
1,a,1,1,p,Indicator\n1,b,1,2,p,Indicator\n1,c,1,0.5,p,Indicator\n1,d,1,1,q,Indicator
2,p,1,1,i,Aggregate\n2,q,1,2,i,Aggregate\n3,i,1,1,NA,Aggregate`;
const worldData = (rows: readonly (readonly number[])[]): string =>
  ['uCode,a,b,c,d', ...rows.map((row, at) => [`U${at}`, ...row].join(','))].join('\n');
const minMax = { normalise: { method: 'min-max', lower: 0, upper: 100 }, aggregate: 'arithmetic' };

test('the order of rows and columns changes nothing', () => {
  fc.assert(
    fc.property(worlds, fc.integer(), (rows, seed) => {
      const lines = worldData(rows).split('\n');
      const [head = '', ...body] = lines;
      const turned = [...body.slice(seed % body.length), ...body.slice(0, seed % body.length)].toReversed();
      const [metaHead = '', ...metaBody] = worldMeta.split('\n');
      const method = { ...minMax, treat: {} };
      const [one, other] = [
        build(method, lines.join('\n'), worldMeta),
        build(method, [head, ...turned].join('\n'), [metaHead, ...metaBody.toReversed()].join('\n')),
      ];
      expect([...other.index]).toEqual([...one.index]);
      expect(other.ranks).toEqual(one.ranks);
    }),
    { numRuns: 60 },
  );
});

test('another unit of measure leaves min–max as it is; a better value never lowers the score of its unit', () => {
  fc.assert(
    fc.property(worlds, fc.integer({ min: 1, max: 90 }), fc.nat(500), (rows, scale, shift) => {
      const plain = build(minMax, worldData(rows), worldMeta);
      const moved = build(
        minMax,
        worldData(rows.map(([a = 0, ...rest]) => [a * scale + shift, ...rest])),
        worldMeta,
      );
      for (const [at, score] of plain.index.entries()) expect(moved.index[at]).toBeCloseTo(score, 9);
      const better = rows.map(([a = 0, ...rest], at) => [at === 0 ? a + shift : a, ...rest]);
      const raised = build(minMax, worldData(better), worldMeta);
      const of0 = plain.screened.indexOf('U0');
      expect(raised.index[of0] ?? 0).toBeGreaterThanOrEqual((plain.index[of0] ?? 0) - 1e-9);
    }),
    { numRuns: 60 },
  );
});

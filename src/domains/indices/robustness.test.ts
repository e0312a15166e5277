import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '#kernel/contract/refusal.ts';
import { buildIndex, buildPanel, type Built } from './compute.ts';
import { checkConsistency, correlate, cronbach } from './consistency.ts';
import type { Dataset } from './dataset.ts';
import { Evaluator } from './evaluator.ts';
import { explainUnit } from './explain.ts';
import { FactorsFile, patchMethod, readFactors, type Factor } from './factors.ts';
import { readDataset, readPanel } from './intake.ts';
import { Method } from './method.ts';
import { drawAt } from './random.ts';
import { findSwaps, leaveEachOut } from './swaps.ts';
import { readTable } from './table.ts';
import { summarise } from './tally.ts';
import { TiersFile } from './tiers.ts';
import { robustness } from './uncertainty.ts';
import { pairwise, weigh } from './weigh.ts';
import { readDesign, readWeightSets } from './weight-sets.ts';

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const meta = `Level,iCode,Direction,Weight,Parent,Type
1,a,1,1,p,Indicator
1,b,-1,2,p,Indicator
1,c,1,0.5,p,Indicator
1,d,1,1,q,Indicator
1,e,1,3,q,Indicator
2,p,1,1,i,Aggregate
2,q,1,2,i,Aggregate
3,i,1,1,NA,Aggregate
NA,g,NA,NA,NA,Group`;

/** A world of units with five indicators, skewed, some missing; the same for a seed. */
function world(seed: number, units: number, missing = 0.08): Dataset {
  const rows = Array.from({ length: units }, (_, unit) => {
    const cells = ['a', 'b', 'c', 'd', 'e'].map((__, at) =>
      drawAt(seed, unit, at) < missing && unit > 3
        ? 'NA'
        : Math.exp(3 * drawAt(seed + 1, unit, at)).toFixed(3),
    );
    return [`U${unit}`, `G${unit % 2}`, ...cells].join(',');
  });
  return readDataset(file('iData.csv', ['uCode,g,a,b,c,d,e', ...rows].join('\n')), file('iMeta.csv', meta));
}

const base = Method.parse({
  impute: { method: 'group-mean', group: 'g' },
  treat: { winmax: 3 },
  normalise: { method: 'min-max', lower: 1, upper: 100 },
  aggregate: 'arithmetic',
});
const sets = (dataset: Dataset) => () =>
  readWeightSets(readTable(file('w.csv', 'set,p,e\n1,1,1\n2,5,NA\n3,0.2,9'), []), dataset, []);
const given = {
  Winmax: [{ treat: { winmax: 1 } }, { treat: null }],
  Missing: [{ impute: { method: 'median' } }, {}],
  Scale: [{ normalise: { method: 'z-score', mean: 20, sd: 2 } }, {}],
  Weights: { sets: 'w.csv' },
  Mean: [{}, { aggregate: ['geometric', 'arithmetic'] }],
};
const factorsOf = (dataset: Dataset, factors: unknown = given): Factor[] =>
  readFactors(FactorsFile.parse(factors), base, dataset, sets(dataset));
const faultsOf = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return [error.words.zh, ...error.faults.map(({ at, zh }) => `${at} ${zh}`)];
    throw error;
  }
  return [];
};
const ranksOf = (built: Built): Record<string, number | null> =>
  Object.fromEntries(built.screened.map((unit, at) => [unit, built.ranks[at] ?? null]));

test('what is remembered between runs changes no rank: every variant as built anew', () => {
  for (const seed of [1, 2, 3]) {
    const dataset = world(seed, 14);
    const factors = factorsOf(dataset);
    const evaluator = new Evaluator(dataset, base, factors);
    expect(evaluator.variants).toBe(48);
    const all = robustness(dataset, base, factors, {
      replications: 1,
      seed: 1,
      allRanks: true,
      design: Array.from({ length: 48 }, (_, at) => ({
        run: String(at),
        levels: [at % 2, (at >> 1) % 2, (at >> 2) % 2, (at >> 3) % 3, at >= 24 ? 1 : 0],
      })),
    }).allRanks;
    for (const [at, { ranks }] of all.entries()) {
      let json = JSON.parse(JSON.stringify(base)) as Parameters<typeof patchMethod>[0];
      for (const [place, level] of [at % 2, (at >> 1) % 2, (at >> 2) % 2, -1, at >= 24 ? 1 : 0].entries()) {
        const factor = factors[place];
        if (factor?.is === 'method') json = patchMethod(json, factor.patches[level] ?? {});
      }
      const set = factors[3]?.is === 'weights' ? factors[3].sets[(at >> 3) % 3] : undefined;
      const put = <T extends { weight: number }>(node: T, place: number): T => ({
        ...node,
        weight: Number.isNaN(set?.weights[place]) ? node.weight : (set?.weights[place] ?? 0),
      });
      const weighed = {
        ...dataset,
        indicators: dataset.indicators.map(put),
        aggregates: dataset.aggregates.map((node, place) => put(node, dataset.indicators.length + place)),
      };
      const anew = ranksOf(buildIndex(weighed, Method.parse(json)));
      expect(Object.fromEntries(dataset.units.map((unit, one) => [unit, ranks[one] || null]))).toEqual(anew);
    }
  }
});

describe('ranks over runs', () => {
  const dataset = world(7, 12);
  test('the same for a seed, others for another; quantiles are those of the runs', () => {
    const plan = { replications: 400, seed: 42, allRanks: true };
    const [one, again] = [1, 2].map(() => robustness(dataset, base, factorsOf(dataset), plan));
    expect(again?.allRanks).toEqual(one?.allRanks);
    const other = robustness(dataset, base, factorsOf(dataset), { ...plan, seed: 43 });
    expect(other.allRanks).not.toEqual(one?.allRanks);
    for (const unit of dataset.units.keys()) {
      const sorted = (one?.allRanks ?? []).map(({ ranks }) => ranks[unit] ?? 0).toSorted((a, b) => a - b);
      const at = (share: number): number => {
        const place = (sorted.length - 1) * share;
        const low = sorted[Math.floor(place)] ?? 0;
        return low + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? 0) - low);
      };
      const found = summarise(one?.tally.countsOf(unit) ?? new Float64Array());
      expect(found?.mean).toBeCloseTo(sorted.reduce((sum, rank) => sum + rank, 0) / sorted.length, 12);
      expect([found?.q5, found?.median, found?.q95]).toEqual([at(0.05), at(0.5), at(0.95)]);
    }
  });
  test('chances of tiers sum to one where a tier takes all others', () => {
    const tiers = TiersFile.parse({
      tiers: [{ tier: '一', rank: 3 }, { tier: '二', score: 40 }, { tier: '三' }],
    });
    const { tiers: chances } = robustness(dataset, base, factorsOf(dataset), {
      replications: 50,
      seed: 1,
      tiers,
    });
    for (const unit of dataset.units.keys())
      expect(chances.reduce((sum, chance) => sum + (chance[unit] ?? 0), 0)).toBeCloseTo(1, 12);
    expect(chances[0]?.reduce((sum, chance) => sum + chance, 0)).toBeGreaterThanOrEqual(3 - 1e-9);
  });
  test('drawn weights stay within their share, at the levels named', () => {
    const factors = factorsOf(dataset, { Noise: { perturb: 0.25, levels: [1] } });
    const evaluator = new Evaluator(dataset, base, factors, 9);
    const nodes = [...dataset.indicators, ...dataset.aggregates];
    let moved = 0;
    for (let run = 0; run < 200; run++)
      for (const [node, weight] of evaluator.weightsOf([drawAt(9, run, 0)]).entries()) {
        const own = nodes[node]?.weight ?? 0;
        if (node >= dataset.indicators.length) expect(weight).toBe(own);
        else expect(Math.abs(weight / own - 1)).toBeLessThanOrEqual(0.25);
        if (weight !== own) moved += 1;
      }
    expect(moved).toBe(200 * dataset.indicators.length);
    const { sensitivity, runs } = robustness(dataset, base, factors, { replications: 100, seed: 9 });
    expect([runs, sensitivity?.by]).toEqual([100, 'estimated']);
  });
  test('a choice that cannot be computed is refused by its levels; so are levels that are no method', () => {
    const zero = {
      Scale: [{ normalise: { method: 'min-max', lower: 0, upper: 1 } }],
      Mean: [{}, { aggregate: 'geometric' }],
    };
    expect(
      faultsOf(() => robustness(dataset, base, factorsOf(dataset, zero), { replications: 9, seed: 1 }))[0],
    ).toContain('Scale=1, Mean=2');
    expect(
      faultsOf(() =>
        factorsOf(dataset, { X: [{ normalise: { method: 'none' } }, { treat: { winmax: -1 } }] }),
      ).length,
    ).toBeGreaterThan(2);
    const faults: { at: string; zh: string; en: string }[] = [];
    readWeightSets(readTable(file('w.csv', 'set,p,q,zz\n1,-1,x,1\n1,0,0,1'), faults), dataset, faults);
    readDesign(
      readTable(file('d.csv', 'run,Scale\n1,3\n1,1'), faults),
      [
        { name: 'Scale', levels: 2 },
        { name: 'Mean', levels: 2 },
      ],
      faults,
    );
    expect(faults.map(({ at }) => at)).toEqual([
      'w.csv 第 1 行 zz',
      'w.csv 第 2 行 p',
      'w.csv 第 2 行 q',
      'w.csv 第 3 行',
      'w.csv 第 3 行 i',
      'd.csv 第 1 行',
      'd.csv 第 2 行 Scale',
      'd.csv 第 3 行',
    ]);
  });
  test('a patch to another scale or imputation leaves the old one’s numbers behind', () => {
    expect(
      patchMethod(
        { normalise: { method: 'min-max', lower: 0, upper: 9 } },
        { normalise: { method: 'z-score', sd: 2 } },
      ),
    ).toEqual({
      normalise: { method: 'z-score', sd: 2 },
    });
    expect(
      patchMethod({ impute: { method: 'group-mean', group: 'g' } }, { impute: { method: 'mean' } }),
    ).toEqual({ impute: { method: 'mean' } });
    expect(patchMethod({ treat: { winmax: 5, skew: 2 } }, { treat: { winmax: 1 } })).toEqual({
      treat: { winmax: 1, skew: 2 },
    });
    expect(patchMethod({ treat: { winmax: 5 } }, { treat: null })).toEqual({});
  });
});

test('points won and lost sum to the difference, whatever the means and whatever is missing', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom('arithmetic', 'geometric', 'harmonic', { power: 2 }, { power: -1.5 }),
      fc.constantFrom('arithmetic', 'geometric', { power: 0.5 }),
      (seed, low, high) => {
        const dataset = world(seed, 8, 0.25);
        const { impute: _, ...rest } = base;
        const method = Method.parse({ ...rest, aggregate: [low, high] });
        const built = buildIndex(dataset, method);
        for (const [at, unit] of built.screened.entries()) {
          if (built.ranks[at] === null) continue;
          const { index, mean, above, below } = explainUnit(dataset, method, built, unit);
          for (const other of [mean, above, below]) {
            if (!other) continue;
            const points = dataset.indicators.reduce(
              (sum, { code }) => sum + (other.points.get(code) ?? Number.NaN),
              0,
            );
            expect(Math.abs(points - (index - other.index))).toBeLessThan(1e-7);
            expect(other.points.get('i')).toBeCloseTo(index - other.index, 9);
          }
        }
        const { rank, above, below } = explainUnit(dataset, method, built, built.screened[0] ?? '');
        expect((above?.rank ?? rank) <= rank && (below?.rank ?? rank) >= rank).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
  const dataset = world(1, 5, 0);
  const copeland = Method.parse({ ...base, aggregate: 'copeland' });
  expect(faultsOf(() => explainUnit(dataset, copeland, buildIndex(dataset, copeland), 'U1'))[0]).toContain(
    '科普兰',
  );
  expect(faultsOf(() => explainUnit(dataset, base, buildIndex(dataset, base), 'XX'))[0]).toContain(
    '没有单位',
  );
});

test('the smallest change of one weight draws neighbours level; a little more swaps them', () => {
  const { impute: _, ...bare } = base;
  for (const [seed, aggregate, rest] of [
    [4, 'arithmetic', base],
    [5, 'geometric', base],
    // Where something is missing, or means differ, the index is no straight line in a weight.
    [6, 'arithmetic', bare],
    [7, ['geometric', 'arithmetic'], base],
  ] as const) {
    const dataset = world(seed, 9);
    const method = Method.parse({ ...rest, aggregate });
    const built = buildIndex(dataset, method);
    const swaps = findSwaps(dataset, method, built);
    expect(swaps).toHaveLength(8);
    expect(swaps.filter(({ change }) => change !== null).length).toBeGreaterThan(5);
    for (const { upper, lower, change } of swaps) {
      if (!change) continue;
      const gapAt = (share: number): number => {
        const put = <T extends { code: string; weight: number }>(node: T): T =>
          node.code === change.code
            ? { ...node, weight: (change.weight * (1 - change.share) * share) / (change.share * (1 - share)) }
            : node;
        const moved = buildIndex(
          { ...dataset, indicators: dataset.indicators.map(put), aggregates: dataset.aggregates.map(put) },
          method,
        );
        const scoreOf = (unit: string): number => moved.index[moved.screened.indexOf(unit)] ?? Number.NaN;
        return scoreOf(upper) - scoreOf(lower);
      };
      expect(Math.abs(gapAt(change.toShare))).toBeLessThan(1e-8);
      const way = Math.sign(change.toShare - change.share);
      expect(gapAt(change.toShare + way * 1e-4 * Math.min(change.toShare, 1 - change.toShare))).toBeLessThan(
        0,
      );
      expect(gapAt(change.toShare - way * 0.01 * Math.abs(change.toShare - change.share))).toBeGreaterThan(0);
    }
  }
});

test('without an indicator the order is that of a tree without it', () => {
  const dataset = world(11, 10);
  for (const { code, moved } of leaveEachOut(dataset, base)) {
    const without = { ...dataset, indicators: dataset.indicators.filter((one) => one.code !== code) };
    const [before, after] = [ranksOf(buildIndex(dataset, base)), ranksOf(buildIndex(without, base))];
    expect(Object.fromEntries(moved)).toEqual(
      Object.fromEntries(Object.entries(after).filter(([unit, rank]) => rank !== before[unit])),
    );
  }
});

test('only the proportions of weights count', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (seed, scale) => {
        const dataset = world(seed, 8);
        const scaled = {
          ...dataset,
          indicators: dataset.indicators.map((one) => ({ ...one, weight: one.weight * scale })),
        };
        const [one, other] = [buildIndex(dataset, base), buildIndex(scaled, base)];
        for (const [at, score] of one.index.entries()) expect(other.index[at]).toBeCloseTo(score, 9);
      },
    ),
    { numRuns: 30 },
  );
});

describe('weights made by a method', () => {
  const dataset = world(3, 12, 0);
  test('comparisons in pairs: Saaty’s eigenvector and consistency', () => {
    const { weights, ratio } = pairwise({
      codes: ['a', 'b', 'c'],
      matrix: [
        [1, 3, 5],
        ['1/3', 1, 3],
        ['1/5', '1/3', 1],
      ],
    });
    // λ = 3.0385: the eigenvector of a 3 × 3 reciprocal matrix is made of the geometric means of its rows.
    const rows = [15, 1, 1 / 15].map(Math.cbrt);
    const sum = rows.reduce((total, one) => total + one, 0);
    for (const [at, one] of rows.entries()) expect(weights[at]).toBeCloseTo(one / sum, 9);
    expect(ratio).toBeCloseTo(0.0332, 4);
    const made = weigh(
      dataset,
      Method.parse({
        ...base,
        weights: {
          method: 'ahp',
          comparisons: {
            q: {
              codes: ['d', 'e'],
              matrix: [
                [1, '1/4'],
                [4, 1],
              ],
            },
          },
        },
      }),
    );
    expect([made.weights.get('d'), made.weights.get('e')].map((one) => one?.toFixed(9))).toEqual([
      '0.200000000',
      '0.800000000',
    ]);
    const wild = {
      method: 'ahp',
      comparisons: {
        p: {
          codes: ['a', 'b', 'c'],
          matrix: [
            [1, 9, '1/9'],
            ['1/9', 1, 9],
            [9, '1/9', 1],
          ],
        },
      },
    };
    expect(faultsOf(() => weigh(dataset, Method.parse({ ...base, weights: wild })))[1]).toContain(
      '一致性比例',
    );
  });
  test('equal, experts’ points, and the first principal component', () => {
    expect(
      new Set(weigh(dataset, Method.parse({ ...base, weights: { method: 'equal' } })).weights.values()),
    ).toEqual(new Set([1]));
    const points = { q: { one: { d: 30, e: 70 }, two: { d: 1, e: 1 } } };
    expect(
      weigh(dataset, Method.parse({ ...base, weights: { method: 'budget', points } })).weights.get('d'),
    ).toBeCloseTo(0.8, 12);
    const pca = weigh(dataset, Method.parse({ ...base, weights: { method: 'pca' } })).weights;
    expect((pca.get('a') ?? 0) + (pca.get('b') ?? 0) + (pca.get('c') ?? 0)).toBeCloseTo(1, 9);
    expect(pca.get('d')).toBeCloseTo(0.5, 9);
  });
});

test('whether indicators agree: correlation, alpha and what says the same twice', () => {
  const [x, y] = [Float64Array.of(1, 2, 3, Number.NaN), Float64Array.of(2, 4, 6.5, 1)];
  expect(correlate(x, y)).toBeCloseTo(0.9979487, 7);
  expect(correlate(x, Float64Array.of(1, 1, 1, 1))).toBeNull();
  // Two columns of variance 1 and covariance 0.5: alpha = 2 · (1 − 2/3).
  const [one, two] = [
    Float64Array.of(-1, 0, 1),
    Float64Array.of(-0.5 - Math.sqrt(3) / 6, Math.sqrt(3) / 3, 0.5 - Math.sqrt(3) / 6),
  ];
  const r = correlate(one, two) ?? 0;
  const variance = two.reduce((sum, value) => sum + (value - 0) ** 2, 0) / 2;
  expect(cronbach([one, two])).toBeCloseTo(
    2 * (1 - (1 + variance) / (1 + variance + 2 * r * Math.sqrt(variance))),
    9,
  );
  const dataset = world(2, 20);
  const { within, across } = checkConsistency(dataset, buildIndex(dataset, base));
  expect([within.length, across.length]).toEqual([3 + 1 + 1, 5 * 2 + 2]);
});

test('several years stand on one scale, each with its own ranks', () => {
  const years = readPanel(
    file('iData.csv', 'Time,uCode,x\n2024,B,30\n2023,A,10\n2024,A,20\n2023,B,50'),
    file('iMeta.csv', 'Level,iCode,Direction,Weight,Parent,Type\n1,x,1,1,i,Indicator\n2,i,1,1,NA,Aggregate'),
  );
  expect(years.times).toEqual(['2023', '2024']);
  const built = buildPanel(
    years.datasets,
    Method.parse({ normalise: { method: 'min-max' }, aggregate: 'arithmetic' }),
  );
  expect(built.map(({ index }) => [...index])).toEqual([
    [0, 100],
    [25, 50],
  ]);
  expect(built.map(({ ranks }) => ranks)).toEqual([
    [2, 1],
    [2, 1],
  ]);
  expect(
    faultsOf(() =>
      readDataset(
        file('d', 'Time,uCode,x\n2023,A,1'),
        file('m', 'Level,iCode,Direction,Weight,Parent,Type\n1,x,1,1,i,Indicator\n2,i,1,1,NA,Aggregate'),
      ),
    )[0],
  ).toContain('多年');
});

test('missing values: refused by place, or from the units most alike', () => {
  const dataset = readDataset(
    file(
      'iData.csv',
      'uCode,g,a,b,c,d,e\nA,x,1,1,1,1,1\nB,x,1.1,1,1,1,2\nC,x,9,9,9,9,9\nD,x,8.8,9,9,9,NA\nE,x,NA,9.1,9,9,9',
    ),
    file('iMeta.csv', meta),
  );
  expect(faultsOf(() => buildIndex(dataset, Method.parse({ impute: { method: 'refuse' } })))).toHaveLength(3);
  const built = buildIndex(dataset, Method.parse({ impute: { method: 'neighbour', k: 2 } }));
  expect(built.imputed.get('e')?.[3]).toBe(9);
  expect(built.imputed.get('a')?.[4]).toBeCloseTo(8.9, 9);
  expect(built.filled).toEqual([
    { unit: 'E', code: 'a' },
    { unit: 'D', code: 'e' },
  ]);
});

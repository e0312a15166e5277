/**
 * A composite index at the size of a published one: 51 units × 49 indicators in four levels, whole build from read
 * tables to ranks, its uncertainty and its exact sensitivity, beside the limits; and all counties of a country. No
 * database.
 */
import {
  buildIndex,
  FactorsFile,
  Method,
  readDataset,
  readFactors,
  readTable,
  readWeightSets,
  robustness,
} from '#domains/indices/index.ts';
import { simulate } from '#domains/race/web/simulate.ts';

const limit = 4;
const rounds = 200;

/** The same numbers on every machine (xorshift). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function makeFiles(units: number, indicators: number): [string, string] {
  const next = numbers(42);
  const codes = Array.from({ length: indicators }, (_, at) => `i${at}`);
  const rows = Array.from({ length: units }, (_, at) =>
    [
      `U${at}`,
      `G${at % 3}`,
      (100 + next() * 900).toFixed(1),
      ...codes.map(() => (next() < 0.03 ? 'NA' : Math.exp(6 * next()).toFixed(4))),
    ].join(','),
  );
  const meta = [
    'Level,iCode,Direction,Weight,Parent,Type,Denominator',
    ...codes.map(
      (code, at) => `1,${code},${at % 7 === 0 ? -1 : 1},1,p${at % 8},Indicator,${at % 4 === 0 ? 'd' : 'NA'}`,
    ),
    ...Array.from({ length: 8 }, (_, at) => `2,p${at},1,1,s${at % 2},Aggregate,NA`),
    '3,s0,1,1,index,Aggregate,NA',
    '3,s1,1,1,index,Aggregate,NA',
    '4,index,1,1,NA,Aggregate,NA',
    'NA,g,NA,NA,NA,Group,NA',
    'NA,d,NA,NA,NA,Denominator,NA',
  ];
  return [['uCode,g,d,' + codes.join(','), ...rows].join('\n'), meta.join('\n')];
}

const method = Method.parse({
  denominate: true,
  impute: { method: 'group-mean', group: 'g' },
  screen: 0.9,
  treat: {},
  normalise: { method: 'min-max' },
  aggregate: 'arithmetic',
});

const read = (units: number, indicators: number): ReturnType<typeof readDataset> => {
  const [data, meta] = makeFiles(units, indicators);
  const fileOf = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
  return readDataset(fileOf('iData.csv', data), fileOf('iMeta.csv', meta));
};

const against = (value: number, most: number): string =>
  `limit ${most} ms  ${value <= most ? 'within' : 'OVER'}`;

for (const [units, indicators] of [
  [51, 49],
  [300, 60],
  [3000, 100],
] as const) {
  const begun = performance.now();
  const dataset = read(units, indicators);
  const reading = performance.now() - begun;
  const times: number[] = [];
  for (let round = 0; round < (units > 1000 ? 20 : rounds); round++) {
    const start = performance.now();
    buildIndex(dataset, method);
    times.push(performance.now() - start);
  }
  const [first = 0] = times;
  const sorted = times.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const judged = units === 51 ? against(median, limit) : '';
  console.log(
    `${String(units).padStart(5)} × ${String(indicators).padEnd(4)} read ${reading.toFixed(1)} ms · first ${first.toFixed(1)} ms · median ${median.toFixed(2)} ms  ${judged}`,
  );
}

/** Sets of weights within a quarter of their own, for every node. */
function setsOf(dataset: ReturnType<typeof readDataset>, count: number): ReturnType<typeof readWeightSets> {
  const next = numbers(7);
  const nodes = [...dataset.indicators, ...dataset.aggregates];
  const rows = Array.from({ length: count }, (_, at) =>
    [at + 1, ...nodes.map(({ weight }) => (weight * (0.75 + next() / 2)).toFixed(6))].join(','),
  );
  const text = [['set', ...nodes.map(({ code }) => code)].join(','), ...rows].join('\n');
  const faults: Parameters<typeof readTable>[1] = [];
  return readWeightSets(
    readTable({ name: 'w', bytes: new TextEncoder().encode(text) }, faults),
    dataset,
    faults,
  );
}

/** Five ways to draw in outliers, two scales, sets of weights, two means. */
const factorsOf = (dataset: ReturnType<typeof readDataset>, sets: number): ReturnType<typeof readFactors> =>
  readFactors(
    FactorsFile.parse({
      Winmax: [1, 2, 3, 4, 5].map((winmax) => ({ treat: { winmax } })),
      Normalisation: [
        { normalise: { method: 'min-max', lower: 1, upper: 100 } },
        { normalise: { method: 'z-score', mean: 10, sd: 2 } },
      ],
      Weights: { sets: 'w' },
      Aggregation: [{ aggregate: 'arithmetic' }, { aggregate: 'geometric' }],
    }),
    method,
    dataset,
    () => setsOf(dataset, sets),
  );

for (const [units, indicators, sets, ranksOnly, what, first, warm] of [
  [51, 49, 100, true, '1,000 runs', 60, 20],
  [51, 49, 500, false, '1,000 runs and the exact grid of 10,000', null, 100],
  [3000, 100, 100, true, '1,000 runs', null, 20_000],
] as const) {
  const dataset = read(units, indicators);
  const factors = factorsOf(dataset, sets);
  const times: number[] = [];
  for (let round = 0; round < (units > 1000 ? 3 : 12); round++) {
    const start = performance.now();
    robustness(dataset, method, factors, { replications: 1000, seed: 42, ranksOnly });
    times.push(performance.now() - start);
  }
  const [begun = 0, ...later] = times;
  const median = later.toSorted((one, other) => one - other)[Math.floor(later.length / 2)] ?? 0;
  console.log(
    `${String(units).padStart(5)} × ${String(indicators).padEnd(4)} ${what}: first ${begun.toFixed(1)} ms ${first === null ? '' : against(begun, first)} · median ${median.toFixed(1)} ms  ${against(median, warm)}`,
  );
}

/** A weight moved on the simulation board: new ranks with the intervals of 1,000 runs, as the browser computes them. */
for (const [units, indicators] of [
  [10, 12],
  [51, 49],
] as const) {
  const dataset = read(units, indicators);
  const factors = readFactors(FactorsFile.parse({ weights: { perturb: 0.25 } }), method, dataset, () => []);
  const ready = {
    dataset,
    method,
    factors,
    schemes: [],
    twoYears: null,
    peerGroups: {},
    replications: 1000,
    seed: 42,
  };
  const times = Array.from({ length: 20 }, (_, round) => {
    const weights = new Map([[dataset.indicators[0]?.code ?? '', 1 + round / 10]]);
    return simulate(ready, { weights, mean: null }).took;
  });
  const [begun = 0, ...later] = times;
  const median = later.toSorted((one, other) => one - other)[Math.floor(later.length / 2)] ?? 0;
  console.log(
    `${String(units).padStart(5)} × ${String(indicators).padEnd(4)} board, a moved weight: first ${begun} ms · median ${median} ms  ${against(median, 50)}`,
  );
}

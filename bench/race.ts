/**
 * A composite index at the size of a published one: 51 units × 49 indicators in four levels, whole build from read
 * tables to ranks, beside the limit; and all counties of a country. No database.
 */
import { buildIndex, Method, readDataset } from '#domains/indices/index.ts';

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

for (const [units, indicators] of [
  [51, 49],
  [300, 60],
  [3000, 100],
] as const) {
  const [data, meta] = makeFiles(units, indicators);
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const begun = performance.now();
  const dataset = readDataset(
    { name: 'iData.csv', bytes: bytes(data) },
    { name: 'iMeta.csv', bytes: bytes(meta) },
  );
  const read = performance.now() - begun;
  const times: number[] = [];
  for (let round = 0; round < (units > 1000 ? 20 : rounds); round++) {
    const start = performance.now();
    buildIndex(dataset, method);
    times.push(performance.now() - start);
  }
  const [first = 0] = times;
  const sorted = times.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const judged = units === 51 ? `limit ${limit} ms  ${median <= limit ? 'within' : 'OVER'}` : '';
  console.log(
    `${String(units).padStart(5)} × ${String(indicators).padEnd(4)} read ${read.toFixed(1)} ms · first ${first.toFixed(1)} ms · median ${median.toFixed(2)} ms  ${judged}`,
  );
}

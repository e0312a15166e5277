/** A move on the simulation board: ranks with their intervals, tiers and money by other weights, in this browser. */
import {
  buildIndex,
  findSwaps,
  ranksOf,
  robustness,
  summarise,
  type Built,
  type Dataset,
  type Method,
  type Swap,
} from '#domains/indices/engine.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { allot } from '../money.ts';
import type { Ready } from './ready.ts';

/** What has been moved: weights by code, and the mean in place of the method's own. */
export interface Moved {
  weights: ReadonlyMap<string, number>;
  mean: 'arithmetic' | 'geometric' | null;
}

export interface Standing {
  unit: string;
  name: string;
  score: number | null;
  rank: number | null;
  /** Ranks that 90 of 100 runs lie between. */
  low: number | null;
  high: number | null;
  improvementRank: number | null;
  tier: string | null;
  /** Fen. */
  amount: bigint;
}

export interface Outcome {
  standings: readonly Standing[];
  swaps: readonly Swap[];
  left: bigint;
}

/** What a moved board comes to; why it comes to nothing. */
export type Simulated = ({ outcome: Outcome; refused: null } | { outcome: null; refused: Words }) & {
  /** Milliseconds it took. */
  took: number;
};

const put = <T extends { code: string; weight: number }>(
  nodes: readonly T[],
  weights: ReadonlyMap<string, number>,
): T[] => nodes.map((node) => ({ ...node, weight: weights.get(node.code) ?? node.weight }));

/** A column of scores by unit code. */
function scoresOf({ screened, index }: Built): ReadonlyMap<string, number> {
  return new Map(
    screened.flatMap((unit, at) =>
      Number.isNaN(index[at] ?? Number.NaN) ? [] : [[unit, index[at] ?? 0] as const],
    ),
  );
}

/** What each basis ranks by: scores and ranks in the order of the units. */
function standingsBy(ready: Ready, built: Built, method: Method, weights: ReadonlyMap<string, number>) {
  const { units } = ready.dataset;
  const level = scoresOf(built);
  const both = ready.twoYears && withWeights(ready.twoYears, weights);
  const years = both ? scoresOf(buildIndex(both, method)) : new Map<string, number>();
  const before = new Map(
    both?.units.filter((unit) => unit.includes('@')).map((unit) => [unit.split('@')[0], unit]),
  );
  const ranked = (scores: readonly (number | null)[]) => ({
    scores,
    ranks: ranksOf(scores),
  });
  const levels = units.map((unit) => level.get(unit) ?? null);
  const groupRanks = units.map((unit, at) => {
    const group = ready.peerGroups[unit];
    if (group === undefined) return null;
    const among = units.map((other, place) =>
      ready.peerGroups[other] === group ? (levels[place] ?? null) : null,
    );
    return ranked(among).ranks[at] ?? null;
  });
  return {
    level: ranked(levels),
    improvement: ranked(
      units.map((unit) => {
        const [now, then] = [years.get(unit), years.get(before.get(unit) ?? '')];
        return now === undefined || then === undefined ? null : now - then;
      }),
    ),
    peer: { scores: levels, ranks: groupRanks },
  };
}

const withWeights = (dataset: Dataset, weights: ReadonlyMap<string, number>): Dataset => ({
  ...dataset,
  indicators: put(dataset.indicators, weights),
  aggregates: put(dataset.aggregates, weights),
});

function compute(ready: Ready, moved: Moved): Outcome {
  const dataset = withWeights(ready.dataset, moved.weights);
  const method: Method = moved.mean === null ? ready.method : { ...ready.method, aggregate: moved.mean };
  const built = buildIndex(dataset, method);
  const plan = { replications: ready.replications, seed: ready.seed, ranksOnly: true };
  const robust = robustness(dataset, method, ready.factors, plan);
  const by = standingsBy(ready, built, method, moved.weights);
  const amounts = dataset.units.map(() => 0n);
  const tiers: (string | null)[] = dataset.units.map(() => null);
  let left = 0n;
  for (const { basis, scheme } of ready.schemes) {
    const { scores, ranks } = by[basis];
    const ranked = dataset.units.map((code, at) => ({
      code,
      score: scores[at] ?? null,
      rank: ranks[at] ?? null,
    }));
    const allotted = allot(scheme, ranked);
    if ('at' in allotted) throw new Refusal('invalid-input', { zh: allotted.zh, en: allotted.en });
    for (const [at, { tier, amount }] of allotted.units.entries()) {
      amounts[at] = (amounts[at] ?? 0n) + amount;
      if (basis !== 'improvement') tiers[at] ??= tier;
    }
    left += allotted.left;
  }
  const standings = dataset.units.map((unit, at): Standing => {
    const interval = summarise(robust.tally.countsOf(at));
    return {
      unit,
      name: dataset.names[at] ?? unit,
      score: by.level.scores[at] ?? null,
      rank: by.level.ranks[at] ?? null,
      low: interval && Math.floor(interval.q5),
      high: interval && Math.ceil(interval.q95),
      improvementRank: by.improvement.ranks[at] ?? null,
      tier: tiers[at] ?? null,
      amount: amounts[at] ?? 0n,
    };
  });
  return { standings, swaps: findSwaps(dataset, method, built), left };
}

/** The outcome of a move, or the refusal in words. */
export function simulate(ready: Ready, moved: Moved): Simulated {
  const begun = performance.now();
  const took = (): number => Math.round(performance.now() - begun);
  try {
    return { outcome: compute(ready, moved), refused: null, took: took() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { outcome: null, refused: error.words, took: took() };
  }
}

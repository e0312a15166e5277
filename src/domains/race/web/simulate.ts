/** A move on the simulation board: ranks with their intervals, tiers and money by other weights, in this browser. */
import {
  buildIndex,
  type Dataset,
  type Factor,
  findSwaps,
  type Method,
  robustness,
  summarise,
  type Swap,
} from '#domains/indices/engine.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { allot, type Scheme } from '../money.ts';

/** What the board starts from. */
export interface Start {
  dataset: Dataset;
  method: Method;
  factors: readonly Factor[];
  scheme: Scheme | null;
  replications: number;
  seed: number;
}

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
export type Simulated = { outcome: Outcome; refused: null } | { outcome: null; refused: Words };

const put = <T extends { code: string; weight: number }>(
  nodes: readonly T[],
  weights: ReadonlyMap<string, number>,
): T[] => nodes.map((node) => ({ ...node, weight: weights.get(node.code) ?? node.weight }));

function compute(
  { dataset: own, method: base, factors, scheme, replications, seed }: Start,
  moved: Moved,
): Outcome {
  const dataset = {
    ...own,
    indicators: put(own.indicators, moved.weights),
    aggregates: put(own.aggregates, moved.weights),
  };
  const method: Method = moved.mean === null ? base : { ...base, aggregate: moved.mean };
  const built = buildIndex(dataset, method);
  const plan = { replications, seed, ranksOnly: true };
  const robust = robustness(dataset, method, factors, plan);
  const ranked = dataset.units.map((code) => {
    const at = built.screened.indexOf(code);
    const score = built.index[at] ?? Number.NaN;
    return { code, score: Number.isNaN(score) ? null : score, rank: built.ranks[at] ?? null };
  });
  const allotted = scheme === null ? null : allot(scheme, ranked);
  if (allotted && 'at' in allotted) throw new Refusal('invalid-input', { zh: allotted.zh, en: allotted.en });
  const standings = ranked.map(({ code, score, rank }, at): Standing => {
    const interval = summarise(robust.tally.countsOf(at));
    return {
      unit: code,
      name: dataset.names[at] ?? code,
      score,
      rank,
      low: interval && Math.floor(interval.q5),
      high: interval && Math.ceil(interval.q95),
      tier: allotted?.units[at]?.tier ?? null,
      amount: allotted?.units[at]?.amount ?? 0n,
    };
  });
  return {
    standings,
    swaps: findSwaps(dataset, method, built),
    left: allotted?.left ?? 0n,
  };
}

/** The outcome of a move, or the refusal in words. */
export function simulate(start: Start, moved: Moved): Simulated {
  try {
    return { outcome: compute(start, moved), refused: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { outcome: null, refused: error.words };
  }
}

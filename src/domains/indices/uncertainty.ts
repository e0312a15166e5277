/**
 * What an index owes to its choices: ranks over many runs, each unit's chances of a tier, and how much each uncertain
 * choice moves the ranks. The same on every machine for the same seed.
 */
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { Ranking } from './aggregate.ts';
import type { Column, Dataset } from './dataset.ts';
import { Evaluator, type Choice } from './evaluator.ts';
import { levelsOf, type Factor } from './factors.ts';
import type { Method } from './method.ts';
import { drawAt } from './random.ts';
import { estimateShares, exactShares, type Estimated } from './sobol.ts';
import { RankTally } from './tally.ts';
import { tierAt, type TierEdge } from './tiers.ts';

/** Variants enumerated at most, and unit-variants: beyond either, sensitivity is estimated. */
const enumerated = { variants: 1_000_000, cells: 200_000_000 };
/** Runs asked for at most, and ranks kept. */
export const mostRuns = 1_000_000;
const mostRanks = 200_000_000;

export interface Plan {
  replications: number;
  seed: number;
  tiers?: readonly TierEdge[] | undefined;
  /** Runs of another program, by levels from 0, in place of drawn ones. */
  design?: readonly { run: string; levels: readonly number[] }[] | undefined;
  /** Whether every run's ranks are kept. */
  allRanks?: boolean | undefined;
  /** Whether sensitivity is left out. */
  ranksOnly?: boolean | undefined;
}

export interface Sensitivity extends Estimated {
  /** `exact`: over every combination of levels. */
  by: 'exact' | 'estimated';
  /** Variants computed for it. */
  points: number;
}

export interface Robustness {
  /** Ranks of the method itself; 0 for a unit without one. */
  nominal: Int32Array;
  tally: RankTally;
  runs: number;
  /** By tier, the share of runs in which each unit was in it. */
  tiers: readonly Float64Array[];
  sensitivity: Sensitivity | null;
  allRanks: readonly { run: string; ranks: Int32Array }[];
}

/** The choice a variant stands for: variants are counted with the last factor changing fastest. */
function choose(variant: number, levels: readonly number[], choice: Float64Array): void {
  let rest = variant;
  for (let at = levels.length - 1; at >= 0; at--) {
    const size = levels[at] as number;
    choice[at] = rest % size;
    rest = Math.floor(rest / size);
  }
}

/** Mean change of rank against the method's own, over units that have both. */
function meanShift(ranks: Int32Array, nominal: Int32Array): number {
  let [sum, count] = [0, 0];
  for (let unit = 0; unit < ranks.length; unit++) {
    const [rank, own] = [ranks[unit] as number, nominal[unit] as number];
    if (rank === 0 || own === 0) continue;
    sum += Math.abs(rank - own);
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** What runs add up to: ranks, chances of tiers and, where asked for, each run's ranks. */
class Runs {
  readonly tally: RankTally;
  readonly inTier: Float64Array[];
  count = 0;
  readonly #tiers: readonly TierEdge[];

  constructor(units: number, tiers: readonly TierEdge[]) {
    this.tally = new RankTally(units);
    this.#tiers = tiers;
    this.inTier = tiers.map(() => new Float64Array(units));
  }

  add(scores: Column, ranks: Int32Array, times: number): void {
    this.tally.add(ranks, times);
    this.count += times;
    if (this.#tiers.length === 0) return;
    for (let unit = 0; unit < ranks.length; unit++) {
      const rank = ranks[unit] as number;
      const tier =
        this.inTier[tierAt(this.#tiers, rank === 0 ? null : (scores[unit] as number), rank || null)];
      if (tier) tier[unit] = (tier[unit] as number) + times;
    }
  }
}

function checkSize(units: number, runs: number): void {
  const faults: Fault[] = [];
  if (!Number.isInteger(runs) || runs < 1 || runs > mostRuns)
    faults.push({
      at: '--replications',
      zh: `重算次数应为 1 到 ${mostRuns} 的整数`,
      en: `replications must be a whole number from 1 to ${mostRuns}`,
    });
  else if (units * Math.min(units, runs) > mostRanks)
    faults.push({
      at: '--replications',
      zh: `${units} 个单位重算 ${runs} 次超出内存；请减少次数`,
      en: `${runs} runs of ${units} units are more than the memory holds: ask for fewer`,
    });
  if (faults.length > 0)
    throw new Refusal('invalid-input', { zh: faults[0]?.zh ?? '', en: faults[0]?.en ?? '' }, faults);
}

/** Ranks and sensitivity of a method with uncertain choices. Refuses a choice that cannot be computed, by its levels. */
export function robustness(
  dataset: Dataset,
  method: Method,
  factors: readonly Factor[],
  plan: Plan,
): Robustness {
  const units = dataset.units.length;
  const asked = plan.design?.length ?? plan.replications;
  checkSize(units, asked);
  const ranking = new Ranking(units);
  const nominal = Int32Array.from(ranking.rank(new Evaluator(dataset, method).scoresOf([])));
  const evaluator = new Evaluator(dataset, method, factors, plan.seed);
  const runs = new Runs(units, plan.tiers ?? []);
  const levels = factors.map((factor) => levelsOf(factor) ?? 0);
  const { variants } = evaluator;
  const outcomeOf = (choice: Choice): number => meanShift(ranking.rank(evaluator.scoresOf(choice)), nominal);
  const tell = (allRanks: Robustness['allRanks'], sensitivity: Sensitivity | null): Robustness => ({
    nominal,
    tally: runs.tally,
    runs: runs.count,
    tiers: runs.inTier.map((counts) => counts.map((times) => times / runs.count)),
    sensitivity,
    allRanks,
  });
  const estimate = (): Sensitivity => {
    const count = 2 ** Math.floor(Math.log2(Math.max(64, Math.min(plan.replications, 2 ** 16))));
    const choice = new Float64Array(factors.length);
    const estimated = estimateShares(
      (point) => {
        for (let at = 0; at < choice.length; at++)
          choice[at] =
            levels[at] === 0
              ? (point[at] as number)
              : Math.floor((point[at] as number) * (levels[at] as number));
        return outcomeOf(choice);
      },
      factors.length,
      count,
      plan.seed,
    );
    return { ...estimated, by: 'estimated', points: count * (factors.length + 2) };
  };

  if (variants === null) {
    const allRanks: { run: string; ranks: Int32Array }[] = [];
    const choice = new Float64Array(factors.length);
    for (let run = 0; run < asked; run++) {
      for (let at = 0; at < choice.length; at++) {
        const drawn = drawAt(plan.seed, run, at);
        choice[at] = levels[at] === 0 ? drawn : Math.floor(drawn * (levels[at] as number));
      }
      const scores = evaluator.scoresOf(choice);
      const ranks = ranking.rank(scores);
      runs.add(scores, ranks, 1);
      if (plan.allRanks) allRanks.push({ run: String(run + 1), ranks: Int32Array.from(ranks) });
    }
    return tell(allRanks, plan.ranksOnly ? null : estimate());
  }

  // Each variant that is met is computed once, however often.
  const variantOf = (levelAt: (at: number) => number): number => {
    let variant = 0;
    for (let at = 0; at < levels.length; at++) variant = variant * (levels[at] as number) + levelAt(at);
    return variant;
  };
  const met = new Float64Array(asked);
  for (let run = 0; run < asked; run++) {
    const given = plan.design?.[run];
    met[run] = variantOf((at) =>
      given ? (given.levels[at] ?? 0) : Math.floor(drawAt(plan.seed, run, at) * (levels[at] as number)),
    );
  }
  const times = new Map<number, number>();
  for (const variant of met) times.set(variant, (times.get(variant) ?? 0) + 1);
  const ranksOf = new Map<number, Int32Array>();
  const choice = new Float64Array(factors.length);
  const look = (variant: number): Int32Array => {
    choose(variant, levels, choice);
    const scores = evaluator.scoresOf(choice);
    const ranks = ranking.rank(scores);
    const often = times.get(variant);
    if (often !== undefined) {
      runs.add(scores, ranks, often);
      if (plan.allRanks) ranksOf.set(variant, Int32Array.from(ranks));
    }
    return ranks;
  };
  const isEnumerable = variants <= enumerated.variants && variants * units <= enumerated.cells;
  let sensitivity: Sensitivity | null = null;
  if (isEnumerable && !plan.ranksOnly) {
    const outcomes = new Float64Array(variants);
    for (let variant = 0; variant < variants; variant++)
      outcomes[variant] = meanShift(look(variant), nominal);
    const shares = exactShares(outcomes, levels);
    const itself = (share: number): [number, number] => [share, share];
    sensitivity = {
      ...shares,
      firstInterval: shares.first.map(itself),
      totalInterval: shares.total.map(itself),
      by: 'exact',
      points: variants,
    };
  } else {
    for (const variant of [...times.keys()].toSorted((one, other) => one - other)) look(variant);
    if (!plan.ranksOnly) sensitivity = estimate();
  }
  const allRanks = plan.allRanks
    ? [...met].map((variant, run) => ({
        run: plan.design?.[run]?.run ?? String(run + 1),
        ranks: ranksOf.get(variant) ?? new Int32Array(units),
      }))
    : [];
  return tell(allRanks, sensitivity);
}

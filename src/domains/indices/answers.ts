/** Answers as they are printed and published: plain JSON, the same text wherever it is made. */
import { buildIndex, type Built } from './compute.ts';
import type { Consistency } from './consistency.ts';
import type { Dataset } from './dataset.ts';
import type { Comparison, Explained } from './explain.ts';
import type { Factor } from './factors.ts';
import type { Stage } from './impute.ts';
import type { Method } from './method.ts';
import { findSwaps, leaveEachOut, type LeftOut, type Swap } from './swaps.ts';
import { summarise } from './tally.ts';
import type { TierEdge } from './tiers.ts';
import { robustness, type Plan, type Robustness } from './uncertainty.ts';
import type { Weighed } from './weigh.ts';

type Cells = Record<string, Record<string, number | null>>;

const orNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/** A stage by unit, then by code; null is missing. */
const spread = (units: readonly string[], stage: Stage): Cells =>
  Object.fromEntries(
    units.map((unit, at) => [
      unit,
      Object.fromEntries([...stage].map(([code, values]) => [code, orNull(values[at])])),
    ]),
  );

const byUnit = <T>(units: readonly string[], valueOf: (at: number) => T): Record<string, T> =>
  Object.fromEntries(units.map((unit, at) => [unit, valueOf(at)]));

function answer({ units, screened, filled, treatments, index, ranks, ...stages }: Built) {
  return {
    index: byUnit(screened, (at) => orNull(index[at])),
    ranks: byUnit(screened, (at) => ranks[at] ?? null),
    screenedOut: units.filter((unit) => !screened.includes(unit)),
    imputedValues: filled,
    treatments: Object.fromEntries(treatments),
    stages: {
      denominated: spread(units, stages.denominated),
      imputed: spread(units, stages.imputed),
      treated: spread(screened, stages.treated),
      normalised: spread(screened, stages.normalised),
      aggregates: spread(screened, stages.aggregates),
    },
  };
}

/** Weights a method made, and the consistency of comparisons; nothing where they were given. */
const spellWeights = ({ weights, ratios }: Pick<Weighed, 'weights' | 'ratios'>): object =>
  weights.size === 0
    ? {}
    : {
        weights: Object.fromEntries(weights),
        ...(ratios.size > 0 ? { consistencyRatios: Object.fromEntries(ratios) } : {}),
      };

/** A built index: scores, ranks and every stage by unit and code. */
export const spellBuilt = (
  built: Built,
  weighed: Pick<Weighed, 'weights' | 'ratios'> | null = null,
): unknown => ({
  ...answer(built),
  ...(weighed ? spellWeights(weighed) : {}),
});

/** The index of several years: as of one, each part by time. */
export function spellPanel(
  times: readonly string[],
  years: readonly Built[],
  weighed: Pick<Weighed, 'weights' | 'ratios'>,
): unknown {
  const answers = years.map(answer);
  const byTime = <T>(valueOf: (one: ReturnType<typeof answer>) => T): Record<string, T> =>
    Object.fromEntries(answers.map((one, at) => [times[at] ?? '', valueOf(one)]));
  return {
    index: byTime(({ index }) => index),
    ranks: byTime(({ ranks }) => ranks),
    screenedOut: byTime(({ screenedOut }) => screenedOut),
    imputedValues: byTime(({ imputedValues }) => imputedValues),
    treatments: byTime(({ treatments }) => treatments),
    stages: {
      denominated: byTime(({ stages }) => stages.denominated),
      imputed: byTime(({ stages }) => stages.imputed),
      treated: byTime(({ stages }) => stages.treated),
      normalised: byTime(({ stages }) => stages.normalised),
      aggregates: byTime(({ stages }) => stages.aggregates),
    },
    ...spellWeights(weighed),
  };
}

/** Ranks over runs, chances of tiers, shares of variance; `null` for a unit never ranked. */
function spellRobustness(
  { units }: Dataset,
  factors: readonly Factor[],
  tiers: readonly TierEdge[],
  robust: Robustness,
  order: { swaps: readonly Swap[]; leftOut: readonly LeftOut[] } | null,
): unknown {
  const { sensitivity } = robust;
  const byFactor = <T>(valueOf: (at: number) => T): Record<string, T> =>
    Object.fromEntries(factors.map(({ name }, at) => [name, valueOf(at)]));
  return {
    runs: robust.runs,
    ranks: byUnit(units, (at) => {
      const summary = summarise(robust.tally.countsOf(at));
      return {
        nominal: robust.nominal[at] || null,
        ...(summary ?? { mean: null, median: null, q5: null, q95: null }),
      };
    }),
    firstOrder: sensitivity ? byFactor((at) => sensitivity.first[at] ?? 0) : {},
    totalOrder: sensitivity ? byFactor((at) => sensitivity.total[at] ?? 0) : {},
    ...(sensitivity
      ? {
          sensitivity: {
            by: sensitivity.by,
            points: sensitivity.points,
            firstOrder95: byFactor((at) => sensitivity.firstInterval[at] ?? null),
            totalOrder95: byFactor((at) => sensitivity.totalInterval[at] ?? null),
          },
        }
      : {}),
    ...(tiers.length > 0
      ? {
          tiers: byUnit(units, (at) =>
            Object.fromEntries(tiers.map(({ name }, tier) => [name, robust.tiers[tier]?.[at] ?? 0])),
          ),
        }
      : {}),
    ...(order
      ? {
          swaps: order.swaps,
          leaveOneOut: Object.fromEntries(
            order.leftOut.map(({ code, meanShift, maxShift, moved }) => [
              code,
              { meanShift, maxShift, ranks: Object.fromEntries(moved) },
            ]),
          ),
        }
      : {}),
    ...(robust.allRanks.length > 0
      ? {
          allRanks: Object.fromEntries(
            robust.allRanks.map(({ run, ranks }) => [run, byUnit(units, (at) => ranks[at] || null)]),
          ),
        }
      : {}),
  };
}

const spellComparison = ({ points, ...rest }: Comparison): unknown => ({
  ...rest,
  points: Object.fromEntries(points),
});

/** A unit's index taken apart. */
export const spellExplained = ({ mean, above, below, ...rest }: Explained): unknown => ({
  ...rest,
  mean: spellComparison(mean),
  above: above && spellComparison(above),
  below: below && spellComparison(below),
});

/** Correlations, alphas and the pairs whose correlation reaches a limit. */
export const spellConsistency = ({ within, across, alpha }: Consistency, redundant: number): unknown => ({
  alpha: Object.fromEntries(alpha),
  redundant: within.filter(({ r }) => r !== null && Math.abs(r) >= redundant),
  within,
  across,
});

/** Robustness as it is printed, with the changes that would swap neighbours and each indicator left out. */
export function answerRobustness(
  dataset: Dataset,
  method: Method,
  factors: readonly Factor[],
  plan: Plan,
): { robust: Robustness; answer: unknown } {
  const robust = robustness(dataset, method, factors, plan);
  const built = buildIndex(dataset, method);
  const order =
    method.aggregate === undefined
      ? null
      : { swaps: findSwaps(dataset, method, built), leftOut: leaveEachOut(dataset, method) };
  return { robust, answer: spellRobustness(dataset, factors, plan.tiers ?? [], robust, order) };
}

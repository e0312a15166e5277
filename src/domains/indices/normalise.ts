/** One column put on a common scale, so that more is better. */
import { presentOf, type Column, type Indicator } from './dataset.ts';
import type { NormaliseStep } from './method.ts';
import { endOf } from './treat.ts';

/** Why a column has no common scale. */
export type NormaliseFault = 'constant' | 'no-target' | 'no-goalposts' | 'too-few' | 'zero-max';

type Scaled = Column | NormaliseFault;

const spread = (values: Column): { low: number; high: number } => ({
  low: endOf(values, false),
  high: endOf(values, true),
});

/** Ranks of the values from the smallest, ties at the smaller rank; NaN stays. */
export function ascendingRanks(values: Column): Column {
  const sorted = presentOf(values).toSorted();
  const first = new Map<number, number>();
  for (const [at, value] of sorted.entries()) if (!first.has(value)) first.set(value, at + 1);
  return values.map((value) => first.get(value) ?? Number.NaN);
}

function zScores(values: Column, mean: number, sd: number): Scaled {
  const present = presentOf(values);
  if (present.length < 2) return 'too-few';
  const middle = present.reduce((sum, value) => sum + value, 0) / present.length;
  const variance = present.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (present.length - 1);
  if (variance === 0) return 'constant';
  const deviation = Math.sqrt(variance);
  return values.map((value) => ((value - middle) / deviation) * sd + mean);
}

/** Distance to a target, 1 at it; from the other end where less is better. */
function toTarget(values: Column, { direction, target }: Indicator): Scaled {
  if (target === null) return 'no-target';
  const { low, high } = spread(values);
  const reach = direction === 1 ? target - low : high - target;
  if (reach === 0) return 'constant';
  return values.map((value) => 1 - (direction === 1 ? target - value : value - target) / reach);
}

function betweenPosts(values: Column, { direction, goalposts }: Indicator): Scaled {
  if (goalposts === null) return 'no-goalposts';
  const { lower, upper, scale, cut } = goalposts;
  return values.map((value) => {
    const share = (direction === 1 ? value - lower : upper - value) / (upper - lower);
    return (cut ? Math.min(1, Math.max(0, share)) : share) * scale;
  });
}

/** A column on the scale of the step; a fault where it has none. A column without a value stays so. */
export function normaliseColumn(column: Column, indicator: Indicator, step: NormaliseStep): Scaled {
  if (presentOf(column).length === 0) return column;
  if (step.method === 'distance-to-target') return toTarget(column, indicator);
  if (step.method === 'goalposts') return betweenPosts(column, indicator);
  const values = indicator.direction === 1 ? column : column.map((value) => -value);
  const { low, high } = spread(values);
  const share = (value: number): number => (value - low) / (high - low);
  switch (step.method) {
    case 'min-max':
      return high === low
        ? 'constant'
        : values.map((value) => share(value) * (step.upper - step.lower) + step.lower);
    case 'efficacy':
      return high === low ? 'constant' : values.map((value) => step.base + step.range * share(value));
    case 'z-score':
      return zScores(values, step.mean, step.sd);
    case 'rank':
      return ascendingRanks(values);
    case 'borda':
      return ascendingRanks(values).map((rank) => rank - 1);
    case 'percentile-rank': {
      const count = presentOf(values).length;
      return count < 2 ? 'too-few' : ascendingRanks(values).map((rank) => (rank - 1) / (count - 1));
    }
    case 'distance-to-max':
      return high === low ? 'constant' : values.map((value) => 1 - (high - value) / (high - low));
    case 'fraction-of-max':
      return high === 0 ? 'zero-max' : values.map((value) => value / high);
  }
}

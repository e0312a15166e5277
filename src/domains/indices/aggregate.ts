/** Groups of columns put together by their weights, which are rescaled over what is there. */
import type { Column } from './dataset.ts';
import type { Mean } from './method.ts';

/** A part of a group: its column and its weight. */
export interface Part {
  values: Column;
  weight: number;
}

/** Whether a mean has a value: geometric, harmonic and those of powers up to 0 need it above 0, other powers not below. */
function isWithin(mean: Mean, value: number): boolean {
  if (mean === 'arithmetic' || mean === 'copeland') return true;
  if (typeof mean === 'object' && mean.power > 0) return mean.power === 1 || value >= 0;
  return value > 0;
}

/** Values a mean cannot take, by place of unit and part. */
export const findBeyondMean = (parts: readonly Part[], mean: Mean): { unit: number; part: number }[] =>
  parts.flatMap(({ values }, part) =>
    [...values].flatMap((value, unit) =>
      Number.isNaN(value) || isWithin(mean, value) ? [] : [{ unit, part }],
    ),
  );

/** Logarithms of columns met before: runs of one method over another's weights ask for them again and again. */
const logarithms = new WeakMap<Column, Column>();

function logarithmsOf(values: Column): Column {
  const before = logarithms.get(values);
  if (before) return before;
  const found = values.map(Math.log);
  logarithms.set(values, found);
  return found;
}

/** The scale a mean is arithmetic on, and the way back. */
function scaleOf(mean: Exclude<Mean, 'copeland'>): {
  to: (values: Column) => Column;
  back: (value: number) => number;
} {
  if (mean === 'arithmetic') return { to: (values) => values, back: (value) => value };
  // A mean of power 0 is the geometric one.
  if (mean === 'geometric' || (typeof mean === 'object' && mean.power === 0))
    return { to: logarithmsOf, back: Math.exp };
  if (mean === 'harmonic')
    return { to: (values) => values.map((value) => 1 / value), back: (value) => 1 / value };
  const { power } = mean;
  return { to: (values) => values.map((value) => value ** power), back: (value) => value ** (1 / power) };
}

/**
 * One value for each unit from a group's parts; NaN where the parts it has fall short of `threshold` (a share of their
 * number) or have no weight.
 */
export function aggregateGroup(parts: readonly Part[], mean: Mean, threshold: number): Column {
  const [first] = parts;
  if (!first) throw new Error('a group without parts');
  if (mean === 'copeland') return copelandScores(parts);
  const { to, back } = scaleOf(mean);
  const units = first.values.length;
  const [sums, wholes, counts] = [new Float64Array(units), new Float64Array(units), new Float64Array(units)];
  for (const { values, weight } of parts) {
    const scaled = to(values);
    for (let unit = 0; unit < units; unit++) {
      const value = scaled[unit] as number;
      // NaN alone differs from itself.
      if (value !== value) continue;
      sums[unit] = (sums[unit] as number) + weight * value;
      wholes[unit] = (wholes[unit] as number) + weight;
      counts[unit] = (counts[unit] as number) + 1;
    }
  }
  const least = threshold * parts.length;
  for (let unit = 0; unit < units; unit++) {
    const whole = wholes[unit] as number;
    sums[unit] =
      whole > 0 && (counts[unit] as number) >= least ? back((sums[unit] as number) / whole) : Number.NaN;
  }
  return sums;
}

/** Weights as whole numbers in their exact proportion: a decimal is a fraction of ten. */
export function exactWeights(weights: readonly number[]): bigint[] {
  const parsed = weights.map((weight) => {
    const [digits = '0', exponent = '0'] = weight.toExponential().split('e');
    const [whole = '0', fraction = ''] = digits.split('.');
    return { units: BigInt(whole + fraction), power: Number(exponent) - fraction.length };
  });
  const least = Math.min(0, ...parsed.map(({ power }) => power));
  return parsed.map(({ units, power }) => units * 10n ** BigInt(power - least));
}

/**
 * Copeland's rule: against each other unit +1 where the parts in which one is ahead weigh more, −1 where less, 0 where
 * as much. The weights are compared as exact fractions. Parts that one of the two does not have are left out.
 */
function copelandScores(parts: readonly Part[]): Column {
  const weights = exactWeights(parts.map(({ weight }) => weight));
  const units = parts[0]?.values.length ?? 0;
  const scores = new Float64Array(units);
  for (let one = 0; one < units; one++) {
    for (let other = one + 1; other < units; other++) {
      let lead = 0n;
      for (const [at, { values }] of parts.entries()) {
        const [mine, its] = [values[one] ?? Number.NaN, values[other] ?? Number.NaN];
        if (mine > its) lead += weights[at] ?? 0n;
        else if (mine < its) lead -= weights[at] ?? 0n;
      }
      const point = lead > 0n ? 1 : lead < 0n ? -1 : 0;
      scores[one] = (scores[one] ?? 0) + point;
      scores[other] = (scores[other] ?? 0) - point;
    }
  }
  for (const unit of scores.keys())
    if (parts.every(({ values }) => Number.isNaN(values[unit]))) scores[unit] = Number.NaN;
  return scores;
}

/** Scores closer than this are one: logarithms and powers are not the same to the last digit on every machine. */
const alike = 1e10;

/** A score as ranks see it. */
const seen = (score: number): number =>
  Math.abs(score) < 1e5 ? Math.round(score * alike) : Number(score.toPrecision(15)) * alike;

/**
 * Ranks many columns of the same units one after another: from the highest, ties at the smaller rank, 0 for a unit
 * without a score. Begins from the order of the column before, which is seldom far off.
 */
export class Ranking {
  readonly #order: Int32Array;
  readonly #keys: Float64Array;
  readonly ranks: Int32Array;

  constructor(units: number) {
    this.#order = Int32Array.from({ length: units }, (_, at) => at);
    this.#keys = new Float64Array(units);
    this.ranks = new Int32Array(units);
  }

  /** The ranks of a column; overwritten by the next. */
  rank(scores: Column): Int32Array {
    const [order, keys, ranks] = [this.#order, this.#keys, this.ranks];
    const units = order.length;
    for (let unit = 0; unit < units; unit++) {
      const score = scores[unit] as number;
      keys[unit] = score === score ? seen(score) : Number.NEGATIVE_INFINITY;
    }
    for (let at = 1; at < units; at++) {
      const unit = order[at] as number;
      const key = keys[unit] as number;
      let place = at - 1;
      while (place >= 0 && (keys[order[place] as number] as number) < key) {
        order[place + 1] = order[place] as number;
        place -= 1;
      }
      order[place + 1] = unit;
    }
    let rank = 0;
    let last = Number.NaN;
    for (let at = 0; at < units; at++) {
      const unit = order[at] as number;
      const key = keys[unit] as number;
      if (key !== last) rank = at + 1;
      last = key;
      ranks[unit] = key === Number.NEGATIVE_INFINITY ? 0 : rank;
    }
    return ranks;
  }
}

/** Ranks from the highest, ties at the smaller rank; null for a unit without a score. */
export const descendingRanks = (scores: Column): (number | null)[] => {
  const sorted = scores
    .filter((score) => !Number.isNaN(score))
    .map(seen)
    .toSorted()
    .toReversed();
  const first = new Map<number, number>();
  for (const [at, score] of sorted.entries()) if (!first.has(score)) first.set(score, at + 1);
  return [...scores].map((score) => (Number.isNaN(score) ? null : (first.get(seen(score)) ?? null)));
};

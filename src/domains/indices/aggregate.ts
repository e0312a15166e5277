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

/** Value of one unit from the parts it has. */
function meanOf(mean: Mean, values: readonly number[], weights: readonly number[], whole: number): number {
  let sum = 0;
  const add = (of: (value: number) => number): number => {
    for (const [at, value] of values.entries()) sum += (weights[at] ?? 0) * of(value);
    return sum / whole;
  };
  if (mean === 'arithmetic') return add((value) => value);
  if (mean === 'geometric') return Math.exp(add(Math.log));
  if (mean === 'harmonic') return 1 / add((value) => 1 / value);
  if (mean === 'copeland') throw new Error('Copeland compares all units at once');
  // A mean of power 0 is the geometric one.
  if (mean.power === 0) return Math.exp(add(Math.log));
  return add((value) => value ** mean.power) ** (1 / mean.power);
}

/**
 * One value for each unit from a group's parts; NaN where the parts it has fall short of `threshold` (a share of their
 * number) or have no weight.
 */
export function aggregateGroup(parts: readonly Part[], mean: Mean, threshold: number): Column {
  const [first] = parts;
  if (!first) throw new Error('a group without parts');
  if (mean === 'copeland') return copelandScores(parts);
  const found = new Float64Array(first.values.length).fill(Number.NaN);
  for (const unit of found.keys()) {
    const [values, weights]: [number[], number[]] = [[], []];
    let whole = 0;
    for (const part of parts) {
      const value = part.values[unit] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      values.push(value);
      weights.push(part.weight);
      whole += part.weight;
    }
    if (whole > 0 && values.length >= threshold * parts.length)
      found[unit] = meanOf(mean, values, weights, whole);
  }
  return found;
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

/** Ranks from the highest, ties at the smaller rank; null for a unit without a score. */
export function descendingRanks(scores: Column): (number | null)[] {
  const sorted = [...scores].filter((score) => !Number.isNaN(score)).map(seen);
  sorted.sort((one, other) => other - one);
  const first = new Map<number, number>();
  for (const [at, score] of sorted.entries()) if (!first.has(score)) first.set(score, at + 1);
  return [...scores].map((score) => (Number.isNaN(score) ? null : (first.get(seen(score)) ?? null)));
}

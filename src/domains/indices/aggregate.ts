/** Groups of columns put together by their weights, which are rescaled over what is there. */
import type { Column } from './dataset.ts';
import type { Mean } from './method.ts';

/** What a mean asks of its values: geometric, harmonic and powers up to 0 above 0, other powers not below it. */
type Asked = 'positive' | 'not-negative' | 'anything';

/** A scale on which a mean is arithmetic, and the way back. */
export interface Scale {
  asks: Asked;
  to: (value: number) => number;
  back: (value: number) => number;
}

const same = (value: number): number => value;
const invert = (value: number): number => 1 / value;
const linear: Scale = { asks: 'anything', to: same, back: same };
const logarithmic: Scale = { asks: 'positive', to: Math.log, back: Math.exp };
const reciprocal: Scale = { asks: 'positive', to: invert, back: invert };
const powers = new Map<number, Scale>();

export function scaleOf(mean: Exclude<Mean, 'copeland'>): Scale {
  if (mean === 'arithmetic') return linear;
  if (mean === 'geometric') return logarithmic;
  if (mean === 'harmonic') return reciprocal;
  const { power } = mean;
  // A mean of power 0 is the geometric one.
  if (power === 0) return logarithmic;
  if (power === 1) return linear;
  const known = powers.get(power);
  if (known) return known;
  const scale: Scale = {
    asks: power < 0 ? 'positive' : 'not-negative',
    to: (value) => value ** power,
    back: (value) => value ** (1 / power),
  };
  powers.set(power, scale);
  return scale;
}

/** A column with what means ask of it, found once. A mean's own result stays on the mean's scale until it is read. */
export class Measured {
  readonly #scale: Scale;
  readonly #scaled: Column;
  #values: Column | null = null;
  #other: { scale: Scale; column: Column } | null = null;
  #least: number | null = null;
  #whole: boolean | null = null;

  constructor(scaled: Column, scale: Scale = linear, whole: boolean | null = null) {
    this.#scaled = scaled;
    this.#scale = scale;
    this.#whole = whole;
  }

  get values(): Column {
    if (this.#scale === linear) return this.#scaled;
    this.#values ??= this.#scaled.map(this.#scale.back);
    return this.#values;
  }

  /** Bytes a kept column takes. */
  get bytes(): number {
    return this.#scaled.byteLength;
  }

  /** Whether no value is missing. */
  get whole(): boolean {
    if (this.#whole === null) {
      const scaled = this.#scaled;
      let whole = true;
      // NaN alone differs from itself.
      for (let at = 0; at < scaled.length; at++) whole &&= scaled[at] === scaled[at];
      this.#whole = whole;
    }
    return this.#whole;
  }

  /** Writes its values to places of a longer column. */
  writeTo(column: Column, places: readonly number[] | null): void {
    const { back } = this.#scale;
    for (let at = 0; at < this.#scaled.length; at++)
      column[places ? (places[at] as number) : at] = back(this.#scaled[at] as number);
  }

  on(scale: Scale): Column {
    if (scale === this.#scale) return this.#scaled;
    if (scale === linear) return this.values;
    if (this.#other?.scale !== scale) this.#other = { scale, column: this.values.map(scale.to) };
    return this.#other.column;
  }

  /** Whether a mean of this scale can take its values. */
  meets(scale: Scale): boolean {
    if (scale.asks === 'anything' || scale === this.#scale) return true;
    if (this.#least === null) {
      let least = Number.POSITIVE_INFINITY;
      const { values } = this;
      for (let at = 0; at < values.length; at++)
        if ((values[at] as number) < least) least = values[at] as number;
      this.#least = least;
    }
    return scale.asks === 'positive' ? this.#least > 0 : this.#least >= 0;
  }
}

/** Values a mean cannot take, by place of unit and part. */
export function findBeyondMean(parts: readonly Measured[], mean: Mean): { unit: number; part: number }[] {
  if (mean === 'copeland') return [];
  const scale = scaleOf(mean);
  const isWithin = (value: number): boolean => (scale.asks === 'positive' ? value > 0 : value >= 0);
  return parts.flatMap((column, part) =>
    column.meets(scale)
      ? []
      : [...column.values].flatMap((value, unit) =>
          Number.isNaN(value) || isWithin(value) ? [] : [{ unit, part }],
        ),
  );
}

/** Whether a mean can take all its parts. */
export function isWithinMean(parts: readonly Measured[], mean: Mean): boolean {
  if (mean === 'copeland' || mean === 'arithmetic') return true;
  const scale = scaleOf(mean);
  for (let part = 0; part < parts.length; part++) if (!(parts[part] as Measured).meets(scale)) return false;
  return true;
}

/** Room for a group's sums, wholes and counts. */
export interface Room {
  sums: Column;
  wholes: Column;
  counts: Column;
}

export const roomFor = (units: number): Room => ({
  sums: new Float64Array(units),
  wholes: new Float64Array(units),
  counts: new Float64Array(units),
});

/** Adds weighted columns to sums, always in their order; several in one pass. */
function addAll(parts: readonly Measured[], scale: Scale, weights: ArrayLike<number>, sums: Column): void {
  const units = sums.length;
  const count = parts.length;
  const columnOf = (part: number): Column => (parts[part] as Measured).on(scale);
  let part = 0;
  for (; part + 3 < count; part += 4) {
    const [a, b] = [columnOf(part), columnOf(part + 1)];
    const [c, d] = [columnOf(part + 2), columnOf(part + 3)];
    const [wa, wb] = [weights[part] as number, weights[part + 1] as number];
    const [wc, wd] = [weights[part + 2] as number, weights[part + 3] as number];
    for (let unit = 0; unit < units; unit++)
      sums[unit] =
        (sums[unit] as number) +
        wa * (a[unit] as number) +
        wb * (b[unit] as number) +
        wc * (c[unit] as number) +
        wd * (d[unit] as number);
  }
  for (; part < count; part++) {
    const column = columnOf(part);
    const weight = weights[part] as number;
    for (let unit = 0; unit < units; unit++)
      sums[unit] = (sums[unit] as number) + weight * (column[unit] as number);
  }
}

/**
 * One value for each unit from a group's parts by their weights, rescaled over what is there; NaN where the parts it
 * has fall short of `threshold` (a share of their number) or have no weight. The result stands in the room's sums.
 */
export function combine(
  parts: readonly Measured[],
  weights: ArrayLike<number>,
  mean: Mean,
  threshold: number,
  room: Room,
): Measured {
  if (mean === 'copeland')
    return new Measured(
      copelandScores(
        parts.map(({ values }) => values),
        weights,
      ),
    );
  const scale = scaleOf(mean);
  const { sums, wholes, counts } = room;
  const units = sums.length;
  let isWhole = true;
  for (let part = 0; part < parts.length; part++) isWhole &&= (parts[part] as Measured).whole;
  if (isWhole) {
    let whole = 0;
    for (let part = 0; part < parts.length; part++) whole += weights[part] as number;
    addAll(parts, scale, weights, sums.fill(0));
    if (whole <= 0) return new Measured(sums.fill(Number.NaN), scale);
    for (let unit = 0; unit < units; unit++) sums[unit] = (sums[unit] as number) / whole;
    return new Measured(sums, scale, true);
  }
  sums.fill(0);
  wholes.fill(0);
  counts.fill(0);
  for (let part = 0; part < parts.length; part++) {
    const weight = weights[part] as number;
    const column = (parts[part] as Measured).on(scale);
    for (let unit = 0; unit < units; unit++) {
      const value = column[unit] as number;
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
    sums[unit] = whole > 0 && (counts[unit] as number) >= least ? (sums[unit] as number) / whole : Number.NaN;
  }
  return new Measured(sums, scale);
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
function copelandScores(columns: readonly Column[], weights: ArrayLike<number>): Column {
  const exact = exactWeights(Array.from(weights));
  const units = columns[0]?.length ?? 0;
  const total = exact.reduce((sum, weight) => sum + weight, 0n);
  // Sums of whole numbers this small are exact as they are.
  const sign =
    total <= BigInt(Number.MAX_SAFE_INTEGER)
      ? leadBy(columns, exact.map(Number), 0)
      : leadBy(columns, exact, 0n);
  const scores = new Float64Array(units);
  for (let one = 0; one < units; one++) {
    for (let other = one + 1; other < units; other++) {
      const point = sign(one, other);
      scores[one] = (scores[one] as number) + point;
      scores[other] = (scores[other] as number) - point;
    }
  }
  for (const unit of scores.keys())
    if (columns.every((values) => Number.isNaN(values[unit]))) scores[unit] = Number.NaN;
  return scores;
}

/** Which of two units is ahead by weight: 1, −1 or 0. */
function leadBy<T extends bigint | number>(
  columns: readonly Column[],
  weights: readonly T[],
  zero: T,
): (one: number, other: number) => number {
  const count = columns.length;
  return (one, other) => {
    let [ahead, behind] = [zero, zero];
    for (let at = 0; at < count; at++) {
      const values = columns[at] as Column;
      const [mine, its] = [values[one] as number, values[other] as number];
      if (mine > its) ahead = ((ahead as number) + (weights[at] as number)) as T;
      else if (mine < its) behind = ((behind as number) + (weights[at] as number)) as T;
    }
    return ahead > behind ? 1 : ahead < behind ? -1 : 0;
  };
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

/** The same, of scores that may be missing. */
export const ranksOf = (scores: readonly (number | null)[]): (number | null)[] =>
  descendingRanks(Float64Array.from(scores, (score) => score ?? Number.NaN));

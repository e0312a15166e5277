/**
 * How much of an outcome's variance each factor makes: exactly, over all combinations of levels, or estimated over a
 * Sobol sequence. First order: Sobol' (1993), by the centred estimator of Saltelli et al. (2010); total order: Jansen
 * (1999).
 */
import { drawAt } from './random.ts';

/** Shares of variance by factor. */
export interface Shares {
  first: number[];
  total: number[];
}

/** Shares with their intervals: 95 of 100 resamples of the points lie within. */
export interface Estimated extends Shares {
  firstInterval: [number, number][];
  totalInterval: [number, number][];
}

/**
 * Shares over a whole grid. `outcomes` stand in the order of the combinations, the last factor changing fastest. Where
 * nothing varies, all shares are 0.
 */
export function exactShares(outcomes: Float64Array, levels: readonly number[]): Shares {
  const count = outcomes.length;
  let sum = 0;
  for (const value of outcomes) sum += value;
  const mean = sum / count;
  let squares = 0;
  for (const value of outcomes) squares += (value - mean) ** 2;
  const shares: Shares = { first: [], total: [] };
  for (const at of levels.keys()) {
    const size = levels[at] ?? 1;
    const step = levels.slice(at + 1).reduce((product, level) => product * level, 1);
    const sums = new Float64Array(size);
    let within = 0;
    for (let start = 0; start < count; start += step * size) {
      for (let rest = 0; rest < step; rest++) {
        let line = 0;
        for (let level = 0; level < size; level++) line += outcomes[start + level * step + rest] as number;
        const middle = line / size;
        for (let level = 0; level < size; level++) {
          const value = outcomes[start + level * step + rest] as number;
          sums[level] = (sums[level] as number) + (value - mean);
          within += (value - middle) ** 2;
        }
      }
    }
    let between = 0;
    for (const one of sums) between += (one / (count / size)) ** 2;
    shares.first.push(squares === 0 ? 0 : between / size / (squares / count));
    shares.total.push(squares === 0 ? 0 : within / squares);
  }
  return shares;
}

/** Primitive polynomials and initial numbers of S. Joe and F. Y. Kuo (2008), `new-joe-kuo-6.21201`. */
const directions: readonly (readonly [a: number, ...m: number[]])[] = [
  [0, 1],
  [1, 1, 3],
  [1, 1, 3, 1],
  [2, 1, 1, 1],
  [1, 1, 1, 3, 3],
  [4, 1, 3, 5, 13],
  [2, 1, 1, 5, 5, 17],
  [4, 1, 1, 5, 5, 5],
  [7, 1, 1, 7, 11, 19],
  [11, 1, 1, 5, 1, 1],
  [13, 1, 1, 1, 3, 11],
  [14, 1, 3, 5, 5, 31],
  [1, 1, 3, 3, 9, 7, 49],
  [13, 1, 1, 1, 15, 21, 21],
  [16, 1, 3, 1, 13, 27, 49],
  [19, 1, 1, 1, 15, 7, 5],
  [22, 1, 3, 1, 15, 13, 25],
  [25, 1, 1, 5, 5, 19, 61],
];

/** Dimensions of the sequence there are. */
const sobolDimensions = directions.length + 1;

/** Points of the Sobol sequence from its `from`-th, each of `dimensions` numbers from 0 to below 1 (at most 2³¹ points). */
export function sobolPoints(dimensions: number, count: number, from = 0): Float64Array[] {
  if (dimensions > sobolDimensions) throw new RangeError(`at most ${sobolDimensions} dimensions`);
  const steps = Array.from({ length: dimensions }, (_, dimension): Uint32Array => {
    const v = new Uint32Array(32);
    const [a, ...m] = directions[dimension - 1] ?? [0];
    const degree = m.length;
    for (let bit = 0; bit < 32; bit++) {
      if (dimension === 0) v[bit] = 2 ** (31 - bit);
      else if (bit < degree) v[bit] = (m[bit] ?? 1) * 2 ** (31 - bit);
      else {
        const back = v[bit - degree] ?? 0;
        let next = back ^ (back >>> degree);
        for (let k = 1; k < degree; k++) if ((a >>> (degree - 1 - k)) & 1) next ^= v[bit - k] ?? 0;
        v[bit] = next >>> 0;
      }
    }
    return v;
  });
  const state = new Uint32Array(dimensions);
  const points: Float64Array[] = [];
  for (let at = 0; at < from + count; at++) {
    if (at >= from) points.push(Float64Array.from(state, (bits) => bits / 2 ** 32));
    // Gray code: the next point differs by the direction of the lowest bit not set.
    const bit = Math.clz32(~at & (at + 1)) ^ 31;
    for (let dimension = 0; dimension < dimensions; dimension++)
      state[dimension] = (state[dimension] as number) ^ (steps[dimension]?.[bit] ?? 0);
  }
  return points;
}

/** Resamples an interval is taken from. */
const resamples = 200;

/**
 * Shares of `dimensions` independent factors, each uniform from 0 to 1, estimated from `count` points and
 * `count × (dimensions + 2)` outcomes. `count` should be a power of two.
 */
export function estimateShares(
  outcomeOf: (point: Float64Array) => number,
  dimensions: number,
  count: number,
  seed: number,
): Estimated {
  // The sequence's first point is left out: it is 0 in every dimension. Beyond its dimensions points are drawn.
  const points =
    2 * dimensions <= sobolDimensions
      ? sobolPoints(2 * dimensions, count, 1)
      : Array.from({ length: count }, (_, at) =>
          Float64Array.from({ length: 2 * dimensions }, (__, dimension) => drawAt(seed, at, -2 - dimension)),
        );
  const ofA = new Float64Array(count);
  const ofB = new Float64Array(count);
  const mixed = Array.from({ length: dimensions }, () => new Float64Array(count));
  for (const [at, point] of points.entries()) {
    const [a, b] = [point.slice(0, dimensions), point.slice(dimensions)];
    ofA[at] = outcomeOf(a);
    ofB[at] = outcomeOf(b);
    for (const [dimension, column] of mixed.entries()) {
      const swapped = Float64Array.from(a);
      swapped[dimension] = b[dimension] as number;
      column[at] = outcomeOf(swapped);
    }
  }
  const sharesOver = (rows: Int32Array): Shares => {
    let sum = 0;
    for (const row of rows) sum += (ofA[row] as number) + (ofB[row] as number);
    const mean = sum / (2 * rows.length);
    let squares = 0;
    for (const row of rows)
      squares += ((ofA[row] as number) - mean) ** 2 + ((ofB[row] as number) - mean) ** 2;
    const variance = squares / (2 * rows.length);
    const shares: Shares = { first: [], total: [] };
    for (const column of mixed) {
      let [first, total] = [0, 0];
      for (const row of rows) {
        const [a, b, ab] = [ofA[row] as number, ofB[row] as number, column[row] as number];
        first += (b - mean) * (ab - a);
        total += (a - ab) ** 2;
      }
      shares.first.push(variance === 0 ? 0 : first / rows.length / variance);
      shares.total.push(variance === 0 ? 0 : total / (2 * rows.length) / variance);
    }
    return shares;
  };
  const whole = sharesOver(Int32Array.from({ length: count }, (_, at) => at));
  const drawn = Array.from({ length: resamples }, (_, run) =>
    sharesOver(Int32Array.from({ length: count }, (__, at) => Math.floor(drawAt(seed, run, at) * count))),
  );
  const interval = (of: (shares: Shares) => number): [number, number] => {
    const sorted = Float64Array.from(drawn, of).toSorted();
    return [sorted[Math.floor(0.025 * resamples)] ?? 0, sorted[Math.ceil(0.975 * resamples) - 1] ?? 0];
  };
  return {
    ...whole,
    firstInterval: whole.first.map((_, at) => interval((shares) => shares.first[at] ?? 0)),
    totalInterval: whole.total.map((_, at) => interval((shares) => shares.total[at] ?? 0)),
  };
}

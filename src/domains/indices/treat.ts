/** Outliers of one column: skewness and kurtosis (sample-adjusted, “type 2”), winsorising, a logarithmic scale. */
import { presentOf, type Column } from './dataset.ts';
import type { TreatStep } from './method.ts';

/** What was done to a column. */
export interface Treatment {
  /** Points drawn in from above and from below. */
  high: number;
  low: number;
  log: boolean;
  /** Power of the scale of Box and Cox it was put on; absent where it was not. */
  power?: number;
  /** Whether it lies within the limits now. */
  passes: boolean;
}

interface Moments {
  skew: number;
  kurtosis: number;
}

/** Skewness of at least three and kurtosis of at least four values that are not all the same; else NaN. */
export function momentsOf(column: Column): Moments {
  let [n, sum] = [0, 0];
  for (let at = 0; at < column.length; at++) {
    const value = column[at] as number;
    // NaN alone differs from itself.
    if (value !== value) continue;
    n += 1;
    sum += value;
  }
  const mean = sum / n;
  let [second, third, fourth] = [0, 0, 0];
  for (let at = 0; at < column.length; at++) {
    const deviation = (column[at] as number) - mean;
    if (deviation !== deviation) continue;
    const square = deviation * deviation;
    second += square;
    third += square * deviation;
    fourth += square * square;
  }
  const r = (n * fourth) / (second * second);
  return {
    skew: ((Math.sqrt(n) * third) / second ** 1.5) * (Math.sqrt(n * (n - 1)) / (n - 2)),
    kurtosis: (((n + 1) * (r - 3) + 6) * (n - 1)) / ((n - 2) * (n - 3)),
  };
}

const passes = ({ skew, kurtosis }: Moments, step: TreatStep): boolean =>
  !(Math.abs(skew) >= step.skew && kurtosis >= step.kurtosis);

/**
 * Draws in the ends of a column until it passes or `winmax` points are treated; where it still fails, puts the column
 * as it was on a logarithmic scale: ln(x − min + 0.01 (max − min)).
 */
export function treatColumn(column: Column, step: TreatStep): { values: Column; treatment: Treatment } {
  const drawn = Float64Array.from(column);
  let moments = momentsOf(drawn);
  let [high, low] = [0, 0];
  // Of two different values neither is drawn in: nothing would be left to compare.
  while (!passes(moments, step) && high + low < step.winmax && hasThree(drawn)) {
    const fromAbove = moments.skew >= 0;
    const count = drawIn(drawn, fromAbove);
    if (fromAbove) high = count;
    else low = count;
    moments = momentsOf(drawn);
  }
  if (!passes(moments, step) && step.boxCox) {
    const { values, power } = boxCox(column);
    const treatment = { high: 0, low: 0, log: false, power, passes: passes(momentsOf(values), step) };
    return { values, treatment };
  }
  if (passes(moments, step) || !step.log)
    return { values: drawn, treatment: { high, low, log: false, passes: passes(moments, step) } };
  const logged = logarithmic(column);
  return {
    values: logged,
    treatment: { high: 0, low: 0, log: true, passes: passes(momentsOf(logged), step) },
  };
}

/** Whether there are three different values. */
function hasThree(values: Column): boolean {
  const [low, high] = [endOf(values, false), endOf(values, true)];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value > low && value < high) return true;
  }
  return false;
}

/** Sets all values at one end to the next one inwards; tells how many. */
function drawIn(values: Column, fromAbove: boolean): number {
  const end = endOf(values, fromAbove);
  let next = Number.NaN;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value !== value || value === end) continue;
    if (next !== next || (fromAbove ? value > next : value < next)) next = value;
  }
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    if (values[at] !== end) continue;
    values[at] = next;
    count += 1;
  }
  return count;
}

/** The largest (or smallest) value that is there. */
export function endOf(values: Column, largest: boolean): number {
  let end = Number.NaN;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value !== value) continue;
    if (end !== end || (largest ? value > end : value < end)) end = value;
  }
  return end;
}

/** A column moved above 0 as for the logarithm, at the power from −5 to 5 that makes it most nearly normal. */
function boxCox(column: Column): { values: Column; power: number } {
  const [low, high] = [endOf(column, false), endOf(column, true)];
  const moved = column.map((value) => value - low + 0.01 * (high - low));
  const logs = moved.map(Math.log);
  const at = (power: number): Column =>
    Math.abs(power) < 1e-9 ? logs : moved.map((value) => (value ** power - 1) / power);
  const present = presentOf(logs);
  const sum = present.reduce((total, value) => total + value, 0);
  // Profile log-likelihood of the power.
  const likelihood = (power: number): number => {
    const values = presentOf(at(power));
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
    return (power - 1) * sum - (values.length / 2) * Math.log(variance);
  };
  let [left, right] = [-5, 5];
  for (let step = 0; step < 60; step++) {
    const third = (right - left) / 3;
    if (likelihood(left + third) < likelihood(right - third)) left += third;
    else right -= third;
  }
  const power = (left + right) / 2;
  return { values: Float64Array.from(at(power)), power };
}

function logarithmic(column: Column): Column {
  const [low, high] = [endOf(column, false), endOf(column, true)];
  return column.map((value) => Math.log(value - low + 0.01 * (high - low)));
}

/** What an index is built from: units, indicators as columns, and the tree they are aggregated in. */

/** 1: more is better; -1: less is better. */
export type Direction = 1 | -1;

/** Posts between which an indicator is worth nothing and everything; `scale` is the worth of the upper one. */
export interface Goalposts {
  lower: number;
  upper: number;
  scale: number;
  /** Values beyond a post count as at the post. */
  cut: boolean;
}

/** One indicator; its values stand in the order of the units, NaN where missing. */
export interface Indicator {
  code: string;
  name: string;
  direction: Direction;
  weight: number;
  parent: string | null;
  denominator: string | null;
  /** Factor a denominated value is multiplied by: 100 for per cent, 10000 for per ten thousand people. */
  factor: number;
  target: number | null;
  goalposts: Goalposts | null;
  values: Float64Array;
}

/** A node of the tree above the indicators; `level` counts from 2. */
export interface Aggregate {
  code: string;
  name: string;
  weight: number;
  parent: string | null;
  level: number;
}

/**
 * A whole data set. Units and codes stand in the order of their code points whatever order the files have, so that
 * every sum is made in one order.
 */
export interface Dataset {
  units: readonly string[];
  names: readonly string[];
  indicators: readonly Indicator[];
  /** By level, lowest first, then by code; the last is the index. */
  aggregates: readonly Aggregate[];
  /** Columns that group units, by name. */
  groups: ReadonlyMap<string, readonly string[]>;
  denominators: ReadonlyMap<string, Float64Array>;
}

/** A column of values, one for each unit; NaN is missing. */
export type Column = Float64Array;

/** The values that are there, in the order of their units. */
export function presentOf(column: Column): Column {
  const present = new Float64Array(column.length);
  let count = 0;
  for (let at = 0; at < column.length; at++) {
    const value = column[at] as number;
    // NaN alone differs from itself.
    if (value !== value) continue;
    present[count] = value;
    count += 1;
  }
  return present.subarray(0, count);
}

/** Order of code points, the same on every machine. */
export const inCodeOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Missing values: refused, or put in from other units and told. */
import { presentOf, type Column } from './dataset.ts';
import type { ImputeStep } from './method.ts';
import { refuse } from './refuse.ts';

/** Columns by code, for the units of a stage. */
export type Stage = ReadonlyMap<string, Column>;

/** A value that was not there and was put in. */
export interface Filled {
  unit: string;
  code: string;
}

/** Refuses every missing value, at its place. */
function refuseMissing(stage: Stage, units: readonly string[]): void {
  const faults = [...stage].flatMap(([code, column]) =>
    [...column].flatMap((value, at) =>
      Number.isNaN(value)
        ? [
            {
              at: `iData ${units[at] ?? ''} · ${code}`,
              zh: '没有数据；方法规定缺数不予测算',
              en: 'is missing, and the method computes nothing with values missing',
            },
          ]
        : [],
    ),
  );
  if (faults.length > 0) throw refuse(faults);
}

/**
 * The mean of the `k` units most alike that have the value: by the mean square of the differences over the columns both
 * have, each column at mean 0 and deviation 1. A unit that shares no column with another stays empty.
 */
function imputeNeighbours(
  stage: Stage,
  k: number,
  units: readonly string[],
): { stage: Map<string, Column>; filled: Filled[] } {
  const scaled = [...stage.values()].map((column) => {
    const present = presentOf(column);
    const mean = meanOf(present);
    const deviation = Math.sqrt(meanOf(present.map((value) => (value - mean) ** 2)));
    return deviation > 0 ? column.map((value) => (value - mean) / deviation) : null;
  });
  const columns = scaled.filter((column) => column !== null);
  const distance = (one: number, other: number): number => {
    let [sum, count] = [0, 0];
    for (const column of columns) {
      const gap = (column[one] as number) - (column[other] as number);
      if (gap !== gap) continue;
      sum += gap * gap;
      count += 1;
    }
    return count === 0 ? Number.POSITIVE_INFINITY : sum / count;
  };
  const orders = new Map<number, number[]>();
  const nearest = (unit: number): number[] => {
    const before = orders.get(unit);
    if (before) return before;
    const order = [...units.keys()]
      .filter((other) => other !== unit)
      .map((other) => ({ other, far: distance(unit, other) }))
      .filter(({ far }) => Number.isFinite(far))
      .toSorted((one, other) => one.far - other.far || one.other - other.other)
      .map(({ other }) => other);
    orders.set(unit, order);
    return order;
  };
  const filled: Filled[] = [];
  const imputed = new Map<string, Column>();
  for (const [code, column] of stage) {
    imputed.set(
      code,
      column.map((value, unit) => {
        if (!Number.isNaN(value)) return value;
        const alike = nearest(unit)
          .filter((other) => !Number.isNaN(column[other]))
          .slice(0, k);
        if (alike.length === 0) return Number.NaN;
        filled.push({ unit: units[unit] ?? '', code });
        return meanOf(Float64Array.from(alike, (other) => column[other] ?? Number.NaN));
      }),
    );
  }
  return { stage: imputed, filled };
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted();
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** Missing values from the others of their group, or of the column; a group without any stays empty. */
export function impute(
  stage: Stage,
  step: ImputeStep,
  groups: readonly string[] | undefined,
  units: readonly string[],
): { stage: Map<string, Column>; filled: Filled[] } {
  if (step.method === 'refuse') refuseMissing(stage, units);
  if (step.method === 'neighbour') return imputeNeighbours(stage, step.k ?? 3, units);
  const middle = step.method.endsWith('median') ? medianOf : meanOf;
  const filled: { unit: string; code: string }[] = [];
  const imputed = new Map<string, Column>();
  const members = Map.groupBy(units.keys(), (at) => groups?.[at] ?? '');
  for (const [code, column] of stage) {
    const known = new Map<string, number>();
    const middleOf = (group: string): number => {
      const before = known.get(group);
      if (before !== undefined) return before;
      const places = members.get(group) ?? [];
      const present = presentOf(Float64Array.from(places, (at) => column[at] ?? Number.NaN));
      const value = present.length === 0 ? Number.NaN : middle(present);
      known.set(group, value);
      return value;
    };
    imputed.set(
      code,
      column.map((value, at) => {
        if (!Number.isNaN(value)) return value;
        const put = middleOf(groups?.[at] ?? '');
        if (!Number.isNaN(put)) filled.push({ unit: units[at] ?? '', code });
        return put;
      }),
    );
  }
  return { stage: imputed, filled };
}

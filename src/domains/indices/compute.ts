/**
 * A composite index, step by step: denominators, missing values, screening, outliers, a common scale, weights and
 * means over any tree. Every stage is kept. Units and columns are taken in the order of their codes, so that the order
 * of a file changes nothing.
 */
import type { Fault } from '#kernel/contract/refusal.ts';
import { combine, descendingRanks, findBeyondMean, Measured, roomFor } from './aggregate.ts';
import type { Column, Dataset, Indicator } from './dataset.ts';
import { impute, type Filled, type Stage } from './impute.ts';
import type { Mean, Method } from './method.ts';
import { normaliseColumn, type NormaliseFault } from './normalise.ts';
import { refuse } from './refuse.ts';
import { treatColumn, type Treatment } from './treat.ts';

export interface Built {
  units: readonly string[];
  /** Units left after screening: those of `treated` and all later stages. */
  screened: readonly string[];
  denominated: Stage;
  imputed: Stage;
  /** Values that were not there and were put in, by unit and code. */
  filled: readonly Filled[];
  treated: Stage;
  treatments: ReadonlyMap<string, Treatment>;
  normalised: Stage;
  /** Aggregates of all levels; the last of the data set's is the index. */
  aggregates: Stage;
  /** The index and its ranks for the units left; null where a unit has none. */
  index: Column;
  ranks: readonly (number | null)[];
}

function denominate({ indicators, denominators, units }: Dataset, faults: Fault[]): Map<string, Column> {
  const stage = new Map<string, Column>();
  for (const { code, denominator, factor, values } of indicators) {
    const below = denominator === null ? undefined : denominators.get(denominator);
    if (below === undefined) {
      stage.set(code, values);
      continue;
    }
    for (const [at, value] of below.entries()) {
      if (value !== 0 || Number.isNaN(values[at] ?? Number.NaN)) continue;
      faults.push({
        at: `iData ${units[at] ?? ''} · ${denominator ?? ''}`,
        zh: `分母为 0，“${code}”无法换算`,
        en: `the denominator is 0: “${code}” cannot be put in proportion`,
      });
    }
    stage.set(
      code,
      values.map((value, at) => (value / (below[at] ?? Number.NaN)) * factor),
    );
  }
  return stage;
}

/** Places of the units that have at least a share of their values. */
function screen(stage: Stage, units: readonly string[], share: number): number[] {
  return [...units.keys()].filter((at) => {
    let present = 0;
    for (const column of stage.values()) if (!Number.isNaN(column[at] ?? Number.NaN)) present += 1;
    return present >= share * stage.size;
  });
}

const scaleFaults: Record<NormaliseFault, { zh: string; en: string }> = {
  constant: {
    zh: '各单位的值都相同，无法比较；请在 iMeta 中去掉这个指标，或换一种归一化方法',
    en: 'all units have the same value: there is nothing to compare; take the indicator out of iMeta or normalise by another method',
  },
  'no-target': { zh: 'iMeta 没有写它的 Target', en: 'iMeta has no Target for it' },
  'no-goalposts': {
    zh: 'iMeta 没有写它的 goalpost_lower、goalpost_upper',
    en: 'iMeta has no goalpost_lower and goalpost_upper for it',
  },
  'too-few': { zh: '有值的单位不足两个', en: 'fewer than two units have a value' },
  'zero-max': {
    zh: '最大值为 0，不能用“占最大值的比例”',
    en: 'the largest value is 0: no fraction of it can be taken',
  },
};

/** The means of the levels, lowest first; empty where the method aggregates nothing. */
export function meansOf(method: Method, levels: number): readonly Mean[] {
  const { aggregate } = method;
  if (aggregate === undefined) return [];
  if (!Array.isArray(aggregate)) return Array.from({ length: levels }, () => aggregate);
  if (aggregate.length === levels) return aggregate;
  throw refuse([
    {
      at: 'method /aggregate',
      zh: `写了 ${aggregate.length} 种方法，而指标之上有 ${levels} 层`,
      en: `names ${aggregate.length} methods for ${levels} levels above the indicators`,
    },
  ]);
}

/** A value a group's mean cannot take. */
export const beyondMean = (unit: string, child: string, group: string): Fault => ({
  at: `${unit} · ${child}`,
  zh: `归一化后的值太小，“${group}”不能取这种平均（几何、调和须大于 0，幂平均不能为负）；可把归一化的下限设为大于 0（如 1）`,
  en: `its normalised value is too small for this mean of “${group}” (geometric and harmonic need it above 0, powers not below); normalise to a lower bound above 0 (1, say)`,
});

function aggregate(dataset: Dataset, normalised: Stage, method: Method, units: readonly string[]): Stage {
  const columns = new Map([...normalised].map(([code, values]) => [code, new Measured(values)]));
  const found = new Map<string, Column>();
  const means = meansOf(method, topLevel(dataset) - 1);
  if (means.length === 0) return found;
  const below = Map.groupBy([...dataset.indicators, ...dataset.aggregates], ({ parent }) => parent ?? '');
  const faults: Fault[] = [];
  for (const { code, level } of dataset.aggregates) {
    const mean = means[level - 2];
    if (mean === undefined) throw new Error(`no mean for level ${level}`);
    const children = below.get(code) ?? [];
    const parts = children.map(
      (child) => columns.get(child.code) ?? new Measured(new Float64Array(units.length)),
    );
    for (const { unit, part } of findBeyondMean(parts, mean))
      faults.push(beyondMean(units[unit] ?? '', children[part]?.code ?? '', code));
    const weights = children.map(({ weight }) => weight);
    const whole = combine(parts, weights, mean, method.threshold ?? 0, roomFor(units.length));
    columns.set(code, whole);
    found.set(code, whole.values);
  }
  if (faults.length > 0) throw refuse(faults);
  return found;
}

/** The highest level of the tree. */
export const topLevel = ({ aggregates }: Dataset): number => aggregates.at(-1)?.level ?? 1;

/** Denominators, missing values, screening: what a method does before it looks at a column's shape. */
export interface Prepared {
  denominated: Stage;
  imputed: Stage;
  filled: Built['filled'];
  /** Places and codes of the units left. */
  left: readonly number[];
  screened: readonly string[];
}

export function prepare(dataset: Dataset, method: Method): Prepared {
  const { units, indicators } = dataset;
  const faults: Fault[] = [];
  const denominated = method.denominate
    ? denominate(dataset, faults)
    : new Map(indicators.map(({ code, values }) => [code, values]));
  const group = method.impute?.group;
  const groups = group === undefined ? undefined : dataset.groups.get(group);
  if (group !== undefined && groups === undefined) {
    faults.push({
      at: 'method /impute/group',
      zh: `iMeta 没有类型为 Group 的“${group}”`,
      en: `iMeta has no “${group}” of type Group`,
    });
  }
  if (faults.length > 0) throw refuse(faults);
  const { stage: imputed, filled } = method.impute
    ? impute(denominated, method.impute, groups, units)
    : { stage: denominated, filled: [] };
  const left = method.screen === undefined ? [...units.keys()] : screen(imputed, units, method.screen);
  return { denominated, imputed, filled, left, screened: left.map((at) => units[at] ?? '') };
}

/** Outliers drawn in, for the units left. */
export function treat(
  { imputed, left }: Prepared,
  step: Method['treat'],
): { treated: Stage; treatments: ReadonlyMap<string, Treatment> } {
  const treatments = new Map<string, Treatment>();
  const treated = new Map<string, Column>();
  for (const [code, column] of imputed) {
    const kept = Float64Array.from(left, (at) => column[at] ?? Number.NaN);
    if (!step) {
      treated.set(code, kept);
      continue;
    }
    const { values, treatment } = treatColumn(kept, step);
    treated.set(code, values);
    treatments.set(code, treatment);
  }
  return { treated, treatments };
}

/** The index of a year whose stages up to the common scale are made. */
function finish(
  dataset: Dataset,
  { denominated, imputed, filled, screened }: Prepared,
  { treated, treatments }: ReturnType<typeof treat>,
  normalised: Stage,
  method: Method,
): Built {
  const aggregates = aggregate(dataset, normalised, method, screened);
  const top = dataset.aggregates.at(-1)?.code ?? '';
  const index = aggregates.get(top) ?? new Float64Array(screened.length).fill(Number.NaN);
  return {
    units: dataset.units,
    screened,
    denominated,
    imputed,
    filled,
    treated,
    treatments,
    normalised,
    aggregates,
    index,
    ranks: descendingRanks(index),
  };
}

/**
 * Builds the index by a method whose weights are given. Refuses with every fault of a step at once: denominators of 0,
 * groups that are not there, columns that are all the same, values a mean cannot take.
 */
export function buildIndex(dataset: Dataset, method: Method): Built {
  const prepared = prepare(dataset, method);
  const treatment = treat(prepared, method.treat);
  const normalised = normalise(dataset.indicators, treatment.treated, method.normalise);
  return finish(dataset, prepared, treatment, normalised, method);
}

/** Builds the index of several years on one scale over all of them: a unit's growth is seen in its scores. */
export function buildPanel(datasets: readonly Dataset[], method: Method): Built[] {
  const [first] = datasets;
  if (!first) return [];
  const years = datasets.map((dataset) => {
    const prepared = prepare(dataset, method);
    return { dataset, prepared, treatment: treat(prepared, method.treat) };
  });
  const pooled = new Map(
    first.indicators.map(({ code }) => [
      code,
      Float64Array.from(years.flatMap(({ treatment }) => [...(treatment.treated.get(code) ?? [])])),
    ]),
  );
  const scaled = normalise(first.indicators, pooled, method.normalise);
  let from = 0;
  return years.map(({ dataset, prepared, treatment }) => {
    const until = from + prepared.left.length;
    const own = new Map([...scaled].map(([code, column]) => [code, column.slice(from, until)]));
    from = until;
    return finish(dataset, prepared, treatment, own, method);
  });
}

/** Indicators on the method's common scale. */
export function normalise(
  indicators: readonly Indicator[],
  treated: Stage,
  step: Method['normalise'],
): Stage {
  if (step === undefined) return treated;
  const faults: Fault[] = [];
  const stage = new Map<string, Column>();
  for (const indicator of indicators) {
    const scaled = normaliseColumn(treated.get(indicator.code) ?? new Float64Array(), indicator, step);
    if (typeof scaled === 'string') faults.push({ at: `iMeta ${indicator.code}`, ...scaleFaults[scaled] });
    else stage.set(indicator.code, scaled);
  }
  if (faults.length > 0) throw refuse(faults);
  return stage;
}

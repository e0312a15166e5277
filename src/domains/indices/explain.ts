/**
 * Where a unit's points were won and lost against another, exactly: the points of all indicators sum to the difference
 * of the two indices, whatever means the levels take. A mean is arithmetic on its own scale (logarithms for the
 * geometric one); the way back is the slope between the two values.
 */
import { Refusal } from '#kernel/contract/refusal.ts';
import { combine, Measured, roomFor, scaleOf, type Scale } from './aggregate.ts';
import { meansOf, topLevel, type Built } from './compute.ts';
import type { Dataset } from './dataset.ts';
import type { Mean, Method } from './method.ts';

/** A unit beside another. */
export interface Comparison {
  /** Index of the other one. */
  index: number;
  /** By code of indicator and aggregate: points of the index won (above 0) or lost against it. */
  points: ReadonlyMap<string, number>;
}

export interface Explained {
  unit: string;
  rank: number;
  index: number;
  /** Against a unit that has the mean of every normalised indicator. */
  mean: Comparison;
  /** Against the next better and the next worse unit; null where there is none. */
  above: (Comparison & { unit: string; rank: number }) | null;
  below: (Comparison & { unit: string; rank: number }) | null;
}

interface Node {
  code: string;
  weight: number;
  children: readonly Node[];
  mean: Exclude<Mean, 'copeland'>;
}

function treeOf(dataset: Dataset, means: readonly Mean[]): Node {
  const below = Map.groupBy([...dataset.indicators, ...dataset.aggregates], ({ parent }) => parent ?? '');
  const nodeOf = (one: { code: string; weight: number }, level: number): Node => {
    const mean = level < 2 ? 'arithmetic' : means[level - 2];
    if (mean === undefined || mean === 'copeland')
      throw new Refusal('invalid-input', {
        zh: mean ? '科普兰法只比胜负，没有可以分解的分数' : '方法没有写 aggregate，没有总指数可以分解',
        en: mean
          ? 'Copeland compares units in pairs: there are no points to take apart'
          : 'The method has no aggregate: there is no index to take apart',
      });
    return {
      ...one,
      mean,
      children: level < 2 ? [] : (below.get(one.code) ?? []).map((child) => nodeOf(child, level - 1)),
    };
  };
  const root = dataset.aggregates.at(-1);
  if (!root) throw new Error('a data set without an index');
  return nodeOf(root, topLevel(dataset));
}

/** Values of one unit by code: indicators on the common scale, then aggregates. */
type Profile = Map<string, number>;

const profileOf = (built: Built, place: number): Profile =>
  new Map(
    [...built.normalised, ...built.aggregates].map(([code, column]) => [code, column[place] ?? Number.NaN]),
  );

/**
 * Fills in what a group has no value for by the group's own value: leaving a part out and rescaling the weights is the
 * same as giving it the mean of the others.
 */
function fill({ code, children }: Node, profile: Profile): void {
  const own = profile.get(code) ?? Number.NaN;
  for (const child of children) {
    const value = profile.get(child.code) ?? Number.NaN;
    if (Number.isNaN(value)) profile.set(child.code, own);
    fill(child, profile);
  }
}

/** How much a scale's value grows with the value itself, between two values. */
function slope(scale: Scale, one: number, other: number): number {
  if (one !== other) return (scale.to(one) - scale.to(other)) / (one - other);
  const step = Math.max(1e-6, Math.abs(one) * 1e-6);
  return (scale.to(one + step) - scale.to(one - step)) / (2 * step);
}

/** Points by code: a part's share of its group's difference, on the group's scale and back. */
function share(node: Node, one: Profile, other: Profile, factor: number, points: Map<string, number>): void {
  const [mine, its] = [one.get(node.code) ?? Number.NaN, other.get(node.code) ?? Number.NaN];
  points.set(node.code, factor * (mine - its));
  if (node.children.length === 0) return;
  const scale = scaleOf(node.mean);
  const whole = node.children.reduce((sum, { weight }) => sum + weight, 0);
  const back = slope(scale, mine, its);
  for (const child of node.children) {
    const [own, its_] = [one.get(child.code) ?? Number.NaN, other.get(child.code) ?? Number.NaN];
    share(child, one, other, (factor * (child.weight / whole) * slope(scale, own, its_)) / back, points);
  }
}

function compare(root: Node, one: Profile, other: Profile): Comparison {
  const [mine, its] = [new Map(one), new Map(other)];
  fill(root, mine);
  fill(root, its);
  const points = new Map<string, number>();
  share(root, mine, its, 1, points);
  return { index: its.get(root.code) ?? Number.NaN, points };
}

/** The profile that has the mean of every normalised indicator. */
function meanProfile(root: Node, built: Built): Profile {
  const profile: Profile = new Map();
  for (const [code, column] of built.normalised) {
    const present = column.filter((value) => !Number.isNaN(value));
    profile.set(code, present.reduce((sum, value) => sum + value, 0) / present.length);
  }
  const aggregate = (node: Node): number => {
    if (node.children.length === 0) return profile.get(node.code) ?? Number.NaN;
    const parts = node.children.map((child) => new Measured(Float64Array.of(aggregate(child))));
    const weights = node.children.map(({ weight }) => weight);
    const value = combine(parts, weights, node.mean, 0, roomFor(1)).values[0] ?? Number.NaN;
    profile.set(node.code, value);
    return value;
  };
  aggregate(root);
  return profile;
}

/** Takes a unit's index apart. Refuses a unit that is not ranked, and means that have no points. */
export function explainUnit(dataset: Dataset, method: Method, built: Built, unit: string): Explained {
  const place = built.screened.indexOf(unit);
  const rank = built.ranks[place] ?? null;
  if (rank === null) {
    const known = dataset.units.includes(unit);
    throw new Refusal('invalid-input', {
      zh: known
        ? `单位“${unit}”没有总指数（数据不足，未参加排名），无从解释`
        : `没有单位“${unit}”；应为 iData 的 uCode 之一`,
      en: known
        ? `The unit “${unit}” has no index (too little data): there is nothing to explain`
        : `There is no unit “${unit}”: give a uCode of iData`,
    });
  }
  const root = treeOf(dataset, meansOf(method, topLevel(dataset) - 1));
  const mine = profileOf(built, place);
  const index = built.index[place] ?? Number.NaN;
  const beside = (wanted: (other: number) => boolean, nearer: (one: number, two: number) => boolean) => {
    let found = -1;
    for (const [at, other] of built.ranks.entries())
      if (other !== null && wanted(other) && (found < 0 || nearer(other, built.ranks[found] ?? 0)))
        found = at;
    const ranked = built.ranks[found];
    if (ranked === undefined || ranked === null) return null;
    return {
      unit: built.screened[found] ?? '',
      rank: ranked,
      ...compare(root, mine, profileOf(built, found)),
    };
  };
  return {
    unit,
    rank,
    index,
    mean: compare(root, mine, meanProfile(root, built)),
    above: beside(
      (other) => other < rank,
      (one, two) => one > two,
    ),
    below: beside(
      (other) => other > rank,
      (one, two) => one < two,
    ),
  };
}

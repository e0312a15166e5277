/** Whether indicators measure one thing: correlations, Cronbach's alpha, pairs that say the same twice. */
import type { Built } from './compute.ts';
import type { Column, Dataset } from './dataset.ts';

/** Two columns and their correlation; null where either does not vary, or fewer than three units have both. */
export interface Correlation {
  one: string;
  other: string;
  r: number | null;
}

export interface Consistency {
  /** Within groups: parts of one aggregate with one another. */
  within: readonly Correlation[];
  /** Across levels: each part with each aggregate above it. */
  across: readonly Correlation[];
  /** Cronbach's alpha of each aggregate's parts; null for one part, or parts that do not vary. */
  alpha: ReadonlyMap<string, number | null>;
}

/** Sum of products of deviations over the units that have both, with their number. */
function covariance(one: Column, other: Column): { sum: number; count: number } {
  let [count, a, b] = [0, 0, 0];
  for (let at = 0; at < one.length; at++) {
    const [x, y] = [one[at] as number, other[at] as number];
    if (x !== x || y !== y) continue;
    count += 1;
    a += x;
    b += y;
  }
  let sum = 0;
  for (let at = 0; at < one.length; at++) {
    const [x, y] = [one[at] as number, other[at] as number];
    if (x === x && y === y) sum += (x - a / count) * (y - b / count);
  }
  return { sum, count };
}

/** Pearson's correlation over the units that have both. */
export function correlate(one: Column, other: Column): number | null {
  const here = one.map((value, at) => (Number.isNaN(other[at] ?? Number.NaN) ? Number.NaN : value));
  const there = other.map((value, at) => (Number.isNaN(one[at] ?? Number.NaN) ? Number.NaN : value));
  const { sum, count } = covariance(here, there);
  const [a, b] = [covariance(here, here).sum, covariance(there, there).sum];
  if (count < 3 || a <= 0 || b <= 0) return null;
  return Math.max(-1, Math.min(1, sum / Math.sqrt(a * b)));
}

/** Cronbach's alpha: k/(k−1) · (1 − Σ variances / Σ covariances), covariances over the units that have both. */
export function cronbach(columns: readonly Column[]): number | null {
  const k = columns.length;
  let [variances, all] = [0, 0];
  for (const one of columns) {
    for (const other of columns) {
      const { sum, count } = covariance(one, other);
      const value = count < 2 ? Number.NaN : sum / (count - 1);
      all += value;
      if (one === other) variances += value;
    }
  }
  const alpha = (k / (k - 1)) * (1 - variances / all);
  return Number.isFinite(alpha) ? alpha : null;
}

/** Correlations and alphas of a built index, by its normalised indicators. */
export function checkConsistency(dataset: Dataset, built: Built): Consistency {
  const columns = new Map([...built.normalised, ...built.aggregates]);
  const nodes = [...dataset.indicators, ...dataset.aggregates];
  const byCode = new Map(nodes.map((node) => [node.code, node]));
  const below = Map.groupBy(nodes, ({ parent }) => parent ?? '');
  const relate = (one: string, other: string): Correlation => {
    const [a, b] = [columns.get(one), columns.get(other)];
    return { one, other, r: a && b ? correlate(a, b) : null };
  };
  const within: Correlation[] = [];
  const across: Correlation[] = [];
  const alpha = new Map<string, number | null>();
  for (const { code } of dataset.aggregates) {
    const parts = below.get(code) ?? [];
    for (const [at, one] of parts.entries())
      for (const other of parts.slice(at + 1)) within.push(relate(one.code, other.code));
    alpha.set(code, cronbach(parts.flatMap((part) => columns.get(part.code) ?? [])));
  }
  for (const node of nodes) {
    let above = node.parent === null ? undefined : byCode.get(node.parent);
    while (above) {
      across.push(relate(node.code, above.code));
      above = above.parent === null ? undefined : byCode.get(above.parent);
    }
  }
  return { within, across, alpha };
}

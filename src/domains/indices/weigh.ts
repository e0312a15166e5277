/** Weights made by a method instead of given: equal, from experts' points, from comparisons in pairs, from the data. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Fault } from '#kernel/contract/refusal.ts';
import { normalise, prepare, treat } from './compute.ts';
import { correlate } from './consistency.ts';
import type { Dataset } from './dataset.ts';
import type { Method, WeighStep } from './method.ts';
import { refuse } from './refuse.ts';

/** A data set with the weights its method makes, and the method without that step. */
export interface Weighed {
  dataset: Dataset;
  method: Method;
  /** Weights made, by code; empty where they are given. */
  weights: ReadonlyMap<string, number>;
  /** Consistency ratios of the comparisons, by group. */
  ratios: ReadonlyMap<string, number>;
}

/** Consistency of matrices filled at random, by size from 3 on. Source: Saaty, The Analytic Hierarchy Process (1980). */
const randomIndex = [0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];

type Comparisons = Extract<WeighStep, { method: 'ahp' }>['comparisons'][string];

/** A comparison as it is written: 3, 0.5 or "1/3". */
function ratioOf(entry: number | string): number {
  if (typeof entry === 'number') return entry;
  const [above = '', below = '1'] = entry.split('/');
  return Number(above) / Number(below);
}

/** Weights of one group by comparisons in pairs: the principal eigenvector, and the consistency ratio. */
export function pairwise({ matrix }: Comparisons): { weights: number[]; ratio: number } {
  const size = matrix.length;
  const entries = matrix.map((row) => row.map(ratioOf));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(entries));
  const at = realEigenvalues.indexOf(Math.max(...realEigenvalues));
  const vector = eigenvectorMatrix.getColumn(at).map(Math.abs);
  const sum = vector.reduce((total, value) => total + value, 0);
  const random = randomIndex[size - 3];
  const excess = ((realEigenvalues[at] ?? size) - size) / (size - 1);
  return {
    weights: vector.map((value) => value / sum),
    ratio: random === undefined ? 0 : Math.max(0, excess / random),
  };
}

/** Faults of a table of comparisons. */
function pairFaults(group: string, { codes, matrix }: Comparisons, limit: number): Fault[] {
  const at = `method /weights/comparisons/${group}`;
  const size = codes.length;
  if (size > randomIndex.length + 2 || matrix.length !== size || matrix.some((row) => row.length !== size))
    return [
      {
        at,
        zh: `应为 ${size} × ${size} 的矩阵（至多 15 项）`,
        en: `must be a matrix of ${size} × ${size} (at most 15)`,
      },
    ];
  for (const [row, entries] of matrix.entries())
    for (const [column, entry] of entries.entries()) {
      const [there, back] = [ratioOf(entry), ratioOf(matrix[column]?.[row] ?? 0)];
      if (there > 0 && Math.abs(there * back - 1) < 1e-6) continue;
      return [
        {
          at: `${at}/matrix/${row}/${column}`,
          zh: `“${codes[row] ?? ''}”比“${codes[column] ?? ''}”应大于 0，且与反向比较互为倒数`,
          en: `“${codes[row] ?? ''}” over “${codes[column] ?? ''}” must be above 0 and the inverse of the comparison the other way`,
        },
      ];
    }
  const { ratio } = pairwise({ codes, matrix });
  if (ratio <= limit) return [];
  return [
    {
      at,
      zh: `一致性比例 ${ratio.toFixed(3)} 超过 ${limit}；请重新比较`,
      en: `its consistency ratio ${ratio.toFixed(3)} is above ${limit}: compare again`,
    },
  ];
}

/** Squared loadings of each group's first principal component, by the correlations of the normalised indicators. */
function principal(dataset: Dataset, method: Method): Map<string, number> {
  const { treated } = treat(prepare(dataset, method), method.treat);
  const stage = normalise(dataset.indicators, treated, method.normalise);
  const found = new Map<string, number>();
  const faults: Fault[] = [];
  for (const [group, parts] of Map.groupBy(dataset.indicators, ({ parent }) => parent ?? '')) {
    const columns = parts.map(({ code }) => stage.get(code) ?? new Float64Array());
    const matrix = columns.map((one) => columns.map((other) => (one === other ? 1 : correlate(one, other))));
    if (matrix.flat().includes(null)) {
      faults.push({
        at: `method /weights · ${group}`,
        zh: '有指标各单位相同或数据太少，不能作主成分分析',
        en: 'an indicator does not vary or has too few values: there are no principal components',
      });
      continue;
    }
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
      new Matrix(matrix as number[][]),
      {
        assumeSymmetric: true,
      },
    );
    const loadings = eigenvectorMatrix.getColumn(realEigenvalues.indexOf(Math.max(...realEigenvalues)));
    for (const [at, { code }] of parts.entries()) found.set(code, (loadings[at] ?? 0) ** 2);
  }
  if (faults.length > 0) throw refuse(faults);
  return found;
}

/** Makes the weights a method asks for. Refuses codes that are not there and comparisons that contradict themselves. */
export function weigh(dataset: Dataset, { weights: step, ...method }: Method): Weighed {
  const ratios = new Map<string, number>();
  if (step === undefined) return { dataset, method, weights: new Map(), ratios };
  const nodes = [...dataset.indicators, ...dataset.aggregates];
  const below = Map.groupBy(nodes, ({ parent }) => parent ?? '');
  const made = new Map<string, number>();
  const faults: Fault[] = [];
  const mustBeAll = (at: string, group: string, codes: readonly string[]): void => {
    const wanted = (below.get(group) ?? []).map(({ code }) => code);
    if (wanted.length === codes.length && wanted.every((code) => codes.includes(code))) return;
    faults.push({
      at,
      zh: wanted.length === 0 ? `没有汇总项“${group}”` : `应写全“${group}”之下的各项：${wanted.join('、')}`,
      en:
        wanted.length === 0
          ? `there is no aggregate “${group}”`
          : `must name all below “${group}”: ${wanted.join(', ')}`,
    });
  };
  switch (step.method) {
    case 'equal':
      for (const { code } of nodes) made.set(code, 1);
      break;
    case 'budget':
      for (const [group, experts] of Object.entries(step.points)) {
        for (const [expert, points] of Object.entries(experts)) {
          const at = `method /weights/points/${group}/${expert}`;
          mustBeAll(at, group, Object.keys(points));
          const sum = Object.values(points).reduce((total, value) => total + value, 0);
          if (sum <= 0) faults.push({ at, zh: '分数之和须大于 0', en: 'the points must sum to above 0' });
          for (const [code, value] of Object.entries(points))
            made.set(code, (made.get(code) ?? 0) + value / sum);
        }
      }
      break;
    case 'ahp':
      for (const [group, comparisons] of Object.entries(step.comparisons)) {
        mustBeAll(`method /weights/comparisons/${group}`, group, comparisons.codes);
        const wrong = pairFaults(group, comparisons, step.limit);
        faults.push(...wrong);
        if (wrong.length > 0) continue;
        const { weights, ratio } = pairwise(comparisons);
        ratios.set(group, ratio);
        for (const [at, code] of comparisons.codes.entries()) made.set(code, weights[at] ?? 0);
      }
      break;
    case 'pca':
      for (const [code, weight] of principal(dataset, method)) made.set(code, weight);
  }
  if (faults.length > 0) throw refuse(faults);
  const put = <T extends { code: string; weight: number }>(node: T): T => ({
    ...node,
    weight: made.get(node.code) ?? node.weight,
  });
  return {
    dataset: { ...dataset, indicators: dataset.indicators.map(put), aggregates: dataset.aggregates.map(put) },
    method,
    weights: made,
    ratios,
  };
}

/** Sets of weights and designs of other programs, as tables. */
import type { Fault } from '#kernel/contract/refusal.ts';
import type { Dataset } from './dataset.ts';
import { isMissing, isNumber, type Table } from './table.ts';

/** Weights by place of node (indicators, then aggregates); NaN keeps a node's own. */
export interface WeightSet {
  set: string;
  weights: Float64Array;
}

/** Sets of weights, a row each: `set`, then codes of indicators or aggregates; codes not named keep their weights. */
export function readWeightSets(table: Table, dataset: Dataset, faults: Fault[]): WeightSet[] {
  const nodes = [...dataset.indicators, ...dataset.aggregates];
  const places = new Map(nodes.map(({ code }, at) => [code, at]));
  const below = Map.groupBy(nodes.keys(), (place) => nodes[place]?.parent ?? '');
  const at = (line: number, code = ''): string => `${table.name} 第 ${line} 行 ${code}`.trim();
  if (!table.columns.includes('set')) faults.push({ at: at(1), zh: '缺少列 set', en: 'has no column set' });
  for (const column of table.columns.filter((one) => one !== 'set' && !places.has(one)))
    faults.push({
      at: at(1, column),
      zh: `“${column}”不是 iMeta 中的指标或汇总项`,
      en: `“${column}” is no indicator or aggregate of iMeta`,
    });
  if (table.rows.length === 0) faults.push({ at: table.name, zh: '没有权重方案', en: 'has no sets' });
  const seen = new Set<string>();
  return table.rows.map(({ line, cells }) => {
    const set = cells.get('set') ?? '';
    if (seen.has(set))
      faults.push({ at: at(line), zh: `方案“${set}”重复`, en: `the set “${set}” is there twice` });
    seen.add(set);
    const weights = new Float64Array(places.size).fill(Number.NaN);
    for (const [code, text] of cells) {
      const place = places.get(code);
      if (place === undefined || isMissing(text)) continue;
      if (!isNumber(text))
        faults.push({ at: at(line, code), zh: `“${text}”不是数字`, en: `“${text}” is no number` });
      else if (Number(text) < 0)
        faults.push({ at: at(line, code), zh: '权重不能为负', en: 'a weight cannot be negative' });
      weights[place] = Number(text);
    }
    for (const { code } of dataset.aggregates) {
      const children = below.get(code) ?? [];
      if (
        children.some((place) => (Number.isNaN(weights[place]) ? nodes[place]?.weight : weights[place]) !== 0)
      )
        continue;
      faults.push({
        at: at(line, code),
        zh: `方案“${set}”中“${code}”之下的权重之和为 0`,
        en: `in the set “${set}” the weights below “${code}” sum to 0`,
      });
    }
    return { set, weights };
  });
}

/** Runs of another program: a row each, `run` and one column for each factor, holding its level from 1. */
export function readDesign(
  table: Table,
  factors: readonly { name: string; levels: number | null }[],
  faults: Fault[],
): { run: string; levels: number[] }[] {
  const at = (line: number, column = ''): string => `${table.name} 第 ${line} 行 ${column}`.trim();
  for (const column of ['run', ...factors.map(({ name }) => name)])
    if (!table.columns.includes(column))
      faults.push({ at: at(1), zh: `缺少列 ${column}`, en: `has no column ${column}` });
  for (const { name, levels } of factors)
    if (levels === null)
      faults.push({
        at: at(1, name),
        zh: `“${name}”是随机抽取的权重，没有可以重放的水平；请写成 {"sets": …}`,
        en: `“${name}” is drawn at random and has no levels to replay; give it as {"sets": …}`,
      });
  if (table.rows.length === 0) faults.push({ at: table.name, zh: '没有要重放的运行', en: 'has no runs' });
  const seen = new Set<string>();
  return table.rows.map(({ line, cells }) => {
    const run = cells.get('run') ?? '';
    if (seen.has(run))
      faults.push({ at: at(line), zh: `run“${run}”重复`, en: `the run “${run}” is there twice` });
    seen.add(run);
    return {
      run,
      levels: factors.map(({ name, levels }) => {
        const level = Number(cells.get(name) ?? '');
        if (levels !== null && cells.has(name) && !(Number.isInteger(level) && level >= 1 && level <= levels))
          faults.push({
            at: at(line, name),
            zh: `“${cells.get(name) ?? ''}”不是水平；应为 1 到 ${levels} 的整数`,
            en: `“${cells.get(name) ?? ''}” is no level: a whole number from 1 to ${levels}`,
          });
        return level - 1;
      }),
    };
  });
}

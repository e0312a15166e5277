import { words, type Words } from '#kernel/contract/words.ts';

/** Words of the simulation board. */
export const boardUi = {
  title: (cycle: string) => words(`${cycle}：模拟台`, `${cycle}: simulation board`),
  lead: words(
    '动一个权重，看名次、等次和资助额度怎样变。只在这台电脑上演算，不写入任何记录；方法定稿以后，权重不能再改。',
    'Move a weight and see ranks, tiers and money move. It is computed on this device alone and writes nothing; once the method is frozen no weight can change.',
  ),
  weights: words('权重', 'Weights'),
  shareOf: words('占上级', 'share'),
  reset: words('复原', 'Reset'),
  resetAll: words('全部复原', 'Reset all'),
  moved: (count: number) => words(`动了 ${count} 个权重`, `${count} weights moved`),
  none: words('与方案相同', 'As the method has it'),
  mean: words('汇总', 'Mean'),
  means: {
    own: words('照方案', 'As the method'),
    arithmetic: words('算术平均', 'Arithmetic'),
    geometric: words('几何平均', 'Geometric'),
  },
  ranks: words('名次', 'Ranks'),
  rank: words('名次', 'Rank'),
  unit: words('地区', 'Region'),
  score: words('得分', 'Score'),
  interval: words('名次区间', 'Rank interval'),
  intervalNote: (runs: number) =>
    words(
      `权重和方法在合理范围内变动，重算 ${runs.toLocaleString('en')} 次，九成结果落在这个区间。`,
      `Weights and choices vary within reason over ${runs.toLocaleString('en')} runs; nine in ten lie in the interval.`,
    ),
  between: (low: number, high: number) =>
    low === high ? words(`${low}`, `${low}`) : words(`${low}–${high}`, `${low}–${high}`),
  tier: words('等次', 'Tier'),
  amount: words('资助额度', 'Allotted'),
  up: (places: number) => words(`升 ${places} 位`, `up ${places}`),
  down: (places: number) => words(`降 ${places} 位`, `down ${places}`),
  swaps: words('最容易换位的', 'Nearest to swapping'),
  swap: (code: string, from: string, to: string, upper: string, lower: string): Words =>
    words(
      `“${code}”的权重占比从 ${from} 改到 ${to}，${lower}就追平${upper}。`,
      `With the share of “${code}” changed from ${from} to ${to}, ${lower} draws level with ${upper}.`,
    ),
  noSwaps: words('改动任何一个权重都不会让相邻两名换位。', 'No change of one weight swaps neighbours.'),
  took: (milliseconds: number) => words(`重算用时 ${milliseconds} 毫秒`, `computed in ${milliseconds} ms`),
  refused: words('这样算不出来', 'This cannot be computed'),
  frozen: words(
    '方法已定稿：可以推演，但不能改。',
    'The method is frozen: you may try, but nothing can be changed.',
  ),
} as const;

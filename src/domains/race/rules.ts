/** What the race judges without a database: steps' names, rows of a method, changes that want a word, ranks; pure. */
import type { Fault } from '#kernel/contract/refusal.ts';
import { words } from '#kernel/contract/words.ts';

/** Steps of a cycle, in their order. */
export const stepWords = {
  plan: words('方案', 'Plan'),
  report: words('填报', 'Reporting'),
  verify: words('核验', 'Verification'),
  compute: words('测算', 'Computation'),
  feedback: words('反馈、申诉', 'Feedback and appeals'),
  meeting: words('厅务会', 'Department meeting'),
  announce: words('公示', 'Public notice'),
  publish: words('发布', 'Publication'),
  select: words('项目遴选', 'Selection of projects'),
  award: words('立项', 'Awards'),
  review: words('绩效', 'Review'),
} as const;
export type Step = keyof typeof stepWords;

type Row = Record<string, unknown>;
type Broken = Omit<Fault, 'at'>[];

const given = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

type Named = readonly [name: string, zh: string, en: string];

const needs = (row: Row, fields: readonly Named[], of: string): Broken =>
  fields
    .filter(([name]) => !given(row[name]))
    .map(([, zh, en]) => ({ zh: `${of}须填写${zh}`, en: `this kind of item needs its ${en}` }));

const takesNone = (row: Row, fields: readonly Named[], of: string): Broken =>
  fields
    .filter(([name]) => given(row[name]))
    .map(([, zh, en]) => ({ zh: `${of}不填${zh}`, en: `this kind of item takes no ${en}` }));

const isNegative = (value: unknown): boolean => typeof value === 'string' && value.startsWith('-');

/** What breaks an item of a method alone: what its kind needs and does not take. The tree is judged with all items. */
export function itemFaults(row: Row): Broken {
  const faults: Broken = [];
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(String(row['item'] ?? '')))
    faults.push({
      zh: '指标代码以字母开头，只含字母、数字、下划线',
      en: 'an item code begins with a letter and holds letters, digits and _',
    });
  const ofIndicator = [
    ['direction', '方向', 'direction'],
    ['denominator', '除以', 'denominator'],
    ['factor', '倍数', 'factor'],
    ['target', '目标值', 'target'],
    ['lower', '下限', 'lower post'],
    ['upper', '上限', 'upper post'],
  ] as const;
  const ofTree = [
    ['level', '层级', 'level'],
    ['weight', '权重', 'weight'],
    ['parent', '上级代码', 'parent'],
  ] as const;
  if (row['kind'] === 'indicator') {
    faults.push(...needs(row, [...ofTree, ofIndicator[0], ['unit', '单位', 'unit']], '指标'));
    if (given(row['level']) && Number(row['level']) !== 1)
      faults.push({ zh: '指标的层级为 1', en: 'an indicator has level 1' });
    if (given(row['lower']) !== given(row['upper']))
      faults.push({ zh: '下限和上限须同时填写', en: 'the lower and the upper post are given together' });
  } else if (row['kind'] === 'aggregate') {
    faults.push(...needs(row, ofTree.slice(0, 2), '上级指标'), ...takesNone(row, ofIndicator, '上级指标'));
    if (given(row['level']) && Number(row['level']) < 2)
      faults.push({ zh: '上级指标的层级从 2 起', en: 'a group has a level from 2 on' });
  } else {
    faults.push(
      ...needs(row, [['unit', '单位', 'unit']], '分母'),
      ...takesNone(row, [...ofTree, ...ofIndicator], '分母'),
    );
  }
  if (isNegative(row['weight'])) faults.push({ zh: '权重不能为负', en: 'a weight cannot be negative' });
  return faults;
}

const isObject = (text: unknown): boolean => {
  try {
    const value: unknown = JSON.parse(String(text));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

/** What breaks a method's own row. Whether its settings are a method the engine takes is judged with the engine. */
export function settingsFaults(row: Row): Broken {
  const faults: Broken = [];
  for (const [name, zh, en] of [
    ['settings', '测算设置', 'settings'],
    ['factors', '不确定因素', 'uncertain choices'],
  ] as const) {
    if (given(row[name]) && !isObject(row[name]))
      faults.push({ zh: `${zh}不是完整的 JSON 对象`, en: `the ${en} are no whole JSON object` });
  }
  if (given(row['frozenOn']) !== given(row['frozenDigest']))
    faults.push({
      zh: '定稿日期和定稿摘要须同时有',
      en: 'the day of freezing and the digest are there together',
    });
  return faults;
}

/** What breaks a tier alone: an edge where it has one, a whole rank, a weight that is not negative. */
export function tierFaults(row: Row): Broken {
  const faults: Broken = [];
  const { edge, from } = row;
  if ((edge === 'rest') === given(from))
    faults.push({
      zh: edge === 'rest' ? '“其余”不填界限' : '按得分、按名次的等次须填界限',
      en: edge === 'rest' ? '“all others” takes no edge' : 'a tier by score or rank needs its edge',
    });
  else if (edge === 'rank' && !/^[1-9]\d{0,5}$/.test(String(from)))
    faults.push({ zh: '名次界限是从 1 起的整数', en: 'an edge by rank is a whole number from 1 on' });
  if (isNegative(row['weight'])) faults.push({ zh: '权重不能为负', en: 'a weight cannot be negative' });
  if (given(row['amount']) === given(row['weight']))
    faults.push({
      zh: '每个等次填金额或权重，二者填一项（没有就填 0）',
      en: 'a tier has an amount or a weight, one of the two (0 for none)',
    });
  return faults;
}

/** `12.50` → `12.5`, `3.00` → `3`: one spelling for one number. */
export const plainDecimal = (text: string): string =>
  text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;

/** Decimal text as whole millionths. */
const micro = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(`${whole}${fraction.padEnd(6, '0').slice(0, 6)}`);
  return text.startsWith('-') ? -size : size;
};

const size = (value: bigint): bigint => (value < 0n ? -value : value);

/**
 * Whether a value differs from the one of the year before by more than so many per cent of it; exactly so many is not
 * more. From nothing, any value is more.
 */
export function isBeyond(before: string, now: string, percent: string): boolean {
  const base = size(micro(before));
  const change = size(micro(now) - micro(before));
  return change * 100_000_000n > base * micro(percent);
}

/** Change against the year before in per cent, to one decimal; null where there is nothing to compare with. */
export function changePercent(before: string | null, now: string | null): string | null {
  if (before === null || now === null) return null;
  const base = micro(before);
  if (base === 0n) return null;
  const tenths = (micro(now) - base) * 10_000n;
  // Half away from zero, in hundredths of a tenth.
  const scaled = (size(tenths) * 2n + size(base) * 10n) / (size(base) * 20n);
  const negative = tenths < 0n && scaled > 0n;
  return `${negative ? '-' : ''}${scaled / 10n}.${scaled % 10n}`;
}

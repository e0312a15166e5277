/** What breaks the own row of a promise; pure. */
import type { Fault } from '#kernel/contract/refusal.ts';

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
};

const given = (value: unknown): boolean => value !== null && value !== undefined;

/** What breaks a promise's own row: fields that belong together, or exclude one another. */
export function brokenTogether(row: Record<string, unknown>): Omit<Fault, 'at'>[] {
  const faults: Omit<Fault, 'at'>[] = [];
  if (given(row['droppedOn']) !== given(row['dropReason'])) {
    faults.push({
      zh: '不再办理须同时填写日期和理由',
      en: 'a promise that is dropped needs both the day and the reason',
    });
  }
  if (given(row['droppedOn']) && given(row['keptOn'])) {
    faults.push({
      zh: '一项承诺不能既已兑现又不再办理',
      en: 'a promise cannot be both kept and dropped',
    });
  }
  if (given(row['targetFigure']) !== given(row['targetValue'])) {
    faults.push({
      zh: '目标指标与目标值须同时填写',
      en: 'a target figure and its value are given together',
    });
  }
  if (given(row['plan']) !== (row['sourceKind'] === 'plan')) {
    faults.push({
      zh: '来源为“规划任务清单”的须填写所属计划；填写所属计划的，来源须为“规划任务清单”',
      en: 'a task of a plan names the plan, and only such a task does',
    });
  }
  if (given(row['sourceRecord']) && !/^[a-z][a-z-]*\.[a-z][a-z-]*\/\S+$/.test(String(row['sourceRecord']))) {
    faults.push({
      zh: '来源记录须写成“登记册/编号”，如 consultations.consultation-agreement/HS01',
      en: 'the record of the source is written register/number, such as consultations.consultation-agreement/HS01',
    });
  }
  if (!given(row['sourceKind']) && (given(row['sourceRecord']) || given(row['sourceName']))) {
    faults.push({
      zh: '填写来源记录或来源名称的，须选择来源',
      en: 'a record or name of the source needs the kind of source',
    });
  }
  const params = row['targetParams'];
  if (typeof params === 'string' && (!given(row['targetFigure']) || !isObject(params))) {
    faults.push({
      zh: '目标指标参数须随目标指标填写，为 JSON 对象，如 {"year":2025}',
      en: 'parameters go with a target figure and are a JSON object such as {"year":2025}',
    });
  }
  return faults;
}

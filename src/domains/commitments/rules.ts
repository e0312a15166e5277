/** Where a promise stands on a day, and what of its fields belongs together; pure. Days are `YYYY-MM-DD`. */
import type { Fault } from '#kernel/contract/refusal.ts';

/** States of a promise: nothing reported yet, something reported, past its date, kept, no longer pursued. */
export const states = ['promised', 'in-progress', 'overdue', 'kept', 'dropped'] as const;
export type State = (typeof states)[number];

/** The dates a promise is judged by. */
export interface Standing {
  /** The date that holds: the last change's, else the first promised. */
  dueOn: string | null;
  keptOn: string | null;
  droppedOn: string | null;
  /** Day of the first report, if any. */
  reportedOn: string | null;
}

/** Whole days from one day to another; negative when it lies before. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;

const reached = (on: string | null, day: string): on is string => on !== null && on <= day;

/**
 * Where a promise stands on `day`. What is dated later has not happened yet. The due day itself is not overdue
 * (民法典 201, 203: a term ends with the end of its last day).
 * `daysLeft`: calendar days until the date; null without one, when it is past or the promise is over.
 * `daysLate`: calendar days past it; for one kept after its date, how late it was kept; else null.
 */
export function judge(
  standing: Standing,
  day: string,
): { state: State; daysLeft: number | null; daysLate: number | null } {
  const { dueOn, keptOn, droppedOn, reportedOn } = standing;
  if (reached(keptOn, day)) {
    const late = dueOn === null ? 0 : daysBetween(dueOn, keptOn);
    return { state: 'kept', daysLeft: null, daysLate: late > 0 ? late : null };
  }
  if (reached(droppedOn, day)) return { state: 'dropped', daysLeft: null, daysLate: null };
  const left = dueOn === null ? null : daysBetween(day, dueOn);
  if (left !== null && left < 0) return { state: 'overdue', daysLeft: null, daysLate: -left };
  return { state: reached(reportedOn, day) ? 'in-progress' : 'promised', daysLeft: left, daysLate: null };
}

/** The date that holds after the changes made by `day`; changes in their order. */
export const dueAfter = (
  first: string | null,
  changes: readonly { newDueOn: string; changedOn: string }[],
  day: string,
): string | null => changes.findLast(({ changedOn }) => changedOn <= day)?.newDueOn ?? first;

/** Whether decimal text `value` is at least `target`; exact, without floats. */
export function reaches(value: string | null, target: string): boolean {
  if (value === null) return false;
  const [actual, wanted] = [value, target].map((text) => {
    const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    const scaled = BigInt(whole + fraction.padEnd(12, '0').slice(0, 12));
    return sign === '-' ? -scaled : scaled;
  });
  return (actual ?? 0n) >= (wanted ?? 0n);
}

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
  const params = row['targetParams'];
  if (typeof params === 'string' && (!given(row['targetFigure']) || !isObject(params))) {
    faults.push({
      zh: '目标指标参数须随目标指标填写，为 JSON 对象，如 {"year":2025}',
      en: 'parameters go with a target figure and are a JSON object such as {"year":2025}',
    });
  }
  return faults;
}

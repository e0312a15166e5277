/** Where a request for a statement stands on a day, and what of its fields belongs together; pure. */
import type { Fault } from '#kernel/contract/refusal.ts';
import { MoneyText } from '#kernel/contract/record.ts';

/** Waiting, waiting past its day, answered by a statement, declined. */
export const requestStates = ['open', 'overdue', 'answered', 'declined'] as const;
export type RequestState = (typeof requestStates)[number];

const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;

/** State on `day` (`YYYY-MM-DD`), with the calendar days left until, or past, the day to answer by. */
export function judgeRequest(
  request: { dueOn: string | null; answeredOn: string | null; declinedOn: string | null },
  day: string,
): { state: RequestState; daysLeft: number | null; daysLate: number | null } {
  const closed = { daysLeft: null, daysLate: null };
  if (request.answeredOn !== null) return { state: 'answered', ...closed };
  if (request.declinedOn !== null) return { state: 'declined', ...closed };
  if (request.dueOn === null) return { state: 'open', ...closed };
  const left = daysBetween(day, request.dueOn);
  return left < 0
    ? { state: 'overdue', daysLeft: null, daysLate: -left }
    : { state: 'open', daysLeft: left, daysLate: null };
}

const given = (value: unknown): boolean => value !== null && value !== undefined;

/** What breaks a request's own row. */
export function brokenTogether(row: Record<string, unknown>): Omit<Fault, 'at'>[] {
  const faults: Omit<Fault, 'at'>[] = [];
  if (given(row['statement']) !== given(row['answeredOn'])) {
    faults.push({
      zh: '已答复的征询须同时有证明和答复日期',
      en: 'a request that is answered has both its statement and the day',
    });
  }
  if (given(row['declinedOn']) !== given(row['declineReason'])) {
    faults.push({
      zh: '不能证明须同时填写日期和理由',
      en: 'a request that is declined has both the day and the reason',
    });
  }
  if (given(row['answeredOn']) && given(row['declinedOn'])) {
    faults.push({ zh: '一份征询不能既答复又不能证明', en: 'a request is not both answered and declined' });
  }
  return faults;
}

/** Why a value cannot be one of a unit: whole persons and cases, yuan to the fen, nothing below zero. */
export function valueFault(
  value: string,
  unit: 'tonne' | 'CNY' | 'person' | 'case',
): Omit<Fault, 'at'> | null {
  if (value.startsWith('-'))
    return { zh: `数值不能为负：${value}`, en: `the value cannot be negative: ${value}` };
  if (unit === 'CNY' && !MoneyText.safeParse(value).success) {
    return {
      zh: `金额以元计，至多两位小数：${value}`,
      en: `money is given in yuan with at most two decimals: ${value}`,
    };
  }
  if ((unit === 'person' || unit === 'case') && !/^\d+$/.test(value)) {
    return { zh: `应为整数：${value}`, en: `must be a whole number: ${value}` };
  }
  return null;
}

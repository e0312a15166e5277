/** Days, the calendar that notices make, and terms; pure. Days are `YYYY-MM-DD` text and know no time zone. */
import { DateText } from '#kernel/contract/record.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { DayKind, Term } from './contract.ts';

/** What a notice says of one day. */
export interface NoticedDay {
  kind: 'off' | 'work';
  holiday: string;
  document: string;
}

/** The days notices decide, and the notice of each year that has one. */
export interface Calendar {
  readonly days: ReadonlyMap<string, NoticedDay>;
  readonly years: ReadonlyMap<number, { document: string; publishedOn: string }>;
}

/** A notice as its register has it. */
export interface NoticeRow {
  document: string;
  year: number;
  scope: 'year' | 'change';
  publishedOn: string;
  supersededOn: string | null;
}

/** A day as its register has it. */
export interface DayRow {
  notice: string;
  day: string;
  kind: 'off' | 'work';
  holiday: string;
}

const byPublication = (one: NoticeRow, other: NoticeRow): number => {
  const [left, right] = [`${one.publishedOn} ${one.document}`, `${other.publishedOn} ${other.document}`];
  return left < right ? -1 : left > right ? 1 : 0;
};

/**
 * The calendar that notices make together: of each year the latest notice of the whole year, then the changes
 * published since, a later one over an earlier. Superseded notices decide nothing.
 */
export function openCalendar(notices: readonly NoticeRow[], rows: readonly DayRow[]): Calendar {
  const standing = notices.filter(({ supersededOn }) => supersededOn === null).toSorted(byPublication);
  const whole = new Map(standing.filter(({ scope }) => scope === 'year').map((row) => [row.year, row]));
  const rowsOf = Map.groupBy(rows, ({ notice }) => notice);
  const days = new Map<string, NoticedDay>();
  for (const notice of standing) {
    const base = whole.get(notice.year);
    const displaced = notice.scope === 'year' ? base !== notice : base && byPublication(notice, base) < 0;
    if (displaced) continue;
    for (const { day, kind, holiday } of rowsOf.get(notice.document) ?? [])
      days.set(day, { kind, holiday, document: notice.document });
  }
  return {
    days,
    years: new Map(
      [...whole].map(([year, { document, publishedOn }]) => [year, { document, publishedOn }] as const),
    ),
  };
}

const dayLength = 86_400_000;
/** Last year the calendar takes. */
export const latestYear = 2199;

/** Days since 1970-01-01. */
export const toOrdinal = (day: string): number =>
  Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8))) / dayLength;

/** The day `count` days after (before, if negative). Refuses a day after the last year the calendar takes. */
export function shiftDay(day: string, count: number): string {
  const shifted = new Date((toOrdinal(day) + count) * dayLength).toISOString().slice(0, 10);
  if (shifted.length > 10 || Number(shifted.slice(0, 4)) > latestYear) throw refuseTooLate();
  return shifted;
}

/** The refusal of a day after the last year. */
export const refuseTooLate = (): Refusal =>
  new Refusal('invalid-input', {
    zh: `期限的最后一日在 ${latestYear} 年之后，无法推算。请核对起算日和期限。`,
    en: `The last day of the term lies after ${latestYear}. Check the day it begins and its length.`,
  });

/** Refuses text that is no day; `name` says which. */
export function requireDay(day: string, name: Words): void {
  const parsed = DateText.safeParse(day);
  if (parsed.success) return;
  const [zh = '', en = ''] = (parsed.error.issues[0]?.message ?? '').split(' | ');
  throw new Refusal('invalid-input', {
    zh: `${name.zh}“${day.slice(0, 20)}”：${zh}。`,
    en: `${name.en} “${day.slice(0, 20)}”: ${en}.`,
  });
}

/** The year of a day. */
export const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Day of the week, 1 Monday … 7 Sunday. */
export const weekdayOf = (day: string): number => ((((toOrdinal(day) + 3) % 7) + 7) % 7) + 1;

/** How a day counts, and by which notice. */
export function kindOf(calendar: Calendar, day: string): { kind: DayKind; notice: NoticedDay | null } {
  const notice = calendar.days.get(day) ?? null;
  return { kind: notice?.kind ?? (weekdayOf(day) > 5 ? 'weekend' : 'working'), notice };
}

/** Whether a day is worked on. In a year without a notice: whether it is Monday to Friday. */
export function isWorkingDay(calendar: Calendar, day: string): boolean {
  const { kind } = kindOf(calendar, day);
  return kind === 'working' || kind === 'work';
}

/** Every day of a year, in order. */
export function listDays(year: number): string[] {
  const first = `${year}-01-01`;
  const count = toOrdinal(`${year}-12-31`) - toOrdinal(first) + 1;
  return Array.from({ length: count }, (_, index) => shiftDay(first, index));
}

/** What a reader is told of a year without a notice of the whole year. */
export const missingWords = (year: number): Words => ({
  zh: `${year}年的放假通知尚未录入“放假通知”登记册：该年只按周六、周日休息推算，结果为暂定；通知录入后自动重新推算`,
  en: `No holiday notice of ${year} is entered in the register “Holiday notices”: only Saturdays and Sundays were taken as days off there, and the result is provisional; it is reckoned anew when the notice is entered`,
});

/** Longest terms taken: ten years of each unit. A bound against mistakes, not a rule. */
const longest: Record<Term['unit'], number> = { days: 3660, months: 120, 'working-days': 2600 };

const unitNames: Record<Term['unit'], Words> = {
  days: { zh: '日', en: 'day' },
  months: { zh: '个月', en: 'month' },
  'working-days': { zh: '个工作日', en: 'working day' },
};

/** A term in words: 3个月, 3 months. */
export const printTerm = ({ count, unit }: Pick<Term, 'count' | 'unit'>): Words => ({
  zh: `${count}${unitNames[unit].zh}`,
  en: `${count} ${unitNames[unit].en}${count === 1 ? '' : 's'}`,
});

const termForm =
  /^(\d+) ?(?:(months?|个?月)|(working[- ]?days?|个?工作日)|((?:calendar[- ])?days?|个?自然日|日|天))( exact)?$/;

/**
 * Reads a term as parameters have it: `3 months`, `5 working-days`, `10 days` (or `10 calendar-days`), also 3个月,
 * 5个工作日, 10日. With ` exact` a last day that is off stays the last day; without, it moves (民法典 203).
 * Refuses anything else, nothing, and terms longer than ten years.
 */
export function parseTerm(text: string): Term {
  const match = termForm.exec(text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase());
  if (!match) {
    throw new Refusal('invalid-input', {
      zh: `“${text.slice(0, 40)}”不是期限。应如 3 months（3个月）、5 working-days（5个工作日）、10 days（10日）。`,
      en: `“${text.slice(0, 40)}” is no term. Write 3 months, 5 working-days or 10 days.`,
    });
  }
  const [, digits = '', months, workingDays, , exact] = match;
  const unit: Term['unit'] = months ? 'months' : workingDays ? 'working-days' : 'days';
  return requireLength({ count: Number(digits), unit, moves: exact === undefined });
}

/** Refuses a term of nothing or of more than ten years. */
export function requireLength(term: Term): Term {
  const { count, unit } = term;
  if (Number.isSafeInteger(count) && count >= 1 && count <= longest[unit]) return term;
  const [least, most] = [printTerm({ count: 1, unit }), printTerm({ count: longest[unit], unit })];
  throw new Refusal('invalid-input', {
    zh: `期限应在 ${least.zh}至${most.zh}之间，现为 ${count}。请核对。`,
    en: `A term must be from ${least.en} to ${most.en}, not ${count}. Check it.`,
  });
}

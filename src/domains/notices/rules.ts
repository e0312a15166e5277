/** Where a public notice stands on a day, what its objections stop, and what of its fields belongs together; pure. */
import type { Fault } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';

/** Not begun, running, ended, ended with objections nobody has answered yet, withdrawn. */
export const noticeStates = ['upcoming', 'running', 'ended', 'objected', 'withdrawn'] as const;
export type NoticeState = (typeof noticeStates)[number];

/** What an objection stops: everything, the item objected to, nothing. */
export const stops = ['all', 'item', 'nothing'] as const;
export type Stops = (typeof stops)[number];

/** How an objection was judged. */
export const results = ['upheld', 'partly', 'rejected'] as const;
export type Result = (typeof results)[number];

/** What a notice is judged by. `lastOn` is reckoned, never stored. */
export interface NoticeDays {
  firstOn: string;
  lastOn: string;
  withdrawnOn: string | null;
}

/** What of an objection decides: when it came and was answered, how, and which item it is about (none: the whole). */
export interface ObjectionDays {
  item: string | null;
  receivedOn: string;
  answeredOn: string | null;
  result: Result | null;
}

const reached = (on: string | null, day: string): on is string => on !== null && on <= day;

/** Whether an objection waits for its answer on `day`. */
export const isOpen = ({ receivedOn, answeredOn }: ObjectionDays, day: string): boolean =>
  receivedOn <= day && !reached(answeredOn, day);

/** Whether an objection was found right, in whole or in part, by `day`: what it is about must be corrected. */
export const isUpheld = ({ answeredOn, result }: ObjectionDays, day: string): boolean =>
  reached(answeredOn, day) && result !== 'rejected';

/** State of a notice on `day`. The last day itself is still one of the notice; what is dated later has not happened. */
export function stateOn(notice: NoticeDays, objections: readonly ObjectionDays[], day: string): NoticeState {
  if (reached(notice.withdrawnOn, day)) return 'withdrawn';
  if (day < notice.firstOn) return 'upcoming';
  if (day <= notice.lastOn) return 'running';
  return objections.some((objection) => isOpen(objection, day)) ? 'objected' : 'ended';
}

/**
 * Whether what the notice blocks may go on, and the items that may not. An objection nobody has answered stops what
 * `stops` says; so does one that was upheld, in whole or in part, until a corrected notice takes the place of this one.
 * An objection to the whole notice stops the whole, unless objections stop nothing.
 */
export function judgeClear(
  notice: NoticeDays & { objectionStops: Stops },
  objections: readonly ObjectionDays[],
  day: string,
): { clear: boolean; stoppedItems: string[] } {
  const state = stateOn(notice, objections, day);
  const over = state === 'ended' || state === 'objected';
  const hold = objections.filter((one) => isOpen(one, day) || isUpheld(one, day));
  if (notice.objectionStops === 'nothing') return { clear: over, stoppedItems: [] };
  if (notice.objectionStops === 'all') return { clear: over && hold.length === 0, stoppedItems: [] };
  const stoppedItems = [...new Set(hold.flatMap(({ item }) => (item === null ? [] : [item])))];
  return { clear: over && hold.every(({ item }) => item !== null), stoppedItems };
}

/** Whether a day lies within the days of a notice; else where it lies. */
export const placeOf = (
  day: string,
  { firstOn, lastOn }: Pick<NoticeDays, 'firstOn' | 'lastOn'>,
): 'before' | 'within' | 'after' => (day < firstOn ? 'before' : day > lastOn ? 'after' : 'within');

/** What counts as the first day: the first whole day after publishing, or the day of publishing itself. */
export const firstDays = ['full-day', 'same-day'] as const;
export type FirstDay = (typeof firstDays)[number];

/** The convention in words, as the page states it. */
export const firstDayWords: Record<FirstDay, Words> = {
  'full-day': {
    zh: '发布当日不计入，发布后的第一个完整日为第 1 日',
    en: 'the day of publishing is not counted; the first whole day after it is day 1',
  },
  'same-day': { zh: '发布当日为第 1 日', en: 'the day of publishing is day 1' },
};

/** The earliest first day of a notice published on a day. */
export const earliestFirst = (publishedOn: string, firstDay: FirstDay): string =>
  firstDay === 'same-day' ? publishedOn : nextDay(publishedOn, 1);

/** The day `count` days on; before, if negative. */
export const nextDay = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

/** How many persons a cell of names holds; names are parted by 、，,；; or a line. */
export const countNames = (text: string | null): number =>
  text === null ? 0 : text.split(/[、，,；;\n]+/).filter((name) => name.trim() !== '').length;

const given = (value: unknown): boolean => value !== null && value !== undefined;

const together = (
  row: Record<string, unknown>,
  one: string,
  other: string,
  words: Words,
): Omit<Fault, 'at'>[] => (given(row[one]) === given(row[other]) ? [] : [words]);

/** What breaks a notice's own row. */
export const brokenNotice = (row: Record<string, unknown>): Omit<Fault, 'at'>[] => [
  ...together(row, 'subjectRegister', 'subjectCode', {
    zh: '公示事项所在的登记册和记录编号须同时填写',
    en: 'the register and the record a notice is about are given together',
  }),
  ...together(row, 'withdrawnOn', 'withdrawReason', {
    zh: '撤回须同时填写日期和理由',
    en: 'a notice that is withdrawn needs both the day and the reason',
  }),
  ...together(row, 'extendedOn', 'extendedUntil', {
    zh: '延长须同时填写日期和新的截止日',
    en: 'a notice that is extended needs both the day and the new last day',
  }),
  ...together(row, 'extendedOn', 'extendReason', {
    zh: '延长须同时填写日期和理由',
    en: 'a notice that is extended needs both the day and the reason',
  }),
  ...together(row, 'concludedOn', 'conclusion', {
    zh: '办结须同时填写日期和结论',
    en: 'a notice that is concluded needs both the day and the conclusion',
  }),
  ...(given(row['enteredOn']) &&
  given(row['publishedOn']) &&
  String(row['publishedOn']) < String(row['enteredOn']) &&
  !given(row['postedEvidence'])
    ? [
        {
          zh: '发布日期早于录入日期的（补录），须写明先前在何处公示的依据',
          en: 'a notice published before it was entered here needs the evidence of where it was posted',
        },
      ]
    : []),
];

/** What breaks an objection's own row. */
export const brokenObjection = (row: Record<string, unknown>): Omit<Fault, 'at'>[] => [
  ...together(row, 'answeredOn', 'answer', {
    zh: '答复异议须同时有日期和答复内容',
    en: 'an answered objection has both the day and the answer',
  }),
  ...together(row, 'answeredOn', 'result', {
    zh: '答复异议须同时有日期和结论',
    en: 'an answered objection has both the day and the result',
  }),
];

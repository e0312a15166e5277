/** The days of a notice laid on the calendar. */
import { countWorkingDays, reckon, type Calendar } from '#domains/calendar/index.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { nextDay } from './rules.ts';

/** What the last day follows from. */
export interface NoticeTerm {
  firstOn: string;
  length: number;
  counting: 'working-days' | 'days';
  announcedUntil: string | null;
  extendedUntil: string | null;
}

export interface NoticeSpan {
  lastOn: string;
  /** Years it runs through have no holiday notice: weekends alone were taken as days off. */
  missingYears: number[];
  /** How it was reckoned, a step a sentence. */
  steps: Words[];
}

/**
 * The last day: the first day is day 1; of calendar days, a last day that is off gives way to the first working day
 * after it (民法典 203). It is never before the day that was announced, nor before the one it was extended to: a calendar
 * changed since shortens no notice.
 */
export function spanOf(
  calendar: Calendar,
  { firstOn, length, counting, announcedUntil, extendedUntil }: NoticeTerm,
): NoticeSpan {
  const reckoned = reckon(calendar, nextDay(firstOn, -1), { count: length, unit: counting, moves: true });
  const steps: Words[] = [
    { zh: `公示首日 ${firstOn} 为第 1 日`, en: `the first day, ${firstOn}, is day 1` },
    ...reckoned.steps.filter(({ kind }) => kind !== 'start').map(({ zh, en }) => ({ zh, en })),
  ];
  let lastOn = reckoned.due;
  if (announcedUntil !== null && announcedUntil > lastOn) {
    lastOn = announcedUntil;
    steps.push({
      zh: `发布时公告的截止日为 ${lastOn}；其后日历有变，公示期不因此缩短`,
      en: `${lastOn} was announced as the last day; a calendar changed since does not shorten the notice`,
    });
  }
  if (extendedUntil !== null && extendedUntil > lastOn) {
    lastOn = extendedUntil;
    steps.push({ zh: `公示期延长至 ${lastOn}`, en: `the notice was extended until ${lastOn}` });
  }
  return { lastOn, missingYears: reckoned.missingYears, steps };
}

/** Refuses days that run into a year whose holidays are not known: the last day could not be announced. */
export function requireKnown(span: NoticeSpan): NoticeSpan {
  const [year] = span.missingYears;
  if (year === undefined) return span;
  throw new Refusal('broken-rule', {
    zh: `公示期跨入 ${year} 年，该年的放假通知尚未录入，最后一日无从推算。请先在“放假通知”（/registers/calendar.notice）和“放假与调休日”登记册中录入，再重试。`,
    en: `The notice runs into ${year}, of which no holiday notice is entered, so that its last day cannot be told. Enter it in the registers of holiday notices (/registers/calendar.notice) and days off first, and try again.`,
  });
}

/** Days after `day` up to the last one; null once it is past. */
export function leftOn(
  calendar: Calendar,
  day: string,
  lastOn: string,
): { workingDays: number; days: number } | null {
  if (day > lastOn) return null;
  const { workingDays, days } = countWorkingDays(calendar, day, lastOn);
  return { workingDays, days };
}

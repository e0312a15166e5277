/** Where an agreement stands on a day, what falls due under it, and what of a row belongs together; pure. Days are `YYYY-MM-DD`. */
import { formatMoney, parseMoney } from '#kernel/contract/money.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';

/** States of an agreement (动议 → 征集议题 → 磋商 → 签订 → 执行 → 评估 → 续签／届满／提前终止). */
export const agreementStates = [
  'proposed',
  'topics',
  'negotiating',
  'signed',
  'running',
  'evaluated',
  'renewed',
  'expired',
  'ended',
] as const;
export type AgreementState = (typeof agreementStates)[number];

type Day = string | null;

/** The dates an agreement is judged by; `metOn`: its first meeting, `renewedOn`: the day its successor was signed. */
export interface AgreementDates {
  proposedOn: Day;
  topicsOn: Day;
  negotiatedOn: Day;
  signedOn: Day;
  endsOn: Day;
  endedOn: Day;
  metOn: Day;
  evaluatedOn: Day;
  renewedOn: Day;
}

const reached = (on: Day, day: string): boolean => on !== null && on <= day;

/** Whether an agreement binds on `day`: signed, its last day not past, not ended early; as the figure of regions counts. */
export const inForceOn = (
  { signedOn, endsOn, endedOn }: Pick<AgreementDates, 'signedOn' | 'endsOn' | 'endedOn'>,
  day: string,
): boolean => reached(signedOn, day) && (endsOn === null || endsOn >= day) && !reached(endedOn, day);

/** The state of an agreement on `day`; what is dated later has not happened yet. */
export function stateOn(dates: AgreementDates, day: string): AgreementState {
  if (reached(dates.signedOn, day)) {
    if (reached(dates.endedOn, day)) return 'ended';
    if (reached(dates.renewedOn, day)) return 'renewed';
    if (dates.endsOn !== null && dates.endsOn < day) return 'expired';
    if (reached(dates.evaluatedOn, day)) return 'evaluated';
    return reached(dates.metOn, day) ? 'running' : 'signed';
  }
  if (reached(dates.endedOn, day)) return 'ended';
  if (reached(dates.negotiatedOn, day)) return 'negotiating';
  return reached(dates.topicsOn, day) ? 'topics' : 'proposed';
}

const spell = (at: Date): string => at.toISOString().slice(0, 10);

/** A day so many calendar days later, or earlier. */
export const addDays = (day: string, days: number): string =>
  spell(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000));

/**
 * The last day of a term of whole years from the day of signing: the day before its anniversary; where February has no
 * 29th, its last day (民法典 202).
 */
export function lastDayOfTerm(signedOn: string, years: number): string {
  const [year = 0, month = 1, day = 1] = signedOn.split('-').map(Number);
  // A 29th of February that is not there rolls to 1 March, whose day before is the month's last.
  return addDays(spell(new Date(Date.UTC(year + years, month - 1, day))), -1);
}

export type Half = 'first' | 'second';
export interface Period {
  year: number;
  half: Half;
}

/** First and last day of a half year. */
export const periodDays = ({ year, half }: Period): { from: string; to: string } =>
  half === 'first'
    ? { from: `${year}-01-01`, to: `${year}-06-30` }
    : { from: `${year}-07-01`, to: `${year}-12-31` };

/** The half years that ended before `day`, the latest first. */
export function closedPeriods(day: string, count: number): Period[] {
  const year = Number(day.slice(0, 4));
  const halves: Period[] = [];
  for (let back = 0; halves.length < count; back += 1) {
    halves.push(
      ...([
        { year: year - back, half: 'second' },
        { year: year - back, half: 'first' },
      ] as const),
    );
    while (halves[0] && periodDays(halves[0]).to >= day) halves.shift();
  }
  return halves.slice(0, count);
}

/** What an agreement owes: a meeting of a year, a region's report, an evaluation, a decision what follows its end. */
export interface Duty {
  kind: 'meeting' | 'report' | 'evaluation' | 'expiry';
  dueOn: string;
  /** The day whose terms it was judged by. */
  caseOn: string;
  /** A report's region and half year; a meeting's year. */
  reportingUnit?: string;
  period?: Period;
  year?: number;
}

/** An agreement with what has been done under it. */
export interface Kept extends AgreementDates {
  parties: readonly string[];
  /** Years meetings were held for. */
  meetingYears: readonly number[];
  reports: readonly ({ reportingUnit: string } & Period)[];
  /** An agreement that follows has been opened. */
  followed: boolean;
}

/** Days and counts of the rules in force on a day; null where none is. Each is a dated parameter. */
export interface Terms {
  meetingsPerYear: number | null;
  /** Calendar days after a half year ends within which it is reported. */
  reportDays: number | null;
  /** Calendar days before the last day by which it is evaluated. */
  evaluationDays: number | null;
  /** Calendar days before the last day from which it is told that it ends. */
  expiryDays: number | null;
}

/**
 * What is owed under an agreement on `day`, each judged by the terms in force on the day of its own case
 * (`termsOn`): the end of the year or half year, or `day` where that is still ahead. A year counts when the agreement
 * was signed before it began, a half year likewise; in a year in which it ends, the meeting is due by its last day.
 */
export function dutiesOn(agreement: Kept, day: string, termsOn: (day: string) => Terms): Duty[] {
  const { signedOn, endsOn, endedOn, parties, meetingYears, reports } = agreement;
  if (signedOn === null || signedOn > day || reached(endedOn, day)) return [];
  const duties: Duty[] = [];
  const caseDay = (end: string): string => (end < day ? end : day);
  const thisYear = Number(day.slice(0, 4));
  for (const year of [thisYear - 1, thisYear]) {
    const [first, last] = [`${year}-01-01`, `${year}-12-31`];
    const dueOn = endsOn !== null && endsOn < last ? endsOn : last;
    const wanted = termsOn(caseDay(dueOn)).meetingsPerYear;
    if (wanted === null || signedOn >= first || dueOn < first) continue;
    if (meetingYears.filter((held) => held === year).length < wanted)
      duties.push({ kind: 'meeting', dueOn, caseOn: caseDay(dueOn), year });
  }
  for (const period of closedPeriods(day, 2)) {
    const { from, to } = periodDays(period);
    const { reportDays } = termsOn(to);
    if (reportDays === null || signedOn > from || !inForceOn(agreement, to)) continue;
    for (const reportingUnit of parties) {
      const given = reports.some(
        (report) =>
          report.reportingUnit === reportingUnit &&
          report.year === period.year &&
          report.half === period.half,
      );
      if (!given)
        duties.push({ kind: 'report', dueOn: addDays(to, reportDays), caseOn: to, reportingUnit, period });
    }
  }
  if (endsOn !== null) {
    const { evaluationDays, expiryDays } = termsOn(caseDay(endsOn));
    // Told of once the agreement is about to end; years ahead it is no duty yet.
    const opensOn = addDays(endsOn, -Math.max(expiryDays ?? 0, evaluationDays ?? 0));
    if (evaluationDays !== null && !reached(agreement.evaluatedOn, day) && opensOn <= day)
      duties.push({ kind: 'evaluation', dueOn: addDays(endsOn, -evaluationDays), caseOn: caseDay(endsOn) });
    if (expiryDays !== null && !agreement.followed && endsOn >= day && addDays(endsOn, -expiryDays) <= day)
      duties.push({ kind: 'expiry', dueOn: endsOn, caseOn: caseDay(endsOn) });
  }
  return duties;
}

/** Money of the latest report of each region, added to the fen; yuan text. Null without any report. */
export function moneyOf(
  reports: readonly ({ reportingUnit: string; pledged: string; delivered: string } & Period)[],
): { pledged: string; delivered: string } | null {
  const place = ({ year, half }: Period): number => year * 2 + (half === 'second' ? 1 : 0);
  const latest = new Map<string, (typeof reports)[number]>();
  for (const report of reports) {
    const known = latest.get(report.reportingUnit);
    if (!known || place(known) < place(report)) latest.set(report.reportingUnit, report);
  }
  if (latest.size === 0) return null;
  const total = (field: 'pledged' | 'delivered'): string =>
    formatMoney([...latest.values()].reduce((sum, report) => sum + (parseMoney(report[field]) ?? 0n), 0n));
  return { pledged: total('pledged'), delivered: total('delivered') };
}

const given = (value: unknown): boolean => value !== null && value !== undefined;

type Broken = Omit<Fault, 'at'>;
const when = (broken: boolean, zh: string, en: string): Broken[] => (broken ? [{ zh, en }] : []);

/** What breaks an agreement's own row. */
export const brokenAgreement = (row: Record<string, unknown>): Broken[] => [
  ...when(
    given(row['endReason']) && !given(row['endedOn']),
    '提前终止理由须随提前终止日期填写',
    'a reason for ending early goes with the day it ended',
  ),
  ...when(
    given(row['renews']) && row['renews'] === row['code'],
    '议定书不能续签自己',
    'an agreement cannot renew itself',
  ),
];

/** What breaks a topic's own row: its decision with the day, the reason of a refusal, the topic it was merged into. */
export const brokenTopic = (row: Record<string, unknown>): Broken[] => [
  ...when(
    given(row['decision']) !== given(row['decidedOn']),
    '处理结果与处理日期须同时填写',
    'a decision and its day are given together',
  ),
  ...when(
    row['decision'] === 'refused' && !given(row['reason']),
    '不采纳须写明理由',
    'a refusal needs its reason',
  ),
  ...when(
    (row['decision'] === 'merged') !== given(row['mergedInto']),
    '并入须写明并入哪个议题；其他处理不填并入议题',
    'a merged topic names the one it was merged into; no other does',
  ),
  ...when(
    given(row['mergedInto']) && row['mergedInto'] === row['code'],
    '议题不能并入自己',
    'a topic cannot be merged into itself',
  ),
];

/** A score lies between 0 and 100. */
export function brokenEvaluation(row: Record<string, unknown>): Broken[] {
  const score = row['score'];
  if (typeof score !== 'string') return [];
  const within = /^(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)$/.test(score);
  return when(!within, '得分应在 0 至 100 之间', 'the score lies between 0 and 100');
}

/** A link names exactly one thing: a project, a platform or a fund. */
export const brokenLink = (row: Record<string, unknown>): Broken[] =>
  when(
    ['award', 'platform', 'fund'].filter((field) => given(row[field])).length !== 1,
    '立项项目、创新平台、联合基金须填且只填一项',
    'exactly one of project, platform and fund is given',
  );

/** A half year in words. */
export const spellPeriod = ({ year, half }: Period): Words =>
  half === 'first'
    ? { zh: `${year}年上半年`, en: `first half of ${year}` }
    : { zh: `${year}年下半年`, en: `second half of ${year}` };

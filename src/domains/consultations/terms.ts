/** The dated parameters of consultations, each with its document: how often to meet, and when what is due. */
import type { Db } from '#kernel/db/open.ts';
import { parametersOn, type ParameterVersion } from '#kernel/parameters/read.ts';
import { closedPeriods, periodDays, type Duty, type Terms } from './rules.ts';

const names = {
  meetingsPerYear: 'consultations.meetings-per-year',
  reportDays: 'consultations.report-due-days',
  evaluationDays: 'consultations.evaluation-days-before-end',
  expiryDays: 'consultations.expiry-notice-days',
} as const satisfies Record<keyof Terms, string>;

const ruleOf: Record<Duty['kind'], keyof Terms> = {
  meeting: 'meetingsPerYear',
  report: 'reportDays',
  evaluation: 'evaluationDays',
  expiry: 'expiryDays',
};

const wholeNumber = (version: ParameterVersion | undefined): number | null =>
  version !== undefined && /^\d{1,4}$/.test(version.value.trim()) ? Number(version.value) : null;

/** The parameters of several days, read at once: terms for the rules, and the version behind a duty. */
export async function openTerms(db: Db, days: readonly string[]) {
  const versions = new Map<string, Map<string, ParameterVersion>>();
  for (const day of new Set(days)) versions.set(day, await parametersOn(db, Object.values(names), day));
  const on = (day: string, key: keyof Terms): ParameterVersion | undefined =>
    versions.get(day)?.get(names[key]);
  return {
    termsOn: (day: string): Terms => ({
      meetingsPerYear: wholeNumber(on(day, 'meetingsPerYear')),
      reportDays: wholeNumber(on(day, 'reportDays')),
      evaluationDays: wholeNumber(on(day, 'evaluationDays')),
      expiryDays: wholeNumber(on(day, 'expiryDays')),
    }),
    /** The rule behind a duty, on the day of its case. */
    ruleOf: ({ kind }: Duty, day: string) => {
      const key = ruleOf[kind];
      const version = on(day, key);
      if (!version) throw new Error(`no version of ${names[key]} on ${day}`);
      return {
        name: names[key],
        value: `${version.value}${version.unit ?? ''}`,
        document: version.document,
        unverified: version.basis === 'unverified',
      };
    },
  };
}

/** The days whose parameters agreements can be judged by on `today`. */
export const caseDays = (today: string, ends: readonly (string | null)[]): string[] => {
  const lastYear = `${Number(today.slice(0, 4)) - 1}-12-31`;
  return [
    today,
    lastYear,
    ...closedPeriods(today, 2).map((period) => periodDays(period).to),
    ...ends.filter((end): end is string => end !== null && end < today),
  ];
};

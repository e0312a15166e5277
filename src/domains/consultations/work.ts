/** What those who work on consultations see besides: topics, reports, money, and what is owed by whom until when. */
import type { Actor } from '#kernel/access/roles.ts';
import { may, scopeOf } from '#kernel/access/roles.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import { publicScope } from '#kernel/db/scoped.ts';
import type { Db } from '#kernel/db/open.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import type * as doors from './doors/contract.ts';
import type { z } from 'zod';
import { gather, lineOf, nameUnit, readAgreement, type Gathered } from './read.ts';
import { dutiesOn, moneyOf, type Kept } from './rules.ts';
import * as store from './store.ts';
import { caseDays, openTerms } from './terms.ts';

type DutyShape = doors.DutyShape;

/** What is open to everyone, whoever asks: a region's reader sees of parties and commitments only its own. */
export const openDb = ({ db, within }: Context): Db => within?.(publicScope) ?? db;

/** Regions an actor writes for: all for the whole, its own and those below it for a bureau. */
export async function ownUnits(db: Db, actor: Actor): Promise<Set<string>> {
  const units = await store.readUnitNames(db);
  const { level, region } = scopeOf(actor);
  if (level === 'all') return new Set(units.map(({ code }) => code));
  if (level !== 'region') return new Set();
  const below = await store.readRegionsBelow(db, region);
  return new Set(units.filter((unit) => below.has(unit.region)).map(({ code }) => code));
}

type Reports = Awaited<ReturnType<typeof store.readReports>>;

/** Duties of agreements on today, each with its rule; for a bureau those of its own regions alone. */
export async function findDuties(
  { db, actor }: Pick<Context, 'db' | 'actor'>,
  gathered: readonly Gathered[],
  reports: Reports,
  today: string,
): Promise<DutyShape[]> {
  const own = await ownUnits(db, actor);
  const whole = scopeOf(actor).level === 'all';
  const terms = await openTerms(
    db,
    caseDays(
      today,
      gathered.map(({ agreement }) => agreement.endsOn),
    ),
  );
  return gathered.flatMap(({ agreement, dates, parties, meetings, successors }) => {
    const mine = parties.filter(({ code }) => own.has(code));
    if (!whole && mine.length === 0) return [];
    const kept: Kept = {
      ...dates,
      parties: (whole ? parties : mine).map(({ code }) => code),
      meetingYears: meetings.map(({ year }) => year),
      reports: reports.filter((report) => report.agreement === agreement.code),
      followed: successors.length > 0,
    };
    return dutiesOn(kept, today, terms.termsOn).map((duty): DutyShape => {
      const region = parties.find(({ code }) => code === duty.reportingUnit);
      return {
        agreement: agreement.code,
        kind: duty.kind,
        dueOn: duty.dueOn,
        late: duty.dueOn < today,
        year: duty.year ?? null,
        period: duty.period ?? null,
        region: region ? nameUnit(region) : null,
        rule: terms.ruleOf(duty, duty.caseOn),
      };
    });
  });
}

type WorkList = z.infer<(typeof doors)['listConsultationWork']['answer']>;

/** Drafts, money and duties of all agreements, within what the reader may see. */
export async function listWork(ctx: Context, figures: Figures, today: string): Promise<WorkList> {
  const gathered = await gather(openDb(ctx), figures, { asOf: today });
  const reports = await store.readReports(
    ctx.db,
    gathered.map(({ agreement }) => agreement.code),
  );
  return {
    today,
    whole: scopeOf(ctx.actor).level === 'all',
    drafts: gathered
      .filter(({ agreement }) => agreement.signedOn === null || agreement.signedOn > today)
      .map((one) => lineOf(one, today)),
    money: gathered.flatMap(({ agreement }) => {
      const money = moneyOf(reports.filter((report) => report.agreement === agreement.code));
      return money ? [{ agreement: agreement.code, ...money }] : [];
    }),
    duties: (await findDuties(ctx, gathered, reports, today)).toSorted((one, other) =>
      one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0,
    ),
  };
}

type Work = z.infer<(typeof doors)['readConsultationWork']['answer']>;

/** One agreement with its topics, reports and duties; null when there is none. */
export async function readWork(
  ctx: Context,
  figures: Figures,
  asked: { code: string; today: string },
): Promise<Work | null> {
  const { code, today } = asked;
  const open = openDb(ctx);
  const agreement = await readAgreement(open, figures, { asOf: today, code, drafts: true });
  if (!agreement) return null;
  const reports = await store.readReports(ctx.db, [code]);
  const topics = await store.readTopics(ctx.db, code);
  const names = new Map((await store.readUnitNames(open)).map((unit) => [unit.code, nameUnit(unit)]));
  const named = (unit: string) => names.get(unit) ?? { code: unit, name: { zh: unit, en: unit } };
  const own = may(ctx.actor, 'consultation.report') ? await ownUnits(ctx.db, ctx.actor) : new Set<string>();
  return {
    today,
    agreement,
    own: agreement.parties.filter((party) => own.has(party.code)),
    topics: topics.map((topic) => ({
      code: topic.code,
      title: topic.title,
      detail: topic.detail,
      region: named(topic.reportingUnit),
      area: { zh: topic.areaTitle, en: topic.areaTitleEn },
      proposedBy: topic.proposedBy,
      proposedOn: topic.proposedOn,
      decision: topic.decision,
      decidedOn: topic.decidedOn,
      reason: topic.reason,
      mergedInto: topic.mergedInto,
      sample: topic.sample ?? false,
    })),
    reports: reports.map((report) => ({
      code: report.code,
      region: named(report.reportingUnit),
      year: report.year,
      half: report.half,
      text: report.text,
      pledged: report.pledged,
      delivered: report.delivered,
      submittedOn: report.submittedOn,
      sample: report.sample ?? false,
    })),
    money: moneyOf(reports),
    duties: await findDuties(ctx, await gather(open, figures, { asOf: today }, code), reports, today),
  };
}

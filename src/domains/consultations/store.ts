/** SQL of consultations: agreements with what belongs to them, as of a day; holding one for an action; rules over rows. */
import { sql } from 'kysely';
import type { RowOf } from '#kernel/contract/record.ts';
import type { Db } from '#kernel/db/open.ts';
import { begun, notEnded } from '#kernel/figures/in-force.ts';
import type { SetRule } from '#kernel/registers/actions.ts';
import type { consultationAgreement } from './contract.ts';

export type AgreementRow = RowOf<typeof consultationAgreement>;

/** Never an empty list, which SQL does not know. */
const among = (codes: readonly string[]): string[] => [...codes, ''];

/** Agreements, those signed by `asOf` first, the latest first; with `code`, that one alone. */
export async function readAgreements(db: Db, code?: string): Promise<AgreementRow[]> {
  let query = db.selectFrom('consultationAgreement').selectAll();
  if (code !== undefined) query = query.where('code', '=', code);
  return query
    .orderBy('signedOn', (order) => order.desc().nullsLast())
    .orderBy('code')
    .execute();
}

/** Agreements that follow others: which, and when they were signed. */
export async function readSuccessors(db: Db, codes: readonly string[]) {
  return db
    .selectFrom('consultationAgreement')
    .select(['code', 'title', 'signedOn', 'renews'])
    .where('renews', 'in', among(codes))
    .orderBy('code')
    .execute();
}

/** Parties of agreements, with the names of their regions. */
export async function readParties(db: Db, codes: readonly string[]) {
  return db
    .selectFrom('consultationParty as p')
    .innerJoin('reportingUnit as u', 'u.code', 'p.reportingUnit')
    .select(['p.agreement', 'u.code', 'u.name', 'u.nameEn', 'u.region'])
    .where('p.agreement', 'in', among(codes))
    .orderBy('u.code')
    .execute();
}

/** Reporting units of a day. */
export async function readUnits(db: Db, asOf: string) {
  return db
    .selectFrom('reportingUnit')
    .select(['code', 'name', 'nameEn'])
    .where((eb) => eb.or([eb('validFrom', 'is', null), begun(eb, 'validFrom', asOf)]))
    .where((eb) => notEnded(eb, 'validTo', asOf))
    .orderBy('code')
    .execute();
}

/** Names of reporting units. */
export async function readUnitNames(db: Db) {
  return db.selectFrom('reportingUnit').select(['code', 'name', 'nameEn', 'region']).execute();
}

/** Who signed, in order. */
export async function readSignatories(db: Db, agreement: string) {
  return db
    .selectFrom('consultationSignatory')
    .select(['party', 'office'])
    .where('agreement', '=', agreement)
    .orderBy('order')
    .execute();
}

/** Meetings held by `asOf`, the latest first. */
export async function readMeetings(db: Db, codes: readonly string[], asOf: string) {
  return db
    .selectFrom('consultationMeeting')
    .selectAll()
    .where('agreement', 'in', among(codes))
    .where('heldOn', '<=', asOf)
    .orderBy('heldOn', 'desc')
    .orderBy('code')
    .execute();
}

/** What meetings decided, in order. The topic it came from is a working paper and not among it. */
export async function readDecisions(db: Db, meetings: readonly string[]) {
  return db
    .selectFrom('consultationDecision')
    .select(['code', 'meeting', 'order', 'text', 'textEn', 'commitment', 'sample'])
    .where('meeting', 'in', among(meetings))
    .orderBy('order')
    .execute();
}

/** Links of agreements with what they name; a classified platform and what is not open stay unnamed. */
export async function readLinks(db: Db, codes: readonly string[]) {
  return db
    .selectFrom('consultationLink as l')
    .leftJoin('award as w', 'w.code', 'l.award')
    .leftJoin('platform as p', (join) =>
      join.onRef('p.code', '=', 'l.platform').on('p.classified', '=', false),
    )
    .leftJoin('jointFund as f', 'f.code', 'l.fund')
    .selectAll('l')
    .select(['w.title as awardTitle', 'p.name as platformName', 'f.name as fundName'])
    .where('l.agreement', 'in', among(codes))
    .orderBy('l.agreement')
    .orderBy('l.order')
    .execute();
}

/** Evaluations made by `asOf`. */
export async function readEvaluations(db: Db, codes: readonly string[], asOf: string) {
  return db
    .selectFrom('consultationEvaluation')
    .selectAll()
    .where('agreement', 'in', among(codes))
    .where('evaluatedOn', '<=', asOf)
    .execute();
}

/** Topics, the open ones first. */
export async function readTopics(db: Db, agreement: string) {
  return db
    .selectFrom('consultationTopic as t')
    .innerJoin('area as a', 'a.code', 't.area')
    .selectAll('t')
    .select(['a.title as areaTitle', 'a.titleEn as areaTitleEn'])
    .where('t.agreement', '=', agreement)
    .orderBy(sql`t.decided_on is not null`)
    .orderBy('t.proposedOn')
    .orderBy('t.code')
    .execute();
}

/** Half-yearly reports, the latest first. */
export async function readReports(db: Db, codes: readonly string[]) {
  return db
    .selectFrom('consultationReport')
    .selectAll()
    .where('agreement', 'in', among(codes))
    .orderBy('year', 'desc')
    .orderBy('half', 'desc')
    .orderBy('reportingUnit')
    .execute();
}

/** Joint projects with their regions, the one that leads first. */
export async function readJointProjects(db: Db) {
  const projects = await db
    .selectFrom('jointProject as j')
    .leftJoin('award as w', 'w.code', 'j.award')
    .selectAll('j')
    .select('w.title as awardTitle')
    .orderBy('j.startsOn', 'desc')
    .orderBy('j.code')
    .execute();
  const parties = await db
    .selectFrom('jointProjectParty as p')
    .innerJoin('reportingUnit as u', 'u.code', 'p.reportingUnit')
    .select(['p.project', 'p.leads', 'u.code', 'u.name', 'u.nameEn'])
    .orderBy('p.leads', 'desc')
    .orderBy('u.code')
    .execute();
  return { projects, parties };
}

/** The agreement an action is about, kept from other actions until this one is done. */
export async function holdAgreement(db: Db, code: string): Promise<AgreementRow | undefined> {
  return db
    .selectFrom('consultationAgreement')
    .selectAll()
    .where('code', '=', code)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** One topic. */
export async function findTopic(db: Db, code: string) {
  return db.selectFrom('consultationTopic').selectAll().where('code', '=', code).executeTakeFirst();
}

/** One meeting, kept from other actions. */
export async function holdMeetingRow(db: Db, code: string) {
  return db
    .selectFrom('consultationMeeting')
    .selectAll()
    .where('code', '=', code)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Whether a region has reported a half year. */
export async function hasReport(
  db: Db,
  asked: { agreement: string; reportingUnit: string; year: number; half: 'first' | 'second' },
): Promise<boolean> {
  const found = await db
    .selectFrom('consultationReport')
    .select('code')
    .where('agreement', '=', asked.agreement)
    .where('reportingUnit', '=', asked.reportingUnit)
    .where('year', '=', asked.year)
    .where('half', '=', asked.half)
    .executeTakeFirst();
  return found !== undefined;
}

/** The next number after a prefix: `HS` → `HS11`. One action at a time takes it. */
export async function nextCode(
  db: Db,
  table: 'consultationAgreement' | 'consultationTopic' | 'consultationMeeting',
  prefix: string,
  digits: number,
): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`consultations ${prefix}`}, 0))`.execute(db);
  const rows = await db
    .selectFrom(table)
    .select('code')
    .where('code', 'like', `${prefix.replaceAll(/[%_\\]/g, '\\$&')}%`)
    .execute();
  const numbers = rows
    .map(({ code }) => code.slice(prefix.length))
    .filter((rest) => /^\d{1,6}$/.test(rest))
    .map(Number);
  return `${prefix}${String(Math.max(0, ...numbers) + 1).padStart(digits, '0')}`;
}

/** A link names no platform that is classified: it would be named in a public register. */
const linksAreOpen: SetRule = {
  registers: ['consultations.consultation-link', 'platforms.platform'],
  async find(db, { register, codes }) {
    const rows = await db
      .selectFrom('consultationLink as l')
      .innerJoin('platform as p', 'p.code', 'l.platform')
      .select('l.code')
      .where('p.classified', '=', true)
      .where(register === 'platforms.platform' ? 'p.code' : 'l.code', 'in', among(codes))
      .orderBy('l.code')
      .execute();
    return rows.map(({ code }) => ({
      zh: `会商关联事项“${code}”指向不公开的平台；请先撤回这条关联`,
      en: `Link “${code}” of a consultation names a platform that is not open; withdraw the link first`,
    }));
  },
};

export const consultationSetRules: readonly SetRule[] = [linksAreOpen];

/** A region with all below it. */
export async function readRegionsBelow(db: Db, region: string | null): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`
    with recursive below as (
      select ${region}::text collate "C" as code
      union select r.code from register.region r join below b on r.parent = b.code)
    select code from below where code is not null
  `.execute(db);
  return new Set(rows.map(({ code }) => code));
}

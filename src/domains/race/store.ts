/** SQL of the race: a cycle with all its rows, what is held for an action, numbering, bundles. */
import { sql } from 'kysely';
import type { RowOf } from '#kernel/contract/record.ts';
import type { Db } from '#kernel/db/open.ts';
import type { SetRule } from '#kernel/registers/actions.ts';
import { methodDigest, type BundleFile, type Participant, type Value, type WholeMethod } from './files.ts';
import type {
  raceAppeal,
  raceCycle,
  raceEntry,
  raceNomination,
  raceObservation,
  raceResult,
  raceReview,
  raceScore,
  raceStep,
} from './contract.ts';

export type CycleRow = RowOf<typeof raceCycle>;
export type EntryRow = RowOf<typeof raceEntry>;
export type StepRow = RowOf<typeof raceStep>;
export type ObservationRow = RowOf<typeof raceObservation>;
export type AppealRow = RowOf<typeof raceAppeal>;
export type ResultRow = RowOf<typeof raceResult>;
export type ScoreRow = RowOf<typeof raceScore>;
export type NominationRow = RowOf<typeof raceNomination>;
export type ReviewRow = RowOf<typeof raceReview>;

/** A unit that takes part, with its region and what it is called. */
export interface Entered extends EntryRow {
  name: string;
  nameEn: string | null;
  region: string;
  mapColumn: number | null;
  mapRow: number | null;
}

/** Cycles, the newest first, each with its steps. */
export async function readCycles(db: Db): Promise<{ cycle: CycleRow; steps: StepRow[] }[]> {
  const cycles = await db
    .selectFrom('raceCycle')
    .selectAll()
    .orderBy('year', 'desc')
    .orderBy('code')
    .execute();
  const steps = await db.selectFrom('raceStep').selectAll().orderBy('order').execute();
  return cycles.map((cycle) => ({ cycle, steps: steps.filter((step) => step.cycle === cycle.code) }));
}

export const findCycle = async (db: Db, code: string): Promise<CycleRow | undefined> =>
  db.selectFrom('raceCycle').selectAll().where('code', '=', code).executeTakeFirst();

export const readSteps = async (db: Db, cycle: string): Promise<StepRow[]> =>
  db.selectFrom('raceStep').selectAll().where('cycle', '=', cycle).orderBy('order').execute();

/** First half of the locks of cycles; the second is the cycle. */
const cycleLock = 202_611_271;

/** Keeps a cycle from other acts until this one is done, whoever acts and whatever of its rows he may write. */
export async function holdCycle(db: Db, code: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${cycleLock}, hashtext(${code}))`.execute(db);
}

/** Units that take part on a day, by code. */
export async function readEntries(db: Db, cycle: string, day: string): Promise<Entered[]> {
  return db
    .selectFrom('raceEntry as e')
    .innerJoin('reportingUnit as u', 'u.code', 'e.reportingUnit')
    .selectAll('e')
    .select(['u.name', 'u.nameEn', 'u.region', 'u.mapColumn', 'u.mapRow'])
    .where('e.cycle', '=', cycle)
    .where('e.enteredOn', '<=', day)
    .where((eb) => eb.or([eb('e.leftOn', 'is', null), eb('e.leftOn', '>', day)]))
    .orderBy('e.reportingUnit')
    .execute();
}

/** The last version of a cycle's method with everything that goes with it; undefined when none is drafted. */
export async function readMethod(db: Db, cycle: string): Promise<WholeMethod | undefined> {
  const method = await db
    .selectFrom('raceMethod')
    .selectAll()
    .where('cycle', '=', cycle)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!method) return undefined;
  const [whole] = await wholeMethods(db, [method]);
  return whole;
}

async function wholeMethods(db: Db, methods: readonly WholeMethod['method'][]): Promise<WholeMethod[]> {
  const codes = [...methods.map(({ code }) => code), ''];
  const items = await db
    .selectFrom('raceItem')
    .selectAll()
    .where('method', 'in', codes)
    .orderBy('code')
    .execute();
  const schemes = await db
    .selectFrom('raceScheme')
    .selectAll()
    .where('method', 'in', codes)
    .orderBy('order')
    .execute();
  const tiers = await db
    .selectFrom('raceTier')
    .selectAll()
    .where('scheme', 'in', [...schemes.map(({ code }) => code), ''])
    .orderBy('scheme')
    .orderBy('order')
    .execute();
  return methods.map((method) => {
    const own = schemes.filter((scheme) => scheme.method === method.code);
    return {
      method,
      items: items.filter((item) => item.method === method.code),
      schemes: own,
      tiers: tiers.filter(({ scheme }) => own.some(({ code }) => code === scheme)),
    };
  });
}

/** What a cycle's units reported for it. */
export const readObservations = async (db: Db, cycle: string): Promise<ObservationRow[]> =>
  db.selectFrom('raceObservation').selectAll().where('cycle', '=', cycle).orderBy('code').execute();

/** Verified values of a data year that an earlier cycle published: the latest of them. */
export async function readPublishedValues(db: Db, dataYear: number, besides: string): Promise<Value[]> {
  const cycle = await db
    .selectFrom('raceCycle')
    .select('code')
    .where('dataYear', '=', dataYear)
    .where('publishedOn', 'is not', null)
    .where('code', '<>', besides)
    .orderBy('publishedOn', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!cycle) return [];
  return db
    .selectFrom('raceObservation')
    .select(['dataYear', 'reportingUnit', 'item', 'value'])
    .where('cycle', '=', cycle.code)
    .where('dataYear', '=', dataYear)
    .where('verifiedOn', 'is not', null)
    .execute();
}

export const readAppeals = async (db: Db, cycle: string): Promise<AppealRow[]> =>
  db
    .selectFrom('raceAppeal')
    .selectAll()
    .where('cycle', '=', cycle)
    .orderBy('raisedOn')
    .orderBy('code')
    .execute();

/** Results of a cycle, the latest first. */
export const readResults = async (db: Db, cycle: string): Promise<ResultRow[]> =>
  db.selectFrom('raceResult').selectAll().where('cycle', '=', cycle).orderBy('version', 'desc').execute();

export const readScores = async (db: Db, result: string): Promise<ScoreRow[]> =>
  db.selectFrom('raceScore').selectAll().where('result', '=', result).orderBy('reportingUnit').execute();

export const readNominations = async (db: Db, cycle: string): Promise<NominationRow[]> =>
  db.selectFrom('raceNomination').selectAll().where('cycle', '=', cycle).orderBy('code').execute();

export const readReviews = async (db: Db, cycle: string): Promise<ReviewRow[]> =>
  db.selectFrom('raceReview').selectAll().where('cycle', '=', cycle).orderBy('reportingUnit').execute();

/** Names of organisations by code. */
export async function nameOrganisations(
  db: Db,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('organisation')
    .select(['code', 'name'])
    .where('code', 'in', [...codes, ''])
    .execute();
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** Reporting units of a region. */
export async function unitsOfRegion(db: Db, region: string): Promise<string[]> {
  const rows = await db.selectFrom('reportingUnit').select('code').where('region', '=', region).execute();
  return rows.map(({ code }) => code);
}

/** The next number of a unit's appeals or nominations in a cycle that is held, `SM2026-U220100-SS01`. */
export async function nextNumber(
  db: Db,
  table: 'raceAppeal' | 'raceNomination',
  { cycle, unit, mark }: { cycle: string; unit: string; mark: 'SS' | 'TJ' },
): Promise<string> {
  const prefix = `${cycle}-${unit}-${mark}`;
  const { last } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.max(sql<number>`substring(code from ${prefix.length + 1}::int)::int`).as('last'))
    .where(sql<boolean>`starts_with(code, ${prefix})`)
    .where(sql<boolean>`substring(code from ${prefix.length + 1}::int) ~ '^[0-9]{2,6}$'`)
    .executeTakeFirstOrThrow();
  return `${prefix}${String(Number(last ?? 0) + 1).padStart(2, '0')}`;
}

/** Files of a sealed bundle; none where it was not sealed here. */
export async function readSealed(db: Db, result: string): Promise<BundleFile[]> {
  return db
    .selectFrom('sealed.raceFile')
    .select(['name', 'content'])
    .where('result', '=', result)
    .orderBy('name')
    .execute();
}

/** Keeps a bundle for good. */
export async function sealBundle(db: Db, result: string, files: readonly BundleFile[]): Promise<void> {
  await db
    .insertInto('sealed.raceFile')
    .values(files.map(({ name, content }) => ({ result, name, content })))
    .execute();
}

/** Units as a computation takes them. */
export const participantsOf = (entries: readonly Entered[]): Participant[] =>
  entries.map(({ reportingUnit, name, peerGroup }) => ({ code: reportingUnit, name, peerGroup }));

/** A frozen method is what its digest says; a tier, item or scheme cannot change, come or go under it. */
const frozenStands: SetRule = {
  registers: ['race.race-method', 'race.race-item', 'race.race-scheme', 'race.race-tier'],
  async find(db) {
    const methods = await db.selectFrom('raceMethod').selectAll().where('frozenOn', 'is not', null).execute();
    return (await wholeMethods(db, methods))
      .filter((whole) => methodDigest(whole) !== whole.method.frozenDigest)
      .map(({ method }) => ({
        zh: `方法“${method.name}”（${method.code}）已于 ${method.frozenOn} 定稿，权重、指标、等次、资金都不能再改；这样写入后与定稿摘要不符。要改，请在下一轮赛马中起草新的方法`,
        en: `the method “${method.name}” (${method.code}) was frozen on ${method.frozenOn}: weights, items, tiers and money stand as they are, and this would not match its digest. Draft another method in the next cycle`,
      }));
  },
};

export const raceSetRules: readonly SetRule[] = [frozenStands];

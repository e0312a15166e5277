/** What every act on a cycle begins with: the cycle held, its step judged, today known; and how a step is taken. */
import { scopeOf } from '#kernel/access/roles.ts';
import { asPlatform, type Context } from '#kernel/audit/atomically.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readClock, type Db } from '#kernel/db/open.ts';
import { notify } from '#kernel/inbox/notify.ts';
import { addWithin, refuseFaults, type House } from '#kernel/registers/actions.ts';
import { inputFiles, sha256, type BundleFile, type RaceRows, type Value, type WholeMethod } from './files.ts';
import { raceCycle, raceStep } from './contract.ts';
import { stepWords, type Step } from './rules.ts';
import { stepAfter, whyOutOfOrder, type ActName } from './steps.ts';
import {
  findCycle,
  holdCycle,
  participantsOf,
  readEntries,
  readMethod,
  readObservations,
  readPublishedValues,
  readSealed,
  readSteps,
  type CycleRow,
  type Entered,
  type ObservationRow,
  type ResultRow,
  type StepRow,
} from './store.ts';
import { computeRace, type Computed } from './compute.ts';

/** A cycle held by a running act. */
export interface Held {
  cycle: CycleRow & { dataYear: number };
  steps: readonly StepRow[];
  step: Step;
  today: string;
}

export const faultAt = (field: string, zh: string, en: string): Fault => ({ at: `/body/${field}`, zh, en });

/** Throws what was found, all at once. */
export function refuseIfAny(faults: readonly Fault[]): void {
  if (faults.length > 0) throw refuseFaults([...faults]);
}

export const breaks = (zh: string, en: string): Refusal => new Refusal('broken-rule', { zh, en });

export const refuseCycle = (code: string): Refusal =>
  new Refusal('unknown-record', {
    zh: `没有编号为“${code}”的赛马。请从赛马页（/race）打开。`,
    en: `There is no race cycle “${code}”. Open it from the page of the race (/race).`,
  });

/** Holds a cycle for an act; refuses one that is not there, has no data year, or is not at a step of the act. */
export async function holdFor(inner: Context, code: string, act: ActName): Promise<Held> {
  await holdCycle(inner.db, code);
  const cycle = await findCycle(inner.db, code);
  if (!cycle) throw refuseCycle(code);
  const steps = await readSteps(inner.db, code);
  const step = steps.at(-1)?.step ?? null;
  const why = whyOutOfOrder(act, step);
  if (why !== null || step === null) throw new Refusal('broken-rule', why ?? { zh: '', en: '' });
  const { dataYear } = cycle;
  if (dataYear === null)
    throw breaks(
      `赛马“${cycle.name}”没有填写数据年度。请在“赛马年度”登记册中补填后再办。`,
      `The cycle “${cycle.name}” has no data year. Enter it in the register of race cycles first.`,
    );
  return { cycle: { ...cycle, dataYear }, steps, step, today: (await readClock(inner.db)).today };
}

/** Takes the step an act leads to, if it leads to another. */
export async function takeStep(
  inner: Context,
  house: House,
  { cycle, steps, step, today }: Held,
  act: ActName,
  given: { dueOn?: string | null; document?: string | null; sample: boolean },
): Promise<void> {
  const next = stepAfter(act, step);
  if (next === null) return;
  await addWithin(inner, house, raceStep.id, {
    cycle: cycle.code,
    order: (steps.at(-1)?.order ?? 0) + 1,
    step: next,
    takenOn: today,
    dueOn: given.dueOn ?? null,
    document: given.document ?? null,
    sample: given.sample,
  });
}

/** The day until which a step of a cycle runs; the last time it was taken. */
export const dueOf = (steps: readonly StepRow[], step: Step): string | null =>
  steps.findLast((one) => one.step === step)?.dueOn ?? null;

/** The cycle's method in force. */
export async function requireMethod(db: Db, cycle: CycleRow): Promise<WholeMethod> {
  const whole = await readMethod(db, cycle.code);
  if (whole) return whole;
  throw breaks(
    `赛马“${cycle.name}”还没有测算方法。请先起草方法。`,
    `The cycle “${cycle.name}” has no method yet. Draft one first.`,
  );
}

/** A unit that takes part; refuses another. */
export function requireEntry(entries: readonly Entered[], unit: string): Entered {
  const entry = entries.find(({ reportingUnit }) => reportingUnit === unit);
  if (entry) return entry;
  throw breaks(
    `填报单位“${unit}”没有参加这一轮赛马。请核对代码；要参加的，请在“参加赛马的填报单位”登记册中登记。`,
    `Unit “${unit}” takes no part in this cycle. Check its code, or enter it in the register of race entries.`,
  );
}

/** A unit's own: refuses an account of another region, one of a region above included. */
export function requireOwn({ actor }: Context, { name, region }: Entered): void {
  if (scopeOf(actor).level === 'all' || actor.region === region) return;
  throw new Refusal('not-permitted', {
    zh: `“${name}”的赛马数据由其本地区填报；您的账号属于区划 ${actor.region ?? '（未定）'}，不能代办。`,
    en: `The data of “${name}” are its own region's to give; your account is of region ${actor.region ?? '(none)'} and cannot.`,
  });
}

/** Who sits there, as rows name him: the account, or the one it was lent to. */
export const personOf = ({ actor }: Context): string => actor.lentTo ?? actor.account ?? actor.name;

/** Everything a computation of a cycle takes, as it stands. `db` reads as the whole. */
export async function readRows(
  db: Db,
  cycle: CycleRow & { dataYear: number },
  day: string,
): Promise<{ rows: RaceRows; observations: ObservationRow[]; entries: Entered[] }> {
  const whole = await requireMethod(db, cycle);
  const entries = await readEntries(db, cycle.code, day);
  const observations = await readObservations(db, cycle.code);
  const values = await withYearBefore(db, cycle, observations);
  return { rows: { ...whole, cycle, units: participantsOf(entries), values }, observations, entries };
}

/** A cycle's values with those of the year before: its own rows of that year, or else what was published for it. */
export async function withYearBefore(
  db: Db,
  cycle: CycleRow & { dataYear: number },
  observations: readonly ObservationRow[],
): Promise<Value[]> {
  const own = observations.filter(
    ({ dataYear }) => dataYear === cycle.dataYear || dataYear === cycle.dataYear - 1,
  );
  const restated = own.some(({ dataYear }) => dataYear === cycle.dataYear - 1);
  return restated ? own : [...own, ...(await readPublishedValues(db, cycle.dataYear - 1, cycle.code))];
}

/** Results made again, by the rows they are of: a public page asks for the same one again and again. */
const madeAgain = new Map<string, Computed>();
const mostKept = 16;

function makeAgain(rows: RaceRows): Computed {
  const key = sha256(JSON.stringify(rows));
  const before = madeAgain.get(key);
  if (before) return before;
  const computed = computeRace(rows);
  const [oldest] = madeAgain.keys();
  if (oldest !== undefined && madeAgain.size >= mostKept) madeAgain.delete(oldest);
  madeAgain.set(key, computed);
  return computed;
}

/** The files of a result: as they were sealed, or made again from its rows and held to its digest. */
export async function readBundle(db: Db, result: ResultRow): Promise<readonly BundleFile[]> {
  const sealed = await readSealed(db, result.code);
  if (sealed.length > 0) return sealed;
  const cycle = await findCycle(db, result.cycle);
  if (!cycle || cycle.dataYear === null) throw refuseCycle(result.cycle);
  const { rows } = await readRows(db, { ...cycle, dataYear: cycle.dataYear }, result.computedOn);
  const computed = makeAgain(rows);
  if (computed.digest === result.bundleDigest) return computed.files;
  throw breaks(
    `结果“${result.code}”的数据包不能由现有数据重算得出（摘要 ${computed.digest.slice(0, 12)}… 与登记的 ${result.bundleDigest.slice(0, 12)}… 不同）：数据或测算程序在导入后变了。请用导入前的数据包。`,
    `The bundle of “${result.code}” cannot be made again from the rows (digest ${computed.digest.slice(0, 12)}… instead of ${result.bundleDigest.slice(0, 12)}…): the rows or the engine have changed since they were imported. Use the bundle of before.`,
  );
}

/** Whether a result is of the data as they stand now. */
export async function isCurrent(db: Db, result: ResultRow, rows: RaceRows): Promise<boolean> {
  const files = await readBundle(db, result).catch((error: unknown) => {
    if (error instanceof Refusal) return [];
    throw error;
  });
  return inputFiles(rows).every(
    ({ name, content }) => files.find((file) => file.name === name)?.content === content,
  );
}

/** Reads as the platform within a running act of a region, what its rules need and it may not see itself. */
export const asWhole = (ctx: Context): Db => (scopeOf(ctx.actor).level === 'all' ? ctx.db : asPlatform(ctx));

export const linkOf = (cycle: string): string => `/race/${encodeURIComponent(cycle)}`;

/** Tells those who run the race, or the regions, what has happened in a cycle. */
export async function tell(
  inner: Context,
  to: 'runners' | 'regions',
  { cycle }: Pick<Held, 'cycle'>,
  step: Step,
  words: { zh: string; en: string },
): Promise<void> {
  await notify(
    inner,
    { roles: to === 'runners' ? ['officer', 'division'] : ['bureau'] },
    {
      kind: `race.${step}`,
      subject: { zh: `赛马：${stepWords[step].zh}`, en: `The race: ${stepWords[step].en}` },
      title: { zh: `${cycle.name}：${words.zh}`, en: `${cycle.name}: ${words.en}` },
      link: linkOf(cycle.code),
    },
  );
}

export const subjectOf = (cycle: string): string => `${raceCycle.id}/${cycle}`;

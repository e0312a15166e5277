/** Cycles as they are read: what is published by everyone, what is preliminary by its regions, all of it by staff. */
import type { PlainDataset } from '#domains/indices/contract.ts';
import { readDataset, toPlain } from '#domains/indices/index.ts';
import type { z } from 'zod';
import { noticeStanding } from '#domains/notices/index.ts';
import { may, scopeOf, type Actor } from '#kernel/access/roles.ts';
import { asPlatform, type Context } from '#kernel/audit/atomically.ts';
import type { Field } from '#kernel/contract/record.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { readClock, type Db } from '#kernel/db/open.ts';
import { inputFiles, sha256, type BundleFile, type WholeMethod } from './files.ts';
import { raceItem, raceScheme, raceStep, raceTier } from './contract.ts';
import { readBundle, readRows, refuseCycle } from './cycle.ts';
import type * as doors from './doors/contract.ts';
import { noticeSubject } from './publishing.ts';
import { stepWords, type Step } from './rules.ts';
import { acts, isToldRegions, nextOf, type ActName } from './steps.ts';
import {
  findCycle,
  readCycles,
  readEntries,
  readMethod,
  readObservations,
  readResults,
  readScores,
  readSteps,
  unitsOfRegion,
  type CycleRow,
  type Entered,
  type ResultRow,
  type StepRow,
} from './store.ts';

type Answer<D extends { answer: z.ZodType }> = z.input<D['answer']>;

export const labelled = (field: Field, id: string): { id: string; label: Words } => ({
  id,
  label: field.choices?.[id] ?? { zh: id, en: id },
});

export const inBoth = (zh: string, en: string | null): Words => ({ zh, en: en ?? zh });

const stepLabel = (step: Step): { id: string; label: Words } => ({ id: step, label: stepWords[step] });

/** Staff of the department, who read everything of the race. */
export const isStaff = (actor: Actor): boolean =>
  scopeOf(actor).level === 'all' && may(actor, 'register.read');

/** What of a cycle a reader is shown. */
export interface Seen {
  cycle: CycleRow;
  steps: StepRow[];
  step: Step | null;
  today: string;
  /** Reads everything; what is answered is judged here. */
  db: Db;
  staff: boolean;
  /** Units the reader acts for. */
  own: readonly string[];
}

/** A cycle for a reader; refuses one that is not there. */
export async function see(ctx: Context, code: string): Promise<Seen> {
  const db = asPlatform(ctx);
  const cycle = await findCycle(db, code);
  if (!cycle) throw refuseCycle(code);
  const steps = await readSteps(db, code);
  const { actor } = ctx;
  return {
    cycle,
    steps,
    step: steps.at(-1)?.step ?? null,
    today: (await readClock(db)).today,
    db,
    staff: isStaff(actor),
    own: may(actor, 'race.report') && actor.region ? await unitsOfRegion(db, actor.region) : [],
  };
}

/** Whether a result is shown: published ones to everyone, preliminary ones from feedback on to those who take part. */
const isShown = ({ staff, own, step }: Seen, result: ResultRow, entries: readonly Entered[]): boolean =>
  result.publishedOn !== null ||
  staff ||
  (isToldRegions(step) && entries.some(({ reportingUnit }) => own.includes(reportingUnit)));

function shapeCycle(cycle: CycleRow, steps: readonly StepRow[], units: number): doors.CycleShape {
  const { code, name, year, dataYear, openedOn, publishedOn, programme } = cycle;
  const last = steps.at(-1);
  return {
    code,
    name,
    year,
    dataYear,
    openedOn,
    publishedOn,
    programme,
    step: last ? stepLabel(last.step) : null,
    dueOn: last?.dueOn ?? null,
    units,
    sample: last?.sample ?? false,
  };
}

export async function listCycles(ctx: Context): Promise<Answer<typeof doors.listCycles>> {
  const db = asPlatform(ctx);
  const { today } = await readClock(db);
  const cycles = [];
  for (const { cycle, steps } of await readCycles(db))
    cycles.push(shapeCycle(cycle, steps, (await readEntries(db, cycle.code, today)).length));
  return { today, cycles };
}

export function shapeItem(row: WholeMethod['items'][number]): doors.ItemShape {
  const { fields } = raceItem;
  const { item, level, parent, weight, denominator, factor, target, lower, upper, unit, meaning, provider } =
    row;
  return {
    item,
    kind: labelled(fields.kind, row.kind),
    level,
    parent,
    name: inBoth(row.name, row.nameEn),
    weight,
    direction: row.direction === null ? null : labelled(fields.direction, row.direction),
    denominator,
    factor,
    target,
    lower,
    upper,
    unit,
    meaning,
    provider,
  };
}

/** Items as they are read: the index, then each group with what is below it, denominators last. */
export function itemsInOrder(items: WholeMethod['items']): WholeMethod['items'][number][] {
  const below = Map.groupBy(items, ({ parent, kind }) => (kind === 'denominator' ? '·' : (parent ?? '')));
  const walk = (parent: string): WholeMethod['items'][number][] =>
    (below.get(parent) ?? []).flatMap((one) => [one, ...walk(one.item)]);
  return [...walk(''), ...(below.get('·') ?? [])];
}

function shapeMethod(whole: WholeMethod): NonNullable<Answer<typeof doors.readCycle>['method']> {
  const { method, items, schemes, tiers } = whole;
  const {
    code,
    version,
    name,
    document,
    settings,
    factors,
    replications,
    seed,
    draftedOn,
    frozenOn,
    frozenDigest: digest,
    sample,
  } = method;
  return {
    code,
    version,
    name,
    document,
    settings,
    factors,
    replications,
    seed,
    draftedOn,
    frozenOn,
    digest,
    sample,
    items: itemsInOrder(items).map(shapeItem),
    schemes: schemes.map((scheme) => ({
      order: scheme.order,
      name: scheme.name,
      basis: labelled(raceScheme.fields.basis, scheme.basis),
      apportion: labelled(raceScheme.fields.apportion, scheme.apportion),
      pot: scheme.pot,
      document: scheme.document,
      validFrom: scheme.validFrom,
      tiers: tiers
        .filter((tier) => tier.scheme === scheme.code)
        .map((tier) => ({
          name: tier.name,
          edge: labelled(raceTier.fields.edge, tier.edge),
          from: tier.from,
          amount: tier.amount,
          weight: tier.weight,
        })),
    })),
  };
}

const lineOf = ({
  version,
  computedOn,
  publishedOn,
  reason,
  bundleDigest: digest,
  sample,
}: ResultRow): Answer<typeof doors.readResult>['result'] => ({
  version,
  computedOn,
  publishedOn,
  reason,
  digest,
  sample,
});

/** Acts a region does for its own unit; the others are the department's. */
const ofUnits: readonly ActName[] = ['report', 'submit', 'appeal', 'nominate'];

function tasksOf(
  { actor }: Context,
  { step, own }: Seen,
  entries: readonly Entered[],
): Answer<typeof doors.readCycle>['tasks'] {
  if (step === null) return [];
  const possible = (Object.keys(acts) as ActName[]).filter((name) =>
    (acts[name].in as readonly Step[]).includes(step),
  );
  return possible.flatMap((act): Answer<typeof doors.readCycle>['tasks'] => {
    const { label } = acts[act];
    if (!ofUnits.includes(act)) return may(actor, 'race.run') ? [{ act, label, unit: null }] : [];
    return entries
      .filter(({ reportingUnit }) => own.includes(reportingUnit))
      .map(({ reportingUnit }) => ({ act, label, unit: reportingUnit }));
  });
}

/** What a frozen method no longer takes is not offered, nor what needs one that is frozen. */
function fitsMethod(act: string, method: WholeMethod | undefined): boolean {
  const isFrozen = method !== undefined && method.method.frozenOn !== null;
  if (act === 'freeze' || act === 'weigh') return method !== undefined && !isFrozen;
  return act !== 'openReporting' || isFrozen;
}

/** One cycle: its steps, method, units and the versions of its result the reader may see. */
export async function readCycle(ctx: Context, code: string): Promise<Answer<typeof doors.readCycle>> {
  const seen = await see(ctx, code);
  const { cycle, steps, step, today, db, staff, own } = seen;
  const entries = await readEntries(db, code, today);
  const method = await readMethod(db, code);
  const results = await readResults(db, code);
  const observations = staff || own.length > 0 ? await readObservations(db, code) : [];
  const asked = (method?.items ?? []).filter(({ kind }) => kind !== 'aggregate').length;
  const order = Object.keys(stepWords) as Step[];
  const [last] = results;
  const standing =
    last && (staff || last.publishedOn !== null)
      ? await noticeStanding(db, noticeSubject(last.code), today)
      : null;
  return {
    today,
    cycle: shapeCycle(cycle, steps, entries.length),
    taken: steps.map((one) => ({
      order: one.order,
      step: labelled(raceStep.fields.step, one.step),
      takenOn: one.takenOn,
      dueOn: one.dueOn,
      document: one.document,
    })),
    way: order.map((one) => ({
      step: stepLabel(one),
      state:
        step === null || order.indexOf(one) > order.indexOf(step) ? 'ahead' : one === step ? 'now' : 'past',
    })),
    next: step === null ? null : nextOf(step),
    method: method ? shapeMethod(method) : null,
    entries: entries.map(({ reportingUnit, name, nameEn, peerGroup, submittedOn, mapColumn, mapRow }) => {
      const rows = observations.filter(
        (row) => row.reportingUnit === reportingUnit && row.dataYear === cycle.dataYear,
      );
      return {
        unit: reportingUnit,
        name: inBoth(name, nameEn),
        peerGroup,
        submittedOn,
        mapColumn,
        mapRow,
        progress:
          staff || own.includes(reportingUnit)
            ? {
                asked,
                reported: rows.length,
                verified: rows.filter(({ verifiedOn }) => verifiedOn !== null).length,
                returned: rows.filter(({ returnedOn }) => returnedOn !== null).length,
              }
            : null,
      };
    }),
    tasks: tasksOf(ctx, seen, entries).filter(({ act }) => fitsMethod(act, method)),
    results: results.filter((result) => isShown(seen, result, entries)).map(lineOf),
    notice: standing && {
      code: standing.code,
      state: standing.state,
      firstOn: standing.firstOn,
      lastOn: standing.lastOn,
      clear: standing.clear,
      link: standing.link,
    },
  };
}

/** A result a reader may see, with its bundle; to others it does not exist. */
export async function requireResult(
  ctx: Context,
  code: string,
  version: number,
): Promise<{ seen: Seen; result: ResultRow; results: ResultRow[]; files: readonly BundleFile[] }> {
  const seen = await see(ctx, code);
  const results = await readResults(seen.db, code);
  const result = results.find((one) => one.version === version);
  const entries = await readEntries(seen.db, code, seen.today);
  if (!result || !isShown(seen, result, entries)) {
    throw new Refusal('unknown-record', {
      zh: `“${seen.cycle.name}”没有已发布的第 ${version} 版结果。请从赛马页打开。`,
      en: `“${seen.cycle.name}” has no published version ${version} of its result. Open it from the page of the race.`,
    });
  }
  return { seen, result, results, files: await readBundle(seen.db, result) };
}

type Cells = Record<string, Record<string, number | null>>;

/** `result.json` as `spellBuilt` writes it. */
interface Spelled {
  index: Record<string, number | null>;
  screenedOut: string[];
  imputedValues: { unit: string; code: string }[];
  treatments: Record<string, unknown>;
  stages: { denominated: Cells; imputed: Cells; treated: Cells; normalised: Cells; aggregates: Cells };
}

const parsed = (files: readonly BundleFile[], name: string): Spelled | null => {
  const file = files.find((one) => one.name === name);
  return file ? (JSON.parse(file.content) as Spelled) : null;
};

/** Cells of `iData.csv` by unit: numbers alone stand in it besides codes and names, which hold no commas of ours. */
function valuesOf(files: readonly BundleFile[]): Record<string, Record<string, string | null>> {
  const lines = (files.find(({ name }) => name === 'iData.csv')?.content ?? '').trim().split('\n');
  const cellsOf = (line: string): string[] =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
    );
  const [header = [], ...rows] = lines.map(cellsOf);
  return Object.fromEntries(
    rows.map((cells) => [
      cells[0] ?? '',
      Object.fromEntries(
        header.flatMap((name, at) =>
          ['uCode', 'uName', 'peerGroup'].includes(name)
            ? []
            : [[name, cells[at] === 'NA' ? null : (cells[at] ?? null)]],
        ),
      ),
    ]),
  );
}

/** One version of a result with every stage of its computation. */
export async function readResult(
  ctx: Context,
  code: string,
  version: number,
): Promise<Answer<typeof doors.readResult>> {
  const { seen, result, results, files } = await requireResult(ctx, code, version);
  const { db } = seen;
  const entries = await readEntries(db, code, result.computedOn);
  const method = await readMethod(db, code);
  const spelled = parsed(files, 'result.json');
  const twoYears = parsed(files, 'result-two-years.json');
  if (!spelled) throw new Error(`the bundle of ${result.code} has no result`);
  const scores = await readScores(db, result.code);
  return {
    cycle: code,
    result: lineOf(result),
    preliminary: result.publishedOn === null,
    latest: results.find(({ publishedOn }) => publishedOn !== null)?.version ?? null,
    methodDigest: method?.method.frozenDigest ?? null,
    items: itemsInOrder(method?.items ?? []).map(shapeItem),
    scores: scores
      .toSorted((one, other) => (one.rank ?? 9999) - (other.rank ?? 9999))
      .map((score) => {
        const entry = entries.find(({ reportingUnit }) => reportingUnit === score.reportingUnit);
        const {
          rank,
          rankLow,
          rankHigh,
          improvement,
          improvementRank,
          peerGroup,
          peerRank,
          tier,
          improvementTier,
          amount,
        } = score;
        return {
          unit: score.reportingUnit,
          name: inBoth(entry?.name ?? score.reportingUnit, entry?.nameEn ?? null),
          score: score.score,
          rank,
          rankLow,
          rankHigh,
          improvement,
          improvementRank,
          peerGroup,
          peerRank,
          tier,
          improvementTier,
          amount,
        };
      }),
    screenedOut: spelled.screenedOut,
    imputed: spelled.imputedValues,
    treatments: spelled.treatments,
    stages: spelled.stages,
    values: valuesOf(files),
    twoYears: twoYears && { index: twoYears.index, aggregates: twoYears.stages.aggregates },
    files: files.map(({ name, content }) => ({
      name,
      size: Buffer.byteLength(content),
      digest: sha256(content),
    })),
  };
}

/** What a simulation begins with: the published files for everyone, before publication the data as they stand for those who run the race. */
export async function readBoard(ctx: Context, code: string): Promise<Answer<typeof doors.readBoard>> {
  const seen = await see(ctx, code);
  const { db, cycle, today } = seen;
  const results = await readResults(db, code);
  const published = results.find(({ publishedOn }) => publishedOn !== null);
  const method = await readMethod(db, code);
  if (!method || cycle.dataYear === null || (!published && !may(ctx.actor, 'race.run'))) {
    throw new Refusal('unknown-record', {
      zh: `“${cycle.name}”的数据和方法尚未发布，模拟台在发布后开放。`,
      en: `Data and method of “${cycle.name}” are not published yet; the simulation opens with them.`,
    });
  }
  const files = published
    ? await readBundle(db, published)
    : inputFiles((await readRows(db, { ...cycle, dataYear: cycle.dataYear }, today)).rows);
  const contentOf = (name: string): string | null =>
    files.find((file) => file.name === name)?.content ?? null;
  const plainOf = (iData: string): PlainDataset =>
    toPlain(
      readDataset(
        { name: 'iData.csv', bytes: Buffer.from(iData) },
        { name: 'iMeta.csv', bytes: Buffer.from(contentOf('iMeta.csv') ?? '') },
      ),
    );
  const twoYears = contentOf('iData-two-years.csv');
  return {
    published: published !== undefined,
    version: published?.version ?? null,
    dataset: plainOf(contentOf('iData.csv') ?? ''),
    twoYears: twoYears === null ? null : plainOf(twoYears),
    peerGroups: Object.fromEntries(
      (await readEntries(db, code, today)).flatMap(({ reportingUnit, peerGroup }) =>
        peerGroup === null ? [] : [[reportingUnit, peerGroup]],
      ),
    ),
    method: contentOf('method.json') ?? '',
    factors: contentOf('factors.json'),
    replications: method.method.replications,
    seed: method.method.seed,
    schemes: method.schemes.map(({ order, name, basis }) => ({
      order,
      name,
      basis: labelled(raceScheme.fields.basis, basis),
      file: contentOf(`scheme-${order}.json`) ?? '',
    })),
    mayWeigh: method.method.frozenOn === null && may(ctx.actor, 'race.run'),
  };
}

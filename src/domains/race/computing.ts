/** Results: computed from verified data by the frozen method, corrected openly, every version kept. */
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import { addTogether } from '#kernel/registers/together.ts';
import { correctWithin, type House } from '#kernel/registers/actions.ts';
import { computeRace, readSettings, type Computed } from './compute.ts';
import { raceObservation, raceResult, raceScore } from './contract.ts';
import {
  breaks,
  faultAt,
  holdFor,
  personOf,
  readBundle,
  readRows,
  refuseIfAny,
  subjectOf,
  takeStep,
  tell,
  type Held,
} from './cycle.ts';
import type { Command } from './preparing.ts';
import { isPublished } from './steps.ts';
import { readResults, readSealed, sealBundle, type ObservationRow } from './store.ts';

type Result = Promise<{ action: string; code: string; version: number; digest: string }>;

interface Written {
  code: string;
  version: number;
  digest: string;
}

/** What a computation cannot begin with: data not submitted, not verified, missing where the method has no answer. */
function dataFaults(
  held: Held,
  { rows, observations, entries }: Awaited<ReturnType<typeof readRows>>,
): Fault[] {
  const { cycle } = held;
  const method = readSettings(rows.method);
  const takesMissing =
    method.impute !== undefined || method.screen !== undefined || method.threshold !== undefined;
  const asked = rows.items.filter(({ kind }) => kind !== 'aggregate');
  return entries.flatMap(({ reportingUnit, name, nameEn, submittedOn }): Fault[] => {
    const at = `/units/${reportingUnit}`;
    if (submittedOn === null)
      return [{ at, zh: `“${name}”尚未报送`, en: `${nameEn ?? name} has not submitted` }];
    const own = observations.filter((row) => row.reportingUnit === reportingUnit);
    const open = own.filter(({ verifiedOn }) => verifiedOn === null);
    const faults: Fault[] =
      open.length === 0
        ? []
        : [
            {
              at,
              zh: `“${name}”有 ${open.length} 项数据尚未核验：${open.map(({ item }) => item).join('、')}`,
              en: `${nameEn ?? name} has ${open.length} values not verified: ${open.map(({ item }) => item).join(', ')}`,
            },
          ];
    const missing = asked.filter(
      ({ item }) =>
        !own.some((row) => row.item === item && row.dataYear === cycle.dataYear && row.value !== null),
    );
    if (missing.length > 0 && !takesMissing)
      faults.push({
        at,
        zh: `“${name}”缺少 ${missing.map((item) => item.name).join('、')}，而方法没有规定缺失如何处理（补缺、筛选或最低份额）`,
        en: `${nameEn ?? name} lacks ${missing.map((item) => item.nameEn).join(', ')}, and the method does not say what to do with what is missing`,
      });
    return faults;
  });
}

/** Writes a computation as the next version of a cycle's result, with its bundle. */
async function writeResult(
  inner: Context,
  house: House,
  held: Held,
  method: string,
  { digest, files, scores }: Computed,
  more: { reason: string | null; publishedOn: string | null },
): Promise<Written> {
  const { cycle, today } = held;
  const version = ((await readResults(inner.db, cycle.code))[0]?.version ?? 0) + 1;
  const code = `${cycle.code}~${version}`;
  await addTogether(inner, house, [
    {
      register: raceResult.id,
      at: '/result',
      row: {
        cycle: cycle.code,
        version,
        method,
        computedOn: today,
        computedBy: personOf(inner),
        bundleDigest: digest,
        ...more,
        sample: false,
      },
    },
    ...scores.map((score, at) => ({
      register: raceScore.id,
      at: `/scores/${at}`,
      row: { ...score, result: code, sample: false },
    })),
  ]);
  await sealBundle(inner.db, code, files);
  return { code, version, digest };
}

/** Computes the cycle's result from the data as they stand. Refuses while any of it is not submitted or verified. */
export async function computeResult(ctx: Context, house: House, { cycle, key }: Command<unknown>): Result {
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.compute', subject: subjectOf(cycle), key, input: { cycle } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'compute');
      const read = await readRows(inner.db, held.cycle, held.today);
      refuseIfAny(dataFaults(held, read));
      const written = await writeResult(inner, house, held, read.rows.method.code, computeRace(read.rows), {
        reason: null,
        publishedOn: null,
      });
      await takeStep(inner, house, held, 'compute', { sample: false });
      return written;
    },
  );
  return { action, ...answer };
}

/** Keeps the bundles of results that came by import by value, before what they are made of changes. */
export async function keepBundles(inner: Context, cycle: string): Promise<void> {
  for (const result of await readResults(inner.db, cycle)) {
    if ((await readSealed(inner.db, result.code)).length > 0) continue;
    await sealBundle(inner.db, result.code, await readBundle(inner.db, result));
  }
}

/** One value set right. */
export interface Correction {
  unit: string;
  item: string;
  value: string | null;
  evidence: string;
  /** Why, as the value's note says it. */
  note: string;
}

/** Sets values right within a running action; refuses those that were never reported, and those that change nothing. */
export async function correctValues(
  inner: Context,
  house: House,
  held: Held,
  observations: readonly ObservationRow[],
  corrections: readonly Correction[],
): Promise<void> {
  const find = ({ unit, item }: Correction): ObservationRow | undefined =>
    observations.find(
      (row) => row.reportingUnit === unit && row.item === item && row.dataYear === held.cycle.dataYear,
    );
  const faults = corrections.flatMap((one, at): Fault[] => {
    const row = find(one);
    if (!row)
      return [
        faultAt(
          `corrections/${at}/item`,
          `“${one.unit}”没有填报过“${one.item}”`,
          `“${one.unit}” reported no “${one.item}”`,
        ),
      ];
    if (row.value === one.value)
      return [
        faultAt(
          `corrections/${at}/value`,
          `“${one.item}”本来就是 ${row.value ?? '空'}，没有更正`,
          `“${one.item}” is ${row.value ?? 'empty'} already; nothing is corrected`,
        ),
      ];
    return [];
  });
  refuseIfAny(faults);
  await keepBundles(inner, held.cycle.code);
  for (const one of corrections) {
    const row = find(one);
    if (!row) continue;
    await correctWithin(inner, house, raceObservation.id, row.code, {
      value: one.value,
      evidence: one.evidence,
      note: one.note,
      verifier: personOf(inner),
      verifiedOn: held.today,
    });
  }
}

/**
 * Corrects data and computes anew, for a reason everyone may read. After publication the new version is published with
 * it, and the earlier stays readable; before, the cycle goes back to feedback if the meeting had decided already.
 */
export async function correctResult(
  ctx: Context,
  house: House,
  { cycle, key, body }: Command<{ corrections: readonly Omit<Correction, 'note'>[]; reason: string }>,
): Result {
  const { corrections, reason } = body;
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.correct', subject: subjectOf(cycle), reason, key, input: { cycle, body } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'correct');
      const { observations } = await readRows(inner.db, held.cycle, held.today);
      if ((await readResults(inner.db, cycle)).length === 0)
        throw breaks(
          '这一轮还没有测算过；数据有误的，请退回重填。',
          'Nothing was computed for this cycle; return what is wrong instead.',
        );
      const note = [...`更正：${reason}`].slice(0, 500).join('');
      await correctValues(
        inner,
        house,
        held,
        observations,
        corrections.map((one) => ({ ...one, note })),
      );
      const read = await readRows(inner.db, held.cycle, held.today);
      refuseIfAny(dataFaults(held, read));
      const published = isPublished(held.step);
      const written = await writeResult(inner, house, held, read.rows.method.code, computeRace(read.rows), {
        reason,
        publishedOn: published ? held.today : null,
      });
      await takeStep(inner, house, held, 'correct', { dueOn: held.today, document: null, sample: false });
      await tell(inner, 'regions', held, 'compute', {
        zh: `数据更正，结果第 ${written.version} 版`,
        en: `data corrected, version ${written.version} of the result`,
      });
      return written;
    },
  );
  return { action, ...answer };
}

/** Data entered by the regions, submitted, verified by the department or returned. */
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import { requireParameter } from '#kernel/parameters/read.ts';
import { addRow, correctWithin, type House } from '#kernel/registers/actions.ts';
import { raceEntry, raceObservation } from './contract.ts';
import {
  asWhole,
  breaks,
  faultAt,
  holdFor,
  personOf,
  refuseIfAny,
  requireEntry,
  requireMethod,
  requireOwn,
  subjectOf,
  takeStep,
  tell,
  withYearBefore,
  type Held,
} from './cycle.ts';
import type { Command } from './preparing.ts';
import { changePercent, isBeyond } from './rules.ts';
import { readEntries, readObservations, type Entered, type ObservationRow } from './store.ts';

type Counted = Promise<{ action: string; code: string; count: number }>;
export type UnitCommand<B> = Command<B> & { unit: string };

/** Per cent of change against the year before from which a value wants a word of explanation. */
export const changeWarning = 'race.change-warning';

interface Reported {
  item: string;
  dataYear?: number | undefined;
  value: string | null;
  status: ObservationRow['status'];
  evidence?: string | null | undefined;
  note?: string | null | undefined;
}

const keyOf = (held: Held, unit: string, { item, dataYear }: Pick<Reported, 'item' | 'dataYear'>): string =>
  `${held.cycle.code}~${dataYear ?? held.cycle.dataYear}~${unit}~${item}`;

/** The unit that acts for itself, with its rows. */
async function holdOwn(
  inner: Context,
  held: Held,
  unit: string,
): Promise<{ entry: Entered; observations: ObservationRow[] }> {
  const entry = requireEntry(await readEntries(asWhole(inner), held.cycle.code, held.today), unit);
  requireOwn(inner, entry);
  const observations = (await readObservations(inner.db, held.cycle.code)).filter(
    ({ reportingUnit }) => reportingUnit === unit,
  );
  return { entry, observations };
}

/** Enters values of the own region, several at once. Refuses, all at once, what is unknown, unproved, unexplained. */
export async function reportObservations(
  ctx: Context,
  house: House,
  { cycle, unit, key, body: { values } }: UnitCommand<{ values: readonly Reported[] }>,
): Counted {
  const { action } = await atomically(
    ctx,
    { action: 'race.report', subject: subjectOf(cycle), key, input: { cycle, unit, values } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'report');
      const { entry, observations } = await holdOwn(inner, held, unit);
      const { items } = await requireMethod(inner.db, held.cycle);
      const before = new Map(
        (await withYearBefore(inner.db, held.cycle, observations))
          .filter((one) => one.reportingUnit === unit && one.dataYear === held.cycle.dataYear - 1)
          .map(({ item, value }) => [item, value]),
      );
      const limit = await requireParameter(inner.db, changeWarning, held.today);
      const known = new Map(observations.map((row) => [row.code, row]));
      const faults: Fault[] = [];
      if (held.step === 'report' && entry.submittedOn !== null)
        faults.push({
          at: '/unit',
          zh: `“${entry.name}”已于 ${entry.submittedOn} 报送，不能再改；有误的，请核验人退回后再改`,
          en: `“${entry.name}” submitted on ${entry.submittedOn} and cannot change it; ask those who verify to return what is wrong`,
        });
      for (const [at, given] of values.entries()) {
        const item = items.find((one) => one.item === given.item && one.kind !== 'aggregate');
        const place = (field: string): string => `values/${at}/${field}`;
        if (!item) {
          faults.push(
            faultAt(
              place('item'),
              `方法中没有要填报的“${given.item}”`,
              `the method asks for no “${given.item}”`,
            ),
          );
          continue;
        }
        const { name, nameEn } = item;
        const year = given.dataYear ?? held.cycle.dataYear;
        if (year !== held.cycle.dataYear && year !== held.cycle.dataYear - 1)
          faults.push(
            faultAt(
              place('dataYear'),
              `“${name}”只填 ${held.cycle.dataYear} 年，或为可比而重报 ${held.cycle.dataYear - 1} 年`,
              `“${nameEn}” is given for ${held.cycle.dataYear}, or restated for ${held.cycle.dataYear - 1}`,
            ),
          );
        const code = keyOf(held, unit, given);
        if (values.findIndex((one) => keyOf(held, unit, one) === code) < at)
          faults.push(faultAt(place('item'), `“${name}”填了两次`, `“${nameEn}” is given twice`));
        if (held.step === 'verify' && (known.get(code)?.returnedOn ?? null) === null)
          faults.push(
            faultAt(
              place('item'),
              `已转入核验，只能重填被退回的数据，“${name}”没有被退回`,
              `verification has begun: only what was returned is entered anew, and “${nameEn}” was not`,
            ),
          );
        if (given.value !== null && !given.evidence)
          faults.push(
            faultAt(
              place('evidence'),
              `“${name}”须写明依据（报表、文号或网址）`,
              `“${nameEn}” needs its evidence (a report, a document, an address)`,
            ),
          );
        if (given.value === null && !given.note)
          faults.push(
            faultAt(
              place('note'),
              `“${name}”没有数据的，须说明原因`,
              `“${nameEn}” without a value needs a word why`,
            ),
          );
        const last = before.get(given.item) ?? null;
        if (
          year === held.cycle.dataYear &&
          given.value !== null &&
          last !== null &&
          !given.note &&
          isBeyond(last, given.value, limit.value)
        ) {
          const change = changePercent(last, given.value) ?? '∞';
          faults.push(
            faultAt(
              place('note'),
              `“${name}”上年为 ${last}，现填 ${given.value}，变动 ${change}%，超过 ${limit.value}%（${limit.document}）：请核对；无误的，在“说明”中写明原因后提交`,
              `“${nameEn}” was ${last} the year before and is ${given.value} now, a change of ${change}%, more than ${limit.value}% (${limit.document}): check it; if it is right, give the cause in the note`,
            ),
          );
        }
      }
      refuseIfAny(faults);
      for (const [at, given] of values.entries()) {
        const code = keyOf(held, unit, given);
        const row = {
          value: given.value,
          status: given.status,
          evidence: given.evidence ?? null,
          note: given.note ?? null,
          submitter: personOf(inner),
          submittedOn: held.today,
          verifier: null,
          verifiedOn: null,
          returnedOn: null,
          returnReason: null,
          sample: false,
        };
        if (known.has(code)) await correctWithin(inner, house, raceObservation.id, code, row);
        else
          await addRow(
            inner,
            house,
            raceObservation,
            {
              ...row,
              cycle,
              dataYear: given.dataYear ?? held.cycle.dataYear,
              reportingUnit: unit,
              item: given.item,
            },
            `/body/values/${at}`,
          );
      }
      return { code: unit };
    },
  );
  return { action, code: unit, count: values.length };
}

/** Submits the own region's data: every value is there, or said to be missing; what was returned is entered anew. */
export async function submitUnit(
  ctx: Context,
  house: House,
  { cycle, unit, key }: UnitCommand<unknown>,
): Promise<{ action: string; code: string }> {
  const { action } = await atomically(
    ctx,
    { action: 'race.submit', subject: subjectOf(cycle), key, input: { cycle, unit } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'submit');
      const { entry, observations } = await holdOwn(inner, held, unit);
      if (entry.submittedOn !== null)
        throw breaks(
          `“${entry.name}”已于 ${entry.submittedOn} 报送，不必再报。`,
          `“${entry.name}” submitted on ${entry.submittedOn} already.`,
        );
      const { items } = await requireMethod(inner.db, held.cycle);
      const faults = items.flatMap(({ item, kind, name, nameEn }): Fault[] => {
        if (kind === 'aggregate') return [];
        const own = observations.filter((row) => row.item === item);
        if (!own.some(({ dataYear }) => dataYear === held.cycle.dataYear))
          return [
            {
              at: `/items/${item}`,
              zh: `“${name}”还没有填报；没有数据的，填空值并说明原因`,
              en: `“${nameEn}” is not reported; where there is none, leave the value empty and say why`,
            },
          ];
        return own
          .filter(({ returnedOn }) => returnedOn !== null)
          .map(({ dataYear, returnedOn, returnReason }) => ({
            at: `/items/${item}`,
            zh: `“${name}”（${dataYear}年）于 ${returnedOn} 被退回（${returnReason ?? ''}），请重填`,
            en: `“${nameEn}” (${dataYear}) was returned on ${returnedOn} (${returnReason ?? ''}); enter it anew`,
          }));
      });
      refuseIfAny(faults);
      await correctWithin(inner, house, raceEntry.id, entry.code, { submittedOn: held.today });
      await tell(inner, 'runners', held, 'verify', {
        zh: `${entry.name}已报送`,
        en: `${entry.nameEn ?? entry.name} has submitted`,
      });
      return { code: unit };
    },
  );
  return { action, code: unit };
}

/** Goes on to verification once every unit has submitted. */
export async function closeReporting(
  ctx: Context,
  house: House,
  { cycle, key }: Command<unknown>,
): Promise<{ action: string; code: string }> {
  const { action } = await atomically(
    ctx,
    { action: 'race.close-reporting', subject: subjectOf(cycle), key, input: { cycle } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'closeReporting');
      const missing = (await readEntries(inner.db, cycle, held.today)).filter(
        ({ submittedOn }) => submittedOn === null,
      );
      refuseIfAny(
        missing.map(({ reportingUnit, name, nameEn }) => ({
          at: `/units/${reportingUnit}`,
          zh: `“${name}”还没有报送；请催报，不再参加的，在“参加赛马的填报单位”中填退出日期`,
          en: `${nameEn ?? name} has not submitted; remind it, or enter the day it left the race`,
        })),
      );
      await takeStep(inner, house, held, 'closeReporting', { sample: false });
      return { code: cycle };
    },
  );
  return { action, code: cycle };
}

/** Rows of a unit that wait to be verified. */
const waiting = (observations: readonly ObservationRow[], unit: string): ObservationRow[] =>
  observations.filter(
    (row) => row.reportingUnit === unit && row.verifiedOn === null && row.returnedOn === null,
  );

/** Those of the waiting rows that are meant; refuses names that wait for nobody. */
function chosenOf(rows: readonly ObservationRow[], items: readonly string[] | undefined): ObservationRow[] {
  if (items === undefined) return [...rows];
  refuseIfAny(
    items.flatMap((item, at) =>
      rows.some((row) => row.item === item)
        ? []
        : [faultAt(`items/${at}`, `“${item}”没有待核验的数据`, `“${item}” has no value that waits`)],
    ),
  );
  return rows.filter(({ item }) => items.includes(item));
}

/** Verifies values; nobody verifies what he entered. */
export async function verifyObservations(
  ctx: Context,
  house: House,
  { cycle, unit, key, body: { items } }: UnitCommand<{ items?: readonly string[] | undefined }>,
): Counted {
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.verify', subject: subjectOf(cycle), key, input: { cycle, unit, items: items ?? null } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'verify');
      const entry = requireEntry(await readEntries(inner.db, cycle, held.today), unit);
      if (entry.submittedOn === null)
        throw breaks(
          `“${entry.name}”尚未报送（或退回后未重报），不能核验。`,
          `“${entry.name}” has not submitted (or not again, after a return) and cannot be verified.`,
        );
      const rows = chosenOf(waiting(await readObservations(inner.db, cycle), unit), items);
      const person = personOf(inner);
      refuseIfAny(
        rows
          .filter(({ submitter }) => submitter === person)
          .map(({ item, dataYear }) => ({
            at: `/items/${item}`,
            zh: `“${item}”（${dataYear}年）是您填报的，核验人不能是填报人；请由另一人核验`,
            en: `“${item}” (${dataYear}) was entered by you; who enters does not verify: another must`,
          })),
      );
      for (const { code } of rows)
        await correctWithin(inner, house, raceObservation.id, code, {
          verifier: person,
          verifiedOn: held.today,
        });
      return rows.length;
    },
  );
  return { action, code: unit, count: answer };
}

/** Returns values for a reason; the unit enters them anew and submits again. */
export async function returnObservations(
  ctx: Context,
  house: House,
  {
    cycle,
    unit,
    key,
    body,
  }: UnitCommand<{ items: readonly string[]; dataYear?: number | undefined; reason: string }>,
): Counted {
  const { items, reason } = body;
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.return', subject: subjectOf(cycle), reason, key, input: { cycle, unit, body } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'return');
      const entry = requireEntry(await readEntries(inner.db, cycle, held.today), unit);
      const all = (await readObservations(inner.db, cycle)).filter(
        (row) =>
          row.reportingUnit === unit &&
          row.returnedOn === null &&
          row.dataYear === (body.dataYear ?? held.cycle.dataYear),
      );
      const rows = chosenOf(all, items);
      for (const { code } of rows)
        await correctWithin(inner, house, raceObservation.id, code, {
          verifier: null,
          verifiedOn: null,
          returnedOn: held.today,
          returnReason: reason,
        });
      await correctWithin(inner, house, raceEntry.id, entry.code, { submittedOn: null });
      await tell(inner, 'regions', held, 'verify', {
        zh: `${entry.name}有数据被退回`,
        en: `values of ${entry.nameEn ?? entry.name} were returned`,
      });
      return rows.length;
    },
  );
  return { action, code: unit, count: answer };
}

/** A region at work: its values beside the year before and its neighbours, its appeals, its projects. */
import type { z } from 'zod';
import { may } from '#kernel/access/roles.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import { formatMoney } from '#kernel/contract/money.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { parameterOn } from '#kernel/parameters/read.ts';
import { allottedTo, nominatedBy } from './awarding.ts';
import type { Value } from './files.ts';
import { raceAppeal, raceNomination, raceObservation, raceReview, raceStep } from './contract.ts';
import { dueOf, requireEntry, withYearBefore } from './cycle.ts';
import type * as doors from './doors/contract.ts';
import { inBoth, itemsInOrder, labelled, see, shapeItem, type Seen } from './read.ts';
import { changeWarning } from './reporting.ts';
import { changePercent, isBeyond } from './rules.ts';
import {
  nameOrganisations,
  readAppeals,
  readEntries,
  readMethod,
  readNominations,
  readObservations,
  readPublishedValues,
  readReviews,
  type AppealRow,
  type NominationRow,
} from './store.ts';

type Answer<D extends { answer: z.ZodType }> = z.input<D['answer']>;
type Neighbours = Answer<typeof doors.readWorkspace>['items'][number]['neighbours'];

const shapeAppeal = (row: AppealRow): Answer<typeof doors.listAppeals>['appeals'][number] => ({
  code: row.code,
  unit: row.reportingUnit,
  item: row.item,
  claim: row.claim,
  claimedValue: row.claimedValue,
  evidence: row.evidence,
  raisedOn: row.raisedOn,
  outcome: row.outcome === null ? null : labelled(raceAppeal.fields.outcome, row.outcome),
  answer: row.answer,
  answeredOn: row.answeredOn,
  sample: row.sample,
});

async function shapeNominations(
  { db }: Seen,
  rows: readonly NominationRow[],
): Promise<Answer<typeof doors.listNominations>['nominations']> {
  const names = await nameOrganisations(
    db,
    rows.map(({ organisation }) => organisation),
  );
  return rows.map((row) => ({
    code: row.code,
    unit: row.reportingUnit,
    title: row.title,
    organisation: { code: row.organisation, name: names.get(row.organisation) ?? row.organisation },
    amount: row.amount,
    nominatedOn: row.nominatedOn,
    decision: row.decision === null ? null : labelled(raceNomination.fields.decision, row.decision),
    decidedOn: row.decidedOn,
    reason: row.reason,
    award: row.award,
    sample: row.sample,
  }));
}

/** Units of a cycle a reader of registers is shown rows of: all to staff, to a region its own. */
const isOpenTo = ({ staff, own }: Seen, unit: string): boolean => staff || own.includes(unit);

export async function listAppeals(ctx: Context, cycle: string): Promise<Answer<typeof doors.listAppeals>> {
  const seen = await see(ctx, cycle);
  const appeals = (await readAppeals(seen.db, cycle)).filter(({ reportingUnit }) =>
    isOpenTo(seen, reportingUnit),
  );
  return { dueOn: dueOf(seen.steps, 'feedback'), appeals: appeals.map(shapeAppeal) };
}

export async function listNominations(
  ctx: Context,
  cycle: string,
): Promise<Answer<typeof doors.listNominations>> {
  const seen = await see(ctx, cycle);
  const { db, today, steps } = seen;
  const nominations = (await readNominations(db, cycle)).filter(({ reportingUnit }) =>
    isOpenTo(seen, reportingUnit),
  );
  const reviews = await readReviews(db, cycle);
  const units = [];
  for (const { reportingUnit, name, nameEn } of await readEntries(db, cycle, today)) {
    if (!isOpenTo(seen, reportingUnit)) continue;
    const review = reviews.find((one) => one.reportingUnit === reportingUnit);
    units.push({
      unit: reportingUnit,
      name: inBoth(name, nameEn),
      allotted: formatMoney(await allottedTo(db, cycle, reportingUnit)),
      nominated: formatMoney(nominatedBy(nominations, reportingUnit)),
      review: review
        ? {
            grade: labelled(raceReview.fields.grade, review.grade),
            finding: review.finding,
            reviewedOn: review.reviewedOn,
          }
        : null,
    });
  }
  return { dueOn: dueOf(steps, 'select'), units, nominations: await shapeNominations(seen, nominations) };
}

/** Smallest, middle and largest of the other units' values; the lower of the two in the middle. */
function neighboursOf(published: readonly Value[], year: number, unit: string, item: string): Neighbours {
  const values = published
    .filter((one) => one.item === item && one.reportingUnit !== unit)
    .flatMap(({ value }) => (value === null ? [] : [value]))
    .toSorted((one, other) => Number(one) - Number(other));
  const [min, max, median] = [values[0], values.at(-1), values[Math.floor((values.length - 1) / 2)]];
  if (min === undefined || max === undefined || median === undefined) return null;
  return { year, units: values.length, min, median, max };
}

/** What a region enters, with what it needs to see whether it is right. */
export async function readWorkspace(
  ctx: Context,
  code: string,
  unit: string,
): Promise<Answer<typeof doors.readWorkspace>> {
  const seen = await see(ctx, code);
  const { db, cycle, steps, step, today } = seen;
  const entry = requireEntry(await readEntries(db, code, today), unit);
  if (!isOpenTo(seen, unit)) {
    throw new Refusal('not-permitted', {
      zh: `“${entry.name}”的填报数据只有其本地区和承办处室能看；发布后见结果页。`,
      en: `What ${entry.nameEn ?? entry.name} reports is for its own region and the division; once published, see the result.`,
    });
  }
  const { dataYear } = cycle;
  if (dataYear === null)
    throw new Refusal('broken-rule', {
      zh: '这一轮赛马没有填写数据年度。',
      en: 'The cycle has no data year.',
    });
  const method = await readMethod(db, code);
  const observations = (await readObservations(db, code)).filter(
    ({ reportingUnit }) => reportingUnit === unit,
  );
  const before = await withYearBefore(db, { ...cycle, dataYear }, observations);
  const published = await readPublishedValues(db, dataYear - 1, code);
  const warning = await parameterOn(db, changeWarning, today);
  const mine = may(ctx.actor, 'race.report') && seen.own.includes(unit);
  const nominations = (await readNominations(db, code)).filter(({ reportingUnit }) => reportingUnit === unit);
  return {
    today,
    unit,
    name: inBoth(entry.name, entry.nameEn),
    step: step === null ? null : labelled(raceStep.fields.step, step),
    dueOn: steps.at(-1)?.dueOn ?? null,
    submittedOn: entry.submittedOn,
    editable:
      !mine || entry.submittedOn !== null
        ? 'none'
        : step === 'report'
          ? 'all'
          : step === 'verify'
            ? 'returned'
            : 'none',
    dataYear,
    warning: warning && { percent: warning.value, document: warning.document },
    items: itemsInOrder(method?.items ?? [])
      .filter(({ kind }) => kind !== 'aggregate')
      .map((item) => {
        const row = observations.find((one) => one.item === item.item && one.dataYear === dataYear);
        const last =
          before.find(
            (one) => one.item === item.item && one.reportingUnit === unit && one.dataYear === dataYear - 1,
          )?.value ?? null;
        const value = row?.value ?? null;
        return {
          ...shapeItem(item),
          value,
          status: row ? labelled(raceObservation.fields.status, row.status) : null,
          evidence: row?.evidence ?? null,
          note: row?.note ?? null,
          state: !row
            ? 'none'
            : row.returnedOn !== null
              ? 'returned'
              : row.verifiedOn !== null
                ? 'verified'
                : 'entered',
          enteredOn: row?.submittedOn ?? null,
          verifiedOn: row?.verifiedOn ?? null,
          returnedOn: row?.returnedOn ?? null,
          returnReason: row?.returnReason ?? null,
          before: last,
          change: changePercent(last, value),
          wantsNote:
            warning !== null && last !== null && value !== null && isBeyond(last, value, warning.value),
          neighbours: neighboursOf(published, dataYear - 1, unit, item.item),
        };
      }),
    appeals: (await readAppeals(db, code))
      .filter(({ reportingUnit }) => reportingUnit === unit)
      .map(shapeAppeal),
    nominations: await shapeNominations(seen, nominations),
    allotted: formatMoney(await allottedTo(db, code, unit)),
    nominated: formatMoney(nominatedBy(nominations, unit)),
  };
}

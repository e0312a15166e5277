/** What a result is worth: projects nominated within what was allotted, decided on, awarded, and reviewed. */
import { award } from '#domains/programmes/contract.ts';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { formatMoney, parseMoney, spellMoney } from '#kernel/contract/money.ts';
import type { Db } from '#kernel/db/open.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { addRow, addWithin, correctWithin, type House } from '#kernel/registers/actions.ts';
import { raceNomination, raceReview } from './contract.ts';
import {
  asWhole,
  breaks,
  dueOf,
  faultAt,
  holdFor,
  refuseIfAny,
  requireEntry,
  requireOwn,
  subjectOf,
  takeStep,
  tell,
} from './cycle.ts';
import type { Command } from './preparing.ts';
import type { UnitCommand } from './reporting.ts';
import {
  nextNumber,
  readEntries,
  readNominations,
  readResults,
  readScores,
  type NominationRow,
} from './store.ts';

type Done = Promise<{ action: string; code: string }>;

const fen = (yuan: string): bigint => parseMoney(yuan) ?? 0n;

/** What the latest published result allots a unit, in fen. */
export async function allottedTo(db: Db, cycle: string, unit: string): Promise<bigint> {
  const result = (await readResults(db, cycle)).find(({ publishedOn }) => publishedOn !== null);
  const score =
    result && (await readScores(db, result.code)).find(({ reportingUnit }) => reportingUnit === unit);
  return score ? fen(score.amount) : 0n;
}

/** What a unit has nominated and nobody has refused, in fen. */
export const nominatedBy = (nominations: readonly NominationRow[], unit: string): bigint =>
  nominations
    .filter(({ reportingUnit, decision }) => reportingUnit === unit && decision !== 'rejected')
    .reduce((sum, { amount }) => sum + fen(amount), 0n);

/** Opens the selection of projects until a day. */
export async function openSelection(
  ctx: Context,
  house: House,
  { cycle, key, body }: Command<{ dueOn: string; document?: string | null | undefined }>,
): Done {
  const { action } = await atomically(
    ctx,
    { action: 'race.open-selection', subject: subjectOf(cycle), key, input: { cycle, body } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'openSelection');
      if (body.dueOn < held.today)
        refuseIfAny([faultAt('dueOn', `截止日期 ${body.dueOn} 已经过去`, `${body.dueOn} is past`)]);
      await takeStep(inner, house, held, 'openSelection', { ...body, sample: false });
      await tell(inner, 'regions', held, 'select', {
        zh: `请于 ${body.dueOn} 前推荐项目`,
        en: `nominate projects by ${body.dueOn}`,
      });
      return cycle;
    },
  );
  return { action, code: cycle };
}

/** Nominates a project of the own region. What is nominated never sums to more than what was allotted. */
export async function nominateProject(
  ctx: Context,
  house: House,
  { cycle, unit, key, body }: UnitCommand<{ title: string; organisation: string; amount: string }>,
): Done {
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.nominate', subject: subjectOf(cycle), key, input: { cycle, unit, body } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'nominate');
      const whole = asWhole(inner);
      const entry = requireEntry(await readEntries(whole, cycle, held.today), unit);
      requireOwn(inner, entry);
      const allotted = await allottedTo(whole, cycle, unit);
      const before = nominatedBy(await readNominations(inner.db, cycle), unit);
      const dueOn = dueOf(held.steps, 'select');
      const faults: Fault[] = [];
      if (dueOn !== null && held.today > dueOn)
        faults.push({
          at: '/cycle',
          zh: `项目推荐已于 ${dueOn} 截止`,
          en: `projects were to be nominated by ${dueOn}`,
        });
      if (fen(body.amount) <= 0n)
        faults.push(faultAt('amount', '金额须大于 0', 'the amount must be above 0'));
      const over = before + fen(body.amount) - allotted;
      if (over > 0n)
        faults.push(
          faultAt(
            'amount',
            `“${entry.name}”的额度为 ${spellMoney(formatMoney(allotted))} 元，已推荐 ${spellMoney(formatMoney(before))} 元，再推荐 ${spellMoney(body.amount)} 元将超出 ${spellMoney(formatMoney(over))} 元；请调减金额`,
            `${entry.nameEn ?? entry.name} was allotted CNY ${spellMoney(formatMoney(allotted))} and has nominated ${spellMoney(formatMoney(before))}; ${spellMoney(body.amount)} more is ${spellMoney(formatMoney(over))} too much: lower the amount`,
          ),
        );
      refuseIfAny(faults);
      const code = await nextNumber(inner.db, 'raceNomination', { cycle, unit, mark: 'TJ' });
      await addRow(inner, house, raceNomination, {
        code,
        cycle,
        reportingUnit: unit,
        ...body,
        nominatedOn: held.today,
        sample: false,
      });
      await tell(inner, 'runners', held, 'select', {
        zh: `${entry.name}推荐项目`,
        en: `${entry.nameEn ?? entry.name} has nominated a project`,
      });
      return code;
    },
  );
  return { action, code: answer };
}

type Decision =
  | {
      decision: 'awarded';
      project: string;
      contractedOn?: string | undefined;
      startsOn?: string | undefined;
      endsOn?: string | undefined;
    }
  | { decision: 'rejected'; reason: string };

/** Decides on a nominated project; one that is awarded enters the register of awards with it. */
export async function decideNomination(
  ctx: Context,
  house: House,
  { cycle, nomination, key, body }: Command<Decision> & { nomination: string },
): Done {
  const reason = body.decision === 'rejected' ? body.reason : null;
  const { action } = await atomically(
    ctx,
    {
      action: 'race.decide-nomination',
      subject: `${raceNomination.id}/${nomination}`,
      reason,
      key,
      input: { cycle, nomination, body },
    },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'award');
      const row = (await readNominations(inner.db, cycle)).find(({ code }) => code === nomination);
      if (!row)
        throw new Refusal('unknown-record', {
          zh: `没有编号为“${nomination}”的项目推荐。请从赛马页打开。`,
          en: `There is no nomination “${nomination}”. Open it from the page of the race.`,
        });
      if (row.decidedOn !== null)
        throw breaks(
          `这个项目已于 ${row.decidedOn} 作出决定，不再另作决定。`,
          `This project was decided on ${row.decidedOn}.`,
        );
      if (body.decision === 'awarded') {
        const { programme } = held.cycle;
        if (programme === null)
          throw breaks(
            '这一轮赛马没有写明资助项目所属计划。请在“赛马年度”登记册中补填。',
            'The cycle names no programme its projects are of. Enter it in the register of race cycles.',
          );
        const over =
          nominatedBy(await readNominations(inner.db, cycle), row.reportingUnit) -
          (await allottedTo(inner.db, cycle, row.reportingUnit));
        if (over > 0n)
          throw breaks(
            `该单位推荐的项目合计超出现行额度 ${spellMoney(formatMoney(over))} 元（结果更正后额度有变）。请先对一部分项目不予立项。`,
            `The unit's projects sum to CNY ${spellMoney(formatMoney(over))} more than it is allotted now (the result was corrected). Refuse some of them first.`,
          );
        await addRow(inner, house, award, {
          code: body.project,
          programme,
          title: row.title,
          organisation: row.organisation,
          reportingUnit: row.reportingUnit,
          contractedOn: body.contractedOn ?? null,
          startsOn: body.startsOn ?? null,
          endsOn: body.endsOn ?? null,
          grantAmount: row.amount,
        });
        await takeStep(inner, house, held, 'award', { sample: false });
      }
      await correctWithin(inner, house, raceNomination.id, nomination, {
        decision: body.decision,
        decidedOn: held.today,
        ...(body.decision === 'awarded' ? { award: body.project } : { reason: body.reason }),
      });
      return nomination;
    },
  );
  return { action, code: nomination };
}

/** Records how a region used what it got. */
export async function reviewUnit(
  ctx: Context,
  house: House,
  { cycle, unit, key, body }: UnitCommand<{ grade: 'good' | 'fair' | 'poor'; finding: string }>,
): Done {
  const { action } = await atomically(
    ctx,
    { action: 'race.review', subject: subjectOf(cycle), key, input: { cycle, unit, body } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'review');
      requireEntry(await readEntries(inner.db, cycle, held.today), unit);
      await addWithin(inner, house, raceReview.id, {
        cycle,
        reportingUnit: unit,
        reviewedOn: held.today,
        ...body,
        sample: false,
      });
      await takeStep(inner, house, held, 'review', { sample: false });
      return unit;
    },
  );
  return { action, code: unit };
}

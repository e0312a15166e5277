/** A cycle opened, its method drafted, weighed and frozen, reporting opened. */
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import { readClock } from '#kernel/db/open.ts';
import { addTogether, type NewRow } from '#kernel/registers/together.ts';
import { correctWithin, type House } from '#kernel/registers/actions.ts';
import { methodFaults } from './compute.ts';
import { methodDigest, type WholeMethod } from './files.ts';
import { raceCycle, raceEntry, raceItem, raceMethod, raceScheme, raceStep, raceTier } from './contract.ts';
import type { DraftMethod, OpenCycle } from './acts/contract.ts';
import {
  breaks,
  faultAt,
  holdFor,
  refuseCycle,
  refuseIfAny,
  requireMethod,
  subjectOf,
  takeStep,
  tell,
} from './cycle.ts';
import { findCycle, readEntries, readMethod } from './store.ts';

type Done = Promise<{ action: string; code: string }>;
export interface Command<B> {
  cycle: string;
  key: string;
  body: B;
}

/** Rows of a method under a cycle and version. */
function methodRows(
  cycle: string,
  version: number,
  draftedOn: string,
  given: DraftMethod,
  sample: boolean,
): NewRow[] {
  const method = `${cycle}~${version}`;
  const row = (register: string, at: string, values: Record<string, unknown>): NewRow => ({
    register,
    at,
    row: { ...values, sample },
  });
  return [
    row(raceMethod.id, '/body', {
      cycle,
      version,
      name: given.name,
      document: given.document ?? null,
      settings: given.settings,
      factors: given.factors ?? null,
      replications: given.replications ?? 0,
      seed: given.seed ?? 0,
      draftedOn,
    }),
    ...given.items.map((item, at) => row(raceItem.id, `/body/items/${at}`, { ...item, method })),
    ...given.schemes.flatMap(({ tiers, ...scheme }, at) => [
      row(raceScheme.id, `/body/schemes/${at}`, { ...scheme, method, order: at + 1 }),
      ...tiers.map((tier, place) =>
        row(raceTier.id, `/body/schemes/${at}/tiers/${place}`, {
          ...tier,
          scheme: `${method}~${at + 1}`,
          order: place + 1,
        }),
      ),
    ]),
  ];
}

/** A method as it would be drafted again. */
function draftOf({ method, items, schemes, tiers }: WholeMethod): DraftMethod {
  return {
    name: method.name,
    document: method.document,
    settings: method.settings,
    factors: method.factors,
    replications: method.replications,
    seed: method.seed,
    items: items.map(({ code: _code, method: _method, sample: _sample, ...item }) => item),
    schemes: schemes.map(({ code, method: _method, order: _order, sample: _sample, ...scheme }) => ({
      ...scheme,
      tiers: tiers
        .filter((tier) => tier.scheme === code)
        .map(({ code: _code, scheme: _scheme, order: _place, sample: _of, ...tier }) => tier),
    })),
  };
}

/** Opens a cycle; `from`: with the units, method, items and schemes of an earlier one, the method as a draft. */
export async function openCycle(
  ctx: Context,
  house: House,
  { key, body }: { key: string; body: OpenCycle },
): Done {
  const { code, from, units = [], ...fields } = body;
  const { action } = await atomically(
    ctx,
    { action: 'race.open-cycle', subject: subjectOf(code), key, input: body },
    async (inner) => {
      const { today } = await readClock(inner.db);
      const earlier = from === undefined ? undefined : await findCycle(inner.db, from);
      if (from !== undefined && !earlier) throw refuseCycle(from);
      const copied = earlier ? await readEntries(inner.db, earlier.code, today) : [];
      const entered = new Map([
        ...copied.map(({ reportingUnit, peerGroup }) => [reportingUnit, peerGroup] as const),
        ...units.map(({ unit, peerGroup }) => [unit, peerGroup ?? null] as const),
      ]);
      const method = earlier ? await readMethod(inner.db, earlier.code) : undefined;
      await addTogether(inner, house, [
        {
          register: raceCycle.id,
          at: '/body',
          row: {
            code,
            name: fields.name,
            year: fields.year,
            dataYear: fields.dataYear,
            programme: fields.programme ?? earlier?.programme ?? null,
            openedOn: today,
          },
        },
        {
          register: raceStep.id,
          at: '/body',
          row: {
            cycle: code,
            order: 1,
            step: 'plan',
            takenOn: today,
            document: fields.document ?? null,
            sample: false,
          },
        },
        ...[...entered].map(([reportingUnit, peerGroup], at) => ({
          register: raceEntry.id,
          at: `/body/units/${at}`,
          row: { cycle: code, reportingUnit, enteredOn: today, peerGroup },
        })),
        ...(method ? methodRows(code, 1, today, draftOf(method), false) : []),
      ]);
      return { code };
    },
  );
  return { action, code };
}

/** Refuses a method that is frozen: it stands for its cycle. */
function requireDraft({ method }: WholeMethod): void {
  if (method.frozenOn === null) return;
  throw breaks(
    `方法“${method.name}”第 ${method.version} 版已于 ${method.frozenOn} 定稿，不能再改权重、指标、等次。要改，请在下一轮赛马中起草。`,
    `Version ${method.version} of “${method.name}” was frozen on ${method.frozenOn}: weights, items and tiers stand. Draft another in the next cycle.`,
  );
}

/** Drafts a method anew, as the next version; earlier drafts stay readable. */
export async function draftMethod(
  ctx: Context,
  house: House,
  { cycle, key, body }: Command<DraftMethod>,
): Done {
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.draft-method', subject: subjectOf(cycle), key, input: { cycle, body } },
    async (inner) => {
      const { today } = await holdFor(inner, cycle, 'draft');
      const before = await readMethod(inner.db, cycle);
      if (before) requireDraft(before);
      const version = (before?.method.version ?? 0) + 1;
      await addTogether(inner, house, methodRows(cycle, version, today, body, false));
      return { code: `${cycle}~${version}` };
    },
  );
  return { action, code: answer.code };
}

/** Gives a draft its weights: the whole set at once, each above 0. Siblings are rescaled by the engine. */
export async function adjustWeights(
  ctx: Context,
  house: House,
  { cycle, key, body: { weights } }: Command<{ weights: readonly { item: string; weight: string }[] }>,
): Done {
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.adjust-weights', subject: subjectOf(cycle), key, input: { cycle, weights } },
    async (inner) => {
      const { cycle: held } = await holdFor(inner, cycle, 'weigh');
      const whole = await requireMethod(inner.db, held);
      requireDraft(whole);
      const weighed = whole.items.filter(({ kind }) => kind !== 'denominator');
      const faults: Fault[] = [];
      for (const [at, { item, weight }] of weights.entries()) {
        if (!weighed.some((one) => one.item === item))
          faults.push(
            faultAt(`weights/${at}/item`, `方法中没有指标“${item}”`, `the method has no item “${item}”`),
          );
        else if (weights.findIndex((one) => one.item === item) < at)
          faults.push(faultAt(`weights/${at}/item`, `“${item}”写了两次`, `“${item}” is there twice`));
        if (!(Number(weight) > 0))
          faults.push(
            faultAt(
              `weights/${at}/weight`,
              `“${item}”的权重须大于 0`,
              `the weight of “${item}” must be above 0`,
            ),
          );
      }
      for (const { item, name } of weighed)
        if (!weights.some((one) => one.item === item))
          faults.push(
            faultAt(
              'weights',
              `缺少“${name}”（${item}）的权重：权重须成套提交`,
              `the weight of “${name}” (${item}) is missing: weights are given as a whole set`,
            ),
          );
      refuseIfAny(faults);
      for (const { item, weight } of weights)
        await correctWithin(inner, house, raceItem.id, `${whole.method.code}~${item}`, { weight });
      return { code: whole.method.code };
    },
  );
  return { action, code: answer.code };
}

/** Freezes a draft: from then on nothing of it changes. Refuses one the engine or the money could not take. */
export async function freezeMethod(ctx: Context, house: House, { cycle, key }: Command<unknown>): Done {
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.freeze-method', subject: subjectOf(cycle), key, input: { cycle } },
    async (inner) => {
      const { cycle: held, today } = await holdFor(inner, cycle, 'freeze');
      const whole = await requireMethod(inner.db, held);
      requireDraft(whole);
      refuseIfAny(methodFaults(whole));
      await correctWithin(inner, house, raceMethod.id, whole.method.code, {
        frozenOn: today,
        frozenDigest: methodDigest(whole),
      });
      return { code: whole.method.code };
    },
  );
  return { action, code: answer.code };
}

/** Opens reporting until a day. */
export async function openReporting(
  ctx: Context,
  house: House,
  { cycle, key, body }: Command<{ dueOn: string; document?: string | null | undefined }>,
): Done {
  const { action } = await atomically(
    ctx,
    { action: 'race.open-reporting', subject: subjectOf(cycle), key, input: { cycle, body } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'openReporting');
      const { method } = await requireMethod(inner.db, held.cycle);
      const entries = await readEntries(inner.db, cycle, held.today);
      const faults: Fault[] = [];
      if (method.frozenOn === null)
        faults.push({
          at: '/cycle',
          zh: `方法“${method.name}”还没有定稿；先定稿再填报，权重不能看着数据定`,
          en: `the method “${method.name}” is not frozen; freeze it first, weights are not made in sight of the data`,
        });
      if (entries.length < 2)
        faults.push({
          at: '/cycle',
          zh: `参加单位只有 ${entries.length} 个，至少两个`,
          en: `${entries.length} units take part; there must be two at least`,
        });
      if (body.dueOn < held.today)
        faults.push(faultAt('dueOn', `截止日期 ${body.dueOn} 已经过去`, `${body.dueOn} is past`));
      refuseIfAny(faults);
      await takeStep(inner, house, held, 'openReporting', { ...body, sample: false });
      await tell(inner, 'regions', held, 'report', {
        zh: `请于 ${body.dueOn} 前填报 ${held.cycle.dataYear} 年数据`,
        en: `report the data of ${held.cycle.dataYear} by ${body.dueOn}`,
      });
      return { code: cycle };
    },
  );
  return { action, code: cycle };
}

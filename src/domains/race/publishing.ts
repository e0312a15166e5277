/** From feedback to publication: appeals raised and answered, the meeting, the public notice, the published result. */
import { loadCalendar, reckon, requireTerm } from '#domains/calendar/index.ts';
import { noticeStanding, publishNotice, refuseUnlessClear } from '#domains/notices/index.ts';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import type { Db } from '#kernel/db/open.ts';
import { shortMoney } from '#kernel/contract/money.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { addWithin, correctWithin, type House } from '#kernel/registers/actions.ts';
import { correctValues } from './computing.ts';
import { raceAppeal, raceCycle, raceResult } from './contract.ts';
import {
  asWhole,
  breaks,
  dueOf,
  faultAt,
  holdFor,
  isCurrent,
  linkOf,
  personOf,
  readRows,
  refuseIfAny,
  requireEntry,
  requireMethod,
  requireOwn,
  subjectOf,
  takeStep,
  tell,
  type Held,
} from './cycle.ts';
import type { Command } from './preparing.ts';
import type { UnitCommand } from './reporting.ts';
import {
  nextNumber,
  readAppeals,
  readEntries,
  readResults,
  readScores,
  type AppealRow,
  type Entered,
  type ResultRow,
} from './store.ts';

type Done = Promise<{ action: string; code: string }>;

/** Term within which a region may appeal, from the day of feedback. */
const appealTerm = 'race.appeals';

/** The latest result, if it is of the data as they stand; refused otherwise, with the way out. */
async function requireCurrent(db: Db, held: Held): Promise<{ result: ResultRow; entries: Entered[] }> {
  const [result] = await readResults(db, held.cycle.code);
  const { rows, entries } = await readRows(db, held.cycle, held.today);
  if (result && (await isCurrent(db, result, rows))) return { result, entries };
  throw result
    ? breaks(
        `结果第 ${result.version} 版是数据更正以前测算的。请重新测算后再办。`,
        `Version ${result.version} of the result was computed before data were corrected. Compute anew first.`,
      )
    : breaks('还没有测算结果。请先测算。', 'There is no result yet. Compute it first.');
}

const openAppeals = (appeals: readonly AppealRow[]): AppealRow[] =>
  appeals.filter(({ answeredOn }) => answeredOn === null);

async function appealFaults(db: Db, cycle: string): Promise<Fault[]> {
  return openAppeals(await readAppeals(db, cycle)).map(({ code, reportingUnit, claim }) => ({
    at: `/appeals/${code}`,
    zh: `${reportingUnit} 的申诉“${claim}”（${code}）尚未答复`,
    en: `the appeal ${code} of ${reportingUnit} waits for its answer`,
  }));
}

/** Gives the regions the preliminary result and the day until which they may appeal. */
export async function openFeedback(
  ctx: Context,
  house: House,
  { cycle, key }: Command<unknown>,
): Promise<{ action: string; code: string; dueOn: string }> {
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.open-feedback', subject: subjectOf(cycle), key, input: { cycle } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'openFeedback');
      await requireCurrent(inner.db, held);
      const { term } = await requireTerm(inner.db, appealTerm, held.today);
      const { due: dueOn } = reckon(await loadCalendar(inner.db), held.today, term);
      await takeStep(inner, house, held, 'openFeedback', { dueOn, sample: false });
      await tell(inner, 'regions', held, 'feedback', {
        zh: `初步结果已反馈，${dueOn} 前可申诉`,
        en: `the preliminary result is given; appeals until ${dueOn}`,
      });
      return dueOn;
    },
  );
  return { action, code: cycle, dueOn: answer };
}

/** Contests the preliminary result for one's own region, with evidence, until the day given. */
export async function raiseAppeal(
  ctx: Context,
  house: House,
  {
    cycle,
    unit,
    key,
    body,
  }: UnitCommand<{
    item?: string | undefined;
    claim: string;
    claimedValue?: string | null | undefined;
    evidence: string;
  }>,
): Done {
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.appeal', subject: subjectOf(cycle), key, input: { cycle, unit, body } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'appeal');
      const entry = requireEntry(await readEntries(asWhole(inner), cycle, held.today), unit);
      requireOwn(inner, entry);
      const { items } = await requireMethod(inner.db, held.cycle);
      const dueOn = dueOf(held.steps, 'feedback');
      const faults: Fault[] = [];
      if (dueOn !== null && held.today > dueOn)
        faults.push({
          at: '/cycle',
          zh: `申诉期已于 ${dueOn} 届满；数据确有错误的，请向承办处室说明，由其更正`,
          en: `the days of appeal ended on ${dueOn}; tell the division of what is wrong, which may correct it`,
        });
      if (body.item !== undefined && !items.some(({ item }) => item === body.item))
        faults.push(faultAt('item', `方法中没有指标“${body.item}”`, `the method has no item “${body.item}”`));
      if ((body.claimedValue ?? null) !== null && body.item === undefined)
        faults.push(
          faultAt('item', '主张数值的，须写明是哪一项指标', 'a claimed value needs the item it is of'),
        );
      refuseIfAny(faults);
      const code = await nextNumber(inner.db, 'raceAppeal', { cycle, unit, mark: 'SS' });
      await addWithin(inner, house, raceAppeal.id, {
        code,
        cycle,
        reportingUnit: unit,
        item: body.item ?? null,
        claim: body.claim,
        claimedValue: body.claimedValue ?? null,
        evidence: body.evidence,
        raisedBy: personOf(inner),
        raisedOn: held.today,
        sample: false,
      });
      await tell(inner, 'runners', held, 'feedback', {
        zh: `${entry.name}申诉`,
        en: `appeal of ${entry.nameEn ?? entry.name}`,
      });
      return code;
    },
  );
  return { action, code: answer };
}

/** Answers an appeal. Upheld with a value, the value is set right with the answer, and the result is to be computed anew. */
export async function answerAppeal(
  ctx: Context,
  house: House,
  {
    cycle,
    appeal,
    key,
    body,
  }: Command<{
    outcome: 'upheld' | 'partly' | 'rejected';
    answer: string;
    value?: string | null | undefined;
  }> & { appeal: string },
): Done {
  const { action } = await atomically(
    ctx,
    {
      action: 'race.answer-appeal',
      subject: `${raceAppeal.id}/${appeal}`,
      key,
      input: { cycle, appeal, body },
    },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'answer');
      const row = (await readAppeals(inner.db, cycle)).find(({ code }) => code === appeal);
      if (!row)
        throw new Refusal('unknown-record', {
          zh: `没有编号为“${appeal}”的申诉。请从赛马页打开。`,
          en: `There is no appeal “${appeal}”. Open it from the page of the race.`,
        });
      const faults: Fault[] = [];
      if (row.answeredOn !== null)
        faults.push({
          at: '/appeal',
          zh: `这件申诉已于 ${row.answeredOn} 答复`,
          en: `this appeal was answered on ${row.answeredOn}`,
        });
      if (row.raisedBy === personOf(inner))
        faults.push({
          at: '/appeal',
          zh: '申诉人不能答复自己的申诉',
          en: 'who raised an appeal does not answer it',
        });
      if (body.value !== undefined && (body.outcome === 'rejected' || row.item === null))
        faults.push(
          faultAt(
            'value',
            '只有成立或部分成立、且写明指标的申诉才更正数值',
            'only an appeal that is upheld and names an item sets a value right',
          ),
        );
      refuseIfAny(faults);
      if (body.value !== undefined && row.item !== null) {
        const { observations } = await readRows(inner.db, held.cycle, held.today);
        await correctValues(inner, house, held, observations, [
          {
            unit: row.reportingUnit,
            item: row.item,
            value: body.value,
            evidence: row.evidence.slice(0, 300),
            note: `申诉 ${appeal} 成立`,
          },
        ]);
      }
      await correctWithin(inner, house, raceAppeal.id, appeal, {
        outcome: body.outcome,
        answer: body.answer,
        answeredBy: personOf(inner),
        answeredOn: held.today,
      });
      await tell(inner, 'regions', held, 'feedback', {
        zh: `申诉 ${appeal} 已答复`,
        en: `appeal ${appeal} was answered`,
      });
      return appeal;
    },
  );
  return { action, code: appeal };
}

/** Records that the department meeting decided on the result, by which document. */
export async function decideMeeting(
  ctx: Context,
  house: House,
  { cycle, key, body }: Command<{ document: string }>,
): Done {
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.decide', subject: subjectOf(cycle), key, input: { cycle, body } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'decide');
      const dueOn = dueOf(held.steps, 'feedback');
      const faults = await appealFaults(inner.db, cycle);
      if (
        dueOn !== null &&
        held.today <= dueOn &&
        held.steps.filter(({ step }) => step === 'feedback').length === 1
      )
        faults.push({
          at: '/cycle',
          zh: `申诉期到 ${dueOn} 为止，期满后再上厅务会`,
          en: `appeals may be raised until ${dueOn}; the meeting comes after`,
        });
      refuseIfAny(faults);
      const { result } = await requireCurrent(inner.db, held);
      await takeStep(inner, house, held, 'decide', { document: body.document, sample: false });
      return result.code;
    },
  );
  return { action, code: answer };
}

interface Announcement {
  document: string;
  clause?: string | undefined;
  division: string;
  length: number;
  counting: 'working-days' | 'days';
  shownAt: string;
  contact: string;
  publishedOn?: string | undefined;
  postedEvidence?: string | undefined;
  supersedes?: string | undefined;
}

/** What a public notice is about: one version of a result, so that a later version needs a notice of its own. */
export const noticeSubject = (result: string): { register: string; code: string; kind: 'race' } => ({
  register: raceResult.id,
  code: result,
  kind: 'race',
});

/**
 * The notice of this cycle that a new one takes the place of: one of an earlier version of the result, or one an
 * objection to which was upheld. Refuses a second notice beside one that stands.
 */
async function findReplaced(db: Db, held: Held, result: ResultRow): Promise<string | undefined> {
  for (const one of await readResults(db, held.cycle.code)) {
    if (one.publishedOn !== null) continue;
    const standing = await noticeStanding(db, noticeSubject(one.code), held.today);
    if (!standing || standing.state === 'withdrawn') continue;
    if (one.code !== result.code || standing.objections.upheld > 0) return standing.code;
    throw breaks(
      `这一版结果已有公示“${standing.title.zh}”（${standing.code}，到 ${standing.lastOn}）。公示内容有误的，请先撤回（${standing.link}）再重新公示。`,
      `This version has the notice ${standing.code} already, until ${standing.lastOn}. If it says something wrong, withdraw it first (${standing.link}).`,
    );
  }
  return undefined;
}

/** Publishes the notice of the result the meeting decided on; it takes the place of one of an earlier version. */
export async function announceResult(
  ctx: Context,
  house: House,
  { cycle, key, body }: Command<Announcement>,
): Promise<{ action: string; code: string; notice: string; firstOn: string; lastOn: string }> {
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.announce', subject: subjectOf(cycle), key, input: { cycle, body } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'announce');
      const { result, entries } = await requireCurrent(inner.db, held);
      const scores = (await readScores(inner.db, result.code)).toSorted(
        (one, other) => (one.rank ?? 999) - (other.rank ?? 999),
      );
      const { method } = await requireMethod(inner.db, held.cycle);
      const notice = await publishNotice(inner, house, {
        ...body,
        supersedes: body.supersedes ?? (await findReplaced(inner.db, held, result)),
        kind: 'race',
        title: `${held.cycle.name}结果公示`,
        titleEn: `Results of the race of ${held.cycle.year}`,
        text: `按定稿的方法（摘要 ${method.frozenDigest ?? ''}）和 ${held.cycle.dataYear} 年核验数据测算，${held.cycle.name}结果如下，现予公示。数据包摘要 ${result.bundleDigest}。`,
        textEn: `Results computed by the frozen method (digest ${method.frozenDigest ?? ''}) from the verified data of ${held.cycle.dataYear}. Digest of the bundle: ${result.bundleDigest}.`,
        subject: { register: raceResult.id, code: result.code },
        itemHeading: '填报单位',
        valueHeading: '结果',
        items: scores.map((score) => ({
          title:
            entries.find(({ reportingUnit }) => reportingUnit === score.reportingUnit)?.name ??
            score.reportingUnit,
          value: [
            score.rank === null ? '不排名' : `第 ${score.rank} 名`,
            ...(score.score === null ? [] : [`得分 ${Number(score.score).toFixed(2)}`]),
            ...(score.tier === null ? [] : [score.tier]),
            `资助 ${shortMoney(score.amount, 'zh')}`,
          ].join('，'),
          refersTo: score.code,
        })),
        blocks: '发布赛马结果',
        blocksEn: 'publish the results of the race',
        objectionStops: 'all',
      });
      await takeStep(inner, house, held, 'announce', {
        dueOn: notice.lastOn,
        document: notice.code,
        sample: false,
      });
      return { result: result.code, notice };
    },
  );
  const { code: notice, firstOn, lastOn } = answer.notice;
  return { action, code: answer.result, notice, firstOn, lastOn };
}

/** Publishes the result for good, once its notice is over and clear. */
export async function publishResult(
  ctx: Context,
  house: House,
  { cycle, key }: Command<unknown>,
): Promise<{ action: string; code: string; version: number }> {
  const { action, answer } = await atomically(
    ctx,
    { action: 'race.publish', subject: subjectOf(cycle), key, input: { cycle } },
    async (inner) => {
      const held = await holdFor(inner, cycle, 'publish');
      const { result } = await requireCurrent(inner.db, held);
      refuseIfAny(await appealFaults(inner.db, cycle));
      await refuseUnlessClear(inner.db, noticeSubject(result.code), held.today, {
        zh: '发布赛马结果',
        en: 'publish the results of the race',
      });
      await correctWithin(inner, house, raceResult.id, result.code, { publishedOn: held.today });
      await correctWithin(inner, house, raceCycle.id, cycle, { publishedOn: held.today });
      await takeStep(inner, house, held, 'publish', { sample: false });
      await tell(inner, 'regions', held, 'publish', {
        zh: `结果已发布，见 ${linkOf(cycle)}`,
        en: `the result is published, see ${linkOf(cycle)}`,
      });
      return result;
    },
  );
  return { action, code: answer.code, version: answer.version };
}

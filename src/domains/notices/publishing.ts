/** Publishing a notice, within an action of another slice or as one of its own, with what it corrects. */
import { loadCalendar, parseTerm, reckon, requireTerm } from '#domains/calendar/index.ts';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readClock, type Db } from '#kernel/db/open.ts';
import { parameterOn, requireParameter, type ParameterVersion } from '#kernel/parameters/read.ts';
import { addTogether } from '#kernel/registers/together.ts';
import { correctWithin, refuseFaults, refuseUnknown, type House } from '#kernel/registers/actions.ts';
import { holdRows } from '#kernel/registers/store.ts';
import { noticeItem, publicNotice, type NoticeKind } from './contract.ts';
import { earliestFirst, firstDays, firstDayWords, nextDay, type FirstDay, type Stops } from './rules.ts';
import { holdNotice, isSuperseded, nextNotice, type NoticeRow } from './store.ts';
import { requireKnown, spanOf } from './term.ts';

/** A notice to be published. */
export interface NewNotice {
  kind: NoticeKind;
  title: string;
  titleEn?: string | null | undefined;
  text: string;
  textEn?: string | null | undefined;
  /** Number of the document the notice is required by, and its clause. */
  document: string;
  clause?: string | null | undefined;
  division: string;
  /** The record it is about; `noticeStanding` finds it by this. */
  subject?: { register: string; code: string } | null | undefined;
  items?: readonly NewItem[] | undefined;
  itemHeading?: string | null | undefined;
  valueHeading?: string | null | undefined;
  /** Today without it. An earlier day needs `postedEvidence`: where it was posted then. */
  publishedOn?: string | null | undefined;
  postedEvidence?: string | null | undefined;
  /** Day 1; the first that can be without it. */
  firstOn?: string | null | undefined;
  length: number;
  counting: NoticeRow['counting'];
  shownAt: string;
  contact: string;
  /** What waits until the notice is over, in words. */
  blocks: string;
  blocksEn?: string | null | undefined;
  objectionStops: Stops;
  /** Code of the notice this one corrects; it is withdrawn by it. */
  supersedes?: string | null | undefined;
  /** The kind has a shortest length by rule: refuse while `notices.days.KIND` is not set. */
  ruleRequired?: boolean | undefined;
  sample?: boolean | undefined;
}

/** One item to be shown; `refersTo` is its number in its own register. */
export interface NewItem {
  title: string;
  unit?: string | null | undefined;
  /** Names of persons, shown publicly only while the notice runs. */
  person?: string | null | undefined;
  value?: string | null | undefined;
  note?: string | null | undefined;
  refersTo?: string | null | undefined;
}

/** Name of the parameter with the shortest length of a kind. */
const shortestName = (kind: NoticeKind): string => `notices.days.${kind}`;

/** The shortest length of a kind on a day, with its document; null where no rule is entered. */
export const shortestOf = (db: Db, kind: NoticeKind, day: string): Promise<ParameterVersion | null> =>
  parameterOn(db, shortestName(kind), day);

/** The convention of the first day in force on a day. Refuses while it is not set, or is neither of the two. */
export async function firstDayOn(db: Db, day: string): Promise<FirstDay> {
  const { value } = await requireParameter(db, 'notices.first-day', day);
  const known = firstDays.find((one) => one === value.trim());
  if (known) return known;
  throw new Refusal('broken-rule', {
    zh: `参数 notices.first-day 的值“${value}”有误，应为 full-day（${firstDayWords['full-day'].zh}）或 same-day（${firstDayWords['same-day'].zh}）。请在“参数”登记册中更正。`,
    en: `The parameter notices.first-day is “${value}”; it must be full-day (${firstDayWords['full-day'].en}) or same-day (${firstDayWords['same-day'].en}). Correct it in the register of parameters.`,
  });
}

const faultOf = (field: string, zh: string, en: string): Fault => ({ at: `/body/${field}`, zh, en });

/**
 * Publishes a notice with its items within a running action, with its days laid on the calendar and its last day
 * announced. Refuses, all at once: a first day before it can be, a day of publishing that has not come, one that is past
 * without evidence, fewer days than the rule of its kind asks for. Refuses days whose holidays are not known, a subject
 * that is not there, and a notice to correct that is not there or was corrected already.
 */
export async function publishNotice(
  inner: Context,
  house: House,
  given: NewNotice,
): Promise<{ code: string; firstOn: string; lastOn: string }> {
  const { db } = inner;
  const { today } = await readClock(db);
  const publishedOn = given.publishedOn ?? today;
  const firstDay = await firstDayOn(db, publishedOn);
  const earliest = earliestFirst(publishedOn, firstDay);
  const firstOn = given.firstOn ?? earliest;
  const faults: Fault[] = [];
  if (publishedOn > today) {
    faults.push(
      faultOf(
        'publishedOn',
        `发布日期 ${publishedOn} 还没有到；请填今天（${today}）或以前的日期`,
        `${publishedOn} has not come yet; give today (${today}) or an earlier day`,
      ),
    );
  }
  if (publishedOn < today && !given.postedEvidence) {
    faults.push(
      faultOf(
        'postedEvidence',
        `发布日期 ${publishedOn} 早于今天，是补录：请写明当时在何处公示（网址或刊期）`,
        `${publishedOn} is before today: say where the notice was posted then (an address or an issue)`,
      ),
    );
  }
  if (firstOn < earliest) {
    faults.push(
      faultOf(
        'firstOn',
        `公示首日 ${firstOn} 过早：${publishedOn} 发布的，最早为 ${earliest}（${firstDayWords[firstDay].zh}）`,
        `the first day ${firstOn} is too early: published on ${publishedOn}, it is ${earliest} at the earliest (${firstDayWords[firstDay].en})`,
      ),
    );
  }
  const calendar = await loadCalendar(db);
  const term = {
    firstOn,
    length: given.length,
    counting: given.counting,
    announcedUntil: null,
    extendedUntil: null,
  };
  const { lastOn } = requireKnown(spanOf(calendar, term));
  const rule =
    given.ruleRequired === true
      ? (await requireTerm(db, shortestName(given.kind), publishedOn)).parameter
      : await shortestOf(db, given.kind, publishedOn);
  if (rule) {
    const least = reckon(calendar, nextDay(firstOn, -1), parseTerm(rule.value)).due;
    if (lastOn < least) {
      faults.push(
        faultOf(
          'length',
          `公示期过短：自 ${firstOn} 起至少到 ${least}（不少于 ${rule.value}，${rule.document}），现只到 ${lastOn}`,
          `the notice is too short: from ${firstOn} it must last until ${least} at least (${rule.value}, ${rule.document}), and ends on ${lastOn}`,
        ),
      );
    }
  }
  if (faults.length > 0) throw refuseFaults(faults);
  if (given.subject) await requireSubject(inner, house, given.subject);
  const code = await nextNotice(db, today);
  if (given.supersedes) await giveWay(inner, house, given.supersedes, { code, publishedOn, today });
  const sample = given.sample ?? false;
  await addTogether(inner, house, [
    {
      register: publicNotice.id,
      at: '/body',
      row: {
        code,
        kind: given.kind,
        title: given.title,
        titleEn: given.titleEn ?? null,
        text: given.text,
        textEn: given.textEn ?? null,
        document: given.document,
        clause: given.clause ?? null,
        division: given.division,
        subjectRegister: given.subject?.register ?? null,
        subjectCode: given.subject?.code ?? null,
        itemHeading: given.itemHeading ?? null,
        valueHeading: given.valueHeading ?? null,
        publishedOn,
        firstOn,
        length: given.length,
        counting: given.counting,
        announcedUntil: lastOn,
        enteredOn: today,
        postedEvidence: given.postedEvidence ?? null,
        shownAt: given.shownAt,
        contact: given.contact,
        blocks: given.blocks,
        blocksEn: given.blocksEn ?? null,
        objectionStops: given.objectionStops,
        supersedes: given.supersedes ?? null,
        publishedBy: inner.actor.account ?? null,
        sample,
      },
    },
    ...(given.items ?? []).map((item, index) => ({
      register: noticeItem.id,
      at: `/body/items/${index}`,
      row: {
        notice: code,
        order: index + 1,
        title: item.title,
        unit: item.unit ?? null,
        person: item.person ?? null,
        value: item.value ?? null,
        note: item.note ?? null,
        refersTo: item.refersTo ?? null,
        sample,
      },
    })),
  ]);
  return { code, firstOn, lastOn };
}

/** Refuses a subject whose register or record is not there. */
async function requireSubject(
  inner: Context,
  house: House,
  { register, code }: { register: string; code: string },
): Promise<void> {
  const description = house.registers.find(register);
  const held = await holdRows(inner.db, description, [code]);
  if (!held.has(code)) throw refuseUnknown(description, code);
}

const refuseNoNotice = (code: string): Refusal =>
  new Refusal('unknown-record', {
    zh: `没有编号为“${code}”的公示。请从公示页（/notices）打开。`,
    en: `There is no notice numbered “${code}”. Open it from the page of notices (/notices).`,
  });

/** Holds a notice; refuses one that is not there. */
export async function requireNotice(inner: Context, code: string): Promise<NoticeRow> {
  const row = await holdNotice(inner.db, code);
  if (!row) throw refuseNoNotice(code);
  return row;
}

/** The notice that is corrected is withdrawn by the one that corrects it; both stay readable. */
async function giveWay(
  inner: Context,
  house: House,
  corrected: string,
  by: { code: string; publishedOn: string; today: string },
): Promise<void> {
  const before = await requireNotice(inner, corrected);
  const fault = (zh: string, en: string): Refusal => refuseFaults([faultOf('supersedes', zh, en)]);
  if (await isSuperseded(inner.db, corrected)) {
    throw fault(
      `公示“${corrected}”已经更正过一次；请更正它的更正件`,
      `notice “${corrected}” was corrected already; correct the one that corrects it`,
    );
  }
  if (by.publishedOn < before.publishedOn) {
    throw fault(
      `更正件的发布日期 ${by.publishedOn} 早于原件（${before.publishedOn}）`,
      `the correction would be published on ${by.publishedOn}, before the notice itself (${before.publishedOn})`,
    );
  }
  if (before.withdrawnOn !== null) return;
  await correctWithin(inner, house, publicNotice.id, corrected, {
    withdrawnOn: by.today,
    withdrawReason: `内容有更正，以 ${by.code} 重新公示`,
  });
}

/** The same as an action of its own, with its audit line. */
export async function publishNoticeAlone(
  ctx: Context,
  house: House,
  { key, body }: { key: string; body: NewNotice },
): Promise<{ action: string; code: string; firstOn: string; lastOn: string }> {
  const { action, answer } = await atomically(
    ctx,
    { action: 'notices.publish', subject: publicNotice.id, key, input: body },
    async (inner) => publishNotice(inner, house, body),
  );
  return { action, ...answer };
}

/** What is done to objections: sent by anyone while the notice runs, recorded from paper, accepted, answered. */
import { loadCalendar } from '#domains/calendar/index.ts';
import { may } from '#kernel/access/roles.ts';
import { asPlatform, atomically, type Context } from '#kernel/audit/atomically.ts';
import { staffRoles } from '#kernel/contract/endpoint.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readClock } from '#kernel/db/open.ts';
import { notify } from '#kernel/inbox/notify.ts';
import { addWithin, correctWithin, refuseFaults, type House } from '#kernel/registers/actions.ts';
import { noticeObjection, publicNotice } from './contract.ts';
import { requireNotice } from './publishing.ts';
import { placeOf, type Result } from './rules.ts';
import { holdObjection, nextObjection, readItems, type NoticeRow, type ObjectionRow } from './store.ts';
import { spanOf } from './term.ts';

/** An objection as it is given. */
export interface NewObjection {
  /** Number of the item; the whole notice without it. */
  item?: number | null | undefined;
  objectorKind: ObjectionRow['objectorKind'];
  objector: string;
  contact: string;
  text: string;
}

interface Command<B> {
  /** Code of the notice. */
  code: string;
  key: string;
  body: B;
}
type Done = Promise<{ action: string; code: string }>;

/** Roles that answer objections. */
const answering = staffRoles.filter((role) => may({ name: '', role }, 'notice.answer'));

/** Refuses an objection to a notice that is withdrawn, and one that does not lie within its days. */
async function requireInTime(
  inner: Context,
  notice: NoticeRow,
  receivedOn: string,
  at: string,
): Promise<void> {
  const { code, firstOn, contact, withdrawnOn } = notice;
  if (withdrawnOn !== null) {
    throw new Refusal('broken-rule', {
      zh: `公示“${code}”已于 ${withdrawnOn} 撤回，不再接收异议。如有更正的公示，请对更正件提出。`,
      en: `Notice “${code}” was withdrawn on ${withdrawnOn} and takes no objections any more. If it was corrected, object to the corrected one.`,
    });
  }
  const { lastOn } = spanOf(await loadCalendar(inner.db), notice);
  const place = placeOf(receivedOn, { firstOn, lastOn });
  if (place === 'within') return;
  const fault: Fault =
    place === 'before'
      ? {
          at,
          zh: `公示自 ${firstOn} 起至 ${lastOn}，${receivedOn} 尚未开始；请在公示期内提出`,
          en: `the notice runs from ${firstOn} to ${lastOn} and has not begun on ${receivedOn}; object while it runs`,
        }
      : {
          at,
          zh: `公示已于 ${lastOn} 期满，${receivedOn} 提出的异议不再作为公示异议受理；可按公示的联系方式反映：${contact}`,
          en: `the notice ended on ${lastOn}; an objection of ${receivedOn} is too late to be one. You may still write to the contact of the notice: ${contact}`,
        };
  throw new Refusal('broken-rule', { zh: `${fault.zh}。`, en: `${fault.en}.` }, [fault], { firstOn, lastOn });
}

/** Adds an objection to a notice that is held, and tells those who answer. */
async function addObjection(
  inner: Context,
  house: House,
  notice: NoticeRow,
  given: NewObjection & { way: ObjectionRow['way']; receivedOn: string; recordedBy: string | null },
): Promise<{ code: string }> {
  const { item: order = null, ...values } = given;
  const item =
    order === null ? null : (await readItems(inner.db, notice.code)).find((one) => one.order === order);
  if (item === undefined) {
    throw refuseFaults([
      {
        at: '/body/item',
        zh: `公示“${notice.code}”没有第 ${order} 项；对整个公示有异议的，不选事项`,
        en: `notice “${notice.code}” has no item ${order}; to object to the whole, choose none`,
      },
    ]);
  }
  const { code } = await addWithin(inner, house, noticeObjection.id, {
    ...values,
    code: await nextObjection(inner.db, notice.code),
    notice: notice.code,
    item: item?.code ?? null,
    sample: false,
  });
  await notify(
    inner,
    { roles: answering },
    {
      kind: 'notices.objected',
      subject: { zh: '公示异议：待答复', en: 'Objection to a notice: to be answered' },
      title: { zh: notice.title, en: notice.titleEn ?? notice.title },
      link: `/notices/${encodeURIComponent(notice.code)}`,
    },
  );
  return { code };
}

/**
 * Takes an objection from anyone, on the server's own day, which must lie within the days of the notice. It is written
 * by the platform: the objector himself reads no objections, his own neither.
 */
export async function objectToNotice(
  ctx: Context,
  house: House,
  { code, key, body }: Command<NewObjection>,
): Done {
  const { action, answer } = await atomically(
    { ...ctx, db: asPlatform(ctx) },
    { action: 'notices.object', subject: `${publicNotice.id}/${code}`, key, input: { code, body } },
    async (inner) => {
      const notice = await requireNotice(inner, code);
      const { today } = await readClock(inner.db);
      await requireInTime(inner, notice, today, '/body/text');
      return addObjection(inner, house, notice, {
        ...body,
        way: 'online',
        receivedOn: today,
        recordedBy: null,
      });
    },
  );
  return { action, code: answer.code };
}

/** Records an objection that came on paper or by word; the day it was received must lie within those of the notice. */
export async function recordObjection(
  ctx: Context,
  house: House,
  {
    code,
    key,
    body,
  }: Command<NewObjection & { way: 'letter' | 'phone' | 'visit'; receivedOn?: string | undefined }>,
): Done {
  const { action, answer } = await atomically(
    ctx,
    { action: 'notices.record-objection', subject: `${publicNotice.id}/${code}`, key, input: { code, body } },
    async (inner) => {
      const notice = await requireNotice(inner, code);
      const { today } = await readClock(inner.db);
      const receivedOn = body.receivedOn ?? today;
      if (receivedOn > today) {
        throw refuseFaults([
          {
            at: '/body/receivedOn',
            zh: `收到日期 ${receivedOn} 还没有到；请填今天（${today}）或以前的日期`,
            en: `${receivedOn} has not come yet; give today (${today}) or an earlier day`,
          },
        ]);
      }
      await requireInTime(inner, notice, receivedOn, '/body/receivedOn');
      return addObjection(inner, house, notice, {
        ...body,
        receivedOn,
        recordedBy: inner.actor.account ?? null,
      });
    },
  );
  return { action, code: answer.code };
}

/** Holds an objection of a notice; refuses one that is not there, and one that is answered. */
async function holdUnanswered(inner: Context, notice: string, code: string): Promise<ObjectionRow> {
  // The notice first, as those do who judge it.
  await requireNotice(inner, notice);
  const row = await holdObjection(inner.db, code);
  if (row?.notice !== notice) {
    throw new Refusal('unknown-record', {
      zh: `公示“${notice}”没有编号为“${code}”的异议。请从公示页面打开。`,
      en: `Notice “${notice}” has no objection numbered “${code}”. Open it from the page of the notice.`,
    });
  }
  if (row.answeredOn !== null) {
    throw new Refusal('broken-rule', {
      zh: `异议“${code}”已于 ${row.answeredOn} 答复并公开，不再改动。结论有变的，请撤回公示并重新公示。`,
      en: `Objection “${code}” was answered on ${row.answeredOn}, publicly; it is not changed any more. If the result is another, withdraw the notice and publish a corrected one.`,
    });
  }
  return row;
}

/** Accepts an objection: it will be looked into. Refuses one that is accepted already. */
export async function acceptObjection(
  ctx: Context,
  house: House,
  { code, objection, key }: { code: string; objection: string; key: string },
): Done {
  const { action } = await atomically(
    ctx,
    {
      action: 'notices.accept-objection',
      subject: `${noticeObjection.id}/${objection}`,
      key,
      input: { code, objection },
    },
    async (inner) => {
      const row = await holdUnanswered(inner, code, objection);
      if (row.acceptedOn !== null) {
        throw new Refusal('broken-rule', {
          zh: `异议“${objection}”已于 ${row.acceptedOn} 受理，请核查后答复。`,
          en: `Objection “${objection}” was accepted on ${row.acceptedOn}; look into it and answer.`,
        });
      }
      const { today } = await readClock(inner.db);
      await correctWithin(inner, house, noticeObjection.id, objection, { acceptedOn: today });
      return { code: objection };
    },
  );
  return { action, code: objection };
}

/** Answers an objection with its result. The answer is public and is not changed afterwards. */
export async function answerObjection(
  ctx: Context,
  house: House,
  {
    code,
    objection,
    key,
    body,
  }: {
    code: string;
    objection: string;
    key: string;
    body: { result: Result; gist?: string | null | undefined; answer: string };
  },
): Done {
  const { action } = await atomically(
    ctx,
    {
      action: 'notices.answer-objection',
      subject: `${noticeObjection.id}/${objection}`,
      key,
      input: { code, objection, body },
    },
    async (inner) => {
      const row = await holdUnanswered(inner, code, objection);
      refuseNaming(row, body);
      const { today } = await readClock(inner.db);
      await correctWithin(inner, house, noticeObjection.id, objection, {
        acceptedOn: row.acceptedOn ?? today,
        answeredOn: today,
        result: body.result,
        gist: body.gist ?? null,
        answer: body.answer,
        answeredBy: inner.actor.account ?? null,
      });
      return { code: objection };
    },
  );
  return { action, code: objection };
}

/** What is public must not name the objector. */
function refuseNaming(
  { objector, contact }: ObjectionRow,
  body: { gist?: string | null | undefined; answer: string },
): void {
  const faults = (['gist', 'answer'] as const).flatMap((field): Fault[] => {
    const text = body[field] ?? '';
    return [objector, contact].some((secret) => secret.length > 1 && text.includes(secret))
      ? [
          {
            at: `/body/${field}`,
            zh: '公开的文字里有异议人的姓名、单位或联系方式；异议人身份保密，请改写',
            en: 'the public text holds the name or the contact of the objector, who is confidential; write it another way',
          },
        ]
      : [];
  });
  if (faults.length > 0) throw refuseFaults(faults);
}

/** Number of an item by its key, `GS20261125-01~3` → 3. */
export const itemOrder = (key: string | null): number | null =>
  key === null ? null : Number(key.slice(key.lastIndexOf('~') + 1));

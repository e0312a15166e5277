/** What of notices waits: objections to be answered, notices about to end; and what is told when one has ended. */
import { loadCalendar } from '#domains/calendar/index.ts';
import { may } from '#kernel/access/roles.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import type { Words } from '#kernel/contract/words.ts';
import { notify } from '#kernel/inbox/notify.ts';
import type { WaitingItem, WaitingSource } from '#kernel/inbox/waiting.ts';
import { itemOrder } from './objecting.ts';
import { judgeClear, nextDay, stateOn } from './rules.ts';
import { readNotices, readObjections, readWaiting, type NoticeRow } from './store.ts';
import { leftOn, spanOf } from './term.ts';

/** Days back from which notices can still run or have just ended: a notice has at most 365 days, and moves. */
const reach = -500;

const linkOf = (code: string): string => `/notices/${encodeURIComponent(code)}`;
const titleOf = ({ title, titleEn }: Pick<NoticeRow, 'title' | 'titleEn'>): Words => ({
  zh: title,
  en: titleEn ?? title,
});

/** Working days before the last one within which a notice that ends waits for the one who published it. */
const nearEnd = 1;

async function findObjections({ db, actor }: Context): Promise<WaitingItem[]> {
  const mine = may(actor, 'notice.answer');
  return (await readWaiting(db)).map((row): WaitingItem => {
    const order = itemOrder(row.item);
    return {
      id: row.code,
      subject: { zh: '公示异议', en: 'Objection to a notice' },
      title: { zh: row.noticeTitle, en: row.noticeTitle },
      note:
        order === null
          ? {
              zh: `对整个公示 · ${row.receivedOn} 收到`,
              en: `to the whole notice · received ${row.receivedOn}`,
            }
          : {
              zh: `对第 ${order} 项 · ${row.receivedOn} 收到`,
              en: `to item ${order} · received ${row.receivedOn}`,
            },
      step:
        row.acceptedOn === null
          ? { zh: '待受理', en: 'To be accepted' }
          : { zh: '待答复', en: 'To be answered' },
      link: linkOf(row.notice),
      holder: { label: { zh: '承办处室', en: 'The division' }, role: 'officer' },
      place: mine ? 'mine' : 'others',
      dueOn: null,
      clock: null,
      life: [
        { label: { zh: '收到', en: 'Received' }, state: row.acceptedOn === null ? 'now' : 'past' },
        { label: { zh: '受理', en: 'Accepted' }, state: row.acceptedOn === null ? 'ahead' : 'now' },
        { label: { zh: '答复', en: 'Answered' }, state: 'ahead' },
      ],
      action: mine ? { zh: '答复', en: 'Answer' } : { zh: '打开', en: 'Open' },
      sample: row.sample,
    };
  });
}

async function findEnding({ db, actor }: Context, today: string): Promise<WaitingItem[]> {
  const calendar = await loadCalendar(db);
  const rows = await readNotices(db, { since: nextDay(today, reach) });
  return rows.flatMap((row): WaitingItem[] => {
    const { lastOn, steps } = spanOf(calendar, row);
    const left = leftOn(calendar, today, lastOn);
    const { publishedBy } = row;
    const running = stateOn({ ...row, lastOn }, [], today) === 'running';
    if (!running || publishedBy === null || !left || left.workingDays > nearEnd) return [];
    return [
      {
        id: `${row.code}.ends`,
        subject: { zh: '公示', en: 'Public notice' },
        title: titleOf(row),
        note: { zh: row.code, en: row.code },
        step: { zh: '即将期满', en: 'About to end' },
        link: linkOf(row.code),
        holder: { label: { zh: '发布人', en: 'The publisher' }, account: publishedBy },
        place: publishedBy === actor.account ? 'mine' : 'others',
        dueOn: lastOn,
        clock: { label: { zh: '公示期', en: 'Days of the notice' }, reckoning: steps },
        life: [
          { label: { zh: '发布', en: 'Published' }, state: 'past' },
          { label: { zh: '公示', en: 'Running' }, state: 'now' },
          { label: { zh: '期满', en: 'Ended' }, state: 'ahead' },
        ],
        action: { zh: '打开', en: 'Open' },
        sample: row.sample,
      },
    ];
  });
}

/** Objections for those who answer them; notices that end today or on the next working day for who published them. */
export const waitingNotices: WaitingSource = {
  id: 'notices',
  find: async (ctx, today) => [
    ...(may(ctx.actor, 'notice.answer') || ctx.actor.role === 'office' ? await findObjections(ctx) : []),
    ...(may(ctx.actor, 'notice.publish') ? await findEnding(ctx, today) : []),
  ],
};

/**
 * Tells who published a notice that it has ended and holds nothing back any more; each is told once. `ctx` reads as the
 * platform.
 */
export async function tellEnded(ctx: Context, today: string): Promise<void> {
  const { db } = ctx;
  const calendar = await loadCalendar(db);
  const rows = (await readNotices(db, { since: nextDay(today, reach) })).filter(
    ({ publishedBy, supersededBy }) => publishedBy !== null && supersededBy === null,
  );
  const byNotice = Map.groupBy(
    await readObjections(
      db,
      rows.map(({ code }) => code),
    ),
    ({ notice }) => notice,
  );
  for (const row of rows) {
    const { lastOn, missingYears } = spanOf(calendar, row);
    const { clear } = judgeClear({ ...row, lastOn }, byNotice.get(row.code) ?? [], today);
    if (!clear || missingYears.length > 0 || row.publishedBy === null) continue;
    await notify(
      ctx,
      { accounts: [row.publishedBy] },
      {
        kind: 'notices.ended',
        subject: { zh: '公示：期满，可办下一步', en: 'Public notice: ended, the next step may be taken' },
        title: titleOf(row),
        link: linkOf(row.code),
        dedupe: `notices.ended/${row.code}`,
      },
    );
  }
}

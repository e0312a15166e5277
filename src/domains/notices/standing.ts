/** What other slices ask of notices: where the one about a record stands, and that it holds nothing back any more. */
import { loadCalendar } from '#domains/calendar/index.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import { isOpen, isUpheld, judgeClear, stateOn, type NoticeState, type Stops } from './rules.ts';
import {
  findLatest,
  holdNotice,
  readItems,
  readObjections,
  requireWhole,
  type NoticeRow,
  type NoticeSubject,
} from './store.ts';
import { leftOn, spanOf } from './term.ts';

/** Where a notice stands on a day. */
export interface NoticeStanding {
  code: string;
  title: Words;
  kind: NoticeRow['kind'];
  state: NoticeState;
  firstOn: string;
  /** Reckoned from the records and the calendar as they are now. */
  lastOn: string;
  /** Years the notice runs through without a holiday notice: the last day is provisional while there are any. */
  missingYears: number[];
  /** Working days after the day up to the last one; 0 on the last day, null unless it runs. */
  daysLeft: number | null;
  /** Numbers of objections received by the day. */
  objections: { open: number; answered: number; upheld: number };
  objectionStops: Stops;
  /** Over, and no objection holds the whole back. */
  clear: boolean;
  /** Items that may not go on although the whole may; `refersTo` as the caller gave it. */
  stoppedItems: { order: number; title: string; refersTo: string | null }[];
  /** Page of the notice. */
  link: string;
}

/**
 * Where the latest notice about a record stands on `day`; null when none was published by then. `db` must read as the
 * whole (an action of the department's staff, `asPlatform` in a public door): to others objections do not exist.
 */
export async function noticeStanding(
  db: Db,
  subject: NoticeSubject,
  day: string,
): Promise<NoticeStanding | null> {
  await requireWhole(db);
  const notice = await findLatest(db, subject, day);
  if (!notice) return null;
  const calendar = await loadCalendar(db);
  const { lastOn, missingYears } = spanOf(calendar, notice);
  const objections = (await readObjections(db, [notice.code])).filter(({ receivedOn }) => receivedOn <= day);
  const days = { ...notice, lastOn };
  const state = stateOn(days, objections, day);
  const { clear, stoppedItems } = judgeClear(days, objections, day);
  const items = stoppedItems.length === 0 ? [] : await readItems(db, notice.code);
  const open = objections.filter((one) => isOpen(one, day)).length;
  return {
    code: notice.code,
    title: { zh: notice.title, en: notice.titleEn ?? notice.title },
    kind: notice.kind,
    state,
    firstOn: notice.firstOn,
    lastOn,
    missingYears,
    daysLeft: state === 'running' ? (leftOn(calendar, day, lastOn)?.workingDays ?? null) : null,
    objections: {
      open,
      answered: objections.length - open,
      upheld: objections.filter((one) => isUpheld(one, day)).length,
    },
    objectionStops: notice.objectionStops,
    clear: clear && missingYears.length === 0,
    stoppedItems: items
      .filter(({ code }) => stoppedItems.includes(code))
      .map(({ order, title, refersTo }) => ({ order, title, refersTo })),
    link: `/notices/${encodeURIComponent(notice.code)}`,
  };
}

/**
 * Refuses an act (`{ zh: '发布赛马结果', en: 'publish the results' }`) while the notice about a record holds it back on
 * `day`: none published, not ended, withdrawn, objections that wait or were upheld. `item`: the act is about this one
 * item alone (its `refersTo`), which may be stopped while the others are not. The notice is held until the running
 * action ends, so that no objection slips in between. Gives the standing, for what is stopped of it.
 */
export async function refuseUnlessClear(
  db: Db,
  subject: NoticeSubject,
  day: string,
  act: Words,
  item?: string,
): Promise<NoticeStanding> {
  const latest = await findLatest(db, subject, day);
  if (latest) await holdNotice(db, latest.code);
  const standing = await noticeStanding(db, subject, day);
  if (!standing) {
    throw new Refusal(
      'broken-rule',
      {
        zh: `${act.zh}之前须先公示：还没有这一事项的公示。请先发布公示（/notices）。`,
        en: `Before you ${act.en} a public notice is needed, and there is none about this. Publish one first (/notices).`,
      },
      [],
      { subject },
    );
  }
  const why = whyNot(standing, item);
  if (why === null) return standing;
  const { code, title, state, firstOn, lastOn, objections, link } = standing;
  throw new Refusal(
    'notice-running',
    {
      zh: `还不能${act.zh}：公示“${title.zh}”（${code}）${why.zh}`,
      en: `You cannot ${act.en} yet: the notice “${title.en}” (${code}) ${why.en}`,
    },
    [],
    { notice: code, state, firstOn, lastOn, openObjections: objections.open, link },
  );
}

/** Why a notice holds its act back, with the way out; null when it does not. */
function whyNot(standing: NoticeStanding, item: string | undefined): Words | null {
  const { state, firstOn, lastOn, objections, clear, missingYears, stoppedItems } = standing;
  const { open, upheld } = objections;
  const waiting =
    open === 0
      ? { zh: '', en: '' }
      : {
          zh: `，另有 ${open} 件异议待答复`,
          en: `, and ${open} ${open === 1 ? 'objection waits' : 'objections wait'} for an answer`,
        };
  const [year] = missingYears;
  if (state === 'withdrawn') {
    return {
      zh: '已撤回。请更正后重新公示。',
      en: 'was withdrawn. Publish a corrected notice.',
    };
  }
  if (state === 'upcoming' || state === 'running') {
    return {
      zh: `${state === 'upcoming' ? `自 ${firstOn} 起公示，` : '正在公示，'}最后一日为 ${lastOn}${waiting.zh}。请在期满且异议办结后再办。`,
      en: `${state === 'upcoming' ? `runs from ${firstOn}` : 'is running'}; its last day is ${lastOn}${waiting.en}. Do it once the notice has ended and every objection is answered.`,
    };
  }
  if (year !== undefined) {
    return {
      zh: `的公示期跨入 ${year} 年，该年的放假通知已不在登记册，最后一日无从推算。请先录入该年的放假通知。`,
      en: `runs into ${year}, of which no holiday notice is entered any more, so that its last day cannot be told. Enter that notice first.`,
    };
  }
  if (!clear) {
    return open > 0
      ? {
          zh: `已于 ${lastOn} 期满，但有 ${open} 件异议待答复。请先答复异议。`,
          en: `ended on ${lastOn}, but ${open} ${open === 1 ? 'objection waits' : 'objections wait'} for an answer. Answer first.`,
        }
      : {
          zh: `已于 ${lastOn} 期满，但有 ${upheld} 件异议成立或部分成立。请更正后重新公示。`,
          en: `ended on ${lastOn}, but ${upheld} ${upheld === 1 ? 'objection was' : 'objections were'} upheld in whole or in part. Publish a corrected notice.`,
        };
  }
  const stopped = item === undefined ? undefined : stoppedItems.find(({ refersTo }) => refersTo === item);
  return stopped === undefined
    ? null
    : {
        zh: `已于 ${lastOn} 期满，但第 ${stopped.order} 项“${stopped.title}”有异议待答复或已成立。请先答复；异议成立的，更正后重新公示。`,
        en: `ended on ${lastOn}, but item ${stopped.order}, “${stopped.title}”, has an objection that waits or was upheld. Answer it; if it was upheld, publish a corrected notice.`,
      };
}

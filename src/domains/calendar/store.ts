/** SQL of this slice: the calendar read, and rules over several rows. */
import { sql } from 'kysely';
import type { SetRule } from '#kernel/registers/actions.ts';
import type { Db } from '#kernel/db/open.ts';
import { openCalendar, type Calendar } from './rules.ts';

/**
 * The calendar as its registers have it now, or had it at the instant `db` reads. Everything reckoned comes from here
 * each time; no deadline is stored. It is a few hundred rows and is read whole, so that no year is missed by a range.
 */
export async function loadCalendar(db: Db): Promise<Calendar> {
  // One statement, so that a notice is never seen without its days.
  const rows = await db
    .selectFrom('notice')
    .leftJoin('day', 'day.notice', 'notice.code')
    .select([
      'notice.document',
      'notice.year',
      'notice.scope',
      'notice.publishedOn',
      'notice.supersededOn',
      'day.day',
      'day.kind',
      'day.holiday',
    ])
    .execute();
  const notices = new Map(rows.map((row) => [row.document, row]));
  return openCalendar(
    [...notices.values()],
    rows.flatMap(({ document, day, kind, holiday }) =>
      day === null || kind === null || holiday === null ? [] : [{ notice: document, day, kind, holiday }],
    ),
  );
}

/** Whether any notice is entered. */
export async function hasNotices(db: Db): Promise<boolean> {
  return (await db.selectFrom('notice').select('code').limit(1).executeTakeFirst()) !== undefined;
}

/** The days of a notice lie in its year, or in the December before (a New Year's holiday may begin there). */
const daysLieInYear: SetRule = {
  registers: ['calendar.notice', 'calendar.day'],
  async find(db, { codes }) {
    const { rows } = await sql<{ notice: string; year: number; day: string }>`
      select n.document as notice, n.year, d.day from register.day d join register.notice n on n.code = d.notice
      where (d.code = any(${codes}) or n.code = any(${codes}))
        and d.day not between make_date(n.year - 1, 12, 1) and make_date(n.year, 12, 31)
      order by d.code limit 100
    `.execute(db);
    return rows.map(({ notice, year, day }) => ({
      zh: `${notice} 是 ${year} 年度的放假通知，写明的日子 ${day} 不在该年（或上年 12 月）`,
      en: `${notice} is a notice of ${year}; its day ${day} lies neither in that year nor in the December before`,
    }));
  },
};

export const calendarSetRules: readonly SetRule[] = [daysLieInYear];

/** SQL of public notices: reading them with their items and objections, holding one for an action, numbering. */
import { sql } from 'kysely';
import type { RowOf } from '#kernel/contract/record.ts';
import type { Db } from '#kernel/db/open.ts';
import type { SetRule } from '#kernel/registers/actions.ts';
import type { noticeItem, noticeObjection, publicNotice } from './contract.ts';

export type NoticeRow = RowOf<typeof publicNotice>;
export type ItemRow = RowOf<typeof noticeItem>;
export type ObjectionRow = RowOf<typeof noticeObjection>;

/** The record a notice is about; `kind` where several kinds of notices are about the same one. */
export interface NoticeSubject {
  register: string;
  code: string;
  kind?: NoticeRow['kind'] | undefined;
}

/**
 * Objections are the department's own: another reader would see none and take every notice for clear. What judges a
 * notice therefore reads as the whole; anything else is a mistake of the caller.
 */
export async function requireWhole(db: Db): Promise<void> {
  const { rows } = await sql<{ level: string | null }>`select platform.reader('level') as level`.execute(db);
  if (rows[0]?.level !== 'all') throw new Error('a notice is judged by a reader who sees its objections');
}

/** Notices kept in one answer, the newest of them. */
const mostListed = 2000;

/** Notices, the latest first, with how many items each has. */
export async function readNotices(
  db: Db,
  asked: {
    kind?: NoticeRow['kind'] | undefined;
    code?: string | undefined;
    since?: string | undefined;
    /** All of them in what stays public of the notice or of one of its items. */
    words?: readonly string[] | undefined;
  } = {},
): Promise<(NoticeRow & { items: number; supersededBy: string | null })[]> {
  let query = db
    .selectFrom('publicNotice as n')
    .selectAll('n')
    .select((eb) => [
      eb
        .selectFrom('noticeItem as i')
        .select((inner) => inner.fn.countAll<string>().as('count'))
        .whereRef('i.notice', '=', 'n.code')
        .as('items'),
      eb
        .selectFrom('publicNotice as later')
        .select('later.code')
        .whereRef('later.supersedes', '=', 'n.code')
        .orderBy('later.code')
        .limit(1)
        .as('supersededBy'),
    ]);
  if (asked.kind !== undefined) query = query.where('n.kind', '=', asked.kind);
  if (asked.code !== undefined) query = query.where('n.code', '=', asked.code);
  if (asked.since !== undefined) query = query.where('n.firstOn', '>=', asked.since);
  for (const word of asked.words ?? []) {
    if (word === '') continue;
    const like = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
    query = query.where(({ exists, or, eb, selectFrom }) =>
      or([
        ...(
          ['n.code', 'n.title', 'n.titleEn', 'n.text', 'n.textEn', 'n.document', 'n.division'] as const
        ).map((column) => eb(column, 'ilike', like)),
        exists(
          selectFrom('noticeItem as found')
            .select('found.code')
            .whereRef('found.notice', '=', 'n.code')
            .where((item) =>
              item.or([
                item('found.title', 'ilike', like),
                item('found.unit', 'ilike', like),
                item('found.value', 'ilike', like),
              ]),
            ),
        ),
      ]),
    );
  }
  const rows = await query.orderBy('n.firstOn', 'desc').orderBy('n.code', 'desc').limit(mostListed).execute();
  return rows.map((row) => ({ ...row, items: Number(row.items ?? 0) }));
}

/** Years by the first days of notices, the newest first. */
export async function readYears(
  db: Db,
  kind: NoticeRow['kind'] | undefined,
): Promise<{ year: string; count: number }[]> {
  const { rows } = await sql<{ year: string; count: string }>`
    select to_char(first_on, 'YYYY') as year, count(*) as count from register.public_notice
    where ${kind ?? null}::text is null or kind = ${kind ?? null}
    group by 1 order by 1 desc
  `.execute(db);
  return rows.map(({ year, count }) => ({ year, count: Number(count) }));
}

/** Items of a notice in their order. */
export async function readItems(db: Db, notice: string): Promise<ItemRow[]> {
  return db.selectFrom('noticeItem').selectAll().where('notice', '=', notice).orderBy('order').execute();
}

/** Objections to some notices, as they came. */
export async function readObjections(db: Db, notices: readonly string[]): Promise<ObjectionRow[]> {
  return db
    .selectFrom('noticeObjection')
    .selectAll()
    .where('notice', 'in', [...notices, ''])
    .orderBy('notice')
    .orderBy('receivedOn')
    .orderBy('code')
    .execute();
}

/** Objections that wait for an answer to notices that stand, with the notice of each. */
export async function readWaiting(db: Db): Promise<(ObjectionRow & { noticeTitle: string })[]> {
  return db
    .selectFrom('noticeObjection as o')
    .innerJoin('publicNotice as n', 'n.code', 'o.notice')
    .selectAll('o')
    .select('n.title as noticeTitle')
    .where('o.answeredOn', 'is', null)
    .where('n.withdrawnOn', 'is', null)
    .orderBy('o.receivedOn')
    .orderBy('o.code')
    .limit(500)
    .execute();
}

/** The notice an action is about, kept from other actions until this one is done; undefined when there is none. */
export async function holdNotice(db: Db, code: string): Promise<NoticeRow | undefined> {
  return db
    .selectFrom('publicNotice')
    .selectAll()
    .where('code', '=', code)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The objection an action is about, kept from others until it is done. */
export async function holdObjection(db: Db, code: string): Promise<ObjectionRow | undefined> {
  return db
    .selectFrom('noticeObjection')
    .selectAll()
    .where('code', '=', code)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Whether a corrected notice has taken the place of one. */
export async function isSuperseded(db: Db, code: string): Promise<boolean> {
  const later = await db
    .selectFrom('publicNotice')
    .select('code')
    .where('supersedes', '=', code)
    .executeTakeFirst();
  return later !== undefined;
}

/** The latest notice of a subject published by `day`; one that a later notice corrects gives way to it. */
export async function findLatest(
  db: Db,
  subject: NoticeSubject,
  day: string,
): Promise<NoticeRow | undefined> {
  let query = db
    .selectFrom('publicNotice as n')
    .selectAll('n')
    .where('n.subjectRegister', '=', subject.register)
    .where('n.subjectCode', '=', subject.code)
    .where('n.publishedOn', '<=', day)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('publicNotice as later')
            .select('later.code')
            .whereRef('later.supersedes', '=', 'n.code')
            .where('later.publishedOn', '<=', day),
        ),
      ),
    );
  if (subject.kind !== undefined) query = query.where('n.kind', '=', subject.kind);
  return query
    .orderBy('n.publishedOn', 'desc')
    .orderBy(sql`n.entered_on desc nulls last`)
    .orderBy(sql`length(n.code) desc`)
    .orderBy('n.code', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Any number will do, as long as it is always the same. */
const numbering = 202_611_261;

/** The next number of a day, `GS20261125-01`; one writer at a time. */
export async function nextNotice(db: Db, day: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(${numbering})`.execute(db);
  const prefix = `GS${day.replaceAll('-', '')}-`;
  const { last } = await db
    .selectFrom('publicNotice')
    .select((eb) => eb.fn.max(sql<number>`substring(code from ${prefix.length + 1}::int)::int`).as('last'))
    .where('code', '~', `^${prefix}[0-9]{2,6}$`)
    .executeTakeFirstOrThrow();
  return `${prefix}${String(Number(last ?? 0) + 1).padStart(2, '0')}`;
}

/** The next number of an objection to a notice that is held, `GS20261125-01-YY01`. */
export async function nextObjection(db: Db, notice: string): Promise<string> {
  const prefix = `${notice}-YY`;
  const { last } = await db
    .selectFrom('noticeObjection')
    .select((eb) => eb.fn.max(sql<number>`substring(code from ${prefix.length + 1}::int)::int`).as('last'))
    .where('notice', '=', notice)
    .where(sql<boolean>`substring(code from ${prefix.length + 1}::int) ~ '^[0-9]{2,6}$'`)
    .executeTakeFirstOrThrow();
  return `${prefix}${String(Number(last ?? 0) + 1).padStart(2, '0')}`;
}

/** An objection to an item is one to the notice the item stands in. */
const itemsOfTheirNotice: SetRule = {
  registers: ['notices.notice-objection', 'notices.notice-item'],
  async find(db, { codes }) {
    const { rows } = await sql<{ code: string; item: string; notice: string }>`
      select o.code, o.item, o.notice from register.notice_objection o join register.notice_item i on i.code = o.item
      where (o.code = any(${[...codes]}) or i.code = any(${[...codes]})) and i.notice <> o.notice
      order by 1 limit 100
    `.execute(db);
    return rows.map(({ code, item, notice }) => ({
      zh: `异议“${code}”是对公示“${notice}”的，事项“${item}”不在其中`,
      en: `Objection “${code}” is to notice “${notice}”, in which item “${item}” does not stand`,
    }));
  },
};

export const noticeSetRules: readonly SetRule[] = [itemsOfTheirNotice];

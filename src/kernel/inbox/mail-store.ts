/** SQL of mails: made of messages, taken to be sent, sent or failed. For the house alone, which acts for no account. */
import { sql } from 'kysely';
import type { Db } from '#kernel/db/open.ts';

/** A message to be mailed with the account's address and language. */
export interface MessageToMail {
  id: string;
  account: string;
  language: 'zh' | 'en';
  subjectZh: string;
  subjectEn: string;
  link: string;
}

/** Unread messages of those who want mail at once, since they chose so, of which there is no mail yet. */
export async function listToMail(db: Db, limit: number): Promise<MessageToMail[]> {
  const { rows } = await sql<MessageToMail>`
    select m.id, m.account, p.language, m.subject_zh as "subjectZh", m.subject_en as "subjectEn", m.link
    from platform.message m join platform.preference p on p.account = m.account
    where p.mail = 'at-once' and p.email is not null and m.read_at is null and m.at >= p.changed_at
      and not exists (select from platform.mail l where l.dedupe = 'message/' || m.id)
    order by m.id limit ${limit}
  `.execute(db);
  return rows;
}

/** Unread messages of those who want a summary, since the last one. */
export async function listForSummary(db: Db, day: string): Promise<MessageToMail[]> {
  const { rows } = await sql<MessageToMail>`
    select m.id, m.account, p.language, m.subject_zh as "subjectZh", m.subject_en as "subjectEn", m.link
    from platform.message m join platform.preference p on p.account = m.account
    where p.mail = 'daily' and p.email is not null and m.read_at is null and m.at >= p.changed_at
      and not exists (select from platform.mail l where l.account = m.account and l.dedupe = ${`daily/${day}/`} || m.account)
      and m.at > coalesce((select max(l.made_at) from platform.mail l
                           where l.account = m.account and l.dedupe like 'daily/%'), '-infinity')
    order by m.account, m.id
  `.execute(db);
  return rows;
}

/** Adds a mail once for its key. */
export async function insertMail(
  db: Db,
  mail: { account: string; dedupe: string; messageId: string; subject: string; body: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('platform.mail')
    .values(mail)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/**
 * Takes one waiting mail to be sent now: its next try is put off before it is tried, so that a sender that dies tries
 * again and two never send one at the same time. Mails to accounts that took their address away are dropped.
 */
export async function takeMail(
  db: Db,
  backoffSeconds: readonly number[],
): Promise<{
  id: string;
  to: string;
  subject: string;
  body: string;
  messageId: string;
  tries: number;
} | null> {
  const { rows } = await sql<{
    id: string;
    to: string;
    subject: string;
    body: string;
    messageId: string;
    tries: number;
  }>`
    with gone as (
      delete from platform.mail l where l.state = 'waiting'
        and not exists (select from platform.preference p where p.account = l.account and p.email is not null and p.mail <> 'none')
    ), next as (
      select l.id, p.email from platform.mail l join platform.preference p on p.account = l.account
      where l.state = 'waiting' and l.next_at <= now() and p.email is not null and p.mail <> 'none'
      order by l.next_at, l.id limit 1 for update of l skip locked
    )
    update platform.mail l
    set tries = l.tries + 1,
        next_at = now() + make_interval(secs => (${[...backoffSeconds]}::int[])[least(l.tries + 1, ${backoffSeconds.length})])
    from next where l.id = next.id
    returning l.id, next.email as to, l.subject, l.body, l.message_id as "messageId", l.tries
  `.execute(db);
  return rows[0] ?? null;
}

export async function markSent(db: Db, id: string): Promise<void> {
  await sql`update platform.mail set state = 'sent', sent_at = now(), last_error = null where id = ${id}`.execute(
    db,
  );
}

/** Notes why a try failed; after the last the mail is given up. */
export async function markFailed(db: Db, id: string, error: string, last: boolean): Promise<void> {
  await sql`
    update platform.mail set last_error = ${error.slice(0, 500)}, state = ${last ? 'failed' : 'waiting'} where id = ${id}
  `.execute(db);
}

/** Takes given-up mails up again. Returns how many. */
export async function retryFailed(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    update platform.mail set state = 'waiting', tries = 0, next_at = now() where state = 'failed'
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** How the mail stands, for doctor and metrics; `oldest` in seconds. */
export async function countMail(db: Db): Promise<{
  waiting: number;
  failed: number;
  sent: number;
  oldestWaitingSeconds: number;
  lastError: string | null;
}> {
  const { rows } = await sql<{
    waiting: number;
    failed: number;
    sent: number;
    oldest: number;
    lastError: string | null;
  }>`
    select count(*) filter (where state = 'waiting')::int as waiting,
           count(*) filter (where state = 'failed')::int as failed,
           count(*) filter (where state = 'sent')::int as sent,
           coalesce(extract(epoch from now() - min(made_at) filter (where state = 'waiting')), 0)::int as oldest,
           (array_agg(last_error order by id desc) filter (where last_error is not null))[1] as "lastError"
    from platform.mail
  `.execute(db);
  const [row] = rows;
  return {
    waiting: row?.waiting ?? 0,
    failed: row?.failed ?? 0,
    sent: row?.sent ?? 0,
    oldestWaitingSeconds: row?.oldest ?? 0,
    lastError: row?.lastError ?? null,
  };
}

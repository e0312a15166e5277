/**
 * SQL of the inbox. What an account sets for itself (read marks, preferences, watches) are plain writes under row
 * security, without a line in the log; messages are written in the transaction of what they tell of.
 */
import { sql } from 'kysely';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import type { MailChoice, Message, Watched, WatchKind } from './contract.ts';

/** What is told, before it is known to whom. */
export interface NewMessage {
  /** Name of what happened, `slice.event`. */
  kind: string;
  /** What kind of thing; goes into mails, so it names no person and no case. */
  subject: Words;
  title: Words;
  /** Address of the page where it is done or read. */
  link: string;
  /** Told once for each of these to one account. */
  dedupe?: string | undefined;
}

/** Accounts by role (of an organisation, held to a region), by name, and those watching a record. */
export interface Recipients {
  roles?: readonly string[];
  organisation?: string | null;
  region?: string | null;
  accounts?: readonly string[];
  watched?: { table: string; code: string };
}

/** Tells everyone the recipients name, except the one who acts. Returns to how many. */
export async function insertMessages(
  db: Db,
  to: Recipients,
  message: NewMessage,
  except: string | null,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into platform.message (account, kind, subject_zh, subject_en, title_zh, title_en, link, dedupe)
    select told, ${message.kind}, ${message.subject.zh}, ${message.subject.en}, ${message.title.zh},
           ${message.title.en}, ${message.link},
           -- One told in two ways by one action is told once.
           coalesce(${message.dedupe ?? null}::text,
                    ${`${message.kind} ${message.link} `}::text || nullif(current_setting('kechuang.action', true), ''))
    from platform.find_told(${[...(to.roles ?? [])]}::text[], ${to.organisation ?? null}::text,
           ${[...(to.accounts ?? [])]}::text[], ${to.watched?.table ?? null}::text, ${to.watched?.code ?? null}::text, ${to.region ?? null}::text) told
    where told is distinct from ${except}::text
    on conflict do nothing
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

export async function countUnread(db: Db, account: string): Promise<number> {
  const row = await db
    .selectFrom('platform.message')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('account', '=', account)
    .where('readAt', 'is', null)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** Messages of an account, newest first. */
export async function readMessages(
  db: Db,
  account: string,
  { unread, before, limit }: { unread?: boolean | undefined; before?: string | undefined; limit: number },
): Promise<Message[]> {
  let query = db
    .selectFrom('platform.message')
    .select(['id', 'kind', 'subjectZh', 'subjectEn', 'titleZh', 'titleEn', 'link', 'at', 'readAt'])
    .where('account', '=', account)
    .orderBy('id', 'desc')
    .limit(limit);
  if (unread === true) query = query.where('readAt', 'is', null);
  if (before !== undefined) query = query.where('id', '<', before);
  return (await query.execute()).map((row) => ({
    id: row.id,
    kind: row.kind,
    subject: { zh: row.subjectZh, en: row.subjectEn },
    title: { zh: row.titleZh, en: row.titleEn },
    link: row.link,
    at: row.at,
    readAt: row.readAt,
  }));
}

/** Marks messages of an account as read: those named, and all up to one. */
export async function markRead(
  db: Db,
  account: string,
  { ids, upTo }: { ids: readonly string[]; upTo: string | null },
): Promise<void> {
  await sql`
    update platform.message set read_at = now()
    where account = ${account} and read_at is null
      and (id = any(${[...ids]}::bigint[]) or id <= ${upTo}::bigint)
  `.execute(db);
}

export interface PreferenceRow {
  email: string | null;
  mail: MailChoice;
  language: 'zh' | 'en';
}

export async function findPreference(db: Db, account: string): Promise<PreferenceRow | undefined> {
  return db
    .selectFrom('platform.preference')
    .select(['email', 'mail', 'language'])
    .where('account', '=', account)
    .executeTakeFirst();
}

export async function keepPreference(db: Db, account: string, row: PreferenceRow): Promise<void> {
  await sql`
    insert into platform.preference (account, email, mail, language)
    values (${account}, ${row.email}, ${row.mail}, ${row.language})
    on conflict (account) do update set
      -- Mail begins with what happens after it was chosen.
      changed_at = case when platform.preference.mail = excluded.mail and platform.preference.email = excluded.email
                        then platform.preference.changed_at else now() end,
      email = excluded.email, mail = excluded.mail, language = excluded.language
  `.execute(db);
}

/** A subject of watching with where it leads and, for what is compared, its value now. */
export interface WatchRow {
  kind: WatchKind;
  subject: string;
  table: string | null;
  code: string | null;
  title: Words;
  link: string;
  value: string | null;
}

/** Watches a subject from now on; watched already, it stays as it is. */
export async function insertWatch(db: Db, account: string, row: WatchRow): Promise<void> {
  await db
    .insertInto('platform.watch')
    .values({
      account,
      kind: row.kind,
      subject: row.subject,
      tableName: row.table,
      code: row.code,
      titleZh: row.title.zh,
      titleEn: row.title.en,
      link: row.link,
      lastValue: row.value,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

interface SubjectKey {
  kind: WatchKind;
  subject: string;
}

export async function deleteWatch(db: Db, account: string, { kind, subject }: SubjectKey): Promise<void> {
  await db
    .deleteFrom('platform.watch')
    .where('account', '=', account)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .execute();
}

/** The changes of a watched subject are seen: its messages are read. */
export async function markWatchSeen(db: Db, account: string, { kind, subject }: SubjectKey): Promise<void> {
  await sql`
    with seen as (
      update platform.watch set last_seen = now()
      where account = ${account} and kind = ${kind} and subject = ${subject} returning link
    )
    update platform.message m set read_at = now() from seen
    where m.account = ${account} and m.link = seen.link and m.read_at is null and m.kind like 'watched.%'
  `.execute(db);
}

/** What an account watches, changed ones first. */
export async function readWatched(db: Db, account: string): Promise<Watched[]> {
  const { rows } = await sql<{
    kind: WatchKind;
    subject: string;
    titleZh: string;
    titleEn: string;
    link: string;
    since: string;
    changes: number;
    changedAt: string | null;
    lastZh: string | null;
    lastEn: string | null;
  }>`
    select w.kind, w.subject, w.title_zh as "titleZh", w.title_en as "titleEn", w.link, w.since,
           coalesce(m.changes, 0)::int as changes, m.changed_at as "changedAt", m.last_zh as "lastZh", m.last_en as "lastEn"
    from platform.watch w left join lateral (
      select count(*) filter (where at > w.last_seen) as changes, max(at) as changed_at,
             (array_agg(subject_zh order by id desc))[1] as last_zh,
             (array_agg(subject_en order by id desc))[1] as last_en
      from platform.message m
      where m.account = w.account and m.link = w.link and m.at >= w.since and m.kind like 'watched.%'
    ) m on true
    where w.account = ${account}
    order by coalesce(m.changes, 0) > 0 desc, m.changed_at desc nulls last, w.since desc, w.subject
    limit 500
  `.execute(db);
  return rows.map((row) => ({
    kind: row.kind,
    subject: row.subject,
    title: { zh: row.titleZh, en: row.titleEn },
    link: row.link,
    since: row.since,
    changes: row.changes,
    changedAt: row.changedAt,
    lastChange: row.lastZh === null || row.lastEn === null ? null : { zh: row.lastZh, en: row.lastEn },
  }));
}

/** Watches that are compared by value, of every account. For the house alone. */
export async function listCompared(db: Db): Promise<
  {
    account: string;
    kind: WatchKind;
    subject: string;
    title: Words;
    link: string;
    lastValue: string | null;
  }[]
> {
  const rows = await db
    .selectFrom('platform.watch')
    .select(['account', 'kind', 'subject', 'titleZh', 'titleEn', 'link', 'lastValue'])
    .where('tableName', 'is', null)
    .orderBy('account')
    .orderBy('kind')
    .orderBy('subject')
    .execute();
  return rows.map(({ kind, titleZh, titleEn, ...row }) => ({
    ...row,
    kind: kind as WatchKind,
    title: { zh: titleZh, en: titleEn },
  }));
}

export async function updateWatchValue(
  db: Db,
  key: { account: string; kind: string; subject: string },
  value: string | null,
): Promise<void> {
  await db
    .updateTable('platform.watch')
    .set({ lastValue: value })
    .where('account', '=', key.account)
    .where('kind', '=', key.kind)
    .where('subject', '=', key.subject)
    .execute();
}

/** Names of the accounts there are. For the house alone. */
export async function listAccountNames(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('platform.account').select('name').orderBy('name').execute();
  return rows.map(({ name }) => name);
}

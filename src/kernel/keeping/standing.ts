/** How the platform's own work stands: the chain of the log, the last backup, jobs, mails. */
import { sql } from 'kysely';
import type { Db } from '#kernel/db/open.ts';

/**
 * Lines not linked yet and the age of the oldest, seconds. Looks back from the last linked line as far as an action may
 * last, so that its cost does not grow with the log.
 */
export async function readUnlinked(db: Db): Promise<{ lines: number; oldest: number }> {
  const { rows } = await sql<{ lines: string; oldest: string | null }>`
    select count(*) as lines, extract(epoch from clock_timestamp() - min(e.at))::text as oldest
    from platform.audit_entry e
    where e.at > coalesce((select x.at - interval '1 hour'
                           from platform.audit_link l join platform.audit_entry x on x.id = l.entry
                           order by l.position desc limit 1), '-infinity')
      and not exists (select from platform.audit_link l where l.entry = e.id)
  `.execute(db);
  return { lines: Number(rows[0]?.lines ?? 0), oldest: Number(rows[0]?.oldest ?? 0) };
}

/** The last backup noted in the log: its instant, file and age in seconds; null when there is none. */
export async function readLastBackup(db: Db): Promise<{ at: string; file: string; age: number } | null> {
  const { rows } = await sql<{ at: string; file: string; age: string }>`
    select at, subject as file, extract(epoch from clock_timestamp() - at)::text as age
    from platform.audit_entry where action = 'platform.backup' and outcome = 'done' order by at desc limit 1
  `.execute(db);
  return rows[0] ? { ...rows[0], age: Number(rows[0].age) } : null;
}

/** How many jobs, or mails, are in each state. */
export async function countStates(db: Db, table: 'job' | 'mail'): Promise<Map<string, number>> {
  const { rows } = await sql<{ state: string; count: string }>`
    select state, count(*) as count from ${sql.table(`platform.${table}`)} group by state
  `.execute(db);
  return new Map(rows.map(({ state, count }) => [state, Number(count)]));
}

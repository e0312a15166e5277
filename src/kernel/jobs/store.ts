/** Jobs in the database: the queue, its leases, and what owners see. */
import { sql } from 'kysely';
import type { JobResult, JobState } from '#kernel/contract/jobs.ts';
import type { Problem } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';

/** Days a finished job stays to be looked up. */
export const daysKept = 90;

/** First half of the advisory locks held on running jobs. */
const leaseSpace = 202_611_26;

export interface JobRow {
  id: string;
  kind: string;
  account: string | null;
  lentTo: string | null;
  title: Words;
  input: unknown;
  state: JobState;
  attempts: number;
  cancelAskedAt: string | null;
  done: string;
  total: string | null;
  words: Words | null;
  result: JobResult | null;
  problem: Problem | null;
  submittedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

const columns = sql`id, kind, account, lent_to, title, input, state, attempts, cancel_asked_at, done, total, words, result,
  problem, submitted_at, started_at, finished_at`;

export interface NewJob {
  id: string;
  kind: string;
  account: string | null;
  lentTo: string | null;
  title: Words;
  input: unknown;
  files: readonly string[];
}

export async function insertJob(db: Db, job: NewJob): Promise<void> {
  await sql`
    insert into platform.job (id, kind, account, lent_to, title, input, files)
    values (${job.id}, ${job.kind}, ${job.account}, ${job.lentTo}, ${JSON.stringify(job.title)}::jsonb,
            ${JSON.stringify(job.input ?? null)}::jsonb, ${[...job.files]}::text[])
  `.execute(db);
}

/** Jobs that nobody in `mine` runs, those of accounts with the fewest running first, then the oldest. */
export async function listCandidates(
  db: Db,
  kinds: readonly string[],
  mine: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select j.id from platform.job j
    where j.state in ('waiting', 'running') and j.kind = any(${[...kinds]}::text[])
      and not j.id = any(${[...mine]}::uuid[])
    order by (select count(*) from platform.job r where r.state = 'running' and r.account = j.account),
             j.submitted_at, j.id
    limit 20
  `.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Takes a job for the connection `lease` until it ends or lets go; null when another holds it or it is over. One that
 * is `running` and that nobody holds lost its server, and is taken up again.
 */
export async function takeJob(lease: Db, id: string, worker: string): Promise<JobRow | null> {
  const { rows: locks } = await sql<{ held: boolean }>`
    select pg_try_advisory_lock(${leaseSpace}, hashtext(${id})) as held`.execute(lease);
  if (!locks[0]?.held) return null;
  const { rows } = await sql<JobRow>`
    update platform.job set state = 'running', worker = ${worker}, attempts = attempts + 1,
      started_at = coalesce(started_at, clock_timestamp())
    where id = ${id} and state in ('waiting', 'running') returning ${columns}
  `.execute(lease);
  if (rows[0]) return rows[0];
  await letGo(lease, id);
  return null;
}

export async function letGo(lease: Db, id: string): Promise<void> {
  await sql`select pg_advisory_unlock(${leaseSpace}, hashtext(${id}))`.execute(lease);
}

export async function letGoAll(lease: Db): Promise<void> {
  await sql`select pg_advisory_unlock_all()`.execute(lease);
}

/** Those of the worker's running jobs whose owners want them stopped. */
export async function listCancelled(db: Db, worker: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from platform.job where worker = ${worker} and state = 'running' and cancel_asked_at is not null
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** Plain, not an action: how far a job is changes no record. False when the job is no more this worker's. */
export async function writeProgress(
  db: Db,
  worker: string,
  { id, done, total, words }: { id: string; done: number; total: number | null; words: Words | null },
): Promise<boolean> {
  const result = await sql`
    update platform.job set done = ${done}, total = ${total},
      words = ${words === null ? null : JSON.stringify(words)}::jsonb
    where id = ${id} and worker = ${worker} and state = 'running'
  `.execute(db);
  return result.numAffectedRows === 1n;
}

/** Whether the owner wants the job stopped; he who would say so now waits for the transaction's end. */
export async function isCancelAsked(transaction: Db, id: string): Promise<boolean> {
  const { rows } = await sql<{ asked: boolean }>`
    select cancel_asked_at is not null as asked from platform.job where id = ${id} for update
  `.execute(transaction);
  return rows[0]?.asked ?? true;
}

export async function finishJob(
  db: Db,
  worker: string,
  end: {
    id: string;
    state: 'done' | 'failed' | 'cancelled';
    result: JobResult | null;
    problem: Problem | null;
    files: readonly string[];
  },
): Promise<void> {
  await sql`
    update platform.job set state = ${end.state}, finished_at = clock_timestamp(),
      result = ${end.result === null ? null : JSON.stringify(end.result)}::jsonb,
      problem = ${end.problem === null ? null : JSON.stringify(end.problem)}::jsonb,
      files = files || ${[...end.files]}::text[]
    where id = ${end.id} and worker = ${worker} and state = 'running'
  `.execute(db);
}

/** Puts a job back as it was before the run: the server stops, which is no fault of the job. */
export async function putBack(db: Db, worker: string, id: string): Promise<void> {
  await sql`
    update platform.job set state = 'waiting', attempts = attempts - 1
    where id = ${id} and worker = ${worker} and state = 'running'
  `.execute(db);
}

/** Ends a waiting job, or asks for the end of a running one. Null: no such job of this reader. */
export async function askCancel(db: Db, id: string): Promise<JobRow | null> {
  const { rows } = await sql<JobRow>`
    update platform.job set
      cancel_asked_at = case when state in ('waiting', 'running') then coalesce(cancel_asked_at, clock_timestamp())
                        else cancel_asked_at end,
      finished_at = case when state = 'waiting' then clock_timestamp() else finished_at end,
      state = case when state = 'waiting' then 'cancelled' else state end
    where id = ${id} returning ${columns}
  `.execute(db);
  return rows[0] ?? null;
}

export async function findJob(db: Db, id: string): Promise<JobRow | null> {
  const { rows } = await sql<JobRow>`select ${columns} from platform.job where id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export interface JobPage {
  rows: JobRow[];
  total: number;
  open: number;
}

/** One account's jobs (null: everybody's, for those who watch), newest first. */
export async function listPage(
  db: Db,
  question: { account: string | null; openOnly: boolean; page: number; pageSize: number },
): Promise<JobPage> {
  const { account, openOnly, page, pageSize } = question;
  const whose = account === null ? sql`true` : sql`account = ${account}`;
  const open = sql`state in ('waiting', 'running')`;
  const where = openOnly ? sql`${whose} and ${open}` : whose;
  const { rows } = await sql<JobRow>`
    select ${columns} from platform.job where ${where}
    order by submitted_at desc, id limit ${pageSize} offset ${(page - 1) * pageSize}
  `.execute(db);
  const counts = await sql<{ total: string; open: string }>`
    select count(*) filter (where ${where}) as total, count(*) filter (where ${open}) as open
    from platform.job where ${whose}
  `.execute(db);
  return { rows, total: Number(counts.rows[0]?.total ?? 0), open: Number(counts.rows[0]?.open ?? 0) };
}

/** Removes jobs finished long ago. Returns how many. */
export async function removeOld(db: Db): Promise<number> {
  const result = await sql`
    delete from platform.job where finished_at < now() - make_interval(days => ${daysKept}::int)
  `.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}

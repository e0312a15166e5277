/** The one way to write: an action in one transaction with its audit line, once for each idempotency key. */
import { randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { digestOf, type Vault } from '#kernel/access/vault.ts';
import type { Actor } from '#kernel/access/roles.ts';
import { Refusal, type Problem } from '#kernel/contract/refusal.ts';
import { writerLock, type Db, type Within } from '#kernel/db/open.ts';
import { houseScope } from '#kernel/db/scoped.ts';
import { canonical, entryDigest } from './digests.ts';

/** What an action works with. Inside `atomically` the inner context shadows the outer one. */
export interface Context {
  db: Db;
  /** Reads as another reader, where a door must (what is public, for one held to a scope). */
  within?: Within;
  actor: Actor;
  vault: Vault;
}

/** Reads as the platform itself, for what a door has judged by a rule of its own to be open to who asks. */
export const asPlatform = ({ db, within }: Context): Db => within?.(houseScope) ?? db;

export interface Command {
  /** Name of the action, `slice.verb`. */
  action: string;
  /** What it acts on: a register, a register and a key. */
  subject: string;
  reason?: string | null;
  /** The caller's idempotency key; the same key with the same input gets the same answer. */
  key?: string;
  input: unknown;
  /**
   * It settles what is known: it waits for the writes under way and keeps others waiting from its beginning, so that
   * two of its kind never hold what the other waits for.
   */
  settles?: boolean;
  /** Milliseconds one statement of this action may run; the pool's limit without it. */
  statementTimeout?: number;
}

/** Changes kept word for word in the audit line; larger actions keep their digest, and the histories have the rows. */
const changesInLine = 50;

/** Errors that have their line in the log. */
const recorded = new WeakSet<object>();

/** Whether an error was thrown by an action, which wrote its line. */
export const isRecorded = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && recorded.has(error);

/** A stored refusal, thrown again when its command is repeated. */
class RepeatedRefusal extends Refusal {}

/**
 * Runs `work` in one transaction with its audit line. A `Refusal` writes nothing but a refused line; anything else
 * thrown writes a failed line and goes on up. With a key, the answer is stored in the same transaction.
 */
export async function atomically<T>(
  ctx: Context,
  command: Command,
  work: (ctx: Context) => Promise<T>,
): Promise<{ action: string; answer: T }> {
  const inputDigest = digestOf(canonical(command.input));
  for (let attempt = 1; ; attempt++) {
    const action = randomUUID();
    try {
      return await attemptOnce(ctx, command, work, action, inputDigest);
    } catch (error) {
      if (isCollision(error) && attempt < 4) continue;
      if (!(error instanceof RepeatedRefusal)) await recordFailure(ctx, command, action, inputDigest, error);
      if (typeof error === 'object' && error !== null) recorded.add(error);
      throw error;
    }
  }
}

async function attemptOnce<T>(
  ctx: Context,
  command: Command,
  work: (ctx: Context) => Promise<T>,
  action: string,
  inputDigest: string,
): Promise<{ action: string; answer: T }> {
  return ctx.db.transaction().execute(async (transaction) => {
    const inner: Context = { ...ctx, db: transaction };
    await enter(transaction, command, action, commander(ctx));
    const before = await findAnswer<T>(inner, command, inputDigest);
    if (before) return before;
    const answer = await work(inner);
    const changes = await collectChanges(inner.db, action);
    await insertEntry(
      inner,
      command,
      { id: action, outcome: 'done', refusal: null, inputDigest, ...changes },
      { status: 200, answer: { action, answer } },
    );
    return { action, answer };
  });
}

/** Marks the running transaction as this action's, waiting for a twin of the same key that is running now. */
async function enter(transaction: Db, command: Command, action: string, by: string): Promise<void> {
  const { key, statementTimeout } = command;
  const steps = [
    command.settles === true
      ? sql`pg_advisory_xact_lock(${sql.lit(writerLock)})`
      : sql`pg_advisory_xact_lock_shared(${sql.lit(writerLock)})`,
    sql`set_config('kechuang.action', ${action}, true)`,
    sql`set_config('kechuang.touched', '', true)`,
    // A short command repeats statements over few rows, planned once; a long one is planned for what it is given.
    statementTimeout === undefined
      ? sql`set_config('plan_cache_mode', 'auto', true)`
      : sql`set_config('statement_timeout', ${String(statementTimeout)}, true)`,
    ...(key === undefined ? [] : [sql`pg_advisory_xact_lock(hashtextextended(${`${by}\n${key}`}, 0))`]),
  ];
  await sql`select ${sql.join(steps)}`.execute(transaction);
}

/** Whose keys a command's key is among: those of who sits there. */
const commander = ({ actor }: Context): string => actor.lentTo ?? actor.account ?? actor.name;

/** The stored answer of this key. */
async function findAnswer<T>(
  ctx: Context,
  command: Command,
  inputDigest: string,
): Promise<{ action: string; answer: T } | null> {
  if (command.key === undefined) return null;
  const stored = await ctx.db
    .selectFrom('platform.command')
    .select(['inputDigest', 'status', 'answer', 'actionId'])
    .where('actor', '=', commander(ctx))
    .where('key', '=', command.key)
    .executeTakeFirst();
  if (!stored) return null;
  if (stored.inputDigest !== inputDigest) {
    throw new Refusal('key-reused', {
      zh: '这个幂等键已经用于内容不同的另一命令。请换一个新的键重新提交。',
      en: 'This idempotency key was used for a command with another content. Submit again with a new key.',
    });
  }
  if (stored.status !== 200) {
    const problem = stored.answer as Problem;
    throw new RepeatedRefusal(
      problem.code as Refusal['code'],
      { zh: problem.zh, en: problem.en },
      problem.faults ?? [],
      problem.details,
    );
  }
  return stored.answer as { action: string; answer: T };
}

async function recordFailure(
  ctx: Context,
  command: Command,
  action: string,
  inputDigest: string,
  error: unknown,
): Promise<void> {
  const refused = error instanceof Refusal;
  await ctx.db.transaction().execute(async (transaction) => {
    const inner: Context = { ...ctx, db: transaction };
    const { rows } = await sql<{ at: string }>`select now() as at`.execute(transaction);
    await insertEntry(
      inner,
      command,
      {
        id: action,
        at: rows[0]?.at ?? '',
        outcome: refused ? 'refused' : 'failed',
        refusal: refused ? `${error.code}: ${error.words.zh}` : null,
        inputDigest,
        ...noChanges,
      },
      // A reused key keeps its first answer; a failure may be tried again under its key.
      refused && error.code !== 'key-reused' ? { status: error.status, answer: error.toProblem() } : null,
    );
  });
}

/** Writes the line of an action refused before it began (no permission, unreadable input). */
export async function recordRefusal(ctx: Context, command: Command, refusal: Refusal): Promise<void> {
  await recordFailure(
    ctx,
    { ...command, key: undefined },
    randomUUID(),
    digestOf(canonical(command.input)),
    refusal,
  );
}

interface Changes {
  changeCount: number;
  changes: unknown[];
  changesDigest: string;
}

const noChanges: Changes = { changeCount: 0, changes: [], changesDigest: digestOf('') };

/** What the running action has changed, read from the histories its triggers wrote. */
async function collectChanges(db: Db, action: string): Promise<Changes & { at: string }> {
  const touched = await sql<{
    touched: string;
    at: string;
  }>`select current_setting('kechuang.touched', true) as touched, now() as at`.execute(db);
  const tables = [
    ...new Set((touched.rows[0]?.touched ?? '').split(',').filter((name) => name !== '')),
  ].sort();
  let changeCount = 0;
  const changes: unknown[] = [];
  const digests: string[] = [];
  for (const table of tables) {
    const { count, digest, first } = await changesOf(db, table, action, changesInLine - changes.length);
    if (count === 0) continue;
    changeCount += count;
    digests.push(`${table}:${count}:${digest}`);
    changes.push(...first);
  }
  return {
    at: touched.rows[0]?.at ?? '',
    changeCount,
    changes: changeCount > changesInLine ? [] : changes,
    changesDigest: digestOf(digests.join('\n')),
  };
}

/** Columns `count` and `digest` of a set of versions, in the order they were written. */
export const versionsDigest = sql`
  count(*)::int as count,
  encode(sha256(convert_to(coalesce(string_agg(
    operation || ' ' || code || ' ' || encode(digest, 'hex'), E'\n' order by history_id), ''), 'UTF8')), 'hex') as digest`;

/** Number and common digest of an action's versions in one history, and its first changes there. */
async function changesOf(
  db: Db,
  table: string,
  action: string,
  limit: number,
): Promise<{ count: number; digest: string; first: ChangeRow[] }> {
  // Gathered by its action first: a limit in their order would have the history walked from its beginning.
  const { rows } = await sql<{ count: number; digest: string; first: ChangeRow[] }>`
    with h as materialized (select * from ${sql.table(`history.${table}`)} where action_id = ${action})
    select ${versionsDigest},
           (select coalesce(jsonb_agg(to_jsonb(c)), '[]') from (${changesQuery(table, limit)}) c) as first
    from h
  `.execute(db);
  return rows[0] ?? { count: 0, digest: '', first: [] };
}

export interface ChangeRow {
  table: string;
  code: string;
  operation: 'insert' | 'update' | 'delete';
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** Old and new values of the rows `h` an action changed in one history, in their order. */
const changesQuery = (table: string, limit: number): RawBuilder<ChangeRow> => sql<ChangeRow>`
    select ${table}::text as table, h.code, h.operation,
           case when h.operation = 'delete' then platform.row_values(to_jsonb(h)) else (
             select platform.row_values(to_jsonb(p)) from ${sql.table(`history.${table}`)} p
             where p.code = h.code and p.history_id < h.history_id and h.operation = 'update'
             order by p.history_id desc limit 1) end as before,
           case when h.operation = 'delete' then null else platform.row_values(to_jsonb(h)) end as after
    from h order by h.history_id limit ${limit}`;

/** Writes the line, and with it the answer its key will get from now on. */
async function insertEntry(
  ctx: Context,
  command: Command,
  outcome: {
    id: string;
    /** Time of the running transaction. */
    at: string;
    outcome: 'done' | 'refused' | 'failed';
    refusal: string | null;
    inputDigest: string;
  } & Changes,
  stored: { status: number; answer: unknown } | null,
): Promise<void> {
  const entry = {
    id: outcome.id,
    actor: ctx.actor.name,
    role: ctx.actor.role,
    action: command.action,
    subject: command.subject,
    outcome: outcome.outcome,
    reason: command.reason ?? null,
    refusal: outcome.refusal,
    inputDigest: outcome.inputDigest,
    changeCount: outcome.changeCount,
    changesDigest: outcome.changesDigest,
  };
  const { at } = outcome;
  const changes = JSON.stringify(outcome.changes);
  const line = ctx.db
    .insertInto('platform.auditEntry')
    .values({ ...entry, at, changes, digest: entryDigest({ ...entry, at, changes: outcome.changes }) });
  if (stored === null || command.key === undefined) {
    await line.execute();
    return;
  }
  const { inputDigest, id: actionId } = outcome;
  await ctx.db
    .with('line', () => line)
    .insertInto('platform.command')
    .values({
      actor: commander(ctx),
      key: command.key,
      inputDigest,
      actionId,
      status: stored.status,
      answer: JSON.stringify(stored.answer),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Serialisation failure or deadlock: the transaction was undone and may run again. */
function isCollision(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '40001' || code === '40P01';
}

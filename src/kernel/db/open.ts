/** Connections: one pool of the login role, typed queries over it, and readings of the past. */
import { CamelCasePlugin, Kysely, sql } from 'kysely';
import pg from 'pg';
import { Refusal } from '#kernel/contract/refusal.ts';
import { PreparingClient } from './preparing.ts';
import { houseScope, ScopedDialect, scopeKey, type Scope } from './scoped.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;

/** Two questions a reader may put to the clock of knowledge: now, or at an instant (RFC 3339). */
export type KnownAt = string | null;

const textual = (value: string): string => value;

/** `2026-11-24 16:11:35.123456+00` → `2026-11-24T16:11:35.123456Z`; `infinity` stays. */
const instant = (value: string): string => value.replace(' ', 'T').replace(/\+00$/, 'Z');

const parsers: Record<number, (value: string) => unknown> = {
  20: textual, // bigint
  1082: textual, // date
  1184: instant, // timestamptz
  1700: textual, // numeric
};

/** How values come out of the database: dates, instants and exact numbers as text. */
export const typeParsers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text'),
} as pg.CustomTypesConfig;

/** Queries of the present (schema `register`) as one reader; as none, to whom every register is empty. */
export type Within = (scope: Scope | null) => Db;

export interface Database {
  /** The platform's own queries: it reads everything. */
  db: Db;
  within: Within;
  /** Connections now: all, those idle, and callers that wait for one. */
  load: () => { total: number; idle: number; waiting: number };
  close: () => Promise<void>;
}

/** A statement may run this long before it is stopped, milliseconds. */
const statementTimeout = 15_000;

/**
 * Opens a pool on `url`. Errors of idle connections (a restarted server) are reported and never end the process;
 * broken connections leave the pool and new ones are made.
 */
export function openDatabase(options: {
  url: string;
  connections?: number;
  onIdleError?: (error: Error) => void;
}): Database {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: options.url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: 'kechuang',
    options: [
      '-c timezone=UTC',
      '-c datestyle=ISO',
      `-c statement_timeout=${statementTimeout}`,
      '-c lock_timeout=10000',
      '-c idle_in_transaction_session_timeout=60000',
    ].join(' '),
    types: typeParsers,
  });
  // A connection cut while a command holds it says so itself; unheard, that would end the process.
  pool.on('connect', (client) => client.on('error', (error) => options.onIdleError?.(error)));
  pool.on('error', () => undefined);
  const readers = new Map<string, Db>();
  const within: Within = (scope) => {
    const key = scopeKey(scope);
    const kept = readers.get(key);
    if (kept) return kept;
    const kysely = new Kysely<Tables>({
      dialect: new ScopedDialect(pool, scope),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    }).withSchema('register');
    // As many as there are accounts at work; the oldest make room.
    if (readers.size >= readersKept) readers.delete(readers.keys().next().value ?? '');
    readers.set(key, kysely);
    return kysely;
  };
  const load = (): ReturnType<Database['load']> => ({
    total: pool.totalCount,
    idle: pool.idleCount,
    waiting: pool.waitingCount,
  });
  return { db: within(houseScope), within, load, close: () => closeWithin(pool) };
}

const readersKept = 2000;

/** Milliseconds a pool may take to say good-bye; a connection cut by its server never does. */
const closingLimit = 5000;

async function closeWithin(pool: pg.Pool): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, closingLimit);
  });
  await Promise.race([pool.end(), limit]);
  clearTimeout(timer);
}

/** The clock everything is judged by: the database server's, and its day in Beijing. */
export async function readClock(db: Db): Promise<{ now: string; today: string }> {
  const { rows } = await sql<{ now: string; today: string }>`
    select clock_timestamp() as now, (clock_timestamp() at time zone 'Asia/Shanghai')::date as today
  `.execute(db);
  const [clock] = rows;
  if (!clock) throw new Error('the database gave no time');
  return clock;
}

/**
 * Runs queries against what was known at an instant (null: now). The same queries serve both: the schema `past`
 * has a view of every register over its history.
 * Refuses an instant that has not come yet: what will be known then is not known.
 */
export async function readKnown<T>(db: Db, knownAt: KnownAt, read: (db: Db) => Promise<T>): Promise<T> {
  if (knownAt === null) return read(db);
  // What was known at an instant never changes, so the queries need no common snapshot, only the setting.
  return db.connection().execute(async (connection) => {
    await setKnownAt(connection, knownAt, 'session');
    try {
      return await read(connection.withSchema('past'));
    } finally {
      await sql`select set_config('kechuang.known_at', '', false)`.execute(connection);
    }
  });
}

/**
 * Held, shared, by every writing transaction, so that readers of the past can see which are under way; its versions
 * carry the time it began.
 */
export const writerLock = 202_611_243;

/**
 * Sets the instant of knowledge for the rest of the running transaction, or of the session.
 * Refuses an instant that has not come, and one that a write under way could still change: what was known at an
 * instant must be the same whenever it is asked.
 */
export async function setKnownAt(
  db: Db,
  knownAt: string,
  scope: 'transaction' | 'session' = 'transaction',
): Promise<void> {
  const { rows } = await sql<{ future: boolean; unsettled: boolean }>`
    select ${knownAt}::timestamptz > clock_timestamp() as future,
           exists (
             select from pg_locks l cross join lateral pg_stat_get_activity(l.pid) a
             where l.locktype = 'advisory' and l.objsubid = 1 and l.objid = ${writerLock} and l.classid = 0
               and l.database = (select oid from pg_database where datname = current_database())
               and a.xact_start <= ${knownAt}::timestamptz
           ) as unsettled,
           set_config('kechuang.known_at', ${knownAt}::text, ${scope === 'transaction'})
  `.execute(db);
  if (rows[0]?.future) {
    throw new Refusal('invalid-input', {
      zh: `所选“平台所知时刻” ${knownAt} 还没有到；请选择现在或以前的时刻。`,
      en: `The instant of knowledge ${knownAt} has not come yet; choose now or an earlier one.`,
    });
  }
  if (rows[0]?.unsettled) {
    throw new Refusal('busy', {
      zh: `在 ${knownAt} 之前开始的写入还没有完成，那一刻所知尚未定下。请稍候再问，或选更早的时刻。`,
      en: `A write begun before ${knownAt} is still under way, so what was known then is not settled. Ask again shortly, or choose an earlier instant.`,
    });
  }
}

/**
 * Waits for the writes under way, keeps others waiting until the running transaction ends, and sets its instant of
 * knowledge to the latest that no write can change any more. Returns it: what `past` shows now, it shows at that
 * instant for ever.
 */
export async function settleKnowledge(transaction: Db): Promise<string> {
  await sql`select pg_advisory_xact_lock(${writerLock})`.execute(transaction);
  // A write that waits for us has begun already, and its versions will carry that time.
  const { rows } = await sql<{ at: string }>`
    select least(clock_timestamp(), min(a.xact_start) - interval '1 microsecond') as at
    from pg_locks l cross join lateral pg_stat_get_activity(l.pid) a
    where l.locktype = 'advisory' and l.objsubid = 1 and l.objid = ${writerLock} and l.classid = 0 and not l.granted
      and l.database = (select oid from pg_database where datname = current_database())
  `.execute(transaction);
  const at = rows[0]?.at;
  if (at === undefined) throw new Error('the database gave no time');
  await sql`select set_config('kechuang.known_at', ${at}::text, true)`.execute(transaction);
  return at;
}

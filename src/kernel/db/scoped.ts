/** A reader's connections: every transaction, and every single statement, carries who reads. */
import {
  CompiledQuery,
  PostgresDialect,
  PostgresDriver,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';

/**
 * How far a reader sees; row-level security holds it in the database. `case` and `own`: what anyone sees, and the
 * cases of a unit or of one account.
 */
export type Level = 'all' | 'region' | 'organisation' | 'case' | 'own' | 'public';

/** Who reads: his level, and the region, organisation and account it is held to. */
export interface Scope {
  level: Level;
  region: string | null;
  organisation: string | null;
  account: string | null;
}

/** The platform itself: its commands, its first import, its jobs without a user. */
export const houseScope: Scope = { level: 'all', region: null, organisation: null, account: null };

export const publicScope: Scope = { level: 'public', region: null, organisation: null, account: null };

/** One string for one scope. */
export const scopeKey = (scope: Scope | null): string =>
  scope === null ? '' : JSON.stringify([scope.level, scope.region, scope.organisation, scope.account]);

const { escapeLiteral } = pg;

/** Values decide how a reading is best made: it is planned for them each time. Commands take that back. */
const settingsOf = (scope: Scope): string =>
  [
    ...Object.entries(scope).map(([name, value]) => [`kechuang.${name}`, value ?? ''] as const),
    ['plan_cache_mode', 'force_custom_plan'] as const,
  ]
    .map(([name, value]) => `set_config('${name}', ${escapeLiteral(value)}, true)`)
    .join(', ');

type Held = Parameters<PostgresDriver['rollbackTransaction']>[0];

/** A statement outside a transaction gets one of its own, so that nothing of a reader stays on a pooled connection. */
class ScopedConnection implements DatabaseConnection {
  readonly inner: Held;
  inTransaction = false;
  readonly #enter: CompiledQuery | null;
  readonly #undo: (inner: Held) => Promise<void>;
  #alone: Promise<unknown> = Promise.resolve();

  constructor(inner: Held, enter: CompiledQuery | null, undo: (inner: Held) => Promise<void>) {
    this.inner = inner;
    this.#undo = undo;
    this.#enter = enter;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.inTransaction || this.#enter === null) return this.inner.executeQuery<R>(query);
    const enter = this.#enter;
    // Statements sent at once on one held connection must not share a transaction.
    const run = this.#alone.then(() => this.#runAlone<R>(enter, query));
    this.#alone = run.catch(() => undefined);
    return run;
  }

  async #runAlone<R>(enter: CompiledQuery, query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      await this.inner.executeQuery(enter);
      const result = await this.inner.executeQuery<R>(query);
      await this.inner.executeQuery(commit);
      return result;
    } catch (error) {
      // A connection that cannot even roll back is thrown away; what is told is why the statement failed.
      await this.#undo(this.inner).catch(() => undefined);
      throw error;
    }
  }

  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    if (!this.inTransaction) throw new Error('rows are streamed within a transaction only');
    yield* this.inner.streamQuery<R>(query, chunkSize);
  }
}

const commit = CompiledQuery.raw('commit');

const scopedOf = (connection: DatabaseConnection): ScopedConnection => {
  if (connection instanceof ScopedConnection) return connection;
  throw new Error('a connection without a reader');
};

class ScopedDriver extends PostgresDriver {
  /** Begins a transaction and says who reads, in one message; null for no reader. */
  readonly #enter: CompiledQuery | null;

  constructor(pool: pg.Pool, scope: Scope | null) {
    super({ pool });
    this.#enter = scope === null ? null : CompiledQuery.raw(`begin; select ${settingsOf(scope)}`);
  }

  override async acquireConnection(
    ...options: Parameters<PostgresDriver['acquireConnection']>
  ): Promise<DatabaseConnection> {
    const held = (await super.acquireConnection(...options)) as Held;
    return new ScopedConnection(held, this.#enter, (inner) => super.rollbackTransaction(inner));
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    const scoped = scopedOf(connection);
    const plain = settings.isolationLevel === undefined && settings.accessMode === undefined;
    if (this.#enter && plain) {
      await scoped.inner.executeQuery(this.#enter);
    } else {
      await super.beginTransaction(scoped.inner, settings);
      if (this.#enter)
        await scoped.inner.executeQuery(CompiledQuery.raw(this.#enter.sql.slice('begin; '.length)));
    }
    scoped.inTransaction = true;
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const scoped = scopedOf(connection);
    await super.commitTransaction(scoped.inner);
    scoped.inTransaction = false;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const scoped = scopedOf(connection);
    scoped.inTransaction = false;
    await super.rollbackTransaction(scoped.inner);
  }

  override async releaseConnection(connection: DatabaseConnection): Promise<void> {
    await super.releaseConnection(scopedOf(connection).inner);
  }

  /** The pool outlives the readers that share it. */
  override async destroy(): Promise<void> {}
}

/** PostgreSQL over a shared pool, for one reader; for none, who sees no row of a register. */
export class ScopedDialect extends PostgresDialect {
  readonly #pool: pg.Pool;
  readonly #scope: Scope | null;

  constructor(pool: pg.Pool, scope: Scope | null) {
    super({ pool });
    this.#pool = pool;
    this.#scope = scope;
  }

  override createDriver(): Driver {
    return new ScopedDriver(this.#pool, this.#scope);
  }
}

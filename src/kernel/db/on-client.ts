/** One plain connection of an administrator, and typed queries on it: for work that owns its transaction. */
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { typeParsers, type Db } from './open.ts';
import type { Tables } from './tables.ts';

/**
 * Connects as the address says, reading everything (`kechuang.level` all), without time limits. Values are written by
 * the server in one way whatever its own settings, so that the same rows give the same bytes everywhere.
 */
export async function openClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'kechuang-keeping',
    types: typeParsers,
  });
  // A connection that is cut says so in the statement it cuts.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`
      set client_encoding = 'UTF8'; set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres';
      set bytea_output = 'hex'; set extra_float_digits = 1; set synchronize_seqscans = off;
      set statement_timeout = 0; set lock_timeout = '60s'; set idle_in_transaction_session_timeout = 0;
      set kechuang.level = 'all'`);
  } catch (error) {
    await client.end();
    throw error;
  }
  return client;
}

/** Typed queries on a client, in whatever transaction it is; they begin none of their own. */
export function queriesOn(client: pg.Client): Db {
  const held = {
    query: client.query.bind(client),
    release: (): void => undefined,
  };
  const kysely = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: { connect: async () => held as never, end: async () => undefined, options: {} },
    }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return kysely.withSchema('register');
}

/** Databases for tests: each its own, copied from a template made once a run. Never imported by the product. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { operator, scopeOf, type Actor } from '#kernel/access/roles.ts';
import { openVault, type Vault } from '#kernel/access/vault.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import { dropDatabase, migrate, prepareDatabase } from '#kernel/db/migrate.ts';
import { openDatabase, type Db, type Within } from '#kernel/db/open.ts';
import { loadProvince } from './load.ts';
import { migrationFiles } from './migrations.ts';

const owner = 'kechuang_test_owner';
const login = 'kechuang_test_app';
const templateLock = 202_611_242;

export interface TestHouse {
  db: Db;
  within: Within;
  vault: Vault;
  /** A context to act in. */
  ctx: Context;
  as: (actor: Actor) => Context;
  /** Statements as an administrator, behind the platform's back. */
  administrate: <R extends pg.QueryResultRow>(query: string, values?: unknown[]) => Promise<R[]>;
  loginUrl: string;
  close: () => Promise<void>;
}

/**
 * A fresh database on the shared test server: empty, or with the data of a folder.
 * `KECHUANG_TEST_CLUSTER_URL` names the server; the run's set-up starts it.
 */
export async function openTestHouse(folder?: string): Promise<TestHouse> {
  const clusterUrl = process.env.KECHUANG_TEST_CLUSTER_URL;
  if (!clusterUrl)
    throw new Error('KECHUANG_TEST_CLUSTER_URL is not set: run through the project’s own test command');
  const keys = join(tmpdir(), `kechuang-test-keys-${new URL(clusterUrl).port}`);
  mkdirSync(keys, { recursive: true });
  const vault = openVault(keys);
  const template = await makeTemplate(clusterUrl, vault, folder);
  const database = `test_${randomBytes(8).toString('hex')}`;
  await prepareDatabase({
    administratorUrl: clusterUrl,
    database,
    owner,
    login,
    password: vault.loginPassword,
    template,
  });
  const administratorUrl = addressOf(clusterUrl, database);
  const administrator = new pg.Client({ connectionString: administratorUrl });
  await administrator.connect();
  // An administrator who names no reader sees no rows of a register, and its triggers none of the history.
  await administrator.query(`set kechuang.level = 'all'`);
  await administrator.query(`grant connect, temporary on database ${database} to ${login}`);
  const url = new URL(administratorUrl);
  url.username = login;
  url.password = encodeURIComponent(vault.loginPassword);
  const { db, within, close } = openDatabase({ url: url.href, connections: 6 });
  return {
    db,
    within,
    vault,
    ctx: { db, within, vault, actor: operator },
    as: (actor) => ({ db: within(scopeOf(actor)), within, vault, actor }),
    administrate: async <R extends pg.QueryResultRow>(query: string, values?: unknown[]) =>
      (await administrator.query<R>(query, values)).rows,
    loginUrl: url.href,
    close: async () => {
      await close();
      await administrator.end();
      await dropDatabase(clusterUrl, database);
    },
  };
}

function addressOf(clusterUrl: string, database: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** One template for each data folder; several workers may ask at once, and one makes it. */
async function makeTemplate(clusterUrl: string, vault: Vault, folder: string | undefined): Promise<string> {
  const name =
    folder === undefined ? 'template_empty' : `template_${Buffer.from(folder).toString('hex').slice(-24)}`;
  const client = new pg.Client({ connectionString: clusterUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    const ready = await client.query('select from pg_database where datname = $1', [name]);
    if (ready.rowCount !== 0) return name;
    const draft = `${name}_draft`;
    await dropDatabase(clusterUrl, draft);
    await prepareDatabase({
      administratorUrl: clusterUrl,
      database: draft,
      owner,
      login,
      password: vault.loginPassword,
    });
    await migrate({ url: addressOf(clusterUrl, draft), owner, login, files: migrationFiles() });
    if (folder !== undefined) {
      const url = new URL(addressOf(clusterUrl, draft));
      url.username = login;
      url.password = encodeURIComponent(vault.loginPassword);
      const { db, close } = openDatabase({ url: url.href, connections: 2 });
      await loadProvince({ db, vault }, folder);
      await close();
    }
    await client.query(`alter database ${draft} rename to ${name}`);
    return name;
  } finally {
    await client.end();
  }
}

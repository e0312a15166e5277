/** Plain SQL migrations, forward only, in time order over all slices; and the grants of the login role. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import pg from 'pg';
import { Refusal } from '#kernel/contract/refusal.ts';

/** Any number will do, as long as every server of ours takes the same one. */
const migrationLock = 202_611_240;

export interface MigrationResult {
  applied: string[];
  already: number;
}

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Makes the database, its owner (no login) and the login role, which owns nothing.
 * `administratorUrl` must be allowed to do so; used for the embedded server and for tests.
 */
export async function prepareDatabase(options: {
  administratorUrl: string;
  database: string;
  owner: string;
  login: string;
  password: string;
  template?: string;
}): Promise<{ created: boolean }> {
  const client = new pg.Client({ connectionString: options.administratorUrl });
  await client.connect();
  try {
    // Roles belong to the whole server: two that alter one at once would fail.
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const exists = async (query: string, name: string): Promise<boolean> =>
      (await client.query(query, [name])).rowCount !== 0;
    if (!(await exists('select from pg_roles where rolname = $1', options.owner))) {
      await client.query(`create role ${quoteName(options.owner)} nologin`);
    }
    await ensureLogin(client, options.login, options.password);
    if (await exists('select from pg_database where datname = $1', options.database))
      return { created: false };
    const template = options.template ? ` template ${quoteName(options.template)}` : '';
    await client.query(
      `create database ${quoteName(options.database)} owner ${quoteName(options.owner)}${template}`,
    );
    return { created: true };
  } finally {
    await client.end();
  }
}

async function ensureLogin(client: pg.Client, login: string, password: string): Promise<void> {
  const found = await client.query('select from pg_roles where rolname = $1', [login]);
  // An owner without superuser rights may make such a role, but later only change its password.
  const statement =
    found.rowCount === 0
      ? `create role ${quoteName(login)} login nosuperuser nocreatedb nocreaterole password`
      : `alter role ${quoteName(login)} with login password`;
  await client.query(`${statement} ${quoteText(password)}`);
}

/**
 * Applies the migrations that are missing and grants the login role what it needs. Each runs in a transaction of
 * its own, so a stopped run goes on where it was.
 * Refuses a migration whose text has changed since it was applied.
 */
export async function migrate(options: {
  /** Connection of the owner, or of an administrator that may become `owner`. */
  url: string;
  owner?: string;
  /** Without it nothing is granted: a schema that will be brought forward first. */
  login?: string;
  /** Set to make or renew the login role as well (own database server). */
  password?: string;
  files: readonly string[];
  /** A restore at work, which alone may go on with rows that are not proved yet. */
  restoring?: boolean;
  onProgress?: (file: string) => void;
}): Promise<MigrationResult> {
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    const { login, password } = options;
    if (login !== undefined && password !== undefined) await ensureLogin(client, login, password);
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    if (options.owner) await client.query(`set role ${quoteName(options.owner)}`);
    if (options.restoring !== true) await refuseUnproved(client);
    await client.query(`
      create schema if not exists platform;
      create table if not exists platform.migration (
        name text primary key, digest text not null, at timestamptz not null default now()
      )`);
    const done = new Map<string, string>(
      (
        await client.query<{ name: string; digest: string }>('select name, digest from platform.migration')
      ).rows.map((row) => [row.name, row.digest]),
    );
    const applied: string[] = [];
    for (const file of options.files) {
      const name = basename(file, '.sql');
      const statements = await readFile(file, 'utf8');
      const digest = createHash('sha256').update(statements).digest('hex');
      const before = done.get(name);
      if (before === digest) continue;
      if (before !== undefined) {
        throw new Refusal('broken-rule', {
          zh: `迁移 ${name} 在执行之后被改动过。已发布的迁移不可修改：请恢复原文，另写一个新的迁移。`,
          en: `Migration ${name} was changed after it had been applied. A released migration is never edited: restore its text and write a new one.`,
        });
      }
      options.onProgress?.(name);
      await client.query('begin');
      try {
        await client.query(statements);
        await client.query('insert into platform.migration (name, digest) values ($1, $2)', [name, digest]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
      applied.push(name);
    }
    if (login !== undefined && (applied.length > 0 || password !== undefined))
      await grantLogin(client, login);
    return { applied, already: done.size };
  } finally {
    await client.end();
  }
}

async function refuseUnproved(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ marked: boolean }>(
    `select to_regclass('platform.unproved_restore') is not null as marked`,
  );
  if (rows[0]?.marked !== true) return;
  throw new Refusal('broken-rule', {
    zh: '这个数据库里是一次没有完成的恢复，内容尚未核对，不能使用。请再运行一次 kechuang restore，它会清掉重来。',
    en: 'This database holds an unfinished restore whose content was not proved; it cannot be used. Run kechuang restore again: it clears it and begins anew.',
  });
}

/** What the login role may do: registers to read and write, histories and the log to read, log tables to add to. */
export async function grantLogin(client: pg.Client, login: string): Promise<void> {
  const role = quoteName(login);
  const database =
    (await client.query<{ name: string }>('select current_database() as name')).rows[0]?.name ?? '';
  await client.query(`
    grant connect, temporary on database ${quoteName(database)} to ${role};
    grant usage on schema platform, register, history, past, sealed to ${role};
    grant select, insert on all tables in schema sealed to ${role};
    grant select on all tables in schema history, past to ${role};
    grant select, insert, update, delete on all tables in schema register to ${role};
    grant select, insert on platform.audit_entry, platform.audit_link, platform.audit_checkpoint,
      platform.command to ${role};
    grant select, insert on platform.reversible, platform.reversal, platform.merged to ${role};
    grant select on platform.migration, platform.guarded to ${role};
    grant select, insert, update on platform.account, platform.delegation to ${role};
    grant select, insert, delete on platform.sign_in_try to ${role};
    grant select, insert, update, delete on platform.session to ${role};
    grant select, insert, update, delete on platform.preference, platform.message, platform.watch, platform.mail to ${role};
    grant select, insert, update, delete on platform.job, platform.upload to ${role};
    grant select, insert, update, delete on platform.import_preview to ${role};
    grant select, insert, delete on platform.stored_file to ${role};
    grant select, insert, update on platform.attachment to ${role};
    grant select, insert, update, delete on platform.saved_view, platform.list_setting to ${role};
    grant usage on schema search to ${role};
    grant select, insert, update, delete on all tables in schema search to ${role};
    revoke insert, update, delete on search.plan from ${role};
    grant execute on all functions in schema platform to ${role};
    revoke create on schema public from public;
  `);
}

/** Databases whose name begins with a prefix, oldest first. */
export async function listDatabases(administratorUrl: string, prefix: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1) order by oid',
      [prefix],
    );
    return rows.map((row) => row.name);
  } finally {
    await client.end();
  }
}

/** Drops a database with whatever is connected to it. */
export async function dropDatabase(administratorUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${quoteName(name)} with (force)`);
  } finally {
    await client.end();
  }
}

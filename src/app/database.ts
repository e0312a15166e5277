/** Bringing a database up: the embedded server or one's own, migrated, with the login role's connections. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openVault, type Vault } from '#kernel/access/vault.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { ClusterBusy, isHeld, startCluster, type Cluster } from '#kernel/db/cluster.ts';
import { migrate, prepareDatabase } from '#kernel/db/migrate.ts';
import { openDatabase, type Db, type Within } from '#kernel/db/open.ts';
import { migrationFiles } from './migrations.ts';

export const owner = 'kechuang_owner';
export const login = 'kechuang_app';

/** Folder of the checkout. */
export const checkout = join(import.meta.dirname, '../..');

/** Folder of this installation's data: `KECHUANG_DATA`, else `data` in the checkout. */
export const dataFolder = (): string => process.env.KECHUANG_DATA ?? join(checkout, 'data');

export interface OpenHouse {
  db: Db;
  within: Within;
  /** Connections now: all, those idle, and callers that wait for one. */
  load: () => { total: number; idle: number; waiting: number };
  vault: Vault;
  /** Where an administrator connects, for the record; without a password. */
  place: string;
  /** The administrator's own address; empty when this process only joined a running server. */
  administratorUrl: string;
  cluster: Cluster | null;
  applied: string[];
  close: () => Promise<void>;
}

export interface OpenOptions {
  folder: string;
  database?: string;
  connections?: number;
  onProgress?: (step: string) => void;
  onIdleError?: (error: Error) => void;
  /** Rows just restored: their mark is no reason to refuse, and the login role is granted everything anew. */
  restoring?: boolean;
}

/** Opens this installation's database: `DATABASE_URL` if it is set, else the embedded server in the data folder. */
export async function openHouse(options: OpenOptions): Promise<OpenHouse> {
  // The folder of keys is closed, its parent is not: the database's own user passes through it.
  mkdirSync(options.folder, { recursive: true });
  const vault = openVault(join(options.folder, 'keys'));
  const given = process.env.DATABASE_URL;
  return given === undefined || given === '' ? openEmbedded(options, vault) : openOwn(options, vault, given);
}

/** The embedded server in `folder`/postgres. Refuses (ClusterBusy) while another process of ours holds it. */
export async function openEmbedded(options: OpenOptions, vault: Vault): Promise<OpenHouse> {
  const cluster = await startCluster({
    folder: join(options.folder, 'postgres'),
    onProgress: options.onProgress,
  });
  try {
    const opened = await openOn(options, vault, cluster);
    return {
      ...opened,
      close: async () => {
        await opened.close();
        await cluster.stop();
      },
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** A database on a running embedded server. */
export async function openOn(options: OpenOptions, vault: Vault, cluster: Cluster): Promise<OpenHouse> {
  const database = options.database ?? 'kechuang';
  await prepareDatabase({
    administratorUrl: cluster.superuserUrl(),
    database,
    owner,
    login,
    password: vault.loginPassword,
  });
  const { applied } = await migrate({
    url: cluster.superuserUrl(database),
    owner,
    login,
    ...(options.restoring ? { password: vault.loginPassword } : {}),
    restoring: options.restoring,
    files: migrationFiles(),
    onProgress: options.onProgress,
  });
  const url = new URL(cluster.superuserUrl(database));
  return connect(options, vault, url, { cluster, applied, login, administratorUrl: url.href });
}

export async function openOwn(options: OpenOptions, vault: Vault, given: string): Promise<OpenHouse> {
  const url = parseAddress(given);
  // One login role for each database, so that two installations on a server do not share one.
  const role = `${login}_${createHash('sha256').update(url.pathname).digest('hex').slice(0, 8)}`;
  try {
    const { applied } = await migrate({
      url: given,
      login: role,
      password: vault.loginPassword,
      restoring: options.restoring,
      files: migrationFiles(),
      onProgress: options.onProgress,
    });
    return connect(options, vault, url, { cluster: null, applied, login: role, administratorUrl: given });
  } catch (error) {
    throw explainConnection(error, url);
  }
}

function connect(
  options: OpenOptions,
  vault: Vault,
  address: URL,
  {
    cluster,
    applied,
    login: role,
    administratorUrl = '',
  }: { cluster: Cluster | null; applied: string[]; login: string; administratorUrl?: string },
): OpenHouse {
  const url = new URL(address);
  url.username = role;
  url.password = encodeURIComponent(vault.loginPassword);
  const { db, within, load, close } = openDatabase({
    url: url.href,
    connections: options.connections,
    onIdleError: options.onIdleError,
  });
  const place = new URL(address);
  place.password = '';
  return { db, within, load, vault, place: place.href, administratorUrl, cluster, applied, close };
}

export function parseAddress(given: string): URL {
  const address = URL.canParse(given) ? new URL(given) : null;
  if (address && /^postgres(ql)?:$/.test(address.protocol) && address.pathname.length > 1) return address;
  throw new Refusal('invalid-input', {
    zh: 'DATABASE_URL 不是 PostgreSQL 地址。应如 postgres://用户:密码@主机:5432/数据库；不设置则使用自带的数据库。',
    en: 'DATABASE_URL is no PostgreSQL address such as postgres://user:password@host:5432/database; unset it to use the embedded server.',
  });
}

export function explainConnection(error: unknown, url: URL): unknown {
  const { code, message } = error as { code?: string; message?: string };
  if (error instanceof Refusal) return error;
  const known: Record<string, { zh: string; en: string }> = {
    ECONNREFUSED: { zh: '没有服务器在那里监听', en: 'no server listens there' },
    ENOTFOUND: { zh: '找不到这台主机', en: 'the host is not found' },
    ETIMEDOUT: { zh: '连接超时', en: 'the connection timed out' },
    '28P01': { zh: '用户名或密码不对', en: 'the user or password is wrong' },
    '28000': { zh: '服务器拒绝了这个用户', en: 'the server refuses this user' },
    '3D000': { zh: '没有这个数据库，请先建库', en: 'the database does not exist; create it first' },
    '42501': {
      zh: '这个用户权限不足：需要建模式、建表、建登录角色（CREATEROLE）',
      en: 'the user may not create schemas, tables or roles (CREATEROLE)',
    },
  };
  const reason =
    known[code ?? ''] ?? (code === undefined ? undefined : { zh: message ?? code, en: message ?? code });
  if (!reason) return error;
  return new Refusal('busy', {
    zh: `连接 DATABASE_URL（${url.host}${url.pathname}）失败：${reason.zh}。`,
    en: `DATABASE_URL (${url.host}${url.pathname}) cannot be used: ${reason.en}.`,
  });
}

/** How long a command waits for one that is running, or for a server that is starting; milliseconds. */
const joinLimit = 60_000;

/**
 * Opens the installation for the command line: starts its server, or joins the one that serves. The server of another
 * command ends with it, so that one is waited for and never joined.
 */
export async function joinHouse(options: OpenOptions): Promise<OpenHouse> {
  const until = performance.now() + joinLimit;
  for (;;) {
    try {
      return await openHouse(options);
    } catch (error) {
      if (!(error instanceof ClusterBusy)) throw error;
      const joined = (await isHeld(options.folder)) ? await joinRunning(options, error.folder) : null;
      if (joined) return joined;
      if (performance.now() > until) throw error;
    }
  }
}

/** The running server once all its migrations are there; null before. */
async function joinRunning(options: OpenOptions, cluster: string): Promise<OpenHouse | null> {
  const vault = openVault(join(options.folder, 'keys'));
  let open: OpenHouse | null = null;
  try {
    open = connect(options, vault, runningAddress(cluster), { cluster: null, applied: [], login });
    const done = await open.db.selectFrom('platform.migration').select('name').execute();
    if (done.length === migrationFiles().length) return open;
  } catch (error) {
    // No lock file, no listener, no role, no table: it is starting.
    if (typeof (error as { code?: unknown }).code !== 'string') throw error;
  }
  await open?.close();
  return null;
}

/** Address of the embedded server another process runs, from the server's own lock file. */
export function runningAddress(folder: string, database = 'kechuang'): URL {
  const lines = readFileSync(join(folder, 'pgdata', 'postmaster.pid'), 'utf8').split('\n');
  return new URL(`postgres://${login}@127.0.0.1:${lines[3]?.trim() ?? ''}/${database}`);
}

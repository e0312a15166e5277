import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ClusterBusy, holdLock, startCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';

const isRoot = process.getuid?.() === 0;
const nobody = isRoot ? readUser('nobody') : undefined;
const module = join(import.meta.dirname, 'cluster.ts');

let home: string;
let folder: string;
const running: Cluster[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kechuang-cluster-'));
  await chmod(home, 0o711);
  folder = join(home, 'postgres');
});

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  for (const cluster of running.splice(0)) await cluster.stop();
  await rm(home, { recursive: true, force: true });
});

describe('the embedded server', () => {
  test('keeps its data over a stop, with checksums, fsync and a secret password', async () => {
    const first = await start();
    await query(first, 'create table kept (word text)');
    await query(first, "insert into kept values ('据')");
    await first.stop();
    await first.stop();

    const steps: string[] = [];
    const second = await start({ settings: { work_mem: '5MB' }, onProgress: (step) => steps.push(step) });
    expect(await query(second, 'select word from kept')).toEqual([{ word: '据' }]);
    const [settings] = await query(
      second,
      `select current_setting('fsync') as fsync, current_setting('data_checksums') as checksums,
        current_setting('work_mem') as work_mem, current_setting('listen_addresses') as addresses,
        upper('é') as upper, (select count(*)::int from pg_collation where collname = 'zh-x-icu') as pinyin`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      checksums: 'on',
      work_mem: '5MB',
      addresses: '127.0.0.1',
      upper: 'É',
      pinyin: 1,
    });
    expect(steps).toEqual([]);
    expect(second.port).toBeLessThan(32_768);
    expect(statSync(join(folder, 'secrets', 'superuser')).mode & 0o777).toBe(0o600);

    const wrong = new URL(second.superuserUrl());
    wrong.password = 'guess';
    await expect(new Client(wrong.href).connect()).rejects.toThrow(/password authentication failed/);
  });

  test('refuses a folder in use, naming the process', async () => {
    await start();
    const refusal = await start().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ClusterBusy);
    expect(refusal).toMatchObject({ folder, pid: process.pid });
  });

  test('ends by itself when its process is killed, and the next start has what was committed', async () => {
    const child = await startElsewhere();
    const pid = readServerPid();
    await kill(child);
    await until('the server has ended', () => !isServer(pid));

    const next = await start();
    expect(await query(next, 'select word from kept')).toEqual([{ word: '据' }]);
  });

  test('is stopped by the next start when its watchers were killed too', async () => {
    const child = await startElsewhere();
    const pid = readServerPid();
    // The shell and its watcher first: then nobody is left to end the server.
    for (const watcher of listChildren(child.pid)) {
      for (const each of listChildren(watcher).filter((one) => one !== pid)) process.kill(each, 'SIGKILL');
      process.kill(watcher, 'SIGKILL');
    }
    await kill(child);
    expect(isServer(pid)).toBe(true);

    const steps: string[] = [];
    const next = await start({ onProgress: (step) => steps.push(step) });
    expect(steps).toEqual([`stopping a server left behind (process ${pid})`]);
    expect(isServer(pid)).toBe(false);
    expect(await query(next, 'select word from kept')).toEqual([{ word: '据' }]);
  });

  test('recovers after the server itself was killed, and says so when it happens', async () => {
    const cluster = await start();
    await query(cluster, 'create table kept (word text)');
    const told = new Promise<string>((resolve) => cluster.onUnexpectedExit(resolve));
    process.kill(readServerPid(), 'SIGKILL');
    expect(await told).toMatch(/PostgreSQL ended/);
    await cluster.stop();

    const next = await start();
    expect(await query(next, 'select * from kept')).toEqual([]);
  });

  test('starts although the number of a dead server now belongs to another program', async () => {
    await (await start()).stop();
    await writeFile(join(folder, 'pgdata', 'postmaster.pid'), `${process.pid}\n${folder}/pgdata\n1\n5432\n`);
    const next = await start();
    expect(await query(next, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('begins again after a first start that was cut off', async () => {
    await mkdir(join(folder, 'pgdata.new', 'base'), { recursive: true });
    await writeFile(join(folder, 'handover'), 'left');
    const cluster = await start();
    expect(await query(cluster, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(folder, 'handover'))).toBe(false);
    expect(existsSync(join(folder, 'pgdata.new'))).toBe(false);
  });

  test('refuses files written by another PostgreSQL version, and lets go of the folder', async () => {
    await (await start()).stop();
    await writeFile(join(folder, 'pgdata', 'PG_VERSION'), '12\n');
    await expect(start()).rejects.toThrow(
      /was written by PostgreSQL 12, the programs here are PostgreSQL \d+/,
    );
    const lock = await holdLock(folder, () => '');
    await lock.release();
  });

  test('tells what the server wrote when it cannot start', async () => {
    await expect(start({ settings: { shared_buffers: 'plenty' } })).rejects.toThrow(/shared_buffers/);
  });

  test.runIf(isRoot)(
    'is kept in a stated other folder when its user cannot reach the wanted one',
    async () => {
      await chmod(home, 0o700);
      const steps: string[] = [];
      const cluster = await start({ onProgress: (step) => steps.push(step) });
      try {
        expect(cluster.folder).toMatch(/^\/var\/lib\/kechuang\/[0-9a-f]{12}-[0-9a-f]{4}$/);
        expect(steps[0]).toContain(cluster.folder);
        await query(cluster, "create table kept as select '据' as word");
        await cluster.stop();
        await chmod(home, 0o711);
        const again = await start();
        expect(again.folder).toBe(cluster.folder);
        expect(await query(again, 'select word from kept')).toEqual([{ word: '据' }]);
        await again.stop();
      } finally {
        await cluster.stop();
        await rm(cluster.folder, { recursive: true, force: true });
      }
    },
  );

  test.runIf(nobody && canRead(nobody))('runs as an ordinary user as itself', async () => {
    if (!nobody) return;
    await mkdir(folder);
    await chown(folder, nobody.uid, nobody.gid);
    const child = await startElsewhere(nobody);
    expect(statSync(join(folder, 'pgdata')).uid).toBe(nobody.uid);
    const pid = readServerPid();
    child.kill('SIGTERM');
    await until('the server has ended', () => !isServer(pid));
  });
});

describe('the lock of a folder', () => {
  test('tells the second what the first says of itself, until released', async () => {
    let address = 'starting';
    const lock = await holdLock(home, () => address);
    address = 'http://127.0.0.1:8025/';
    const refusal = await holdLock(home, () => '').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ClusterBusy);
    expect(refusal).toMatchObject({ folder: home, pid: process.pid, address });
    await lock.release();
    await (await holdLock(home, () => '')).release();
  });

  test('is waited for while its holder is closing', async () => {
    const lock = await holdLock(home, () => 'closing');
    const next = holdLock(home, () => 'next');
    await lock.release();
    const after = await next;
    expect(after.release).toBeTypeOf('function');
    await after.release();
  });

  test('of many who ask at once goes to one', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => holdLock(home, () => 'one')));
    const held = asked.filter((outcome) => outcome.status === 'fulfilled');
    expect(held).toHaveLength(1);
    for (const { value } of held) await value.release();
  });
});

async function start(options: Partial<Parameters<typeof startCluster>[0]> = {}): Promise<Cluster> {
  const cluster = await startCluster({ folder, binFolder: process.env.KECHUANG_TEST_PG, ...options });
  running.push(cluster);
  return cluster;
}

/** A process of its own that starts the server and has one row committed. */
async function startElsewhere(user?: { uid: number; gid: number }): Promise<ChildProcess> {
  const program = `
    const { startCluster } = await import(${JSON.stringify(module)});
    const { Client } = await import('pg');
    const cluster = await startCluster({
      folder: ${JSON.stringify(folder)},
      binFolder: process.env.KECHUANG_TEST_PG,
    });
    const client = new Client(cluster.superuserUrl());
    await client.connect();
    await client.query("create table kept as select '据' as word");
    await client.end();
    process.on('SIGTERM', () => cluster.stop().then(() => process.exit(0)));
    setInterval(() => undefined, 1000);
    console.log('ready');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: join(import.meta.dirname, '..', '..', '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ready') return child;
  }
  throw new Error('The process ended before its server was ready');
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function query(cluster: Cluster, sql: string): Promise<unknown[]> {
  const client = new Client(cluster.superuserUrl());
  // A server killed on purpose ends the connection.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await pause(20);
  }
}

function readServerPid(): number {
  return Number(readFileSync(join(folder, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function isServer(pid: number): boolean {
  try {
    return process.platform === 'linux'
      ? readlinkSync(`/proc/${pid}/cwd`) === join(folder, 'pgdata')
      : process.kill(pid, 0);
  } catch {
    return false;
  }
}

function listChildren(pid: number | undefined): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([one]) => Number(one));
}

function readUser(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** A checkout below a closed home cannot be read by another user. */
function canRead(user: { uid: number; gid: number }): boolean {
  try {
    execFileSync(process.execPath, ['-e', `require('fs').readFileSync(${JSON.stringify(module)})`], user);
    return true;
  } catch {
    return false;
  }
}

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  checkout,
  findServingProcess,
  listDescendants,
  listProcesses,
  listServers,
  startPlatform,
  until,
} from '../platform.ts';
import type { Platform } from '../platform.ts';

let home: string;
let folder: string;
const started: Platform[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kechuang-boot-'));
  await chmod(home, 0o711);
  folder = join(home, 'data');
});

afterEach(async () => {
  for (const platform of started.splice(0)) await end(platform);
  await until('no server is left', () => listServers(folder).length === 0);
  await rm(home, { recursive: true, force: true });
});

describe('npm start', () => {
  test('serves, refuses a second start, closes cleanly, and serves the same data again', async () => {
    const first = start({ command: 'npm' });
    const address = await first.address;
    expect(first.output()).toMatch(new RegExp(`^\\s+${address}/$`, 'm'));
    const before = await readHome(address);

    const second = start({ command: 'npm' });
    const refused = await second.ended;
    expect(refused.code).toBe(1);
    expect(second.output()).toContain(address);
    expect(second.output()).toMatch(/已有一个科创在运行|占用/);
    expect(second.output()).toMatch(/is running on this data already|in use/);
    expect(await readHome(address)).toEqual(before);

    first.child.kill('SIGTERM');
    expect(await first.ended).toEqual({ code: 0, signal: null });
    expect(listServers(folder)).toEqual([]);

    const again = start();
    expect(await readHome(await again.address)).toEqual(before);
    again.child.kill('SIGINT');
    expect(await again.ended).toEqual({ code: 0, signal: null });
    expect(listServers(folder)).toEqual([]);
  });

  test('closes cleanly on Ctrl-C, which a terminal sends to the whole group at once', async () => {
    const platform = start({ command: 'npm', env: { KECHUANG_SAMPLE: 'none' } });
    await platform.address;
    process.kill(-(platform.child.pid ?? 0), 'SIGINT');
    await platform.ended;
    await until('nothing is left', () => listServers(folder).length === 0 && !isServing(folder));
    expect(platform.output()).not.toMatch(/unhandled|Error:/i);
  });

  test('recovers after kill -9 of the serving process, of its script and of npm', async () => {
    const first = start();
    const before = await readHome(await first.address);
    process.kill(findServingProcess(first).pid, 'SIGKILL');
    await first.ended;
    await until('the server ended by itself', () => listServers(folder).length === 0, 15_000);

    const second = start();
    expect(await readHome(await second.address)).toEqual(before);
    second.child.kill('SIGKILL');
    await until('the serving process followed its script', () => !isServing(folder), 15_000);

    const third = start({ command: 'npm' });
    expect(await readHome(await third.address)).toEqual(before);
    third.child.kill('SIGKILL');
    await until('the serving process followed npm', () => !isServing(folder), 15_000);
    await until('the server ended by itself', () => listServers(folder).length === 0, 15_000);
  });

  test('starts at once after everything but the server was killed', async () => {
    const first = start();
    const before = await readHome(await first.address);
    const server = listServers(folder).find(({ command }) => !command.includes('kechuang-postgres'));
    const others = listDescendants(first.child.pid ?? 0).filter(
      ({ pid, command }) => pid !== server?.pid && !command.startsWith('postgres:'),
    );
    // From the leaves up, so that no watcher is left to notice.
    for (const { pid } of others.toReversed()) killNow(pid);
    killNow(first.child.pid ?? 0);
    await first.ended;

    const next = start();
    expect(await readHome(await next.address)).toEqual(before);
    expect(server).toBeDefined();
    expect(listServers(folder).some(({ pid }) => pid === server?.pid)).toBe(false);
  });

  test('refuses a port that was asked for and is taken', async () => {
    const { port, free } = await block(0);
    try {
      const refused = start({ env: { PORT: String(port), KECHUANG_SAMPLE: 'none' } });
      expect((await refused.ended).code).toBe(1);
      expect(refused.output()).toContain(String(port));
      expect(refused.output()).toMatch(/端口/);
      expect(refused.output()).toMatch(/port/i);
    } finally {
      free();
    }
  });

  test('takes another port when the usual one is taken', async () => {
    const { free } = await block(8025);
    try {
      const platform = start({ env: { KECHUANG_SAMPLE: 'none' } });
      expect(new URL(await platform.address).port).not.toBe('8025');
    } finally {
      free();
    }
  });

  test('refuses a DATABASE_URL that does not answer, without starting a server of its own', async () => {
    const url = 'postgres://someone:topsecret@127.0.0.1:9/nothing';
    const refused = start({ env: { DATABASE_URL: url } });
    expect((await refused.ended).code).toBe(1);
    expect(refused.output()).toMatch(/DATABASE_URL/);
    expect(refused.output()).toMatch(/失败/);
    expect(refused.output()).not.toContain('topsecret');
    expect(existsSync(join(folder, 'postgres', 'pgdata'))).toBe(false);
  });

  const nobody = process.getuid?.() === 0 && canNobodyReadTheCheckout();
  test.runIf(nobody)('serves an ordinary user from a checkout of their own', async () => {
    const within = join(home, 'checkout');
    await layCheckout(within);
    await mkdir(folder);
    execFileSync('chown', ['-Rh', `${readId('-u')}:${readId('-g')}`, within, folder]);
    const platform = start({
      within,
      user: { uid: readId('-u'), gid: readId('-g') },
      env: { KECHUANG_SAMPLE: 'none', HOME: folder },
    });
    await platform.address;
    platform.child.kill('SIGTERM');
    expect(await platform.ended).toEqual({ code: 0, signal: null });
  });
});

function start(options: Parameters<typeof startPlatform>[1] = {}): Platform {
  const platform = startPlatform(folder, options);
  started.push(platform);
  return platform;
}

async function end(platform: Platform): Promise<void> {
  const { pid, exitCode, signalCode } = platform.child;
  if (exitCode !== null || signalCode !== null || !pid) return;
  platform.child.kill('SIGTERM');
  await platform.ended;
}

/** What the public home answers; the same records must give the same answer after a restart. */
async function readHome(address: string): Promise<unknown> {
  const answer = await fetch(`${address}/api/home?asOf=2025-05-27`);
  expect(answer.status).toBe(200);
  return answer.json();
}

function isServing(data: string): boolean {
  return listProcesses().some(({ pid, command }) => {
    if (!command.includes('src/app/main.ts')) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`KECHUANG_DATA=${data}\0`);
    } catch {
      return false;
    }
  });
}

/** The sources copied, the packages linked: what a clone with everything installed looks like. */
async function layCheckout(within: string): Promise<void> {
  await mkdir(join(within, 'node_modules'), { recursive: true });
  for (const name of ['src', 'scripts', 'bin', 'package.json', 'package-lock.json', 'tsconfig.json']) {
    await cp(join(checkout, name), join(within, name), { recursive: true });
  }
  const modules = join(checkout, 'node_modules');
  const own = new Set(['.cache', '.vite', '.vite-temp', '.bin']);
  for (const name of (await readdir(modules)).filter((each) => !own.has(each))) {
    await symlink(join(modules, name), join(within, 'node_modules', name));
  }
}

/** Hold a port; one that somebody else holds already serves as well. */
function block(wanted: number): Promise<{ port: number; free: () => void }> {
  const blocker = createServer();
  return new Promise((resolve) => {
    blocker.once('error', () => resolve({ port: wanted, free: () => undefined }));
    blocker.listen({ port: wanted, host: '127.0.0.1' }, () => {
      const address = blocker.address();
      const port = typeof address === 'object' && address ? address.port : wanted;
      resolve({ port, free: () => blocker.close() });
    });
  });
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readId(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}

/** A checkout below a closed home cannot be read by another user. */
function canNobodyReadTheCheckout(): boolean {
  try {
    execFileSync(process.execPath, ['-e', ''], { cwd: checkout, uid: readId('-u'), gid: readId('-g') });
    return true;
  } catch {
    return false;
  }
}

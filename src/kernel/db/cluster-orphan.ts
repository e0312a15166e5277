import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ORPHAN_TIMEOUT_MS = 30_000;
const POLL_MS = 15;

/** Stop a server that still runs on our files although no process of ours holds them. */
export async function stopOrphan(pgdata: string, tell: (step: string) => void): Promise<void> {
  const pidFile = join(pgdata, 'postmaster.pid');
  const text = await readIfThere(pidFile);
  const pid = Number(text?.split('\n')[0]);
  if (!text || !Number.isInteger(pid) || pid <= 1) return;
  if (!(await isServerOn(pid, pgdata))) {
    // The number may meanwhile be another program's, which PostgreSQL would take for a living server.
    if (isAlive(pid)) await rm(pidFile, { force: true });
    return;
  }
  tell(`stopping a server left behind (process ${pid})`);
  for (const [signal, patience] of [
    ['SIGINT', ORPHAN_TIMEOUT_MS],
    ['SIGQUIT', ORPHAN_TIMEOUT_MS],
    ['SIGKILL', 5_000],
  ] as const) {
    signalProcess(pid, signal);
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if (!isAlive(pid) || !(await isServerOn(pid, pgdata))) return;
      await pause(POLL_MS);
    }
  }
  throw new Error(`The server left behind on ${pgdata} (process ${pid}) does not end`);
}

async function isServerOn(pid: number, pgdata: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  try {
    if (process.platform === 'linux')
      return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(pgdata));
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout.includes('postgres') && stdout.includes(pgdata);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  return signalProcess(pid, 0);
}

function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The file's text, or undefined where there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether there is anything at the path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export const checkout = join(import.meta.dirname, '..');

/** The platform as a user starts it, in processes of its own. */
export interface Platform {
  child: ChildProcess;
  /** What it has written so far, both streams. */
  output: () => string;
  /** Resolves with the address it printed, once it answers there; rejects when it ends before. */
  address: Promise<string>;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Run `npm start`, or the script behind it, on a data folder of one's own. */
export function startPlatform(
  folder: string,
  options: {
    command?: 'npm' | 'script' | 'main';
    env?: NodeJS.ProcessEnv;
    user?: Pick<SpawnOptions, 'uid' | 'gid'>;
    within?: string;
  } = {},
): Platform {
  const { command = 'script', env, user, within = checkout } = options;
  const inherited = { ...process.env };
  // What a test runner or npm left in the environment must not reach the product.
  for (const name of Object.keys(inherited)) {
    if (/^(npm_|VITEST|KECHUANG_|DATABASE_URL$|PORT$|HOST$|NODE_ENV$|NODE_OPTIONS$)/.test(name))
      delete inherited[name];
  }
  const [program, args] = {
    npm: ['npm', ['start']],
    script: [process.execPath, ['scripts/start.mjs']],
    main: [process.execPath, ['src/app/main.ts']],
  }[command] as [string, string[]];
  const child = spawn(program, args, {
    cwd: within,
    env: { ...inherited, KECHUANG_DATA: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: the tests can then kill all that a terminal would.
    detached: true,
    ...user,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const address = waitForAddress(child, () => text);
  // Whoever asks for the address sees the fault; those who only wait for the end must not fall over it.
  address.catch(() => undefined);
  return { child, output: () => text, address, ended };
}

async function waitForAddress(child: ChildProcess, output: () => string): Promise<string> {
  return until('the platform answers', async () => {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The platform ended before it served:\n${output()}`);
    }
    const address = /^\s*(http:\/\/[\w.:[\]-]+)\/?\s*$/m.exec(output())?.[1];
    if (!address) return undefined;
    const answer = await fetch(`${address}/`).catch(() => undefined);
    await answer?.arrayBuffer();
    return answer?.ok ? address : undefined;
  });
}

/** Wait for a condition, asking again and again, and say what never came. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  patienceMs = 90_000,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await pause(25);
  }
}

export interface RunningProcess {
  pid: number;
  parent: number;
  command: string;
}

/** Every process of this machine; the tests look for theirs by folder or by descent. */
export function listProcesses(): RunningProcess[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command]) => ({
      pid: Number(pid),
      parent: Number(parent),
      command: command ?? '',
    }));
}

/** Processes below the given one, itself left out. */
export function listDescendants(pid: number, all = listProcesses()): RunningProcess[] {
  return all
    .filter(({ parent }) => parent === pid)
    .flatMap((child) => [child, ...listDescendants(child.pid, all)]);
}

/** The Node process that serves, below the script that was started. */
export function findServingProcess(platform: Platform): RunningProcess {
  const main = listDescendants(platform.child.pid ?? 0).find(({ command }) =>
    command.includes('src/app/main.ts'),
  );
  if (!main) throw new Error(`No serving process below ${platform.child.pid}:\n${platform.output()}`);
  return main;
}

/** PostgreSQL processes and their watchers that work on a data folder. */
export function listServers(folder: string): RunningProcess[] {
  return listProcesses().filter(
    ({ command }) => command.includes(`-D ${folder}/`) && !command.includes('initdb'),
  );
}

/** Memory of a process that is in use now, in MB; Linux only. */
export function readResidentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

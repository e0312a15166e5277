import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashPassword } from '#kernel/access/sessions.ts';
import { administrate, layFolder, runCommand, startCommand } from '../command-line.ts';
import { listServers, startPlatform, until, type Platform } from '../platform.ts';

let home: string;
let data: string;
const started: Platform[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kechuang-kill-'));
  await chmod(home, 0o711);
  data = join(home, 'data');
});

afterEach(async () => {
  for (const platform of started.splice(0)) {
    platform.child.kill('SIGKILL');
    await platform.ended;
  }
  await until('no server is left', () => listServers(data).length === 0, 30_000);
  await rm(home, { recursive: true, force: true });
});

const rowsEach = 4000;
const table = (round: string): string =>
  `code,name,kind\n${Array.from({ length: rowsEach }, (_, line) => `${round}-${line},示例单位${line},company`).join('\n')}\n`;

const random = (limit: number): number => Math.floor(Math.random() * limit);

/** Rounds go on until the time is spent, but not longer than there is something to learn. */
async function repeat(
  limits: { rounds: number; seconds: number },
  round: (name: string) => Promise<void>,
): Promise<number> {
  const end = performance.now() + limits.seconds * 1000;
  let done = 0;
  while (done < limits.rounds && performance.now() < end) {
    done += 1;
    await round(`R${done}`);
  }
  return done;
}

function serve(env: NodeJS.ProcessEnv = { KECHUANG_SAMPLE: 'none' }): Platform {
  const platform = startPlatform(data, { command: 'main', env: { PORT: '0', ...env } });
  started.push(platform);
  return platform;
}

/** Rows of each round in a schema. */
async function countRounds(schema: 'register' | 'history'): Promise<Map<string, number>> {
  const rows = await administrate<{ round: string; n: number }>(
    data,
    `select split_part(code, '-', 1) as round, count(*)::int as n from ${schema}.organisation group by 1`,
  );
  return new Map(rows.map(({ round, n }) => [round, n]));
}

async function expectWholeOrNothing(acknowledged: ReadonlySet<string>): Promise<void> {
  for (const schema of ['register', 'history'] as const) {
    const found = await countRounds(schema);
    for (const [round, n] of found) expect(n, `${schema}: ${round}`).toBe(rowsEach);
    for (const round of acknowledged)
      expect(found.get(round), `${schema}: ${round} was acknowledged`).toBe(rowsEach);
  }
  const [{ unaccounted } = { unaccounted: -1 }] = await administrate<{ unaccounted: number }>(
    data,
    `select count(*)::int as unaccounted from history.organisation h
     where not exists (select from platform.audit_entry e where e.id = h.action_id and e.outcome = 'done')`,
  );
  expect(unaccounted).toBe(0);
}

test('kill -9 of the command in the middle of an import', async () => {
  await runCommand(data, 'migrate');
  const acknowledged = new Set<string>();
  let usual = 2000;
  const rounds = await repeat({ rounds: 6, seconds: 12 }, async (round) => {
    const file = join(home, `${round}.csv`);
    layFolder(home, { [`${round}.csv`]: table(round) });
    const begun = performance.now();
    const { child, ended } = startCommand(data, ['import', file, '--register', 'directory.organisation']);
    // The first goes through and shows how long one takes.
    if (round === 'R1') {
      expect((await ended).code).toBe(0);
      usual = performance.now() - begun;
      acknowledged.add(round);
      return;
    }
    const written = new Promise<void>((resolve) => {
      child.stderr?.on('data', (chunk: string) => {
        if (chunk.includes('新增')) resolve();
      });
    });
    // At any moment, or just when the rows were written and not yet committed.
    await Promise.race([
      ended,
      random(2) === 0 ? written.then(() => pause(random(40))) : pause(random(usual)),
    ]);
    child.kill('SIGKILL');
    const { code } = await ended;
    if (code === 0) acknowledged.add(round);
  });
  expect(rounds).toBeGreaterThan(2);
  await serve().address;
  await expectWholeOrNothing(acknowledged);
  expect(await runCommand(data, 'audit', 'verify')).toMatchObject({
    code: 0,
    json: { sound: true, findings: [] },
  });
});

test('kill -9 of the server in the middle of imports, each tried again under its key', async () => {
  let platform = serve();
  let address = await platform.address;
  await administrate(
    data,
    `insert into platform.account (name, display_name, role, password_hash) values ('officer', '示例经办人', 'officer', $1)`,
    [await hashPassword('a right password')],
  );
  const session = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'sign-in-once' },
    body: JSON.stringify({ name: 'officer', password: 'a right password' }),
  });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  const send = async (round: string): Promise<number> => {
    const response = await fetch(`${address}/api/registers/directory.organisation/import`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `import-of-${round}`, cookie },
      body: JSON.stringify({ content: Buffer.from(table(round)).toString('base64') }),
    });
    expect(response.status, await response.clone().text()).toBe(200);
    return ((await response.json()) as { added: number }).added;
  };
  const begun = performance.now();
  await send('FIRST');
  const usual = performance.now() - begun;
  const acknowledged = new Set(['FIRST']);

  const rounds = await repeat({ rounds: 3, seconds: 12 }, async (round) => {
    const answers = Promise.allSettled(
      ['a', 'b'].map(async (part) => {
        await send(`${round}${part}`);
        acknowledged.add(`${round}${part}`);
      }),
    );
    await pause(random(usual * 2.5));
    platform.child.kill('SIGKILL');
    await answers;
    await platform.ended;
    platform = serve();
    address = await platform.address;
    await expectWholeOrNothing(acknowledged);
    for (const part of ['a', 'b']) {
      // Done before or done now, the answer under its key is the same.
      expect(await send(`${round}${part}`)).toBe(rowsEach);
      acknowledged.add(`${round}${part}`);
    }
    await expectWholeOrNothing(acknowledged);
  });
  expect(rounds).toBeGreaterThan(0);
  expect(await runCommand(data, 'audit', 'verify')).toMatchObject({
    code: 0,
    json: { sound: true, findings: [] },
  });
  platform.child.kill('SIGTERM');
  expect(await platform.ended).toEqual({ code: 0, signal: null });
});

test('kill -9 of the first start in the middle of its import', async () => {
  const env = { KECHUANG_SAMPLE: 'jilin-2024' };
  const line = 1 + random(40);
  const killed = serve(env);
  await until(`line ${line} of the import`, () => killed.output().includes(`[${line}/`), 60_000);
  killed.child.kill('SIGKILL');
  await killed.ended;
  const platform = serve(env);
  const answer = (await (
    await fetch(`${await platform.address}/api/figures/achievements.empowered`)
  ).json()) as {
    reading: { value: string };
  };
  expect(answer.reading.value).toBe('1928');
  const [counts] = await administrate<{ actions: number; versions: number; rows: number }>(
    data,
    `select (select count(*)::int from platform.audit_entry where action = 'province.import') as actions,
            (select count(*)::int from history.achievement) as versions,
            (select count(*)::int from register.achievement) as rows`,
  );
  expect(counts?.actions).toBe(1);
  expect(counts?.versions).toBe(counts?.rows);
  expect(await runCommand(data, 'audit', 'verify')).toMatchObject({
    code: 0,
    json: { sound: true, findings: [] },
  });
});

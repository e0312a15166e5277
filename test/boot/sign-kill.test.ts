import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { administrate, runCommand } from '../command-line.ts';
import { listServers, startPlatform, until, type Platform } from '../platform.ts';

let home: string;
let data: string;
const started: Platform[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kechuang-sign-'));
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

function serve(): Platform {
  const platform = startPlatform(data, {
    command: 'main',
    env: { PORT: '0', KECHUANG_SAMPLE: 'jilin-2024' },
  });
  started.push(platform);
  return platform;
}

const random = (limit: number): number => Math.floor(Math.random() * limit);

/** Figures cited in each letter, with many rows each. */
const cited = 24;

let keys = 0;
async function post(address: string, cookie: string, path: string, body: unknown): Promise<{ code: string }> {
  const response = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `sign-kill-${(keys += 1)}`, cookie },
    body: JSON.stringify(body),
  });
  expect(response.status, `${path} ${await response.clone().text()}`).toBe(200);
  return (await response.json()) as { code: string };
}

async function signInAll(address: string): Promise<Record<string, string>> {
  const lines = (await readFile(join(data, 'keys', 'sample-accounts.txt'), 'utf8')).trim().split('\n');
  const cookies: Record<string, string> = {};
  for (const line of lines) {
    const [name = '', password = ''] = line.split(' ');
    const response = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `sign-in-${name}` },
      body: JSON.stringify({ name, password }),
    });
    cookies[name] = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  }
  return cookies;
}

/** A reply that waits for the signature. */
async function prepare(address: string, cookies: Record<string, string>, name: string): Promise<string> {
  const go = async (who: string, path: string, body: unknown): Promise<string> =>
    (await post(address, cookies[who] ?? '', path, body)).code;
  const suggestion = await go('office', '/api/suggestions', {
    code: name,
    title: `示例建议${name}`,
    session: '示例会议',
    deputy: '示例代表',
    content: '示例内容',
    raisedOn: '2026-01-20',
    assignedOn: '2026-02-02',
    assignedBy: 'DW-RDDB',
  });
  await go('office', `/api/suggestions/${suggestion}/accept`, { division: '示例处室' });
  const reply = await go('officer', `/api/suggestions/${suggestion}/replies`, { template: 'plain' });
  const sheet = (await (
    await fetch(`${address}/api/replies/${reply}`, { headers: { cookie: cookies.officer ?? '' } })
  ).json()) as { sections: { code: string; kind: string }[] };
  const section = sheet.sections.find(({ kind }) => kind === 'answer')?.code ?? '';
  const content = Array.from({ length: cited }, () => ({
    level: 0,
    inlines: ['赋权职务科技成果', { cite: { figure: 'achievements.empowered' } }, '。'],
  }));
  await go('officer', `/api/replies/${reply}/sections/${section}`, { version: 0, content });
  await go('officer', `/api/replies/${reply}/submit`, { category: 'A' });
  await go('division', `/api/replies/${reply}/review`, { verdict: 'pass' });
  await go('office', `/api/replies/${reply}/review`, { verdict: 'pass' });
  await go('secrecy', `/api/replies/${reply}/review`, { verdict: 'pass', publicity: 'open' });
  return reply;
}

/** What there is of a reply's seal; whole or nothing. */
async function expectWholeOrNothing(reply: string): Promise<'signed' | 'signing'> {
  const [found] = await administrate<{
    state: string;
    digest: string | null;
    letters: number;
    citations: number;
    rows: number;
    expected: number;
  }>(
    data,
    `select r.state, r.seal_digest as digest,
            (select count(*)::int from sealed.letter l where l.reply = r.code and l.digest = r.seal_digest) as letters,
            (select count(*)::int from sealed.citation c where c.reply = r.code) as citations,
            (select count(*)::int from sealed.row w where w.reply = r.code) as rows,
            (select coalesce(sum(c.rows), 0)::int from sealed.citation c where c.reply = r.code) as expected
     from register.reply r where r.code = $1`,
    [reply],
  );
  if (found?.state === 'signed') {
    expect(found).toMatchObject({ letters: 1, citations: cited, rows: found.expected });
    expect(found.rows).toBeGreaterThan(cited * 1000);
    return 'signed';
  }
  expect(found).toMatchObject({ state: 'signing', digest: null, letters: 0, citations: 0, rows: 0 });
  return 'signing';
}

test('kill -9 in the middle of signing seals a letter whole or not at all', async () => {
  let platform = serve();
  let address = await platform.address;
  let cookies = await signInAll(address);
  const rounds = 4;
  const replies: string[] = [];
  for (let round = 0; round <= rounds; round++) replies.push(await prepare(address, cookies, `K-${round}`));
  const [first = '', ...others] = replies;
  const begun = performance.now();
  await post(address, cookies.signer ?? '', `/api/replies/${first}/sign`, {});
  const usual = performance.now() - begun;
  expect(await expectWholeOrNothing(first)).toBe('signed');

  const end = performance.now() + 40_000;
  let done = 0;
  for (const reply of others) {
    if (performance.now() > end) break;
    done += 1;
    let acknowledged = false;
    const signing = post(address, cookies.signer ?? '', `/api/replies/${reply}/sign`, {}).then(
      () => {
        acknowledged = true;
      },
      // The connection ends with the server.
      (error: unknown) => expect(error).toBeInstanceOf(Error),
    );
    await pause(random(usual * 1.1));
    platform.child.kill('SIGKILL');
    await signing;
    await platform.ended;
    platform = serve();
    address = await platform.address;
    const state = await expectWholeOrNothing(reply);
    if (acknowledged) expect(state).toBe('signed');
    cookies = await signInAll(address);
    if (state === 'signing') await post(address, cookies.signer ?? '', `/api/replies/${reply}/sign`, {});
    expect(await expectWholeOrNothing(reply)).toBe('signed');
  }
  expect(done).toBeGreaterThan(1);
  expect(await runCommand(data, 'audit', 'verify')).toMatchObject({
    code: 0,
    json: { sound: true, findings: [], seals: 1 + 1 + done },
  });
}, 180_000);

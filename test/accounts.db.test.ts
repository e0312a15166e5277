/** Accounts, sessions, lent work: through the real doors. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionHeader } from '#kernel/contract/session-header.ts';
import { openTestDoors, type Answer, type Doors } from './doors.ts';
import { join } from 'node:path';

const sample = join(import.meta.dirname, '../sample/jilin-2024');

let doors: Doors;
let administrator: string;
let security: string;
beforeAll(async () => {
  doors = await openTestDoors(sample);
  administrator = await doors.signIn('administrator');
  security = await doors.signIn('security');
}, 120_000);
afterAll(async () => doors.close());

const signIn = (name: string, password: string, cookie?: string): Promise<Answer> =>
  doors.ask('POST', '/api/session', {
    body: { name, password },
    ...(cookie === undefined ? {} : { cookie }),
  });
const cookieOf = (answer: Answer): string => String(answer.headers['set-cookie']).split(';')[0] ?? '';
const who = async (cookie: string): Promise<{ role: string; name: string; lentTo: string | null } | null> =>
  (await doors.ask('GET', '/api/session', { cookie })).body.who;

async function openAccount(
  name: string,
  role: string,
  held: { organisation?: string; region?: string } = {},
): Promise<string> {
  const opened = await doors.ask('POST', '/api/accounts', {
    cookie: administrator,
    body: { name, displayName: `示例${name}` },
  });
  expect(opened.status, opened.text).toBe(200);
  const granted = await doors.ask('POST', `/api/accounts/${name}/role`, {
    cookie: security,
    body: { role, organisation: held.organisation ?? null, region: held.region ?? null, reason: '岗位需要' },
  });
  expect(granted.status, granted.text).toBe(200);
  const { password } = opened.body;
  const first = cookieOf(await signIn(name, password));
  const changed = await doors.ask('POST', '/api/session/password', {
    cookie: first,
    body: { old: password, new: `我的一句很长很长的密码 ${name}` },
  });
  expect(changed.status, changed.text).toBe(200);
  return first;
}

describe('an account', () => {
  test('is opened by one office and granted by another; neither does the other’s part', async () => {
    const byOther = await doors.ask('POST', '/api/accounts', {
      cookie: security,
      body: { name: 'nobody', displayName: '示例' },
    });
    expect(byOther.status).toBe(403);
    const opened = await doors.ask('POST', '/api/accounts', {
      cookie: administrator,
      body: { name: 'li.si', displayName: '示例李四' },
    });
    expect(opened.body.account).toMatchObject({ name: 'li.si', role: null, closed: false });
    // Without a role there is no way in, and the answer says who grants one.
    const early = await signIn('li.si', opened.body.password);
    expect(early.status).toBe(403);
    expect(early.body.zh).toContain('安全管理员');
    const self = await doors.ask('POST', '/api/accounts/li.si/role', {
      cookie: administrator,
      body: { role: 'officer', reason: '越权' },
    });
    expect(self.status).toBe(403);
    const unheld = await doors.ask('POST', '/api/accounts/li.si/role', {
      cookie: security,
      body: { role: 'bureau', region: '999999', organisation: 'NO', reason: '岗位需要' },
    });
    expect(unheld.status).toBe(422);
    expect(unheld.body.faults.map(({ at }: { at: string }) => at)).toEqual([
      '/body/region',
      '/body/organisation',
    ]);
    const own = await doors.ask('POST', '/api/accounts/security/role', {
      cookie: security,
      body: { role: 'officer', reason: '给自己' },
    });
    expect(own.status).toBe(403);
  });

  test('a command repeated under its key gives no second password, and opens no second account', async () => {
    const body = { name: 'wang', displayName: '示例王' };
    const one = await doors.ask('POST', '/api/accounts', {
      cookie: administrator,
      body,
      key: 'open-wang-once',
    });
    const again = await doors.ask('POST', '/api/accounts', {
      cookie: administrator,
      body,
      key: 'open-wang-once',
    });
    expect(one.body.password).toMatch(/^[\w-]{16}$/);
    expect(again.body.password).toBeNull();
    const other = await doors.ask('POST', '/api/accounts', { cookie: administrator, body });
    expect(other.status).toBe(409);
  });

  test('with a password given by another does nothing before it is changed; weak ones are refused', async () => {
    const opened = await doors.ask('POST', '/api/accounts', {
      cookie: administrator,
      body: { name: 'zhao', displayName: '示例赵' },
    });
    await doors.ask('POST', '/api/accounts/zhao/role', {
      cookie: security,
      body: { role: 'officer', reason: '岗位需要' },
    });
    const { password } = opened.body;
    const cookie = cookieOf(await signIn('zhao', password));
    const early = await doors.ask('GET', '/api/work', { cookie });
    expect(early.status).toBe(403);
    expect(early.body.zh).toContain('修改密码');
    for (const weak of ['short', 'aaaaaaaaaaaaaa', 'password12345', password]) {
      const refused = await doors.ask('POST', '/api/session/password', {
        cookie,
        body: { old: password, new: weak },
      });
      expect(refused.status, weak).toBe(422);
    }
    const wrong = await doors.ask('POST', '/api/session/password', {
      cookie,
      body: { old: 'no', new: '一句足够长的密码呀' },
    });
    expect(wrong.status).toBe(401);
    const done = await doors.ask('POST', '/api/session/password', {
      cookie,
      body: { old: password, new: '一句足够长的新密码 2026' },
    });
    expect(done.status, done.text).toBe(200);
    expect((await doors.ask('GET', '/api/work', { cookie })).status).toBe(200);
    // No password is in the log, in no form.
    const lines = JSON.stringify(await doors.house.administrate('select * from platform.audit_entry'));
    for (const secret of [password, '一句足够长的新密码']) expect(lines).not.toContain(secret);
  });

  test('a role that changes holds at the next request; a closed account is out at once', async () => {
    const cookie = await openAccount('sun', 'officer');
    expect((await doors.ask('GET', '/api/audit', { cookie })).status).toBe(403);
    await doors.ask('POST', '/api/accounts/sun/role', {
      cookie: security,
      body: { role: 'auditor', reason: '换岗' },
    });
    expect((await doors.ask('GET', '/api/audit', { cookie })).status).toBe(200);
    const write = await doors.ask('POST', '/api/registers/directory.person/records', {
      cookie,
      body: { row: {}, reason: '换岗之后' },
    });
    expect(write.status).toBe(403);
    await doors.ask('POST', '/api/accounts/sun/close', { cookie: administrator, body: { reason: '离岗' } });
    expect((await doors.ask('GET', '/api/audit', { cookie })).status).toBe(401);
    const after = await signIn('sun', '我的一句很长很长的密码 sun');
    expect(after.status).toBe(401);
    await doors.ask('POST', '/api/accounts/sun/reopen', { cookie: administrator, body: { reason: '回岗' } });
    expect((await signIn('sun', '我的一句很长很长的密码 sun')).status).toBe(200);
  });
});

describe('a session', () => {
  test('waits after five wrong tries, for a name that is there and one that is not, in the same words', async () => {
    await openAccount('qian', 'officer');
    const tries: [number, string][][] = [];
    for (const name of ['qian', 'no-such-name']) {
      const answers: [number, string][] = [];
      for (let n = 0; n < 7; n++) {
        const { status, body } = await signIn(name, 'wrong wrong wrong');
        answers.push([status, body.code]);
      }
      tries.push(answers);
    }
    expect(tries[0]).toEqual(tries[1]);
    expect(tries[0]?.map(([status]) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    // The right password waits too; a restart forgives nothing, since the database counts.
    expect((await signIn('qian', '我的一句很长很长的密码 qian')).status).toBe(429);
    await doors.house.administrate(`update platform.sign_in_try set at = at - interval '11 minutes'`);
    expect((await signIn('qian', '我的一句很长很长的密码 qian')).status).toBe(200);
  }, 120_000);

  test('gets a new token at each signing in; the one of before is dead', async () => {
    const first = await openAccount('zhou', 'officer');
    const again = await signIn('zhou', '我的一句很长很长的密码 zhou', first);
    const second = cookieOf(again);
    expect(second).not.toBe(first);
    expect(await who(first)).toBeNull();
    expect(await who(second)).toMatchObject({ role: 'officer' });
    expect(String(again.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
    const [kept] = await doors.house.administrate<{ n: number }>(
      `select count(*)::int as n from platform.session where token_hash = $1`,
      [second.split('=')[1]],
    );
    expect(kept?.n).toBe(0);
  });

  test('ends after fifteen minutes without a request, and after twelve hours with', async () => {
    for (const [column, age, alive] of [
      ['seen_at', '14 minutes', true],
      ['seen_at', '16 minutes', false],
      ['opened_at', '11 hours', true],
      ['opened_at', '13 hours', false],
    ] as const) {
      const cookie = await doors.signIn('division');
      await doors.house.administrate(
        `update platform.session set ${column} = now() - interval '${age}' where account = 'division'`,
      );
      expect((await who(cookie)) !== null, `${column} ${age}`).toBe(alive);
      // A door that answers anyone tells a page that its session has run out.
      const open = await doors.ask('GET', '/api/registers', { cookie });
      expect([open.status, open.headers[sessionHeader]]).toEqual([200, alive ? undefined : 'ended']);
      await doors.house.administrate(`delete from platform.session where account = 'division'`);
    }
  });

  test('takes no write that another site’s page sent', async () => {
    const cookie = await doors.signIn('officer');
    const send = (headers: Record<string, string>): Promise<Answer> =>
      doors.ask('POST', '/api/registers/directory.person/records', {
        cookie,
        body: { row: {}, reason: '跨站' },
        headers,
      });
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of foreign) {
      const { status, body } = await send(headers);
      expect(status, JSON.stringify(headers)).toBe(403);
      expect(body.zh).toContain('别的网站');
    }
    expect((await send({ 'sec-fetch-site': 'same-origin' })).status).toBe(422);
  });
});

describe('work lent', () => {
  const lend = (cookie: string, borrower: string, beginsOn: string, endsOn: string): Promise<Answer> =>
    doors.ask('POST', '/api/delegations', { cookie, body: { borrower, beginsOn, endsOn, reason: '出差' } });
  const day = async (offset: number): Promise<string> => {
    const [row] = await doors.house.administrate<{ day: string }>(
      `select ((now() at time zone 'Asia/Shanghai')::date + $1::int)::text as day`,
      [offset],
    );
    return row?.day ?? '';
  };

  test('is done in the lender’s place, with both names in the log, until its last day or until it is taken back', async () => {
    const lender = await openAccount('wu', 'officer');
    const borrower = await openAccount('zheng', 'division');
    const made = await lend(lender, 'zheng', await day(0), await day(7));
    expect(made.status, made.text).toBe(200);
    const acting = await doors.ask('POST', '/api/session/acting', {
      cookie: borrower,
      body: { delegation: made.body.id },
    });
    expect(acting.body.who).toMatchObject({ role: 'officer', account: 'wu', lentTo: 'zheng' });
    const row = { code: 'RY-LENT1', name: '示例代办', organisation: 'DW-U06' };
    const written = await doors.ask('POST', '/api/registers/directory.person/records', {
      cookie: borrower,
      body: { row, reason: '代办登记' },
    });
    expect(written.status, written.text).toBe(200);
    const [line] = await doors.house.administrate<{ actor: string }>(
      `select actor from platform.audit_entry where reason = '代办登记' and outcome = 'done'`,
    );
    expect(line?.actor).toBe('示例zheng（代示例wu）');
    // What is not lent: the password, and lending on.
    expect((await lend(borrower, 'qian', await day(0), await day(1))).status).toBe(403);
    await doors.ask('DELETE', `/api/delegations/${made.body.id}`, { cookie: lender });
    expect(await who(borrower)).toMatchObject({ role: 'division', lentTo: null });
    const again = await doors.ask('POST', '/api/session/acting', {
      cookie: borrower,
      body: { delegation: made.body.id },
    });
    expect(again.status).toBe(403);
  });

  test('is refused with all faults: oneself, nobody, past, out of order, too long, and the three offices', async () => {
    const lender = await openAccount('feng', 'officer');
    const [past, today, soon, far] = [await day(-9), await day(0), await day(3), await day(200)];
    const faultsOf = async (borrower: string, from: string, to: string): Promise<number> =>
      (await lend(lender, borrower, from, to)).body.faults?.length ?? 0;
    expect(await faultsOf('feng', today, soon)).toBe(1);
    expect(await faultsOf('no-such', past, past)).toBe(2);
    expect(await faultsOf('no-such', soon, today)).toBe(2);
    expect(await faultsOf('zheng', today, far)).toBe(1);
    for (const office of ['administrator', 'security']) expect(await faultsOf(office, today, soon)).toBe(1);
    expect((await lend(administrator, 'feng', today, soon)).body.faults).toHaveLength(1);
  });

  test('that has not begun or is over is not acted under, nor is another’s', async () => {
    const lender = await openAccount('chen', 'officer');
    const borrower = await openAccount('chu', 'division');
    const made = await lend(lender, 'chu', await day(2), await day(7));
    const body = { delegation: made.body.id };
    expect((await doors.ask('POST', '/api/session/acting', { cookie: borrower, body })).status).toBe(403);
    expect((await doors.ask('POST', '/api/session/acting', { cookie: lender, body })).status).toBe(403);
    const stranger = await doors.signIn('office');
    expect((await doors.ask('POST', '/api/session/acting', { cookie: stranger, body })).status).toBe(404);
  });
});

describe('a personal value', () => {
  test('is shown in full for a reason, which stays with who asked; never without, never out of scope', async () => {
    const officer = await doors.signIn('officer');
    const row = {
      code: 'RY-ID1',
      name: '示例持证',
      organisation: 'DW-U06',
      identityNumber: '110101199003070011',
    };
    const url = '/api/registers/directory.person/records';
    const added = await doors.ask('POST', url, { cookie: officer, body: { row, reason: '补录' } });
    if (added.status !== 200) throw new Error(added.text);
    const reveal = (cookie: string, body: unknown): Promise<Answer> =>
      doors.ask('POST', `${url}/RY-ID1/reveal`, { cookie, body });
    const body = { field: 'identityNumber', reason: '核对身份' };
    expect((await reveal(officer, { field: 'identityNumber' })).status).toBe(422);
    expect((await reveal(officer, body)).body.value).toBe('110101199003070011');
    const institution = await doors.signIn('institution', 'DW-U06');
    expect((await reveal(institution, body)).body.value).toBe('110101199003070011');
    const other = await doors.signIn('institution', 'DW-U11');
    expect((await reveal(other, body)).status).toBe(404);
    expect((await reveal(await doors.signIn('auditor'), body)).status).toBe(403);
    const lines = await doors.house.administrate<{ subject: string; reason: string; outcome: string }>(
      `select subject, reason, outcome from platform.audit_entry where action = 'personal.reveal' order by at, id`,
    );
    expect(lines.filter(({ outcome }) => outcome === 'done')).toHaveLength(2);
    expect(lines.every(({ subject }) => subject === 'directory.person/RY-ID1/identityNumber')).toBe(true);
    expect(
      JSON.stringify(await doors.house.administrate('select * from platform.audit_entry')),
    ).not.toContain('110101199003070011');
    // The auditor reads the log without the name.
    const log = await doors.ask('GET', '/api/audit?pageSize=50', { cookie: await doors.signIn('auditor') });
    expect(log.text).not.toContain('示例持证');
  });
});

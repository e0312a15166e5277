import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registers } from '#app/house.ts';
import { linkEntries, verifyLog } from '#kernel/audit/chain.ts';
import { openTestDoors, type Answer, type Doors } from './doors.ts';
import { seenOf } from './seen.ts';

let doors: Doors;
let officer: string;
beforeAll(async () => {
  doors = await openTestDoors();
  officer = await doors.signIn('officer');
  await add('directory.organisation', { code: 'O-1', name: '示例单位', kind: 'university' });
  await add('transfer.transfer-contract', { ...contract, code: 'C-1' });
});
afterAll(async () => {
  await linkEntries(doors.house.db, doors.house.vault);
  const { findings } = await verifyLog(doors.house.db, registers.ordered, doors.house.vault);
  await doors.close();
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
});

const organisations = '/api/registers/directory.organisation';
const contract = {
  title: '示例合同',
  mode: 'licence',
  seller: 'O-1',
  amount: '100.00',
  signedOn: '2024-01-01',
};
const add = (register: string, row: unknown, key?: string): Promise<Answer> =>
  doors.ask('POST', `/api/registers/${register}/records`, { cookie: officer, key, body: { row } });
const json = (content: string) => ({ content, type: 'application/json' });
const countContracts = async (): Promise<number> =>
  Number(
    (
      await doors.house.administrate<{ n: number }>(
        'select count(*)::int as n from history.transfer_contract',
      )
    )[0]?.n,
  );

describe('bodies', () => {
  const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  test.each([
    ['nested 20 000 deep', json(`{"row":{"code":${deep(20_000)}}}`)],
    ['nested 500 000 deep', json(`{"row":${deep(500_000)}}`)],
    [
      '100 000 surplus fields',
      json(
        JSON.stringify({ row: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`f${i}`, i])) }),
      ),
    ],
    ['a surplus field beside the row', json('{"row":{},"rows":[]}')],
    ['a row that is a list', json('{"row":[]}')],
    ['a row that is a text', json('{"row":"code"}')],
    ['constructor pollution', json('{"row":{"constructor":{"prototype":{"admin":true}}}}')],
    ['a number beyond doubles', json('{"row":{"amount":1e999}}')],
    ['a lone surrogate as a field name', json('{"row":{"\\ud800":1}}')],
    ['a NUL as a name beside the row', json('{"row":{},"a\\u0000b":1}')],
    ['plain text, as a form of another site would send it', { content: '{"row":{}}', type: 'text/plain' }],
    ['a form', { content: 'row=1', type: 'application/x-www-form-urlencoded' }],
    [
      'bytes that are no UTF-8',
      { content: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), type: 'application/json' },
    ],
  ] as const)('%s', async (_name, raw) => {
    const answer = await doors.ask('POST', `${organisations}/records`, { cookie: officer, raw });
    expect([400, 413, 415, 422], answer.text.slice(0, 300)).toContain(answer.status);
    expect(answer.type).toContain('problem+json');
    expect(answer.text.length).toBeLessThan(200_000);
  });
});

describe('values that look right', () => {
  test.each([
    '１００',
    '1e3',
    '1E3',
    '+1',
    '1,000',
    '1 000',
    '1.005',
    '.5',
    '5.',
    '-0.01',
    '0x10',
    '¥1',
    'NaN',
    'Infinity',
    '1'.repeat(40),
    '١٠٠',
    '',
    ' ',
    100.5,
    0.1 + 0.2,
    1e21,
    true,
    null,
    [],
    {},
    ['1'],
  ])('an amount of %j is refused', async (amount) => {
    const before = await countContracts();
    const answer = await add('transfer.transfer-contract', { ...contract, code: 'C-X', amount });
    expect(answer.status, answer.text).toBe(422);
    expect(answer.body.faults[0].at).toBe('/row/amount');
    expect(await countContracts()).toBe(before);
  });

  test.each([
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-1-1',
    '20240101',
    '2024-01-01T00:00:00Z',
    '2024/01/01',
    '0000-01-01',
    '-0001-01-01',
    '10000-01-01',
    'today',
    'infinity',
    '-infinity',
    'epoch',
    '２０２４-01-01',
    20240101,
    ['2024-01-01'],
  ])('a date of %j is refused', async (signedOn) => {
    const answer = await add('transfer.transfer-contract', { ...contract, code: 'C-X', signedOn });
    expect(answer.status, answer.text).toBe(422);
    expect(answer.body.faults[0].at).toBe('/row/signedOn');
  });

  test.each([
    ['1', '1.00'],
    ['1.5', '1.50'],
    ['0', '0.00'],
    ['9999999999999.99', '9999999999999.99'],
  ])('an amount of %s is kept to the fen', async (amount, kept) => {
    const code = `C-OK-${amount}`;
    const answer = await add('transfer.transfer-contract', { ...contract, code, amount });
    expect(answer.status, answer.text).toBe(200);
    const page = await doors.ask('GET', `/api/registers/transfer.transfer-contract/records/${code}`);
    expect(page.body.cells.amount).toBe(kept);
  });

  test.each([
    'x'.repeat(10_000),
    'a/b',
    'a b',
    'a\tb',
    '\u200b',
    'a\u2028b',
    '%2e',
    '~',
    "a'b",
    'a"b',
    '中文编号',
    '👍',
  ])('a key of %j is refused, or found again under it', async (code) => {
    const answer = await add('directory.organisation', { code, name: '示例', kind: 'company' });
    if (answer.status === 422) return;
    expect(answer.status).toBe(200);
    const page = await doors.ask('GET', `${organisations}/records/${encodeURIComponent(code)}`);
    expect([page.status, page.body.code]).toEqual([200, code]);
  });
});

describe('addresses', () => {
  test.each([
    '/api/registers/%zz/records',
    '/api/registers/%ff/records',
    `/api/registers/${'x'.repeat(400)}/records`,
    `/api/registers/${'x'.repeat(4000)}/records`,
    `${organisations}/records/..%2f..%2fetc%2fpasswd`,
    `${organisations}/records/%00`,
    `${organisations}/records/%ed%a0%80`,
    `${organisations}/records?page=99999999999999999999`,
    `${organisations}/records?page=-1`,
    `${organisations}/records?page=1.5`,
    `${organisations}/records?page=1&page=2`,
    `${organisations}/records?filters=%7B%22code%22%3A%22%5Cu0000%22%7D`,
    '/api/figures/achievements.empowered?asOf=0000-01-01',
    '/api/figures/achievements.empowered?asOf=infinity',
    '/api/figures/race.projects?params=%7B%22year%22%3A-1%7D',
    '/api/figures/race.projects?params=%7B%22year%22%3A2024.5%7D',
    '/api/figures/alliance.council?params=%7B%22alliance%22%3A%22%5Cu0000%22%7D',
    '/api/figures/alliance.council?params=%7B%22alliance%22%3A%7B%7D%7D',
    '/api//registers',
    '/api/registers/',
  ])('%s is refused', async (url) => {
    const answer = await doors.ask('GET', url);
    expect([400, 404, 414, 422], answer.text.slice(0, 300)).toContain(answer.status);
    expect(answer.type).toContain('problem+json');
  });

  test.each([
    `${organisations}/records?page=1000000`,
    '/api/search?q=%ed%a0%80',
    '/api/figures/alliance.council?params=%7B%22alliance%22%3A%22%5Cud800%22%7D',
    `${organisations}/records?filters=%7B%22code%22%3A%22%5Cud800%22%7D`,
    `${organisations}/records?filters=%5B%5D`,
    `${organisations}/records?filters=null`,
    `${organisations}/records?filters=%7B%22code%22%3A%7B%22a%22%3A1%7D%7D`,
    `${organisations}/records?filters=%7B%22__proto__%22%3A%22x%22%7D`,
    `${organisations}/records?sort=__proto__`,
    '/api/figures/achievements.empowered?asOf=0001-01-01',
    '/api/figures/achievements.empowered?asOf=9999-12-31',
    '/api/figures/alliance.council?params=%7B%22alliance%22%3A%22%27%3B--%22%7D',
  ])('%s is answered or refused, and breaks nothing', async (url) => {
    expect((await doors.ask('GET', url)).status).toBeLessThan(500);
  });

  test.each([
    'now',
    'infinity',
    '-infinity',
    'epoch',
    '2025-01-01',
    '2025-01-01T00:00:00',
    '2025-01-01T24:00:01Z',
    '2025-02-30T00:00:00Z',
    '2025-01-01T00:00:00%2B99:00',
    '275760-09-13T00:00:00Z',
    '%27',
  ])('knownAt=%s is refused', async (instant) => {
    const answer = await doors.ask('GET', `/api/figures/achievements.empowered?knownAt=${instant}`, {
      cookie: officer,
    });
    expect(answer.status, answer.text.slice(0, 300)).toBe(422);
  });

  test('an instant before there were instants', async () => {
    for (const instant of [
      '0001-01-01T00:00:00Z',
      '1970-01-01T00:00:00Z',
      '2025-06-01T00:00:00.123456%2B08:00',
    ]) {
      const answer = await doors.ask('GET', `/api/figures/achievements.empowered?knownAt=${instant}`, {
        cookie: officer,
      });
      expect([200, 422], answer.text.slice(0, 300)).toContain(answer.status);
    }
  });
});

describe('sessions and keys', () => {
  test.each([
    'kechuang=',
    'kechuang_session=%00',
    "x=' or 1=1",
    `a=${'b'.repeat(6000)}`,
    ';;;===',
    '__proto__=1',
  ])('a cookie of %j signs nobody in', async (cookie) => {
    const answer = await doors.ask('GET', '/api/session', { cookie });
    expect(answer.status).toBe(200);
    expect(answer.body.who).toBeNull();
  });

  test('a cookie with a letter changed signs nobody in', async () => {
    const last = officer.at(-1) ?? '';
    const changed = officer.slice(0, -1) + (last === 'A' ? 'B' : 'A');
    expect((await doors.ask('GET', '/api/session', { cookie: changed })).body.who).toBeNull();
    const answer = await doors.ask('POST', `${organisations}/records`, {
      cookie: changed,
      body: { row: {} },
    });
    expect(answer.status).toBe(401);
  });

  test('a key used for one command is refused for another', async () => {
    const key = 'one-key-two-commands';
    expect(
      (await add('directory.organisation', { code: 'K-1', name: '示例', kind: 'company' }, key)).status,
    ).toBe(200);
    const withdrawn = await doors.ask(
      'DELETE',
      `${organisations}/records/K-1?reason=${encodeURIComponent('误录')}&seen=1`,
      { cookie: officer, key },
    );
    expect(withdrawn.body.code).toBe('key-reused');
    expect((await doors.ask('GET', `${organisations}/records/K-1`)).status).toBe(200);
  });

  test('a refused command is refused alike under its key, with its one line', async () => {
    const key = 'refused-and-repeated';
    const row = { code: 'K-2', name: '', kind: 'company' };
    const lines = async () =>
      Number(
        (
          await doors.house.administrate<{ n: number }>('select count(*)::int as n from platform.audit_entry')
        )[0]?.n,
      );
    const before = await lines();
    const [one, other] = [
      await add('directory.organisation', row, key),
      await add('directory.organisation', row, key),
    ];
    expect([one.status, other.status]).toEqual([422, 422]);
    expect(other.body.faults).toEqual(one.body.faults);
    expect(await lines()).toBe(before + 1);
  });
});

describe('corrections and withdrawals', () => {
  const correct = async (row: unknown, reason: unknown = '更正', code = 'C-1'): Promise<Answer> => {
    const address = `/api/registers/transfer.transfer-contract/records/${code}`;
    const seen = await seenOf(doors, address, officer);
    return doors.ask('PATCH', address, { cookie: officer, body: { row, reason, seen } });
  };

  test.each([
    ['of the key', { code: 'C-2' }, '更正'],
    ['to nothing of what is needed', { title: null }, '更正'],
    ['to an end before the beginning', { endedOn: '2023-12-31' }, '更正'],
    ['of a field that is not there', { colour: 'red' }, '更正'],
    ['to an organisation that is not there', { seller: 'O-9' }, '更正'],
    ['without a reason', { title: '示例' }, ''],
    ['for a blank reason', { title: '示例' }, '   '],
    ['for a reason that is a number', { title: '示例' }, 5],
    ['for an endless reason', { title: '示例' }, '因'.repeat(100_000)],
  ])('a correction %s is refused', async (_name, row, reason) => {
    const before = await countContracts();
    const answer = await correct(row, reason);
    expect(answer.status, answer.text.slice(0, 300)).toBe(422);
    expect(await countContracts()).toBe(before);
  });

  test('a correction that changes nothing makes no version', async () => {
    const before = await countContracts();
    expect((await correct({})).status).toBe(200);
    expect((await correct({ amount: '100' })).status).toBe(200);
    expect(await countContracts()).toBe(before);
  });

  test('what is not there is neither corrected nor withdrawn', async () => {
    expect((await correct({ title: '示例' }, '更正', 'C-NONE')).status).toBe(404);
    const url = '/api/registers/transfer.transfer-contract/records';
    expect(
      (
        await doors.ask('DELETE', `${url}/C-NONE?reason=${encodeURIComponent('误录')}&seen=1`, {
          cookie: officer,
        })
      ).status,
    ).toBe(404);
    expect((await doors.ask('DELETE', `${url}/C-1`, { cookie: officer })).status).toBe(422);
  });
});

describe('files', () => {
  const send = (content: unknown, fileName?: unknown): Promise<Answer> =>
    doors.ask('POST', `${organisations}/import`, { cookie: officer, body: { content, fileName } });
  const base64 = (text: string): string => Buffer.from(text).toString('base64');

  test.each([
    ['no text', 5],
    ['nothing', ''],
    ['a header alone with a stranger', base64('code,name,kind,colour\n')],
    ['a header given in two languages', base64('code,编号,名称,类别\n')],
    ['a line of 100 000 commas', base64(`code,name,kind\n${','.repeat(100_000)}\n`)],
    ['a page of HTML', base64('<!doctype html><html><body>登录</body></html>')],
    ['a spreadsheet', base64('PK\u0003\u0004\u0014\u0000\u0006\u0000')],
    ['JSON', base64('[{"code":"X"}]')],
    [
      '20 000 lines, each with a fault',
      base64(`code,name,kind\n${Array.from({ length: 20_000 }, (_, i) => `B-${i},示例,planet`).join('\n')}`),
    ],
  ])('%s is refused', async (_name, content) => {
    const answer = await send(content);
    expect([400, 422], answer.text.slice(0, 300)).toContain(answer.status);
    expect(answer.text.length).toBeLessThan(200_000);
  });

  test('a header without rows adds none', async () => {
    expect((await send(base64('code,name,kind\n'))).body).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 0,
    });
  });

  test('a file name is only words', async () => {
    for (const fileName of ['../../etc/passwd', 'a\u0000b', '<b>x</b>.csv', 'x'.repeat(5000), 5]) {
      const answer = await send(base64('code,name,kind\nF-1,,company\n'), fileName);
      expect(answer.status).toBe(422);
      expect(answer.type).toContain('problem+json');
    }
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDoors, type Doors } from './doors.ts';
import { seenOf } from './seen.ts';

let doors: Doors;
let officer: string;
let auditor: string;
beforeAll(async () => {
  doors = await openTestDoors();
  officer = await doors.signIn('officer');
  auditor = await doors.signIn('auditor');
});
afterAll(async () => doors.close());

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const organisations = '/api/registers/directory.organisation';
const addOrganisation = (code: string, more: Record<string, unknown> = {}, key?: string) =>
  doors.ask('POST', `${organisations}/records`, {
    cookie: officer,
    key,
    body: { row: { code, name: `示例单位${code}`, kind: 'company', ...more } },
  });

/** Every table's size and the log's, to see that a refusal wrote nothing but its line. */
const countRows = async (): Promise<number> =>
  Number(
    (
      await doors.house.administrate<{ n: string }>(
        'select (select count(*) from history.organisation) + (select count(*) from history.receipt) as n',
      )
    )[0]?.n,
  );

describe('sessions and permissions', () => {
  test('a wrong password and an unknown account are refused alike, and tries are limited', async () => {
    const wrong = await doors.ask('POST', '/api/session', { body: { name: 'officer', password: 'x' } });
    const unknown = await doors.ask('POST', '/api/session', { body: { name: 'nobody-here', password: 'x' } });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body.zh).toBe(unknown.body.zh);
    for (let i = 0; i < 5; i++)
      await doors.ask('POST', '/api/session', { body: { name: 'tried-often', password: 'x' } });
    expect(
      (await doors.ask('POST', '/api/session', { body: { name: 'tried-often', password: 'x' } })).status,
    ).toBe(429);
  });

  test.each([
    ['POST', `${organisations}/records`, { row: {} }],
    ['PATCH', `${organisations}/records/X`, { row: {}, reason: '更正' }],
    ['DELETE', `${organisations}/records/X?reason=更正理由`, undefined],
    ['POST', `${organisations}/import`, { content: '' }],
  ] as const)('%s %s needs an officer; the refusal is in the log', async (method, url, body) => {
    const nobody = await doors.ask(method, encodeURI(url), { body });
    expect(nobody.status).toBe(401);
    expect(nobody.type).toContain('application/problem+json');
    expect(nobody.body).toMatchObject({ code: 'not-signed-in', type: '/problems/not-signed-in' });
    const reader = await doors.ask(method, encodeURI(url), { body, cookie: auditor });
    expect(reader.status).toBe(403);
    const log = await doors.ask('GET', '/api/audit?pageSize=1', { cookie: auditor });
    expect(log.body.entries[0]).toMatchObject({ outcome: 'refused', actor: '示例审计员' });
  });

  test('the log is for auditors, the past for staff', async () => {
    expect((await doors.ask('GET', '/api/audit')).status).toBe(401);
    expect((await doors.ask('GET', '/api/audit', { cookie: officer })).status).toBe(403);
    const past = '/api/figures/achievements.empowered?knownAt=2026-01-01T00:00:00Z';
    expect((await doors.ask('GET', past)).body.code).toBe('not-signed-in');
    expect((await doors.ask('GET', past, { cookie: officer })).body.reading.value).toBe('0');
    const future = await doors.ask(
      'GET',
      '/api/figures/achievements.empowered?knownAt=2199-01-01T00:00:00Z',
      { cookie: officer },
    );
    expect(future.body.code).toBe('invalid-input');
  });

  test('a session ends', async () => {
    const cookie = await doors.signIn('officer');
    expect((await doors.ask('GET', '/api/session', { cookie })).body.who.name).toBe('示例经办人');
    await doors.ask('DELETE', '/api/session', { cookie });
    expect((await doors.ask('GET', '/api/session', { cookie })).body.who).toBeNull();
  });
});

describe('writes', () => {
  test('a key is required and must have its form', async () => {
    for (const key of [null, 'short', 'has blank in it', 'x'.repeat(201)]) {
      const answer = await doors.ask('POST', `${organisations}/records`, {
        cookie: officer,
        key,
        body: { row: {} },
      });
      expect(answer.body.code).toBe('key-missing');
    }
  });

  test('the same command twice at once is done once and answered alike', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => addOrganisation('W-TWICE', {}, 'twice-at-once')),
    );
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    const [{ n } = { n: 0 }] = await doors.house.administrate<{ n: number }>(
      "select count(*)::int as n from history.organisation where code = 'W-TWICE'",
    );
    expect(n).toBe(1);
  });

  test('add, correct, withdraw; history keeps every version and its reason', async () => {
    await addOrganisation('W-1');
    const corrected = await doors.ask('PATCH', `${organisations}/records/W-1`, {
      cookie: officer,
      body: {
        row: { name: '示例改名' },
        reason: '名称录错',
        seen: await seenOf(doors, `${organisations}/records/W-1`, officer),
      },
    });
    expect(corrected.status).toBe(200);
    const page = await doors.ask('GET', `${organisations}/records/W-1`, { cookie: officer });
    expect(page.body.history).toMatchObject([
      {
        operation: 'update',
        actor: '示例经办人',
        reason: '名称录错',
        changes: [{ column: 'name', before: '示例单位W-1', after: '示例改名' }],
      },
      { operation: 'insert' },
    ]);
    const open = await doors.ask('GET', `${organisations}/records/W-1`);
    expect(open.body.history[0]).toMatchObject({ actor: null, reason: null });
    const withdrawn = await doors.ask(
      'DELETE',
      `${organisations}/records/W-1?reason=${encodeURIComponent('误录')}&seen=${await seenOf(doors, `${organisations}/records/W-1`, officer)}`,
      { cookie: officer },
    );
    expect(withdrawn.status).toBe(200);
    expect((await doors.ask('GET', `${organisations}/records/W-1`)).status).toBe(404);
  });

  test('a record others refer to is not withdrawn; the refusal names who', async () => {
    await addOrganisation('W-REF');
    await doors.ask('POST', '/api/registers/directory.person/records', {
      cookie: officer,
      body: {
        row: { code: 'P-1', name: '示例人员', organisation: 'W-REF', identityNumber: '11010519491231002X' },
      },
    });
    const answer = await doors.ask(
      'DELETE',
      `${organisations}/records/W-REF?reason=${encodeURIComponent('误录')}&seen=${await seenOf(doors, `${organisations}/records/W-REF`, officer)}`,
      { cookie: officer },
    );
    expect(answer.body).toMatchObject({ code: 'still-referenced', zh: expect.stringContaining('人员') });
  });

  test('identity numbers are encrypted at rest and masked to staff', async () => {
    const stored = await doors.house.administrate<{ identity_number: string }>(
      "select identity_number from register.person where code = 'P-1'",
    );
    expect(stored[0]?.identity_number).toMatch(/^aes256gcm:/);
    const seen = await doors.ask('GET', '/api/registers/directory.person/records/P-1', { cookie: officer });
    expect(seen.body.cells.identityNumber).toBe('110105********002X');
    const everything = await doors.house.administrate<{ text: string }>(
      "select coalesce(string_agg(t::text, ' '), '') as text from (select to_jsonb(h) from history.person h union all select to_jsonb(e) from platform.audit_entry e union all select to_jsonb(c) from platform.command c) s(t)",
    );
    expect(everything[0]?.text).not.toContain('11010519491231002X');
  });

  test('all faults at once, with their places, nothing written', async () => {
    const before = await countRows();
    const answer = await doors.ask('POST', '/api/registers/transfer.receipt/records', {
      cookie: officer,
      body: {
        row: { code: 'a b', contract: 'NONE', receivedOn: '2023-02-30', amount: '1e30', colour: 'red' },
      },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.faults.map((fault: { at: string }) => fault.at).sort()).toEqual([
      '/row/amount',
      '/row/code',
      '/row/colour',
      '/row/contract',
      '/row/receivedOn',
    ]);
    const dangling = await doors.ask('POST', '/api/registers/transfer.receipt/records', {
      cookie: officer,
      body: { row: { code: 'R-1', contract: 'NONE', receivedOn: '2023-02-28', amount: '1' } },
    });
    expect(dangling.body.faults).toMatchObject([
      { at: '/row/contract', zh: expect.stringContaining('不在“转化合同”中') },
    ]);
    expect(await countRows()).toBe(before);
  });

  test('an import with one bad line writes none, and names the line', async () => {
    const before = await countRows();
    const content = base64('code,name,kind\nI-1,示例一,company\nI-2,,company\nI-3,示例三,planet\n');
    const answer = await doors.ask('POST', `${organisations}/import`, {
      cookie: officer,
      body: { fileName: '单位.csv', content },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.faults.map((fault: { at: string }) => fault.at)).toEqual([
      '单位.csv 第 3 行 · 名称（name）',
      '单位.csv 第 4 行 · 类别（kind）',
    ]);
    expect(await countRows()).toBe(before);
  });

  test('an import adds, changes and leaves alone; a column not sent stays', async () => {
    const first = base64(
      'code,name,kind,establishedOn\nJ-1,示例一,company,2001-01-01\nJ-2,示例二,company,\n',
    );
    expect(
      (await doors.ask('POST', `${organisations}/import`, { cookie: officer, body: { content: first } }))
        .body,
    ).toMatchObject({ added: 2, changed: 0, unchanged: 0 });
    const second = base64('code,name,kind\nJ-1,示例一,company\nJ-2,示例二改,company\nJ-3,示例三,company\n');
    expect(
      (await doors.ask('POST', `${organisations}/import`, { cookie: officer, body: { content: second } }))
        .body,
    ).toMatchObject({ added: 1, changed: 1, unchanged: 1 });
    const kept = await doors.ask('GET', `${organisations}/records/J-1`);
    expect(kept.body.cells.establishedOn).toBe('2001-01-01');
  });
});

test('an export holds what the list shows: the same search and filters', async () => {
  await addOrganisation('X-1', { name: '示例甲单位', kind: 'university' });
  await addOrganisation('X-2', { name: '示例乙单位', kind: 'hospital' });
  const query = `search=${encodeURIComponent('甲单位')}&filters=${encodeURIComponent('{"kind":"university"}')}`;
  const exported = await doors.ask('GET', `${organisations}/records.csv?${query}`);
  const lines = exported.text.trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('X-1,示例甲单位,高等学校');
  expect((await doors.ask('GET', `${organisations}/records?${query}`)).body.total).toBe(1);
});

describe('hostile input', () => {
  test.each([
    ['no JSON', { content: '{"row":', type: 'application/json' }, 400, 'unreadable-body'],
    ['an empty body', { content: '', type: 'application/json' }, 400, 'unreadable-body'],
    ['XML', { content: '<a/>', type: 'application/xml' }, 415, 'wrong-media-type'],
    ['40 MB', { content: Buffer.alloc(40 * 1024 * 1024, 0x20), type: 'application/json' }, 413, 'too-large'],
    ['a list', { content: '[1,2]', type: 'application/json' }, 422, 'invalid-input'],
    ['null', { content: 'null', type: 'application/json' }, 422, 'invalid-input'],
    [
      'prototype pollution',
      { content: '{"__proto__":{"a":1},"row":{}}', type: 'application/json' },
      400,
      'unreadable-body',
    ],
  ] as const)('%s', async (_name, raw, status, code) => {
    const answer = await doors.ask('POST', `${organisations}/records`, { cookie: officer, raw });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.zh.length * answer.body.en.length).toBeGreaterThan(0);
  });

  test.each(['a\u0000b', '\ud800', 'x\u202egnp.exe'])('a name that cannot be stored: %j', async (name) => {
    const answer = await addOrganisation('H-1', { name });
    expect(answer.status).toBe(422);
    expect((await doors.ask('GET', `${organisations}/records/H-1`)).status).toBe(404);
  });

  test.each([
    '/api/figures/achievements.empowered?asOf=2025-02-30',
    '/api/figures/achievements.empowered?asOf=tomorrow',
    '/api/figures/achievements.empowered?params=%7B',
    '/api/figures/achievements.empowered?params=%5B1%5D',
    '/api/figures/achievements.empowered?params=%7B%22year%22%3A2024%7D',
    '/api/figures/race.projects',
    '/api/figures/race.projects?params=%7B%22year%22%3A%222024%22%7D',
    '/api/figures/race.projects?params=%7B%22year%22%3A1e9%7D',
    '/api/figures/achievements.empowered/rows?page=0',
    '/api/figures/achievements.empowered/rows?page=1e9',
    '/api/figures/achievements.empowered/rows?pageSize=100000',
    '/api/figures/achievements.empowered?qualifier=maybe',
    '/api/search?q=',
    '/api/search?q=%00',
    '/api/registers/directory.organisation/records?search=%00',
  ])('%s is refused', async (url) => {
    const answer = await doors.ask('GET', url);
    expect([422, 400]).toContain(answer.status);
    expect(answer.type).toContain('problem+json');
  });

  test.each([
    ['/api/figures/none', 'unknown-figure'],
    ['/api/figures/constructor', 'unknown-figure'],
    ['/api/registers/none/records', 'unknown-register'],
    ['/api/registers/platform.account/records', 'unknown-register'],
    ['/api/registers/directory.organisation/records/none', 'unknown-record'],
    ['/api/nothing', 'unknown-address'],
    ['/api/figures/%E0%A4%A', 'invalid-input'],
    [`/api/figures/${'x'.repeat(600)}`, 'invalid-input'],
  ])('%s → %s', async (url, code) => expect((await doors.ask('GET', url)).body).toMatchObject({ code }));

  test('sort, filter and search take no SQL', async () => {
    for (const text of [
      "'; drop table register.organisation; --",
      '%',
      '_',
      '\\',
      "' or 1=1 --",
      '"',
      '$1',
      '${7*7}',
    ]) {
      const encoded = encodeURIComponent(text);
      for (const url of [
        `${organisations}/records?search=${encoded}`,
        `${organisations}/records?sort=${encoded}`,
        `/api/search?q=${encoded}`,
      ]) {
        expect((await doors.ask('GET', url)).status, url).toBe(200);
      }
      const filters = JSON.stringify({ kind: text, [text]: text });
      const filtered = await doors.ask(
        'GET',
        `${organisations}/records?filters=${encodeURIComponent(filters)}`,
      );
      expect(filtered.status, text).toBe(422);
      expect(filtered.body.code, text).toBe('invalid-input');
      expect(filtered.body.faults.length, text).toBe(2);
    }
  });
});

describe('the doors describe themselves', () => {
  test('OpenAPI 3.1 has every door, the page is readable, problems are listed', async () => {
    const { body } = await doors.ask('GET', '/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/api/home', '/api/figures/{figure}/rows', '/api/registers/{register}/import']),
    );
    expect(
      body.paths['/api/figures/{figure}'].get.parameters.map((parameter: { name: string }) => parameter.name),
    ).toEqual(expect.arrayContaining(['figure', 'asOf', 'knownAt', 'params']));
    const page = await doors.ask('GET', '/api/docs');
    expect(page.text).toContain('/api/figures/:figure/changes');
    expect((await doors.ask('GET', '/problems/key-reused')).text).toContain('幂等键');
  });

  test('security headers on every answer', async () => {
    for (const url of ['/api/home', '/api/none', '/api/docs']) {
      const { headers } = await doors.ask('GET', url);
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(String(headers['content-security-policy'])).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });
});

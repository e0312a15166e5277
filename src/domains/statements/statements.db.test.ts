import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDoors, type Doors } from '../../../test/doors.ts';

let doors: Doors;
let officer: string;
let partner: string;
let other: string;

beforeAll(async () => {
  doors = await openTestDoors(join(import.meta.dirname, '../../../sample/jilin-2024'));
  officer = await doors.signIn('officer');
  partner = await doors.signIn('partner', 'DW-SJT');
  other = await doors.signIn('partner', 'DW-D01');
});

afterAll(async () => doors.close());

const figure = 'enforcement.destroyed-weight';
const question = { figure, year: 2026, askedOf: 'DW-SJT', question: '请证明 2026 年集中销毁商品总重' };
const answer = { value: '30.5', document: '市监证明〔2026〕1号', signer: '执法稽查处处长' };

const ask = async (body: unknown = question, cookie = officer, key?: string) =>
  doors.ask('POST', '/api/statements/requests', { body, cookie, ...(key === undefined ? {} : { key }) });
const close = async (
  code: string,
  verb: 'answer' | 'decline',
  body: unknown,
  cookie = partner,
  key?: string,
) =>
  doors.ask('POST', `/api/statements/requests/${code}/${verb}`, {
    body,
    cookie,
    ...(key === undefined ? {} : { key }),
  });
const list = async (cookie: string, query = '') =>
  (await doors.ask('GET', `/api/statements/requests${query}`, { cookie })).body.requests;
const codes = (requests: { code: string }[]) => requests.map(({ code }) => code);
const valueOf = async (year: number) =>
  (
    await doors.ask(
      'GET',
      `/api/figures/${figure}?params=${encodeURIComponent(JSON.stringify({ year }))}&asOf=2199-01-01`,
    )
  ).body.reading.value;
const linesOf = async (code: string) =>
  doors.house.administrate<{ actor: string; action: string; outcome: string; change_count: number }>(
    'select actor, action, outcome, change_count from platform.audit_entry where subject = $1 order by at',
    [`statements.request/${code}`],
  );

describe('an officer asks', () => {
  test('once for each key; the department asked and the staff see it, another department does not', async () => {
    const first = await ask(question, officer, 'ask-key-0001');
    const again = await ask(question, officer, 'ask-key-0001');
    expect(first.status).toBe(200);
    expect(again.body).toEqual(first.body);
    const { code } = first.body;
    expect(code).toMatch(/^QZ\d{8}-01$/);
    for (const cookie of [officer, partner, await doors.signIn('auditor')])
      expect(codes(await list(cookie, '?open=true'))).toContain(code);
    expect(await list(other)).toEqual([]);
    expect(await list(await doors.signIn('deputy'))).toEqual([]);
    const [shown] = (await list(partner)).filter((one: { code: string }) => one.code === code);
    expect(shown).toMatchObject({
      label: { zh: '集中销毁假冒伪劣商品总重' },
      unit: { printed: { zh: '吨' }, money: false },
      askedBy: '示例经办人',
      askedOf: { code: 'DW-SJT', name: '吉林省市场监督管理厅' },
      state: 'open',
      reading: { value: null },
      mayAnswer: true,
    });
    expect((await list(await doors.signIn('auditor')))[0].mayAnswer).toBe(false);
    const second = await ask({ ...question, reply: 'FH-9', dueOn: '2199-01-01' });
    expect(second.body.code).toMatch(/-02$/);
    expect(codes(await list(officer, '?reply=FH-9'))).toEqual([second.body.code]);
  });

  test.each([
    [{ figure: 'no.figure' }, 404],
    [{ figure: 'transfer.contracts' }, 422],
    [{ year: 1900 }, 422],
    [{ year: '2026' }, 422],
    [{ askedOf: 'DW-NONE' }, 422],
    [{ question: '' }, 422],
    [{ question: '\u202e反' }, 422],
    [{ question: '字'.repeat(1001) }, 422],
    [{ dueOn: '2020-01-01' }, 422],
    [{ dueOn: '2026-13-01' }, 422],
  ])('is refused %j', async (wrong, status) => {
    const before = (await list(officer)).length;
    const refused = await ask({ ...question, ...wrong });
    expect(refused.status).toBe(status);
    expect(refused.body.en).not.toBe('');
    expect((await list(officer)).length).toBe(before);
  });

  test('only those permitted may ask', async () => {
    for (const role of ['division', 'office', 'auditor', 'deputy'] as const)
      expect((await ask(question, await doors.signIn(role))).status).toBe(403);
    expect((await ask(question, partner)).status).toBe(403);
    expect((await doors.ask('POST', '/api/statements/requests', { body: question })).status).toBe(401);
    expect((await doors.ask('GET', '/api/statements/requests')).status).toBe(401);
  });
});

describe('the department asked', () => {
  test('answers: the statement is entered and linked in one action, and the figure has its value', async () => {
    const { code } = (await ask()).body;
    expect(await valueOf(2026)).toBeNull();
    const first = await close(code, 'answer', answer, partner, 'answer-key-1');
    const again = await close(code, 'answer', answer, partner, 'answer-key-1');
    expect(first.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(await valueOf(2026)).toBe('30.5');
    const [shown] = (await list(officer, '?open=false')).filter((one: { code: string }) => one.code === code);
    expect(shown).toMatchObject({
      state: 'answered',
      statement: {
        code: first.body.statement,
        value: '30.5',
        phrase: { zh: '30.5吨' },
        document: answer.document,
        signer: answer.signer,
      },
      reading: { value: '30.5' },
    });
    const stored = await doors.ask(
      'GET',
      `/api/registers/statements.statement/records/${first.body.statement}`,
    );
    expect(stored.body.cells).toMatchObject({ statedBy: { code: 'DW-SJT' }, unit: 'tonne', year: 2026 });
    expect(await linesOf(code)).toEqual([
      { actor: '示例会办单位', action: 'statements.answer', outcome: 'done', change_count: 2 },
    ]);
    expect((await close(code, 'answer', answer)).body.code).toBe('broken-rule');
    expect((await close(code, 'decline', { reason: '本单位不掌握' })).body.code).toBe('broken-rule');
  });

  test('declines with a reason', async () => {
    const { code } = (await ask()).body;
    expect((await close(code, 'decline', { reason: '不' })).status).toBe(422);
    expect((await close(code, 'decline', { reason: '本单位不掌握该数据' })).status).toBe(200);
    const [shown] = (await list(partner, '?open=false')).filter((one: { code: string }) => one.code === code);
    expect(shown).toMatchObject({ state: 'declined', declineReason: '本单位不掌握该数据', statement: null });
  });

  test.each([
    { value: 'about 30' },
    { value: '-1' },
    { value: '1e3' },
    { value: 30 },
    { document: '' },
    { signer: undefined },
    { statedOn: '2199-01-01' },
    { statedOn: 'today' },
  ])('is refused %j, and nothing is written', async (wrong) => {
    const { code } = (await ask()).body;
    const refused = await close(code, 'answer', { ...answer, ...wrong });
    expect(refused.status).toBe(422);
    expect((await list(partner, '?open=true')).map((one: { code: string }) => one.code)).toContain(code);
  });

  test('money is in yuan to the fen', async () => {
    const { code } = (await ask({ ...question, figure: 'enforcement.destroyed-value' })).body;
    expect((await close(code, 'answer', { ...answer, value: '1000.005' })).status).toBe(422);
    expect((await close(code, 'answer', { ...answer, value: '12345678.9' })).status).toBe(200);
  });
});

describe('others', () => {
  test('another department is told nothing of it', async () => {
    const { code } = (await ask()).body;
    const foreign = await close(code, 'answer', answer, other);
    const missing = await close('QZ19990101-01', 'answer', answer, other);
    expect(foreign.status).toBe(404);
    expect(foreign.body.zh.replace(code, '')).toBe(missing.body.zh.replace('QZ19990101-01', ''));
    expect((await close(code, 'decline', { reason: '不是本单位的事' }, other)).status).toBe(404);
    expect((await close(code, 'answer', answer, await doors.signIn('deputy'))).status).toBe(404);
    expect((await linesOf(code)).map(({ action, outcome }) => [action, outcome])).toEqual([
      ['statements.answer', 'refused'],
      ['statements.decline', 'refused'],
      ['statements.answer', 'refused'],
    ]);
  });

  test('an officer enters what came on paper; an auditor may not', async () => {
    const { code } = (await ask({ ...question, year: 2030 })).body;
    expect((await close(code, 'answer', answer, await doors.signIn('auditor'))).status).toBe(403);
    expect(
      (await doors.ask('POST', `/api/statements/requests/${code}/answer`, { body: answer })).status,
    ).toBe(401);
    expect((await close(code, 'answer', answer, officer)).status).toBe(200);
    expect(await valueOf(2030)).toBe('30.5');
  });

  test('the public finds no register of requests; two answers at once make one statement', async () => {
    expect((await doors.ask('GET', '/api/registers/statements.request/records')).status).toBe(404);
    expect((await doors.ask('GET', '/api/registers')).text).not.toContain('statements.request');
    const { code } = (await ask()).body;
    const both = await Promise.all([close(code, 'answer', answer), close(code, 'answer', answer)]);
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 422]);
  });

  test('many who ask at once each get their number', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, async () => ask()));
    expect(new Set(answers.map(({ body }) => body.code)).size).toBe(6);
  });
});

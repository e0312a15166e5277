import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkEntries, verifyLog } from '#kernel/audit/chain.ts';
import { registers } from '#app/house.ts';
import { openTestDoors, type Answer, type Doors } from './doors.ts';

let doors: Doors;
let officer: string;
beforeAll(async () => {
  doors = await openTestDoors();
  officer = await doors.signIn('officer');
  for (let at = 1; at <= 12; at++) {
    await add('directory.organisation', {
      code: `B-${at}`,
      name: `示例单位${at}`,
      kind: at <= 4 ? 'company' : at <= 8 ? 'institute' : 'other',
      establishedOn: at === 12 ? '2020-01-01' : null,
    });
  }
});
afterAll(async () => doors.close());

const add = async (register: string, row: Record<string, unknown>): Promise<void> => {
  const answer = await doors.ask('POST', `/api/registers/${register}/records`, {
    cookie: officer,
    body: { row },
  });
  expect(answer.status, answer.text).toBe(200);
};

const base = '/api/registers/directory.organisation';
const codes = (...numbers: number[]) => ({ codes: numbers.map((at) => `B-${at}`) });

const preview = (selection: unknown, change: unknown, cookie = officer): Promise<Answer> =>
  doors.ask('POST', `${base}/bulk/preview`, { cookie, body: { selection, change } });
const run = (selection: unknown, change: unknown, told: Answer, key?: string): Promise<Answer> =>
  doors.ask('POST', `${base}/bulk`, {
    cookie: officer,
    ...(key === undefined ? {} : { key }),
    body: { selection, change, reason: '按年度清理', digest: told.body.digest, at: told.body.at },
  });
const undo = (action: string, cookie = officer): Promise<Answer> =>
  doors.ask('POST', `/api/actions/${action}/undo`, { cookie, body: { reason: '改错了' } });

const rows = async () =>
  doors.house.administrate(`select * from register.organisation where code like 'B-%' order by code`);
const lines = async (action: string) =>
  doors.house.administrate(
    `select outcome, change_count from platform.audit_entry where action = $1 order by at`,
    [action],
  );

const toCompany = { kind: 'set', values: { kind: 'company' } };

describe('a change of many rows', () => {
  test('is told before: how many, from what, which cannot and why; and nothing is written', async () => {
    const before = await rows();
    const told = await preview(codes(1, 2, 5, 6, 9, 99), {
      kind: 'set',
      values: { kind: 'company', endedOn: '2024-12-31' },
    });
    expect(told.status, told.text).toBe(200);
    expect(told.body).toMatchObject({ selected: 5, willChange: 5, already: 0, refused: 0, blocked: [] });
    expect(told.body.fields[0]).toMatchObject({
      column: { name: 'kind' },
      after: 'company',
      otherValues: 0,
    });
    expect(
      Object.fromEntries(
        told.body.fields[0].before.map((one: { value: string; count: number }) => [one.value, one.count]),
      ),
    ).toEqual({ company: 2, institute: 2, other: 1 });
    const partly = await preview(codes(11, 12), { kind: 'set', values: { endedOn: '2019-01-01' } });
    expect(partly.body).toMatchObject({ willChange: 1, refused: 1 });
    expect(partly.body.refusals[0]).toMatchObject({ code: 'B-12', title: '示例单位12' });
    expect(partly.body.refusals[0].why.zh).toContain('早于');
    expect((await preview(codes(1, 5), toCompany)).body).toMatchObject({ willChange: 1, already: 1 });
    expect(await rows()).toEqual(before);
    expect(await lines('register.bulk-set')).toEqual([]);
  });

  test('refuses keys, sealed and unknown fields, bad values and references, all at once', async () => {
    const told = await preview(codes(1), {
      kind: 'set',
      values: {
        code: 'X',
        nothing: 1,
        kind: 'club',
        name: '',
        region: '999999',
        establishedOn: '2024-02-30',
      },
    });
    expect(told.status).toBe(422);
    expect(told.body.faults.map((fault: { at: string }) => fault.at)).toEqual([
      '/change/values/code',
      '/change/values/nothing',
      '/change/values/kind',
      '/change/values/name',
      '/change/values/establishedOn',
    ]);
    const dangling = await preview(codes(1), { kind: 'set', values: { region: '999999' } });
    expect(dangling.body.faults[0].at).toBe('/change/values/region');
    expect((await preview(codes(1), { kind: 'set', values: {} })).status).toBe(422);
    expect(
      (await preview({ codes: Array.from({ length: 10_001 }, (_, at) => `C-${at}`) }, toCompany)).status,
    ).toBe(422);
    for (const role of ['auditor', 'division'] as const)
      expect((await preview(codes(1), toCompany, await doors.signIn(role))).status).toBe(403);
  });

  test('is one action with one line, chosen by the list it was chosen in, once for its key; and undone exactly', async () => {
    const before = await rows();
    const selection = { query: { filters: JSON.stringify({ kind: 'institute' }) }, count: 4 };
    const told = await preview(selection, toCompany);
    expect(told.body).toMatchObject({ selected: 4, willChange: 4 });
    const done = await run(selection, toCompany, told, 'bulk-once-0001');
    expect(done.status, done.text).toBe(200);
    expect(done.body).toMatchObject({ changed: 4, already: 0, refused: 0 });
    expect((await run(selection, toCompany, told, 'bulk-once-0001')).body).toEqual(done.body);
    expect(await lines('register.bulk-set')).toEqual([{ outcome: 'done', change_count: 4 }]);
    expect((await rows()).filter(({ kind }) => kind === 'company')).toHaveLength(8);
    const page = await doors.ask('GET', `${base}/records/B-5`, { cookie: officer });
    expect(page.body.history[0]).toMatchObject({ action: { zh: '批量更改' }, undoable: true });

    const back = await undo(done.body.action);
    expect(back.body).toMatchObject({ rows: 4, register: 'directory.organisation' });
    expect(await rows()).toEqual(before);
    expect((await undo(done.body.action)).body.code).toBe('already-exists');
    const after = await doors.ask('GET', `${base}/records/B-5`, { cookie: officer });
    expect(after.body.history[0]).toMatchObject({ action: { zh: '撤销批量操作或合并' }, undoable: false });
    expect(after.body.history[1].undoable).toBe(false);
  });

  test('refuses when a row changed since the preview, and says which and by whom', async () => {
    const told = await preview(codes(9, 10), toCompany);
    const seen = (await doors.ask('GET', `${base}/records/B-10`, { cookie: officer })).body.version;
    await doors.ask('PATCH', `${base}/records/B-10`, {
      cookie: await doors.signIn('office'),
      body: { row: { name: '示例单位十' }, reason: '更名', seen },
    });
    const late = await run(codes(9, 10), toCompany, told);
    expect(late.status).toBe(409);
    expect(late.body.code).toBe('changed-meanwhile');
    expect(late.body.faults).toHaveLength(1);
    expect(late.body.faults[0].zh).toMatch(/“B-10”被 示例办公室 改动/);
    expect((await rows()).find(({ code }) => code === 'B-9')).toMatchObject({ kind: 'other' });
  });

  test('is not undone over a later change, which is named', async () => {
    const told = await preview(codes(9, 10), toCompany);
    const done = await run(codes(9, 10), toCompany, told);
    const seen = (await doors.ask('GET', `${base}/records/B-9`, { cookie: officer })).body.version;
    await doors.ask('PATCH', `${base}/records/B-9`, {
      cookie: officer,
      body: { row: { name: '后来改的' }, reason: '更名', seen },
    });
    const late = await undo(done.body.action);
    expect(late.body.code).toBe('changed-meanwhile');
    expect(late.body.faults.map((fault: { zh: string }) => fault.zh).join()).toContain(
      '“B-9”此后被 示例经办人 改动',
    );
    expect((await rows()).find(({ code }) => code === 'B-10')).toMatchObject({ kind: 'company' });
    expect((await undo('00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});

describe('many rows withdrawn', () => {
  test('those referred to stay and are named; the others go, and come back when it is undone', async () => {
    await add('directory.person', { code: 'R-1', name: '示例人员', organisation: 'B-1' });
    const before = await rows();
    const change = { kind: 'withdraw' };
    const told = await preview(codes(1, 2, 3), change);
    expect(told.body).toMatchObject({ selected: 3, willChange: 2, refused: 1 });
    expect(told.body.refusals[0]).toMatchObject({ code: 'B-1' });
    expect(told.body.refusals[0].why.zh).toContain('人员');
    await add('directory.person', { code: 'R-2', name: '示例人员', organisation: 'B-2' });
    expect((await run(codes(1, 2, 3), change, told)).body.code).toBe('changed-meanwhile');
    const again = await preview(codes(1, 2, 3), change);
    expect(again.body).toMatchObject({ willChange: 1, refused: 2 });
    const done = await run(codes(1, 2, 3), change, again);
    expect(done.body).toMatchObject({ changed: 1, refused: 2 });
    expect(await rows()).toHaveLength(before.length - 1);
    expect((await undo(done.body.action)).body.rows).toBe(1);
    expect(await rows()).toEqual(before);
  });

  test('a rule over several rows stops the whole, told in the preview', async () => {
    await add('transfer.transfer-contract', {
      code: 'HT-B',
      title: '示例合同',
      mode: 'licence',
      seller: 'B-1',
      amount: '100.00',
      signedOn: '2024-01-01',
    });
    await add('transfer.receipt', {
      code: 'DZ-B',
      contract: 'HT-B',
      receivedOn: '2024-02-01',
      amount: '100.00',
    });
    const told = await doors.ask('POST', '/api/registers/transfer.transfer-contract/bulk/preview', {
      cookie: officer,
      body: { selection: { codes: ['HT-B'] }, change: { kind: 'set', values: { amount: '50' } } },
    });
    expect(told.body.blocked).toHaveLength(1);
    expect(told.body.blocked[0].zh).toContain('到账不得超过金额');
    const run_ = await doors.ask('POST', '/api/registers/transfer.transfer-contract/bulk', {
      cookie: officer,
      body: {
        selection: { codes: ['HT-B'] },
        change: { kind: 'set', values: { amount: '50' } },
        reason: '示例',
        digest: told.body.digest,
        at: told.body.at,
      },
    });
    expect(run_.body.code).toBe('broken-rule');
  });

  test('and the log, the histories and the registers still agree', async () => {
    await linkEntries(doors.house.db, doors.house.vault);
    const { findings } = await verifyLog(doors.house.db, registers.ordered, doors.house.vault);
    expect(findings).toEqual([]);
  });
});

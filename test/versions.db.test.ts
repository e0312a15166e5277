import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDoors, type Answer, type Doors } from './doors.ts';

let doors: Doors;
let officer: string;
let other: string;
beforeAll(async () => {
  doors = await openTestDoors();
  officer = await doors.signIn('officer');
  other = await doors.signIn('office');
});
afterAll(async () => doors.close());

const organisations = '/api/registers/directory.organisation/records';

const add = (row: Record<string, unknown>): Promise<Answer> =>
  doors.ask('POST', organisations, { cookie: officer, body: { row } });

const versionOf = async (code: string, cookie = officer): Promise<string> =>
  (await doors.ask('GET', `${organisations}/${code}`, { cookie })).body.version;

const correct = (
  code: string,
  row: Record<string, unknown>,
  seen: string | undefined,
  cookie = officer,
): Promise<Answer> =>
  doors.ask('PATCH', `${organisations}/${code}`, { cookie, body: { row, reason: '更正', seen } });

describe('the version seen', () => {
  test('is told to staff, and must be sent', async () => {
    expect((await add({ code: 'V-1', name: '示例单位甲', kind: 'company' })).status).toBe(200);
    expect(await versionOf('V-1')).toMatch(/^\d+$/);
    expect((await doors.ask('GET', `${organisations}/V-1`)).body.version).toBeNull();
    const missing = await correct('V-1', { name: '示例单位乙' }, undefined);
    expect(missing.status).toBe(422);
    expect(missing.body.faults[0]).toMatchObject({ at: '/body/seen' });
    expect(missing.body.faults[0].zh).toContain('所见版本');
    expect((await correct('V-1', { name: '示例单位乙' }, '999999999')).body.code).toBe('invalid-input');
    const withdrawn = await doors.ask('DELETE', `${organisations}/V-1?reason=${encodeURIComponent('误录')}`, {
      cookie: officer,
    });
    expect(withdrawn.body.faults[0].at).toBe('/query/seen');
  });

  test('that another changed meanwhile is refused, with who, when and each field old and new', async () => {
    await add({ code: 'V-2', name: '示例单位丙', kind: 'company' });
    const seen = await versionOf('V-2');
    expect((await correct('V-2', { name: '示例单位丁', region: null }, seen, other)).status).toBe(200);
    const late = await correct('V-2', { name: '示例单位戊' }, seen);
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      code: 'changed-meanwhile',
      details: {
        withdrawn: false,
        by: '示例办公室',
        reason: '更正',
        changes: [{ column: 'name', before: '示例单位丙', after: '示例单位丁' }],
      },
    });
    expect(late.body.faults).toEqual([
      { at: '/row/name', zh: '名称：示例单位丙 → 示例单位丁', en: 'Name: 示例单位丙 → 示例单位丁' },
    ]);
    expect(late.body.details.at).toMatch(/^\d{4}-\d\d-\d\dT/);
    const again = await correct('V-2', { name: '示例单位戊' }, late.body.details.version);
    expect(again.status).toBe(200);
    const page = await doors.ask('GET', `${organisations}/V-2`, { cookie: officer });
    expect(page.body.history.map((version: { action: { zh: string } }) => version.action.zh)).toEqual([
      '更正',
      '更正',
      '新增',
    ]);
    expect(page.body.cells.name).toBe('示例单位戊');
  });

  test('names references and masks identity numbers in what changed', async () => {
    await add({ code: 'V-4', name: '示例单位庚', kind: 'company' });
    await add({ code: 'V-5', name: '示例单位辛', kind: 'company' });
    const people = '/api/registers/directory.person/records';
    await doors.ask('POST', people, {
      cookie: officer,
      body: {
        row: { code: 'P-1', name: '示例人员', organisation: 'V-4', identityNumber: '11010519491231002X' },
      },
    });
    const read = async () => (await doors.ask('GET', `${people}/P-1`, { cookie: officer })).body.version;
    const seen = await read();
    const change = (row: Record<string, unknown>) =>
      doors.ask('PATCH', `${people}/P-1`, { cookie: officer, body: { row, reason: '更正', seen } });
    expect((await change({ organisation: 'V-5', identityNumber: '440524188001010014' })).status).toBe(200);
    const late = await change({ name: '另一人员' });
    const byColumn = Object.fromEntries(
      late.body.details.changes.map((one: { column: string }) => [one.column, one]),
    );
    expect(byColumn.organisation).toMatchObject({
      before: { code: 'V-4', title: '示例单位庚' },
      after: { code: 'V-5', title: '示例单位辛' },
    });
    expect(byColumn.identityNumber).toMatchObject({
      before: '110105********002X',
      after: '440524********0014',
    });
    expect(late.text).not.toContain('11010519491231002X');
  });

  test('a record withdrawn meanwhile is said to be', async () => {
    await add({ code: 'V-3', name: '示例单位己', kind: 'company' });
    const seen = await versionOf('V-3');
    const query = `reason=${encodeURIComponent('误录')}&seen=${seen}`;
    expect((await doors.ask('DELETE', `${organisations}/V-3?${query}`, { cookie: other })).status).toBe(200);
    const late = await correct('V-3', { name: '示例' }, seen);
    expect(late.body).toMatchObject({
      code: 'changed-meanwhile',
      details: { withdrawn: true, by: '示例办公室' },
    });
  });

  test('of many at once exactly one wins, and every other is told of it', async () => {
    await add({ code: 'V-9', name: '示例单位九', kind: 'company' });
    for (let round = 0; round < 4; round++) {
      const seen = await versionOf('V-9');
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, at) =>
          correct('V-9', { name: `示例单位九之${round}-${at}` }, seen, at % 2 === 0 ? officer : other),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const lost = answers.filter(({ status }) => status !== 200);
      expect(lost.every(({ body }) => body.code === 'changed-meanwhile')).toBe(true);
      const winner = answers.findIndex(({ status }) => status === 200);
      for (const { body } of lost)
        expect(body.details.changes[0].after).toBe(`示例单位九之${round}-${winner}`);
    }
  });

  test('repeated with its key a lost race gives the same answer with the same details', async () => {
    await add({ code: 'V-8', name: '示例单位八', kind: 'company' });
    const seen = await versionOf('V-8');
    await correct('V-8', { name: '示例单位八甲' }, seen, other);
    const send = () =>
      doors.ask('PATCH', `${organisations}/V-8`, {
        cookie: officer,
        key: 'versions-repeat-1',
        body: { row: { name: '示例单位八乙' }, reason: '更正', seen },
      });
    const [first, second] = [await send(), await send()];
    expect(first.body.details).toEqual(second.body.details);
    expect(first.body.details.changes).toHaveLength(1);
  });
});

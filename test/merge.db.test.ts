import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figures, house, parseParams, registers } from '#app/house.ts';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { linkEntries, verifyLog } from '#kernel/audit/chain.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { columnName } from '#kernel/db/ddl.ts';
import type { Db } from '#kernel/db/open.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import { readParams } from '#kernel/figures/registry.ts';
import { mergeRecords, previewMerge } from '#kernel/registers/merge.ts';
import { undoAction } from '#kernel/registers/undo.ts';
import { openTestDoors, type Answer, type Doors } from './doors.ts';

const organisations = 'directory.organisation';

describe('two entered for one', () => {
  let doors: Doors;
  let officer: string;
  beforeAll(async () => {
    doors = await openTestDoors();
    officer = await doors.signIn('officer');
    await add(organisations, { code: 'M-1', name: '示例（长春）科技有限公司', kind: 'company' });
    await add(organisations, {
      code: 'M-2',
      name: '示例(长春) 科技有限责任公司',
      kind: 'company',
      establishedOn: '2001-02-03',
    });
    await add(organisations, { code: 'M-3', name: '另一单位', kind: 'institute' });
    for (const [code, organisation, identityNumber] of [
      ['P-1', 'M-1', '11010519491231002X'],
      ['P-2', 'M-2', '11010519491231002X'],
      ['P-3', 'M-3', null],
    ])
      await add('directory.person', { code, name: `示例人员${code}`, organisation, identityNumber });
    await add('directory.post', {
      person: 'P-2',
      organisation: 'M-2',
      title: '示例职务',
      from: '2020-01-01',
    });
    await add('transfer.pilot-batch', { code: 'SD-1', number: 1, name: '第一批', startedOn: '2021-01-01' });
    await add('transfer.pilot-batch', { code: 'SD-2', number: 2, name: '第二批', startedOn: '2023-01-01' });
    for (const [batch, organisation] of [
      ['SD-1', 'M-1'],
      ['SD-1', 'M-2'],
      ['SD-2', 'M-2'],
    ])
      await add('transfer.pilot-institution', { batch, organisation, joinedOn: '2023-02-01' });
  });
  afterAll(async () => doors.close());

  const add = async (register: string, row: Record<string, unknown>): Promise<void> => {
    const answer = await doors.ask('POST', `/api/registers/${register}/records`, {
      cookie: officer,
      body: { row },
    });
    expect(answer.status, answer.text).toBe(200);
  };
  const preview = (body: Record<string, unknown>, cookie = officer): Promise<Answer> =>
    doors.ask('POST', '/api/merge/preview', { cookie, body: { register: organisations, ...body } });
  const merge = (body: Record<string, unknown>, told: Answer): Promise<Answer> =>
    doors.ask('POST', '/api/merge', {
      cookie: officer,
      body: { register: organisations, ...body, reason: '重复登记', digest: told.body.digest },
    });
  const undo = (action: string): Promise<Answer> =>
    doors.ask('POST', `/api/actions/${action}/undo`, { cookie: officer, body: { reason: '其实是两家' } });

  test('are found: by a name of another width and form, and by an identity number nobody reads', async () => {
    const likely = await doors.ask('GET', `/api/merge/likely?register=${organisations}`, { cookie: officer });
    expect(likely.body.groups).toHaveLength(1);
    expect(likely.body.groups[0].rows.map(({ code }: { code: string }) => code)).toEqual(['M-1', 'M-2']);
    expect(likely.body.groups[0].alike[0].zh).toBe('名称');
    expect(likely.body.groups[0].referred).toEqual({ 'M-1': 2, 'M-2': 4 });
    const people = await doors.ask('GET', '/api/merge/likely?register=directory.person', { cookie: officer });
    expect(
      people.body.groups.map((group: { rows: { code: string }[] }) => group.rows.map(({ code }) => code)),
    ).toEqual([['P-1', 'P-2']]);
    expect(people.text).not.toContain('11010519491231002X');
    expect(
      (await doors.ask('GET', '/api/merge/likely?register=transfer.receipt', { cookie: officer })).status,
    ).toBe(422);
  });

  test('only those permitted merge, and what cannot be is refused with the reason', async () => {
    for (const role of ['auditor', 'division', 'partner'] as const)
      expect((await preview({ kept: 'M-1', folded: ['M-2'] }, await doors.signIn(role))).status, role).toBe(
        403,
      );
    expect((await preview({ kept: 'M-1', folded: ['M-1'] })).body.code).toBe('broken-rule');
    expect((await preview({ kept: 'M-1', folded: ['M-9'] })).body.code).toBe('unknown-record');
    expect((await preview({ register: 'transfer.receipt', kept: 'M-1', folded: ['M-2'] })).body.code).toBe(
      'broken-rule',
    );
    const badTake = await preview({ kept: 'M-1', folded: ['M-2'], take: { code: 'M-2', name: 'M-3' } });
    expect(badTake.body.blocked.map((fault: { at: string }) => fault.at)).toEqual([
      '/take/code',
      '/take/name',
    ]);
    await doors.signIn('partner', 'M-2');
    const held = await preview({ kept: 'M-1', folded: ['M-2'] });
    expect(held.body.blocked[0].zh).toContain('partner-M-2');
    await doors.house.administrate(`delete from platform.session where account = 'partner-M-2'`);
    await doors.house.administrate(`delete from platform.account where name = 'partner-M-2'`);
  });

  test('become one: every reference follows, keys too, a row said twice is kept once; all told before', async () => {
    const before = await dump(doors.house);
    const asked = { kept: 'M-1', folded: ['M-2'], take: { establishedOn: 'M-2' } };
    const told = await preview(asked);
    expect(told.body.blocked).toEqual([]);
    expect(
      told.body.changes
        .map(({ register, count }: { register: string; count: number }) => [register, count])
        .sort(),
    ).toEqual([
      ['directory.person', 1],
      ['directory.post', 1],
      ['transfer.pilot-institution', 2],
    ]);
    const post = told.body.changes.find(
      ({ register }: { register: string }) => register === 'directory.post',
    );
    expect(post.rows[0]).toMatchObject({ newCode: 'P-2~M-1~示例职务~2020-01-01' });
    const pilots = told.body.changes.find(({ register }: { register: string }) =>
      register.endsWith('pilot-institution'),
    );
    expect(pilots.rows.map((row: Record<string, unknown>) => [row.code, row.newCode, row.sameAs])).toEqual([
      ['SD-2~M-2', 'SD-2~M-1', null],
      ['SD-1~M-2', null, 'SD-1~M-1'],
    ]);
    expect(await dump(doors.house)).toEqual(before);

    const done = await merge(asked, told);
    expect(done.status, done.text).toBe(200);
    expect(done.body).toMatchObject({ kept: 'M-1', rows: 6 });
    const kept = await doors.ask('GET', `/api/registers/${organisations}/records/M-1`, { cookie: officer });
    expect(kept.body.cells).toMatchObject({ establishedOn: '2001-02-03' });
    expect(kept.body.history[0].action.zh).toBe('合并重复记录');
    const lines = await doors.house.administrate(
      `select count(*)::int as n from platform.audit_entry where action = 'register.merge' and outcome = 'done'`,
    );
    expect(lines).toEqual([{ n: 1 }]);

    const old = await doors.ask('GET', `/api/registers/${organisations}/records/M-2`, { cookie: officer });
    expect(old.body).toMatchObject({
      code: 'M-1',
      mergedFrom: { code: 'M-2', title: '示例(长春) 科技有限责任公司' },
    });
    const moved = await doors.ask(
      'GET',
      `/api/registers/transfer.pilot-institution/records/${encodeURIComponent('SD-2~M-2')}`,
    );
    expect(moved.body).toMatchObject({ code: 'SD-2~M-1', mergedFrom: { code: 'SD-2~M-2', title: null } });
    const person = await doors.ask('GET', '/api/registers/directory.person/records/P-2', { cookie: officer });
    expect(person.body.cells.organisation.code).toBe('M-1');

    const gone = await undo(done.body.action);
    expect(gone.body).toMatchObject({ rows: 8 });
    expect(await dump(doors.house)).toEqual(before);
    const back = await doors.ask('GET', `/api/registers/${organisations}/records/M-2`, { cookie: officer });
    expect(back.body).toMatchObject({ code: 'M-2', mergedFrom: null });
    const merges = await doors.ask('GET', '/api/merge', { cookie: officer });
    expect(merges.body[0]).toMatchObject({ kept: { code: 'M-1' }, by: '示例经办人' });
    expect(merges.body[0].undoneAt).not.toBeNull();
  });

  test('the former name finds the one that is kept', async () => {
    const asked = { kept: 'M-1', folded: ['M-2'] };
    const done = await merge(asked, await preview(asked));
    expect(done.status, done.text).toBe(200);
    const hits = await doors.ask('GET', `/api/search?q=${encodeURIComponent('科技有限责任公司')}`, {
      cookie: officer,
    });
    expect(hits.body.records.map(({ code }: { code: string }) => code)).toContain('M-1');
    expect((await undo(done.body.action)).status).toBe(200);
    const after = await doors.ask('GET', `/api/search?q=${encodeURIComponent('科技有限责任公司')}`, {
      cookie: officer,
    });
    expect(after.body.records.map(({ code }: { code: string }) => code)).toEqual(['M-2']);
  });

  test('rows that would have one key and say different things are named and nothing happens', async () => {
    const code = encodeURIComponent('SD-1~M-2');
    const address = `/api/registers/transfer.pilot-institution/records/${code}`;
    const { version } = (await doors.ask('GET', address, { cookie: officer })).body;
    await doors.ask('PATCH', address, {
      cookie: officer,
      body: { row: { leftOn: '2024-01-01' }, reason: '已退出', seen: version },
    });
    const told = await preview({ kept: 'M-1', folded: ['M-2'] });
    expect(told.body.blocked).toHaveLength(1);
    expect(told.body.blocked[0].zh).toContain('“SD-1~M-2”与“SD-1~M-1”');
    expect((await merge({ kept: 'M-1', folded: ['M-2'] }, told)).body.code).toBe('broken-rule');
  });

  test('a preview that is out of date is refused; a merge changed since is not undone', async () => {
    const asked = { kept: 'M-3', folded: ['M-2'] };
    const stale = await preview(asked);
    await add('directory.person', { code: 'P-4', name: '后来的人员', organisation: 'M-2' });
    expect((await merge(asked, stale)).body.code).toBe('changed-meanwhile');
    const done = await merge(asked, await preview(asked));
    const address = '/api/registers/directory.person/records/P-4';
    const { version } = (await doors.ask('GET', address, { cookie: officer })).body;
    await doors.ask('PATCH', address, {
      cookie: officer,
      body: { row: { name: '改名' }, reason: '更名', seen: version },
    });
    const late = await undo(done.body.action);
    expect(late.body.code).toBe('changed-meanwhile');
    expect(late.body.faults[0].zh).toContain('人员“P-4”此后被 示例经办人 改动');
  });
});

/** Every row of every register, as text. */
async function dump(open: TestHouse): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { table } of registers.ordered) {
    const rows = await open.administrate<{ row: string }>(
      `select to_jsonb(t)::text as row from register.${table} t order by code`,
    );
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}

describe('random merges over the sample province', () => {
  let open: TestHouse;
  beforeAll(async () => {
    open = await openTestHouse(join(import.meta.dirname, '../sample/jilin-2024'));
  });
  afterAll(async () => open.close());

  /** Every cited figure: its fold and value on the day of the letter. */
  async function readAll(db: Db): Promise<Map<string, { fold: string; value: string | null }>> {
    const readings = new Map<string, { fold: string; value: string | null }>();
    for (const citation of await db.selectFrom('citation').selectAll().execute()) {
      const figure = figures.find(citation.figure);
      const params = readParams(figure, parseParams(citation.params));
      const { value } = await readFigureValue(db, {
        figure,
        params,
        asOf: '2025-05-27',
        knownAt: null,
        qualifier: 'none',
      });
      readings.set(citation.code, { fold: figure.fold, value });
    }
    return readings;
  }

  test('sums stay, counts never rise, undoing gives back every row', async () => {
    let seed = 20_261_124;
    const next = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    const none = async () => [];
    const before = await readAll(open.db);
    const rows = await dump(open);
    expect([...before.values()].filter(({ fold }) => fold === 'sum').length).toBeGreaterThan(5);
    const done: string[] = [];
    const blocked: string[] = [];
    for (let round = 0; round < 24; round++) {
      const register = round % 2 === 0 ? organisations : 'directory.person';
      const table = register === organisations ? 'organisation' : 'person';
      const kind = ['university', 'institute', 'company', 'bureau'][next(4)] ?? '';
      const [column, values] = table === 'organisation' ? ['kind', [kind]] : ['code', null];
      const codes = (
        await open.administrate<{ code: string }>(
          `select code from register.${table} where ${values ? `${columnName(column)} = any($1)` : '$1::text[] is null'} order by code`,
          [values],
        )
      ).map(({ code }) => code);
      const kept = codes[next(codes.length)] ?? '';
      const folded = [...new Set([codes[next(codes.length)] ?? '', codes[next(codes.length)] ?? ''])].filter(
        (code) => code !== kept,
      );
      if (folded.length === 0) continue;
      const command = { register, kept, folded, take: {} };
      const told = await previewMerge(open.ctx, house, none, command);
      if (told.blocked.length > 0) {
        blocked.push(told.blocked[0]?.zh ?? '');
        await expect(
          mergeRecords(open.ctx, house, none, { ...command, reason: '示例合并', digest: told.digest }),
        ).rejects.toBeInstanceOf(Refusal);
        continue;
      }
      const { action, answer } = await mergeRecords(open.ctx, house, none, {
        ...command,
        reason: '示例合并',
        digest: told.digest,
      });
      expect(answer.rows).toBe(told.total);
      done.push(action);
      const after = await readAll(open.db);
      for (const [citation, { fold, value }] of before) {
        const now = after.get(citation)?.value ?? null;
        if (fold === 'sum' || fold === 'only') expect(now, citation).toBe(value);
        else expect(Number(now), citation).toBeLessThanOrEqual(Number(value));
      }
    }
    expect(done.length).toBeGreaterThan(8);
    for (const action of done.toReversed()) await undoAction(open.ctx, house, { action, reason: '示例撤销' });
    expect(await dump(open)).toEqual(rows);
    expect(await readAll(open.db)).toEqual(before);
    await linkEntries(open.db, open.vault);
    expect((await verifyLog(open.db, registers.ordered, open.vault)).findings).toEqual([]);
    process.stdout.write(`${done.length} merges done and undone, ${blocked.length} refused\n`);
  });
});

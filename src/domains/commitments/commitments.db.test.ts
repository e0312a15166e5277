import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { openTestDoors, type Doors } from '../../../test/doors.ts';
import { seenOf } from '../../../test/seen.ts';

let doors: Doors;
let officer: string;
let today: string;

beforeAll(async () => {
  doors = await openTestDoors(join(import.meta.dirname, '../../../sample/jilin-2024'));
  officer = await doors.signIn('officer');
  today = (await doors.ask('GET', '/api/commitments')).body.today;
});

afterAll(async () => doors.close());

const read = async (code: string, query = '') =>
  (await doors.ask('GET', `/api/commitments/${code}${query}`)).body.commitment;
const act = async (
  code: string,
  verb: string,
  body: unknown,
  options: { cookie?: string; key?: string } = {},
) => doors.ask('POST', `/api/commitments/${code}/${verb}`, { body, cookie: officer, ...options });
const later = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const lines = async (code: string) =>
  doors.house.administrate<{ action: string; outcome: string; reason: string | null; change_count: number }>(
    'select action, outcome, reason, change_count from platform.audit_entry where subject = $1 order by at',
    [`commitments.commitment/${code}`],
  );

const seen = (code: string): Promise<string> =>
  seenOf(doors, `/api/registers/commitments.commitment/records/${code}`, officer);

describe('anyone reads promises', () => {
  test('by area, with counts that make the whole, on any day', async () => {
    const { status, body } = await doors.ask('GET', '/api/commitments');
    expect(status).toBe(200);
    const all = body.areas.flatMap((area: { commitments: unknown[] }) => area.commitments);
    const { all: total, ...states } = body.counts;
    expect(all).toHaveLength(total);
    expect(Object.values<number>(states).reduce((sum, n) => sum + n, 0)).toBe(total);
    expect(body.areas.map((area: { number: number }) => area.number)).toEqual([1, 2, 3, 4, 5]);

    const letterDay = (await doors.ask('GET', '/api/commitments?asOf=2025-05-27')).body;
    expect(letterDay.counts).toMatchObject({ all: 18, promised: 15, 'in-progress': 1, kept: 2, overdue: 0 });
    expect((await doors.ask('GET', '/api/commitments?asOf=2025-05-26')).body.counts.all).toBe(5);
  });

  test('a moved date shows from which day to which and why, from the day it was moved', async () => {
    expect(await read('FM1-XB01', '?asOf=2025-12-09')).toMatchObject({
      dueOn: '2025-12-31',
      daysLeft: 22,
      moves: [],
      state: 'in-progress',
    });
    expect(await read('FM1-XB01', '?asOf=2025-12-10')).toMatchObject({
      dueOn: '2027-06-30',
      firstDueOn: '2025-12-31',
      moves: [{ from: '2025-12-31', to: '2027-06-30', sample: true }],
    });
  });

  test('a target is the figure itself, read on the day', async () => {
    const { target } = await read('FM1-XB01', '?asOf=2025-12-10');
    const figure = (await doors.ask('GET', '/api/figures/consultation.regions?asOf=2025-12-10')).body.reading;
    expect(target.figure.reading).toMatchObject({ value: figure.value, asOf: '2025-12-10' });
    expect(target.figure).toMatchObject({ value: '10', reached: false });
  });

  test('a state alone, a letter alone, and what is malformed is refused', async () => {
    const kept = (await doors.ask('GET', '/api/commitments?asOf=2026-11-24&state=kept')).body;
    const codes = kept.areas.flatMap((area: { commitments: { code: string }[] }) =>
      area.commitments.map(({ code }) => code),
    );
    expect(codes).toHaveLength(5);
    expect(codes).toEqual(expect.arrayContaining(['CX2025-01', 'FM3-XB04', 'CX2025-03']));
    expect(kept.counts).toMatchObject({ all: 25, kept: 5 });
    expect((await doors.ask('GET', '/api/commitments?reply=none')).body.counts.all).toBe(0);
    for (const query of [
      'state=done',
      'outcome=late',
      'source=nobody',
      'asOf=2025-02-30',
      `reply=${'x'.repeat(81)}`,
    ])
      expect((await doors.ask('GET', `/api/commitments?${query}`)).status).toBe(422);
    expect((await doors.ask('GET', '/api/commitments/NONE')).status).toBe(404);
    expect((await doors.ask('GET', "/api/commitments/'%20or%201=1")).status).toBe(404);
    expect((await doors.ask('GET', '/api/commitments?knownAt=2026-01-01T00:00:00Z')).status).toBe(401);
  });
});

describe('an officer', () => {
  test('reports progress, once for each key', async () => {
    const body = { text: '已与三个地区会商', evidence: '会议纪要〔2026〕3号', percent: 30 };
    const first = await act('FM1-XB02', 'progress', body, { key: 'report-0001' });
    const again = await act('FM1-XB02', 'progress', body, { key: 'report-0001' });
    expect(first.status).toBe(200);
    expect(again.body).toEqual(first.body);
    const shown = await read('FM1-XB02');
    expect(shown.progress).toEqual([
      {
        record: 'FM1-XB02~1',
        on: today,
        text: { zh: body.text, en: body.text },
        evidence: body.evidence,
        percent: 30,
        sample: false,
      },
    ]);
    expect(shown.state).toBe('in-progress');
    expect(await lines('FM1-XB02')).toEqual([
      { action: 'commitments.report-progress', outcome: 'done', reason: null, change_count: 1 },
    ]);
  });

  test('moves a date twice; the first promise stays, and can be corrected by no door', async () => {
    const [one, two] = [later(today, 400), later(today, 500)];
    expect((await act('FM5-XB02', 'date', { newDueOn: one, reason: '配合部门调整计划' })).status).toBe(200);
    expect((await act('FM5-XB02', 'date', { newDueOn: two, reason: '再次与配合部门商定' })).status).toBe(200);
    const shown = await read('FM5-XB02');
    expect(shown).toMatchObject({ firstDueOn: '2028-12-29', dueOn: two, daysLeft: 500 });
    expect(shown.moves).toMatchObject([
      { from: '2028-12-29', to: one, reason: '配合部门调整计划', on: today },
      { from: one, to: two },
    ]);
    const corrected = await doors.ask('PATCH', '/api/registers/commitments.commitment/records/FM5-XB02', {
      cookie: officer,
      body: { row: { dueOn: '2029-01-01' }, reason: '改一下', seen: await seen('FM5-XB02') },
    });
    expect(corrected.status).toBe(422);
    expect(corrected.body.zh).toContain('改期须写明理由：用“改期”');
    const emptied = await doors.ask('PATCH', '/api/registers/commitments.commitment/records/FM5-XB02', {
      cookie: officer,
      body: { row: { dueOn: null }, reason: '改一下', seen: await seen('FM5-XB02') },
    });
    expect(emptied.body.code).toBe('broken-rule');
    expect((await lines('FM5-XB02')).map(({ action, outcome, reason }) => [action, outcome, reason])).toEqual(
      [
        ['commitments.move-date', 'done', '配合部门调整计划'],
        ['commitments.move-date', 'done', '再次与配合部门商定'],
        ['register.correct', 'refused', '改一下'],
        ['register.correct', 'refused', '改一下'],
      ],
    );
  });

  test('gives a first date to a promise that had none', async () => {
    const day = later(today, 30);
    expect((await act('FM4-XB01', 'date', { newDueOn: day, reason: '按年度计划定期限' })).status).toBe(200);
    expect(await read('FM4-XB01')).toMatchObject({
      firstDueOn: null,
      dueOn: day,
      moves: [{ from: null, to: day }],
    });
  });

  test('cannot put a chain of dates in disorder through the register', async () => {
    const add = async (row: Record<string, unknown>) =>
      doors.ask('POST', '/api/registers/commitments.date-change/records', { cookie: officer, body: { row } });
    const row = {
      commitment: 'FM1-XB01',
      order: 2,
      oldDueOn: '2027-06-30',
      newDueOn: '2028-01-31',
      reason: '补录的改期',
      changedOn: '2026-03-01',
      sample: false,
    };
    for (const wrong of [
      { order: 3 },
      { oldDueOn: '2025-12-31' },
      { changedOn: '2025-01-01' },
      { newDueOn: '2027-06-30' },
    ])
      expect((await add({ ...row, ...wrong })).body.code, JSON.stringify(wrong)).toBe('broken-rule');
    expect((await add(row)).status).toBe(200);
    expect((await read('FM1-XB01', '?asOf=2026-03-01')).dueOn).toBe('2028-01-31');
  });

  test('records it as kept with evidence; below the target only for a reason; then it is closed', async () => {
    const bare = await act('FM2-XB03', 'kept', { evidence: '总结〔2026〕9号' });
    expect(bare.status).toBe(422);
    expect(bare.body.faults[0].at).toBe('/body/reason');
    expect(bare.body.faults[0].zh).toContain('尚未达到');
    expect((await act('FM2-XB03', 'kept', { evidence: '' })).status).toBe(422);
    const kept = await act('FM2-XB03', 'kept', {
      evidence: '总结〔2026〕9号',
      reason: '培训改由市州承担，已完成',
    });
    expect(kept.status).toBe(200);
    expect(await read('FM2-XB03')).toMatchObject({
      state: 'kept',
      keptOn: today,
      keptEvidence: '总结〔2026〕9号',
      keptReason: '培训改由市州承担，已完成',
    });
    for (const [verb, body] of [
      ['progress', { text: '再报一次' }],
      ['date', { newDueOn: later(today, 9), reason: '还要再改一次' }],
      ['kept', { evidence: '又一份' }],
      ['dropped', { reason: '不想办理了' }],
    ] as const)
      expect((await act('FM2-XB03', verb, body)).body.code, verb).toBe('broken-rule');
  });

  test('drops a promise for a reason, which everyone reads', async () => {
    expect((await act('FM2-XB02', 'dropped', { reason: '短' })).status).toBe(422);
    expect((await act('FM2-XB02', 'dropped', { reason: '职能已划转其他部门' })).status).toBe(200);
    expect(await read('FM2-XB02')).toMatchObject({
      state: 'dropped',
      droppedOn: today,
      dropReason: '职能已划转其他部门',
    });
    expect((await lines('FM2-XB02')).at(-1)).toMatchObject({ action: 'commitments.drop', outcome: 'done' });
  });

  test.each([
    ['progress', {}],
    ['progress', { text: '  ' }],
    ['progress', { text: 'a\u0000b' }],
    ['progress', { text: '字'.repeat(1001) }],
    ['progress', { text: '进展', percent: 101 }],
    ['progress', { text: '进展', percent: '30' }],
    ['progress', { text: '进展', reportedOn: '2199-01-01' }],
    ['progress', { text: '进展', reportedOn: '2025-05-26' }],
    ['date', { newDueOn: '2025-02-30', reason: '理由写得够长' }],
    ['date', { newDueOn: '2020-01-01', reason: '理由写得够长' }],
    ['date', { newDueOn: '2100-01-01', reason: '改期' }],
    ['date', { newDueOn: '2100-01-01', reason: '    \u3000  ' }],
    ['kept', { evidence: '依据', keptOn: '2199-01-01' }],
    ['kept', { evidence: '依据', keptOn: '2025-05-26' }],
    ['dropped', {}],
    ['dropped', { reason: ['理', '由', '写', '得', '够'] }],
  ])('is refused %s %j, and nothing is written', async (verb, body) => {
    const before = await read('FM3-XB02');
    const answer = await act('FM3-XB02', verb, body);
    expect(answer.status).toBe(422);
    expect(answer.body.zh).not.toBe('');
    expect(await read('FM3-XB02')).toEqual(before);
  });

  test('finds no promise that is not there, and writes no target that no figure can reach', async () => {
    expect((await act('NONE', 'progress', { text: '进展' })).status).toBe(404);
    for (const row of [
      { targetFigure: 'no.figure', targetValue: '3' },
      { targetFigure: 'race.projects', targetValue: '3' },
      { targetFigure: 'race.projects', targetValue: '3', targetParams: '{"year":"x"}' },
    ]) {
      const answer = await doors.ask('PATCH', '/api/registers/commitments.commitment/records/FM3-XB02', {
        cookie: officer,
        body: { row, reason: '设定目标', seen: await seen('FM3-XB02') },
      });
      expect(answer.body.code).toBe('broken-rule');
    }
  });
});

describe('others', () => {
  test.each(['office', 'secrecy', 'signer', 'partner', 'deputy', 'auditor'] as const)(
    '%s may not',
    async (role) => {
      const cookie = await doors.signIn(role);
      expect((await act('FM3-XB02', 'progress', { text: '进展' }, { cookie })).status).toBe(403);
    },
  );

  test('a head of division may; a stranger is asked to sign in; a key is needed', async () => {
    const division = await doors.signIn('division');
    expect(
      (await act('FM5-XB03', 'progress', { text: '处室负责人报的进展' }, { cookie: division })).status,
    ).toBe(200);
    expect(
      (await doors.ask('POST', '/api/commitments/FM3-XB02/progress', { body: { text: '进展' } })).status,
    ).toBe(401);
    const keyless = await doors.ask('POST', '/api/commitments/FM3-XB02/progress', {
      body: { text: '进展' },
      cookie: officer,
      key: null,
    });
    expect(keyless.body.code).toBe('key-missing');
  });

  test('two who report at once both have their line', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(async (n) => act('FM4-XB02', 'progress', { text: `同时报告 ${n}` })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await read('FM4-XB02')).progress).toHaveLength(5);
  });
});

describe('a letter', () => {
  test('makes promises in its own action; a fault of one undoes all', async () => {
    const { atomically } = await import('#kernel/audit/atomically.ts');
    const { promise, listCommitments } = await import('./index.ts');
    const { house, figures } = await import('#app/house.ts');
    const make = async (owner: string) =>
      atomically(doors.house.ctx, { action: 'test.sign', subject: 'letter', input: owner }, async (inner) => {
        const made = await promise(inner, house, {
          area: 'FM2',
          text: '复函承诺的事项',
          owner: 'DW-KJT',
          coOwners: ['DW-SJT'],
          promisedOn: '2026-01-05',
          dueOn: '2026-12-31',
          reply: 'FH-1',
        });
        await promise(inner, house, {
          area: 'FM2',
          text: '第二项',
          owner,
          promisedOn: '2026-01-05',
          reply: 'FH-1',
        });
        return made;
      });
    await expect(make('NOBODY')).rejects.toMatchObject({ code: 'invalid-input' });
    const none = await listCommitments(doors.house.db, figures, { asOf: '2026-02-01', reply: 'FH-1' });
    expect(none.counts.all).toBe(0);
    expect((await make('DW-KJT')).answer.code).toBe('FM2-XB07');
    const { areas, counts } = await listCommitments(doors.house.db, figures, {
      asOf: '2026-02-01',
      reply: 'FH-1',
    });
    expect(counts).toMatchObject({ all: 2, promised: 2 });
    expect(
      areas[0]?.commitments.map(({ code, coOwners }) => [code, coOwners.map((one) => one.code)]),
    ).toEqual([
      ['FM2-XB07', ['DW-SJT']],
      ['FM2-XB08', []],
    ]);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { loadProvince, loadReferences, sampleFolder } from '#app/load.ts';
import { house as registersHouse } from '#app/house.ts';
import { readClock, readKnown } from '#kernel/db/open.ts';
import { parameterOn, parametersOn, requireParameter } from '#kernel/parameters/read.ts';
import { addRecord } from '#kernel/registers/actions.ts';
import { openTestDoors, type Doors } from '../../../test/doors.ts';
import { seenOf } from '../../../test/seen.ts';
import { loadCalendar, reckon, requireTerm } from './index.ts';

let doors: Doors;
let officer: string;
beforeAll(async () => {
  doors = await openTestDoors(sampleFolder('jilin-2024'));
  officer = await doors.signIn('officer');
});
afterAll(async () => doors.close());

const reckonDoor = (from: string, term: string, more = ''): string =>
  `/api/calendar/reckon?from=${from}&term=${encodeURIComponent(term)}${more}`;
const notices = '/api/registers/calendar.notice/records';
const days = '/api/registers/calendar.day/records';

async function write(
  method: 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: Record<string, unknown>,
): Promise<void> {
  const seen = method === 'POST' ? {} : { seen: await seenOf(doors, url, officer) };
  const answer =
    method === 'DELETE'
      ? await doors.ask(method, `${url}&seen=${seen.seen}`, { cookie: officer })
      : await doors.ask(method, url, { cookie: officer, body: { ...body, ...seen } });
  expect(answer.status, answer.text).toBe(200);
}

describe('the doors', () => {
  test('anyone may reckon a term, with its steps', async () => {
    const { status, body } = await doors.ask('GET', reckonDoor('2025-04-20', '3 months'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      from: '2025-04-20',
      term: { count: 3, unit: 'months', moves: true },
      due: '2025-07-21',
      provisional: false,
      missingYears: [],
    });
    expect(body.steps.map((step: { kind: string }) => step.kind)).toEqual([
      'start',
      'counted',
      'moved',
      'due',
    ]);
  });

  test('anyone may read the calendar of a year', async () => {
    const { body } = await doors.ask('GET', '/api/calendar/years/2026');
    expect(body).toMatchObject({ provisional: false, words: null, documents: ['国办发明电〔2025〕7号'] });
    expect(body.days).toHaveLength(365);
    expect(body.days[3]).toEqual({
      day: '2026-01-04',
      weekday: 7,
      kind: 'work',
      working: true,
      holiday: '元旦',
      document: '国办发明电〔2025〕7号',
    });
    const unknown = await doors.ask('GET', '/api/calendar/years/2031');
    expect(unknown.body).toMatchObject({ provisional: true, documents: [], workingDays: 261 });
    expect(unknown.body.words.zh).toContain('2031年的放假通知尚未录入');
  });

  test.each([
    reckonDoor('2025-02-30', '3 months'),
    reckonDoor('2025-4-20', '3 months'),
    reckonDoor('0000-00-00', '3 months'),
    reckonDoor('9999-12-31', '3 months'),
    reckonDoor('2199-12-31', '10 days'),
    reckonDoor('2025-04-20', '1000000000 days'),
    reckonDoor('2025-04-20', '99999999999999999999 months'),
    reckonDoor('2025-04-20', '-5 working-days'),
    reckonDoor('2025-04-20', '0 days'),
    reckonDoor('2025-04-20', "3 months'; drop table register.day; --"),
    reckonDoor('2025-04-20', '三个月'),
    reckonDoor('2025-04-20', '1'.repeat(60)),
    reckonDoor('2025-04-20', '3\u0000 months'),
    reckonDoor('2025-04-20%00', '3 months'),
    '/api/calendar/reckon?from=2025-04-20',
    '/api/calendar/reckon?term=3%20months',
    '/api/calendar/reckon?from=2025-04-20&from=2025-04-21&term=3%20months',
    '/api/calendar/years/0',
    '/api/calendar/years/99999999999',
    '/api/calendar/years/1e3',
    '/api/calendar/years/0x7e9',
    '/api/calendar/years/2200',
    '/api/calendar/years/2025.5',
    '/api/calendar/years/%E4%BB%8A%E5%B9%B4',
  ])('%s is refused with words', async (url) => {
    const { status, body } = await doors.ask('GET', url);
    expect(status).toBe(422);
    expect(body.code).toBe('invalid-input');
    expect(body.zh.length).toBeGreaterThan(5);
    expect(body.en.length).toBeGreaterThan(5);
  });
});

describe('deadlines are reckoned, never stored', () => {
  const dueOf = async (from: string, term: string): Promise<string> =>
    (await doors.ask('GET', reckonDoor(from, term))).body.due;

  test('a change of some days, a corrected day, a withdrawn day: each recomputes', async () => {
    expect(await dueOf('2026-09-18', '1 working-days')).toBe('2026-09-20');
    const change = '示例发〔2026〕1号';
    await write('POST', notices, {
      row: { document: change, year: 2026, scope: 'change', publishedOn: '2026-08-01' },
    });
    await write('POST', days, {
      row: { notice: change, day: '2026-09-20', kind: 'off', holiday: '示例调整' },
    });
    expect(await dueOf('2026-09-18', '1 working-days')).toBe('2026-09-21');
    const { body: year } = await doors.ask('GET', '/api/calendar/years/2026');
    expect(year.documents).toEqual(['国办发明电〔2025〕7号', change]);
    const changed = `${days}/${encodeURIComponent(`${change}~2026-09-20`)}`;
    await write('PATCH', changed, { row: { kind: 'work' }, reason: '录入有误' });
    expect(await dueOf('2026-09-18', '1 working-days')).toBe('2026-09-20');
    await write('PATCH', changed, { row: { kind: 'off' }, reason: '恢复原样' });
    await write('PATCH', `${notices}/${encodeURIComponent(change)}`, {
      row: { supersededOn: '2026-08-15' },
      reason: '示例文件废止',
    });
    expect(await dueOf('2026-09-18', '1 working-days')).toBe('2026-09-20');
  });

  test('a year whose notice is missing is provisional until it is entered', async () => {
    const question = reckonDoor('2026-12-28', '5 working-days');
    const before = (await doors.ask('GET', question)).body;
    expect(before).toMatchObject({ due: '2027-01-04', provisional: true, missingYears: [2027] });
    const document = '示例发〔2026〕9号';
    await write('POST', notices, {
      row: { document, year: 2027, scope: 'year', publishedOn: '2026-11-20' },
    });
    for (const [day, kind] of [
      ['2027-01-01', 'off'],
      ['2027-01-02', 'work'],
    ])
      await write('POST', days, { row: { notice: document, day, kind, holiday: '元旦' } });
    const after = (await doors.ask('GET', question)).body;
    expect(after).toMatchObject({ due: '2027-01-04', provisional: false, missingYears: [] });
    expect((await doors.ask('GET', reckonDoor('2026-12-28', '4 working-days'))).body.due).toBe('2027-01-02');
    await write(
      'DELETE',
      `${days}/${encodeURIComponent(`${document}~2027-01-02`)}?reason=${encodeURIComponent('示例撤回')}`,
    );
    expect((await doors.ask('GET', reckonDoor('2026-12-28', '4 working-days'))).body.due).toBe('2027-01-04');
  });

  test('staff may ask what was reckoned before the change', async () => {
    const { now } = await readClock(doors.house.db);
    await write('PATCH', `${days}/${encodeURIComponent('国办发明电〔2024〕12号~2025-05-05')}`, {
      row: { kind: 'work' },
      reason: '示例更正',
    });
    const question = reckonDoor('2025-04-21', '10 days');
    expect((await doors.ask('GET', question)).body.due).toBe('2025-05-05');
    const past = reckonDoor('2025-04-21', '10 days', `&knownAt=${encodeURIComponent(now)}`);
    expect((await doors.ask('GET', past)).status).toBe(401);
    expect((await doors.ask('GET', past, { cookie: officer })).body.due).toBe('2025-05-06');
  });

  test('a day that is not of its notice’s year is refused', async () => {
    const answer = await doors.ask('POST', days, {
      cookie: officer,
      body: {
        row: { notice: '国办发明电〔2024〕12号', day: '2052-05-01', kind: 'off', holiday: '劳动节' },
      },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.zh).toContain('2025 年度');
    const kept = await doors.ask('POST', days, {
      cookie: officer,
      body: {
        row: { notice: '国办发明电〔2024〕12号', day: '2024-12-28', kind: 'work', holiday: '元旦' },
      },
    });
    expect(kept.status).toBe(200);
  });
});

describe('terms as dated parameters', () => {
  test('the version of the case’s own day', async () => {
    const { db } = doors.house;
    const before = await requireTerm(db, 'replies.deadline.ordinary', '2025-03-11');
    const after = await requireTerm(db, 'replies.deadline.ordinary', '2025-03-12');
    expect(before).toMatchObject({
      term: { count: 3, unit: 'months' },
      parameter: { basis: 'law', validFrom: '2010-10-28' },
    });
    expect(after.parameter.document).toContain('第五十一条');
    const names = ['ordinary', 'complex', 'return', 'co-opinion', 'second', 'feedback', 'publication'].map(
      (step) => `replies.deadline.${step}`,
    );
    const all = await parametersOn(db, [...names, 'replies.deadline.unknown'], '2025-05-27');
    expect(
      Object.fromEntries([...all].map(([name, { value, basis }]) => [name.slice(17), `${value} ${basis}`])),
    ).toEqual({
      ordinary: '3 months law',
      complex: '6 months law',
      return: '5 working-days unverified',
      'co-opinion': '1 months unverified',
      second: '1 months unverified',
      feedback: '15 working-days unverified',
      publication: '20 working-days unverified',
    });
  });

  test('one that is not set is refused with its name, the day and where to enter it', async () => {
    const { db } = doors.house;
    expect(await parameterOn(db, 'replies.deadline.ordinary', '2010-10-27')).toBeNull();
    await expect(requireParameter(db, 'replies.deadline.ordinary', '2010-10-27')).rejects.toMatchObject({
      code: 'unset-parameter',
      words: { zh: expect.stringMatching(/replies\.deadline\.ordinary 在 2010-10-27 .*登记册/) },
    });
  });

  test('a value that is no term is refused with the parameter’s name', async () => {
    await addRecord(doors.house.ctx, registersHouse, {
      register: 'parameters.parameter',
      row: {
        name: 'example.term',
        value: '若干天',
        validFrom: '2025-01-01',
        document: '示例',
        basis: 'product',
      },
    });
    await expect(requireTerm(doors.house.db, 'example.term', '2025-05-27')).rejects.toMatchObject({
      code: 'broken-rule',
      words: { zh: expect.stringContaining('example.term') },
    });
  });

  test('both are read as they were known', async () => {
    const { db } = doors.house;
    const { now } = await readClock(db);
    await readKnown(db, now, async (past) => {
      const { term } = await requireTerm(past, 'replies.deadline.return', '2025-05-27');
      const calendar = await loadCalendar(past);
      expect(reckon(calendar, '2025-05-27', term).due).toBe('2025-06-04');
    });
    await readKnown(db, '2020-01-01T00:00:00Z', async (past) => {
      expect(await parameterOn(past, 'replies.deadline.return', '2025-05-27')).toBeNull();
      expect((await loadCalendar(past)).years.size).toBe(0);
    });
  });
});

describe('the notices that come with the platform', () => {
  let bare: TestHouse;
  beforeAll(async () => {
    bare = await openTestHouse();
  });
  afterAll(async () => bare.close());

  test('are entered where there are none, once, by the operator and on the record', async () => {
    expect((await loadCalendar(bare.db)).years.size).toBe(0);
    expect(await loadReferences(bare)).toEqual(['calendar.notice', 'calendar.day', 'parameters.parameter']);
    expect([...(await loadCalendar(bare.db)).years.keys()]).toEqual([2024, 2025, 2026]);
    expect(await loadReferences(bare)).toEqual([]);
    const lines = await bare.administrate<{ action: string; outcome: string; role: string }>(
      'select action, outcome, role from platform.audit_entry',
    );
    expect(lines).toEqual([{ action: 'reference.import', outcome: 'done', role: 'operator' }]);
  });

  test('come with a data folder, unless it has a calendar of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kechuang-calendar-'));
    const house = await openTestHouse();
    const write = (name: string, lines: string[]): void => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
    };
    try {
      write('calendar/notice.csv', ['文号,年度,范围,发布日期', '示例发〔2024〕5号,2025,全年安排,2024-11-01']);
      write('calendar/day.csv', ['通知,日期,安排,节日', '示例发〔2024〕5号,2025-05-01,放假,劳动节']);
      await loadProvince(house, folder);
      const own = await loadCalendar(house.db);
      expect([...own.years.keys()]).toEqual([2025]);
      expect(own.days.size).toBe(1);
      expect(await loadReferences(house)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
      await house.close();
    }
  });
});

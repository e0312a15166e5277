import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figures, registers } from '#app/house.ts';
import { openTestDoors, type Doors } from './doors.ts';

const sample = join(import.meta.dirname, '../sample/jilin-2024');

let doors: Doors;
/** Words no public answer may hold: names and numbers of people, names and numbers of classified things. */
let secrets: Set<string>;
let citations: { figure: string; params: string }[];

beforeAll(async () => {
  doors = await openTestDoors(sample);
  const admin = doors.house.administrate;
  // A name nobody would write by chance, put where the public must not see it.
  await admin(
    `update register.person set name = '甲' || name || '乙' where code in (select code from register.person limit 40)`,
  );
  const people = await admin<{ v: string }>(
    'select name as v from register.person union select code from register.person',
  );
  const certificates = await admin<{ v: string }>('select code as v from register.broker_certificate');
  const platforms = await admin<{ v: string }>(
    'select name as v from register.platform where classified union select code from register.platform where classified',
  );
  const achievements = await admin<{ v: string }>(
    'select title as v from register.achievement where classified union select code from register.achievement where classified',
  );
  const payments = await admin<{ v: string }>('select code as v from register.payment where classified');
  if ([people, certificates, platforms].some((rows) => rows.length === 0))
    throw new Error('the sample has nothing to hide');
  secrets = new Set(
    [...people, ...certificates, ...platforms, ...achievements, ...payments].map((row) => row.v),
  );
  citations = await admin<{ figure: string; params: string }>('select figure, params from register.citation');
});
afterAll(async () => doors.close());

/** Secrets standing in a text as words of their own: 示例人员1 is not found within 示例人员12. */
function leaks(text: string): string[] {
  return [...new Set(text.match(/[\p{L}\d-]+/gu))].filter((word) => secrets.has(word));
}

/** Answers the text of a public door that gives no secret away. */
async function expectClean(url: string): Promise<string> {
  const answer = await doors.ask('GET', url);
  expect(answer.status, url).toBe(200);
  expect(leaks(answer.text), url).toEqual([]);
  return answer.text;
}

describe('no personal name and no classified platform in any public answer', () => {
  test('home, definitions, registers', async () => {
    for (const url of ['/api/home', '/api/figures', '/api/registers', '/api/openapi.json'])
      await expectClean(url);
  });

  test('every figure: rows of every page, every order, export, trend, changes', async () => {
    for (const { figure, params } of citations) {
      const query = `params=${encodeURIComponent(params)}`;
      const base = `/api/figures/${figure}`;
      await expectClean(`${base}?${query}`);
      await expectClean(`${base}/trend?${query}`);
      await expectClean(`${base}/rows.csv?${query}`);
      await expectClean(`${base}/changes?${query}&fromAsOf=2023-12-31`);
      const fields = Object.keys(figures.find(figure).of.fields);
      for (const sort of ['', ...fields])
        await expectClean(`${base}/rows?${query}&pageSize=200&sort=${sort}`);
      const first = JSON.parse(await expectClean(`${base}/rows?${query}&pageSize=200`)) as { total: number };
      for (let page = 2; (page - 1) * 200 < first.total; page++)
        await expectClean(`${base}/rows?${query}&pageSize=200&page=${page}`);
    }
  }, 120_000);

  const shown = registers.ordered.filter(({ publicView }) => publicView.as !== 'nothing');

  test('a register of internal matters is to the public no register at all', async () => {
    const hidden = registers.ordered.filter((description) => !shown.includes(description));
    expect(hidden.length).toBeGreaterThan(0);
    const list = (await doors.ask('GET', '/api/registers')).text;
    for (const { id } of hidden) {
      const unknown = (await doors.ask('GET', '/api/registers/no.register/records')).body;
      const base = `/api/registers/${id}/records`;
      for (const url of [base, `${base}.csv`, `${base}?search=%E7%A4%BA`]) {
        const answer = await doors.ask('GET', url);
        expect(answer.status, url).toBe(404);
        expect(answer.body.zh.replace(id, ''), url).toBe(unknown.zh.replace('no.register', ''));
      }
      expect((await doors.ask('GET', `${base}/QZ20250603-01`)).status, id).toBe(404);
      expect(list).not.toContain(`"${id}"`);
    }
  });

  test('every register: lists, filters, exports', async () => {
    for (const { id, fields } of shown) {
      const base = `/api/registers/${id}/records`;
      await expectClean(`${base}.csv`);
      await expectClean(`${base}.csv?language=en`);
      for (const sort of Object.keys(fields))
        await expectClean(`${base}?pageSize=200&sort=${sort}&descending=true`);
      // A column the public does not see is none of the list's to it: asking by it says nothing of the rows.
      const asked = await doors.ask('GET', `${base}?filters=${encodeURIComponent('{"classified":true}')}`);
      expect(leaks(asked.text), id).toEqual([]);
      const listed = await doors.ask('GET', `${base}?pageSize=1`);
      const columns = (listed.body.columns as { name: string }[]).map(({ name }) => name);
      expect(asked.status, id).toBe(columns.includes('classified') ? 200 : 422);
      if (asked.status === 422) {
        const faults = asked.body.faults as { at: string }[];
        expect(asked.body.code, id).toBe('invalid-input');
        expect(faults, id).toHaveLength(1);
      }
    }
  }, 120_000);

  test('records opened one by one', async () => {
    let opened = 0;
    for (const { id } of shown) {
      const listing = await doors.ask('GET', `/api/registers/${id}/records?pageSize=30`);
      for (const row of listing.body.rows as { code: string | null }[]) {
        if (row.code === null) continue;
        await expectClean(`/api/registers/${id}/records/${encodeURIComponent(row.code)}`);
        opened += 1;
      }
    }
    expect(opened).toBeGreaterThan(100);
  }, 120_000);

  test('search finds no secret, and what is secret cannot be opened', async () => {
    for (const secret of [...secrets].filter((_, index) => index % 25 === 0 || index > secrets.size - 12)) {
      const found = await doors.ask('GET', `/api/search?q=${encodeURIComponent(secret)}`);
      expect(leaks(found.text), secret).toEqual([]);
      for (const register of [
        'platforms.platform',
        'directory.person',
        'services.broker-certificate',
        'transfer.achievement',
        'funds.payment',
      ]) {
        const opened = await doors.ask(
          'GET',
          `/api/registers/${register}/records/${encodeURIComponent(secret)}`,
        );
        expect(opened.status).toBe(404);
        const listed = await doors.ask(
          'GET',
          `/api/registers/${register}/records?search=${encodeURIComponent(secret)}`,
        );
        expect(listed.body.rows).toEqual([]);
      }
    }
  }, 120_000);

  test('classified platforms are stubs, and a stub’s place in an order says nothing', async () => {
    const listing = await doors.ask('GET', '/api/figures/national-labs.defence/rows');
    expect(listing.body.reading.value).toBe('2');
    expect(listing.body.rows).toEqual([
      { code: null, stub: true, cells: {} },
      { code: null, stub: true, cells: {} },
    ]);
    for (const sort of ['name', 'code', 'host', 'kind']) {
      const sorted = await doors.ask(
        'GET',
        `/api/registers/platforms.platform/records?pageSize=200&sort=${sort}`,
      );
      const stubs = (sorted.body.rows as { stub: boolean }[]).map((row) => row.stub);
      expect(stubs.indexOf(true), sort).toBe(stubs.length - stubs.filter(Boolean).length);
    }
  });

  test('people are counted by unit, and the counts make the figure', async () => {
    const listing = await doors.ask(
      'GET',
      `/api/figures/brokers.new/rows?pageSize=200&params=${encodeURIComponent('{"year":2024}')}`,
    );
    expect(listing.body.view).toBe('counts');
    const counts = (listing.body.rows as { cells: { count: number } }[]).map((row) => row.cells.count);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Number(listing.body.reading.value));
  });

  test('an officer sees the people behind the same figure', async () => {
    const cookie = await doors.signIn('officer');
    const listing = await doors.ask(
      'GET',
      `/api/figures/brokers.new/rows?params=${encodeURIComponent('{"year":2024}')}`,
      { cookie },
    );
    expect(listing.body.view).toBe('rows');
    expect(listing.body.rows[0].cells.person.title).toContain('示例');
  });
});

describe('the life of a record', () => {
  test('takes in what happened to it in other registers', async () => {
    const [achievement] = await doors.house.administrate<{
      code: string;
      disclosed: string;
      empowered: string;
      signed: string;
    }>(`
      select a.code, a.disclosed_on::text as disclosed, min(e.effective_on)::text as empowered, min(c.signed_on)::text as signed
      from register.achievement a join register.empowerment e on e.achievement = a.code
      join register.contract_item i on i.achievement = a.code join register.transfer_contract c on c.code = i.contract
      where not a.classified group by a.code, a.disclosed_on order by count(*) desc, a.code limit 1`);
    const page = await doors.ask(
      'GET',
      `/api/registers/transfer.achievement/records/${achievement?.code}?asOf=2199-01-01`,
    );
    const life = page.body.life as { state: { zh: string }; on: string; ahead: boolean }[];
    expect(life.map(({ state, on, ahead }) => [state.zh, on, ahead])).toEqual(
      [
        ['披露', achievement?.disclosed, false],
        ['赋权', achievement?.empowered, false],
        ['转化', achievement?.signed, false],
      ].toSorted((one, other) => (String(one[1]) < String(other[1]) ? -1 : 1)),
    );
    const before = await doors.ask(
      'GET',
      `/api/registers/transfer.achievement/records/${achievement?.code}?asOf=1990-01-01`,
    );
    expect((before.body.life as { ahead: boolean }[]).every(({ ahead }) => ahead)).toBe(true);
  });

  test('of a platform has the acts it went through and no others', async () => {
    const [act] = await doors.house.administrate<{ platform: string; on: string }>(
      'select platform, "on"::text as on from register.platform_act join register.platform p on p.code = platform where act = \'filed\' and not p.classified order by 1 limit 1',
    );
    const page = await doors.ask('GET', `/api/registers/platforms.platform/records/${act?.platform}`);
    expect(page.body.life[0]).toMatchObject({ state: { zh: '备案' }, on: act?.on });
    expect((page.body.life as { on: string | null }[]).every(({ on }) => on !== null)).toBe(true);
  });
});

describe('what is written at the desk', () => {
  /** Words that stand only where the public must not look. */
  const canaries = [
    '建议原文暗语',
    '会办意见暗语',
    '面商暗语',
    '草稿暗语',
    '审核暗语',
    'deputy-canary',
    '退回暗语',
  ];

  beforeAll(async () => {
    const cookies: Record<string, string> = {};
    for (const role of ['officer', 'division', 'office'] as const) cookies[role] = await doors.signIn(role);
    cookies.partner = await doors.signIn('partner', 'DW-SJT');
    await doors.signIn('deputy', 'canary');
    const go = async (who: string, url: string, body: unknown): Promise<string> => {
      const answer = await doors.ask('POST', url, { cookie: cookies[who], body });
      expect(answer.status, answer.text).toBe(200);
      return String(answer.body.code);
    };
    const values = {
      session: '示例会议',
      deputy: '示例代表',
      deputyAccount: 'deputy-canary',
      content: '建议原文暗语',
      raisedOn: '2026-01-20',
      assignedBy: 'DW-RDDB',
    };
    const [clock] = await doors.house.administrate<{ today: string }>(
      `select (now() at time zone 'Asia/Shanghai')::date::text as today`,
    );
    const today = clock?.today ?? '';
    await go('office', '/api/suggestions', {
      ...values,
      code: 'W-1',
      title: '关于标题的建议',
      assignedOn: today,
    });
    await go('office', '/api/suggestions/W-1/return', { reason: '退回暗语：不属本单位' });
    await go('office', '/api/suggestions', {
      ...values,
      code: 'W-2',
      title: '关于标题的建议',
      assignedOn: today,
    });
    await go('office', '/api/suggestions/W-2/accept', {
      division: '示例处室',
      partners: [{ organisation: 'DW-SJT', part: 'co' }],
    });
    await go('officer', '/api/suggestions/W-2/talks', { on: today, way: 'phone', summary: '面商暗语：示例' });
    await go('partner', '/api/suggestions/W-2/opinion', { opinion: '会办意见暗语：示例' });
    const reply = await go('officer', '/api/suggestions/W-2/replies', { template: 'plain' });
    const sheet = await doors.ask('GET', `/api/replies/${reply}`, { cookie: cookies.officer });
    const section = sheet.body.sections[1].code as string;
    await go('officer', `/api/replies/${reply}/sections/${section}`, {
      version: 0,
      content: [{ level: 0, inlines: ['草稿暗语'] }],
    });
    await go('officer', `/api/replies/${reply}/submit`, { category: 'A' });
    await go('division', `/api/replies/${reply}/review`, { verdict: 'return', comment: '审核暗语：请修改' });
    for (const word of canaries.filter((one) => one !== 'deputy-canary')) secrets.add(word);
  });

  test('stands in no public answer, and answers no public question', async () => {
    const urls = [
      '/api/home',
      '/api/registers',
      '/api/letters',
      '/api/commitments',
      ...registers.ordered
        .filter(({ publicView }) => publicView.as !== 'nothing')
        .map(({ id }) => `/api/registers/${id}/records.csv`),
      ...['DW-RDDB', 'DW-SJT', 'DW-KJT'].map(
        (code) => `/api/registers/directory.organisation/records/${code}`,
      ),
      ...canaries.flatMap((word) => [
        `/api/search?q=${encodeURIComponent(word)}`,
        `/api/letters?q=${encodeURIComponent(word)}`,
      ]),
      '/api/search?q=W-2',
    ];
    for (const url of urls) {
      const answer = await doors.ask('GET', url);
      expect(answer.status, url).toBe(200);
      for (const word of canaries) expect(answer.text.includes(word), `${word} in ${url}`).toBe(false);
      expect(answer.text).not.toContain('W-2-R1');
    }
    for (const url of [
      '/api/suggestions',
      '/api/suggestions/W-2',
      '/api/replies/W-2-R1',
      '/api/replies/W-2-R1/check',
      '/api/replies/W-2-R1/versions',
      '/api/replies/W-2-R1/draft.pdf',
      '/api/citable?q=a',
      '/api/number-series',
    ])
      expect((await doors.ask('GET', url)).status, url).toBe(401);
    expect((await doors.ask('GET', '/api/letters/W-2-R1')).status).toBe(404);
  });

  test('is written by no door that every register has', async () => {
    const cookie = await doors.signIn('officer');
    const base = '/api/registers/replies.suggestion';
    const asked = [
      await doors.ask('POST', `${base}/records`, { cookie, body: { row: { code: 'W-9' } } }),
      await doors.ask('PATCH', `${base}/records/W-2`, {
        cookie,
        body: { row: { title: '改' }, reason: '测试更正', seen: '1' },
      }),
      await doors.ask('DELETE', `${base}/records/W-2?reason=${encodeURIComponent('测试撤回')}&seen=1`, {
        cookie,
      }),
      await doors.ask('POST', `${base}/import`, {
        cookie,
        body: { content: Buffer.from('编号').toString('base64') },
      }),
    ];
    for (const answer of asked) {
      expect(answer.status).toBe(422);
      expect(answer.body.zh).toContain('/desk');
    }
  });
});

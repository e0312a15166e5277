import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifySeals } from '#domains/replies/index.ts';
import { openTestDoors, type Answer, type Doors } from './doors.ts';

const sample = join(import.meta.dirname, '../sample/jilin-2024');

let doors: Doors;
const cookies: Record<string, string> = {};
let today: string;

const as = (who: string) => ({
  get: async (url: string): Promise<Answer> => doors.ask('GET', url, { cookie: cookies[who] }),
  post: async (url: string, body: unknown, key?: string): Promise<Answer> =>
    doors.ask('POST', url, { cookie: cookies[who], body, ...(key === undefined ? {} : { key }) }),
});

/** A post that must succeed. */
async function done(who: string, url: string, body: unknown = {}): Promise<string> {
  const answer = await as(who).post(url, body);
  expect(answer.status, `${who} ${url} ${answer.text}`).toBe(200);
  return String(answer.body.code);
}

const shift = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

let entered = 0;
async function enter(values: Record<string, unknown> = {}): Promise<string> {
  entered += 1;
  return done('office', '/api/suggestions', {
    code: `T-${entered}`,
    title: `关于测试的建议${entered}`,
    session: '省十四届人大四次会议',
    deputy: '示例代表甲',
    deputyAccount: 'deputy',
    content: '示例内容：请加强科技成果转化。',
    raisedOn: shift(today, -10),
    assignedOn: shift(today, -1),
    assignedBy: 'DW-ZZB',
    items: ['促进科技成果转化应用'],
    ...values,
  });
}

beforeAll(async () => {
  doors = await openTestDoors(sample);
  for (const role of ['officer', 'division', 'office', 'secrecy', 'signer', 'deputy', 'auditor'] as const)
    cookies[role] = await doors.signIn(role);
  cookies.partner = await doors.signIn('partner', 'DW-SJT');
  cookies.stranger = await doors.signIn('partner', 'DW-ZZB');
  const [clock] = await doors.house.administrate<{ today: string }>(
    `select (now() at time zone 'Asia/Shanghai')::date::text as today`,
  );
  today = clock?.today ?? '';
});
afterAll(async () => doors.close());

describe('a suggestion', () => {
  test('is entered, accepted with a co-handler, talked over, given an opinion, answered in a draft', async () => {
    const code = await enter();
    const before = await as('office').get(`/api/suggestions/${code}`);
    expect(before.body).toMatchObject({
      state: 'assigned',
      waitsForMe: true,
      clock: { name: 'ordinary', late: false },
    });
    await done('office', `/api/suggestions/${code}/accept`, {
      division: '示例处室',
      partners: [{ organisation: 'DW-SJT', part: 'co' }],
    });
    await done('officer', `/api/suggestions/${code}/talks`, {
      on: today,
      way: 'phone',
      summary: '电话沟通了办理思路',
    });
    const reply = await done('officer', `/api/suggestions/${code}/replies`, {});
    await done('partner', `/api/suggestions/${code}/opinion`, { opinion: '示例意见：同意。' });
    const sheet = await as('officer').get(`/api/replies/${reply}`);
    expect(sheet.status).toBe(200);
    expect(sheet.body.sections.map((one: { kind: string }) => one.kind)).toEqual([
      'opening',
      'answer',
      'closing',
    ]);
    const [, answer] = sheet.body.sections as { code: string; version: number }[];
    const url = `/api/replies/${reply}/sections/${answer?.code}`;
    const content = [
      { level: 1, inlines: ['一、关于成果转化'] },
      {
        level: 0,
        inlines: ['赋权职务科技成果', { cite: { figure: 'achievements.empowered', params: {} } }, '。'],
      },
    ];
    const saved = await as('officer').post(url, { version: 0, content }, 'same-key-1');
    expect(saved.status).toBe(200);
    expect((await as('officer').post(url, { version: 0, content }, 'same-key-1')).body).toEqual(saved.body);
    const conflict = await as('officer').post(url, { version: 0, content });
    expect(conflict.status).toBe(409);
    expect(conflict.body.code).toBe('changed-meanwhile');
    expect(conflict.body.zh).toContain('示例经办人');
    const again = await as('officer').get(`/api/replies/${reply}`);
    expect(again.body.readings).toHaveLength(1);
    expect(again.body.readings[0].reading.phrase.zh).toMatch(/^\d+个$/);
    const versions = await as('officer').get(`/api/replies/${reply}/versions`);
    expect(versions.body.length).toBeGreaterThanOrEqual(4);
    const changes = await as('officer').get(
      `/api/replies/${reply}/changes?from=${encodeURIComponent(versions.body.at(-1).at)}`,
    );
    expect(
      changes.body.some((one: { parts: { kind: string }[] }) =>
        one.parts.some(({ kind }) => kind === 'added'),
      ),
    ).toBe(true);
  });

  test('of another is not there: to another unit, a deputy without it, or the public', async () => {
    const code = await enter({ deputyAccount: 'somebody' });
    const unknown = await as('stranger').get('/api/suggestions/NO-SUCH');
    for (const who of ['stranger', 'partner', 'deputy']) {
      const answer = await as(who).get(`/api/suggestions/${code}`);
      expect(answer.status).toBe(404);
      expect(answer.body.code).toBe(unknown.body.code);
    }
    expect((await doors.ask('GET', `/api/suggestions/${code}`)).status).toBe(401);
  });

  test('is returned within its term; later, or once accepted, never', async () => {
    const early = await enter();
    await done('office', `/api/suggestions/${early}/return`, { reason: '不属于本部门职责' });
    const late = await enter({ assignedOn: shift(today, -30), raisedOn: shift(today, -40) });
    const refused = await as('office').post(`/api/suggestions/${late}/return`, {
      reason: '不属于本部门职责',
    });
    expect(refused.status).toBe(422);
    expect(refused.body.zh).toContain('最后一日为');
    const accepted = await enter();
    await done('office', `/api/suggestions/${accepted}/accept`, { division: '示例处室' });
    expect(
      (await as('office').post(`/api/suggestions/${accepted}/return`, { reason: '不属于本部门职责' })).status,
    ).toBe(422);
  });
});

type Inline = string | { cite: { figure: string; params?: unknown; qualifier?: string; text?: string } };

/** A reply under review by the signer, whose answer says what is given. */
async function draftToSigning(
  inlines: Inline[],
  options: {
    publicity?: string;
    category?: string;
    suggestion?: string;
    reply?: string;
    partners?: unknown[];
  } = {},
): Promise<{ suggestion: string; reply: string; section: string }> {
  const suggestion = options.suggestion ?? (await enter());
  let reply = options.reply;
  if (reply === undefined) {
    await done('office', `/api/suggestions/${suggestion}/accept`, {
      division: '示例处室',
      partners: options.partners ?? [],
    });
    reply = await done('officer', `/api/suggestions/${suggestion}/replies`, { template: 'plain' });
  }
  const sheet = await as('officer').get(`/api/replies/${reply}`);
  const answer = sheet.body.sections.find((one: { kind: string }) => one.kind === 'answer');
  await done('officer', `/api/replies/${reply}/sections/${answer.code}`, {
    version: answer.version,
    content: [{ level: 0, inlines }],
  });
  await done('officer', `/api/replies/${reply}/submit`, { category: options.category ?? 'A' });
  await done('division', `/api/replies/${reply}/review`, { verdict: 'pass' });
  await done('office', `/api/replies/${reply}/review`, { verdict: 'pass' });
  await done('secrecy', `/api/replies/${reply}/review`, {
    verdict: 'pass',
    publicity: options.publicity ?? 'open',
    ...(options.publicity === undefined ? {} : { publicityReason: '涉及尚未公开的事项' }),
  });
  return { suggestion, reply, section: answer.code };
}

const empowered: Inline[] = ['已赋权职务科技成果', { cite: { figure: 'achievements.empowered' } }, '。'];

async function addSeries(code: string, last = 999): Promise<void> {
  await done('office', '/api/registers/replies.series/records', {
    row: { code, prefix: code, pattern: '{prefix}〔{year}〕{n}号', first: 1, last },
  });
}

const seals = async (): Promise<{ kind: string; zh: string }[]> =>
  (await verifySeals(doors.house.db, doors.house.vault)).findings;

describe('a reply', () => {
  test('goes through reviews, signature, number, delivery, feedback, publication, archive', async () => {
    await addSeries('示科函');
    const { suggestion, reply, section } = await draftToSigning(empowered);
    const touched = await as('officer').post(`/api/replies/${reply}/sections/${section}`, {
      version: 1,
      content: [],
    });
    expect(touched.status).toBe(422);
    expect((await as('officer').post(`/api/replies/${reply}/sign`, {})).status).toBe(403);
    await done('signer', `/api/replies/${reply}/sign`);
    expect((await as('signer').post(`/api/replies/${reply}/sign`, {})).status).toBe(422);
    await done('office', `/api/replies/${reply}/number`, { series: '示科函' });
    await done('office', `/api/replies/${reply}/deliver`, { on: today, way: '当面送达' });
    await done('deputy', `/api/replies/${reply}/feedback`, { satisfaction: 'satisfied', comment: '很好' });
    await done('office', `/api/replies/${reply}/publish`);
    await done('office', `/api/replies/${reply}/archive`);
    const page = await as('officer').get(`/api/suggestions/${suggestion}`);
    expect(page.body.state).toBe('archived');
    expect(page.body.replies[0].number).toBe(`示科函〔${today.slice(0, 4)}〕1号`);
    expect(page.body.life.every((point: { done: boolean }) => point.done)).toBe(true);
    expect(await seals()).toEqual([]);
  });

  test('is returned at any stage with a comment, and nothing is lost', async () => {
    const { reply } = await draftToSigning(empowered);
    expect((await as('signer').post(`/api/replies/${reply}/sign`, { verdict: 'return' })).status).toBe(422);
    await done('signer', `/api/replies/${reply}/sign`, { verdict: 'return', comment: '请补充下一步打算' });
    const sheet = await as('officer').get(`/api/replies/${reply}`);
    expect(sheet.body).toMatchObject({ state: 'drafting', publicity: null });
    expect(sheet.body.reviews.at(-1)).toMatchObject({
      stage: 'signing',
      verdict: 'return',
      comment: '请补充下一步打算',
    });
    expect(JSON.stringify(sheet.body.sections)).toContain('achievements.empowered');
  });

  test('is not signed while a number has no support, unless it is let stand by name', async () => {
    const { reply } = await draftToSigning([...empowered, '另有示例设备77台，赋权职务科技成果3个。']);
    const refused = await as('signer').post(`/api/replies/${reply}/sign`, {});
    expect(refused.status).toBe(422);
    expect(refused.body.faults.length).toBeGreaterThanOrEqual(2);
    const checked = await as('officer').get(`/api/replies/${reply}/check`);
    const doubtful = checked.body.entries.filter(({ verdict }: { verdict: string }) =>
      ['contradicts', 'inconsistent', 'ambiguous', 'uncited'].includes(verdict),
    );
    expect(refused.body.faults.map(({ at }: { at: string }) => at)).toEqual(
      doubtful.map(({ key }: { key: string }) => `/body/overrides/${key}`),
    );
    const overrides = doubtful.map(({ key }: { key: string }) => ({ key, reason: '数字由承办单位核实' }));
    expect(
      (await as('signer').post(`/api/replies/${reply}/sign`, { overrides: overrides.slice(1) })).status,
    ).toBe(422);
    await done('signer', `/api/replies/${reply}/sign`, { overrides });
    const [sealed] = await doors.house.administrate<{ overrides: string; blocks: string }>(
      'select overrides, blocks from sealed.letter where reply = $1',
      [reply],
    );
    expect(JSON.parse(sealed?.overrides ?? '[]')).toHaveLength(overrides.length);
    expect(sealed?.overrides).toContain('示例签发人');
    expect(sealed?.blocks).toContain('"override":1');
  });

  test('signed by two at once is signed once', async () => {
    const { reply } = await draftToSigning(empowered);
    const answers = await Promise.all(
      [1, 2, 3].map(async () => as('signer').post(`/api/replies/${reply}/sign`, {})),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422, 422]);
    expect(await seals()).toEqual([]);
  });

  test('waits for the opinion of a co-handling unit', async () => {
    const { suggestion, reply } = await draftToSigning(empowered, {
      partners: [{ organisation: 'DW-SJT', part: 'co' }],
    });
    const refused = await as('signer').post(`/api/replies/${reply}/sign`, {});
    expect(refused.body.zh).toContain('会办单位的意见还没有到');
    await done('partner', `/api/suggestions/${suggestion}/opinion`, { opinion: '示例意见：无不同意见。' });
    await done('signer', `/api/replies/${reply}/sign`);
  });

  test('that did not satisfy is handled again, on a clock of its own', async () => {
    await addSeries('示再函');
    const { suggestion, reply } = await draftToSigning(empowered);
    await done('signer', `/api/replies/${reply}/sign`);
    await done('office', `/api/replies/${reply}/number`, { series: '示再函' });
    await done('office', `/api/replies/${reply}/deliver`, { on: today, way: '邮寄' });
    await done('deputy', `/api/replies/${reply}/feedback`, {
      satisfaction: 'unsatisfied',
      comment: '措施不具体',
    });
    const waiting = await as('officer').get(`/api/suggestions/${suggestion}`);
    expect(waiting.body).toMatchObject({
      state: 'again',
      waitsForMe: true,
      clock: { name: 'second', from: today },
    });
    expect((await as('office').post(`/api/replies/${reply}/archive`, {})).status).toBe(422);
    const second = await done('officer', `/api/replies/${reply}/again`, { reason: '代表要求补充具体措施' });
    const sheet = await as('officer').get(`/api/replies/${second}`);
    expect(sheet.body).toMatchObject({ round: 2, state: 'drafting' });
    expect(JSON.stringify(sheet.body.sections)).toContain('achievements.empowered');
    await draftToSigning(empowered, { suggestion, reply: second });
    await done('signer', `/api/replies/${second}/sign`);
    await done('office', `/api/replies/${second}/number`, { series: '示再函' });
    await done('office', `/api/replies/${second}/deliver`, { on: today, way: '邮寄' });
    await done('deputy', `/api/replies/${second}/feedback`, { satisfaction: 'basically' });
  });

  test('of result B stays tracked until it is answered again', async () => {
    await addSeries('示跟函');
    const { suggestion, reply } = await draftToSigning(empowered, { category: 'B' });
    await done('signer', `/api/replies/${reply}/sign`);
    await done('office', `/api/replies/${reply}/number`, { series: '示跟函' });
    await done('office', `/api/replies/${reply}/deliver`, { on: today, way: '邮寄' });
    await done('deputy', `/api/replies/${reply}/feedback`, { satisfaction: 'satisfied' });
    expect((await as('officer').get(`/api/suggestions/${suggestion}`)).body.state).toBe('tracking');
    const next = await done('officer', `/api/replies/${reply}/again`, { reason: '规划事项已经落实' });
    expect(next).toMatch(/-R2$/);
  });

  test('closed by the secrecy review is never published', async () => {
    await addSeries('示密函');
    const { reply } = await draftToSigning(empowered, { publicity: 'closed' });
    await done('signer', `/api/replies/${reply}/sign`);
    await done('office', `/api/replies/${reply}/number`, { series: '示密函' });
    await done('office', `/api/replies/${reply}/deliver`, { on: today, way: '邮寄' });
    const refused = await as('office').post(`/api/replies/${reply}/publish`, {});
    expect(refused.status).toBe(422);
    expect(refused.body.zh).toContain('不予公开');
  });

  test('takes a number nobody else has, until the series is used up', async () => {
    await addSeries('示并函', 8);
    const replies: string[] = [];
    for (let index = 0; index < 10; index++) {
      const { reply } = await draftToSigning(empowered);
      await done('signer', `/api/replies/${reply}/sign`);
      replies.push(reply);
    }
    const answers = await Promise.all(
      replies.map(async (reply) => as('office').post(`/api/replies/${reply}/number`, { series: '示并函' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(8);
    const refused = answers.filter(({ status }) => status !== 200);
    for (const answer of refused) expect(answer.body.zh).toContain('已用完');
    const taken = await doors.house.administrate<{ serial: number }>(
      `select serial from register.number where series = '示并函' order by serial`,
    );
    expect(taken.map(({ serial }) => serial)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await expect(doors.house.administrate('delete from register.number')).rejects.toThrow('only grows');
  }, 60_000);

  test('cannot be changed once sealed, and a change behind the platform is found and named', async () => {
    const { reply } = await draftToSigning(empowered);
    await done('signer', `/api/replies/${reply}/sign`);
    const admin = doors.house.administrate;
    await expect(admin('update sealed.row set amount = 1')).rejects.toThrow('only grows');
    const [row] = await admin<{ code: string }>(
      'select code from sealed.row where reply = $1 order by code limit 1',
      [reply],
    );
    await admin('alter table sealed.row disable trigger only_grows');
    await admin(`update sealed.row set code = code || 'X' where reply = $1 and code = $2`, [
      reply,
      row?.code,
    ]);
    const found = await seals();
    expect(found).toHaveLength(1);
    expect(found[0]?.kind).toBe('sealed-row-changed');
    expect(found[0]?.zh).toContain(`${row?.code}X`);
    await admin('update sealed.row set code = $3 where reply = $1 and code = $2', [
      reply,
      `${row?.code}X`,
      row?.code,
    ]);
    await admin('alter table sealed.row enable trigger only_grows');
    expect(await seals()).toEqual([]);
  });
});

describe('a letter', () => {
  test('keeps what it said; staff see a change at once, the public once it is released', async () => {
    await addSeries('示变函');
    const { reply } = await draftToSigning(empowered);
    await done('signer', `/api/replies/${reply}/sign`);
    await done('office', `/api/replies/${reply}/number`, { series: '示变函' });
    await done('office', `/api/replies/${reply}/deliver`, { on: today, way: '邮寄' });
    const url = `/api/letters/${encodeURIComponent(`示变函〔${today.slice(0, 4)}〕1号`)}`;
    expect((await doors.ask('GET', url)).status).toBe(404);
    expect((await as('deputy').get(url)).status).toBe(200);
    expect((await as('stranger').get(url)).status).toBe(404);
    await done('office', `/api/replies/${reply}/publish`);
    const before = await doors.ask('GET', url);
    expect(before.status).toBe(200);
    expect(before.body.citations[0]).toMatchObject({
      order: 1,
      figure: 'achievements.empowered',
      drift: null,
    });
    expect(
      (await doors.ask('GET', '/api/letters')).body.some(
        (one: { code: string }) => one.code === before.body.code,
      ),
    ).toBe(true);

    const [victim] = await doors.house.administrate<{ code: string }>(
      `select min(e.code) as code from sealed.row s join register.empowerment e on e.achievement = s.code
       where s.reply = $1 group by s.code having count(*) = 1 order by 1 limit 1`,
      [reply],
    );
    const rowsBefore = await doors.ask('GET', `${url}/citations/1/rows?pageSize=200`);
    expect(rowsBefore.body.total).toBe(before.body.citations[0].rows);
    const corrected = await doors.ask(
      'PATCH',
      `/api/registers/transfer.empowerment/records/${victim?.code}`,
      {
        cookie: cookies.officer,
        body: { row: { effectiveOn: '2199-01-01' }, reason: '核对协议后更正生效日期' },
      },
    );
    expect(corrected.status, corrected.text).toBe(200);

    const staff = await as('officer').get(url);
    expect(staff.body.unreleased).toBe(1);
    expect(staff.body.citations[0].drift).toMatchObject({ removed: 1, added: 0, released: null });
    const unaware = await doors.ask('GET', url);
    expect(unaware.body.citations[0].drift).toBeNull();
    expect((await doors.ask('GET', `${url}/citations/1/changes`)).status).toBe(404);
    await done('office', `/api/replies/${reply}/drift`, { citation: 1, note: '一项赋权的生效日期已更正' });
    const told = await doors.ask('GET', url);
    expect(told.body.citations[0].drift).toMatchObject({
      removed: 1,
      released: { note: '一项赋权的生效日期已更正' },
    });
    const changes = await doors.ask('GET', `${url}/citations/1/changes`);
    expect(changes.body).toMatchObject({ removed: { count: 1 }, added: { count: 0 } });
    expect((await as('officer').get(url)).body.unreleased).toBe(0);
    const { drift: _, ...sealedNow } = told.body.citations[0];
    const { drift: __, ...sealedBefore } = before.body.citations[0];
    expect(sealedNow).toEqual(sealedBefore);
    expect(told.body.blocks).toEqual(before.body.blocks);
    expect((await doors.ask('GET', `${url}/citations/1/rows?pageSize=200`)).body).toEqual(rowsBefore.body);
    expect(await seals()).toEqual([]);
  });

  test('of the sample is transcribed: its numbers cited, its rows sealed, its number taken', async () => {
    const url = `/api/letters/${encodeURIComponent('吉科发规划〔2025〕59号')}`;
    const { body } = await doors.ask('GET', url);
    expect(body).toMatchObject({
      transcribed: true,
      salutation: '王松伟代表：',
      signedOn: '2025-05-27',
      sample: true,
    });
    expect(body.citations.length).toBeGreaterThanOrEqual(34);
    const cited = body.citations.find(({ text }: { text: string }) => text.includes('1928'));
    expect(cited).toMatchObject({ figure: 'achievements.empowered', value: '1928', rows: 1928 });
    const text = body.blocks
      .map(({ inlines }: { inlines: (string | { citation: number })[] }) =>
        inlines
          .map((one) => (typeof one === 'string' ? one : body.citations[one.citation - 1].text))
          .join(''),
      )
      .join('\n');
    expect(text).toContain('赋权职务科技成果1928个，转化职务成果633个，科技成果转化合同金额累计超1.6亿元');
    const people = body.citations.find(({ figure }: { figure: string }) => figure === 'brokers.new');
    const rows = await doors.ask('GET', `${url}/citations/${people.order}/rows`);
    expect(rows.body.view).toBe('counts');
    const defence = body.citations.find(
      ({ figure }: { figure: string }) => figure === 'national-labs.defence',
    );
    const stubs = await doors.ask('GET', `${url}/citations/${defence.order}/rows`);
    expect(stubs.body.rows).toEqual([
      { code: null, title: '涉密，不公开', amount: null },
      { code: null, title: '涉密，不公开', amount: null },
    ]);
    const [taken] = await doors.house.administrate<{ serial: number }>(
      `select serial from register.number where text = '吉科发规划〔2025〕59号'`,
    );
    expect(taken?.serial).toBe(59);
  });

  test('is downloaded as PDF, DOCX and tables, the same bytes each time', async () => {
    const url = `/api/letters/${encodeURIComponent('吉科发规划〔2025〕59号')}`;
    const pdf = await doors.ask('GET', `${url}/letter.pdf`);
    expect(pdf.status).toBe(200);
    expect(pdf.type).toBe('application/pdf');
    expect(pdf.text.startsWith('%PDF-')).toBe(true);
    expect((await doors.ask('GET', `${url}/letter.pdf`)).text).toBe(pdf.text);
    const docx = await doors.ask('GET', `${url}/letter.docx`);
    expect(docx.text.startsWith('PK')).toBe(true);
    const kept = await doors.house.administrate<{ kind: string }>(
      `select kind from sealed.document where reply = 'JY-SKJCX-R1' order by kind`,
    );
    expect(kept.map(({ kind }) => kind)).toEqual(['docx', 'pdf']);
    expect((await doors.ask('GET', `${url}/figures.csv`)).text).toContain('1928个');
    const rows = await doors.ask('GET', `${url}/rows.csv`);
    expect(rows.text).toContain('涉密，不公开');
    expect(rows.text).not.toContain('示例人员');
    expect(await seals()).toEqual([]);
  }, 60_000);

  test('offers figures to cite by their words', async () => {
    const found = await as('officer').get(`/api/citable?q=${encodeURIComponent('赋权')}`);
    expect(found.body[0].label.zh).toContain('赋权');
    const year = await as('officer').get(`/api/citable?q=${encodeURIComponent('赛马 2025')}`);
    expect(year.body.length).toBeGreaterThan(0);
    expect(year.body[0].params).toEqual({ year: 2025 });
  });
});

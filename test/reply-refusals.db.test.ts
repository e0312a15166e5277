import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { empowered, openDesk, shift, type Desk } from './reply-desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => desk.doors.close());

/** A draft with an empty answer. */
async function draft(): Promise<{ suggestion: string; reply: string; section: string }> {
  const suggestion = await desk.enter();
  await desk.done('office', `/api/suggestions/${suggestion}/accept`, { division: '示例处室' });
  const reply = await desk.done('officer', `/api/suggestions/${suggestion}/replies`, { template: 'plain' });
  const sheet = await desk.as('officer').get(`/api/replies/${reply}`);
  return { suggestion, reply, section: sheet.body.sections[1].code };
}

describe('refused with a reason and a way out', () => {
  test('a suggestion whose term is not set for its day', async () => {
    const answer = await desk.as('office').post('/api/suggestions', {
      code: 'OLD-1',
      title: '关于旧事的建议',
      session: '示例会议',
      deputy: '示例代表',
      content: '示例内容',
      raisedOn: '1999-01-20',
      assignedOn: '1999-02-02',
      assignedBy: 'DW-ZZB',
    });
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('unset-parameter');
    expect(answer.body.zh).toContain('replies.deadline.ordinary');
  });

  test('a suggestion with faults: all of them at once, beside their fields', async () => {
    const answer = await desk.as('office').post('/api/suggestions', {
      code: 'x'.repeat(70),
      title: '标题',
      session: '示例会议',
      deputy: '示例代表',
      content: '示例内容',
      raisedOn: shift(desk.today, 5),
      assignedOn: shift(desk.today, 5),
      assignedBy: 'DW-ZZB',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.faults.map(({ at }: { at: string }) => at)).toEqual([
      '/body/code',
      '/body/assignedOn',
    ]);
    const unknown = await desk.as('office').post('/api/suggestions', {
      code: 'NO-BODY',
      title: '标题',
      session: '示例会议',
      deputy: '示例代表',
      content: '示例内容',
      raisedOn: desk.today,
      assignedOn: desk.today,
      assignedBy: 'NO-SUCH',
    });
    expect(unknown.body.faults[0].at).toBe('/body/assignedBy');
  });

  test('a number that is no name, an account that is no deputy’s', async () => {
    const faultsOf = async (values: Record<string, unknown>): Promise<string[]> => {
      const answer = await desk.as('office').post('/api/suggestions', {
        title: '标题',
        session: '示例会议',
        deputy: '示例代表',
        content: '示例内容',
        raisedOn: desk.today,
        assignedOn: desk.today,
        assignedBy: 'DW-ZZB',
        ...values,
      });
      expect([200, 422]).toContain(answer.status);
      return (answer.body.faults ?? []).map(({ at }: { at: string }) => at);
    };
    for (const code of ['a/b', 'a\\b', '..', '建议 1', 'x?y', 'x%2f', '建议\u202e1'])
      expect(await faultsOf({ code }), code).toContain('/body/code');
    expect(await faultsOf({ code: '第12号〔2026〕（示例）(a)-_' })).toEqual([]);
    for (const deputyAccount of ['nobody', 'officer'])
      expect(await faultsOf({ code: 'NO-DEPUTY', deputyAccount })).toEqual(['/body/deputyAccount']);
  });

  test('a talk before the suggestion, figures of a day to come', async () => {
    const suggestion = await desk.enter();
    await desk.done('office', `/api/suggestions/${suggestion}/accept`, { division: '示例处室' });
    const talk = { on: shift(desk.today, -11), way: 'phone', summary: '电话沟通了思路' };
    const early = await desk.as('officer').post(`/api/suggestions/${suggestion}/talks`, talk);
    expect(early.status).toBe(422);
    expect(early.body.faults[0].at).toBe('/body/on');
    await desk.done('officer', `/api/suggestions/${suggestion}/talks`, {
      ...talk,
      on: shift(desk.today, -10),
    });
    const begin = async (asOf: string) =>
      desk.as('officer').post(`/api/suggestions/${suggestion}/replies`, { asOf });
    const ahead = await begin(shift(desk.today, 1));
    expect(ahead.status).toBe(422);
    expect(ahead.body.faults[0]).toMatchObject({ at: '/body/asOf' });
    expect(ahead.body.faults[0].en).toContain(desk.today);
    expect((await begin(desk.today)).status).toBe(200);
  });

  test('a reply with a part that says nothing under its headings', async () => {
    const { reply, section } = await draft();
    const second = await desk.done('officer', `/api/replies/${reply}/sections`, { title: '二、另一部分' });
    await desk.done('officer', `/api/replies/${reply}/sections/${section}`, {
      version: 0,
      content: [{ level: 0, inlines: empowered }],
    });
    const submit = async () => desk.as('officer').post(`/api/replies/${reply}/submit`, { category: 'A' });
    const refused = await submit();
    expect(refused.status).toBe(422);
    expect(refused.body.zh).toContain('“二、另一部分”');
    await desk.done('officer', `/api/replies/${reply}/sections/${second}`, {
      version: 0,
      content: [
        { level: 1, inlines: ['二、另一部分'] },
        { level: 0, inlines: [' 　'] },
      ],
    });
    expect((await submit()).status).toBe(422);
    await desk.done('officer', `/api/replies/${reply}/sections/${second}/remove`, { version: 1 });
    expect((await submit()).status).toBe(200);
  });

  test('content no figure answers, or that cannot be stored', async () => {
    const { reply, section } = await draft();
    const save = async (inlines: unknown[]) =>
      desk
        .as('officer')
        .post(`/api/replies/${reply}/sections/${section}`, { version: 0, content: [{ level: 0, inlines }] });
    const unknown = await save([{ cite: { figure: 'no.figure' } }, { cite: { figure: 'race.projects' } }]);
    expect(unknown.status).toBe(422);
    expect(unknown.body.faults.map(({ at }: { at: string }) => at)).toEqual([
      '/body/content/0/inlines/0/cite',
      '/body/content/0/inlines/1/cite',
    ]);
    expect((await save(['数字\u202e8291个'])).status).toBe(422);
    expect((await save(['\u0007'])).status).toBe(422);
    expect((await save([{ cite: { figure: '__proto__', params: { constructor: 1 } } }])).status).toBe(422);
    expect((await save([{ promise: 'NO-SUCH', text: '不存在的承诺' }])).status).toBe(200);
  });

  test('a promise on no record, while drafted and at the signature', async () => {
    const { reply, section } = await desk.draftToSigning([
      ...empowered,
      { promise: 'NO-SUCH', text: '将继续推进' } as never,
    ]);
    const checked = await desk.as('officer').get(`/api/replies/${reply}/check`);
    const broken = checked.body.entries.find(({ text }: { text: string }) => text === '将继续推进');
    expect(broken).toMatchObject({ verdict: 'uncited', section, block: 0 });
    expect(broken.reason.zh).toContain('NO-SUCH');
    const answer = await desk.as('signer').post(`/api/replies/${reply}/sign`, {});
    expect(answer.status).toBe(422);
    expect(answer.body.zh).toContain('NO-SUCH');
    const [kept] = await desk.doors.house.administrate<{ n: number }>(
      'select count(*)::int as n from sealed.row where reply = $1',
      [reply],
    );
    expect(kept?.n).toBe(0);
  });

  test('a citation printed in words without a number, unless it is let stand', async () => {
    const cite = { figure: 'achievements.empowered', params: {}, text: '若干' };
    const { reply } = await desk.draftToSigning(['赋权职务科技成果', { cite } as never, '。']);
    const url = `/api/replies/${reply}`;
    const find = async () =>
      (await desk.as('officer').get(`${url}/check`)).body.entries.filter(
        ({ text }: { text: string }) => text === '若干',
      );
    const [entry, ...others] = await find();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ verdict: 'uncited', cited: true, figure: 'achievements.empowered' });
    expect((await find())[0].key).toBe(entry.key);
    const refused = await desk.as('signer').post(`${url}/sign`, {});
    expect(refused.body.faults.map(({ at }: { at: string }) => at)).toEqual([`/body/overrides/${entry.key}`]);
    await desk.done('signer', `${url}/sign`, {
      overrides: [{ key: entry.key, reason: '数字另行函告代表' }],
    });
  });

  test('a series whose numbers could not be told apart', async () => {
    for (const pattern of ['{n}{year}', '{prefix}{year}{n}号', '{prefix}〔{year}〕号', '{year}-{n}-{n}']) {
      const answer = await desk.as('office').post('/api/registers/replies.series/records', {
        row: { code: '示混', prefix: '示混', pattern, first: 1, last: 9 },
      });
      expect(answer.status, `${pattern} ${answer.text}`).toBe(422);
    }
  });

  test('no number that another series has printed: the next one is taken', async () => {
    const add = async (code: string) =>
      desk.done('office', '/api/registers/replies.series/records', {
        row: { code, prefix: '示同函', pattern: '{prefix}〔{year}〕{n}号', first: 1, last: 9 },
      });
    await add('示同甲');
    await add('示同乙');
    const numbers: string[] = [];
    for (const series of ['示同甲', '示同甲', '示同乙', '示同甲']) {
      const { suggestion, reply } = await desk.draftToSigning(empowered);
      await desk.done('signer', `/api/replies/${reply}/sign`);
      await desk.done('office', `/api/replies/${reply}/number`, { series });
      numbers.push((await desk.as('office').get(`/api/suggestions/${suggestion}`)).body.replies[0].number);
    }
    expect(numbers).toEqual([1, 2, 3, 4].map((n) => `示同函〔${desk.today.slice(0, 4)}〕${n}号`));
  });

  test('a publicity that would hide nothing: a letter is open or closed', async () => {
    const { reply } = await draft();
    const answer = await desk.as('secrecy').post(`/api/replies/${reply}/review`, {
      verdict: 'pass',
      publicity: 'partial',
      publicityReason: '涉及尚未公开的事项',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.faults.map(({ at }: { at: string }) => at)).toEqual(['/body/publicity']);
  });

  test('hostile addresses, searches, instants', async () => {
    const { reply } = await draft();
    for (const url of [
      `/api/suggestions/${encodeURIComponent("' or 1=1 --")}`,
      `/api/replies/${encodeURIComponent('../../etc')}`,
      `/api/letters/${encodeURIComponent('%00')}`,
      `/api/letters/${encodeURIComponent('吉科发规划〔2025〕59号')}/citations/9999/rows`,
    ])
      expect((await desk.as('officer').get(url)).status, url).toBe(404);
    for (const url of [
      `/api/replies/${reply}/changes?from=yesterday`,
      `/api/replies/${reply}/changes?from=2026-01-01T00:00:00Z&to=${encodeURIComponent("'; drop table x")}`,
      `/api/letters/${encodeURIComponent('吉科发规划〔2025〕59号')}/citations/1/rows?pageSize=100000`,
      `/api/letters/${'a'.repeat(200)}`,
    ])
      expect((await desk.as('officer').get(url)).status, url).toBe(422);
    const found = await desk.as('officer').get(`/api/suggestions?q=${encodeURIComponent('%_\\')}`);
    expect(found.status).toBe(200);
    expect(found.body.items).toEqual([]);
  });
});

describe('a promise written into a draft', () => {
  const everywhere = async (): Promise<string> => {
    const answers = await Promise.all(
      [
        '/api/commitments',
        '/api/registers/commitments.commitment/records?pageSize=200',
        `/api/search?q=${encodeURIComponent('暗语承诺')}`,
        '/api/home',
      ].map(async (url) => desk.doors.ask('GET', url)),
    );
    return answers.map(({ text }) => text.replaceAll('"q":"暗语承诺"', '')).join('\n');
  };

  const write = async (title: string) => {
    const { suggestion, reply } = await draft();
    const areas = await desk.doors.ask('GET', '/api/registers/commitments.area/records');
    const promise = await desk.done('officer', `/api/replies/${reply}/promises`, {
      title,
      area: areas.body.rows[0].code,
      owner: 'DW-KJT',
      dueOn: shift(desk.today, 90),
    });
    return { suggestion, reply, promise, inlines: [...empowered, { promise, text: title } as never] };
  };

  const deliver = async (reply: string, series: string) => {
    await desk.done('signer', `/api/replies/${reply}/sign`);
    await desk.done('office', `/api/replies/${reply}/number`, { series });
    await desk.done('office', `/api/replies/${reply}/deliver`, { on: desk.today, way: '邮寄' });
  };

  test('is nobody’s before its letter is published, and a commitment with it', async () => {
    await desk.addSeries('示诺函');
    const { suggestion, reply, promise, inlines } = await write('暗语承诺：推进示例事项');
    await desk.draftToSigning(inlines, { suggestion, reply });
    await deliver(reply, '示诺函');
    expect(await everywhere()).not.toContain('暗语承诺');
    const letter = await desk.as('officer').get(`/api/letters/${reply}`);
    expect(letter.body.promises).toMatchObject([
      { code: promise, title: '暗语承诺：推进示例事项', state: 'promised', dueOn: shift(desk.today, 90) },
    ]);
    expect(JSON.stringify(letter.body.blocks)).toContain(promise);
    await desk.done('office', `/api/replies/${reply}/publish`);
    const made = await desk.doors.ask('GET', `/api/commitments/${promise}`);
    expect(made.body.commitment).toMatchObject({ reply, promisedOn: desk.today });
    expect((await desk.doors.ask('GET', `/api/letters/${reply}`)).body.promises).toHaveLength(1);

    const officer = desk.as('officer');
    await officer.post(`/api/commitments/${promise}/kept`, { evidence: '示例文号：办结〔2026〕1号' });
    const answered = await officer.post(`/api/commitments/${promise}/answer`, { text: '示例事项已经办结' });
    expect(answered.status, answered.text).toBe(200);
    expect((await desk.doors.ask('GET', `/api/letters/${reply}`)).body.promises).toMatchObject([
      { state: 'kept', answer: { on: desk.today, text: { zh: '示例事项已经办结' } } },
    ]);
    const told = await desk.doors.house.administrate<{ account: string }>(
      `select account from platform.message where kind = 'commitments.answered' and link = $1`,
      [`/promises#${promise}`],
    );
    expect(told).toEqual([{ account: 'deputy' }]);
  });

  test('stays at the desk when its letter is closed', async () => {
    const { suggestion, reply, inlines } = await write('暗语承诺：不公开的事项');
    await desk.draftToSigning(inlines, { suggestion, reply, publicity: 'closed' });
    await deliver(reply, '示诺函');
    expect((await desk.as('office').post(`/api/replies/${reply}/publish`, {})).status).toBe(422);
    expect(await everywhere()).not.toContain('不公开的事项');
    expect((await desk.as('officer').get(`/api/letters/${reply}`)).body.promises).toHaveLength(1);
  });

  test('is spoken of by the next round, which is signed with it and makes it once', async () => {
    const { suggestion, reply, promise, inlines } = await write('暗语承诺：两次答复');
    await desk.draftToSigning(inlines, { suggestion, reply });
    await deliver(reply, '示诺函');
    await desk.done('deputy', `/api/replies/${reply}/feedback`, { satisfaction: 'unsatisfied' });
    const second = await desk.done('officer', `/api/replies/${reply}/again`, { reason: '代表要求补充措施' });
    const copied = await desk.as('officer').get(`/api/replies/${second}`);
    expect(JSON.stringify(copied.body.sections)).toContain(promise);
    await desk.draftToSigning(inlines, { suggestion, reply: second });
    await deliver(second, '示诺函');
    await desk.done('office', `/api/replies/${second}/publish`);
    const made = await desk.doors.ask('GET', '/api/commitments');
    expect(made.text.split(`"code":"${promise}"`)).toHaveLength(2);
  });
});

describe('a part given to a co-handling unit', () => {
  test('is written by it alone, and merged in its order', async () => {
    const suggestion = await desk.enter();
    await desk.done('office', `/api/suggestions/${suggestion}/accept`, {
      division: '示例处室',
      partners: [{ organisation: 'DW-SJT', part: 'co' }],
    });
    const reply = await desk.done('officer', `/api/suggestions/${suggestion}/replies`, { template: 'plain' });
    const section = await desk.done('officer', `/api/replies/${reply}/sections`, {
      title: '二、知识产权保护',
      author: 'DW-SJT',
    });
    const url = `/api/replies/${reply}/sections/${section}`;
    const content = [{ level: 0, inlines: ['示例：加强保护。'] }];
    expect((await desk.as('officer').post(url, { version: 0, content })).status).toBe(403);
    expect((await desk.as('stranger').post(url, { version: 0, content })).status).toBe(404);
    await desk.done('partner', url, { version: 0, content });
    const sheet = await desk.as('partner').get(`/api/replies/${reply}`);
    expect(
      sheet.body.sections.map(({ kind, mayWrite }: { kind: string; mayWrite: boolean }) => [kind, mayWrite]),
    ).toEqual([
      ['opening', false],
      ['answer', false],
      ['answer', true],
      ['closing', false],
    ]);
    expect(sheet.body.reviews).toEqual([]);
    const versions = await desk.as('partner').get(`/api/replies/${reply}/versions`);
    expect(versions.body.map((one: { section: string }) => one.section)).toEqual([section, section]);
    const [last] = (await desk.as('officer').get(`/api/replies/${reply}/versions`)).body;
    const from = encodeURIComponent(last.at);
    const expectOwn = async (query: string, mine: string[]): Promise<void> => {
      const { body } = await desk.as('partner').get(`/api/replies/${reply}/changes?${query}`);
      expect(body.map((one: { section: string }) => one.section)).toEqual(mine);
    };
    await expectOwn(`from=${from}`, [section]);
    await expectOwn(`from=${from}&to=${from}`, [section]);
    await desk.done('officer', `${url}/author`, { author: null });
    expect((await desk.as('officer').get(`/api/replies/${reply}/changes?from=${from}`)).body).toHaveLength(4);
    expect((await desk.as('stranger').get(`/api/replies/${reply}/versions`)).status).toBe(404);
  });
});

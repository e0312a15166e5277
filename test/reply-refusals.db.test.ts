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

  test('a promise on no record, at the signature', async () => {
    const { reply } = await desk.draftToSigning([
      ...empowered,
      { promise: 'NO-SUCH', text: '将继续推进' } as never,
    ]);
    const answer = await desk.as('signer').post(`/api/replies/${reply}/sign`, {});
    expect(answer.status).toBe(422);
    expect(answer.body.zh).toContain('NO-SUCH');
    const [kept] = await desk.doors.house.administrate<{ n: number }>(
      'select count(*)::int as n from sealed.row where reply = $1',
      [reply],
    );
    expect(kept?.n).toBe(0);
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
  test('is nobody’s promise before the signature, and a commitment with it', async () => {
    const { suggestion, reply, section } = await draft();
    const areas = await desk.doors.ask('GET', '/api/registers/commitments.area/records');
    const promise = await desk.done('officer', `/api/replies/${reply}/promises`, {
      title: '暗语承诺：推进示例事项',
      area: areas.body.rows[0].code,
      owner: 'DW-KJT',
      dueOn: shift(desk.today, 90),
    });
    expect((await desk.doors.ask('GET', '/api/commitments')).text).not.toContain('暗语承诺');
    await desk.done('officer', `/api/replies/${reply}/sections/${section}`, {
      version: 0,
      content: [{ level: 0, inlines: [...empowered, { promise, text: '推进示例事项' }] }],
    });
    await desk.draftToSigning([...empowered, { promise, text: '推进示例事项' } as never], {
      suggestion,
      reply,
    });
    await desk.done('signer', `/api/replies/${reply}/sign`);
    expect((await desk.doors.ask('GET', '/api/commitments')).text).toContain('暗语承诺');
    const letter = await desk.as('officer').get(`/api/letters/${reply}`);
    expect(letter.body.promises).toHaveLength(1);
    expect(letter.body.promises[0].code).not.toBe(promise);
    expect(JSON.stringify(letter.body.blocks)).toContain(letter.body.promises[0].code);
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
  });
});

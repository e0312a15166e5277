import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Doors } from './doors.ts';
import { empowered, openDesk, shift, type Desk } from './reply-desk.ts';

let doors: Doors;
let today: string;
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  ({ doors, today } = desk);
});
afterAll(async () => doors.close());

const as: Desk['as'] = (who) => desk.as(who);
const done: Desk['done'] = async (...given) => desk.done(...given);
const enter: Desk['enter'] = async (...given) => desk.enter(...given);
const draftToSigning: Desk['draftToSigning'] = async (...given) => desk.draftToSigning(...given);
const addSeries: Desk['addSeries'] = async (...given) => desk.addSeries(...given);
const seals: Desk['seals'] = async () => desk.seals();

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
    await doors.signIn('deputy', 'somebody');
    const code = await enter({ deputyAccount: 'deputy-somebody' });
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
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 422, 422,
    ]);
    expect(await seals()).toEqual([]);
  });

  test('waits for the opinion of a co-handling unit', async () => {
    const { suggestion, reply } = await draftToSigning(empowered, {
      partners: [{ organisation: 'DW-SJT', part: 'co' }],
    });
    const refused = await as('signer').post(`/api/replies/${reply}/sign`, {});
    expect(refused.body.zh).toContain('会办单位的意见还没有到');
    const late = await as('partner').post(`/api/suggestions/${suggestion}/opinion`, {
      opinion: '示例意见：无不同意见。',
    });
    expect(late.status).toBe(422);
    expect(late.body.zh).toContain('退回起草');
    await done('signer', `/api/replies/${reply}/sign`, { verdict: 'return', comment: '待会办意见到后再签' });
    await done('partner', `/api/suggestions/${suggestion}/opinion`, { opinion: '示例意见：无不同意见。' });
    await draftToSigning(empowered, { suggestion, reply });
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

describe('a deputy', () => {
  test('is told nothing of the stage before delivery, and reads the letter, never a draft', async () => {
    await addSeries('示代函');
    const { suggestion, reply } = await draftToSigning(empowered);
    await done('officer', `/api/suggestions/${suggestion}/talks`, {
      on: today,
      way: 'visit',
      summary: '暗语：经办人的面商记录',
    });
    const url = `/api/suggestions/${suggestion}`;
    const drafts = ['', '/versions', `/changes?from=2026-01-01T00:00:00Z`, '/check', '/draft.pdf'];
    const expectInHand = async (): Promise<void> => {
      const { body, text } = await as('deputy').get(url);
      expect(body).toMatchObject({
        state: 'accepted',
        stateLabel: { zh: '办理中', en: 'In hand' },
        heldBy: { zh: '承办单位' },
        replies: [],
        talks: [{ on: today, way: 'visit', summary: '', by: '' }],
      });
      for (const word of ['签发', '示代函', '暗语', '起草', '编号', '保密'])
        expect(text, word).not.toContain(word);
      const desk_ = await as('deputy').get('/api/suggestions');
      const line = desk_.body.items.find((one: { code: string }) => one.code === suggestion);
      expect(line).toMatchObject({ state: 'accepted', reply: null, stateLabel: { zh: '办理中' } });
      expect((await as('deputy').get(`/api/letters/${reply}`)).status).toBe(404);
      for (const one of drafts)
        expect((await as('deputy').get(`/api/replies/${reply}${one}`)).status, one).toBe(404);
    };
    await expectInHand();
    await done('signer', `/api/replies/${reply}/sign`);
    await expectInHand();
    await done('office', `/api/replies/${reply}/number`, { series: '示代函' });
    await expectInHand();
    await done('office', `/api/replies/${reply}/deliver`, { on: today, way: '邮寄' });
    const delivered = await as('deputy').get(url);
    expect(delivered.body.state).toBe('delivered');
    expect(delivered.body.replies[0].number).toContain('示代函');
    expect(delivered.text).not.toContain('暗语');
    expect((await as('deputy').get(`/api/letters/${reply}`)).status).toBe(200);
    for (const one of drafts) {
      expect((await as('deputy').get(`/api/replies/${reply}${one}`)).status, one).toBe(404);
      expect((await as('officer').get(`/api/replies/${reply}${one}`)).status, one).toBe(200);
    }
    await done('deputy', `/api/replies/${reply}/feedback`, { satisfaction: 'satisfied' });
  });
});

test('the desk lists what waits by its day due, late ones first, and closed cases last', async () => {
  const late = await enter({ assignedOn: shift(today, -200), raisedOn: shift(today, -210) });
  const closed = await enter();
  await done('office', `/api/suggestions/${closed}/return`, { reason: '不属于本部门职责' });
  const { body } = await as('office').get('/api/suggestions');
  const items = body.items as {
    code: string;
    state: string;
    waitsForMe: boolean;
    clock: { due: string; metOn: string | null } | null;
  }[];
  const groups = items.map(({ waitsForMe, state }) =>
    waitsForMe ? 0 : ['returned', 'archived'].includes(state) ? 2 : 1,
  );
  expect(new Set(groups).size).toBe(3);
  expect(groups).toEqual(groups.toSorted((one, other) => one - other));
  expect(groups[items.findIndex(({ code }) => code === closed)]).toBe(2);
  const due = items.filter(({ waitsForMe }) => waitsForMe).flatMap(({ clock }) => clock?.due ?? []);
  expect(due).toEqual(due.toSorted());
  expect(items.find(({ waitsForMe }) => waitsForMe)?.code).toBe(late);
});

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
    expect(before.body).toMatchObject({ state: 'assigned', waitsForMe: true, clock: { name: 'ordinary', late: false } });
    await done('office', `/api/suggestions/${code}/accept`, {
      division: '示例处室',
      partners: [{ organisation: 'DW-SJT', part: 'co' }],
    });
    await done('officer', `/api/suggestions/${code}/talks`, { on: today, way: 'phone', summary: '电话沟通了办理思路' });
    const reply = await done('officer', `/api/suggestions/${code}/replies`, {});
    await done('partner', `/api/suggestions/${code}/opinion`, { opinion: '示例意见：同意。' });
    const sheet = await as('officer').get(`/api/replies/${reply}`);
    expect(sheet.status).toBe(200);
    expect(sheet.body.sections.map((one: { kind: string }) => one.kind)).toEqual(['opening', 'answer', 'closing']);
    const [, answer] = sheet.body.sections as { code: string; version: number }[];
    const url = `/api/replies/${reply}/sections/${answer?.code}`;
    const content = [
      { level: 1, inlines: ['一、关于成果转化'] },
      { level: 0, inlines: ['赋权职务科技成果', { cite: { figure: 'achievements.empowered', params: {} } }, '。'] },
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
    expect(changes.body.some((one: { parts: { kind: string }[] }) => one.parts.some(({ kind }) => kind === 'added'))).toBe(true);
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
    const refused = await as('office').post(`/api/suggestions/${late}/return`, { reason: '不属于本部门职责' });
    expect(refused.status).toBe(422);
    expect(refused.body.zh).toContain('最后一日为');
    const accepted = await enter();
    await done('office', `/api/suggestions/${accepted}/accept`, { division: '示例处室' });
    expect((await as('office').post(`/api/suggestions/${accepted}/return`, { reason: '不属于本部门职责' })).status).toBe(422);
  });
});

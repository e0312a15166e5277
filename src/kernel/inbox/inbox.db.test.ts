import { afterAll, beforeAll, expect, test } from 'vitest';
import { goRound } from '#app/inbox-rounds.ts';
import { openDays, waitingSources } from '#app/inbox.ts';
import { openDesk, shift, type Desk } from '../../../test/reply-desk.ts';
import { remindAll } from './reminders.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});

afterAll(async () => {
  await desk?.doors.close();
});

interface Item {
  id: string;
  title: { zh: string };
  step: { zh: string };
  action: { zh: string };
  link: string;
  late: boolean;
  workingDaysLeft: number | null;
  holder: { zh: string };
}

const work = async (who: string): Promise<Record<'mine' | 'handed' | 'others', Item[]>> => {
  const answer = await desk.as(who).get('/api/work');
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

const messages = async (who: string): Promise<{ kind: string; title: { zh: string }; link: string }[]> =>
  (await desk.as(who).get('/api/messages')).body.messages;

const placesOf = async (title: string): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const who of ['officer', 'division', 'office', 'secrecy', 'signer', 'partner', 'stranger', 'deputy']) {
    const parts = await work(who);
    for (const place of ['mine', 'handed', 'others'] as const)
      if (parts[place].some((item) => item.title.zh === title)) found[who] = place;
  }
  return found;
};

test('a case waits for the one who must do its next step, and for nobody else', async () => {
  const suggestion = await desk.enter({ title: '关于工作台的建议' });
  const title = '关于工作台的建议';
  expect(await placesOf(title)).toMatchObject({
    office: 'mine',
    officer: 'others',
    division: 'others',
    deputy: 'handed',
  });
  await desk.done('office', `/api/suggestions/${suggestion}/accept`, {
    division: '示例处室',
    partners: [{ organisation: 'DW-SJT', part: 'co' }],
  });
  expect(await placesOf(title)).toEqual({
    office: 'handed',
    officer: 'mine',
    division: 'others',
    secrecy: 'others',
    signer: 'others',
    partner: 'mine',
    deputy: 'handed',
  });
  expect((await messages('partner')).map(({ kind }) => kind)).toContain('replies.shared');
  expect((await messages('stranger')).length).toBe(0);
  expect((await messages('officer')).map(({ kind }) => kind)).toContain('replies.accepted');
  const opinion = (await work('partner')).mine.find((item) => item.title.zh === title);
  expect(opinion).toMatchObject({ step: { zh: '提出会办意见' }, late: false });
  expect(opinion?.workingDaysLeft).toBeGreaterThan(10);
  const reply = await desk.done('officer', `/api/suggestions/${suggestion}/replies`, { template: 'plain' });
  const sheet = await desk.as('officer').get(`/api/replies/${reply}`);
  const answer = sheet.body.sections.find((one: { kind: string }) => one.kind === 'answer');
  await desk.done('officer', `/api/replies/${reply}/sections/${answer.code}`, {
    version: answer.version,
    content: [{ level: 0, inlines: ['已办理。'] }],
  });
  await desk.done('officer', `/api/replies/${reply}/submit`, { category: 'A' });
  expect(await placesOf(title)).toMatchObject({ officer: 'handed', division: 'mine' });
  expect((await messages('division'))[0]).toMatchObject({
    kind: 'replies.submitted',
    link: `/desk/${suggestion}`,
  });
});

test('what is refused tells nobody; what is done tells once, also when it is sent again', async () => {
  const suggestion = await desk.enter({ title: '关于通知的建议' });
  const before = (await messages('officer')).length;
  const accept = `/api/suggestions/${suggestion}/accept`;
  const wrong = { division: '示例处室', partners: [{ organisation: 'NOBODY', part: 'co' }] };
  expect((await desk.as('office').post(accept, wrong)).status).toBeGreaterThanOrEqual(400);
  expect((await messages('officer')).length).toBe(before);
  const right = { division: '示例处室', partners: [] };
  expect((await desk.as('office').post(accept, right, 'accept-once-and-again')).status).toBe(200);
  expect((await desk.as('office').post(accept, right, 'accept-once-and-again')).status).toBe(200);
  expect((await messages('officer')).length).toBe(before + 1);
  // The one who acts is not told of his own act.
  expect((await messages('office')).filter(({ link }) => link === `/desk/${suggestion}`)).toEqual([]);
});

test('an account reads and marks its own notices alone', async () => {
  const [newest] = (await desk.as('officer').get('/api/messages')).body.messages;
  const others = (await desk.as('division').get('/api/messages/unread')).body.unread;
  await desk.as('division').post('/api/messages/read', { ids: [newest.id] });
  expect((await desk.as('division').get('/api/messages/unread')).body.unread).toBe(others);
  const unread = (await desk.as('officer').get('/api/messages/unread')).body.unread;
  const after = await desk.as('officer').post('/api/messages/read', { ids: [newest.id] });
  expect(after.body.unread).toBe(unread - 1);
  const all = await desk.as('officer').post('/api/messages/read', { upTo: newest.id });
  expect(all.body.unread).toBe(0);
  expect((await desk.doors.ask('GET', '/api/messages')).status).toBe(401);
  // Behind the application too: the settings of one account show no other's rows.
  const rows = await desk.doors.house.administrate<{ own: string; level: string }>(
    `select polname as own, polcmd::text as level from pg_policy where polrelid = 'platform.message'::regclass`,
  );
  expect(rows.length).toBe(4);
});

test('a request for a statement waits for the unit asked, is handed on by who asked, and is told both ways', async () => {
  const attested = (await desk.as('officer').get('/api/figures')).body.find(
    (one: { basis: string }) => one.basis === 'attested',
  );
  const done = await desk.as('officer').post('/api/statements/requests', {
    figure: attested.id,
    year: 2025,
    askedOf: 'DW-SJT',
    question: '请核实全年数额并出具证明（示例）',
    dueOn: shift(desk.today, 20),
  });
  expect(done.status, done.text).toBe(200);
  const code = done.body.code;
  const has = async (who: string, place: 'mine' | 'handed' | 'others') =>
    (await work(who))[place].some(({ id }) => id === `statements/${code}`);
  expect(await has('partner', 'mine')).toBe(true);
  expect(await has('stranger', 'mine')).toBe(false);
  expect(await has('officer', 'handed')).toBe(true);
  expect(await has('office', 'others')).toBe(true);
  expect((await messages('partner')).map(({ kind }) => kind)).toContain('statements.asked');
  const declined = await desk
    .as('partner')
    .post(`/api/statements/requests/${code}/decline`, { reason: '不属本单位统计范围' });
  expect(declined.status, declined.text).toBe(200);
  expect((await messages('officer'))[0]?.kind).toBe('statements.declined');
  expect(await has('partner', 'mine')).toBe(false);
});

test('a watched record tells of its correction and of what newly points to it; what is not to be seen cannot be watched', async () => {
  const watch = async (who: string, kind: string, subject: string) =>
    desk.as(who).post('/api/watching', { kind, subject });
  const [contract] = (await desk.as('officer').get('/api/registers/transfer.transfer-contract/records')).body
    .rows;
  const subject = `transfer.transfer-contract/${contract.code}`;
  expect((await watch('auditor', 'record', subject)).body).toEqual({ watching: true });
  expect((await watch('auditor', 'record', 'transfer.transfer-contract/NONE')).status).toBe(404);
  expect((await watch('deputy', 'record', 'replies.reply/NONE')).status).toBe(404);
  expect((await watch('auditor', 'record', 'no.register/1')).status).toBe(404);
  const figure = await watch('auditor', 'figure', 'achievements.empowered');
  expect(figure.status, figure.text).toBe(200);
  const listed = (await desk.as('auditor').get('/api/watching')).body;
  expect(listed).toHaveLength(2);
  expect((await desk.as('officer').get('/api/watching')).body).toEqual([]);
  const page = (await desk.as('officer').get(`/api/registers/${subject.replace('/', '/records/')}`)).body;
  const corrected = await desk.doors.ask('PATCH', `/api/registers/${subject.replace('/', '/records/')}`, {
    cookie: desk.cookies.officer,
    body: { row: { title: `${page.title}（更正）` }, reason: '示例更正', seen: page.version },
  });
  expect(corrected.status, corrected.text).toBe(200);
  const [told] = await messages('auditor');
  expect(told).toMatchObject({
    kind: 'watched.changed',
    link: `/records/transfer.transfer-contract/${contract.code}`,
  });
  const changed = (await desk.as('auditor').get('/api/watching')).body[0];
  expect(changed).toMatchObject({ subject, changes: 1 });
  await desk.as('auditor').post('/api/watching/seen', { kind: 'record', subject });
  expect(
    (await desk.as('auditor').get('/api/watching')).body.map((one: { changes: number }) => one.changes),
  ).toEqual([0, 0]);
  await desk.as('auditor').post('/api/watching/stop', { kind: 'record', subject });
  expect((await desk.as('auditor').get('/api/watching')).body).toHaveLength(1);
});

test('how one is told is kept for the account; an address that is none is refused', async () => {
  const save = async (body: unknown) => desk.as('deputy').post('/api/messages/preference', body);
  expect((await save({ email: 'not an address', mail: 'daily', language: 'zh' })).status).toBe(422);
  expect((await save({ email: 'deputy@example.org', mail: 'daily', language: 'en' })).status).toBe(200);
  expect((await desk.as('deputy').get('/api/messages/preference')).body.email).toBe('deputy@example.org');
  expect((await desk.as('partner').get('/api/messages/preference')).body).toEqual({
    email: null,
    mail: 'none',
    language: 'zh',
  });
});

test('a deputy who watches his case is told where it stands for him, and of no stage within the department', async () => {
  const suggestion = await desk.enter({ title: '关于关注的建议' });
  await desk.done('office', `/api/suggestions/${suggestion}/accept`, {
    division: '示例处室',
    partners: [{ organisation: 'DW-SJT', part: 'co' }],
  });
  for (const who of ['deputy', 'auditor']) {
    const watched = await desk.as(who).post('/api/watching', { kind: 'case', subject: suggestion });
    expect(watched.status, watched.text).toBe(200);
  }
  expect(
    (await desk.as('stranger').post('/api/watching', { kind: 'case', subject: suggestion })).status,
  ).toBe(404);
  const before = (await messages('deputy')).length;
  await desk.done('partner', `/api/suggestions/${suggestion}/opinion`, { opinion: '示例意见：建议加强。' });
  await desk.done('officer', `/api/suggestions/${suggestion}/replies`, { template: 'plain' });
  expect((await messages('deputy')).length).toBe(before);
  const told = (await messages('auditor')).filter(({ link }) => link === `/desk/${suggestion}`);
  expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['replies.opinion', 'watched.linked']));
});

test('reminders are told once for an item and its day, not before the hour and not on a day off; a moved day is another', async () => {
  const { house } = desk.doors;
  const officer = house.as({ name: '示例经办人', role: 'officer', account: 'officer' });
  const days = { ...(await openDays(house.db)), hour: 9, isWorkingDay: true };
  const remind = async (changed: Partial<typeof days> = {}) =>
    remindAll(house.ctx, {
      accounts: [officer],
      sources: waitingSources,
      days: { ...days, ...changed },
      offsets: [3, 1],
      fromHour: 8,
    });
  expect(await remind({ hour: 7 })).toBe(0);
  expect(await remind({ isWorkingDay: false })).toBe(0);
  const told = await remind();
  expect(told).toBeGreaterThan(0);
  expect(await remind()).toBe(0);
  expect((await messages('officer')).filter(({ kind }) => kind.startsWith('reminder.'))).toHaveLength(told);
  const promise = (await work('officer')).mine.find(({ id }) => id.startsWith('commitments/'));
  const code = promise?.id.split('/')[1] ?? '';
  const moved = await desk
    .as('officer')
    .post(`/api/commitments/${code}/date`, { newDueOn: shift(desk.today, 1), reason: '示例改期，进度有变' });
  expect(moved.status, moved.text).toBe(200);
  expect((await messages('office')).map(({ kind }) => kind)).toContain('commitments.moved');
  expect(await remind()).toBe(1);
  expect(await remind()).toBe(0);
});

test('a round of the platform by itself tells of a watched figure that changed, once; unset parameters are refused', async () => {
  const { house } = desk.doors;
  const round = async () =>
    goRound({
      db: house.db,
      vault: house.vault,
      actAs: async (account) => house.as({ name: account, role: 'auditor', account }),
      post: { place: '', send: async () => undefined, close: () => undefined },
      origin: () => 'https://kechuang.example.gov.cn',
      log: (line) => {
        throw new Error(line);
      },
    });
  await round();
  expect(await round()).toMatchObject({ reminded: 0, changed: 0 });
  await house.administrate(
    `update platform.watch set last_value = '1' where account = 'auditor' and kind = 'figure'`,
  );
  expect((await round()).changed).toBe(1);
  expect((await round()).changed).toBe(0);
  expect((await messages('auditor'))[0]).toMatchObject({ kind: 'watched.value' });
  await house.administrate(`delete from register.parameter where name = 'reminders.before'`);
  await expect(round()).rejects.toThrow('reminders.before');
});

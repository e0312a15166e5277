import { afterAll, describe, expect, test } from 'vitest';
import { goRound } from '#app/inbox-rounds.ts';
import { house } from '#app/house.ts';
import { isWorkingDay, loadCalendar } from '#domains/calendar/index.ts';
import { atomically } from '#kernel/audit/atomically.ts';
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import { publicScope } from '#kernel/db/scoped.ts';
import type { Answer } from '../../../test/doors.ts';
import { noticeStanding, publishNotice, refuseUnlessClear, tellEnded, waitingNotices } from './index.ts';
import { nextDay } from './rules.ts';
import { buildObjection, openNoticeDoors } from './testing.ts';
import { spanOf } from './term.ts';

const { doors, today, cookies, ago, posted, post, done, read, letPass } = await openNoticeDoors();
afterAll(async () => doors.close());

const officerCtx = doors.house.as({ name: '示例经办人', role: 'officer', account: 'officer' });
const cycle = { register: 'race.race-cycle', code: 'SM2025' };
const act = { zh: '发布赛马结果', en: 'publish the results of the race' };

const work = async (role: StaffRole): Promise<{ id: string; title: { zh: string }; link: string }[]> =>
  (await doors.ask('GET', '/api/work', { cookie: cookies[role] })).body.mine;

describe('from publishing to the next step', () => {
  let code: string;
  let lastOn: string;

  test('an officer publishes; everyone reads it, with its days reckoned', async () => {
    const published = await done('officer', '', posted(10, 20, { subject: cycle }));
    ({ code, lastOn } = published);
    expect(published.firstOn).toBe(ago(9));
    const calendar = await loadCalendar(doors.house.db);
    const open = { announcedUntil: null, extendedUntil: null };
    const span = spanOf(calendar, { firstOn: ago(9), length: 20, counting: 'days', ...open });
    expect(lastOn).toBe(span.lastOn);
    const notice = await read(code);
    expect(notice).toMatchObject({
      state: 'running',
      firstOn: ago(9),
      lastOn,
      clear: false,
      items: 2,
      objections: { received: 0, open: 0, answered: 0, upheld: 0 },
      subject: cycle,
      minimum: null,
      postedEvidence: '示例网站首页',
      enteredOn: today,
      publishedOn: ago(10),
    });
    expect(notice.left.days).toBeGreaterThan(0);
    expect(notice.reckoning.length).toBeGreaterThan(1);
    const list = (await doors.ask('GET', '/api/notices')).body;
    expect(list.current).toContainEqual(expect.objectContaining({ code, state: 'running' }));
    expect(list.archive.map((one: { code: string }) => one.code)).not.toContain(code);
    // A public door answers a session as it answers anyone.
    for (const url of ['/api/notices', `/api/notices/${code}`]) {
      const anyone = await doors.ask('GET', url);
      for (const role of ['officer', 'bureau', 'institution', 'auditor'] as const)
        expect((await doors.ask('GET', url, { cookie: cookies[role] })).text).toBe(anyone.text);
    }
  });

  test('what it blocks is refused while it runs, with its last day and the way out, in both languages', async () => {
    const refused = refuseUnlessClear(doors.house.db, cycle, today, act);
    await expect(refused).rejects.toMatchObject({
      code: 'notice-running',
      status: 409,
      details: { notice: code, state: 'running', lastOn, openObjections: 0, link: `/notices/${code}` },
    });
    await expect(refused).rejects.toThrow(
      new RegExp(
        `还不能发布赛马结果.*${code}.*${lastOn}.*You cannot publish the results of the race yet.*${lastOn}`,
      ),
    );
    expect(await refuseUnlessClear(doors.house.db, cycle, nextDay(lastOn, 1), act)).toMatchObject({
      code,
      state: 'ended',
      clear: true,
    });
    const unknown = { register: 'race.race-cycle', code: 'SM2023' };
    await expect(refuseUnlessClear(doors.house.db, unknown, today, act)).rejects.toThrow(
      '还没有这一事项的公示',
    );
    expect(await noticeStanding(doors.house.db, cycle, ago(11))).toBeNull();
    // A reader to whom objections do not exist judges nothing.
    await expect(noticeStanding(doors.house.within(publicScope), cycle, today)).rejects.toThrow('objections');
  });

  let sent: string;
  test('anyone objects by name, once for each key; it waits for the division', async () => {
    const answer = await post(null, `/${code}/objections`, buildObjection({ item: 1 }), 'objection-key-1');
    expect(answer.status, answer.text).toBe(200);
    sent = answer.body.code;
    const again = await post(null, `/${code}/objections`, buildObjection({ item: 1 }), 'objection-key-1');
    expect(again.body).toEqual(answer.body);
    const other = await post(null, `/${code}/objections`, buildObjection({ item: 2 }), 'objection-key-1');
    expect(other.body.code).toBe('key-reused');
    expect((await read(code)).objections).toEqual({ received: 1, open: 1, answered: 0, upheld: 0 });
    for (const role of ['officer', 'division'] as const) {
      expect(await work(role), role).toContainEqual(
        expect.objectContaining({ id: `notices/${sent}`, link: `/notices/${code}` }),
      );
    }
    const told = await doors.ask('GET', '/api/messages', { cookie: cookies.division });
    expect(told.text).toContain('公示异议：待答复');
    expect(told.text).not.toContain('暗语');
    const { body } = await doors.ask('GET', `/api/notices/${code}/objections`, { cookie: cookies.officer });
    expect(body.objections).toMatchObject([
      {
        code: sent,
        ...buildObjection({ item: { order: 1 }, objectorKind: { id: 'person' } }),
        way: { id: 'online' },
      },
    ]);
    await expect(refuseUnlessClear(doors.house.db, cycle, nextDay(lastOn, 1), act)).rejects.toThrow(
      '1 件异议待答复',
    );
  });

  test('faults of an objection come back together', async () => {
    const empty = await post(null, `/${code}/objections`, { objectorKind: 'person', objector: ' ' });
    expect(empty.body.faults.map(({ at }: { at: string }) => at).sort()).toEqual([
      '/body/contact',
      '/body/objector',
      '/body/text',
    ]);
    const wrong = await post(null, `/${code}/objections`, buildObjection({ item: 9 }));
    expect(wrong.body.faults[0]).toMatchObject({ at: '/body/item' });
  });

  test('it is accepted and answered; the answer is public, the objector is not, and the next step is free', async () => {
    await done('division', `/${code}/objections/${sent}/accept`, {});
    expect((await post('division', `/${code}/objections/${sent}/accept`, {})).status).toBe(422);
    expect((await read(code)).answers).toMatchObject([
      { number: 1, item: 1, state: 'accepted', answer: null },
    ]);
    const naming = await post('officer', `/${code}/objections/${sent}/answer`, {
      result: 'rejected',
      answer: '经核查，异议人暗语所述不实',
    });
    expect(naming.body.faults).toMatchObject([{ at: '/body/answer' }]);
    await done('officer', `/${code}/objections/${sent}/answer`, {
      result: 'rejected',
      gist: '对第一项数据有异议',
      answer: '经核查，数据与年报一致',
    });
    expect(
      (
        await post('officer', `/${code}/objections/${sent}/answer`, {
          result: 'upheld',
          answer: '改为成立试试',
        })
      ).status,
    ).toBe(422);
    const notice = await read(code);
    expect(notice.objections).toEqual({ received: 1, open: 0, answered: 1, upheld: 0 });
    expect(notice.answers).toMatchObject([
      { state: 'answered', result: 'rejected', gist: '对第一项数据有异议', answer: '经核查，数据与年报一致' },
    ]);
    expect(await refuseUnlessClear(doors.house.db, cycle, nextDay(lastOn, 1), act)).toMatchObject({
      objections: { open: 0, answered: 1, upheld: 0 },
      clear: true,
    });
    expect(await work('officer')).not.toContainEqual(expect.objectContaining({ id: `notices/${sent}` }));
  });

  test('it waits for its publisher as it ends, and he is told once that it has', async () => {
    const ends = async (day: string): Promise<boolean> =>
      (await waitingNotices.find(officerCtx, day)).some(
        ({ id, place }) => id === `${code}.ends` && place === 'mine',
      );
    expect([await ends(ago(5)), await ends(lastOn), await ends(nextDay(lastOn, 1))]).toEqual([
      false,
      true,
      false,
    ]);
    const told = async (): Promise<number> =>
      (
        await doors.house.administrate(
          `select from platform.message where kind = 'notices.ended' and account = 'officer' and link = $1`,
          [`/notices/${code}`],
        )
      ).length;
    await tellEnded(doors.house.ctx, lastOn);
    expect(await told()).toBe(0);
    for (let round = 0; round < 2; round += 1) await tellEnded(doors.house.ctx, nextDay(lastOn, 1));
    expect(await told()).toBe(1);
    // The platform's own rounds ask it too.
    const { db, vault } = doors.house;
    const complaints: string[] = [];
    await goRound({
      db,
      vault,
      actAs: async () => officerCtx,
      post: { send: async () => undefined, close: () => undefined } as never,
      origin: () => 'http://localhost',
      log: (line) => complaints.push(line),
    });
    expect(complaints).toEqual([]);
  });

  test('one that came too late is refused with the last day; one that was received in time is recorded', async () => {
    await letPass(code, 60);
    const late = await post(null, `/${code}/objections`, buildObjection());
    expect(late.status).toBe(422);
    expect(late.body.zh).toContain(`公示已于 ${nextDay(lastOn, -60)} 期满`);
    expect(late.body.en).toContain(`the notice ended on ${nextDay(lastOn, -60)}`);
    const paper = { ...buildObjection(), way: 'letter' };
    expect((await post('officer', `/${code}/objections/recorded`, paper)).body.faults).toMatchObject([
      { at: '/body/receivedOn' },
    ]);
    const recorded = await done('officer', `/${code}/objections/recorded`, {
      ...paper,
      receivedOn: nextDay(lastOn, -61),
    });
    expect(await read(code)).toMatchObject({ state: 'objected', clear: false });
    await expect(refuseUnlessClear(doors.house.db, cycle, today, act)).rejects.toMatchObject({
      code: 'notice-running',
      details: { state: 'objected', openObjections: 1 },
    });
    await done('officer', `/${code}/objections/${recorded.code}/answer`, {
      result: 'partly',
      answer: '第二项的数据更正为 78.9',
    });
    expect(await read(code)).toMatchObject({ state: 'ended', clear: false });
    await expect(refuseUnlessClear(doors.house.db, cycle, today, act)).rejects.toThrow('更正后重新公示');
  });

  test('a corrected notice takes its place; both stay readable', async () => {
    const corrected = await done(
      'officer',
      '',
      posted(5, 30, { subject: cycle, supersedes: code, title: '更正的示例公示' }),
    );
    expect(await read(code)).toMatchObject({ state: 'withdrawn', supersededBy: corrected.code });
    expect((await read(code)).withdrawReason).toContain(corrected.code);
    expect(await read(corrected.code)).toMatchObject({ state: 'running', supersedes: code });
    expect(await noticeStanding(doors.house.db, cycle, today)).toMatchObject({ code: corrected.code });
    const twice = await post('officer', '', posted(5, 30, { supersedes: code }));
    expect(twice.body.faults).toMatchObject([{ at: '/body/supersedes' }]);

    expect((await post('officer', `/${corrected.code}/withdraw`, { reason: '不' })).status).toBe(422);
    await done('officer', `/${corrected.code}/withdraw`, { reason: '示例：依据文件有误' });
    expect((await post('officer', `/${corrected.code}/withdraw`, { reason: '示例：再撤一次' })).status).toBe(
      422,
    );
    await expect(refuseUnlessClear(doors.house.db, cycle, today, act)).rejects.toThrow('已撤回');
    const closed = await post(null, `/${corrected.code}/objections`, buildObjection());
    expect(closed.body.zh).toContain('已于');
  });
});

describe('longer, and at its end', () => {
  test('it is extended while it runs, to a working day, for a public reason', async () => {
    const { code, lastOn } = await done('officer', '', posted(5, 10));
    const calendar = await loadCalendar(doors.house.db);
    const dayBy = (from: string, working: boolean): string =>
      isWorkingDay(calendar, from) === working ? from : dayBy(nextDay(from, 1), working);
    const until = dayBy(nextDay(lastOn, 1), true);
    const reason = '示例：补充材料，延长公示';
    for (const [body, places] of [
      [{ until: lastOn, reason }, ['/body/until']],
      [{ until: dayBy(nextDay(lastOn, 1), false), reason }, ['/body/until']],
      [{ until, reason: '短' }, ['/body/reason']],
    ] as const) {
      const refused = await post('officer', `/${code}/extend`, body);
      expect(refused.body.faults.map(({ at }: { at: string }) => at)).toEqual(places);
    }
    expect(await done('officer', `/${code}/extend`, { until, reason })).toMatchObject({ lastOn: until });
    const notice = await read(code);
    expect(notice).toMatchObject({
      lastOn: until,
      announcedUntil: lastOn,
      extended: { on: today, until, reason },
    });
    expect(notice.reckoning.at(-1).en).toContain(`extended until ${until}`);
    await letPass(code, 60);
    const late = await post('officer', `/${code}/extend`, { until: nextDay(until, 30), reason });
    expect([late.status, late.body.zh]).toEqual([422, expect.stringContaining('期满，不能再延长')]);
  });

  test('it is concluded once it has ended and every objection is answered; the words stay', async () => {
    const { code } = await done('officer', '', posted(5, 30));
    const sent = (await done(null, `/${code}/objections`, buildObjection())).code;
    const conclude = (conclusion: string): Promise<Answer> =>
      post('officer', `/${code}/conclude`, { conclusion });
    expect((await conclude('示例：无异议')).body.zh).toContain('期满后才能办结');
    await letPass(code, 100);
    expect((await conclude('示例：无异议')).body.zh).toContain('还有异议待答复');
    await done('officer', `/${code}/objections/${sent}/answer`, { result: 'rejected', answer: '经核查无误' });
    expect((await conclude('无')).body.faults).toMatchObject([{ at: '/body/conclusion' }]);
    expect((await conclude('收到异议一件，已答复，结果不变')).status).toBe(200);
    expect((await conclude('改一改结论试试')).body.zh).toContain('结论不再改动');
    expect(await read(code)).toMatchObject({
      state: 'ended',
      clear: true,
      conclusion: { on: today, text: '收到异议一件，已答复，结果不变' },
    });
  });

  test('it is found by words that stay public, by state and by kind; never by a name', async () => {
    const { code } = await done('officer', '', posted(5, 30, { title: '寻找 100%_ 的示例' }));
    const found = async (query: string): Promise<string[]> => {
      const { current, archive } = (await doors.ask('GET', `/api/notices?${query}`)).body;
      return [...current, ...archive].map((one: { code: string }) => one.code);
    };
    const by = (q: string): Promise<string[]> => found(`q=${encodeURIComponent(q)}`);
    expect(await by('寻找 100%_')).toEqual([code]);
    expect(await by('100%% 寻找')).toEqual([]);
    expect(await by('示例单位甲 寻找')).toEqual([code]);
    expect(await by('暗语姓名甲')).toEqual([]);
    expect(await found('kind=race&state=running')).toContain(code);
    expect(await found('kind=talent')).not.toContain(code);
    expect(await found('state=ended')).not.toContain(code);
  });
});

describe('what a notice must be', () => {
  test.each([
    ['a day that has not come', { publishedOn: nextDay('2199-01-01', 0) }, ['/body/publishedOn']],
    ['a past day without evidence', { postedEvidence: undefined }, ['/body/postedEvidence']],
    ['a first day that is no whole one', { firstOn: undefined, first: 0 }, ['/body/firstOn']],
    ['too few days for its kind', { kind: 'recognition', length: 5 }, ['/body/length']],
  ])('%s', async (_, more, places) => {
    const { first, ...changed } = more as { first?: number };
    const body = posted(10, 20, { ...changed, ...(first === undefined ? {} : { firstOn: ago(10) }) });
    if (places[0] === '/body/publishedOn') Object.assign(body, { publishedOn: nextDay(today, 3) });
    const answer = await post('officer', '', body);
    expect(answer.status).toBe(422);
    expect(answer.body.faults.map(({ at }: { at: string }) => at)).toEqual(places);
  });

  test('a rule its caller needs and nobody entered, and days nobody knows, are refused clearly', async () => {
    const publish = (given: object): Promise<unknown> =>
      atomically(officerCtx, { action: 'notices.publish', subject: 'test', input: given }, async (inner) =>
        publishNotice(inner, house, { ...posted(10, 20), ...given } as never),
      );
    await expect(publish({ ruleRequired: true })).rejects.toMatchObject({ code: 'unset-parameter' });
    await expect(publish({ ruleRequired: true })).rejects.toThrow('notices.days.race');
    const year = Number(today.slice(0, 4)) + 2;
    await expect(publish({ firstOn: `${year}-03-01` })).rejects.toThrow(`${year} 年`);
    await expect(publish({ subject: { register: 'race.race-cycle', code: '没有' } })).rejects.toMatchObject({
      code: 'unknown-record',
    });
    expect(await publish({ kind: 'recognition', length: 15, ruleRequired: true })).toBeDefined();
  });

  test('objections to an item stop that item', async () => {
    const subject = { register: 'race.race-cycle', code: 'SM2024' };
    const { code, lastOn } = await done(
      'officer',
      '',
      posted(10, 20, {
        subject,
        objectionStops: 'item',
        items: [
          { title: '示例一', refersTo: 'A' },
          { title: '示例二', refersTo: 'B' },
        ],
      }),
    );
    await done(null, `/${code}/objections`, buildObjection({ item: 2 }));
    const after = nextDay(lastOn, 1);
    const { db } = doors.house;
    expect(await refuseUnlessClear(db, subject, after, act)).toMatchObject({
      state: 'objected',
      clear: true,
      stoppedItems: [{ order: 2, title: '示例二', refersTo: 'B' }],
    });
    expect((await refuseUnlessClear(db, subject, after, act, 'A')).clear).toBe(true);
    await expect(refuseUnlessClear(db, subject, after, act, 'B')).rejects.toThrow('第 2 项“示例二”');
  });
});

describe('names of persons', () => {
  const names = ['暗语姓名甲', '暗语姓名乙', '暗语姓名丙'];
  /** Everything the public can ask about a notice, its door aside. */
  const around = (code: string): string[] => [
    '/api/notices',
    '/api/home',
    '/api/registers/notices.public-notice/records?pageSize=200',
    '/api/registers/notices.notice-item/records?pageSize=200',
    '/api/registers/notices.notice-item/records?pageSize=200&sort=person',
    '/api/registers/notices.notice-item/records.csv',
    `/api/registers/notices.notice-item/records/${encodeURIComponent(`${code}~1`)}`,
    `/api/registers/notices.public-notice/records/${code}`,
    `/api/search?q=${encodeURIComponent('暗语姓名甲')}`,
    `/api/registers/notices.notice-item/records?search=${encodeURIComponent('暗语姓名甲')}`,
  ];

  test('are public while the notice runs; not before, not after, not once it is withdrawn', async () => {
    const later = (await done('officer', '', posted(0, 5, { firstOn: nextDay(today, 2) }))).code;
    const code = (await done('officer', '', posted(5, 30))).code;
    const past = (await done('officer', '', posted(40, 5))).code;
    const named = async (asked: string): Promise<boolean[]> => {
      const { text } = await doors.ask('GET', `/api/notices/${asked}`);
      return names.map((name) => text.includes(name));
    };
    const [none, all] = [
      [false, false, false],
      [true, true, true],
    ];
    expect((await read(later)).state).toBe('upcoming');
    expect(await named(later)).toEqual(none);
    expect(await named(code)).toEqual(all);
    expect(await named(past)).toEqual(none);
    expect(await read(past)).toMatchObject({ names: { count: 3, shown: false } });
    expect((await read(past)).list[0]).toMatchObject({ unit: '示例单位甲', person: null, persons: 2 });

    await letPass(code, 100);
    expect((await read(code)).state).toBe('ended');
    expect(await named(code)).toEqual(none);
    await letPass(code, -100);
    expect(await named(code)).toEqual(all);
    // Elsewhere they are not public even now; staff reads them in the register.
    for (const url of around(code)) {
      const answer = await doors.ask('GET', url);
      expect(answer.status, url).toBe(200);
      expect(
        names.filter((name) => answer.text.replaceAll(encodeURIComponent(name), '').includes(name)),
        url,
      ).toEqual([]);
    }
    const item = await doors.ask(
      'GET',
      `/api/registers/notices.notice-item/records/${encodeURIComponent(`${past}~1`)}`,
      {
        cookie: cookies.officer,
      },
    );
    expect(item.text).toContain('暗语姓名甲');
    await done('officer', `/${code}/withdraw`, { reason: '示例：撤回以看姓名' });
    expect(await named(code)).toEqual(none);
  });

  test('an objector is nobody’s to know but those who answer', async () => {
    const secrets = ['异议人暗语', '联系暗语', '异议内容暗语'];
    const code = (await done('officer', '', posted(5, 30))).code;
    await done(null, `/${code}/objections`, buildObjection());
    const urls = [
      ...around(code),
      `/api/notices/${code}`,
      `/api/search?q=${encodeURIComponent('异议人暗语')}`,
    ];
    for (const role of [null, 'bureau', 'institution'] as const) {
      for (const url of urls) {
        const answer = await doors.ask('GET', url, role === null ? {} : { cookie: cookies[role] });
        expect(
          secrets.filter(
            (one) => answer.text.replaceAll('q=', '').includes(one) && !url.includes(encodeURIComponent(one)),
          ),
          url,
        ).toEqual([]);
      }
    }
    const register = '/api/registers/notices.notice-objection/records';
    expect((await doors.ask('GET', register)).status).toBe(404);
    expect((await doors.ask('GET', register, { cookie: cookies.bureau })).body.total).toBe(0);
    const audited = await doors.ask('GET', '/api/audit?pageSize=50', { cookie: cookies.auditor });
    expect(audited.text).toContain('notices.object');
    expect(secrets.filter((one) => audited.text.includes(one) && one !== '异议内容暗语')).toEqual([]);
  });

  test('who may do what', async () => {
    const code = (await done('officer', '', posted(5, 30))).code;
    const tried: [StaffRole | null, string, number][] = [
      [null, '', 401],
      ['division', '', 403],
      ['bureau', '', 403],
      ['division', `/${code}/withdraw`, 403],
      ['division', `/${code}/extend`, 403],
      ['bureau', `/${code}/conclude`, 403],
      [null, `/${code}/objections/recorded`, 401],
      ['institution', `/${code}/objections/recorded`, 403],
      ['auditor', `/${code}/objections/x/answer`, 403],
    ];
    for (const [role, path, status] of tried) expect((await post(role, path, {})).status, path).toBe(status);
    expect((await doors.ask('GET', `/api/notices/${code}/objections`)).status).toBe(401);
    expect(
      (await doors.ask('GET', `/api/notices/${code}/objections`, { cookie: cookies.auditor })).status,
    ).toBe(403);
    const direct = await doors.ask('POST', '/api/registers/notices.public-notice/records', {
      cookie: cookies.officer,
      body: { row: {} },
    });
    expect(direct.body.zh).toContain('/notices');
    expect((await doors.ask('GET', '/api/notices/nothing-there')).status).toBe(404);
  });

  test('one address sends only so many objections in an hour', async () => {
    const code = (await done('officer', '', posted(5, 30))).code;
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries += 1)
      statuses.push((await post(null, `/${code}/objections`, buildObjection())).status);
    expect(statuses.at(-1)).toBe(429);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
  });
});

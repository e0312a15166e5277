import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../platform.ts';
import { expectAccessible } from './axe.ts';
import { openPortal, phone, read, settled, type Portal, type Reader } from './portal.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});

afterAll(async () => {
  await portal?.close();
});

async function signIn(reader: Reader, account: string, at: string): Promise<void> {
  await reader.go(`/sign-in?back=${encodeURIComponent(at)}`);
  await reader.page.locator('input[autocomplete="username"]').fill(account);
  await reader.page.locator('input[autocomplete="current-password"]').fill(portal.passwordOf(account));
  await reader.page.locator('.sign-in button').click();
  await until('the page asked for is there', () => reader.page.url().endsWith(at));
  await settled(reader.page);
}

/** Nothing wider than the screen, no breach of WCAG, no complaint but the refusals told on the page. */
async function expectCalm(reader: Reader): Promise<void> {
  expect(reader.complaints.filter((text) => !/status of (401|403|404|409|422)/.test(text))).toEqual([]);
  const overflow = await reader.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await expectAccessible(reader);
}

/** A write through its door, by the session of the page. */
const post = (reader: Reader, path: string, body: object): Promise<{ code: string }> =>
  reader.page.evaluate(
    async ([to, sent]) => {
      const key = `journey-${Date.now()}-${to.length}`;
      const headers = { 'content-type': 'application/json', 'idempotency-key': key };
      const answer = await fetch(to, { method: 'POST', headers, body: sent });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as { code: string };
    },
    [path, JSON.stringify(body)] as const,
  );

/** Today, with holidays known around it, whichever year this is. */
async function readToday(reader: Reader): Promise<string> {
  const ask = (path: string): Promise<{ today: string; total: number }> =>
    reader.page.evaluate(
      async (from) => (await (await fetch(from)).json()) as { today: string; total: number },
      path,
    );
  const { today } = await ask('/api/notices');
  for (const year of [-1, 0, 1].map((offset) => Number(today.slice(0, 4)) + offset)) {
    const filters = encodeURIComponent(JSON.stringify({ year }));
    if ((await ask(`/api/registers/calendar.notice/records?filters=${filters}`)).total > 0) continue;
    const row = {
      document: `示例放假通知${year}`,
      year,
      scope: 'year',
      publishedOn: '2020-01-01',
    };
    await post(reader, '/api/registers/calendar.notice/records', { row });
  }
  return today;
}

const daysBefore = (day: string, count: number): string =>
  new Date(Date.parse(day) - count * 86_400_000).toISOString().slice(0, 10);

/** The field of the open form whose label begins so. */
const field = (reader: Reader, label: string) =>
  reader.page.locator('.command-form .field', { hasText: label }).locator('input, textarea, select').first();

test('the archive reads in both languages, by state and by words', async () => {
  for (const [query, options] of [
    ['', {}],
    ['?lang=en', { viewport: phone, colorScheme: 'dark' as const }],
  ] as const) {
    const reader = await read(portal, options);
    const entries = reader.page.locator('.notice-entry');
    await reader.go(`/notices${query}`);
    expect(await entries.count()).toBe(5);
    await reader.picture(`notices${query === '' ? '-1440-zh' : '-390-en-dark'}`);
    await expectCalm(reader);
    await reader.page.locator('.notice-states a[data-state="withdrawn"]').click();
    await until('one is left', async () => (await entries.count()) === 1);
    await entries.locator('h3 a').click();
    await reader.page.locator('.notice-facts a', { hasText: 'GS20260604-01' }).click();
    await until('the corrected one is there', () => reader.page.url().includes('GS20260604-01'));
    await settled(reader.page);
    await reader.go(`/notices${query === '' ? '?' : `${query}&`}q=${encodeURIComponent('聚力攻坚')}`);
    expect(await entries.count()).toBe(1);
    await entries.locator('h3 a').click();
    await reader.page.locator('.objection blockquote').waitFor();
    await settled(reader.page);
    const shown = await reader.page.locator('main').innerText();
    expect(shown).toContain('不属于重复资助');
    expect(shown).not.toMatch(/示例异议人|示例负责人|示例地址/);
    await expectCalm(reader);
    await reader.leave();
  }
});

test('published, objected to by a stranger, answered, withdrawn', async () => {
  const officer = await read(portal);
  await signIn(officer, 'officer', '/notices/new');
  const { page } = officer;
  await page.locator('.command-form button[type="submit"]').click();
  expect(await page.locator('.command-form .fault').count()).toBeGreaterThan(5);
  await field(officer, '公示类别').selectOption('other');
  await field(officer, '标题').fill('示例奖项拟授名单公示');
  await field(officer, '公示内容').fill('拟授予下列单位示例奖项，现予公示。');
  await field(officer, '依据文件').fill('示例文〔2026〕9号');
  await field(officer, '主管处室').fill('示例处室');
  await page
    .locator('.command-form textarea[rows="8"]')
    .fill('示例成果甲 | 示例大学 | 示例完成人甲 | 一等\n示例成果乙 | 示例研究院 | 示例完成人乙 | 二等');
  await field(officer, '公示天数').fill('5');
  await field(officer, '公示渠道').fill('本平台');
  await field(officer, '联系方式').fill('示例处室 0000-00000000');
  await field(officer, '公示期满前不得').fill('授奖');
  // Entered today, posted elsewhere yesterday: so it runs today, whichever day this is.
  const before = daysBefore(await readToday(officer), 1);
  await field(officer, '发布日期').fill(before);
  await page.locator('.command-form button[type="submit"]').click();
  await page.locator('.command-form .fault', { hasText: '请写明当时在何处公示' }).waitFor();
  await field(officer, '补录依据').fill('示例网站首页');
  await page.locator('.command-form button[type="submit"]').click();
  await page.locator('.notice-page h1').waitFor();
  await settled(page);
  const code = page.url().split('/').at(-1) ?? '';
  const at = `/notices/${code}`;
  expect(await page.locator('.notice-effect').innerText()).toContain('公示期满前不得授奖');

  const stranger = await read(portal, { viewport: phone });
  await stranger.go(at);
  expect(await stranger.page.locator('.notice-items').innerText()).toContain('示例完成人甲');
  expect(await stranger.page.locator('.countdown').innerText()).toMatch(/还剩 \d+ 个工作日|今天是最后一日/);
  await stranger.page.locator('[data-act="object"]').click();
  await field(stranger, '对哪一项').selectOption('2');
  await field(stranger, '姓名或单位').fill('示例真名丁');
  await field(stranger, '联系方式').fill('示例电话丁');
  await field(stranger, '异议内容').fill('第 2 项的完成单位有遗漏，请核查。');
  expect(await stranger.page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('丁');
  await stranger.picture('notice-object-390-zh');
  await expectCalm(stranger);
  await stranger.page.locator('.command-form button[type="submit"]').click();
  await stranger.page.locator('.notice-how .note', { hasText: `${code}-YY01` }).waitFor();
  await settled(stranger.page);
  expect(await stranger.page.locator('.objection').getAttribute('data-state')).toBe('received');
  expect(await stranger.page.locator('main').innerText()).not.toContain('示例真名丁');

  await officer.go(at);
  expect(await page.locator('.objection-original').innerText()).toContain('示例真名丁');
  expect(await page.locator('[data-act="conclude"]').count()).toBe(0);
  await page.locator('[data-act="extend"]').click();
  await field(officer, '延长至').fill(before);
  await field(officer, '理由').fill('示例：须补充核查');
  await page.locator('.command-form button[type="submit"]').click();
  await page.locator('.command-form .fault', { hasText: '须在其后' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('[data-act="answer"]').click();
  await field(officer, '结论').selectOption('rejected');
  await field(officer, '答复内容').fill('示例真名丁所述不实');
  await page.locator('.command-form button[type="submit"]').click();
  await page.locator('.command-form .fault', { hasText: '异议人身份保密' }).waitFor();
  await officer.picture('notice-answer-fault-1440-zh');
  await field(officer, '答复内容').fill('经核查，完成单位没有遗漏。');
  await page.locator('.command-form button[type="submit"]').click();
  await page.locator('.objection blockquote', { hasText: '没有遗漏' }).waitFor();
  await settled(page);
  await expectCalm(officer);

  await page.locator('[data-act="withdraw"]').click();
  await field(officer, '理由').fill('示例：名单有误，须更正');
  await page.locator('.command-form button[type="submit"]').click();
  await page.locator('.countdown[data-state="withdrawn"]').waitFor();
  await settled(page);

  await stranger.go(`${at}?lang=en`);
  const shown = await stranger.page.locator('main').innerText();
  for (const part of ['Withdrawn', 'Not upheld', '没有遗漏', '名单有误']) expect(shown).toContain(part);
  expect(shown).not.toMatch(/示例完成人|示例真名丁/);
  expect(await stranger.page.locator('[data-act="object"]').count()).toBe(0);
  await expectCalm(stranger);
  await stranger.leave();
  await officer.leave();
});

test('what it blocks waits for the answer to an objection that came in time, and is free then', async () => {
  const officer = await read(portal, { colorScheme: 'dark' });
  const { page } = officer;
  await signIn(officer, 'officer', '/notices');
  const today = await readToday(officer);
  const { code } = await post(officer, '/api/notices', {
    kind: 'other',
    title: '示例奖项拟授名单公示（补录）',
    text: '示例正文',
    document: '示例文〔2026〕9号',
    division: '示例处室',
    publishedOn: daysBefore(today, 60),
    postedEvidence: '示例网站首页',
    length: 5,
    counting: 'days',
    shownAt: '示例网站',
    contact: '示例处室',
    blocks: '授奖',
    objectionStops: 'all',
    items: [],
  });
  const effect = page.locator('.notice-effect');
  const send = page.locator('.command-form button[type="submit"]');
  await officer.go(`/notices/${code}`);
  expect(await effect.innerText()).toContain('公示期满，可以授奖');

  await page.locator('[data-act="record"]').click();
  await field(officer, '姓名或单位').fill('示例单位戊');
  await field(officer, '联系方式').fill('示例地址戊');
  await field(officer, '异议内容').fill('示例：程序有误。');
  await field(officer, '收到方式').selectOption('letter');
  await send.click();
  await page.locator('.command-form .fault', { hasText: '期满' }).waitFor();
  await field(officer, '收到日期').fill(daysBefore(today, 57));
  await send.click();
  await page.locator('.countdown[data-state="objected"]').waitFor();
  await settled(page);
  expect(await effect.innerText()).toContain('还不能授奖');
  expect(await page.locator('[data-act="conclude"]').count()).toBe(0);

  await page.locator('[data-act="answer"]').click();
  await field(officer, '结论').selectOption('rejected');
  await field(officer, '答复内容').fill('经核查，程序没有错误。');
  await send.click();
  await page.locator('.countdown[data-state="ended"]').waitFor();
  await settled(page);
  expect(await effect.innerText()).toContain('公示期满，可以授奖');
  await page.locator('[data-act="conclude"]').click();
  await field(officer, '公示结论').fill('收到异议 1 件，经核查不成立，按公示的名单授奖。');
  await send.click();
  await until('it is concluded', async () => (await effect.innerText()).includes('按公示的名单授奖'));
  await settled(page);
  await officer.picture('notice-concluded-1440-zh-dark');
  await expectCalm(officer);
  await officer.leave();
});

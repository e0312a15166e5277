import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { raceCommand } from '#app/race-command.ts';
import { smallMethod } from '#domains/race/testing.ts';
import { administrate } from '../command-line.ts';
import { until } from '../platform.ts';
import { openPortal, phone, read, settled, type Portal, type Reader } from './portal.ts';
import { ask, enter, expectCalm, expectNamed } from './roles.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});
afterAll(async () => {
  await portal?.close();
});

for (const [language, query, view, options] of [
  ['zh', '', '390', { viewport: phone, colorScheme: 'dark' }],
  ['en', '?lang=en', '1440', {}],
] as const) {
  test(`anyone reads the scorecard, its map, its method and where a unit's points come from: ${language}, ${view} px`, async () => {
    const reader = await read(portal, options);
    const { page } = reader;
    await reader.go(`/race${query}`);
    await page.locator('.race-cycles a', { hasText: '2024' }).click();
    await page.locator('.race-table tbody tr').first().waitFor();
    await settled(page);
    expect(await page.locator('.race-top .race-table tbody tr').count()).toBe(10);
    expect(await page.locator('.race-top .interval').count()).toBe(10);
    expect(await page.locator('.race-tile').count()).toBe(10);
    await reader.picture(`race-${view}-${language}`);
    await page.locator('.race-data summary').click();
    expect(await page.locator('.race-data tbody tr').count()).toBe(10);
    expect(await page.locator('.race-words li').count()).toBeGreaterThan(3);
    const bundle = await page.locator('.race-downloads a').getAttribute('href');
    expect((await page.request.get(new URL(bundle ?? '', page.url()).href)).headers()['content-type']).toBe(
      'application/zip',
    );
    await expectNamed(reader);
    await expectCalm(reader);
    await page.locator('.race-table [data-unit="U220200"] a').click();
    await page.locator('.race-points li').first().waitFor();
    await settled(page);
    expect(await page.locator('.race-points li').count()).toBe(12);
    await reader.picture(`race-unit-${view}-${language}`);
    await expectCalm(reader);
    await reader.leave();
  });
}

test('a weight moved on the board moves ranks at once, and nothing is written', async () => {
  const reader = await read(portal, {});
  const { page } = reader;
  await reader.go('/race/SM2024/board');
  await page.locator('.board-table tbody tr').first().waitFor();
  const order = (): Promise<string[]> =>
    page
      .locator('.board-table tbody tr')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-unit') ?? ''));
  const before = await order();
  const slider = page.locator('.weight input').first();
  await slider.focus();
  await page.keyboard.press('End');
  await until('ranks have moved', async () => (await page.locator('.board-table .shift').count()) > 0);
  expect(await order()).not.toEqual(before);
  expect(Number(await page.locator('.board-outcome').getAttribute('data-took'))).toBeGreaterThan(0);
  await reader.picture('race-board-1440-zh');
  await expectNamed(reader);
  await page.locator('.board-state .plain-button').click();
  await until(
    'all is as the method has it',
    async () => (await page.locator('.board-table .shift').count()) === 0,
  );
  expect(await order()).toEqual(before);
  await expectCalm(reader);
  await reader.leave();
});

test('a bureau reports what is missing, is told every fault at once, and submits', async () => {
  const bureau = await enter(portal, 'bureau', '/race/SM2025/U220100');
  const { page } = bureau;
  const empty = page.locator('.race-workspace tr[data-state="none"]');
  await empty.first().waitFor();
  const items = await empty.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-item') ?? ''));
  expect(items).toHaveLength(3);
  const value = (item: string) => page.locator(`#item-${item}`);
  await value(items[0] ?? '').fill('许多');
  await value(items[1] ?? '').fill('1e999');
  const send = page.locator('.race-send button');
  await send.click();
  await until(
    'both faults are told',
    async () => (await page.locator('.race-workspace .fault').count()) >= 2,
  );
  expect(await value(items[0] ?? '').inputValue()).toBe('许多');
  await bureau.picture('race-workspace-1440-zh');
  for (const item of items) {
    const last = await page.locator(`tr[data-item="${item}"] td`).nth(1).innerText();
    await value(item).fill(last.trim().split(/\s/)[0] ?? '');
    await page.locator(`tr[data-item="${item}"] .race-about input`).first().fill('示例统计报表');
  }
  await send.click();
  await until('nothing is missing', async () => (await empty.count()) === 0);
  await page.locator('[data-act="submit"]').click();
  await page.locator('.command-form button[type="submit"]').click();
  await until('it is submitted', async () =>
    (await page.locator('#race-workspace + p, .race-section .quiet').first().innerText()).includes('报送'),
  );
  await expectNamed(bureau);
  await expectCalm(bureau);
  await bureau.leave();
});

test('a cycle is opened from the last, weighed on the board, frozen; a published result corrected keeps both versions', async () => {
  const officer = await enter(portal, 'officer', '/race');
  const { page } = officer;
  const form = page.locator('.command-form');
  const field = (label: string) =>
    page.locator('.command-form .field', { hasText: label }).locator('input, textarea, select').first();
  await page.locator('[data-act="openCycle"]').click();
  await field('编号').fill('SM2026');
  await field('名称').fill('2026年度赛马');
  await field('年度').fill('2026');
  await field('数据年度').fill('2025');
  await form.locator('select').selectOption('SM2024');
  await form.locator('button[type="submit"]').click();
  await page.locator('.race-cycles a', { hasText: '2026' }).click();
  await page.locator('[data-act="freeze"]').waitFor();
  await settled(page);
  await officer.picture('race-running-1440-zh');
  await page.locator('[data-act="freeze"]').click();
  await form.locator('button[type="submit"]').click();
  await until('it is frozen', async () => (await page.locator('[data-act="freeze"]').count()) === 0);
  expect(await page.locator('.race-digest code').first().innerText()).toMatch(/^[0-9a-f]{64}$/);

  await officer.go('/race/SM2024');
  await page.locator('[data-act="correct"]').click();
  await field('地区').selectOption('U220800');
  await field('指标').selectOption({ index: 1 });
  await field('更正为').fill('88');
  await field('依据').fill('示例：统计局更正函');
  await field('理由').fill('示例：原数漏计一家企业');
  await form.locator('button[type="submit"]').click();
  const versions = page.locator('.race-versions p');
  await until('both versions are there', async () => (await versions.count()) === 2);
  expect(await versions.first().innerText()).toContain('漏计');
  await versions.last().locator('a').click();
  await until(
    'the first version is shown',
    async () => (await versions.last().locator('a').getAttribute('aria-current')) !== null,
  );
  await page.locator('.race-top .race-table tbody tr').first().waitFor();
  await officer.picture('race-versions-1440-zh');
  await expectNamed(officer);
  await expectCalm(officer);
  await officer.leave();
});

/** A second bureau, of Jilin City, opened as offices do: one makes the account, another grants its role. */
async function openSecondBureau(): Promise<Reader> {
  const administrator = await enter(portal, 'administrator', '/accounts');
  const made = await ask<{ password: string }>(administrator, 'POST', '/api/accounts', {
    name: 'jilin.city',
    displayName: '示例吉林市科技局',
  });
  await administrator.leave();
  const security = await enter(portal, 'security', '/accounts');
  await ask(security, 'POST', '/api/accounts/jilin.city/role', {
    role: 'bureau',
    region: '220200',
    reason: '示例：填报本市数据',
  });
  await security.leave();
  const reader = await read(portal, {});
  await reader.go('/sign-in');
  await ask(reader, 'POST', '/api/session', { name: 'jilin.city', password: made.password });
  await ask(reader, 'POST', '/api/session/password', {
    old: made.password,
    new: '松花江上的第一场雪落了下来',
  });
  return reader;
}

/** What time alone would do: the rows as they would stand then, past the triggers that write history. */
const letPass = (change: string): Promise<unknown> =>
  administrate(portal.data, `set session_replication_role = replica; ${change}`);

/** Opens the form of an act, fills it, and waits until it is done. */
async function act(
  { page }: Reader,
  id: string,
  fill: (field: (label: string) => Locator) => Promise<unknown> = async () => undefined,
): Promise<void> {
  await page.locator(`[data-act^="${id}"]`).first().click();
  const form = page.locator('.command-form');
  await fill((label) =>
    form.locator('.field', { hasText: label }).locator('input, textarea, select').first(),
  );
  await form.locator('button[type="submit"]').click();
  await form.waitFor({ state: 'detached' });
  await settled(page);
}

test('from its scheme to an awarded project: reported, verified, contested, corrected, noticed, published', async () => {
  const officer = await enter(portal, 'officer', '/race');
  const { page } = officer;
  const { today } = await ask<{ today: string }>(officer, 'GET', '/api/race/cycles');
  const day = (shift: number): string =>
    new Date(Date.parse(`${today}T00:00:00Z`) + shift * 86_400_000).toISOString().slice(0, 10);
  for (const year of [-1, 0, 1].map((offset) => Number(today.slice(0, 4)) + offset))
    await administrate(
      portal.data,
      `insert into register.notice (code, document, year, scope, published_on)
       select $1, $1, $2, 'year', '2020-01-01' where not exists (select from register.notice where year = $2)`,
      [`示例放假通知${year}`, year],
    );
  await ask(officer, 'POST', '/api/race/cycles', {
    code: 'SMB',
    name: '示例赛马',
    year: 2026,
    dataYear: 2025,
    programme: 'JH-RACE',
    units: [{ unit: 'U220100' }, { unit: 'U220200' }],
  });
  await ask(officer, 'POST', '/api/race/cycles/SMB/method', smallMethod);
  await officer.go('/race/SMB');
  await act(officer, 'freeze');
  await act(officer, 'openReporting', async (field) => field('截止日期').fill(day(20)));

  const first = await enter(portal, 'bureau', '/race/SMB/U220100');
  const second = await openSecondBureau();
  await second.go('/race/SMB/U220200');
  for (const [bureau, values] of [
    [first, { rd: '130', gdp: '6500', deals: '120' }],
    [second, { rd: '20', gdp: '1600', deals: '15' }],
  ] as const) {
    for (const [item, value] of Object.entries(values)) {
      await bureau.page.locator(`#item-${item}`).fill(value);
      await bureau.page.locator(`tr[data-item="${item}"] .race-about input`).first().fill('示例统计报表');
    }
    await bureau.page.locator('.race-send button').click();
    await until(
      'all is reported',
      async () => (await bureau.page.locator('.race-workspace tr[data-state="entered"]').count()) === 3,
    );
    await act(bureau, 'submit');
  }

  await officer.go('/race/SMB');
  await act(officer, 'closeReporting');
  for (const unit of ['U220100', 'U220200'])
    await act(officer, 'verify', async (field) => field('地区').selectOption(unit));
  await act(officer, 'compute');
  await act(officer, 'openFeedback');

  await second.go('/race/SMB/U220200');
  await act(second, 'appeal', async (field) => {
    await field('指标').selectOption('rd');
    await field('申诉内容').fill('示例：研发经费漏计一家院所');
    await field('主张的数值').fill('30');
    await field('依据').fill('示例：统计局更正函');
  });
  await officer.go('/race/SMB');
  await page.locator('[data-appeal]').waitFor();
  await officer.picture('race-appeal-1440-zh');
  await act(officer, 'answer-', async (field) => {
    await field('结论').selectOption('upheld');
    await field('更正为').fill('30');
    await field('答复').fill('示例：经核属实，予以更正');
  });
  await act(officer, 'compute');
  await letPass(
    `update register.race_step set due_on = '${day(-1)}' where cycle = 'SMB' and step = 'feedback'`,
  );
  await officer.go('/race/SMB');
  await act(officer, 'decide', async (field) => field('文件').fill('示例厅务会纪要〔2026〕9号'));
  await act(officer, 'announce', async (field) => {
    await field('文件').fill('示例文〔2026〕30号');
    await field('承办处室').fill('示例处');
    await field('公示地点').fill('门户网站');
    await field('联系方式').fill('0431-00000000');
  });
  await page.locator('[data-act="publish"]').click();
  await page.locator('.command-form button[type="submit"]').click();
  await page.locator('.command-form [role="alert"]').first().waitFor();
  await letPass(
    `update register.public_notice set first_on = first_on - 40, published_on = published_on - 40,
       announced_until = announced_until - 40 where subject_register = 'race.race-result'`,
  );
  await officer.go('/race/SMB');
  await act(officer, 'publish');
  await act(officer, 'openSelection', async (field) => field('截止日期').fill(day(20)));

  await first.go('/race/SMB/U220100');
  await act(first, 'nominate', async (field) => {
    await field('项目名称').fill('示例：碳纤维中试线');
    await field('承担单位').fill('DW-');
    await first.page.locator('.suggestions li').first().click();
    await field('金额').fill('300000');
  });
  await officer.go('/race/SMB');
  await page.locator('.race-section details summary').first().click();
  await act(officer, 'decide-', async (field) => {
    await field('决定').selectOption('awarded');
    await field('项目编号').fill('XM2026SMB1');
  });
  await page.locator('a[href*="XM2026SMB1"]').waitFor({ state: 'attached' });
  await officer.picture('race-awarded-1440-zh');
  await expectCalm(officer);

  // A stranger computes the published result again from its bundle, byte for byte.
  const stranger = await read(portal, {});
  await stranger.go('/race/SMB');
  await stranger.page.locator('.race-downloads a').waitFor();
  const href = (await stranger.page.locator('.race-downloads a').getAttribute('href')) ?? '';
  const zip = await stranger.page.request.get(new URL(href, stranger.page.url()).href);
  const folder = await mkdtemp(join(tmpdir(), 'kechuang-bundle-'));
  const files = unzipSync(new Uint8Array(await zip.body()));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  const at = (name: string): string => join(folder, name);
  const again = raceCommand('compute', {
    data: at('iData.csv'),
    meta: at('iMeta.csv'),
    method: at('method.json'),
  });
  expect(`${JSON.stringify(again, null, 2)}\n`).toBe(new TextDecoder().decode(files['result.json']));
  await rm(folder, { recursive: true });
  for (const reader of [stranger, first, second, officer]) await reader.leave();
}, 240_000);

import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../platform.ts';
import { openPortal, phone, read, settled, type Portal } from './portal.ts';
import { enter, expectCalm, expectNamed } from './roles.ts';

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
    await page.locator('.race-data summary').click();
    expect(await page.locator('.race-data tbody tr').count()).toBe(10);
    expect(await page.locator('.race-words li').count()).toBeGreaterThan(3);
    const bundle = await page.locator('.race-downloads a').getAttribute('href');
    expect((await page.request.get(new URL(bundle ?? '', page.url()).href)).headers()['content-type']).toBe(
      'application/zip',
    );
    await reader.picture(`race-${view}-${language}`);
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

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
  test(`anyone reads who is covered and what an agreement came to: ${language}, ${view} px`, async () => {
    const reader = await read(portal, options);
    const { page } = reader;
    await reader.go(`/consultations${query}`);
    expect(await page.locator('.region-grid li').count()).toBe(10);
    expect(await page.locator('.region-grid li[data-covered]').count()).toBeGreaterThan(5);
    expect(await page.locator('.staff-part, .acts').count()).toBe(0);
    await reader.picture(`consultations-${view}-${language}`);
    await expectNamed(reader);
    await page.locator('.agreement[id="HS01"] h3 a').click();
    await page.locator('.meeting').first().waitFor();
    await settled(page);
    expect(await page.locator('.meeting[id="HS01-HY01"] .decision').count()).toBe(3);
    await reader.picture(`consultation-${view}-${language}`);
    await expectNamed(reader);
    await expectCalm(reader);
    await reader.leave();
  });
}

test('a meeting is recorded, its decision becomes a commitment, overdue, then done', async () => {
  const officer = await enter(portal, 'officer', '/consultations/HS02');
  const { page } = officer;
  const form = page.locator('.command-form');
  await page.locator('[data-act="hold"]').click();
  await form.locator('button[type="submit"]').click();
  expect(await form.locator('.fault').count()).toBe(1);
  await form.locator('input[type="date"]').fill('2025-03-12');
  await form.locator('textarea').first().fill('示例：建成示范片两处\n示例：开展一次成果对接');
  await form.locator('button[type="submit"]').click();
  const meeting = page.locator('.meeting[id="HS02-HY02"]');
  await meeting.waitFor();
  await settled(page);
  expect(await meeting.locator('.decision').count()).toBe(2);

  await meeting.locator('[data-act="commit"]').click();
  await form.locator('[role="combobox"]').first().fill('成果转化');
  await form.locator('.suggestions li', { hasText: 'FM3' }).click();
  await form.locator('select').last().selectOption('no');
  await form.locator('input[type="date"]').fill('2025-06-30');
  await form.locator('[role="combobox"]').last().fill('DW-NONE');
  await form.locator('button[type="submit"]').click();
  await form.locator('[data-faulty] .fault', { hasText: 'DW-NONE' }).waitFor();
  await officer.picture('consultation-commit-1440-zh');
  await form.locator('[role="combobox"]').last().fill('');
  await form.locator('button[type="submit"]').click();
  const chip = meeting.locator('.decision').first().locator('.state-chip');
  await until('it is overdue', async () => (await chip.getAttribute('data-state')) === 'overdue');
  expect(await meeting.locator('.decision').last().innerText()).toContain('未转为承诺');
  await expectNamed(officer);
  await expectCalm(officer);

  await chip.click();
  const promise = page.locator('.promise[id="HS02-HY02-1"]');
  await promise.locator('[data-act="keep"]').click();
  await promise.locator('input[type="text"]').first().fill('示例文号：验收〔2026〕1号');
  await promise.locator('button[type="submit"]').click();
  await until('it is kept', async () => (await promise.getAttribute('data-state')) === 'kept');
  await officer.leave();

  const anyone = await read(portal);
  await anyone.go('/consultations/HS02');
  const seen = anyone.page.locator('.meeting[id="HS02-HY02"] .decision').first().locator('.state-chip');
  expect(await seen.getAttribute('data-state')).toBe('kept');
  await expectCalm(anyone);
  await anyone.leave();
});

test('a bureau sees what it owes and reports it', async () => {
  const bureau = await enter(portal, 'bureau', '/consultations/HS11');
  const { page } = bureau;
  expect(await page.locator('#duties').innerText()).toContain('工作人员可见');
  await page.locator('[data-act="report"]').click();
  const form = page.locator('.command-form');
  await form.locator('input').nth(0).fill('2199');
  await form.locator('select').last().selectOption('first');
  await form.locator('textarea').fill('示例进展');
  await form.locator('input').nth(1).fill('3000000');
  await form.locator('input').nth(2).fill('1,5');
  await form.locator('button[type="submit"]').click();
  await form.locator('.fault', { hasText: '精确到分' }).waitFor();
  await form.locator('input').nth(2).fill('1500000');
  await form.locator('button[type="submit"]').click();
  await form.locator('.fault', { hasText: '还没有结束' }).waitFor();
  expect(await page.locator('[data-act="hold"], [data-act="end"]').count()).toBe(0);
  await expectCalm(bureau);
  await bureau.leave();
});

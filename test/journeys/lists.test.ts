import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../platform.ts';
import { desk, openPortal, phone, read, settled, type Portal, type Reader } from './portal.ts';
import { enter } from './roles.ts';

let portal: Portal;
const contracts = '/registers/transfer.transfer-contract';

beforeAll(async () => {
  portal = await openPortal();
});

afterAll(async () => {
  await portal?.close();
});

const countOf = async ({ page }: Reader): Promise<number> =>
  Number(/[\d,]+/.exec(await page.locator('h1 .count').innerText())?.[0].replaceAll(',', ''));

const noOverflow = async ({ page }: Reader): Promise<void> => {
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0);
};

test('an officer works in a list with the keyboard alone', async () => {
  const reader = await enter(portal, 'officer', contracts, { viewport: desk });
  const { page } = reader;
  const all = await countOf(reader);

  await page.keyboard.press('/');
  await page.keyboard.type('转让');
  await until('the list follows the typing', async () => (await countOf(reader)) < all);
  expect(reader.search().get('q')).toBe('转让');
  const found = await countOf(reader);
  expect(await page.locator('.row-link').count()).toBeGreaterThan(0);

  // From the search to the filter, to the column, to its values.
  await page.locator('.filters .button').focus();
  await page.keyboard.press('Enter');
  await page.locator('.list-panel .choice', { hasText: '合同金额' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.list-panel input[name="from"]').fill('100000');
  await page.keyboard.press('Enter');
  await until('the filter holds', async () => (await countOf(reader)) < found);
  expect(JSON.parse(reader.search().get('filters') ?? '')).toEqual({ amount: { from: '100000' } });
  expect(await page.locator('.list-chip').innerText()).toContain('≥ 100,000.00');
  await settled(page);

  const sum = page.locator('[data-sum="amount"] a');
  await sum.waitFor();
  const total = await sum.innerText();
  expect(await page.locator('[data-sum="rows"]').innerText()).toContain(String(await countOf(reader)));
  await reader.picture('list-1440-zh');

  await page.locator('.row-link').first().focus();
  const first = await page.locator('.row-link').first().innerText();
  await page.keyboard.press('j');
  const second = await page.evaluate(() => document.activeElement?.textContent ?? '');
  expect(second).not.toBe(first);
  await page.keyboard.press('x');
  expect(await page.locator('.list-chosen [role="status"]').innerText()).toBe('已选 1 条');
  await page.keyboard.press('k');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(first);

  // The address alone brings the same list back.
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await settled(page);
  await sum.waitFor();
  expect(await sum.innerText()).toBe(total);
  expect(await page.locator('.row-link').first().innerText()).toBe(first);

  // The sum opens to the rows it adds up.
  await sum.focus();
  await page.keyboard.press('Enter');
  await until('ordered by the amount', () => reader.search().get('sort') === 'amount');
  await settled(page);
  expect(await sum.innerText()).toBe(total);

  await page.locator('.row-link').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.record-head').waitFor();
  expect(reader.complaints).toEqual([]);
  await reader.leave();
}, 60_000);

test('a view is kept, opens first, and comes with its columns', async () => {
  const reader = await enter(portal, 'division', contracts, { viewport: desk });
  const { page } = reader;
  await page.locator('.list-columns > button').click();
  const signedOn = page.locator('.list-order label', { hasText: '签订日期' });
  await signedOn.locator('input').uncheck();
  await until('the columns are in the address', () => reader.search().has('cols'));
  expect(await page.locator('thead th', { hasText: '签订日期' }).count()).toBe(0);
  await page.keyboard.press('Escape');

  await page.locator('.list-search input').fill('许可');
  await until('searched', () => reader.search().get('q') === '许可');
  await settled(page);
  const licences = await countOf(reader);
  await page.getByText('保存为视图').click();
  await page.locator('.list-panel input[type="text"]').fill('许可合同');
  await page.locator('.list-panel .list-line input').check();
  await page.keyboard.press('Enter');
  const tab = page.locator('.list-tab', { hasText: '许可合同' });
  await tab.waitFor();
  await until('its tab is the one shown', async () => (await tab.getAttribute('aria-current')) === 'page');
  await reader.picture('list-view-1440-zh');

  await reader.go(contracts);
  await until('the list opens with it', () => reader.search().get('q') === '许可');
  await settled(page);
  expect(await countOf(reader)).toBe(licences);
  expect(await page.locator('thead th', { hasText: '签订日期' }).count()).toBe(0);
  await page.locator('.list-tab').first().click();
  await until('all', () => !reader.search().has('q'));
  await settled(page);
  expect(await countOf(reader)).toBeGreaterThan(licences);
  expect(reader.complaints).toEqual([]);
  await reader.leave();
}, 60_000);

test('in English, on a phone, without a session; found by first letters', async () => {
  const reader = await read(portal, { viewport: phone });
  const { page } = reader;
  await reader.go('/registers/directory.organisation?lang=en');
  await page.locator('.list-search input').fill('sldx');
  await until('found by first letters', async () =>
    (await page.locator('.records tbody tr').first().innerText()).includes('示例大学'),
  );
  await settled(page);
  await noOverflow(reader);
  await reader.picture('list-390-en');

  const none = encodeURIComponent('没有这样的单位');
  await reader.go(`/registers/directory.organisation?lang=en&q=${none}`);
  expect(await page.locator('.empty').innerText()).toContain('No record matches');
  expect(reader.complaints).toEqual([]);
  await reader.leave();
}, 60_000);

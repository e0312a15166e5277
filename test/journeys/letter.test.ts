import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../platform.ts';
import { enter, expectCalm, expectNamed } from './roles.ts';
import { desk, openPortal, phone, read, settled, type Portal, type Reader } from './portal.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});

afterAll(async () => {
  await portal?.close();
});

const number = '吉科发规划〔2025〕59号';
const at = `/letters/${encodeURIComponent(number)}`;

const mark = ({ page }: Reader, text: string) => page.locator('.sheet .sealed', { hasText: text }).first();
const drawer = ({ page }: Reader) => page.locator('.drawer');

async function openMark(reader: Reader, text: string): Promise<void> {
  await mark(reader, text).click();
  await drawer(reader).locator('.sealed-table').waitFor();
  await settled(reader.page);
}

describe("the sample's letter", () => {
  for (const [language, query, width, viewport] of [
    ['zh', '', '1440', desk],
    ['en', '?lang=en', '390', phone],
  ] as const) {
    test(`opens at a number to its sealed rows, ${language}, ${width} px`, async () => {
      const reader = await read(portal, { viewport });
      const { page } = reader;
      await reader.go(`/letters${query}`);
      await expectNamed(reader);
      await reader.picture(`letters-${width}-${language}`);
      await page.locator('.letter-entry a').first().click();
      await page.locator('.sheet').waitFor();
      await settled(page);
      await expectNamed(reader);
      await reader.picture(`letter-${width}-${language}`);
      const text = await page.locator('.sheet').innerText();
      expect(text).toContain(number);
      expect(text).toContain('王松伟代表：');
      expect(text).toContain('2025年5月27日');

      await openMark(reader, '1928个');
      const order = reader.search().get('cite');
      expect(order).toMatch(/^\d+$/);
      expect(await drawer(reader).locator('.evidence-value').innerText()).toMatch(/1,?928/);
      expect(await drawer(reader).locator('.section-head .count').first().innerText()).toContain('1,928');
      expect(await drawer(reader).locator('.digest code').first().innerText()).toMatch(/^[0-9a-f]{64}$/);
      await reader.picture(`letter-drawer-${width}-${language}`);
      await drawer(reader).locator('.pager button').last().click();
      await until('the page is in the address', () => reader.search().get('rowPage') === '2');
      await settled(page);

      const pasted = await read(portal, { viewport });
      await pasted.page.goto(page.url());
      await drawer(pasted).locator('.sealed-table').waitFor();
      await settled(pasted.page);
      expect(await drawer(pasted).locator('.sealed-table').innerText()).toBe(
        await drawer(reader).locator('.sealed-table').innerText(),
      );
      await pasted.leave();

      await page.keyboard.press('Escape');
      await drawer(reader).waitFor({ state: 'detached' });
      expect(reader.search().has('cite')).toBe(false);
      expect(await page.evaluate(() => document.activeElement?.getAttribute('data-figure'))).toBe(
        `cite-${order}`,
      );
      await expectCalm(reader);
      await reader.leave();
    });
  }

  test('that is not there is told with a heading, a title and the way to the others', async () => {
    const reader = await read(portal);
    const { page } = reader;
    for (const [query, title, others] of [
      ['', '没有这份答复', '查看全部公开的答复'],
      ['?lang=en', 'There is no such letter', 'All published letters'],
    ] as const) {
      await reader.go(`/letters/NOPE${query}`);
      await page.locator('.main .ways').waitFor();
      expect(await page.locator('h1').innerText()).toBe(title);
      expect(await page.title()).toContain(title);
      expect(await page.locator('.main').innerText()).toContain('NOPE');
      expect(await page.locator('.main button').count()).toBe(0);
      await expectNamed(reader);
      await page.locator('.main .ways a', { hasText: others }).click();
      await page.locator('.letter-entry').first().waitFor();
    }
    await expectCalm(reader);
    await reader.leave();
  });

  test('is read from the keyboard, in the dark, and printed as the sheet alone', async () => {
    const reader = await read(portal, { colorScheme: 'dark' });
    const { page } = reader;
    await reader.go(at);
    await mark(reader, '6个地区').focus();
    await page.keyboard.press('Enter');
    await drawer(reader).locator('.sealed-clocks').waitFor();
    await settled(page);
    await reader.picture('letter-drawer-1440-dark-zh');
    await drawer(reader).locator('.neighbours a').last().click();
    await until('the next figure is open', () => reader.search().get('cite') === '2');
    await settled(page);
    await drawer(reader).locator('.live-link a').click();
    await until('the living figure is open', () => reader.search().has('figure'));
    await drawer(reader).locator('.evidence-rows').waitFor();
    await page.goBack();
    await drawer(reader).locator('.sealed-clocks').waitFor();
    await page.keyboard.press('Escape');
    await drawer(reader).waitFor({ state: 'detached' });

    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.header').isVisible()).toBe(false);
    expect(await page.locator('.letter-above').isVisible()).toBe(false);
    expect(await page.locator('.letter-below').isVisible()).toBe(false);
    expect(await page.locator('.sheet').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });

    await page.locator('.downloads button').first().click();
    await reader.picture('letter-downloads-1440-dark-zh');
    for (const [name, begins] of [
      ['letter.pdf', '%PDF-'],
      ['letter.docx', 'PK'],
      ['figures.csv', ''],
    ] as const) {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.locator(`.downloads a[href$="${name}"]`).click(),
      ]);
      const content = await readFile(await file.path());
      expect(content.subarray(0, begins.length).toString()).toBe(begins);
      expect(content.length).toBeGreaterThan(500);
      await page.locator('.downloads button').first().click();
    }
    await expectCalm(reader);
    await reader.leave();
  });

  test('shows a change after signing to staff at once, to the public once released; the text stays', async () => {
    const stranger = await read(portal);
    await stranger.go(at);
    const before = await stranger.page.locator('.sheet').innerText();
    await openMark(stranger, '1928个');
    const rows = await drawer(stranger).locator('.sealed-table').innerText();
    const cite = stranger.search().get('cite');

    const office = await enter(portal, 'office', at);
    const officer = await enter(portal, 'officer', '/records/transfer.empowerment/FQ0001/edit');
    await officer.page.locator('#field-endedOn').fill('2025-03-01');
    await officer.page.locator('#field-endReason').fill('双方协商终止');
    await officer.page.locator('#field-reason').fill('协议在签发前已终止，补正');
    await officer.page.locator('.form-end .primary').click();
    await officer.page.locator('.just-written').waitFor();

    await office.go(`${at}?cite=${cite}`);
    await drawer(office).locator('.drift .sides').waitFor();
    await settled(office.page);
    expect(await drawer(office).locator('.drift').innerText()).toContain('1,927');
    expect(await office.page.locator('.letter-counts').innerText()).toContain('已变化');
    await office.picture('letter-drift-staff-1440-zh');

    await stranger.go(`${at}?cite=${cite}`);
    await drawer(stranger).locator('.sealed-table').waitFor();
    expect(await stranger.page.locator('.drift').count()).toBe(0);
    expect(await drawer(stranger).locator('.sealed-same').innerText()).toBe('签发以来没有公开过变化。');
    expect(await stranger.page.locator('.letter-counts').innerText()).not.toContain('已变化');

    await drawer(office).locator('.step-form button[type="submit"]').click();
    await drawer(office).locator('.form-problem').waitFor();
    await drawer(office).locator('#field-note').fill('一项赋权协议的终止日期录入更正');
    await drawer(office).locator('.step-form button[type="submit"]').click();
    await drawer(office).locator('.drift-note', { hasText: '录入更正' }).waitFor();
    await settled(office.page);
    await expectNamed(office);

    await stranger.go(`${at}?cite=${cite}`);
    await drawer(stranger).locator('.drift .sides').waitFor();
    await settled(stranger.page);
    const told = await drawer(stranger).locator('.drift').innerText();
    expect(told).toContain('录入更正');
    expect(told).toMatch(/公开变化之日（\d{4}年\d{1,2}月\d{1,2}日）重算是/);
    expect(told).not.toContain('现在');
    const after = await stranger.page.locator('.sheet').innerText();
    expect(after.replaceAll('变', '印')).toBe(before.replaceAll('变', '印'));
    expect(after).toMatch(/1928个\s*变/);
    expect(after).not.toMatch(/1928个\s*印/);
    expect(await drawer(stranger).locator('.sealed-table').innerText()).toBe(rows);
    await stranger.picture('letter-drift-public-1440-zh');
    await stranger.go('/letters');
    expect(await stranger.page.locator('.letter-marks').first().innerText()).toContain('已变化');

    const small = await read(portal, { viewport: phone });
    await small.go(`${at}?cite=${cite}`);
    await drawer(small).locator('.drift .sides').waitFor();
    await small.picture('letter-drift-390-zh');
    const over = await drawer(small).evaluate(
      (box) =>
        (box.querySelector('.drift .comparison')?.getBoundingClientRect().right ?? 9999) -
        (box.querySelector('.drift')?.getBoundingClientRect().right ?? 0),
    );
    expect(over).toBeLessThanOrEqual(0);
    await expectCalm(small);
    await expectCalm(stranger);
    await expectCalm(office);
    for (const reader of [stranger, office, officer, small]) await reader.leave();
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkout, until } from '../platform.ts';
import { openPortal, phone, read, settled, type Portal, type Reader } from './portal.ts';

let portal: Portal;
let letter: string;

beforeAll(async () => {
  portal = await openPortal();
  letter = await readFile(join(checkout, 'sample/jilin-2024/letter.txt'), 'utf8');
});

afterAll(async () => {
  await portal?.close();
});

const file = (name: string, content: string | Buffer, mimeType = 'text/plain') => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

async function check(reader: Reader, given: ReturnType<typeof file>): Promise<void> {
  await reader.page.locator('input[type="file"]').setInputFiles(given);
  await reader.page.locator('.check-bar, .problem').first().waitFor({ timeout: 90_000 });
  await settled(reader.page);
}

async function expectCalm(reader: Reader): Promise<void> {
  expect(reader.complaints.filter((text) => !/status of (413|422)/.test(text))).toEqual([]);
  const overflow = await reader.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

describe('anyone checks a text', () => {
  test('the sample’s letter holds in every number', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await reader.go('/check');
    await reader.picture('check-1440-zh');
    await check(reader, file('letter.txt', letter));
    const counts = await page.locator('.check-bar .counts').innerText();
    expect(counts).toMatch(/^\d+ 个数字：\d+ 有据$/);
    expect(await page.locator('.numeral-holds').count()).toBeGreaterThanOrEqual(34);
    // A number broken over lines is named once, with all of it.
    const broken = page.locator('.numeral[tabindex="-1"]').first();
    const whole = page.locator(`.numeral[data-entry="${await broken.getAttribute('data-entry')}"]`);
    expect(await whole.count()).toBe(2);
    expect(await whole.last().getAttribute('aria-hidden')).toBe('true');
    expect(await whole.first().getAttribute('aria-label')).toContain(await whole.last().innerText());
    await page.locator('.numeral-holds', { hasText: '1928' }).first().click();
    expect(await page.locator('.entry').innerText()).toContain('赋权职务科技成果');
    await reader.picture('check-letter-1440-zh');
    await page.locator('.entry .button').click();
    await page.locator('.drawer .evidence-value').waitFor();
    await settled(page);
    expect(await page.locator('.evidence-value').innerText()).toContain('1928');
    await page.keyboard.press('Escape');
    await page.locator('.drawer').waitFor({ state: 'detached' });
    expect(await page.locator('.numeral-holds').count()).toBeGreaterThanOrEqual(34);
    await expectCalm(reader);
    await reader.leave();
  });

  test('a changed letter is told where it is false; n and p go from one number to the next', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await reader.go('/check');
    const changed = letter.replace('1928', '1982').replace('39 项', '49 项');
    expect(changed).not.toBe(letter);
    await check(reader, file('改过的答复.txt', changed));
    const wrong = page.locator('.numeral-contradicts');
    expect(await wrong.count()).toBeGreaterThanOrEqual(2);
    await page.locator('.kind[data-verdict="contradicts"]').click();
    await page.keyboard.press('n');
    expect(await page.locator('.entry').getAttribute('data-verdict')).toBe('contradicts');
    expect(await page.locator('.entry').innerText()).toContain('39项');
    await page.keyboard.press('n');
    expect(await page.locator('.entry').innerText()).toContain('1928');
    await reader.picture('check-changed-1440-zh');
    await page.keyboard.press('p');
    expect(await page.locator('.entry').innerText()).toContain('39项');
    await expectCalm(reader);
    await reader.leave();
  });

  test('rubbish is refused with what to do, and the page stays', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await reader.go('/check');
    await check(reader, file('图片.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 'image/png'));
    expect((await page.locator('.problem').innerText()).length).toBeGreaterThan(20);
    await reader.picture('check-refused-1440-zh');
    await page.locator('.check-form .button:not(.primary)').click();
    expect(await page.locator('.check-form .fault').innerText()).toContain('请粘贴文字');
    await page.locator('textarea').fill('截至2025年5月27日，赋权职务科技成果1928个。');
    await page.locator('.check-form .button:not(.primary)').click();
    await page.locator('.check-bar').waitFor();
    expect(await page.locator('.check-bar .counts').innerText()).toContain('1 有据');
    await expectCalm(reader);
    await reader.leave();
  });

  test('a long text can be cancelled, and two hundred pages stay usable', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await reader.go('/check');
    await page.route('**/api/check', async (route) => {
      await page.locator('.checking .button').click();
      await route.abort();
    });
    await page.locator('input[type="file"]').setInputFiles(file('letter.txt', letter));
    await page.locator('.note[role="status"]').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await check(reader, file('长稿.txt', Array.from({ length: 12 }, () => letter).join('\n')));
    const marks = await page.locator('.numeral').count();
    expect(marks).toBeGreaterThan(300);
    await page.keyboard.press('p');
    await until('the last number is in view', async () => {
      const box = await page.locator('.numeral[aria-current]').first().boundingBox();
      return box !== null && box.y > 0 && box.y < 1000;
    });
    await reader.leave();
  });

  test('on a phone, in English and in the dark', async () => {
    const reader = await read(portal, { viewport: phone, colorScheme: 'dark' });
    const { page } = reader;
    await reader.go('/check?lang=en');
    await reader.picture('check-390-en-dark');
    await check(reader, file('letter.txt', letter.replace('1928', '1982')));
    await page.locator('.check-turn .button').last().click();
    await page.locator('.entry').waitFor();
    await page.locator('.numeral-contradicts').first().click();
    expect(await page.locator('.entry').innerText()).toContain('Contradicts');
    await reader.picture('check-letter-390-en-dark');
    await expectCalm(reader);
    await reader.leave();
  });
});

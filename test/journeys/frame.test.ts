import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { desk, openPortal, phone, read, type Portal } from './portal.ts';
import { enter, expectCalm, expectNamed } from './roles.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});

afterAll(async () => {
  await portal?.close();
});

describe('the frame around every page', () => {
  for (const [language, width] of [
    ['zh', 1440],
    ['en', 1440],
    ['en', 1600],
    ['en', 1920],
    ['en', 390],
  ] as const) {
    test(`cuts no word of its search, signed in, ${language}, ${width} px`, async () => {
      const viewport = width === 390 ? phone : { ...desk, width };
      const reader = await enter(portal, 'officer', language === 'en' ? '/desk?lang=en' : '/desk', {
        viewport,
      });
      const cut = await reader.page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.search-words, .account-name, .nav a')]
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map(({ className, innerText }) => `${className} ${innerText}`),
      );
      expect(cut).toEqual([]);
      expect(await reader.page.locator('.search-button').isVisible()).toBe(true);
      const wanted = await reader.page.locator('.list-search input').evaluate((input: HTMLInputElement) => {
        const ink = document.createElement('canvas').getContext('2d');
        if (!ink) return Infinity;
        ink.font = getComputedStyle(input).font;
        return ink.measureText(input.placeholder).width;
      });
      const room = await reader.page.locator('.list-search input').evaluate((input) => {
        const { paddingLeft, paddingRight } = getComputedStyle(input);
        return input.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      });
      expect(wanted).toBeLessThanOrEqual(room);
      await reader.picture(`frame-${width}-${language}`);
      await expectCalm(reader);
      await reader.leave();
    });
  }

  test('names a page that is closed to a stranger in his language', async () => {
    const reader = await read(portal);
    await reader.go('/desk');
    expect(await reader.page.title()).toMatch(/^办理 · /);
    await reader.go('/desk?lang=en');
    expect(await reader.page.title()).toMatch(/^Suggestions · /);
    await expectNamed(reader);
    await expectCalm(reader);
    await reader.leave();
  });
});

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../platform.ts';
import { desk, openPortal, phone, read, settled, type Portal, type Reader } from './portal.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});

afterAll(async () => {
  await portal?.close();
});

const drawer = (reader: Reader) => reader.page.locator('.drawer');
const figureLink = (reader: Reader, citation: string) =>
  reader.page.locator(`[data-figure="${citation}"]`).first();

async function openEvidence(reader: Reader, citation: string): Promise<void> {
  await figureLink(reader, citation).click();
  await drawer(reader).locator('.evidence-value').waitFor();
  await settled(reader.page);
}

/** No complaint in the console, nothing wider than the screen. */
async function expectCalm(reader: Reader): Promise<void> {
  expect(reader.complaints).toEqual([]);
  const overflow = await reader.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

describe('a stranger goes from a number to a record and back', () => {
  for (const [language, query, view, viewport] of [
    ['zh', '', '1440', desk],
    ['zh', '', '390', phone],
    ['en', '?lang=en', '1440', desk],
    ['en', '?lang=en', '390', phone],
  ] as const) {
    test(`${language}, ${view} px`, async () => {
      const reader = await read(portal, { viewport });
      const { page } = reader;
      await reader.go(`/${query}`);
      expect(await page.locator('html').getAttribute('lang')).toBe(language === 'zh' ? 'zh-CN' : 'en');
      expect(await page.locator('.area').count()).toBe(5);
      const printed = language === 'zh' ? '1928' : '1,928';
      expect(await figureLink(reader, 'achievements.empowered').innerText()).toContain(printed);
      await reader.picture(`home-${view}-${language}`);

      await openEvidence(reader, 'achievements.empowered');
      expect(await drawer(reader).locator('.evidence-value').innerText()).toContain(printed);
      expect(await drawer(reader).locator('.evidence-rows .count').innerText()).toMatch(/1,928/);
      await reader.picture(`drawer-${view}-${language}`);

      const first = drawer(reader).locator('.row-link').first();
      const named = await first.innerText();
      await first.click();
      await page.locator('.record-head').waitFor();
      await settled(page);
      expect(await page.locator('.record').innerText()).toContain(named);
      expect(await page.locator('.life li').count()).toBeGreaterThan(0);
      expect(await page.locator('.history > li').count()).toBeGreaterThan(0);
      expect(await page.locator('.drawer').count()).toBe(0);
      await reader.picture(`record-${view}-${language}`);

      await page.goBack();
      await drawer(reader).locator('.evidence-value').waitFor();
      await settled(page);
      expect(await drawer(reader).locator('.evidence-value').innerText()).toContain(printed);
      await page.goBack();
      await drawer(reader).waitFor({ state: 'detached' });
      expect(reader.search().has('figure')).toBe(false);
      await expectCalm(reader);
      await reader.leave();
    });
  }
});

describe('the address carries the view', () => {
  test('another day changes the value, and the reload shows the same', async () => {
    const reader = await read(portal);
    await reader.go('/');
    const before = await figureLink(reader, 'achievements.empowered').innerText();
    await reader.page.locator('.moment-button').first().click();
    await reader.page.locator('.moment-panel .choice', { hasText: '2024年12月31日' }).click();
    await until('the day is in the address', () => reader.search().get('asOf') === '2024-12-31');
    await settled(reader.page);
    const after = await figureLink(reader, 'achievements.empowered').innerText();
    expect(after).not.toBe(before);
    await reader.page.reload();
    await settled(reader.page);
    expect(await figureLink(reader, 'achievements.empowered').innerText()).toBe(after);
    await expectCalm(reader);
    await reader.leave();
  });

  test('an open drawer with its order and page comes back from a pasted address', async () => {
    const reader = await read(portal);
    await reader.go('/');
    await openEvidence(reader, 'achievements.empowered');
    await drawer(reader).locator('thead .sort').first().click();
    await settled(reader.page);
    await drawer(reader).locator('.pager button').last().click();
    await until('the page is in the address', () => reader.search().get('rowPage') === '2');
    await settled(reader.page);
    const shown = await drawer(reader).locator('.row-link').allInnerTexts();
    const pasted = await read(portal);
    await pasted.go(reader.page.url());
    expect(await drawer(pasted).locator('.row-link').allInnerTexts()).toEqual(shown);
    await drawer(pasted).locator('.close').click();
    await drawer(pasted).waitFor({ state: 'detached' });
    expect(pasted.search().has('figure')).toBe(false);
    await expectCalm(pasted);
    await reader.leave();
    await pasted.leave();
  });

  test('the other language keeps everything else', async () => {
    const reader = await read(portal);
    await reader.go('/?asOf=2024-12-31&figure=achievements.empowered');
    await reader.page.locator('.language-link').click();
    await until('the language is in the address', () => reader.search().get('lang') === 'en');
    await settled(reader.page);
    expect(reader.search().get('asOf')).toBe('2024-12-31');
    expect(reader.search().get('figure')).toBe('achievements.empowered');
    expect(await reader.page.locator('html').getAttribute('lang')).toBe('en');
    expect(await drawer(reader).locator('.moment-button').first().innerText()).toContain('31 December 2024');
    // An address that names no language speaks the one chosen last.
    await reader.go('/figures');
    await settled(reader.page);
    expect(await reader.page.locator('html').getAttribute('lang')).toBe('en');
    await reader.page.locator('.language-link').click();
    await until('Chinese is back', () => !reader.search().has('lang'));
    await reader.go('/figures');
    await settled(reader.page);
    expect(await reader.page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await expectCalm(reader);
    await reader.leave();
  });

  test('what is malformed in an address is left out', async () => {
    const reader = await read(portal);
    await reader.go('/?asOf=2025-02-30&lang=xx&rowPage=-4&params=[1,2]');
    expect(await figureLink(reader, 'achievements.empowered').innerText()).toContain('1928');
    await expectCalm(reader);
    await reader.leave();
  });
});

describe('evidence', () => {
  test('two moments compared: what was added, in words and rows', async () => {
    const reader = await read(portal);
    await reader.go('/?figure=achievements.empowered');
    const compare = drawer(reader).locator('.evidence-changes');
    await compare.locator('.moment-button').click();
    await compare.locator('.choice', { hasText: '2024年12月31日' }).click();
    await compare.locator('.sides').waitFor();
    await settled(reader.page);
    const [from, to] = await compare.locator('.side-value').allInnerTexts();
    expect(to).toContain('1,928');
    expect(from).not.toBe(to);
    const added = compare.locator('.changed-kind').first();
    await added.locator('summary').click();
    expect(await added.locator('tbody tr').count()).toBeGreaterThan(0);
    await compare.scrollIntoViewIfNeeded();
    await reader.picture('changes-1440-zh');
    await expectCalm(reader);
    await reader.leave();
  });

  test('rows are exported as a file that opens in a spreadsheet', async () => {
    const reader = await read(portal);
    await reader.go('/?figure=race.projects&params=%7B%22year%22%3A2024%7D');
    const [download] = await Promise.all([
      reader.page.waitForEvent('download'),
      drawer(reader).locator('.evidence-rows a[download]').click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.codePointAt(0)).toBe(0xfeff);
    expect(text.trim().split(/\r?\n/)).toHaveLength(40);
    await reader.leave();
  });

  test('people are counted by unit and never named; classified records are a stub', async () => {
    const reader = await read(portal);
    await reader.go('/?figure=brokers.new&params=%7B%22year%22%3A2024%7D');
    expect(await drawer(reader).locator('.evidence-rows').innerText()).toContain('涉及个人，按单位计数');
    expect(await drawer(reader).locator('.evidence-rows .row-link').count()).toBe(0);
    await reader.go('/?figure=national-labs.defence');
    expect(await drawer(reader).locator('.stub-mark').count()).toBe(2);
    expect(await drawer(reader).locator('.evidence-rows').innerText()).not.toContain('高功率');
    await reader.picture('stub-1440-zh');
    await expectCalm(reader);
    await reader.leave();
  });

  test('an attested figure says so, a parameter has no rows to open', async () => {
    const reader = await read(portal);
    await reader.go('/');
    await openEvidence(reader, 'enforcement.destroyed-weight');
    expect(await drawer(reader).locator('.basis').innerText()).toBe('经证明，不由本平台计算');
    await drawer(reader).locator('.close').click();
    await openEvidence(reader, 'check.midterm-threshold');
    expect(await drawer(reader).locator('.basis').innerText()).toBe('参数，见所据文件');
    await expectCalm(reader);
    await reader.leave();
  });

  test('hover tells the day, the exact value and the number of records', async () => {
    const reader = await read(portal);
    await reader.go('/');
    await figureLink(reader, 'transfer.contracts').hover();
    const tip = reader.page.locator('[role="tooltip"]');
    await tip.waitFor();
    expect(await tip.innerText()).toMatch(/\d{3},\d{3}\.\d\d 元[\s\S]*2025年5月27日[\s\S]*条记录/);
    await reader.leave();
  });
});

describe('an officer', () => {
  test('signs in, and reads what the platform knew before a correction', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await reader.go('/');
    expect(await page.locator('.strip .hint').innerText()).toBe('登录后可查看平台当时所知');
    await page.locator('.account-link').click();
    await page.locator('input[autocomplete="username"]').fill('officer');
    await page.locator('input[autocomplete="current-password"]').fill('not the password');
    await page.locator('.sign-in button').click();
    await page.locator('[role="alert"]').waitFor();
    expect(await page.locator('[role="alert"]').innerText()).toContain('账号或密码不对');
    // The browser itself reports the refusal; it is the only complaint there may be.
    await until('the refusal is reported', () => reader.complaints.length > 0);
    expect(reader.complaints.splice(0)).toEqual([expect.stringContaining('401')]);
    await page.locator('input[autocomplete="current-password"]').fill(portal.passwordOf('officer'));
    await page.locator('.sign-in button').click();
    await page.locator('.account-name').waitFor();
    await settled(page);

    const contracts = '/registers/transfer.transfer-contract/records';
    const corrected = await page.evaluate(async (path) => {
      const { rows } = (await (await fetch(`/api${path}?pageSize=1&sort=amount`)).json()) as {
        rows: { code: string; cells: { amount: string } }[];
      };
      const [row] = rows;
      if (!row) throw new Error('no contract is there');
      const { version } = (await (await fetch(`/api${path}/${row.code}`)).json()) as { version: string };
      const answer = await fetch(`/api${path}/${row.code}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify({
          row: { amount: '7777.00' },
          reason: '金额录入有误，按原件更正',
          seen: version,
        }),
      });
      return { status: answer.status, code: row.code };
    }, contracts);
    expect(corrected.status).toBe(200);

    await reader.go(`/records/transfer.transfer-contract/${corrected.code}`);
    const [latest, entered] = [page.locator('.history > li').first(), page.locator('.history > li').last()];
    expect(await latest.innerText()).toContain('金额录入有误，按原件更正');
    expect(await latest.locator('ins').innerText()).toBe('7,777.00');
    const was = await latest.locator('del').innerText();
    await reader.picture('corrected-1440-zh');
    await entered.locator('.plain-link').click();
    await until('the instant is in the address', () => reader.search().has('knownAt'));
    await settled(page);
    expect(await page.locator('.facts').innerText()).toContain(was);
    expect(await page.locator('.facts').innerText()).not.toContain('7,777.00');

    const knownAt = reader.search().get('knownAt') ?? '';
    await reader.go(
      `/?figure=transfer.contracts&fromAsOf=2025-05-27&fromKnownAt=${encodeURIComponent(knownAt)}`,
    );
    const changes = drawer(reader).locator('.evidence-changes');
    await changes.locator('.changed-kind summary').click();
    expect(await changes.locator('tbody tr').count()).toBe(1);
    expect(await changes.locator('tbody').innerText()).toContain('7,777.00');
    await expectCalm(reader);

    await page.locator('.account-button').click();
    await page.locator('.account-leave').click();
    await page.locator('.account-link').waitFor();
    expect(reader.search().has('fromKnownAt')).toBe(false);
    await reader.leave();
  });
});

describe('lists', () => {
  test('search, filter, order and page of a register are in its address', async () => {
    const reader = await read(portal);
    await reader.go('/registers');
    await reader.page.locator('.slice a[href*="transfer.transfer-contract"]').first().click();
    await reader.page.locator('.row-link').first().waitFor();
    await settled(reader.page);
    await reader.picture('register-1440-zh');
    await reader.page.locator('.filters .button').click();
    await reader.page.locator('.list-panel .choice', { hasText: '转化方式' }).click();
    await reader.page.locator('.list-ticks input').first().check();
    await reader.page.locator('.list-chip').waitFor();
    expect(reader.search().get('filters')).toMatch(/^\{".+\}$/);
    await settled(reader.page);
    await reader.page.locator('.list-chip button').last().click();
    await reader.page.locator('.list-chip').waitFor({ state: 'detached' });
    expect(reader.search().has('filters')).toBe(false);
    await expectCalm(reader);
    await reader.leave();
  });

  test('Ctrl K finds a figure and opens it from the keyboard', async () => {
    const reader = await read(portal);
    await reader.go('/registers');
    await reader.page.keyboard.press('Control+k');
    await reader.page.locator('.palette-input').waitFor();
    await reader.page.keyboard.type('赋权职务');
    await reader.page.locator('[role="option"]', { hasText: '赋权职务科技成果' }).first().waitFor();
    await reader.page.keyboard.press('Enter');
    await drawer(reader).locator('.evidence-value').waitFor();
    expect(await reader.page.locator('.palette').count()).toBe(0);
    await expectCalm(reader);
    await reader.leave();
  });

  test('every page stands on a phone', async () => {
    const reader = await read(portal, { viewport: phone });
    for (const [name, path] of [
      ['figures', '/figures'],
      ['registers', '/registers'],
      ['register', '/registers/transfer.transfer-contract'],
      ['search', `/search?q=${encodeURIComponent('赛马')}`],
      ['sign-in', '/sign-in'],
      ['lost', '/nowhere'],
    ] as const) {
      await reader.go(path);
      await reader.picture(`${name}-390-zh`);
      await expectCalm(reader);
    }
    await reader.leave();
  });
});

describe('manners', () => {
  test('the keyboard alone opens evidence, stays in it, closes it and is back at the figure', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await reader.go('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await figureLink(reader, 'consultation.regions').focus();
    await page.keyboard.press('Enter');
    await drawer(reader).locator('.evidence-value').waitFor();
    await settled(page);
    for (let step = 0; step < 80; step += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('.drawer') !== null)).toBe(true);
    }
    await page.keyboard.press('Escape');
    await drawer(reader).waitFor({ state: 'detached' });
    await until('the focus is back at the figure', () =>
      page.evaluate(() => document.activeElement?.getAttribute('data-figure') === 'consultation.regions'),
    );
    await expectCalm(reader);
    await reader.leave();
  });

  test('dark as the system, light by choice, and the choice stays', async () => {
    const reader = await read(portal, { colorScheme: 'dark' });
    const ground = () =>
      reader.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await reader.go('/');
    const dark = await ground();
    await reader.picture('home-1440-zh-dark');
    await reader.page.locator('[data-theme-now="auto"]').click();
    expect(await ground()).not.toBe(dark);
    await reader.page.reload();
    await settled(reader.page);
    expect(await ground()).not.toBe(dark);
    expect(await reader.page.locator('html').getAttribute('data-theme')).toBe('light');
    await reader.leave();
  });

  test('each page has one title, names on everything one can use, and headings in order', async () => {
    const reader = await read(portal);
    for (const path of [
      '/',
      '/figures',
      '/registers',
      '/registers/transfer.transfer-contract',
      '/sign-in',
      '/search',
    ]) {
      await reader.go(path);
      const faults = await reader.page.evaluate(() => {
        const found: string[] = [];
        const headings = [...document.querySelectorAll('h1, h2, h3')].map((heading) =>
          Number(heading.tagName[1]),
        );
        if (headings.filter((level) => level === 1).length !== 1) found.push('not one h1');
        if (headings.some((level, at) => at > 0 && level > (headings[at - 1] ?? 0) + 1))
          found.push('a heading level is skipped');
        for (const element of document.querySelectorAll<HTMLElement>('a, button, input, select')) {
          const name =
            element.getAttribute('aria-label') ??
            (element instanceof HTMLInputElement || element instanceof HTMLSelectElement
              ? element.labels?.[0]?.textContent
              : element.textContent);
          if (!name?.trim()) found.push(`no name: ${element.outerHTML.slice(0, 120)}`);
        }
        const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
        if (new Set(ids).size !== ids.length) found.push('an id stands twice');
        return found;
      });
      expect(faults, path).toEqual([]);
    }
    await expectCalm(reader);
    await reader.leave();
  });

  test('a figure that does not exist is refused in a sentence, and the page stays', async () => {
    const reader = await read(portal);
    await reader.go('/?lang=en&figure=no.such-figure');
    const note = drawer(reader).locator('[role="alert"]');
    await note.waitFor();
    expect(await note.innerText()).toMatch(/figure/i);
    expect(await reader.page.locator('.area').count()).toBe(5);
    await reader.leave();
  });
});

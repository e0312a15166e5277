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

async function signIn(reader: Reader, account: string, at: string): Promise<void> {
  await reader.go(`/sign-in?back=${encodeURIComponent(at)}`);
  await reader.page.locator('input[autocomplete="username"]').fill(account);
  await reader.page.locator('input[autocomplete="current-password"]').fill(portal.passwordOf(account));
  await reader.page.locator('.sign-in button').click();
  await until('the page asked for is there', () => reader.page.url().endsWith(at));
  await settled(reader.page);
}

/** No complaint but the refusals told on the page, nothing wider than the screen, every field with its label. */
async function expectCalm(reader: Reader): Promise<void> {
  expect(reader.complaints.filter((text) => !/status of (401|403|404|409|422)/.test(text))).toEqual([]);
  const { overflow, unnamed, levels } = await reader.page.evaluate(() => ({
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    unnamed: [
      ...document.querySelectorAll<HTMLInputElement>('main input, main textarea, main select'),
    ].filter(({ labels }) => (labels?.length ?? 0) === 0).length,
    levels: [...document.querySelectorAll('main h1, main h2, main h3, main h4')].map((heading) =>
      Number(heading.tagName.slice(1)),
    ),
  }));
  expect(overflow).toBeLessThanOrEqual(0);
  expect(unnamed).toBe(0);
  expect(levels.every((level, at) => level <= (levels[at - 1] ?? 0) + 1)).toBe(true);
}

const item = (reader: Reader, code: string) => reader.page.locator(`.promise[id="${code}"]`);
const request = (reader: Reader, code: string) => reader.page.locator(`.request[id="${code}"]`);

describe('anyone reads what was promised', () => {
  for (const [language, query, view, viewport, colorScheme] of [
    ['zh', '', '1440', desk, 'light'],
    ['zh', '', '390', phone, 'dark'],
    ['en', '?lang=en', '1440', desk, 'dark'],
    ['en', '?lang=en', '390', phone, 'light'],
  ] as const) {
    test(`${language}, ${view} px, ${colorScheme}`, async () => {
      const reader = await read(portal, { viewport, colorScheme });
      const { page } = reader;
      await reader.go(`/promises${query}`);
      expect(await page.locator('.promise-area').count()).toBe(5);
      expect(await page.locator('.promise').count()).toBe(25);
      const summary = await page.locator('.promise-summary').innerText();
      expect(summary).toContain(language === 'zh' ? '共 25 项承诺：兑现 5' : '25 promises: 5 kept');
      expect(await page.locator('.promise-acts').count()).toBe(0);
      const consultations = await item(reader, 'FM1-XB01').innerText();
      for (const part of language === 'zh'
        ? ['改期 1 次', '原定 2025年12月31日', '现定 2027年6月30日', '议定书须由新班子商定', '2025-11-05']
        : ['Date moved once', '31 December 2025', '30 June 2027', '2025-11-05'])
        expect(consultations).toContain(part);
      await reader.picture(`promises-${view}-${language}${colorScheme === 'dark' ? '-dark' : ''}`);
      await expectCalm(reader);

      await item(reader, 'FM1-XB01').locator('[data-figure]').click();
      await page.locator('.drawer .evidence-value').waitFor();
      await settled(page);
      expect(reader.search().get('figure')).toBe('consultation.regions');
      const day = await page.evaluate(async () => {
        const answer = (await (await fetch('/api/commitments')).json()) as { today: string };
        return answer.today;
      });
      expect(reader.search().get('asOf')).toBe(day);
      await reader.picture(`promises-evidence-${view}-${language}`);
      await page.locator('.drawer .close').click();
      await page.locator('.drawer').waitFor({ state: 'detached' });
      expect(reader.search().has('asOf')).toBe(false);

      await page.locator('.promise-summary a[data-state="dropped"]').click();
      await until('one is left', async () => (await page.locator('.promise').count()) === 1);
      await settled(page);
      expect(await page.locator('.promise').getAttribute('data-state')).toBe('dropped');
      await page.locator('.promise-summary a').first().click();
      await until('all are back', async () => (await page.locator('.promise').count()) === 25);
      for (const outcome of ['kept', 'not-kept', 'running']) {
        const count = page.locator(`.promise-outcomes [data-outcome="${outcome}"] a`);
        const said = Number(await count.locator('b').innerText());
        await count.click();
        await until('its rows are shown', async () => (await page.locator('.promise').count()) === said);
      }
      await page.locator('.promise-summary a').first().click();
      await page.locator('select[data-side="plan"]').selectOption('CX2025');
      await until('one plan’s tasks', async () => (await page.locator('.promise').count()) === 5);
      await settled(page);
      expect(JSON.parse(reader.search().get('filters') ?? '{}')).toEqual({ plan: 'CX2025' });
      await reader.picture(`promises-plan-${view}-${language}`);
      await expectCalm(reader);
      await reader.leave();
    });
  }

  test('from the home page, and on the day of the letter', async () => {
    const reader = await read(portal);
    await reader.go('/');
    expect(await reader.page.locator('.area-next .chip').count()).toBeGreaterThan(0);
    await reader.page.locator('.all-promises').first().click();
    await reader.page.locator('.promise').first().waitFor();
    await reader.go('/promises?asOf=2025-05-27');
    expect(await reader.page.locator('.promise-summary').innerText()).toContain('共 18 项承诺');
    expect(await reader.page.locator('.reports').count()).toBe(1);
    await reader.page.locator('.judged a').click();
    await until('today is back', async () => (await reader.page.locator('.promise').count()) === 25);
    await expectCalm(reader);
    await reader.leave();
  });
});

describe('an officer keeps promises', () => {
  test('moves a date with a reason, reports, and records one as kept; everyone sees it', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await signIn(reader, 'officer', '/promises');
    const promise = item(reader, 'FM5-XB02');
    await promise.locator('[data-act="move"]').click();
    await promise.locator('.command-form button[type="submit"]').click();
    expect(await promise.locator('.fault').count()).toBe(2);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
    await promise.locator('input[type="date"]').fill('2020-01-01');
    await promise.locator('textarea').fill('配合部门机构改革，须重新排期');
    await promise.locator('button[type="submit"]').click();
    await promise.locator('.fault', { hasText: '已经过去' }).waitFor();
    expect(await promise.locator('textarea').inputValue()).toContain('须重新排期');
    await promise.scrollIntoViewIfNeeded();
    await reader.picture('promises-move-fault-1440-zh');

    await page.reload();
    await promise.locator('[data-act="move"]').click();
    expect(await promise.locator('textarea').inputValue()).toContain('须重新排期');
    await promise.locator('input[type="date"]').fill('2030-03-29');
    await promise.locator('button[type="submit"]').click();
    await promise.locator('.moves').waitFor();
    await settled(page);
    expect(await promise.innerText()).toContain('现定 2030年3月29日');
    expect(await promise.innerText()).toContain('原定 2028年12月29日');
    expect(await promise.innerText()).toContain('配合部门机构改革');

    await promise.locator('[data-act="report"]').click();
    await promise.locator('textarea').first().fill('与配合部门开过一次协调会');
    await promise.locator('button[type="submit"]').click();
    await promise.locator('.reports', { hasText: '协调会' }).waitFor();
    await settled(page);
    await reader.picture('promises-moved-1440-zh');

    const target = item(reader, 'FM2-XB03');
    await target.locator('[data-act="keep"]').click();
    await target.locator('input[type="text"]').fill('总结〔2026〕9号');
    await target.locator('button[type="submit"]').click();
    await target.locator('.fault', { hasText: '尚未达到' }).waitFor();
    await target.scrollIntoViewIfNeeded();
    await reader.picture('promises-keep-fault-1440-zh');
    await page.keyboard.press('Escape');
    expect(await target.locator('.command-form').count()).toBe(0);

    await page.locator('[data-act="add"]').click();
    const form = page.locator('.command-form');
    await form.locator('button[type="submit"]').click();
    expect(await form.locator('.fault').count()).toBe(3);
    await form.locator('textarea').first().fill('示例任务：汇编规划进展');
    await form.locator('select').selectOption('plan');
    expect(await form.locator('[role="combobox"]').count()).toBe(4);
    await reader.picture('promises-add-1440-zh');
    await page.reload();
    await page.locator('[data-act="add"]').click();
    expect(await form.locator('textarea').first().inputValue()).toBe('示例任务：汇编规划进展');
    for (const [at, code] of ['FM5', 'CX2025', 'DW-SJT', 'DW-D01'].entries()) {
      await form.locator('[role="combobox"]').nth(at).fill(code);
      await form.locator('.suggestions li', { hasText: code }).first().click();
    }
    await form.locator('button[type="submit"]').click();
    await form.waitFor({ state: 'detached' });
    const made = page.locator('.promise', { hasText: '汇编规划进展' });
    await made.waitFor();
    await settled(page);
    expect(await made.innerText()).toContain('示例部门01');
    expect(await made.innerText()).toContain('创新型省份建设任务清单');
    await expectCalm(reader);
    await reader.leave();

    const anyone = await read(portal, { viewport: phone });
    await anyone.go('/promises?lang=en');
    expect(await item(anyone, 'FM5-XB02').innerText()).toContain('29 March 2030');
    await anyone.leave();
  });

  test('on a phone', async () => {
    const reader = await read(portal, { viewport: phone, colorScheme: 'dark' });
    await signIn(reader, 'division', '/promises?lang=en');
    const promise = item(reader, 'FM3-XB01');
    await promise.locator('[data-act="drop"]').click();
    await promise.locator('.command-form').scrollIntoViewIfNeeded();
    await reader.picture('promises-drop-390-en-dark');
    await promise.locator('textarea').fill('The duty went to another department');
    await promise.locator('button[type="submit"]').click();
    await until('it is dropped', async () => (await promise.getAttribute('data-state')) === 'dropped');
    await expectCalm(reader);
    await reader.leave();
  });
});

describe('a department asked for a statement', () => {
  test('answers it, and the figure has its value', async () => {
    const officer = await read(portal);
    await signIn(officer, 'officer', '/statements');
    await officer.page.locator('[data-act="ask"]').click();
    const form = officer.page.locator('.command-form');
    await form.locator('select').selectOption('enforcement.destroyed-weight');
    await form.locator('input').nth(0).fill('2026');
    await form.locator('input').nth(1).fill('DW-NONE');
    await form.locator('textarea').fill('请证明 2026 年集中销毁商品总重');
    await form.locator('button[type="submit"]').click();
    await form.locator('.fault', { hasText: 'DW-NONE' }).waitFor();
    await officer.picture('statements-ask-1440-zh');
    await form.locator('[role="combobox"]').fill('市场监督');
    await form.locator('.suggestions li', { hasText: 'DW-SJT' }).click();
    await form.locator('button[type="submit"]').click();
    await form.waitFor({ state: 'detached' });
    await settled(officer.page);
    await expectCalm(officer);

    const partner = await read(portal, { viewport: phone });
    await signIn(partner, 'partner', '/statements');
    await partner.picture('statements-390-zh');
    const waiting = partner.page.locator('.request', { hasText: '请证明 2026 年' });
    await waiting.locator('[data-act="answer"]').click();
    await waiting.locator('input').nth(0).fill('三十吨');
    await waiting.locator('input').nth(1).fill('市监证明〔2026〕8号');
    await waiting.locator('input').nth(2).fill('执法稽查部门负责人');
    await waiting.locator('button[type="submit"]').click();
    await waiting.locator('.fault').first().waitFor();
    await waiting.locator('.command-form').scrollIntoViewIfNeeded();
    await partner.picture('statements-answer-390-zh');
    await waiting.locator('input').nth(0).fill('30.5');
    await waiting.locator('button[type="submit"]').click();
    await until('it is answered', async () => (await waiting.getAttribute('data-state')) === 'answered');
    expect(await waiting.innerText()).toContain('30.5吨');
    await expectCalm(partner);
    await partner.leave();

    await officer.go('/statements?lang=en');
    const answered = officer.page.locator('.request', { hasText: '请证明 2026 年' });
    expect(await answered.innerText()).toContain('30.5 tonnes');
    await officer.picture('statements-1440-en');
    await expectCalm(officer);
    await officer.leave();
  });

  test('a stranger is shown the way in', async () => {
    const reader = await read(portal);
    await reader.go('/statements');
    expect(await reader.page.locator('.page-line').innerText()).toContain('需要登录');
    expect(await request(reader, 'QZ20250603-01').count()).toBe(0);
    await expectCalm(reader);
    await reader.leave();
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../platform.ts';
import { openPortal, phone, read, settled, type Portal, type Reader } from './portal.ts';

let portal: Portal;
let reply: string;

/** A door of the platform, asked as one account; the pages are tested elsewhere, this only prepares. */
async function ask(account: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = () => ({ 'content-type': 'application/json', 'idempotency-key': randomUUID() });
  const session = await fetch(`${portal.address}/api/session`, {
    method: 'POST',
    headers: headers(),
    body: JSON.stringify({ name: account, password: portal.passwordOf(account) }),
  });
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const answer = await fetch(`${portal.address}${path}`, {
    method,
    headers: { ...headers(), cookie },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

beforeAll(async () => {
  portal = await openPortal();
  const code = 'SL-W1';
  await ask('office', 'POST', '/api/suggestions', {
    code,
    title: '关于推动科技创新工作的建议',
    session: '省十四届人大四次会议',
    deputy: '示例代表',
    content: '示例：建议促进科技成果转化，加强知识产权保护。',
    raisedOn: '2026-11-02',
    assignedOn: '2026-11-20',
    assignedBy: 'DW-KJT',
    items: ['促进科技成果转化应用', '加强知识产权保护'],
  });
  await ask('office', 'POST', `/api/suggestions/${code}/accept`, {
    division: '科技成果处',
    partners: [{ organisation: 'DW-SJT', part: 'co' }],
  });
  const begun = (await ask('officer', 'POST', `/api/suggestions/${code}/replies`, {
    template: 'measures-results-steps',
    asOf: '2025-05-27',
  })) as { code: string };
  reply = begun.code;
});

afterAll(async () => {
  await portal?.close();
});

async function enter(reader: Reader, account: string, at: string): Promise<void> {
  await reader.go(`/sign-in?back=${encodeURIComponent(at)}`);
  await reader.page.locator('input[autocomplete="username"]').fill(account);
  await reader.page.locator('input[autocomplete="current-password"]').fill(portal.passwordOf(account));
  await reader.page.locator('.sign-in button').click();
  await reader.page.locator('.paper').waitFor();
  await settled(reader.page);
}

const sheet = () => `/desk/replies/${reply}`;
const part = ({ page }: Reader, index: number) => page.locator('.part').nth(index);
const editor = (reader: Reader, index: number) => part(reader, index).locator('.ProseMirror');
/** A paragraph of a part, to write in. */
const write = async (reader: Reader, index: number, paragraph: number, text: string) => {
  await editor(reader, index).locator('p').nth(paragraph).click();
  await reader.page.keyboard.press('End');
  await reader.page.keyboard.type(text);
};
const saved = (reader: Reader, index: number) =>
  until(
    'the part is saved',
    async () => (await part(reader, index).locator('[data-status="saved"]').count()) === 1,
  );

function expectCalm(reader: Reader, tolerated = /status of (401|403|409|422)/): void {
  expect(reader.complaints.filter((text) => !tolerated.test(text))).toEqual([]);
}

async function expectNoOverflow(reader: Reader): Promise<void> {
  const overflow = await reader.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

describe('an officer writes on the sheet', () => {
  test('figures by /, promises by @; a false number is told and mended by one click; all of it stays', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await enter(reader, 'officer', sheet());
    await reader.picture('writing-sheet-1440-zh');

    await write(reader, 1, 4, '赋权职务科技成果/赋权');
    const options = page.locator('.insert-menu li');
    await options.filter({ hasText: '赋权职务科技成果' }).waitFor();
    await until('the options are those asked for', async () => (await options.count()) < 6);
    while (!(await page.locator('.insert-menu [aria-selected="true"]').innerText()).includes('1928个'))
      await page.keyboard.press('ArrowDown');
    const active = await editor(reader, 1).getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${active}"]`).innerText()).toContain('1928个');
    await reader.picture('writing-figures-1440-zh');
    await page.keyboard.press('Enter');
    expect(await editor(reader, 1).locator('.cite').innerText()).toBe('1928个');

    await page.keyboard.type('，全省赋权职务科技成果1982个。');
    await saved(reader, 1);
    const wrong = editor(reader, 1).locator('.numeral-contradicts');
    await wrong.waitFor();
    expect(await wrong.getAttribute('data-true')).toBe('1928个');
    expect(await page.locator('.counts').innerText()).toBe('2 个数字：1 有据，1 矛盾');
    await reader.picture('writing-contradiction-1440-zh');
    await page.locator('.finding[data-verdict="contradicts"] .button').click();
    await until('both are cited', async () => (await editor(reader, 1).locator('.cite').count()) === 2);
    await until(
      'the check holds',
      async () => (await page.locator('.counts').innerText()) === '2 个数字：2 有据',
    );

    await write(reader, 1, 6, '继续推进。@全覆盖');
    await page.locator('.insert-menu li', { hasText: '全覆盖' }).first().waitFor();
    await until('a promise is chosen', async () =>
      (await page.locator('.insert-menu [aria-selected="true"]').innerText()).includes('全覆盖'),
    );
    await reader.picture('writing-promises-1440-zh');
    await page.keyboard.press('Enter');
    await editor(reader, 1).locator('.pledge').waitFor();
    await saved(reader, 1);

    await page.reload();
    await page.locator('.paper').waitFor();
    await settled(page);
    expect(await editor(reader, 1).locator('.cite').allInnerTexts()).toEqual(['1928个', '1928个']);
    expect(await editor(reader, 1).locator('.pledge').innerText()).toContain('全覆盖');
    expectCalm(reader);
    await reader.leave();
  });

  test('an input method composes undisturbed: what it has not committed is neither asked nor answered', async () => {
    const reader = await read(portal);
    const { page } = reader;
    const asked: string[] = [];
    page.on('request', (request) => {
      const address = new URL(request.url());
      if (address.pathname === '/api/citable') asked.push(address.searchParams.get('q') ?? '');
    });
    await enter(reader, 'officer', sheet());
    await write(reader, 1, 2, '/');
    await page.locator('.insert-menu li').first().waitFor();
    const keyboard = await page.context().newCDPSession(page);
    await keyboard.send('Input.imeSetComposition', { text: 'fuquan', selectionStart: 6, selectionEnd: 6 });
    await until('it is composed', async () => (await editor(reader, 1).innerText()).includes('fuquan'));
    await keyboard.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Process',
      windowsVirtualKeyCode: 229,
    });
    expect(await editor(reader, 1).locator('p').nth(2).locator('.cite').count()).toBe(0);
    await keyboard.send('Input.insertText', { text: '赋权' });
    await page.locator('.insert-menu li', { hasText: '赋权改革试点单位' }).waitFor();
    expect(asked.filter((q) => /[a-z]/.test(q))).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.insert-menu').waitFor({ state: 'detached' });
    expect(await editor(reader, 1).locator('p').nth(2).innerText()).toBe('/赋权');
    for (let typed = 0; typed < 3; typed++) await page.keyboard.press('Backspace');
    await saved(reader, 1);
    expectCalm(reader);
    await reader.leave();
  });

  test('a citation opens: its evidence, other words, another wording', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await enter(reader, 'officer', sheet());
    await editor(reader, 1).locator('.cite').first().click();
    const card = page.locator('.card');
    await card.locator('input[type="radio"]').nth(1).waitFor();
    await reader.picture('writing-citation-1440-zh');
    await card.locator('label', { hasText: '超1900个' }).click();
    await card.locator('.primary').click();
    expect(await editor(reader, 1).locator('.cite').first().innerText()).toBe('超1900个');
    await saved(reader, 1);
    await editor(reader, 1).locator('.cite').first().click();
    await card.locator('input[placeholder]').fill('一千九百余个');
    await card.locator('.primary').click();
    expect(await editor(reader, 1).locator('.cite').first().innerText()).toBe('一千九百余个');
    await page.keyboard.press('Control+z');
    await until(
      'undone',
      async () => (await editor(reader, 1).locator('.cite').first().innerText()) === '超1900个',
    );
    await editor(reader, 1).locator('.cite').nth(1).click();
    await card.locator('[data-figure]').click();
    await page.locator('.drawer .evidence-value').waitFor();
    await settled(page);
    expect(reader.search().get('figure')).toBe('achievements.empowered');
    expect(await page.locator('.evidence-value').innerText()).toContain('1928');
    await reader.picture('writing-evidence-1440-zh');
    await saved(reader, 1);
    expectCalm(reader);
    await reader.leave();
  });

  test('the line is cut: what is typed stays on the device and is saved under the same key', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await enter(reader, 'officer', sheet());
    const keys: string[] = [];
    await page.route('**/sections/**', async (route) => {
      keys.push(route.request().headers()['idempotency-key'] ?? '');
      if (keys.length > 1) return route.continue();
      // The command arrives, its answer does not.
      await route.fetch();
      return route.abort('connectionreset');
    });
    await write(reader, 3, 0, '特此函复。');
    await part(reader, 3).locator('[data-status="offline"]').waitFor();
    await page.keyboard.type('欢迎监督。');
    await reader.picture('writing-offline-1440-zh');
    await saved(reader, 3);
    expect(keys[1]).toBe(keys[0]);
    await page.unroute('**/sections/**');
    await page.reload();
    await page.locator('.paper').waitFor();
    await settled(page);
    expect(await editor(reader, 3).innerText()).toContain('特此函复。欢迎监督。');
    expectCalm(reader, /ERR_CONNECTION_RESET|Failed to load resource/);
    await reader.leave();
  });

  test('two sessions write one part: both versions stand side by side and become one', async () => {
    const first = await read(portal);
    const second = await read(portal);
    await enter(first, 'officer', sheet());
    await enter(second, 'officer', sheet());
    await write(first, 0, 1, '（甲改）');
    await saved(first, 0);
    await write(second, 0, 1, '（乙改）');
    const conflict = second.page.locator('.conflict');
    await conflict.locator('.conflict-parted').waitFor();
    const text = await conflict.innerText();
    expect(text).toContain('（甲改）');
    expect(text).toContain('（乙改）');
    await second.picture('writing-conflict-1440-zh');
    await conflict.locator('label', { hasText: '两者都留' }).click();
    await conflict.locator('.primary').click();
    await conflict.waitFor({ state: 'detached' });
    await saved(second, 0);
    const merged = await editor(second, 0).innerText();
    expect(merged).toContain('（甲改）');
    expect(merged).toContain('（乙改）');
    expectCalm(second);
    await first.leave();
    await second.leave();
  });

  test('a part is handed to the co-handling unit, which writes it; it stands in its place', async () => {
    const officer = await read(portal);
    await enter(officer, 'officer', sheet());
    await part(officer, 2).locator('.part-tools > button').click();
    await part(officer, 2).locator('select').selectOption('DW-SJT');
    await part(officer, 2).locator('.prose').waitFor();
    await officer.picture('writing-handed-1440-zh');

    const partner = await read(portal);
    await enter(partner, 'partner', sheet());
    expect(await partner.page.locator('.ProseMirror').count()).toBe(1);
    await write(partner, 2, 2, '市场监管部门持续加强知识产权保护。');
    await saved(partner, 2);
    await partner.picture('writing-partner-1440-zh');
    expectCalm(partner);
    await partner.leave();

    await officer.page.reload();
    await officer.page.locator('.paper').waitFor();
    await settled(officer.page);
    expect(await part(officer, 2).innerText()).toContain('市场监管部门持续加强知识产权保护。');
    expect(await editor(officer, 2).count()).toBe(0);
    expectCalm(officer);
    await officer.leave();
  });

  test('versions are listed and compared, changes marked by more than colour', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await enter(reader, 'officer', sheet());
    await page.locator('.writing-ways a').first().click();
    await page.locator('.version-choice').waitFor();
    await settled(page);
    const from = page.locator('.version-choice select').first();
    await from.selectOption({ index: (await from.locator('option').count()) - 1 });
    await page.locator('.changed-text ins').first().waitFor();
    await settled(page);
    const text = await page.locator('.versions-page').innerText();
    expect(text).toContain('（甲改）');
    expect(await page.locator('ins .unseen').first().innerText()).toContain('增加');
    await reader.picture('writing-versions-1440-zh');
    expectCalm(reader);
    await reader.leave();
  });
});

describe('on a phone', () => {
  test('the sheet is written on, figures come by the tool, in English and in the dark', async () => {
    const reader = await read(portal, { viewport: phone, colorScheme: 'dark' });
    const { page } = reader;
    await enter(reader, 'officer', `${sheet()}?lang=en`);
    await expectNoOverflow(reader);
    await reader.picture('writing-sheet-390-en-dark');
    await editor(reader, 1).locator('p').nth(2).click();
    await page.locator('.tool').first().click();
    await page.locator('.insert-menu li').first().waitFor();
    await page.keyboard.type('赛马');
    await until('figures of the race are found', async () =>
      (await page.locator('.insert-menu li').first().innerText()).includes('Race'),
    );
    await reader.picture('writing-figures-390-en-dark');
    await expectNoOverflow(reader);
    await page.locator('.insert-menu li').first().click();
    await saved(reader, 1);
    expectCalm(reader);
    await reader.leave();
  });
});

describe('a reply goes to review and comes back', () => {
  test('a new promise is made on the sheet; what was sent cannot be changed; the comment stands beside', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await enter(reader, 'officer', sheet());
    await write(reader, 1, 6, '@开展示例事项专项行动');
    await page.locator('.insert-new').click();
    const card = page.locator('.card');
    await card.locator('.primary').click();
    expect(await card.locator('select').evaluate((field: HTMLSelectElement) => field.validity.valid)).toBe(
      false,
    );
    await card.locator('select').selectOption({ index: 3 });
    await reader.picture('writing-new-promise-1440-zh');
    await card.locator('.primary').click();
    await editor(reader, 1).locator('.pledge', { hasText: '开展示例事项专项行动' }).waitFor();
    await saved(reader, 1);

    await page.locator('.writing-ways .primary').click();
    await page.locator('.submit-form label', { hasText: 'A 已解决' }).click();
    await reader.picture('writing-submit-1440-zh');
    await page.locator('.submit-form .primary').click();
    await until(
      'nothing can be written any more',
      async () => (await page.locator('.ProseMirror').count()) === 0,
    );
    expect(await page.locator('.writing-head .note').innerText()).toContain('不能改');
    expect(await page.locator('.prose .cite').count()).toBeGreaterThan(0);
    await ask('division', 'POST', `/api/replies/${reply}/review`, {
      verdict: 'return',
      comment: '请补充知识产权保护的成效。',
    });
    await page.reload();
    await page.locator('.paper').waitFor();
    await settled(page);
    expect(await page.locator('.review-notes').innerText()).toContain('请补充知识产权保护的成效。');
    expect(await page.locator('.ProseMirror').count()).toBeGreaterThan(0);
    await reader.picture('writing-returned-1440-zh');
    expectCalm(reader);
    await reader.leave();
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../platform.ts';
import { openPortal, phone, settled, type Portal } from './portal.ts';
import { ask, enter, expectCalm, expectNamed } from './roles.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});

afterAll(async () => {
  await portal?.close();
});

const caseName = '关于支持技术经纪人队伍建设的提案（示例）';

describe('the workbench', () => {
  test('an officer reaches the first action by the keyboard, hands on, and is told when it comes back', async () => {
    const officer = await enter(portal, 'officer', '/work');
    const { page } = officer;
    await page.locator('.work-item').first().waitFor();
    expect(await page.locator('.work-summary').innerText()).toMatch(/\d+ 件/);
    const days = await page.locator('.work-list').first().locator('.due').allInnerTexts();
    const late = days.map((text) => text.startsWith('逾期'));
    // The late ones stand first.
    expect(late).toEqual(late.toSorted((one, other) => Number(other) - Number(one)));
    await officer.picture('work-officer-1440-zh');
    await expectNamed(officer);

    const row = page.locator('.work-item', { hasText: caseName });
    const action = row.locator('.work-do');
    expect(await action.getAttribute('aria-label')).toContain(caseName);
    await page.locator('.skip').focus();
    await page.keyboard.press('Enter');
    for (let steps = 0; steps < 30; steps += 1) {
      await page.keyboard.press('Tab');
      if (await action.evaluate((element) => element === document.activeElement)) break;
    }
    await page.keyboard.press('Enter');
    await until('the case is open', () => new URL(page.url()).pathname === '/desk/TA-SL02');
    await settled(page);

    const { code } = await ask<{ code: string }>(officer, 'POST', '/api/suggestions/TA-SL02/replies', {
      template: 'plain',
    });
    const sheet = await ask<{ sections: { code: string; kind: string; version: number }[] }>(
      officer,
      'GET',
      `/api/replies/${code}`,
    );
    for (const { code: section, version } of sheet.sections.filter(({ kind }) => kind === 'answer')) {
      await ask(officer, 'POST', `/api/replies/${code}/sections/${section}`, {
        version,
        content: [{ level: 0, inlines: ['已办理。'] }],
      });
    }
    await ask(officer, 'POST', `/api/replies/${code}/submit`, { category: 'A' });

    const division = await enter(portal, 'division', '/work');
    expect(await division.page.locator('.work-list').first().innerText()).toContain(caseName);
    expect(await division.page.locator('.bell').getAttribute('aria-label')).toMatch(/[1-9]\d* 条未读/);
    await ask(division, 'POST', `/api/replies/${code}/review`, {
      verdict: 'return',
      comment: '请补充依据后再送。',
    });
    await expectCalm(division);
    await division.leave();

    await officer.go('/messages');
    await page.locator('.message[data-unread]').first().waitFor();
    expect(await page.locator('.message-day').first().innerText()).toContain('退回起草');
    await officer.picture('messages-1440-zh');
    await expectNamed(officer);
    // On a working morning the platform has reminded as well.
    const unread = async () =>
      Number(/(\d+) 条未读/.exec((await page.locator('.bell').getAttribute('aria-label')) ?? '')?.[1] ?? 0);
    await until('they are counted', async () => (await unread()) > 0);
    const before = await unread();
    await page.locator('.message-name a', { hasText: caseName }).first().click();
    await until('the case is open', () => new URL(page.url()).pathname === '/desk/TA-SL02');
    await settled(page);
    await until('it is read', async () => (await unread()) === before - 1);
    await expectCalm(officer);
    await officer.leave();
  });

  test('Ctrl K leads anywhere by initials, offers what the role may do alone, and what was opened before', async () => {
    const officer = await enter(portal, 'officer', '/desk/JY-SL01');
    const { page } = officer;
    await page.locator('.watch-button').click();
    await page.locator('.watch-button[aria-pressed="true"]').waitFor();
    const find = async (typed: string) => {
      await page.keyboard.press('Control+k');
      await page.locator('.palette-input').waitFor();
      await page.keyboard.type(typed);
    };
    await find('gzt');
    const first = page.locator('.palette-list [role="option"]').first();
    await until('the workbench is offered', async () => (await first.innerText()).startsWith('工作台'));
    const input = page.locator('.palette-input');
    expect(await input.getAttribute('aria-activedescendant')).toBe(await first.getAttribute('id'));
    await officer.picture('palette-1440-zh');
    await page.keyboard.press('Enter');
    await until('the workbench is open', () => new URL(page.url()).pathname === '/work');
    await settled(page);
    expect(await page.locator('.side-list').last().innerText()).toContain('知识产权保护');

    await find('xzzwkj');
    await until('it is offered', async () => (await first.innerText()).startsWith('新增 职务科技成果'));
    await page.keyboard.press('Escape');
    await page.locator('.palette').waitFor({ state: 'detached' });

    await page.keyboard.press('Control+k');
    await until('the recent case comes first', async () =>
      (await first.innerText()).includes('知识产权保护'),
    );
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('[role="option"][aria-selected="true"]').count()).toBe(1);
    await page.keyboard.press('Escape');
    await officer.go('/watching');
    expect(await page.locator('.watched').count()).toBe(1);
    await expectNamed(officer);
    await expectCalm(officer);
    await officer.leave();

    const partner = await enter(portal, 'partner', '/work');
    await partner.page.keyboard.press('Control+k');
    await partner.page.locator('.palette-input').fill('xzzwkj');
    await until('it is searched', async () => (await partner.page.locator('.palette-nothing').count()) === 1);
    expect(await partner.page.locator('.palette-list').innerText()).not.toContain('新增');
    await partner.leave();
  });

  test('on a phone, in English and in the dark; an office sees who holds what', async () => {
    const partner = await enter(portal, 'partner', '/work?lang=en', { viewport: phone, colorScheme: 'dark' });
    await partner.page.locator('h1', { hasText: 'Waiting for me' }).waitFor();
    await settled(partner.page);
    expect(await partner.page.locator('.work-do').first().innerText()).toMatch(/[A-Z]/);
    await partner.picture('work-partner-390-en-dark');
    await partner.page.locator('.due-button').first().click();
    expect(await partner.page.locator('.due-panel:not([hidden])').innerText()).toContain('Last day');
    await partner.page.keyboard.press('Escape');
    await partner.page.locator('.search-button').click();
    await partner.page.locator('.palette').waitFor();
    const box = await partner.page.locator('.palette').boundingBox();
    expect(box?.width).toBe(phone.width);
    await partner.picture('palette-390-en-dark');
    await partner.page.locator('.palette-close').click();
    await partner.page.locator('.palette').waitFor({ state: 'detached' });
    await expectNamed(partner);
    await expectCalm(partner);
    await partner.leave();

    const office = await enter(portal, 'office', '/work', { viewport: phone });
    await office.page.locator('.holder summary').first().click();
    expect(await office.page.locator('.holder[open] .work-item').count()).toBeGreaterThan(0);
    await office.picture('work-office-390-zh');
    await expectCalm(office);
    await office.leave();
  });
});

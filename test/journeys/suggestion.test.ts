import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, enter, expectCalm, expectNamed } from './roles.ts';
import { openPortal, phone, read, settled, type Portal, type Reader } from './portal.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});

afterAll(async () => {
  await portal?.close();
});

const code = 'JY-2026-0777';
const at = `/desk/${code}`;
const title = '关于扩大职务科技成果赋权改革的建议';

const todayOf = async (reader: Reader): Promise<string> =>
  (await ask<{ today: string }>(reader, 'GET', '/api/home')).today;

/** A day so many days before another. */
const before = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** Opens the page anew, as one who comes to it now. */
async function come(reader: Reader, path = at): Promise<void> {
  await reader.go(path);
  await settled(reader.page);
}

/** Sends the form of the step, and sees it done. */
async function take({ page }: Reader): Promise<void> {
  const before = await page.locator('.next-step h2').innerText();
  await page.locator('.step-form button[type="submit"]').click();
  await page.locator('.just-done', { hasText: before }).waitFor();
  await settled(page);
}

async function choose({ page }: Reader, value: string): Promise<void> {
  await page.locator(`.target:has(input[value="${value}"])`).click();
}

async function enterSuggestion(office: Reader, fields: Record<string, string>): Promise<void> {
  const { page } = office;
  for (const [name, value] of Object.entries(fields)) await page.locator(`#field-${name}`).fill(value);
  await page.locator('#field-title').click();
  await page.locator('.step-form button[type="submit"]').click();
  await page.locator('.case-head').waitFor();
  await settled(page);
}

interface Drafted {
  sections: { code: string; kind: string; version: number }[];
}
interface Checked {
  entries: { key: string; verdict: string; text: string }[];
}

const needsReason = ({ verdict }: { verdict: string }): boolean => !['holds', 'other'].includes(verdict);

describe('a suggestion from the day it is handed over', () => {
  test('through eight hands, a second round, to the public', { timeout: 240_000 }, async () => {
    const office = await enter(portal, 'office', '/desk');
    const today = await todayOf(office);
    await expectNamed(office);
    await office.picture('suggestion-desk-1440-zh');

    await office.page.locator('.desk-head .button').click();
    await office.page.locator('#field-code').waitFor();
    await office.page.locator('.step-form button[type="submit"]').click();
    await office.page.locator('.form-problem').waitFor();
    expect(await office.page.locator('.form-problem li').count()).toBe(8);
    await office.page.locator('.form-problem .jump').first().click();
    expect(await office.page.evaluate(() => document.activeElement?.id)).toBe('field-code');
    await office.picture('suggestion-faults-1440-zh');
    await enterSuggestion(office, {
      code,
      title,
      session: '省十四届人大五次会议',
      deputy: '示例代表甲',
      deputyAccount: 'deputy',
      raisedOn: before(today, 20),
      assignedOn: before(today, 1),
      content: '示例内容：赋权改革试点单位偏少，收益分配周期偏长。建议扩大试点，优化流程。',
      items: '扩大赋权改革试点\n优化收益分配流程',
      assignedBy: 'DW-RDDB',
    });
    expect(await office.page.locator('h1').innerText()).toBe(title);
    expect(await office.page.locator('.case-now').innerText()).toContain('待签收');
    await expectNamed(office);

    await office.page.locator('#field-division').fill('成果转化处');
    await office.page.locator('#field-partners').click();
    await office.page.locator('#field-partners-0').fill('DW-SJT');
    await office.page.locator('#field-division').click();
    await office.page.reload();
    await office.page.locator('#field-partners-0').waitFor();
    expect(await office.page.locator('#field-partners-0').inputValue()).toBe('DW-SJT');
    await office.picture('suggestion-accept-1440-zh');
    await take(office);
    expect(await office.page.locator('.handlings').innerText()).toContain('会办');

    const officer = await enter(portal, 'officer', `${at}?show=talk`);
    await choose(officer, 'visit');
    await officer.page.locator('#field-summary').fill('走访代表，代表希望说明两批试点之后的安排。');
    await take(officer);
    expect(await officer.page.locator('.talks').innerText()).toContain('走访');
    await take(officer);
    await officer.page.locator('.rounds .chip').waitFor();
    const first = `${code}-R1`;
    const drafted = await ask<Drafted>(officer, 'GET', `/api/replies/${first}`);
    const [answer, other] = drafted.sections.filter(({ kind }) => kind === 'answer');
    await ask(officer, 'POST', `/api/replies/${first}/sections/${other?.code}`, {
      version: other?.version,
      content: [
        { level: 1, inlines: ['二、关于“优化收益分配流程”的建议'] },
        { level: 0, inlines: ['收益分配流程正在优化。'] },
      ],
    });
    await ask(officer, 'POST', `/api/replies/${first}/sections/${answer?.code}`, {
      version: answer?.version,
      content: [
        { level: 1, inlines: ['一、关于“扩大赋权改革试点”的建议'] },
        {
          level: 0,
          inlines: [
            '启动职务科技成果赋权改革试点，赋权职务科技成果',
            { cite: { figure: 'achievements.empowered' } },
            '，科技成果转化合同金额累计',
            { cite: { figure: 'transfer.contracts', qualifier: 'over' } },
            '。另有77家企业参与座谈。',
          ],
        },
      ],
    });

    const partner = await enter(portal, 'partner', '/desk', { viewport: phone });
    await expectNamed(partner);
    await partner.picture('suggestion-desk-partner-390-zh');
    await partner.page.locator('.case-title', { hasText: title }).click();
    await partner.page.locator('#field-opinion').fill('同意。建议在答复中说明知识产权归属的适用范围。');
    await partner.picture('suggestion-opinion-390-zh');
    await take(partner);
    expect(await partner.page.locator('.handlings blockquote').innerText()).toContain('知识产权归属');
    await expectCalm(partner);

    await come(officer);
    await choose(officer, 'A');
    await officer.picture('suggestion-submit-1440-zh');
    await take(officer);

    const division = await enter(portal, 'division', at);
    await division.page.locator('.next-read .sheet').waitFor();
    expect(await division.page.locator('.next-read .sheet').innerText()).toContain('77家企业');
    await division.picture('suggestion-division-1440-zh');
    await choose(division, 'return');
    await division.page.locator('.step-form button[type="submit"]').click();
    expect(await division.page.locator('.field[data-faulty]').count()).toBe(1);
    await choose(division, 'pass');
    await take(division);

    await come(office);
    await take(office);
    const secrecy = await enter(portal, 'secrecy', at, { viewport: phone });
    await choose(secrecy, 'closed');
    await secrecy.page.locator('#field-publicityReason').waitFor();
    await choose(secrecy, 'open');
    await secrecy.picture('suggestion-secrecy-390-zh');
    await take(secrecy);

    const signer = await enter(portal, 'signer', at, { viewport: phone });
    await signer.page.locator('.check-result').waitFor();
    await expectNamed(signer);
    await signer.picture('suggestion-sign-390-zh');
    await signer.page.locator('.draft-ways button').click();
    await signer.page.locator('.next-read .sheet').waitFor();
    await signer.picture('suggestion-sign-reading-390-zh');
    await signer.page.locator('.step-form button[type="submit"]').click();
    await signer.page.locator('.form-problem').waitFor();
    expect(await signer.page.locator('.form-problem').innerText()).toContain('77家');
    await signer.page.locator('.form-problem .jump').first().click();
    await signer.page.locator('#field-override0').fill('由代表座谈会签到册统计，附后备查');
    await take(signer);
    expect(await signer.page.locator('.case-now').innerText()).toContain('已签发');
    await expectCalm(signer);

    await come(office);
    await take(office);
    const number = await office.page.locator('.round-head [lang]').innerText();
    expect(number).toMatch(/^吉科发规划〔\d{4}〕\d+号$/);
    await take(office);
    expect(await office.page.locator('.case-now').innerText()).toContain('已送达');

    const deputy = await enter(portal, 'deputy', '/desk?lang=en', { viewport: phone });
    expect(
      (await deputy.page.request.get(new URL(`/api/replies/${first}`, deputy.page.url()).href)).status(),
    ).toBe(404);
    await deputy.page.locator('.case-title', { hasText: title }).click();
    await deputy.page.locator('.targets').waitFor();
    await settled(deputy.page);
    const talked = await deputy.page.locator('.talks').innerText();
    expect(talked).not.toContain('走访代表');
    expect(talked.trim().length).toBeGreaterThan(5);
    await deputy.picture('suggestion-feedback-390-en');
    await deputy.page.locator('.language-link').click();
    await deputy.page.locator('.step-form .button', { hasText: '先阅读答复函' }).click();
    await deputy.page.locator('.sheet').waitFor();
    expect(await deputy.page.locator('.sheet').innerText()).toContain(number);
    await deputy.picture('suggestion-deputy-letter-390-zh');
    await deputy.page.goBack();
    await deputy.page.locator('.targets').waitFor();
    await choose(deputy, 'unsatisfied');
    await deputy.page.locator('#field-comment').fill('没有说明扩围的时间安排');
    await take(deputy);
    await expectCalm(deputy);

    await come(officer);
    expect(await officer.page.locator('.case-now').innerText()).toContain('二次办理');
    await officer.page.locator('#field-reason').fill('代表要求说明扩围的时间安排');
    await officer.picture('suggestion-again-1440-zh');
    await take(officer);
    expect(await officer.page.locator('.rounds > li').count()).toBe(2);
    const second = `/api/replies/${code}-R2`;
    await ask(officer, 'POST', `${second}/submit`, { category: 'A' });
    await ask(division, 'POST', `${second}/review`, { verdict: 'pass' });
    await ask(office, 'POST', `${second}/review`, { verdict: 'pass' });
    await ask(secrecy, 'POST', `${second}/review`, { verdict: 'pass', publicity: 'open' });
    const { entries } = await ask<Checked>(signer, 'GET', `${second}/check`);
    await ask(signer, 'POST', `${second}/sign`, {
      overrides: entries
        .filter(needsReason)
        .map(({ key }) => ({ key, reason: '由代表座谈会签到册统计，附后备查' })),
    });
    await come(office);
    await take(office);
    await take(office);
    await come(deputy);
    await choose(deputy, 'satisfied');
    await take(deputy);
    await come(office);
    await take(office);
    expect(await office.page.locator('.case-now').innerText()).toContain('已公开');
    await office.picture('suggestion-published-1440-zh');
    await come(office, `${at}?lang=en`);
    await expectNamed(office);
    await office.picture('suggestion-published-1440-en');
    await take(office);
    await expectCalm(office);

    const stranger = await read(portal);
    await stranger.go('/letters');
    await stranger.page.locator('.letter-entry a', { hasText: title }).last().click();
    await stranger.page.locator('.sheet').waitFor();
    await settled(stranger.page);
    expect(await stranger.page.locator('.overrides').innerText()).toContain('示例签发人');
    await stranger.page.locator('.sheet .sealed').first().click();
    await stranger.page.locator('.drawer .sealed-table').waitFor();
    await settled(stranger.page);
    await stranger.picture('suggestion-letter-1440-zh');
    await stranger.go(at);
    expect(await stranger.page.locator('main').innerText()).not.toContain('座谈会签到册');
    await expectCalm(stranger);
    for (const reader of [office, officer, partner, division, secrecy, signer, deputy, stranger])
      await reader.leave();
  });

  test('one is returned in time; for another it is too late, and the page says why', async () => {
    const office = await enter(portal, 'office', '/desk/new');
    const today = await todayOf(office);
    const fields = {
      session: '省十四届人大五次会议',
      deputy: '示例代表乙',
      content: '示例内容：不属本单位职责的事项。',
      assignedBy: 'DW-RDDB',
    };
    await office.page.locator('#field-code').waitFor();
    await enterSuggestion(office, {
      ...fields,
      code: 'JY-2026-0801',
      title: '关于修建乡村公路的建议（示例）',
      raisedOn: before(today, 20),
      assignedOn: today,
    });
    await office.page.locator('.other-steps button').click();
    await office.page.locator('#field-reason').waitFor();
    await office.page.locator('#field-reason').fill('不属');
    await office.page.locator('.step-form button[type="submit"]').click();
    expect(await office.page.locator('.form-problem').innerText()).toContain('五个字');
    await office.page.locator('#field-reason').fill('公路建设不属我厅职责，宜由交通运输部门办理');
    await office.picture('suggestion-return-1440-zh');
    await take(office);
    expect(await office.page.locator('.case-now').innerText()).toContain('已退回');

    await come(office, '/desk/new');
    await office.page.locator('#field-code').waitFor();
    await enterSuggestion(office, {
      ...fields,
      code: 'JY-2026-0802',
      title: '关于农村饮水安全的建议（示例）',
      raisedOn: before(today, 90),
      assignedOn: before(today, 60),
    });
    expect(await office.page.locator('.other-steps').count()).toBe(0);
    await office.page.locator('.not-now summary').click();
    const why = await office.page.locator('.not-now').innerText();
    expect(why).toContain('已过退回期限');
    expect(why).toContain('会办');
    await office.picture('suggestion-too-late-1440-zh');
    await expectNamed(office);
    await expectCalm(office);
    await office.leave();
  });
});

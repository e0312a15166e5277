import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../platform.ts';
import { openPortal, phone, read, settled, type Portal, type Reader } from './portal.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});

afterAll(async () => {
  await portal?.close();
});

const contracts = '/registers/transfer.transfer-contract';
const header =
  '合同编号,名称,转化方式,转化单位,受让单位,合同金额（元）,签订日期,技术合同登记号,是否涉密,解除日期';
const sheet = (...lines: string[]) => ({
  name: '转化合同 补录.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from([header, ...lines].join('\r\n')),
});

async function signIn(reader: Reader, account: 'officer' | 'auditor', at: string): Promise<void> {
  await reader.go(`/sign-in?back=${encodeURIComponent(at)}`);
  await reader.page.locator('input[autocomplete="username"]').fill(account);
  await reader.page.locator('input[autocomplete="current-password"]').fill(portal.passwordOf(account));
  await reader.page.locator('.sign-in button').click();
  await until('the page asked for is there', () => reader.page.url().endsWith(at));
  await settled(reader.page);
}

async function expectCalm(reader: Reader): Promise<void> {
  // A refusal the server answers is told on the page; the browser notes its status all the same.
  const complaints = reader.complaints.filter((text) => !/status of (401|403|404|409|422)/.test(text));
  expect(complaints).toEqual([]);
  const overflow = await reader.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

/** The exact total of the contracts as the open page knows it. */
async function readTotal(reader: Reader, knownAt?: string): Promise<string> {
  const query = knownAt === undefined ? '' : `?knownAt=${encodeURIComponent(knownAt)}`;
  const value = await reader.page.evaluate(async (path) => {
    const answer = (await (await fetch(path)).json()) as { reading: { value: string } };
    return answer.reading.value;
  }, `/api/figures/transfer.contracts${query}`);
  return value;
}

const inFen = (yuan: string): bigint => BigInt(yuan.replace('.', ''));

describe('an officer', () => {
  test('imports, finds, corrects and withdraws; the figure follows, and its past stays', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await signIn(reader, 'officer', contracts);
    await page.locator('.list-tools .primary').waitFor();
    await reader.picture('desk-register-1440-zh');
    const untouched = await readTotal(reader);

    await page.locator('.list-tools .primary').click();
    await page.locator('.drop').waitFor();
    await settled(page);
    expect(await page.locator('.import-columns').innerText()).toContain('合同被解除的日期；履行完毕不填');
    expect(await page.locator('.import-columns').innerText()).toContain('转让、许可');
    await page
      .locator('input[type="file"]')
      .setInputFiles(
        sheet(
          'XHT901,补录合同甲,转让,DW-N01,DW-C077,一万,2025-02-30,,否,',
          'XHT902,补录合同乙,赠送,DW-N01,DW-C077,100.005,2025-03-03,,否,2025-03-01',
          'XHT903,补录合同丙,许可,DW-NONE,,200000,2025-03-04,,否,',
        ),
      );
    await page.locator('.import-verdict').waitFor();
    const faults = page.locator('.faults li');
    await faults.first().waitFor();
    expect(await faults.count()).toBe(5);
    expect(await page.locator('.import-faults .count').innerText()).toContain('共 5 处问题');
    expect(await faults.first().innerText()).toContain('第 2 行 F 列 · 合同金额（元）');
    expect(await page.locator('.faults').innerText()).toContain('DW-NONE');
    await settled(page);
    await reader.picture('desk-faults-1440-zh');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.import-faults .button').click(),
    ]);
    const marked = new exceljs.Workbook();
    await marked.xlsx.readFile(await download.path());
    expect(marked.worksheets[0]?.getCell('K2').value).toContain('精确到分');
    expect(marked.worksheets[0]?.getCell('F2').value).toBe('一万');

    await page.locator('.language-link').click();
    await until('the language is in the address', () => reader.search().get('lang') === 'en');
    expect(await faults.first().innerText()).toContain('row 2 column F · Contract amount (CNY)');
    await reader.picture('desk-faults-1440-en');
    await page.locator('.language-link').click();

    await page.locator('.import-verdict a').click();
    await page.locator('.drop').waitFor();
    await page
      .locator('input[type="file"]')
      .setInputFiles(
        sheet(
          'XHT901,补录合同甲,转让,DW-N01,DW-C077,10000,2025-02-28,,否,',
          'XHT903,补录合同丙,许可,DW-N01,,200000,2025-03-04,,否,',
        ),
      );
    await page.locator('.import-verdict .primary').waitFor();
    expect(await page.locator('.import-verdict .primary').innerText()).toBe('导入：新增 2 行');
    expect(await readTotal(reader)).toBe(untouched);
    await page.locator('.import-verdict .primary').click();
    await page.locator('.import-done').waitFor();
    expect(await page.locator('.import-done dd').allInnerTexts()).toEqual(['2', '2', '0', '0']);
    await reader.picture('desk-imported-1440-zh');
    const imported = await readTotal(reader);
    expect(inFen(imported) - inFen(untouched)).toBe(21_000_000n);

    await page.locator('.import-done .primary').click();
    await page.locator('.list-search input').fill('XHT903');
    await page.locator('.row-link', { hasText: 'XHT903' }).click();
    await page.locator('.record-tools').waitFor();
    await reader.picture('desk-record-1440-zh');

    await page.locator('.record-tools a[href*="/edit"]').click();
    await page.locator('#field-amount').waitFor();
    await settled(page);
    expect(await page.locator('#field-code').getAttribute('readonly')).not.toBeNull();
    expect(await page.locator('.reference-name').first().innerText()).toContain('示例');
    await page.locator('#field-amount').fill('20,5');
    await page.locator('#field-seller').fill('DW-NONE');
    await page.locator('#field-reason').fill('金额录入有误，按合同原件更正');
    await page.keyboard.press('Escape');
    await page.locator('.form-end .primary').click();
    await page.locator('.form-problem').waitFor();
    expect(await page.locator('.form-problem li').count()).toBe(2);
    expect(await page.locator('.field[data-faulty]').count()).toBe(2);
    expect(await page.locator('#field-amount').inputValue()).toBe('20,5');
    await reader.picture('desk-form-faults-1440-zh');
    await page.locator('.form-problem .jump').first().click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-amount');

    await page.reload();
    await page.locator('#field-amount').waitFor();
    await settled(page);
    expect(await page.locator('#field-amount').inputValue()).toBe('20,5');
    expect(await page.locator('#field-reason').inputValue()).toContain('按合同原件更正');
    await page.locator('#field-amount').fill('205000.5');
    expect(await page.locator('.field[data-kind="money"]').innerText()).toContain('20.50005 万元');
    await page.locator('#field-seller').fill('DW-N01');
    await page.locator('#field-title').click();
    await reader.picture('desk-form-1440-zh');
    await page.locator('.form-end .primary').click();
    await page.locator('.just-written').waitFor();
    await settled(page);
    const latest = page.locator('.history > li').first();
    expect(await latest.innerText()).toContain('金额录入有误，按合同原件更正');
    expect(await latest.locator('del').innerText()).toBe('200,000.00');
    expect(await latest.locator('ins').innerText()).toBe('205,000.50');
    await reader.picture('desk-corrected-1440-zh');
    const corrected = await readTotal(reader);
    expect(inFen(corrected) - inFen(imported)).toBe(500_050n);

    await page.locator('.history > li').last().locator('.plain-link').click();
    await until('the instant is in the address', () => reader.search().has('knownAt'));
    await settled(page);
    expect(await page.locator('.record-tools').count()).toBe(0);
    expect(await page.locator('.facts').innerText()).toContain('200,000.00');
    const knownAt = reader.search().get('knownAt') ?? '';
    expect(await readTotal(reader, knownAt)).toBe(imported);
    await page.locator('.nav a').first().click();
    await page.locator('.area').first().waitFor();
    await settled(page);
    expect(reader.search().get('knownAt')).toBe(knownAt);
    await page.locator('[data-figure="transfer.contracts"]').first().click();
    await page.locator('.drawer .evidence-value').waitFor();
    await settled(page);
    const spelled = (yuan: string) => yuan.replaceAll(/\B(?=(\d{3})+(?!\d))(?=.*\.)/g, ',');
    expect(await page.locator('.drawer').innerText()).toContain(spelled(imported));
    await reader.picture('desk-known-then-1440-zh');

    await reader.go('/records/transfer.transfer-contract/XHT903');
    await page.locator('.record-tools button').click();
    await page.locator('.dialog .danger').click();
    expect(await page.locator('.dialog .fault').innerText()).toContain('请写明理由');
    await reader.picture('desk-withdraw-1440-zh');
    await page.locator('.dialog textarea').fill('重复录入');
    await page.locator('.dialog .danger').click();
    await page.locator('.just-written').waitFor();
    await settled(page);
    expect(inFen(await readTotal(reader)) - inFen(untouched)).toBe(1_000_000n);
    expect(await readTotal(reader, knownAt)).toBe(imported);

    await reader.go('/records/transfer.transfer-contract/HT0001');
    await page.locator('.record-tools button').click();
    await page.locator('.dialog textarea').fill('看看能否撤回');
    await page.locator('.dialog .danger').click();
    await page.locator('.dialog [role="alert"]').waitFor();
    expect(await page.locator('.dialog [role="alert"]').innerText()).toContain('仍被');
    await page.keyboard.press('Escape');
    await page.locator('.dialog').waitFor({ state: 'detached' });
    await expectCalm(reader);
    await reader.leave();
  });

  test('adds a record from the keyboard, its references found by name', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await signIn(reader, 'officer', `${contracts}/new?lang=en`);
    await page.locator('#field-code').waitFor();
    await settled(page);
    await page.locator('.form-end .primary').click();
    await page.locator('.form-problem').waitFor();
    expect(await page.locator('.form-problem li').count()).toBe(6);
    await page.locator('#field-code').fill('XHT950');
    await page.locator('#field-title').fill('录入的合同');
    await page.locator('#field-mode').selectOption('licence');
    await page.locator('#field-seller').fill('示例大学08');
    await page.locator('#field-seller ~ .suggestions li', { hasText: '示例大学08' }).first().waitFor();
    await reader.picture('desk-suggestions-1440-en');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('#field-seller').inputValue()).toMatch(/^DW-/);
    await page.locator('#field-amount').fill('1234567.89');
    await page.locator('#field-signedOn').fill('2025-04-01');
    await page.locator('input[name="classified"]').nth(1).check();
    await page.locator('.form-end .primary').click();
    await page.locator('.just-written').waitFor();
    await settled(page);
    expect(page.url()).toContain('/records/transfer.transfer-contract/XHT950');
    expect(await page.locator('.facts').innerText()).toContain('1,234,567.89');
    await expectCalm(reader);
    await reader.leave();
  });

  test('is told before sending what cannot be imported, and loses nothing when the line is cut', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await signIn(reader, 'officer', `${contracts}/import`);
    const file = page.locator('input[type="file"]');
    await file.setInputFiles({ name: '合同.xls', mimeType: '', buffer: Buffer.from('PK') });
    expect(await page.locator('.fault[role="alert"]').innerText()).toContain('另存为 .xlsx');
    // What is found only by looking into the file is told after it was sent.
    await file.setInputFiles({ name: '合同.xlsx', mimeType: '', buffer: Buffer.from('PK') });
    await page.locator('.import-problem').waitFor();
    expect(await page.locator('.import-problem').innerText()).toContain('没有导入');

    // The command arrives, its answer does not: the same key brings the answer that was lost.
    const keys: string[] = [];
    await page.route('**/confirm', async (route) => {
      keys.push(route.request().headers()['idempotency-key'] ?? '');
      if (keys.length > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await file.setInputFiles(sheet('XHT960,断线时的合同,转让,DW-N01,,5000,2025-04-02,,否,'));
    await page.locator('.import-verdict .primary').click();
    await page.locator('.import-problem').waitFor();
    await page.locator('.import-verdict .primary').click();
    await page.locator('.import-done').waitFor();
    expect(await page.locator('.import-done dd').allInnerTexts()).toEqual(['1', '1', '0', '0']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    await reader.leave();
  });

  test('has a form for every register, and one for a person keeps the identity number out of the draft', async () => {
    const reader = await read(portal, { viewport: phone });
    const { page } = reader;
    await signIn(reader, 'officer', '/registers');
    await page.locator('.slice a').first().waitFor();
    const registers = await page
      .locator('.slice a')
      .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
    expect(registers.length).toBeGreaterThan(20);
    for (const register of registers) {
      await reader.go(`${register}/new`);
      expect(await page.locator('.record-form .field').count(), register).toBeGreaterThan(1);
      await expectCalm(reader);
    }
    await reader.go('/registers/directory.person');
    const first = await page.locator('.row-link').first().getAttribute('href');
    await reader.go(`${first}/edit`);
    const number = page.locator('#field-identityNumber');
    expect(await number.inputValue()).toBe('');
    await number.fill('11010519491231002X');
    await page.locator('#field-reason').fill('证号录入有误');
    await number.scrollIntoViewIfNeeded();
    await reader.picture('desk-person-390-zh');
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    expect(kept).toContain('证号录入有误');
    expect(kept).not.toContain('11010519491231002X');
    await page.locator('.account-button').click();
    await page.locator('.account-leave').click();
    await page.locator('.account-link').waitFor();
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('证号录入有误');
    await reader.leave();
  });

  test('drops a file onto the page', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await signIn(reader, 'officer', `${contracts}/import`);
    const carried = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], '拖来的.csv', { type: 'text/csv' }));
      return transfer;
    }, header);
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: carried });
    await page.locator('.import-verdict').waitFor();
    expect(await page.locator('h1').innerText()).toContain('拖来的.csv');
    expect(await page.locator('.import-verdict').innerText()).toContain('没有要导入的行');
    expect(await page.locator('.import-counts dd').allInnerTexts()).toEqual(['0', '0', '0', '0']);
    await expectCalm(reader);
    await reader.leave();
  });

  test('works on a phone, in the dark and in English', async () => {
    const reader = await read(portal, { viewport: phone, colorScheme: 'dark' });
    const { page } = reader;
    await signIn(reader, 'officer', contracts);
    await page.locator('.list-tools .primary').waitFor();
    await reader.picture('desk-register-390-zh-dark');
    await expectCalm(reader);
    await reader.go(`${contracts}/import`);
    await page
      .locator('input[type="file"]')
      .setInputFiles(sheet('XHT970,,转让,DW-NONE,,五千,2025-04-02,,否,'));
    await page.locator('.faults li').first().waitFor();
    await reader.picture('desk-faults-390-zh-dark');
    await expectCalm(reader);
    await reader.go('/records/transfer.transfer-contract/HT0002/edit?lang=en');
    await page.locator('#field-amount').waitFor();
    await reader.picture('desk-form-390-en-dark');
    await expectCalm(reader);
    await reader.go('/records/transfer.transfer-contract/HT0002?lang=en');
    await page.locator('.record-tools button').click();
    await page.locator('.dialog textarea').waitFor();
    await reader.picture('desk-withdraw-390-en-dark');
    await expectCalm(reader);
    await reader.leave();
  });
});

describe('an auditor', () => {
  test('reads what was done and what was refused, old and new', async () => {
    const reader = await read(portal);
    const { page } = reader;
    await signIn(reader, 'auditor', '/');
    await page.locator('.nav a').last().click();
    await page.locator('.audit > li').first().waitFor();
    await settled(page);
    const corrected = page.locator('.audit > li', { hasText: '转化合同 XHT903' });
    const correction = corrected.filter({ hasText: '更正' }).filter({ hasText: '完成' });
    await correction.locator('summary').click();
    await correction.locator('.changes dt', { hasText: '合同金额（元）' }).waitFor();
    expect(await correction.locator('.changes del').innerText()).toBe('200,000.00');
    expect(await correction.locator('.changes ins').innerText()).toBe('205,000.50');
    expect(await correction.innerText()).toContain('金额录入有误，按合同原件更正');
    expect(await correction.locator('.audit-proof').innerText()).toMatch(/[0-9a-f]{32}/);
    const refused = page.locator('.audit > li', { hasText: '被拒' }).filter({ hasText: '更正' }).first();
    await refused.locator('summary').click();
    await refused.locator('.audit-opened').waitFor();
    expect(await refused.innerText()).toContain('处问题');
    await reader.picture('desk-audit-1440-zh');
    await expectCalm(reader);

    await reader.go('/audit?lang=en');
    await reader.picture('desk-audit-1440-en');
    await reader.go(`${contracts}/import`);
    expect(await page.locator('.page-line').innerText()).toContain('没有这项权限');
    await reader.go(contracts);
    expect(await page.locator('.list-tools .primary').count()).toBe(0);
    await expectCalm(reader);
    await reader.leave();
  });

  test('reads it on a phone; a stranger is shown the way in', async () => {
    const reader = await read(portal, { viewport: phone });
    await reader.go('/audit');
    expect(await reader.page.locator('.page-line').innerText()).toContain('需要登录');
    expect(await reader.page.locator('.nav a[href*="/audit"], .nav a[href*="/desk"]').count()).toBe(0);
    await signIn(reader, 'auditor', '/audit?lang=en');
    await reader.page.locator('.audit > li summary').first().click();
    await reader.picture('desk-audit-390-en');
    await expectCalm(reader);
    await reader.leave();
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../platform.ts';
import { openPortal, phone, settled, type Portal, type Reader } from './portal.ts';
import { ask, enter, expectCalm, expectNamed } from './roles.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});

afterAll(async () => {
  await portal?.close();
});

const contract = '/records/transfer.transfer-contract/HT0003';
const save = (reader: Reader) => reader.page.locator('.record-form > .form-end .primary').click();
const atRecord = async (reader: Reader, code: string): Promise<void> => {
  await until('the record is open', () => new URL(reader.page.url()).pathname.endsWith(`/${code}`));
  await settled(reader.page);
};
const fact = (reader: Reader, label: string) =>
  reader.page.locator('.facts > div', { hasText: label }).locator('dd').first().innerText();

describe('two at one record', () => {
  test('the second sees who changed what beside his own, chooses, and nothing he typed is lost', async () => {
    const [first, second] = [
      await enter(portal, 'officer', `${contract}/edit`),
      await enter(portal, 'office', `${contract}/edit`),
    ];
    await first.page.locator('#field-amount').fill('18000.50');
    await first.page.locator('#field-registrationNumber').fill('示例2020-90003');
    await first.page.locator('#field-reason').fill('按合同原件更正');
    await second.page.locator('#field-amount').fill('18000.75');
    await second.page.locator('#field-title').fill('示例成果0111实施许可合同（补）');
    await second.page.locator('#field-reason').fill('补正名称和金额');
    await save(second);
    await atRecord(second, 'HT0003');
    await second.leave();

    await save(first);
    const conflict = first.page.locator('.conflict');
    await conflict.waitFor();
    const told = await conflict.innerText();
    expect(told).toContain('示例办公室');
    expect(told).toContain('理由：补正名称和金额');
    expect(await conflict.locator('fieldset').count()).toBe(1);
    expect(await conflict.locator('fieldset').innerText()).toMatch(
      /18,000\.00[\s\S]*18,000\.50[\s\S]*18,000\.75/,
    );
    expect(await first.page.locator('#field-amount').inputValue()).toBe('18000.50');
    expect(await first.page.evaluate(() => document.activeElement?.className)).toBe('conflict');
    await first.picture('records-conflict-1440-zh');
    await conflict.locator('.primary').click();
    expect(await conflict.locator('.fault').innerText()).toContain('请为每个字段选一个值');
    // By keyboard: the first choice has the focus.
    await first.page.keyboard.press('Space');
    await expectNamed(first);
    await conflict.locator('.primary').click();
    await atRecord(first, 'HT0003');
    expect(await fact(first, '合同金额')).toBe('18,000.50');
    expect(await fact(first, '名称')).toBe('示例成果0111实施许可合同（补）');
    expect(await fact(first, '技术合同登记号')).toBe('示例2020-90003');
    await expectCalm(first);

    await first.page.locator('.compare summary').click();
    expect(await first.page.locator('.compare .changes').innerText()).toMatch(/18,000\.75[\s\S]*18,000\.50/);
    await first.picture('records-history-1440-zh');
    await first.leave();
  });

  test('changes of different fields are both kept with one click, in English, on a phone', async () => {
    const reader = await enter(portal, 'officer', `${contract}/edit?lang=en`, { viewport: phone });
    await reader.page.locator('#field-registrationNumber').fill('示例2020-90004');
    await reader.page.locator('#field-reason').fill('Corrected from the contract');
    const { version } = await ask<{ version: string }>(
      reader,
      'GET',
      '/api/registers/transfer.transfer-contract/records/HT0003',
    );
    const colleague = await enter(portal, 'office', '/registers');
    const status = await colleague.page.evaluate(async (seen) => {
      const answer = await fetch('/api/registers/transfer.transfer-contract/records/HT0003', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'records-journey-1' },
        body: JSON.stringify({ row: { title: '示例成果0111实施许可合同' }, reason: '恢复名称', seen }),
      });
      return answer.status;
    }, version);
    expect(status).toBe(200);
    await colleague.leave();
    await save(reader);
    const conflict = reader.page.locator('.conflict');
    await conflict.waitFor();
    expect(await conflict.innerText()).toMatch(
      /Another changed this record[\s\S]*Only the other changed[\s\S]*Only you changed/,
    );
    await reader.picture('records-conflict-390-en');
    await expectCalm(reader);
    await conflict.locator('.primary', { hasText: 'Keep both changes' }).click();
    await atRecord(reader, 'HT0003');
    expect(await fact(reader, 'Title')).toBe('示例成果0111实施许可合同');
    expect(await fact(reader, 'Registration number')).toBe('示例2020-90004');
    await reader.picture('records-record-390-en');
    await expectCalm(reader);
    await reader.leave();
  });
});

describe('entering', () => {
  test('what is pasted is read, a record like another says where values come from, the next one follows', async () => {
    const reader = await enter(portal, 'officer', '/records/transfer.transfer-contract/HT0001');
    const { page } = reader;
    await page.locator('.record-tools .button', { hasText: '照此新增' }).click();
    await page.locator('#field-code').waitFor();
    expect(await page.locator('.origin').first().innerText()).toContain('照“示例成果0002转让合同”填入');
    expect(await page.locator('#field-code').inputValue()).toBe('');
    await page.locator('#field-code').fill('XHT971');
    await page.locator('#field-amount').fill('￥1.3万元');
    const offer = page.locator('.offer button');
    expect(await offer.innerText()).toBe('用 13000');
    await reader.picture('records-form-1440-zh');
    await offer.click();
    expect(await page.locator('#field-amount').inputValue()).toBe('13000');
    await page.locator('#field-signedOn').fill('2025年4月1日');
    await page.locator('#field-title').focus();
    expect(await page.locator('#field-signedOn').inputValue()).toBe('2025-04-01');
    await expectNamed(reader);
    await page.locator('button[value="again"]').click();
    await page.locator('.added-note').waitFor();
    expect(await page.locator('.added-note').innerText()).toContain('XHT971');
    expect(await page.locator('#field-code').inputValue()).toBe('');
    await page.locator('#field-code').fill('XHT972');
    await page.locator('#field-signedOn').fill('20250402');
    // Left and come back: what was typed is still there.
    await page.goto(`${portal.address}/registers`);
    await page.goBack();
    await settled(page);
    expect(await page.locator('#field-code').inputValue()).toBe('XHT972');
    await save(reader);
    await atRecord(reader, 'XHT972');
    expect(await fact(reader, '签订日期')).toBe('2025-04-02');
    await expectCalm(reader);
    await reader.leave();
  });

  test('a distribution with its shares, proposed to the fen', async () => {
    const reader = await enter(portal, 'officer', '/records/transfer.transfer-contract/HT0001');
    const { page } = reader;
    await page.locator('.record-tools .primary').click();
    await page.locator('#share-gross').fill('260.00');
    await page.locator('#share-costs').fill('9.99');
    await page.locator('#share-shares-0-ratio').fill('70');
    await page.locator('#share-shares-1-ratio').fill('30');
    await page.locator('#share-shares-0-amount').fill('1');
    expect(await page.locator('.balance').innerText()).toContain('还差 249.01 元');
    await page.locator('.record-form > .form-end .primary').click();
    await page.locator('.form-problem').waitFor();
    expect(await page.locator('.form-problem').innerText()).toContain('金额');
    await page.locator('.field-group .button', { hasText: '按比例拟分' }).click();
    expect(await page.locator('#share-shares-0-amount').inputValue()).toBe('175.01');
    expect(await page.locator('#share-shares-1-amount').inputValue()).toBe('75.00');
    expect(await page.locator('.balance').innerText()).toContain('合计正好等于净收入');
    await reader.picture('records-distribute-1440-zh');
    await expectNamed(reader);
    await page.locator('.record-form > .form-end .primary').click();
    await atRecord(reader, 'HT0001-FP4');
    expect(await fact(reader, '分配总额')).toBe('250.01');
    expect(await page.locator('.linked .count').first().innerText()).toContain('2');
    expect(await page.locator('.history-head b').first().innerText()).toBe('登记收益分配');
    await reader.picture('records-distribution-1440-zh');
    await expectCalm(reader);
    await reader.leave();
  });
});

describe('one entered twice', () => {
  test('is found, compared and merged by keyboard; the old number leads on; undone, all is as before', async () => {
    const reader = await enter(portal, 'officer', '/registers');
    const { page } = reader;
    const add = (register: string, row: Record<string, unknown>) =>
      ask(reader, 'POST', `/api/registers/${register}/records`, { row });
    await add('directory.organisation', {
      code: 'DW-X1',
      name: '示例（重复）科技有限公司',
      kind: 'company',
      region: '220100',
    });
    await add('directory.organisation', { code: 'DW-X2', name: '示例(重复)科技有限责任公司', kind: 'other' });
    await add('directory.person', { code: 'RY-X1', name: '示例人员X', organisation: 'DW-X2' });
    await reader.go('/merge');
    await page.locator('.likely > li').first().waitFor();
    expect(await page.locator('.likely > li').count()).toBe(1);
    expect(await page.locator('.likely').innerText()).toMatch(/名称相同[\s\S]*被 1 条记录引用/);
    await reader.picture('records-merge-1440-zh');
    await page.locator('.likely .button').focus();
    await page.keyboard.press('Enter');
    await page.locator('.comparison .primary').waitFor();
    await settled(page);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
    await page.locator('input[name="take-kind"]').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('.comparison .primary').waitFor();
    await settled(page);
    await page.locator('.merge-changes summary').first().click();
    expect(await page.locator('.merge-changes').innerText()).toContain('示例人员X');
    await reader.picture('records-compare-1440-zh');
    await expectNamed(reader);
    await page.locator('.comparison textarea').focus();
    await page.keyboard.type('同一单位登记了两次');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.just-written').waitFor();
    expect(await page.locator('.just-written').innerText()).toContain('已并入“示例（重复）科技有限公司”');
    await settled(page);
    await reader.picture('records-merged-1440-zh');

    await reader.go('/records/directory.organisation/DW-X2');
    expect(await page.locator('.merged-from').innerText()).toContain('“示例(重复)科技有限责任公司”（DW-X2）');
    expect(await page.locator('h1').innerText()).toContain('示例（重复）科技有限公司');
    expect(await fact(reader, '类别')).toBe('其他');
    await page.locator('.history .plain-button', { hasText: '整体撤销' }).click();
    await page.locator('dialog textarea').fill('其实是两家');
    await page.locator('dialog .danger').click();
    await until('the dialog is gone', async () => (await page.locator('dialog').count()) === 0);
    await reader.go('/records/directory.organisation/DW-X2');
    expect(await page.locator('h1').innerText()).toContain('示例(重复)科技有限责任公司');
    expect(await page.locator('.merged-from').count()).toBe(0);
    await expectCalm(reader);

    await page.setViewportSize(phone);
    await reader.go('/merge?lang=en');
    await page.locator('.merges > li').first().waitFor();
    expect(await page.locator('.merges').innerText()).toContain('undone');
    await reader.picture('records-merge-390-en');
    await expectCalm(reader);
    await reader.leave();
  });
});

describe('many at once', () => {
  test('say what will happen to how many, are done as one, and undone', async () => {
    const list = `/registers/directory.organisation?q=${encodeURIComponent('示例科技有限公司07')}`;
    const reader = await enter(portal, 'officer', list);
    const { page } = reader;
    await page.locator('tbody .choose input').first().waitFor();
    for (const at of [0, 1, 2]) await page.locator('tbody .choose input').nth(at).check();
    await page.locator('.bulk-actions .button').first().click();
    const dialog = page.locator('dialog.bulk');
    await dialog.locator('select').selectOption('kind');
    await dialog.locator('#field-kind').selectOption('other');
    await dialog.locator('button.primary').click();
    await dialog.locator('.bulk-counts').waitFor();
    expect(await dialog.locator('.bulk-counts dd').allInnerTexts()).toEqual(['3', '0', '0']);
    expect(await dialog.locator('.bulk-change').innerText()).toMatch(/企业[\s\S]*其他[\s\S]*3 条/);
    await reader.picture('records-bulk-1440-zh');
    expect(await dialog.locator('button.primary').innerText()).toBe('更改 3 条');
    await dialog.locator('button.primary').click();
    expect(await dialog.locator('.fault').innerText()).toContain('请写明理由');
    await dialog.locator('textarea').fill('按年度清理类别');
    await dialog.locator('button.primary').click();
    await dialog.locator('.note').waitFor();
    expect(await dialog.locator('.note').innerText()).toContain('已更改 3 条记录');
    await reader.picture('records-bulk-done-1440-zh');
    await dialog.locator('.plain-button', { hasText: '整体撤销' }).click();
    await page.locator('dialog dialog textarea').fill('改错了');
    await page.locator('dialog dialog .danger').click();
    await until('it is undone', async () =>
      (await dialog.locator('.note').innerText()).includes('恢复了 3 条'),
    );
    await dialog.locator('button.primary').click();
    await until('the dialog is gone', async () => (await page.locator('dialog').count()) === 0);
    await settled(page);
    expect(await page.locator('tbody').innerText()).not.toContain('其他');
    await expectCalm(reader);

    await page.setViewportSize(phone);
    await reader.go(`${list}&lang=en`);
    await page.locator('tbody .choose input').first().check();
    await page.locator('.bulk-actions .button').last().click();
    await dialog.locator('button.primary').click();
    await dialog.locator('.bulk-counts').waitFor();
    await reader.picture('records-bulk-390-en');
    await expectCalm(reader);
    await reader.leave();
  });
});

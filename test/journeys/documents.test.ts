import { afterAll, beforeAll, expect, test } from 'vitest';
import { officeFile, pdf, png } from '../../src/kernel/files/testing.ts';
import { until } from '../platform.ts';
import { desk, openPortal, phone, read, settled, type Portal, type Reader } from './portal.ts';

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(async () => portal?.close());

async function signIn(reader: Reader, account: string, at: string): Promise<void> {
  await reader.go(`/sign-in?back=${encodeURIComponent(at)}`);
  await reader.page.locator('input[autocomplete="username"]').fill(account);
  await reader.page.locator('input[autocomplete="current-password"]').fill(portal.passwordOf(account));
  await reader.page.locator('.sign-in button').click();
  await until('the page asked for is there', () => reader.page.url().endsWith(at));
  await settled(reader.page);
}

const overflow = (reader: Reader): Promise<number> =>
  reader.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const record = '/records/directory.organisation/DW-C001';
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

test('an officer adds documents, looks at one, withdraws another; a reader sees what stands', async () => {
  const officer = await read(portal, { viewport: desk });
  const { page } = officer;
  await signIn(officer, 'officer', record);
  await page.getByLabel('材料类别').fill('合同');
  await page
    .locator('.attach input[type="file"]')
    .setInputFiles([
      file('示例转让合同.pdf', pdf()),
      file('到账凭证.jpg', png({ width: 8 })),
      file('台账.xlsx', officeFile('xl/workbook.xml')),
      file('网页.png', Buffer.from('<html><script>alert(1)</script></html>')),
      file('带宏.xlsx', officeFile('xl/workbook.xml', { 'xl/vbaProject.bin': Buffer.from('x') })),
    ]);
  await until('all are added or refused', async () => {
    const [added, waiting] = [page.locator('.attachment'), page.locator('.sending:not([data-fault])')];
    return (await added.count()) === 3 && (await waiting.count()) === 0;
  });
  const faults = await page.locator('.sending .fault').allInnerTexts();
  expect(faults).toEqual([expect.stringContaining('网页'), expect.stringContaining('宏')]);
  await page.locator('#documents').scrollIntoViewIfNeeded();
  await officer.picture('documents-1440-zh');

  await page.getByRole('button', { name: '查看 到账凭证.jpg' }).click();
  await until('the picture is drawn', () =>
    page
      .locator('.picture img')
      .evaluate((picture: HTMLImageElement) => picture.complete && picture.naturalWidth === 8),
  );
  await page.keyboard.press('Escape');
  const pdfAddress = await page.getByRole('link', { name: '查看 示例转让合同.pdf' }).getAttribute('href');
  const shown = await page.request.get(pdfAddress ?? '');
  expect(shown.headers()['content-disposition']).toMatch(/^inline/);

  await page.getByRole('button', { name: '撤下 台账.xlsx' }).click();
  await page.locator('dialog.dialog button[type="submit"]').click();
  await page.locator('dialog.dialog .fault').waitFor();
  await page.locator('dialog.dialog textarea').fill('示例：传错了文件');
  await page.locator('dialog.dialog button[type="submit"]').click();
  await until('it is withdrawn', async () => (await page.locator('.withdrawn-files').count()) === 1);
  expect(officer.complaints.filter((text) => !/status of 422/.test(text))).toEqual([]);
  await officer.leave();

  const auditor = await read(portal, { viewport: phone, colorScheme: 'dark' });
  await signIn(auditor, 'auditor', `${record}?lang=en`);
  const names = auditor.page.locator('.attachments > .answer > .attachment-list .attachment-name');
  await names.first().waitFor();
  expect(await names.allInnerTexts()).toEqual([
    expect.stringContaining('到账凭证'),
    expect.stringContaining('转让合同'),
  ]);
  expect(await auditor.page.locator('.attach').count()).toBe(0);
  await auditor.page.locator('.withdrawn-files summary').click();
  expect(await auditor.page.locator('.withdrawn-files').innerText()).toContain('示例：传错了文件');
  await auditor.page.locator('#documents').scrollIntoViewIfNeeded();
  await auditor.picture('documents-390-en-dark');
  expect(await overflow(auditor)).toBeLessThanOrEqual(0);
  expect(auditor.complaints).toEqual([]);
  await auditor.leave();

  const anyone = await read(portal);
  await anyone.go(record);
  expect(await anyone.page.locator('.attachments').count()).toBe(0);
  await anyone.leave();
});

test('long work is seen in the corner, told at its end, and found again', async () => {
  const reader = await read(portal, { viewport: desk });
  const { page } = reader;
  await signIn(reader, 'officer', '/registers');
  expect(await page.locator('.tray').count()).toBe(0);
  const rows = Array.from({ length: 6000 }, (_, n) => `YL-${n},示例单位${n},company,不是日期`);
  const table = Buffer.from(`code,name,kind,establishedOn\n${rows.join('\n')}\n`);
  const uploaded = await page.request.post('/api/uploads?name=%E5%8D%95%E4%BD%8D.csv', {
    data: table,
    headers: { 'content-type': 'application/octet-stream', 'idempotency-key': 'journey-upload' },
  });
  const { hash } = (await uploaded.json()) as { hash: string };
  for (const part of ['1', '2', '3', '4']) {
    const submitted = await page.request.post('/api/registers/directory.organisation/imports', {
      data: { hash, name: `单位${part}.csv` },
      headers: { 'idempotency-key': `journey-import-${part}` },
    });
    expect(submitted.status()).toBe(200);
  }
  await page.reload();
  await page.locator('.tray progress').first().waitFor();
  await reader.picture('tray-1440-zh');
  await until('all are told to have ended', async () => {
    const [open, told] = [page.locator('.tray progress'), page.locator('.tray .job-outcome')];
    return (await open.count()) === 0 && (await told.count()) > 0;
  });
  await page.locator('.tray .close').first().click();
  await page.locator('.tray a[href^="/jobs"]').click();
  await page.locator('[data-job]').first().waitFor();
  await settled(page);
  expect(await page.locator('.tray').count()).toBe(0);
  expect(await page.locator('[data-job]').count()).toBe(4);
  await reader.picture('jobs-1440-zh');
  expect(await page.locator('.job-when').first().innerText()).toContain('结束');
  await page.setViewportSize(phone);
  await reader.go('/jobs?lang=en');
  await reader.picture('jobs-390-en');
  expect(await overflow(reader)).toBeLessThanOrEqual(0);
  expect(reader.complaints).toEqual([]);
  await reader.leave();
});

/** Tables in and out: what is exported comes back unchanged, what is wrong is told with its place, all or nothing. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { house, registers } from '#app/house.ts';
import { sampleFolder } from '#app/load.ts';
import type { SheetFault } from '#kernel/contract/sheets.ts';
import { planSheets } from '#kernel/registers/import-plan.ts';
import { rehearse } from '#kernel/registers/import-jobs.ts';
import { takeIn } from '#kernel/registers/take-in.ts';
import { openTableHere } from '#kernel/sheets/open-file.ts';
import { makeWorkbook } from '#kernel/sheets/testing.ts';
import { openTestDoors, type Answer, type Doors } from './doors.ts';
import { until } from './platform.ts';
import { plantThirtyFaults, wrongHeader } from './thirty-faults.ts';

const provinces = {
  'the sample': sampleFolder('jilin-2024'),
  'another province': join(import.meta.dirname, 'other-province'),
};

/** LibreOffice with its sheets; a library where it is not installed. */
const office = existsSync('/usr/lib/libreoffice/program/libsclo.so') ? '/usr/bin/soffice' : undefined;

/** The workbook as another program saves it anew: LibreOffice where it is installed, else a library. */
async function saveAnew(bytes: Buffer, folder: string): Promise<Buffer> {
  if (office === undefined) {
    const book = new exceljs.Workbook();
    await book.xlsx.load(bytes.buffer as ArrayBuffer);
    return Buffer.from(await book.xlsx.writeBuffer());
  }
  const file = join(folder, 'a.xlsx');
  writeFileSync(file, bytes);
  const settings = `-env:UserInstallation=file://${folder}/profile`;
  execFileSync(
    office,
    [settings, '--headless', '--convert-to', 'xlsx', '--outdir', join(folder, 'out'), file],
    {
      stdio: 'ignore',
      timeout: 180_000,
    },
  );
  return readFileSync(join(folder, 'out', 'a.xlsx'));
}

/** A desk over the real doors. */
function openDesk(doors: Doors, cookie: string) {
  const upload = async (bytes: Buffer | Uint8Array, name: string): Promise<Answer> =>
    doors.ask('POST', `/api/uploads?name=${encodeURIComponent(name)}`, {
      raw: { content: Buffer.from(bytes), type: 'application/octet-stream' },
      cookie,
    });
  const finish = async (job: string): Promise<Answer['body']> =>
    until('the job ends', async () => {
      const { body } = await doors.ask('GET', `/api/jobs/${job}`, { cookie });
      return ['done', 'failed', 'cancelled'].includes(body.state) ? body : undefined;
    });
  const preview = async (register: string, bytes: Buffer | Uint8Array, name = '示例.xlsx') => {
    const stored = await upload(bytes, name);
    if (stored.status !== 200) return { refused: stored.body };
    const asked = await doors.ask('POST', `/api/registers/${register}/imports`, {
      body: { hash: stored.body.hash, name },
      cookie,
    });
    if (asked.status !== 200) return { refused: asked.body };
    const job = await finish(asked.body.job);
    if (job.state !== 'done') return { refused: job.problem };
    const { body } = await doors.ask('GET', `/api/imports/${job.result.preview}`, { cookie });
    return { preview: body };
  };
  const faultsOf = async (id: string): Promise<SheetFault[]> =>
    (await doors.ask('GET', `/api/imports/${id}/faults?pageSize=500`, { cookie })).body.faults;
  const confirm = async (id: string): Promise<Answer['body']> => {
    const asked = await doors.ask('POST', `/api/imports/${id}/confirm`, { cookie });
    return asked.status === 200 ? finish(asked.body.job) : { state: 'refused', problem: asked.body };
  };
  return { upload, preview, faultsOf, confirm, finish };
}

const totals = (sheets: { added: number; changed: number; unchanged: number }[]) =>
  sheets.map(({ added, changed, unchanged }) => [added, changed, unchanged]);

describe.each(Object.entries(provinces))('%s', (_name, folder) => {
  let doors: Doors;
  let cookie: string;
  beforeAll(async () => {
    doors = await openTestDoors(folder);
    cookie = await doors.signIn('officer');
  });
  afterAll(async () => doors?.close());

  test('every register comes back from Excel and from CSV as it went out', async () => {
    let compared = 0;
    for (const description of registers.ordered) {
      const { id } = description;
      const { body: list } = await doors.ask('GET', `/api/registers/${id}/records?pageSize=1`, { cookie });
      for (const kind of ['xlsx', 'csv'] as const) {
        const file = await doors.ask('GET', `/api/registers/${id}/records.${kind}`, { cookie });
        expect(file.status).toBe(200);
        const name = `${id}.${kind}`;
        const table = await openTableHere(file.bytes, name);
        const { plans } = planSheets(registers, table, name, description);
        const taken = await rehearse(doors.house.ctx, (inner) =>
          takeIn(inner, house, table, plans, { fileName: name, describesChanges: true }),
        );
        expect([id, kind, taken.faults, taken.changes]).toEqual([id, kind, [], []]);
        expect([id, kind, totals(taken.sheets)]).toEqual([id, kind, [[0, 0, list.register.count]]]);
        compared += list.register.count;
      }
    }
    expect(compared).toBeGreaterThan(100);
  }, 300_000);
});

describe('a desk', () => {
  let doors: Doors;
  let cookie: string;
  let desk: ReturnType<typeof openDesk>;
  beforeAll(async () => {
    doors = await openTestDoors(provinces['the sample']);
    cookie = await doors.signIn('officer');
    desk = openDesk(doors, cookie);
  });
  afterAll(async () => doors?.close());

  const countOf = async (register: string): Promise<number> =>
    (await doors.ask('GET', `/api/registers/${register}/records?pageSize=1`, { cookie })).body.register.count;
  const contractHeader = ['合同编号', '名称', '转化方式', '转化单位', '合同金额（元）', '签订日期'];
  const contractRow = (code: string, amount = '1000', date = '2024-05-27'): string[] => [
    code,
    `示例补录合同${code}`,
    '转让',
    'DW-N01',
    amount,
    date,
  ];
  const sheetOf = (name: string, ...rows: string[][]): Uint8Array =>
    makeWorkbook({ sheets: [{ name, rows }] });

  test('thirty planted faults are told, all thirty, each with its sheet, row and column; the table comes back marked', async () => {
    const { bytes, planted } = plantThirtyFaults();
    expect(planted).toHaveLength(30);
    const { preview } = await desk.preview('transfer.transfer-contract', bytes);
    const faults = await desk.faultsOf(preview.id);
    for (const { sheet, row, column, says } of planted) {
      const found = faults.filter(
        (fault) => fault.sheet === sheet && fault.row === row && says.test(fault.zh),
      );
      expect([sheet, row, String(says), found.length]).toEqual([sheet, row, String(says), 1]);
      if (column !== null) expect(found[0]?.column).toBe(column);
      expect(found[0]?.en).not.toBe('');
    }
    expect(preview.faultCount).toBe(30);
    expect(preview.warnings.map(({ kind }: { kind: string }) => kind)).toContain('unread-sheet');
    const refused = await doors.ask('POST', `/api/imports/${preview.id}/confirm`, { cookie });
    expect(refused.body.code).toBe('broken-rule');

    const marked = await doors.ask('GET', `/api/imports/${preview.id}/faults.xlsx`, { cookie });
    const book = new exceljs.Workbook();
    await book.xlsx.load(marked.bytes.buffer as ArrayBuffer);
    const sheet = book.getWorksheet('转化合同');
    expect(sheet?.getCell('K1').value).toBe('问题（导入时忽略）');
    const amount = sheet?.getCell('F13');
    expect(amount?.value).toBe('1,234.50');
    expect(JSON.stringify(amount?.note)).toContain('请填写 1234.50');
    expect(amount?.fill).toMatchObject({ fgColor: { argb: 'FFFFD6D1' } });
    expect(sheet?.getCell('K13').value).toContain('请填写 1234.50');
    expect(sheet?.getCell('K2').value).toBeNull();
  }, 120_000);

  test('a header that is wrong is told whole', async () => {
    const { preview } = await desk.preview('transfer.receipt', wrongHeader());
    const told = (await desk.faultsOf(preview.id))
      .map(({ column, zh }) => `${column ?? ''} ${zh}`)
      .join('\n');
    expect(told).toMatch(
      /C 列“合同”出现两次[\s\S]*D “到账”没有“颜色”这一列|D “到账”没有“颜色”这一列[\s\S]*C 列“合同”出现两次/,
    );
    expect(told).toContain('缺少列“到账金额（元）”');
  });

  test('previewed, confirmed, mended by a library, changed again: all or nothing, once', async () => {
    const register = 'transfer.transfer-contract';
    const before = await countOf(register);
    const bytes = sheetOf(
      '转化合同',
      contractHeader,
      contractRow('XE1'),
      contractRow('XE2', '２０００', '2024年5月7日'),
    );
    const { preview } = await desk.preview(register, bytes, '补录.xlsx');
    expect(totals(preview.sheets)).toEqual([[2, 0, 0]]);
    expect(await countOf(register)).toBe(before);
    const done = await desk.confirm(preview.id);
    expect([done.state, done.result?.words?.zh]).toEqual(['done', '新增 2 行，更改 0 行，未变 0 行']);
    expect(await countOf(register)).toBe(before + 2);
    expect((await desk.confirm(preview.id)).problem.code).toBe('already-exists');

    const file = await doors.ask('GET', `/api/registers/${register}/records.xlsx?search=XE`, { cookie });
    const book = new exceljs.Workbook();
    await book.xlsx.load(file.bytes.buffer as ArrayBuffer);
    const sheet = book.worksheets[0];
    expect(sheet?.getCell('A2').value).toBe('XE1');
    expect(sheet?.getCell('G3').value).toEqual(new Date(Date.UTC(2024, 4, 7)));
    expect(sheet?.getCell('F3').value).toBe(2000);
    if (sheet) sheet.getCell('F3').value = 2000.5;
    const edited = Buffer.from(await book.xlsx.writeBuffer());
    const again = await desk.preview(register, edited, '改.xlsx');
    expect(totals(again.preview.sheets)).toEqual([[0, 1, 1]]);
    const { body: changes } = await doors.ask('GET', `/api/imports/${again.preview.id}/changes`, { cookie });
    expect(changes.changes).toMatchObject([
      { code: 'XE2', row: 3, fields: [{ name: 'amount', before: '2000.00', after: '2000.50' }] },
    ]);
    // Another corrects the record meanwhile: what is written must be what was shown.
    const { body: record } = await doors.ask('GET', `/api/registers/${register}/records/XE2`, { cookie });
    const corrected = await doors.ask('PATCH', `/api/registers/${register}/records/XE2`, {
      body: { row: { amount: '2000.50' }, reason: '按合同原件更正', seen: record.version },
      cookie,
    });
    expect(corrected.status).toBe(200);
    const late = await desk.confirm(again.preview.id);
    expect([late.state, late.problem?.code]).toEqual(['failed', 'changed-meanwhile']);
  });

  test('a distribution and its shares enter together; alone they break the rule', async () => {
    const distributions = [
      ['分配编号', '合同', '决定日期', '分配总额（元）'],
      ['XF1', 'HT0001', '2024-06-01', '10'],
    ];
    const shares = [
      ['分配', '序号', '转化单位', '分配对象', '金额（元）'],
      ['XF1', '1', 'DW-N01', '科研团队', '7'],
      ['XF1', '2', 'DW-N01', '单位留存', '3'],
    ];
    const alone = await desk.preview('transfer.distribution', sheetOf('收益分配', ...distributions));
    expect((await desk.faultsOf(alone.preview.id)).map(({ zh, row }) => [row, zh])).toEqual([
      [2, expect.stringContaining('各份额合计 0.00 元，应相等')],
    ]);
    const both = makeWorkbook({
      sheets: [
        { name: '分配份额', rows: shares },
        { name: '收益分配', rows: distributions },
      ],
    });
    const { preview } = await desk.preview('transfer.distribution', both);
    expect(await desk.faultsOf(preview.id)).toEqual([]);
    expect((await desk.confirm(preview.id)).state).toBe('done');
    const { body } = await doors.ask('GET', '/api/registers/transfer.distribution-share/records?search=XF1', {
      cookie,
    });
    expect(body.total).toBeGreaterThan(0);
  });

  test('templates in both languages are imported as no rows; their notes and choices are there', async () => {
    for (const language of ['zh', 'en']) {
      const file = await doors.ask(
        'GET',
        `/api/registers/transfer.achievement/template.xlsx?language=${language}`,
        { cookie },
      );
      const { preview } = await desk.preview('transfer.achievement', file.bytes, '模板.xlsx');
      expect([preview.faultCount, preview.sheets[0].rows]).toEqual([0, 0]);
      expect(preview.warnings.map(({ kind }: { kind: string }) => kind)).toEqual(['example-row']);
      const book = new exceljs.Workbook();
      await book.xlsx.load(file.bytes.buffer as ArrayBuffer);
      const sheet = book.worksheets[0];
      expect(JSON.stringify(sheet?.getCell('C1').note)).toContain(language === 'zh' ? '下拉' : 'list');
      expect(sheet?.getCell('C2').dataValidation?.type).toBe('list');
      expect(book.worksheets.map(({ name }) => name)).toContain(language === 'zh' ? '说明' : 'Notes');
    }
  });

  test('a column nobody knows hides no other fault; a name is answered with its number', async () => {
    const [unit] = await doors.house.administrate<{ name: string }>(
      `select name from register.organisation where code = 'DW-N01'`,
    );
    const header = ['成果编号', '名称', '类别', '完成单位', '披露日期', '是否涉密', '备注X'];
    const { preview } = await desk.preview(
      'transfer.achievement',
      sheetOf('职务科技成果', header, [
        'QX1',
        '示例成果',
        '发明专利',
        unit?.name ?? '',
        '2024-13-01',
        '否',
        '',
      ]),
    );
    const said = (await desk.faultsOf(preview.id)).map(({ zh }) => zh);
    expect(said).toHaveLength(3);
    expect(said.some((zh) => zh.includes('没有“备注X”这一列'))).toBe(true);
    expect(said.some((zh) => zh.includes('2024-13-01'))).toBe(true);
    expect(said).toContainEqual(`完成单位应填编号：“${unit?.name ?? ''}”的编号是 DW-N01`);
  });

  test('what comes later may be marked: taken, counted, shown, filled in', async () => {
    const register = 'transfer.achievement';
    const header = ['成果编号', '名称', '类别', '完成单位', '披露日期', '是否涉密'];
    const bare = await desk.preview(
      register,
      sheetOf('职务科技成果', header, ['XW0', '示例补录成果', '发明专利', 'DW-N01', '', '否']),
    );
    expect((await desk.faultsOf(bare.preview.id)).map(({ zh }) => zh)).toEqual([
      '缺少“披露日期”；材料暂缺可填“待补”',
    ]);
    const rows = Array.from({ length: 1928 }, (_, index) => [
      `XW${index}`,
      `示例补录成果${index}`,
      '发明专利',
      'DW-N01',
      index % 2 === 0 ? '待补' : '2024-05-27',
      '否',
    ]);
    const { preview } = await desk.preview(register, sheetOf('职务科技成果', header, ...rows), '1928.xlsx');
    expect([preview.faultCount, totals(preview.sheets)]).toEqual([0, [[1928, 0, 0]]]);
    expect((await desk.confirm(preview.id)).state).toBe('done');
    const list = async () =>
      (
        await doors.ask(
          'GET',
          `/api/registers/${register}/records?pageSize=1&filters=${encodeURIComponent('{"disclosedOn":{"empty":true}}')}`,
          { cookie },
        )
      ).body;
    expect([(await list()).total, (await list()).owing]).toEqual([
      964,
      [{ name: 'disclosedOn', count: 964 }],
    ]);
    // It waits for the unit that owes it, and for no other.
    const waiting = async (organisation: string): Promise<unknown[]> => {
      const unit = await doors.signIn('institution', organisation);
      const { mine } = (await doors.ask('GET', '/api/work', { cookie: unit })).body;
      return mine.map(({ title, link }: { title: { zh: string }; link: string }) => [title.zh, link]);
    };
    expect(await waiting('DW-N01')).toEqual([
      [
        '职务科技成果：964 条待补“披露日期”',
        `/registers/${register}?${new URLSearchParams({ filters: '{"disclosedOn":{"empty":true}}' }).toString()}`,
      ],
    ]);
    expect(await waiting('DW-U06')).toEqual([]);

    // What is owed goes out as such, comes back unchanged, and another value may be corrected meanwhile.
    const file = await doors.ask('GET', `/api/registers/${register}/records.csv`, { cookie });
    expect(file.text).toContain('XW0,示例补录成果0,发明专利,DW-N01,待补,否');
    const again = await desk.preview(register, file.bytes, 'a.csv');
    expect([again.preview.faultCount, again.preview.sheets[0].changed]).toEqual([0, 0]);
    const correct = async (row: object) => {
      const record = await doors.ask('GET', `/api/registers/${register}/records/XW0`, { cookie });
      return doors.ask('PATCH', `/api/registers/${register}/records/XW0`, {
        body: { row, reason: '补齐材料', seen: record.body.version },
        cookie,
      });
    };
    expect((await correct({ title: '示例补录成果甲' })).status).toBe(200);
    expect((await list()).total).toBe(964);
    expect((await correct({ disclosedOn: '2024-05-27' })).status).toBe(200);
    expect((await list()).total).toBe(963);
  }, 120_000);

  test('what another program saved anew is unchanged', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kechuang-office-'));
    try {
      for (const id of ['transfer.transfer-contract', 'parameters.parameter', 'directory.organisation']) {
        const file = await doors.ask('GET', `/api/registers/${id}/records.xlsx`, { cookie });
        const { preview, refused } = await desk.preview(id, await saveAnew(file.bytes, folder));
        expect(refused).toBeUndefined();
        expect([await desk.faultsOf(preview.id), preview.sheets[0].added, preview.sheets[0].changed]).toEqual(
          [[], 0, 0],
        );
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);

  test('a preview is its owner’s alone, and waits for nobody else', async () => {
    const { preview } = await desk.preview(
      'transfer.receipt',
      sheetOf(
        '到账',
        ['到账编号', '合同', '到账日期', '到账金额（元）'],
        ['XR1', 'HT0001', '2024-01-02', '0.01'],
      ),
    );
    const other = await doors.signIn('bureau', undefined, '220100');
    expect((await doors.ask('GET', `/api/imports/${preview.id}`, { cookie: other })).status).toBe(404);
    expect(
      (await doors.ask('POST', `/api/imports/${preview.id}/confirm`, { cookie: other })).status,
    ).toBeGreaterThanOrEqual(403);
    expect((await doors.ask('GET', `/api/imports/${preview.id}`)).status).toBe(401);
  });
});

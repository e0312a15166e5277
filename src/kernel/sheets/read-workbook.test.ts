import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { Refusal } from '#kernel/contract/refusal.ts';
import { columnLetters, parseCellName, type Cell, type SheetEnd } from './cell.ts';
import { readNumberFormat } from './number-format.ts';
import { openTable } from './open-table.ts';
import { plainNumber } from './plain-number.ts';
import { daySerial, serialOf } from './serial-day.ts';
import { makeWorkbook, textRow, type MadeWorkbook } from './testing.ts';

async function readAll(bytes: Uint8Array, sheet = 0) {
  const table = await openTable(bytes, '示例.xlsx');
  try {
    const rows: { row: number; cells: Cell[]; hidden?: true }[] = [];
    let end: SheetEnd | undefined;
    for await (const batch of table.read(sheet, (told) => (end = told))) rows.push(...batch.rows);
    return { rows, end, sheets: table.sheets, notes: table.notes, kind: table.kind };
  } finally {
    await table.close();
  }
}

const cellsOf = async (made: MadeWorkbook): Promise<Cell[][]> =>
  (await readAll(makeWorkbook(made))).rows.map(({ cells }) => cells);
const one = (rows: string, more: Partial<MadeWorkbook> = {}): MadeWorkbook => ({
  sheets: [{ name: '表', rows }],
  ...more,
});
async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await readAll(bytes);
  } catch (error) {
    if (error instanceof Refusal) return error.words.zh;
    throw error;
  }
  throw new Error('was not refused');
}

describe('days', () => {
  test.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [60, null],
    [61, '1900-03-01'],
    [45_439, '2024-05-27'],
    [0, null],
    [-3, null],
    [2_958_465, '9999-12-31'],
    [2_958_466, null],
  ])('1900: %d is %s', (serial, day) => expect(daySerial(serial, false)).toEqual({ day, time: null }));

  test.each([
    [0, '1904-01-01'],
    [43_977, '2024-05-27'],
    [-1, null],
  ])('1904: %d is %s', (serial, day) => expect(daySerial(serial, true)).toEqual({ day, time: null }));

  test('times stay', () =>
    expect(daySerial(45_439.4375, false)).toEqual({ day: '2024-05-27', time: '10:30:00' }));

  test.each([
    ['2024-05-27', 45_439],
    ['1900-03-01', 61],
    ['1900-02-28', null],
  ])('%s is written as %s', (day, serial) => expect(serialOf(day)).toBe(serial));
});

describe('numbers', () => {
  test.each([
    ['1234567.8899999999', '1234567.89', false],
    ['0.30000000000000004', '0.3', false],
    ['1.2E-3', '0.0012', false],
    ['1.23456789012345E+17', '123456789012345000', true],
    ['999999999999999', '999999999999999', false],
    ['-7', '-7', false],
    ['1E2', '100', false],
  ])('%s is %s', (written, text, lost) => expect(plainNumber(written)).toEqual({ text, lost }));

  test.each([
    [14, undefined, 'date'],
    [10, undefined, 'percent'],
    [2, undefined, 'plain'],
    [170, 'yyyy"年"m"月"d"日"', 'date'],
    [171, '[$-804]yyyy/m/d;@', 'date'],
    [172, '[h]:mm', 'date'],
    [173, '0.00%', 'percent'],
    [174, '000000', 'padded'],
    [175, '#,##0.00_);[Red]\\(#,##0.00\\)', 'plain'],
    [176, '"d"0', 'plain'],
    [177, 'General', 'plain'],
    [178, '[Blue]0.0', 'plain'],
  ])('format %d %s is %s', (id, code, as) => expect(readNumberFormat(id, code).as).toBe(as));

  test('letters', () => {
    expect([1, 26, 27, 702, 703].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
    expect(parseCellName('$AB$12')).toEqual({ column: 28, row: 12 });
    expect(parseCellName('12')).toBeNull();
  });
});

describe('cells', () => {
  test('texts: inline, shared, rich, with readings, escaped, blank', async () => {
    const shared =
      '<si><t>共享</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">富 </t></r><r><t>文本</t></r><rPh sb="0" eb="1"><t>ふりがな</t></rPh></si>';
    const row =
      '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="inlineStr"><is><r><t>内</t></r><r><t>联</t></r></is></c><c r="D3" t="inlineStr"><is><t>a_x000D_b_x005F_x0041_</t></is></c><c r="F3" t="inlineStr"><is><t/></is></c></row>';
    expect(await cellsOf(one(row, { shared }))).toEqual([['共享', '富 文本', '内联', 'a\rb_x0041_']]);
  });

  test('numbers, days, percents, padding, truth, errors, formulas', async () => {
    const formats = [{ id: 14 }, { id: 9 }, { id: 165, code: '000' }, { id: 166, code: 'yyyy-mm-dd hh:mm' }];
    const row =
      '<row><c><v>1.5</v></c><c s="1"><v>45439</v></c><c s="2"><v>0.305</v></c><c s="3"><v>7</v></c><c s="4"><v>45439.4375</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>A1+1</f><v>2.5</v></c><c t="str"><f>"x"</f><v>x</v></c><c t="d"><v>2024-05-27T00:00:00</v></c><c><v>123456789012345678</v></c></row>';
    expect((await cellsOf(one(row, { formats })))[0]).toEqual([
      { is: 'number', text: '1.5', lost: false, format: 'plain' },
      { is: 'date', day: '2024-05-27', time: null, serial: '45439' },
      { is: 'number', text: '0.305', lost: false, format: 'percent' },
      { is: 'number', text: '007', lost: false, format: 'padded' },
      { is: 'date', day: '2024-05-27', time: '10:30:00', serial: '45439.4375' },
      { is: 'flag', value: true },
      { is: 'error', text: '#N/A' },
      { is: 'formula', shown: '2.5' },
      { is: 'formula', shown: 'x' },
      { is: 'date', day: '2024-05-27', time: null, serial: '2024-05-27T00:00:00' },
      { is: 'number', text: '123456789012346000', lost: true, format: 'plain' },
    ]);
  });

  test('the 1904 system', async () => {
    const row = '<row><c s="1"><v>43977</v></c></row>';
    expect(await cellsOf(one(row, { formats: [{ id: 14 }], date1904: true }))).toMatchObject([
      [{ day: '2024-05-27' }],
    ]);
  });

  test('a cell of more than 32,767 characters', async () => {
    const text = '长'.repeat(32_768);
    expect((await cellsOf(one(textRow([text]))))[0]).toMatchObject([{ is: 'long' }]);
  });

  test('rows keep their numbers; blank ones are passed over, hidden ones told', async () => {
    const { rows, end } = await readAll(
      makeWorkbook({
        sheets: [
          {
            name: '表',
            before: '<cols><col min="2" max="3" hidden="1"/></cols>',
            rows: '<row r="2"><c r="B2"><v>1</v></c></row><row r="4"><c r="A4"/></row><row r="9" hidden="1"><c r="A9"><v>2</v></c></row>',
            after: '<mergeCells count="1"><mergeCell ref="B2:C5"/></mergeCells>',
          },
        ],
      }),
    );
    expect(rows.map(({ row, hidden, cells }) => [row, hidden, cells.length])).toEqual([
      [2, undefined, 2],
      [9, true, 1],
    ]);
    expect(end).toEqual({
      merged: [{ range: 'B2:C5', row: 2, lastRow: 5, column: 2 }],
      hiddenColumns: ['B', 'C'],
    });
  });

  test('prefixes of other programs, and sheets in their order', async () => {
    const bytes = makeWorkbook({
      sheets: [
        { name: '甲', rows: [['一']] },
        { name: '乙', rows: [['二']], hidden: true },
      ],
    });
    const { sheets, rows } = await readAll(bytes, 1);
    expect(sheets).toEqual([
      { name: '甲', hidden: false },
      { name: '乙', hidden: true },
    ]);
    expect(rows[0]?.cells).toEqual(['二']);
  });

  test('links to other workbooks are told and not followed', async () => {
    const bytes = makeWorkbook({
      sheets: [{ name: '表', rows: [['一']] }],
      relations:
        '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="externalLinks/externalLink1.xml"/>',
    });
    expect((await readAll(bytes)).notes).toEqual(['external-links']);
  });
});

describe('what is no table', () => {
  const whole = makeWorkbook({ sheets: [{ name: '表', rows: [['一', '二']] }] });
  const compound = (name: string): Uint8Array =>
    Uint8Array.from([
      0xd0,
      0xcf,
      0x11,
      0xe0,
      0xa1,
      0xb1,
      0x1a,
      0xe1,
      ...Array.from<number>({ length: 600 }).fill(0),
      ...Buffer.from(name, 'utf16le'),
    ]);
  const workbookWith = (parts: Record<string, Uint8Array>): Uint8Array =>
    makeWorkbook({ sheets: [{ name: '表', rows: [['一']] }], parts });

  test.each<[string, Uint8Array, RegExp]>([
    ['a cut archive', whole.subarray(0, whole.length - 40), /压缩结构已损坏/],
    ['HTML renamed', strToU8('<html><body><table><tr><td>1</td></tr></table></body></html>'), /网页（HTML/],
    ['an old .xls', compound('Workbook'), /旧的二进制 .xls.*另存为 .xlsx/],
    ['an encrypted workbook', compound('EncryptedPackage'), /加了密码/],
    ['macros', workbookWith({ 'xl/vbaProject.bin': strToU8('x') }), /含有宏/],
    ['a binary workbook', workbookWith({ 'xl/workbook.bin': strToU8('x') }), /二进制工作簿/],
    ['OpenDocument', zipSync({ mimetype: strToU8('x'), 'content.xml': strToU8('<x/>') }), /OpenDocument/],
    ['a Word file', zipSync({ 'word/document.xml': strToU8('<x/>') }), /Word/],
    ['any other archive', zipSync({ 'a.txt': strToU8('a') }), /是压缩包/],
    ['a PDF', strToU8('%PDF-1.7'), /是 PDF/],
    ['a bomb', workbookWith({ 'xl/media/x.bin': new Uint8Array(50_000_000) }), /压缩炸弹/],
    ['a part cut short', makeWorkbook({ sheets: [{ name: '表', rows: '<x>' }] }), /内容已损坏/],
  ])('%s', async (_name, bytes, message) => {
    expect(await refusal(bytes)).toMatch(message);
  });

  test('entities are never expanded', async () => {
    const bytes = makeWorkbook({
      sheets: [{ name: '表', rows: '' }],
      parts: {
        'xl/styles.xml': strToU8('<!DOCTYPE a [<!ENTITY b "x">]><styleSheet>&b;</styleSheet>'),
      },
    });
    // The parts given come after ours, and take their place.
    await expect(refusal(bytes)).resolves.toMatch(/DOCTYPE/);
  });

  test('content far to the right', async () => {
    const made = one('<row r="1"><c r="XFD1"><v>1</v></c></row>');
    expect(await refusal(makeWorkbook(made))).toMatch(/XFD 列/);
  });

  test('a million rows', async () => {
    const rows = Array.from(
      { length: 1_000_000 },
      (_, index) => `<row><c><v>${(index * 7919) % 99_991}</v></c></row>`,
    );
    expect(await refusal(makeWorkbook(one(rows.join(''))))).toMatch(/超过 200,000 行；请分成几个文件/);
  });

  test('a reading stopped', async () => {
    const controller = new AbortController();
    const table = await openTable(
      makeWorkbook(one('<row><c><v>1</v></c></row>'.repeat(5000))),
      'x',
      controller.signal,
    );
    const reading = table.read(0);
    await reading.next();
    controller.abort(new Error('cancelled'));
    await expect(reading.next()).rejects.toThrow('cancelled');
    await table.close();
  });
});

describe('texts', () => {
  test('rows with their lines, guards taken off, formulas told', async () => {
    const { kind, rows } = await readAll(strToU8("甲,乙\r\n'=1,@x\r\n\r\n''-a,\"多\n行\"\r\n"));
    expect(kind).toBe('text');
    expect(rows).toEqual([
      { row: 1, width: 2, cells: ['甲', '乙'] },
      { row: 2, width: 2, cells: ['=1', { is: 'formula', shown: '@x' }] },
      { row: 5, width: 2, cells: ["'-a", '多\n行'] },
    ]);
  });

  test.each([
    ['a quote not closed', '甲,"乙', /引号内结束/],
    ['a quote within', '甲,乙"丙', /引号用法不对/],
  ])('%s', async (_name, text, message) => {
    expect(await refusal(strToU8(text))).toMatch(message);
  });
});

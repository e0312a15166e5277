/** A workbook of two registers with thirty faults of different kinds, each at a place that is known. */
import { makeWorkbook, textRow } from '#kernel/sheets/testing.ts';

const contracts = '转化合同';
const receipts = '到账';

const text = (value: string): string => `<c t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`;
const empty = '<c/>';
const row = (cells: readonly string[]): string =>
  `<row>${cells.map((cell) => (cell === '' ? empty : cell.startsWith('<c') ? cell : text(cell))).join('')}</row>`;

const day = (serial: number): string => `<c s="1"><v>${serial}</v></c>`;
const number = (value: string): string => `<c><v>${value}</v></c>`;

/** A row of contracts that is right, with some cells in its place. */
const contract = (code: string, cells: Partial<Record<number, string>>): string =>
  row(
    [code, `示例合同${code}`, '转让', 'DW-N01', 'DW-C077', number('1000'), day(45_439), '', '否', '', ''].map(
      (cell, index) => cells[index] ?? cell,
    ),
  );
const receipt = (code: string, cells: Partial<Record<number, string>>): string =>
  row([code, 'HT0001', day(45_439), number('1')].map((cell, index) => cells[index] ?? cell));

/** What is planted: row, column and some words of the fault. */
export interface Planted {
  sheet: string;
  row: number;
  column: string | null;
  says: RegExp;
}

const inContracts: [cells: Partial<Record<number, string>>, column: string | null, says: RegExp][] = [
  [{ 0: '' }, 'A', /缺少“合同编号”/],
  [{ 0: 'XH 02' }, 'A', /编号中不能有空白/],
  [{ 0: number('1.23456789012345E+17') }, 'A', /丢失末尾的数字/],
  [{ 1: '' }, 'B', /缺少“名称”/],
  [{ 1: '<c><f>A1</f><v>x</v></c>' }, 'B', /单元格是公式/],
  [{ 1: '长'.repeat(301) }, 'B', /超过 300 个字符/],
  [{ 1: '<c t="b"><v>1</v></c>' }, 'B', /逻辑值 TRUE/],
  [{ 2: '赠送' }, 'C', /应为其中之一/],
  [{ 3: 'DW-NONE' }, 'D', /“DW-NONE”不在“/],
  [{ 4: 'DW-NOBODY' }, 'E', /“DW-NOBODY”不在“/],
  [{ 5: '1,234.50' }, 'F', /请填写 1234.50/],
  [{ 5: number('-5') }, 'F', /金额不能为负/],
  [{ 5: number('0.005') }, 'F', /精确到分/],
  [{ 5: '一万元' }, 'F', /精确到分/],
  [{ 5: '<c s="2"><v>0.305</v></c>' }, 'F', /百分数 30.5%.*请填写 30.5/],
  [{ 5: '<c t="e"><v>#N/A</v></c>' }, 'F', /错误值 #N\/A/],
  [{ 6: '2025-02-30' }, 'G', /不是存在的日期/],
  [{ 6: day(60) }, 'G', /序列号 60 不对应/],
  [{ 6: number('45439') }, 'G', /是数字 45439，不是日期/],
  [{ 6: '<c s="3"><v>45439.4375</v></c>' }, 'G', /含有时间 2024-05-27 10:30:00/],
  [{ 6: '27/5/2024' }, 'G', /不是存在的日期/],
  [{ 7: day(45_439) }, 'H', /变成了日期 2024-05-27/],
  [{ 8: '也许' }, 'I', /应为是或否/],
  [{ 9: day(45_400) }, null, /早于签订日期/],
  [{ 10: '多余' }, 'K', /K 列有内容，但没有表头/],
];

/** The workbook and what is wrong with it. */
export function plantThirtyFaults(): { bytes: Uint8Array; planted: Planted[] } {
  const planted: Planted[] = inContracts.map(([, column, says], index) => ({
    sheet: contracts,
    row: index + 3,
    column,
    says,
  }));
  const rows = [
    row([
      '合同编号',
      '名称',
      '转化方式',
      '转化单位',
      '受让单位',
      '合同金额（元）',
      '签订日期',
      '技术合同登记号',
      '是否涉密',
      '解除日期',
    ]),
    contract('XH00', {}),
    ...inContracts.map(([cells], index) => contract(`XH${String(index + 10)}`, cells)),
  ];
  // The same key twice, and a cell merged in the data.
  rows.push(contract('XH00', {}), contract('XH98', {}), contract('XH99', {}));
  const twice = inContracts.length + 3;
  planted.push(
    { sheet: contracts, row: twice, column: 'A', says: /键“XH00”与.*第 2 行重复/ },
    {
      sheet: contracts,
      row: twice + 1,
      column: 'B',
      says: new RegExp(`B${twice + 1}:B${twice + 2} 是合并的单元格`),
    },
  );
  const received = [
    row(['到账编号', '合同', '到账日期', '到账金额（元）']),
    receipt('XD01', { 1: 'HT-NONE' }),
    receipt('XD02', { 3: number('999999999999999') }),
    receipt('XD03', { 1: 'HT0002', 2: '二〇二四年' }),
  ];
  planted.push(
    { sheet: receipts, row: 2, column: 'B', says: /“HT-NONE”不在“转化合同”/ },
    { sheet: receipts, row: 4, column: 'C', says: /不是存在的日期/ },
    // Beyond what the contract amounts to: a rule over rows of several registers.
    { sheet: receipts, row: 3, column: null, says: /到账不得超过金额/ },
  );
  const bytes = makeWorkbook({
    sheets: [
      {
        name: contracts,
        rows: rows.join(''),
        after: `<mergeCells count="1"><mergeCell ref="B${twice + 1}:B${twice + 2}"/></mergeCells>`,
      },
      { name: receipts, rows: received.join('') },
      { name: '备注', rows: [['不导入的说明']] },
    ],
    formats: [{ id: 14 }, { id: 10 }, { id: 170, code: 'yyyy-mm-dd hh:mm' }],
  });
  return { bytes, planted };
}

/** A header that is wrong in three ways. */
export const wrongHeader = (): Uint8Array =>
  makeWorkbook({
    sheets: [
      {
        name: receipts,
        rows: textRow(['到账编号', '合同', '合同', '颜色', '到账日期']) + textRow(['a', 'b', 'c', 'd', 'e']),
      },
    ],
  });

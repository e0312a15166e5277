import { describe, expect, test } from 'vitest';
import { receipt, transferContract } from '#domains/transfer/contract.ts';
import { organisation } from '#domains/directory/contract.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readTable, writeTable } from './table-file.ts';
import { validateRows } from './validate.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string | Uint8Array) => {
  const table = readTable(receipt, typeof text === 'string' ? utf8(text) : text, 'receipt.csv');
  const checked = validateRows(receipt, table.rows);
  return { rows: checked.rows, faults: [...table.faults, ...checked.faults] };
};
const refusal = (bytes: Uint8Array): Refusal => {
  try {
    readTable(receipt, bytes, 'receipt.csv');
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was not refused');
};
const header = 'code,contract,receivedOn,amount\n';
/** 到账编号,合同,到账日期,到账金额（元） in GB18030. */
const gbHeader = Uint8Array.from(
  'b5bdd5cbb1e0bac52cbacfcdac2cb5bdd5cbc8d5c6da2cb5bdd5cbbdf0b6eea3a8d4aaa3a90a'
    .match(/../g)
    ?.map((pair) => Number.parseInt(pair, 16)) ?? [],
);

describe('what is taken', () => {
  const row = { code: 'R-1', values: { contract: 'C-1', receivedOn: '2024-01-31', amount: '100.50' } };
  test.each([
    ['identifiers', `${header}R-1,C-1,2024-01-31,100.5\n`],
    ['Chinese labels, any order', '到账金额（元）,到账编号,到账日期,合同\n100.50,R-1,2024-01-31,C-1\n'],
    [
      'English labels, CRLF, no last line break',
      'Receipt number,Contract,Received on,Amount received (CNY)\r\nR-1,C-1,2024-01-31,100.50',
    ],
    ['a byte order mark and quotes', `\uFEFF${header}"R-1","C-1","2024-01-31","100.50"\n`],
    ['blank lines', `${header}\nR-1,C-1,2024-01-31,100.50\n\n`],
  ])('%s', (_name, text) => {
    expect(read(text)).toMatchObject({ faults: [], rows: [row] });
  });

  test('GB18030', () => {
    const body = utf8('R-1,C-1,2024-01-31,100.50\n');
    expect(read(Uint8Array.from([...gbHeader, ...body]))).toMatchObject({ faults: [], rows: [row] });
  });

  test('choices and flags by label or value', () => {
    const table = readTable(
      organisation,
      utf8('单位编号,名称,类别\nA,示例甲,企业\nB,示例乙,university\nC,示例丙,Research institute\n'),
      'o.csv',
    );
    expect(validateRows(organisation, table.rows).rows.map((entry) => entry.values.kind)).toEqual([
      'company',
      'university',
      'institute',
    ]);
  });
});

describe('what is refused, with its place', () => {
  const cases: [string, string, RegExp][] = [
    ['a day that does not exist', 'R-1,C-1,2023-02-29,1', /第 2 行 · 到账日期（receivedOn）.*不是存在的日期/],
    ['a day in another order', 'R-1,C-1,03/02/2023,1', /不是存在的日期/],
    ['a negative amount', 'R-1,C-1,2023-02-03,-1', /金额不能为负/],
    ['half a fen', 'R-1,C-1,2023-02-03,0.005', /精确到分/],
    ['1e30', 'R-1,C-1,2023-02-03,1e30', /精确到分/],
    ['sixteen digits', 'R-1,C-1,2023-02-03,1000000000000000', /精确到分/],
    ['words for money', 'R-1,C-1,2023-02-03,一百', /精确到分/],
    ['a missing value', 'R-1,,2023-02-03,1', /缺少“合同”/],
    ['a missing cell', 'R-1,C-1,2023-02-03', /有 3 格，表头有 4 列/],
    ['a surplus cell', 'R-1,C-1,2023-02-03,1,2', /有 5 格，表头有 4 列/],
    ['a formula', 'R-1,C-1,2023-02-03,=1+1', /单元格是公式/],
    ['a formula in a text', '@SUM(A1),C-1,2023-02-03,1', /单元格是公式/],
    ['a key with a blank', 'R 1,C-1,2023-02-03,1', /编号中不能有空白/],
    ['a direction mark', 'R\u202e1,C-1,2023-02-03,1', /不能保存的字符/],
    ['a control character', 'R\u00071,C-1,2023-02-03,1', /不能保存的字符/],
  ];
  test.each(cases)('%s', (_name, line, message) => {
    const { rows, faults } = read(`${header}${line}\n`);
    expect(rows).toEqual([]);
    expect(faults.map((fault: Fault) => `${fault.at} ${fault.zh}`).join('\n')).toMatch(message);
    for (const fault of faults) expect(fault.en).not.toBe('');
  });

  test('all faults at once, each line named', () => {
    const { faults } = read(`${header}R-1,,2023-02-30,-1\nR-2,C-1,2023-02-03,1\nR-2,C-1,2023-02-03,x\n`);
    expect(faults.map((fault) => fault.at.match(/第 (\d+) 行/)?.[1])).toEqual(['2', '2', '2', '4', '4']);
  });

  test('the same key twice names both lines', () => {
    const { faults } = read(`${header}R-1,C-1,2023-02-03,1\nR-1,C-2,2023-02-03,1\n`);
    expect(faults).toMatchObject([
      { at: 'receipt.csv 第 3 行', zh: expect.stringContaining('receipt.csv 第 2 行') },
    ]);
  });

  test('unknown, missing and doubled columns, all at once', () => {
    const { faults } = read('code,contract,code,颜色\nR,C,R,红\n');
    expect(faults.map((fault) => fault.zh).join('\n')).toMatch(
      /没有“颜色”这一列[\s\S]*出现两次[\s\S]*缺少列“到账日期”[\s\S]*缺少列“到账金额/,
    );
  });

  test.each([
    ['an empty file', utf8(''), /空文件/],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x63, 0, 0x6f, 0]), /UTF-16/],
    ['a NUL', utf8(`${header}R\u0000,C,2023-02-03,1`), /NUL/],
    ['a file cut within a character', utf8(`${header}编号`).subarray(0, -1), /不完整/],
    ['a file cut within quotes', utf8(`${header}R-1,"C-1`), /引号内结束/],
    ['a broken quote', utf8(`${header}R-1,C"1,2023-02-03,1`), /引号用法不对/],
    ['neither UTF-8 nor GB18030', Uint8Array.from([0x61, 0xff, 0xff, 0x0a]), /既不是 UTF-8 也不是 GB18030/],
    ['17 MB', new Uint8Array(17 * 1024 * 1024).fill(0x61), /超过 16 MB/],
  ])('%s is no table', (_name, bytes, message) => expect(refusal(bytes).words.zh).toMatch(message));

  test('dates in the wrong order', () => {
    const { faults } = validateRows(transferContract, [
      {
        at: '/row',
        cells: {
          code: 'C',
          title: '示例',
          mode: 'licence',
          seller: 'O',
          amount: '1',
          signedOn: '2024-02-01',
          endedOn: '2024-01-01',
        },
      },
    ]);
    expect(faults[0]?.zh).toContain('早于');
  });

  test('wrong JSON types and surplus fields', () => {
    const { faults } = validateRows(receipt, [
      { at: '/row', cells: { code: ['a'], contract: 5, receivedOn: true, amount: { a: 1 }, colour: 'red' } },
    ]);
    expect(faults.map((fault) => fault.at)).toEqual([
      '/row/colour',
      '/row/code',
      '/row/contract',
      '/row/receivedOn',
      '/row/amount',
    ]);
  });
});

test('what is written a spreadsheet does not run, and comes back the same', () => {
  const text = writeTable(
    ['code', 'name', 'kind'],
    [
      ['X-1', '=HYPERLINK("x")', 'company'],
      ['X-2', '-40℃低温示例', 'company'],
    ],
  );
  expect(text).toContain(`"'=HYPERLINK(""x"")"`);
  const { rows } = readTable(organisation, utf8(text), 'o.csv');
  expect(rows.map((entry) => entry.cells.name)).toEqual(['=HYPERLINK("x")', '-40℃低温示例']);
});

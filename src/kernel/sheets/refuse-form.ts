/** Files that are no workbook we read, each told by its name and with the way out. */
import type { Refusal } from '#kernel/contract/refusal.ts';
import { refuseTable } from './refuse.ts';

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

/** What a file is by its first bytes. */
export function kindOf(bytes: Uint8Array): 'workbook' | 'compound' | 'markup' | 'pdf' | 'text' {
  if (startsWith(bytes, [0x50, 0x4b])) return 'workbook';
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return 'compound';
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return 'pdf';
  const start = new TextDecoder()
    .decode(bytes.subarray(0, 512))
    .replace(/^\uFEFF/, '')
    .trimStart();
  return /^<(?:!doctype|html|\?xml|table|meta|head|body|style|div)/i.test(start) ? 'markup' : 'text';
}

/** The refusal of what is neither a workbook nor a text. */
export function refuseKind(
  kind: 'compound' | 'markup' | 'pdf',
  bytes: Uint8Array,
  fileName: string,
): Refusal {
  if (kind === 'compound') {
    // Names of streams stand in UTF-16 in the directory of the compound file.
    const encrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
      Buffer.from('EncryptedPackage', 'utf16le'),
    );
    return encrypted
      ? refuseTable(
          'unreadable-file',
          fileName,
          '文件加了密码（加密的工作簿）；请在 Excel 中取消打开密码后另存为 .xlsx',
          'is protected by a password (an encrypted workbook); remove the password in Excel and save it as .xlsx',
        )
      : refuseTable(
          'unreadable-file',
          fileName,
          '是旧的二进制 .xls 文件；请用 Excel 或 WPS 打开并另存为 .xlsx',
          'is an old binary .xls file; open it in Excel or WPS and save it as .xlsx',
        );
  }
  if (kind === 'pdf') {
    return refuseTable(
      'unreadable-file',
      fileName,
      '是 PDF，不是表；请导入 .xlsx 或 .csv',
      'is a PDF and no table; import .xlsx or .csv',
    );
  }
  return refuseTable(
    'unreadable-file',
    fileName,
    '是网页（HTML 或 XML），不是 Excel 工作簿，只是改了文件名；请用 Excel 打开并另存为 .xlsx',
    'is a web page (HTML or XML) under the name of a workbook; open it in Excel and save it as .xlsx',
  );
}

/** Refuses archives that are no plain .xlsx, by the names of their parts (lower case). */
export function refuseForm(names: readonly string[], fileName: string): void {
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (has(/(^|\/)vbaproject\.bin$|^xl\/macrosheets\//)) {
    throw refuseTable(
      'unreadable-file',
      fileName,
      '含有宏，不予打开；请用 Excel 打开，另存为“Excel 工作簿（.xlsx）”，去掉宏',
      'holds macros and is not opened; open it in Excel and save it as “Excel Workbook (.xlsx)”, without macros',
    );
  }
  if (has(/^xl\/workbook\.bin$/)) {
    throw refuseTable(
      'unreadable-file',
      fileName,
      '是二进制工作簿（.xlsb）；请另存为 .xlsx',
      'is a binary workbook (.xlsb); save it as .xlsx',
    );
  }
  if (has(/^content\.xml$/) && has(/^mimetype$/)) {
    throw refuseTable(
      'unreadable-file',
      fileName,
      '是 OpenDocument 表格（.ods）；请另存为 .xlsx',
      'is an OpenDocument sheet (.ods); save it as .xlsx',
    );
  }
  if (has(/^(word|ppt)\//)) {
    throw refuseTable(
      'unreadable-file',
      fileName,
      '是 Word 或 PowerPoint 文件，不是表；请导入 .xlsx 或 .csv',
      'is a Word or PowerPoint file and no table; import .xlsx or .csv',
    );
  }
  if (!has(/^\[content_types\]\.xml$/) || !has(/^xl\/|workbook/)) {
    throw refuseTable(
      'unreadable-file',
      fileName,
      '是压缩包，不是 Excel 工作簿；请解压后逐个导入其中的 .xlsx 或 .csv',
      'is an archive and no Excel workbook; unpack it and import its .xlsx or .csv files one by one',
    );
  }
}

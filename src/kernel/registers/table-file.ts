/** CSV files in and out: encodings, headers in either language, cells to values. */
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { largestFile } from '#kernel/contract/limits.ts';
import type { Field, RecordDescription } from '#kernel/contract/record.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { decodeText } from '#kernel/files/decode-text.ts';
import { fieldsOf } from './registry.ts';
import type { RawRow } from './validate.ts';

/** The table's text, UTF-8 or GB18030; refuses what is neither and a file that was cut. */
function readText(bytes: Uint8Array, fileName: string): string {
  const decoded = decodeText(bytes);
  const fault =
    'fault' in decoded ? decoded.fault : decoded.encoding.startsWith('utf-16') ? 'nul' : undefined;
  if ('text' in decoded && fault === undefined) return decoded.text;
  switch (fault) {
    case 'nul':
      throw unreadable(
        fileName,
        '含有空字节（NUL），可能不是 CSV 文本文件，或为 UTF-16 编码；请另存为 CSV UTF-8',
        'holds NUL bytes: perhaps not a CSV text file, or UTF-16; save it as CSV UTF-8',
      );
    case 'cut':
      throw unreadable(
        fileName,
        '在一个字符的中间结束，文件不完整；请重新取得完整文件',
        'ends in the middle of a character: the file is cut; get the whole file',
      );
    default:
      throw unreadable(
        fileName,
        '既不是 UTF-8 也不是 GB18030 编码；请另存为 CSV UTF-8',
        'is neither UTF-8 nor GB18030; save it as CSV UTF-8',
      );
  }
}

const unreadable = (fileName: string, zh: string, en: string): Refusal =>
  new Refusal('unreadable-file', {
    zh: `无法读取 ${fileName}：${zh}。没有写入任何内容。`,
    en: `${fileName} cannot be read: it ${en}. Nothing was written.`,
  });

/** Header cell → field identifier: identifier, Chinese label or English label. */
function headerNames(description: RecordDescription): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, field] of fieldsOf(description)) {
    for (const header of [name, field.label.zh, field.label.en]) names.set(header.trim().toLowerCase(), name);
  }
  return names;
}

/** A text that a spreadsheet would run as a formula. */
const formula = /^[=+@\t\r]/;
/** Written with a leading apostrophe so that a spreadsheet shows it as text. */
const guarded = /^'[=+\-@]/;

/** A cell's text to the value its field's shape expects; what does not fit is left as it is for the shape to refuse. */
export function cellValue(field: Field, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  switch (field.kind) {
    case 'integer':
      return /^-?\d{1,15}$/.test(trimmed) ? Number(trimmed) : trimmed;
    case 'flag':
      return (
        { 是: true, 否: false, yes: true, no: false, true: true, false: false }[trimmed.toLowerCase()] ??
        trimmed
      );
    case 'choice':
      for (const [value, label] of Object.entries(field.choices ?? {})) {
        if ([value, label.zh, label.en].some((name) => name.toLowerCase() === trimmed.toLowerCase()))
          return value;
      }
      return trimmed;
    default:
      return guarded.test(trimmed) ? trimmed.slice(1) : trimmed;
  }
}

/**
 * Reads a CSV file into raw rows. Refuses a file that is no whole table; faults of headers and of formula cells
 * come back with the rows, so that all are told at once.
 */
export function readTable(
  description: RecordDescription,
  bytes: Uint8Array,
  fileName: string,
): { rows: RawRow[]; faults: Fault[] } {
  if (bytes.byteLength > largestFile) {
    throw new Refusal('too-large', {
      zh: `${fileName} 超过 ${largestFile / 1024 / 1024} MB；请分成几个文件。没有写入任何内容。`,
      en: `${fileName} is larger than ${largestFile / 1024 / 1024} MB; split it. Nothing was written.`,
    });
  }
  const text = readText(bytes, fileName);
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as CsvError & { lines?: number }).lines ?? '?';
    throw unreadable(
      fileName,
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? `在引号内结束，文件不完整（引号开始于第 ${line} 行之前）`
        : `第 ${line} 行的引号用法不对`,
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? `ends inside quotes: the file is cut (before line ${line})`
        : `uses quotes wrongly on line ${line}`,
    );
  }
  const [header, ...body] = records;
  if (!header) {
    throw unreadable(fileName, '是空文件，第一行应为表头', 'is empty; the first line must be the header');
  }
  const names = headerNames(description);
  const faults: Fault[] = [];
  const columns = header.record.map((cell, index) => {
    const name = names.get(cell.trim().toLowerCase());
    if (name === undefined) {
      faults.push({
        at: `${fileName} 第 1 行第 ${index + 1} 列`,
        zh: `“${description.label.zh}”没有“${cell}”这一列；可用：${fieldsOf(description)
          .map(([, field]) => field.label.zh)
          .join('、')}`,
        en: `${description.label.en} have no column “${cell}”; columns: ${fieldsOf(description)
          .map(([id]) => id)
          .join(', ')}`,
      });
    }
    return name;
  });
  const twice = columns.find((name, index) => name !== undefined && columns.indexOf(name) !== index);
  if (twice !== undefined) {
    faults.push({
      at: `${fileName} 第 1 行`,
      zh: `列“${twice}”出现两次`,
      en: `The column “${twice}” is given twice`,
    });
  }
  for (const [name, field] of fieldsOf(description)) {
    if (!field.optional && !columns.includes(name)) {
      faults.push({
        at: `${fileName} 第 1 行`,
        zh: `缺少列“${field.label.zh}”（${name}）`,
        en: `The column “${field.label.en}” (${name}) is missing`,
      });
    }
  }
  if (faults.length > 0) return { rows: [], faults };
  const rows: RawRow[] = [];
  for (const { record, info } of body) {
    const at = `${fileName} 第 ${info.lines} 行`;
    if (record.length !== columns.length) {
      faults.push({
        at,
        zh: `这一行有 ${record.length} 格，表头有 ${columns.length} 列（文件可能不完整，或有未加引号的逗号）`,
        en: `This line has ${record.length} cells, the header ${columns.length} (the file may be cut, or a comma is not quoted)`,
      });
      continue;
    }
    const cells: Record<string, unknown> = {};
    let harmless = true;
    columns.forEach((name, index) => {
      const field = name === undefined ? undefined : description.fields[name];
      const cell = record[index] ?? '';
      if (name === undefined || !field) return;
      if (formula.test(cell)) {
        harmless = false;
        faults.push({
          at: `${at} · ${field.label.zh}（${name}）`,
          zh: '单元格是公式（以 =、+ 或 @ 开头）；请粘贴为数值',
          en: 'The cell is a formula (it begins with =, + or @); paste its value',
        });
      } else cells[name] = cellValue(field, cell);
    });
    if (harmless) rows.push({ at, cells });
  }
  return { rows, faults };
}

/** Writes a table as CSV with a byte order mark; texts a spreadsheet would run are guarded. */
export function writeTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\uFEFF${stringify([[...header], ...rows.map((row) => row.map((cell) => (/^[=+@\t\r]|^-(?!\d)/.test(cell) ? `'${cell}` : cell)))])}`;
}

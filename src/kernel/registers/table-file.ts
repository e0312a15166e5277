/** CSV files of a data folder, read whole; and tables written as CSV. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { largestFile } from '#kernel/contract/limits.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import {
  csvOptions,
  guardText,
  readTableText,
  refuseQuotes,
  rowOf,
  type CsvRecord,
} from '#kernel/sheets/read-csv.ts';
import { refuseTable } from '#kernel/sheets/refuse.ts';
import { readHeader } from './import-columns.ts';
import { readRows } from './import-rows.ts';
import type { PlacedFault, RawRow } from './validate.ts';

/**
 * Reads a CSV file into raw rows. Refuses a file that is no whole table; faults of headers and of cells
 * come back with the rows, so that all are told at once.
 */
export function readTable(
  description: RecordDescription,
  bytes: Uint8Array,
  fileName: string,
): { rows: RawRow[]; faults: PlacedFault[] } {
  if (bytes.byteLength > largestFile) {
    throw new Refusal('too-large', {
      zh: `${fileName} 超过 ${largestFile / 1024 / 1024} MB；请分成几个文件。没有写入任何内容。`,
      en: `${fileName} is larger than ${largestFile / 1024 / 1024} MB; split it. Nothing was written.`,
    });
  }
  const text = readTableText(bytes, fileName);
  let records: CsvRecord[];
  try {
    records = parse(text, csvOptions) as unknown as CsvRecord[];
  } catch (error) {
    throw refuseQuotes(error, fileName);
  }
  const [header, ...body] = records;
  if (!header) throw refuseEmpty(fileName);
  const columns = readHeader(description, { ...rowOf(header), row: 1 });
  if (columns.faults.length > 0) {
    return {
      rows: [],
      faults: columns.faults.map(({ column, zh, en }) => ({
        at: `${fileName} 第 1 行${column === null ? '' : `第 ${column} 列`}`,
        row: 1,
        zh,
        en,
      })),
    };
  }
  return readRows(description, columns, body.map(rowOf), { fileName, sheet: '' }, () => undefined);
}

/** The refusal of a table without its first line. */
export const refuseEmpty = (fileName: string): Refusal =>
  refuseTable(
    'unreadable-file',
    fileName,
    '是空文件，第一行应为表头',
    'is empty; the first line must be the header',
  );

/** Writes a table as CSV with a byte order mark; texts a spreadsheet would run are guarded. */
export const writeTable = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  `\uFEFF${writeLines([header, ...rows])}`;

/** Lines of a table as CSV. */
export const writeLines = (rows: readonly (readonly string[])[]): string =>
  stringify(rows.map((row) => row.map(guardText)));

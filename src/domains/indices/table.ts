/** Tables as text, cell by cell. */
import { parse } from 'csv-parse/sync';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { csvOptions, readTableText, refuseQuotes, type CsvRecord } from '#kernel/sheets/read-csv.ts';

/** A file as it was given. */
export interface TableFile {
  name: string;
  bytes: Uint8Array;
}

export interface Table {
  name: string;
  columns: readonly string[];
  rows: readonly { line: number; cells: ReadonlyMap<string, string> }[];
}

export const isMissing = (text: string | undefined): boolean =>
  text === undefined || text === '' || text === 'NA' || text === 'NaN';

export function readTable({ name, bytes }: TableFile, faults: Fault[]): Table {
  let records: CsvRecord[];
  try {
    records = parse(readTableText(bytes, name), csvOptions) as unknown as CsvRecord[];
  } catch (error) {
    throw error instanceof Refusal ? error : refuseQuotes(error, name);
  }
  const [header, ...body] = records;
  const columns = (header?.record ?? []).map((text) => text.trim());
  const twice = columns.filter((column, at) => columns.indexOf(column) !== at);
  for (const column of new Set(twice))
    faults.push({
      at: `${name} 第 1 行`,
      zh: `列名“${column}”重复`,
      en: `the column “${column}” is there twice`,
    });
  const rows = body.map(({ record, info }) => ({
    line: info.lines,
    cells: new Map(columns.map((column, at) => [column, (record[at] ?? '').trim()])),
  }));
  return { name, columns, rows };
}

/** A number as R and spreadsheets write it: 12.5, -3, 1e-4. */
export const isNumber = (text: string): boolean =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));

/** Tables as text (CSV), row by row: UTF-8 with or without mark, or GB18030. */
import { CsvError, parse } from 'csv-parse';
import { sheetLimits } from '#kernel/contract/limits.ts';
import type { Refusal } from '#kernel/contract/refusal.ts';
import { decodeText } from '#kernel/files/decode-text.ts';
import { longestCell, type Cell, type SheetRow } from './cell.ts';
import { refuseTable } from './refuse.ts';

/** A text that a spreadsheet would run as a formula. */
const formula = /^[=+@\t\r]/;
/** Written with a leading apostrophe so that a spreadsheet shows it as text. */
const guarded = /^'+[=+\-@\t\r]/;

/** A cell of a text: what would run is a formula, what was guarded loses its guard. */
export function readTextCell(text: string): Cell {
  if (text === '') return null;
  if (formula.test(text)) return { is: 'formula', shown: text };
  if (text.length > longestCell) return { is: 'long', start: text.slice(0, 60) };
  const trimmed = text.trimStart();
  return guarded.test(trimmed) ? trimmed.slice(1) : text;
}

/** A text guarded so that no spreadsheet runs it, and the import gives it back as it was. */
export const guardText = (text: string): string =>
  /^[=+@\t\r]|^-(?!\d)|^'+[=+\-@\t\r]/.test(text) ? `'${text}` : text;

/** The table's text; refuses what is neither UTF-8 nor GB18030, and a file that was cut. */
export function readTableText(bytes: Uint8Array, fileName: string): string {
  const decoded = decodeText(bytes);
  const fault =
    'fault' in decoded ? decoded.fault : decoded.encoding.startsWith('utf-16') ? 'nul' : undefined;
  if ('text' in decoded && fault === undefined) return decoded.text;
  const refuse = (zh: string, en: string): Refusal => refuseTable('unreadable-file', fileName, zh, en);
  switch (fault) {
    case 'nul':
      throw refuse(
        '含有空字节（NUL），可能不是 CSV 文本文件，或为 UTF-16 编码；请另存为 CSV UTF-8',
        'holds NUL bytes: perhaps not a CSV text file, or UTF-16; save it as CSV UTF-8',
      );
    case 'cut':
      throw refuse(
        '在一个字符的中间结束，文件不完整；请重新取得完整文件',
        'ends in the middle of a character: the file is cut; get the whole file',
      );
    default:
      throw refuse(
        '既不是 UTF-8 也不是 GB18030 编码；请另存为 CSV UTF-8',
        'is neither UTF-8 nor GB18030; save it as CSV UTF-8',
      );
  }
}

export const csvOptions = {
  bom: true,
  info: true,
  relax_column_count: true,
  skip_empty_lines: true,
} as const;

/** What the parser found wrong with a text's quotes. */
export function refuseQuotes(error: unknown, fileName: string): Refusal {
  if (!(error instanceof CsvError)) throw error;
  const line = (error as CsvError & { lines?: number }).lines ?? '?';
  return error.code === 'CSV_QUOTE_NOT_CLOSED'
    ? refuseTable(
        'unreadable-file',
        fileName,
        `在引号内结束，文件不完整（引号开始于第 ${line} 行之前）`,
        `ends inside quotes: the file is cut (before line ${line})`,
      )
    : refuseTable(
        'unreadable-file',
        fileName,
        `第 ${line} 行的引号用法不对`,
        `uses quotes wrongly on line ${line}`,
      );
}

export interface CsvRecord {
  record: string[];
  info: { lines: number };
}

export const rowOf = ({ record, info }: CsvRecord): SheetRow => ({
  row: info.lines,
  cells: record.map(readTextCell),
  width: record.length,
});

/** Characters handed to the parser at once. */
const pieceLength = 64 * 1024;
const batchSize = 500;

/** Rows of a text, batch by batch. `share`: how much of it was read so far, 0 to 1. */
export async function* readCsvRows(text: string, fileName: string): AsyncGenerator<SheetRow[]> {
  const parser = parse(csvOptions);
  const feed = async (): Promise<void> => {
    for (let at = 0; at < text.length; at += pieceLength) {
      if (parser.destroyed) return;
      if (!parser.write(text.slice(at, at + pieceLength))) {
        await new Promise<void>((resolve) => {
          parser.once('drain', resolve);
          parser.once('close', resolve);
        });
      }
    }
    parser.end();
  };
  const feeding = feed();
  let batch: SheetRow[] = [];
  let count = 0;
  try {
    for await (const record of parser as AsyncIterable<CsvRecord>) {
      count += 1;
      if (count > sheetLimits.rows + 1) {
        throw refuseTable(
          'too-large',
          fileName,
          `超过 ${sheetLimits.rows.toLocaleString('en-GB')} 行；请分成几个文件导入`,
          `has more than ${sheetLimits.rows.toLocaleString('en-GB')} rows; split it and import the parts`,
        );
      }
      batch.push(rowOf(record));
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw error instanceof CsvError ? refuseQuotes(error, fileName) : error;
  }
  await feeding;
  if (batch.length > 0) yield batch;
}

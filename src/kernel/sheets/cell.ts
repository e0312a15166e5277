/** Cells of tables as files hold them, before any register says what they should be. */

/** The kind of number a cell's format makes of it. */
export type NumberFormat =
  | { as: 'plain' }
  | { as: 'date' }
  | { as: 'percent' }
  | { as: 'padded'; digits: number };

/** One cell. `null` is empty; a string is text as it stands. */
export type Cell =
  | null
  | string
  /** Plain decimal text of at most 15 digits; `lost` when the file itself holds no more than its first 15. */
  | { is: 'number'; text: string; lost: boolean; format: 'plain' | 'percent' | 'padded' }
  /** `day` is null where the number is no day that existed (negative, the 29th of February 1900). */
  | { is: 'date'; day: string | null; time: string | null; serial: string }
  | { is: 'flag'; value: boolean }
  | { is: 'error'; text: string }
  /** `shown`: the value it last had, where the file keeps it. */
  | { is: 'formula'; shown: string }
  /** Text longer than a cell can hold. */
  | { is: 'long'; start: string };

export interface SheetRow {
  /** Number of the row in its sheet, or of the line in a text, from 1. */
  row: number;
  cells: Cell[];
  /** Hidden in the sheet, by hand or by a filter. */
  hidden?: true;
  /** Cells the line has, where that tells of a broken text; else as many as the last that is not empty. */
  width?: number;
}

/** A range in the words of spreadsheets, `B3:C5`, with its first cell from 1. */
export interface MergedRange {
  range: string;
  row: number;
  lastRow: number;
  column: number;
}

/** What is known of a sheet once it was read to its end. */
export interface SheetEnd {
  merged: MergedRange[];
  /** Letters of columns hidden. */
  hiddenColumns: string[];
}

export interface SheetName {
  name: string;
  hidden: boolean;
}

/** Things a reader should know of a file that are no faults. */
export type FileNote = 'external-links' | 'encoding';

/** Most characters one cell of a workbook holds. */
export const longestCell = 32_767;

/** Column number from 1 as letters: 28 → `AB`. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return letters;
}

/** `AB12` → column 28, row 12; null for what is no cell's name. */
export function parseCellName(name: string): { column: number; row: number } | null {
  const found = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(name);
  if (!found) return null;
  let column = 0;
  for (const letter of found[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return { column, row: Number(found[2]) };
}

/** The text of a cell as a reader of the sheet sees it, for headers and for giving a table back. */
export function spellCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  switch (cell.is) {
    case 'number':
      return cell.text;
    case 'date':
      return cell.day === null ? cell.serial : `${cell.day}${cell.time === null ? '' : ` ${cell.time}`}`;
    case 'flag':
      return cell.value ? 'TRUE' : 'FALSE';
    case 'error':
      return cell.text;
    case 'formula':
      return cell.shown;
    case 'long':
      return cell.start;
  }
}

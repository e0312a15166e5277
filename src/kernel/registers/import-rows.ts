/** Rows of a sheet as rows of a register: cells read by their columns, what is wrong with its place. */
import type { RecordDescription } from '#kernel/contract/record.ts';
import { columnLetters, type Cell, type SheetRow } from '#kernel/sheets/cell.ts';
import { readCell, type CellWarning } from './import-cells.ts';
import { isExample, type Columns } from './import-columns.ts';
import { placeOf, type PlacedFault, type RawRow } from './validate.ts';

/** What a reader is told of rows that were read, besides faults. */
export type RowWarning = CellWarning | 'hidden-rows' | 'example-row';

export interface RowsRead {
  rows: RawRow[];
  faults: PlacedFault[];
}

/** Where a row stands: `x.xlsx 工作表“转化合同” 第 3 行`. */
export const placeOfRow = (fileName: string, sheet: string, row: number): string =>
  `${fileName}${sheet === '' ? '' : ` 工作表“${sheet}”`} 第 ${row} 行`;

/**
 * Reads rows by their columns. Blank rows no wider than the header, and the example of a template, are passed over.
 * `warn` hears of what is no fault, with the row's number and the field.
 */
export function readRows(
  description: RecordDescription,
  columns: Columns,
  sheetRows: readonly SheetRow[],
  place: { fileName: string; sheet: string },
  warn: (warning: RowWarning, row: number, field?: string) => void,
): RowsRead {
  const rows: RawRow[] = [];
  const faults: PlacedFault[] = [];
  for (const { row, cells, hidden, width } of sheetRows) {
    // A line of more separators than the header has is a broken line, however empty.
    if (cells.every(isBlank) && (width ?? 0) <= columns.fields.length) continue;
    if (isExample(cells)) {
      warn('example-row', row);
      continue;
    }
    const at = placeOfRow(place.fileName, place.sheet, row);
    if (width !== undefined && width !== columns.fields.length) {
      faults.push({
        at,
        row,
        zh: `这一行有 ${width} 格，表头有 ${columns.fields.length} 列（文件可能不完整，或有未加引号的逗号）`,
        en: `This line has ${width} cells, the header ${columns.fields.length} (the file may be cut, or a comma is not quoted)`,
      });
      continue;
    }
    if (hidden) warn('hidden-rows', row);
    const values: Record<string, unknown> = {};
    const told: string[] = [];
    columns.fields.forEach((name, index) => {
      const field = name === null ? undefined : description.fields[name];
      if (name === null || !field) return;
      const meaning = readCell(field, cells[index] ?? null);
      if ('fault' in meaning) {
        told.push(name);
        faults.push({ at: placeOf(at, field, name), row, field: name, ...meaning.fault });
        return;
      }
      values[name] = meaning.value;
      if (meaning.warning) warn(meaning.warning, row, name);
    });
    cells.slice(columns.fields.length).forEach((cell, index) => {
      if (isBlank(cell)) return;
      const letters = columnLetters(columns.fields.length + index + 1);
      faults.push({
        at,
        row,
        column: letters,
        zh: `${letters} 列有内容，但没有表头；请删去或补上表头`,
        en: `Column ${letters} holds content and has no heading; delete it or head it`,
      });
    });
    rows.push({ at, cells: values, row, ...(told.length > 0 ? { told } : {}) });
  }
  return { rows, faults };
}

const isBlank = (cell: Cell): boolean => cell === null || (typeof cell === 'string' && cell.trim() === '');

/** Workbooks written as a stream: rows go out as they come, texts as texts, numbers exactly. */
import type { Writable } from 'node:stream';
import type { Cell as WrittenCell, DataValidation, Row } from 'exceljs';
import { columnLetters, longestCell } from './cell.ts';
import { serialOf } from './serial-day.ts';

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** How the cells of a column are meant, and what a reader who fills it in is told. */
export interface SheetColumn {
  heading: string;
  kind: 'text' | 'integer' | 'decimal' | 'money' | 'day' | 'note';
  /** Characters it is wide. */
  width: number;
  /** Shown at the heading. */
  note?: string;
  required?: boolean;
  /** The heading itself is at fault. */
  wrong?: boolean;
  /** Values to choose from. */
  choices?: readonly string[];
}

/** A value to be written: text, also of numbers and days (`YYYY-MM-DD`). */
export type Value = string | null;

export interface WrittenRow {
  values: readonly Value[];
  /** Places (from 0) of cells that are wrong, with what is wrong. */
  marks?: ReadonlyMap<number, string>;
  /** Not part of the data: written in grey. */
  example?: boolean;
}

export interface WorkbookWriter {
  addSheet(name: string, columns: readonly SheetColumn[], options?: { rowsToFill?: number }): SheetWriter;
  /**
   * A table to be printed and read, not filled in: a title over it, a line below that; landscape A4, as wide as one
   * page, its headings on every page and the pages numbered.
   */
  addPrinted(
    name: string,
    columns: readonly SheetColumn[],
    head: { title: string; line: string; footer: string },
  ): SheetWriter;
  /** Lines of text under headings, for people. */
  addNotes(name: string, lines: readonly { text: string; strong?: boolean }[]): void;
  /** Ends the file; resolves when all of it was handed to the stream. */
  finish(): Promise<void>;
}

export interface SheetWriter {
  write(row: WrittenRow): void;
  close(): void;
}

/** Digits of a number a spreadsheet keeps; longer ones are written as text. */
const keptDigits = 15;
/** Characters of choices that fit into one cell's rule; longer lists get a sheet. */
const inlineChoices = 250;

const formats: Record<SheetColumn['kind'], string> = {
  text: '@',
  note: '@',
  integer: '0',
  decimal: 'General',
  money: '#,##0.00',
  day: 'yyyy-mm-dd',
};
const fontOf = (more: object): object => ({ name: 'Calibri', size: 11, ...more });
const fill = (argb: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } }) as const;
const styles = {
  heading: { font: fontOf({ bold: true, color: { argb: 'FF1F2933' } }), fill: fill('FFE8EEF4') },
  required: { font: fontOf({ bold: true, color: { argb: 'FF9B1C1C' } }), fill: fill('FFE8EEF4') },
  wrong: { fill: fill('FFFFD6D1') },
  problem: { font: fontOf({ color: { argb: 'FF9B1C1C' } }) },
  example: { font: fontOf({ italic: true, color: { argb: 'FF6B7280' } }) },
};

const thin = { style: 'thin', color: { argb: 'FF6B7280' } } as const;
const border = { top: thin, left: thin, bottom: thin, right: thin };
/** Cells of a table to be printed. */
const printed = {
  title: {
    font: fontOf({ size: 18, bold: true }),
    alignment: { horizontal: 'center', vertical: 'middle' },
    numFmt: '@',
  },
  line: {
    font: fontOf({ size: 10, color: { argb: 'FF4B5563' } }),
    alignment: { horizontal: 'center', vertical: 'middle' },
    numFmt: '@',
  },
  heading: {
    ...styles.heading,
    border,
    alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
    numFmt: '@',
  },
  cell: { font: fontOf({ size: 10 }), border, alignment: { vertical: 'top', wrapText: true } },
};

/** XML cannot hold some characters, and reads `_x0041_` as one: both are written in the form it reads back. */
const escapeText = (text: string): string =>
  text
    .replaceAll(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .replaceAll('\r', '_x000D_')
    .slice(0, longestCell);

/** What a spreadsheet holds for a value: a number where it keeps every digit, else the text. */
function contentOf(kind: SheetColumn['kind'], value: string): string | number {
  if (kind === 'day') return serialOf(value) ?? value;
  if (kind === 'integer' || kind === 'decimal' || kind === 'money') {
    const digits = value.replaceAll(/^-?0*|\.|^-/g, '');
    if (/^-?\d+(\.\d+)?$/.test(value) && digits.length <= keptDigits) return Number(value);
  }
  return escapeText(value);
}

/** Opens a workbook on a stream. */
export async function openWorkbookWriter(stream: Writable): Promise<WorkbookWriter> {
  // Loaded when it is needed: it is large, and most servers start without.
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
  });
  workbook.creator = 'Kechuang';
  workbook.lastModifiedBy = 'Kechuang';
  const lists: { letters: string; choices: readonly string[] }[] = [];

  function listFor(choices: readonly string[]): string {
    const inline = `"${choices.join(',')}"`;
    if (inline.length <= inlineChoices && !choices.some((choice) => /[",]/.test(choice))) return inline;
    const letters = columnLetters(lists.length + 1);
    lists.push({ letters, choices });
    return `'选项'!$${letters}$1:$${letters}$${choices.length}`;
  }

  const ruleOf = (column: SheetColumn): DataValidation | null => {
    if (!column.choices) return null;
    return {
      type: 'list',
      allowBlank: true,
      formulae: [listFor(column.choices)],
      showErrorMessage: false,
    };
  };

  return {
    addSheet(name, columns, { rowsToFill = 0 } = {}) {
      const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
      sheet.columns = columns.map((column) => ({
        width: column.width,
        style: { numFmt: formats[column.kind] },
      }));
      const heading = sheet.getRow(1);
      columns.forEach((column, index) => {
        const cell = heading.getCell(index + 1);
        cell.value = escapeText(column.heading);
        Object.assign(
          cell,
          column.required ? styles.required : styles.heading,
          column.wrong ? styles.wrong : {},
        );
        cell.numFmt = '@';
        cell.alignment = { vertical: 'middle', wrapText: true };
        if (column.note) cell.note = column.note;
      });
      heading.commit();
      if (rowsToFill > 0) {
        columns.forEach((column, index) => {
          const rule = ruleOf(column);
          const letters = columnLetters(index + 1);
          // The type of the library leaves out what its streaming sheets have.
          if (rule)
            (
              sheet as unknown as { dataValidations: { add(range: string, rule: DataValidation): void } }
            ).dataValidations.add(`${letters}2:${letters}${rowsToFill + 1}`, rule);
        });
      }
      let next = 2;
      return {
        write(row) {
          const line = sheet.getRow(next);
          next += 1;
          writeCells(line, columns, row);
          line.commit();
        },
        close: () => sheet.commit(),
      };
    },
    addPrinted(name, columns, { title, line, footer }) {
      const sheet = workbook.addWorksheet(name, {
        views: [{ state: 'frozen', ySplit: 3 }],
        // Paper 9 is A4.
        pageSetup: {
          paperSize: 9,
          orientation: 'landscape',
          fitToPage: true,
          fitToWidth: 1,
          fitToHeight: 0,
          horizontalCentered: true,
          printTitlesRow: '3:3',
          margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
        },
        headerFooter: { oddFooter: `&C${footer}` },
      });
      sheet.columns = columns.map(({ width, kind }) => ({ width, style: { numFmt: formats[kind] } }));
      const last = columnLetters(columns.length);
      const write = (at: number, values: readonly Value[], style: object, height?: number): void => {
        const row = sheet.getRow(at);
        values.forEach((value, index) => {
          const cell: WrittenCell = row.getCell(index + 1);
          if (value !== null && value !== '') cell.value = contentOf(columns[index]?.kind ?? 'text', value);
          Object.assign(cell, { alignment: { vertical: 'middle', wrapText: true } }, style);
        });
        if (height !== undefined) row.height = height;
        row.commit();
      };
      sheet.mergeCells(`A1:${last}1`);
      write(1, [escapeText(title)], printed.title, 30);
      sheet.mergeCells(`A2:${last}2`);
      write(2, [escapeText(line)], printed.line, 18);
      write(
        3,
        columns.map(({ heading }) => heading),
        printed.heading,
        24,
      );
      let next = 4;
      return {
        write: ({ values }) => {
          write(next, values, printed.cell);
          next += 1;
        },
        close: () => sheet.commit(),
      };
    },
    addNotes(name, lines) {
      const sheet = workbook.addWorksheet(name);
      sheet.columns = [{ width: 100 }];
      lines.forEach(({ text, strong }, index) => {
        const row = sheet.getRow(index + 1);
        const cell = row.getCell(1);
        cell.value = escapeText(text);
        cell.alignment = { wrapText: true, vertical: 'top' };
        if (strong) cell.font = { name: 'Calibri', size: 12, bold: true };
        row.commit();
      });
      sheet.commit();
    },
    async finish() {
      if (lists.length > 0) {
        const sheet = workbook.addWorksheet('选项', { state: 'veryHidden' });
        const longest = Math.max(...lists.map(({ choices }) => choices.length));
        for (let at = 0; at < longest; at++) {
          const row = sheet.getRow(at + 1);
          lists.forEach(({ choices }, index) => {
            const choice = choices[at];
            if (choice !== undefined) row.getCell(index + 1).value = escapeText(choice);
          });
          row.commit();
        }
        sheet.commit();
      }
      await workbook.commit();
    },
  };
}

function writeCells(line: Row, columns: readonly SheetColumn[], row: WrittenRow): void {
  row.values.forEach((value, index) => {
    const column = columns[index];
    const mark = row.marks?.get(index);
    if (!column || (value === null && mark === undefined)) return;
    const cell: WrittenCell = line.getCell(index + 1);
    if (value !== null && value !== '')
      cell.value = row.example ? escapeText(value) : contentOf(column.kind, value);
    if (row.example) Object.assign(cell, styles.example);
    if (column.kind === 'note') Object.assign(cell, styles.problem);
    if (mark === undefined) return;
    Object.assign(cell, styles.wrong);
    cell.note = mark;
  });
}

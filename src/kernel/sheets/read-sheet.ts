/** One sheet of a workbook: its rows as they come, its merged ranges and hidden columns at the end. */
import { sheetLimits } from '#kernel/contract/limits.ts';
import {
  columnLetters,
  longestCell,
  parseCellName,
  type Cell,
  type NumberFormat,
  type SheetEnd,
  type SheetRow,
} from './cell.ts';
import { plainNumber } from './plain-number.ts';
import { refuseTable } from './refuse.ts';
import { openScanner, type Attributes } from './scan-part.ts';
import { daySerial } from './serial-day.ts';

export interface SheetReading {
  /** Rows that are not empty, in order; batches as the part's bytes come. */
  rows: AsyncGenerator<SheetRow[]>;
  /** Rows the sheet says it has; null where it does not. Known once the first batch came. */
  expected: () => number | null;
  /** Valid once the rows came to their end. */
  end: SheetEnd;
}

export interface SheetSource {
  part: string;
  fileName: string;
  formats: readonly NumberFormat[];
  texts: readonly string[];
  date1904: boolean;
}

/** Merged ranges told at most. */
const mostMerged = 1000;

/** Excel writes characters XML cannot hold as `_x000D_`. */
const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

const textCell = (raw: string): Cell => {
  const text = unescapeText(raw);
  if (text.length > longestCell) return { is: 'long', start: text.slice(0, 60) };
  return text === '' ? null : text;
};

/** The cell under way. */
interface OpenCell {
  column: number;
  type: string;
  format: NumberFormat;
  value: string;
  inline: string;
  formula: boolean;
}

const plain: NumberFormat = { as: 'plain' };

export function readSheet(chunks: AsyncIterable<Uint8Array>, source: SheetSource): SheetReading {
  const end: SheetEnd = { merged: [], hiddenColumns: [] };
  const state = new SheetState(source, end);
  return { rows: batchesOf(chunks, source, state), expected: () => state.expected, end };
}

/** Rows as they are complete, a batch for each piece of the part that brought some. */
async function* batchesOf(
  chunks: AsyncIterable<Uint8Array>,
  { part, fileName }: SheetSource,
  state: SheetState,
): AsyncGenerator<SheetRow[]> {
  const scanner = openScanner(part, fileName, state);
  for await (const chunk of chunks) {
    scanner.write(chunk);
    const rows = state.takeRows();
    if (rows.length > 0) yield rows;
  }
  scanner.close();
  const rest = state.takeRows();
  if (rest.length > 0) yield rest;
}

class SheetState {
  expected: number | null = null;
  readonly #source: SheetSource;
  readonly #end: SheetEnd;
  #rows: SheetRow[] = [];
  #row = 0;
  #hidden = false;
  #cells: Cell[] = [];
  #column = 0;
  #filled = 0;
  #count = 0;
  #cell: OpenCell | null = null;
  #into: 'value' | 'inline' | null = null;
  #reading = 0;

  constructor(source: SheetSource, end: SheetEnd) {
    this.#source = source;
    this.#end = end;
  }

  takeRows(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'c':
        this.#openCell(attributes);
        break;
      case 'v':
        this.#into = 'value';
        break;
      case 't':
        if (this.#reading === 0) this.#into = 'inline';
        break;
      case 'f':
        if (this.#cell) this.#cell.formula = true;
        break;
      case 'rPh':
        this.#reading += 1;
        break;
      case 'row':
        this.#row = attributes.r === undefined ? this.#row + 1 : Number(attributes.r);
        this.#hidden = attributes.hidden === '1' || attributes.hidden === 'true';
        this.#cells = [];
        this.#column = 0;
        this.#filled = 0;
        break;
      case 'dimension':
        this.expected = parseCellName(attributes.ref?.split(':')[1] ?? '')?.row ?? null;
        break;
      case 'mergeCell':
        this.#merge(attributes.ref ?? '');
        break;
      case 'col':
        this.#hide(attributes);
        break;
      default:
    }
  }

  text(text: string): void {
    if (!this.#cell || this.#into === null) return;
    if (this.#into === 'value') this.#cell.value += text;
    else this.#cell.inline += text;
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
        this.#into = null;
        break;
      case 'rPh':
        this.#reading -= 1;
        break;
      case 'c':
        this.#closeCell();
        break;
      case 'row':
        this.#closeRow();
        break;
      default:
    }
  }

  #openCell(attributes: Attributes): void {
    const place = attributes.r === undefined ? null : parseCellName(attributes.r);
    this.#column = place?.column ?? this.#column + 1;
    this.#cell = {
      column: this.#column,
      type: attributes.t ?? 'n',
      format: this.#source.formats[Number(attributes.s ?? -1)] ?? plain,
      value: '',
      inline: '',
      formula: false,
    };
  }

  #closeCell(): void {
    const open = this.#cell;
    this.#cell = null;
    if (!open) return;
    const cell = this.#valueOf(open);
    if (cell === null) return;
    if (open.column > sheetLimits.columns) {
      throw refuseTable(
        'too-large',
        this.#source.fileName,
        `第 ${this.#row} 行在第 ${sheetLimits.columns} 列之后（${columnLetters(open.column)} 列）还有内容；请删去多余的列`,
        `holds content beyond column ${sheetLimits.columns} (${columnLetters(open.column)}${this.#row}); delete surplus columns`,
      );
    }
    while (this.#cells.length < open.column - 1) this.#cells.push(null);
    this.#cells[open.column - 1] = cell;
    this.#filled += 1;
  }

  #valueOf({ type, value, inline, formula, format }: OpenCell): Cell {
    if (formula) return { is: 'formula', shown: unescapeText(value).slice(0, longestCell) };
    switch (type) {
      case 's':
        return textCell(this.#source.texts[Number(value)] ?? '');
      case 'inlineStr':
        return textCell(inline);
      case 'str':
        return textCell(value);
      case 'b':
        return value === '' ? null : { is: 'flag', value: value === '1' || value === 'true' };
      case 'e':
        return { is: 'error', text: value.slice(0, 20) };
      case 'd':
        return isoCell(value);
      default:
        return numberCell(value, format, this.#source.date1904);
    }
  }

  #closeRow(): void {
    if (this.#filled === 0) return;
    this.#count += 1;
    if (this.#count > sheetLimits.rows) {
      throw refuseTable(
        'too-large',
        this.#source.fileName,
        `超过 ${sheetLimits.rows.toLocaleString('en-GB')} 行；请分成几个文件导入`,
        `has more than ${sheetLimits.rows.toLocaleString('en-GB')} rows; split it and import the parts`,
      );
    }
    this.#rows.push({
      row: this.#row,
      cells: this.#cells,
      ...(this.#hidden ? { hidden: true as const } : {}),
    });
  }

  #merge(range: string): void {
    const [first = '', last = ''] = range.split(':');
    const start = parseCellName(first);
    const stop = parseCellName(last);
    if (!start || !stop || this.#end.merged.length >= mostMerged) return;
    this.#end.merged.push({ range, row: start.row, lastRow: stop.row, column: start.column });
  }

  #hide({ hidden, min, max }: Attributes): void {
    if (hidden !== '1' && hidden !== 'true') return;
    const last = Math.min(Number(max), sheetLimits.columns);
    for (let column = Number(min); column <= last; column++)
      this.#end.hiddenColumns.push(columnLetters(column));
  }
}

function numberCell(value: string, format: NumberFormat, date1904: boolean): Cell {
  if (value === '') return null;
  const number = plainNumber(value);
  if (!number) return value;
  switch (format.as) {
    case 'date':
      return { is: 'date', ...daySerial(Number(value), date1904), serial: number.text };
    case 'padded': {
      const padded = /^\d+$/.test(number.text) ? number.text.padStart(format.digits, '0') : number.text;
      return { is: 'number', text: padded, lost: number.lost, format: 'padded' };
    }
    default:
      return { is: 'number', ...number, format: format.as };
  }
}

/** Strict workbooks write days as ISO text. */
function isoCell(value: string): Cell {
  const [day = '', rest = ''] = value.split('T');
  const time = rest.slice(0, 8);
  return {
    is: 'date',
    day: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null,
    time: time === '' || time === '00:00:00' ? null : time,
    serial: value.slice(0, 30),
  };
}

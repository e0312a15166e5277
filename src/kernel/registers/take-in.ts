/**
 * A table taken into registers, batch by batch in a running transaction: read, judged, written. The same for a
 * preview, whose transaction is undone, and for the import itself; so a preview tells exactly what the import does.
 */
import type { Context } from '#kernel/audit/atomically.ts';
import { keyOf, type RecordDescription } from '#kernel/contract/record.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { SheetFault, SheetResult, SheetWarning, RowChange } from '#kernel/contract/sheets.ts';
import { columnLetters, parseCellName, type SheetEnd, type SheetRow } from '#kernel/sheets/cell.ts';
import type { OpenTable } from '#kernel/sheets/open-table.ts';
import { watchHeap } from '#kernel/sheets/relieve-heap.ts';
import { breakSetRules, type House } from './actions.ts';
import { changeOf } from './import-changes.ts';
import { findHeader, headerRows, readHeader, type Columns } from './import-columns.ts';
import type { SheetPlan } from './import-plan.ts';
import { readRows } from './import-rows.ts';
import { ReferenceCheck } from './import-references.ts';
import { fieldsOf } from './registry.ts';
import { holdRows, isSame, textsOf, toStored, type Stored } from './store.ts';
import { refuseEmpty } from './table-file.ts';
import { validateRows, type CheckedRow, type PlacedFault } from './validate.ts';
import { writeOrTell } from './write-or-tell.ts';

/** Faults and changed rows kept; all are counted. */
export const faultsKept = 10_000;
const changesKept = 1000;

export interface TakenIn {
  sheets: SheetResult[];
  faults: SheetFault[];
  faultCount: number;
  warnings: SheetWarning[];
  changes: RowChange[];
  changeCount: number;
}

export interface TakeInOptions {
  fileName: string;
  signal?: AbortSignal;
  /** Told after each batch: rows read so far, and how many there are where the file says so. */
  onProgress?: (done: number, total: number | null) => Promise<void>;
  /** Whether the rows changed are described, old and new. */
  describesChanges: boolean;
}

/** What is known of one register while its rows come. */
interface Judged {
  description: RecordDescription;
  firstPlace: Map<string, string>;
  /** Keys that arrive with rows that cannot be written. */
  unwritten: Set<string>;
  /** Keys written and what they belonged to before; kept only where a rule over several rows looks at them. */
  touched: string[];
  /** First row in which a text stands, where a rule may name it. */
  rowOfText: Map<string, { sheet: string; row: number }>;
  /** Texts of rows that cannot be written: a rule that names one cannot be judged yet. */
  faultyTexts: Set<string>;
  ruled: boolean;
  /** First row of each name, where rows may stand for the same. */
  rowOfName: Map<string, number>;
}

/** Takes the sheets in, targets of references before what refers to them. */
export async function takeIn(
  inner: Context,
  house: House,
  table: OpenTable,
  plans: readonly SheetPlan[],
  options: TakeInOptions,
): Promise<TakenIn> {
  const run = new TakeIn(inner, house, options);
  for (const plan of plans) await run.takeSheet(table, plan);
  await run.judgeRules();
  run.outcome.faults.sort(byPlace(plans));
  return run.outcome;
}

/** Faults as a reader of the table meets them: sheet by sheet, down the rows, along the columns. */
const byPlace =
  (plans: readonly SheetPlan[]) =>
  (one: SheetFault, other: SheetFault): number => {
    const sheetOf = ({ sheet }: SheetFault): number => plans.findIndex(({ name }) => name === sheet);
    const columnOf = ({ column }: SheetFault): number =>
      column === null ? 0 : (parseCellName(`${column}1`)?.column ?? 0);
    return (
      sheetOf(one) - sheetOf(other) || (one.row ?? 0) - (other.row ?? 0) || columnOf(one) - columnOf(other)
    );
  };

class TakeIn {
  readonly outcome: TakenIn = {
    sheets: [],
    faults: [],
    faultCount: 0,
    warnings: [],
    changes: [],
    changeCount: 0,
  };
  readonly #inner: Context;
  readonly #house: House;
  readonly #options: TakeInOptions;
  readonly #registers = new Map<string, Judged>();
  readonly #references: ReferenceCheck;
  readonly #relieve = watchHeap();
  #read = 0;

  constructor(inner: Context, house: House, options: TakeInOptions) {
    this.#inner = inner;
    this.#house = house;
    this.#options = options;
    this.#references = new ReferenceCheck(
      house.registers,
      (register) => this.#registers.get(register)?.unwritten,
    );
  }

  async takeSheet(table: OpenTable, plan: SheetPlan): Promise<void> {
    const { description } = plan;
    const judged = this.#judgedOf(description);
    const result: SheetResult = {
      register: description.id,
      label: description.label,
      sheet: plan.name,
      rows: 0,
      added: 0,
      changed: 0,
      unchanged: 0,
    };
    this.outcome.sheets.push(result);
    // Rows that refer to one another are judged and written together.
    const whole = fieldsOf(description).some(([, field]) => field.to === description.id);
    const kept: CheckedRow[] = [];
    let end: SheetEnd = { merged: [], hiddenColumns: [] };
    let head: SheetRow[] = [];
    let columns: Columns | null = null;
    let lastRow = 0;
    const take = async (rows: readonly SheetRow[]): Promise<void> => {
      if (!columns || columns.broken) return;
      const checked = this.#judge(plan, judged, columns, rows);
      result.rows += checked.total;
      if (whole) kept.push(...checked.rows);
      else {
        await this.#write(plan, judged, columns, checked.rows, result);
        await this.#tellReferences(plan, judged, columns, checked.faulty);
      }
    };
    const begin = async (): Promise<void> => {
      const header = findHeader(description, head);
      if (!header) return;
      columns = readHeader(description, header);
      this.#tellHeader(plan, columns);
      await take(head.filter(({ row }) => row > header.row));
      head = [];
    };
    for await (const { rows, expected } of table.read(plan.index, (told) => (end = told))) {
      this.#options.signal?.throwIfAborted();
      this.#read += rows.length;
      this.#relieve();
      lastRow = rows.at(-1)?.row ?? lastRow;
      if (columns) await take(rows);
      else {
        head.push(...rows);
        if (head.length >= headerRows) await begin();
      }
      await this.#options.onProgress?.(
        this.#read,
        expected === null ? null : this.#read - lastRow + expected,
      );
    }
    if (!columns) await begin();
    const found = columns as Columns | null;
    if (!found) throw refuseEmpty(this.#options.fileName);
    if (whole) await this.#write(plan, judged, found, kept, result);
    this.#tellMerged(plan, found, end, lastRow);
    if (end.hiddenColumns.length > 0)
      this.#warn('hidden-columns', plan, 0, undefined, end.hiddenColumns.slice(0, 10).join('、'));
  }

  #judgedOf(description: RecordDescription): Judged {
    const before = this.#registers.get(description.id);
    if (before) return before;
    const judged: Judged = {
      description,
      firstPlace: new Map(),
      unwritten: new Set(),
      touched: [],
      rowOfText: new Map(),
      faultyTexts: new Set(),
      ruled: this.#house.setRules.some((rule) => rule.registers.includes(description.id)),
      rowOfName: new Map(),
    };
    this.#registers.set(description.id, judged);
    return judged;
  }

  #judge(
    plan: SheetPlan,
    judged: Judged,
    columns: Columns,
    sheetRows: readonly SheetRow[],
  ): { rows: CheckedRow[]; faulty: CheckedRow[]; total: number } {
    const { description } = judged;
    const read = readRows(
      description,
      columns,
      sheetRows,
      { fileName: this.#options.fileName, sheet: plan.name },
      (warning, row, field) => this.#warn(warning, plan, row, field),
    );
    const checked = validateRows(description, read.rows, judged.firstPlace);
    for (const fault of [...read.faults, ...checked.faults]) this.#tell(plan, columns, fault);
    for (const row of checked.faulty) this.#setAside(judged, row);
    if (description.mergeable) this.#warnLikely(plan, judged, checked.rows);
    return { rows: checked.rows, faulty: checked.faulty, total: read.rows.length };
  }

  /** A row with a fault of its own may name what is not there besides. */
  async #tellReferences(
    plan: SheetPlan,
    judged: Judged,
    columns: Columns,
    faulty: readonly CheckedRow[],
  ): Promise<void> {
    if (faulty.length === 0) return;
    const { faults } = await this.#references.judge(this.#inner.db, judged.description, faulty);
    for (const fault of faults) this.#tell(plan, columns, fault);
  }

  #setAside(judged: Judged, row: CheckedRow): void {
    judged.unwritten.add(row.code);
    if (!judged.ruled) return;
    judged.faultyTexts.add(row.code);
    for (const value of Object.values(row.values))
      if (typeof value === 'string') judged.faultyTexts.add(value);
  }

  async #write(
    plan: SheetPlan,
    judged: Judged,
    columns: Columns,
    checked: readonly CheckedRow[],
    result: SheetResult,
  ): Promise<void> {
    if (checked.length === 0) return;
    const { description } = judged;
    const { db, vault } = this.#inner;
    const linked = await this.#references.judge(db, description, checked);
    for (const fault of linked.faults) this.#tell(plan, columns, fault);
    for (const row of linked.blocked) this.#setAside(judged, row);
    const existing = await holdRows(
      db,
      description,
      linked.rows.map(({ code }) => code),
    );
    const added: Stored[] = [];
    const changed: Stored[] = [];
    const rowOf = new Map<string, number>();
    for (const row of linked.rows) {
      rowOf.set(row.code, row.row ?? 0);
      const before = existing.get(row.code);
      const stored = toStored(description, row, vault, before);
      if (!before) added.push(stored);
      else if (isSame(description, before, stored)) result.unchanged += 1;
      else {
        changed.push(stored);
        this.#tellChange(plan, judged, before, stored, row);
      }
      if (judged.ruled) this.#remember(plan, judged, row);
    }
    const written = await writeOrTell(db, description, { added, changed });
    for (const { code, fault } of written.refused) {
      this.#tell(plan, columns, {
        at: plan.name,
        row: rowOf.get(code) ?? 0,
        field: [description.key].flat()[0] ?? '',
        ...fault,
      });
      judged.unwritten.add(code);
    }
    result.added += written.added;
    result.changed += written.changed;
  }

  #remember(plan: SheetPlan, judged: Judged, { code, row, values }: CheckedRow): void {
    judged.touched.push(code);
    const place = { sheet: plan.name, row: row ?? 0 };
    if (!judged.rowOfText.has(code)) judged.rowOfText.set(code, place);
    for (const [name, field] of fieldsOf(judged.description)) {
      const value = values[name];
      if (field.kind === 'reference' && typeof value === 'string' && !judged.rowOfText.has(value))
        judged.rowOfText.set(value, place);
    }
  }

  #tellChange(plan: SheetPlan, judged: Judged, before: Stored, stored: Stored, row: CheckedRow): void {
    if (judged.ruled) judged.touched.push(...textsOf(before));
    this.outcome.changeCount += 1;
    if (!this.#options.describesChanges || this.outcome.changes.length >= changesKept) return;
    this.outcome.changes.push(changeOf(judged.description, plan.name, before, stored, row));
  }

  /** Judges the rules over several rows; what one says of rows with faults of their own waits until those are mended. */
  async judgeRules(): Promise<void> {
    const touched = new Map<string, readonly string[]>();
    const faulty = new Set<string>();
    for (const [register, judged] of this.#registers) {
      if (judged.touched.length > 0) touched.set(register, judged.touched);
      for (const text of judged.faultyTexts) faulty.add(text);
    }
    if (touched.size === 0) return;
    const seen = new Set<string>();
    for (const fault of await breakSetRules(this.#inner.db, this.#house, touched)) {
      const named = [...fault.zh.matchAll(/“([^”]+)”/g)].map((found) => found[1] ?? '');
      if (seen.has(fault.zh) || named.some((text) => faulty.has(text))) continue;
      seen.add(fault.zh);
      this.#keep(this.#placeRule(named, fault));
    }
  }

  /** A rule's fault at the first row that holds what it names. */
  #placeRule(named: readonly string[], fault: Words & { at: string }): SheetFault {
    for (const text of named) {
      for (const [register, { rowOfText }] of this.#registers) {
        const place = rowOfText.get(text);
        if (place) return { ...fault, register, ...place, column: null, field: null };
      }
    }
    return { ...fault, register: null, sheet: null, row: null, column: null, field: null };
  }

  #tellHeader(plan: SheetPlan, columns: Columns): void {
    const { fileName } = this.#options;
    for (const { column, zh, en } of columns.faults) {
      const sheet = plan.name === '' ? '' : ` 工作表“${plan.name}”`;
      this.#keep({
        at: `${fileName}${sheet} 第 ${columns.row} 行${column === null ? '' : `第 ${column} 列`}`,
        zh,
        en,
        register: plan.description.id,
        sheet: plan.name,
        row: columns.row,
        column: column === null ? null : columnLetters(column),
        field: null,
      });
    }
    if (columns.row > 1 && plan.name !== '') this.#warn('header-below', plan, columns.row);
  }

  #tellMerged(plan: SheetPlan, columns: Columns, end: SheetEnd, lastRow: number): void {
    for (const { range, row, lastRow: mergedTo, column } of end.merged) {
      if (mergedTo < columns.row || row > lastRow) continue;
      this.#keep({
        at: `${this.#options.fileName} 工作表“${plan.name}” ${range}`,
        zh: `${range} 是合并的单元格；请取消合并，并在每一行填写各自的值`,
        en: `${range} is merged; unmerge it and enter the value of each row`,
        register: plan.description.id,
        sheet: plan.name,
        row,
        column: columnLetters(column),
        field: columns.fields[column - 1] ?? null,
      });
    }
  }

  #tell(plan: SheetPlan, columns: Columns, { at, zh, en, row, field, column: letters }: PlacedFault): void {
    const column = field === undefined ? -1 : columns.fields.indexOf(field);
    this.#keep({
      at,
      zh,
      en,
      register: plan.description.id,
      sheet: plan.name,
      row: row ?? null,
      column: letters ?? (column === -1 ? null : columnLetters(column + 1)),
      field: field ?? null,
    });
  }

  #keep(fault: SheetFault): void {
    this.outcome.faultCount += 1;
    if (this.outcome.faults.length < faultsKept) this.outcome.faults.push(fault);
  }

  #warn(kind: SheetWarning['kind'], plan: SheetPlan, row: number, field?: string, text?: string): void {
    const known = this.outcome.warnings.find(
      (warning) => warning.kind === kind && warning.sheet === plan.name && warning.field === (field ?? null),
    );
    if (known) known.count += 1;
    else {
      this.outcome.warnings.push({
        kind,
        register: plan.description.id,
        sheet: plan.name,
        row,
        field: field ?? null,
        text: text ?? null,
        count: 1,
      });
    }
  }

  #warnLikely(plan: SheetPlan, judged: Judged, rows: readonly CheckedRow[]): void {
    const { title, fields } = judged.description;
    if (fields[title]?.kind !== 'text') return;
    for (const { values, row, code } of rows) {
      const name = values[title];
      if (typeof name !== 'string') continue;
      const first = judged.rowOfName.get(name);
      if (first === undefined) judged.rowOfName.set(name, row ?? 0);
      else if (code !== name && keyOf(judged.description, values) !== '')
        this.#warn('likely-twice', plan, row ?? 0, title, `${name}（${first}）`);
    }
  }
}

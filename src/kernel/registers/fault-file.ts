/** A refused table given back: the same rows, what is wrong marked and told, to be mended and imported again. */
import type { Writable } from 'node:stream';
import type { SheetFault } from '#kernel/contract/sheets.ts';
import type { Language } from '#kernel/contract/words.ts';
import { columnLetters, spellCell, type Cell, type SheetRow } from '#kernel/sheets/cell.ts';
import type { OpenTable } from '#kernel/sheets/open-table.ts';
import { openWorkbookWriter, type SheetColumn, type WorkbookWriter } from '#kernel/sheets/write-workbook.ts';
import { findHeader, headerRows, isProblemHeading, problemHeading, readHeader } from './import-columns.ts';
import { helperSheets, sheetNameOf, type SheetPlan } from './import-plan.ts';
import type { Registers } from './registry.ts';
import { sheetColumn } from './template.ts';

/** Writes the sheets of a table with their faults: cells filled and noted, a last column with the words of each row. */
export async function writeFaultFile(
  stream: Writable,
  table: OpenTable,
  plans: readonly SheetPlan[],
  faults: readonly SheetFault[],
  registers: Registers,
  language: Language,
): Promise<void> {
  const workbook = await openWorkbookWriter(stream);
  const unplaced: SheetFault[] = [];
  for (const plan of plans) {
    const own = faults.filter(({ sheet }) => sheet === plan.name);
    unplaced.push(...(await writeSheet(workbook, table, plan, own, registers, language)));
  }
  unplaced.push(...faults.filter(({ sheet }) => !plans.some(({ name }) => name === sheet)));
  if (unplaced.length > 0) {
    workbook.addNotes(helperSheets.rules[language === 'zh' ? 0 : 1], [
      { text: { zh: '整个表的问题', en: 'Faults of the table as a whole' }[language], strong: true },
      ...unplaced.map((fault) => ({ text: fault[language] })),
    ]);
  }
  await workbook.finish();
}

/** Writes one sheet; returns the faults that lie in none of its rows. */
async function writeSheet(
  workbook: WorkbookWriter,
  table: OpenTable,
  plan: SheetPlan,
  faults: readonly SheetFault[],
  registers: Registers,
  language: Language,
): Promise<SheetFault[]> {
  const byRow = new Map<number, SheetFault[]>();
  for (const fault of faults) {
    if (fault.row === null) continue;
    byRow.set(fault.row, [...(byRow.get(fault.row) ?? []), fault]);
  }
  const told = new Set<SheetFault>();
  let sheet: ReturnType<WorkbookWriter['addSheet']> | null = null;
  let kept: number[] = [];
  const open = (header: SheetRow): void => {
    const { fields } = readHeader(plan.description, header);
    kept = fields
      .map((_, index) => index)
      .filter((index) => !isProblemHeading(spellCell(header.cells[index] ?? null)));
    const columns = kept.map((index): SheetColumn => {
      const name = fields[index] ?? null;
      const field = name === null ? undefined : plan.description.fields[name];
      const heading = spellCell(header.cells[index] ?? null);
      const wrong = (byRow.get(header.row) ?? []).filter(({ column }) => column === columnLetters(index + 1));
      for (const fault of wrong) told.add(fault);
      const column: SheetColumn =
        field && name !== null
          ? { ...sheetColumn(name, field, registers, language), heading }
          : { heading, kind: 'text', width: 16 };
      return wrong.length > 0
        ? { ...column, wrong: true, note: wrong.map((fault) => fault[language]).join('\n') }
        : column;
    });
    sheet = workbook.addSheet(sheetNameOf(plan.name === '' ? plan.description.label[language] : plan.name), [
      ...columns,
      { heading: problemHeading[language], kind: 'note', width: 60 },
    ]);
  };
  const writeRow = (row: SheetRow): void => {
    const own = byRow.get(row.row) ?? [];
    const marks = new Map<number, string>();
    for (const fault of own) {
      told.add(fault);
      const at = kept.findIndex((index) => columnLetters(index + 1) === fault.column);
      if (at !== -1) marks.set(at, [marks.get(at), fault[language]].filter(Boolean).join('\n'));
    }
    const problem = own.map((fault) => fault[language]).join('；');
    sheet?.write({
      values: [...kept.map((index) => valueOf(row.cells[index] ?? null)), problem === '' ? null : problem],
      marks,
    });
  };
  let head: SheetRow[] = [];
  const begin = (): void => {
    const header = findHeader(plan.description, head);
    if (!header) return;
    open(header);
    for (const row of head) if (row.row > header.row) writeRow(row);
    head = [];
  };
  for await (const { rows } of table.read(plan.index)) {
    if (sheet) rows.forEach(writeRow);
    else {
      head.push(...rows);
      if (head.length >= headerRows) begin();
    }
  }
  if (!sheet) begin();
  (sheet as ReturnType<WorkbookWriter['addSheet']> | null)?.close();
  return faults.filter((fault) => !told.has(fault));
}

const valueOf = (cell: Cell): string | null => (cell === null ? null : spellCell(cell));

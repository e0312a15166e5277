/** Which sheets of a file go into which registers. */
import type { RecordDescription } from '#kernel/contract/record.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { OpenTable } from '#kernel/sheets/open-table.ts';
import type { Registers } from './registry.ts';

export interface SheetPlan {
  /** Place of the sheet in its workbook. */
  index: number;
  /** Its name; empty for a text. */
  name: string;
  description: RecordDescription;
}

/** Sheets of a template that hold no rows. */
export const helperSheets = { rules: ['说明', 'Notes'], choices: ['选项', 'Choices'] } as const;
const isHelper = (name: string): boolean =>
  ([...helperSheets.rules, ...helperSheets.choices] as string[]).includes(name);

/** A name as a sheet can bear it: at most 31 characters, none of `\ / ? * [ ] :`. */
export const sheetNameOf = (label: string): string =>
  label
    .replaceAll(/[\\/?*[\]:]/g, ' ')
    .replaceAll(/^'|'$/g, '')
    .slice(0, 31)
    .trim();

/**
 * Sheets named as a register (label or identifier) go into that register; a workbook of one sheet goes into `main`
 * whatever its name. Sheets that are neither are not read. Refuses a workbook in which none is `main`'s and several
 * could be.
 */
export function planSheets(
  registers: Registers,
  table: Pick<OpenTable, 'kind' | 'sheets'>,
  fileName: string,
  main: RecordDescription,
): { plans: SheetPlan[]; unread: string[] } {
  if (table.kind === 'text') return { plans: [{ index: 0, name: '', description: main }], unread: [] };
  const byName = new Map<string, RecordDescription>();
  for (const description of registers.ordered) {
    for (const name of [description.id, description.label.zh, description.label.en])
      byName.set(sheetNameOf(name).toLowerCase(), description);
  }
  // A label that two registers share is the one asked for.
  for (const name of [main.id, main.label.zh, main.label.en])
    byName.set(sheetNameOf(name).toLowerCase(), main);
  const named: SheetPlan[] = [];
  const others: { index: number; name: string; hidden: boolean }[] = [];
  table.sheets.forEach(({ name, hidden }, index) => {
    const description = byName.get(name.trim().toLowerCase());
    if (description) named.push({ index, name, description });
    else if (!isHelper(name)) others.push({ index, name, hidden });
  });
  const order = new Map(registers.ordered.map(({ id }, at) => [id, at]));
  const inOrder = (plans: SheetPlan[]): SheetPlan[] =>
    plans.toSorted(
      (one, other) => (order.get(one.description.id) ?? 0) - (order.get(other.description.id) ?? 0),
    );
  if (named.some(({ description }) => description === main))
    return { plans: inOrder(named), unread: others.map(({ name }) => name) };
  const shown = others.filter(({ hidden }) => !hidden);
  const [only] = shown;
  if (!only || shown.length > 1) throw refuseUnnamed(fileName, main, table.sheets);
  return {
    plans: inOrder([...named, { index: only.index, name: only.name, description: main }]),
    unread: others.filter((sheet) => sheet !== only).map(({ name }) => name),
  };
}

function refuseUnnamed(fileName: string, main: RecordDescription, sheets: OpenTable['sheets']): Refusal {
  const names = sheets.slice(0, 20).map(({ name }) => name);
  return new Refusal('unreadable-file', {
    zh: `${fileName} 中没有名为“${sheetNameOf(main.label.zh)}”的工作表（有：${names.join('、')}）。请把要导入的工作表改为这个名字，或只留下一个工作表。没有写入任何内容。`,
    en: `${fileName} has no sheet named “${sheetNameOf(main.label.en)}” (it has: ${names.join(', ')}). Name the sheet to be imported so, or keep one sheet only. Nothing was written.`,
  });
}

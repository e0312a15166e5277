/** Which column of a table is which field: by identifier or label, in the row that looks most like a header. */
import type { RecordDescription } from '#kernel/contract/record.ts';
import { words, type Words } from '#kernel/contract/words.ts';
import { columnLetters, spellCell, type Cell, type SheetRow } from '#kernel/sheets/cell.ts';
import { fieldsOf } from './registry.ts';

/** Heads the column in which a file of faults says what is wrong; the import passes it over. */
export const problemHeading = words('问题（导入时忽略）', 'Problems (not imported)');
const ignoredHeadings = new Set(['问题', 'problems', problemHeading.zh, problemHeading.en.toLowerCase()]);

export const isProblemHeading = (heading: string): boolean => ignoredHeadings.has(clean(heading));

/** First cell of the row that shows how to fill in a template; the import passes the row over. */
export const exampleMark = words('示例（此行不导入）', 'Example (this row is not imported)');

/** Rows in which a header is looked for. */
export const headerRows = 20;

export interface Columns {
  /** Number of the header's row. */
  row: number;
  /** Field of each column; null for one that is passed over, and for an empty heading. */
  fields: (string | null)[];
  faults: (Words & { column: number | null })[];
  /** Columns are missing or given twice: what stands in the rows cannot be judged. */
  broken: boolean;
}

/** Header cell → field: identifier, Chinese label or English label, any letter case. */
function headingNames(description: RecordDescription): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, field] of fieldsOf(description)) {
    for (const heading of [name, field.label.zh, field.label.en]) names.set(clean(heading), name);
  }
  return names;
}

/** As headings are compared: without the star of required columns, line breaks and letter case. */
const clean = (heading: string): string =>
  heading
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .replace(/^\s*\*|\*\s*$/g, '')
    .trim()
    .toLowerCase();

/** The row that names most fields, among the first rows; the first of all where none does. */
export function findHeader(description: RecordDescription, rows: readonly SheetRow[]): SheetRow | undefined {
  const names = headingNames(description);
  let best: SheetRow | undefined = rows[0];
  let most = 0;
  for (const row of rows.slice(0, headerRows)) {
    const named = new Set(row.cells.map((cell) => names.get(clean(spellCell(cell)))).filter(Boolean)).size;
    if (named > most) [best, most] = [row, named];
  }
  return best;
}

/** Reads a header; faults name columns that are unknown, given twice or missing. */
export function readHeader(description: RecordDescription, { row, cells }: SheetRow): Columns {
  const names = headingNames(description);
  const faults: Columns['faults'] = [];
  const fields = cells.map((cell, index) => {
    const heading = spellCell(cell);
    const name = names.get(clean(heading));
    if (name !== undefined) return name;
    if (heading.trim() !== '' && !isProblemHeading(heading))
      faults.push({ column: index + 1, ...unknownColumn(description, heading) });
    return null;
  });
  const unknown = faults.length;
  fields.forEach((name, index) => {
    if (name === null || fields.indexOf(name) === index) return;
    const first = columnLetters(fields.indexOf(name) + 1);
    faults.push({
      column: index + 1,
      zh: `列“${description.fields[name]?.label.zh ?? name}”出现两次（另一列是 ${first} 列）；请删去一列`,
      en: `The column “${description.fields[name]?.label.en ?? name}” is given twice (the other is column ${first}); delete one`,
    });
  });
  for (const [name, field] of fieldsOf(description)) {
    if (field.optional || fields.includes(name)) continue;
    faults.push({
      column: null,
      zh: `缺少列“${field.label.zh}”（${name}）`,
      en: `The column “${field.label.en}” (${name}) is missing`,
    });
  }
  return { row, fields, faults, broken: faults.length > unknown };
}

const unknownColumn = (description: RecordDescription, heading: string): Words => {
  const fields = fieldsOf(description);
  const shown = heading.slice(0, 60);
  return {
    zh: `“${description.label.zh}”没有“${shown}”这一列；可用：${fields.map(([, field]) => field.label.zh).join('、')}`,
    en: `${description.label.en} have no column “${shown}”; columns: ${fields.map(([id]) => id).join(', ')}`,
  };
};

/** Whether a row is the example of a template. */
export const isExample = (cells: readonly Cell[]): boolean => {
  const [first] = cells;
  return first === exampleMark.zh || first === exampleMark.en;
};

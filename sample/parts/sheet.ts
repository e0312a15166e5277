/** Rows of a register before they are a file. */
import type { Field, RecordDescription } from '#kernel/contract/record.ts';

type FieldsOf<R> = R extends RecordDescription<infer F> ? F : never;
type ValueOf<F> = F extends Field<infer T> ? T : never;
type Needed<F> = { [K in keyof F as null extends ValueOf<F[K]> ? never : K]: ValueOf<F[K]> };
type Possible<F> = { [K in keyof F as null extends ValueOf<F[K]> ? K : never]?: ValueOf<F[K]> | undefined };

/** What a row of a register is made from: optional fields may be left out. */
export type Entry<R> = Needed<FieldsOf<R>> & Possible<FieldsOf<R>>;

export class Sheet<R extends RecordDescription = RecordDescription> {
  readonly description: R;
  readonly rows: Entry<R>[] = [];

  constructor(description: R) {
    this.description = description;
  }

  add(row: Entry<R>): Entry<R> {
    this.rows.push(row);
    return row;
  }
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A cell as people write it: Chinese choice labels, 是 and 否. */
function cellText(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (field.kind === 'choice') {
    const label = field.choices?.[String(value)];
    if (!label) throw new Error(`no choice: ${String(value)}`);
    return label.zh;
  }
  return String(value);
}

/** The file of a sheet, with Chinese headers. */
export function writeSheet(sheet: { description: RecordDescription; rows: readonly object[] }): string {
  const fields = Object.entries(sheet.description.fields);
  const lines = [
    fields.map(([, field]) => field.label.zh),
    ...sheet.rows.map((row) => {
      const cells = new Map(Object.entries(row));
      return fields.map(([name, field]) => cellText(field, cells.get(name)));
    }),
  ];
  return `${lines.map((line) => line.map(quoted).join(',')).join('\n')}\n`;
}

/** What a row that is changed was and becomes, in words. */
import type { RecordDescription } from '#kernel/contract/record.ts';
import type { RowChange } from '#kernel/contract/sheets.ts';
import { fieldsOf } from './registry.ts';
import { isSame, type Stored } from './store.ts';
import type { CheckedRow } from './validate.ts';

/** Fields of a changed row with their values before and after. A sealed number shows only that it changes. */
export function changeOf(
  description: RecordDescription,
  sheet: string,
  before: Stored,
  after: Stored,
  row: CheckedRow,
): RowChange {
  const fields = fieldsOf(description).filter(
    ([name]) =>
      !isSame(
        { ...description, fields: { [name]: description.fields[name] } } as RecordDescription,
        before,
        after,
      ),
  );
  return {
    register: description.id,
    sheet,
    row: row.row ?? null,
    code: row.code,
    fields: fields.map(([name, field]) => ({
      name,
      label: field.label,
      kind: field.kind,
      ...(field.choices ? { choices: { ...field.choices } } : {}),
      before: field.kind === 'identity' ? null : shown(before[name]),
      after: field.kind === 'identity' ? null : shown(after[name]),
    })),
  };
}

const shown = (value: unknown): string | boolean | null =>
  value === null || value === undefined ? null : typeof value === 'boolean' ? value : String(value);

import type { Field, RecordDescription } from '#kernel/contract/record.ts';

/** Columns the history adds; no record may have a field of that name. */
const reserved = new Set(['history_id', 'known_from', 'known_to', 'action_id', 'operation', 'digest']);

/** `effectiveOn` → `effective_on`. */
export const columnName = (field: string): string =>
  field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const types: Record<Field['kind'], string> = {
  text: 'text',
  integer: 'integer',
  decimal: 'numeric',
  money: 'numeric(17,2)',
  date: 'date',
  flag: 'boolean',
  choice: 'text',
  reference: 'text collate "C"',
  identity: 'text',
};

/** SQL type of a field's column. */
export const columnType = (field: Field): string => types[field.kind];

/** `slice.some-name` → `some_name`. */
export const tableName = (register: string): string =>
  register.slice(register.indexOf('.') + 1).replaceAll('-', '_');

/** The statement that creates a record's table, for a new migration. */
export function tableStatement(description: RecordDescription): string {
  const lines = ['code text collate "C" primary key'];
  const indexes: string[] = [];
  for (const [name, field] of Object.entries(description.fields)) {
    if (name === 'code') continue;
    const column = columnName(name);
    if (reserved.has(column)) throw new Error(`${description.id}: the name ${column} belongs to the history`);
    const parts = [`"${column}" ${columnType(field)}`];
    if (!field.optional) parts.push('not null');
    if (field.kind === 'choice') {
      parts.push(
        `check ("${column}" in (${Object.keys(field.choices ?? {})
          .map((key) => `'${key}'`)
          .join(', ')}))`,
      );
    }
    if (field.kind === 'money') parts.push(`check ("${column}" >= 0)`);
    if (field.kind === 'reference' && field.to) {
      parts.push(`references register.${tableName(field.to)} (code)`);
      indexes.push(`create index on register.${description.table} ("${column}");`);
    }
    lines.push(parts.join(' '));
  }
  return [
    `create table register.${description.table} (\n  ${lines.join(',\n  ')}\n);`,
    ...indexes,
    `select platform.keep_history('${description.table}');`,
  ].join('\n');
}

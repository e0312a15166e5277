/** What of a register is searched and in which orders it is listed quickly: worked out from its description. */
import type { Field, RecordDescription } from '#kernel/contract/record.ts';
import { columnName } from '#kernel/db/ddl.ts';
import { fieldsOf } from './registry.ts';

/** Who finds a token: anyone, staff, or staff who may read personal fields. */
export type TokenClass = 'o' | 's' | 'p';

export interface SearchedColumn {
  column: string;
  class: TokenClass;
  /** Found by the first letters of its characters too. */
  named: boolean;
}

export interface SearchPlan {
  fields: SearchedColumn[];
  ordered: string[];
}

const classes: Record<Field['sensitivity'], TokenClass | null> = {
  open: 'o',
  staff: 's',
  personal: 'p',
  secret: null,
};

/** The class of a field's tokens; null for what is never searched. */
export const classOf = (field: Field): TokenClass | null =>
  field.kind === 'text' ? classes[field.sensitivity] : null;

/** The class of a key: as closed as the most closed field it is made of. */
export function classOfKey(description: RecordDescription): TokenClass | null {
  const parts = [description.key]
    .flat()
    .map((name) => classes[description.fields[name]?.sensitivity ?? 'open']);
  if (parts.includes(null)) return null;
  return parts.includes('p') ? 'p' : parts.includes('s') ? 's' : 'o';
}

/** Names of things and of people are remembered by how they sound. */
export const isNamed = (description: RecordDescription, name: string, field: Field): boolean =>
  name === description.title || field.sensitivity === 'personal';

const ordersQuickly = (description: RecordDescription, name: string, field: Field): boolean =>
  field.kind === 'date' ||
  field.kind === 'money' ||
  field.kind === 'decimal' ||
  (name === description.title && name !== 'code' && field.kind === 'text');

/** The plan of a register, as `search.keep` takes it. */
export function searchPlanOf(description: RecordDescription): SearchPlan {
  const fields: SearchedColumn[] = [];
  const keyClass = classOfKey(description);
  if (keyClass !== null)
    fields.push({ column: 'code', class: keyClass, named: description.title === 'code' });
  for (const [name, field] of fieldsOf(description)) {
    const itsClass = classOf(field);
    if (name === 'code' || itsClass === null) continue;
    fields.push({ column: columnName(name), class: itsClass, named: isNamed(description, name, field) });
  }
  const ordered = fieldsOf(description)
    .filter(([name, field]) => ordersQuickly(description, name, field))
    .map(([name]) => columnName(name));
  return { fields, ordered };
}

/** The statement that keeps a register searchable, for a new migration. */
export const searchStatement = (description: RecordDescription): string =>
  `select search.keep('${description.table}', '${JSON.stringify(searchPlanOf(description))}');`;

/** SQL over any register, driven by its description. */
import { sql } from 'kysely';
import type { Vault } from '#kernel/access/vault.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { columnName } from '#kernel/db/ddl.ts';
import type { Db } from '#kernel/db/open.ts';
import { fieldsOf, type Registers } from './registry.ts';
import type { CheckedRow } from './validate.ts';

/** Rows sent to the database in one statement. */
const chunkSize = 5000;

const chunksOf = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / chunkSize) }, (_, i) =>
    list.slice(i * chunkSize, (i + 1) * chunkSize),
  );

/** Names of a register's columns, its key first. */
export const columnsOf = (description: RecordDescription): string[] => [
  'code',
  ...fieldsOf(description)
    .map(([name]) => name)
    .filter((name) => name !== 'code'),
];

/** What a sealed column is bound to. */
export const sealPurpose = (description: RecordDescription, field: string): string =>
  `${description.id}.${field}`;

/** A row as its table holds it. */
export type Stored = Record<string, unknown> & { code: string };

/** A checked row as its table holds it; what it leaves out stays as it was. */
export function toStored(
  description: RecordDescription,
  row: CheckedRow,
  vault: Vault,
  before?: Stored,
): Stored {
  const stored: Stored = { code: row.code };
  for (const [name, field] of fieldsOf(description)) {
    const plain = row.values[name];
    stored[name] = plain === undefined ? (before?.[name] ?? null) : plain;
    if (field.kind !== 'identity') continue;
    if (typeof plain !== 'string') continue;
    const sealed = before?.[name];
    const purpose = sealPurpose(description, name);
    // A fresh nonce would make an unchanged number look changed.
    stored[name] =
      typeof sealed === 'string' && vault.unseal(sealed, purpose) === plain
        ? sealed
        : vault.seal(plain, purpose);
  }
  return stored;
}

/** One value as text, the same for a stored and a given row. */
const comparable = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);

const sameNumber = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && /^-?\d+\.\d+$/.test(one) && /^-?\d+(\.\d+)?$/.test(other)
    ? one.replace(/\.?0+$/, '') === other.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
    : false;

/** Whether two rows hold the same values. */
export const isSame = (description: RecordDescription, one: Stored, other: Stored): boolean =>
  fieldsOf(description).every(([name, field]) => {
    const [left, right] = [comparable(one[name]), comparable(other[name])];
    return (
      left === right || (field.kind === 'decimal' && (sameNumber(left, right) || sameNumber(right, left)))
    );
  });

/** Writes rows that are there already, as they are given. */
export async function updateRows(
  db: Db,
  description: RecordDescription,
  rows: readonly Stored[],
): Promise<void> {
  const columns = columnsOf(description);
  const table = sql.table(`register.${description.table}`);
  const assignments = columns
    .filter((name) => name !== 'code')
    .map((name) => sql`${sql.raw(`"${columnName(name)}"`)} = n.${sql.raw(`"${columnName(name)}"`)}`);
  for (const chunk of chunksOf(rows)) {
    await sql`
      update ${table} t set ${sql.join(assignments)}
      from jsonb_populate_recordset(${sql`null::${table}`}, ${asJson(columns, chunk)}::jsonb) n where n.code = t.code
    `.execute(db);
  }
}

/** Adds rows as they are given. */
export async function insertRows(
  db: Db,
  description: RecordDescription,
  rows: readonly Stored[],
): Promise<void> {
  const columns = columnsOf(description);
  const list = sql.join(columns.map((name) => sql.ref(name)));
  const table = sql.table(`register.${description.table}`);
  for (const chunk of chunksOf(rows)) {
    await sql`
      insert into ${table} (${list})
      select ${list} from jsonb_populate_recordset(${sql`null::${table}`}, ${asJson(columns, chunk)}::jsonb)
    `.execute(db);
  }
}

/** Rows of a register by key, kept from other writers until the transaction ends. */
export async function holdRows(
  db: Db,
  description: RecordDescription,
  codes: readonly string[],
): Promise<Map<string, Stored>> {
  const found = new Map<string, Stored>();
  for (const chunk of chunksOf(codes)) {
    const { rows } = await sql<Stored>`
      select ${sql.join(columnsOf(description).map((name) => sql.ref(name)))}
      from ${sql.table(`register.${description.table}`)} where code = any(${chunk})
      order by code for no key update
    `.execute(db);
    for (const row of rows) found.set(row.code, row);
  }
  return found;
}

/** Values of a row that may be keys of others. */
export const textsOf = (row: Stored): string[] =>
  Object.values(row).filter((value) => typeof value === 'string');

export interface WriteResult {
  added: number;
  changed: number;
  unchanged: number;
}

/**
 * Adds new rows and updates those whose values differ. `left`: the texts that changed rows held before, among them
 * the keys of what they belonged to. `held`: these rows as they are, where the writer holds them already.
 */
export async function saveRows(
  db: Db,
  description: RecordDescription,
  rows: readonly CheckedRow[],
  vault: Vault,
  held?: ReadonlyMap<string, Stored>,
): Promise<{ result: WriteResult; left: string[] }> {
  const existing =
    held ??
    (await holdRows(
      db,
      description,
      rows.map((row) => row.code),
    ));
  const added: Stored[] = [];
  const changed: Stored[] = [];
  const left: string[] = [];
  for (const row of rows) {
    const before = existing.get(row.code);
    const stored = toStored(description, row, vault, before);
    if (!before) added.push(stored);
    else if (!isSame(description, before, stored)) {
      changed.push(stored);
      left.push(...textsOf(before));
    }
  }
  await insertRows(db, description, added);
  await updateRows(db, description, changed);
  const unchanged = rows.length - added.length - changed.length;
  return { result: { added: added.length, changed: changed.length, unchanged }, left };
}

const asJson = (columns: readonly string[], rows: readonly Stored[]): string =>
  JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((name) => [columnName(name), row[name] ?? null]))),
  );

/** Removes one row; its history stays. */
export async function removeRow(db: Db, description: RecordDescription, code: string): Promise<number> {
  const result =
    await sql`delete from ${sql.table(`register.${description.table}`)} where code = ${code}`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}

/** Keys among `codes` that a register does not have. */
export async function missingKeys(
  db: Db,
  registers: Registers,
  id: string,
  codes: readonly string[],
): Promise<Set<string>> {
  const missing = new Set(codes);
  const target = registers.find(id);
  for (const chunk of chunksOf([...missing])) {
    const { rows } = await sql<{ code: string }>`
      select code from ${sql.table(`register.${target.table}`)} where code = any(${chunk})
    `.execute(db);
    for (const row of rows) missing.delete(row.code);
  }
  return missing;
}

/** Titles looked up at once. */
const titlesSought = 500;

/** Keys of the rows that alone bear one of these titles; first of many titles alone. */
export async function findByTitle(
  db: Db,
  description: RecordDescription,
  titles: readonly string[],
): Promise<Map<string, string>> {
  const field = description.fields[description.title];
  if (field?.kind !== 'text') return new Map();
  const column = sql.ref(columnName(description.title));
  const { rows } = await sql<{ title: string; code: string }>`
    select ${column} as title, min(code) as code from ${sql.table(`register.${description.table}`)}
    where ${column} = any(${titles.slice(0, titlesSought)}) group by ${column} having count(*) = 1
  `.execute(db);
  return new Map(rows.map(({ title, code }) => [title, code]));
}

/** Keys and titles of a register's rows, as texts name them; at most 5,000. */
export async function readTitles(
  db: Db,
  description: RecordDescription,
): Promise<{ code: string; title: string }[]> {
  const { rows } = await sql<{ code: string; title: string }>`
    select code, ${sql.ref(columnName(description.title))}::text as title
    from ${sql.table(`register.${description.table}`)} order by code limit 5000
  `.execute(db);
  return rows;
}

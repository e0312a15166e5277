import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { registers } from '#app/house.ts';
import { columnName, columnType } from '#kernel/db/ddl.ts';
import { fieldsOf } from './registry.ts';

let open: TestHouse;
beforeAll(async () => {
  open = await openTestHouse();
});
afterAll(async () => open.close());

test('every table is what its description says, and so are its history and its past', async () => {
  const columns = await open.administrate<{
    schema: string;
    table: string;
    column: string;
    type: string;
    needed: boolean;
  }>(`
    select n.nspname as schema, c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as needed
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('register', 'history', 'past') and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped`);
  const found = (schema: string, table: string): Record<string, string> =>
    Object.fromEntries(
      columns
        .filter((row) => row.schema === schema && row.table === table)
        .map((row) => [row.column, row.type]),
    );
  for (const description of registers.ordered) {
    const expected = Object.fromEntries([
      ['code', 'text'],
      ...fieldsOf(description).map(([name, field]) => [
        columnName(name),
        columnType(field).replace(' collate "C"', ''),
      ]),
    ]);
    expect(found('register', description.table), description.id).toEqual(expected);
    expect(found('past', description.table), description.id).toEqual(expected);
    expect(found('history', description.table), description.id).toMatchObject(expected);
    const needed = columns
      .filter((row) => row.schema === 'register' && row.table === description.table && row.needed)
      .map((row) => row.column);
    expect(needed.sort(), description.id).toEqual(
      [
        'code',
        ...fieldsOf(description)
          .filter(([name, field]) => !field.optional && !field.mayFollow && name !== 'code')
          .map(([name]) => columnName(name)),
      ].sort(),
    );
  }
  const tables = new Set(columns.filter((row) => row.schema === 'register').map((row) => row.table));
  expect([...tables].sort()).toEqual(registers.ordered.map((description) => description.table).sort());
});

/**
 * What records owe: required values whose evidence comes later. A field that may follow is empty only then, so the row
 * itself says it, now and at any past instant; nothing beside it can differ.
 */
import { sql, type RawBuilder } from 'kysely';
import type { Field } from '#kernel/contract/record.ts';
import { columnName } from '#kernel/db/ddl.ts';
import type { Db } from '#kernel/db/open.ts';

type Fragment = RawBuilder<unknown>;

/** Rows that owe each of the fields given, among the rows `x` of a source. Fields nobody owes are left out. */
export async function countOwing(
  db: Db,
  fields: readonly [string, Field][],
  from: Fragment,
  conditions: readonly Fragment[],
): Promise<{ name: string; count: number }[]> {
  const names = fields.filter(([, field]) => field.mayFollow).map(([name]) => name);
  if (names.length === 0) return [];
  const owed = names.map((name) => sql`${sql.raw(`x."${columnName(name)}"`)} is null`);
  const counts = names.map(
    (name, at) => sql`${sql.lit(name)}::text, count(*) filter (where ${owed[at] ?? sql`false`})`,
  );
  const { rows } = await sql<{ counts: Record<string, number> }>`
    select jsonb_build_object(${sql.join(counts)}) as counts from ${from}
    where ${sql.join([...conditions, sql`(${sql.join(owed, sql` or `)})`], sql` and `)}
  `.execute(db);
  return Object.entries(rows[0]?.counts ?? {})
    .map(([name, count]) => ({ name, count: Number(count) }))
    .filter(({ count }) => count > 0);
}

/** Number and sums of what a list shows, over all its rows and not one page. */
import { sql } from 'kysely';
import type { z } from 'zod';
import { summedUnasked, type sumRecords } from '#kernel/contract/lists.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { columnName } from '#kernel/db/ddl.ts';
import { listRows, selectWhole, plainFields, viewOf, type ListingQuestion, type Reader } from './listing.ts';
import { countUpTo } from './page.ts';

type Sums = z.infer<(typeof sumRecords)['answer']>;

/**
 * Sums the money columns the reader sees over all rows his question selects, in one statement, to the fen; the amounts
 * of rows he may not open are not among them. Of more than 200,000 rows only when `whole` is asked.
 */
export async function sumListed(
  reader: Reader,
  description: RecordDescription,
  question: Pick<ListingQuestion, 'search' | 'filters'>,
  whole: boolean,
): Promise<Sums> {
  if (viewOf(description, reader.audience) === 'counts') {
    const { total } = await listRows(reader, { description }, { page: 1, pageSize: 1, ...question });
    return { count: total, countIsLower: false, sums: [] };
  }
  const { from, conditions, opened } = selectWhole(reader, description, question);
  if (!whole) {
    const most = await countUpTo(reader.db, from, conditions, summedUnasked);
    if (most > summedUnasked) return { count: summedUnasked, countIsLower: true, sums: [] };
  }
  const amounts = plainFields(reader.registers, description, reader).filter(
    ([, field]) => field.kind === 'money',
  );
  const folds = amounts.map(([name], at) => {
    const value = sql.raw(`x."${columnName(name)}"`);
    return sql`coalesce(sum(${value}) filter (where ${opened}), 0)::text as ${sql.ref(`sum${at}`)},
      count(${value}) filter (where ${opened}) as ${sql.ref(`rows${at}`)}`;
  });
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  const { rows } = await sql<Record<string, string>>`
    select ${sql.join([sql`count(*) as number`, ...folds])} from ${from} ${where}`.execute(reader.db);
  const [row = {}] = rows;
  return {
    count: Number(row['number'] ?? 0),
    countIsLower: false,
    sums: amounts.map(([name], at) => ({
      column: name,
      value: row[`sum${at}`] ?? '0',
      rows: Number(row[`rows${at}`] ?? 0),
    })),
  };
}

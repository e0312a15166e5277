/** SQL of document numbers. */
import { sql } from 'kysely';
import type { RowOf } from '#kernel/contract/record.ts';
import type { Db } from '#kernel/db/open.ts';
import type { series } from './records.ts';

export type SeriesRow = RowOf<typeof series>;

/** A series. All are kept from other takers until the transaction ends: two may print the same number. */
export async function holdSeries(db: Db, code: string): Promise<SeriesRow | null> {
  const all = await db.selectFrom('series').selectAll().orderBy('code').forUpdate().execute();
  return all.find((one) => one.code === code) ?? null;
}

/** The highest number taken of a series in a year; null while none is. */
export async function lastSerial(db: Db, series_: string, year: number): Promise<number | null> {
  const row = await db
    .selectFrom('number')
    .select(({ fn }) => fn.max('serial').as('last'))
    .where('series', '=', series_)
    .where('year', '=', year)
    .executeTakeFirst();
  return row?.last ?? null;
}

/** Whether a number as printed is taken, of whichever series. */
export async function isTaken(db: Db, text: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select exists (select from register.number where text = ${text})
        or exists (select from register.reply where "number" = ${text}) as taken
  `.execute(db);
  return rows[0]?.taken ?? false;
}

/** Every series. */
export async function listSeries(db: Db): Promise<SeriesRow[]> {
  return db.selectFrom('series').selectAll().orderBy('code').execute();
}

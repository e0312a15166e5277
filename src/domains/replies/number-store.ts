/** SQL of document numbers. */
import type { RowOf } from '#kernel/contract/record.ts';
import type { Db } from '#kernel/db/open.ts';
import type { series } from './records.ts';

export type SeriesRow = RowOf<typeof series>;

/** A series, kept from other takers until the transaction ends. */
export async function holdSeries(db: Db, code: string): Promise<SeriesRow | null> {
  const row = await db
    .selectFrom('series')
    .selectAll()
    .where('code', '=', code)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
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

/** Every series. */
export async function listSeries(db: Db): Promise<SeriesRow[]> {
  return db.selectFrom('series').selectAll().orderBy('code').execute();
}

/** SQL of requests for statements. */
import { sql } from 'kysely';
import type { RowOf } from '#kernel/contract/record.ts';
import type { Db } from '#kernel/db/open.ts';
import type { request } from './contract.ts';

export type RequestRow = RowOf<typeof request>;

/** Which requests; `askedOf`: only those asked of that organisation. */
export interface RequestsAsked {
  open?: boolean | undefined;
  reply?: string | undefined;
  askedOf?: string | undefined;
}

/** Requests with the names and the statement that belong to them: waiting ones by the day they are due, then the newest. */
export async function readRequests(db: Db, asked: RequestsAsked) {
  let query = db
    .selectFrom('request as q')
    .innerJoin('organisation as o', 'o.code', 'q.askedOf')
    .leftJoin('statement as s', 's.code', 'q.statement')
    .selectAll('q')
    .select('o.name as askedOfName')
    .select([
      's.value as statedValue',
      's.document as statedDocument',
      's.signer as statedSigner',
      's.statedOn as statedOn',
      's.withdrawnOn as withdrawnOn',
    ]);
  if (asked.open === true) query = query.where('q.answeredOn', 'is', null).where('q.declinedOn', 'is', null);
  if (asked.open === false)
    query = query.where((eb) =>
      eb.or([eb('q.answeredOn', 'is not', null), eb('q.declinedOn', 'is not', null)]),
    );
  if (asked.reply !== undefined) query = query.where('q.reply', '=', asked.reply);
  if (asked.askedOf !== undefined) query = query.where('q.askedOf', '=', asked.askedOf);
  return query
    .orderBy(sql`q.answered_on is not null or q.declined_on is not null`)
    .orderBy(sql`case when q.answered_on is null and q.declined_on is null then q.due_on end asc nulls last`)
    .orderBy('q.askedOn', 'desc')
    .orderBy('q.code', 'desc')
    .limit(500)
    .execute();
}

/** The request an action is about, kept from others until it is done. */
export async function holdRequest(db: Db, code: string): Promise<RequestRow | undefined> {
  return db.selectFrom('request').selectAll().where('code', '=', code).forNoKeyUpdate().executeTakeFirst();
}

/** Any number will do, as long as it is always the same. */
const numbering = 202_611_251;

/** The next number of a day, `QZ20261124-01`; one writer at a time. */
export async function nextNumber(db: Db, day: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(${numbering})`.execute(db);
  const prefix = `QZ${day.replaceAll('-', '')}-`;
  const { last } = await db
    .selectFrom('request')
    .select((eb) => eb.fn.max(sql<number>`substring(code from ${prefix.length + 1}::int)::int`).as('last'))
    .where('code', '~', `^${prefix}[0-9]{2,6}$`)
    .executeTakeFirstOrThrow();
  return `${prefix}${String(Number(last ?? 0) + 1).padStart(2, '0')}`;
}

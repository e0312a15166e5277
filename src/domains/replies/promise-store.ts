/** SQL of promises in drafts and of those on record. */
import type { RowOf } from '#kernel/contract/record.ts';
import type { Db } from '#kernel/db/open.ts';
import type { draftPromise } from './records.ts';

/** Promises written into a reply's draft. */
export async function listDraftPromises(db: Db, reply: string): Promise<RowOf<typeof draftPromise>[]> {
  return db.selectFrom('draftPromise').selectAll().where('reply', '=', reply).orderBy('code').execute();
}

/** Notes which commitment a promise of a draft became. */
export async function markMade(db: Db, code: string, madeAs: string): Promise<void> {
  await db.updateTable('draftPromise').set({ madeAs }).where('code', '=', code).execute();
}

/** Promises among `codes` written into drafts of a suggestion, with the day their reply was signed. */
export async function listDrafted(
  db: Db,
  suggestion: string,
  codes: readonly string[],
): Promise<(RowOf<typeof draftPromise> & { promisedOn: string | null })[]> {
  return db
    .selectFrom('draftPromise')
    .innerJoin('reply', 'reply.code', 'draftPromise.reply')
    .selectAll('draftPromise')
    .select('reply.signedOn as promisedOn')
    .where('reply.suggestion', '=', suggestion)
    .where('draftPromise.code', 'in', [...codes, ''])
    .orderBy('draftPromise.code')
    .execute();
}

/** A promise's words; `promisedOn` is null while nothing signed speaks of it. */
export interface PromiseWords {
  title: string;
  titleEn: string;
  promisedOn: string | null;
  dueOn: string | null;
}

/** Those among `codes` that are on record, or in drafts of the suggestion. */
export async function listPromiseWords(
  db: Db,
  suggestion: string,
  codes: readonly string[],
): Promise<Map<string, PromiseWords>> {
  const drafted = await listDrafted(db, suggestion, codes);
  const made = await db
    .selectFrom('commitment')
    .select(['code', 'title', 'titleEn', 'promisedOn', 'dueOn'])
    .where('code', 'in', [...codes, ''])
    .execute();
  return new Map([
    ...drafted.map(
      ({ code, title, titleEn, promisedOn, dueOn }) =>
        [code, { title, titleEn: titleEn ?? title, promisedOn, dueOn }] as const,
    ),
    ...made.map(({ code, ...words }) => [code, words] as const),
  ]);
}

/** Promises on record whose words or code hold a text. */
export async function findPromises(
  db: Db,
  q: string,
): Promise<{ code: string; title: string; owner: string | null; dueOn: string | null }[]> {
  const pattern = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return db
    .selectFrom('commitment')
    .leftJoin('organisation', 'organisation.code', 'commitment.owner')
    .select(['commitment.code', 'commitment.title', 'commitment.dueOn', 'organisation.name as owner'])
    .where((eb) => eb.or([eb('commitment.title', 'ilike', pattern), eb('commitment.code', 'ilike', pattern)]))
    .orderBy('commitment.area')
    .orderBy('commitment.order')
    .limit(50)
    .execute();
}

/** Promises a letter made: those that name it, or that were made on its day and name no letter. */
export async function listPromisesOf(
  db: Db,
  names: readonly string[],
  promisedOn: string,
): Promise<{ code: string; title: string; titleEn: string }[]> {
  return db
    .selectFrom('commitment')
    .select(['code', 'title', 'titleEn'])
    .where((eb) =>
      eb.or([
        eb('reply', 'in', [...names]),
        eb.and([eb('reply', 'is', null), eb('promisedOn', '=', promisedOn)]),
      ]),
    )
    .orderBy('area')
    .orderBy('order')
    .execute();
}

/** The account of the deputy whose suggestion a reply answers; null where he has none or there is no such reply. */
export async function findDeputyAccount(db: Db, reply: string): Promise<string | null> {
  const row = await db
    .selectFrom('reply as r')
    .innerJoin('suggestion as s', 's.code', 'r.suggestion')
    .select('s.deputyAccount')
    .where('r.code', '=', reply)
    .executeTakeFirst();
  return row?.deputyAccount ?? null;
}

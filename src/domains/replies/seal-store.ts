/** SQL of what was sealed: written once with the signature, read ever after. */
import { sql } from 'kysely';
import type { Db } from '#kernel/db/open.ts';
import type { Figure } from '#kernel/figures/figure.ts';
import { evidenceOf } from '#kernel/figures/read.ts';
import type { Tables } from '#kernel/db/tables.ts';

export type SealedLetter = Tables['sealed.letter'];
export type SealedCitationRow = Tables['sealed.citation'];

/** What a row's own digest covers. */
const rowDigest = sql`sha256(convert_to(concat_ws(E'\t', reply, "order", code, coalesce(amount::text, ''), coalesce(subject, '')), 'UTF8'))`;

const rowsDigest = sql`encode(sha256(convert_to(coalesce(string_agg(
  code || E'\t' || coalesce(amount::text, '') || E'\t' || coalesce(subject, ''), E'\n' order by code, amount, subject
), ''), 'UTF8')), 'hex')`;

/** Amounts and subjects as the figure folds them; other rows have neither. */
function chosenColumns(figure: Figure): ReturnType<typeof sql> {
  const amount = figure.fold === 'sum' || figure.fold === 'only' ? sql`amount::numeric` : sql`null::numeric`;
  const subject = figure.fold === 'distinct-subjects' ? sql`subject::text` : sql`null::text`;
  return sql`code::text as code, ${amount} as amount, ${subject} as subject`;
}

/**
 * Keeps the rows behind a citation and answers their number and digest. `db` reads the instant sealed. The citation
 * itself follows in the same transaction.
 */
export async function sealRows(
  db: Db,
  place: { reply: string; order: number },
  question: { figure: Figure; params: Record<string, unknown>; asOf: string },
): Promise<{ rows: number; rowsDigest: string }> {
  await sql`
    insert into sealed.row (reply, "order", code, amount, subject, digest)
    select reply, "order", code, amount, subject, ${rowDigest}
    from (select ${place.reply}::text as reply, ${place.order}::int as "order", ${chosenColumns(question.figure)}
          from ${evidenceOf(db, question)}) as chosen
  `.execute(db);
  const { rows } = await sql<{ rows: string; rowsDigest: string }>`
    select count(*) as rows, ${rowsDigest} as rows_digest from sealed.row
    where reply = ${place.reply} and "order" = ${place.order}
  `.execute(db);
  return { rows: Number(rows[0]?.rows ?? 0), rowsDigest: rows[0]?.rowsDigest ?? '' };
}

/** Keeps a letter and its citations. */
export async function insertSeal(
  db: Db,
  letter: SealedLetter,
  citations: readonly SealedCitationRow[],
): Promise<void> {
  await db.insertInto('sealed.letter').values(letter).execute();
  if (citations.length > 0)
    await db
      .insertInto('sealed.citation')
      .values([...citations])
      .execute();
}

/** One sealed letter; null before it is signed. */
export async function readSeal(
  db: Db,
  reply: string,
): Promise<{ letter: SealedLetter; citations: SealedCitationRow[] } | null> {
  const letter = await db
    .selectFrom('sealed.letter')
    .selectAll()
    .where('reply', '=', reply)
    .executeTakeFirst();
  if (!letter) return null;
  const citations = await db
    .selectFrom('sealed.citation')
    .selectAll()
    .where('reply', '=', reply)
    .orderBy('order')
    .execute();
  return { letter, citations };
}

/** Number and digest of the rows of each citation as they lie there now, with rows whose own digest does not fit. */
export async function digestSealedRows(
  db: Db,
  reply: string,
): Promise<Map<number, { rows: number; rowsDigest: string; changed: string[] }>> {
  const { rows } = await sql<{ order: number; rows: string; rowsDigest: string; changed: string[] | null }>`
    select "order", count(*) as rows, ${rowsDigest} as rows_digest,
           array_agg(code order by code) filter (where digest <> ${rowDigest}) as changed
    from sealed.row where reply = ${reply} group by "order"
  `.execute(db);
  return new Map(
    rows.map((row) => [
      row.order,
      { rows: Number(row.rows), rowsDigest: row.rowsDigest, changed: row.changed ?? [] },
    ]),
  );
}

/** Replies signed, with the digest their register holds. */
export async function listSealDigests(db: Db): Promise<{ code: string; sealDigest: string | null }[]> {
  return db
    .selectFrom('reply')
    .select(['code', 'sealDigest'])
    .where('signedOn', 'is not', null)
    .orderBy('code')
    .execute();
}

/** Every reply that has a seal. */
export async function listSealed(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('sealed.letter').select('reply').orderBy('reply').execute();
  return rows.map(({ reply }) => reply);
}

/** Versions of parameters in force on a day whose name begins with a prefix. */
export async function listParametersOn(
  db: Db,
  prefix: string,
  day: string,
): Promise<{ name: string; value: string; unit: string | null; validFrom: string; document: string }[]> {
  return db
    .selectFrom('parameter')
    .select(['name', 'value', 'unit', 'validFrom', 'document'])
    .where('name', 'like', `${prefix}%`)
    .where('validFrom', '<=', day)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', day)]))
    .orderBy('name')
    .orderBy('validFrom')
    .execute();
}

/** How the rows of a citation differ from those of the same question asked of `db`. */
export async function compareSealedRows(
  db: Db,
  place: { reply: string; order: number },
  question: { figure: Figure; params: Record<string, unknown>; asOf: string },
): Promise<{ added: number; removed: number; changed: number }> {
  const { rows } = await sql<{ added: string; removed: string; changed: string }>`
    with current as (select ${chosenColumns(question.figure)} from ${evidenceOf(db, question)}),
         kept as (select code, amount, subject from sealed.row where reply = ${place.reply} and "order" = ${place.order})
    select count(*) filter (where k.code is null) as added,
           count(*) filter (where c.code is null) as removed,
           count(*) filter (where k.code is not null and c.code is not null
             and (k.amount is distinct from c.amount or k.subject is distinct from c.subject)) as changed
    from current c full join kept k on k.code = c.code
  `.execute(db);
  return {
    added: Number(rows[0]?.added ?? 0),
    removed: Number(rows[0]?.removed ?? 0),
    changed: Number(rows[0]?.changed ?? 0),
  };
}

/** Kinds of a letter's stored files whose bytes do not fit their digest. */
export async function digestDocuments(db: Db, reply: string): Promise<string[]> {
  const { rows } = await sql<{ kind: string }>`
    select kind from sealed.document where reply = ${reply} and encode(sha256(bytes), 'hex') <> digest order by kind
  `.execute(db);
  return rows.map(({ kind }) => kind);
}

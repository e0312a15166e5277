/** SQL of letters: found by number or by reply, their changes released, their files kept. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#kernel/db/open.ts';

/** A signed reply with what decides who may read it. */
export interface LetterRow {
  reply: string;
  number: string | null;
  state: string;
  publicity: 'open' | 'closed' | null;
  category: 'A' | 'B' | 'C' | 'D' | null;
  signedOn: string;
  deliveredOn: string | null;
  publishedOn: string | null;
  suggestion: string;
  deputy: string;
  deputyAccount: string | null;
  session: string;
  title: string;
  issuer: string;
  sample: boolean;
  citations: number;
  promises: number;
  organisations: string[];
}

/** Signed letters, newest first; one when `code` (its number or its reply) is given. */
export async function listLetterRows(
  db: Db,
  question: { code?: string; q?: string; publicOnly: boolean },
): Promise<LetterRow[]> {
  const conditions = [sql`true`];
  if (question.code !== undefined)
    conditions.push(sql`(r."number" = ${question.code} or r.code = ${question.code})`);
  if (question.publicOnly) conditions.push(sql`r.published_on is not null and r.publicity = 'open'`);
  if (question.q !== undefined && question.q !== '') {
    const pattern = `%${question.q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    conditions.push(
      sql`(l.title ilike ${pattern} or r."number" ilike ${pattern} or s.deputy ilike ${pattern} or l.blocks ilike ${pattern})`,
    );
  }
  const { rows } = await sql<LetterRow>`
    select r.code as reply, r."number", r.state, r.publicity, r.category, r.signed_on, r.delivered_on, r.published_on,
           s.code as suggestion, s.deputy, s.deputy_account, s.session, l.title, l.issuer, l.sample,
           (select count(*)::int from sealed.citation c where c.reply = r.code) as citations,
           json_array_length(l.promises::json) as promises,
           array(select organisation from register.handling h where h.suggestion = s.code) as organisations
    from sealed.letter l join register.reply r on r.code = l.reply join register.suggestion s on s.code = r.suggestion
    where ${sql.join(conditions, sql` and `)}
    order by r.signed_on desc, r.code desc limit 1000
  `.execute(db);
  return rows;
}

/** Changes of a letter released, the last of each citation, with the instant of their release. */
export async function listReleases(
  db: Db,
  reply: string,
): Promise<
  {
    citation: number;
    order: number;
    value: string | null;
    rows: number;
    added: number;
    removed: number;
    changed: number;
    note: string;
    releasedOn: string;
    at: string;
  }[]
> {
  const { rows } = await sql<Awaited<ReturnType<typeof listReleases>>[number]>`
    select distinct on (d.citation) d.citation, d."order", d.value, d.rows, d.added, d.removed, d.changed, d.note, d.released_on,
           (select min(h.known_from) from history.drift_release h where h.code = d.code) as at
    from register.drift_release d where d.reply = ${reply} order by d.citation, d."order" desc
  `.execute(db);
  return rows;
}

/** How many lines the log has: while there are no more, nothing has changed. */
export async function countEntries(db: Db): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) as count from platform.audit_entry`.execute(
    db,
  );
  return Number(rows[0]?.count ?? 0);
}

/** A stored file of a letter. */
export async function readDocument(db: Db, reply: string, kind: 'pdf' | 'docx'): Promise<Buffer | null> {
  const row = await db
    .selectFrom('sealed.document')
    .select('bytes')
    .where('reply', '=', reply)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row?.bytes ?? null;
}

/** Keeps a file of a letter; one kept already stays. */
export async function keepDocument(
  db: Db,
  reply: string,
  kind: 'pdf' | 'docx',
  bytes: Uint8Array,
): Promise<void> {
  await db
    .insertInto('sealed.document')
    .values({
      reply,
      kind,
      bytes: Buffer.from(bytes),
      digest: createHash('sha256').update(bytes).digest('hex'),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The sealed rows of a citation as evidence of a listing. */
export const sealedEvidence = (reply: string, order: number) =>
  sql`(select code, amount, subject from sealed.row where reply = ${reply} and "order" = ${order}) as evidence`;

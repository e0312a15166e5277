/** Stored files, uploads and attachments in the database. */
import { sql } from 'kysely';
import type { Db } from '#kernel/db/open.ts';

/** Hours an upload waits to be used. */
const hoursKept = 24;

export interface FileRow {
  hash: string;
  size: string;
  type: string;
}

export interface AttachmentRow extends FileRow {
  id: string;
  register: string;
  code: string;
  name: string;
  kind: string | null;
  addedBy: string;
  addedAt: string;
  withdrawnAt: string | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
}

/** Held while a file is put in its place or removed from it, until the transaction ends. */
export async function lockFile(transaction: Db, hash: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`file ${hash}`}, 0))`.execute(transaction);
}

export async function insertFile(
  transaction: Db,
  file: { hash: string; size: number; type: string },
): Promise<void> {
  await sql`
    insert into platform.stored_file (hash, size, type) values (${file.hash}, ${file.size}, ${file.type})
    on conflict (hash) do nothing
  `.execute(transaction);
}

export async function upsertUpload(
  transaction: Db,
  upload: { account: string; hash: string; name: string },
): Promise<void> {
  await sql`
    insert into platform.upload (account, hash, name) values (${upload.account}, ${upload.hash}, ${upload.name})
    on conflict (account, hash) do update set name = excluded.name, uploaded_at = now()
  `.execute(transaction);
}

/** What an account uploaded and may still use. */
export async function findUpload(
  db: Db,
  account: string,
  hash: string,
): Promise<(FileRow & { name: string }) | null> {
  const { rows } = await sql<FileRow & { name: string }>`
    select f.hash, f.size, f.type, u.name from platform.upload u join platform.stored_file f using (hash)
    where u.account = ${account} and u.hash = ${hash} and u.uploaded_at > now() - make_interval(hours => ${hoursKept}::int)
  `.execute(db);
  return rows[0] ?? null;
}

const attached = sql`
  select a.id, a.register, a.code, a.hash, f.size, f.type, a.name, a.kind, a.added_by, a.added_at,
         a.withdrawn_at, a.withdrawn_by, a.withdrawn_reason
  from platform.attachment a join platform.stored_file f using (hash)`;

export async function listOfRecord(db: Db, register: string, code: string): Promise<AttachmentRow[]> {
  const { rows } = await sql<AttachmentRow>`
    ${attached} where a.register = ${register} and a.code = ${code}
    order by a.withdrawn_at is not null, a.added_at desc, a.id
  `.execute(db);
  return rows;
}

export async function findAttachment(db: Db, id: string): Promise<AttachmentRow | null> {
  const { rows } = await sql<AttachmentRow>`${attached} where a.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export async function insertAttachment(
  transaction: Db,
  attachment: {
    id: string;
    register: string;
    code: string;
    hash: string;
    name: string;
    kind: string | null;
    addedBy: string;
  },
): Promise<void> {
  const { id, register, code, hash, name, kind, addedBy } = attachment;
  await sql`
    insert into platform.attachment (id, register, code, hash, name, kind, added_by)
    values (${id}, ${register}, ${code}, ${hash}, ${name}, ${kind}, ${addedBy})
  `.execute(transaction);
}

/** False when it was withdrawn before. */
export async function markWithdrawn(
  transaction: Db,
  { id, by, reason }: { id: string; by: string; reason: string },
): Promise<boolean> {
  const result = await sql`
    update platform.attachment set withdrawn_at = now(), withdrawn_by = ${by}, withdrawn_reason = ${reason}
    where id = ${id} and withdrawn_at is null
  `.execute(transaction);
  return result.numAffectedRows === 1n;
}

export async function countOfRecord(db: Db, register: string, code: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from platform.attachment
    where register = ${register} and code = ${code} and withdrawn_at is null
  `.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/**
 * Whether the reader may write a record, by the database's own rules: a row locked is a row that may be changed. It
 * stays until the transaction ends.
 */
export async function holdWritable(transaction: Db, table: string, code: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${sql.table(`register.${table}`)} where code = ${code} for key share
  `.execute(transaction);
  return rows.length > 0;
}

/** The same, asked without holding the row. */
export const maySave = (db: Db, table: string, code: string): Promise<boolean> =>
  db.transaction().execute((transaction) => holdWritable(transaction, table, code));

/** Uploads that waited too long are forgotten. */
export async function forgetUploads(db: Db): Promise<void> {
  await sql`
    delete from platform.upload where uploaded_at < now() - make_interval(hours => ${hoursKept}::int)
  `.execute(db);
}

const unused = sql`
  not exists (select from platform.attachment a where a.hash = f.hash)
  and not exists (select from platform.upload u where u.hash = f.hash)
  and not exists (select from platform.job j where j.files @> array[f.hash])`;

/** Files that no attachment, upload or job needs, an hour after they came. */
export async function listUnused(db: Db): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select f.hash from platform.stored_file f where f.stored_at < now() - interval '1 hour' and ${unused} limit 1000
  `.execute(db);
  return rows.map(({ hash }) => hash);
}

/** Removes a file's row if it is still unused. */
export async function deleteUnused(transaction: Db, hash: string): Promise<boolean> {
  const result = await sql`
    delete from platform.stored_file f where f.hash = ${hash} and ${unused}
  `.execute(transaction);
  return result.numAffectedRows === 1n;
}

export async function findFile(db: Db, hash: string): Promise<FileRow | null> {
  const { rows } = await sql<FileRow>`
    select hash, size, type from platform.stored_file where hash = ${hash}
  `.execute(db);
  return rows[0] ?? null;
}

/** Putting a backup back: rows as they were, histories and log included, every one counted and digested. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Refusal } from '#kernel/contract/refusal.ts';
import { damaged, Meter, openArchive, type OpenArchive } from './archive.ts';
import { filePart, tablePart } from './backup.ts';
import { manifestName, readManifest, signatureName, type Manifest, type TableNote } from './manifest.ts';
import {
  listGuards,
  listTables,
  nameOf,
  quotedName,
  readStatement,
  writeStatement,
  type Table,
} from './tables.ts';

export interface Backup {
  manifest: Manifest;
  archive: OpenArchive;
}

/** Opens a backup and reads its manifest; refuses cut, damaged and incomplete ones. `close` it afterwards. */
export async function openBackup(path: string): Promise<Backup> {
  const archive = await openArchive(path);
  try {
    const manifest = readManifest(await archive.read(manifestName), await archive.read(signatureName));
    const expected = new Set([
      manifestName,
      signatureName,
      ...manifest.tables.map(tablePart),
      ...manifest.files.map((file) => filePart(file.path)),
    ]);
    const missing = [...expected].find((name) => !archive.names.has(name));
    if (missing !== undefined) throw damaged(missing);
    const foreign = [...archive.names].find((name) => !expected.has(name));
    if (foreign !== undefined) {
      throw new Refusal('unreadable-file', {
        zh: `备份里多出了清单没有写的 ${foreign}：备份被改动。请改用另一份备份。`,
        en: `The backup holds ${foreign}, which its manifest does not name: it was changed. Use another backup.`,
      });
    }
    return { manifest, archive };
  } catch (error) {
    archive.close();
    throw error;
  }
}

/** Reads every part of a backup and compares its digest; nothing is written. Refuses, naming the damaged part. */
export async function checkBackup({ manifest, archive }: Backup): Promise<void> {
  const parts = [
    ...manifest.tables.map((table) => ({ ...table, part: tablePart(table) })),
    ...manifest.files.map((file) => ({ ...file, part: filePart(file.path) })),
  ];
  for (const { part, bytes, digest } of parts) {
    await drain(await archive.open(part), part, { bytes, digest }, nowhere());
  }
}

const nowhere = (): Writable =>
  new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });

/** Lets a part flow into a target; refuses it when it is not what the manifest says. */
async function drain(
  content: Readable,
  part: string,
  expected: { bytes: number; digest: string },
  target: Writable,
): Promise<void> {
  const meter = new Meter();
  let broken = false;
  content.once('error', () => (broken = true));
  try {
    await pipeline(content, meter, target);
  } catch (error) {
    // A part that cannot be unpacked is damaged; a database that refuses a row says so itself.
    if (broken) throw damaged(part);
    throw error;
  }
  if (meter.bytes !== expected.bytes || meter.finish() !== expected.digest) throw damaged(part);
}

/**
 * The migrations that make the schema of the backup, from those this program has. Refuses a backup of a newer
 * version, and one whose migrations had another text.
 */
export function chooseMigrations<F extends { name: string; digest: string }>(
  manifest: Manifest,
  known: readonly F[],
): F[] {
  const byName = new Map(known.map((file) => [file.name, file]));
  for (const { name, digest } of manifest.migrations) {
    const file = byName.get(name);
    if (file?.digest === digest) continue;
    throw new Refusal('broken-rule', {
      zh: `备份由 ${manifest.product} 版写成，其中的迁移 ${name} 本程序${file ? '另有内容' : '没有'}。请用 ${manifest.product} 或更新的版本恢复。`,
      en: `The backup was written by version ${manifest.product}; its migration ${name} ${file ? 'has another text in' : 'is unknown to'} this program. Restore with ${manifest.product} or a later version.`,
    });
  }
  const wanted = new Set(manifest.migrations.map(({ name }) => name));
  return known.filter(({ name }) => wanted.has(name));
}

/**
 * Whether a database holds nothing of ours: no rows in any table but the list of migrations and what migrations
 * themselves enter.
 */
export async function isEmptyDatabase(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ present: boolean }>(
    `select to_regclass('platform.audit_entry') is not null as present`,
  );
  if (rows[0]?.present !== true) return true;
  const written = await client.query('select from platform.audit_entry limit 1');
  return written.rowCount === 0;
}

/** A mark in a database whose restored rows are not proved yet: a start refuses it, a restore begins again. */
const mark = 'platform.unproved_restore';

export async function isUnproved(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ marked: boolean }>('select to_regclass($1) is not null as marked', [
    mark,
  ]);
  return rows[0]?.marked === true;
}

/** Takes the mark away: what was restored is proved. */
export const acceptRestore = async (client: pg.Client): Promise<void> =>
  void (await client.query(`drop table ${mark}`));

/** Removes every schema of ours from a database that could not be restored. */
export async function clearDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select quote_ident(nspname) as name from pg_namespace
    where nspowner = current_user::regrole and nspname not like 'pg\\_%' and nspname not in ('public', 'information_schema')`);
  if (rows.length > 0) await client.query(`drop schema ${rows.map(({ name }) => name).join(', ')} cascade`);
}

/**
 * Puts the rows of a backup into a database that has its schema and no rows of its own: one transaction, guards set
 * aside and put back (foreign keys are checked over all rows), every table counted and digested again as it stands.
 * `client` must own the tables. Leaves the mark of a restore not yet proved.
 */
export async function loadTables(
  client: pg.Client,
  { manifest, archive }: Backup,
  onProgress?: (done: number, total: number, name: string) => void,
): Promise<void> {
  await client.query('begin');
  try {
    // Tables left out stay empty, but what they refer to must be free as well.
    const schemasOut = manifest.leftOut.filter((name) => !name.includes('.'));
    const present = await listTables(client, schemasOut);
    const tables = new Map(present.map((table) => [nameOf(table), table]));
    // The list of migrations is made by migrating, and was compared before.
    const notes = manifest.tables.filter((note) => nameOf(note) !== 'platform.migration');
    const pairs = notes.map((note) => ({ note, table: fitTable(note, tables.get(nameOf(note))) }));
    const guards = await listGuards(client, present);
    for (const statement of guards.aside) await client.query(statement);
    await client.query(`truncate ${pairs.map(({ table }) => quotedName(table)).join(', ')}`);
    for (const [index, { note, table }] of pairs.entries()) {
      await loadTable(client, archive, note, table);
      onProgress?.(index + 1, pairs.length, nameOf(note));
    }
    for (const { note, table } of pairs) await compareTable(client, note, table);
    for (const sequence of manifest.sequences) {
      await client.query('select setval($1::regclass, $2::bigint, $3)', [
        quotedName(sequence),
        sequence.last,
        sequence.called,
      ]);
    }
    for (const statement of guards.back) await client.query(statement);
    await client.query(`create table ${mark} (at timestamptz not null default now())`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  await client.query('analyze');
}

function fitTable(note: TableNote, table: Table | undefined): Table {
  if (table && table.columns.toSorted().join() === note.columns.toSorted().join()) {
    return { ...table, columns: note.columns };
  }
  throw new Refusal('broken-rule', {
    zh: `备份中的表 ${nameOf(note)} 与本程序按同样的迁移建成的表不同，没有恢复任何内容。请用 写备份的版本恢复。`,
    en: `The table ${nameOf(note)} of the backup differs from the one the same migrations make here; nothing was restored. Restore with the version that wrote it.`,
  });
}

async function loadTable(
  client: pg.Client,
  archive: OpenArchive,
  note: TableNote,
  table: Table,
): Promise<void> {
  const part = tablePart(note);
  const content = await archive.open(part);
  const target = client.query(copyFrom(writeStatement(table)));
  await drain(content, part, note, target);
  if (target.rowCount !== note.rows) throw damaged(part);
}

/** Reads a table back as the backup read it. */
async function compareTable(client: pg.Client, note: TableNote, table: Table): Promise<void> {
  const rows = client.query(copyTo(readStatement(table)));
  const meter = new Meter();
  await pipeline(rows, meter, nowhere());
  if (rows.rowCount === note.rows && meter.finish() === note.digest) return;
  throw new Refusal('broken-rule', {
    zh: `表 ${nameOf(note)} 恢复后与备份不同（应有 ${note.rows} 行，现有 ${rows.rowCount} 行），已全部撤销。`,
    en: `The table ${nameOf(note)} differs from the backup after loading (${note.rows} rows expected, ${rows.rowCount} found); all was undone.`,
  });
}

/** Writes the files of a backup into a folder, each compared with its digest. */
export async function loadFiles({ manifest, archive }: Backup, folder: string): Promise<void> {
  for (const file of manifest.files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const part = filePart(file.path);
    await drain(await archive.open(part), part, file, createWriteStream(path, { mode: 0o600, flush: true }));
  }
}

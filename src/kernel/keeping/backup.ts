/** Writing a backup: everything read in one transaction, so that it shows one moment however long it takes. */
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, pipeline } from 'node:stream';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Vault } from '#kernel/access/vault.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';
import { queriesOn } from '#kernel/db/on-client.ts';
import { Meter, writeArchive, type Part } from './archive.ts';
import {
  layoutVersion,
  manifestName,
  signatureName,
  signManifest,
  type FigureNote,
  type FileNote,
  type Manifest,
  type TableNote,
} from './manifest.ts';
import { listSequences, listTables, nameOf, readStatement, type Table } from './tables.ts';

export interface BackupOptions {
  /** Where the archive comes to lie. */
  path: string;
  product: string;
  /** Schemas and `schema.table` whose rows stay out. */
  leftOut: readonly string[];
  /** Folder of files by their hash (`ab/cdef…`); may be missing. */
  files: string;
  /** Fingerprint of the master key. */
  masterKey: string;
  vault: Vault;
  /** The figures to be proved after a restore, read in the backup's own moment; null: not with this schema. */
  readFigures: ((db: Db) => Promise<FigureNote[]>) | null;
  onProgress?: (done: number, total: number, name: string) => void;
}

export const tablePart = ({ schema, name }: { schema: string; name: string }): string =>
  `tables/${schema}.${name}.copy`;
export const filePart = (path: string): string => `files/${path}`;

/** Names of the store of files: two digits of the hash, then the others. */
const storedName = /^[0-9a-f]{2}\/[0-9a-f]{62}$/;

/**
 * Writes a backup of the client's database and of the files beside it, while others write. Returns its manifest.
 * Refuses a target that exists, a full disk, and a database that is none of ours. The client is free afterwards.
 */
export async function writeBackup(client: pg.Client, options: BackupOptions): Promise<Manifest> {
  await client.query('begin transaction isolation level repeatable read read only');
  try {
    const manifest = await readHead(client, options);
    const tables = await listTables(client, options.leftOut);
    manifest.sequences = await listSequences(client, options.leftOut);
    // Every row that names a file was written after the file, so a listing made now has all of the snapshot's files.
    const files = await listStored(options.files);
    await writeArchive(options.path, listParts(client, options, manifest, tables, files));
    return manifest;
  } finally {
    await client.query('rollback');
  }
}

async function readHead(client: pg.Client, options: BackupOptions): Promise<Manifest> {
  const ours = await client.query<{ ours: boolean }>(
    `select to_regclass('platform.migration') is not null as ours`,
  );
  if (ours.rows[0]?.ours !== true) {
    throw new Refusal('broken-rule', {
      zh: '这个数据库还没有装过科创，没有可备份的内容。请先启动一次。',
      en: 'Kechuang was never installed in this database: there is nothing to back up. Start it once first.',
    });
  }
  const { rows } = await client.query<{ at: string; server: string }>(
    `select now() as at, current_setting('server_version') as server`,
  );
  const migrations = await client.query<{ name: string; digest: string }>(
    'select name, digest from platform.migration order by name collate "C"',
  );
  const log = await client.query<{ entries: string; position: string | null; head: string | null }>(
    `select (select count(*) from platform.audit_entry) as entries, l.position, l.hash as head
     from (select) as one left join lateral
       (select position, hash from platform.audit_link order by position desc limit 1) l on true`,
  );
  return {
    layout: layoutVersion,
    product: options.product,
    at: rows[0]?.at ?? '',
    server: rows[0]?.server ?? '',
    migrations: migrations.rows,
    tables: [],
    sequences: [],
    leftOut: [...options.leftOut],
    log: {
      entries: Number(log.rows[0]?.entries ?? 0),
      position: Number(log.rows[0]?.position ?? 0),
      head: log.rows[0]?.head ?? '',
    },
    figures: null,
    files: [],
    keys: { master: options.masterKey, signing: options.vault.publicKey },
  };
}

async function listStored(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => storedName.test(name))
      .toSorted();
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return [];
    throw error;
  }
}

/** The parts in their order; what each turned out to be is noted in the manifest, which comes last. */
async function* listParts(
  client: pg.Client,
  options: BackupOptions,
  manifest: Manifest,
  tables: readonly Table[],
  files: readonly string[],
): AsyncGenerator<Part> {
  const total = tables.length + files.length;
  let done = 0;
  for (const table of tables) {
    const stream = client.query(copyTo(readStatement(table)));
    const meter = new Meter();
    yield { name: tablePart(table), open: async () => flow(stream, meter) };
    manifest.tables.push(noteTable(table, stream.rowCount, meter));
    options.onProgress?.((done += 1), total, nameOf(table));
  }
  for (const path of files) {
    const content = await openStored(join(options.files, path));
    if (!content) continue;
    const meter = new Meter();
    yield { name: filePart(path), packed: true, open: async () => flow(content, meter) };
    manifest.files.push(noteFile(path, meter));
    options.onProgress?.((done += 1), total, path);
  }
  if (options.readFigures) manifest.figures = await options.readFigures(queriesOn(client));
  const bytes = Buffer.from(JSON.stringify(manifest, null, 1));
  yield { name: manifestName, open: async () => Readable.from([bytes]) };
  yield {
    name: signatureName,
    open: async () => Readable.from([Buffer.from(signManifest(options.vault, bytes))]),
  };
}

/** An upload nobody kept may be removed meanwhile: null. */
async function openStored(path: string): Promise<Readable | null> {
  try {
    const handle = await open(path, 'r');
    return handle.createReadStream();
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return null;
    throw error;
  }
}

/** The source's faults reach whoever reads the meter. */
function flow(source: Readable, meter: Meter): Readable {
  pipeline(source, meter, () => undefined);
  return meter;
}

const noteTable = ({ schema, name, columns }: Table, rows: number, meter: Meter): TableNote => ({
  schema,
  name,
  columns,
  rows,
  bytes: meter.bytes,
  digest: meter.finish(),
});

/** Refuses a stored file whose content is no longer what its name says: a backup must not carry damage on unseen. */
function noteFile(path: string, meter: Meter): FileNote {
  const digest = meter.finish();
  if (digest !== path.replace('/', '')) {
    throw new Refusal('unreadable-file', {
      zh: `文件库中的 ${path} 内容与其名称（SHA-256）不符，已损坏；备份没有写成。请从以前的备份取回这个文件后重试。`,
      en: `The stored file ${path} no longer fits its name (SHA-256): it is damaged, and the backup was not made. Bring that file back from an earlier backup, then try again.`,
    });
  }
  return { path, bytes: meter.bytes, digest };
}

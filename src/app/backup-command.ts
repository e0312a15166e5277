/** `kechuang backup`: one file that has everything, written while the platform runs. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { operator } from '#kernel/access/roles.ts';
import { openVault } from '#kernel/access/vault.ts';
import { atomically } from '#kernel/audit/atomically.ts';
import { linkEntries } from '#kernel/audit/chain.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { openClient } from '#kernel/db/on-client.ts';
import { openDatabase } from '#kernel/db/open.ts';
import { writeBackup } from '#kernel/keeping/backup.ts';
import { fingerprintOf, readKeys, readMasterKey, sealKeys } from '#kernel/keeping/keys.ts';
import type { Manifest } from '#kernel/keeping/manifest.ts';
import { openAdministrator, type Administrator } from './administrator.ts';
import { checkout, dataFolder, explainConnection } from './database.ts';
import { migrationDigests } from './migrations.ts';
import { readCitedFigures } from './proof.ts';

/** Rows that stay out: a session ends with its installation. */
export const leftOut = ['platform.session'];

export const backupAction = 'platform.backup';

export const productVersion = (
  JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string }
).version;

/** Folder backups are put in when none is named: beside the data folder, so that losing that one loses no backup. */
const usualFolder = (): string => process.env.KECHUANG_BACKUPS ?? `${resolve(dataFolder())}-backups`;

/** Where a backup of an instant goes. */
function choosePath(target: string | undefined, at: Date): string {
  const name = `kechuang-${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.zip`;
  const wanted = resolve(target ?? usualFolder());
  const isFolder =
    target === undefined || /[/\\]$/.test(target) || (existsSync(wanted) && statSync(wanted).isDirectory());
  const path = isFolder ? join(wanted, name) : wanted;
  const data = resolve(dataFolder());
  if (`${path}/`.startsWith(`${data}/`)) {
    throw new Refusal('broken-rule', {
      zh: `备份不能放在数据文件夹 ${data} 里：它会与数据一起丢失。请另选文件夹，最好在另一块磁盘上。`,
      en: `A backup cannot lie in the data folder ${data}: it would be lost together with the data. Choose another folder, best on another disk.`,
    });
  }
  for (const taken of [path, `${path}.keys`]) {
    if (existsSync(taken)) {
      throw new Refusal('already-exists', {
        zh: `已有文件 ${taken}，没有覆盖。请换一个名字。`,
        en: `The file ${taken} exists and was not replaced. Choose another name.`,
      });
    }
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return path;
}

/** The passphrase of the keys: from a file, the environment, or typed unseen. */
export async function readPassphrase(file: string | undefined): Promise<string> {
  if (file !== undefined) {
    try {
      return readFileSync(resolve(file), 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      throw new Refusal('unreadable-file', {
        zh: `无法读取口令文件 ${file}。`,
        en: `The passphrase file ${file} cannot be read.`,
      });
    }
  }
  const given = process.env.KECHUANG_BACKUP_PASSPHRASE;
  if (given !== undefined && given !== '') return given;
  if (process.stdin.isTTY) {
    process.stderr.write('密钥口令 passphrase of the keys: ');
    const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
    const prompt = createInterface({ input: process.stdin, output: unseen, terminal: true });
    const answer = await prompt.question('');
    prompt.close();
    process.stderr.write('\n');
    return answer;
  }
  throw new Refusal('invalid-input', {
    zh: '密钥需要口令：用 --passphrase-file 文件，或环境变量 KECHUANG_BACKUP_PASSPHRASE，或在终端里输入。',
    en: 'The keys need a passphrase: --passphrase-file FILE, the variable KECHUANG_BACKUP_PASSPHRASE, or type it in a terminal.',
  });
}

/** Fingerprint of this installation's master key. Refuses a data folder without keys: none must be made now. */
export function readFingerprint(keys: string): string {
  const master = readMasterKey(keys);
  if (master === null || !existsSync(join(keys, 'log-signing.pem'))) {
    throw new Refusal('unknown-record', {
      zh: `密钥文件夹 ${keys} 里缺少密钥，备份无法签名。请核对 KECHUANG_DATA。`,
      en: `The key folder ${keys} lacks its keys: a backup cannot be signed. Check KECHUANG_DATA.`,
    });
  }
  return fingerprintOf(master);
}

async function openAdministratorClient(administrator: Administrator): ReturnType<typeof openClient> {
  try {
    return await openClient(administrator.url);
  } catch (error) {
    throw explainConnection(error, new URL(administrator.url));
  }
}

/** Makes a backup and notes it in the log. Progress goes to `tell`. */
export async function backupCommand(
  target: string | undefined,
  options: { withKeys: boolean; passphraseFile: string | undefined },
  tell: (line: string) => void,
): Promise<{ output: unknown; exit: number }> {
  const begun = performance.now();
  const folder = dataFolder();
  const keys = join(folder, 'keys');
  const masterKey = readFingerprint(keys);
  const passphrase = options.withKeys ? await readPassphrase(options.passphraseFile) : null;
  const sealedKeys = passphrase === null ? null : await sealKeys(readKeys(keys), passphrase);
  const vault = openVault(keys);
  const administrator = await openAdministrator(folder);
  try {
    const client = await openAdministratorClient(administrator);
    let manifest: Manifest;
    let path: string;
    const current = await isCurrent(client);
    try {
      const { rows } = await client.query<{ seconds: string }>(
        'select extract(epoch from now())::text as seconds',
      );
      path = choosePath(target, new Date(Number(rows[0]?.seconds ?? 0) * 1000));
      manifest = await writeBackup(client, {
        path,
        product: productVersion,
        leftOut,
        files: join(folder, 'files'),
        masterKey,
        vault,
        readFigures: current ? readCitedFigures : null,
        onProgress: (done, total, name) => tell(`[${done}/${total}] ${name}`),
      });
    } finally {
      await client.end();
    }
    if (sealedKeys !== null) writeKeys(`${path}.keys`, path, sealedKeys);
    if (current) await noteBackup(administrator.url, { vault, path, manifest });
    else tell('数据库还没有升级到本程序的版本：指标未列入清单，审计日志未记这次备份。');
    const output = {
      file: path,
      bytes: statSync(path).size,
      at: manifest.at,
      product: manifest.product,
      tables: manifest.tables.length,
      rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
      files: manifest.files.length,
      figures: manifest.figures?.length ?? null,
      log: manifest.log,
      keys: { fingerprint: masterKey, file: sealedKeys === null ? null : `${path}.keys` },
      seconds: Number(((performance.now() - begun) / 1000).toFixed(1)),
    };
    if (sealedKeys === null) {
      tell(`密钥（指纹 ${masterKey}）不在备份里：请另行保管 ${keys}，没有它备份不能恢复。`);
      tell(
        `The keys (fingerprint ${masterKey}) are not in the backup: keep ${keys} apart; nothing can be restored without them.`,
      );
    }
    return { output, exit: 0 };
  } finally {
    await administrator.close();
  }
}

/** Whether the database has exactly this program's migrations. */
async function isCurrent(client: Awaited<ReturnType<typeof openClient>>): Promise<boolean> {
  const { rows } = await client.query<{ present: boolean }>(
    `select to_regclass('platform.migration') is not null as present`,
  );
  if (rows[0]?.present !== true) return false;
  const done = await client.query<{ name: string; digest: string }>(
    'select name, digest from platform.migration',
  );
  const known = new Map(migrationDigests().map(({ name, digest }) => [name, digest]));
  return done.rows.length === known.size && done.rows.every(({ name, digest }) => known.get(name) === digest);
}

/** A backup whose keys could not be kept is none: it is taken back. */
function writeKeys(path: string, backup: string, content: string): void {
  try {
    writeFileSync(path, content, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    rmSync(path, { force: true });
    rmSync(backup, { force: true });
    throw error;
  }
}

async function noteBackup(
  url: string,
  { vault, path, manifest }: { vault: ReturnType<typeof openVault>; path: string; manifest: Manifest },
): Promise<void> {
  const { db, close } = openDatabase({ url, connections: 2 });
  try {
    await atomically(
      { db, vault, actor: operator },
      {
        action: backupAction,
        subject: basename(path),
        input: { at: manifest.at, log: manifest.log, tables: manifest.tables.map(({ digest }) => digest) },
      },
      async () => null,
    );
    await linkEntries(db, vault);
  } finally {
    await close();
  }
}

/** `kechuang restore`: a backup into an empty place, proved before it may be used. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { createPublicKey } from 'node:crypto';
import { operator } from '#kernel/access/roles.ts';
import { openVault, type Vault } from '#kernel/access/vault.ts';
import { atomically } from '#kernel/audit/atomically.ts';
import { linkEntries } from '#kernel/audit/chain.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { holdLock, startCluster } from '#kernel/db/cluster.ts';
import { migrate, prepareDatabase } from '#kernel/db/migrate.ts';
import { openClient } from '#kernel/db/on-client.ts';
import { syncFolder } from '#kernel/keeping/archive.ts';
import { fingerprintOf, readMasterKey, unsealKeys } from '#kernel/keeping/keys.ts';
import type { Manifest } from '#kernel/keeping/manifest.ts';
import {
  acceptRestore,
  checkBackup,
  chooseMigrations,
  clearDatabase,
  isEmptyDatabase,
  isUnproved,
  loadFiles,
  loadTables,
  openBackup,
  type Backup,
} from '#kernel/keeping/restore.ts';
import { readPassphrase } from './backup-command.ts';
import {
  dataFolder,
  explainConnection,
  login,
  openOn,
  openOwn,
  owner,
  parseAddress,
  type OpenHouse,
} from './database.ts';
import { migrationDigests } from './migrations.ts';
import { prove, type Proof } from './proof.ts';

export interface RestoreOptions {
  /** File of sealed keys, or folder of keys; else `<backup>.keys`, else the keys in the data folder. */
  keys: string | undefined;
  passphraseFile: string | undefined;
  /** Only read the backup and compare every digest. */
  check: boolean;
}

type Tell = (line: string) => void;

/** Folder within the data folder where a restore is made; what is in it was never usable. */
const stagingName = 'restoring';

/** What may lie in an “empty” data folder: keys are compared, the others can be made anew. */
const harmless = new Set(['keys', stagingName, 'built', 'cache', 'lost+found']);

export async function restoreCommand(
  file: string,
  options: RestoreOptions,
  tell: Tell,
): Promise<{ output: unknown; exit: number }> {
  const begun = performance.now();
  const backup = await openBackup(resolve(file));
  const seconds = (): number => Number(((performance.now() - begun) / 1000).toFixed(1));
  try {
    // Reading is quick beside making a database: damage is told before anything is made.
    await checkBackup(backup);
    if (options.check) {
      return { output: { sound: true, ...describe(backup.manifest), seconds: seconds() }, exit: 0 };
    }
    const migrations = chooseMigrations(backup.manifest, migrationDigests());
    const folder = resolve(dataFolder());
    mkdirSync(folder, { recursive: true });
    const lock = await holdLock(folder, () => '正在恢复备份 restoring a backup');
    try {
      requireEmpty(folder);
      const staging = join(folder, stagingName);
      removeStaging(staging);
      // The embedded server's own user passes through.
      mkdirSync(staging, { mode: 0o711 });
      chmodSync(staging, 0o711);
      try {
        const vault = await stageKeys(backup.manifest, { file: resolve(file), folder, staging }, options);
        await loadFiles(backup, join(staging, 'files'));
        const place = { folder, staging, vault, files: migrations.map(({ path }) => path) };
        const given = process.env.DATABASE_URL;
        const proof =
          given === undefined || given === ''
            ? await restoreEmbedded(backup, place, tell)
            : await restoreOwn(backup, place, given, tell);
        return {
          output: { restored: folder, ...describe(backup.manifest), proof, seconds: seconds() },
          exit: 0,
        };
      } finally {
        removeStaging(staging);
      }
    } finally {
      await lock.release();
    }
  } finally {
    backup.archive.close();
  }
}

const describe = (manifest: Manifest): Record<string, unknown> => ({
  at: manifest.at,
  product: manifest.product,
  tables: manifest.tables.length,
  rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
  files: manifest.files.length,
  keys: manifest.keys.master,
});

function requireEmpty(folder: string): void {
  const there = readdirSync(folder).filter(
    (name) =>
      !harmless.has(name) &&
      !(statSync(join(folder, name)).isDirectory() && readdirSync(join(folder, name)).length === 0),
  );
  if (there.length === 0) return;
  throw new Refusal('broken-rule', {
    zh: `数据文件夹 ${folder} 不是空的（有 ${there.join('、')}），没有恢复任何内容。请用 KECHUANG_DATA 另指一个空文件夹，或先把现有的移到别处。`,
    en: `The data folder ${folder} is not empty (it has ${there.join(', ')}); nothing was restored. Name an empty one with KECHUANG_DATA, or move away what is there.`,
  });
}

/** Lays the keys of the backup where the restored installation will find them, and opens them. */
async function stageKeys(
  manifest: Manifest,
  { file, folder, staging }: { file: string; folder: string; staging: string },
  options: RestoreOptions,
): Promise<Vault> {
  const keys = join(staging, 'keys');
  const own = join(folder, 'keys');
  mkdirSync(keys, { mode: 0o700 });
  const beside = existsSync(`${file}.keys`) ? `${file}.keys` : undefined;
  const hasOwn = existsSync(join(own, 'log-signing.pem'));
  const source = options.keys === undefined ? (hasOwn ? own : beside) : resolve(options.keys);
  if (source !== undefined && !existsSync(source)) {
    throw new Refusal('unreadable-file', { zh: `没有 ${source}。`, en: `There is no ${source}.` });
  }
  if (source !== undefined && statSync(source).isDirectory()) {
    for (const entry of readdirSync(source, { withFileTypes: true })) {
      if (entry.isFile() && entry.name !== 'login-password')
        copyFileSync(join(source, entry.name), join(keys, entry.name));
    }
  } else if (source !== undefined) {
    const passphrase = await readPassphrase(options.passphraseFile);
    const unsealed = await unsealKeys(readFileSync(source, 'utf8'), passphrase);
    for (const [name, content] of Object.entries(unsealed))
      writeFileSync(join(keys, name), content, { mode: 0o600 });
  }
  // The variable stands in for the file, so the key is not written down.
  if (process.env.KECHUANG_MASTER_KEY !== undefined) rmSync(join(keys, 'master.key'), { force: true });
  for (const name of readdirSync(keys)) chmodSync(join(keys, name), 0o600);
  requireKeys(manifest, keys);
  if (hasOwn) requireKeys(manifest, own);
  return openVault(keys);
}

function requireKeys(manifest: Manifest, keys: string): void {
  const master = readMasterKey(keys);
  const signing = join(keys, 'log-signing.pem');
  const fits =
    master !== null &&
    fingerprintOf(master) === manifest.keys.master &&
    existsSync(signing) &&
    createPublicKey(readFileSync(signing)).export({ type: 'spki', format: 'der' }).toString('base64') ===
      manifest.keys.signing;
  if (fits) return;
  throw new Refusal('wrong-credentials', {
    zh: `恢复需要原来的密钥（主密钥指纹 ${manifest.keys.master}）；${master === null ? '没有给出密钥' : `这里的是 ${fingerprintOf(master)} 或签名密钥不符`}。请用 --keys 指明备份旁的 .keys 文件或另存的 keys 文件夹。`,
    en: `Restoring needs the original keys (master key ${manifest.keys.master}); ${master === null ? 'none were given' : `these are ${fingerprintOf(master)}, or the signing key differs`}. Name the backup’s .keys file, or the folder of keys you kept, with --keys.`,
  });
}

interface Place {
  folder: string;
  staging: string;
  vault: Vault;
  /** Migrations of the backup's schema. */
  files: string[];
}

const progress =
  (tell: Tell) =>
  (done: number, total: number, name: string): void =>
    tell(`[${done}/${total}] ${name}`);

async function restoreEmbedded(backup: Backup, place: Place, tell: Tell): Promise<Proof> {
  const { staging, vault, files } = place;
  const cluster = await startCluster({ folder: join(staging, 'postgres') });
  let proof: Proof;
  try {
    const database = 'kechuang';
    const url = cluster.superuserUrl(database);
    await prepareDatabase({
      administratorUrl: cluster.superuserUrl(),
      database,
      owner,
      login,
      password: vault.loginPassword,
    });
    await migrate({ url, owner, files });
    const client = await openClient(url);
    try {
      await client.query(`set role ${owner}`);
      await loadTables(client, backup, progress(tell));
      const options = { folder: staging, connections: 4, restoring: true };
      proof = await proveOpen(await openOn(options, vault, cluster), backup, tell);
      await acceptRestore(client);
    } finally {
      await client.end();
    }
  } finally {
    await cluster.stop();
  }
  await moveIn(place);
  return proof;
}

/** Gives up what a restore has made so far, also where the database had to be kept elsewhere. */
function removeStaging(staging: string): void {
  const note = join(staging, 'postgres', 'kept-elsewhere');
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true });
  rmSync(staging, { recursive: true, force: true });
}

async function restoreOwn(backup: Backup, place: Place, given: string, tell: Tell): Promise<Proof> {
  const { staging, vault, files } = place;
  const address = parseAddress(given);
  const client = await openClient(given).catch((error: unknown) => {
    throw explainConnection(error, address);
  });
  try {
    if (await isUnproved(client)) {
      tell('清除上一次没有完成的恢复。 Clearing a restore that was not finished.');
      await clearDatabase(client);
    }
    if (!(await isEmptyDatabase(client))) {
      throw new Refusal('broken-rule', {
        zh: `数据库 ${address.host}${address.pathname} 里已有科创的数据，没有恢复任何内容。请让 DATABASE_URL 指向一个新建的空数据库。`,
        en: `The database ${address.host}${address.pathname} holds data of Kechuang already; nothing was restored. Let DATABASE_URL name a new, empty one.`,
      });
    }
    let proof: Proof;
    try {
      await migrate({ url: given, files });
      await loadTables(client, backup, progress(tell));
      const options = { folder: staging, connections: 4, restoring: true };
      proof = await proveOpen(await openOwn(options, vault, given), backup, tell);
      await acceptRestore(client);
    } catch (error) {
      await clearDatabase(client);
      throw error;
    }
    await moveIn(place);
    return proof;
  } finally {
    await client.end();
  }
}

/** Proves an open house and notes the restore in its log; closes it. */
async function proveOpen(open: OpenHouse, { manifest }: Backup, tell: Tell): Promise<Proof> {
  try {
    const proof = await prove(open, manifest);
    tell(
      `核对：日志 ${proof.log.entries} 行、版本 ${proof.log.versions} 个、封存的答复 ${proof.seals} 份、指标 ${proof.figures?.equal ?? 0}/${proof.figures?.compared ?? 0} 相等，发现 ${proof.findings.length} 处`,
    );
    if (proof.findings.length > 0) {
      throw new Refusal(
        'broken-rule',
        {
          zh: `恢复出的内容与备份不符（${proof.findings.length} 处），已全部撤销，没有留下可用的内容。请改用另一份备份。`,
          en: `What was restored does not fit the backup (${proof.findings.length} findings); all was undone and nothing usable is left. Use another backup.`,
        },
        proof.findings.map(({ kind, zh, en }) => ({ at: kind, zh, en })),
      );
    }
    await atomically(
      { db: open.db, vault: open.vault, actor: operator },
      { action: 'platform.restore', subject: manifest.at, input: { at: manifest.at, log: manifest.log } },
      async () => null,
    );
    await linkEntries(open.db, open.vault);
    return proof;
  } finally {
    await open.close();
  }
}

/** Moves what was proved to where the installation looks for it; the database last, without which nothing starts. */
async function moveIn({ folder, staging }: Place): Promise<void> {
  for (const name of ['keys', 'files', 'postgres']) {
    const [from, to] = [join(staging, name), join(folder, name)];
    if (!existsSync(from) || (name === 'keys' && existsSync(join(to, 'log-signing.pem')))) continue;
    rmSync(to, { recursive: true, force: true });
    renameSync(from, to);
    await syncFolder(folder);
  }
}

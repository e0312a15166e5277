/**
 * `npx kechuang …`: the house on files, without a running server. Standard output is JSON alone.
 * Exit 0: fine; 1: a finding or a refusal; 2: wrong use.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { operator } from '#kernel/access/roles.ts';
import { openVault } from '#kernel/access/vault.ts';
import { verifySeals } from '#domains/replies/index.ts';
import { linkEntries, verifyLog } from '#kernel/audit/chain.ts';
import { DateText, InstantText } from '#kernel/contract/record.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Qualifier } from '#kernel/contract/evidence.ts';
import { ClusterBusy, startCluster, type Cluster } from '#kernel/db/cluster.ts';
import { databaseRefusal } from '#kernel/db/refusals.ts';
import { dropDatabase, listDatabases } from '#kernel/db/migrate.ts';
import { readClock, readKnown, type Db } from '#kernel/db/open.ts';
import { listEvidence, readFigureValue } from '#kernel/figures/read.ts';
import { readParams } from '#kernel/figures/registry.ts';
import { importTables, type ImportFile } from '#kernel/registers/actions.ts';
import { exportListing } from '#kernel/registers/export.ts';
import { listRows, type Audience } from '#kernel/registers/listing.ts';
import { backupCommand } from './backup-command.ts';
import { reckonFrom } from './calendar-command.ts';
import { raceCommand, raceFlags, raceOptions, raceUsage } from './race-command.ts';
import { checkFile } from './reply-command.ts';
import { doctorCommand, printFindings } from './doctor-command.ts';
import { reindexCommand } from './reindex-command.ts';
import { restoreCommand } from './restore-command.ts';
import { readFileBytes } from './file-bytes.ts';
import { dataFolder, joinHouse, openOn, type OpenHouse } from './database.ts';
import { figures, house, parseParams, registers } from './house.ts';
import { loadProvince, nationalNotices, sampleFolder } from './load.ts';
import { migrationFiles } from './migrations.ts';
import { fileOf, readProvince } from './province.ts';
import { exitWithParent } from './parent.ts';
import { printJson } from './print-json.ts';
import { WrongUse } from './wrong-use.ts';

const usage = `用法 usage:
  kechuang figures [--sample NAME | --data DIR] [--as-of YYYY-MM-DD] [--known-at INSTANT] [--id ID] [--rows] --json
  kechuang import DIR | FILE.csv --register ID
  kechuang export [--sample NAME | --data DIR] [--register ID] --out DIR [--audience public|staff] [--language zh|en]
  kechuang calendar reckon [--sample NAME | --data DIR] --from YYYY-MM-DD --term "3 months" --json
  kechuang reply check FILE [--sample NAME | --data DIR] [--as-of YYYY-MM-DD] --json
${raceUsage}
  kechuang audit verify
  kechuang migrate
  kechuang reindex
  kechuang backup [FILE.zip | FOLDER] [--with-keys] [--passphrase-file FILE]
  kechuang restore FILE.zip [--keys FILE | FOLDER] [--passphrase-file FILE] [--check]
  kechuang doctor [--json]
不带 --sample 或 --data 时，对本机的数据（KECHUANG_DATA，默认 ./data）操作。
Without --sample or --data a command works on this installation's data (KECHUANG_DATA, default ./data).`;

const options = {
  sample: { type: 'string' },
  data: { type: 'string' },
  'as-of': { type: 'string' },
  'known-at': { type: 'string' },
  id: { type: 'string' },
  from: { type: 'string' },
  term: { type: 'string' },
  rows: { type: 'boolean' },
  json: { type: 'boolean' },
  register: { type: 'string' },
  ...raceOptions,
  out: { type: 'string' },
  audience: { type: 'string' },
  language: { type: 'string' },
  'with-keys': { type: 'boolean' },
  'passphrase-file': { type: 'string' },
  keys: { type: 'string' },
  check: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Options each command takes. */
const taken: Record<string, readonly (keyof typeof options)[]> = {
  figures: ['sample', 'data', 'as-of', 'known-at', 'id', 'rows', 'json'],
  import: ['register', 'json'],
  export: ['sample', 'data', 'register', 'out', 'audience', 'language', 'json'],
  reply: ['sample', 'data', 'as-of', 'json'],
  calendar: ['sample', 'data', 'from', 'term', 'json'],
  race: ['data', 'json', ...raceFlags],
  audit: ['sample', 'data', 'json'],
  migrate: ['json'],
  reindex: ['json'],
  backup: ['with-keys', 'passphrase-file', 'json'],
  restore: ['keys', 'passphrase-file', 'check', 'json'],
  doctor: ['json'],
};

type Flags = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** Prepared databases kept; the oldest go first. */
const cachedDatabases = 6;

/** Opens the database a command asks for: a data folder's prepared one, or the installation's. */
async function openFor(flags: Flags): Promise<Pick<OpenHouse, 'db' | 'vault' | 'close'>> {
  if (flags.sample !== undefined && flags.data !== undefined)
    throw new WrongUse('--sample 与 --data 只能用一个');
  if (flags.sample !== undefined && !/^[\w-]+$/.test(flags.sample))
    throw new WrongUse(`--sample：没有示例 ${flags.sample}`);
  const folder =
    flags.sample !== undefined
      ? sampleFolder(flags.sample)
      : flags.data === undefined
        ? null
        : resolve(flags.data);
  return folder === null ? joinHouse({ folder: dataFolder(), connections: 4 }) : openPrepared(folder);
}

/**
 * The prepared database of a data folder, found by the hash of its files and of the migrations; made when missing.
 * One command at a time works on the cache; another waits.
 */
async function openPrepared(folder: string): Promise<Pick<OpenHouse, 'db' | 'vault' | 'close'>> {
  const { digest } = readProvince(folder);
  const code = createHash('sha256').update(digest).update(JSON.stringify(registers.ordered));
  for (const file of migrationFiles()) code.update(readFileSync(file));
  for (const file of nationalNotices()) code.update(file.digest);
  const database = `data_${code.digest('hex').slice(0, 24)}`;
  const cache = join(dataFolder(), 'cache');
  mkdirSync(cache, { recursive: true });
  const vault = openVault(join(cache, 'keys'));
  const cluster = await waitForCluster(join(cache, 'postgres'));
  try {
    const known = await listDatabases(cluster.superuserUrl(), 'data_');
    if (!known.includes(database)) {
      for (const old of known.slice(0, Math.max(0, known.length - cachedDatabases + 1))) {
        await dropDatabase(cluster.superuserUrl(), old);
      }
    }
    const open = await openOn({ folder: cache, database, connections: 4 }, vault, cluster);
    const close = async (): Promise<void> => {
      await open.close();
      await cluster.stop();
    };
    try {
      // A run that was stopped left migrations without rows; the import is one transaction.
      const loaded = await open.db
        .selectFrom('platform.auditEntry')
        .select('id')
        .where('outcome', '=', 'done')
        .where('action', '=', 'province.import')
        .limit(1)
        .execute();
      if (loaded.length === 0) {
        tell(`首次使用 ${basename(folder)}：正在导入 …`);
        await loadProvince(open, folder, tell);
      }
    } catch (error) {
      await open.close();
      await dropDatabase(cluster.superuserUrl(), database);
      throw error;
    }
    return { db: open.db, vault, close };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

const waitLimit = 60_000;

async function waitForCluster(folder: string): Promise<Cluster> {
  const until = performance.now() + waitLimit;
  for (;;) {
    try {
      return await startCluster({ folder });
    } catch (error) {
      if (!(error instanceof ClusterBusy) || performance.now() > until) throw error;
      await new Promise((resume) => setTimeout(resume, 100));
    }
  }
}

interface CitedFigure {
  id: string;
  figure: string;
  params: unknown;
  asOf: string;
  qualifier: Qualifier;
  unit: string;
}

async function readCited(db: Db, id: string | undefined): Promise<CitedFigure[]> {
  const rows = await db.selectFrom('citation').selectAll().orderBy('order').execute();
  const cited = rows.map((row) => ({
    id: row.code,
    figure: row.figure,
    params: parseParams(row.params),
    asOf: row.asOf,
    qualifier: row.qualifier,
    unit: row.unit,
  }));
  if (id === undefined) return cited;
  const chosen = cited.filter((citation) => citation.id === id || citation.figure === id);
  if (chosen.length > 0) return chosen;
  const figure = figures.find(id);
  const { today } = await readClock(db);
  return [{ id, figure: id, params: {}, asOf: today, qualifier: 'none', unit: figure.unit }];
}

function readDay(flags: Flags): string | undefined {
  const asOf = flags['as-of'];
  if (asOf !== undefined && !DateText.safeParse(asOf).success)
    throw new WrongUse(`--as-of 不是存在的日期（YYYY-MM-DD）：${asOf}`);
  return asOf;
}

async function figuresCommand(flags: Flags): Promise<{ output: unknown; exit: number }> {
  const asOf = readDay(flags);
  const knownAt = flags['known-at'];
  if (knownAt !== undefined && !InstantText.safeParse(knownAt).success) {
    throw new WrongUse(`--known-at 不是时刻（如 2026-11-24T09:30:00+08:00）：${knownAt}`);
  }
  const open = await openFor(flags);
  try {
    const cited = await readCited(open.db, flags.id);
    const output = await readKnown(open.db, knownAt ?? null, async (db) => {
      const entries: Record<string, unknown>[] = [];
      for (const citation of cited) {
        const figure = figures.find(citation.figure);
        const question = {
          figure,
          params: readParams(figure, citation.params),
          asOf: asOf ?? citation.asOf,
          knownAt: knownAt ?? null,
          qualifier: citation.qualifier,
        };
        const reading = await readFigureValue(db, question);
        entries.push({
          id: citation.id,
          value: reading.value,
          unit: citation.unit,
          phrase: reading.phrase.zh,
          rows: reading.rows,
          ...(reading.missing ? { missing: reading.missing } : {}),
          ...(flags.rows
            ? {
                evidence: await listEvidence(
                  {
                    db,
                    registers,
                    audience: 'public',
                    vault: open.vault,
                    schema: knownAt === undefined ? 'register' : 'past',
                  },
                  question,
                  { page: 1, pageSize: 1_000_000 },
                ),
              }
            : {}),
        });
      }
      return entries;
    });
    return { output, exit: output.some((entry) => entry.value === null) ? 1 : 0 };
  } finally {
    await open.close();
  }
}

async function importCommand(
  flags: Flags,
  path: string | undefined,
): Promise<{ output: unknown; exit: number }> {
  if (path === undefined) throw new WrongUse('import 需要一个文件夹或文件');
  const files: ImportFile[] =
    flags.register === undefined ? readProvince(resolve(path)).files : [readFile(path, flags.register)];
  const open = await joinHouse({ folder: dataFolder(), connections: 4 });
  try {
    const { action, answer } = await importTables(
      { db: open.db, vault: open.vault, actor: operator },
      house,
      {
        action: flags.register === undefined ? 'province.import' : 'register.import',
        subject: flags.register ?? basename(path),
        files,
        onProgress: ({ label, added, changed }) => tell(`${label}：新增 ${added}，更改 ${changed}`),
      },
    );
    await linkEntries(open.db, open.vault);
    return { output: { action, registers: answer }, exit: 0 };
  } finally {
    await open.close();
  }
}

function readFile(path: string, register: string): ImportFile {
  const { name, bytes } = readFileBytes(path);
  return {
    register: registers.find(register).id,
    fileName: name,
    bytes,
    digest: createHash('sha256').update(bytes).digest('hex'),
  };
}

async function exportCommand(flags: Flags): Promise<{ output: unknown; exit: number }> {
  const { out, audience = 'public', language = 'zh' } = flags;
  if (out === undefined) throw new WrongUse('export 需要 --out 文件夹');
  if (audience !== 'public' && audience !== 'staff') throw new WrongUse('--audience 应为 public 或 staff');
  if (language !== 'zh' && language !== 'en') throw new WrongUse('--language 应为 zh 或 en');
  const chosen = flags.register === undefined ? registers.ordered : [registers.find(flags.register)];
  const open = await openFor(flags);
  try {
    const written: { file: string; rows: number }[] = [];
    for (const description of chosen) {
      const listing = await listRows(
        { db: open.db, registers, audience: audience as Audience, vault: open.vault, schema: 'register' },
        { description },
        { page: 1, pageSize: 1_000_000 },
      );
      const file = join(resolve(out), fileOf(description.id));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, exportListing(listing, language));
      written.push({ file: fileOf(description.id), rows: listing.rows.length });
    }
    return { output: { audience, files: written }, exit: 0 };
  } finally {
    await open.close();
  }
}

async function verifyCommand(flags: Flags): Promise<{ output: unknown; exit: number }> {
  const open = await openFor(flags);
  try {
    const log = await verifyLog(open.db, registers.ordered, open.vault);
    const { seals, findings: broken } = await verifySeals(open.db, open.vault);
    const findings = [...log.findings, ...broken];
    return {
      output: { sound: findings.length === 0, ...log, seals, findings },
      exit: findings.length === 0 ? 0 : 1,
    };
  } finally {
    await open.close();
  }
}

async function reckonCommand({ from, term, ...flags }: Flags): Promise<{ output: unknown; exit: number }> {
  if (from === undefined || term === undefined)
    throw new WrongUse('calendar reckon 需要 --from 日期和 --term 期限');
  const open = await openFor(flags);
  try {
    return { output: await reckonFrom(open.db, from, term), exit: 0 };
  } finally {
    await open.close();
  }
}

async function replyCommand(
  flags: Flags,
  path: string | undefined,
): Promise<{ output: unknown; exit: number }> {
  if (path === undefined) throw new WrongUse('reply check 需要一个文件');
  const asOf = readDay(flags);
  const open = await openFor(flags);
  try {
    const { entries, clean } = await checkFile(open.db, resolve(path), asOf, tell);
    return { output: entries, exit: clean ? 0 : 1 };
  } finally {
    await open.close();
  }
}

async function migrateCommand(): Promise<{ output: unknown; exit: number }> {
  const open = await joinHouse({ folder: dataFolder(), connections: 2, onProgress: tell });
  try {
    return { output: { database: open.place, applied: open.applied }, exit: 0 };
  } finally {
    await open.close();
  }
}

function parseCommand(): { flags: Flags; words: string[] } {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    return { flags: values, words: positionals };
  } catch (error) {
    throw new WrongUse((error as Error).message);
  }
}

async function run(): Promise<{ output: unknown; exit: number } | null> {
  const { flags, words } = parseCommand();
  if (flags.help) {
    tell(usage);
    return null;
  }
  const [verb, second, ...more] = words;
  const expect = (count: number): void => {
    if (words.length > count)
      throw new WrongUse(`多余的参数：${[second, ...more].slice(count - 1).join(' ')}`);
  };
  const surplus = Object.keys(flags).filter(
    (name) => verb !== undefined && taken[verb]?.includes(name as keyof Flags) === false,
  );
  if (surplus.length > 0) throw new WrongUse(`${verb} 没有选项 --${surplus.join('、--')}`);
  switch (verb) {
    case 'figures':
      expect(1);
      return figuresCommand(flags);
    case 'import':
      expect(2);
      return importCommand(flags, second);
    case 'export':
      expect(1);
      return exportCommand(flags);
    case 'reply':
      expect(3);
      if (second !== 'check') throw new WrongUse('reply 之后应为 check');
      return replyCommand(flags, more[0]);
    case 'calendar':
      expect(2);
      if (second !== 'reckon') throw new WrongUse('calendar 之后应为 reckon');
      return reckonCommand(flags);
    case 'race':
      expect(2);
      return { output: raceCommand(second, flags), exit: 0 };
    case 'audit':
      expect(2);
      if (second !== 'verify') throw new WrongUse('audit 之后应为 verify');
      return verifyCommand(flags);
    case 'migrate':
      expect(1);
      return migrateCommand();
    case 'reindex':
      expect(1);
      return reindexCommand(tell);
    case 'backup':
      expect(2);
      return backupCommand(
        second,
        { withKeys: flags['with-keys'] === true, passphraseFile: flags['passphrase-file'] },
        tell,
      );
    case 'restore':
      expect(2);
      if (second === undefined) throw new WrongUse('restore 需要一个备份文件');
      return restoreCommand(
        second,
        { keys: flags.keys, passphraseFile: flags['passphrase-file'], check: flags.check === true },
        tell,
      );
    case 'doctor': {
      expect(1);
      const { findings, exit } = await doctorCommand();
      if (flags.json) return { output: findings, exit };
      process.stdout.write(`${printFindings(findings)}\n`);
      process.exitCode = exit;
      return null;
    }
    default:
      throw new WrongUse(verb === undefined ? '缺少命令' : `没有命令 ${verb}`);
  }
}

/** The refusal an error stands for; null for a bug. */
function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (!(error instanceof ClusterBusy)) return databaseRefusal(error);
  return new Refusal('busy', {
    zh: `另一个程序正在使用这份数据（${error.folder}）。请等它结束后重试。`,
    en: `Another program is using this data (${error.folder}). Try again when it has ended.`,
  });
}

exitWithParent();
try {
  const result = await run();
  if (result) {
    await printJson(result.output, process.stdout);
    process.exitCode = result.exit;
  }
} catch (error) {
  if (error instanceof WrongUse) {
    tell(error.message);
    tell(usage);
    process.exitCode = 2;
  } else {
    const refusal = asRefusal(error);
    if (refusal) process.stdout.write(`${JSON.stringify(refusal.toProblem(), null, 2)}\n`);
    else tell(String((error as Error).stack ?? error));
    process.exitCode = 1;
  }
}

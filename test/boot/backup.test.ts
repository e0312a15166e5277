import { chmod, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile, cp, open } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { joinHouse, type OpenHouse } from '#app/database.ts';
import { house } from '#app/house.ts';
import { operator } from '#kernel/access/roles.ts';
import { importTables } from '#kernel/registers/actions.ts';
import { runCommand, startCommand, type Outcome } from '../command-line.ts';
import { checkout, startPlatform, until, type Platform } from '../platform.ts';

let home: string;
let data: string;
let passphraseFile: string;
let platform: Platform;
let figuresBefore: unknown;
/** Stopped also when an expectation fails. */
const writing: { stop: () => Promise<void> }[] = [];

const serve = (folder: string): Platform =>
  startPlatform(folder, { command: 'main', env: { KECHUANG_SAMPLE: 'none', PORT: '0' } });

const stop = async (running: Platform): Promise<void> => {
  running.child.kill('SIGTERM');
  await running.ended;
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'kechuang-backup-'));
  await chmod(home, 0o711);
  data = join(home, 'data');
  passphraseFile = join(home, 'passphrase');
  await writeFile(passphraseFile, '示例口令：这一句不少于十二个字\n');
  platform = serve(data);
  await platform.address;
  const imported = await runCommand(data, 'import', join(checkout, 'test/other-province'));
  if (imported.code !== 0) throw new Error(imported.stdout);
  figuresBefore = (await runCommand(data, 'figures')).json;
});
afterAll(async () => {
  await Promise.allSettled(writing.map((writer) => writer.stop()));
  await stop(platform);
  await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** Adds organisations one action after another until stopped; the codes acknowledged, in their order. */
function startWriter(open: OpenHouse, name: string): { acknowledged: string[]; stop: () => Promise<void> } {
  const acknowledged: string[] = [];
  let stopped = false;
  const work = (async () => {
    for (let number = 0; !stopped; number += 1) {
      const code = `W-${name}-${number}`;
      const bytes = Buffer.from(`code,name,kind\n${code},示例写入单位,company\n`);
      await importTables({ db: open.db, vault: open.vault, actor: operator }, house, {
        action: 'register.import',
        subject: 'directory.organisation',
        files: [
          {
            register: 'directory.organisation',
            fileName: `${code}.csv`,
            bytes,
            digest: createHash('sha256').update(bytes).digest('hex'),
          },
        ],
      });
      acknowledged.push(code);
    }
  })();
  const writer = {
    acknowledged,
    stop: async () => {
      stopped = true;
      await work;
    },
  };
  writing.push(writer);
  return writer;
}

/** Flips one byte in the middle of a part of an archive. */
async function damage(archive: string, part: string): Promise<void> {
  const zip = await openPromise(archive, { autoClose: false });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== part) continue;
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const at = fileDataStart + Math.floor(entry.compressedSize / 2);
    const file = await open(archive, 'r+');
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, at);
    await file.write(Buffer.from([(byte[0] ?? 0) ^ 0x10]), 0, 1, at);
    await file.close();
    zip.close();
    return;
  }
  throw new Error(`no part ${part}`);
}

const restore = (folder: string, archive: string, ...more: string[]): Promise<Outcome> =>
  runCommand(folder, 'restore', archive, '--passphrase-file', passphraseFile, ...more);

/** Nothing of a database is left in a folder. */
const isUnused = (folder: string): boolean =>
  !existsSync(join(folder, 'postgres')) && !existsSync(join(folder, 'restoring'));

test('a backup while others write; the data destroyed; restored, proved, served', async () => {
  const archive = join(home, 'kept', 'full.zip');
  const open = await joinHouse({ folder: data, connections: 4 });
  const writers = ['a', 'b', 'c'].map((name) => startWriter(open, name));
  const count = (): number => writers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  await until('the writers are at work', () => count() > 10);

  // Killed in the middle: nothing looks whole, and the next run clears what it left.
  const killed = startCommand(data, ['backup', archive]);
  const unfinished = async (): Promise<string[]> =>
    existsSync(join(home, 'kept'))
      ? (await readdir(join(home, 'kept'))).filter((name) => name.endsWith('.part'))
      : [];
  await until('the backup has begun', async () => (await unfinished()).length > 0);
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(existsSync(archive)).toBe(false);

  const before = new Map(writers.map(({ acknowledged }, index) => [index, [...acknowledged]]));
  const made = await runCommand(data, 'backup', archive, '--with-keys', '--passphrase-file', passphraseFile);
  expect(made.code, made.stdout + made.stderr).toBe(0);
  const duringBackup = count();
  await Promise.all(writers.map((writer) => writer.stop()));
  await open.close();
  expect(await unfinished()).toEqual([]);
  expect(duringBackup).toBeGreaterThan([...before.values()].flat().length);
  expect(made.json).toMatchObject({ keys: { file: `${archive}.keys` }, figures: expect.any(Number) });
  expect((await stat(archive)).mode & 0o777).toBe(0o600);
  expect(await readFile(`${archive}.keys`, 'utf8')).not.toContain('PRIVATE KEY');

  // A running installation is no place to restore to; nor is one that has data.
  expect(await restore(data, archive)).toMatchObject({ code: 1, json: { code: 'busy' } });
  await stop(platform);
  expect(await restore(data, archive)).toMatchObject({
    code: 1,
    json: { code: 'broken-rule', zh: expect.stringContaining('postgres') },
  });

  await rm(data, { recursive: true });
  const restored = await restore(data, archive);
  expect(restored.code, restored.stdout + restored.stderr).toBe(0);
  expect(restored.json.proof).toMatchObject({
    log: { entries: made.json.log.entries, links: made.json.log.position, head: made.json.log.head },
    findings: [],
  });
  expect(restored.json.proof.figures).toEqual({ compared: made.json.figures, equal: made.json.figures });
  expect(existsSync(join(data, 'restoring'))).toBe(false);

  platform = serve(data);
  const address = await platform.address;
  expect(await (await fetch(`${address}/readyz`)).text()).toBe('ready\n');
  expect((await runCommand(data, 'figures')).json).toEqual(figuresBefore);
  const again = await joinHouse({ folder: data, connections: 2 });
  try {
    const rows = await again.db
      .selectFrom('organisation')
      .select('code')
      .where('code', 'like', 'W-%')
      .execute();
    const codes = new Set(rows.map(({ code }) => code));
    for (const acknowledged of before.values()) {
      expect(acknowledged.filter((code) => !codes.has(code))).toEqual([]);
    }
    // And it goes on: the next version of a restored row, the next line of the log.
    const writer = startWriter(again, 'd');
    await until('the restored house is written to', () => writer.acknowledged.length > 2);
    await writer.stop();
  } finally {
    await again.close();
  }
  expect(await runCommand(data, 'audit', 'verify')).toMatchObject({ code: 0, json: { sound: true } });
  const metrics = await (await fetch(`${address}/metrics`)).text();
  expect(metrics).toMatch(
    /^kechuang_http_request_duration_seconds_count\{.*route="\/readyz",status="200"\} 1$/m,
  );
  expect(metrics).toMatch(/^kechuang_log_unlinked_lines \d+$/m);
}, 300_000);

test('damaged, cut and foreign backups, wrong keys, places in use: refused, nothing usable left', async () => {
  const archive = join(home, 'kept', 'full.zip');
  const target = join(home, 'other');
  const part = 'tables/register.organisation.copy';
  const copy = async (name: string): Promise<string> => {
    const path = join(home, name);
    await cp(archive, path);
    await cp(`${archive}.keys`, `${path}.keys`);
    return path;
  };
  const flipped = await copy('flipped.zip');
  await damage(flipped, part);
  const manifest = await copy('manifest.zip');
  await damage(manifest, 'manifest.json');
  const cut = await copy('cut.zip');
  await truncate(cut, Math.floor((await stat(cut)).size * 0.6));
  const other = join(home, 'wrong');
  await writeFile(other, 'another passphrase');
  const short = join(home, 'short');
  await writeFile(short, 'short');

  const faults = await restore(target, flipped);
  expect(faults, faults.stderr).toMatchObject({
    code: 1,
    json: { code: 'unreadable-file', en: expect.stringContaining(part) },
  });
  expect(isUnused(target)).toBe(true);
  const withPassphrase = ['--passphrase-file', passphraseFile];
  const waiting: [string, string[], Record<string, unknown>][] = [
    [target, ['restore', archive, '--check'], { sound: true }],
    [
      target,
      ['restore', manifest, ...withPassphrase],
      { code: 'unreadable-file', en: expect.stringContaining('manifest') },
    ],
    [target, ['restore', cut, ...withPassphrase], { code: 'unreadable-file' }],
    [target, ['restore', passphraseFile], { code: 'unreadable-file' }],
    [target, ['restore', join(home, 'none.zip')], { code: 'unreadable-file' }],
    [target, ['restore', archive, '--passphrase-file', other], { code: 'wrong-credentials' }],
    [target, ['restore', archive, '--keys', home], { code: 'wrong-credentials' }],
    [data, ['backup', join(data, 'inside.zip')], { code: 'broken-rule' }],
    [data, ['backup', archive], { code: 'already-exists' }],
    [
      data,
      ['backup', join(home, 'weak.zip'), '--with-keys', '--passphrase-file', short],
      { code: 'invalid-input' },
    ],
  ];
  for (const [folder, args, expected] of waiting) {
    const outcome = await runCommand(folder, ...args);
    expect(outcome.json, `${args.join(' ')}: ${outcome.stderr}`).toMatchObject(expected);
  }
  expect(isUnused(target)).toBe(true);
  expect(existsSync(join(home, 'weak.zip'))).toBe(false);
}, 300_000);

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupCommand } from '#app/backup-command.ts';
import { openHouse } from '#app/database.ts';
import { doctorCommand } from '#app/doctor-command.ts';
import { loadProvince } from '#app/load.ts';
import { restoreCommand } from '#app/restore-command.ts';

const name = `keep_${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'kechuang-keep-'));
const archive = join(folder, 'own.zip');
const given = { DATABASE_URL: process.env.DATABASE_URL, KECHUANG_DATA: process.env.KECHUANG_DATA };
let administrator: pg.Client;

/** Works on a database of the owner's, with a data folder. */
function use(database: string, data: string): void {
  const own = new URL(process.env.KECHUANG_TEST_CLUSTER_URL ?? '');
  [own.username, own.password, own.pathname] = [name, 'own%20password', `/${database}`];
  process.env.DATABASE_URL = own.href;
  process.env.KECHUANG_DATA = join(folder, data);
}

const quiet = (): void => undefined;
const keys = (): { keys: string; passphraseFile: undefined; check: boolean } => ({
  keys: join(folder, 'first', 'keys'),
  passphraseFile: undefined,
  check: false,
});

beforeAll(async () => {
  administrator = new pg.Client({ connectionString: process.env.KECHUANG_TEST_CLUSTER_URL });
  await administrator.connect();
  await administrator.query(`create role ${name} login createrole password 'own password'`);
  for (const database of [name, `${name}_new`])
    await administrator.query(`create database ${database} owner ${name}`);
});
afterAll(async () => {
  for (const [variable, value] of Object.entries(given)) {
    if (value === undefined) delete process.env[variable];
    else process.env[variable] = value;
  }
  for (const database of [name, `${name}_new`])
    await administrator.query(`drop database ${database} with (force)`);
  await administrator.end();
  rmSync(folder, { recursive: true, force: true });
});

test('a database of one’s own whose owner is no superuser: backed up, restored into another, proved', async () => {
  use(name, 'first');
  const first = await openHouse({ folder: join(folder, 'first'), connections: 3 });
  await loadProvince(first, join(import.meta.dirname, 'other-province'));
  await first.close();
  const made = (await backupCommand(archive, { withKeys: false, passphraseFile: undefined }, quiet))
    .output as {
    rows: number;
    figures: number;
    log: { entries: number; head: string };
  };
  expect(made.rows).toBeGreaterThan(500);

  // Where data is, nothing is restored.
  use(name, 'second');
  await expect(restoreCommand(archive, keys(), quiet)).rejects.toMatchObject({ code: 'broken-rule' });

  use(`${name}_new`, 'second');
  const { output } = await restoreCommand(archive, keys(), quiet);
  expect(output).toMatchObject({
    proof: {
      log: { entries: made.log.entries, head: made.log.head },
      figures: { compared: made.figures, equal: made.figures },
      findings: [],
    },
  });
  const second = await openHouse({ folder: join(folder, 'second'), connections: 3 });
  expect(second.applied).toEqual([]);
  expect((await second.db.selectFrom('citation').select('code').execute()).length).toBe(made.figures);
  await second.close();
  const { findings } = await doctorCommand();
  expect(findings.filter(({ standing }) => standing === 'broken')).toEqual([]);
  expect(findings).toContainEqual(expect.objectContaining({ subject: 'rights', standing: 'well' }));

  // Rows that were not proved are no installation: a start refuses them, a restore begins anew.
  const owner = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await owner.connect();
  await owner.query('create table platform.unproved_restore (at timestamptz)');
  await owner.end();
  await expect(openHouse({ folder: join(folder, 'second'), connections: 1 })).rejects.toMatchObject({
    code: 'broken-rule',
  });
  use(`${name}_new`, 'third');
  expect((await restoreCommand(archive, keys(), quiet)).exit).toBe(0);
}, 240_000);

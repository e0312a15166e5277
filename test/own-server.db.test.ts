import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse } from '#app/database.ts';
import { loadProvince } from '#app/load.ts';

const name = `own_${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'kechuang-own-'));
const given = process.env.DATABASE_URL;
let administrator: pg.Client;

beforeAll(async () => {
  const url = process.env.KECHUANG_TEST_CLUSTER_URL ?? '';
  administrator = new pg.Client({ connectionString: url });
  await administrator.connect();
  await administrator.query(`create role ${name} login createrole password 'own password'`);
  await administrator.query(`create database ${name} owner ${name}`);
  const own = new URL(url);
  [own.username, own.password, own.pathname] = [name, 'own%20password', `/${name}`];
  process.env.DATABASE_URL = own.href;
});
afterAll(async () => {
  if (given === undefined) delete process.env.DATABASE_URL;
  else process.env.DATABASE_URL = given;
  await administrator.query(`drop database ${name} with (force)`);
  await administrator.end();
  rmSync(folder, { recursive: true, force: true });
});

test('a database of one’s own, whose owner is no superuser: opened, filled, opened again', async () => {
  const first = await openHouse({ folder, connections: 2 });
  await loadProvince(first, join(import.meta.dirname, 'other-province'));
  const count = async (house: typeof first): Promise<number> =>
    (await house.db.selectFrom('citation').select('code').execute()).length;
  const cited = await count(first);
  expect(cited).toBeGreaterThan(0);
  await first.close();

  const second = await openHouse({ folder, connections: 2 });
  expect(second.applied).toEqual([]);
  expect(await count(second)).toBe(cited);
  expect(second.place).not.toContain('password');
  await second.close();

  const { rows } = await administrator.query<{ owned: string }>(
    "select count(*) as owned from pg_shdepend d join pg_roles r on r.oid = d.refobjid where d.deptype = 'o' and r.rolname like 'kechuang\\_app\\_%'",
  );
  expect(rows[0]?.owned).toBe('0');
});

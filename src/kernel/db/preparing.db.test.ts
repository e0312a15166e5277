import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import type { Db } from './open.ts';
import { publicScope } from './scoped.ts';

let open: TestHouse;
beforeAll(async () => {
  open = await openTestHouse();
});
afterAll(async () => open.close());

const kept = async (db: Db): Promise<{ statement: string; genericPlans: string; customPlans: string }[]> =>
  (
    await sql<{ statement: string; genericPlans: string; customPlans: string }>`
      select statement, generic_plans, custom_plans from pg_prepared_statements where name like 'kept%'`.execute(
      db,
    )
  ).rows;

test('what is said again and again is kept, and answers as before', async () => {
  await open.db.connection().execute(async (db) => {
    for (let n = 0; n < 30; n++) {
      const { rows } = await sql<{ twice: number }>`select ${n}::int * 2 as twice /* kept */`.execute(db);
      expect(rows).toEqual([{ twice: n * 2 }]);
    }
    const [one] = (await kept(db)).filter(({ statement }) => statement.includes('/* kept */'));
    // Readings are planned for their values each time.
    expect(one).toMatchObject({ genericPlans: '0' });
    expect(Number(one?.customPlans)).toBeGreaterThan(20);
    const broken = (): Promise<unknown> => sql`select 1 / ${0}::int /* broken */`.execute(db);
    for (let n = 0; n < 12; n++) await expect(broken()).rejects.toMatchObject({ code: '22012' });
    expect((await sql<{ one: number }>`select ${1}::int as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  });
});

test('a kept statement sees what its reader may see, whoever sent it first', async () => {
  const count = async (db: Db): Promise<number> =>
    (await sql<{ n: number }>`select count(*)::int as n from register.region where code <> ${''}`.execute(db))
      .rows[0]?.n ?? -1;
  await open.administrate(
    `insert into register.region (code, name, level) values ('R-KEPT', '示例市', 'prefecture') on conflict do nothing`,
  );
  const nobody = open.within(null);
  for (let n = 0; n < 12; n++) {
    expect(await count(open.db)).toBeGreaterThan(0);
    expect(await count(nobody)).toBe(0);
    expect(await count(open.within(publicScope))).toBeGreaterThan(0);
  }
});

test('one connection keeps no more than it may', async () => {
  await open.db.connection().execute(async (db) => {
    for (let n = 0; n < 100; n++)
      for (let use = 0; use < 9; use++) await sql`select ${use}::int as ${sql.ref(`c${n}`)}`.execute(db);
    expect((await kept(db)).length).toBe(60);
  });
});

/**
 * Figures at size: one figure at ten times the sample and at a million rows, with `asOf` and with `knownAt`, beside
 * the bare SQL of the same question and the limits.
 */
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { operator } from '#kernel/access/roles.ts';
import { openVault } from '#kernel/access/vault.ts';
import { atomically } from '#kernel/audit/atomically.ts';
import { openEmbedded, type OpenHouse } from '#app/database.ts';
import { figures } from '#app/house.ts';
import { readClock, readKnown, type Db } from '#kernel/db/open.ts';
import { foldFigure } from '#kernel/figures/read.ts';

const asOf = '2025-05-27';
const rounds = 7;

/** Figures measured, each with the same question in bare SQL. */
const measured: { id: string; params: Record<string, unknown>; bare: string }[] = [
  {
    id: 'achievements.empowered',
    params: {},
    bare: `select count(distinct achievement) from register.empowerment where effective_on <= '${asOf}' and (ended_on is null or ended_on > '${asOf}')`,
  },
  {
    id: 'achievements.transferred',
    params: {},
    bare: `select count(distinct i.achievement) from register.contract_item i join register.transfer_contract c on c.code = i.contract where c.signed_on <= '${asOf}' and (c.ended_on is null or c.ended_on > '${asOf}')`,
  },
  {
    id: 'transfer.contracts',
    params: {},
    bare: `select sum(amount) from register.transfer_contract where signed_on <= '${asOf}' and (ended_on is null or ended_on > '${asOf}')`,
  },
  {
    id: 'race.funding',
    params: { year: 2024 },
    bare: `select sum(grant_amount) from register.award a join register.programme p on p.code = a.programme where p.kind = 'race' and contracted_on between '2024-01-01' and '2024-12-31' and contracted_on <= '${asOf}' and (cancelled_on is null or cancelled_on > '${asOf}')`,
  },
  {
    id: 'brokers.new',
    params: { year: 2024 },
    bare: `select count(*) from (select person, min(certified_on) as first from register.broker_certificate where certified_on <= '${asOf}' and (revoked_on is null or revoked_on > '${asOf}') group by person) p where first between '2024-01-01' and '2024-12-31'`,
  },
];

/** Fills the registers the figures read with `size` rows each, in one action like any other. */
async function fill(open: OpenHouse, size: number): Promise<void> {
  const day = (salt: number): string => `date '2021-01-01' + ((n * ${salt}) % 1700)::int`;
  const ended = (salt: number): string =>
    `case when n % ${salt} = 0 then date '2025-01-01' + (n % 500)::int end`;
  const statements = [
    `insert into register.organisation (code, name, kind) select 'O-' || n, '示例单位' || n, 'university' from generate_series(1, 200) n`,
    `insert into register.programme (code, name, kind) values ('G-1', '示例赛马', 'race'), ('G-2', '示例其他', 'other')`,
    `insert into register.person (code, name, organisation) select 'P-' || n, '示例人员' || n, 'O-' || (n % 200 + 1) from generate_series(1, ${size}) n`,
    `insert into register.achievement (code, title, kind, organisation, disclosed_on, classified) select 'CG-' || n, '示例成果' || n, 'invention', 'O-' || (n % 200 + 1), ${day(7)}, false from generate_series(1, ${size}) n`,
    `insert into register.empowerment (code, achievement, "right", agreed_on, effective_on, ended_on) select 'FQ-' || n, 'CG-' || (n % ${Math.ceil(size * 0.95)} + 1), 'ownership', ${day(11)}, ${day(11)}, ${ended(29)} from generate_series(1, ${size}) n`,
    `insert into register.transfer_contract (code, title, mode, seller, amount, signed_on, ended_on) select 'HT-' || n, '示例合同' || n, 'licence', 'O-' || (n % 200 + 1), (n % 100000) + 0.37, ${day(13)}, ${ended(31)} from generate_series(1, ${size}) n`,
    `insert into register.contract_item (code, contract, achievement) select 'HT-' || n || '~CG-' || (n % ${Math.ceil(size / 2)} + 1), 'HT-' || n, 'CG-' || (n % ${Math.ceil(size / 2)} + 1) from generate_series(1, ${size}) n`,
    `insert into register.award (code, programme, title, organisation, contracted_on, grant_amount) select 'XM-' || n, case when n % 3 = 0 then 'G-1' else 'G-2' end, '示例项目' || n, 'O-' || (n % 200 + 1), ${day(17)}, (n % 1000) + 0.01 from generate_series(1, ${size}) n`,
    `insert into register.broker_certificate (code, person, organisation, level, certified_on) select 'ZS-' || n, 'P-' || (n % ${Math.ceil(size * 0.8)} + 1), 'O-' || (n % 200 + 1), 'junior', ${day(19)} from generate_series(1, ${size}) n`,
  ];
  await atomically(
    { db: open.db, vault: open.vault, actor: operator },
    { action: 'bench.fill', subject: String(size), input: size, statementTimeout: 600_000 },
    async ({ db }) => {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  );
}

/** Median of several runs after one that warms, milliseconds. */
async function time(run: () => Promise<unknown>): Promise<number> {
  await run();
  const samples: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const begun = performance.now();
    await run();
    samples.push(performance.now() - begun);
  }
  return samples.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? Number.NaN;
}

const format = (ms: number): string => ms.toFixed(ms < 10 ? 1 : 0).padStart(7);

async function measure(size: number, limit: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'kechuang-bench-'));
  chmodSync(folder, 0o711);
  const open = await openEmbedded({ folder, connections: 4 }, openVault(join(folder, 'keys')));
  try {
    const begun = performance.now();
    await fill(open, size);
    // Autovacuum does this by itself; here it is awaited so that runs are alike.
    const administrator = new (await import('pg')).default.Client({
      connectionString: open.administratorUrl,
    });
    await administrator.connect();
    await administrator.query('vacuum analyze');
    await administrator.end();
    process.stdout.write(
      `\n${size.toLocaleString('en')} rows in each register (filled in ${((performance.now() - begun) / 1000).toFixed(0)} s); milliseconds, median of ${rounds}\n`,
    );
    process.stdout.write(
      `${'figure'.padEnd(26)}${'bare SQL'.padStart(10)}${'asOf'.padStart(9)}${'limit'.padStart(8)}${'knownAt'.padStart(10)}${'× asOf'.padStart(9)}${'limit'.padStart(8)}\n`,
    );
    let over = 0;
    const { now } = await readClock(open.db);
    for (const { id, params, bare } of measured) {
      const question = { figure: figures.find(id), params, asOf };
      const inBare = await time(() => sql.raw(bare).execute(open.db));
      const inAsOf = await time(() => foldFigure(open.db, question));
      const inKnown = await time(() => readKnown(open.db, now, (db: Db) => foldFigure(db, question)));
      if (inAsOf > limit || inKnown > 3 * inAsOf) over += 1;
      process.stdout.write(
        `${id.padEnd(26)}${format(inBare).padStart(10)}${format(inAsOf).padStart(9)}${`≤ ${limit}`.padStart(8)}${format(inKnown).padStart(10)}${(inKnown / inAsOf).toFixed(2).padStart(9)}${'≤ 3'.padStart(8)}\n`,
      );
    }
    return over;
  } finally {
    await open.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const sizes = process.argv[2] === undefined ? [20_000, 1_000_000] : [Number(process.argv[2])];
let over = 0;
for (const size of sizes) over += await measure(size, size > 100_000 ? 300 : 50);
process.stdout.write(over === 0 ? '\nall within their limits\n' : `\n${over} over their limits\n`);

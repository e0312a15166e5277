/**
 * Lists at size: a register of a million rows, as the whole, a city bureau and the public read it: pages filtered and in
 * order, searches as they are typed, beside the limits. Row-level security is on; the rows are thrown away afterwards.
 * `--rows N` for fewer.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openVault } from '#kernel/access/vault.ts';
import { houseScope, publicScope, type Scope } from '#kernel/db/scoped.ts';
import { listRows, type ListingQuestion, type Reader } from '#kernel/registers/listing.ts';
import { indexAll } from '#kernel/registers/search-index.ts';
import { openEmbedded, type OpenHouse } from '#app/database.ts';
import { registers } from '#app/house.ts';

const { values: flags } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const size = Number(flags.rows);
const rounds = 12;
const limits = { page: 100, search: 50 };

const parts =
  '光电 传感 汽车 材料 玉米 水稻 人参 催化 遥感 数据 装备 智能 生物 医药 新能 农机 检测 控制 合金 复合 激光 芯片 卫星 疫苗 菌种 育种 焊接 涂层 电池 机床'.split(
    ' ',
  );

/** Rows of one region each; titles of five words, so that pairs of characters are rare, common and everywhere. */
async function fill(client: pg.Client): Promise<void> {
  const statements = [
    `insert into register.region (code, name, level) select 'R-' || n, '示例市' || n, 'prefecture' from generate_series(1, 9) n`,
    `insert into register.organisation (code, name, kind, region) select 'O-' || n, '示例单位' || n, 'university', 'R-' || (n % 9 + 1) from generate_series(1, 400) n`,
    `create temporary table part as select (ord - 1)::int as at, word from unnest(array[${parts.map((word) => `'${word}'`).join(', ')}]) with ordinality as w (word, ord)`,
    `insert into register.transfer_contract (code, title, mode, seller, buyer, amount, signed_on, registration_number, classified, ended_on)
     select 'HT-' || lpad(n::text, 7, '0'), a.word || b.word || c.word || '示例' || n,
            (array['assignment', 'licence', 'equity', 'cooperation'])[n % 4 + 1], 'O-' || (n % 400 + 1),
            case when n % 3 = 0 then null else 'O-' || (n * 7 % 400 + 1) end, (n::bigint * 7919 % 1000000) + 0.37,
            date '2019-01-01' + (n * 13 % 2400), case when n % 4 = 0 then '2024' || n end, n % 500 = 0,
            case when n % 31 = 0 then date '2025-01-01' + n % 300 end
     from generate_series(1, ${size}) n
     join part a on a.at = (hashint4(n) & 2147483647) % 30 join part b on b.at = (hashint4(n + 1) & 2147483647) % 29
     join part c on c.at = (hashint4(n + 2) & 2147483647) % 28`,
    `insert into register.person (code, name, organisation) select 'P-' || n, '示例' || chr(19968 + n % 3000) || chr(19968 + n * 7 % 3000), 'O-' || (n % 400 + 1) from generate_series(1, ${Math.ceil(size / 5)}) n`,
  ];
  await client.query(`set kechuang.level = 'all'`);
  for (const statement of statements) {
    const begun = performance.now();
    await client.query(statement);
    console.log(
      `  ${((performance.now() - begun) / 1000).toFixed(1)} s  ${statement.slice(0, 60).replaceAll('\n', ' ')}`,
    );
  }
  await client.query('vacuum analyze');
}

/** Tokens of so many rows are written faster without their index, which is then built at once. */
async function index(client: pg.Client, open: OpenHouse): Promise<void> {
  const { rows } = await client.query<{ indexdef: string; indexname: string }>(
    `select indexname, indexdef from pg_indexes where schemaname = 'search' and indexname in ('transfer_contract_tokens', 'person_tokens')`,
  );
  for (const { indexname } of rows) await client.query(`drop index search.${indexname}`);
  const begun = performance.now();
  const done = await indexAll(open.db, registers);
  for (const { indexdef } of rows) await client.query(indexdef);
  await client.query('vacuum analyze');
  const seconds = (performance.now() - begun) / 1000;
  console.log(`  ${seconds.toFixed(1)} s  tokens of ${done} rows (${Math.round(done / seconds)} rows/s)`);
}

const contract = registers.find('transfer.transfer-contract');
const person = registers.find('directory.person');

const pages: [string, Partial<ListingQuestion>][] = [
  ['as it opens', {}],
  ['by amount, largest first', { sort: 'amount', descending: true }],
  ['by date', { sort: 'signedOn' }],
  ['by title', { sort: 'title', descending: true }],
  ['ended, latest first', { sort: 'endedOn', descending: true }],
  ['one mode, by amount', { filters: { mode: 'licence' }, sort: 'amount', descending: true }],
  ['one institution, by date', { filters: { seller: 'O-17' }, sort: 'signedOn' }],
  [
    'two modes, a year, by amount',
    {
      filters: { mode: ['licence', 'equity'], signedOn: { from: '2023-01-01', to: '2023-12-31' } },
      sort: 'amount',
    },
  ],
  [
    'amounts from 900,000, by date',
    { filters: { amount: { from: '900000' } }, sort: 'signedOn', descending: true },
  ],
  ['page 400', { page: 400, sort: 'amount' }],
  ['page 2,000', { page: 2000 }],
];

const searches = [
  '光电',
  '传感汽车',
  '光电传感',
  '人参催化',
  '示例77',
  '示例',
  '光',
  'gdcg',
  'rscy',
  'HT-0077',
  '20240',
  '疫苗 育种',
  '没有',
  '合金复合激光',
];

const at = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

async function measure(
  reader: Reader,
  question: Partial<ListingQuestion>,
  description = contract,
): Promise<{ times: number[]; total: number }> {
  const times: number[] = [];
  let total = 0;
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    ({ total } = await listRows(reader, { description }, { page: 1, pageSize: 25, ...question }));
    times.push(performance.now() - begun);
  }
  return { times: times.toSorted((one, other) => one - other), total };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kechuang-bench-list-'));
  chmodSync(folder, 0o711);
  const open = await openEmbedded({ folder, connections: 2 }, openVault(join(folder, 'keys')));
  const client = new pg.Client({ connectionString: open.administratorUrl });
  await client.connect();
  try {
    console.log(`${size} contracts, ${Math.ceil(size / 5)} people`);
    await fill(client);
    await index(client, open);
    const scopes: [string, Scope, 'staff' | 'public'][] = [
      ['the whole', houseScope, 'staff'],
      ['a region', { level: 'region', region: 'R-3', organisation: null, account: 'b' }, 'staff'],
      ['the public', publicScope, 'public'],
    ];
    for (const [name, scope, audience] of scopes) {
      const reader: Reader = {
        db: open.within(scope),
        registers,
        audience,
        vault: open.vault,
        schema: 'register',
        scope,
      };
      console.log(`\n${name}, pages (limit ${limits.page} ms)                    p50      p95     rows`);
      for (const [label, question] of pages) {
        const { times, total } = await measure(reader, question);
        report(label, times, total, limits.page);
      }
      console.log(`${name}, searches (limit p95 ${limits.search} ms)`);
      const every: number[] = [];
      for (const search of searches) {
        const { times, total } = await measure(reader, { search });
        every.push(...times);
        report(search, times, total, limits.search);
      }
      if (audience === 'staff') {
        const { times, total } = await measure(reader, { search: '丁乙' }, person);
        every.push(...times);
        report('a person, 丁乙', times, total, limits.search);
      }
      const sorted = every.toSorted((one, other) => one - other);
      report('all searches', sorted, sorted.length, limits.search);
    }
  } finally {
    await client.end();
    await open.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(label: string, times: number[], total: number, limit: number): void {
  const [p50, p95] = [at(times, 0.5), at(times, 0.95)];
  console.log(
    `  ${label.padEnd(34)} ${p50.toFixed(1).padStart(8)} ${p95.toFixed(1).padStart(8)} ${String(total).padStart(8)}${p95 > limit ? '   over' : ''}`,
  );
}

await main();

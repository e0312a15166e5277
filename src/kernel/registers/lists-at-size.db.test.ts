/** Lists longer than what is counted: every way a page is found must give the rows of a plain reading. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registers } from '#app/house.ts';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { houseScope, publicScope, type Scope } from '#kernel/db/scoped.ts';
import { listRows, type ListingQuestion, type Reader } from './listing.ts';
import { counted, countedSearching } from './page.ts';
import { indexAll } from './search-index.ts';

const size = 12_000;
const contract = registers.find('transfer.transfer-contract');

interface Contract {
  code: string;
  title: string;
  seller: string;
  amount: number;
  endedOn: string | null;
  classified: boolean;
}

/** A number spread over 0 … 1 by its place, the same every time. */
const spread = (n: number, by: number): number => ((n * by) % 10_007) / 10_007;

const contracts: Contract[] = Array.from({ length: size }, (_, n) => ({
  code: `HT-${String(n).padStart(5, '0')}`,
  title: [
    // In four of five, in one of two lying together, in one of ten, in few, in one unit alone.
    spread(n, 7919) < 0.8 ? '成果' : '专利',
    n > size / 2 ? '玉米' : '水稻',
    spread(n, 6007) < 0.1 ? '光电传感' : '传感光电',
    n % 400 === 0 ? '人参皂苷' : '',
  ].join('·'),
  seller: n % 1000 === 0 ? 'O-0' : `O-${(n % 39) + 1}`,
  amount: (n * 37) % 500,
  endedOn: n % 7 === 0 ? `2025-0${(n % 9) + 1}-01` : null,
  classified: n % 50 === 3,
}));

let open: TestHouse;
beforeAll(async () => {
  open = await openTestHouse();
  await open.administrate(
    `insert into register.region (code, name, level) select 'R-' || n, '示例市' || n, 'prefecture' from generate_series(0, 3) n`,
  );
  await open.administrate(
    `insert into register.organisation (code, name, kind, region)
     select 'O-' || n, '示例单位' || n, 'university', 'R-' || (n % 4) from generate_series(0, 39) n`,
  );
  await open.administrate(
    `insert into register.transfer_contract (code, title, mode, seller, amount, signed_on, classified, ended_on)
     select r.code, r.title, 'licence', r.seller, r.amount, '2024-05-06', r.classified, r."endedOn"
     from jsonb_to_recordset($1::jsonb) as r (code text, title text, seller text, amount numeric, classified boolean, "endedOn" date)`,
    [JSON.stringify(contracts)],
  );
  await indexAll(open.db, registers);
  await open.administrate('analyze');
}, 120_000);
afterAll(async () => open.close());

interface Seen {
  scope: Scope;
  audience: Reader['audience'];
  sees: (row: Contract) => boolean;
  most: number;
}
const regionOf = (seller: string): number => Number(seller.slice(2)) % 4;
const readers: Record<string, Seen> = {
  'the whole': { scope: houseScope, audience: 'staff', sees: () => true, most: countedSearching.whole },
  'a region': {
    scope: { level: 'region', region: 'R-3', organisation: null, account: 'b' },
    audience: 'staff',
    sees: ({ seller, classified }) => regionOf(seller) === 3 && !classified,
    most: countedSearching.scoped,
  },
  // Twelve rows of twelve thousand.
  'a unit': {
    scope: { level: 'organisation', region: null, organisation: 'O-0', account: 'i' },
    audience: 'staff',
    sees: ({ seller, classified }) => seller === 'O-0' && !classified,
    most: countedSearching.scoped,
  },
  'the public': {
    scope: publicScope,
    audience: 'public',
    sees: ({ classified }) => !classified,
    most: countedSearching.whole,
  },
};

const list = ({ scope, audience }: Seen, question: Partial<ListingQuestion>) =>
  listRows(
    { db: open.within(scope), registers, audience, vault: open.vault, schema: 'register', scope },
    { description: contract },
    { page: 1, pageSize: 100, ...question },
  );

const byCode = (one: Contract, other: Contract): number => (one.code < other.code ? -1 : 1);
const orders: [string, Partial<ListingQuestion>, (one: Contract, other: Contract) => number][] = [
  ['by key', {}, byCode],
  [
    'by amount',
    { sort: 'amount', descending: true },
    (one, other) => other.amount - one.amount || byCode(one, other),
  ],
  [
    'by a day most lack',
    { sort: 'endedOn', descending: true },
    (one, other) =>
      one.endedOn === other.endedOn
        ? byCode(one, other)
        : one.endedOn === null
          ? 1
          : other.endedOn === null || one.endedOn < other.endedOn
            ? other.endedOn === null
              ? -1
              : 1
            : -1,
  ],
];

const searches: [string, string, (row: Contract) => boolean][] = [
  ['a word in most rows', '成果', ({ title }) => title.includes('成果')],
  ['one that lies together', '玉米', ({ title }) => title.includes('玉米')],
  ['a long word in a tenth', '光电传感', ({ title }) => title.includes('光电传感')],
  ['two words', '专利 水稻', ({ title }) => title.includes('专利') && title.includes('水稻')],
  ['a word in few', '人参皂苷', ({ title }) => title.includes('人参')],
  ['one character', '玉', ({ title }) => title.includes('玉')],
  ['first letters', 'rszg', ({ title }) => title.includes('人参皂苷')],
  ['part of a number', 'HT-119', ({ code }) => code.startsWith('HT-119')],
  ['nothing', '卫星', () => false],
];

describe.each(Object.entries(readers))('%s', (_, seen) => {
  test.each(searches)(
    '%s: found as a plain reading finds it, in every order',
    async (_name, search, holds) => {
      const filters = { amount: { from: '250' } };
      for (const [filtered, question] of [
        [(row: Contract) => row.amount >= 0, {}],
        [(row: Contract) => row.amount >= 250, { filters }],
      ] as const) {
        const expected = contracts.filter((row) => seen.sees(row) && holds(row) && filtered(row));
        for (const [order, sorting, compare] of orders) {
          const sorted = expected.toSorted(compare).map(({ code }) => code);
          for (const page of [1, 2, 6, 30]) {
            const found = await list(seen, { search, ...question, ...sorting, page });
            const place = `${search} ${JSON.stringify(question)} ${order} page ${page}`;
            expect([found.total, found.totalIsLower ?? false], place).toEqual([
              Math.min(expected.length, seen.most),
              expected.length > seen.most,
            ]);
            expect(
              found.rows.map(({ code }) => code),
              place,
            ).toEqual(sorted.slice((page - 1) * 100, page * 100));
          }
        }
      }
    },
    120_000,
  );

  test('without a search', async () => {
    const expected = contracts.filter(seen.sees);
    for (const [order, sorting, compare] of orders) {
      const sorted = expected.toSorted(compare).map(({ code }) => code);
      for (const page of [1, 4, 9, 110]) {
        const found = await list(seen, { ...sorting, page });
        // Stubs of what is classified stand after all others, for the public.
        const stubs = seen.audience === 'public' ? size - expected.length : 0;
        expect([found.total, found.totalIsLower ?? false], order).toEqual([
          Math.min(expected.length + stubs, counted),
          expected.length + stubs > counted,
        ]);
        expect(
          found.rows.filter(({ stub }) => !stub).map(({ code }) => code),
          `${order} page ${page}`,
        ).toEqual(sorted.slice((page - 1) * 100, page * 100));
      }
    }
  });
});

test('what was just written is found among many, before its tokens are', async () => {
  await sql`update register.transfer_contract set title = '成果·卫星导航' where code = 'HT-00007'`.execute(
    open.db,
  );
  const found = async (search: string) =>
    (await list(readers['the whole'] as Seen, { search })).rows.map(({ code }) => code);
  expect(await found('卫星')).toEqual(['HT-00007']);
  expect(await found('成果')).toContain('HT-00007');
  expect(await found('水稻')).not.toContain('HT-00007');
});

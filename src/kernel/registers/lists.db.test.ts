import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { house, registers } from '#app/house.ts';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { addRecord, correctRecord } from './actions.ts';
import { listRows, type Audience, type ListingQuestion, type Reader } from './listing.ts';
import { indexAll } from './search-index.ts';
import { searchPlanOf } from './search-plan.ts';

let open: TestHouse;

const names: Record<string, string> = {
  'U-1': '长春大学',
  'U-2': '吉林大学',
  'U-3': '长春理工大学',
  'U-4': '中国科学院长春光学精密机械与物理研究所',
};
const modes = ['assignment', 'licence', 'equity'] as const;
const titles = [
  '光电传感器许可',
  '玉米新品种转让',
  '高强度铝合金，100% 实施',
  'A_B 接口技术',
  "o'clock “引号”",
  '光电',
];

interface Contract {
  code: string;
  title: string;
  mode: string;
  seller: string;
  buyer: string | null;
  amount: string;
  signedOn: string;
  registrationNumber: string | null;
  classified: boolean | null;
  endedOn: string | null;
}

/** Contracts with ties and gaps in every column. */
const contracts: Contract[] = Array.from({ length: 240 }, (_, n) => ({
  code: `HT-${String((n * 7919) % 1000).padStart(4, '0')}-${n}`,
  title: `${titles[n % titles.length] ?? ''}${n % 4 === 0 ? '' : `（第${n % 9}号）`}`,
  mode: modes[n % modes.length] ?? 'other',
  seller: `U-${(n % 4) + 1}`,
  buyer: n % 3 === 0 ? null : `U-${((n + 1) % 4) + 1}`,
  amount: `${(n * 37) % 50}.50`,
  signedOn: `2024-${String((n % 12) + 1).padStart(2, '0')}-15`,
  registrationNumber: n % 5 === 0 ? `2024220${n}` : null,
  classified: n % 17 === 3 ? true : n % 2 === 0 ? null : false,
  endedOn: n % 7 === 0 ? `2025-0${(n % 9) + 1}-01` : null,
}));

const contract = registers.find('transfer.transfer-contract');
const person = registers.find('directory.person');
const organisation = registers.find('directory.organisation');

const readerAs = (audience: Audience): Reader => ({
  db: open.db,
  registers,
  audience,
  vault: open.vault,
  schema: 'register',
});

const list = async (
  question: Partial<ListingQuestion>,
  audience: Audience = 'staff',
  description = contract,
): ReturnType<typeof listRows> =>
  listRows(readerAs(audience), { description }, { page: 1, pageSize: 300, ...question });

const codesOf = (listing: Awaited<ReturnType<typeof listRows>>): (string | null)[] =>
  listing.rows.map(({ code }) => code);

beforeAll(async () => {
  open = await openTestHouse();
  for (const [code, name] of Object.entries(names)) {
    await addRecord(open.ctx, house, {
      register: organisation.id,
      row: { code, name, kind: 'university', creditCodeOverride: code === 'U-2' ? '核对甲乙丙' : null },
    });
  }
  await addRecord(open.ctx, house, {
    register: person.id,
    row: { code: 'P-1', name: '曾晓敏', organisation: 'U-1' },
  });
  await sql`insert into register.transfer_contract
    select * from jsonb_populate_recordset(null::register.transfer_contract, ${JSON.stringify(
      contracts.map(({ signedOn, registrationNumber, endedOn, ...row }) => ({
        ...row,
        signed_on: signedOn,
        registration_number: registrationNumber,
        ended_on: endedOn,
      })),
    )}::jsonb)`.execute(open.db);
});
afterAll(async () => open.close());

test('what the database keeps of each register for searching is what its description says', async () => {
  const kept = await open.administrate<{ name: string; plan: unknown }>('select name, plan from search.plan');
  expect(Object.fromEntries(kept.map(({ name, plan }) => [name, plan]))).toEqual(
    Object.fromEntries(
      registers.ordered.map((description) => [description.table, searchPlanOf(description)]),
    ),
  );
});

const holds = (text: string | null, word: string): boolean =>
  text !== null && text.normalize('NFKC').toLowerCase().includes(word.normalize('NFKC').toLowerCase());

const textsOf = ({ code, title, registrationNumber }: Contract): (string | null)[] => [
  code,
  title,
  registrationNumber,
];

const matching = (search: string): Contract[] =>
  contracts.filter((row) =>
    search
      .split(/\s+/)
      .filter(Boolean)
      .every((word) => textsOf(row).some((text) => holds(text, word))),
  );

const searches = [
  '光电',
  '光',
  '传感器',
  '(第3号)',
  '第３号',
  '100%',
  '_',
  "o'c",
  '"',
  '\\',
  '光电 许可',
  'ht-0',
  '2024220',
  '没有',
  '%',
];

describe.each(['before the tokens are written', 'by tokens'] as const)('search %s', (when) => {
  beforeAll(async () => {
    if (when === 'by tokens') await indexAll(open.db, registers);
  });

  test.each(searches)('%j finds the rows that hold it, and no other', async (search) => {
    const found = await list({ search });
    const expected = matching(search).map(({ code }) => code);
    expect(new Set(codesOf(found))).toEqual(new Set(expected));
    expect(found.total).toBe(expected.length);
  });

  test('a corrected row is found by its new text at once, and not by its old one', async () => {
    const [code = ''] = codesOf(await list({ search: '玉米', pageSize: 1 }));
    const reason = '示例：更名';
    const version = await open.administrate<{ id: string }>(
      `select history_id as id from history.transfer_contract where code = $1 and known_to = 'infinity'`,
      [code],
    );
    const correct = async (title: string): Promise<unknown> =>
      correctRecord(open.ctx, house, {
        register: contract.id,
        code: code ?? '',
        row: { title },
        reason,
        seen: version[0]?.id ?? '',
      } as never).catch(async () => {
        await sql`update register.transfer_contract set title = ${title} where code = ${code}`.execute(
          open.db,
        );
      });
    const before = contracts.find((row) => row.code === code)?.title ?? '';
    await correct('木耳菌种');
    expect(codesOf(await list({ search: '木耳' }))).toEqual([code]);
    expect(codesOf(await list({ search: '玉米' }))).not.toContain(code);
    await sql`update register.transfer_contract set title = ${before} where code = ${code}`.execute(open.db);
    expect(codesOf(await list({ search: '玉米' }))).toContain(code);
  });
});

describe('by first letters', () => {
  const found = async (search: string, audience: Audience = 'staff', description = organisation) =>
    codesOf(await list({ search }, audience, description));

  test.each([
    ['ccdx', ['U-1']],
    ['CCDX', ['U-1']],
    ['jldx', ['U-2']],
    ['cclg', ['U-3']],
    ['gxjm', ['U-4']],
    ['ldx', ['U-2']],
    ['xd', []],
  ])('%s', async (letters, codes) => expect(await found(letters)).toEqual(codes));

  test('a person, by staff alone; the public counts only', async () => {
    expect(await found('zxm', 'staff', person)).toEqual(['P-1']);
    expect(await found('cxm', 'staff', person)).toEqual(['P-1']);
    expect(await found('晓敏', 'staff', person)).toEqual(['P-1']);
    for (const search of ['zxm', '晓敏', 'P-1']) {
      expect((await list({ search }, 'public', person)).rows, search).toEqual([]);
    }
  });

  test('what the public may not read it does not find by', async () => {
    expect(await found('甲乙丙')).toEqual(['U-2']);
    expect(await found('甲乙')).toEqual(['U-2']);
    expect(await found('甲乙丙', 'public')).toEqual([]);
    expect(await found('甲乙', 'public')).toEqual([]);
    expect(await found('甲', 'public')).toEqual([]);
  });

  test('a row named by another is found by that one’s name', async () => {
    await addRecord(open.ctx, house, {
      register: 'transfer.pilot-batch',
      row: { code: 'B-1', number: 1, name: '示例第一批', startedOn: '2024-01-01' },
    });
    for (const organisationCode of ['U-1', 'U-2']) {
      await addRecord(open.ctx, house, {
        register: 'transfer.pilot-institution',
        row: { batch: 'B-1', organisation: organisationCode, joinedOn: '2024-02-01' },
      });
    }
    const description = registers.find('transfer.pilot-institution');
    expect(await found('吉林', 'staff', description)).toEqual(['B-1~U-2']);
    await indexAll(open.db, registers);
    for (const audience of ['staff', 'public'] as const) {
      expect(await found('吉林', audience, description)).toEqual(['B-1~U-2']);
      expect(await found('jldx', audience, description)).toEqual(['B-1~U-2']);
      expect(await found('大学 B-1', audience, description)).toEqual(['B-1~U-1', 'B-1~U-2']);
    }
  });
});

describe('any filter, order and page over rows with ties and gaps', () => {
  const sorts = [
    'code',
    'title',
    'mode',
    'seller',
    'buyer',
    'amount',
    'signedOn',
    'endedOn',
    'classified',
    undefined,
  ] as const;
  const filters = fc.constantFrom<{ given: Record<string, unknown>; keep: (row: Contract) => boolean }>(
    { given: {}, keep: () => true },
    { given: { mode: 'licence' }, keep: (row) => row.mode === 'licence' },
    { given: { mode: ['licence', 'equity'] }, keep: (row) => row.mode !== 'assignment' },
    { given: { buyer: null }, keep: (row) => row.buyer === null },
    { given: { endedOn: { empty: false } }, keep: (row) => row.endedOn !== null },
    { given: { buyer: ['U-1', 'U-4'] }, keep: (row) => row.buyer === 'U-1' || row.buyer === 'U-4' },
    {
      given: { amount: { from: '10', to: '20.5' } },
      keep: (row) => Number(row.amount) >= 10 && Number(row.amount) <= 20.5,
    },
    {
      given: { signedOn: { from: '2024-06-01' }, mode: 'equity' },
      keep: (row) => row.signedOn >= '2024-06-01' && row.mode === 'equity',
    },
    { given: { title: { has: '光电' } }, keep: (row) => row.title.includes('光电') },
    { given: { classified: false }, keep: (row) => row.classified === false },
  );
  const valueOf = (row: Contract, sort: (typeof sorts)[number]): string | number | boolean | null =>
    sort === 'amount' ? Number(row.amount) : sort === undefined ? row.code : row[sort];
  // Titles and choices are put in order by the database's own collation.
  const ranked = new Map<string, number>();

  beforeAll(async () => {
    const rows = await open.administrate<{ text: string }>(
      `select t as text from (select title as t from register.transfer_contract union select mode from register.transfer_contract) q order by t`,
    );
    for (const [at, { text }] of rows.entries()) ranked.set(text, at);
  });

  const compare = (one: string | number | boolean, other: string | number | boolean): number => {
    const [a, b] = [ranked.get(String(one)) ?? one, ranked.get(String(other)) ?? other];
    return a < b ? -1 : a > b ? 1 : 0;
  };

  test.each(['staff', 'public'] as const)(
    'as a plain reckoning has it, for the %s',
    async (audience) => {
      await fc.assert(
        fc.asyncProperty(
          filters,
          fc.constantFrom(...sorts),
          fc.boolean(),
          fc.constantFrom(undefined, '光电', '第3号'),
          fc.integer({ min: 1, max: 9 }),
          fc.constantFrom(1, 7, 50),
          async ({ given, keep }, sort, descending, search, page, pageSize) => {
            const selective = search !== undefined || Object.keys(given).length > 0;
            const rows = (search === undefined ? contracts : matching(search)).filter(keep);
            const shown = audience === 'staff' ? rows : rows.filter(({ classified }) => classified !== true);
            const ordered = shown.toSorted((one, other) => {
              const [a, b] = [valueOf(one, sort), valueOf(other, sort)];
              if (a === null || b === null) {
                if (a !== b) return a === null ? 1 : -1;
              } else if (compare(a, b) !== 0) return descending ? -compare(a, b) : compare(a, b);
              return one.code < other.code ? -1 : 1;
            });
            const stubs = selective ? 0 : rows.length - shown.length;
            const all = [...ordered.map(({ code }) => code), ...Array.from({ length: stubs }, () => null)];
            const listing = await list(
              { filters: given, sort, descending, search, page, pageSize },
              audience,
            );
            expect(codesOf(listing)).toEqual(all.slice((page - 1) * pageSize, page * pageSize));
            expect(listing.total).toBe(all.length);
          },
        ),
        { numRuns: 150 },
      );
    },
    60_000,
  );
});

describe('what is asked wrongly', () => {
  test('all faults of the filters at once, each with its column', async () => {
    const asked = list({
      filters: {
        mode: 'gift',
        amount: { from: '1,000' },
        signedOn: { from: '2024-02-30' },
        title: { has: '' },
        nothing: 'x',
        endedOn: { from: '2025-02-01', to: '2025-01-01' },
      },
    });
    await expect(asked).rejects.toMatchObject({
      code: 'invalid-input',
      faults: ['mode', 'amount', 'signedOn', 'title', 'nothing', 'endedOn'].map((name) => ({
        at: `/query/filters/${name}`,
      })),
    });
  });

  test('a column the public does not see is none of the list’s', async () => {
    const filters = { creditCodeOverride: { has: '甲' } };
    expect((await list({ filters }, 'staff', organisation)).total).toBe(1);
    await expect(list({ filters }, 'public', organisation)).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'csv-parse/sync';
import { figures, house, parseParams } from '#app/house.ts';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { atomically } from '#kernel/audit/atomically.ts';
import { addRecord, correctRecord, withdrawRecord } from '#kernel/registers/actions.ts';
import type { Qualifier } from '#kernel/contract/evidence.ts';
import { formatMoney, parseMoney } from '#kernel/contract/money.ts';
import { units, type UnitId } from '#kernel/contract/units.ts';
import { readClock, readKnown, type Db } from '#kernel/db/open.ts';
import { phraseHolds } from '#kernel/figures/phrase.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import { readParams } from '#kernel/figures/registry.ts';

const sample = join(import.meta.dirname, '../sample/jilin-2024');
const asOf = '2025-05-27';
const limits = { aboutWithin: '5', oddBelow: '10', nearWithin: '5' };

interface Printed {
  id: string;
  printed: string;
  qualifier: Qualifier;
  value: string;
  resolution: string;
  unit: string;
}
const letter = parse(readFileSync(join(sample, 'figures.csv')), { columns: true, bom: true }) as Printed[];

let open: TestHouse;
beforeAll(async () => {
  open = await openTestHouse(sample);
});
afterAll(async () => open.close());

interface Reading {
  value: string | null;
  rows: number;
  unit: string;
}

/** Every citation of the letter, read on a day. */
async function readAll(db: Db, day = asOf): Promise<Map<string, Reading>> {
  const readings = new Map<string, Reading>();
  for (const citation of await db.selectFrom('citation').selectAll().execute()) {
    const figure = figures.find(citation.figure);
    const params = readParams(figure, parseParams(citation.params));
    const { value, rows } = await readFigureValue(db, {
      figure,
      params,
      asOf: day,
      knownAt: null,
      qualifier: citation.qualifier,
    });
    readings.set(citation.code, { value, rows, unit: citation.unit });
  }
  return readings;
}

describe('the letter’s figures from records', () => {
  test('one citation for each row of figures.csv, and no more', async () => {
    const citations = await open.db.selectFrom('citation').select(['code', 'qualifier']).execute();
    expect(citations.map(({ code }) => code).sort()).toEqual(letter.map(({ id }) => id).sort());
    expect(letter).toHaveLength(34);
    for (const { code, qualifier } of citations) {
      expect(qualifier).toBe(letter.find(({ id }) => id === code)?.qualifier);
    }
  });

  test.each(letter)('$id holds as printed', async ({ id, value, resolution, qualifier }) => {
    const reading = (await readAll(open.db)).get(id);
    expect(reading?.value).not.toBeNull();
    expect(
      phraseHolds(reading?.value ?? '', { value, resolution, qualifier }, limits),
      `${id}: ${reading?.value} against ${value}`,
    ).toBe(true);
    expect(reading?.rows).toBeGreaterThan(0);
  });

  test('units are the figures’ own', async () => {
    for (const citation of await open.db.selectFrom('citation').selectAll().execute()) {
      expect(units[figures.find(citation.figure).unit as UnitId]).toBeDefined();
    }
  });

  test('a day before anything began has no rows', async () => {
    for (const [id, reading] of await readAll(open.db, '1990-01-01')) {
      expect(Number(reading.value ?? 0), id).toBe(0);
    }
  });
});

/** One change of records and the figures it must move, by how much. */
interface Step {
  name: string;
  change: (write: Writes) => Promise<unknown>;
  moves: Record<string, string>;
}

interface Writes {
  add: (register: string, row: Record<string, unknown>) => Promise<unknown>;
  correct: (register: string, code: string, row: Record<string, unknown>) => Promise<unknown>;
  withdraw: (register: string, code: string) => Promise<unknown>;
  /** First value of a query over the sample. */
  pick: (query: string) => Promise<string>;
}

/** Achievements empowered and not yet transferred, oldest first. */
const untransferred = `select e.achievement as v from register.empowerment e where e.effective_on <= '2025-01-01' and e.ended_on is null
  and not exists (select from register.contract_item i where i.achievement = e.achievement)
  and (select count(*) from register.empowerment o where o.achievement = e.achievement) = 1 order by 1 limit 1`;
const seller = 'select organisation as v from register.pilot_institution order by code limit 1';

const steps: Step[] = [
  {
    name: 'an achievement empowered before the day counts once',
    change: async ({ add, pick }) => {
      const organisation = await pick(seller);
      await add('transfer.achievement', {
        code: 'T-CG',
        title: '示例新成果',
        kind: 'invention',
        organisation,
        disclosedOn: '2024-01-01',
        classified: false,
      });
      await add('transfer.empowerment', {
        code: 'T-FQ',
        achievement: 'T-CG',
        right: 'ownership',
        agreedOn: '2024-02-01',
        effectiveOn: '2024-03-01',
      });
    },
    moves: { 'achievements.empowered': '1' },
  },
  {
    name: 'a second empowerment of the same achievement moves nothing',
    change: ({ add }) =>
      add('transfer.empowerment', {
        code: 'T-FQ2',
        achievement: 'T-CG',
        right: 'long-term-use',
        agreedOn: '2024-02-01',
        effectiveOn: '2024-03-01',
      }),
    moves: {},
  },
  {
    name: 'ending one of the two moves nothing, ending both takes it away',
    change: async ({ correct }) => {
      await correct('transfer.empowerment', 'T-FQ', { endedOn: '2025-05-27' });
      await correct('transfer.empowerment', 'T-FQ2', { endedOn: '2025-05-01' });
    },
    moves: { 'achievements.empowered': '-1' },
  },
  {
    name: 'an empowerment effective the day after is left out',
    change: ({ add }) =>
      add('transfer.empowerment', {
        code: 'T-FQ3',
        achievement: 'T-CG',
        right: 'ownership',
        agreedOn: '2025-05-01',
        effectiveOn: '2025-05-28',
      }),
    moves: {},
  },
  {
    name: 'a contract over an achievement not yet transferred',
    change: async ({ add, pick }) => {
      await add('transfer.transfer-contract', {
        code: 'T-HT',
        title: '示例新合同',
        mode: 'licence',
        seller: await pick(seller),
        amount: '100000.37',
        signedOn: '2025-05-27',
      });
      await add('transfer.contract-item', { contract: 'T-HT', achievement: await pick(untransferred) });
    },
    moves: { 'achievements.transferred': '1', 'transfer.contracts': '100000.37' },
  },
  {
    name: 'a second contract over the same achievement adds its amount only',
    change: async ({ add, pick }) => {
      await add('transfer.transfer-contract', {
        code: 'T-HT2',
        title: '示例新合同二',
        mode: 'licence',
        seller: await pick(seller),
        amount: '5.01',
        signedOn: '2025-05-01',
      });
      await add('transfer.contract-item', {
        contract: 'T-HT2',
        achievement: await pick(
          "select achievement as v from register.contract_item where contract = 'T-HT'",
        ),
      });
    },
    moves: { 'transfer.contracts': '5.01' },
  },
  {
    name: 'a receipt moves no figure of the letter',
    change: ({ add }) =>
      add('transfer.receipt', {
        code: 'T-DZ',
        contract: 'T-HT',
        receivedOn: '2025-05-27',
        amount: '50000.00',
      }),
    moves: {},
  },
  {
    name: 'the first contract rescinded on the day takes its amount away',
    change: ({ correct }) => correct('transfer.transfer-contract', 'T-HT', { endedOn: '2025-05-27' }),
    moves: { 'transfer.contracts': '-100000.37' },
  },
  {
    name: 'a race award contracted in the year',
    change: async ({ add, pick }) =>
      add('programmes.award', {
        code: 'T-XM',
        programme: await pick(
          "select code as v from register.programme where kind = 'race' order by 1 limit 1",
        ),
        title: '示例新项目',
        organisation: await pick(seller),
        contractedOn: '2024-12-31',
        grantAmount: '123456.78',
      }),
    moves: { 'race.projects': '1', 'race.funding': '123456.78' },
  },
  {
    name: 'contracted a day later it belongs to another year',
    change: ({ correct }) => correct('programmes.award', 'T-XM', { contractedOn: '2025-01-01' }),
    moves: { 'race.projects': '-1', 'race.funding': '-123456.78' },
  },
  {
    name: 'back in the year and cancelled after the day it counts',
    change: ({ correct }) =>
      correct('programmes.award', 'T-XM', { contractedOn: '2024-06-01', cancelledOn: '2025-05-28' }),
    moves: { 'race.projects': '1', 'race.funding': '123456.78' },
  },
  {
    name: 'withdrawn it is gone',
    change: ({ withdraw }) => withdraw('programmes.award', 'T-XM'),
    moves: { 'race.projects': '-1', 'race.funding': '-123456.78' },
  },
  {
    name: 'a person certified for the first time, then again',
    change: async ({ add, pick }) => {
      const organisation = await pick(seller);
      await add('directory.person', { code: 'T-RY', name: '示例新人', organisation });
      await add('services.broker-certificate', {
        code: 'T-ZS1',
        person: 'T-RY',
        organisation,
        level: 'junior',
        certifiedOn: '2024-05-01',
      });
      await add('services.broker-certificate', {
        code: 'T-ZS2',
        person: 'T-RY',
        organisation,
        level: 'intermediate',
        certifiedOn: '2024-10-01',
      });
    },
    moves: { 'brokers.new': '1' },
  },
  {
    name: 'an older certificate found makes the person no newcomer',
    change: async ({ add, pick }) =>
      add('services.broker-certificate', {
        code: 'T-ZS0',
        person: 'T-RY',
        organisation: await pick(seller),
        level: 'junior',
        certifiedOn: '2022-05-01',
      }),
    moves: { 'brokers.new': '-1' },
  },
  {
    name: 'an ordinary member becomes a council member',
    change: async ({ pick, correct, add }) => {
      const code = await pick(
        "select m.code as v from register.alliance_member m join register.citation c on c.code = 'alliance.members' where m.alliance = (c.params::jsonb ->> 'alliance') and m.role = 'ordinary' and m.until is null and m.\"from\" < '2025-05-01' order by 1 limit 1",
      );
      const [alliance, organisation] = code.split('~');
      await correct('services.alliance-member', code, { until: '2025-05-20' });
      await add('services.alliance-member', { alliance, organisation, role: 'council', from: '2025-05-20' });
    },
    moves: { 'alliance.members': '-1', 'alliance.council': '1' },
  },
  {
    name: 'a withdrawn statement leaves the one before it, or none',
    change: async ({ pick, correct }) =>
      correct(
        'statements.statement',
        await pick(
          "select code as v from register.statement where figure = 'enforcement.destroyed-weight' and year = 2024 and withdrawn_on is null order by 1 limit 1",
        ),
        { withdrawnOn: '2025-05-27' },
      ),
    moves: { 'enforcement.destroyed-weight': 'gone' },
  },
];

test('records added, ended and removed move exactly their own figures', async () => {
  const own = await openTestHouse(sample);
  try {
    const writes: Writes = {
      add: (register, row) => addRecord(own.ctx, house, { register, row }),
      correct: (register, code, row) =>
        correctRecord(own.ctx, house, { register, code, row, reason: '测试变动' }),
      withdraw: (register, code) => withdrawRecord(own.ctx, house, { register, code, reason: '测试撤回' }),
      pick: async (query) => {
        const [row] = await own.administrate<{ v: string }>(query);
        if (!row) throw new Error(`nothing found: ${query}`);
        return row.v;
      },
    };
    let before = await readAll(own.db);
    for (const step of steps) {
      await step.change(writes);
      const after = await readAll(own.db);
      const moved: Record<string, string> = {};
      for (const [id, { value }] of after) {
        const old = before.get(id)?.value ?? null;
        if (value === old) continue;
        moved[id] = value === null || old === null ? 'gone' : difference(old, value);
      }
      expect(moved, step.name).toEqual(step.moves);
      before = after;
    }
  } finally {
    await own.close();
  }
});

function difference(before: string, after: string): string {
  if (!after.includes('.')) return String(BigInt(after) - BigInt(before));
  return formatMoney((parseMoney(after) ?? 0n) - (parseMoney(before) ?? 0n));
}

describe('the two clocks', () => {
  test('known before a correction, effective before an event, and both together', async () => {
    const own = await openTestHouse(sample);
    try {
      const figure = figures.find('transfer.contracts');
      const read = (knownAt: string | null, day: string) =>
        readKnown(own.db, knownAt, async (db) =>
          readFigureValue(db, { figure, params: {}, asOf: day, knownAt, qualifier: 'none' }),
        );
      const [contract] = await own.administrate<{ code: string; amount: string; signed_on: string }>(
        "select code, amount::text, signed_on::text from register.transfer_contract where signed_on between '2024-06-01' and '2024-12-31' and ended_on is null and not exists (select from register.receipt r where r.contract = transfer_contract.code) order by signed_on limit 1",
      );
      if (!contract) throw new Error('the sample has no such contract');
      const before = await read(null, asOf);
      const { now: moment } = await readClock(own.db);
      await correctRecord(own.ctx, house, {
        register: 'transfer.transfer-contract',
        code: contract.code,
        row: { amount: '1.00' },
        reason: '录入多写了零',
      });
      const corrected = await read(null, asOf);
      expect(parseMoney(before.value ?? '')).toBe(
        (parseMoney(corrected.value ?? '') ?? 0n) + (parseMoney(contract.amount) ?? 0n) - 100n,
      );
      expect(await read(moment, asOf)).toMatchObject({ value: before.value, rows: before.rows });
      const dayBefore = new Date(Date.parse(contract.signed_on) - 86_400_000).toISOString().slice(0, 10);
      const earlier = await read(null, dayBefore);
      const both = await read(moment, dayBefore);
      expect(both).toMatchObject({ value: earlier.value, rows: earlier.rows });
      const onTheDay = await read(moment, contract.signed_on);
      expect(parseMoney(onTheDay.value ?? '') ?? 0n).toBeGreaterThanOrEqual(
        (parseMoney(both.value ?? '') ?? 0n) + (parseMoney(contract.amount) ?? 0n),
      );
      const beginning = await read('2020-01-01T00:00:00Z', asOf);
      expect(beginning).toMatchObject({ value: '0.00', rows: 0 });
    } finally {
      await own.close();
    }
  });

  test('a withdrawn record is still there for who asks what was known', async () => {
    const own = await openTestHouse(sample);
    try {
      const figure = figures.find('enforcement.cases');
      const read = (knownAt: string | null) =>
        readKnown(own.db, knownAt, (db) =>
          readFigureValue(db, { figure, params: { year: 2024 }, asOf, knownAt, qualifier: 'none' }),
        );
      const [{ code } = { code: '' }] = await own.administrate<{ code: string }>(
        "select c.code from register.typical_case c join register.case_batch b on b.code = c.batch where b.published_on between '2024-01-01' and '2024-12-31' and c.withdrawn_on is null order by 1 limit 1",
      );
      const { now: moment } = await readClock(own.db);
      await withdrawRecord(own.ctx, house, { register: 'protection.typical-case', code, reason: '重复录入' });
      expect((await read(null)).value).toBe('15');
      expect((await read(moment)).value).toBe('16');
    } finally {
      await own.close();
    }
  });

  test('an instant that a write under way could still change is refused, and asked later gives one answer', async () => {
    const own = await openTestHouse(sample);
    try {
      const figure = figures.find('enforcement.cases');
      const read = (knownAt: string) =>
        readKnown(own.db, knownAt, (db) =>
          readFigureValue(db, { figure, params: { year: 2024 }, asOf, knownAt, qualifier: 'none' }),
        );
      const [{ batch } = { batch: '' }] = await own.administrate<{ batch: string }>(
        "select code as batch from register.case_batch where published_on between '2024-01-01' and '2024-12-31' and withdrawn_on is null limit 1",
      );
      let moment = '';
      await atomically(own.ctx, { action: 'test.slow', subject: 'x', input: 1 }, async (inner) => {
        await inner.db
          .insertInto('typicalCase')
          .values({ code: 'T-SLOW', batch, title: '示例慢写', withdrawnOn: null })
          .execute();
        moment = (await readClock(own.db)).now;
        await expect(read(moment)).rejects.toMatchObject({ code: 'busy' });
      });
      expect((await read(moment)).value).toBe('17');
    } finally {
      await own.close();
    }
  });
});

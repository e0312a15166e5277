import fc from 'fast-check';
import { expect, test } from 'vitest';
import { figures, house } from '#app/house.ts';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readClock, readKnown, type Db } from '#kernel/db/open.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import { readParams } from '#kernel/figures/registry.ts';
import { addRecord, correctRecord, importTables, withdrawRecord } from '#kernel/registers/actions.ts';
import { countByHand, emptyWorld, yuan, type World } from './figures-oracle.ts';

/** Days on both sides of the edges of a year, and within it. */
const days = ['2023-12-31', '2024-01-01', '2024-06-30', '2024-07-01', '2024-12-31', '2025-01-01'];
const day = fc.constantFrom(...days);
const dayOrNone = fc.option(day, { freq: 2 });
const achievement = fc.constantFrom('A-1', 'A-2', 'A-3');
const amount = fc.integer({ min: 0, max: 10_000_000_001 });
/** Which of the records there are, counted round. */
const which = fc.nat({ max: 20 });

type Change = (write: Writes, world: World) => Promise<void>;

interface Writes {
  add: (register: string, row: Record<string, unknown>) => Promise<unknown>;
  correct: (register: string, code: string, row: Record<string, unknown>) => Promise<unknown>;
  withdraw: (register: string, code: string) => Promise<unknown>;
  enter: (tables: Record<string, Record<string, unknown>[]>) => Promise<unknown>;
  nextCode: () => string;
}

const pick = <T>(entries: Map<string, T>, place: number): [string, T] | undefined =>
  [...entries][entries.size === 0 ? 0 : place % entries.size];

const empower = fc
  .record({ achievement, effectiveOn: dayOrNone, endedOn: dayOrNone })
  .map((row): Change => async (write, world) => {
    const code = write.nextCode();
    await write.add('transfer.empowerment', { code, right: 'ownership', agreedOn: '2023-01-01', ...row });
    world.empowerments.set(code, row);
  });

const endEmpowerment = fc
  .record({ which, endedOn: dayOrNone })
  .map(({ which: place, endedOn }): Change => async (write, world) => {
    const [code, row] = pick(world.empowerments, place) ?? [];
    if (code === undefined || !row) return;
    await write.correct('transfer.empowerment', code, { endedOn });
    world.empowerments.set(code, { ...row, endedOn });
  });

const withdrawEmpowerment = which.map((place): Change => async (write, world) => {
  const [code] = pick(world.empowerments, place) ?? [];
  if (code === undefined) return;
  await write.withdraw('transfer.empowerment', code);
  world.empowerments.delete(code);
});

const signContract = fc
  .record({
    amount,
    signedOn: day,
    endedOn: dayOrNone,
    achievements: fc.uniqueArray(achievement, { minLength: 0, maxLength: 3 }),
    paidOn: dayOrNone,
    shares: fc.array(
      fc.record({
        recipient: fc.constantFrom('researcher', 'team', 'transfer-staff', 'institution'),
        amount: fc.integer({ min: 0, max: 5_000_001 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ achievements, paidOn, shares, ...contract }): Change => async (write, world) => {
    const code = write.nextCode();
    const sum = shares.reduce((so, share) => so + share.amount, 0);
    // Refused when more is paid out than agreed, or when it ends before it is signed.
    await write.enter({
      'transfer.transfer-contract': [
        {
          code,
          title: '示例合同',
          mode: 'licence',
          seller: 'O-1',
          ...contract,
          amount: yuan(contract.amount),
        },
      ],
      'transfer.contract-item': achievements.map((item) => ({ contract: code, achievement: item })),
      'transfer.receipt': [{ code, contract: code, receivedOn: '2023-02-01', amount: yuan(contract.amount) }],
      'transfer.distribution': [{ code, contract: code, decidedOn: '2023-03-01', paidOn, amount: yuan(sum) }],
      'transfer.distribution-share': shares.map((share, index) => ({
        distribution: code,
        order: index + 1,
        institution: 'O-1',
        recipient: share.recipient,
        amount: yuan(share.amount),
      })),
    });
    world.contracts.set(code, contract);
    for (const item of achievements)
      world.items.set(`${code}~${item}`, { contract: code, achievement: item });
    world.distributions.set(code, { paidOn, shares });
  });

const correctContract = fc
  .record({ which, endedOn: dayOrNone, amount: fc.option(amount) })
  .map(({ which: place, endedOn, amount: newAmount }): Change => async (write, world) => {
    const [code, row] = pick(world.contracts, place) ?? [];
    if (code === undefined || !row) return;
    const corrected = { ...row, endedOn, amount: newAmount ?? row.amount };
    await write.correct('transfer.transfer-contract', code, { endedOn, amount: yuan(corrected.amount) });
    world.contracts.set(code, corrected);
  });

const payOut = fc
  .record({ which, paidOn: dayOrNone })
  .map(({ which: place, paidOn }): Change => async (write, world) => {
    const [code, row] = pick(world.distributions, place) ?? [];
    if (code === undefined || !row) return;
    await write.correct('transfer.distribution', code, { paidOn });
    world.distributions.set(code, { ...row, paidOn });
  });

const withdrawItem = which.map((place): Change => async (write, world) => {
  const [key] = pick(world.items, place) ?? [];
  if (key === undefined) return;
  await write.withdraw('transfer.contract-item', key);
  world.items.delete(key);
});

const award = fc
  .record({ race: fc.boolean(), grantAmount: amount, contractedOn: dayOrNone, cancelledOn: dayOrNone })
  .map((row): Change => async (write, world) => {
    const code = write.nextCode();
    const { race, grantAmount, ...dates } = row;
    await write.add('programmes.award', {
      code,
      programme: race ? 'RACE' : 'OTHER',
      title: '示例项目',
      organisation: 'O-1',
      grantAmount: yuan(grantAmount),
      ...dates,
    });
    world.awards.set(code, row);
  });

const cancelAward = fc
  .record({ which, cancelledOn: dayOrNone })
  .map(({ which: place, cancelledOn }): Change => async (write, world) => {
    const [code, row] = pick(world.awards, place) ?? [];
    if (code === undefined || !row) return;
    await write.correct('programmes.award', code, { cancelledOn });
    world.awards.set(code, { ...row, cancelledOn });
  });

const certify = fc
  .record({ person: fc.constantFrom('P-1', 'P-2', 'P-3'), certifiedOn: day, revokedOn: dayOrNone })
  .map((row): Change => async (write, world) => {
    const code = write.nextCode();
    await write.add('services.broker-certificate', { code, organisation: 'O-1', level: 'junior', ...row });
    world.certificates.set(code, row);
  });

const withdrawCertificate = which.map((place): Change => async (write, world) => {
  const [code] = pick(world.certificates, place) ?? [];
  if (code === undefined) return;
  await write.withdraw('services.broker-certificate', code);
  world.certificates.delete(code);
});

const change = fc.oneof(
  empower,
  endEmpowerment,
  withdrawEmpowerment,
  signContract,
  correctContract,
  payOut,
  withdrawItem,
  award,
  cancelAward,
  certify,
  withdrawCertificate,
);

/** Writes through the actions a user has. */
function openWrites(open: TestHouse): Writes {
  let codes = 0;
  const reason = '测试';
  return {
    add: (register, row) => addRecord(open.ctx, house, { register, row }),
    correct: (register, code, row) => correctRecord(open.ctx, house, { register, code, row, reason }),
    withdraw: (register, code) => withdrawRecord(open.ctx, house, { register, code, reason }),
    enter: (tables) =>
      importTables(open.ctx, house, {
        action: 'province.import',
        subject: 'test',
        files: Object.entries(tables).map(([register, rows]) => ({
          register,
          fileName: register,
          digest: '',
          rows: rows.map((cells, index) => ({ at: `/${index}`, cells })),
        })),
      }),
    nextCode: () => `N-${(codes += 1)}`,
  };
}

async function readAll(
  db: Db,
  asOf: string,
  ids: string[],
): Promise<Record<string, { value: string | null; rows: number }>> {
  const read: Record<string, { value: string | null; rows: number }> = {};
  for (const id of ids) {
    const figure = figures.find(id);
    const params = readParams(figure, /^(race|brokers)\./.test(id) ? { year: 2024 } : {});
    const { value, rows } = await readFigureValue(db, {
      figure,
      params,
      asOf,
      knownAt: null,
      qualifier: 'none',
    });
    read[id] = { value, rows };
  }
  return read;
}

const groundwork = {
  'directory.organisation': [{ code: 'O-1', name: '示例单位', kind: 'university' }],
  'directory.person': ['P-1', 'P-2', 'P-3'].map((code) => ({ code, name: '示例人员', organisation: 'O-1' })),
  'transfer.achievement': ['A-1', 'A-2', 'A-3'].map((code) => ({
    code,
    title: '示例成果',
    kind: 'invention',
    organisation: 'O-1',
    disclosedOn: '2022-01-01',
    classified: false,
  })),
  'programmes.programme': [
    { code: 'RACE', name: '示例赛马', kind: 'race' },
    { code: 'OTHER', name: '示例计划', kind: 'other' },
  ],
};

// A failing run names its seed and path; SEED=… runs it again.
const seed = process.env.SEED === undefined ? undefined : Number(process.env.SEED);

test('figures are what a plain count of the records says, on any day and as known at any instant', async () => {
  let refused = 0;
  let done = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 4, maxLength: 16 }),
      fc.array(which, { minLength: 2, maxLength: 3 }),
      async (changes, looks) => {
        const open = await openTestHouse();
        try {
          const write = openWrites(open);
          await write.enter(groundwork);
          const world = emptyWorld();
          const moments: { knownAt: string; world: World }[] = [];
          for (const apply of [async () => undefined, ...changes]) {
            try {
              await apply(write, world);
              done += 1;
            } catch (error) {
              // A date before its beginning, more paid than received: refused, and the world stays as it was.
              if (!(error instanceof Refusal)) throw error;
              refused += 1;
            }
            moments.push({ knownAt: (await readClock(open.db)).now, world: structuredClone(world) });
          }
          for (const asOf of days) {
            const expected = countByHand(world, asOf);
            expect(await readAll(open.db, asOf, Object.keys(expected)), `now, asOf ${asOf}`).toEqual(
              expected,
            );
          }
          for (const place of looks) {
            const moment = moments[place % moments.length];
            if (!moment) continue;
            for (const asOf of days) {
              const expected = countByHand(moment.world, asOf);
              const read = await readKnown(open.db, moment.knownAt, (db) =>
                readAll(db, asOf, Object.keys(expected)),
              );
              expect(read, `known after change ${place % moments.length}, asOf ${asOf}`).toEqual(expected);
            }
          }
        } finally {
          await open.close();
        }
      },
    ),
    { numRuns: 15, seed, interruptAfterTimeLimit: 50_000 },
  );
  // Neither all refused nor none: the changes reach both sides of the rules.
  expect(done).toBeGreaterThan(refused);
});

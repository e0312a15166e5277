import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { house, registers } from '#app/house.ts';
import { linkEntries, verifyLog } from '#kernel/audit/chain.ts';
import { importTables } from '#kernel/registers/actions.ts';
import { openTestDoors, type Answer, type Doors } from './doors.ts';
import { seenOf } from './seen.ts';

let doors: Doors;
let officer: string;
beforeAll(async () => {
  doors = await openTestDoors();
  officer = await doors.signIn('officer');
});
afterAll(async () => doors.close());

const organisations = '/api/registers/directory.organisation';
const receipts = '/api/registers/transfer.receipt';
const reason = encodeURIComponent('误录');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const add = (register: string, row: Record<string, unknown>, key?: string): Promise<Answer> =>
  doors.ask('POST', `/api/registers/${register}/records`, { cookie: officer, key, body: { row } });
/** As a person does it: who is told of another's change submits again, on the version that stands then. */
const correct = async (register: string, code: string, row: Record<string, unknown>): Promise<Answer> => {
  const address = `/api/registers/${register}/records/${code}`;
  let seen = await seenOf(doors, address, officer);
  for (;;) {
    const answer = await doors.ask('PATCH', address, {
      cookie: officer,
      body: { row, reason: '更正', seen },
    });
    if (answer.body.code !== 'changed-meanwhile') return answer;
    seen = answer.body.details.version;
  }
};
const withdraw = async (address: string): Promise<Answer> => {
  const seen = await seenOf(doors, address, officer);
  return doors.ask('DELETE', `${address}?reason=${reason}&seen=${seen}`, { cookie: officer });
};
const organisation = (code: string) => ({ code, name: `示例单位${code}`, kind: 'company' });

const count = async (query: string): Promise<number> =>
  Number((await doors.house.administrate<{ n: string }>(`select (${query}) as n`))[0]?.n);
const countLines = (): Promise<number> => count('select count(*) from platform.audit_entry');

async function expectSound(): Promise<void> {
  await linkEntries(doors.house.db, doors.house.vault);
  expect((await verifyLog(doors.house.db, registers.ordered, doors.house.vault)).findings).toEqual([]);
}

/** Runs commands at once and expects a line in the log for each, and an answer that is no fault of ours. */
async function atOnce(commands: (() => Promise<Answer>)[]): Promise<Answer[]> {
  const before = await countLines();
  const answers = await Promise.all(commands.map((command) => command()));
  expect(await countLines()).toBe(before + commands.length);
  await expectSound();
  return answers;
}

describe('writes at once', () => {
  test('two corrections of one record, each of another field, are both kept', async () => {
    await add('directory.organisation', organisation('L-1'));
    for (let round = 1; round <= 5; round += 1) {
      const name = `示例单位改名${round}`;
      const establishedOn = `20${String(round).padStart(2, '0')}-01-01`;
      const answers = await Promise.all([
        correct('directory.organisation', 'L-1', { name }),
        correct('directory.organisation', 'L-1', { establishedOn }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const kept = await doors.ask('GET', `${organisations}/records/L-1`);
      expect(kept.body.cells).toMatchObject({ name, establishedOn });
    }
    await expectSound();
  });

  test('a correction and an import of one record are both kept', async () => {
    await add('directory.organisation', organisation('L-2'));
    for (let round = 1; round <= 5; round += 1) {
      const name = `示例单位改名${round}`;
      const establishedOn = `20${String(round).padStart(2, '0')}-01-01`;
      const content = base64(`code,name,kind\nL-2,${name},company\n`);
      const answers = await Promise.all([
        doors.ask('POST', `${organisations}/import`, { cookie: officer, body: { content } }),
        correct('directory.organisation', 'L-2', { establishedOn }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const kept = await doors.ask('GET', `${organisations}/records/L-2`);
      expect(kept.body.cells).toMatchObject({ name, establishedOn });
    }
    await expectSound();
  });

  test('one key, two contents: one is done, the other refused', async () => {
    const answers = await atOnce(
      ['K-1', 'K-2', 'K-3', 'K-4'].map(
        (code) => () => add('directory.organisation', organisation(code), 'one-key-many-contents'),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 422, 422, 422,
    ]);
    expect(await count("select count(*) from register.organisation where code like 'K-%'")).toBe(1);
  });

  test('one record added by many is added once; the others are told so', async () => {
    const answers = await atOnce(
      Array.from({ length: 8 }, () => () => add('directory.organisation', organisation('ONE'))),
    );
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200,
      ...Array<number>(7).fill(409),
    ]);
    expect(await count("select count(*) from history.organisation where code = 'ONE'")).toBe(1);
  });

  test('a record withdrawn while another begins to refer to it: one of the two is refused', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const code = `W-${round}`;
      await add('directory.organisation', organisation(code));
      const [withdrawn, added] = await atOnce([
        () => withdraw(`${organisations}/records/${code}`),
        () => add('directory.person', { code: `P-${round}`, name: '示例人员', organisation: code }),
      ]);
      expect([withdrawn?.status, added?.status].filter((status) => status === 200)).toHaveLength(1);
      const left = await count(`select count(*) from register.organisation where code = '${code}'`);
      expect(left).toBe(added?.status === 200 ? 1 : 0);
    }
  });

  test('receipts together never exceed their contract', async () => {
    await add('directory.organisation', organisation('SELLER'));
    for (let round = 1; round <= 5; round += 1) {
      const contract = `C-${round}`;
      await add('transfer.transfer-contract', {
        code: contract,
        title: '示例合同',
        mode: 'licence',
        seller: 'SELLER',
        amount: '100.00',
        signedOn: '2024-01-01',
      });
      const answers = await atOnce(
        [1, 2, 3, 4].map(
          (part) => () =>
            add('transfer.receipt', {
              code: `${contract}-${part}`,
              contract,
              receivedOn: '2024-02-01',
              amount: '40.00',
            }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
      expect(answers.filter(({ body }) => body.code === 'broken-rule')).toHaveLength(2);
    }
  });

  test('a receipt is not moved away from a contract whose income was paid out', async () => {
    for (const code of ['M-1', 'M-2']) {
      await add('transfer.transfer-contract', {
        code,
        title: '示例合同',
        mode: 'licence',
        seller: 'SELLER',
        amount: '100.00',
        signedOn: '2024-01-01',
      });
    }
    const entered = (register: string, cells: Record<string, unknown>) => ({
      register,
      fileName: register,
      digest: register,
      rows: [{ at: '/row', cells }],
    });
    await importTables(doors.house.ctx, house, {
      action: 'province.import',
      subject: 'paid',
      files: [
        entered('transfer.receipt', {
          code: 'M-R',
          contract: 'M-1',
          receivedOn: '2024-02-01',
          amount: '50.00',
        }),
        entered('transfer.distribution', {
          code: 'M-D',
          contract: 'M-1',
          decidedOn: '2024-03-01',
          paidOn: '2024-03-02',
          amount: '50.00',
        }),
        entered('transfer.distribution-share', {
          distribution: 'M-D',
          order: 1,
          institution: 'SELLER',
          recipient: 'institution',
          amount: '50.00',
        }),
      ],
    });
    const moved = await correct('transfer.receipt', 'M-R', { contract: 'M-2' });
    expect(moved.body).toMatchObject({ code: 'broken-rule', zh: expect.stringContaining('M-1') });
    const content = base64('code,contract,receivedOn,amount\nM-R,M-2,2024-02-01,50\n');
    const imported = await doors.ask('POST', `${receipts}/import`, { cookie: officer, body: { content } });
    expect(imported.body.faults).toMatchObject([{ zh: expect.stringContaining('M-1') }]);
    expect((await correct('transfer.receipt', 'M-R', { amount: '60.00' })).status).toBe(200);
    await expectSound();
  });

  test('20 imports at once, overlapping in half of their rows', async () => {
    const header = 'code,name,kind,establishedOn\n';
    const files = Array.from({ length: 20 }, (_, file) =>
      Array.from({ length: 200 }, (__, line) => `I-${file * 100 + line},示例 ${file},company,2001-01-01`),
    );
    const answers = await atOnce(
      files.map(
        (lines, file) => () =>
          doors.ask('POST', `${organisations}/import`, {
            cookie: officer,
            // Half of them from the end, so that rows are taken in crossing orders.
            body: { content: base64(header + (file % 2 === 0 ? lines : lines.toReversed()).join('\n')) },
          }),
      ),
    );
    for (const { status, body } of answers) {
      if (status !== 200) expect([409, 503], JSON.stringify(body)).toContain(status);
    }
    const done = answers.flatMap(({ status }, file) => (status === 200 ? [file] : []));
    const wanted = new Set(done.flatMap((file) => files[file]?.map((line) => line.split(',')[0])));
    expect(await count("select count(*) from register.organisation where code like 'I-%'")).toBe(wanted.size);
    expect(done.length).toBeGreaterThan(0);
  });

  test('the log is found sound while it is being written', async () => {
    let running = true;
    const writer = (async () => {
      for (let i = 0; running && i < 400; i += 1) {
        await add('directory.organisation', organisation(`V-${i}`));
        await linkEntries(doors.house.db, doors.house.vault);
      }
    })();
    try {
      for (let round = 0; round < 8; round += 1) {
        const { findings } = await verifyLog(doors.house.db, registers.ordered, doors.house.vault);
        expect(findings).toEqual([]);
      }
    } finally {
      running = false;
      await writer;
    }
  });

  test('a record withdrawn and added again meanwhile is known once at every instant', async () => {
    await add('directory.organisation', organisation('T-1'));
    const key = 'waits-for-its-twin';
    // A command begins, and waits for one under the same key that takes its time.
    await doors.house.administrate('begin');
    await doors.house.administrate('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `officer\n${key}`,
    ]);
    const waiting = add('directory.organisation', organisation('T-1'), key);
    await untilWaiting();
    await withdraw(`${organisations}/records/T-1`);
    await doors.house.administrate('commit');
    expect((await waiting).status).toBe(200);
    expect(
      await count(`select count(*) from history.organisation a join history.organisation b
        on a.code = b.code and a.history_id < b.history_id
        and a.known_from < a.known_to and b.known_from < b.known_to
        and a.known_from < b.known_to and b.known_from < a.known_to`),
    ).toBe(0);
    await expectSound();
  });
});

/** Until a session waits for an advisory lock. */
async function untilWaiting(): Promise<void> {
  const waiting = `select count(*) from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  while ((await count(waiting)) === 0);
}

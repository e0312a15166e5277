import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { house, registers } from '#app/house.ts';
import { readProvince } from '#app/province.ts';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { linkEntries, verifyLog } from '#kernel/audit/chain.ts';
import { importTables, type ImportFile } from '#kernel/registers/actions.ts';

const { files } = readProvince(join(import.meta.dirname, 'other-province'));
/** Registers of the province in the order they are written. */
const written = registers.ordered.filter(({ id }) => files.some(({ register }) => register === id));
const [first, middle, last] = [0, Math.floor(written.length / 2), written.length - 1].map(
  (at) => written[at]?.table ?? '',
);

const key = 'one-import-tried-again';
const importProvince = (open: TestHouse, more: ImportFile[] = []) =>
  importTables(open.ctx, house, {
    action: 'province.import',
    subject: 'other-province',
    key,
    files: [...files.filter(({ register }) => more.every((file) => file.register !== register)), ...more],
  });

const count = async (open: TestHouse, query: string): Promise<number> =>
  Number((await open.administrate<{ n: string }>(`select (${query}) as n`))[0]?.n);
const countAll = (open: TestHouse, schema: 'register' | 'history'): Promise<number> =>
  count(open, registers.ordered.map(({ table }) => `(select count(*) from ${schema}.${table})`).join(' + '));

/** A fault, what makes it happen while `importing` runs, and how it is taken away. */
interface Fault {
  name: string;
  outcome: 'refused' | 'failed' | 'none';
  prepare?: (open: TestHouse) => Promise<unknown>;
  strike?: (open: TestHouse) => Promise<unknown>;
  mend?: (open: TestHouse) => Promise<unknown>;
}

/** Until the import waits for a table the administrator has locked; the session that waits. */
async function findWaiting(open: TestHouse): Promise<number> {
  for (;;) {
    const [waiting] = await open.administrate<{ pid: number }>(
      `select pid from pg_locks where not granted and locktype = 'relation'
       and database = (select oid from pg_database where datname = current_database())`,
    );
    if (waiting) return waiting.pid;
  }
}

/** Stops the import where it writes a table, by a function of the server. */
const stoppedAt = (
  table: string,
  by: 'pg_terminate_backend' | 'pg_cancel_backend',
): Omit<Fault, 'name' | 'outcome'> => ({
  prepare: async (open) => {
    await open.administrate('begin');
    await open.administrate(`lock table history.${table} in share mode`);
  },
  strike: async (open) => {
    const pid = await findWaiting(open);
    await open.administrate(`select ${by}(${pid})`);
    await open.administrate('commit');
  },
});

/** Raises an error of the server's own when a table is written, or at the commit. */
const raisedAt = (
  table: string,
  sqlstate: string,
  when: 'at once' | 'at the commit',
): Omit<Fault, 'name' | 'outcome'> => ({
  prepare: (open) =>
    open.administrate(`
      create function public.break_down() returns trigger language plpgsql as
        $$ begin raise exception 'a planted fault' using errcode = '${sqlstate}'; end $$;
      create constraint trigger planted after insert on ${table}
        ${when === 'at once' ? '' : 'deferrable initially deferred'} for each row execute function public.break_down()`),
  mend: (open) => open.administrate(`drop trigger planted on ${table}; drop function public.break_down()`),
});

const faults: Fault[] = [
  ...[first, middle, last].flatMap((table = '') => [
    {
      name: `the connection is cut at ${table}`,
      outcome: 'failed' as const,
      ...stoppedAt(table, 'pg_terminate_backend'),
    },
    {
      name: `the statement is stopped at ${table}`,
      outcome: 'failed' as const,
      ...stoppedAt(table, 'pg_cancel_backend'),
    },
    {
      name: `the disk is full at ${table}`,
      outcome: 'failed' as const,
      ...raisedAt(`register.${table}`, '53100', 'at once'),
    },
  ]),
  { name: 'the commit fails', outcome: 'failed', ...raisedAt(`register.${last}`, '58030', 'at the commit') },
  {
    name: 'no audit line can be written',
    outcome: 'none',
    ...raisedAt('platform.audit_entry', '53100', 'at once'),
  },
];

describe('an import that breaks writes nothing, leaves its line, and can be done again', () => {
  test.each(faults)('$name', async ({ outcome, prepare, strike, mend }) => {
    const open = await openTestHouse();
    try {
      await prepare?.(open);
      const attempt = importProvince(open).then(
        () => 'done',
        (error: unknown) => error,
      );
      await strike?.(open);
      expect(await attempt).toBeInstanceOf(Error);
      expect(await countAll(open, 'register')).toBe(0);
      expect(await countAll(open, 'history')).toBe(0);
      const lines = await open.administrate<{ outcome: string; change_count: number }>(
        'select outcome, change_count from platform.audit_entry',
      );
      expect(lines).toEqual(outcome === 'none' ? [] : [{ outcome, change_count: 0 }]);
      await mend?.(open);

      const { answer } = await importProvince(open);
      const added = Object.values(answer).reduce((sum, counts) => sum + counts.added, 0);
      expect(added).toBeGreaterThan(100);
      expect(await countAll(open, 'register')).toBe(added);
      expect(await countAll(open, 'history')).toBe(added);
      await linkEntries(open.db, open.vault);
      expect((await verifyLog(open.db, registers.ordered, open.vault)).findings).toEqual([]);
    } finally {
      await open.close();
    }
  });

  test('a rule broken by one line of the last file that matters', async () => {
    const open = await openTestHouse();
    try {
      await importProvince(open);
      const before = await countAll(open, 'history');
      const distribution = await open.db
        .selectFrom('distribution')
        .selectAll()
        .limit(1)
        .executeTakeFirstOrThrow();
      const broken: ImportFile = {
        register: 'transfer.distribution',
        fileName: 'distribution.csv',
        digest: 'broken',
        rows: [{ at: '/0', cells: { ...distribution, amount: '0.01' } }],
      };
      const attempt = importTables(open.ctx, house, {
        action: 'province.import',
        subject: 'x',
        files: [broken],
      });
      await expect(attempt).rejects.toMatchObject({
        code: 'invalid-input',
        faults: [{ zh: expect.stringContaining(distribution.code) }],
      });
      expect(await countAll(open, 'history')).toBe(before);
      const lines = await open.administrate<{ outcome: string; n: number }>(
        'select outcome, count(*)::int as n from platform.audit_entry group by outcome order by outcome',
      );
      expect(lines).toEqual([
        { outcome: 'done', n: 1 },
        { outcome: 'refused', n: 1 },
      ]);
    } finally {
      await open.close();
    }
  });
});

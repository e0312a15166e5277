import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { house } from '#app/house.ts';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import { atomically } from '#kernel/audit/atomically.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { addRecord, addWithin } from '#kernel/registers/actions.ts';
import { until } from '../../../test/platform.ts';
import { openJobs, type JobKind, type Jobs } from './jobs.ts';
import { askCancel, findJob, removeOld, takeJob, type JobRow } from './store.ts';

let open: TestHouse;
const opened: Jobs[] = [];
beforeAll(async () => {
  open = await openTestHouse();
});
// Each server that works holds a connection of the pool they share here.
afterEach(async () => {
  await Promise.all(opened.splice(0).map((jobs) => jobs.stop()));
});
afterAll(async () => open.close());

const actAs = async (account: string | null): Promise<Context> =>
  account === null
    ? open.ctx
    : { ...open.ctx, actor: { name: `示例${account}`, role: 'officer', account, organisation: null } };

const start = async (kinds: JobKind[], slots = 2): Promise<Jobs> => {
  const jobs = await openJobs({ db: open.db, kinds, actAs, slots });
  opened.push(jobs);
  return jobs;
};

const title = { zh: '示例任务', en: 'A sample job' };
const row = (code: string) => ({ code, name: `示例单位${code}`, kind: 'company' });
const Input = z.object({ code: z.string() });
const addOrganisation: JobKind<{ code: string }> = {
  kind: 'test.add',
  label: title,
  input: Input,
  async run({ ctx, id, input }) {
    await addRecord(ctx, house, { register: 'directory.organisation', row: row(input.code), key: id });
    return { words: title, link: '/registers/directory.organisation' };
  },
};

const isOver = (job: JobRow | null): job is JobRow =>
  job !== null && ['done', 'failed', 'cancelled'].includes(job.state);
const ended = (id: string): Promise<JobRow> =>
  until(`job ${id} ends`, async () => {
    const job = await findJob(open.db, id);
    return isOver(job) && job;
  });
const countVersions = async (code: string): Promise<number> =>
  Number(
    (
      await open.administrate<{ n: string }>(
        'select count(*) as n from history.organisation where code = $1',
        [code],
      )
    )[0]?.n,
  );

/** A worker that took the job and died: its connection is cut. */
async function dieWith(id: string, before: () => Promise<unknown>): Promise<void> {
  await expect(
    open.db.connection().execute(async (lease) => {
      expect(await takeJob(lease, id, '00000000-0000-4000-8000-000000000000')).not.toBeNull();
      await before();
      // Nobody else may have it as long as this connection lives.
      await open.db.connection().execute(async (other) => {
        expect(await takeJob(other, id, '00000000-0000-4000-8000-000000000001')).toBeNull();
      });
      await open.administrate(
        `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 20261126
           and objid = (hashtext($1)::bigint & 4294967295)::oid`,
        [id],
      );
      await takeJob(lease, id, '00000000-0000-4000-8000-000000000000');
    }),
  ).rejects.toThrow(/terminat|connection/i);
}

describe('a job', () => {
  test('acts as its account, tells its progress and leaves its result', async () => {
    const release = Promise.withResolvers<void>();
    const slow: JobKind<{ code: string }> = {
      ...addOrganisation,
      kind: 'test.slow',
      async run(run) {
        await run.progress(3, 10, { zh: '已读 3 行', en: '3 rows read' });
        await release.promise;
        await run.progress(10, 10);
        return addOrganisation.run(run);
      },
    };
    const jobs = await start([slow]);
    const ctx = await actAs('li');
    const { id } = await jobs.submit(ctx, slow, { code: 'J-1' }, { title, key: 'submit-j-1' });
    expect(await jobs.submit(ctx, slow, { code: 'J-1' }, { title, key: 'submit-j-1' })).toEqual({ id });
    const midway = await until('it runs', async () => {
      const job = await findJob(open.db, id);
      return job?.done === '3' && job;
    });
    expect(midway).toMatchObject({
      state: 'running',
      total: '10',
      words: { en: '3 rows read' },
      account: 'li',
    });
    release.resolve();
    expect(await ended(id)).toMatchObject({
      state: 'done',
      done: '10',
      result: { words: title },
      attempts: 1,
    });
    const [line] = await open.administrate<{ actor: string }>(
      `select actor from platform.audit_entry where action = 'register.add' order by at desc limit 1`,
    );
    expect(line?.actor).toBe('示例li');
  });

  test('refused with 30 faults keeps all of them, and what it left', async () => {
    const faulty: JobKind = {
      kind: 'test.faulty',
      label: title,
      input: z.object({}),
      async run(run) {
        run.leave({ file: { hash: 'a'.repeat(64), name: '问题.csv', type: 'text/csv', size: 9 } });
        throw new Refusal(
          'invalid-input',
          title,
          Array.from({ length: 30 }, (_, i) => ({ at: `表1!B${i + 2}`, zh: `第 ${i}`, en: `no. ${i}` })),
        );
      },
    };
    const jobs = await start([faulty]);
    const job = await ended((await jobs.submit(await actAs('li'), faulty, {}, { title })).id);
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'invalid-input', faultCount: 30 } });
    expect(job.problem?.faults).toHaveLength(30);
    expect(job.result).toMatchObject({ file: { name: '问题.csv' } });
  });

  test('a bug in it is told by a reference and ends nothing else', async () => {
    const broken: JobKind = {
      kind: 'test.broken',
      label: title,
      input: z.object({}),
      run: async () => Promise.reject(new TypeError('secret detail')),
    };
    const jobs = await start([broken]);
    const job = await ended((await jobs.submit(await actAs('li'), broken, {}, { title })).id);
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'bug', status: 500 } });
    expect(JSON.stringify(job.problem)).not.toContain('secret');
  });
});

test('two servers run forty jobs, each once', async () => {
  const runs: string[] = [];
  const counted: JobKind<{ code: string }> = {
    ...addOrganisation,
    kind: 'test.counted',
    async run(run) {
      runs.push(run.id);
      return addOrganisation.run(run);
    },
  };
  const [one] = await Promise.all([start([counted]), start([counted])]);
  const ctx = await actAs('wang');
  const submitted = await Promise.all(
    Array.from({ length: 40 }, (_, i) => one.submit(ctx, counted, { code: `T-${i}` }, { title })),
  );
  const jobs = await Promise.all(submitted.map(({ id }) => ended(id)));
  expect(new Set(jobs.map(({ state }) => state))).toEqual(new Set(['done']));
  expect(runs.toSorted()).toEqual(submitted.map(({ id }) => id).toSorted());
});

describe('a server that died', () => {
  test.each(['before', 'after'] as const)('%s the effect: run again, the effect once', async (when) => {
    const queue = await start([{ ...addOrganisation, kind: `test.die-${when}` }], 0);
    const kind = { ...addOrganisation, kind: `test.die-${when}` };
    const ctx = await actAs('zhao');
    const { id } = await queue.submit(ctx, kind, { code: `D-${when}` }, { title });
    await dieWith(id, async () => {
      if (when === 'before') return;
      const add = { register: 'directory.organisation', row: row(`D-${when}`), key: id };
      await addRecord(ctx, house, add);
    });
    expect((await findJob(open.db, id))?.state).toBe('running');
    await start([kind]);
    expect(await ended(id)).toMatchObject({ state: 'done', attempts: 2 });
    expect(await countVersions(`D-${when}`)).toBe(1);
  });

  test('is not tried for ever', async () => {
    const kind: JobKind<{ code: string }> = { ...addOrganisation, kind: 'test.hopeless', retries: 1 };
    const queue = await start([kind], 0);
    const { id } = await queue.submit(await actAs('zhao'), kind, { code: 'D-never' }, { title });
    for (let death = 0; death < 2; death++) await dieWith(id, async () => undefined);
    await start([kind]);
    expect(await ended(id)).toMatchObject({ state: 'failed', problem: { code: 'interrupted' } });
    expect(await countVersions('D-never')).toBe(0);
  });

  test('a server that stops puts its job back, for the next', async () => {
    const begun = Promise.withResolvers<void>();
    const waiting: JobKind<{ code: string }> = {
      ...addOrganisation,
      kind: 'test.restart',
      async run(run) {
        begun.resolve();
        await new Promise((_, reject) => {
          run.signal.addEventListener('abort', () => reject(run.signal.reason as Error));
        });
        return {};
      },
    };
    const first = await start([waiting]);
    const { id } = await first.submit(await actAs('zhao'), waiting, { code: 'R-1' }, { title });
    await begun.promise;
    await first.stop();
    expect(await findJob(open.db, id)).toMatchObject({ state: 'waiting', attempts: 0 });
    await start([{ ...addOrganisation, kind: 'test.restart' }]);
    expect(await ended(id)).toMatchObject({ state: 'done', attempts: 1 });
    expect(await countVersions('R-1')).toBe(1);
  });
});

describe('cancelled', () => {
  test('while it waits: never runs', async () => {
    const kind = { ...addOrganisation, kind: 'test.cancel-waiting' };
    const queue = await start([kind], 0);
    const { id } = await queue.submit(await actAs('li'), kind, { code: 'C-1' }, { title });
    expect(await askCancel(open.db, id)).toMatchObject({ state: 'cancelled' });
    expect(await askCancel(open.db, id)).toMatchObject({ state: 'cancelled' });
    expect(await countVersions('C-1')).toBe(0);
  });

  test('while it runs: writes nothing, and its log line says refused', async () => {
    const begun = Promise.withResolvers<void>();
    const long: JobKind<{ code: string }> = {
      ...addOrganisation,
      kind: 'test.cancel-running',
      async run(run) {
        await atomically(
          run.ctx,
          { action: 'test.long', subject: 'x', key: run.id, input: 1 },
          async (inner) => {
            await addWithin(inner, house, 'directory.organisation', row('C-2'));
            begun.resolve();
            await new Promise<void>((resolve) => {
              run.signal.addEventListener('abort', () => resolve());
            });
            await run.confirm(inner.db);
          },
        );
        return {};
      },
    };
    const jobs = await start([long]);
    const { id } = await jobs.submit(await actAs('li'), long, { code: 'C-2' }, { title });
    await begun.promise;
    await askCancel(open.db, id);
    expect(await ended(id)).toMatchObject({ state: 'cancelled', problem: { code: 'cancelled' } });
    expect(await countVersions('C-2')).toBe(0);
    const lines = await open.administrate(
      `select outcome from platform.audit_entry where action = 'test.long'`,
    );
    expect(lines).toEqual([{ outcome: 'refused' }]);
  });

  test('past the point of no return: comes too late, and the job says done', async () => {
    const confirmed = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const late: JobKind<{ code: string }> = {
      ...addOrganisation,
      kind: 'test.cancel-late',
      async run(run) {
        await atomically(
          run.ctx,
          { action: 'test.late', subject: 'x', key: run.id, input: 1 },
          async (inner) => {
            await addWithin(inner, house, 'directory.organisation', row('C-3'));
            await run.confirm(inner.db);
            confirmed.resolve();
            await release.promise;
          },
        );
        return {};
      },
    };
    const jobs = await start([late]);
    const { id } = await jobs.submit(await actAs('li'), late, { code: 'C-3' }, { title });
    await confirmed.promise;
    const asking = askCancel(open.db, id);
    release.resolve();
    await asking;
    expect((await ended(id)).state).toBe('done');
    expect(await countVersions('C-3')).toBe(1);
  });
});

test('jobs are removed 90 days after their end', async () => {
  const kind = { ...addOrganisation, kind: 'test.old' };
  const queue = await start([kind], 0);
  const ctx = await actAs('li');
  const old = await queue.submit(ctx, kind, { code: 'O-1' }, { title });
  const young = await queue.submit(ctx, kind, { code: 'O-2' }, { title });
  for (const { id } of [old, young]) await askCancel(open.db, id);
  await open.administrate(
    `update platform.job set finished_at = now() - case when id = $1 then interval '90 days 1 hour' else interval '89 days' end
     where kind = 'test.old'`,
    [old.id],
  );
  await removeOld(open.db);
  expect(await findJob(open.db, old.id)).toBeNull();
  expect(await findJob(open.db, young.id)).not.toBeNull();
});

test('an account sees its own jobs alone, whatever the query', async () => {
  const kind = { ...addOrganisation, kind: 'test.own' };
  const queue = await start([kind], 0);
  const { id } = await queue.submit(await actAs('li'), kind, { code: 'S-1' }, { title });
  const seen = async (settings: Record<string, string>): Promise<unknown[]> => {
    const sets = Object.entries({ level: '', account: '', ...settings }).map(
      ([name, value]) => `set local kechuang.${name} = '${value}'`,
    );
    return open.administrate(`begin; set local role kechuang_test_app; ${sets.join(';')}`).then(async () => {
      const rows = await open.administrate('select id from platform.job where id = $1', [id]);
      await open.administrate('rollback');
      return rows;
    });
  };
  expect(await seen({ level: 'all', account: 'li' })).toHaveLength(1);
  expect(await seen({ level: 'all', account: 'wang' })).toEqual([]);
  expect(await seen({ level: 'region', account: 'li' })).toHaveLength(1);
  expect(await seen({ level: 'all' })).toHaveLength(1);
  expect(await seen({ level: 'public' })).toEqual([]);
  expect(await seen({})).toEqual([]);
});

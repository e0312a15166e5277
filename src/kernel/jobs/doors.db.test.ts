import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDoors, type Doors } from '../../../test/doors.ts';
import { insertJob } from './store.ts';

let doors: Doors;
let officer: string;
let office: string;
let auditor: string;
let id: string;
beforeAll(async () => {
  doors = await openTestDoors();
  officer = await doors.signIn('officer');
  office = await doors.signIn('office');
  auditor = await doors.signIn('auditor');
  id = randomUUID();
  // Of a kind no server here runs: it waits.
  await insertJob(doors.house.db, {
    id,
    kind: 'test.waits',
    account: 'officer',
    lentTo: null,
    title: { zh: '导入 示例人员', en: 'Import of sample people' },
    input: { secret: 'of its owner alone' },
    files: [],
  });
});
afterAll(async () => doors.close());

test('its owner sees a job, nobody else does, and who watches sees nothing in it', async () => {
  const mine = await doors.ask('GET', '/api/jobs', { cookie: officer });
  expect(mine.body).toMatchObject({
    total: 1,
    open: 1,
    jobs: [{ id, state: 'waiting', done: 0, total: null }],
  });
  expect(mine.text).not.toContain('of its owner alone');
  expect((await doors.ask('GET', '/api/jobs', { cookie: office })).body).toMatchObject({
    total: 0,
    jobs: [],
  });
  for (const [method, path] of [
    ['GET', `/api/jobs/${id}`],
    ['POST', `/api/jobs/${id}/cancel`],
    ['GET', `/api/jobs/${id}/file`],
  ] as const) {
    expect((await doors.ask(method, path, { cookie: office })).body.code).toBe('unknown-record');
    expect((await doors.ask(method, path, { cookie: auditor })).body.code).toBe('unknown-record');
    expect((await doors.ask(method, path)).status).toBe(401);
  }
  const watched = await doors.ask('GET', '/api/jobs/all', { cookie: auditor });
  expect(watched.body.jobs).toEqual([
    expect.objectContaining({ id, account: 'officer', kind: 'test.waits' }),
  ]);
  expect(watched.text).not.toMatch(/示例人员|of its owner/);
  expect((await doors.ask('GET', '/api/jobs/all', { cookie: officer })).status).toBe(403);
});

test('its owner cancels it, once for each key, with a line in the log', async () => {
  const cancel = () => doors.ask('POST', `/api/jobs/${id}/cancel`, { cookie: officer, key: 'cancel-once' });
  const [first, again] = [await cancel(), await cancel()];
  expect(first.body).toMatchObject({ id, state: 'cancelled' });
  expect(again.body).toEqual(first.body);
  const lines = await doors.house.administrate(
    `select actor, outcome from platform.audit_entry where action = 'job.cancel'`,
  );
  expect(lines).toEqual([{ actor: '示例经办人', outcome: 'done' }]);
  expect((await doors.ask('GET', `/api/jobs/${id}/file`, { cookie: officer })).body.code).toBe(
    'unknown-record',
  );
});

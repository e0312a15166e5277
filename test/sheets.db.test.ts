/** Tables in and out: what is exported comes back unchanged, what is wrong is told with its place, all or nothing. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { house, registers } from '#app/house.ts';
import { sampleFolder } from '#app/load.ts';
import type { SheetFault } from '#kernel/contract/sheets.ts';
import { planSheets } from '#kernel/registers/import-plan.ts';
import { rehearse } from '#kernel/registers/import-jobs.ts';
import { takeIn } from '#kernel/registers/take-in.ts';
import { openTableHere } from '#kernel/sheets/open-file.ts';
import { makeWorkbook, textRow } from '#kernel/sheets/testing.ts';
import { openTestDoors, type Answer, type Doors } from './doors.ts';
import { until } from './platform.ts';

const provinces = {
  'the sample': sampleFolder('jilin-2024'),
  'another province': join(import.meta.dirname, 'other-province'),
};

/** A desk over the real doors. */
function openDesk(doors: Doors, cookie: string) {
  const upload = async (bytes: Buffer | Uint8Array, name: string): Promise<Answer> =>
    doors.ask('POST', `/api/uploads?name=${encodeURIComponent(name)}`, {
      raw: { content: Buffer.from(bytes), type: 'application/octet-stream' },
      cookie,
    });
  const finish = async (job: string): Promise<Answer['body']> =>
    until('the job ends', async () => {
      const { body } = await doors.ask('GET', `/api/jobs/${job}`, { cookie });
      return ['done', 'failed', 'cancelled'].includes(body.state) ? body : undefined;
    });
  const preview = async (register: string, bytes: Buffer | Uint8Array, name = '示例.xlsx') => {
    const stored = await upload(bytes, name);
    if (stored.status !== 200) return { refused: stored.body };
    const asked = await doors.ask('POST', `/api/registers/${register}/imports`, {
      body: { hash: stored.body.hash, name },
      cookie,
    });
    if (asked.status !== 200) return { refused: asked.body };
    const job = await finish(asked.body.job);
    if (job.state !== 'done') return { refused: job.problem };
    const { body } = await doors.ask('GET', `/api/imports/${job.result.preview}`, { cookie });
    return { preview: body };
  };
  const faultsOf = async (id: string): Promise<SheetFault[]> =>
    (await doors.ask('GET', `/api/imports/${id}/faults?pageSize=500`, { cookie })).body.faults;
  const confirm = async (id: string): Promise<Answer['body']> => {
    const asked = await doors.ask('POST', `/api/imports/${id}/confirm`, { cookie });
    return asked.status === 200 ? finish(asked.body.job) : { state: 'refused', problem: asked.body };
  };
  return { upload, preview, faultsOf, confirm, finish };
}

const totals = (sheets: { added: number; changed: number; unchanged: number }[]) =>
  sheets.map(({ added, changed, unchanged }) => [added, changed, unchanged]);

describe.each(Object.entries(provinces))('%s', (_name, folder) => {
  let doors: Doors;
  let cookie: string;
  beforeAll(async () => {
    doors = await openTestDoors(folder);
    cookie = await doors.signIn('officer');
  });
  afterAll(async () => doors?.close());

  test('every register comes back from Excel and from CSV as it went out', async () => {
    let compared = 0;
    for (const description of registers.ordered) {
      const { id } = description;
      const { body: list } = await doors.ask('GET', `/api/registers/${id}/records?pageSize=1`, { cookie });
      for (const kind of ['xlsx', 'csv'] as const) {
        const file = await doors.ask('GET', `/api/registers/${id}/records.${kind}`, { cookie });
        expect(file.status).toBe(200);
        const name = `${id}.${kind}`;
        const table = await openTableHere(file.bytes, name);
        const { plans } = planSheets(registers, table, name, description);
        const taken = await rehearse(doors.house.ctx, (inner) =>
          takeIn(inner, house, table, plans, { fileName: name, describesChanges: true }),
        );
        expect([id, kind, taken.faults, taken.changes]).toEqual([id, kind, [], []]);
        expect([id, kind, totals(taken.sheets)]).toEqual([id, kind, [[0, 0, list.register.count]]]);
        compared += list.register.count;
      }
    }
    expect(compared).toBeGreaterThan(100);
  }, 300_000);
});

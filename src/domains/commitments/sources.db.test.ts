import { afterAll, beforeAll, expect, test } from 'vitest';
import { join } from 'node:path';
import { unzipSync, strFromU8 } from 'fflate';
import { atomically } from '#kernel/audit/atomically.ts';
import { collectWork } from '#kernel/inbox/waiting.ts';
import { figures, house } from '#app/house.ts';
import { openDays } from '#app/inbox.ts';
import { openTestDoors, type Doors } from '../../../test/doors.ts';
import { seenOf } from '../../../test/seen.ts';
import { makeCommitments, waitingPromises, type CommitmentSource, type NewPromise } from './index.ts';

let doors: Doors;
let officer: string;
let today: string;

beforeAll(async () => {
  doors = await openTestDoors(join(import.meta.dirname, '../../../sample/jilin-2024'));
  officer = await doors.signIn('officer');
  today = (await doors.ask('GET', '/api/commitments')).body.today;
});

afterAll(async () => doors.close());

interface Shown {
  code: string;
}
const shown = async (query: string): Promise<string[]> =>
  (await doors.ask('GET', `/api/commitments?${query}`)).body.areas.flatMap(
    ({ commitments }: { commitments: Shown[] }) => commitments.map(({ code }) => code),
  );
const read = async (code: string, query = '') =>
  (await doors.ask('GET', `/api/commitments/${code}${query}`)).body.commitment;
const post = async (path: string, body: unknown, key?: string) =>
  doors.ask('POST', path, { body, cookie: officer, ...(key === undefined ? {} : { key }) });
const earlier = (days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
const work = async (role: 'officer' | 'division' | 'signer') => {
  const reader = doors.house.as({ name: role, role, account: role });
  return (await collectWork(reader, [waitingPromises(figures)], await openDays(doors.house.db), 10)).mine;
};

const agreement: CommitmentSource = {
  kind: 'agreement',
  record: 'consultations.consultation-agreement/HS01',
  name: '示例议定书',
  region: '220300',
};

test('minutes make their items in one action: every fault of every item at its place, or all of them on its line', async () => {
  const make = async (items: readonly NewPromise[]) =>
    atomically(doors.house.ctx, { action: 'test.minutes', subject: 'minutes', input: items }, async (inner) =>
      makeCommitments(inner, house, agreement, items),
    );
  const good = { area: 'FM2', text: '示例事项', promisedOn: '2026-01-05', owner: 'DW-KJT' };
  await expect(
    make([
      good,
      { ...good, text: ' ', owner: 'NOBODY' },
      { ...good, coOwners: ['DW-SJT', 'NO-ONE'] },
      { ...good, dueOn: '2025-01-01' },
      { ...good, targetFigure: 'no.figure', targetValue: '1' },
    ]),
  ).rejects.toMatchObject({
    code: 'invalid-input',
    faults: [
      { at: '/body/items/1/text' },
      { at: '/body/items/1/owner' },
      { at: '/body/items/2/coOwners/1' },
      { at: '/body/items/3' },
      { at: '/body/items/4', zh: expect.stringContaining('no.figure') },
    ],
  });
  expect(await shown('source=agreement')).toEqual([]);
  const { answer } = await make([good, { ...good, coOwners: ['DW-SJT', 'DW-D01'] }]);
  expect(answer.codes).toEqual(['FM2-XB07', 'FM2-XB08']);
  expect(await shown('source=agreement')).toEqual(answer.codes);
  expect(await shown(`record=${encodeURIComponent(agreement.record ?? '')}`)).toEqual(answer.codes);
  expect(await read('FM2-XB08')).toMatchObject({
    source: { kind: 'agreement', name: { zh: '示例议定书' }, code: 'HS01' },
    region: { code: '220300', name: '四平市' },
    coOwners: [{ code: 'DW-D01' }, { code: 'DW-SJT' }],
  });
  const lines = await doors.house.administrate<{ change_count: number }>(
    `select change_count from platform.audit_entry where subject = 'minutes' and outcome = 'done'`,
  );
  expect(lines).toEqual([{ change_count: 4 }]);
});

test('an officer enters one: all faults at once, once for a key; a plan’s task names its plan', async () => {
  const wrong = await post('/api/commitments', {
    text: '示例事项',
    area: 'FM9',
    owner: 'NOBODY',
    promisedOn: '2199-01-01',
    source: { kind: 'plan' },
  });
  expect(wrong.status).toBe(422);
  expect(wrong.body.faults.map(({ at }: { at: string }) => at)).toEqual(
    expect.arrayContaining(['/body/promisedOn', '/body/area', '/body/owner']),
  );
  expect(wrong.text).toContain('须填写所属计划');
  const body = {
    text: '示例任务',
    area: 'FM5',
    source: { kind: 'plan', plan: 'CX2025' },
    coOwners: ['DW-D01'],
  };
  const first = await post('/api/commitments', body, 'add-0001');
  expect(first.status, first.text).toBe(200);
  expect((await post('/api/commitments', body, 'add-0001')).body).toEqual(first.body);
  expect(await shown('plan=CX2025')).toContain(first.body.code);
  expect((await doors.ask('POST', '/api/commitments', { body })).status).toBe(401);
  expect(
    (await doors.ask('POST', '/api/commitments', { body, cookie: await doors.signIn('office') })).status,
  ).toBe(403);
});

test('a target that is a figure follows it, on every day; nobody types that it was reached', async () => {
  const signed = await doors.house.administrate<{ on: string }>(
    `select signed_on::text as on from register.consultation_agreement where signed_on <= '2025-12-31' order by 1`,
  );
  expect(signed.length).toBeGreaterThan(5);
  expect(await read('CX2025-01', '?asOf=2025-12-31')).toMatchObject({
    state: 'kept',
    keptBy: 'figure',
    keptOn: null,
    keptAfterDate: false,
  });
  const ended = await doors.house.administrate<{ code: string }>(
    `select code from register.consultation_agreement where signed_on <= '2025-12-31' and ended_on is null`,
  );
  // All agreements end on the due day: on the day before the target stands, from that day on it does not.
  for (const { code } of ended) {
    const seen = await seenOf(
      doors,
      `/api/registers/consultations.consultation-agreement/records/${code}`,
      officer,
    );
    const changed = await doors.ask(
      'PATCH',
      `/api/registers/consultations.consultation-agreement/records/${code}`,
      { cookie: officer, body: { row: { endedOn: '2025-12-31' }, reason: '示例：提前终止', seen } },
    );
    expect(changed.status, changed.text).toBe(200);
  }
  expect(await read('CX2025-01', '?asOf=2025-12-30')).toMatchObject({ state: 'kept', keptBy: 'figure' });
  expect(await read('CX2025-01', '?asOf=2025-12-31')).toMatchObject({ state: 'promised', daysLeft: 0 });
  expect(await read('CX2025-01', '?asOf=2026-01-02')).toMatchObject({ state: 'overdue', daysLate: 2 });
});

test('each count opens to its rows, whatever else is chosen', async () => {
  for (const chosen of ['', 'owner=DW-KJT', 'source=plan&outcome=not-kept', 'area=FM1&state=overdue']) {
    const { sides, outcomes } = (await doors.ask('GET', `/api/commitments?${chosen}`)).body;
    const params = (changed: Record<string, string | null>): string => {
      const asked = new URLSearchParams(chosen);
      for (const [name, value] of Object.entries(changed))
        if (value === null) asked.delete(name);
        else asked.set(name, value);
      return asked.toString();
    };
    for (const { value, count } of sides.owners)
      expect(await shown(params({ owner: value })), `${chosen} ${value}`).toHaveLength(count);
    for (const { value, count } of sides.sources)
      expect(await shown(params({ source: value, plan: null })), `${chosen} ${value}`).toHaveLength(count);
    for (const outcome of ['kept', 'not-kept', 'running'])
      expect(await shown(params({ outcome, state: null }))).toHaveLength(outcomes[outcome]);
  }
});

test('a late promise goes up by dated parameters, which the item names; without them it stays with its owner', async () => {
  const late = async (days: number) =>
    doors.house.administrate(
      `update register.commitment set due_on = $1, promised_on = '2025-05-27' where code = 'CX2025-02'`,
      [earlier(days)],
    );
  const where = async () =>
    Object.fromEntries(
      await Promise.all(
        (['officer', 'division', 'signer'] as const).map(async (role) => [
          role,
          (await work(role)).find(({ id }) => id.includes('CX2025-02'))?.id ?? null,
        ]),
      ),
    );
  const code = 'commitments/CX2025-02';
  // The department keeps it itself, so its owner is who is of it.
  await doors.house.administrate(`update register.commitment set owner = null where code = 'CX2025-02'`);
  await late(9);
  expect(await where()).toEqual({ officer: code, division: null, signer: null });
  await late(10);
  expect(await where()).toEqual({ officer: code, division: `${code}@division`, signer: null });
  await late(30);
  expect(await where()).toEqual({ officer: code, division: `${code}@leader`, signer: `${code}@leader` });
  const item = (await work('signer')).find(({ id }) => id.includes('CX2025-02'));
  expect(item?.clock?.label.zh).toBe('已逾期 30 天，列至厅领导');
  expect(item?.clock?.reckoning.map(({ zh }) => zh).join()).toContain('commitments.escalate.leader');
  await doors.house.administrate(`delete from register.parameter where name like 'commitments.escalate.%'`);
  expect(await where()).toEqual({ officer: code, division: null, signer: null });
});

test('what is finished waits for its answer; the region that asked is told, and others are not', async () => {
  expect((await post('/api/commitments/FM2-XB07/answer', { text: '办结' })).body.code).toBe('broken-rule');
  await post('/api/commitments/FM2-XB07/dropped', { reason: '示例：双方商定不再办理' });
  expect(await read('FM2-XB07')).toMatchObject({ state: 'dropped', answerOwed: true });
  expect((await work('officer')).map(({ id }) => id)).toContain('commitments/FM2-XB07@answer');
  expect(
    (await post('/api/commitments/FM2-XB07/answer', { text: '办结', answeredOn: '2199-01-01' })).status,
  ).toBe(422);
  await doors.signIn('bureau', undefined, '220300');
  await doors.signIn('bureau', undefined, '220400');
  const done = await post('/api/commitments/FM2-XB07/answer', {
    text: '示例回告',
    document: '示例函〔2026〕1号',
  });
  expect(done.status, done.text).toBe(200);
  expect(await read('FM2-XB07')).toMatchObject({
    answerOwed: false,
    answers: [{ on: today, text: { zh: '示例回告' }, document: '示例函〔2026〕1号' }],
  });
  expect((await work('officer')).map(({ id }) => id)).not.toContain('commitments/FM2-XB07@answer');
  const told = await doors.house.administrate<{ account: string }>(
    `select account from platform.message where kind = 'commitments.answered'`,
  );
  expect(told).toEqual([{ account: 'bureau-220300' }]);
});

test('the ledger is a workbook laid out to be printed, of what is chosen', async () => {
  const answer = await doors.ask('GET', '/api/commitments/ledger.xlsx?plan=CX2025&asOf=2026-01-02');
  expect(answer.status).toBe(200);
  const parts = unzipSync(new Uint8Array(answer.bytes));
  const xml = (name: string): string => strFromU8(parts[name] ?? new Uint8Array());
  const sheet = xml('xl/worksheets/sheet1.xml');
  expect(sheet).toContain('承诺台账');
  for (const heading of '序号 事项 来源 责任单位 配合单位 目标 进展 完成时限 状态 备注'.split(' '))
    expect(sheet).toContain(`<v>${heading}</v>`);
  expect(sheet).toMatch(/<pageSetup[^>]*orientation="landscape"/);
  expect(sheet).toMatch(/<pageSetup[^>]*paperSize="9"/);
  expect(sheet).toMatch(/<mergeCell ref="A1:J1"/);
  expect(sheet).toMatch(/<oddFooter>[^<]*第 &amp;P 页/);
  expect(xml('xl/workbook.xml')).toMatch(/Print_Titles"[^>]*>&apos;承诺台账&apos;!\$3:\$3</);
  expect(sheet.match(/<row /g)).toHaveLength(3 + (await shown('plan=CX2025&asOf=2026-01-02')).length);
  expect(sheet).toContain('逾期 2 天');
  expect(sheet).toContain('示例部门02');
});

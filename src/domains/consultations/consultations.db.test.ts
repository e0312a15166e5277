import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDoors, type Answer, type Doors } from '../../../test/doors.ts';

let doors: Doors;
let officer: string;
/** Siping's bureau. */
let siping: string;
let today: string;

beforeAll(async () => {
  doors = await openTestDoors(join(import.meta.dirname, '../../../sample/jilin-2024'));
  officer = await doors.signIn('officer');
  siping = await doors.signIn('bureau', undefined, '220300');
  today = (await doors.ask('GET', '/api/consultations')).body.today;
});
afterAll(async () => doors.close());

const act = async (code: string, verb: string, body: unknown, cookie = officer): Promise<Answer> =>
  doors.ask('POST', `/api/consultations/${code}/${verb}`, { body, cookie });
const read = async (code: string, query = '') =>
  (await doors.ask('GET', `/api/consultations/${code}${query}`)).body.agreement;
const work = async (code: string, cookie = officer) =>
  (await doors.ask('GET', `/api/consultations/${code}/work`, { cookie })).body;
const places = (answer: Answer): string[] => answer.body.faults.map(({ at }: { at: string }) => at);
const later = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

test('coverage is the figure, on any day; the letter’s day has six of ten regions', async () => {
  for (const [asOf, regions, agreements] of [
    ['2025-05-27', 6, 8],
    ['2025-05-28', 5, 8],
    ['2025-12-11', 6, 9],
    ['2025-12-12', 8, 10],
    ['2022-09-15', 3, 3],
  ] as const) {
    const { body } = await doors.ask('GET', `/api/consultations?asOf=${asOf}`);
    const covered = body.coverage.regions.filter(
      (one: { agreements: string[] }) => one.agreements.length > 0,
    );
    const { reading } = (await doors.ask('GET', `/api/figures/consultation.regions?asOf=${asOf}`)).body;
    expect([asOf, covered.length, body.coverage.regions.length, body.agreements.length]).toEqual([
      asOf,
      regions,
      10,
      agreements,
    ]);
    expect(body.coverage.reading.value).toBe(reading.value);
    expect(reading.value).toBe(String(regions));
  }
});

test('anyone reads meetings, what they decided and what came of it; topics, reports and drafts are not theirs', async () => {
  const agreement = await read('HS01', '?asOf=2026-11-24');
  expect(agreement.meetingList.map(({ code }: { code: string }) => code)).toEqual(['HS01-HY02', 'HS01-HY01']);
  expect(
    agreement.meetingList[1].decisions.map((one: { commitment: { state: string } }) => one.commitment.state),
  ).toEqual(['kept', 'overdue', 'promised']);
  expect(agreement.commitments).toMatchObject({ all: 3, kept: 1, overdue: 1, promised: 1 });
  expect(agreement.links[0].target).toMatchObject({ register: 'platforms.platform', code: 'PT-ZS20' });
  const before = await read('HS01', '?asOf=2024-04-17');
  expect([before.state, before.meetingList, before.commitments.all]).toEqual(['signed', [], 0]);
  expect((await doors.ask('GET', '/api/consultations/HS10')).status).toBe(404);
  for (const path of ['/api/consultation-work', '/api/consultations/HS10/work'])
    expect((await doors.ask('GET', path)).status).toBe(401);
  for (const register of ['consultation-topic', 'consultation-report'])
    expect((await doors.ask('GET', `/api/registers/consultations.${register}/records`)).status).toBe(404);
  expect(
    (await doors.ask('GET', '/api/registers/consultations.consultation-decision/records')).text,
  ).not.toContain('HS01-U220300-YT01');
});

test('a bureau sees and writes its own region’s topics and reports alone', async () => {
  expect((await work('HS10')).topics).toHaveLength(3);
  expect((await work('HS10', siping)).topics).toEqual([]);
  const all = (await work('HS11')).reports;
  const own = (await work('HS11', siping)).reports;
  expect([all.length, own.length, own[0].region.code]).toEqual([4, 1, 'U220300']);
  const given = { area: 'FM2', title: '示例：检验检测能力不足', proposedBy: '四平市科技局' };
  const made = await act('HS01', 'topics', { ...given, reportingUnit: 'U220300' }, siping);
  expect([made.status, made.body.code]).toEqual([200, 'HS01-U220300-YT02']);
  expect((await act('HS10', 'topics', { ...given, reportingUnit: 'U220100' }, siping)).body.code).toBe(
    'not-permitted',
  );
  expect(places(await act('HS02', 'topics', { ...given, reportingUnit: 'U220300' }, siping))).toEqual([
    '/body/reportingUnit',
  ]);
  expect(
    (await act('HS01', 'topic-decision', { topic: made.body.code, decision: 'accepted' }, siping)).status,
  ).toBe(403);
  const decide = async (body: object) => act('HS01', 'topic-decision', { topic: made.body.code, ...body });
  expect(places(await decide({ decision: 'refused', mergedInto: 'HS10-U220100-YT01' }))).toEqual([
    '/body/reason',
    '/body/mergedInto',
    '/body/mergedInto',
  ]);
  expect((await decide({ decision: 'merged', mergedInto: 'HS01-U220300-YT01' })).status).toBe(200);
  expect((await decide({ decision: 'accepted' })).body.code).toBe('broken-rule');

  const report = {
    reportingUnit: 'U220300',
    year: 2025,
    half: 'first',
    text: '示例进展',
    pledged: '100',
    delivered: '50.5',
  };
  expect((await act('HS01', 'reports', report, siping)).status).toBe(200);
  expect(places(await act('HS01', 'reports', report, siping))).toEqual(['/body/half']);
  expect(places(await act('HS11', 'reports', { ...report, year: 2199 }, siping))).toEqual(['/body/year']);
  expect(places(await act('HS11', 'reports', { ...report, year: 2020 }, siping))).toEqual(['/body/year']);
  expect((await act('HS01', 'reports', { ...report, pledged: '1.234' }, siping)).status).toBe(422);
  // The latest report counts, not the one typed last.
  expect((await work('HS01')).money).toEqual({ pledged: '16000000.00', delivered: '13250000.00' });
});

test('what is owed, by whom, by which parameter; it goes when it is done', async () => {
  const { duties } = await work('HS05');
  const report = duties.find((one: { region: { code: string } | null }) => one.region?.code === 'U220500');
  expect(report).toMatchObject({
    late: true,
    region: { code: 'U220500' },
    rule: { value: '30天', unverified: true },
  });
  const tonghua = await doors.signIn('bureau', undefined, '220500');
  const waits = async (cookie: string): Promise<string[]> => {
    const { mine } = (await doors.ask('GET', '/api/work', { cookie })).body;
    return mine.map(({ id }: { id: string }) => id).filter((id: string) => id.startsWith('consultations/'));
  };
  expect(await waits(tonghua)).toContain(
    `consultations/HS05/report/${report.period.year}/${report.period.half}/U220500`,
  );
  expect((await waits(siping)).filter((id) => id.includes('U220500'))).toEqual([]);
  const body = { reportingUnit: 'U220500', ...report.period, text: '补报', pledged: '1', delivered: '0' };
  expect((await act('HS05', 'reports', body, tonghua)).status).toBe(200);
  expect((await waits(tonghua)).filter((id) => id.includes(`/${report.period.half}/`))).toEqual([]);
});

test('from a proposal to a signature, a meeting, commitments, an evaluation and the one that follows', async () => {
  const proposed = await doors.ask('POST', '/api/consultations', {
    cookie: officer,
    body: { title: '示例：与梅河口市', parties: ['U220581', 'U220581', 'X'], proposedOn: '2199-01-01' },
  });
  expect(places(proposed)).toEqual(['/body/proposedOn', '/body/parties', '/body/parties']);
  const opened = await doors.ask('POST', '/api/consultations', {
    cookie: officer,
    body: { title: '示例：与梅河口市', parties: ['U220581'], proposedOn: '2024-01-08' },
  });
  const { code } = opened.body;
  expect(code).toBe('HS12');
  const drafts = (await doors.ask('GET', '/api/consultation-work', { cookie: officer })).body.drafts;
  expect(drafts.map((one: { code: string }) => one.code)).toEqual(['HS10', 'HS12']);
  expect((await act(code, 'meetings', { decisions: [] })).body.code).toBe('broken-rule');

  const signatories = [
    { party: '吉林省科学技术厅', office: '厅长' },
    { party: '梅河口市人民政府', office: '市长' },
  ];
  expect((await act(code, 'signature', { termYears: 3, signatories: signatories.slice(1) })).status).toBe(
    422,
  );
  expect(places(await act(code, 'signature', { termYears: 3, signatories, signedOn: '2024-01-07' }))).toEqual(
    ['/body/signedOn'],
  );
  expect((await act(code, 'signature', { termYears: 20, signatories, signedOn: '2024-03-01' })).status).toBe(
    200,
  );
  expect(await read(code)).toMatchObject({
    signedOn: '2024-03-01',
    endsOn: '2044-02-29',
    state: 'signed',
    signatories,
  });

  const wrong = await act(code, 'meetings', {
    heldOn: '2024-02-29',
    decisions: [{ text: '一' }, { text: '二', topic: 'HS10-U220100-YT01' }],
  });
  expect(places(wrong)).toEqual(['/body/heldOn', '/body/decisions/1/topic']);
  const met = await act(code, 'meetings', {
    heldOn: '2024-05-20',
    decisions: [{ text: '示例一' }, { text: '示例二' }, { text: '示例三' }],
  });
  expect(met.body.code).toBe('HS12-HY01');
  const commit = async (items: object[]) =>
    act(code, 'commitments', { meeting: 'HS12-HY01', area: 'FM1', items });
  expect(places(await commit([{ order: 1, dueOn: '2024-01-01' }, { order: 1 }, { order: 9 }]))).toEqual([
    '/body/items/0/dueOn',
    '/body/items/1/order',
    '/body/items/2/order',
  ]);
  // All or none: an owner that does not exist undoes the first too.
  expect(
    (
      await commit([
        { order: 1, owner: 'DW-KJT' },
        { order: 2, owner: 'DW-NONE' },
      ])
    ).status,
  ).toBe(422);
  expect((await read(code)).commitments.all).toBe(0);
  const due = later(today, 30);
  expect(
    (
      await commit([
        { order: 1, owner: 'DW-KJT', dueOn: '2024-12-31' },
        { order: 3, dueOn: due },
      ])
    ).status,
  ).toBe(200);
  expect(places(await commit([{ order: 3 }]))).toEqual(['/body/items/0/order']);
  expect((await read(code)).commitments).toMatchObject({ all: 2, overdue: 1, promised: 1 });
  const lines = await doors.house.administrate<{ action: string; outcome: string; change_count: number }>(
    `select action, outcome, change_count from platform.audit_entry
     where subject = 'consultations.consultation-agreement/HS12' and action = 'consultations.commit' order by at`,
  );
  expect(lines.filter(({ outcome }) => outcome === 'done')).toEqual([
    { action: 'consultations.commit', outcome: 'done', change_count: 4 },
  ]);
  expect(
    (
      await doors.ask('POST', '/api/commitments/HS12-HY01-1/kept', {
        cookie: officer,
        body: { evidence: '总结' },
      })
    ).status,
  ).toBe(200);
  expect((await read(code)).commitments).toMatchObject({ kept: 1, overdue: 0 });

  expect((await act(code, 'renewal', {})).body.code).toBe('broken-rule');
  expect((await act(code, 'evaluation', { grade: 'good', score: '101', finding: '示例' })).status).toBe(422);
  expect((await act(code, 'evaluation', { grade: 'good', score: '90', finding: '示例' })).status).toBe(200);
  const next = await act(code, 'renewal', {});
  expect(await work(next.body.code)).toMatchObject({
    agreement: { state: 'proposed', renews: { code }, parties: [{ code: 'U220581' }] },
  });
  expect((await act(code, 'renewal', {})).body.code).toBe('broken-rule');
  expect((await act(code, 'end', { reason: '短' })).status).toBe(422);
  expect((await act(code, 'end', { reason: '双方商定提前终止' })).status).toBe(200);
  expect(await read(code)).toMatchObject({ state: 'ended', endReason: '双方商定提前终止', inForce: false });
  expect((await act(code, 'meetings', { decisions: [] })).body.code).toBe('invalid-input');
});

test('no other role keeps agreements, and a link names no platform that is not open', async () => {
  for (const role of ['office', 'signer', 'auditor', 'institution'] as const) {
    const cookie = await doors.signIn(role, role === 'institution' ? 'DW-U11' : undefined);
    expect((await act('HS01', 'end', { reason: '理由写得够长' }, cookie)).status, role).toBe(403);
  }
  const [classified] = await doors.house.administrate<{ code: string }>(
    'select code from register.platform where classified limit 1',
  );
  const answer = await doors.ask('POST', '/api/registers/consultations.consultation-link/records', {
    cookie: officer,
    body: { row: { agreement: 'HS03', order: 1, platform: classified?.code, note: '示例' } },
  });
  expect(answer.body.code).toBe('broken-rule');
});

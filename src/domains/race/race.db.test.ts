import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { house } from '#app/house.ts';
import { sampleFolder } from '#app/load.ts';
import { raceCommand } from '#app/race-command.ts';
import { readClock } from '#kernel/db/open.ts';
import { openTestDoors, type Answer, type Doors } from '../../../test/doors.ts';
import { seenOf } from '../../../test/seen.ts';
import { sha256 } from './files.ts';
import { reportObservations } from './reporting.ts';
import { smallMethod as method } from './testing.ts';

let doors: Doors;
let today: string;
const who: Record<string, string> = {};
const folder = mkdtempSync(join(tmpdir(), 'kechuang-race-'));

beforeAll(async () => {
  doors = await openTestDoors(sampleFolder('jilin-2024'));
  ({ today } = await readClock(doors.house.db));
  for (const year of [-1, 0, 1].map((offset) => Number(today.slice(0, 4)) + offset)) {
    await doors.house.administrate(
      `insert into register.notice (code, document, year, scope, published_on)
       select $1, $1, $2, 'year', '2020-01-01' where not exists (select from register.notice where year = $2)`,
      [`示例放假通知${year}`, year],
    );
  }
  for (const role of ['officer', 'division', 'auditor'] as const) who[role] = await doors.signIn(role);
  for (const region of ['220100', '220200', '220500', '220581'])
    who[region] = await doors.signIn('bureau', undefined, region);
});
afterAll(async () => {
  await doors.close();
  rmSync(folder, { recursive: true });
});

const shift = (days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const get = (path: string, as?: string): Promise<Answer> =>
  doors.ask('GET', `/api/race/cycles${path}`, as === undefined ? {} : { cookie: who[as] ?? '' });
const act = (as: string, path: string, body: unknown = {}): Promise<Answer> =>
  doors.ask('POST', `/api/race/cycles${path}`, { cookie: who[as] ?? '', body });

async function done(as: string, path: string, body: unknown = {}): Promise<Answer['body']> {
  const answer = await act(as, path, body);
  expect(answer.status, `${path} ${answer.text}`).toBe(200);
  return answer.body;
}

/** Refused, in both languages, for the reason given. */
async function refused(as: string, path: string, body: unknown, zh: RegExp, en: RegExp): Promise<void> {
  const answer = await act(as, path, body);
  expect(answer.status, `${path} ${answer.text}`).toBeGreaterThanOrEqual(400);
  const faults: { zh: string; en: string }[] = answer.body.faults ?? [];
  expect([answer.body.zh, ...faults.map((one) => one.zh)].join('\n')).toMatch(zh);
  expect([answer.body.en, ...faults.map((one) => one.en)].join('\n')).toMatch(en);
}

/** Refused by the database itself, whoever writes. */
async function expectFrozen(...changes: string[]): Promise<void> {
  for (const change of changes)
    await expect(doors.house.administrate(change), change).rejects.toThrow('is frozen');
}

const filesOf = (answer: Answer): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unzipSync(new Uint8Array(answer.bytes))).map(([name, bytes]) => [
      name,
      new TextDecoder().decode(bytes),
    ]),
  );

/** What `kechuang race compute --json` prints of files of a bundle. */
function computeAgain(files: Record<string, string>, data: string): string {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const at = (name: string): string => join(folder, name);
  return `${JSON.stringify(raceCommand('compute', { data: at(data), meta: at('iMeta.csv'), method: at('method.json') }), null, 2)}\n`;
}

/** A bundle is what its digest says, and gives its own result again. */
async function expectProof(cycle: string, version: number, as?: string): Promise<Record<string, string>> {
  const files = filesOf(await get(`/${cycle}/results/${version}/bundle`, as));
  const { result } = (await get(`/${cycle}/results/${version}`, as)).body;
  expect(sha256(files['SHA256SUMS'] ?? '')).toBe(result.digest);
  for (const line of (files['SHA256SUMS'] ?? '').trim().split('\n'))
    expect(sha256(files[line.slice(66)] ?? ''), line).toBe(line.slice(0, 64));
  expect(computeAgain(files, 'iData.csv')).toBe(files['result.json']);
  if (files['iData-two-years.csv'] !== undefined)
    expect(computeAgain(files, 'iData-two-years.csv')).toBe(files['result-two-years.json']);
  return files;
}

const cycle = '/SMT';
const value = (item: string, given: string | null, more: object = {}) => ({
  item,
  value: given,
  status: 'annual' as const,
  evidence: '示例报表',
  ...more,
});

/** What time does to a notice and to days of appeal. */
const letPass = (days: number): Promise<unknown> =>
  doors.house.administrate(
    `update register.public_notice set first_on = first_on - $1::int, published_on = published_on - $1::int,
       announced_until = announced_until - $1::int where subject_register = 'race.race-result'`,
    [days],
  );

describe('a cycle from its plan to its awards', () => {
  test('opened, drafted, weighed, frozen; then nothing of it is weighed again', async () => {
    await done('officer', '', {
      code: 'SMT',
      name: '示例赛马',
      year: 2026,
      dataYear: 2025,
      programme: 'JH-RACE',
      units: [{ unit: 'U220100' }, { unit: 'U220200' }, { unit: 'U220581' }],
    });
    await refused(
      'officer',
      `${cycle}/results`,
      undefined,
      /只能在“核验”.*环节.*请先办.*启动填报/,
      /Do first: .*open reporting/,
    );
    await done('officer', `${cycle}/method`, method);
    await refused('officer', `${cycle}/reporting`, { dueOn: shift(9) }, /还没有定稿/, /not frozen/);
    await refused(
      'officer',
      `${cycle}/weights`,
      {
        weights: [
          { item: 'rd', weight: '0' },
          { item: 'x', weight: '1' },
        ],
      },
      /须大于 0[\s\S]*没有指标“x”[\s\S]*缺少“示例deals”/,
      /above 0[\s\S]*no item “x”/,
    );
    await done('officer', `${cycle}/weights`, {
      weights: [
        { item: 'rd', weight: '3' },
        { item: 'deals', weight: '1' },
        { item: 'index', weight: '1' },
      ],
    });
    await done('division', `${cycle}/freeze`);
    await refused(
      'officer',
      `${cycle}/weights`,
      {
        weights: [
          { item: 'rd', weight: '1' },
          { item: 'deals', weight: '1' },
          { item: 'index', weight: '1' },
        ],
      },
      /已于 .* 定稿，不能再改权重/,
      /frozen on .*weights, items and tiers stand/,
    );
    await refused('officer', `${cycle}/method`, method, /下一轮赛马/, /next cycle/);
    // Neither by the doors every register has, nor behind the platform's back.
    const item = '/api/registers/race.race-item/records/SMT~1~rd';
    const seen = await seenOf(doors, item, who['officer'] ?? '');
    const direct = await doors.ask('PATCH', item, {
      cookie: who['officer'] ?? '',
      body: { row: { weight: '9' }, reason: '改权重试试', seen },
    });
    expect(direct.status).toBe(422);
    expect(direct.body.zh).toContain('定稿');
    await expectFrozen(
      `update register.race_item set weight = 9 where code = 'SMT~1~rd'`,
      `delete from register.race_tier where scheme = 'SMT~1~1'`,
      `update register.race_method set frozen_on = null, frozen_digest = null where code = 'SMT~1'`,
    );
  });

  test('a region reports its own, explains what jumps, submits; another verifies', async () => {
    await done('officer', `${cycle}/reporting`, { dueOn: shift(9) });
    const of = (unit: string): string => `${cycle}/units/${unit}`;
    await refused(
      '220200',
      `${of('U220100')}/observations`,
      { values: [value('rd', '1')] },
      /由其本地区填报/,
      /its own region/,
    );
    // A city listed apart is its own, not the prefecture's it lies in.
    await refused(
      '220500',
      `${of('U220581')}/observations`,
      { values: [value('rd', '1')] },
      /不能代办/,
      /cannot/,
    );
    await done('220100', `${of('U220100')}/observations`, {
      values: [
        value('rd', '100', { dataYear: 2024 }),
        value('gdp', '6000', { dataYear: 2024 }),
        value('deals', '90', { dataYear: 2024 }),
      ],
    });
    await refused(
      '220100',
      `${of('U220100')}/observations`,
      { values: [value('rd', '131'), value('deals', '99', { evidence: null }), value('nothing', '1')] },
      /上年为 100，现填 131，变动 31\.0%[\s\S]*须写明依据[\s\S]*没有要填报的“nothing”/,
      /change of 31\.0%[\s\S]*evidence/,
    );
    await done('220100', `${of('U220100')}/observations`, {
      values: [value('rd', '130'), value('gdp', '6500'), value('deals', '120', { note: '大额合同' })],
    });
    await refused('220200', `${of('U220200')}/submit`, {}, /“示例rd”还没有填报/, /not reported/);
    // Entered by an officer to whom the bureau's work was lent: he may not verify it himself.
    const lent = {
      name: '示例经办人',
      role: 'bureau',
      account: 'bureau-220200',
      region: '220200',
      lentTo: 'officer',
    } as const;
    await reportObservations(doors.house.as(lent), house, {
      cycle: 'SMT',
      unit: 'U220200',
      key: 'lent-report',
      body: { values: [value('rd', '20'), value('gdp', '1600'), value('deals', '15')] },
    });
    await done('220581', `${of('U220581')}/observations`, {
      values: [value('rd', '3'), value('gdp', '250'), value('deals', '2')],
    });
    const desk = (await get(of('U220100'), '220100')).body;
    expect(desk).toMatchObject({ editable: 'all', warning: { percent: '30' } });
    expect(desk.items.find((one: { item: string }) => one.item === 'deals')).toMatchObject({
      value: '120',
      before: '90',
      change: '33.3',
      wantsNote: true,
      state: 'entered',
    });
    expect((await get(of('U220100'), '220200')).status).toBe(403);
    expect((await doors.ask('GET', '/api/work', { cookie: who['220100'] ?? '' })).text).toContain(
      '已填 3 项，共 3 项',
    );
    for (const region of ['220100', '220200']) await done(region, `${of(`U${region}`)}/submit`);
    await refused(
      'officer',
      `${cycle}/verification`,
      {},
      /梅河口市.*还没有报送/,
      /Meihekou has not submitted/,
    );
    await done('220581', `${of('U220581')}/submit`);
    await done('officer', `${cycle}/verification`);
    await refused('officer', `${cycle}/results`, undefined, /3 项数据尚未核验/, /not verified/);
    await refused(
      'officer',
      `${of('U220200')}/verify`,
      {},
      /核验人不能是填报人/,
      /who enters does not verify/,
    );
    await done('division', `${of('U220200')}/verify`);
    await done('officer', `${of('U220100')}/return`, { items: ['rd'], reason: '与统计公报不符' });
    await refused(
      '220100',
      `${of('U220100')}/observations`,
      { values: [value('gdp', '6600')] },
      /只能重填被退回的数据/,
      /was not/,
    );
    await done('220100', `${of('U220100')}/observations`, { values: [value('rd', '128')] });
    await done('220100', `${of('U220100')}/submit`);
    expect((await done('officer', `${of('U220100')}/verify`)).count).toBe(6);
    await done('officer', `${of('U220581')}/verify`, { items: ['rd', 'gdp', 'deals'] });
    expect((await doors.ask('GET', '/api/work', { cookie: who['officer'] ?? '' })).text).toContain(
      '可以测算',
    );
  });

  test('computed, told the regions, contested, corrected, decided, publicised, published', async () => {
    expect((await done('officer', `${cycle}/results`)).version).toBe(1);
    expect((await get(`${cycle}/results/1`)).status).toBe(404);
    expect((await get(`${cycle}/results/1`, '220100')).status).toBe(404);
    const { body: first } = await get(`${cycle}/results/1`, 'auditor');
    // 128 ÷ 6500 = 1.97 %, 20 ÷ 1600 = 1.25 %, 3 ÷ 250 = 1.2 %; 120, 15, 2: by hand on 0 to 100, weights 3 : 1.
    const shares = [128 / 6500, 20 / 1600, 3 / 250];
    const onScale = (at: number, low: number, high: number): number => ((at - low) / (high - low)) * 100;
    const middle =
      0.75 * onScale(shares[1] ?? 0, shares[2] ?? 0, shares[0] ?? 0) + 0.25 * onScale(15, 2, 120);
    expect(Number(first.scores[1].score)).toBeCloseTo(middle, 5);
    expect(
      first.scores.map(({ unit, rank, tier, amount }: Record<string, unknown>) => [unit, rank, tier, amount]),
    ).toEqual([
      ['U220100', 1, '一等', '500000.01'],
      ['U220200', 2, '二等', '250000.00'],
      ['U220581', 3, '二等', '250000.00'],
    ]);
    expect(first.scores[0].improvementRank).toBe(1);
    await refused('officer', `${cycle}/meeting`, { document: '纪要' }, /“反馈、申诉”环节/, /give feedback/);
    await done('officer', `${cycle}/feedback`);
    expect((await get(`${cycle}/results/1`, '220581')).body.preliminary).toBe(true);
    expect((await get(`${cycle}/results/1`, '220500')).status).toBe(404);
    const { code: appeal } = await done('220200', `${cycle}/units/U220200/appeals`, {
      item: 'deals',
      claim: '漏计一份合同',
      claimedValue: '18',
      evidence: '合同登记证明',
    });
    await refused(
      'officer',
      `${cycle}/meeting`,
      { document: '纪要' },
      /尚未答复[\s\S]*申诉期到/,
      /waits for its answer[\s\S]*appeals may be raised/,
    );
    await done('division', `${cycle}/appeals/${appeal}/answer`, {
      outcome: 'upheld',
      answer: '经核，确有漏计',
      value: '18',
    });
    await doors.house.administrate(
      `update register.race_step set due_on = $1 where cycle = 'SMT' and step = 'feedback'`,
      [shift(-1)],
    );
    await refused(
      '220200',
      `${cycle}/units/U220200/appeals`,
      { claim: '迟来的申诉', evidence: '无' },
      /申诉期已于/,
      /days of appeal ended/,
    );
    await refused(
      'officer',
      `${cycle}/meeting`,
      { document: '纪要' },
      /更正以前测算的/,
      /before data were corrected/,
    );
    await done('officer', `${cycle}/results`);
    await done('officer', `${cycle}/meeting`, { document: '示例厅务会纪要' });
    const notice = {
      document: '示例文',
      division: '示例处室',
      length: 5,
      counting: 'days',
      shownAt: '本平台',
      contact: '示例处室 0000',
    };
    const shown = await done('officer', `${cycle}/notice`, notice);
    await refused('officer', `${cycle}/notice`, notice, /已有公示/, /has the notice/);
    await refused(
      'officer',
      `${cycle}/publication`,
      undefined,
      /还不能发布赛马结果.*最后一日/,
      /cannot publish the results of the race yet/,
    );
    // Found wrong while the notice runs: back to feedback, decided again, publicised anew.
    await done('officer', `${cycle}/corrections`, {
      corrections: [{ unit: 'U220581', item: 'deals', value: '3', evidence: '统计部门函' }],
      reason: '公示期间发现漏计',
    });
    await refused(
      'officer',
      `${cycle}/publication`,
      undefined,
      /先办.*厅务会审定.*公示/,
      /decide in the department meeting/,
    );
    await done('officer', `${cycle}/meeting`, { document: '示例厅务会纪要（二）' });
    const again = await done('officer', `${cycle}/notice`, notice);
    const replaced = await doors.ask('GET', `/api/notices/${shown.notice}`);
    expect(replaced.body.notice).toMatchObject({ state: 'withdrawn', supersededBy: again.notice });
    await letPass(40);
    expect((await doors.ask('GET', '/api/work', { cookie: who['officer'] ?? '' })).text).toContain(
      '可以发布',
    );
    expect((await done('officer', `${cycle}/publication`)).version).toBe(3);
    const anyone = (await get(`${cycle}/results/3`)).body;
    expect(anyone.values.U220200.deals).toBe('18');
    expect((await get(`${cycle}/results/1`)).status).toBe(404);
    await expectProof('SMT', 3);
    expect((await get(`${cycle}/board`)).body).toMatchObject({ published: true, version: 3 });
    await expectFrozen(
      `update register.race_result set bundle_digest = 'x' where code = 'SMT~3'`,
      `delete from register.race_score where result = 'SMT~1'`,
    );
  });

  test('corrected after publication: a new version beside the old, byte for byte as it was', async () => {
    const before = filesOf(await get(`${cycle}/results/3/bundle`));
    await done('officer', `${cycle}/corrections`, {
      corrections: [{ unit: 'U220581', item: 'rd', value: '3.6', evidence: '统计部门函' }],
      reason: '统计部门更正年报数',
    });
    const { body } = await get(cycle);
    expect(
      body.results.map(({ version, reason }: { version: number; reason: string }) => [version, reason]),
    ).toEqual([
      [4, '统计部门更正年报数'],
      [3, '公示期间发现漏计'],
    ]);
    expect((await get(`${cycle}/results/4`)).body.scores[1].unit).toBe('U220581');
    expect(await expectProof('SMT', 3)).toEqual(before);
    await expectProof('SMT', 4);
  });

  test('projects within what was allotted, awarded into the register of projects, reviewed', async () => {
    const unit = `${cycle}/units/U220100`;
    const project = { title: '示例产业化项目', organisation: 'DW-C013', amount: '300000.00' };
    await refused('220100', `${unit}/nominations`, project, /“项目遴选”/, /open the selection/);
    await done('officer', `${cycle}/selection`, { dueOn: shift(9) });
    const { code } = await done('220100', `${unit}/nominations`, project);
    await refused(
      '220100',
      `${unit}/nominations`,
      { ...project, amount: '200000.02' },
      /额度为 500,000\.01 元，已推荐 300,000\.00 元.*超出 0\.01 元/,
      /0\.01 too much/,
    );
    const { code: second } = await done('220100', `${unit}/nominations`, { ...project, amount: '200000.01' });
    await done('officer', `${cycle}/nominations/${code}/decision`, {
      decision: 'awarded',
      project: 'XMT01',
      contractedOn: today,
    });
    await done('officer', `${cycle}/nominations/${second}/decision`, {
      decision: 'rejected',
      reason: '与在研项目重复',
    });
    const [award] = await doors.house.administrate(
      `select programme, reporting_unit, grant_amount::text as amount from register.award where code = 'XMT01'`,
    );
    expect(award).toEqual({ programme: 'JH-RACE', reporting_unit: 'U220100', amount: '300000.00' });
    await done('division', `${unit}/review`, { grade: 'good', finding: '按期完成' });
    expect((await get(cycle)).body.way.at(-1).state).toBe('now');
    const list = (await get(`${cycle}/nominations`, '220100')).body;
    expect(list.units).toEqual([
      {
        unit: 'U220100',
        name: { zh: '长春市', en: 'Changchun' },
        allotted: '500000.01',
        nominated: '300000.00',
        review: {
          grade: { id: 'good', label: { zh: '好', en: 'Good' } },
          finding: '按期完成',
          reviewedOn: today,
        },
      },
    ]);
  });
});

describe('a cycle that came with a data folder', () => {
  test('its bundle is made again from its rows, proves itself, and stays when it is corrected', async () => {
    const before = await expectProof('SM2024', 1);
    expect(before['iData.csv']).toContain('U220581,梅河口市,');
    await done('officer', '/SM2024/corrections', {
      corrections: [{ unit: 'U220300', item: 'sme', value: '200', evidence: '示例函' }],
      reason: '入库数登记有误',
    });
    expect(await expectProof('SM2024', 1)).toEqual(before);
    await expectProof('SM2024', 2);
  });

  test('its units, method, items and money are taken over by the next', async () => {
    await done('officer', '', { code: 'SMN', name: '下一轮', year: 2027, dataYear: 2026, from: 'SM2024' });
    const [next, earlier] = await Promise.all(
      ['/SMN', '/SM2024'].map(async (path) => (await get(path)).body),
    );
    expect(next.entries).toHaveLength(10);
    expect(next.method).toMatchObject({ version: 1, frozenOn: null, digest: null });
    expect(next.method.items).toEqual(earlier.method.items);
    expect(next.method.schemes).toEqual(earlier.method.schemes);
    await done('officer', '/SMN/freeze');
  });

  test('the board opens to everyone with the result, before it to those who run the race', async () => {
    expect((await get('/SM2025/board')).status).toBe(404);
    expect((await get('/SM2025/board', '220100')).status).toBe(404);
    expect((await get('/SM2025/board', 'officer')).body).toMatchObject({ published: false, mayWeigh: false });
    expect(
      (await get('/SM2025/units/U220100', 'officer')).body.items.find(
        (one: { item: string }) => one.item === 'rd',
      ).neighbours,
    ).toMatchObject({ year: 2023, units: 9 });
  });
});

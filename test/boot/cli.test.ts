import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { administrate, layFolder, runCommand } from '../command-line.ts';
import { checkout, startPlatform } from '../platform.ts';

let home: string;
let data: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'kechuang-cli-'));
  await chmod(home, 0o711);
  data = join(home, 'data');
});
afterAll(async () => rm(home, { recursive: true, force: true }));

const otherProvince = join(checkout, 'test/other-province');
const places = (faults: { at: string }[]): string[] => faults.map(({ at }) => at).sort();

const wrongUses = [
  [],
  ['figure'],
  ['figures', 'more'],
  ['figures', '--none'],
  ['figures', '--id'],
  ['figures', '--sample', 'a', '--data', 'b'],
  ['figures', '--sample', '../jilin-2024'],
  ['figures', '--as-of', '2025-02-30'],
  ['figures', '--known-at', '2025-01-01'],
  ['import'],
  ['import', 'a', '--sample', 'jilin-2024'],
  ['export'],
  ['export', '--out', 'x', '--audience', 'friends'],
  ['audit', 'forget'],
  ['migrate', '--rows'],
  ['race', 'compute', '--data', 'a'],
  ['race', 'run'],
];

test('wrong use: exit 2, the usage on standard error, nothing on standard output; help is no mistake', async () => {
  const waiting = [...wrongUses];
  const work = async (): Promise<void> => {
    for (let args = waiting.shift(); args; args = waiting.shift()) {
      const outcome = await runCommand(data, ...args);
      expect(outcome, args.join(' ')).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toContain('usage');
    }
  };
  await Promise.all([work(), work(), work()]);
  expect(await runCommand(data, '--help')).toMatchObject({ code: 0, stdout: '' });
});

test('an index from the files of an analyst, without any data folder', async () => {
  const folder = join(home, 'index');
  layFolder(folder, {
    'iData.csv': 'uCode,a,b\nY,3,1\nX,1,5\nZ,2,3',
    'iMeta.csv':
      'Level,iCode,Direction,Weight,Parent,Type\n1,a,1,3,i,Indicator\n1,b,-1,1,i,Indicator\n2,i,1,1,NA,Aggregate',
    'method.json': '{"normalise":{"method":"min-max"},"aggregate":"arithmetic"}',
    'wrong.json': '{"normalise":{"method":"magic"},"screen":2}',
    'factors.json':
      '{"W":{"sets":"sets.csv"},"S":[{"normalise":{"method":"rank"}},{"normalise":{"method":"z-score"}}]}',
    'sets.csv': 'set,a,b\n1,3,1\n2,1,9',
    'design.csv': 'run,S,note,W\n1,1,x,1\n2,2,x,2\n3,1,x,1',
    'scheme.json':
      '{"pot":"100","apportion":"largest-remainder","tiers":[{"tier":"A","rank":1,"weight":"2"},{"tier":"B","weight":"1"}]}',
  });
  const at = (name: string): string => join(folder, name);
  const race = (command: string, method: string, ...more: string[]) => {
    const files = ['--data', at('iData.csv'), '--meta', at('iMeta.csv'), '--method', at(method)];
    return runCommand(data, 'race', command, ...files, ...more, '--json');
  };
  const [right, wrong, robust, explained, money] = await Promise.all([
    race('compute', 'method.json'),
    race('compute', 'wrong.json'),
    race(
      'robust',
      'method.json',
      '--factors',
      at('factors.json'),
      '--design',
      at('design.csv'),
      '--all-ranks',
    ),
    race('explain', 'method.json', '--unit', 'Z'),
    race('money', 'method.json', '--scheme', at('scheme.json')),
  ]);
  expect(right.code, right.stderr).toBe(0);
  expect(right.json).toMatchObject({
    index: { X: 0, Y: 100, Z: 50 },
    ranks: { X: 3, Y: 1, Z: 2 },
    stages: {
      treated: { X: { a: 1, b: 5 } },
      normalised: { Z: { a: 50, b: 50 } },
      aggregates: { Y: { i: 100 } },
    },
  });
  expect(wrong.code).toBe(1);
  expect(wrong.json.faults.map(({ at }: { at: string }) => at).sort()).toEqual([
    'wrong.json /normalise/method',
    'wrong.json /screen',
  ]);
  // With b at 9 : 1, X is last by far; its ranks and deviations agree.
  expect(robust.json).toMatchObject({
    runs: 3,
    ranks: { Z: { nominal: 2, mean: 2, median: 2, q5: 2, q95: 2 } },
    allRanks: { 1: { X: 3, Y: 1, Z: 2 }, 3: { X: 3, Y: 1, Z: 2 } },
    sensitivity: { by: 'exact', points: 4 },
  });
  expect(explained.json).toMatchObject({
    unit: 'Z',
    index: 50,
    above: { unit: 'Y', rank: 1, points: { i: -50, a: -37.5, b: -12.5 } },
    below: { unit: 'X', points: { i: 50, a: 37.5, b: 12.5 } },
  });
  expect(money.json).toEqual({
    units: {
      X: { tier: 'B', amount: '25.00' },
      Y: { tier: 'A', amount: '50.00' },
      Z: { tier: 'B', amount: '25.00' },
    },
    left: '0.00',
  });
});

describe('figures of a data folder', () => {
  test('another province as its files say, prepared once, for two calls at once', async () => {
    const args = ['figures', '--data', otherProvince, '--json'];
    const [one, other] = await Promise.all([runCommand(data, ...args), runCommand(data, ...args)]);
    expect([one.code, other.code], one.stderr + other.stderr).toEqual([0, 0]);
    expect(one.stdout).toBe(other.stdout);
    expect([one.stderr, other.stderr].filter((text) => text.includes('首次使用'))).toHaveLength(1);
    const expected = JSON.parse(readFileSync(join(otherProvince, 'expected.json'), 'utf8')) as {
      id: string;
      value: string | null;
      rows: number;
    }[];
    const answered = new Map((one.json as { id: string }[]).map((entry) => [entry.id, entry]));
    for (const { id, value, rows } of expected) expect(answered.get(id)).toMatchObject({ id, value, rows });
  });

  test('the sample: each citation; one by its id, with its rows; on another day; before it was known', async () => {
    const all = await runCommand(
      data,
      'figures',
      '--sample',
      'jilin-2024',
      '--as-of',
      '2025-05-27',
      '--json',
    );
    expect(all.code, all.stderr).toBe(0);
    expect(all.json).toHaveLength(34);
    for (const entry of all.json) {
      expect(Object.keys(entry).sort()).toEqual(['id', 'phrase', 'rows', 'unit', 'value']);
      expect(entry.value).toMatch(/^-?\d+(\.\d+)?$/);
    }
    const again = await runCommand(
      data,
      'figures',
      '--sample',
      'jilin-2024',
      '--as-of',
      '2025-05-27',
      '--json',
    );
    expect(again.stdout).toBe(all.stdout);
    expect(again.stderr).toBe('');

    const ask = async (...more: string[]) =>
      (await runCommand(data, 'figures', '--sample', 'jilin-2024', '--id', 'achievements.empowered', ...more))
        .json;
    const [today] = await ask('--rows');
    expect(today.evidence.rows).toHaveLength(today.rows);
    expect(String(today.rows)).toBe(today.value);
    const [earlier] = await ask('--as-of', '2023-12-31');
    expect(Number(earlier.value)).toBeGreaterThan(0);
    expect(Number(earlier.value)).toBeLessThan(Number(today.value));
    expect((await ask('--known-at', '2020-01-01T00:00:00Z'))[0]).toMatchObject({ value: '0', rows: 0 });
    expect(await ask('--known-at', '2199-01-01T00:00:00Z')).toMatchObject({ code: 'invalid-input' });
  });

  test.each([
    [['--sample', 'none-such'], 'unreadable-file'],
    [['--data', join(tmpdir(), 'kechuang-none-such')], 'unreadable-file'],
    [['--data', join(checkout, 'package.json')], 'unreadable-file'],
    [['--sample', 'jilin-2024', '--id', 'none.such'], 'unknown-figure'],
    [['--sample', 'jilin-2024', '--id', 'programmes'], 'unknown-figure'],
  ])('%j is refused', async (args, code) => {
    const outcome = await runCommand(data, 'figures', ...args);
    expect(outcome.code).toBe(1);
    expect(outcome.json).toMatchObject({ code, zh: expect.any(String), en: expect.any(String) });
  });

  test('a broken folder: every fault of every file with its line, nothing prepared; mended, it answers', async () => {
    const folder = join(home, 'broken');
    const good = {
      'directory/organisation.csv': 'code,name,kind\nU-1,示例单位,company\n',
      'transfer/achievement.csv':
        '成果编号,名称,类别,完成单位,披露日期,是否涉密\nA-1,示例成果,invention,U-1,2023-01-01,否\n',
      'citations.json': JSON.stringify([
        {
          id: 'midterm',
          figure: 'check.midterm-threshold',
          params: {},
          asOf: '2025-05-27',
          qualifier: 'none',
          unit: 'year',
        },
      ]),
    };
    layFolder(folder, {
      ...good,
      'directory/organisation.csv':
        'code,name,kind\nU-1,示例单位,planet\nU-2,,company\nU-3,示例,company,more\n',
      'transfer/achievement.csv': `${good['transfer/achievement.csv']}A-2,示例成果,invention,U-9,2023-02-30,否\n`,
      'transfer/receipt.csv': 'code,contract,receivedOn,amount\nR-1,"C-1,2024-01-01,1\n',
      'race/race-cycle.csv': Uint8Array.from([0x63, 0x6f, 0x64, 0x65, 0x00]),
    });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const outcome = await runCommand(data, 'figures', '--data', folder);
      expect(outcome.code).toBe(1);
      expect(places(outcome.json.faults)).toEqual([
        'directory/organisation.csv 第 2 行 · 类别（kind）',
        'directory/organisation.csv 第 3 行 · 名称（name）',
        'directory/organisation.csv 第 4 行',
        'race/race-cycle.csv',
        'transfer/achievement.csv 第 3 行 · 完成单位（organisation）',
        'transfer/achievement.csv 第 3 行 · 披露日期（disclosedOn）',
        'transfer/receipt.csv',
      ]);
    }
    layFolder(folder, { ...good, 'directory/typo.csv': 'code\n1\n', 'citations.json': '{"a":' });
    const misnamed = await runCommand(data, 'figures', '--data', folder);
    expect(places(misnamed.json.faults)).toEqual(['citations.json', 'directory/typo.csv']);
    await rm(join(folder, 'directory/typo.csv'));
    await rm(join(folder, 'transfer/receipt.csv'));
    await rm(join(folder, 'race/race-cycle.csv'));
    layFolder(folder, good);
    expect(await runCommand(data, 'figures', '--data', folder)).toMatchObject({
      code: 1,
      json: [{ id: 'midterm', value: null, rows: 0, missing: { zh: expect.any(String) } }],
    });

    const uncited = await runCommand(data, 'figures', '--data', folder, '--id', 'achievements.transferred');
    expect(uncited).toMatchObject({
      code: 0,
      json: [{ id: 'achievements.transferred', value: '0', rows: 0 }],
    });
    const needing = await runCommand(data, 'figures', '--data', folder, '--id', 'race.projects');
    expect(needing).toMatchObject({ code: 1, json: { code: 'invalid-input' } });
  });
});

describe('an installation', () => {
  test('imports, exports, and another installation made of the export has the same figures', async () => {
    const first = await runCommand(data, 'import', otherProvince);
    expect(first.code, first.stdout).toBe(0);
    expect(first.json.registers['transfer.achievement'].added).toBeGreaterThan(0);
    const again = await runCommand(data, 'import', otherProvince);
    for (const counts of Object.values(again.json.registers))
      expect(counts).toMatchObject({ added: 0, changed: 0 });

    const copy = join(home, 'copy');
    expect((await runCommand(copy, 'migrate')).json.applied.length).toBeGreaterThan(10);
    expect(await runCommand(copy, 'figures')).toMatchObject({ code: 0, json: [] });
    // The database lies in the data folder, not in a place of its own because the folder was made closed.
    expect(existsSync(join(copy, 'postgres', 'pgdata'))).toBe(true);
    const exportTo = async (folder: string, language: string): Promise<string> => {
      const out = join(home, folder);
      const args = ['--out', out, '--audience', 'staff', '--language', language];
      const exported = await runCommand(data, 'export', ...args);
      expect(exported.code, exported.stderr).toBe(0);
      return out;
    };
    const imported = await runCommand(copy, 'import', await exportTo('in-english', 'en'));
    expect(imported.code, imported.stdout.slice(0, 2000)).toBe(0);
    const [one, other] = [await runCommand(data, 'figures'), await runCommand(copy, 'figures')];
    expect(one.json.length).toBeGreaterThan(40);
    expect(other.json).toEqual(one.json);
    const same = await runCommand(copy, 'import', await exportTo('in-chinese', 'zh'));
    for (const counts of Object.values(same.json.registers)) {
      expect(counts).toMatchObject({ added: 0, changed: 0 });
    }
    expect(await runCommand(copy, 'audit', 'verify')).toMatchObject({
      code: 0,
      json: { sound: true, entries: 2 },
    });
  });

  test('one file: GB18030, columns in another order, headers in English; two imports at once', async () => {
    const file = join(home, '单位.csv');
    const gb = Buffer.concat([
      Buffer.from('Kind,Name,Organisation number\ncompany,'),
      Buffer.from([0xca, 0xbe, 0xc0, 0xfd, 0xb5, 0xa5, 0xce, 0xbb]),
      Buffer.from(',GB-1\n'),
    ]);
    layFolder(home, { '单位.csv': gb, 'second.csv': '\uFEFFname,code,kind\r\n示例乙,GB-2,企业\r\n' });
    const outcomes = await Promise.all([
      runCommand(data, 'import', file, '--register', 'directory.organisation'),
      runCommand(data, 'import', join(home, 'second.csv'), '--register', 'directory.organisation'),
    ]);
    for (const outcome of outcomes) {
      expect(outcome.code, outcome.stdout + outcome.stderr).toBe(0);
      expect(outcome.json.registers).toEqual({
        'directory.organisation': { added: 1, changed: 0, unchanged: 0 },
      });
    }
    for (const [args, code] of [
      [[join(home, 'none.csv'), '--register', 'directory.organisation'], 'unreadable-file'],
      [[home, '--register', 'directory.organisation'], 'unreadable-file'],
      [[file, '--register', 'directory.none'], 'unknown-register'],
      [[file], 'unreadable-file'],
    ] as const) {
      expect(await runCommand(data, 'import', ...args)).toMatchObject({ code: 1, json: { code } });
    }
  });

  test('the log is verified beside a running server, and plain SQL behind its back is found', async () => {
    const platform = startPlatform(data, { command: 'main', env: { KECHUANG_SAMPLE: 'none', PORT: '0' } });
    try {
      // A command that came first would hold the data, and the server would be told so.
      await platform.address;
      const sound = await runCommand(data, 'audit', 'verify');
      expect(sound, sound.stderr).toMatchObject({ code: 0, json: { sound: true, findings: [] } });
      expect(sound.json.rows).toBeGreaterThan(100);
      // Without a reader even an administrator's plain update fails in the triggers; one who knows that names one.
      await administrate(
        data,
        "set kechuang.level = 'all'; update register.organisation set name = '偷改' where code = 'GB-2'",
      );
      await administrate(
        data,
        `alter table register.organisation disable trigger user;
         delete from register.organisation where code = 'GB-1';
         alter table register.organisation enable trigger user`,
      );
      const found = await runCommand(data, 'audit', 'verify');
      expect(found.code).toBe(1);
      expect(found.json.sound).toBe(false);
      expect(found.json.findings).toMatchObject(
        expect.arrayContaining([
          expect.objectContaining({
            kind: 'version-without-action',
            register: 'directory.organisation',
            code: 'GB-2',
          }),
          expect.objectContaining({ kind: 'row-differs', register: 'directory.organisation', code: 'GB-1' }),
        ]),
      );
      expect(await runCommand(data, 'migrate')).toMatchObject({ code: 0, json: { applied: [] } });
      const figures = await runCommand(data, 'figures', '--id', 'transfer.contracts');
      expect(figures).toMatchObject({ code: 0, json: [{ value: expect.any(String) }] });
    } finally {
      platform.child.kill('SIGTERM');
      await platform.ended;
    }
    expect(platform.output()).not.toMatch(/Error/);
  });
});

/** The check of a letter: the sample's, the other province's, letters of others, and what is made wrong in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figures } from '#app/house.ts';
import { openTestHouse, type TestHouse } from '#app/testing.ts';
import { checkLines } from '#domains/replies/check.ts';
import { letterDay } from '#domains/replies/check/text.ts';
import type { CheckEntry } from '#domains/replies/contract.ts';

const root = join(import.meta.dirname, '..');
const letter = readFileSync(join(root, 'sample/jilin-2024/letter.txt'), 'utf8').split(/\r?\n/);
const otherLetter = readFileSync(join(root, 'test/other-province/letter.txt'), 'utf8').split('\n');

let sample: TestHouse;
let other: TestHouse;
beforeAll(async () => {
  sample = await openTestHouse(join(root, 'sample/jilin-2024'));
  other = await openTestHouse(join(root, 'test/other-province'));
});
afterAll(async () => {
  await sample.close();
  await other.close();
});

const check = async (lines: readonly string[], house = sample): Promise<CheckEntry[]> =>
  (await checkLines(house.db, figures, lines, { asOf: letterDay(lines) ?? '2025-05-27' })).entries;

const judged = (entries: readonly CheckEntry[]): CheckEntry[] =>
  entries.filter(({ verdict }) => verdict !== 'other');

/** figures.csv of the sample: what the letter prints, of which figure, and where it says it again. */
const printed = readFileSync(join(root, 'sample/jilin-2024/figures.csv'), 'utf8')
  .split(/\r?\n/)
  .slice(1)
  .filter((line) => line !== '')
  .map((line) => line.split(',')[0] ?? '');

describe('the letter', () => {
  test('every printed figure is found and holds, repeats are tied, nothing else is alarmed', async () => {
    const found = judged(await check(letter));
    expect(found.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    const said = new Set(found.map(({ figure }) => figure));
    // 9 + 梅河口, and one laboratory: the two the letter prints no numeral for.
    const unprinted = ['race.regions', 'belt-road-lab'];
    expect(said).toEqual(new Set(printed.filter((id) => !unprinted.includes(id))));
    expect(said.size).toBe(32);
    expect(found).toHaveLength(39);
    const times = (figure: string): number => found.filter((entry) => entry.figure === figure).length;
    expect(times('pilots.institutions')).toBe(3);
    for (const figure of ['pilots.batches', 'achievements.empowered', 'achievements.transferred']) {
      expect(times(figure)).toBe(2);
    }
    for (const entry of found) {
      expect(entry.tiedWith).toHaveLength(times(entry.figure ?? '') - 1);
      expect(entry.inconsistentWith).toEqual([]);
    }
  });

  test('two different 18 are not tied', async () => {
    const found = judged(await check(letter));
    const council = found.find(({ figure }) => figure === 'alliance.council');
    expect(council?.text).toBe('18家');
    expect(council?.tiedWith).toEqual([]);
  });

  test('an entry stands where the letter prints it', async () => {
    for (const entry of await check(letter)) {
      const line = letter[entry.line - 1] ?? '';
      const first = [...entry.text][0] ?? '';
      expect([...line][entry.column - 1]).toBe(first);
      const whole = letter.join('\n').slice(entry.offset, entry.offset + entry.length);
      expect(whole.replaceAll(/\s/g, '')).toBe(entry.text);
    }
  });

  test.each([
    ['1928', '1982', 'achievements.empowered', '1982个', '1928', 1],
    ['超 1.6 亿', '超 1.7 亿', 'transfer.contracts', '超1.7亿元', '163847215.60', 1],
    ['中心 12 家', '中心 13 家', 'proof-of-concept.filed', '13家', '12', 0],
  ])('%s made %s in one place: exactly that', async (from, to, figure, text, value, others) => {
    const lines = letter.join('\n').replace(from, to).split('\n');
    const wrong = judged(await check(lines)).filter(({ verdict }) => verdict !== 'holds');
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatchObject({ verdict: 'contradicts', figure, text, value });
    expect(wrong[0]?.inconsistentWith).toHaveLength(others);
  });

  test('each number made another: exactly that one contradicts', async () => {
    const whole = letter.join('\n');
    for (const entry of judged(await check(letter))) {
      const stretch = whole.slice(entry.offset, entry.offset + entry.length);
      const changed = stretch
        .replace(/\d/, (digit) => String((Number(digit) % 9) + 1))
        .replace('两', '四')
        .replace('六', '九')
        .replace('三', '五');
      const lines = (whole.slice(0, entry.offset) + changed + whole.slice(entry.offset + entry.length)).split(
        '\n',
      );
      const wrong = judged(await check(lines)).filter(({ verdict }) => verdict !== 'holds');
      expect(
        wrong.map(({ verdict, figure, value }) => ({ verdict, figure, value })),
        `${entry.text} → ${changed}`,
      ).toEqual([{ verdict: 'contradicts', figure: entry.figure, value: entry.value }]);
    }
  });

  test('as of another day every figure is judged on that day', async () => {
    const { entries } = await checkLines(sample.db, figures, letter, { asOf: '2019-01-01' });
    const empowered = entries.find(({ text }) => text === '1928个');
    expect(empowered).toMatchObject({ verdict: 'contradicts', value: '0' });
  });
});

describe('other words for the same', () => {
  test.each<[string, CheckEntry['verdict'], string | null]>([
    ['科技成果转化签约金额突破1.6亿元', 'holds', 'transfer.contracts'],
    ['科技成果转化签约金额突破1.7亿元', 'contradicts', 'transfer.contracts'],
    ['职务科技成果赋权成果近两千项', 'holds', 'achievements.empowered'],
    ['累计赋权科技成果1,928项', 'holds', 'achievements.empowered'],
    ['累计赋权科技成果1 928项', 'holds', 'achievements.empowered'],
    ['累计赋权科技成果１９２８项', 'holds', 'achievements.empowered'],
    ['累计赋权科技成果一千九百二十八项', 'holds', 'achievements.empowered'],
    ['赋权职务科技成果壹仟玖佰贰拾捌项', 'holds', 'achievements.empowered'],
    ['赋权职务科技成果壹仟玖佰捌拾贰项', 'contradicts', 'achievements.empowered'],
    ['赋权职务科技成果1982²个', 'contradicts', 'achievements.empowered'],
    ['赋权职务科技成果1982[1]个', 'contradicts', 'achievements.empowered'],
    ['赋权职务科技成果2382左右', 'contradicts', 'achievements.empowered'],
    ['赋权职务科技成果1928', 'holds', 'achievements.empowered'],
    ['累计赋权科技成果1900余项', 'holds', 'achievements.empowered'],
    ['累计赋权科技成果2000余项', 'contradicts', 'achievements.empowered'],
    ['累计赋权科技成果1900多项', 'holds', 'achievements.empowered'],
    ['累计赋权科技成果超过1900项', 'holds', 'achievements.empowered'],
    ['累计赋权科技成果超过2000项', 'contradicts', 'achievements.empowered'],
    ['累计赋权科技成果1900项以上', 'holds', 'achievements.empowered'],
    ['累计赋权科技成果1900至2000项', 'holds', 'achievements.empowered'],
    ['累计赋权科技成果1500—1800项', 'contradicts', 'achievements.empowered'],
    ['聚力攻坚专项带动企业投入5亿元左右', 'holds', 'key-problem.leverage'],
    ['聚力攻坚专项撬动企业投入4.97亿元', 'holds', 'key-problem.leverage'],
    ['2024年赛马机制项目安排资助资金0.12亿元', 'holds', 'race.funding'],
    ['2024年赛马机制项目安排资助资金1200万', 'holds', 'race.funding'],
    ['2024年赛马机制项目安排资助资金1300万元', 'contradicts', 'race.funding'],
    ['2024年，全省新培养技术经理人508名', 'holds', 'brokers.new'],
    ['去年新培育技术经纪人508人', 'holds', 'brokers.new'],
    ['2023年新培育技术经纪人508人', 'contradicts', 'brokers.new'],
    ['指标\t单位\t数值\n赋权职务科技成果\t项\t1928', 'holds', 'achievements.empowered'],
    ['指标\t数值（万元）\n科技成果转化合同金额\t16385', 'holds', 'transfer.contracts'],
    ['指标\t数值（万元）\n科技成果转化合同金额\t16384', 'contradicts', 'transfer.contracts'],
    ['集中销毁假冒伪劣商品28000公斤左右', 'holds', 'enforcement.destroyed-weight'],
    ['收益分配给科研人员和团队99420318.47元', 'holds', 'transfer.distributed'],
  ])('%s: %s', async (text, verdict, figure) => {
    const [entry] = judged(await check(`${text}。`.split('\n')));
    expect({ verdict: entry?.verdict, figure: entry?.figure }).toEqual({ verdict, figure });
  });
});

describe('what is not claimed', () => {
  test.each<[string, CheckEntry['verdict']]>([
    ['长春市培育技术经纪人200人', 'uncited'],
    ['吉林大学转化科技成果150项，合同金额2.3亿元', 'uncited'],
    ['全省技术合同成交额1268.5亿元', 'uncited'],
    ['累计赋权职务科技成果，其中长期使用权赋权成果600个', 'uncited'],
    ['力争到2027年赋权科技成果5000项', 'uncited'],
    ['建成中试基地15个，服务企业500余家次', 'uncited'],
    ['投诉同比下降百分之三十', 'uncited'],
    ['占比达到60%以上', 'uncited'],
    ['每家中试中心最高补助100万元', 'uncited'],
    ['累计培育技术经纪人1500人', 'uncited'],
    ['实施省级科技成果转化项目120项', 'uncited'],
    ['成果转化对接会签约金额3亿元', 'uncited'],
    ['对新建全国重点实验室给予500万元支持', 'uncited'],
    ['开展科技金融试点单位5家', 'uncited'],
    ['发布科技金融典型案例10件', 'uncited'],
    ['部省会商确定重点任务12个', 'uncited'],
    ['省实验室引进人才团队10个', 'uncited'],
    ['抓好三个方面、两个层面的工作', 'other'],
  ])('%s: %s', async (text, verdict) => {
    const found = judged(await check(`${text}。`.split('\n')));
    if (verdict === 'other') expect(found).toEqual([]);
    else expect(new Set(found.map((entry) => entry.verdict))).toEqual(new Set([verdict]));
  });

  test('what was before a change, and a sum of what stands before, prove nothing', async () => {
    const found = judged(
      await check(['联合基金支持单位由20家扩大到32家；首批备案概念验证中心12家、中试中心20家，共32家。']),
    );
    expect(found.map(({ text, verdict }) => [text, verdict])).toEqual([
      ['20家', 'uncited'],
      ['32家', 'holds'],
      ['12家', 'holds'],
      ['20家', 'holds'],
      ['32家', 'uncited'],
    ]);
  });

  test.each([
    '首批18家职务科技成果赋权试点单位中，8家高校、10家院所。',
    '职务科技成果赋权试点单位18家（高校8家、院所10家）。',
    '18家职务科技成果赋权试点单位，其中8家高校、10家院所。',
    '2024年新培育技术经纪人508人，另培训技术经理人320人。',
    '累计投入财政资金6亿元支持省实验室建设，建成3个省实验室，另建成国家重点实验室11个。',
  ])('no part, no other thing is taken for the whole: %s', async (text) => {
    expect(judged(await check([text])).filter(({ verdict }) => verdict === 'contradicts')).toEqual([]);
  });

  test('a thing stated twice and differently, which no figure decides', async () => {
    const found = judged(
      await check([
        '全省高新技术企业孵化培育基地达到156家。',
        '其他内容。',
        '目前高新技术企业孵化培育基地165家。',
        '高新技术企业孵化培育基地数156家。',
      ]),
    );
    expect(found.map(({ verdict }) => verdict)).toEqual(['inconsistent', 'inconsistent', 'uncited']);
    expect(found[0]?.inconsistentWith).toEqual([{ line: 3, column: 15, text: '165家' }]);
  });

  test('money with half of its words could be either', async () => {
    const [entry] = judged(await check(['安排资助资金540万元。']));
    expect(entry?.verdict).toBe('ambiguous');
    expect(entry?.candidates.map(({ figure }) => figure)).toContain('regional-system.funding');
  });
});

describe('the other province', () => {
  test('its letter in its own words holds; its aims are no figures', async () => {
    const found = judged(await check(otherLetter, other));
    expect(found.filter(({ verdict }) => verdict === 'holds')).toHaveLength(31);
    expect(
      found.filter(({ verdict }) => verdict !== 'holds').map(({ text, verdict }) => [text, verdict]),
    ).toEqual([
      ['200项', 'uncited'],
      ['超50亿元', 'uncited'],
    ]);
  });
});

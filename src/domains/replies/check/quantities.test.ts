import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { readNumeral } from './numerals.ts';
import { findNumbers, type FoundNumber } from './quantities.ts';
import { compact, letterDay } from './text.ts';

const find = (text: string): FoundNumber[] => findNumbers(compact(text));
const say = (text: string): string[] =>
  find(text).flatMap((number) =>
    number.kind === 'quantity'
      ? [
          `${number.qualifier} ${number.stated.value}${number.upTo ? `–${number.upTo.value}` : ''} ${number.measure}`.trim(),
        ]
      : [],
  );
const others = (text: string): string[] => {
  const { chars } = compact(text);
  return find(text).flatMap((number) =>
    number.kind === 'other' ? [chars.slice(number.start, number.end)] : [],
  );
};

describe('Chinese numerals', () => {
  test.each([
    ['两', '2', '1'],
    ['十', '10', '10'],
    ['十二', '12', '1'],
    ['二十', '20', '10'],
    ['一百零五', '105', '1'],
    ['两千', '2000', '1000'],
    ['一千九百二十八', '1928', '1'],
    ['三万五千', '35000', '1000'],
    ['一亿二千万', '120000000', '10000'],
    ['二〇二五', '2025', '1'],
  ])('%s is %s, said to %s', (text, value, place) => {
    expect(readNumeral(text)).toEqual({ value: BigInt(value), place: BigInt(place) });
  });
  test.each(['', '十百', '一二百', '个'])('%s is none', (text) => {
    expect(readNumeral(text)).toBeNull();
  });
});

describe('quantities', () => {
  test.each<[string, string[]]>([
    ['资助资金 1200 万\n\n元，', ['none 12000000 元']],
    ['约 5 亿元', ['about 500000000 元']],
    ['货值 1000 余万元', ['odd 10000000 元']],
    ['超过 1.6 亿元', ['over 160000000 元']],
    ['近两千项', ['near 2000 项']],
    ['将近300家', ['near 300 家']],
    ['500人左右', ['about 500 人']],
    ['1,928个、1 928个、１９２８个', ['none 1928 个', 'none 1928 个', 'none 1928 个']],
    ['百分之三十、百分之三点五、18.6%', ['none 30 %', 'none 3.5 %', 'none 18.6 %']],
    ['0.16亿元', ['none 16000000 元']],
    ['3至5家，10—20个', ['none 3–5 家', 'none 10–20 个']],
    ['5 批 \n\n次，共计 16 件', ['none 5 批次', 'none 16 件']],
    ['启动两批共 18 家', ['none 2 批', 'none 18 家']],
    ['对 9 市(州)实施', ['none 9 市(州)']],
    ['等 10 部门', ['none 10 部门']],
    ['20多万元', ['odd 200000 元']],
    ['百余家、近百家', ['odd 100 家', 'near 100 家']],
    ['签约18家、节约30万元', ['none 18 家', 'none 300000 元']],
    ['附近3个', ['none 3 个']],
    ['99420318.47元', ['none 99420318.47 元']],
  ])('%s', (text, expected) => {
    expect(say(text)).toEqual(expected);
  });

  test.each([
    '进一步统一思想，一批、一个、一项、一系列',
    '逐一落实，万一有误，千方百计',
    '两手抓、双一流、三三两两',
  ])('%s has none', (text) => {
    expect(say(text)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['吉科发规划〔2025〕59号', ['吉科发规划〔2025〕59号']],
    ['省十四届人大四次会议', ['十四届', '四次会议']],
    ['一、关于\n(一)主要措施\n1.在加大', ['一、', '(一)', '1.']],
    ['人才政策 3.0 版', ['3.0版']],
    ['“1+N”政策体系、破除“四唯”', ['“1+N”', '“四唯”']],
    ['“十四五”规划', ['“十四五”']],
    ['“雷霆 2024”专项', ['“雷霆2024”']],
    ['2024年底、2024—2026年、2025年5月27日', ['2024年底', '2024—2026年', '2025年5月27日']],
    ['二〇二五年五月', ['二〇二五年五月']],
    ['《三年行动方案（2024—2026年）》', ['《三年行动方案（2024—2026年）》']],
    ['第182号建议、第51条', ['第182号', '第51条']],
    ['电话：0431-88888888', ['0431-88888888']],
    ['GB/T 9704-2012', ['T 9704-2012']],
  ])('%s is no quantity', (text, expected) => {
    expect({ others: others(text), quantities: say(text) }).toEqual({ others: expected, quantities: [] });
  });

  test('digits of two lines or two cells are never joined', () => {
    expect(say('共12\n345家')).toEqual(['none 12', 'none 345 家']);
    expect(say('39项\t1200万元')).toEqual(['none 39 项', 'none 12000000 元']);
  });

  test.each<[string, string[]]>([
    ['指标\t单位\t数值\n赋权成果\t项\t1928', ['none 1928 项']],
    ['项目（项）\t资金（万元）\n39\t1200', ['none 39 项', 'none 12000000 元']],
    ['单位：万元\n赛马机制\t1200\n区域创新\t540', ['none 12000000 元', 'none 5400000 元']],
    ['合同金额（亿元）\t1.6', ['none 160000000 元']],
  ])('a table says the unit: %j', (text, expected) => {
    expect(say(text)).toEqual(expected);
  });

  test('any text is read without end or overlap, and every number stands where it is said to', () => {
    const piece = fc.constantFrom(
      ...'0123456789.,，。、 \n\t一二三十百千万亿余约近超至—个家项元%年月日第〔〕《》“”（）()之多'.split(''),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const read = compact(text);
        const numbers = findNumbers(read);
        let reached = 0;
        for (const number of numbers) {
          expect(number.start).toBeGreaterThanOrEqual(reached);
          expect(number.end).toBeGreaterThan(number.start);
          reached = number.end;
          expect(read.at[number.end - 1]).toBeLessThan(text.length);
        }
        expect(reached).toBeLessThanOrEqual(read.chars.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a letter's own date", () => {
  test.each([
    [['正文', '  吉林省科学技术厅 ', '  2025 年 5 月 27 日     ', ''], '2025-05-27'],
    [['2024年1月1日起施行', '正文'], undefined],
    [['2025年2月30日'], undefined],
    [[], undefined],
  ])('%j: %s', (lines, day) => {
    expect(letterDay(lines)).toBe(day);
  });
});

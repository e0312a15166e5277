/** Finds every number of a text: quantities with unit and qualifier, and what is no quantity (dates, numbers of documents, names, list marks). Pure. */
import type { StatedQualifier } from '#kernel/figures/phrase.ts';
import type { Words } from '#kernel/contract/words.ts';
import {
  inThousands,
  multiplierPattern,
  numeralCharacters,
  readArabic,
  stateNumeral,
  type Stated,
} from './numerals.ts';
import { tableUnit } from './table-unit.ts';
import type { Compact } from './text.ts';

/** A stretch of the compact text. */
interface Span {
  start: number;
  end: number;
}

/** A number that counts or measures something. */
export interface Quantity extends Span {
  kind: 'quantity';
  /** Where the number itself begins, behind its qualifier. */
  numberStart: number;
  stated: Stated;
  /** Upper end of a range (3至5家); `stated` is then the lower. */
  upTo: Stated | null;
  qualifier: StatedQualifier;
  /** The number itself is allowed too: 以上, 至少. */
  inclusive: boolean;
  /** Measure word or unit as printed; empty when none follows. */
  measure: string;
  /** Written in Chinese numerals. */
  inWords: boolean;
}

/** A number that is none of the text's quantities. */
export interface OtherNumber extends Span {
  kind: 'other';
  why: Words;
}

export type FoundNumber = Quantity | OtherNumber;

const numeral = `[${numeralCharacters}]`;
const word = (zh: string, en: string): Words => ({ zh, en });

/** What is no quantity, in the order of precedence; the first that fits takes the stretch. */
const others: readonly { pattern: RegExp; why: Words; atLineStart?: true }[] = [
  { pattern: /\d{19,}/g, why: word('号码', 'Number of something') },
  { pattern: /《[^》]{1,120}》/g, why: word('文件名称', 'Title of a document') },
  {
    pattern: /[\u4e00-\u9fff]{0,8}[〔[【（(](?:19|20)\d{2}[〕\]】）)](?:第)?\d{1,5}号?/g,
    why: word('发文字号', 'Number of a document'),
  },
  {
    pattern: new RegExp(
      `(?:${numeral}{1,3}、|[（(](?:${numeral}{1,3}|\\d{1,2})[)）]|\\d{1,2}[.．、](?!\\d)|\\d{1,2}[)）]|[①-⑳])`,
      'g',
    ),
    why: word('序号', 'List mark'),
    atLineStart: true,
  },
  {
    pattern: new RegExp(
      `(?<=[。；;：:，\\n]|^)(?:\\d{1,2}[.．、](?!\\d)|[（(](?:${numeral}{1,3}|\\d{1,2})[)）]|[①-⑳])`,
      'g',
    ),
    why: word('序号', 'List mark'),
  },
  {
    pattern: /(?<=[。；;：:，、\n]|^)第?[一二三四五六七八九十]{1,2}(?:是|则(?!新闻))/g,
    why: word('序号', 'List mark'),
  },
  {
    pattern: /(?:19|20)\d{2}年?度?(?:至|到|—{1,2}|-|－|–|~|～)(?:19|20)?\d{2}(?:学年|年度?|财年)/g,
    why: word('日期', 'Date'),
  },
  {
    pattern:
      /(?:19|20)\d{2}(?:学年|年)(?:度)?(?:(?:上|下)半年|第?[一二三四1-4]季度|\d{1,2}月(?:份|底|末|初|上旬|中旬|下旬)?(?:\d{1,2}日)?(?:(?:至|到|—{1,2}|-|－|–|~|～)\d{1,2}(?:月(?:\d{1,2}日)?|日))?)?(?:底|末|初)?/g,
    why: word('日期', 'Date'),
  },
  {
    pattern: /(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)/g,
    why: word('日期', 'Date'),
  },
  {
    pattern:
      /(?<!\d)(?:1[0-2]|[1-9])月(?:(?:[12]\d|3[01]|[1-9])日|份|底|末|初|上旬|中旬|下旬)?(?:(?:至|到|—{1,2}|-|－|–|~|～)(?:(?:1[0-2]|[1-9])月)?(?:(?:[12]\d|3[01]|[1-9])日)?)?/g,
    why: word('日期', 'Date'),
  },
  { pattern: /(?<![\d.])(?:[12]\d|3[01]|[1-9])日(?![元内])/g, why: word('日期', 'Date') },
  { pattern: /(?<!\d)\d{1,2}[:：][0-5]\d(?!\d)/g, why: word('时间', 'Time') },
  {
    pattern:
      /[一二][〇零○一二三四五六七八九]{3}年(?:[一二三四五六七八九十]{1,2}月)?(?:[一二三四五六七八九十]{1,3}日)?/g,
    why: word('日期', 'Date'),
  },
  {
    pattern: /[一二三四五六七八九十]{1,2}月(?:份|[一二三四五六七八九十]{1,3}日)/g,
    why: word('日期', 'Date'),
  },
  { pattern: /(?:第?[一二三四1-4]季度|[12]\d年(?:底|末|初))/g, why: word('日期', 'Date') },
  {
    pattern: new RegExp(`第?(?:${numeral}{1,4}|\\d{1,3})届(?:${numeral}{1,3}次?(?:中)?全?会?)?`, 'g'),
    why: word('届次', 'Session'),
  },
  {
    pattern: new RegExp(`第?(?:${numeral}{1,3}|\\d{1,2})(?:次|中)(?:全体)?(?:会议|全会)`, 'g'),
    why: word('届次', 'Session'),
  },
  { pattern: /十[一二三四五六七八九]大(?![学型中量赛类])|二十大/g, why: word('届次', 'Session') },
  {
    pattern: /“?十[一二三四五六七]五”?(?=规划|期间|时期|以来|末|[\u4e00-\u9fff”]|$)/g,
    why: word('规划名称', 'Name of a plan'),
  },
  {
    pattern: new RegExp(
      `第(?:${numeral}{1,5}|\\d{1,6}(?:[.-]\\d{1,6}){0,5})[号条款项章节届次批位名期类轮季卷版编部代方线站阶步师]?`,
      'g',
    ),
    why: word('次序', 'Ordinal'),
  },
  {
    pattern:
      /(?:前|后|TOP|Top|排名|排|位列|位居|居)(?:全国|全省)?(?:第)?\d{1,4}(?:位|名|强)?(?![\d.]|[个家项万亿])/g,
    why: word('位次', 'Rank'),
  },
  { pattern: /[“"‘][^”"’“‘\n]{1,18}[”"’]/g, why: word('名称', 'Name') },
  { pattern: /\d{1,6}(?:\+[A-Za-z\d]{1,10}){1,8}/g, why: word('名称', 'Name') },
  {
    pattern: /[Vv]?\d{1,6}(?:\.\d{1,6}){1,4}版|\d{1,6}(?:\.\d{1,6})?版|[Vv]\d{1,6}(?:\.\d{1,6}){0,4}/g,
    why: word('版本', 'Version'),
  },
  { pattern: /[A-Za-z]{1,20}[-/ ]?\d{1,20}(?:[.-]\d{1,20}){0,6}[A-Za-z]{0,20}/g, why: word('代号', 'Code') },
  { pattern: /(?<![\d.])\d{1,2}[GKD](?![A-Za-z\d])/g, why: word('代号', 'Code') },
  {
    pattern:
      /(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)|(?<!\d)\d{7,8}(?![\d.,])(?!(?:个|家|项|名|人|件|元|万|亿|余|多|吨|户))/g,
    why: word('电话或号码', 'Telephone or number'),
  },
  {
    pattern: /(?<![\d.,])\d{6}(?![\d.,])(?!(?:个|家|项|名|人|件|元|万|亿|余|多|吨|户|辆|台|套|条))/g,
    why: word('号码', 'Number of something'),
  },
  {
    pattern: /(?<!\d)\d{9,40}[Xx]?(?!\d)(?!(?:个|家|项|名|人|件|元|万|亿|余|多|吨|户))/g,
    why: word('号码', 'Number of something'),
  },
  { pattern: /(?<!\d)(?:985|211)(?=工程|高校|院校|大学|、)/g, why: word('名称', 'Name') },
  { pattern: /[—–-]{1,3}\d{1,4}[—–-]{1,3}/g, why: word('页码', 'Page number') },
  { pattern: /(?<!\d)\d{1,3}[:：]\d{1,3}(?!\d)/g, why: word('比例', 'Ratio') },
  {
    pattern: new RegExp(
      `[“”]?(?:${numeral}|\\d)(?:唯|链|化|位一体|网通办|带一路|国两制|手抓|个务必|个确立|个维护|个意识|个自信|乡一|心一意|农(?:业|村)?问题|甲医院|产融合|不误|方案)`,
      'g',
    ),
    why: word('习用语', 'Set phrase'),
  },
];

/** Measure words, longest first. */
const measures = [
  '个市(州)',
  '个市（州）',
  '市(州)',
  '市（州）',
  '个市州',
  '市州',
  '个地级市',
  '地级市',
  '个设区市',
  '设区市',
  '个地区',
  '地区',
  '个部门',
  '部门',
  '个方面',
  '方面',
  '大方面',
  '个百分点',
  '百分点',
  '批次',
  '人次',
  '件次',
  '场次',
  '家次',
  '班次',
  '平方公里',
  '平方千米',
  '平方米',
  '立方米',
  '公里',
  '千米',
  '公斤',
  '千克',
  '毫米',
  '厘米',
  '公顷',
  '个工作日',
  '工作日',
  '小时',
  '分钟',
  '个月',
  '年',
  '周',
  '天',
  '日',
  '学时',
  '周岁',
  '岁',
  '美元',
  '欧元',
  '港元',
  '日元',
  '人民币',
  '元',
  '块',
  '吨',
  '亩',
  '米',
  '度',
  '千瓦',
  '兆瓦',
  '千瓦时',
  '标准煤',
  '升',
  '人',
  '名',
  '位',
  '户',
  '家',
  '个',
  '项',
  '件',
  '条',
  '批',
  '起',
  '例',
  '宗',
  '所',
  '座',
  '处',
  '部',
  '套',
  '台',
  '篇',
  '份',
  '张',
  '场',
  '次',
  '期',
  '届',
  '种',
  '类',
  '门',
  '支',
  '只',
  '辆',
  '艘',
  '架',
  '款',
  '片',
  '级',
  '倍',
  '成',
  '%',
  '‰',
  '％',
  '亿元',
  '万元',
  '户次',
  '卷',
  '册',
  '颗',
  '株',
  '头',
  '对',
  '组',
  '轮',
  '道',
  '层',
  '步',
  '点',
  '国',
  '县',
  '市',
  '区',
  '校',
  '院',
  '单位',
  '企业',
  '高校',
  '院所',
  '中心',
  '平台',
  '项目',
  '举措',
  '措施',
  '字',
  '页',
  '课',
  '堂',
  '站',
  '间',
  '栋',
  '棵',
  '枚',
  '幅',
  '首',
  '本',
  '盒',
  '箱',
  '担',
  '克',
  '斤',
  '赫兹',
  '千伏',
  '伏',
  '分',
  '秒',
  '代',
  '星',
  '折',
].toSorted((one, other) => other.length - one.length);
const escape = (text: string): string => text.replaceAll(/[()[\]{}.*+?^$|\\%]/g, '\\$&');
const measurePattern = measures.map(escape).join('|');

/** Measures with which a Chinese numeral is a count and not a turn of phrase. */
const countedInWords =
  /^(?:批次?|家|个|项|名|人|件|条|所|座|起|例|部|套|台|户|元|吨|年|个?部门|个?地区|个?方面|个?市[(（]州[)）]|个?市州|位|篇|种|类|场|次|%|平台|中心|企业|单位|高校|院所|项目|措施|举措|个?百分点|倍|万元|亿元|人次|个月|天|处)$/;

const before: readonly [RegExp, StatedQualifier][] = [
  [/(?:超过了?|超出|突破了?|(?<![成])超(?:过)?|逾)$/, 'over'],
  [/(?:(?<!节|签|契|制|条|合|公|特|婚|预|大|解|邀|履|违|缔)约为?|大约为?|大概|左右约)$/, 'about'],
  [/(?:将近|接近|(?<!最|附|相|邻|贴|靠|临|就|远|逼)近|不足|不到)$/, 'near'],
  [/(?:至少|不少于|不低于)$/, 'over'],
];

const numberPattern = new RegExp(
  [
    // Per cent in words.
    `百分之(?<percent>${numeral}{1,8}(?:点${numeral}{1,8})?|\\d{1,9}(?:\\.\\d{1,9})?)`,
    // Arabic digits with separators, or a Chinese numeral; then 余 or 多, a multiplier, 余 or 多.
    `(?<arabic>\\d{1,3}(?:,\\d{3}){1,6}(?:\\.\\d{1,18})?|(?<![\\d ])\\d{1,3}(?: \\d{3}){1,6}(?![\\d])(?:\\.\\d{1,18})?|\\d{1,18}(?:\\.\\d{1,18})?)(?<odd1>余|多)?(?<times>${multiplierPattern})?(?<odd2>余|多)?(?<unit1>${measurePattern})?(?<odd3>余(?=[\\u4e00-\\u9fff]))?`,
    `(?<chinese>${numeral}{1,20})(?<odd4>余|多)?(?<times2>万亿|万|亿)?(?<odd5>余|多)?(?<unit2>${measurePattern})?`,
  ].join('|'),
  'g',
);

const rangeMark = /^(?:至|到|—{1,2}|-|－|–|~|～)$/;

/** Every number of a compact text, in its order. */
export function findNumbers(text: Compact): FoundNumber[] {
  const { chars } = text;
  const taken = new Uint8Array(chars.length);
  const found: FoundNumber[] = [];
  const isFree = (start: number, end: number): boolean => {
    for (let i = start; i < end; i++) if (taken[i] === 1) return false;
    return true;
  };
  const take = (start: number, end: number): void => {
    taken.fill(1, start, end);
  };
  for (const { pattern, why, atLineStart } of others) {
    for (const match of chars.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (match[0] === '' || !isFree(start, end)) continue;
      if (atLineStart && !text.lineStarts.has(start)) continue;
      if (!isOther(why, match[0], chars, start, end)) continue;
      take(start, end);
      if (saysNumber(match[0], why)) found.push({ kind: 'other', start, end, why });
    }
  }
  for (const match of chars.matchAll(numberPattern)) {
    const start = match.index;
    const end = start + match[0].length;
    if (!isFree(start, end)) {
      const rest = trimTaken(match, taken);
      if (rest) pushQuantity(found, chars, rest.match, rest.start);
      continue;
    }
    pushQuantity(found, chars, match, start);
  }
  found.sort((one, other) => one.start - other.start || other.end - one.end);
  return joinRanges(found, chars).filter(withoutOverlap());
}

/** A number whose tail was taken by something else (一 of “一带一路”) is not read in part. */
function trimTaken(
  match: RegExpExecArray,
  taken: Uint8Array,
): { match: RegExpExecArray; start: number } | null {
  const { arabic } = match.groups ?? {};
  if (arabic === undefined) return null;
  for (let i = match.index; i < match.index + arabic.length; i++) if (taken[i] === 1) return null;
  return { match, start: match.index };
}

function withoutOverlap(): (number: FoundNumber) => boolean {
  let reached = -1;
  return (number) => {
    if (number.start < reached) return false;
    reached = number.end;
    return true;
  };
}

const arabicDigit = /\d/;
/** A name is told of when it looks like a number: “四唯”, “1+N”, “十四五”. */
const saysNumber = (text: string, why: Words): boolean =>
  arabicDigit.test(text) ||
  (why.en === 'Name' || why.en === 'Title of a document'
    ? new RegExp(`^[“"‘]${numeral}|十[一二三四五六七]五|${numeral}年`).test(text)
    : new RegExp(numeral).test(text));

/** Exceptions to what the patterns take. */
function isOther(why: Words, text: string, chars: string, start: number, end: number): boolean {
  switch (why.en) {
    case 'Title of a document':
      return true;
    case 'Name':
      // A quoted stretch is a name unless it counts something that goes on behind the quotation.
      return (
        !/^[“"‘]\d+[”"’]$/.test(text) || !new RegExp(`^(?:${measurePattern})`).test(chars.slice(end, end + 4))
      );
    case 'Number of something':
      return !/^(?:19|20)\d{4}$/.test(text) || start >= 0;
    default:
      return true;
  }
}

/** “一个”, “一批”, “一项”: an article, not a count. */
const article = /^[一]$/;

function pushQuantity(found: FoundNumber[], chars: string, match: RegExpExecArray, start: number): void {
  const groups = match.groups ?? {};
  const { percent, arabic, chinese } = groups;
  if (percent !== undefined) {
    const stated = arabicDigit.test(percent) ? readArabic(percent, '') : percentInWords(percent);
    if (stated) found.push(quantity(chars, start, match[0].length, stated, '', '%', true));
    return;
  }
  if (arabic !== undefined) {
    const digits = arabic.replaceAll(/[, ]/g, '');
    const table = groups.unit1 === undefined && groups.times === undefined ? tableUnit(chars, start) : null;
    const stated = readArabic(digits, groups.times ?? table?.multiplier ?? '');
    const odd = groups.odd1 ?? groups.odd2 ?? (groups.times ? groups.odd3 : undefined) ?? '';
    let length = match[0].length;
    if (groups.odd3 !== undefined && !groups.times) length -= groups.odd3.length;
    found.push(quantity(chars, start, length, stated, odd, groups.unit1 ?? table?.measure ?? '', false));
    return;
  }
  if (chinese === undefined) return;
  const odd = groups.odd4 ?? groups.odd5 ?? '';
  const measure = groups.unit2 ?? '';
  if (measure === '' || !countedInWords.test(measure)) return;
  if (article.test(chinese) || /^[零〇○]/.test(chinese)) return;
  const stated = stateNumeral(chinese + (groups.times2 ?? ''));
  if (!stated) return;
  const one = quantity(chars, start, match[0].length, stated, odd, measure, true);
  // 百家, 千万: alone they are a turn of phrase; with a qualifier they count.
  if (/^[十百千万亿]+$/.test(chinese) && chinese !== '十' && one.qualifier === 'none') return;
  if (isTurnOfPhrase(chars, start, start + match[0].length)) return;
  found.push(one);
}

/** 三三两两, 一五一十, 两两; 万一, 统一, 唯一, 之一: numerals that are parts of words. */
const wordBefore =
  /(?:统|唯|之|第|同|逐|专|单|归|初|其|某|每|进|有|划|任|合而为|万|周|惟|独|另|星期|礼拜|数|几|上|好|成|无|若|整|许|亦|再|不)$/;
function isTurnOfPhrase(chars: string, start: number, end: number): boolean {
  const previous = chars.slice(Math.max(0, start - 3), start);
  return wordBefore.test(previous) || /^[三两几]/.test(chars.slice(end, end + 1));
}

function percentInWords(text: string): Stated | null {
  const [whole = '', fraction] = text.split('点');
  const read = stateNumeral(whole);
  if (!read || fraction === undefined) return read;
  const digits = [...fraction].map((character) => stateNumeral(character)?.value ?? '');
  return readArabic(`${read.value}.${digits.join('')}`, '');
}

/** Units that are a thousandth of another: the quantity is stated in the larger. */
const thousandths: Readonly<Record<string, string>> = { 公斤: '吨', 千克: '吨' };

function quantity(
  chars: string,
  numberStart: number,
  length: number,
  stated: Stated,
  odd: string,
  measure: string,
  inWords: boolean,
): Quantity {
  let end = numberStart + length;
  let start = numberStart;
  let qualifier: StatedQualifier = odd === '' ? 'none' : 'odd';
  const ahead = chars.slice(Math.max(0, numberStart - 8), numberStart);
  let inclusive = /(?:至少|不少于|不低于)$/.test(ahead);
  for (const [pattern, name] of before) {
    const match = pattern.exec(ahead);
    if (!match) continue;
    qualifier = name;
    start = numberStart - match[0].length;
    break;
  }
  const behind = /^(?:左右|上下|以上|余)/.exec(chars.slice(end, end + 2));
  if (behind && qualifier === 'none') {
    qualifier = behind[0] === '以上' ? 'over' : behind[0] === '余' ? 'odd' : 'about';
    inclusive = behind[0] === '以上';
    end += behind[0].length;
  }
  const larger = thousandths[measure];
  return {
    kind: 'quantity',
    start,
    end,
    numberStart,
    stated: larger === undefined ? stated : inThousands(stated),
    upTo: null,
    qualifier,
    inclusive,
    measure: larger ?? measure,
    inWords,
  };
}

/** 3至5家, 3—5家: one quantity with two ends. */
function joinRanges(found: readonly FoundNumber[], chars: string): FoundNumber[] {
  const joined: FoundNumber[] = [];
  for (const number of found) {
    const last = joined.at(-1);
    if (
      last?.kind === 'quantity' &&
      number.kind === 'quantity' &&
      last.upTo === null &&
      number.qualifier === 'none' &&
      rangeMark.test(chars.slice(last.end, number.start)) &&
      (last.measure === '' || last.measure === number.measure) &&
      Number(last.stated.value) < Number(number.stated.value)
    ) {
      joined[joined.length - 1] = { ...last, end: number.end, upTo: number.stated, measure: number.measure };
    } else joined.push(number);
  }
  return joined;
}

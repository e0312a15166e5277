/** Finds every number of a text: quantities with unit and qualifier, and what is no quantity (dates, numbers of documents, names, list marks). Pure. */
import type { StatedQualifier } from '#kernel/figures/phrase.ts';
import type { Words } from '#kernel/contract/words.ts';
import { inThousands, multiplierPattern, readArabic, stateNumeral, type Stated } from './numerals.ts';
import { countedInWords, measurePattern, numeral, others } from './number-words.ts';
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
  // 队伍, 大陆: a single formal numeral is part of a word.
  if (/^[壹贰叁肆伍陆柒捌玖拾佰仟萬億]$/.test(chinese)) return;
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

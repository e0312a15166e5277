/** For which years, batches, named records and days a quantity is stated. Pure. */
import type { Figure } from '#kernel/figures/figure.ts';
import type { Words } from '#kernel/contract/words.ts';
import { maskTitles, type Place, type Reading, type Scene } from './scene.ts';
import type { FoundNumber, OtherNumber, Quantity } from './quantities.ts';

const year = /(19|20)\d{2}(?=年|学年)/g;
const sinceYear = /以来|起$/;
const manyYears =
  /(?:近|过去|连续)[两三四五六七八九十\d]{1,2}年|“?十[三四五]五”?(?:以来|期间)|(?:19|20)\d{2}年?(?:至|—|-|–|~|～|到)(?:19|20)\d{2}年|[两三四五六七八九]年来/;

/** Years, batches and named records a quantity is stated for. */
export function resolveParameters(
  scene: Scene,
  figure: Figure,
  quantity: Quantity,
  place: Place,
  index: number,
): { readings: Reading[]; weak: Words | null } {
  const { chars, asOf } = scene;
  const sentence = chars.slice(place.sentence, quantity.start);
  const day = dayStated(sentence, asOf);
  let weak: Words | null = null;
  let options: Record<string, unknown>[] = [{}];
  const spread = (name: string, values: readonly unknown[]): void => {
    options = values.flatMap((value) => options.map((option) => ({ ...option, [name]: value })));
  };
  for (const [name, parameter] of Object.entries(figure.params)) {
    if (parameter.kind === 'year') {
      const stated = yearsStated(scene, quantity, place, index);
      if (/累计|总数|历年|总量/.test(chars.slice(place.clause, quantity.start))) {
        weak = { zh: '说的是历年累计', en: 'it is the total of all years' };
      }
      if (stated.many) weak = { zh: '说的是几年合计', en: 'it sums several years' };
      spread(
        name,
        stated.years.length > 0 ? stated.years : [Number(asOf.slice(0, 4)) - 1, Number(asOf.slice(0, 4))],
      );
    } else if (parameter.batch) {
      const batch = batchStated(chars.slice(place.sentence, place.ownEnd));
      if (batch === null) weak = { zh: '没有写明批次', en: 'the batch is not stated' };
      spread(name, batch === null ? [1] : [batch]);
    } else if (parameter.to) {
      const named = recordNamed(scene, parameter.to.id, quantity, place);
      if (named === null)
        weak = {
          zh: `没有写明${parameter.label.zh}`,
          en: `it is not stated which ${parameter.label.en.toLowerCase()}`,
        };
      else spread(name, [named]);
      if (named === null) return { readings: [], weak };
    } else return { readings: [], weak: { zh: '缺少参数', en: 'a parameter is not stated' } };
  }
  if (!('year' in figure.params)) {
    // A past year in its own clause makes it a count of that year, not of all until the day.
    const own = ownPeriod(chars, place, quantity);
    if (own !== null && own < Number(asOf.slice(0, 4)) && day === asOf && !sinceYear.test(sentence)) {
      weak ??= { zh: `写的是 ${own} 年当年的数`, en: `it is stated for the year ${own} alone` };
    }
  }
  return { readings: options.map((params) => ({ params, asOf: day })), weak };
}

/** The year said in the quantity's own clause, or in a clause before it that says nothing else. */
function ownPeriod(chars: string, place: Place, quantity: Quantity): number | null {
  const own = /((?:19|20)\d{2})年(?!以来|来|底|末|初)/.exec(
    maskTitles(chars.slice(place.clause, quantity.start)),
  );
  if (own) return Number(own[1]);
  const alone = /(?:^|[。；;\n，,])((?:19|20)\d{2})年度?(?:，|,)$/.exec(
    chars.slice(Math.max(0, place.clause - 12), place.clause),
  );
  return alone ? Number(alone[1]) : null;
}

function yearsStated(
  scene: Scene,
  quantity: Quantity,
  place: Place,
  index: number,
): { years: number[]; many: boolean; sure: boolean } {
  const answer = Number(scene.asOf.slice(0, 4));
  const sentence = scene.masked.slice(place.sentence, quantity.start);
  const paragraph = scene.masked.slice(place.paragraph, quantity.start);
  const many = manyYears.test(sentence);
  const inSentence = lastYear(sentence, answer, scene.numbers, place.sentence, index);
  if (inSentence !== null) return { years: [inSentence], many, sure: true };
  const inParagraph = lastYear(paragraph, answer, scene.numbers, place.paragraph, index);
  if (inParagraph !== null) {
    return { years: [...new Set([inParagraph, answer - 1, answer])], many, sure: false };
  }
  return { years: [], many, sure: false };
}

const relative: readonly [RegExp, number][] = [
  [/去年|上年|上一年/g, -1],
  [/今年|本年/g, 0],
  [/前年/g, -2],
];

/** The last year a stretch names, leaving out years in quoted names. */
function lastYear(
  stretch: string,
  answer: number,
  numbers: readonly FoundNumber[],
  offset: number,
  index: number,
): number | null {
  const isDate = (at: number): boolean =>
    numbers
      .slice(0, index)
      .some(
        (number): number is OtherNumber =>
          number.kind === 'other' && number.why.en === 'Date' && number.start <= at && number.end > at,
      );
  let best: { at: number; year: number } | null = null;
  for (const match of stretch.matchAll(year)) {
    if (isDate(offset + match.index)) best = { at: match.index, year: Number(match[0]) };
  }
  for (const [pattern, by] of relative) {
    for (const match of stretch.matchAll(pattern)) {
      if (!best || match.index > best.at) best = { at: match.index, year: answer + by };
    }
  }
  return best?.year ?? null;
}

const ordinals = '一二三四五六七八九十';

/** 首批, 第一批, 第2批. */
function batchStated(stretch: string): number | null {
  const matches = [...stretch.matchAll(/首批|第([一二三四五六七八九十]|\d{1,2})批/g)];
  const last = matches.at(-1);
  if (!last) return null;
  if (last[1] === undefined) return 1;
  return /\d/.test(last[1]) ? Number(last[1]) : ordinals.indexOf(last[1]) + 1;
}

const normaliseName = (title: string): string =>
  title.replaceAll(/[\s《》“”"'（）()、，,]/g, '').replace('试行', '');

/** Shortest part of a record's title by which a text names it. */
const tellingPart = 5;

/** The record a text names nearest to a quantity, by the longest part of its title. */
function recordNamed(scene: Scene, register: string, quantity: Quantity, place: Place): string | null {
  const known = scene.names.get(register) ?? [];
  // Where there is but one, it need not be named.
  if (known.length === 1) return known[0]?.code ?? null;
  const stretches = [
    { text: scene.chars.slice(place.sentence, place.sentenceEnd), least: tellingPart },
    { text: scene.chars.slice(place.paragraph, quantity.start), least: tellingPart + 3 },
  ];
  for (const { text, least } of stretches) {
    const hay = normaliseName(text);
    let best: { code: string; length: number; share: number } | null = null;
    for (const { code, title } of known) {
      const name = normaliseName(title);
      const length = longestShared(name, hay, best?.length ?? 0);
      const share = length / Math.max(1, name.length);
      if (length < Math.min(least, name.length) || share < 0.5) continue;
      if (!best || length > best.length || (length === best.length && share > best.share)) {
        best = { code, length, share };
      }
    }
    if (best) return best.code;
  }
  return null;
}

/** Length of the longest part of `name` found in `hay`; parts not longer than `atLeast` need not be looked for. */
function longestShared(name: string, hay: string, atLeast: number): number {
  for (let length = name.length; length >= Math.max(2, atLeast); length--) {
    for (let from = 0; from + length <= name.length; from++) {
      if (hay.includes(name.slice(from, from + length))) return length;
    }
  }
  return 0;
}

const lastDay = (yearText: string, month: number): string => {
  const day = new Date(Date.UTC(Number(yearText), month, 0)).getUTCDate();
  return `${yearText}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

/** The day a sentence counts until: 截至2024年底, 截至2025年3月. Never after the day of the letter. */
function dayStated(sentence: string, asOf: string): string {
  const match = [
    ...sentence.matchAll(
      /(?:截至|截止到?|至|到)((?:19|20)\d{2})年(?:(?:(\d{1,2})月(?:(\d{1,2})日|底|末|份)?)|(底|末|年底))/g,
    ),
  ].at(-1);
  if (!match) return asOf;
  const [, yearText = '', month, day] = match;
  const stated =
    month === undefined
      ? `${yearText}-12-31`
      : day === undefined
        ? lastDay(yearText, Number(month))
        : `${yearText}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return stated < asOf ? stated : asOf;
}

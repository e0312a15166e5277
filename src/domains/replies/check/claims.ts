/** Which figures a quantity of a text claims to be: by the figures' own subject words, unit and period. Pure. */
import type { Figure } from '#kernel/figures/figure.ts';
import { unitOf } from '#kernel/contract/units.ts';
import type { Words } from '#kernel/contract/words.ts';
import { topicText } from './judge.ts';
import { resolveParameters } from './period.ts';
import { placeOf, type Place, type Reading, type Scene } from './scene.ts';
import type { Quantity } from './quantities.ts';

/** A figure a quantity may state. */
export interface Claim {
  figure: Figure;
  /** Readings to try, the likeliest first. */
  readings: readonly Reading[];
  /** 0: all words in its own clause … 3: some only earlier in the paragraph. */
  tier: number;
  /** How many of its groups of words are said in the number's own clause. */
  home: number;
  /** Characters between it and the words, a group on average. */
  distance: number;
  /** Letters of the words found; the longer, the more certain. */
  weight: number;
  /** Why a difference would prove nothing; the number may still hold. */
  weak: Words | null;
}

const none = 99;

interface Nearest {
  tier: number;
  distance: number;
  weight: number;
  /** One of the words stands in the quantity's own clause, outside its measure. */
  home: boolean;
}

/** The nearest occurrence of a word of a group: in which zone, and how far. */
function nearest(chars: string, words: readonly string[], at: Quantity, place: Place): Nearest {
  let best = { tier: none, distance: 0, weight: 0 };
  let home = false;
  const base = place.paragraph;
  const stretch = chars.slice(base, place.sentenceEnd);
  const consider = (tier: number, distance: number, word: string): void => {
    const better =
      tier < best.tier ||
      (tier === best.tier &&
        (distance < best.distance || (distance === best.distance && word.length > best.weight)));
    if (better) best = { tier, distance, weight: word.length };
  };
  for (const word of words) {
    const behind = at.start - base - word.length;
    const before = behind < 0 ? -1 : stretch.lastIndexOf(word, behind) + base;
    if (before >= base) {
      const distance = at.start - before - word.length;
      home ||= before >= place.clause;
      consider(before >= place.clause ? 0 : before >= place.sentence ? 1 : 3, distance, word);
    }
    const found = stretch.indexOf(word, at.start - base);
    if (found >= 0) {
      const after = found + base;
      const within = after + word.length <= place.ownEnd;
      // A measure word is no subject: 个地区, 部门.
      home ||= within && after + word.length > at.end;
      consider(
        within ? 0 : after < place.nextEnd ? 2 : 3,
        within ? Math.max(0, after - at.end) : (after - at.end) * 2,
        word,
      );
    }
  }
  return { ...best, home };
}

const moneyMeasures = new Set(['元', '人民币', '亿元', '万元']);
const timeMeasures = new Set([
  '年',
  '个月',
  '月',
  '天',
  '日',
  '周',
  '小时',
  '分钟',
  '个工作日',
  '工作日',
  '学时',
  '岁',
  '周岁',
  '秒',
]);
export const isTime = (quantity: Quantity): boolean => timeMeasures.has(quantity.measure);
export const isMoney = (quantity: Quantity): boolean => moneyMeasures.has(quantity.measure);

function fitsUnit(figure: Figure, quantity: Quantity): boolean {
  const unit = unitOf(figure.unit);
  if (unit.money) return isMoney(quantity) || (quantity.measure === '' && scaledUp(quantity));
  const measure = quantity.measure.replace('（', '(').replace('）', ')');
  return unit.measures.includes(measure);
}

/** 0.16亿, 1600万 without a unit: money more often than not. */
const scaledUp = (quantity: Quantity): boolean => quantity.stated.resolution.endsWith('0000');

/** A number without a unit is a figure's only where one of its words stands right before it: 赋权职务科技成果1928. */
const endsWithWord = (ahead: string, figure: Figure): boolean => {
  const said = ahead.replace(/(?:累计|共计|共|已|达到|达|为|到|：|:)+$/, '');
  return figure.says.all.some((words) => words.some((word) => said.endsWith(word)));
};

/** Figures a quantity states; the likeliest first. Those of which only some words are said are `partial`. */
export function claimsOf(
  scene: Scene,
  index: number,
): { full: Claim[]; partial: Figure[]; weak: Words | null } {
  const quantity = scene.numbers[index];
  if (quantity?.kind !== 'quantity') return { full: [], partial: [], weak: null };
  const place = placeOf(scene.chars, scene.numbers, index);
  const weak = weaknessOf(scene, quantity, place, index);
  const full: Claim[] = [];
  const partial: Figure[] = [];
  const own = scene.masked.slice(place.clause, place.ownEnd);
  // “共计16件”: it says nothing of its own and goes on from the clause before.
  const elliptical =
    topicText(scene.masked.slice(place.clause, quantity.start)) === '' &&
    topicText(scene.masked.slice(quantity.end, place.ownEnd)) === '';
  const bare = quantity.measure === '' && !scaledUp(quantity);
  const ahead = scene.masked.slice(place.clause, quantity.start);
  for (const figure of scene.figures) {
    if (!(bare ? endsWithWord(ahead, figure) : fitsUnit(figure, quantity))) continue;
    if (figure.says.not?.some((word) => own.includes(word))) continue;
    const groups = figure.says.all.map((words) => nearest(scene.masked, words, quantity, place));
    const tier = Math.max(...groups.map((group) => group.tier));
    if (bare && tier > 0) continue;
    if (tier === none) {
      const said = groups.filter((group) => group.tier === 0).length;
      if (said > 0 && said * 2 >= groups.length) partial.push(figure);
      continue;
    }
    const atHome =
      groups.some((group) => group.home || (group.tier === 0 && groups.length === 1)) || elliptical;
    const resolved = resolveParameters(scene, figure, quantity, place, index);
    full.push({
      figure,
      tier,
      home: groups.filter((group) => group.tier === 0).length,
      distance: groups.reduce((sum, group) => sum + group.distance, 0) / groups.length,
      weight: groups.reduce((sum, group) => sum + group.weight, 0),
      readings: resolved.readings,
      weak: weak ?? resolved.weak ?? (tier >= 3 || !atHome ? farAway : null),
    });
  }
  full.sort(
    (one, other) =>
      one.tier - other.tier ||
      other.home - one.home ||
      one.distance - other.distance ||
      other.weight - one.weight,
  );
  return { full, partial, weak };
}

const farAway: Words = {
  zh: '主题词只在前文出现，不足以断定',
  en: 'its subject is only said earlier, which is not enough to be sure',
};
const weaknesses: readonly {
  test: (ahead: string, own: string, behind: string) => boolean;
  why: Words;
}[] = [
  {
    test: (ahead, _, behind) =>
      /(?:由|从)[^，。；]{0,12}$/.test(ahead) && /^[^，。；]{0,8}(?:到|至|为)/.test(behind),
    why: { zh: '这是变化之前的数', en: 'it is what it was before' },
  },
  {
    test: (ahead) =>
      /(?:增长|增加|净增|提升|提高|下降|减少|降低|上升|节约|多出|多|少)了?(?:约|近|超过?)?$/.test(ahead),
    why: { zh: '这是增减的数量，不是总量', en: 'it is a change, not a total' },
  },
  {
    test: (ahead, own) => /其中/.test(own) || /其中[^。；]{0,20}$/.test(ahead),
    why: { zh: '这是其中的一部分', en: 'it is a part of the whole' },
  },
  {
    test: (_, own) =>
      /每(?!年|市|个?地区)|平均|人均|户均|单项|单个|最高|不超过|上限|最多|标准为|以内/.test(own),
    why: { zh: '这是标准或平均数', en: 'it is a rate or a limit' },
  },
  {
    test: (ahead, own) =>
      /力争|计划(?:于|在|到|用|新|再|投|建|培|引|安排|组织|支持|完成|开展|实现)|拟(?!定)|预计|目标|争取|将(?:达|超|新增|再|实现|力争|继续|建成|建设|培育|完成)|有望/.test(
        own,
      ) || /(?:力争|预计|争取)[^。；]{0,16}$/.test(ahead),
    why: { zh: '这是计划或目标', en: 'it is a plan or an aim' },
  },
  {
    test: (_, own) =>
      /全国(?!重点实验室|人大|政协|重点)|我国|全球|世界|国内外?(?!外高校)|兄弟省|外省|各省/.test(own),
    why: { zh: '说的不是本辖区', en: 'it speaks of another place' },
  },
];

/** Headings under which numbers are plans. */
const planHeading = /下步打算|下一步|工作打算|工作计划|工作安排|今后|目标任务|发展目标/;

const ofOnePart: Words = {
  zh: '说的是其中一地或一个单位',
  en: 'it speaks of one place or one organisation',
};
const listMark =
  /^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、]|[一二三四五六七八九十]是)+/;

/** Begins with the name of a place or of an organisation as its subject: 长春市培育…, 吉林大学转化…. */
const isOfOnePart = (stretch: string): boolean =>
  /^(?!与|和|对|向|依托|联合|支持|在|由|将|以|全|各|省|为|把|从|经|及|国家|促进|推动|组织|指导|鼓励|引导|围绕|面向)[\u4e00-\u9fff]{1,7}?(?:市(?![(（州场])|县|州(?![)）])|大学|学院|研究所|研究院|公司|集团|高新区|开发区|新区)/.test(
    stretch.replace(listMark, ''),
  );

function weaknessOf(scene: Scene, quantity: Quantity, place: Place, index: number): Words | null {
  const { masked, numbers } = scene;
  const previous = numbers
    .slice(0, index)
    .findLast((number) => number.kind === 'quantity' && number.start >= place.sentence);
  const from = Math.max(place.sentence, previous?.end ?? 0);
  const ahead = masked.slice(from, quantity.start);
  const own = masked.slice(place.clause, place.ownEnd);
  const behind = masked.slice(quantity.end, quantity.end + 12);
  for (const { test, why } of weaknesses) if (test(ahead, own, behind)) return why;
  if (/^(?:另|此外)/.test(own) && previous) {
    return { zh: '这是另外的数', en: 'it is another number' };
  }
  const whole = numbers
    .slice(0, index)
    .find(
      (number): number is Quantity =>
        number.kind === 'quantity' && number.start >= place.sentence && number.measure === quantity.measure,
    );
  if (whole && /其中|[^集]中[，,、：:]|包括|分别|[（(]/.test(masked.slice(whole.end, quantity.start))) {
    return { zh: '这是其中的一部分', en: 'it is a part of the whole' };
  }
  if (
    previous?.kind === 'quantity' &&
    previous.measure === quantity.measure &&
    /^[，,、]?(?:共计?|合计|总计)$/.test(ahead)
  ) {
    return { zh: '这是前面几项之和', en: 'it is the sum of what stands before' };
  }
  if (isOfOnePart(own) || isOfOnePart(masked.slice(place.sentence, quantity.start))) return ofOnePart;
  if (planHeading.test(headingBefore(scene, quantity.start))) {
    return { zh: '在“下步打算”一类标题之下', en: 'it stands under a heading of next steps' };
  }
  return null;
}

const headingLine =
  /(?:^|\n)((?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])[^\n。]{0,40})(?=\n|[（(])/g;

/** Headings of a text with their places. */
export const headingsOf = (masked: string): { at: number; text: string }[] =>
  [...masked.matchAll(headingLine)].map((match) => ({ at: match.index, text: match[1] ?? '' }));

const headingBefore = (scene: Scene, at: number): string =>
  scene.headings.findLast((heading) => heading.at < at)?.text ?? '';

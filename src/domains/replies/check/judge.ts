/** Whether a stated quantity agrees with a value, and which places of a text say the same thing. Pure. */
import { phraseHolds, type QualifierLimits } from '#kernel/figures/phrase.ts';
import type { Quantity } from './quantities.ts';

/** Decimal texts compared by value. */
export function compareDecimals(one: string, other: string): number {
  const parts = (text: string): [bigint, string] => {
    const [whole = '0', fraction = ''] = text.split('.');
    return [BigInt(whole), fraction.padEnd(20, '0')];
  };
  const [[a, b], [c, d]] = [parts(one), parts(other)];
  if (a !== c) return a < c ? -1 : 1;
  return b === d ? 0 : b < d ? -1 : 1;
}

/** Whether a value supports what a text states, by the meanings of the qualifiers. */
export function agrees(value: string, quantity: Quantity, limits: QualifierLimits): boolean {
  const { stated, upTo, qualifier, inclusive } = quantity;
  if (upTo) return compareDecimals(value, stated.value) >= 0 && compareDecimals(value, upTo.value) <= 0;
  if (inclusive && compareDecimals(value, stated.value) === 0) return true;
  const printed = {
    value: stated.value,
    resolution: qualifier === 'over' ? stated.step : stated.resolution,
    qualifier,
  };
  return phraseHolds(value, printed, limits);
}

/** What an uncited quantity is about: the words around it, for finding other places that say the same. */
export interface Topic {
  /** Words before it in its clause, without marks and figures. */
  before: string;
  /** First words behind it. */
  behind: string;
  measure: string;
  year: number | null;
}

/** Words that carry no subject. */
const filler =
  /(?:截至目前|截至|目前|全省|我省|全市|我市|全区|现有|拥有|共有|建有|建成|认定|数量|总数|共计|累计|总计|达到|达|共|约|超过|超|近|已|了|为|有|的|至|到)/g;

export const topicText = (text: string): string =>
  text.replaceAll(/[\d\s.,，。、；;：:“”"'（）()—\-%]/g, '').replaceAll(filler, '');

/** Letters of a shared end that make two subjects the same. */
const sharedEnd = 6;

function commonEnd(one: string, other: string): number {
  let length = 0;
  while (
    length < one.length &&
    length < other.length &&
    one[one.length - 1 - length] === other[other.length - 1 - length]
  ) {
    length += 1;
  }
  return length;
}

/** Whether two quantities speak of the same thing: same unit, same period, and words that end alike. */
export function sameTopic(one: Topic, other: Topic): boolean {
  if (one.measure !== other.measure || one.measure === '') return false;
  if (one.year !== other.year) return false;
  const end = commonEnd(one.before, other.before);
  const shorter = Math.min(one.before.length, other.before.length);
  // 国家技术转移机构 and 省级技术转移机构 end alike and are two things.
  if (end < sharedEnd || end < shorter) return false;
  return one.behind === '' || other.behind === '' || one.behind.slice(0, 2) === other.behind.slice(0, 2);
}

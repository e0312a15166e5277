/** Numbers as official Chinese texts write them, to exact decimal text. Pure; no floats. */

const digits: Readonly<Record<string, bigint>> = {
  零: 0n,
  〇: 0n,
  '○': 0n,
  一: 1n,
  二: 2n,
  两: 2n,
  三: 3n,
  四: 4n,
  五: 5n,
  六: 6n,
  七: 7n,
  八: 8n,
  九: 9n,
  壹: 1n,
  贰: 2n,
  叁: 3n,
  肆: 4n,
  伍: 5n,
  陆: 6n,
  柒: 7n,
  捌: 8n,
  玖: 9n,
};
const smallUnits: Readonly<Record<string, bigint>> = {
  十: 10n,
  百: 100n,
  千: 1000n,
  拾: 10n,
  佰: 100n,
  仟: 1000n,
};
const largeUnits: Readonly<Record<string, bigint>> = {
  万: 10_000n,
  亿: 100_000_000n,
  萬: 10_000n,
  億: 100_000_000n,
};

/** Characters a Chinese numeral is made of. */
export const numeralCharacters = '零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億';

/**
 * Reads a Chinese numeral (一百二十, 两千, 三万五千, 十): its value and the value of its last place, that is how
 * exactly it is said (两千 is said to the thousand). Null for what is none.
 */
export function readNumeral(text: string): { value: bigint; place: bigint } | null {
  if (text === '') return null;
  if ([...text].every((character) => character in digits)) {
    // Digits one after another: a year or a code, and a single digit.
    return { value: BigInt([...text].map((character) => String(digits[character])).join('')), place: 1n };
  }
  let total = 0n;
  let section = 0n;
  let pending: bigint | null = null;
  let place = 1n;
  let lastSmall = 10n ** 9n;
  for (const character of text) {
    const digit = digits[character];
    const small = smallUnits[character];
    const large = largeUnits[character];
    if (digit !== undefined) {
      if (pending !== null && pending !== 0n) return null;
      pending = digit;
      place = 1n;
    } else if (small !== undefined) {
      if (small >= lastSmall) return null;
      section += (pending ?? 1n) * small;
      pending = null;
      place = small;
      lastSmall = small;
    } else if (large !== undefined) {
      section += pending ?? 0n;
      if (section === 0n && total === 0n) section = 1n;
      total = large === 100_000_000n ? (total + section) * large : total + section * large;
      section = 0n;
      pending = null;
      place = large;
      lastSmall = 10n ** 9n;
    } else return null;
  }
  return { value: total + section + (pending ?? 0n), place };
}

const multipliers: Readonly<Record<string, bigint>> = {
  十: 10n,
  百: 100n,
  千: 1000n,
  万: 10_000n,
  十万: 100_000n,
  百万: 1_000_000n,
  千万: 10_000_000n,
  亿: 100_000_000n,
  十亿: 1_000_000_000n,
  百亿: 10_000_000_000n,
  千亿: 100_000_000_000n,
  万亿: 1_000_000_000_000n,
};

/** The multiplier words after Arabic digits, longest first, for an expression. */
export const multiplierPattern = Object.keys(multipliers)
  .toSorted((one, other) => other.length - one.length)
  .join('|');

/** Decimal text times a power of ten given as an integer. */
function scale(text: string, by: bigint): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const scaled = BigInt(whole + fraction) * by;
  if (fraction === '') return String(scaled);
  const padded = String(scaled).padStart(fraction.length + 1, '0');
  const head = padded.slice(0, -fraction.length);
  const tail = padded.slice(-fraction.length).replace(/0+$/, '');
  return tail === '' ? head : `${head}.${tail}`;
}

/** A number as stated: its value, and how exactly it is said. */
export interface Stated {
  /** Decimal text. */
  value: string;
  /** Value of one unit of the last printed digit: 1200万 is said to 万. */
  resolution: string;
  /** Value of the last digit that is not a filling zero: 1200万 stands at 百万. “Over” reaches up to the next of it. */
  step: string;
}

/** Arabic digits (with a decimal part, without separators) and the multiplier word after them. */
export function readArabic(text: string, multiplier: string): Stated {
  const by = multipliers[multiplier] ?? 1n;
  const [whole = '0', fraction = ''] = text.split('.');
  if (fraction !== '') {
    const last = scale(`0.${'0'.repeat(fraction.length - 1)}1`, by);
    return { value: scale(text, by), resolution: last, step: last };
  }
  const zeros = /^0*[1-9]\d*?(0*)$/.exec(whole)?.[1]?.length ?? 0;
  return {
    value: scale(whole, by),
    resolution: String(by),
    step: String(by * 10n ** BigInt(zeros)),
  };
}

/** A Chinese numeral as stated. */
export function stateNumeral(text: string): Stated | null {
  const read = readNumeral(text);
  if (!read) return null;
  const value = String(read.value);
  return { value, resolution: String(read.place), step: String(read.place) };
}

/** Decimal text a thousand times smaller. */
function thousandth(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const padded = whole.padStart(4, '0');
  const tail = `${padded.slice(-3)}${fraction}`.replace(/0+$/, '');
  const head = padded.slice(0, -3).replace(/^0+(?=\d)/, '');
  return tail === '' ? head : `${head}.${tail}`;
}

/** The same statement in a unit a thousand times larger: 28000公斤 as 吨. */
export const inThousands = ({ value, resolution, step }: Stated): Stated => ({
  value: thousandth(value),
  resolution: thousandth(resolution),
  step: thousandth(step),
});

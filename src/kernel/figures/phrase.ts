/**
 * How a figure is printed, and whether a printed number holds. Pure; decimal text in, no floats.
 * Source of the qualifiers' meanings: the dated parameters `figures.qualifier.*`.
 */
import type { Qualifier } from '#kernel/contract/evidence.ts';
import type { Unit } from '#kernel/contract/units.ts';
import type { Words } from '#kernel/contract/words.ts';

/** Decimal places kept in calculations: more than any record has. */
const places = 6;
const one = 10n ** BigInt(places);

/** Decimal text as an integer of millionths. */
function scaled(text: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) throw new Error(`no decimal number: ${text}`);
  const magnitude =
    BigInt(parts[2] ?? '0') * one + BigInt((parts[3] ?? '').padEnd(places, '0').slice(0, places));
  return parts[1] === '-' ? -magnitude : magnitude;
}

/** Millionths of `unit` as decimal text without trailing zeros. */
function spell(value: bigint, unit = 1n): string {
  const sign = value < 0n ? '-' : '';
  const magnitude = value < 0n ? -value : value;
  const whole = magnitude / (one * unit);
  const rest = magnitude % (one * unit);
  if (rest === 0n) return `${sign}${whole}`;
  const digits = String(rest)
    .padStart(String(one * unit).length - 1, '0')
    .replace(/0+$/, '');
  return `${sign}${whole}.${digits}`;
}

type Rounding = 'down' | 'nearest';

/** Nearest (half up) or lower multiple of `step`, for a magnitude. */
const roundTo = (value: bigint, step: bigint, rounding: Rounding): bigint =>
  ((rounding === 'nearest' ? value + step / 2n : value) / step) * step;

/** Keeps two significant digits. */
function twoDigits(value: bigint, rounding: Rounding): bigint {
  const length = String(value).length;
  return length <= 2 ? value : roundTo(value, 10n ** BigInt(length - 2), rounding);
}

const tenThousand = 10_000n;
const hundredMillion = 100_000_000n;

/** The printed number for a value: rounded as its qualifier says, and the qualifier that still applies. */
function printedNumber(
  value: bigint,
  qualifier: Qualifier,
  money: boolean,
): { value: bigint; qualifier: Qualifier } {
  if (value === 0n) return { value, qualifier: 'none' };
  switch (qualifier) {
    case 'about':
      return { value: twoDigits(value, 'nearest'), qualifier };
    case 'odd':
      return { value: twoDigits(value, 'down'), qualifier };
    case 'over': {
      const printed = twoDigits(value, 'down');
      // Exactly the printed number is not above it.
      return { value: printed, qualifier: printed === value ? 'none' : qualifier };
    }
    case 'none':
      return {
        value: money && value >= tenThousand * one ? roundTo(value, tenThousand * one, 'nearest') : value,
        qualifier,
      };
  }
}

/**
 * The phrase a letter prints: 超1.6亿元, 1000余万元, 约28吨, 39项.
 * `value`: decimal text in the unit; money is printed in 万元 or 亿元 by size.
 */
export function printPhrase(value: string, qualifier: Qualifier, unit: Unit): Words {
  const exact = scaled(value);
  const negative = exact < 0n;
  const printed = printedNumber(
    negative ? -exact : exact,
    negative ? 'none' : qualifier,
    unit.money === true,
  );
  const signed = negative ? -printed.value : printed.value;
  return {
    zh: printChinese(signed, printed.qualifier, unit),
    en: printEnglish(signed, printed.qualifier, unit),
  };
}

function printChinese(value: bigint, qualifier: Qualifier, unit: Unit): string {
  const before = qualifier === 'over' ? '超' : qualifier === 'about' ? '约' : '';
  const odd = qualifier === 'odd' ? '余' : '';
  const magnitude = value < 0n ? -value : value;
  if (unit.money) {
    // An amount with more than two decimals in 亿 reads better in 万.
    if (magnitude >= hundredMillion * one && magnitude % ((hundredMillion / 100n) * one) === 0n) {
      return `${before}${spell(value, hundredMillion)}亿${odd}元`;
    }
    if (magnitude >= tenThousand * one) return `${before}${spell(value, tenThousand)}${odd}万元`;
  }
  return `${before}${spell(value)}${odd}${unit.printed.zh}`;
}

function printEnglish(value: bigint, qualifier: Qualifier, unit: Unit): string {
  const before = { over: 'over ', about: 'about ', odd: 'just over ', none: '' }[qualifier];
  const magnitude = value < 0n ? -value : value;
  const grouped = (text: string): string => {
    const [whole = '', fraction] = text.split('.');
    const separated = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
    return fraction === undefined ? separated : `${separated}.${fraction}`;
  };
  if (unit.money) {
    return magnitude >= 1_000_000n * one
      ? `${before}CNY ${grouped(spell(value, 1_000_000n))} million`
      : `${before}CNY ${grouped(spell(value))}`;
  }
  return `${before}${grouped(spell(value))} ${value === one ? unit.name.en : unit.printed.en}`;
}

/** A qualifier a text may use: those a figure is printed with, and 近 (a little below). */
export type StatedQualifier = Qualifier | 'near';

/** What `约`, `余` and `近` allow, in percent; dated parameters of the platform. */
export interface QualifierLimits {
  aboutWithin: string;
  oddBelow: string;
  nearWithin: string;
}

/**
 * Whether a value supports a printed number.
 * `printed`, `resolution`: decimal text; resolution is the value of one unit of the last printed digit.
 * none: equal after rounding to the resolution; over: above it and below the next printed step; about: within
 * `aboutWithin` per cent; odd: from it to below `oddBelow` per cent more; near: below it by at most `nearWithin` per
 * cent.
 */
export function phraseHolds(
  value: string,
  printed: { value: string; resolution: string; qualifier: StatedQualifier },
  limits: QualifierLimits,
): boolean {
  const [actual, stated, step] = [scaled(value), scaled(printed.value), scaled(printed.resolution)];
  switch (printed.qualifier) {
    case 'none':
      return roundTo(actual, step, 'nearest') === stated;
    case 'over':
      return actual > stated && actual < stated + step;
    case 'about': {
      const distance = actual > stated ? actual - stated : stated - actual;
      return distance * 100n * one <= stated * scaled(limits.aboutWithin);
    }
    case 'near':
      return actual < stated && (stated - actual) * 100n * one <= stated * scaled(limits.nearWithin);
    case 'odd':
      return actual >= stated && (actual - stated) * 100n * one < stated * scaled(limits.oddBelow);
  }
}

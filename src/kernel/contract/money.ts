/**
 * Money: yuan to the fen. Decimal text at the doors and in the database, integer fen (bigint) in between,
 * never a floating-point number.
 */
import type { Language } from './words.ts';

/** At most fifteen digits of yuan: a larger amount is a typing error. */
const moneyPattern = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/;

/** Reads yuan text (`1200`, `1200.5`, `1200.50`) as fen; null when it is no amount to the fen. */
export function parseMoney(text: string): bigint | null {
  const parts = moneyPattern.exec(text);
  if (!parts) return null;
  const fen = BigInt(parts[2] ?? '0') * 100n + BigInt((parts[3] ?? '').padEnd(2, '0'));
  return parts[1] === '-' ? -fen : fen;
}

/** Writes fen as yuan text with two decimals. */
export function formatMoney(fen: bigint): string {
  const magnitude = fen < 0n ? -fen : fen;
  const text = `${magnitude / 100n}.${String(magnitude % 100n).padStart(2, '0')}`;
  return fen < 0n ? `-${text}` : text;
}

/** An exact amount for reading, with separators: `163,874,200.00`. */
export function spellMoney(yuan: string): string {
  const [whole = '0', cents = '00'] = yuan.split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')}.${cents.padEnd(2, '0')}`;
}

/** An amount by size for a table or label: 万元 or 亿元, at most two decimals, rounded as a phrase is. */
export function shortMoney(yuan: string, language: Language): string {
  const fen = parseMoney(yuan);
  if (fen === null) return yuan;
  const magnitude = fen < 0n ? -fen : fen;
  const sign = fen < 0n ? '-' : '';
  const scale = (unit: bigint): string => {
    const hundredths = (magnitude * 100n + unit * 50n) / (unit * 100n);
    const fraction = String(hundredths % 100n)
      .padStart(2, '0')
      .replace(/0+$/, '');
    return `${sign}${hundredths / 100n}${fraction === '' ? '' : `.${fraction}`}`;
  };
  if (language === 'en') {
    return magnitude >= 100_000_000n ? `CNY ${scale(1_000_000n)} million` : `CNY ${spellMoney(yuan)}`;
  }
  if (magnitude >= 10_000_000_000n) return `${scale(100_000_000n)}亿元`;
  if (magnitude >= 1_000_000n) return `${scale(10_000n)}万元`;
  return `${scale(1n)}元`;
}

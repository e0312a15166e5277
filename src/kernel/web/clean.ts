/** What was pasted or typed in another form, in the form a field takes; nothing is changed without being shown. */
import { parseMoney } from '#kernel/contract/money.ts';
import { isDay } from './address.ts';

const tenThousand = 4;
const hundredMillion = 8;

/** Moves the point of decimal text by places to the right: 1.3 by 4 is 13000. */
function shift(decimal: string, places: number): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  const digits = fraction.padEnd(places, '0');
  const moved = `${whole}${digits.slice(0, places)}`.replace(/^0+(?=\d)/, '');
  const rest = digits.slice(places).replace(/0+$/, '');
  return rest === '' ? moved : `${moved}.${rest}`;
}

/**
 * An amount in yuan from one with separators, full-width digits, signs or 万 and 亿: `￥1,234.50 元`, `1.3万元`. Null when
 * the text is an amount already, or no amount at all.
 */
export function cleanMoney(text: string): string | null {
  if (text.trim() === '' || parseMoney(text.trim()) !== null) return null;
  const plain = text
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
    .replace(/^(人民币|CNY|RMB|¥)/i, '')
    .replace(/(元整?|圆整?|CNY|RMB)$/i, '');
  const found = /^(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(万|亿)?$/.exec(plain);
  if (!found) return null;
  const decimal = (found[1] ?? '').replaceAll(',', '');
  const yuan =
    found[2] === undefined ? decimal : shift(decimal, found[2] === '万' ? tenThousand : hundredMillion);
  return parseMoney(yuan) === null ? null : yuan;
}

/** A whole or decimal number from one with separators or full-width digits; null as above. */
export function cleanNumber(text: string): string | null {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '');
  const number = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain;
  return number !== text.trim() && /^-?\d+(\.\d+)?$/.test(number) ? number : null;
}

/** A day from what people type: 20250507, 2025/5/7, 2025.5.7, 2025年5月7日. Null when it is one already, or none. */
export function cleanDay(text: string): string | null {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '');
  const found =
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain);
  if (!found) return null;
  const [, year = '', month = '', day = ''] = found;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return written !== text && isDay(written) ? written : null;
}

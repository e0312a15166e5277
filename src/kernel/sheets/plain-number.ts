/** Numbers as workbooks write them, as decimal text. */

/** Digits a spreadsheet keeps of a number. */
const keptDigits = 15;

/**
 * `1234567.8899999999` → `1234567.89`, `1.2E-3` → `0.0012`: the number of at most 15 digits the file means.
 * `lost` where a whole number has more digits than a spreadsheet keeps. Null for what is no number.
 */
export function plainNumber(written: string): { text: string; lost: boolean } | null {
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value)) return null;
  const lost = Math.abs(value) >= 10 ** keptDigits;
  return { text: expand(Number(value.toPrecision(keptDigits))), lost };
}

/** A number without an exponent. */
function expand(value: number): string {
  const text = String(value);
  const found = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!found) return text;
  const [, sign = '', whole = '', part = '', exponent = '0'] = found;
  const digits = whole + part;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0').slice(0, point)}${point < digits.length ? `.${digits.slice(point)}` : ''}`;
}

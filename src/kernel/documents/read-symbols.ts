/** Characters that stand for others: raised figures, symbol fonts, radicals in place of characters. */

const raised: Record<string, string> = Object.fromEntries(
  [...'0123456789+-()'].map((plain, index) => [plain, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾'][index] ?? plain]),
);

/** Raised figures as such, so that “1200” with a mark “1” is never read as 12001, and 10⁴ stays 10⁴. */
export const raiseDigits = (text: string): string =>
  text.replace(/[-0-9+()]/g, (plain) => raised[plain] ?? plain);

/** Characters of the fonts Symbol and Wingdings that letters use, by their code without 0xF000. */
const symbols: Record<string, Record<number, string>> = {
  symbol: {
    0xa3: '≤',
    0xb0: '°',
    0xb1: '±',
    0xb2: '″',
    0xb3: '≥',
    0xb4: '×',
    0xb7: '•',
    0xb8: '÷',
    0xb9: '≠',
    0xbb: '≈',
    0xd7: '·',
  },
  wingdings: {
    0x52: '☑',
    0x6c: '●',
    0x6e: '■',
    0x6f: '□',
    0x71: '□',
    0x75: '◆',
    0x9f: '•',
    0xa1: '○',
    0xa7: '▪',
    0xa8: '□',
    0xfb: '✗',
    0xfc: '✓',
    0xfd: '☒',
    0xfe: '☑',
  },
};
symbols['wingdings 2'] = { 0x50: '✓', 0x52: '☑', 0xa3: '□' };

/** Of the font Symbol, the signs and figures that stand where ASCII has them. */
const symbolAsAscii = /[ !%()+,./0-9:;<=>?[\]_{|}]/;

/** A `w:sym`: its font and hexadecimal code. � for a sign not known, so that nothing is left out in silence. */
export function symbolText(font: string, code: string): string {
  const value = /^[0-9a-f]{1,6}$/i.test(code) ? Number.parseInt(code, 16) : Number.NaN;
  if (Number.isNaN(value) || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return '\uFFFD';
  const own = value >= 0xf000 && value <= 0xf0ff ? value - 0xf000 : value;
  const name = font.trim().toLowerCase();
  const known = symbols[name]?.[own];
  if (known !== undefined) return known;
  const plain = String.fromCodePoint(own);
  if (name === 'symbol') return symbolAsAscii.test(plain) ? plain : '\uFFFD';
  if (/^(?:wingdings|webdings|marlett)/.test(name)) return '\uFFFD';
  return own < 0x20 ? '\uFFFD' : plain;
}

/** Radicals (⼀, ⽇) that some writers of PDF give for the characters (一, 日) of the same shape. */
export const replaceRadicals = (text: string): string =>
  text.replace(/[\u2e9f\u2ef3\u2f00-\u2fd5]/g, (radical) => radical.normalize('NFKC'));

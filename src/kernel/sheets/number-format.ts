/** What the number formats of a workbook say: which numbers are days, percents, or padded with zeros. */
import type { NumberFormat } from './cell.ts';

/** Formats a workbook may name by number without writing them (ECMA-376 18.8.30, with those of Chinese versions). */
const builtInDates = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Reads a format's code (`yyyy"年"m"月"`, `0.00%`, `000000`) or built-in number. */
export function readNumberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) {
    if (builtInDates(id)) return { as: 'date' };
    return id === 9 || id === 10 ? { as: 'percent' } : { as: 'plain' };
  }
  const [positive = ''] = code.split(';');
  const bare = positive
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\\./g, '')
    .replaceAll(/[_*]./g, '')
    // Colours, conditions and languages; `[h]` is elapsed time and stays.
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  if (/general/i.test(bare)) return { as: 'plain' };
  if (/[ymdhs年月日]/i.test(bare)) return { as: 'date' };
  if (bare.includes('%')) return { as: 'percent' };
  const zeros = /^0{2,}$/.exec(bare.trim());
  return zeros ? { as: 'padded', digits: zeros[0].length } : { as: 'plain' };
}

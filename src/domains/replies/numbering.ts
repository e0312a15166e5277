/** Document numbers: which comes next, how it is printed, what a printed one says. Pure. */

/** The next number of a series after the last one taken in its year; null when it is used up. */
export function nextSerial(
  { first, last }: { first: number; last: number },
  taken: number | null,
): number | null {
  const next = Math.max(first, (taken ?? 0) + 1);
  return next > last ? null : next;
}

/** A number as printed: 吉科发规划〔2025〕59号. */
export const printNumber = (
  { prefix, pattern }: { prefix: string; pattern: string },
  year: number,
  serial: number,
): string =>
  pattern
    .replaceAll('{prefix}', () => prefix)
    .replaceAll('{year}', String(year))
    .replaceAll('{n}', String(serial));

/** Whether numbers printed by a pattern can be told apart: year and serial once each, no digit beside the serial. */
export function isPlain(pattern: string, prefix: string): boolean {
  const parts = pattern.replaceAll('{prefix}', () => prefix).split(/\{(year|n)\}/);
  const [before = '', one, between = '', other, after = ''] = parts;
  if (parts.length !== 5 || one === other || !/\D/.test(between)) return false;
  const [left, right] = one === 'n' ? [before, between] : [between, after];
  return !/\d$/.test(left) && !/^\d/.test(right);
}

/** Year and serial of a printed number of a series; null when it is none of its. */
export function serialOf(
  series: { prefix: string; pattern: string },
  text: string,
): { year: number; serial: number } | null {
  const form = series.pattern
    .replaceAll('{prefix}', () => series.prefix)
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(String.raw`\{year\}`, String.raw`(?<year>\d{4})`)
    .replace(String.raw`\{n\}`, String.raw`(?<serial>\d{1,6})`);
  const { year, serial } = new RegExp(`^${form}$`, 'u').exec(text)?.groups ?? {};
  return year === undefined || serial === undefined ? null : { year: Number(year), serial: Number(serial) };
}

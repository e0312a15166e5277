/**
 * A text made ready for reading: blanks and broken lines taken out, with the way back to every place. Extracted
 * letters break lines in the middle of “1200 万 / 元”, and put blanks into “主 要 措 施”.
 */

import { DateText } from '#kernel/contract/record.ts';

/** A text without blanks, and where each character came from. */
export interface Compact {
  /**
   * Characters kept; `\n` where a paragraph ends, `\t` between cells, a blank between Latin letters or digits that
   * stood apart, `\v` where a line broke between such.
   */
  readonly chars: string;
  /** Offset in the whole text of each. */
  readonly at: readonly number[];
  /** Places in `chars` at which an original line begins. */
  readonly lineStarts: ReadonlySet<number>;
}

const blank = /[\s\u00a0\u2000-\u200b\u3000\ufeff]/;
const latin = /[0-9A-Za-z]/;
const noteMark = /[¹²³⁰⁴-⁹]/;
const terminal = /[。！？；：:;!?]["”’）)】》]?$/;

/** Line begins with a heading's or a list's mark, blanks inside it ignored. */
const mark =
  /^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|[（(]\d{1,2}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[章节条])/;

const squeeze = (line: string): string => [...line].filter((character) => !blank.test(character)).join('');

/** A line cut in the middle of a quantity, and the line that goes on with it. */
const cutNumber = /\d[余多]?(?:[千百]?[万亿]|批|人)?$/;
const unitFirst = /^(?:[余多]?[万亿元]|个|家|项|人|名|件|吨|批|次|条|%)/;

/** Shortest line that says something about how a text was broken. */
const tellingLine = 16;

/** Whether the text was broken into lines at a width, so that a line's end is no paragraph's end. */
function isHardWrapped(lines: readonly string[]): boolean {
  const long = lines.filter((line) => line.length >= tellingLine);
  if (long.length < 3) return false;
  const ended = long.filter((line) => terminal.test(line)).length;
  return ended / long.length < 0.5 && long.every((line) => line.length < 80);
}

/** Half-width digits, letters and signs for full-width ones; Chinese punctuation stays. */
function halfWidth(character: string): string {
  const code = character.charCodeAt(0);
  const digitOrLetter =
    (code >= 0xff10 && code <= 0xff19) ||
    (code >= 0xff21 && code <= 0xff3a) ||
    (code >= 0xff41 && code <= 0xff5a);
  return digitOrLetter || code === 0xff05 || code === 0xff0e || code === 0xff0b || code === 0xff0d
    ? String.fromCharCode(code - 0xfee0)
    : character;
}

/** Takes the blanks out of a text. */
export function compact(text: string): Compact {
  const lines = text.split('\n').map(squeeze);
  const wrapped = isHardWrapped(lines.filter((line) => line !== ''));
  const widths = lines
    .filter((line) => line.length >= tellingLine)
    .map((line) => line.length)
    .toSorted((one, other) => one - other);
  const width = widths[Math.floor(widths.length / 2)] ?? 0;
  const endsParagraph = (line: string, next: string): boolean =>
    (!wrapped && !(cutNumber.test(line) && unitFirst.test(next))) ||
    terminal.test(line) ||
    mark.test(next) ||
    (mark.test(line) && line.length < 20) ||
    line.length < width * 0.6;

  const chars: string[] = [];
  const at: number[] = [];
  const lineStarts = new Set<number>();
  const push = (character: string, offset: number): void => {
    chars.push(character);
    at.push(offset);
  };
  let line = 0;
  let gapAt = -1;
  let brokenFrom = -1;
  let tab = false;
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset] ?? '';
    if (character === '\n') {
      if (brokenFrom < 0) brokenFrom = line;
      line += 1;
      gapAt = gapAt < 0 ? offset : gapAt;
      continue;
    }
    if (blank.test(character)) {
      tab ||= character === '\t';
      gapAt = gapAt < 0 ? offset : gapAt;
      continue;
    }
    // Marks of notes stand between a number and its unit: 1982²个, 1982[1]个.
    if (noteMark.test(character)) continue;
    const bracketed = character === '[' ? /^\[\d{1,2}\]/.exec(text.slice(offset, offset + 4)) : null;
    if (bracketed) {
      offset += bracketed[0].length - 1;
      continue;
    }
    const kept = halfWidth(character);
    const before = chars.at(-1) ?? '';
    if (brokenFrom >= 0 && chars.length > 0) {
      const previous = lines[brokenFrom] ?? '';
      if (endsParagraph(previous, lines[line] ?? '')) push('\n', gapAt);
      else if (latin.test(before) && latin.test(kept)) push('\v', gapAt);
    } else if (gapAt >= 0 && chars.length > 0) {
      if (tab) push('\t', gapAt);
      else if (latin.test(before) && latin.test(kept)) push(' ', gapAt);
    }
    if (brokenFrom >= 0 || chars.length === 0) lineStarts.add(chars.length);
    push(kept, offset);
    gapAt = -1;
    brokenFrom = -1;
    tab = false;
  }
  return { chars: chars.join(''), at, lineStarts };
}

/** Lines and columns of offsets, from 1; columns in characters. */
export function locate(lines: readonly string[]): (offset: number) => { line: number; column: number } {
  const starts: number[] = [];
  let start = 0;
  for (const line of lines) {
    starts.push(start);
    start += line.length + 1;
  }
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const before = (lines[low] ?? '').slice(0, offset - (starts[low] ?? 0));
    return { line: low + 1, column: [...before].length + 1 };
  };
}

/** Lines at the end among which a letter's own date stands. */
const endLines = 20;

/** The day a letter is dated, when its last lines say it; `YYYY-MM-DD`. */
export function letterDay(lines: readonly string[]): string | undefined {
  const last = lines
    .filter((line) => squeeze(line) !== '')
    .slice(-endLines)
    .map((line) => /^((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日$/.exec(squeeze(line)))
    .findLast((match) => match !== null);
  if (!last) return undefined;
  const [, year = '', month = '', day = ''] = last;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return DateText.safeParse(text).success ? text : undefined;
}

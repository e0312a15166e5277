/** A letter's text read as a letter: paragraphs joined again, levels, number, salutation, date. Pure. */

/** What a text says of itself. */
export interface TranscribedText {
  number: string | null;
  salutation: string;
  paragraphs: { level: 0 | 1 | 2 | 3 | 4; text: string }[];
  /** YYYY-MM-DD, from its last line. */
  signedOn: string | null;
}

const levels: readonly [1 | 2 | 3 | 4, RegExp][] = [
  [1, /^[一二三四五六七八九十]{1,3}、/],
  [2, /^[（(][一二三四五六七八九十]{1,3}[）)]/],
  [3, /^\d{1,2}[.．](?!\d)/],
  [4, /^[（(]\d{1,2}[）)]/],
];

const numberForm = /^\S{2,20}〔\d{4}〕\d{1,6}号$/;
const salutationForm = /^[^，。；]{2,40}(代表|委员|先生|女士|同志)[^，。；]{0,10}：$/;
const dateForm = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/;

/** Blanks of a text set in Chinese: kept only between Latin letters and between numbers. */
export const closeUp = (text: string): string =>
  text
    .replaceAll(/[\s\u3000]+/gu, ' ')
    .trim()
    .replaceAll(/(?<![A-Za-z0-9.,]) | (?![A-Za-z0-9])/g, '');

/**
 * Reads hard-wrapped lines, as text taken from a PDF has them: an indented line begins a paragraph, the next ones
 * go on with it. A text without any indent has a paragraph a line.
 */
export function readLetterText(lines: readonly string[]): TranscribedText {
  const indented = lines.some((line) => /^[ \u3000]{2,}\S/u.test(line));
  const joined: string[] = [];
  for (const raw of lines) {
    const line = raw.replaceAll('\f', '');
    const text = closeUp(line);
    if (text === '') continue;
    const last = joined.at(-1);
    const alone =
      last === undefined ||
      !indented ||
      /^[ \u3000]{2,}\S/u.test(line) ||
      numberForm.test(last) ||
      salutationForm.test(closeUp(last)) ||
      salutationForm.test(text);
    if (alone) joined.push(line);
    else joined[joined.length - 1] = `${last} ${line}`;
  }
  const paragraphs = joined.map(closeUp).filter((text) => text !== '');
  const number = paragraphs.findIndex((text) => numberForm.test(text));
  const salutation = paragraphs.findIndex((text) => salutationForm.test(text));
  const date = paragraphs.findLastIndex((text) => dateForm.test(text));
  const [, year = '', month = '', day = ''] = dateForm.exec(paragraphs[date] ?? '') ?? [];
  const end = date < 0 ? paragraphs.length : date;
  const body = paragraphs.slice(Math.max(number, salutation) + 1, end);
  // The last line before the date is the issuer's name when it is no sentence.
  const signed = date >= 0 && body.length > 0 && !/[。；：，]/.test(body.at(-1) ?? '');
  return {
    number: number < 0 ? null : (paragraphs[number] ?? null),
    salutation: salutation < 0 ? '' : (paragraphs[salutation] ?? ''),
    paragraphs: (signed ? body.slice(0, -1) : body).map((text) => {
      const level = levels.find(([, form]) => form.test(text))?.[0] ?? 0;
      return { level, text: level === 1 || level === 2 ? text.replace('(', '（').replace(')', '）') : text };
    }),
    signedOn: date < 0 ? null : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  };
}

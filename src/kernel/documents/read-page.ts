/** Pieces of text placed on a page into the lines a reader sees. */
import { isPageNumber, type LetterLine, type ReadingNoteCode } from './read-letter.ts';
import { raiseDigits, replaceRadicals } from './read-symbols.ts';

/** A piece of text; lengths in points, `x` and `y` of its base line's beginning from the upper left corner. */
export interface PageText {
  text: string;
  x: number;
  y: number;
  size: number;
  width: number;
  upright: boolean;
}

/** A line that knows whether it stands in the page's margin, at the head or the foot. */
export interface PageLine extends LetterLine {
  atEdge: boolean;
}

interface Row {
  /** Base line and size of its largest text. */
  y: number;
  size: number;
  texts: PageText[];
}

/**
 * Lines from top to bottom. Raised figures (note marks, exponents) become raised characters; texts printed twice for
 * boldness count once; slanted or turned texts (watermarks) follow as `text-box`; texts too small to see are left out.
 */
export function layLines(
  texts: readonly PageText[],
  { page, height }: { page: number; height: number },
  notes: Set<ReadingNoteCode>,
): PageLine[] {
  const seen: PageText[] = [];
  const turned: PageLine[] = [];
  for (const text of texts) {
    if (text.text.trim() === '') continue;
    if (text.size < smallest) notes.add('hidden-text');
    else if (text.upright) seen.push(text);
    else turned.push({ text: replaceRadicals(text.text.trim()), place: 'text-box', page, atEdge: false });
  }
  const rows = gatherRows(seen);
  const lines = rows.map((row, index): PageLine => {
    const text = joinRow(row);
    const edge = index === 0 || index === rows.length - 1;
    const bare = edge && text.trim() === String(page);
    return {
      text,
      place: bare || isPageNumber(text) ? 'header' : 'body',
      page,
      atEdge: isAtEdge(row.y, height),
    };
  });
  return [...lines, ...turned];
}

/** The outer tenth, where official letters, with margins of 35 mm and more, have no text of their own. */
const isAtEdge = (y: number, height: number): boolean => y < height * 0.11 || y > height * 0.9;

/** Lines that stand at the edge of at least half the pages, word for word, are running heads and feet. */
export function markRunningHeads(lines: readonly PageLine[], pages: number): LetterLine[] {
  const seen = new Map<string, Set<number | undefined>>();
  for (const { text, page, atEdge } of lines) {
    if (atEdge) seen.set(text, (seen.get(text) ?? new Set()).add(page));
  }
  return lines.map(({ atEdge, ...line }) => {
    const times = seen.get(line.text)?.size ?? 0;
    return atEdge && times > 1 && times >= pages / 2 ? { ...line, place: 'header' } : line;
  });
}

/** Smaller than this nobody reads it on paper, points. */
const smallest = 1;

/** Texts of about the same base line; a raised figure belongs to the line it stands above. */
function gatherRows(texts: readonly PageText[]): Row[] {
  const rows: Row[] = [];
  for (const text of texts.toSorted((one, other) => one.y - other.y)) {
    const row = rows.at(-1);
    if (row && text.y - row.y < Math.max(text.size, row.size) / 2) {
      row.texts.push(text);
      if (text.size > row.size) {
        row.y = text.y;
        row.size = text.size;
      }
    } else rows.push({ y: text.y, size: text.size, texts: [text] });
  }
  return rows;
}

function joinRow({ y, size, texts }: Row): string {
  let line = '';
  let last: PageText | undefined;
  const taken: PageText[] = [];
  for (const text of texts.toSorted((one, other) => one.x - other.x)) {
    if (taken.slice(-4).some((other) => isOverprint(text, other))) continue;
    taken.push(text);
    const raised = text.size < size * 0.75 && y - text.y > size * 0.15;
    if (last && isApart(last, text)) line += ' ';
    line += raised ? raiseDigits(text.text) : text.text;
    last = text;
  }
  return replaceRadicals(line.trimEnd());
}

const isOverprint = (text: PageText, other: PageText): boolean =>
  text.text === other.text &&
  Math.abs(text.x - other.x) < text.size * 0.15 &&
  Math.abs(text.y - other.y) < text.size * 0.15;

const han = /\p{Script=Han}|[，。、；：？！“”（）《》〔〕]/u;

/** Whether a reader sees a blank between two texts: Chinese justified to the margin stands apart without one. */
function isApart(left: PageText, right: PageText): boolean {
  if (/\s$/.test(left.text) || /^\s/.test(right.text)) return false;
  const gap = right.x - (left.x + left.width);
  const chinese = han.test(left.text.at(-1) ?? '') && han.test(right.text.at(0) ?? '');
  return gap > Math.min(left.size, right.size) * (chinese ? 0.8 : 0.2);
}

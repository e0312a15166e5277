import { setLine, setLines, shiftLine } from './compose.ts';
import type { Line, Setting } from './compose.ts';
import {
  AREA,
  ASCENT,
  CELL,
  CELLS,
  DOUBLE_LINE_HEIGHT,
  LINES,
  MARGIN,
  MM,
  PITCH,
  SIZE,
  sizeIssuer,
} from './geometry.ts';
import { bracketNote, printable, printDate } from './letter-document.ts';
import type { FontRole, LetterDocument } from './letter-document.ts';
import { breakTitle } from './title.ts';
import type { Typeface } from './typeface.ts';

/** Lines that belong together, one below the other. */
export interface Paragraph {
  /** Heading level for readers who do not see, 0 for none. */
  heading: 0 | 1 | 2 | 3;
  size: number;
  lines: Line[];
  /** Empty lines before it, left out at the top of a page. */
  before: number;
}

/** Something at its own place: x and y of its line's left end and baseline, from the page's top left corner. */
export interface Placed {
  line: Line;
  x: number;
  baseline: number;
  size: number;
  red: boolean;
}

export interface Page {
  /** Top of the first line, from the page's top. */
  top: number;
  paragraphs: Paragraph[];
  placed: Placed[];
  /** Top of the first double line or red line, page 1 only. */
  redLine: number | undefined;
  /** Tops of the lines round 版记, ordinary form only. */
  rules: number[];
}

interface Row {
  line: Line | null;
  paragraph: Paragraph;
}

type Faces = Record<FontRole, Typeface[]>;

const ROLE_OF_LEVEL: Record<number, FontRole> = { 0: 'fang', 1: 'hei', 2: 'kai', 3: 'fang', 4: 'fang' };
/** Room for the seal above the signature. */
const BEFORE_SIGNATURE = 2;
const DATE_FROM_RIGHT = 4;

export function paginate(document: LetterDocument, faces: Faces): Page[] {
  const body = { faces: faces.fang, size: SIZE.body, cell: CELL };
  const head = setHead(document, faces);
  const capacity = (page: number): number =>
    page === 0 ? Math.floor((MARGIN.top + AREA.height - head.top + 0.01) / PITCH) : LINES;
  const pages: Row[][] = [[]];
  fill(pages, capacity, setBody(document, faces));
  addClosing(pages, capacity, setSignature(document, body));
  fill(pages, capacity, setNotes(document, body));
  const copies = setCopies(document, faces);
  const last = pages.at(-1) ?? [];
  if (copies.length > 0 && last.length + copies.length + 1 > capacity(pages.length - 1)) pages.push([]);
  return pages.map((rows, index) => {
    const page = gather(rows, index === 0 ? head.top : MARGIN.top);
    if (index === 0) Object.assign(page, { placed: head.placed, redLine: head.redLine });
    if (index === pages.length - 1 && copies.length > 0) placeCopies(page, copies, document.form);
    return page;
  });
}

/** Name, number, category and where the text begins on page 1. */
function setHead(document: LetterDocument, faces: Faces): { placed: Placed[]; redLine: number; top: number } {
  const issuer = printable(document.issuer);
  const size = sizeIssuer([...issuer].length);
  const name = setLine(issuer, { faces: faces.title, size, cell: size });
  const letter = document.form === 'letter';
  const nameTop = (letter ? 30 : 37 + 35) * MM;
  const reach = measureInk(issuer, faces.title);
  const baseline = nameTop + reach.top * size;
  const nameBottom = baseline - reach.bottom * size;
  const placed: Placed[] = [{ line: name, x: centre(name, 210 * MM), baseline, size, red: true }];
  const body = { faces: faces.fang, size: SIZE.body, cell: CELL };
  const number = document.number === null ? undefined : setLine(printable(document.number), body);
  const right = MARGIN.left + AREA.width;
  if (document.category !== null) {
    const category = setLine(printable(document.category), { ...body, faces: faces.hei });
    // In a letter the name fills the first lines of the text area, so it stands above.
    const top = letter ? 20 * MM : MARGIN.top;
    placed.push({
      line: category,
      x: right - category.right,
      baseline: top + ASCENT * SIZE.body,
      size: SIZE.body,
      red: false,
    });
  }
  let numberTop: number;
  let redLine: number;
  let top: number;
  if (letter) {
    redLine = nameBottom + 4 * MM;
    // The standard's distance: 7/8 of a 三号 character.
    numberTop = redLine + DOUBLE_LINE_HEIGHT + (7 / 8) * SIZE.body;
    top = numberTop + 3 * PITCH;
  } else {
    numberTop = nameBottom + 2 * PITCH;
    redLine = numberTop + SIZE.body + 4 * MM;
    top = redLine + 2 * PITCH;
  }
  if (number) {
    const x = letter ? right - number.right : centre(number, 2 * MARGIN.left + AREA.width);
    placed.push({ line: number, x, baseline: numberTop + ASCENT * SIZE.body, size: SIZE.body, red: false });
  }
  return { placed, redLine, top };
}

function centre(line: Line, width: number): number {
  return (width - line.right) / 2;
}

/** Ink above and below the baseline in em: the name's own, or what Chinese characters usually have. */
function measureInk(text: string, faces: readonly Typeface[]): { top: number; bottom: number } {
  const reaches = Array.from(text, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return faces.find(({ covers }) => covers(point))?.reach(point);
  }).filter((reach) => reach !== undefined);
  if (reaches.length === 0) return { top: 0.84, bottom: -0.08 };
  return {
    top: Math.max(...reaches.map(({ top }) => top)),
    bottom: Math.min(...reaches.map(({ bottom }) => bottom)),
  };
}

function setBody(document: LetterDocument, faces: Faces): Paragraph[] {
  const setting = (role: FontRole): Setting => ({ faces: faces[role], size: SIZE.body, cell: CELL });
  const paragraphs: Paragraph[] = [];
  if (document.title !== null && printable(document.title) !== '') {
    const titleSetting = { faces: faces.title, size: SIZE.title, cell: SIZE.title };
    const lines = breakTitle(printable(document.title), Math.floor(AREA.width / SIZE.title))
      .map((text) => setLine(text, titleSetting))
      .map((line) => shiftLine(line, centre(line, AREA.width)));
    paragraphs.push({ heading: 1, size: SIZE.title, lines, before: 0 });
  }
  const salutation = printable(document.salutation);
  paragraphs.push({
    heading: 0,
    size: SIZE.body,
    lines: salutation === '' ? [] : setLines(salutation, setting('fang'), CELLS),
    before: paragraphs.length > 0 ? 1 : 0,
  });
  for (const { level, text } of document.blocks.filter((block) => printable(block.text) !== '')) {
    const lines = setLines(printable(text), setting(ROLE_OF_LEVEL[level] ?? 'fang'), CELLS, 2);
    const heading = (level === 1 || level === 2) && lines.length <= 2 ? ((level + 1) as 2 | 3) : 0;
    paragraphs.push({ heading, size: SIZE.body, lines, before: 0 });
  }
  return paragraphs;
}

/** The date's right edge stands four characters from the right, the signature over its middle. */
function setSignature(document: LetterDocument, body: Setting): Paragraph {
  const date = setLine(printDate(printable(document.date)), body);
  const dateX = AREA.width - DATE_FROM_RIGHT * CELL - date.right;
  const middle = dateX + date.right / 2;
  const signature = printable(document.signature);
  const names = (signature === '' ? [] : setLines(signature, body, CELLS)).map((line) => {
    const width = line.right;
    return shiftLine(line, Math.max(0, Math.min(middle - width / 2, AREA.width - width)));
  });
  return {
    heading: 0,
    size: SIZE.body,
    lines: [...names, shiftLine(date, dateX)],
    before: BEFORE_SIGNATURE,
  };
}

function setNotes(document: LetterDocument, body: Setting): Paragraph[] {
  return document.notes
    .filter((note) => printable(note) !== '')
    .map((note) => ({
      heading: 0,
      size: SIZE.body,
      lines: setLines(bracketNote(printable(note)), body, CELLS, 2),
      before: 0,
    }));
}

/** 抄送 in 四号, one character in from both sides, its further lines below its first name. */
function setCopies(document: LetterDocument, faces: Faces): Line[] {
  if (document.copies.length === 0) return [];
  const setting = { faces: faces.fang, size: SIZE.small, cell: SIZE.small };
  const label = shiftLine(setLine('抄送：', setting), SIZE.small);
  const cells = Math.floor(AREA.width / SIZE.small) - 2 - 3;
  const names = `${document.copies.map(printable).join('，')}。`;
  const lines = setLines(names, setting, cells).map((line) => shiftLine(line, label.right));
  return lines.map((line, index) =>
    index === 0 ? { runs: [...label.runs, ...line.runs], left: label.left, right: line.right } : line,
  );
}

function placeCopies(page: Page, copies: Line[], form: LetterDocument['form']): void {
  const bottom = MARGIN.top + AREA.height;
  const top = bottom - copies.length * PITCH;
  page.placed = [
    ...page.placed,
    ...copies.map((line, index) => ({
      line,
      x: MARGIN.left,
      baseline: top + index * PITCH + (PITCH - SIZE.small) / 2 + ASCENT * SIZE.small,
      size: SIZE.small,
      red: false,
    })),
  ];
  // Letters have their copies without lines.
  if (form === 'ordinary') page.rules = [top, bottom];
}

function toRows(paragraph: Paragraph): Row[] {
  const blanks = Array.from({ length: paragraph.before }, () => ({ line: null, paragraph }));
  return [...blanks, ...paragraph.lines.map((line) => ({ line, paragraph }))];
}

function fill(pages: Row[][], capacity: (page: number) => number, paragraphs: Paragraph[]): void {
  for (const paragraph of paragraphs) {
    for (const row of toRows(paragraph)) {
      let page = pages.at(-1) ?? [];
      if (page.length >= capacity(pages.length - 1)) {
        const carried = takeHeadings(page, row.paragraph);
        page = carried;
        pages.push(page);
      }
      if (row.line !== null || page.length > 0) page.push(row);
    }
  }
}

/** Headings at the end of a page go over with what they head. */
function takeHeadings(page: Row[], next: Paragraph): Row[] {
  let start = page.length;
  while (start > 0) {
    const row = page[start - 1];
    if (!row || row.paragraph === next || row.paragraph.heading < 2) break;
    start -= 1;
  }
  return start === 0 || next.heading === 1 ? [] : page.splice(start);
}

/** Signature and date; where no room is left for them, lines of the text go over to the next page with them. */
function addClosing(pages: Row[][], capacity: (page: number) => number, closing: Paragraph): void {
  const page = pages.at(-1) ?? [];
  const rows = toRows(closing);
  if (page.length + rows.length <= capacity(pages.length - 1)) {
    page.push(...rows);
    return;
  }
  const last = page.at(-1)?.paragraph;
  const own = page.filter(({ paragraph }) => paragraph === last).length;
  // Two lines look better than one, and a paragraph of two or three lines is not torn for it.
  const moved = page.splice(page.length - Math.min(own, own === 3 ? 1 : 2));
  const carried = last ? takeHeadings(page, last) : [];
  pages.push([...carried, ...moved, ...rows]);
}

/** Rows of one page back into paragraphs. */
function gather(rows: Row[], top: number): Page {
  const paragraphs: Paragraph[] = [];
  let source: Paragraph | undefined;
  let blanks = 0;
  for (const { line, paragraph } of rows) {
    if (line === null) {
      blanks += 1;
      continue;
    }
    if (paragraph === source) paragraphs.at(-1)?.lines.push(line);
    else paragraphs.push({ ...paragraph, lines: [line], before: blanks });
    source = paragraph;
    blanks = 0;
  }
  return { top, paragraphs, placed: [], redLine: undefined, rules: [] };
}

import type { Typeface } from './typeface.ts';

/** What text is set with: faces in order of preference, size and width of a full cell in points. */
export interface Setting {
  faces: readonly Typeface[];
  size: number;
  cell: number;
}

/** Text at one place of a line: set from x on, with the given extra space after every character but the last. */
export interface Run {
  /** From the line's left edge, in points. */
  x: number;
  text: string;
  face: Typeface;
  size: number;
  tracking: number;
  /** Where the pen stands after it. */
  end: number;
  /** No face of ours has all of it: it is set in a box of its planned width by whatever face is found. */
  foreign: boolean;
}

export interface Line {
  runs: Run[];
  /** Left and right edge of what is set, in points. */
  left: number;
  right: number;
}

interface Cluster {
  text: string;
  face: Typeface;
  /** Natural width in points. */
  width: number;
  foreign: boolean;
}

/** What is not broken in two unless it is longer than a line. */
interface Token {
  clusters: Cluster[];
  kind: 'wide' | 'word' | 'space';
  width: number;
}

interface Broken {
  tokens: Token[];
  indent: number;
  limit: number;
  last: boolean;
}

const NO_START = /^[。，、；：？！）》”’】〕〉」』〗］｝…—～·％‰℃,.;:?!)\]}%]/u;
const NO_END = /[（《“‘【〔〈「『〖［｛([{]$/u;
/** Marks whose ink fills half of their cell: they give the other half when a line is to be closed up. */
const CLOSING = /^[。，、；：？！）》”’】〕〉」』〗］｝]$/u;
const OPENING = /^[（《“‘【〔〈「『〖［｛]$/u;
const PAIRS = /^(——|……)$/u;
/** Full cells in Chinese text, whatever a face makes of them. */
const CHINESE_MARKS = /^[“”‘’…—·]$/u;
/** Set letter by letter, each in a box of its own: the typesetter cannot be trusted with longer stretches. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const SPREAD_AT_MOST = 3;
const WORD_IN_CELLS = 8;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Breaks text into lines on the grid; `indent` and `width` are counted in cells. */
export function setLines(text: string, setting: Setting, width: number, indent = 0): Line[] {
  return breakLines(readTokens(text, setting), setting, width * setting.cell, indent * setting.cell).map(
    (line) => placeLine(line, setting),
  );
}

/** Text on one line, however long. */
export function setLine(text: string, setting: Setting): Line {
  return placeLine({ tokens: readTokens(text, setting), indent: 0, limit: Infinity, last: true }, setting);
}

/** The same line elsewhere. */
export function shiftLine(line: Line, by: number): Line {
  return {
    runs: line.runs.map((run) => ({ ...run, x: run.x + by, end: run.end + by })),
    left: line.left + by,
    right: line.right + by,
  };
}

function readTokens(text: string, setting: Setting): Token[] {
  const tokens: Token[] = [];
  for (const { segment } of graphemes.segment(text)) {
    const cluster = readCluster(segment, setting);
    if (/^\s$/u.test(segment) && segment !== '\u3000') {
      tokens.push({ clusters: [cluster], kind: 'space', width: setting.cell / 2 });
    } else if (isWide(cluster, setting)) {
      tokens.push({ clusters: [cluster], kind: 'wide', width: setting.cell });
    } else {
      const previous = tokens.at(-1);
      if (previous?.kind === 'word') previous.clusters.push(cluster);
      else tokens.push({ clusters: [cluster], kind: 'word', width: 0 });
    }
  }
  for (const token of tokens) if (token.kind === 'word') token.width = measureWord(token.clusters, setting);
  return tokens;
}

function readCluster(text: string, { faces, size }: Setting): Cluster {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const [first = 0] = points;
  const face =
    points.length === 1 && !RIGHT_TO_LEFT.test(text)
      ? faces.find((candidate) => candidate.covers(first))
      : undefined;
  const [usual] = faces;
  if (!usual) throw new Error('No typeface to set with');
  const own =
    face?.measure(first) ?? Array.from(text).reduce((sum, character) => sum + guessWidth(character), 0);
  return {
    text,
    face: face ?? usual,
    width: own * size,
    foreign: face === undefined,
  };
}

/** In em, of a character that we have no face for. */
function guessWidth(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  return /\p{Script=Han}|\p{Extended_Pictographic}|\u200D/u.test(character) ? 1 : 0.6;
}

function isWide({ text, width }: Cluster, { size }: Setting): boolean {
  return (
    CHINESE_MARKS.test(text) ||
    (width > 0.9 * size &&
      width < 1.1 * size &&
      !/\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic}/u.test(text)) ||
    /[\uFF01-\uFF5E]/.test(text)
  );
}

/** Words stand on half cells, so that a line of them ends on the grid too. Digits take half a cell each. */
function measureWord(clusters: readonly Cluster[], { cell, size }: Setting): number {
  const half = cell / 2;
  if (clusters.every(({ text }) => /^\d$/.test(text))) return clusters.length * half;
  const natural = clusters.reduce((sum, { width }) => sum + width, 0);
  const near = Math.max(1, Math.round(natural / half)) * half;
  const tight = (near - natural) / clusters.length < -0.05 * size;
  return tight || clusters.some(({ foreign }) => foreign) ? Math.ceil(natural / half) * half : near;
}

function breakLines(tokens: Token[], setting: Setting, limit: number, indent: number): Broken[] {
  const lines: Broken[] = [];
  const waiting = [...tokens];
  let from = 0;
  do {
    const start = lines.length === 0 ? indent : 0;
    if (lines.length > 0) while (waiting[from]?.kind === 'space') from += 1;
    const end = findEnd(waiting, from, limit - start, setting);
    lines.push({ tokens: waiting.slice(from, end), indent: start, limit, last: end >= waiting.length });
    from = end;
  } while (waiting.slice(from).some(({ kind }) => kind !== 'space'));
  const final = lines.at(-1);
  if (final) final.last = true;
  return lines;
}

/** Index of the first token of the next line; a word too long for any line is split in place. */
function findEnd(tokens: Token[], from: number, room: number, setting: Setting): number {
  let used = 0;
  let index = from;
  for (let token = tokens[index]; token && used + token.width <= room + 0.01; token = tokens[index]) {
    used += token.width;
    index += 1;
  }
  const next = tokens[index];
  if (!next || next.kind === 'space') return index;
  if (next.kind === 'word' && next.width > WORD_IN_CELLS * setting.cell) {
    const split = splitWord(next, room - used, setting);
    if (split) {
      tokens.splice(index, 1, ...split);
      return index + 1;
    }
  }
  const closed = closeUp(tokens, from, index, room, setting);
  if (closed !== undefined) return closed;
  let end = index;
  while (end > from + 1 && isBound(tokens[end - 1], tokens[end])) end -= 1;
  if (end > from + 1 || !isBound(tokens[end - 1], tokens[end])) return Math.max(end, from + 1);
  // A line of nothing but marks has no good place to break.
  return Math.max(index, from + 1);
}

function splitWord(word: Token, room: number, setting: Setting): [Token, Token] | undefined {
  for (let count = word.clusters.length - 1; count > 0; count -= 1) {
    const clusters = word.clusters.slice(0, count);
    const width = measureWord(clusters, setting);
    if (width > room + 0.01) continue;
    const rest = word.clusters.slice(count);
    return [
      { clusters, kind: 'word', width },
      { clusters: rest, kind: 'word', width: measureWord(rest, setting) },
    ];
  }
  return undefined;
}

/** Takes marks that may not begin a line into this one, if the marks in it can give as much room. */
function closeUp(
  tokens: Token[],
  from: number,
  index: number,
  room: number,
  setting: Setting,
): number | undefined {
  let end = index;
  while (tokens[end] && isBound(tokens[end - 1], tokens[end])) end += 1;
  if (end === index || end > index + 2) return undefined;
  const line = tokens.slice(from, end);
  if (!line.slice(index - from).every((token) => CLOSING.test(readText(token)))) return undefined;
  const excess = line.reduce((sum, { width }) => sum + width, 0) - room;
  const spare = line.filter(isHalfEmpty).length * (setting.cell / 2);
  return excess <= spare + 0.01 ? end : undefined;
}

function isBound(left: Token | undefined, right: Token | undefined): boolean {
  if (!left || !right || right.kind === 'space' || left.kind === 'space') return false;
  const [before, after] = [readText(left), readText(right)];
  return NO_START.test(after) || NO_END.test(before) || PAIRS.test(before + after);
}

function isHalfEmpty(token: Token): boolean {
  const text = readText(token);
  return token.kind === 'wide' && (CLOSING.test(text) || OPENING.test(text));
}

function readText({ clusters }: Token): string {
  return clusters.map(({ text }) => text).join('');
}

function placeLine({ tokens: all, indent, limit, last }: Broken, setting: Setting): Line {
  const tokens = all.slice(0, all.findLastIndex(({ kind }) => kind !== 'space') + 1);
  const natural = indent + tokens.reduce((sum, { width }) => sum + width, 0);
  const slack = limit - natural;
  const squeeze = slack < -0.01 ? -slack / tokens.filter(isHalfEmpty).length : 0;
  const spread =
    !last && slack > 0 && slack <= SPREAD_AT_MOST * setting.cell ? slack / (tokens.length - 1) : 0;
  const runs: Run[] = [];
  let x = indent;
  let previous: Token | undefined;
  for (const token of tokens) {
    const text = readText(token);
    const give = isHalfEmpty(token) ? squeeze : 0;
    const opening = OPENING.test(text);
    if (token.kind === 'wide') {
      const bothMarks = previous !== undefined && isMark(previous) && isMark(token);
      placeWide(runs, token, x - (opening ? give : 0), setting, bothMarks);
    } else if (token.kind === 'word') placeWord(runs, token, x, setting);
    else placeSpace(runs, token, x);
    x += token.width - give + spread;
    previous = token;
  }
  return { runs, left: indent, right: tokens.length > 0 ? x - spread : indent };
}

function isMark(token: Token): boolean {
  return token.kind === 'wide' && /[^\p{L}\p{N}]/u.test(readText(token));
}

/** A character in the middle of its cell; joined to the run before when the same distance goes on. */
function placeWide(
  runs: Run[],
  { clusters: [cluster], width }: Token,
  x: number,
  setting: Setting,
  apart: boolean,
): void {
  if (!cluster) return;
  const narrow = cluster.width < 0.9 * setting.size;
  const room = width - cluster.width;
  const at = narrow ? x + (OPENING.test(cluster.text) ? room : CLOSING.test(cluster.text) ? 0 : room / 2) : x;
  const run = runs.at(-1);
  if (run && !apart && !narrow && !cluster.foreign && !run.foreign && run.face === cluster.face) {
    const tracking = at - run.end;
    const single = run.tracking === 0 && [...run.text].length === 1 && run.end - run.x > 0.9 * setting.size;
    if ((single && Math.abs(tracking) < setting.cell) || Math.abs(tracking - run.tracking) < 1e-6) {
      run.tracking = tracking;
      run.text += cluster.text;
      run.end = at + cluster.width;
      return;
    }
  }
  runs.push({
    x: at,
    text: cluster.text,
    face: cluster.face,
    size: setting.size,
    tracking: 0,
    end: at + (cluster.foreign ? width : cluster.width),
    foreign: cluster.foreign,
  });
}

/** Letters share what their word has more or less than its natural width. */
function placeWord(runs: Run[], { clusters, width }: Token, x: number, setting: Setting): void {
  const pad = (width - clusters.reduce((sum, cluster) => sum + cluster.width, 0)) / clusters.length;
  let pen = x + pad / 2;
  clusters.forEach((cluster, index) => {
    const before = clusters[index - 1];
    const run = runs.at(-1);
    if (run && before && !cluster.foreign && !before.foreign && before.face === cluster.face) {
      run.text += cluster.text;
      run.end = pen + cluster.width;
    } else {
      const at = RIGHT_TO_LEFT.test(cluster.text) ? mirror(clusters, index, pen, pad) : pen;
      runs.push({
        x: at,
        text: cluster.text,
        face: cluster.face,
        size: setting.size,
        tracking: cluster.foreign ? 0 : pad,
        end: at + cluster.width,
        foreign: cluster.foreign,
      });
    }
    pen += cluster.width + pad;
  });
}

/** Letters written from right to left keep their order in the text and change places within their stretch. */
function mirror(clusters: readonly Cluster[], index: number, pen: number, pad: number): number {
  const turned = (at: number): boolean => RIGHT_TO_LEFT.test(clusters[at]?.text ?? '');
  const step = (at: number): number => (clusters[at]?.width ?? 0) + pad;
  let left = pen;
  for (let at = index - 1; turned(at); at -= 1) left -= step(at);
  for (let at = index + 1; turned(at); at += 1) left += step(at);
  return left;
}

/** A space is kept as text, so that what is copied out has it. */
function placeSpace(runs: Run[], { clusters: [cluster], width }: Token, x: number): void {
  if (!cluster) return;
  runs.push({ x, text: ' ', face: cluster.face, size: 0.1, tracking: 0, end: x + width, foreign: true });
}

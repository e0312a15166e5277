const words = new Intl.Segmenter('zh', { granularity: 'word' });
const NO_START = /^[。，、；：？！）》”’】〕〉」』]/u;
const NO_END = /[（《“‘【〔〈「『]$/u;

/**
 * A title in as few lines as it needs, as even as its words let it be: words stay whole, and no line is left
 * with a single character. `most` is counted in characters.
 */
export function breakTitle(title: string, most: number): string[] {
  const pieces = joinBound(Array.from(words.segment(title), ({ segment }) => segment)).flatMap((piece) =>
    cut(piece, most),
  );
  const total = pieces.reduce((sum, piece) => sum + measure(piece), 0);
  for (let count = Math.ceil(total / most); count <= pieces.length; count += 1) {
    const lines = spread(pieces, count, total / count, most);
    if (lines) return lines;
  }
  return pieces;
}

/** Width in Chinese characters. */
function measure(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (/[\u0000-\u024F]/.test(character) ? 0.6 : 1), 0);
}

function joinBound(pieces: string[]): string[] {
  const joined: string[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    if (before !== undefined && (NO_START.test(piece) || NO_END.test(before)))
      joined[joined.length - 1] = before + piece;
    else joined.push(piece);
  }
  return joined;
}

function cut(piece: string, most: number): string[] {
  if (measure(piece) <= most) return [piece];
  const characters = Array.from(piece);
  const parts: string[] = [];
  while (characters.length > 0) parts.push(characters.splice(0, most).join(''));
  return parts;
}

/** The most even way to lay pieces in `count` lines; undefined if some line would be too long. */
function spread(pieces: string[], count: number, even: number, most: number): string[] | undefined {
  type Way = { cost: number; ends: number[] };
  let ways = new Map<number, Way>([[0, { cost: 0, ends: [] }]]);
  for (let line = 0; line < count; line += 1) {
    const longer = new Map<number, Way>();
    for (const [start, way] of ways) {
      let width = 0;
      for (let end = start + 1; end <= pieces.length; end += 1) {
        width += measure(pieces[end - 1] ?? '');
        if (width > most) break;
        const lone = width <= 1 && count > 1 ? 1_000 : 0;
        const cost = way.cost + (width - even) ** 2 + lone;
        const known = longer.get(end);
        if (!known || cost < known.cost) longer.set(end, { cost, ends: [...way.ends, end] });
      }
    }
    ways = longer;
  }
  const best = ways.get(pieces.length);
  return best?.ends.map((end, index) => pieces.slice(index === 0 ? 0 : best.ends[index - 1], end).join(''));
}

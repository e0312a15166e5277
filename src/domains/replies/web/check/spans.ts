/** A text of lines cut where its judged numbers begin and end. */
import type { CheckEntry } from '../../contract.ts';

/** A stretch of one line; `entry` is its place in the report where it is, or is part of, a judged number. */
export interface Span {
  text: string;
  entry: number | null;
  /** The first stretch of its number: the one that is named and reached by the keyboard. */
  first: boolean;
}

/** The stretches of every line. A number broken over lines has a stretch in each. */
export function cutLines(lines: readonly string[], entries: readonly CheckEntry[]): Span[][] {
  const cut = lines.map((): { from: number; to: number; entry: number }[] => []);
  for (const [index, entry] of entries.entries()) {
    if (entry.verdict === 'other') continue;
    const first = entry.line - 1;
    let from = entry.column - 1;
    let left = entry.length;
    for (let line = first; line < lines.length && left > 0; line++) {
      const length = lines[line]?.length ?? 0;
      const to = Math.min(length, from + left);
      if (to > from) cut[line]?.push({ from, to, entry: index });
      left -= length - from + 1;
      from = 0;
    }
  }
  const begun = new Set<number>();
  return lines.map((line, index) => {
    const spans: Span[] = [];
    let done = 0;
    for (const { from, to, entry } of (cut[index] ?? []).toSorted((a, b) => a.from - b.from)) {
      if (from < done) continue;
      if (from > done) spans.push({ text: line.slice(done, from), entry: null, first: false });
      spans.push({ text: line.slice(from, to), entry, first: !begun.has(entry) });
      begun.add(entry);
      done = to;
    }
    if (done < line.length) spans.push({ text: line.slice(done), entry: null, first: false });
    return spans;
  });
}

/** Groups of lines that a browser lays out only when they are near. */
export function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** A text as the check looks at it: where a number stands, and what it may name. Pure. */
import type { Figure } from '#kernel/figures/figure.ts';
import type { FoundNumber } from './quantities.ts';

/** Records a text may name by their titles, for figures asked with a record's key. */
export type Names = ReadonlyMap<string, readonly { code: string; title: string }[]>;

/** A figure's parameters for one reading. */
export interface Reading {
  params: Record<string, unknown>;
  asOf: string;
}

/** Everything a claim is judged from. */
export interface Scene {
  /** Compact text, and the same with titles blanked. */
  chars: string;
  masked: string;
  headings: readonly { at: number; text: string }[];
  numbers: readonly FoundNumber[];
  figures: readonly Figure[];
  names: Names;
  asOf: string;
}

/** Where a quantity stands: its clause, sentence and paragraph. */
export interface Place {
  paragraph: number;
  sentence: number;
  clause: number;
  /** End of its clause, of its own words behind it, and of its sentence. */
  clauseEnd: number;
  /** End of the clause that follows. */
  nextEnd: number;
  ownEnd: number;
  sentenceEnd: number;
}

const sentenceEnds = /[。！？；;!?\n]/;
const clauseEnds = /[，,、：:\t\n。！？；;]/;
/** Between cells of a table the row is one clause for its words. */
const quotedTitle = /《[^》]{1,120}》/g;

/** The text with titles of documents blanked: words in them are no subject. */
export const maskTitles = (chars: string): string =>
  chars.replaceAll(quotedTitle, (title) => '□'.repeat(title.length));

/** No sentence or paragraph reaches farther for a number, in characters. */
const reach = 1200;

export function placeOf(chars: string, numbers: readonly FoundNumber[], index: number): Place {
  const number = numbers[index];
  if (!number) throw new Error('no such number');
  const back = (from: number, ends: RegExp): number => {
    let at = from;
    while (at > 0 && from - at < reach && !ends.test(chars[at - 1] ?? '')) at -= 1;
    return at;
  };
  const ahead = (from: number, ends: RegExp): number => {
    let at = from;
    while (at < chars.length && at - from < reach && !ends.test(chars[at] ?? '')) at += 1;
    return at;
  };
  const clauseEnd = ahead(number.end, clauseEnds);
  let ownEnd = clauseEnd;
  let reached = number.end;
  for (let i = index + 1; i < numbers.length; i++) {
    const next = numbers[i];
    if (!next || next.start >= clauseEnd) break;
    if (next.kind !== 'quantity') continue;
    // 2批18家…试点: two numbers side by side share what follows.
    if (next.start - reached <= 2) {
      reached = next.end;
      continue;
    }
    ownEnd = next.start;
    break;
  }
  const pause = ahead(number.end, /[，,；;。！？!?：:\n]/);
  return {
    nextEnd: ahead(pause + 1, /[，,；;。！？!?：:\n]/),
    paragraph: back(number.start, /\n/),
    sentence: back(number.start, sentenceEnds),
    clause: back(number.start, clauseEnds),
    clauseEnd,
    ownEnd,
    sentenceEnd: ahead(number.end, sentenceEnds),
  };
}

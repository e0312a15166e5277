/** How texts are cut for searching: pairs of characters, and pairs of the first letters of how they are read. */
import { pinyin } from 'pinyin-pro';
import type { TokenClass } from './search-plan.ts';

/** A text as searches compare it: one width, no capitals. The database's `search.plain` says the same. */
export const plainText = (text: string): string =>
  text.normalize('NFKC').replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Readings of one character that are told apart. */
const readingsKept = 4;

/** Characters of one text whose sound is kept: names are shorter. */
const soundKept = 200;

const known = new Map<string, string>();

/**
 * The letters a character's readings begin with, the usual one first; itself for a letter or digit; empty for what has
 * no sound. `长` gives `cz`.
 */
export function lettersOf(character: string): string {
  if (/^[a-z0-9]$/.test(character)) return character;
  if (!/^\p{Script=Han}$/u.test(character)) return '';
  const before = known.get(character);
  if (before !== undefined) return before;
  const readings = pinyin(character, { multiple: true, type: 'array', toneType: 'none' });
  const letters = [...new Set(readings.map((reading) => reading.normalize('NFD').charAt(0).toLowerCase()))]
    .filter((letter) => /^[a-z]$/.test(letter))
    .slice(0, readingsKept)
    .join('');
  known.set(character, letters);
  return letters;
}

export interface SearchEntry {
  tokens: string[];
  /** By class and field, each character as its letters: `o<cz><c><d><x>`. */
  initials: string;
}

/** What is kept of a row: `texts` are its searched fields. */
export function entryOf(
  texts: readonly { class: TokenClass; named: boolean; text: string | null }[],
): SearchEntry {
  const tokens = new Set<string>();
  const said: string[] = [];
  for (const { class: itsClass, named, text } of texts) {
    if (text === null || text === '') continue;
    const characters = [...plainText(text)];
    for (const [at, character] of characters.entries()) {
      if (/\s/.test(character)) continue;
      tokens.add(itsClass + pairOf(character, characters[at + 1]));
      const run = runAt(characters, at);
      if (run !== null) tokens.add(itsClass + run);
    }
    if (!named) continue;
    const sounds = characters.slice(0, soundKept).map(lettersOf).filter(Boolean);
    const upper = itsClass.toUpperCase();
    for (const [at, letters] of sounds.entries()) {
      // A last letter has no successor; the dot stands for it.
      for (const one of letters) for (const next of sounds[at + 1] ?? '.') tokens.add(upper + one + next);
    }
    if (sounds.length > 0) said.push(itsClass + sounds.map((letters) => `<${letters}>`).join(''));
  }
  return { tokens: [...tokens], initials: said.join('|') };
}

/** Pairs of digits are everywhere; of letters and digits fours are kept too. */
const runLength = 4;

/** The letters and digits that begin at a place; null when they are fewer. */
function runAt(characters: readonly string[], at: number): string | null {
  const run = characters.slice(at, at + runLength);
  return run.length === runLength && run.every((character) => /^[a-z0-9]$/.test(character))
    ? run.join('')
    : null;
}

/** No word searched has a blank in it, so what follows one is not kept. */
const pairOf = (character: string, next: string | undefined): string =>
  next === undefined || /\s/.test(next) ? character : character + next;

/** Words of a search taken; more are ignored. */
const wordsTaken = 8;

/** A search as its words; every one of them must be found. */
export const wordsOf = (search: string): string[] =>
  plainText(search).split(/\s+/).filter(Boolean).slice(0, wordsTaken);

const lexeme = (token: string, prefix: boolean): string =>
  `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'${prefix ? ':*' : ''}`;

/** Whether a word may be first letters of a name. */
export const isLetters = (word: string): boolean => /^[a-z0-9]+$/.test(word);

/**
 * A word as a query of tokens, for readers of some classes. Every row that has the word matches; of longer words some
 * others may, so they are looked at once more.
 */
export function tokenQuery(
  word: string,
  literal: readonly TokenClass[],
  spoken: readonly TokenClass[],
): string | null {
  const characters = [...word];
  const pairs = characters.slice(0, -1).map((character, at) => character + (characters[at + 1] ?? ''));
  const runs = characters.map((_, at) => runAt(characters, at)).filter((run) => run !== null);
  // A pair within a four says nothing more.
  const rest = pairs.filter((pair) => !runs.some((run) => run.includes(pair)));
  const ofClass = (prefix: string, parts: readonly string[]): string =>
    characters.length === 1
      ? lexeme(prefix + word, true)
      : `(${[...new Set(parts)].map((part) => lexeme(prefix + part, false)).join(' & ')})`;
  const ways = [
    ...literal.map((itsClass) => ofClass(itsClass, [...runs, ...rest])),
    ...(isLetters(word) ? spoken.map((itsClass) => ofClass(itsClass.toUpperCase(), pairs)) : []),
  ];
  return ways.length === 0 ? null : `(${ways.join(' | ')})`;
}

/** Pattern of `initials` for a word of letters: `cc` finds `o<s><cz><c>`. */
export const soundPattern = (word: string, spoken: readonly TokenClass[]): string =>
  `(^|[|])[${spoken.join('')}][^|]*${[...word].map((letter) => `<[a-z0-9]*${letter}[a-z0-9]*>`).join('')}`;

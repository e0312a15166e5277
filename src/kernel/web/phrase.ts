/** A printed figure in its typographic parts: 超 · 1.6 · 亿元. */
export interface PhraseParts {
  before: string;
  number: string;
  after: string;
}

const numeral = /[-−]?\d[\d,]*(?:\.\d+)?/;

/** Splits a phrase around its numeral; a phrase without one is all number. */
export function splitPhrase(phrase: string): PhraseParts {
  const text = phrase.trim();
  const found = numeral.exec(text);
  if (!found) return { before: '', number: text, after: '' };
  return {
    before: text.slice(0, found.index).trim(),
    number: found[0],
    after: text.slice(found.index + found[0].length).trim(),
  };
}

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Zippable } from 'fflate';
import { ALTERNATIVES, OFFICIAL } from './typefaces.ts';

/**
 * No mark hangs beyond the text area, no space is slipped between Chinese and figures, and a page may end with any
 * line, as 22 of them have to stand on it. Lines and characters get the grid's measures by exact spacing and do not
 * snap to it: a reader that gives each character whole cells would give 三号, wider than its cell, two of them.
 */
const PARAGRAPH_DEFAULTS =
  '<w:widowControl w:val="0"/><w:kinsoku w:val="1"/><w:overflowPunct w:val="0"/>' +
  '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>';

/**
 * The package with its dates set to the letter's and its entries in one order, so that the same letter gives the
 * same bytes; and with names of near faces for readers that lack the official ones.
 */
export function normaliseDocx(bytes: Uint8Array, date: string): Uint8Array {
  const parts = unzipSync(bytes);
  edit(parts, 'docProps/core.xml', (xml) =>
    xml.replaceAll(
      /(<dcterms:(created|modified)[^>]*>)[^<]*(<\/dcterms:\2>)/g,
      (_, open: string, _kind: string, close: string) => `${open}${date}T00:00:00Z${close}`,
    ),
  );
  edit(parts, 'word/styles.xml', (xml) => {
    const start = '<w:pPrDefault><w:pPr>';
    if (!xml.includes(start)) throw new Error('The styles have no defaults for paragraphs');
    const normal = /(<w:style [^>]*w:styleId="Normal"[^>]*>(?:(?!<\/w:style>).)*?<w:pPr>)/;
    if (!normal.test(xml)) throw new Error('The styles have no Normal');
    // In the style as well: some readers pass over the defaults.
    return xml.replace(normal, `$1${PARAGRAPH_DEFAULTS}`).replace(start, `${start}${PARAGRAPH_DEFAULTS}`);
  });
  edit(parts, 'word/fontTable.xml', () => writeFontTable());
  // What a file's entries have for a date may not be before 1980.
  const mtime = new Date(`${date < '1980-01-01' ? '1980-01-01' : date}T12:00:00`);
  const entries: Zippable = {};
  const first = '[Content_Types].xml';
  const names = Object.keys(parts).toSorted();
  for (const name of [first, ...names.filter((other) => other !== first)]) {
    const part = parts[name];
    if (part && !name.endsWith('/')) entries[name] = [part, { mtime, level: 6 }];
  }
  return zipSync(entries);
}

function edit(parts: Record<string, Uint8Array>, name: string, change: (xml: string) => string): void {
  const part = parts[name];
  if (!part) throw new Error(`The package has no ${name}`);
  parts[name] = strToU8(change(strFromU8(part)));
}

function writeFontTable(): string {
  const fonts = Object.entries(OFFICIAL).map(([role, [name]]) => {
    const others = ALTERNATIVES[role as keyof typeof OFFICIAL].join(',');
    const family = role === 'hei' ? 'swiss' : 'roman';
    return (
      `<w:font w:name="${name}"><w:altName w:val="${others}"/><w:charset w:val="86"/>` +
      `<w:family w:val="${family}"/><w:pitch w:val="variable"/></w:font>`
    );
  });
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
    `${fonts.join('')}</w:fonts>`
  );
}

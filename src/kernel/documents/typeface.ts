import { closeSync, openSync, readSync } from 'node:fs';

/** One face of a font file: its names and measures, read from the file's own tables (OpenType, also collections). */
export interface Typeface {
  file: string;
  /** The family as a typesetter lists it: the first that can be read. */
  family: string;
  /** Every family and full name in the file, in all its languages. */
  names: string[];
  weight: number;
  /** Whether it has a shape for the code point. */
  covers: (codePoint: number) => boolean;
  /** Width in em; undefined when it has no shape. */
  measure: (codePoint: number) => number | undefined;
  /** How far ink reaches above and below the baseline, in em; undefined where the file keeps outlines otherwise. */
  reach: (codePoint: number) => { top: number; bottom: number } | undefined;
}

/** Throws if the file is no font. */
export function readTypefaces(file: string): Typeface[] {
  const head = readPart(file, 0, 12);
  const kind = head.toString('latin1', 0, 4);
  if (kind === 'ttcf') {
    const count = head.readUInt32BE(8);
    const offsets = readPart(file, 12, 4 * count);
    return Array.from({ length: count }, (_, index) => readFace(file, offsets.readUInt32BE(4 * index)));
  }
  if (kind !== 'OTTO' && kind !== 'true' && head.readUInt32BE(0) !== 0x00010000) {
    throw new Error(`${file} is no OpenType font`);
  }
  return [readFace(file, 0)];
}

function readPart(file: string, offset: number, length: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const part = Buffer.alloc(length);
    const read = readSync(descriptor, part, 0, length, offset);
    return part.subarray(0, read);
  } finally {
    closeSync(descriptor);
  }
}

function readFace(file: string, start: number): Typeface {
  const tables = readDirectory(file, start);
  const need = (tag: string): Buffer => {
    const place = tables.get(tag);
    if (!place) throw new Error(`${file} has no table ${tag}`);
    return readPart(file, place.offset, place.length);
  };
  const headTable = need('head');
  const unitsPerEm = headTable.readUInt16BE(18);
  const horizontal = need('hhea');
  const metrics = horizontal.readUInt16BE(34);
  const widths = need('hmtx');
  const glyphOf = readCharacterMap(need('cmap'));
  const names = readNames(need('name'));
  const glyphPlaces = tables.get('glyf');
  const index = glyphPlaces ? need('loca') : undefined;
  const longIndex = headTable.readInt16BE(50) === 1;

  const reach: Typeface['reach'] = (codePoint) => {
    const glyph = glyphOf(codePoint);
    if (!glyph || !index || !glyphPlaces) return undefined;
    const [from, to] = [glyph, glyph + 1].map((at) =>
      longIndex ? index.readUInt32BE(4 * at) : 2 * index.readUInt16BE(2 * at),
    );
    if (from === undefined || to === undefined || to - from < 10) return undefined;
    const outline = readPart(file, glyphPlaces.offset + from, 10);
    return { bottom: outline.readInt16BE(4) / unitsPerEm, top: outline.readInt16BE(8) / unitsPerEm };
  };
  return {
    file,
    family: names.family,
    names: names.all,
    weight: tables.has('OS/2') ? need('OS/2').readUInt16BE(4) : 400,
    covers: (codePoint) => glyphOf(codePoint) !== 0,
    measure: (codePoint) => {
      const glyph = glyphOf(codePoint);
      return glyph ? widths.readUInt16BE(4 * Math.min(glyph, metrics - 1)) / unitsPerEm : undefined;
    },
    reach,
  };
}

function readDirectory(file: string, start: number): Map<string, { offset: number; length: number }> {
  const count = readPart(file, start + 4, 2).readUInt16BE(0);
  const entries = readPart(file, start + 12, 16 * count);
  return new Map(
    Array.from({ length: count }, (_, index) => [
      entries.toString('latin1', 16 * index, 16 * index + 4),
      { offset: entries.readUInt32BE(16 * index + 8), length: entries.readUInt32BE(16 * index + 12) },
    ]),
  );
}

/** Glyph numbers by code point, 0 for none: of the fullest Unicode table there is. */
function readCharacterMap(table: Buffer): (codePoint: number) => number {
  const subtables = Array.from({ length: table.readUInt16BE(2) }, (_, index) => {
    const at = 4 + 8 * index;
    const offset = table.readUInt32BE(at + 4);
    return { platform: table.readUInt16BE(at), offset, format: table.readUInt16BE(offset) };
  }).filter(({ platform }) => platform === 0 || platform === 3);
  const full = subtables.find(({ format }) => format === 12);
  if (full) return readGroups(table.subarray(full.offset));
  const basic = subtables.find(({ format }) => format === 4);
  return basic ? readSegments(table.subarray(basic.offset)) : () => 0;
}

function readGroups(table: Buffer): (codePoint: number) => number {
  const count = table.readUInt32BE(12);
  return (codePoint) => {
    let low = 0;
    let high = count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = 16 + 12 * middle;
      if (codePoint < table.readUInt32BE(at)) high = middle - 1;
      else if (codePoint > table.readUInt32BE(at + 4)) low = middle + 1;
      else return table.readUInt32BE(at + 8) + codePoint - table.readUInt32BE(at);
    }
    return 0;
  };
}

function readSegments(table: Buffer): (codePoint: number) => number {
  const doubled = table.readUInt16BE(6);
  const ends = 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const ranges = deltas + doubled;
  return (codePoint) => {
    if (codePoint > 0xffff) return 0;
    for (let at = 0; at < doubled; at += 2) {
      if (codePoint > table.readUInt16BE(ends + at)) continue;
      const start = table.readUInt16BE(starts + at);
      if (codePoint < start) return 0;
      const range = table.readUInt16BE(ranges + at);
      const delta = table.readUInt16BE(deltas + at);
      if (range === 0) return (codePoint + delta) & 0xffff;
      const glyph = table.readUInt16BE(ranges + at + range + 2 * (codePoint - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

function readNames(table: Buffer): { family: string; all: string[] } {
  const storage = table.readUInt16BE(4);
  const entries = Array.from({ length: table.readUInt16BE(2) }, (_, index) => {
    const at = 6 + 12 * index;
    const platform = table.readUInt16BE(at);
    const encoding = table.readUInt16BE(at + 2);
    const offset = storage + table.readUInt16BE(at + 10);
    const bytes = table.subarray(offset, offset + table.readUInt16BE(at + 8));
    const unicode = platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));
    const roman = platform === 1 && encoding === 0;
    const text = unicode ? new TextDecoder('utf-16be').decode(bytes) : bytes.toString('latin1');
    return { kind: table.readUInt16BE(at + 6), text, readable: unicode || roman };
  }).filter(({ readable }) => readable);
  // 16 names the family, 1 the family with some styles in it, 4 the face.
  const family = entries.find(({ kind }) => kind === 16) ?? entries.find(({ kind }) => kind === 1);
  const all = entries.filter(({ kind }) => [1, 4, 16].includes(kind)).map(({ text }) => text);
  return { family: family?.text ?? '', all: [...new Set(all)] };
}

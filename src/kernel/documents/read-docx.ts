/** DOCX into lines: the parts of the package in reading order. */
import { openArchive, type Archive } from './read-archive.ts';
import { DocxPart, type DocxStyle } from './read-docx-part.ts';
import {
  countCharacters,
  describeNotes,
  refuseFile,
  type LetterLine,
  type ReadingNoteCode,
  type ReadLetter,
} from './read-letter.ts';
import { scanXml, type XmlElement } from './read-xml.ts';

interface Relationship {
  id: string;
  /** Last word of its type: `officeDocument`, `footnotes`, `header`. */
  type: string;
  /** Part name, lower case; none for what lies outside the package. */
  target: string | undefined;
}

/**
 * Reads headers, body, footnotes, endnotes, footers. Macros are never run, outside content never fetched,
 * document types never expanded; each is told in a note or refused.
 */
export async function readDocxLetter(bytes: Uint8Array, fileName: string): Promise<ReadLetter> {
  const archive = await openArchive(bytes, fileName);
  const main = (await readRelationships(archive, '', fileName)).find(({ type }) => type === 'officeDocument');
  if (main?.target === undefined || !archive.names.includes(main.target)) {
    throw refuseOtherArchive(archive.names, fileName);
  }
  const relationships = await readRelationships(archive, main.target, fileName);
  const targetOf = (type: string): string | undefined =>
    relationships.find((relationship) => relationship.type === type)?.target;
  const notes = new Set<ReadingNoteCode>();
  if (archive.names.some((name) => /vbaproject\.bin$|vbadata\.xml$/.test(name))) notes.add('macros-ignored');
  if (archive.names.some((name) => name.startsWith('word/embeddings/'))) notes.add('embedded-ignored');
  if (await refersOutside(archive, fileName)) notes.add('external-links-ignored');

  const styles = await readStyles(archive, targetOf('styles'), fileName);
  const count = countCharacters(fileName);
  const readPart = async (name: string, place: LetterLine['place']): Promise<DocxPart> => {
    const part = new DocxPart(place, { styles, notes, count });
    const chunks = archive.open(name);
    if (chunks) await scanXml(chunks, name, fileName, part);
    return part;
  };
  const body = await readPart(main.target, 'body');
  if (body.root !== 'w:document') throw refuseOtherArchive(archive.names, fileName);

  const margins: { place: 'header' | 'footer'; lines: LetterLine[] }[] = [];
  const seen = new Set<string>();
  for (const { place, id } of body.margins) {
    const target = relationships.find((relationship) => relationship.id === id)?.target;
    if (target === undefined || seen.has(target)) continue;
    seen.add(target);
    margins.push({ place, lines: (await readPart(target, 'header')).lines.filter(hasText) });
  }
  const noteLines: LetterLine[] = [];
  for (const kind of ['footnote', 'endnote'] as const) {
    const target = targetOf(`${kind}s`);
    const wanted = new Set(body.references.filter((entry) => entry.kind === kind).map(({ id }) => id));
    if (target === undefined || wanted.size === 0) continue;
    const part = await readPart(target, 'footnote');
    for (const id of wanted) noteLines.push(...(part.noteLines.get(id) ?? []).filter(hasText));
  }
  const marginLines = (place: 'header' | 'footer'): LetterLine[] =>
    margins.filter((margin) => margin.place === place).flatMap(({ lines }) => lines);
  return {
    kind: 'docx',
    lines: [...marginLines('header'), ...body.lines, ...noteLines, ...marginLines('footer')],
    notes: describeNotes(notes),
  };
}

const hasText = ({ text }: LetterLine): boolean => text.trim() !== '';

async function scanPart(
  archive: Archive,
  name: string,
  fileName: string,
  open: (element: XmlElement) => void,
): Promise<void> {
  const chunks = archive.open(name);
  if (chunks) {
    await scanXml(chunks, name, fileName, { open, text: () => undefined, close: () => undefined });
  }
}

/** The relationships of a part; of the package itself when the part is ''. */
async function readRelationships(archive: Archive, part: string, fileName: string): Promise<Relationship[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const found: Relationship[] = [];
  await scanPart(archive, `${folder}_rels/${part.slice(folder.length)}.rels`, fileName, (element) => {
    if (element.name !== 'rel:Relationship') return;
    const outside = element.read('TargetMode') === 'External';
    found.push({
      id: element.read('Id') ?? '',
      type: (element.read('Type') ?? '').split('/').at(-1) ?? '',
      target: outside ? undefined : resolveTarget(folder, element.read('Target') ?? ''),
    });
  });
  return found;
}

/** A part's name from a target; nothing for one that climbs out of the package. */
function resolveTarget(folder: string, target: string): string | undefined {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return undefined;
    } else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/').toLowerCase();
}

async function refersOutside(archive: Archive, fileName: string): Promise<boolean> {
  let outside = false;
  for (const name of archive.names) {
    if (!name.endsWith('.rels')) continue;
    await scanPart(archive, name, fileName, (element) => {
      outside ||= element.name === 'rel:Relationship' && element.read('TargetMode') === 'External';
    });
  }
  return outside;
}

/** What each style says of hiding and numbering, with what it takes from the style it is based on. */
async function readStyles(
  archive: Archive,
  name: string | undefined,
  fileName: string,
): Promise<Map<string, DocxStyle>> {
  const own = new Map<string, DocxStyle & { basedOn?: string }>();
  let current: (DocxStyle & { basedOn?: string }) | undefined;
  if (name !== undefined) {
    await scanPart(archive, name, fileName, (element) => {
      const value = element.read('w:val');
      if (element.name === 'w:style') {
        current = {};
        own.set(element.read('w:styleId') ?? '', current);
      } else if (current && element.name === 'w:basedOn' && value !== undefined) current.basedOn = value;
      else if (current && element.name === 'w:vanish')
        current.hidden = !/^(?:0|false|off)$/.test(value ?? '');
      else if (current && element.name === 'w:numId') current.numbered = value !== '0';
    });
  }
  const resolved = new Map<string, DocxStyle>();
  for (const id of own.keys()) {
    const style: DocxStyle = {};
    const visited = new Set<string>();
    for (let at: string | undefined = id; at !== undefined && !visited.has(at); at = own.get(at)?.basedOn) {
      visited.add(at);
      style.hidden ??= own.get(at)?.hidden;
      style.numbered ??= own.get(at)?.numbered;
    }
    resolved.set(id, style);
  }
  return resolved;
}

/** A ZIP that is no DOCX, told by what it is. */
function refuseOtherArchive(names: readonly string[], fileName: string): Error {
  const kinds: [RegExp, string, string][] = [
    [
      /^ofd\.xml$/,
      'OFD 版式文件；请转换为 PDF，或另存为 .docx',
      'an OFD file; convert it to PDF or save it as .docx',
    ],
    [/^xl\//, 'Excel 表格；请把信函正文另存为 .docx', 'an Excel workbook; save the letter as .docx'],
    [
      /^ppt\//,
      'PowerPoint 演示文稿；请把信函正文另存为 .docx',
      'a PowerPoint file; save the letter as .docx',
    ],
    [/^content\.xml$/, 'OpenDocument 文件；请另存为 .docx', 'an OpenDocument file; save it as .docx'],
  ];
  const [, zh, en] = kinds.find(([pattern]) => names.some((name) => pattern.test(name))) ?? [
    undefined,
    '压缩包而不是 DOCX；请先解压，再提供其中的 .docx、PDF 或文本',
    'an archive and no DOCX; unpack it and provide the .docx, PDF or text inside',
  ];
  return refuseFile('unreadable-file', fileName, `这是${zh}`, `is ${en}`);
}

/** Letters' files made in code, for tests: DOCX from its XML, PDF from its lines. */
import { zipSync, type Zippable } from 'fflate';
import { Refusal } from '#kernel/contract/refusal.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const namespaces = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
].join(' ');

/** A part's XML with all namespaces declared. */
export const wordXml = (root: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:${root} ${namespaces}>${content}</w:${root}>`;

/** One relationship; the target is outside when it is an address. */
export function relationship(id: string, type: string, target: string): string {
  const mode = /^(?:https?|file):/.test(target) ? ' TargetMode="External"' : '';
  return `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"${mode}/>`;
}

export const relationships = (...entries: string[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries.join('')}</Relationships>`;

/** Parts of a DOCX with this body; `parts` adds to or replaces them. */
export const docxParts = (body: string, parts: Record<string, string | Uint8Array> = {}): Zippable =>
  Object.fromEntries(
    Object.entries({
      '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
      '_rels/.rels': relationships(relationship('rId1', 'officeDocument', 'word/document.xml')),
      'word/document.xml': wordXml('document', `<w:body>${body}</w:body>`),
      ...parts,
    }).map(([name, content]) => [name, typeof content === 'string' ? bytesOf(content) : content]),
  );

export const buildDocx = (body: string, parts: Record<string, string | Uint8Array> = {}): Uint8Array =>
  zipSync(docxParts(body, parts));

/** Text of a PDF at a place, in points from the lower left corner. */
export interface PdfText {
  text: string;
  x: number;
  y: number;
  size?: number;
  /** Advance of every character in thousandths of the size; 1000 for Chinese. */
  advance?: number;
  rotated?: boolean;
}

export interface PdfFixture {
  pages: PdfText[][];
  /** Fonts: `unicode` carries its own map to characters; `gbk` relies on the reader's tables. */
  encoding?: 'unicode' | 'gbk';
  /** Codes of a GBK text, which the platform cannot write. */
  encode?: (text: string) => string;
  catalog?: string;
  trailer?: string;
}

/** A PDF of text only; no font is embedded. */
export function buildPdf({
  pages,
  encoding = 'unicode',
  encode,
  catalog = '',
  trailer = '',
}: PdfFixture): Uint8Array {
  const objects: string[] = [];
  const add = (content: string): number => objects.push(content);
  const stream = (content: string): string =>
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
  const hex = encode ?? ((text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex'));
  const root = add('');
  const tree = add('');
  const toUnicode = add(
    stream(
      '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def ' +
        '1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap end end',
    ),
  );
  const fontOf = (advance: number): number => {
    const descriptor = add(
      '<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 859 /Descent -141 /CapHeight 700 /StemV 80 >>',
    );
    const ordering = encoding === 'unicode' ? 'Identity' : 'GB1';
    const descendant = add(
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (${ordering}) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R /DW ${advance} >>`,
    );
    return add(
      encoding === 'unicode'
        ? `<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${toUnicode} 0 R >>`
        : `<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /GBK-EUC-H /DescendantFonts [${descendant} 0 R] >>`,
    );
  };
  const advances = [...new Set(pages.flat().map(({ advance = 1000 }) => advance))];
  const fonts = new Map(advances.map((advance) => [advance, fontOf(advance)]));
  const resources = [...fonts].map(([advance, font]) => `/F${advance} ${font} 0 R`).join(' ');
  const kids = pages.map((texts) => {
    const content = add(
      stream(
        texts
          .map(({ text, x, y, size = 16, advance = 1000, rotated = false }) => {
            const matrix = rotated ? `0.7 0.7 -0.7 0.7 ${x} ${y}` : `1 0 0 1 ${x} ${y}`;
            return `BT /F${advance} ${size} Tf ${matrix} Tm <${hex(text)}> Tj ET`;
          })
          .join('\n'),
      ),
    );
    return add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 595 842] /Resources << /Font << ${resources} >> >> /Contents ${content} 0 R >>`,
    );
  });
  objects[root - 1] = `<< /Type /Catalog /Pages ${tree} 0 R ${catalog} >>`;
  objects[tree - 1] =
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`;
  let file = '%PDF-1.7\n';
  const offsets = objects.map((content, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${content}\nendobj\n`;
    return offset;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const offset of offsets) file += `${String(offset).padStart(10, '0')} 00000 n \n`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root ${root} 0 R ${trailer} >>\nstartxref\n${table}\n%%EOF\n`;
  return Uint8Array.from(Buffer.from(file, 'latin1'));
}

/** The refusal a reading ends in; fails when it was taken. */
export async function refusalOf(reading: Promise<unknown>): Promise<Refusal> {
  const outcome: unknown = await reading.catch((error: unknown) => error);
  if (outcome instanceof Refusal) return outcome;
  throw outcome instanceof Error ? outcome : new Error(`was not refused: ${JSON.stringify(outcome)}`);
}

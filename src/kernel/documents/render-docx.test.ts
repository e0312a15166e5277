import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { buildRealLetter } from '../../../test/real-letter.ts';
import type { LetterDocument } from './letter-document.ts';
import { renderDocx } from './render-docx.ts';

async function open(document: LetterDocument): Promise<(name: string) => string> {
  const parts = unzipSync(await renderDocx(document));
  return (name) => strFromU8(parts[name] ?? new Uint8Array());
}

function readAttribute(xml: string, element: string, attribute: string): number {
  return Number(new RegExp(`<w:${element}[^>]* w:${attribute}="(-?[\\d.]+)"`).exec(xml)?.[1]);
}

describe('a letter as DOCX', () => {
  it('has the page, margins and grid of 22 lines of 28 characters', async () => {
    const part = await open(buildRealLetter());
    const xml = part('word/document.xml');
    const millimetres = (twips: number): number => (twips / 1440) * 25.4;
    expect(readAttribute(xml, 'pgSz', 'w')).toBe(11906);
    expect(readAttribute(xml, 'pgSz', 'h')).toBe(16838);
    const margins = ['top', 'left', 'right', 'bottom'].map((side) => readAttribute(xml, 'pgMar', side));
    [37, 28, 26, 35].forEach((wanted, index) =>
      expect(millimetres(margins[index] ?? 0)).toBeCloseTo(wanted, 1),
    );
    const [top = 0, left = 0, right = 0, bottom = 0] = margins;
    expect(xml).toContain('w:type="linesAndChars"');
    expect(Math.floor((16838 - top - bottom) / readAttribute(xml, 'docGrid', 'linePitch'))).toBe(22);
    // The Normal style has 16 pt; the grid adds its character space, in 1/4096 pt.
    const pitch = 16 + readAttribute(xml, 'docGrid', 'charSpace') / 4096;
    expect(Math.floor((11906 - left - right) / 20 / pitch)).toBe(28);
    expect(xml).toContain('<w:titlePg/>');
    expect(part('word/styles.xml')).toContain('<w:overflowPunct w:val="0"/>');
  });

  it('names the official faces, and near ones for readers without them', async () => {
    const part = await open(buildRealLetter());
    expect(part('word/styles.xml')).toContain('w:eastAsia="仿宋_GB2312"');
    expect(part('word/document.xml')).toContain('w:eastAsia="黑体"');
    expect(part('word/document.xml')).toContain('w:eastAsia="楷体_GB2312"');
    expect(part('word/fontTable.xml')).toMatch(/<w:font w:name="方正小标宋简体"><w:altName w:val="[^"]+"\/>/);
    expect(part('docProps/core.xml')).toContain('字体没有嵌入');
    expect(part('docProps/core.xml')).toContain('<dc:creator>吉林省科学技术厅</dc:creator>');
  });

  it('has red double lines on the first page and numbers on odd and even pages', async () => {
    const part = await open(buildRealLetter());
    const furniture = ['header1', 'header2', 'header3', 'footer1', 'footer2', 'footer3'].map((name) =>
      part(`word/${name}.xml`),
    );
    const strokes = furniture.flatMap((xml) => {
      const [top, bottom] = ['top', 'bottom'].map((side) => readAttribute(xml, side, 'sz'));
      return xml.includes('<w:pBdr>') ? [{ top, bottom }] : [];
    });
    // In eighths of a point: thick over thin in the header, thin over thick in the footer.
    expect(strokes).toEqual([
      { top: 16, bottom: 6 },
      { top: 6, bottom: 16 },
    ]);
    expect(furniture.filter((xml) => xml.includes('PAGE'))).toHaveLength(2);
    expect(part('word/settings.xml')).toContain('<w:evenAndOddHeaders/>');
  });

  it('keeps every word, as text', async () => {
    const letter = { ...buildRealLetter(), notes: ['此件公开发布'], copies: ['<省政府办公厅> & "x"'] };
    const xml = (await open(letter))('word/document.xml');
    const read = [...xml.matchAll(/<w:t[ >][^<]*/g)]
      .map(([text]) => text.replace(/^<w:t[^>]*>/, ''))
      .join('');
    for (const { text } of letter.blocks) expect(read).toContain(text);
    expect(read).toContain('2025年5月27日');
    expect(read).toContain('（此件公开发布）');
    expect(read).toContain(
      '&lt;省政府办公厅&gt; &amp; "x"'.replaceAll('"', read.includes('&quot;x') ? '&quot;' : '"'),
    );
  });

  it('is XML in every part: no attribute given twice, tags closed in their order', async () => {
    const parts = unzipSync(
      await renderDocx({ ...buildRealLetter(), draft: true, category: 'B', copies: ['某厅'] }),
    );
    for (const [name, part] of Object.entries(parts)) {
      const open: string[] = [];
      for (const [tag, closing, element, attributes = '', empty] of strFromU8(part).matchAll(
        /<(\/?)([A-Za-z][\w:]*)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>/g,
      )) {
        const names = [...attributes.matchAll(/([\w:]+)="/g)].map(([, attribute]) => attribute);
        expect(new Set(names).size, `${name}: ${tag}`).toBe(names.length);
        if (closing) expect(open.pop(), `${name}: ${tag}`).toBe(element);
        else if (!empty) open.push(element ?? '');
      }
      expect(open, name).toEqual([]);
    }
  });

  it('gives the same bytes each time', async () => {
    const [first, second] = [await renderDocx(buildRealLetter()), await renderDocx(buildRealLetter())];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  });
});

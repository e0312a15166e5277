import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measurePdf, readLine } from '../../../test/measured-pdf.ts';
import type { DrawnPage, DrawnPdf } from '../../../test/measured-pdf.ts';
import { buildRealLetter } from '../../../test/real-letter.ts';
import type { LetterDocument } from './letter-document.ts';
import { renderPdf } from './render-pdf.ts';

const PITCH = 225 / 22;
const CELL = 156 / 28;
const BODY = (16 / 72) * 25.4;
/** A character's box stands 0.88 of its size above the baseline. */
const ASCENT = 0.88;

const plain: LetterDocument = {
  form: 'letter',
  issuer: '吉林省科学技术厅',
  number: '吉科发规划〔2025〕59号',
  title: null,
  category: null,
  salutation: '王松伟代表：',
  blocks: [],
  signature: '吉林省科学技术厅',
  date: '2025-05-27',
  notes: [],
  copies: [],
  draft: false,
};

/** Body text of that many lines: 26 characters after the indent, then 28 a line. */
function writeLines(count: number): string {
  return Array.from({ length: 28 * count - 2 }, (_, index) => '全省科技创新工作'[index % 8]).join('');
}

async function draw(document: LetterDocument): Promise<DrawnPdf> {
  return measurePdf((await renderPdf(document)).bytes);
}

function pageOf(drawn: DrawnPdf, number: number): DrawnPage {
  const page = drawn.pages[number - 1];
  if (!page) throw new Error(`No page ${number}`);
  return page;
}

function findText(
  page: DrawnPage,
  text: string,
): { left: number; right: number; baseline: number; size: number } {
  const line = page.lines.find((candidate) => readLine(candidate) === text);
  const [first] = line ?? [];
  const last = line?.at(-1);
  if (!first || !last) throw new Error(`${text} is not on the page: ${page.lines.map(readLine).join(' | ')}`);
  return { left: first.left, right: last.right, baseline: first.baseline, size: first.size };
}

describe('the page', () => {
  const long = { ...plain, blocks: [{ level: 0 as const, text: writeLines(70) }] };

  it('is A4 with 22 lines of 28 characters in an area of 156 × 225 mm', async () => {
    const drawn = await draw(long);
    const second = pageOf(drawn, 2);
    expect(second.width).toBeCloseTo(210, 1);
    expect(second.height).toBeCloseTo(297, 1);
    const lines = second.lines.filter((line) => readLine(line).length === 28);
    expect(lines).toHaveLength(22);
    lines.forEach((line, index) => {
      const [first] = line;
      const right = line.at(-1)?.right ?? 0;
      if (!first) throw new Error('An empty line');
      expect(first.left).toBeCloseTo(28, 1);
      // The last character's box ends short of its cell: 三号 is larger than the cell by what is set tight.
      expect(Math.abs(right - 184)).toBeLessThan(0.1);
      expect((right - first.left - BODY) / 27).toBeCloseTo(CELL, 2);
      expect(first.baseline).toBeCloseTo(37 + index * PITCH + ASCENT * BODY, 1);
    });
    const top = (lines[0]?.[0]?.baseline ?? 0) - ASCENT * BODY;
    expect(Math.abs(top - 37)).toBeLessThan(1);
    expect(lines.at(-1)?.[0]?.baseline ?? 0).toBeLessThan(297 - 35);
  });

  it('is numbered 7 mm below the text: even pages left, odd ones right, a letter’s first not at all', async () => {
    const drawn = await draw(long);
    expect(drawn.pages.length).toBeGreaterThanOrEqual(3);
    const small = (14 / 72) * 25.4;
    const first = pageOf(drawn, 1);
    expect(first.lines.map(readLine).filter((text) => text.includes('—'))).toEqual([]);
    const even = findText(pageOf(drawn, 2), '—2—');
    // A dash is a little narrower than the cell it stands in the middle of.
    expect(Math.abs(even.left - 28 - small)).toBeLessThan(0.4);
    const odd = findText(pageOf(drawn, 3), '—3—');
    expect(Math.abs(184 - small - odd.right)).toBeLessThan(0.4);
    for (const { baseline, size } of [even, odd]) {
      expect(size).toBeCloseTo(small, 2);
      // The dash lies in the middle of its character.
      expect(baseline - (ASCENT - 0.5) * small).toBeCloseTo(297 - 35 + 7, 1);
    }
    const ordinary = await draw({ ...long, form: 'ordinary' });
    expect(Math.abs(184 - small - findText(pageOf(ordinary, 1), '—1—').right)).toBeLessThan(0.4);
  });
});

describe('the head of a letter', () => {
  it('has the name 30 mm down, double lines 4 mm below and 20 mm above the edge, number at the right', async () => {
    const page = pageOf(await draw(plain), 1);
    const name = findText(page, plain.issuer);
    // Noto Serif SC Bold draws its highest stroke here (省) 0.85 em above the baseline.
    expect(Math.abs(name.baseline - 0.85 * name.size - 30)).toBeLessThan(0.6);
    expect((name.left + name.right) / 2).toBeCloseTo(105, 1);
    const [thick, thin, thinBelow, thickBelow] = page.strokes;
    if (!thick || !thin || !thinBelow || !thickBelow) throw new Error('Not four lines');
    expect(page.strokes).toHaveLength(4);
    for (const { left, right } of page.strokes) {
      expect(left).toBeCloseTo(20, 2);
      expect(right).toBeCloseTo(190, 2);
    }
    expect(thick.bottom - thick.top).toBeGreaterThan(2 * (thin.bottom - thin.top));
    expect(thickBelow.bottom - thickBelow.top).toBeGreaterThan(2 * (thinBelow.bottom - thinBelow.top));
    expect(thick.top - (name.baseline + 0.09 * name.size)).toBeGreaterThan(3.5);
    expect(thick.top - (name.baseline + 0.09 * name.size)).toBeLessThan(4.5);
    expect(thickBelow.bottom).toBeCloseTo(277, 2);
    const number = findText(page, '吉科发规划〔2025〕59号');
    expect(Math.abs(number.right - 184)).toBeLessThan(0.1);
    expect(number.baseline - ASCENT * BODY - thin.bottom).toBeCloseTo((7 / 8) * BODY, 1);
  });

  it('has the title two lines below the number, even and centred, and the address one line below it', async () => {
    const title = '关于对省十四届人大四次会议第0123号建议的答复意见的函';
    const page = pageOf(await draw({ ...plain, title, category: 'B' }), 1);
    const start = page.lines.findIndex((line) => readLine(line).startsWith('关于对省'));
    const titleLines = page.lines.slice(start, start + 2);
    expect(titleLines.map(readLine).join('')).toBe(title);
    const widths = titleLines.map((line) => (line.at(-1)?.right ?? 0) - (line[0]?.left ?? 0));
    expect(Math.abs((widths[0] ?? 0) - (widths[1] ?? 0))).toBeLessThan(25);
    for (const line of titleLines) {
      expect(((line[0]?.left ?? 0) + (line.at(-1)?.right ?? 0)) / 2).toBeCloseTo(106, 0);
      expect(line[0]?.size).toBeCloseTo((22 / 72) * 25.4, 1);
    }
    const number = findText(page, '吉科发规划〔2025〕59号');
    const titleTop = (titleLines[0]?.[0]?.baseline ?? 0) - ASCENT * (22 / 72) * 25.4;
    expect(titleTop - (number.baseline - ASCENT * BODY)).toBeCloseTo(3 * PITCH, 1);
    const salutation = findText(page, plain.salutation);
    expect(salutation.left).toBeCloseTo(28, 1);
    expect(salutation.baseline - ASCENT * BODY - titleTop).toBeCloseTo(3 * PITCH, 1);
    expect(findText(page, 'B').right).toBeLessThan(184.1);
  });

  it('of the ordinary form has the name 35 mm below the text’s top, number and red line below it', async () => {
    const page = pageOf(await draw({ ...plain, form: 'ordinary' }), 1);
    const name = findText(page, plain.issuer);
    expect(Math.abs(name.baseline - 0.85 * name.size - 72)).toBeLessThan(0.6);
    const number = findText(page, '吉科发规划〔2025〕59号');
    expect((number.left + number.right) / 2).toBeCloseTo(106, 0);
    const [line] = page.strokes;
    expect(page.strokes).toHaveLength(1);
    expect(line?.left).toBeCloseTo(28, 1);
    expect(line?.right).toBeCloseTo(184, 1);
    expect((line?.top ?? 0) - (number.baseline + 0.12 * BODY)).toBeCloseTo(4, 1);
  });
});

describe('signature and date', () => {
  it('end four characters from the right, the signature over the date’s middle', async () => {
    const page = pageOf(await draw({ ...plain, blocks: [{ level: 0, text: '特此答复。' }] }), 1);
    const signature = page.lines.filter((line) => readLine(line) === plain.signature).at(-1) ?? [];
    const date = findText(page, '2025年5月27日');
    expect(Math.abs(date.right - (184 - 4 * CELL))).toBeLessThan(0.2);
    const middle = ((signature[0]?.left ?? 0) + (signature.at(-1)?.right ?? 0)) / 2;
    expect(Math.abs(middle - (date.left + date.right) / 2)).toBeLessThan(0.3);
  });

  it('are never alone on a page, whatever the length of the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('letter' as const, 'ordinary' as const),
        async (total, perBlock, form) => {
          const blocks = Array.from({ length: Math.ceil(total / perBlock) }, (_, index) => ({
            level: 0 as const,
            text: writeLines(Math.min(perBlock, total - index * perBlock)),
          }));
          const drawn = await draw({ ...plain, form, blocks });
          const last = pageOf(drawn, drawn.pages.length).lines.map(readLine);
          expect(last).toContain(plain.signature);
          expect(last).toContain('2025年5月27日');
          expect(last.filter((text) => /^[全省科技创新工作]{2,28}$/.test(text)).length).toBeGreaterThan(0);
          for (const page of drawn.pages) {
            for (const line of page.lines) expect(line[0]?.baseline ?? 0).toBeLessThan(297 - 20);
          }
        },
      ),
      {
        numRuns: 60,
        seed: 9704,
        examples: [
          [13, 1, 'letter'],
          [14, 5, 'letter'],
          [17, 2, 'letter'],
          [36, 3, 'ordinary'],
        ],
      },
    );
  });
});

describe('text', () => {
  it('is printed as it is: markup, rare characters, other scripts, very long words', async () => {
    const hostile = [
      '#eval("1+1") #import "x" $x^2$ [*a*] _b_ \\u{41} `c` <d> @e // f /* g */',
      '镕堃喆䶮𬭼〇',
      'ＦＵＬＬ－ＷＩＤＴＨ１２３',
      'שלום مرحبا بالعالم',
      'a'.repeat(200),
      '👩‍👩‍👧 é ẹ́ ㍿ \u{E000}',
      '。，、》”）——……——……。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。',
      '（（（（（（（（（（（（（（（（（（（（（（（（（（（（（（（（（（（（（（（',
    ];
    const blocks = hostile.map((text) => ({ level: 0 as const, text }));
    const drawn = await draw({
      ...plain,
      blocks,
      issuer: '#厅',
      signature: '$署$',
      notes: ['*注*'],
      copies: ['_抄_'],
    });
    const read = drawn.pages
      .flatMap((page) => page.texts.map(({ text }) => text))
      .join('')
      .replaceAll(/\s/g, '');
    for (const text of [
      ...hostile.slice(0, 3),
      ...hostile.slice(4, 5),
      ...hostile.slice(6),
      '#厅',
      '$署$',
      '（*注*）',
      '_抄_',
    ]) {
      expect(read).toContain(text.replaceAll(/\s/g, ''));
    }
    for (const page of drawn.pages) {
      for (const { right } of page.texts) expect(right).toBeLessThan(190);
    }
  });

  it('that is stranger still makes a file or an error, and never ends the platform', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 80 }), { maxLength: 4 }),
        async (texts) => {
          const blocks = texts.map((text) => ({ level: 1 as const, text }));
          const { pages } = await renderPdf({
            ...plain,
            blocks,
            signature: texts[0] ?? '',
            title: texts[1] ?? null,
          });
          expect(pages).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it('cannot be turned round by invisible marks', async () => {
    const page = pageOf(await draw({ ...plain, blocks: [{ level: 0, text: '奖励\u202E001万元' }] }), 1);
    expect(page.lines.map(readLine)).toContain('奖励\uFFFD001万元');
  });
});

describe('the real letter', () => {
  it('comes out whole, in its order, no line beginning or ending with a mark that may not', async () => {
    const letter = buildRealLetter();
    const drawn = await draw(letter);
    const lines = drawn.pages
      .flatMap((page) => page.lines.map(readLine))
      .filter((text) => !text.startsWith('—'));
    const whole = [
      letter.issuer,
      letter.number,
      letter.salutation,
      ...letter.blocks.map(({ text }) => text),
      letter.signature,
    ];
    expect(lines.join('')).toBe([...whole, '2025年5月27日'].join('').replaceAll(' ', ''));
    for (const line of lines) {
      expect(line).not.toMatch(/^[。，、；：？！）》”]/);
      expect(line).not.toMatch(/[（《“]$/);
    }
    for (const page of drawn.pages) {
      for (const line of page.lines) {
        const last = line.at(-1);
        // Half of a closing mark's box is empty and may lie outside.
        const ink = (last?.right ?? 0) - (/[。，、；：？！）》”]$/.test(last?.text ?? '') ? BODY / 2 : 0);
        expect(ink).toBeLessThan(184.2);
      }
    }
  });

  it('gives the same bytes each time, and says in its properties whose it is and which faces stand in', async () => {
    const [first, second] = [await renderPdf(buildRealLetter()), await renderPdf(buildRealLetter())];
    expect(Buffer.from(first.bytes).equals(Buffer.from(second.bytes))).toBe(true);
    const { properties } = await measurePdf(first.bytes);
    expect(properties.Author).toBe('吉林省科学技术厅');
    expect(properties.Language).toBe('zh-CN');
    expect(properties.Subject).toContain('仿宋_GB2312以Noto Serif SC代');
    expect(properties.CreationDate).toContain('20250527');
    expect(first.fonts.map(({ substituted }) => substituted)).toEqual([true, true, true, true, true]);
  });

  it('says on every page that it is a draft, or a sample', async () => {
    const drawn = await draw({ ...buildRealLetter(), draft: true, mark: { zh: '示例' } });
    for (const page of drawn.pages) {
      const [first] = page.lines;
      expect(readLine(first ?? [])).toBe('征求意见稿（尚未签发）示例');
    }
  });
});

it('a letter of 200 pages is set in reasonable time, without holding up its caller', async () => {
  const blocks = Array.from({ length: 440 }, () => ({ level: 0 as const, text: writeLines(10) }));
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 20);
  const { pages } = await renderPdf({ ...plain, blocks });
  clearInterval(ticking);
  expect(pages).toBeGreaterThanOrEqual(200);
  expect(ticks).toBeGreaterThan(10);
});

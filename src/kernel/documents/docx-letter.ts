import {
  AlignmentType,
  BorderStyle,
  Document,
  DocumentGridType,
  Footer,
  FrameAnchorType,
  FrameWrap,
  Header,
  HeightRule,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  TabStopType,
  TextRun,
} from 'docx';
import type { IParagraphOptions, IRunOptions } from 'docx';
import { normaliseDocx } from './docx-package.ts';
import {
  AREA,
  CELL,
  DOUBLE_LINE,
  DOUBLE_LINE_HEIGHT,
  MARGIN,
  MM,
  PITCH,
  SIZE,
  sizeIssuer,
} from './geometry.ts';
import { bracketNote, DRAFT_MARK, printable, printDate } from './letter-document.ts';
import type { FontRole, LetterDocument } from './letter-document.ts';
import { breakTitle } from './title.ts';
import { OFFICIAL } from './typefaces.ts';

/** Word measures in twentieths of a point. */
const twips = (points: number): number => Math.round(points * 20);

const PAGE_TWIPS = { width: 11906, height: 16838 };
const MARGIN_TWIPS = {
  top: twips(MARGIN.top),
  left: twips(MARGIN.left),
  right: twips(MARGIN.right),
  bottom: twips(MARGIN.bottom),
};
/** Rounded down: 22 lines of 580 twips would be 4 twips more than the text area has, and Word would set 21. */
const LINE_TWIPS = Math.floor((PAGE_TWIPS.height - MARGIN_TWIPS.top - MARGIN_TWIPS.bottom) / 22);
/**
 * The grid's character pitch less the size of the Normal style (16 pt), in 1/4096 pt, rounded down so that 28 fit:
 * 442.25 pt / 28 − 16 pt = −0.2054 pt.
 */
const CHARACTER_SPACE = Math.floor(
  ((PAGE_TWIPS.width - MARGIN_TWIPS.left - MARGIN_TWIPS.right) / 20 / 28 - SIZE.body) * 4096,
);
/**
 * What a 三号 character is set tight, in twips: 16 pt − 0.3 pt; 28 of them are 439.6 pt, and a full line is stretched
 * to the 442.25 pt of the text area.
 */
const TIGHT = -6;
const TITLE_STYLE = 'LetterTitle';
const FOOTER_TWIPS = twips(35 * MM - 7 * MM - SIZE.small);
const RED = 'FF0000';
const THICK = 8 * DOUBLE_LINE.thick;
const THIN = 8 * DOUBLE_LINE.thin;
const LEVELS: FontRole[] = ['fang', 'hei', 'kai', 'fang', 'fang'];

/** A letter as DOCX, to be edited in Word or WPS: it names the official faces and keeps the grid of 22 × 28. */
export async function writeDocx(document: LetterDocument): Promise<Uint8Array> {
  const letter = document.form === 'letter';
  const date = /^\d{4}-\d{2}-\d{2}$/.test(document.date) ? document.date : '2000-01-01';
  const file = new Document({
    title: printable(document.title ?? `${document.number ?? ''} ${document.salutation}`),
    creator: printable(document.issuer),
    lastModifiedBy: printable(document.issuer),
    description: `本文件指定字体：${Object.values(OFFICIAL)
      .map(([name]) => name)
      .join('、')}；字体没有嵌入，未安装时由阅读软件以相近字体代用。`,
    ...(document.number === null ? {} : { keywords: printable(document.number) }),
    evenAndOddHeaderAndFooters: true,
    defaultTabStop: twips(2 * CELL),
    styles: {
      paragraphStyles: [
        // The grid's character space counts from this style's size.
        {
          id: 'Normal',
          name: 'Normal',
          quickFormat: true,
          run: { font: face('fang'), size: 2 * SIZE.body },
          paragraph: { spacing: { line: LINE_TWIPS, lineRule: LineRuleType.EXACT, before: 0, after: 0 } },
        },
        {
          id: TITLE_STYLE,
          name: '公文标题',
          basedOn: 'Normal',
          quickFormat: true,
          run: { font: face('title'), size: 2 * SIZE.title },
          paragraph: {
            alignment: AlignmentType.CENTER,
            outlineLevel: 0,
            spacing: { line: LINE_TWIPS, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
          },
        },
      ],
      default: {
        document: {
          run: {
            font: face('fang'),
            size: 2 * SIZE.body,
            snapToGrid: false,
            language: { value: 'zh-CN', eastAsia: 'zh-CN' },
          },
          paragraph: { spacing: { line: LINE_TWIPS, lineRule: LineRuleType.EXACT, before: 0, after: 0 } },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: PAGE_TWIPS,
            margin: { ...MARGIN_TWIPS, header: twips(12 * MM), footer: FOOTER_TWIPS, gutter: 0 },
          },
          grid: { type: DocumentGridType.LINES_AND_CHARS, linePitch: LINE_TWIPS, charSpace: CHARACTER_SPACE },
          titlePage: letter,
        },
        headers: {
          default: new Header({ children: [edgeMarks(document)] }),
          even: new Header({ children: [edgeMarks(document)] }),
          ...(letter
            ? { first: new Header({ children: [...letterHead(document), edgeMarks(document)] }) }
            : {}),
        },
        footers: {
          default: new Footer({ children: [pageNumber(AlignmentType.RIGHT)] }),
          even: new Footer({ children: [pageNumber(AlignmentType.LEFT)] }),
          ...(letter ? { first: new Footer({ children: [letterFoot(), paragraph([], {})] }) } : {}),
        },
        children: [...opening(document), ...body(document), ...closing(document)],
      },
    ],
  });
  return normaliseDocx(new Uint8Array(await Packer.toBuffer(file)), date);
}

function face(role: FontRole): { ascii: string; hAnsi: string; eastAsia: string; cs: string } {
  const [name] = OFFICIAL[role];
  return { ascii: name, hAnsi: name, eastAsia: name, cs: name };
}

function write(text: string, role: FontRole = 'fang', size = SIZE.body, more: IRunOptions = {}): TextRun {
  return new TextRun({
    text: printable(text),
    font: face(role),
    size: Math.round(2 * size),
    characterSpacing: size === SIZE.body ? TIGHT : 0,
    ...more,
  });
}

function paragraph(children: TextRun[], options: IParagraphOptions): Paragraph {
  return new Paragraph({ ...options, children });
}

function exact(points: number, before = 0): IParagraphOptions['spacing'] {
  return { line: twips(points), lineRule: LineRuleType.EXACT, before: twips(before), after: 0 };
}

const FIRST_LINE = { firstLineChars: 200, firstLine: twips(2 * CELL) };

/** Issuer and double line of a letter, in the first page's header, at their places on the page. */
function letterHead(document: LetterDocument): Paragraph[] {
  const issuer = printable(document.issuer);
  const size = sizeIssuer([...issuer].length);
  const line = 30 * MM + size + 4 * MM;
  const head = [
    paragraph([write(issuer, 'title', size, { color: RED })], {
      alignment: AlignmentType.CENTER,
      spacing: exact(size),
      frame: frameAt(MARGIN.left, 30 * MM, AREA.width, size),
    }),
    paragraph([], {
      spacing: exact(DOUBLE_LINE.between),
      frame: frameAt(20 * MM, line, DOUBLE_LINE.width, DOUBLE_LINE_HEIGHT),
      border: doubleLine(THICK, THIN),
    }),
  ];
  if (document.category !== null) {
    head.push(
      paragraph([write(document.category, 'hei')], {
        alignment: AlignmentType.RIGHT,
        spacing: exact(SIZE.body),
        frame: frameAt(MARGIN.left, 20 * MM, AREA.width, SIZE.body),
      }),
    );
  }
  return head;
}

function letterFoot(): Paragraph {
  return paragraph([], {
    spacing: exact(DOUBLE_LINE.between),
    frame: frameAt(20 * MM, 277 * MM - DOUBLE_LINE_HEIGHT, DOUBLE_LINE.width, DOUBLE_LINE_HEIGHT),
    border: doubleLine(THIN, THICK),
  });
}

/**
 * Two plain strokes round a paragraph without text: of border styles with unequal strokes, readers disagree which
 * comes first. Borders are measured in eighths of a point.
 */
function doubleLine(upper: number, lower: number): IParagraphOptions['border'] {
  const stroke = { style: BorderStyle.SINGLE, color: RED, space: 0 };
  return { top: { ...stroke, size: upper }, bottom: { ...stroke, size: lower } };
}

function frameAt(
  x: number,
  y: number,
  width: number,
  height: number,
): NonNullable<IParagraphOptions['frame']> {
  return {
    type: 'absolute',
    position: { x: twips(x), y: twips(y) },
    width: twips(width),
    height: twips(height),
    rule: HeightRule.EXACT,
    wrap: FrameWrap.NONE,
    anchor: { horizontal: FrameAnchorType.PAGE, vertical: FrameAnchorType.PAGE },
  };
}

function edgeMarks(document: LetterDocument): Paragraph {
  const grey = { color: '777777' };
  const left = document.draft ? [write(DRAFT_MARK, 'song', 9, grey)] : [];
  const right = document.mark
    ? [
        new TextRun({
          children: [new Tab(), printable(document.mark.zh)],
          font: face('song'),
          size: 18,
          ...grey,
        }),
      ]
    : [];
  return paragraph([...left, ...right], {
    spacing: exact(12),
    tabStops: [{ type: TabStopType.RIGHT, position: twips(AREA.width) }],
  });
}

/** Odd pages at the right, even ones at the left, one character in. */
function pageNumber(alignment: 'right' | 'left'): Paragraph {
  const run = new TextRun({
    children: ['— ', PageNumber.CURRENT, ' —'],
    font: face('song'),
    size: 2 * SIZE.small,
  });
  const indent = { [alignment]: twips(SIZE.small) };
  return paragraph([run], { alignment, indent, spacing: exact(SIZE.small) });
}

/** Down to the title: number and, in the ordinary form, name, category and red line. */
function opening(document: LetterDocument): Paragraph[] {
  const size = sizeIssuer([...printable(document.issuer)].length);
  const number = document.number === null ? [] : [write(document.number)];
  if (document.form === 'letter') {
    const line = 30 * MM + size + 4 * MM + DOUBLE_LINE_HEIGHT;
    const top = line + (7 / 8) * SIZE.body;
    // The number's line is as high as its text; what is missing to a line of the grid follows it.
    return [
      paragraph(number, {
        alignment: AlignmentType.RIGHT,
        spacing: { ...exact(SIZE.body, top - MARGIN.top), after: twips(PITCH - SIZE.body) },
      }),
      ...blankLines(2),
      ...title(document),
    ];
  }
  const category = document.category === null ? [] : [write(document.category, 'hei')];
  return [
    paragraph(category, { alignment: AlignmentType.RIGHT, spacing: exact(SIZE.body) }),
    paragraph([write(document.issuer, 'title', size, { color: RED })], {
      alignment: AlignmentType.CENTER,
      spacing: exact(size, 35 * MM - SIZE.body),
    }),
    ...blankLines(2),
    paragraph(number, {
      alignment: AlignmentType.CENTER,
      spacing: exact(SIZE.body),
      border: { bottom: { style: BorderStyle.SINGLE, color: RED, size: 12, space: Math.round(4 * MM) } },
    }),
    ...blankLines(2),
    ...title(document),
  ];
}

function blankLines(count: number): Paragraph[] {
  return Array.from({ length: count }, () => paragraph([], {}));
}

function title(document: LetterDocument): Paragraph[] {
  if (document.title === null || printable(document.title) === '') return [];
  const lines = breakTitle(printable(document.title), Math.floor(AREA.width / SIZE.title));
  const runs = lines.map((line, index) => write(line, 'title', SIZE.title, index === 0 ? {} : { break: 1 }));
  return [paragraph(runs, { style: TITLE_STYLE }), ...blankLines(1)];
}

function body(document: LetterDocument): Paragraph[] {
  const blocks = document.blocks.filter(({ text }) => printable(text) !== '');
  return [
    paragraph([write(document.salutation)], { keepNext: blocks.length === 0 }),
    ...blocks.map(({ level, text }, index) =>
      paragraph([write(text, LEVELS[level])], {
        alignment: AlignmentType.BOTH,
        indent: FIRST_LINE,
        // Headings stay with their text, and signature and date with the last line of it.
        keepNext: level === 1 || level === 2 || index === blocks.length - 1,
        ...(level === 1 || level === 2 ? { outlineLevel: level } : {}),
      }),
    ),
  ];
}

/** Signature over the middle of the date, whose right edge stands four characters from the right; notes, copies. */
function closing(document: LetterDocument): Paragraph[] {
  const signature = printable(document.signature);
  const date = printDate(printable(document.date));
  const right = 4 * CELL + (measure(date) - measure(signature)) / 2;
  const notes = document.notes.filter((note) => printable(note) !== '');
  return [
    paragraph([write(signature)], {
      alignment: AlignmentType.RIGHT,
      indent: { right: Math.max(0, twips(right)) },
      spacing: exact(LINE_TWIPS / 20, (2 * LINE_TWIPS) / 20),
      keepNext: true,
      keepLines: true,
    }),
    paragraph([write(date)], { alignment: AlignmentType.RIGHT, indent: { right: twips(4 * CELL) } }),
    ...notes.map((note) => paragraph([write(bracketNote(printable(note)))], { indent: FIRST_LINE })),
    ...copies(document),
  ];
}

function measure(text: string): number {
  return Array.from(text).reduce(
    (sum, character) => sum + (/[\u0000-\u024F]/.test(character) ? CELL / 2 : CELL),
    0,
  );
}

function copies(document: LetterDocument): Paragraph[] {
  if (document.copies.length === 0) return [];
  const line = { style: BorderStyle.SINGLE, color: '000000', size: 8, space: 1 };
  const text = `抄送：${document.copies.map(printable).join('，')}。`;
  return [
    paragraph([write(text, 'fang', SIZE.small)], {
      indent: { left: twips(4 * SIZE.small), right: twips(SIZE.small), hanging: twips(3 * SIZE.small) },
      spacing: exact(LINE_TWIPS / 20, LINE_TWIPS / 20),
      ...(document.form === 'ordinary' ? { border: { top: line, bottom: line } } : {}),
    }),
  ];
}

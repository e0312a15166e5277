import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { Line, Run } from './compose.ts';
import { setLine } from './compose.ts';
import {
  AREA,
  ASCENT,
  DOUBLE_LINE,
  DOUBLE_LINE_HEIGHT,
  MARGIN,
  MM,
  PAGE,
  PITCH,
  RED,
  SIZE,
} from './geometry.ts';
import { DRAFT_MARK, nameStandIns, printable } from './letter-document.ts';
import type { LetterDocument, RenderedPdf } from './letter-document.ts';
import { paginate } from './paginate.ts';
import type { Page } from './paginate.ts';
import type { Typeface } from './typeface.ts';
import { chooseTypefaces } from './typefaces.ts';
import type { Typefaces } from './typefaces.ts';

interface Typesetter {
  typefaces: Typefaces;
  compiler: NodeCompiler;
}

interface Stroke {
  x: number;
  y: number;
  width: number;
  height: number;
  fill: string;
}

const template = readFileSync(new URL('letter.typ', import.meta.url), 'utf8');
const typesetters = new Map<string, Typesetter>();
const GREY = '#777777';

/** Sets a letter in this thread; `renderPdf` calls it in one of its own. */
export function typesetLetter(document: LetterDocument, fontFolder: string | undefined): RenderedPdf {
  const { compiler, typefaces } = openTypesetter(fontFolder);
  const pages = paginate(document, typefaces.faces);
  const letter = JSON.stringify(describe(document, typefaces, pages));
  const outcome = compiler.compile({ mainFileContent: template, inputs: { letter } });
  const typeset = outcome.result;
  if (!typeset) {
    const faults = outcome.takeDiagnostics()?.shortDiagnostics ?? [];
    throw new Error(`The letter could not be set: ${JSON.stringify(faults)}`);
  }
  if (typeset.numOfPages !== pages.length) {
    throw new Error(`The letter was planned on ${pages.length} pages and set on ${typeset.numOfPages}`);
  }
  const bytes = new Uint8Array(compiler.pdf(typeset, { pdfTags: true }));
  // What is kept between letters is the typesetter and its faces, not the letters.
  compiler.evictCache(2);
  return { bytes, fonts: typefaces.used, pages: pages.length };
}

function openTypesetter(folder = ''): Typesetter {
  const known = typesetters.get(folder);
  if (known) return known;

  const typefaces = chooseTypefaces(folder === '' ? undefined : folder);
  // The typesetter may read files of its workspace; this one is empty.
  const workspace = mkdtempSync(join(existsSync(tmpdir()) ? tmpdir() : '.', 'kechuang-letter-'));
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: typefaces.files }] });
  const opened = { typefaces, compiler };
  typesetters.set(folder, opened);
  return opened;
}

/** The letter as letter.typ takes it. */
function describe(document: LetterDocument, typefaces: Typefaces, pages: Page[]): Record<string, unknown> {
  const faces: Typeface[] = [...new Set(Object.values(typefaces.faces).flat())];
  const everyFamily = [...new Set(faces.map(({ family }) => nameFamily(family)))];
  const number = document.number === null ? [] : [printable(document.number)];
  const runs = (line: Line): Record<string, unknown>[] => line.runs.map((run) => describeRun(run, faces));
  return {
    title:
      document.title === null
        ? `${number[0] ?? ''} ${printable(document.salutation)}`.trim()
        : printable(document.title),
    author: printable(document.issuer),
    description: nameStandIns(typefaces.used) ?? null,
    keywords: number,
    date: /^\d{4}-\d{2}-\d{2}$/.test(document.date) ? document.date.split('-').map(Number) : null,
    width: PAGE.width,
    height: PAGE.height,
    left: MARGIN.left,
    top: MARGIN.top,
    pitch: PITCH,
    ascent: ASCENT,
    red: RED,
    faces: faces.map(({ family, weight }) => ({
      families: [...new Set([nameFamily(family), ...everyFamily])],
      weight,
    })),
    pages: pages.map((page, index) => ({
      start: page.top,
      paragraphs: page.paragraphs.map(({ heading, size, lines, before }) => ({
        heading,
        size,
        before,
        lines: lines.map(runs),
      })),
      placed: page.placed.map(({ line, x, baseline, size, red }) => ({
        x,
        baseline,
        size,
        red,
        runs: runs(line),
      })),
      strokes: drawStrokes(page, document.form),
      edges: writeEdges(document, typefaces, index + 1).map(({ line, ...place }) => ({
        ...place,
        runs: runs(line),
      })),
    })),
  };
}

/** Typst lists a family without the words for its styles. */
function nameFamily(family: string): string {
  return family.replace(/( (Thin|Light|DemiLight|Regular|Medium|SemiBold|DemiBold|Bold|Black|Heavy))+$/i, '');
}

function describeRun(run: Run, faces: Typeface[]): Record<string, unknown> {
  const { x, text, face, size, tracking, end, foreign } = run;
  return { x, text, face: faces.indexOf(face), size, tracking, end, boxed: foreign };
}

function drawStrokes({ redLine, rules }: Page, form: LetterDocument['form']): Stroke[] {
  const strokes = rules.map((y) => ({
    x: MARGIN.left,
    y: y - 0.175 * MM,
    width: AREA.width,
    height: 0.35 * MM,
    fill: '#000000',
  }));
  if (redLine === undefined) return strokes;
  if (form === 'ordinary') {
    return [...strokes, { x: MARGIN.left, y: redLine, width: AREA.width, height: 1.5, fill: RED }];
  }
  const { width, thick, thin, between } = DOUBLE_LINE;
  const x = (PAGE.width - width) / 2;
  const lower = PAGE.height - 20 * MM - DOUBLE_LINE_HEIGHT;
  return [
    ...strokes,
    { x, y: redLine, width, height: thick, fill: RED },
    { x, y: redLine + thick + between, width, height: thin, fill: RED },
    { x, y: lower, width, height: thin, fill: RED },
    { x, y: lower + thin + between, width, height: thick, fill: RED },
  ];
}

interface Edge {
  line: Line;
  x: number;
  baseline: number;
  size: number;
  fill: string;
}

/** Page number, and what is said at every page's edge. */
function writeEdges(document: LetterDocument, { faces }: Typefaces, page: number): Edge[] {
  const edges: Edge[] = [];
  if (page > 1 || document.form === 'ordinary') {
    const line = setLine(`— ${page} —`, { faces: faces.song, size: SIZE.small, cell: SIZE.small });
    const right = MARGIN.left + AREA.width - SIZE.small - line.right;
    // Its dashes, in the middle of their characters, stand 7 mm below the text area.
    const baseline = MARGIN.top + AREA.height + 7 * MM + (ASCENT - 0.5) * SIZE.small;
    edges.push({
      line,
      x: page % 2 ? right : MARGIN.left + SIZE.small,
      baseline,
      size: SIZE.small,
      fill: '#000000',
    });
  }
  const small = { faces: faces.song, size: 9, cell: 9 };
  const atTop = { baseline: 12 * MM, size: 9, fill: GREY };
  if (document.draft) edges.push({ line: setLine(DRAFT_MARK, small), x: MARGIN.left, ...atTop });
  if (document.mark) {
    const line = setLine(printable(document.mark.zh), small);
    edges.push({ line, x: MARGIN.left + AREA.width - line.right, ...atTop });
  }
  return edges;
}

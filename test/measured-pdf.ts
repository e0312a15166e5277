import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';

const require = createRequire(import.meta.url);
const MM = 72 / 25.4;

/** Text as it is drawn; lengths in millimetres from the page's top left corner. */
export interface DrawnText {
  text: string;
  left: number;
  right: number;
  baseline: number;
  /** Of the font, in millimetres. */
  size: number;
}

export interface DrawnStroke {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface DrawnPage {
  width: number;
  height: number;
  texts: DrawnText[];
  /** Texts on one baseline, from left to right. */
  lines: DrawnText[][];
  strokes: DrawnStroke[];
}

export interface DrawnPdf {
  pages: DrawnPage[];
  properties: Record<string, unknown>;
}

/** What a PDF shows and where, from its own drawing commands. */
export async function measurePdf(bytes: Uint8Array): Promise<DrawnPdf> {
  const folder = dirname(require.resolve('pdfjs-dist/package.json'));
  const task = getDocument({
    data: Uint8Array.from(bytes),
    verbosity: 0,
    cMapUrl: `${join(folder, 'cmaps')}/`,
    standardFontDataUrl: `${join(folder, 'standard_fonts')}/`,
  });
  try {
    const file = await task.promise;
    const { info } = await file.getMetadata();
    const pages: DrawnPage[] = [];
    for (let number = 1; number <= file.numPages; number += 1) {
      const page = await file.getPage(number);
      const [, , width = 0, height = 0] = page.view;
      const { items } = await page.getTextContent();
      const texts = items.flatMap((item) => {
        // Blanks are as much the reader's guess as the file's.
        if (!('str' in item) || item.str.trim() === '') return [];
        const [, , , size, x, y] = item.transform as number[];
        return [
          {
            text: item.str,
            left: (x ?? 0) / MM,
            right: ((x ?? 0) + item.width) / MM,
            baseline: (height - (y ?? 0)) / MM,
            size: Math.abs(size ?? 0) / MM,
          },
        ];
      });
      const { fnArray, argsArray } = await page.getOperatorList();
      pages.push({
        width: width / MM,
        height: height / MM,
        texts,
        lines: toLines(texts),
        strokes: readStrokes(fnArray, argsArray as unknown[], height),
      });
    }
    return { pages, properties: info as Record<string, unknown> };
  } finally {
    await task.destroy();
  }
}

function toLines(texts: DrawnText[]): DrawnText[][] {
  const lines = new Map<number, DrawnText[]>();
  for (const text of texts) {
    const key = Math.round(text.baseline * 20);
    const known = [key, key - 1, key + 1].find((near) => lines.has(near));
    lines.set(known ?? key, [...(lines.get(known ?? key) ?? []), text]);
  }
  return [...lines].toSorted(([a], [b]) => a - b).map(([, line]) => line);
}

/** The text of a line in its stored order, without blanks. */
export function readLine(line: DrawnText[]): string {
  return line.map(({ text }) => text.replaceAll(/\s/g, '')).join('');
}

/** Filled rectangles, with the transformations in force when they are drawn. */
function readStrokes(operators: number[], all: unknown[], height: number): DrawnStroke[] {
  const strokes: DrawnStroke[] = [];
  let matrix = [1, 0, 0, 1, 0, 0];
  const stack: number[][] = [];
  operators.forEach((operator, index) => {
    if (operator === OPS.save) stack.push(matrix);
    else if (operator === OPS.restore) matrix = stack.pop() ?? matrix;
    else if (operator === OPS.transform) matrix = multiply(matrix, all[index] as number[]);
    else if (operator === OPS.constructPath) {
      const [paint, , box] = all[index] as [number, unknown, ArrayLike<number> | null];
      if (!box || ![OPS.fill, OPS.eoFill].includes(paint)) return;
      const corners = [
        [box[0], box[1]],
        [box[2], box[3]],
      ].map(([x = 0, y = 0]) => [
        at(matrix, 0) * x + at(matrix, 2) * y + at(matrix, 4),
        at(matrix, 1) * x + at(matrix, 3) * y + at(matrix, 5),
      ]);
      const xs = corners.map(([x = 0]) => x / MM).toSorted((a, b) => a - b);
      const ys = corners.map(([, y = 0]) => (height - y) / MM).toSorted((a, b) => a - b);
      strokes.push({ left: at(xs, 0), right: at(xs, 1), top: at(ys, 0), bottom: at(ys, 1) });
    }
  });
  return strokes.toSorted((a, b) => a.top - b.top);
}

function multiply(outer: number[], inner: number[]): number[] {
  const [a, b, c, d, e, f] = [0, 1, 2, 3, 4, 5].map((index) => at(outer, index)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [g, h, i, j, k, l] = [0, 1, 2, 3, 4, 5].map((index) => at(inner, index)) as typeof outer as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function at(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined) throw new Error(`No value ${index}`);
  return value;
}

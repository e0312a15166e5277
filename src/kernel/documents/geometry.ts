/**
 * Measures of GB/T 9704-2012, in points unless said otherwise (1 mm = 72/25.4 pt).
 * The text area of 156 × 225 mm holds 22 lines of 28 characters: a cell is 5.571 mm wide (15.79 pt, so 三号 of
 * 16 pt is set slightly tight) and a line 10.227 mm high (28.99 pt).
 */
export const MM = 72 / 25.4;
export const PAGE = { width: 210 * MM, height: 297 * MM };
export const MARGIN = { top: 37 * MM, left: 28 * MM, right: 26 * MM, bottom: 35 * MM };
export const AREA = { width: 156 * MM, height: 225 * MM };
export const LINES = 22;
export const CELLS = 28;
export const PITCH = AREA.height / LINES;
export const CELL = AREA.width / CELLS;
/** 三号, 四号 and 二号. */
export const SIZE = { body: 16, small: 14, title: 22 };
/** A Chinese character's box stands this much of its size above the baseline. */
export const ASCENT = 0.88;

export const RED = '#ff0000';
/** Of the double lines of a letter: a thick and a thin stroke and the white between. */
export const DOUBLE_LINE = { width: 170 * MM, thick: 2, thin: 0.75, between: 1.25 };
export const DOUBLE_LINE_HEIGHT = DOUBLE_LINE.thick + DOUBLE_LINE.between + DOUBLE_LINE.thin;

/** Size of the issuer's name: as large as fits, at most 15 mm high. */
export function sizeIssuer(characters: number): number {
  return Math.min(15 * MM, AREA.width / Math.max(characters, 1));
}

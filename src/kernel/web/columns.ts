import type { ColumnShape, RowShape } from '#kernel/contract/evidence.ts';

const isFilled = (rows: RowShape[], { name }: ColumnShape): boolean =>
  rows.some((row) => row.cells[name] !== null && row.cells[name] !== undefined && row.cells[name] !== '');

const weights: Record<ColumnShape['kind'], number> = {
  text: 3,
  reference: 1,
  date: 1,
  money: 1,
  decimal: 1,
  integer: 2,
  choice: 2,
  flag: 4,
  identity: 5,
};

/**
 * The columns that fit a narrow place: the first two, the one that is summed, then whom, when and how much; none that
 * is empty on this page. They stay in the order of the register.
 */
export function chooseColumns(columns: ColumnShape[], rows: RowShape[], most: number): ColumnShape[] {
  const filled = columns.filter((column) => column.measure === true || isFilled(rows, column));
  const ranked = filled.toSorted((one, other) => rank(one, filled) - rank(other, filled));
  const chosen = new Set(ranked.slice(0, most));
  return filled.filter((column) => chosen.has(column));
}

function rank(column: ColumnShape, all: ColumnShape[]): number {
  const at = all.indexOf(column);
  if (column.measure === true) return -2;
  if (at < 2) return -1;
  return weights[column.kind] + at / 100;
}

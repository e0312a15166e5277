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

const isConstant = (rows: RowShape[], { name }: ColumnShape): boolean =>
  rows.length > 1 && new Set(rows.map((row) => JSON.stringify(row.cells[name]))).size === 1;

/**
 * The columns that fit a narrow place: the number and the name, the one that is summed, then whom, when and how much;
 * none that is empty on this page, and last those that say the same in every row. They stay in the register's order.
 */
export function chooseColumns(columns: ColumnShape[], rows: RowShape[], most: number): ColumnShape[] {
  const shown = columns.filter((column, at) => at === 0 || column.measure === true || isFilled(rows, column));
  const name = shown.find((column, at) => at > 0 && column.kind === 'text');
  const rank = (column: ColumnShape): number => {
    if (column === shown[0] || column.measure === true) return -2;
    const constant = isConstant(rows, column) ? 10 : 0;
    return (column === name ? -1 : weights[column.kind]) + constant;
  };
  const chosen = new Set(shown.toSorted((one, other) => rank(one) - rank(other)).slice(0, most));
  return shown.filter((column) => chosen.has(column));
}

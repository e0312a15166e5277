/** The race between regions. */
export { raceFigures } from './figures.ts';
export { moneyOf } from './answer.ts';
export { SchemeFile } from './scheme.ts';

/** Budgets, joint funds and payments. */
export { fundFigures } from './figures.ts';

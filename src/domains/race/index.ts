/** The race between regions. */
export { raceFigures } from './figures.ts';

/** Programmes, awards and contributions. */
export { programmeFigures } from './figures.ts';

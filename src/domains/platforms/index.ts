/** Laboratories, centres and official acts on them. */
export { platformFigures } from './figures.ts';

/** Protection of intellectual property. */
export { protectionFigures } from './figures.ts';

/** Brokers and alliances. */
export { serviceFigures } from './figures.ts';

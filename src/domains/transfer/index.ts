/** Service inventions: empowerment, transfer, income shared. */
export { transferFigures } from './figures.ts';
export { transferSetRules } from './store.ts';

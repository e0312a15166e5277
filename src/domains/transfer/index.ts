/** Service inventions: empowerment, transfer, income shared. */
export { transferActionWords } from './action-words.ts';
export { transferFigures } from './figures.ts';
export { bindTransferDoors } from './routes.ts';
export { transferSetRules } from './store.ts';

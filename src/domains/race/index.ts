/** The race between regions: cycles from their method to their awards. */
export { raceActionWords } from './action-words.ts';
export { raceFigures } from './figures.ts';
export { moneyOf } from './answer.ts';
export { SchemeFile } from './scheme.ts';
export { bindRaceDoors } from './routes.ts';
export { raceSetRules } from './store.ts';
export { waitingRaces } from './waiting.ts';

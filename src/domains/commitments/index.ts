/** Promises: made by letters, kept or not, for everyone to read. */
export { commitmentActionWords } from './action-words.ts';
export { promise } from './actions.ts';
export { listCommitments } from './read.ts';
export { bindCommitmentDoors } from './routes.ts';
export { commitmentSetRules } from './store.ts';
export { targetsResolve } from './targets.ts';
export { waitingPromises } from './waiting.ts';

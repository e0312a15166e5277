/** Promises: made by letters, meetings, agreements and plans, kept or not, for everyone to read. */
export { commitmentActionWords } from './action-words.ts';
export type { Asker } from './actions.ts';
export { makeCommitments, promise, type CommitmentSource, type NewPromise } from './making.ts';
export { listCommitments } from './read.ts';
export { bindCommitmentDoors } from './routes.ts';
export { commitmentSetRules } from './store.ts';
export { targetsResolve } from './targets.ts';
export { waitingPromises } from './waiting.ts';

/** Promises: made by letters, kept or not, for everyone to read. */
export { promise, type NewPromise, type Promises } from './actions.ts';
export { listCommitments, type PromiseList, type PromisesAsked } from './read.ts';
export { bindCommitmentDoors } from './routes.ts';
export { commitmentSetRules } from './store.ts';
export { targetsResolve } from './targets.ts';

/** Statements other departments attest, and the requests for them. */
export { ask, type NewRequest, type Statements } from './actions.ts';
export { attested } from './figures.ts';
export { listRequests } from './read.ts';
export { bindStatementDoors } from './routes.ts';

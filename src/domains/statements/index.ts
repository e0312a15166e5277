/** Statements other departments attest, and the requests for them. */
export { statementActionWords } from './action-words.ts';
export { attested } from './figures.ts';
export { bindStatementDoors } from './routes.ts';
export { waitingRequests } from './waiting.ts';

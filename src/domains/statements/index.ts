/** Statements other departments attest, and the requests for them. */
export { attested } from './figures.ts';
export { bindStatementDoors } from './routes.ts';

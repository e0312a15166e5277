/** Statements other departments attest. */
export { attested } from './figures.ts';

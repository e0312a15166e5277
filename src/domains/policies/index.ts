/** Instruments, their issuers, aspects and measures. */
export { policyFigures } from './figures.ts';

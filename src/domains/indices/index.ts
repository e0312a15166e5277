/** Composite indices: what other slices and the app use. */
export { buildIndex, type Built, type Stage } from './compute.ts';
export { readDataset } from './intake.ts';
export { Method } from './method.ts';

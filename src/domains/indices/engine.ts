/** The engine without files and tables: what a page computes with in the browser. */
import './no-eval.ts';

export { ranksOf } from './aggregate.ts';
export { buildIndex, type Built } from './compute.ts';
export type { Dataset } from './dataset.ts';
export { explainUnit, type Comparison } from './explain.ts';
export { FactorsFile, readFactors, type Factor } from './factors.ts';
export { Method } from './method.ts';
export { fromPlain } from './plain.ts';
export { findSwaps, type Swap } from './swaps.ts';
export { summarise } from './tally.ts';
export { edgeFaults, tierAt, type TierEdge } from './tiers.ts';
export { robustness } from './uncertainty.ts';

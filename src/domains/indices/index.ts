/** Composite indices: what other slices and the app use. */
export { ranksOf } from './aggregate.ts';
export { answerRobustness, spellBuilt, spellConsistency, spellExplained, spellPanel } from './answers.ts';
export { buildIndex, buildPanel, type Built } from './compute.ts';
export { checkConsistency } from './consistency.ts';
export type { Dataset } from './dataset.ts';
export { explainUnit } from './explain.ts';
export { FactorsFile, levelsOf, readFactors } from './factors.ts';
export { readDataset, readPanel } from './intake.ts';
export { Method } from './method.ts';
export { toPlain } from './plain.ts';
export { readTable } from './table.ts';
export { summarise } from './tally.ts';
export { TiersFile } from './tiers.ts';
export { robustness } from './uncertainty.ts';
export { readDesign, readWeightSets } from './weight-sets.ts';
export { weigh, type Weighed } from './weigh.ts';

/** Composite indices: what other slices and the app use. */
export { spellBuilt, spellConsistency, spellExplained, spellPanel, spellRobustness } from './answers.ts';
export { buildIndex, buildPanel, type Built } from './compute.ts';
export { checkConsistency } from './consistency.ts';
export { explainUnit } from './explain.ts';
export { FactorsFile, levelsOf, readFactors } from './factors.ts';
export { readDataset, readPanel } from './intake.ts';
export { Method } from './method.ts';
export { findSwaps, leaveEachOut } from './swaps.ts';
export { readTable } from './table.ts';
export { TiersFile } from './tiers.ts';
export { robustness } from './uncertainty.ts';
export { readDesign, readWeightSets } from './weight-sets.ts';
export { weigh } from './weigh.ts';

/** What a door gives to compute with, ready for the engine. */
import {
  type Dataset,
  type Factor,
  FactorsFile,
  fromPlain,
  Method,
  readFactors,
} from '#domains/indices/engine.ts';
import type { PlainDataset } from '#domains/indices/contract.ts';
import { SchemeFile } from '../scheme.ts';
import type { Scheme } from '../money.ts';

export interface Given {
  dataset: PlainDataset;
  /** Texts of `method.json`, `factors.json` and `scheme.json`. */
  method: string;
  factors: string | null;
  scheme: string | null;
  replications: number;
  seed: number;
}

export interface Ready {
  dataset: Dataset;
  method: Method;
  factors: readonly Factor[];
  scheme: Scheme | null;
  replications: number;
  seed: number;
}

/** Runs a board makes at most, whatever the method asks for: each move answers at once. */
const mostRuns = 1000;

/** Weights within a quarter of their own, where a method names no uncertain choices of its own. */
const withinQuarter: FactorsFile = { weights: { perturb: 0.25 } };

/** Reads the texts. They were accepted when they were written; what cannot be read is a bug. */
export function makeReady({
  dataset: plain,
  method: settings,
  factors,
  scheme,
  replications,
  seed,
}: Given): Ready {
  const dataset = fromPlain(plain);
  const method = Method.parse(JSON.parse(settings));
  const named = factors === null ? withinQuarter : FactorsFile.parse(JSON.parse(factors));
  return {
    dataset,
    method,
    factors: readFactors(named, method, dataset, () => []),
    scheme: scheme === null ? null : SchemeFile.parse(JSON.parse(scheme)),
    replications: Math.min(Math.max(replications, 1), mostRuns),
    seed,
  };
}

/** Points with a sign, to a hundredth. */
export const spellPoints = (points: number): string => {
  const text = Math.abs(points).toFixed(2);
  return text === '0.00' ? '0.00' : `${points < 0 ? '−' : '+'}${text}`;
};

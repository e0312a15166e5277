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
  /** Texts of `method.json` and `factors.json`; a scheme's file is a `scheme.json`. */
  method: string;
  factors: string | null;
  schemes: readonly { basis: { id: string }; file: string }[];
  twoYears: PlainDataset | null;
  peerGroups: Readonly<Record<string, string>>;
  replications: number;
  seed: number;
}

export interface Ready {
  dataset: Dataset;
  method: Method;
  factors: readonly Factor[];
  /** Schemes in their order, each with what it ranks by. */
  schemes: readonly { basis: Basis; scheme: Scheme }[];
  twoYears: Dataset | null;
  peerGroups: Readonly<Record<string, string>>;
  replications: number;
  seed: number;
}

const bases = ['level', 'improvement', 'peer'] as const;
export type Basis = (typeof bases)[number];
const isBasis = (text: string): text is Basis => bases.some((basis) => basis === text);

/** Runs a board makes at most, whatever the method asks for: each move answers at once. */
const mostRuns = 1000;

/** Weights within a quarter of their own, where a method names no uncertain choices of its own. */
const withinQuarter: FactorsFile = { weights: { perturb: 0.25 } };

/** Reads the texts. They were accepted when they were written; what cannot be read is a bug. */
export function makeReady(given: Given): Ready {
  const { dataset: plain, method: settings, factors, replications, seed } = given;
  const dataset = fromPlain(plain);
  const method = Method.parse(JSON.parse(settings));
  const named = factors === null ? withinQuarter : FactorsFile.parse(JSON.parse(factors));
  return {
    dataset,
    method,
    factors: readFactors(named, method, dataset, () => []),
    schemes: given.schemes.map(({ basis, file }) => ({
      basis: isBasis(basis.id) ? basis.id : 'level',
      scheme: SchemeFile.parse(JSON.parse(file)),
    })),
    twoYears: given.twoYears && fromPlain(given.twoYears),
    peerGroups: given.peerGroups,
    replications: Math.min(Math.max(replications, 1), mostRuns),
    seed,
  };
}

/** Points with a sign, to a hundredth. */
export const spellPoints = (points: number): string => {
  const text = Math.abs(points).toFixed(2);
  return text === '0.00' ? '0.00' : `${points < 0 ? '−' : '+'}${text}`;
};

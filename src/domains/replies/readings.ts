/** Citations read: what each figure is on the reply's day. */
import { canonical } from '#kernel/audit/digests.ts';
import type { FigureReading } from '#kernel/contract/evidence.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import { readParams, type Figures } from '#kernel/figures/registry.ts';
import type { Citation } from './contract.ts';
import { goneWords } from './sheet.ts';

/** Name of a citation apart from the words it is printed with. */
export const keyOfCitation = ({ figure, params, qualifier }: Citation): string =>
  canonical({ figure, params, qualifier });

export interface CitedReading {
  key: string;
  label: Words;
  reading: FigureReading;
}

/** Reads each different citation once. A figure that is gone reads as having no value, with the reason. */
export async function readCitations(
  db: Db,
  figures: Figures,
  citations: readonly Citation[],
  asOf: string,
): Promise<Map<string, CitedReading>> {
  const readings = new Map<string, CitedReading>();
  for (const citation of citations) {
    const key = keyOfCitation(citation);
    if (!readings.has(key)) readings.set(key, { key, ...(await readCitation(db, figures, citation, asOf)) });
  }
  return readings;
}

async function readCitation(
  db: Db,
  figures: Figures,
  { figure: id, params: given, qualifier }: Citation,
  asOf: string,
): Promise<Omit<CitedReading, 'key'>> {
  try {
    const figure = figures.find(id);
    const params = readParams(figure, given);
    return {
      label: figure.label,
      reading: await readFigureValue(db, { figure, params, asOf, knownAt: null, qualifier }),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      label: { zh: id, en: id },
      reading: {
        figure: id,
        params: given,
        asOf,
        knownAt: null,
        value: null,
        unit: '',
        phrase: { zh: '—', en: '—' },
        qualifier,
        rows: 0,
        basis: 'computed',
        missing: goneWords,
      },
    };
  }
}

/** Prints citations by their readings; `—` for one without a value. */
export const printBy =
  (readings: ReadonlyMap<string, CitedReading>) =>
  (citation: Citation): string =>
    readings.get(keyOfCitation(citation))?.reading.phrase.zh ?? '—';

/** A promise's target names a figure that exists, with parameters it takes. */
import { Refusal } from '#kernel/contract/refusal.ts';
import { readParams, type Figures } from '#kernel/figures/registry.ts';
import type { SetRule } from '#kernel/registers/actions.ts';
import { readTargets } from './store.ts';

/** The rule for a house's figures; the app adds it to the house's others. */
export const targetsResolve = (figures: Figures): SetRule => ({
  registers: ['commitments.commitment'],
  async find(db, { codes }) {
    return (await readTargets(db, codes)).flatMap(({ code, targetFigure, targetParams }) => {
      try {
        readParams(figures.find(targetFigure ?? ''), JSON.parse(targetParams ?? '{}'));
        return [];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return [
          {
            zh: `承诺“${code}”的目标：${error.words.zh}`,
            en: `Target of promise “${code}”: ${error.words.en}`,
          },
        ];
      }
    });
  },
});

/** The house put together: registers, figures and rules of all slices. */
import { targetsResolve } from '#domains/commitments/index.ts';
import { openFigures, readParams } from '#kernel/figures/registry.ts';
import type { House, SetRule } from '#kernel/registers/actions.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { openRegisters } from '#kernel/registers/registry.ts';
import { figureList, records, setRules } from './slices.ts';

export const registers = openRegisters(records);
export const figures = openFigures(figureList);

/** A citation names a figure that exists, with parameters it takes. */
const citationsResolve: SetRule = {
  registers: ['figures.citation'],
  async find(db, { codes }) {
    const rows = await db
      .selectFrom('citation')
      .selectAll()
      .where('code', 'in', [...codes, ''])
      .execute();
    return rows.flatMap((row) => {
      try {
        readParams(figures.find(row.figure), parseParams(row.params));
        return [];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return [
          { zh: `引用“${row.code}”：${error.words.zh}`, en: `Citation “${row.code}”: ${error.words.en}` },
        ];
      }
    });
  },
};

/** Parameters of a citation or an address; what is no JSON is refused with the figure's own words. */
export function parseParams(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const house: House = { registers, setRules: [...setRules, citationsResolve, targetsResolve(figures)] };

/** Figures over attested statements: shown as attested, never as computed. */
import { figure, yearParameter, type Figure } from '#kernel/figures/figure.ts';
import { begun, notEnded } from '#kernel/figures/in-force.ts';
import type { UnitId } from '#kernel/contract/units.ts';
import type { Words } from '#kernel/contract/words.ts';
import { statement } from './contract.ts';

/**
 * A figure another department attests, by year. Its one row is the latest statement made by the day and not
 * withdrawn; without one it has no value.
 */
export const attested = (declaration: {
  id: string;
  area: number;
  label: Words;
  what: Words;
  source: Words;
  unit: UnitId;
  says: Figure['says'];
}): Figure =>
  figure({
    id: declaration.id,
    area: declaration.area,
    label: declaration.label,
    definition: {
      zh: `${declaration.what.zh}；由有关部门出具证明，取截至该日最新且未撤回的一份，本平台不持有其明细。`,
      en: `${declaration.what.en}; attested by the department concerned: the latest statement made by the day and not withdrawn. Its rows are not held here.`,
    },
    source: declaration.source,
    unit: declaration.unit,
    says: declaration.says,
    basis: 'attested',
    params: { year: yearParameter },
    of: statement,
    measure: 'value',
    fold: 'only',
    rows: (db, { year }, asOf) =>
      db
        .selectFrom('statement as s')
        .where('s.figure', '=', declaration.id)
        .where('s.year', '=', year)
        .where((eb) => begun(eb, 's.statedOn', asOf))
        .where((eb) => notEnded(eb, 's.withdrawnOn', asOf))
        .orderBy('s.statedOn', 'desc')
        .orderBy('s.code', 'desc')
        .limit(1)
        .select(['s.code', 's.value as amount']),
  });

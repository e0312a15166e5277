/** Figures of consultations. */
import { reportingUnit } from '#domains/directory/contract.ts';
import { figure } from '#kernel/figures/figure.ts';
import { begun, notEnded, notExpired } from '#kernel/figures/in-force.ts';

/** Reporting units party to a consultation agreement signed and in force on the day; each counts once. */
const regions = figure({
  id: 'consultation.regions',
  area: 1,
  label: { zh: '签订会商议定书的地区', en: 'Regions with a consultation agreement' },
  definition: {
    zh: '截至该日有已签订且在有效期内的厅市工作会商议定书的填报单位；一个地区有几份议定书也只计一次。',
    en: 'Reporting units party to a consultation agreement signed and in force on the day; each counts once.',
  },
  source: { zh: '吉科发规划〔2025〕59号 一（一）', en: 'Letter 吉科发规划〔2025〕59号, 1(1)' },
  unit: 'region',
  says: { all: [['会商', '议定书']] },
  of: reportingUnit,
  fold: 'count',
  rows: (db, _, asOf) =>
    db
      .selectFrom('consultationParty as p')
      .innerJoin('consultationAgreement as a', 'a.code', 'p.agreement')
      .where((eb) => begun(eb, 'a.signedOn', asOf))
      .where((eb) => notExpired(eb, 'a.endsOn', asOf))
      .where((eb) => notEnded(eb, 'a.endedOn', asOf))
      .select('p.reportingUnit as code')
      .groupBy('p.reportingUnit'),
});

export const consultationFigures = [regions];

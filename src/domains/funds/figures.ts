/** Figures of joint funds. */
import { organisation } from '#domains/directory/contract.ts';
import { figure } from '#kernel/figures/figure.ts';
import { begun, notEnded, notExpired } from '#kernel/figures/in-force.ts';

/** Organisations with a joint-fund agreement in force on the day; each counts once. */
const partners = figure({
  id: 'joint-fund.partners',
  area: 2,
  label: { zh: '联合基金联合资助方', en: 'Co-funding parties of the joint funds' },
  definition: {
    zh: '截至该日有生效中的联合资助协议的单位；一个单位有几份协议也只计一次。',
    en: 'Organisations with a joint-fund agreement in force on the day; each counts once.',
  },
  source: {
    zh: '吉科发规划〔2025〕59号 二（二）1（来文“支持范围至32家单位”，按二（一）推断为联合资助方）',
    en: 'Letter 吉科发规划〔2025〕59号, 2(2)1; read as co-funding parties, from 2(1)',
  },
  unit: 'organisation',
  says: { all: [['联合基金'], ['单位', '出资方', '资助方', '合作方', '成员']], not: ['项目'] },
  of: organisation,
  fold: 'count',
  rows: (db, _, asOf) =>
    db
      .selectFrom('jointFundAgreement as a')
      .where((eb) => begun(eb, 'a.effectiveOn', asOf))
      .where((eb) => notExpired(eb, 'a.endsOn', asOf))
      .where((eb) => notEnded(eb, 'a.endedOn', asOf))
      .select('a.partner as code')
      .groupBy('a.partner'),
});

export const fundFigures = [partners];

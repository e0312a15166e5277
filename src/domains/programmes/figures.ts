/** Figures of programmes and their awards. */
import { figure, yearParameter } from '#kernel/figures/figure.ts';
import { begun, inYear, notEnded } from '#kernel/figures/in-force.ts';
import { parameter } from '#kernel/parameters/contract.ts';
import type { Db } from '#kernel/db/open.ts';
import { award, contribution, type ProgrammeKind } from './contract.ts';
import { midtermExemptYears } from './parameters.ts';

/** Awards of programmes of one kind, contracted by the day and not cancelled by it. */
const contractedAwards = (db: Db, kind: ProgrammeKind, asOf: string) =>
  db
    .selectFrom('award as w')
    .innerJoin('programme as g', 'g.code', 'w.programme')
    .where('g.kind', '=', kind)
    .where((eb) => begun(eb, 'w.contractedOn', asOf))
    .where((eb) => notEnded(eb, 'w.cancelledOn', asOf));

/** Race awards contracted in the year and not cancelled by the day. */
const raceProjects = figure({
  id: 'race.projects',
  area: 1,
  label: { zh: '赛马机制项目', en: 'Race projects' },
  definition: {
    zh: '该年度签订任务书、截至该日未撤销的“赛马”机制项目。',
    en: 'Race awards contracted in the year and not cancelled by the day.',
  },
  source: { zh: '吉科发规划〔2025〕59号 一（二）', en: 'Letter 吉科发规划〔2025〕59号, 1(2)' },
  unit: 'project',
  says: { all: [['赛马'], ['项目', '立项']] },
  params: { year: yearParameter },
  of: award,
  fold: 'count',
  rows: (db, { year }, asOf) =>
    contractedAwards(db, 'race', asOf)
      .where((eb) => inYear(eb, 'w.contractedOn', year))
      .select(['w.code']),
});

/** Sum of the grants of race awards contracted in the year and not cancelled by the day. */
const raceFunding = figure({
  id: 'race.funding',
  area: 1,
  label: { zh: '赛马机制项目资助资金', en: 'Race project funding' },
  definition: {
    zh: '该年度签订任务书、截至该日未撤销的“赛马”机制项目的资助金额之和。',
    en: 'Sum of the grants of race awards contracted in the year and not cancelled by the day.',
  },
  source: { zh: '吉科发规划〔2025〕59号 一（二）', en: 'Letter 吉科发规划〔2025〕59号, 1(2)' },
  unit: 'CNY',
  says: { all: [['赛马'], ['资金', '经费', '资助', '奖补']] },
  params: { year: yearParameter },
  of: award,
  measure: 'grantAmount',
  fold: 'sum',
  rows: (db, { year }, asOf) =>
    contractedAwards(db, 'race', asOf)
      .where((eb) => inYear(eb, 'w.contractedOn', year))
      .select(['w.code', 'w.grantAmount as amount']),
});

/** Regional-innovation-system awards contracted in the year and not cancelled by the day. */
const regionalProjects = figure({
  id: 'regional-system.projects',
  area: 1,
  label: { zh: '区域创新体系建设项目', en: 'Regional innovation system projects' },
  definition: {
    zh: '该年度签订任务书、截至该日未撤销的区域创新体系建设项目。',
    en: 'Regional-innovation-system awards contracted in the year and not cancelled by the day.',
  },
  source: { zh: '吉科发规划〔2025〕59号 一（二）', en: 'Letter 吉科发规划〔2025〕59号, 1(2)' },
  unit: 'project',
  says: { all: [['区域创新体系'], ['项目', '立项']] },
  params: { year: yearParameter },
  of: award,
  fold: 'count',
  rows: (db, { year }, asOf) =>
    contractedAwards(db, 'regional-system', asOf)
      .where((eb) => inYear(eb, 'w.contractedOn', year))
      .select(['w.code']),
});

/** Sum of the grants of regional-innovation-system awards contracted in the year and not cancelled by the day. */
const regionalFunding = figure({
  id: 'regional-system.funding',
  area: 1,
  label: { zh: '区域创新体系建设项目资助资金', en: 'Regional innovation system funding' },
  definition: {
    zh: '该年度签订任务书、截至该日未撤销的区域创新体系建设项目的资助金额之和。',
    en: 'Sum of the grants of regional-innovation-system awards contracted in the year and not cancelled by the day.',
  },
  source: { zh: '吉科发规划〔2025〕59号 一（二）', en: 'Letter 吉科发规划〔2025〕59号, 1(2)' },
  unit: 'CNY',
  says: { all: [['区域创新体系'], ['资金', '经费', '资助']] },
  params: { year: yearParameter },
  of: award,
  measure: 'grantAmount',
  fold: 'sum',
  rows: (db, { year }, asOf) =>
    contractedAwards(db, 'regional-system', asOf)
      .where((eb) => inYear(eb, 'w.contractedOn', year))
      .select(['w.code', 'w.grantAmount as amount']),
});

/** Sum of what enterprises have pledged to key-problem projects in force, not withdrawn by the day; booked and audited amounts are later stages of the same money and are not added. */
const leverage = figure({
  id: 'key-problem.leverage',
  area: 2,
  label: { zh: '聚力攻坚专项带动企业投入', en: 'Enterprise input to key-problem projects' },
  definition: {
    zh: '截至该日企业对在研聚力攻坚专项项目承诺且未撤回的投入之和；入账、审计口径是同一笔钱的后续阶段，不重复相加。',
    en: 'Sum of what enterprises have pledged to key-problem projects in force, not withdrawn by the day; booked and audited amounts are later stages of the same money and are not added.',
  },
  source: { zh: '吉科发规划〔2025〕59号 二（二）1', en: 'Letter 吉科发规划〔2025〕59号, 2(2)1' },
  unit: 'CNY',
  says: {
    all: [
      ['企业投入', '企业出资', '企业配套', '企业自筹', '企业资金', '社会资本', '社会资金'],
      ['攻坚', '攻关', '专项'],
    ],
  },
  of: contribution,
  measure: 'amount',
  fold: 'sum',
  rows: (db, _, asOf) =>
    contractedAwards(db, 'key-problem', asOf)
      .innerJoin('contribution as k', 'k.award', 'w.code')
      .where('k.stage', '=', 'pledged')
      .where((eb) => begun(eb, 'k.committedOn', asOf))
      .where((eb) => notEnded(eb, 'k.withdrawnOn', asOf))
      .select(['k.code', 'k.amount']),
});

/** Projects of this many years or fewer have no mid-term check (“以下” includes the number, Civil Code art. 1259); the parameter in force on the day. */
const midterm = figure({
  id: 'check.midterm-threshold',
  area: 5,
  label: { zh: '取消中期检查的执行期上限', en: 'Longest project without a mid-term check' },
  definition: {
    zh: '执行期为该年数及以下的项目不作中期检查（“以下”含本数，民法典第一千二百五十九条）；取该日施行的参数。',
    en: 'Projects of this many years or fewer have no mid-term check (“以下” includes the number, Civil Code art. 1259); the parameter in force on the day.',
  },
  source: { zh: '吉科发规划〔2025〕59号 五（二）', en: 'Letter 吉科发规划〔2025〕59号, 5(2)' },
  unit: 'year',
  basis: 'parameter',
  says: { all: [['中期检查', '中期评估']] },
  of: parameter,
  fold: 'only',
  rows: (db, _, asOf) =>
    db
      .selectFrom('parameter as m')
      .where('m.name', '=', midtermExemptYears)
      .where((eb) => begun(eb, 'm.validFrom', asOf))
      .where((eb) => notEnded(eb, 'm.validTo', asOf))
      .orderBy('m.validFrom', 'desc')
      .limit(1)
      .select(['m.code', 'm.value as amount']),
});

export const programmeFigures = [
  raceProjects,
  raceFunding,
  regionalProjects,
  regionalFunding,
  leverage,
  midterm,
];

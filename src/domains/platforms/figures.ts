/** Figures of laboratories and centres. */
import { budgetLine, payment } from '#domains/funds/contract.ts';
import { batchParameter, figure, yearParameter } from '#kernel/figures/figure.ts';
import { begun, notEnded } from '#kernel/figures/in-force.ts';
import type { Db } from '#kernel/db/open.ts';
import { platform, type PlatformAct } from './contract.ts';

/** Platforms not ended on the day, with an act of one of the kinds done by it and not revoked. */
const acted = (db: Db, acts: readonly PlatformAct[], asOf: string) =>
  db
    .selectFrom('platform as p')
    .innerJoin('platformAct as a', 'a.platform', 'p.code')
    .where('a.act', 'in', acts)
    .where((eb) => begun(eb, 'a.on', asOf))
    .where((eb) => notEnded(eb, 'a.revokedOn', asOf))
    .where((eb) => notEnded(eb, 'p.endedOn', asOf));

/** Sum of payments for capability and talent to national key laboratories (defence laboratories in the national sequence included), made and not returned by the day. */
const support = figure({
  id: 'national-labs.support',
  area: 2,
  label: { zh: '对国家重点实验室的资金支持', en: 'Support of national key laboratories' },
  definition: {
    zh: '截至该日为能力建设和人才引育拨付给国家（全国）重点实验室（含纳入管理序列的国防重点实验室）且未退回的款项之和。',
    en: 'Sum of payments for capability and talent to national key laboratories (defence laboratories in the national sequence included), made and not returned by the day.',
  },
  source: { zh: '吉科发规划〔2025〕59号 二（二）2', en: 'Letter 吉科发规划〔2025〕59号, 2(2)2' },
  unit: 'CNY',
  says: {
    all: [
      ['国家重点实验室', '全国重点实验室'],
      ['投入', '拨付', '累计', '安排'],
    ],
  },
  of: payment,
  measure: 'amount',
  fold: 'sum',
  rows: (db, _, asOf) =>
    db
      .selectFrom('payment as y')
      .where('y.purpose', 'in', ['capability', 'talent'])
      .where((eb) => begun(eb, 'y.paidOn', asOf))
      .where((eb) => notEnded(eb, 'y.returnedOn', asOf))
      .where((eb) =>
        eb.or([
          eb(
            'y.subject',
            'in',
            db.selectFrom('platform as l').where('l.kind', '=', 'national-key-laboratory').select('l.code'),
          ),
          eb('y.subject', 'in', acted(db, ['national-sequence'], asOf).select('p.code')),
        ]),
      )
      .select(['y.code', 'y.amount']),
});

/** Defence key laboratories that have entered the national sequence by the day; only their number is public. */
const defence = figure({
  id: 'national-labs.defence',
  area: 2,
  label: {
    zh: '纳入全国重点实验室管理序列的国防重点实验室',
    en: 'Defence laboratories in the national sequence',
  },
  definition: {
    zh: '截至该日已纳入全国重点实验室管理序列的国防重点实验室；对外只公开数量。',
    en: 'Defence key laboratories that have entered the national sequence by the day; only their number is public.',
  },
  source: { zh: '吉科发规划〔2025〕59号 二（二）2', en: 'Letter 吉科发规划〔2025〕59号, 2(2)2' },
  unit: 'platform',
  says: {
    all: [['国防重点实验室', '国防科技重点实验室', '国防实验室']],
    not: ['人才', '团队', '项目', '专利', '论文', '成果'],
  },
  of: platform,
  fold: 'count',
  rows: (db, _, asOf) =>
    acted(db, ['national-sequence'], asOf)
      .where('p.kind', '=', 'defence-key-laboratory')
      .select('p.code')
      .groupBy('p.code'),
});

/** Belt and Road joint laboratories approved at national level by the day. */
const beltRoad = figure({
  id: 'belt-road-lab',
  area: 2,
  label: { zh: '获批的“一带一路”联合实验室', en: 'Belt and Road joint laboratories approved' },
  definition: {
    zh: '截至该日获国家批准的“一带一路”联合实验室。',
    en: 'Belt and Road joint laboratories approved at national level by the day.',
  },
  source: { zh: '吉科发规划〔2025〕59号 二（二）2', en: 'Letter 吉科发规划〔2025〕59号, 2(2)2' },
  unit: 'platform',
  says: { all: [['一带一路'], ['联合实验室']] },
  of: platform,
  fold: 'count',
  rows: (db, _, asOf) =>
    acted(db, ['approved'], asOf)
      .where('p.kind', '=', 'belt-road-laboratory')
      .select('p.code')
      .groupBy('p.code'),
});

/** Sum of the budget lines of province and cities for provincial laboratories in the year, approved and not withdrawn by the day. */
const annual = figure({
  id: 'provincial-labs.annual',
  area: 2,
  label: { zh: '省市每年投入省实验室', en: 'Yearly budget of the provincial laboratories' },
  definition: {
    zh: '该年度省、市两级安排给省实验室、截至该日已批复且未撤销的预算之和。',
    en: 'Sum of the budget lines of province and cities for provincial laboratories in the year, approved and not withdrawn by the day.',
  },
  source: { zh: '吉科发规划〔2025〕59号 二（二）2', en: 'Letter 吉科发规划〔2025〕59号, 2(2)2' },
  unit: 'CNY per year',
  says: {
    all: [
      ['每年', '年度投入', '年均', '逐年'],
      ['投入', '经费', '资金'],
      ['省实验室', '实验室'],
    ],
    not: ['国家', '全国重点'],
  },
  params: { year: yearParameter },
  of: budgetLine,
  measure: 'amount',
  fold: 'sum',
  rows: (db, { year }, asOf) =>
    db
      .selectFrom('budgetLine as b')
      .where('b.purpose', '=', 'provincial-laboratories')
      .where('b.year', '=', year)
      .where((eb) => begun(eb, 'b.approvedOn', asOf))
      .where((eb) => notEnded(eb, 'b.withdrawnOn', asOf))
      .select(['b.code', 'b.amount']),
});

/** Provincial laboratories whose construction has started or that operate on the day, not ended. */
const provincial = figure({
  id: 'provincial-labs.count',
  area: 2,
  label: { zh: '在建和运行的省实验室', en: 'Provincial laboratories under construction or in operation' },
  definition: {
    zh: '截至该日已启动建设或投入运行且未撤销的省实验室。',
    en: 'Provincial laboratories whose construction has started or that operate on the day, not ended.',
  },
  source: { zh: '吉科发规划〔2025〕59号 二（二）2', en: 'Letter 吉科发规划〔2025〕59号, 2(2)2' },
  unit: 'platform',
  says: { all: [['省实验室']], not: ['人才', '团队', '项目', '专利', '论文', '成果'] },
  of: platform,
  fold: 'count',
  rows: (db, _, asOf) =>
    acted(db, ['construction-started', 'operating'], asOf)
      .where('p.kind', '=', 'provincial-laboratory')
      .select('p.code')
      .groupBy('p.code'),
});

/** Proof-of-concept centres of the filing batch, not revoked by the day; filing is not recognition or approval. */
const proofOfConcept = figure({
  id: 'proof-of-concept.filed',
  area: 2,
  label: { zh: '备案的概念验证中心', en: 'Filed proof-of-concept centres' },
  definition: {
    zh: '该批次备案、截至该日未取消且平台未撤销的概念验证中心；备案不同于认定、批准。',
    en: 'Proof-of-concept centres of the filing batch, not revoked by the day; filing is not recognition or approval.',
  },
  source: { zh: '吉科发规划〔2025〕59号 二（二）3', en: 'Letter 吉科发规划〔2025〕59号, 2(2)3' },
  unit: 'centre',
  says: { all: [['概念验证中心', '概念验证平台']] },
  params: { batch: batchParameter },
  of: platform,
  fold: 'count',
  rows: (db, { batch }, asOf) =>
    acted(db, ['filed'], asOf)
      .where('p.kind', '=', 'proof-of-concept-centre')
      .where('a.batch', '=', batch)
      .select('p.code')
      .groupBy('p.code'),
});

/** Pilot-scale centres of the filing batch, not revoked by the day; filing is not recognition or approval. */
const pilotScale = figure({
  id: 'pilot-scale.filed',
  area: 2,
  label: { zh: '备案的中试中心', en: 'Filed pilot-scale centres' },
  definition: {
    zh: '该批次备案、截至该日未取消且平台未撤销的中试中心；备案不同于认定、批准。',
    en: 'Pilot-scale centres of the filing batch, not revoked by the day; filing is not recognition or approval.',
  },
  source: { zh: '吉科发规划〔2025〕59号 二（二）3', en: 'Letter 吉科发规划〔2025〕59号, 2(2)3' },
  unit: 'centre',
  says: { all: [['中试中心', '中试平台', '中试基地', '中试熟化']] },
  params: { batch: batchParameter },
  of: platform,
  fold: 'count',
  rows: (db, { batch }, asOf) =>
    acted(db, ['filed'], asOf)
      .where('p.kind', '=', 'pilot-scale-centre')
      .where('a.batch', '=', batch)
      .select('p.code')
      .groupBy('p.code'),
});

export const platformFigures = [support, defence, beltRoad, annual, provincial, proofOfConcept, pilotScale];

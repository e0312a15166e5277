/** Figures of service inventions: pilots, empowerment, transfer, income shared. */
import { figure } from '#kernel/figures/figure.ts';
import { begun, notEnded } from '#kernel/figures/in-force.ts';
import type { Db } from '#kernel/db/open.ts';
import { achievement, distributionShare, pilotBatch, transferContract } from './contract.ts';
import { organisation } from '#domains/directory/contract.ts';

const letterSource = { zh: '吉科发规划〔2025〕59号 三（二）', en: 'Letter 吉科发规划〔2025〕59号, 3(2)' };

/** Contracts signed by the day and not rescinded by it. */
const contractsInForce = (db: Db, asOf: string) =>
  db
    .selectFrom('transferContract')
    .where((eb) => begun(eb, 'transferContract.signedOn', asOf))
    .where((eb) => notEnded(eb, 'transferContract.endedOn', asOf));

/** Batches of the empowerment pilot started by the day. */
const batches = figure({
  id: 'pilots.batches',
  area: 3,
  label: { zh: '赋权改革试点批次', en: 'Batches of the empowerment pilot' },
  definition: {
    zh: '截至该日已启动的职务科技成果赋权改革试点批次。',
    en: 'Batches of the service-invention empowerment pilot started by the day.',
  },
  source: letterSource,
  unit: 'batch',
  says: { all: [['试点'], ['赋权', '职务科技成果', '所有权', '使用权']] },
  of: pilotBatch,
  fold: 'count',
  rows: (db, _, asOf) =>
    db
      .selectFrom('pilotBatch')
      .where((eb) => begun(eb, 'pilotBatch.startedOn', asOf))
      .select('pilotBatch.code'),
});

/** Institutions in any batch of the pilot on the day; each once. */
const institutions = figure({
  id: 'pilots.institutions',
  area: 3,
  label: { zh: '赋权改革试点单位', en: 'Institutions in the empowerment pilot' },
  definition: {
    zh: '截至该日在任一批次试点中的单位；参加两批的只计一次，已退出的不计。',
    en: 'Institutions in any batch of the pilot on the day; one that joined two batches counts once, one that left does not.',
  },
  source: letterSource,
  unit: 'organisation',
  says: { all: [['试点'], ['赋权', '职务科技成果', '所有权', '使用权']], not: ['项目'] },
  of: organisation,
  fold: 'count',
  rows: (db, _, asOf) =>
    db
      .selectFrom('pilotInstitution as p')
      .where((eb) => begun(eb, 'p.joinedOn', asOf))
      .where((eb) => notEnded(eb, 'p.leftOn', asOf))
      .select('p.organisation as code')
      .groupBy('p.organisation'),
});

/** Achievements whose empowerment took effect by the day and stands on it; each once. */
const empowered = figure({
  id: 'achievements.empowered',
  area: 3,
  label: { zh: '赋权职务科技成果', en: 'Service inventions empowered' },
  definition: {
    zh: '赋权协议已生效、截至该日未终止的职务科技成果；一项成果只计一次。',
    en: 'Service inventions whose empowerment has taken effect and has not ended by the day; each counts once.',
  },
  source: {
    zh: '吉科发规划〔2025〕59号 三（二）；国科发区〔2020〕128号',
    en: 'Letter 吉科发规划〔2025〕59号, 3(2); 国科发区〔2020〕128号',
  },
  unit: 'achievement',
  says: { all: [['赋权', '赋予'], ['成果']], not: ['转化职务'] },
  of: achievement,
  fold: 'count',
  rows: (db, _, asOf) =>
    db
      .selectFrom('empowerment as e')
      .where((eb) => begun(eb, 'e.effectiveOn', asOf))
      .where((eb) => notEnded(eb, 'e.endedOn', asOf))
      .select('e.achievement as code')
      .groupBy('e.achievement'),
});

/** Achievements with at least one transfer contract in force; each once. */
const transferred = figure({
  id: 'achievements.transferred',
  area: 3,
  label: { zh: '转化职务成果', en: 'Service inventions transferred' },
  definition: {
    zh: '截至该日至少有一份已签订且未解除的转化合同的职务科技成果；一项成果有几份合同也只计一次。',
    en: 'Service inventions with at least one transfer contract signed and not rescinded by the day; each counts once.',
  },
  source: letterSource,
  unit: 'achievement',
  says: {
    all: [['转化'], ['成果'], ['职务', '赋权', '试点单位']],
    not: ['合同', '项目', '基地', '中心', '平台', '机构', '活动', '企业', '示范', '基金', '政策', '对接'],
  },
  of: achievement,
  fold: 'count',
  // Few contracts are out of force: leaving out theirs reads far less than joining all the others.
  rows: (db, _, asOf) =>
    db
      .selectFrom('contractItem as i')
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('transferContract as c')
              .whereRef('c.code', '=', 'i.contract')
              .where((inner) => inner.or([inner('c.signedOn', '>', asOf), inner('c.endedOn', '<=', asOf)]))
              .select('c.code'),
          ),
        ),
      )
      .select('i.achievement as code')
      .groupBy('i.achievement'),
});

/** Amounts of the transfer contracts in force, as agreed; yuan. */
const contracts = figure({
  id: 'transfer.contracts',
  area: 3,
  label: { zh: '科技成果转化合同金额', en: 'Amount of transfer contracts' },
  definition: {
    zh: '截至该日已签订且未解除的转化合同的合同金额之和；是约定金额，不是到账金额。',
    en: 'Sum of the amounts agreed in transfer contracts signed and not rescinded by the day; not money received.',
  },
  source: letterSource,
  unit: 'CNY',
  says: {
    all: [
      [
        '合同金额',
        '合同额',
        '合同总额',
        '合同总金额',
        '合同成交',
        '签约金额',
        '签约额',
        '签约总额',
        '成交金额',
        '协议金额',
        '转化金额',
        '转化合同',
      ],
      ['转化', '成果', '职务'],
    ],
    not: ['技术合同', '招商', '采购', '贷款', '对接', '大会', '路演'],
  },
  of: transferContract,
  measure: 'amount',
  fold: 'sum',
  rows: (db, _, asOf) =>
    contractsInForce(db, asOf).select(['transferContract.code', 'transferContract.amount']),
});

/** Income paid to researchers and teams by the day; yuan. */
const distributed = figure({
  id: 'transfer.distributed',
  area: 3,
  label: { zh: '收益分配给科研人员或团队', en: 'Income distributed to researchers and teams' },
  definition: {
    zh: '截至该日已发放的收益分配中，分配给科研人员和科研团队的份额之和；单位留存和转化服务人员的份额不计。',
    en: 'Sum of the shares of researchers and research teams in distributions paid by the day; shares of the institution and of transfer staff are not counted.',
  },
  source: letterSource,
  unit: 'CNY',
  says: {
    all: [
      ['收益', '分配', '分红'],
      ['科研人员', '团队', '完成人', '科技人员', '研发人员'],
    ],
  },
  of: distributionShare,
  measure: 'amount',
  fold: 'sum',
  rows: (db, _, asOf) =>
    db
      .selectFrom('distributionShare as s')
      .innerJoin('distribution as d', 'd.code', 's.distribution')
      .where('s.recipient', 'in', ['researcher', 'team'])
      .where((eb) => begun(eb, 'd.paidOn', asOf))
      .select(['s.code', 's.amount']),
});

export const transferFigures = [batches, institutions, empowered, transferred, contracts, distributed];

/** Figures of brokers and alliances. */
import { organisation } from '#domains/directory/contract.ts';
import { figure, recordParameter, yearParameter } from '#kernel/figures/figure.ts';
import { begun, inYear, notEnded } from '#kernel/figures/in-force.ts';
import type { Db } from '#kernel/db/open.ts';
import { alliance, brokerCertificate } from './contract.ts';

const members = (db: Db, alliance: string, role: 'council' | 'ordinary', asOf: string) =>
  db
    .selectFrom('allianceMember as m')
    .where('m.alliance', '=', alliance)
    .where('m.role', '=', role)
    .where((eb) => begun(eb, 'm.from', asOf))
    .where((eb) => notEnded(eb, 'm.until', asOf))
    .select('m.organisation as code')
    .groupBy('m.organisation');

/** People whose first certificate (the earliest of all theirs not revoked by the day) falls in the year; each counts once, and holders from earlier years do not. */
const newBrokers = figure({
  id: 'brokers.new',
  area: 2,
  label: { zh: '新培育技术经纪人', en: 'Technology brokers newly trained' },
  definition: {
    zh: '首张证书（全部证书中发证最早、截至该日未注销的一张）发于该年度的人；一人有几张证书只计一次，往年已持证的不计。',
    en: 'People whose first certificate (the earliest of all theirs not revoked by the day) falls in the year; each counts once, and holders from earlier years do not.',
  },
  source: { zh: '吉科发规划〔2025〕59号 二（二）3', en: 'Letter 吉科发规划〔2025〕59号, 2(2)3' },
  unit: 'person',
  says: {
    all: [
      ['技术经纪人', '技术经理人'],
      ['新培育', '培育', '培养', '新增', '新认定', '取得'],
    ],
  },
  params: { year: yearParameter },
  of: brokerCertificate,
  fold: 'distinct-subjects',
  rows: (db, { year }, asOf) =>
    db
      .selectFrom((first) =>
        first
          .selectFrom('brokerCertificate as c')
          .where((eb) => begun(eb, 'c.certifiedOn', asOf))
          .where((eb) => notEnded(eb, 'c.revokedOn', asOf))
          .distinctOn('c.person')
          .orderBy('c.person')
          .orderBy('c.certifiedOn')
          .orderBy('c.code')
          .select(['c.code', 'c.person', 'c.certifiedOn'])
          .as('f'),
      )
      .where((eb) => inYear(eb, 'f.certifiedOn', year))
      .select(['f.code', 'f.person as subject']),
});

/** Organisations that are council members of the alliance on the day; each counts once. */
const council = figure({
  id: 'alliance.council',
  area: 2,
  label: { zh: '经纪人联盟理事单位', en: 'Council members of the alliance' },
  definition: {
    zh: '截至该日为该联盟理事单位的单位；身份以该日为准，一个单位只计一次。',
    en: 'Organisations that are council members of the alliance on the day; each counts once.',
  },
  source: { zh: '吉科发规划〔2025〕59号 二（二）3', en: 'Letter 吉科发规划〔2025〕59号, 2(2)3' },
  unit: 'organisation',
  says: { all: [['联盟'], ['理事']] },
  params: { alliance: recordParameter({ zh: '联盟', en: 'Alliance' }, alliance) },
  of: organisation,
  fold: 'count',
  rows: (db, { alliance: code }, asOf) => members(db, code, 'council', asOf),
});

/** Organisations that are ordinary members of the alliance on the day; each counts once. */
const ordinary = figure({
  id: 'alliance.members',
  area: 2,
  label: { zh: '经纪人联盟会员单位', en: 'Ordinary members of the alliance' },
  definition: {
    zh: '截至该日为该联盟会员单位的单位；身份以该日为准，一个单位只计一次。',
    en: 'Organisations that are ordinary members of the alliance on the day; each counts once.',
  },
  source: { zh: '吉科发规划〔2025〕59号 二（二）3', en: 'Letter 吉科发规划〔2025〕59号, 2(2)3' },
  unit: 'organisation',
  says: { all: [['联盟'], ['会员', '成员单位']] },
  params: { alliance: recordParameter({ zh: '联盟', en: 'Alliance' }, alliance) },
  of: organisation,
  fold: 'count',
  rows: (db, { alliance: code }, asOf) => members(db, code, 'ordinary', asOf),
});

export const serviceFigures = [newBrokers, council, ordinary];

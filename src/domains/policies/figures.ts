/** Figures of instruments. */
import { organisation } from '#domains/directory/contract.ts';
import { figure, recordParameter } from '#kernel/figures/figure.ts';
import { begun, notEnded } from '#kernel/figures/in-force.ts';
import type { Db } from '#kernel/db/open.ts';
import { aspect, instrument, measure } from './contract.ts';

/** An instrument, if it was issued by the day and stands. */
const issued = (db: Db, code: string, asOf: string) =>
  db
    .selectFrom('instrument as n')
    .where('n.code', '=', code)
    .where((eb) => begun(eb, 'n.issuedOn', asOf))
    .where((eb) => notEnded(eb, 'n.endedOn', asOf));

/** Departments that issued the instrument together. */
const departments = figure({
  id: 'reform.departments',
  area: 3,
  label: { zh: '改革实施方案发文部门', en: 'Departments issuing the reform plan' },
  definition: {
    zh: '联合印发该文件的部门。',
    en: 'Departments that issued the instrument together.',
  },
  source: { zh: '吉科发规划〔2025〕59号 三（一）', en: 'Letter 吉科发规划〔2025〕59号, 3(1)' },
  unit: 'department',
  says: {
    all: [
      ['部门', '委办', '厅局'],
      ['出台', '印发', '制定', '联合', '会同', '发布'],
    ],
  },
  params: { instrument: recordParameter({ zh: '文件', en: 'Instrument' }, instrument) },
  of: organisation,
  fold: 'count',
  rows: (db, { instrument: code }, asOf) =>
    issued(db, code, asOf)
      .innerJoin('instrumentIssuer as i', 'i.instrument', 'n.code')
      .select('i.organisation as code')
      .groupBy('i.organisation'),
});

/** Aspects the instrument sets out. */
const aspects = figure({
  id: 'reform.aspects',
  area: 3,
  label: { zh: '改革实施方案的方面', en: 'Aspects of the reform plan' },
  definition: {
    zh: '该文件所列的方面。',
    en: 'Aspects the instrument sets out.',
  },
  source: { zh: '吉科发规划〔2025〕59号 三（一）', en: 'Letter 吉科发规划〔2025〕59号, 3(1)' },
  unit: 'aspect',
  says: { all: [['方面']] },
  params: { instrument: recordParameter({ zh: '文件', en: 'Instrument' }, instrument) },
  of: aspect,
  fold: 'count',
  rows: (db, { instrument: code }, asOf) =>
    issued(db, code, asOf).innerJoin('aspect as a', 'a.instrument', 'n.code').select('a.code'),
});

/** Measures under the aspects of the instrument. */
const measures = figure({
  id: 'reform.measures',
  area: 3,
  label: { zh: '改革实施方案的具体措施', en: 'Measures of the reform plan' },
  definition: {
    zh: '该文件各方面所列的具体措施。',
    en: 'Measures under the aspects of the instrument.',
  },
  source: { zh: '吉科发规划〔2025〕59号 三（一）', en: 'Letter 吉科发规划〔2025〕59号, 3(1)' },
  unit: 'measure',
  says: { all: [['措施', '举措', '改革任务']] },
  params: { instrument: recordParameter({ zh: '文件', en: 'Instrument' }, instrument) },
  of: measure,
  fold: 'count',
  rows: (db, { instrument: code }, asOf) =>
    issued(db, code, asOf)
      .innerJoin('aspect as a', 'a.instrument', 'n.code')
      .innerJoin('measure as m', 'm.aspect', 'a.code')
      .select('m.code'),
});

/** Sets of implementing rules of the policy issued and not repealed by the day. */
const rules = figure({
  id: 'talent.rules',
  area: 4,
  label: { zh: '人才政策配套实施细则', en: 'Implementing rules of the talent policy' },
  definition: {
    zh: '截至该日已印发且未废止、配套于该政策的实施细则。',
    en: 'Sets of implementing rules of the policy issued and not repealed by the day.',
  },
  source: { zh: '吉科发规划〔2025〕59号 四（二）', en: 'Letter 吉科发规划〔2025〕59号, 4(2)' },
  unit: 'rule set',
  says: { all: [['实施细则', '配套细则', '配套政策', '配套文件', '细则']] },
  params: { instrument: recordParameter({ zh: '文件', en: 'Instrument' }, instrument) },
  of: instrument,
  fold: 'count',
  rows: (db, { instrument: code }, asOf) =>
    db
      .selectFrom('instrument as r')
      .where('r.parent', '=', code)
      .where('r.kind', '=', 'rules')
      .where((eb) => begun(eb, 'r.issuedOn', asOf))
      .where((eb) => notEnded(eb, 'r.endedOn', asOf))
      .select('r.code'),
});

export const policyFigures = [departments, aspects, measures, rules];

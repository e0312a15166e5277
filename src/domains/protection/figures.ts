/** Figures of the protection of intellectual property. */
import { attested } from '#domains/statements/index.ts';
import { figure, yearParameter } from '#kernel/figures/figure.ts';
import { inYear, notEnded, begun } from '#kernel/figures/in-force.ts';
import type { Db } from '#kernel/db/open.ts';
import { caseBatch, typicalCase } from './contract.ts';

/** Batches published in a year, by the day, and not withdrawn. */
const published = (db: Db, year: number, asOf: string) =>
  db
    .selectFrom('caseBatch as b')
    .where((eb) => inYear(eb, 'b.publishedOn', year))
    .where((eb) => begun(eb, 'b.publishedOn', asOf))
    .where((eb) => notEnded(eb, 'b.withdrawnOn', asOf));

/** Weight of counterfeit goods destroyed in a year; tonnes, attested. */
const destroyedWeight = attested({
  id: 'enforcement.destroyed-weight',
  area: 5,
  label: { zh: '集中销毁假冒伪劣商品总重', en: 'Counterfeit goods destroyed, weight' },
  what: {
    zh: '该年度集中销毁的假冒伪劣商品总重（吨）',
    en: 'Weight of the counterfeit goods destroyed in the year (tonnes)',
  },
  source: { zh: '吉科发规划〔2025〕59号 五（二）', en: 'Letter 吉科发规划〔2025〕59号, 5(2)' },
  unit: 'tonne',
  says: { all: [['销毁'], ['假冒', '伪劣', '侵权', '商品', '货值']] },
});

/** Value of counterfeit goods destroyed in a year; yuan, attested. */
const destroyedValue = attested({
  id: 'enforcement.destroyed-value',
  area: 5,
  label: { zh: '集中销毁假冒伪劣商品货值', en: 'Counterfeit goods destroyed, value' },
  what: {
    zh: '该年度集中销毁的假冒伪劣商品货值（元）',
    en: 'Value of the counterfeit goods destroyed in the year (yuan)',
  },
  source: { zh: '吉科发规划〔2025〕59号 五（二）', en: 'Letter 吉科发规划〔2025〕59号, 5(2)' },
  unit: 'CNY',
  says: { all: [['销毁'], ['货值', '价值', '案值', '总值', '金额']] },
});

/** Batches of typical cases of administrative protection published in the year and not withdrawn by the day. */
const batches = figure({
  id: 'enforcement.case-batches',
  area: 5,
  label: { zh: '知识产权行政保护典型案例批次', en: 'Batches of typical cases' },
  definition: {
    zh: '该年度发布、截至该日未撤下的知识产权行政保护典型案例批次。',
    en: 'Batches of typical cases of administrative protection published in the year and not withdrawn by the day.',
  },
  source: { zh: '吉科发规划〔2025〕59号 五（二）', en: 'Letter 吉科发规划〔2025〕59号, 5(2)' },
  unit: 'batch',
  says: { all: [['典型案例'], ['知识产权', '行政保护', '执法', '侵权', '假冒']] },
  params: { year: yearParameter },
  of: caseBatch,
  fold: 'count',
  rows: (db, { year }, asOf) => published(db, year, asOf).select('b.code'),
});

/** Typical cases in the batches published in the year, not withdrawn by the day. */
const cases = figure({
  id: 'enforcement.cases',
  area: 5,
  label: { zh: '知识产权行政保护典型案例', en: 'Typical cases' },
  definition: {
    zh: '该年度所发批次中、截至该日未撤下的典型案例。',
    en: 'Typical cases in the batches published in the year, not withdrawn by the day.',
  },
  source: { zh: '吉科发规划〔2025〕59号 五（二）', en: 'Letter 吉科发规划〔2025〕59号, 5(2)' },
  unit: 'case',
  says: { all: [['典型案例'], ['知识产权', '行政保护', '执法', '侵权', '假冒']] },
  params: { year: yearParameter },
  of: typicalCase,
  fold: 'count',
  rows: (db, { year }, asOf) =>
    published(db, year, asOf)
      .innerJoin('typicalCase as c', 'c.batch', 'b.code')
      .where((eb) => notEnded(eb, 'c.withdrawnOn', asOf))
      .select('c.code'),
});

export const protectionFigures = [destroyedWeight, destroyedValue, batches, cases];

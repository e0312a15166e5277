/** Figures of the race between regions. */
import { reportingUnit } from '#domains/directory/contract.ts';
import { figure, yearParameter } from '#kernel/figures/figure.ts';
import { begun, notEnded } from '#kernel/figures/in-force.ts';
import type { Db } from '#kernel/db/open.ts';

/** Reporting units in the race of a year on a day. */
const entries = (db: Db, year: number, asOf: string) =>
  db
    .selectFrom('raceEntry as e')
    .innerJoin('raceCycle as c', 'c.code', 'e.cycle')
    .innerJoin('reportingUnit as u', 'u.code', 'e.reportingUnit')
    .where('c.year', '=', year)
    .where((eb) => begun(eb, 'e.enteredOn', asOf))
    .where((eb) => notEnded(eb, 'e.leftOn', asOf))
    .select('u.code')
    .groupBy('u.code');

/** Reporting units of kind prefecture in the race of the year; a separately listed city is counted apart from the prefecture it lies in. */
const prefectures = figure({
  id: 'race.prefectures',
  area: 1,
  label: { zh: '参加“赛马”的市（州）', en: 'Prefectures in the race' },
  definition: {
    zh: '该年度“赛马”中类别为市（州）的填报单位；单列的县级市另计，不与所在市（州）重复。',
    en: 'Reporting units of kind prefecture in the race of the year; a separately listed city is counted apart from the prefecture it lies in.',
  },
  source: { zh: '吉科发规划〔2025〕59号 一（一）', en: 'Letter 吉科发规划〔2025〕59号, 1(1)' },
  unit: 'prefecture',
  says: {
    all: [['赛马'], ['资助', '支持', '参加', '参赛', '纳入', '开展', '覆盖']],
  },
  params: { year: yearParameter },
  of: reportingUnit,
  fold: 'count',
  rows: (db, { year }, asOf) => entries(db, year, asOf).where('u.kind', '=', 'prefecture'),
});

/** All reporting units in the race of the year, separately listed cities included. */
const regions = figure({
  id: 'race.regions',
  area: 1,
  label: { zh: '参加“赛马”的填报单位', en: 'Reporting units in the race' },
  definition: {
    zh: '该年度“赛马”的全部填报单位，含单列的县级市。',
    en: 'All reporting units in the race of the year, separately listed cities included.',
  },
  source: { zh: '吉科发规划〔2025〕59号 一（一）', en: 'Letter 吉科发规划〔2025〕59号, 1(1)' },
  unit: 'reporting unit',
  says: { all: [['赛马'], ['地区', '参赛', '填报单位', '市县']] },
  params: { year: yearParameter },
  of: reportingUnit,
  fold: 'count',
  rows: (db, { year }, asOf) => entries(db, year, asOf),
});

export const raceFigures = [prefectures, regions];

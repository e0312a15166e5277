/** The race between regions (赛马): its yearly cycles and who takes part. */
import { code, date, integer, optional, record, reference, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** One year's race. */
export const raceCycle = record({
  id: 'race.race-cycle',
  belongs: 'everyone',
  label: words('赛马年度', 'Race cycles'),
  title: 'name',
  fields: {
    code: code(words('赛马编号', 'Cycle number')),
    name: text(words('名称', 'Name')),
    year: integer(words('年度', 'Year'), { min: 1949, max: 2199 }),
    dataYear: optional(integer(words('数据年度', 'Data year'), { min: 1949, max: 2199 })),
    openedOn: optional(date(words('启动日期', 'Opened on'))),
    publishedOn: optional(date(words('发布日期', 'Published on'))),
  },
  life: [
    { on: 'openedOn', state: words('启动', 'Opened') },
    { on: 'publishedOn', state: words('发布', 'Published') },
  ],
});

/** Reporting units that take part in a cycle. */
export const raceEntry = record({
  id: 'race.race-entry',
  belongs: [{ region: 'reportingUnit.region' }],
  label: words('参加赛马的填报单位', 'Race entries'),
  key: ['cycle', 'reportingUnit'],
  title: 'reportingUnit',
  fields: {
    cycle: reference(words('赛马', 'Cycle'), 'race.race-cycle'),
    reportingUnit: reference(words('填报单位', 'Reporting unit'), 'directory.reporting-unit'),
    enteredOn: date(words('参加日期', 'Entered on')),
    leftOn: optional(date(words('退出日期', 'Left on'))),
  },
  life: [
    { on: 'enteredOn', state: words('参加', 'Entered') },
    { on: 'leftOn', state: words('退出', 'Left') },
  ],
  inOrder: [['enteredOn', 'leftOn']],
});

export const raceRecords = [raceCycle, raceEntry] as const;

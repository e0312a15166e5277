/** The spine of calls, awards and projects. */
import {
  type RowOf,
  choice,
  code,
  date,
  money,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** Programmes under which projects are awarded. */
export const programme = record({
  id: 'programmes.programme',
  belongs: 'everyone',
  label: words('科技计划', 'Programmes'),
  title: 'name',
  fields: {
    code: code(words('计划编号', 'Programme number')),
    name: text(words('名称', 'Name')),
    kind: choice(words('类别', 'Kind'), {
      race: words('区域科技创新能力提升“赛马”', 'Race between regions'),
      'regional-system': words('区域创新体系建设', 'Regional innovation system'),
      'key-problem': words('聚力攻坚专项', 'Key-problem special projects'),
      'basic-research': words('基础研究', 'Basic research'),
      other: words('其他', 'Other'),
    }),
    establishedOn: optional(date(words('设立日期', 'Established on'))),
    endedOn: optional(date(words('结束日期', 'Ended on'))),
  },
  life: [
    { on: 'establishedOn', state: words('设立', 'Established') },
    { on: 'endedOn', state: words('结束', 'Ended'), onlyWhenReached: true },
  ],
});

/** Awards (立项): one project of one organisation, with its grant. */
export const award = record({
  id: 'programmes.award',
  belongs: [{ organisation: 'organisation' }],
  label: words('立项项目', 'Awards'),
  title: 'title',
  fields: {
    code: code(words('项目编号', 'Project number')),
    programme: reference(words('计划', 'Programme'), 'programmes.programme'),
    title: text(words('项目名称', 'Project title'), { max: 300 }),
    organisation: reference(words('承担单位', 'Host organisation'), 'directory.organisation'),
    reportingUnit: optional(reference(words('填报单位', 'Reporting unit'), 'directory.reporting-unit')),
    contractedOn: optional(
      date(words('签订日期', 'Contracted on'), {
        note: words('任务书签订日期；未签订不填', 'day of the task agreement; empty while not signed'),
      }),
    ),
    startsOn: optional(date(words('起始日期', 'Starts on'))),
    endsOn: optional(date(words('截止日期', 'Ends on'))),
    cancelledOn: optional(date(words('撤销日期', 'Cancelled on'))),
    grantAmount: money(words('资助金额（元）', 'Grant (CNY)')),
  },
  life: [
    { on: 'contractedOn', state: words('签订任务书', 'Contracted') },
    { on: 'startsOn', state: words('起始', 'Starts') },
    { on: 'endsOn', state: words('截止', 'Ends') },
    { on: 'cancelledOn', state: words('撤销', 'Cancelled'), onlyWhenReached: true },
  ],
  inOrder: [
    ['startsOn', 'endsOn'],
    ['contractedOn', 'cancelledOn'],
  ],
});

/** What enterprises commit to a project of their own money. */
export const contribution = record({
  id: 'programmes.contribution',
  belongs: [{ of: 'award' }],
  keptBy: 'organisation',
  label: words('企业投入', 'Enterprise contributions'),
  title: 'organisation',
  fields: {
    code: code(words('投入编号', 'Contribution number')),
    award: reference(words('项目', 'Award'), 'programmes.award'),
    organisation: reference(words('投入单位', 'Organisation'), 'directory.organisation'),
    stage: choice(words('口径', 'Stage'), {
      pledged: words('承诺', 'Pledged'),
      booked: words('入账', 'Booked'),
      audited: words('审计认定', 'Audited'),
    }),
    amount: money(words('金额（元）', 'Amount (CNY)')),
    committedOn: date(words('确认日期', 'Committed on')),
    withdrawnOn: optional(date(words('撤回日期', 'Withdrawn on'))),
  },
  life: [
    { on: 'committedOn', state: words('确认', 'Committed') },
    { on: 'withdrawnOn', state: words('撤回', 'Withdrawn'), onlyWhenReached: true },
  ],
  inOrder: [['committedOn', 'withdrawnOn']],
});

export const programmeRecords = [programme, award, contribution] as const;

export type ProgrammeKind = RowOf<typeof programme>['kind'];

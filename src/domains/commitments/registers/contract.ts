/** Registers of what was done and promised: areas, measures, plans, commitments with what belongs to them. */
import {
  code,
  choice,
  date,
  decimal,
  flag,
  integer,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import { brokenTogether } from './rules.ts';

/** Areas of work, as the letter numbers its suggestions. */
export const area = record({
  id: 'commitments.area',
  belongs: 'everyone',
  label: words('工作方面', 'Areas of work'),
  title: 'title',
  fields: {
    code: code(words('方面编号', 'Area number')),
    number: integer(words('序号', 'Order'), { min: 1, max: 99 }),
    title: text(words('名称', 'Title')),
    titleEn: text(words('英文名称', 'English title')),
  },
});

/** Measures taken in an area (主要措施). */
export const areaMeasure = record({
  id: 'commitments.area-measure',
  belongs: 'everyone',
  label: words('主要措施', 'Measures taken'),
  title: 'title',
  fields: {
    code: code(words('措施编号', 'Measure number')),
    area: reference(words('方面', 'Area'), 'commitments.area'),
    order: integer(words('序号', 'Order'), { min: 1, max: 999 }),
    title: text(words('内容', 'Text'), { max: 500 }),
    titleEn: text(words('英文内容', 'English text'), { max: 500 }),
    sample: flag(words('是否示例', 'Is an example')),
  },
});

/** Plans whose task lists are promises: the tasks are commitments that name the plan as their source. */
export const workPlan = record({
  id: 'commitments.work-plan',
  belongs: 'everyone',
  label: words('规划与任务清单', 'Plans and task lists'),
  title: 'name',
  fields: {
    code: code(words('计划编号', 'Plan number')),
    name: text(words('名称', 'Name'), { max: 300 }),
    nameEn: optional(text(words('英文名称', 'English name'), { max: 300 })),
    document: optional(
      text(words('文号', 'Document number'), {
        max: 120,
        note: words('没有文号或未查到的不填', 'empty where there is none or it was not found'),
      }),
    ),
    issuedOn: date(words('印发日期', 'Issued on')),
    issuer: optional(reference(words('印发单位', 'Issued by'), 'directory.organisation')),
    endsOn: optional(date(words('截止日期', 'Ends on'))),
    sample: flag(words('是否示例', 'Is an example')),
  },
  life: [
    { on: 'issuedOn', state: words('印发', 'Issued') },
    { on: 'endsOn', state: words('期满', 'Ends') },
  ],
  inOrder: [['issuedOn', 'endsOn']],
});

/** What a commitment comes from. */
export const sourceChoices = {
  reply: words('建议提案答复', 'Reply to a suggestion'),
  'consultation-meeting': words('会商会议', 'Consultation meeting'),
  agreement: words('会商议定书', 'Consultation agreement'),
  plan: words('规划任务清单', 'Task list of a plan'),
  measure: words('政策措施', 'Measure of a policy'),
} as const;
export type SourceKind = keyof typeof sourceChoices;

/**
 * Next steps (下步打算), kept by somebody. The first date of completion stays as it was promised; a later one is a
 * change of date with its reason.
 */
export const commitment = record({
  id: 'commitments.commitment',
  belongs: [{ own: 'owner' }],
  label: words('下步打算', 'Next steps'),
  title: 'title',
  fields: {
    code: code(words('承诺编号', 'Commitment number')),
    area: reference(words('方面', 'Area'), 'commitments.area'),
    order: integer(words('序号', 'Order'), { min: 1, max: 999 }),
    title: text(words('内容', 'Text'), { max: 500 }),
    titleEn: text(words('英文内容', 'English text'), { max: 500 }),
    owner: optional(reference(words('责任部门', 'Owner'), 'directory.organisation')),
    promisedOn: date(words('承诺日期', 'Promised on')),
    dueOn: optional(
      date(words('完成期限', 'Due on'), {
        note: words(
          '最初承诺的期限，定下后不更正；改期另记理由',
          'as first promised, never corrected; a change of date is recorded with its reason',
        ),
      }),
    ),
    keptOn: optional(date(words('兑现日期', 'Kept on'))),
    sample: flag(words('是否示例', 'Is an example')),
    reply: optional(
      text(words('出自答复', 'Letter'), {
        max: 80,
        note: words('作出承诺的复函或来文编号', 'the letter that made the promise'),
      }),
    ),
    sourceKind: optional(choice(words('来源', 'Source'), sourceChoices)),
    sourceRecord: optional(
      text(words('来源记录', 'Record of the source'), {
        max: 200,
        note: words(
          '登记册与编号，如 consultations.consultation-agreement/HS01',
          'register and number, such as consultations.consultation-agreement/HS01',
        ),
      }),
    ),
    sourceName: optional(
      text(words('来源名称', 'Name of the source'), {
        max: 300,
        note: words('会议、议定书或文件的名称，公开', 'the meeting, agreement or document; public'),
      }),
    ),
    plan: optional(reference(words('所属计划', 'Plan'), 'commitments.work-plan')),
    region: optional(
      reference(words('提出地区', 'Region that asked'), 'directory.region', {
        note: words('完成或不再办理后应当回告', 'told when it is done or given up'),
      }),
    ),
    target: optional(text(words('目标', 'Target'), { max: 300 })),
    targetFigure: optional(
      text(words('目标指标', 'Target figure'), {
        max: 80,
        note: words('指标标识；达到目标值即为实现', 'identifier of the figure that must reach the value'),
      }),
    ),
    targetParams: optional(
      text(words('目标指标参数', 'Parameters of the figure'), { max: 2000, note: words('JSON', 'JSON') }),
    ),
    targetValue: optional(
      decimal(words('目标值', 'Target value'), {
        note: words('以该指标的单位计', 'in the unit of the figure'),
      }),
    ),
    keptEvidence: optional(
      text(words('兑现依据', 'Evidence of keeping'), {
        max: 500,
        note: words('文号、记录编号或网址', 'a document, a record or an address'),
      }),
    ),
    keptReason: optional(
      text(words('未达目标仍认定兑现的理由', 'Why kept though the target is not reached'), { max: 500 }),
    ),
    droppedOn: optional(date(words('不再办理日期', 'Dropped on'))),
    dropReason: optional(text(words('不再办理理由', 'Reason for dropping'), { max: 500 })),
    planSample: optional(
      flag(words('期限与目标是否示例', 'Date and target are examples'), {
        note: words(
          '承诺是原文，期限、目标为示例',
          'the promise is real, its date and target are invented examples',
        ),
      }),
    ),
  },
  life: [
    { on: 'promisedOn', state: words('承诺', 'Promised') },
    { on: 'dueOn', state: words('到期', 'Due') },
    { on: 'keptOn', state: words('兑现', 'Kept') },
    { on: 'droppedOn', state: words('不再办理', 'Dropped'), onlyWhenReached: true },
  ],
  inOrder: [
    ['promisedOn', 'dueOn'],
    ['promisedOn', 'keptOn'],
    ['promisedOn', 'droppedOn'],
  ],
  check: brokenTogether,
});

/** Departments that keep a promise together with its owner. */
export const coOwner = record({
  id: 'commitments.co-owner',
  belongs: [{ own: 'organisation' }, { of: 'commitment' }],
  label: words('配合部门', 'Co-owners of next steps'),
  key: ['commitment', 'organisation'],
  title: 'organisation',
  fields: {
    commitment: reference(words('承诺', 'Commitment'), 'commitments.commitment'),
    organisation: reference(words('配合部门', 'Co-owner'), 'directory.organisation'),
    sample: flag(words('是否示例', 'Is an example')),
  },
});

/** What was reported about a promise, day by day; nothing of it is rewritten. */
export const progress = record({
  id: 'commitments.progress',
  belongs: [{ of: 'commitment' }],
  label: words('承诺进展', 'Progress of next steps'),
  key: ['commitment', 'order'],
  title: 'text',
  fields: {
    commitment: reference(words('承诺', 'Commitment'), 'commitments.commitment'),
    order: integer(words('序号', 'Order'), { min: 1, max: 9999 }),
    reportedOn: date(words('报告日期', 'Reported on')),
    text: text(words('进展', 'Progress'), { max: 1000 }),
    textEn: optional(text(words('英文进展', 'Progress in English'), { max: 1000 })),
    evidence: optional(
      text(words('依据', 'Evidence'), {
        max: 500,
        note: words('文号、记录编号或网址', 'a document, a record or an address'),
      }),
    ),
    percent: optional(integer(words('完成比例（%）', 'Done (%)'), { min: 0, max: 100 })),
    sample: flag(words('是否示例', 'Is an example')),
  },
});

/** A promise's date moved, openly: from which day to which, and why. */
export const dateChange = record({
  id: 'commitments.date-change',
  belongs: [{ of: 'commitment' }],
  label: words('承诺改期', 'Changed dates of next steps'),
  key: ['commitment', 'order'],
  title: 'reason',
  fields: {
    commitment: reference(words('承诺', 'Commitment'), 'commitments.commitment'),
    order: integer(words('序号', 'Order'), { min: 1, max: 999 }),
    oldDueOn: optional(
      date(words('原定期限', 'Due before'), {
        note: words('原未定期限的不填', 'empty where there was none'),
      }),
    ),
    newDueOn: date(words('现定期限', 'Due now')),
    reason: text(words('理由', 'Reason'), { max: 500 }),
    changedOn: date(words('改期日期', 'Changed on')),
    sample: flag(words('是否示例', 'Is an example')),
  },
});

/** What those who asked were told when a promise was done or given up. */
export const answer = record({
  id: 'commitments.answer',
  belongs: [{ of: 'commitment' }],
  label: words('办结回告', 'Answers on finished commitments'),
  key: ['commitment', 'order'],
  title: 'text',
  fields: {
    commitment: reference(words('承诺', 'Commitment'), 'commitments.commitment'),
    order: integer(words('序号', 'Order'), { min: 1, max: 99 }),
    answeredOn: date(words('回告日期', 'Answered on')),
    text: text(words('回告内容', 'Answer'), { max: 1000 }),
    textEn: optional(text(words('英文内容', 'Answer in English'), { max: 1000 })),
    document: optional(text(words('文号', 'Document number'), { max: 120 })),
    sample: flag(words('是否示例', 'Is an example')),
  },
});

export const commitmentRecords = [
  area,
  areaMeasure,
  workPlan,
  commitment,
  coOwner,
  progress,
  dateChange,
  answer,
] as const;

/** Records of consultations between the department and the regions (厅市会商). */
import {
  choice,
  code,
  date,
  decimal,
  flag,
  integer,
  money,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import { brokenAgreement, brokenEvaluation, brokenLink, brokenTopic } from './rules.ts';

export { agreementStates } from './rules.ts';

const isExample = optional(flag(words('是否示例', 'Is an example')));

/** Consultation agreements (会商议定书). */
export const consultationAgreement = record({
  id: 'consultations.consultation-agreement',
  belongs: 'everyone',
  label: words('会商议定书', 'Consultation agreements'),
  title: 'title',
  fields: {
    code: code(words('议定书编号', 'Agreement number')),
    title: text(words('标题', 'Title'), { max: 300 }),
    signedOn: optional(
      date(words('签订日期', 'Signed on'), { note: words('未签订不填', 'empty while not signed') }),
    ),
    endsOn: optional(
      date(words('届满日期', 'Expires on'), { note: words('最后一个有效日', 'the last day in force') }),
    ),
    endedOn: optional(
      date(words('提前终止日期', 'Ended early on'), {
        note: words('自该日起失效', 'no longer in force from that day'),
      }),
    ),
    kind: optional(
      choice(words('形式', 'Form'), {
        bilateral: words('双边', 'Bilateral'),
        multilateral: words('多边', 'Multilateral'),
      }),
    ),
    documentNumber: optional(text(words('文号', 'Document number'), { max: 100 })),
    termYears: optional(integer(words('期限（年）', 'Term (years)'), { min: 1, max: 20 })),
    terms: optional(
      text(words('正文', 'Text'), {
        max: 20_000,
        note: words('签订后的文本；原件作为附件', 'as signed; the paper itself is attached as a file'),
      }),
    ),
    proposedOn: optional(date(words('动议日期', 'Proposed on'))),
    topicsOn: optional(date(words('征集议题日期', 'Topics called for on'))),
    negotiatedOn: optional(date(words('开始磋商日期', 'Negotiated from'))),
    endReason: optional(text(words('提前终止理由', 'Why it ended early'), { max: 500 })),
    renews: optional(
      reference(words('续签自', 'Renews'), 'consultations.consultation-agreement', {
        note: words('原议定书', 'the agreement it follows'),
      }),
    ),
    sample: isExample,
  },
  life: [
    { on: 'proposedOn', state: words('动议', 'Proposed'), onlyWhenReached: true },
    { on: 'topicsOn', state: words('征集议题', 'Topics'), onlyWhenReached: true },
    { on: 'negotiatedOn', state: words('磋商', 'Negotiated'), onlyWhenReached: true },
    { on: 'signedOn', state: words('签订', 'Signed') },
    {
      on: 'evaluatedOn',
      state: words('评估', 'Evaluated'),
      from: { register: 'consultations.consultation-evaluation', by: 'agreement' },
      onlyWhenReached: true,
    },
    { on: 'endsOn', state: words('届满', 'Expires') },
    { on: 'endedOn', state: words('提前终止', 'Ended early'), onlyWhenReached: true },
  ],
  inOrder: [
    ['signedOn', 'endsOn'],
    ['signedOn', 'endedOn'],
    ['proposedOn', 'topicsOn'],
    ['proposedOn', 'negotiatedOn'],
    ['topicsOn', 'negotiatedOn'],
    ['proposedOn', 'signedOn'],
    ['negotiatedOn', 'signedOn'],
  ],
  check: brokenAgreement,
});

const ofAgreement = reference(words('议定书', 'Agreement'), 'consultations.consultation-agreement');
const ofUnit = reference(words('地区', 'Region'), 'directory.reporting-unit');

/** Regions that are party to an agreement; an agreement may have several. */
export const consultationParty = record({
  id: 'consultations.consultation-party',
  belongs: [{ region: 'reportingUnit.region' }],
  label: words('会商地区', 'Parties to consultations'),
  key: ['agreement', 'reportingUnit'],
  title: 'reportingUnit',
  fields: { agreement: ofAgreement, reportingUnit: ofUnit },
});

/** Who signed for each side: the office held, not the person. */
export const consultationSignatory = record({
  id: 'consultations.consultation-signatory',
  belongs: 'everyone',
  label: words('议定书签署方', 'Signatories of agreements'),
  key: ['agreement', 'order'],
  title: 'party',
  fields: {
    agreement: ofAgreement,
    order: integer(words('序号', 'Order'), { min: 1, max: 99 }),
    party: text(words('签署单位', 'Party'), { max: 100 }),
    office: text(words('签署人职务', 'Office held'), {
      max: 100,
      note: words('只登记职务，不登记姓名', 'the office, not the name'),
    }),
    sample: isExample,
  },
});

/** Topics a region proposes for its agreement (议题); working papers, not public. */
export const consultationTopic = record({
  id: 'consultations.consultation-topic',
  belongs: [{ region: 'reportingUnit.region' }],
  written: [{ region: 'reportingUnit.region' }],
  publicView: { as: 'nothing' },
  label: words('会商议题', 'Topics of consultations'),
  title: 'title',
  fields: {
    code: code(words('议题编号', 'Topic number')),
    agreement: ofAgreement,
    reportingUnit: ofUnit,
    area: reference(words('方面', 'Area'), 'commitments.area'),
    title: text(words('议题', 'Topic'), { max: 300 }),
    detail: optional(text(words('说明', 'Explanation'), { max: 2000 })),
    proposedBy: text(words('提出单位', 'Proposed by'), { max: 100 }),
    proposedOn: date(words('提出日期', 'Proposed on')),
    decision: optional(
      choice(words('处理', 'Decision'), {
        accepted: words('采纳', 'Accepted'),
        refused: words('不采纳', 'Refused'),
        merged: words('并入', 'Merged'),
      }),
    ),
    decidedOn: optional(date(words('处理日期', 'Decided on'))),
    reason: optional(text(words('处理理由', 'Reason'), { max: 500 })),
    mergedInto: optional(reference(words('并入议题', 'Merged into'), 'consultations.consultation-topic')),
    sample: isExample,
  },
  life: [
    { on: 'proposedOn', state: words('提出', 'Proposed') },
    { on: 'decidedOn', state: words('处理', 'Decided') },
  ],
  inOrder: [['proposedOn', 'decidedOn']],
  check: brokenTopic,
});

/** Yearly meetings of an agreement, with their minutes (会商会议纪要). */
export const consultationMeeting = record({
  id: 'consultations.consultation-meeting',
  belongs: 'everyone',
  label: words('会商会议', 'Consultation meetings'),
  title: 'title',
  fields: {
    code: code(words('会议编号', 'Meeting number')),
    agreement: ofAgreement,
    year: integer(words('年度', 'Year'), { min: 1990, max: 2199 }),
    title: text(words('会议名称', 'Meeting'), { max: 200 }),
    heldOn: date(words('召开日期', 'Held on')),
    place: optional(text(words('地点', 'Place'), { max: 100 })),
    minutesNumber: optional(text(words('纪要文号', 'Number of the minutes'), { max: 100 })),
    minutes: optional(
      text(words('纪要', 'Minutes'), {
        max: 20_000,
        note: words('公开；原件作为附件', 'public; the paper itself is attached as a file'),
      }),
    ),
    sample: isExample,
  },
  life: [{ on: 'heldOn', state: words('召开', 'Held') }],
});

/** What a meeting decided, item by item; each may become a commitment that somebody keeps. */
export const consultationDecision = record({
  id: 'consultations.consultation-decision',
  belongs: 'everyone',
  label: words('会议议定事项', 'Decisions of meetings'),
  key: ['meeting', 'order'],
  title: 'text',
  fields: {
    meeting: reference(words('会议', 'Meeting'), 'consultations.consultation-meeting'),
    order: integer(words('序号', 'Order'), { min: 1, max: 99 }),
    text: text(words('议定事项', 'Decision'), { max: 500 }),
    textEn: optional(text(words('英文', 'In English'), { max: 500 })),
    topic: optional(
      reference(words('议题', 'Topic'), 'consultations.consultation-topic', { sensitivity: 'staff' }),
    ),
    commitment: optional(
      reference(words('承诺', 'Commitment'), 'commitments.commitment', {
        note: words('转为承诺后填写', 'once it has become a commitment'),
      }),
    ),
    sample: isExample,
  },
});

/** Projects, platforms and funds that an agreement, or one of its commitments, brought about. */
export const consultationLink = record({
  id: 'consultations.consultation-link',
  belongs: 'everyone',
  label: words('会商关联事项', 'What consultations brought about'),
  key: ['agreement', 'order'],
  title: 'note',
  fields: {
    agreement: ofAgreement,
    order: integer(words('序号', 'Order'), { min: 1, max: 999 }),
    commitment: optional(reference(words('承诺', 'Commitment'), 'commitments.commitment')),
    award: optional(reference(words('立项项目', 'Award'), 'programmes.award')),
    platform: optional(reference(words('创新平台', 'Platform'), 'platforms.platform')),
    fund: optional(reference(words('联合基金', 'Joint fund'), 'funds.joint-fund')),
    note: text(words('说明', 'Note'), { max: 300 }),
    sample: isExample,
  },
  check: brokenLink,
});

/** What a region reports for half a year; working papers, not public. Money is the total up to the period's end. */
export const consultationReport = record({
  id: 'consultations.consultation-report',
  belongs: [{ region: 'reportingUnit.region' }],
  written: [{ region: 'reportingUnit.region' }],
  publicView: { as: 'nothing' },
  label: words('会商半年报告', 'Half-yearly reports'),
  key: ['agreement', 'reportingUnit', 'year', 'half'],
  title: 'text',
  fields: {
    agreement: ofAgreement,
    reportingUnit: ofUnit,
    year: integer(words('年度', 'Year'), { min: 1990, max: 2199 }),
    half: choice(words('半年', 'Half'), {
      first: words('上半年', 'First half'),
      second: words('下半年', 'Second half'),
    }),
    text: text(words('进展', 'Progress'), { max: 4000 }),
    pledged: money(words('累计承诺资金（元）', 'Pledged in total (CNY)')),
    delivered: money(words('累计到位资金（元）', 'Delivered in total (CNY)')),
    submittedOn: date(words('报送日期', 'Submitted on')),
    sample: isExample,
  },
  life: [{ on: 'submittedOn', state: words('报送', 'Submitted') }],
});

/** What an agreement came to, judged before its term ends (期满评估). */
export const consultationEvaluation = record({
  id: 'consultations.consultation-evaluation',
  belongs: 'everyone',
  label: words('会商期满评估', 'Evaluations of agreements'),
  key: 'agreement',
  title: 'finding',
  fields: {
    agreement: ofAgreement,
    evaluatedOn: date(words('评估日期', 'Evaluated on')),
    grade: choice(words('等次', 'Grade'), {
      excellent: words('优秀', 'Excellent'),
      good: words('良好', 'Good'),
      pass: words('合格', 'Pass'),
      fail: words('不合格', 'Fail'),
    }),
    score: optional(decimal(words('得分', 'Score'), { note: words('百分制', 'out of 100') })),
    finding: text(words('评估意见', 'Finding'), { max: 2000 }),
    sample: isExample,
  },
  life: [{ on: 'evaluatedOn', state: words('评估', 'Evaluated') }],
  check: brokenEvaluation,
});

/** Projects several regions carry out together (区域联动). */
export const jointProject = record({
  id: 'consultations.joint-project',
  belongs: 'everyone',
  label: words('区域联动项目', 'Joint projects of regions'),
  title: 'title',
  fields: {
    code: code(words('联动项目编号', 'Joint project number')),
    title: text(words('名称', 'Title'), { max: 300 }),
    agreement: optional(ofAgreement),
    award: optional(reference(words('立项项目', 'Award'), 'programmes.award')),
    startsOn: optional(date(words('起始日期', 'Starts on'))),
    endsOn: optional(date(words('截止日期', 'Ends on'))),
    endedOn: optional(date(words('结束日期', 'Ended on'))),
    sample: isExample,
  },
  life: [
    { on: 'startsOn', state: words('起始', 'Begins') },
    { on: 'endsOn', state: words('截止', 'Due') },
    { on: 'endedOn', state: words('结束', 'Ended'), onlyWhenReached: true },
  ],
  inOrder: [
    ['startsOn', 'endsOn'],
    ['startsOn', 'endedOn'],
  ],
});

/** Regions of a joint project; one of them leads. */
export const jointProjectParty = record({
  id: 'consultations.joint-project-party',
  belongs: [{ region: 'reportingUnit.region' }],
  label: words('联动地区', 'Regions of joint projects'),
  key: ['project', 'reportingUnit'],
  title: 'reportingUnit',
  fields: {
    project: reference(words('联动项目', 'Joint project'), 'consultations.joint-project'),
    reportingUnit: ofUnit,
    leads: flag(words('是否牵头', 'Leads')),
  },
});

export const consultationRecords = [
  consultationAgreement,
  consultationParty,
  consultationSignatory,
  consultationTopic,
  consultationMeeting,
  consultationDecision,
  consultationLink,
  consultationReport,
  consultationEvaluation,
  jointProject,
  jointProjectParty,
] as const;

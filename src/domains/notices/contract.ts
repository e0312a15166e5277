/** Public notices (公示): what is publicised, by which rule, for how long, what it blocks, and the objections to it. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import {
  choice,
  code,
  date,
  flag,
  integer,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import { brokenNotice, brokenObjection, noticeStates, results } from './rules.ts';

/** Kinds of notices; the shortest length of each is the parameter `notices.days.KIND`, where a rule sets one. */
export const noticeKinds = {
  race: words('赛马结果', 'Race results'),
  award: words('立项', 'Awards of projects'),
  evaluation: words('综合绩效评价', 'Performance evaluation'),
  recognition: words('认定', 'Recognition'),
  filing: words('备案', 'Filing'),
  challenge: words('揭榜', 'Challenges won'),
  empowerment: words('赋权', 'Empowerment'),
  transfer: words('成果转化', 'Transfer of achievements'),
  distribution: words('收益分配', 'Distribution of income'),
  talent: words('人才分类定级', 'Talent grades'),
  other: words('其他', 'Other'),
} as const;

const sample = flag(words('是否示例', 'Is an example'));

const aboutGroup = words('公示事项', 'What it is about');
const daysGroup = words('公示期', 'Its days');
const effectGroup = words('效力', 'What it holds back');

/**
 * One public notice. Its last day is never stored: it is reckoned from the first day, the length and the calendar, and
 * never lies before the day that was announced.
 */
export const publicNotice = record({
  id: 'notices.public-notice',
  belongs: 'everyone',
  label: words('公示', 'Public notices'),
  title: 'title',
  writtenBy: 'actions',
  actedAt: '/notices',
  fields: {
    code: code(words('公示编号', 'Notice number')),
    kind: choice(words('公示类别', 'Kind'), noticeKinds),
    title: text(words('标题', 'Title'), { group: aboutGroup }),
    titleEn: optional(text(words('英文标题', 'English title'), { group: aboutGroup })),
    text: text(words('公示内容', 'Text'), {
      max: 5000,
      group: aboutGroup,
      note: words(
        '正文长期公开，不写个人姓名；姓名写在所列事项的“姓名”栏',
        'the text stays public: no personal names; they go into the column of names of the items',
      ),
    }),
    textEn: optional(text(words('英文内容', 'English text'), { max: 5000, group: aboutGroup })),
    document: text(words('依据文件', 'By which document'), { max: 120, group: aboutGroup }),
    clause: optional(text(words('依据条款', 'Clause'), { max: 200, group: aboutGroup })),
    division: text(words('主管处室', 'Competent division'), { max: 80, group: aboutGroup }),
    subjectRegister: optional(
      text(words('事项所在登记册', 'Register of the subject'), { max: 80, group: aboutGroup }),
    ),
    subjectCode: optional(text(words('事项编号', 'Number of the subject'), { max: 200, group: aboutGroup })),
    itemHeading: optional(text(words('所列事项的名目', 'Heading of the items'), { max: 40 })),
    valueHeading: optional(text(words('结果栏的名目', 'Heading of the results'), { max: 40 })),
    publishedOn: date(words('发布日期', 'Published on'), { group: daysGroup }),
    firstOn: date(words('公示首日', 'First day'), {
      group: daysGroup,
      note: words('公示期的第 1 日', 'day 1 of the notice'),
    }),
    length: integer(words('公示天数', 'Days'), { min: 1, max: 365, group: daysGroup }),
    counting: choice(
      words('计日方法', 'Counted in'),
      { 'working-days': words('工作日', 'Working days'), days: words('自然日', 'Calendar days') },
      { group: daysGroup },
    ),
    announcedUntil: optional(
      date(words('公告的截止日', 'Announced last day'), {
        group: daysGroup,
        note: words(
          '发布时推算并公告的最后一日；以后日历有变，公示期不因此缩短',
          'the last day as reckoned and announced when published; a changed calendar never shortens the notice',
        ),
      }),
    ),
    enteredOn: optional(date(words('录入日期', 'Entered on'), { group: daysGroup })),
    postedEvidence: optional(
      text(words('补录依据', 'Evidence of posting'), {
        max: 300,
        group: daysGroup,
        note: words(
          '先在别处公示、事后补录的，写明网址或刊期',
          'for a notice posted elsewhere before it was entered: where',
        ),
      }),
    ),
    shownAt: text(words('公示渠道', 'Where shown'), { max: 300, group: daysGroup }),
    contact: text(words('联系方式', 'Contact'), {
      max: 300,
      group: daysGroup,
      note: words('写处室、电话、信箱，不写个人姓名', 'division, telephone, mail box; no personal name'),
    }),
    blocks: text(words('公示期满前不得', 'What waits until it ends'), {
      group: effectGroup,
      note: words('如 发布赛马结果', 'such as publishing the results of the race'),
    }),
    blocksEn: optional(
      text(words('公示期满前不得（英文）', 'What waits, in English'), { group: effectGroup }),
    ),
    objectionStops: choice(
      words('异议的效力', 'What an objection stops'),
      {
        all: words('停止全部事项', 'Everything'),
        item: words('停止被异议的事项', 'The item objected to'),
        nothing: words('不停止', 'Nothing'),
      },
      { group: effectGroup },
    ),
    supersedes: optional(
      reference(words('更正的公示', 'Corrects'), 'notices.public-notice', { group: effectGroup }),
    ),
    extendedUntil: optional(date(words('延长至', 'Extended until'), { group: daysGroup })),
    extendedOn: optional(date(words('延长日期', 'Extended on'), { group: daysGroup })),
    extendReason: optional(text(words('延长理由', 'Reason for extending'), { max: 500, group: daysGroup })),
    concludedOn: optional(date(words('办结日期', 'Concluded on'), { group: effectGroup })),
    conclusion: optional(
      text(words('公示结论', 'Conclusion'), {
        max: 1000,
        group: effectGroup,
        note: words(
          '期满且异议都已答复后填写；长期公开，不写个人姓名',
          'given once it has ended and every objection is answered; it stays public: no personal names',
        ),
      }),
    ),
    withdrawnOn: optional(date(words('撤回日期', 'Withdrawn on'), { group: effectGroup })),
    withdrawReason: optional(
      text(words('撤回理由', 'Reason for withdrawing'), { max: 500, group: effectGroup }),
    ),
    publishedBy: optional(text(words('发布账号', "Publisher's account"), { max: 80, sensitivity: 'staff' })),
    sample,
  },
  life: [
    { on: 'publishedOn', state: words('发布', 'Published') },
    { on: 'firstOn', state: words('开始公示', 'Begins') },
    { on: 'extendedOn', state: words('延长', 'Extended'), onlyWhenReached: true },
    { on: 'concludedOn', state: words('办结', 'Concluded') },
    { on: 'withdrawnOn', state: words('撤回', 'Withdrawn'), onlyWhenReached: true },
  ],
  inOrder: [
    ['publishedOn', 'firstOn'],
    ['publishedOn', 'withdrawnOn'],
    ['firstOn', 'announcedUntil'],
    ['announcedUntil', 'extendedUntil'],
    ['extendedOn', 'extendedUntil'],
    ['firstOn', 'concludedOn'],
  ],
  check: brokenNotice,
});

/** One thing a notice shows. The name of a person is public only while the notice runs. */
export const noticeItem = record({
  id: 'notices.notice-item',
  belongs: 'everyone',
  label: words('公示事项', 'Items of notices'),
  key: ['notice', 'order'],
  title: 'title',
  writtenBy: 'actions',
  actedAt: '/notices',
  fields: {
    notice: reference(words('公示', 'Notice'), 'notices.public-notice'),
    order: integer(words('序号', 'Order'), { min: 1, max: 9999 }),
    title: text(words('事项', 'Item'), {
      max: 300,
      note: words('长期公开，不写个人姓名', 'stays public: no personal names'),
    }),
    unit: optional(text(words('单位', 'Organisation'))),
    person: optional(
      text(words('姓名', 'Names'), {
        max: 500,
        sensitivity: 'personal',
        note: words(
          '只在公示期内公开；几人以顿号分开',
          'public only while the notice runs; several parted by commas',
        ),
      }),
    ),
    value: optional(text(words('结果', 'Result'), { max: 300 })),
    note: optional(text(words('备注', 'Note'), { max: 500 })),
    refersTo: optional(
      text(words('对应记录', 'Record it stands for'), {
        max: 200,
        note: words('事项在其登记册中的编号', 'its number in its own register'),
      }),
    ),
    sample,
  },
});

/** An objection to a notice. Who objects is confidential: no public door answers it. */
export const noticeObjection = record({
  id: 'notices.notice-objection',
  belongs: 'whole',
  label: words('公示异议', 'Objections to notices'),
  title: 'code',
  publicView: { as: 'nothing' },
  writtenBy: 'actions',
  actedAt: '/notices',
  fields: {
    code: code(words('异议编号', 'Objection number')),
    notice: reference(words('公示', 'Notice'), 'notices.public-notice'),
    item: optional(
      reference(words('被异议的事项', 'Item objected to'), 'notices.notice-item', {
        note: words('不填表示对整个公示', 'empty: the whole notice'),
      }),
    ),
    objectorKind: choice(words('异议人类别', 'Who objects'), {
      person: words('个人（实名）', 'A person, by real name'),
      unit: words('单位', 'An organisation'),
    }),
    objector: text(words('异议人', 'Objector'), {
      max: 100,
      sensitivity: 'personal',
      note: words(
        '真实姓名或单位全称；予以保密',
        'real name or full name of the organisation; kept confidential',
      ),
    }),
    contact: text(words('异议人联系方式', "Objector's contact"), { max: 200, sensitivity: 'personal' }),
    text: text(words('异议内容', 'Objection'), { max: 3000, sensitivity: 'staff' }),
    way: choice(words('收到方式', 'Received by'), {
      online: words('网上', 'Online'),
      letter: words('来信', 'Letter'),
      phone: words('电话', 'Telephone'),
      visit: words('来访', 'Visit'),
    }),
    receivedOn: date(words('收到日期', 'Received on')),
    recordedBy: optional(text(words('登记账号', 'Recorded by'), { max: 80, sensitivity: 'staff' })),
    acceptedOn: optional(date(words('受理日期', 'Accepted on'))),
    answeredOn: optional(date(words('答复日期', 'Answered on'))),
    result: optional(
      choice(words('结论', 'Result'), {
        upheld: words('成立', 'Upheld'),
        partly: words('部分成立', 'Upheld in part'),
        rejected: words('不成立', 'Not upheld'),
      }),
    ),
    gist: optional(
      text(words('异议要点（公开）', 'Gist, shown publicly'), {
        max: 500,
        note: words('不写可辨认异议人的内容', 'nothing by which the objector could be known'),
      }),
    ),
    answer: optional(
      text(words('答复内容（公开）', 'Answer, shown publicly'), {
        max: 2000,
        note: words('不写可辨认异议人的内容', 'nothing by which the objector could be known'),
      }),
    ),
    answeredBy: optional(text(words('答复账号', 'Answered by'), { max: 80, sensitivity: 'staff' })),
    sample,
  },
  life: [
    { on: 'receivedOn', state: words('收到', 'Received') },
    { on: 'acceptedOn', state: words('受理', 'Accepted') },
    { on: 'answeredOn', state: words('答复', 'Answered') },
  ],
  inOrder: [
    ['receivedOn', 'acceptedOn'],
    ['receivedOn', 'answeredOn'],
    ['acceptedOn', 'answeredOn'],
  ],
  check: brokenObjection,
});

export const Written = z.object({ action: z.string(), code: z.string() });

export const noticeRecords = [publicNotice, noticeItem, noticeObjection] as const;

const WordsShape = z.object({ zh: z.string(), en: z.string() });
export const Labelled = z.object({ id: z.string(), label: WordsShape });

export const NoticeKind = publicNotice.fields.kind.shape;
export type NoticeKind = z.infer<typeof NoticeKind>;
export const NoticeState = z.enum(noticeStates);
export const ObjectionResult = z.enum(results, {
  error: '请选结论：成立、部分成立或不成立 | choose the result: upheld, partly or rejected',
});

/** A notice in a list, as it stands today. */
export const NoticeSummary = z.object({
  code: z.string(),
  kind: Labelled,
  title: WordsShape,
  division: z.string(),
  document: z.string(),
  sample: z.boolean(),
  state: NoticeState,
  publishedOn: z.string(),
  firstOn: z.string(),
  length: z.int(),
  counting: Labelled,
  /** Reckoned from the first day, the length and the calendar; not before the day announced. */
  lastOn: z.string(),
  /** A year it runs through has no holiday notice: weekends alone were taken as days off. */
  provisional: z.boolean(),
  /** Of a notice that runs: the days after today up to the last; 0 on the last day. */
  left: z.object({ workingDays: z.int(), days: z.int() }).nullable(),
  withdrawnOn: z.string().nullable(),
  items: z.int(),
  /** Numbers alone: received, waiting for an answer, answered, of these upheld in whole or in part. */
  objections: z.object({ received: z.int(), open: z.int(), answered: z.int(), upheld: z.int() }),
});
export type NoticeSummary = z.infer<typeof NoticeSummary>;

/** A notice with everything it says. */
export const NoticeShape = NoticeSummary.extend({
  text: WordsShape,
  clause: z.string().nullable(),
  subject: z.object({ register: z.string(), code: z.string() }).nullable(),
  itemHeading: z.string().nullable(),
  valueHeading: z.string().nullable(),
  announcedUntil: z.string().nullable(),
  extended: z.object({ on: z.string(), until: z.string(), reason: z.string() }).nullable(),
  enteredOn: z.string().nullable(),
  postedEvidence: z.string().nullable(),
  shownAt: z.string(),
  contact: z.string(),
  blocks: WordsShape,
  objectionStops: Labelled,
  withdrawReason: z.string().nullable(),
  supersedes: z.string().nullable(),
  supersededBy: z.string().nullable(),
  /** How the last day was reckoned, step by step. */
  reckoning: z.array(WordsShape),
  /** Shortest length the rule asks for, with its document; null where none is entered. */
  minimum: z.object({ words: WordsShape, document: z.string(), unverified: z.boolean() }).nullable(),
  conclusion: z.object({ on: z.string(), text: z.string() }).nullable(),
  /** Whether what it blocks may go on today. */
  clear: z.boolean(),
  /** Names of persons: how many items hold, and whether they are shown, which is while the notice runs. */
  names: z.object({ count: z.int(), shown: z.boolean() }),
  list: z.array(
    z.object({
      order: z.int(),
      title: z.string(),
      unit: z.string().nullable(),
      /** Null outside the days of the notice. */
      person: z.string().nullable(),
      /** How many persons it names. */
      persons: z.int(),
      value: z.string().nullable(),
      note: z.string().nullable(),
      /** An objection to it is open, or was upheld and what it is about not yet corrected. */
      stopped: z.boolean(),
    }),
  ),
  /** Without who objects and what he wrote. */
  answers: z.array(
    z.object({
      number: z.int(),
      item: z.int().nullable(),
      receivedOn: z.string(),
      state: z.enum(['received', 'accepted', 'answered']),
      answeredOn: z.string().nullable(),
      result: ObjectionResult.nullable(),
      resultLabel: WordsShape.nullable(),
      gist: z.string().nullable(),
      answer: z.string().nullable(),
    }),
  ),
});
export type NoticeShape = z.infer<typeof NoticeShape>;

export const listNotices = endpoint({
  method: 'GET',
  path: '/api/notices',
  summary: words(
    '公示：进行中的在前，其余按年归档',
    'Public notices: those running first, the others by year',
  ),
  permission: 'public',
  params: z.object({}),
  query: z.object({
    kind: NoticeKind.optional(),
    year: z
      .string()
      .regex(/^(19|20|21)\d\d$/, { error: '年份应为四位数字 | the year must have four digits' })
      .optional(),
    state: NoticeState.optional(),
    /** Words, all of which a notice or one of its items must have; names of persons are not searched. */
    q: z.string().max(100).optional(),
  }),
  answer: z.object({
    today: z.string(),
    kinds: z.array(Labelled),
    /** Years that have notices of the kind, the newest first. */
    years: z.array(z.object({ year: z.string(), count: z.int() })),
    /** How many there are in each state, whatever state is asked. */
    counts: z.record(NoticeState, z.int()),
    /** Not begun, running, or ended with objections that wait. */
    current: z.array(NoticeSummary),
    /** Ended or withdrawn, the newest first. */
    archive: z.array(NoticeSummary),
  }),
});

export const NoticeParams = z.object({ code: z.string().max(80) });

export const readNotice = endpoint({
  method: 'GET',
  path: '/api/notices/:code',
  summary: words('一份公示', 'One public notice'),
  permission: 'public',
  params: NoticeParams,
  query: z.object({}),
  answer: z.object({ today: z.string(), notice: NoticeShape }),
});

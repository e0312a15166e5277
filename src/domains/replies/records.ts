/** Suggestions, replies and what belongs to them, as registers. None is open to the public; letters are. */
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
import { isPlain } from './numbering.ts';

/** Longest number of a suggestion: those of replies and their parts are made from it. */
export const longestSuggestionCode = 60;

const atDesk = { publicView: { as: 'nothing' }, writtenBy: 'actions' } as const;

const madeCode = (zh: string, en: string) => text(words(zh, en), { max: 120 });

/** Suggestions of deputies and proposals of the consultative conference, as handed over (交办). */
export const suggestion = record({
  id: 'replies.suggestion',
  belongs: [
    { account: 'deputyAccount' },
    { among: { register: 'replies.handling', by: 'suggestion', organisation: 'organisation' } },
  ],
  written: [
    { account: 'deputyAccount' },
    { among: { register: 'replies.handling', by: 'suggestion', organisation: 'organisation' } },
  ],
  label: words('代表建议与政协提案', 'Suggestions and proposals'),
  title: 'title',
  fields: {
    code: code(words('编号', 'Number')),
    kind: choice(words('类别', 'Kind'), {
      suggestion: words('代表建议', 'Suggestion of a deputy'),
      proposal: words('政协提案', 'Proposal of the consultative conference'),
    }),
    title: text(words('标题', 'Title'), { max: 300 }),
    session: text(words('会次', 'Session'), { max: 100 }),
    deputy: text(words('领衔代表', 'First deputy'), { max: 80 }),
    coDeputies: optional(text(words('附议代表', 'Other deputies'), { max: 500 })),
    deputyAccount: optional(
      text(words('代表账号', "Deputy's account"), { max: 80, sensitivity: 'personal' }),
    ),
    content: text(words('内容', 'Content'), { max: 20_000 }),
    complex: flag(words('是否涉及面广、办理难度大', 'Is complex')),
    raisedOn: date(words('提出日期', 'Raised on')),
    assignedOn: date(words('交办日期', 'Handed over on')),
    assignedBy: reference(words('交办机关', 'Handed over by'), 'directory.organisation'),
    acceptedOn: optional(date(words('签收日期', 'Accepted on'))),
    division: optional(text(words('承办处室', 'Division'), { max: 80 })),
    returnedOn: optional(date(words('退回日期', 'Returned on'))),
    returnReason: optional(text(words('退回理由', 'Reason of return'), { max: 2000 })),
    sample: flag(words('是否示例', 'Is an example')),
  },
  life: [
    { on: 'raisedOn', state: words('提出', 'Raised') },
    { on: 'assignedOn', state: words('交办', 'Handed over') },
    { on: 'acceptedOn', state: words('签收', 'Accepted') },
    { on: 'returnedOn', state: words('退回', 'Returned'), onlyWhenReached: true },
  ],
  inOrder: [
    ['raisedOn', 'assignedOn'],
    ['assignedOn', 'acceptedOn'],
    ['assignedOn', 'returnedOn'],
  ],
  ...atDesk,
});

/** Numbered requests a suggestion makes; the reply answers them one by one. */
export const suggestionItem = record({
  id: 'replies.suggestion-item',
  belongs: [{ of: 'suggestion' }],
  written: [{ of: 'suggestion' }],
  label: words('建议事项', 'Items of suggestions'),
  key: ['suggestion', 'order'],
  title: 'title',
  fields: {
    suggestion: reference(words('建议', 'Suggestion'), 'replies.suggestion'),
    order: integer(words('序号', 'Order'), { min: 1, max: 99 }),
    title: text(words('事项', 'Item'), { max: 200 }),
  },
  ...atDesk,
});

/** Who handles a suggestion in which part: 主办, 会办, 分办. */
export const handling = record({
  id: 'replies.handling',
  belongs: [{ own: 'organisation' }],
  written: [{ own: 'organisation' }],
  label: words('承办', 'Handling'),
  key: ['suggestion', 'organisation'],
  title: 'organisation',
  fields: {
    suggestion: reference(words('建议', 'Suggestion'), 'replies.suggestion'),
    organisation: reference(words('承办单位', 'Organisation'), 'directory.organisation'),
    part: choice(words('分工', 'Part'), {
      lead: words('主办', 'Lead'),
      co: words('会办', 'Co-handling'),
      separate: words('分办', 'Separate handling'),
    }),
    assignedOn: date(words('分交日期', 'Assigned on')),
    acceptedOn: optional(date(words('签收日期', 'Accepted on'))),
    returnedOn: optional(date(words('退回日期', 'Returned on'))),
    returnReason: optional(text(words('退回理由', 'Reason of return'), { max: 2000 })),
    opinionOn: optional(date(words('提出意见日期', 'Opinion given on'))),
    opinion: optional(text(words('会办意见', 'Opinion'), { max: 8000 })),
  },
  ...atDesk,
});

/** Talks with the deputy (面商). */
export const talk = record({
  id: 'replies.talk',
  belongs: [{ of: 'suggestion' }],
  written: [{ of: 'suggestion' }],
  label: words('面商', 'Talks with deputies'),
  title: 'suggestion',
  fields: {
    code: madeCode('面商编号', 'Talk'),
    suggestion: reference(words('建议', 'Suggestion'), 'replies.suggestion'),
    on: date(words('日期', 'On')),
    way: choice(words('方式', 'Way'), {
      meeting: words('座谈', 'Meeting'),
      visit: words('走访', 'Visit'),
      phone: words('电话', 'Telephone'),
    }),
    summary: text(words('情况', 'Summary'), { max: 4000 }),
    by: text(words('记录人', 'Recorded by'), { max: 80 }),
  },
  ...atDesk,
});

/** A reply to a suggestion in one round; a second round follows when the deputy is not satisfied. */
export const reply = record({
  id: 'replies.reply',
  belongs: [{ of: 'suggestion' }],
  written: [{ of: 'suggestion' }],
  label: words('答复', 'Replies'),
  title: 'suggestion',
  fields: {
    code: madeCode('答复编号', 'Reply'),
    suggestion: reference(words('建议', 'Suggestion'), 'replies.suggestion'),
    round: integer(words('第几次', 'Round'), { min: 1, max: 20 }),
    state: choice(words('状态', 'State'), {
      drafting: words('起草', 'Drafting'),
      division: words('处室审核', 'Review by the division'),
      office: words('办公室审核', 'Review by the office'),
      secrecy: words('保密审查', 'Secrecy review'),
      signing: words('待签发', 'To be signed'),
      signed: words('已签发', 'Signed'),
      numbered: words('已编号', 'Numbered'),
      delivered: words('已送达', 'Delivered'),
      answered: words('已反馈', 'Feedback given'),
      published: words('已公开', 'Published'),
      archived: words('已归档', 'Archived'),
    }),
    asOf: date(words('数据截至', 'Figures as of')),
    drafter: text(words('起草账号', "Drafter's account"), { max: 80 }),
    drafterName: text(words('起草人', 'Drafter'), { max: 80 }),
    openedOn: date(words('起草日期', 'Begun on')),
    againReason: optional(text(words('再次办理的理由', 'Why handled again'), { max: 2000 })),
    category: optional(
      choice(words('办理结果', 'Result'), {
        A: words('A 已经解决或基本解决', 'A: settled'),
        B: words('B 正在解决或列入规划逐步解决', 'B: being settled'),
        C: words('C 因条件限制暂时无法解决', 'C: cannot be settled now'),
        D: words('D 留作参考', 'D: for reference'),
      }),
    ),
    submittedOn: optional(date(words('送审日期', 'Submitted on'))),
    publicity: optional(
      choice(words('公开属性', 'Publicity'), {
        open: words('主动公开', 'Open'),
        closed: words('不予公开', 'Closed'),
      }),
    ),
    publicityReason: optional(text(words('不予公开的理由', 'Reason'), { max: 2000 })),
    signedOn: optional(date(words('签发日期', 'Signed on'))),
    signer: optional(text(words('签发人', 'Signer'), { max: 80 })),
    sealDigest: optional(text(words('封存摘要', 'Digest of the seal'), { max: 64 })),
    number: optional(text(words('发文字号', 'Document number'), { max: 80 })),
    numberedOn: optional(date(words('编号日期', 'Numbered on'))),
    deliveredOn: optional(date(words('送达日期', 'Delivered on'))),
    deliveredWay: optional(text(words('送达方式', 'Way of delivery'), { max: 80 })),
    answeredOn: optional(date(words('反馈日期', 'Feedback given on'))),
    satisfaction: optional(
      choice(words('代表意见', "Deputy's opinion"), {
        satisfied: words('满意', 'Satisfied'),
        basically: words('基本满意', 'Basically satisfied'),
        unsatisfied: words('不满意', 'Not satisfied'),
      }),
    ),
    feedback: optional(text(words('反馈意见', 'Feedback'), { max: 4000 })),
    publishedOn: optional(date(words('公开日期', 'Published on'))),
    archivedOn: optional(date(words('归档日期', 'Archived on'))),
  },
  life: [
    { on: 'openedOn', state: words('起草', 'Begun') },
    { on: 'submittedOn', state: words('送审', 'Submitted') },
    { on: 'signedOn', state: words('签发', 'Signed') },
    { on: 'numberedOn', state: words('编号', 'Numbered') },
    { on: 'deliveredOn', state: words('送达', 'Delivered') },
    { on: 'answeredOn', state: words('反馈', 'Feedback') },
    { on: 'publishedOn', state: words('公开', 'Published') },
    { on: 'archivedOn', state: words('归档', 'Archived') },
  ],
  ...atDesk,
});

/** What a reviewer said at a stage. */
export const review = record({
  id: 'replies.review',
  belongs: [{ of: 'reply' }],
  written: [{ of: 'reply' }],
  label: words('审核', 'Reviews'),
  title: 'reply',
  fields: {
    code: madeCode('审核编号', 'Review'),
    reply: reference(words('答复', 'Reply'), 'replies.reply'),
    order: integer(words('次序', 'Order'), { min: 1, max: 9999 }),
    stage: choice(words('环节', 'Stage'), {
      division: words('处室审核', 'Division'),
      office: words('办公室审核', 'Office'),
      secrecy: words('保密审查', 'Secrecy'),
      signing: words('签发', 'Signing'),
    }),
    verdict: choice(words('结论', 'Verdict'), {
      pass: words('通过', 'Passed'),
      return: words('退回', 'Returned'),
    }),
    by: text(words('审核人', 'Reviewer'), { max: 80 }),
    on: date(words('日期', 'On')),
    comment: optional(text(words('意见', 'Comment'), { max: 2000 })),
  },
  ...atDesk,
});

/** A part of a reply's sheet; its content is JSON text of the contract's `Block[]`. */
export const section = record({
  id: 'replies.section',
  belongs: [{ of: 'reply' }],
  written: [{ of: 'reply' }],
  label: words('答复各部分', 'Parts of replies'),
  title: 'title',
  fields: {
    code: madeCode('部分编号', 'Part'),
    reply: reference(words('答复', 'Reply'), 'replies.reply'),
    order: integer(words('次序', 'Order'), { min: 1, max: 100_000 }),
    kind: choice(words('类别', 'Kind'), {
      opening: words('开头', 'Opening'),
      answer: words('答复', 'Answer'),
      closing: words('结尾', 'Closing'),
    }),
    title: text(words('标题', 'Title'), { max: 300 }),
    author: optional(reference(words('撰写单位', 'Written by'), 'directory.organisation')),
    version: integer(words('版次', 'Version')),
    content: text(words('内容', 'Content'), { max: 4_000_000 }),
    savedBy: text(words('保存人', 'Saved by'), { max: 80 }),
  },
  ...atDesk,
});

/** Series of document numbers (发文字号). `{year}` is that of the day of signing. */
export const series = record({
  id: 'replies.series',
  belongs: 'everyone',
  label: words('发文字号系列', 'Series of document numbers'),
  title: 'prefix',
  fields: {
    code: code(words('系列编号', 'Series')),
    prefix: text(words('机关代字', 'Prefix'), { max: 40 }),
    pattern: text(words('式样', 'Pattern'), {
      max: 80,
      note: words('如 {prefix}〔{year}〕{n}号', 'such as {prefix}〔{year}〕{n}号'),
    }),
    first: integer(words('首号', 'First'), { min: 1, max: 999_999 }),
    last: integer(words('末号', 'Last'), { min: 1, max: 999_999 }),
  },
  check: ({ prefix, pattern, first, last }) => [
    ...(isPlain(String(pattern), String(prefix))
      ? []
      : [
          {
            zh: `式样“${String(pattern)}”应含 {year} 和 {n} 各一处，两者之间隔以数字以外的字符，{n} 前后不接数字`,
            en: `The pattern “${String(pattern)}” must hold {year} and {n} once each, with something other than digits between them and no digit beside {n}`,
          },
        ]),
    ...(Number(first) <= Number(last)
      ? []
      : [
          {
            zh: `首号 ${String(first)} 大于末号 ${String(last)}`,
            en: `The first number lies after the last`,
          },
        ]),
  ],
});

/** Numbers taken; one taken is never given again. */
export const takenNumber = record({
  id: 'replies.number',
  belongs: [{ of: 'reply' }],
  written: [{ of: 'reply' }],
  label: words('已用发文字号', 'Document numbers taken'),
  key: ['series', 'year', 'serial'],
  title: 'text',
  fields: {
    series: reference(words('系列', 'Series'), 'replies.series'),
    year: integer(words('年份', 'Year'), { min: 1949, max: 2199 }),
    serial: integer(words('序号', 'Serial'), { min: 1, max: 999_999 }),
    text: text(words('发文字号', 'Document number'), { max: 80 }),
    reply: reference(words('答复', 'Reply'), 'replies.reply'),
    takenOn: date(words('编号日期', 'Taken on')),
  },
  ...atDesk,
});

/** Numbers without a figure's support that a signer let stand. */
export const override = record({
  id: 'replies.override',
  belongs: [{ of: 'reply' }],
  written: [{ of: 'reply' }],
  label: words('放行的数字', 'Numbers let stand'),
  key: ['reply', 'order'],
  title: 'text',
  fields: {
    reply: reference(words('答复', 'Reply'), 'replies.reply'),
    order: integer(words('序号', 'Order'), { min: 1, max: 9999 }),
    place: text(words('位置', 'Place'), { max: 300 }),
    text: text(words('数字', 'Number as printed'), { max: 200 }),
    verdict: choice(words('核对结论', 'Verdict'), {
      contradicts: words('矛盾', 'Contradicts'),
      inconsistent: words('前后不一', 'Inconsistent'),
      ambiguous: words('所指不明', 'Ambiguous'),
      uncited: words('无据', 'Uncited'),
      'no-value': words('引用无值', 'Citation without a value'),
    }),
    reason: text(words('理由', 'Reason'), { max: 2000 }),
    by: text(words('签发人', 'Signer'), { max: 80 }),
  },
  ...atDesk,
});

/** Changes after signing that were released to the public, as they stood when released. */
export const driftRelease = record({
  id: 'replies.drift-release',
  belongs: [{ of: 'reply' }],
  written: [{ of: 'reply' }],
  label: words('公开的签发后变化', 'Changes released'),
  key: ['reply', 'citation', 'order'],
  title: 'note',
  fields: {
    reply: reference(words('答复', 'Reply'), 'replies.reply'),
    citation: integer(words('引用序号', 'Citation'), { min: 1, max: 9999 }),
    order: integer(words('次序', 'Order'), { min: 1, max: 9999 }),
    value: optional(text(words('变化后的值', 'Value'), { max: 80 })),
    rows: integer(words('明细条数', 'Rows')),
    added: integer(words('新增', 'Added')),
    removed: integer(words('减少', 'Removed')),
    changed: integer(words('改动', 'Changed')),
    note: text(words('说明', 'Note'), { max: 1000 }),
    releasedOn: date(words('公开日期', 'Released on')),
  },
  ...atDesk,
});

/** Promises written into a draft; the signature makes them commitments. */
export const draftPromise = record({
  id: 'replies.draft-promise',
  belongs: [{ of: 'reply' }],
  written: [{ of: 'reply' }],
  label: words('拟作承诺', 'Promises in drafts'),
  title: 'title',
  fields: {
    code: madeCode('拟作承诺编号', 'Promise in a draft'),
    reply: reference(words('答复', 'Reply'), 'replies.reply'),
    title: text(words('内容', 'Text'), { max: 500 }),
    titleEn: optional(text(words('英文内容', 'English text'), { max: 500 })),
    area: reference(words('方面', 'Area'), 'commitments.area'),
    owner: optional(reference(words('责任部门', 'Owner'), 'directory.organisation')),
    dueOn: optional(date(words('完成期限', 'Due on'))),
    madeAs: optional(text(words('承诺编号', 'Commitment'), { max: 80 })),
  },
  ...atDesk,
});

export const replyRecords = [
  suggestion,
  suggestionItem,
  handling,
  talk,
  reply,
  review,
  section,
  series,
  takenNumber,
  override,
  driftRelease,
  draftPromise,
] as const;

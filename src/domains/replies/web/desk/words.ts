/** Words of the desk of suggestions, both languages side by side. */
import { words, type Words } from '#kernel/contract/words.ts';

const many = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`;

export const desk = {
  title: words('办理', 'Suggestions'),
  line: words('等您办理的代表建议和政协提案。', 'Suggestions and proposals that wait for you.'),
  lineOf: {
    partner: words(
      '交本单位会办、分办的建议和提案。',
      'Suggestions your organisation handles together with the lead.',
    ),
    deputy: words('您提出的建议及其答复。', 'Your suggestions, and the replies to them.'),
  } satisfies Record<string, Words>,
  enter: words('登记建议', 'Enter a suggestion'),
  views: words('显示哪些', 'Which cases'),
  everything: words('全部', 'All'),
  mine: words('等我办理', 'Waiting for me'),
  late: words('即将到期·逾期', 'Due soon or late'),
  open: words('在办', 'Open'),
  rest: words('其他', 'Others'),
  search: words('按标题、代表、编号查找', 'Title, deputy or number'),
  emptyMine: words('没有等您办理的件。', 'Nothing waits for you.'),
  emptyLate: words('没有即将到期或逾期的件。', 'Nothing is late or due soon.'),
  nothingFound: (q: string) =>
    words(
      `没有找到“${q}”。换一个词，或清除查找。`,
      `Nothing found for ${q}. Try another word, or clear the search.`,
    ),
  clear: words('清除', 'Clear'),
  emptyAll: words('这里还没有建议或提案。', 'There are no suggestions here yet.'),
  emptyHelp: words(
    '办公室收到交办的建议后在此登记，签收、分办、起草、审核、签发、送达和反馈都从这里办理，每一步的期限自动计算。',
    'The office enters each suggestion handed over. Accepting, drafting, reviewing, signing, delivering and feedback are done from here, and every term is reckoned.',
  ),
  emptyHelpOf: {
    partner: words(
      '主办单位把建议交本单位会办或分办后，会出现在这里，并写明意见的期限。',
      'A suggestion appears here once the lead gives your organisation a part in it, with the day your opinion is due.',
    ),
    deputy: words(
      '您提出的建议交办后会出现在这里；答复送达后，您可以在这里反馈意见。',
      'Your suggestions appear here once handed over. When a reply has been delivered you give your answer here.',
    ),
  } satisfies Record<string, Words>,
  heldBy: words('现由', 'Held by:'),
  openCase: words('查看', 'Open'),
  doCase: words('办理', 'Act'),
  kinds: {
    suggestion: words('代表建议', 'Suggestion'),
    proposal: words('政协提案', 'Proposal'),
  },
  // clocks
  daysLeft: (n: number) => words(`还有 ${n} 个工作日`, `${many(n, 'working day', 'working days')} left`),
  dueToday: words('今天到期', 'Due today'),
  daysLate: (n: number) => words(`已逾期 ${n} 个工作日`, `Late by ${many(n, 'working day', 'working days')}`),
  overdue: words('已逾期', 'Late'),
  metOn: (day: string) => words(`已于 ${day} 办结`, `Met on ${day}`),
  provisional: words('暂定', 'provisional'),
  provisionalHelp: words(
    '所及年份的放假安排尚未公布，公布后可能顺延。',
    'The holidays of that year are not announced yet; the day may move.',
  ),
  unverified: words('来源待核', 'source to be verified'),
  due: words('到期', 'Due'),
  from: words('起算', 'From'),
  term: words('期限', 'Term'),
  basis: words('依据', 'Rule'),
  reckoning: words('怎样推算', 'How it was reckoned'),
  // one case
  crumb: words('办理', 'Desk'),
  next: words('下一步', 'What you can do'),
  nothingToDo: (holder: Words) =>
    words(`现由${holder.zh}办理，您现在不需要做什么。`, `Held by ${holder.en}; nothing is asked of you now.`),
  alsoPossible: words('还可以', 'You can also'),
  notNow: words('现在不能办理的', 'Not possible now, and why'),
  back: words('收起', 'Close the form'),
  done: (label: Words) => words(`已办理：${label.zh}。`, `Done: ${label.en}.`),
  life: words('办理过程', 'Where it stands'),
  earlierRounds: (n: number) =>
    words(`前 ${n} 次答复的过程`, n === 1 ? 'The round before' : `The ${n} rounds before`),
  content: words('建议内容', 'The suggestion'),
  items: words('要求答复的事项', 'What is asked'),
  handlings: words('承办单位', 'Who handles it'),
  talks: words('与代表面商', 'Talks with the deputy'),
  noTalks: words(
    '还没有面商记录。答复前应与代表沟通，并在此记录。',
    'No talk is on record. The deputy should be heard before the reply, and the talk recorded here.',
  ),
  replies: words('答复', 'Replies'),
  noReplies: words('还没有起草答复。', 'No reply has been begun.'),
  clocks: words('期限', 'Terms'),
  facts: words('基本情况', 'Facts'),
  number: words('编号', 'Number'),
  deputy: words('领衔代表', 'First deputy'),
  coDeputies: words('附议代表', 'Other deputies'),
  session: words('会次', 'Session'),
  raisedOn: words('提出日期', 'Raised on'),
  assignedOn: words('交办日期', 'Handed over on'),
  assignedBy: words('交办机关', 'Handed over by'),
  division: words('承办处室', 'Division'),
  complex: words('难度', 'Difficulty'),
  complexYes: words('涉及面广、办理难度大，期限从宽', 'Complex: the longer term applies'),
  complexNo: words('一般', 'Ordinary'),
  parts: {
    lead: words('主办', 'Lead'),
    co: words('会办', 'Co-handling'),
    separate: words('分办', 'Handles its own part'),
  },
  mineMark: words('本单位', 'yours'),
  opinionGiven: (day: string) => words(`${day} 提出意见`, `Opinion given on ${day}`),
  noOpinion: words('尚未提出意见', 'No opinion yet'),
  returnedOn: (day: string) => words(`${day} 退回`, `Returned on ${day}`),
  ways: {
    meeting: words('座谈', 'Meeting'),
    visit: words('走访', 'Visit'),
    phone: words('电话', 'Telephone'),
  },
  round: (n: number) =>
    words(n === 1 ? '首次答复' : `第 ${n} 次答复`, n === 1 ? 'First reply' : `Reply, round ${n}`),
  write: words('打开答复稿', 'Open the draft'),
  readLetter: words('阅读答复函', 'Read the letter'),
  hideText: words('收起全文', 'Hide the text'),
  draftPdf: words('送审稿 PDF', 'Draft as PDF'),
  readHere: words('在此阅读全文', 'Read the whole text here'),
  category: words('办理结果', 'Result'),
  categories: {
    A: words('A　已经解决或基本解决', 'A: settled, or nearly so'),
    B: words('B　正在解决或列入规划逐步解决', 'B: being settled, or planned'),
    C: words('C　因条件限制暂时无法解决', 'C: cannot be settled for now'),
    D: words('D　留作参考', 'D: kept for reference'),
  },
  categoryHelp: {
    A: words('所提事项已有结果', 'What was asked has been done'),
    B: words('办结后须再答复代表', 'The deputy is answered again once it is done'),
    C: words('须说明原因', 'The reasons must be given'),
    D: words('建议供工作参考', 'Taken into account in our work'),
  },
  publicity: words('公开属性', 'Publicity'),
  publicities: {
    open: words('主动公开', 'Open'),
    closed: words('不予公开', 'Closed'),
  },
  satisfaction: words('代表反馈', "Deputy's answer"),
  satisfactions: {
    satisfied: words('满意', 'Satisfied'),
    basically: words('基本满意', 'Largely satisfied'),
    unsatisfied: words('不满意', 'Not satisfied'),
  },
  reviews: words('审核意见', 'Reviews'),
  stages: {
    division: words('处室审核', 'Division'),
    office: words('办公室审核', 'Office'),
    secrecy: words('保密审查', 'Secrecy'),
    signing: words('签发', 'Signing'),
  },
  verdicts: { pass: words('通过', 'Passed'), return: words('退回修改', 'Returned') },
  signedOn: (day: string) => words(`${day} 签发`, `Signed on ${day}`),
};

/** Words of the forms in which a step is taken. */
export const forms = {
  required: words('标 * 的必填', 'Fields marked * are required'),
  missing: (label: Words) => words(`请填写“${label.zh}”`, `Give: ${label.en}`),
  choose: (label: Words) => words(`请选择“${label.zh}”`, `Choose: ${label.en}`),
  notDone: words('没有办理', 'Not done'),
  sending: words('正在办理…', 'Working…'),
  reasonShort: words('请写明理由，至少五个字', 'Give a reason of five characters at least'),
  draftBack: words('已恢复上次没有提交的内容。', 'What you had not sent is back.'),
  changed: words(
    '这件已被他人办理，页面已更新，请核对后再办理。您填写的内容还在。',
    'Someone else has acted on it meanwhile. The page is up to date now; what you typed is kept.',
  ),
  reload: words('刷新这件', 'Read it again'),
  // accept
  division: words('承办处室', 'Division in charge'),
  divisionHint: words('例如“发展规划处”', 'Such as: Division of Planning'),
  partners: words('会办、分办单位', 'Units that handle it with us'),
  partnersHint: words(
    '会办单位提出意见，由我方统一答复；分办单位就自己的部分分别答复。没有可以不加。',
    'A co-handling unit gives an opinion and we reply; a separate one replies for its own part. None is needed.',
  ),
  partner: (n: number) => words(`第 ${n} 个单位`, `Unit ${n}`),
  partOf: (n: number) => words(`第 ${n} 个单位的分工`, `Part of unit ${n}`),
  addPartner: words('添加单位', 'Add a unit'),
  remove: words('去掉', 'Remove'),
  // return
  returnReason: words('退回的理由', 'Why it is returned'),
  returnHint: words(
    '写明依据哪项职责分工、宜由谁办理。交办机关会看到。',
    'Say on which division of duties, and who should handle it. The body that handed it over reads this.',
  ),
  // talk
  on: words('日期', 'Day'),
  way: words('方式', 'Way'),
  talkSummary: words('沟通情况', 'What was said'),
  talkHint: words('代表的意见、我方的说明、达成的一致。', "The deputy's view, ours, and what was agreed."),
  // opinion
  opinion: words('会办意见', 'Opinion'),
  opinionHint: words(
    '就交本单位的部分，写明情况、依据和建议的答复内容。',
    'For your part: the facts, the rules, and what the reply should say.',
  ),
  // open
  template: words('提纲', 'Outline'),
  templates: {
    'measures-results-steps': words('主要措施、主要成效、下步打算', 'Measures, results, next steps'),
    'actions-taken': words('逐项答复所提事项', 'Item by item'),
    plain: words('不分部分', 'No parts'),
  },
  asOf: words('数据截至', 'Figures as of'),
  asOfHint: words(
    '答复中引用的数字按这一天计算；不填即今天。',
    'Figures cited in the reply are worked out for this day; today if left empty.',
  ),
  // submit
  comment: words('说明（可不填）', 'Note (optional)'),
  // review
  verdict: words('审核结论', 'Verdict'),
  pass: words('通过', 'Pass'),
  sendBack: words('退回修改', 'Send back'),
  sendBackHelp: words(
    '回到起草，写明要改什么；已写的内容都在。',
    'Back to drafting, saying what to change; nothing written is lost.',
  ),
  passHelp: {
    division: words('送办公室审核', 'On to the office'),
    office: words('送保密审查', 'On to the secrecy review'),
    secrecy: words('送签发', 'On to the signer'),
  },
  reviewComment: words('意见', 'Comment'),
  reviewCommentHint: words('退回时必填。', 'Required when sending back.'),
  publicityReason: words('不予公开的理由', 'Why not open'),
  publicityHelp: {
    open: words('签发、送达后向社会公开全文', 'The whole letter is published once delivered'),
    closed: words('只送代表，不公开', 'Goes to the deputy only'),
  },
  // sign
  signVerdict: words('签发决定', 'Decision'),
  sign: words('签发并封存', 'Sign and seal'),
  signHelp: words(
    '文字、数字和背后的记录就此封存，不能再改。',
    'Text, figures and the records behind them are sealed and can never be changed.',
  ),
  checking: words('正在核对文中的数字…', 'Checking the numbers of the text…'),
  allHold: (n: number) =>
    words(`文中 ${n} 个数字都有据。`, `All ${n} numbers of the text have their evidence.`),
  toOverride: (n: number) =>
    words(
      `有 ${n} 处数字没有依据或与依据不符。可退回修改；坚持签发的，须逐处写明理由，理由随函永久公开。`,
      `${many(n, 'number lacks', 'numbers lack')} evidence or contradict it. Send it back, or give a reason for each; reasons stay with the letter for ever.`,
    ),
  overrideReason: (text: string) => words(`“${text}”仍予签发的理由`, `Why “${text}” may stand`),
  trueValue: (phrase: string) => words(`记录为 ${phrase}`, `On record: ${phrase}`),
  counts: {
    holds: words('有据', 'hold'),
    contradicts: words('矛盾', 'contradict'),
    inconsistent: words('前后不一', 'inconsistent'),
    ambiguous: words('所指不明', 'ambiguous'),
    uncited: words('无据', 'without evidence'),
    other: words('非指标', 'not figures'),
  },
  // number
  series: words('字号系列', 'Series of numbers'),
  seriesHint: words('取号后永不重用。', 'A number once taken is never used again.'),
  seriesNext: (example: string) => words(`将编为 ${example}`, `Will be ${example}`),
  seriesFull: words('号已用完', 'exhausted'),
  noSeries: words(
    '还没有发文字号系列。请先在登记册“发文字号”中登记。',
    'There is no series of numbers yet. Enter one in its register first.',
  ),
  // deliver
  deliverWay: words('送达方式', 'How delivered'),
  deliverWays: {
    当面送达: words('当面送达', 'By hand'),
    邮寄送达: words('邮寄送达', 'By post'),
    通过办理系统送达: words('通过代表建议办理系统送达', 'Through the system for suggestions'),
  },
  // feedback
  satisfaction: words('您对这份答复', 'Your view of this reply'),
  satisfactionHelp: {
    satisfied: words('答复和办理都可以', 'The reply and the work are good'),
    basically: words('大体可以，仍有不足', 'Good on the whole, with gaps'),
    unsatisfied: words('将二次办理，重新答复', 'It will be handled and answered again'),
  },
  feedbackComment: words('意见（可不填）', 'Comment (optional)'),
  readFirst: words('先阅读答复函', 'Read the letter first'),
  // again
  againReason: words('再次办理的理由', 'Why it is handled again'),
  againHint: words(
    '写明代表的意见或新的进展。原答复的内容会复制到新稿。',
    "The deputy's view, or what has moved. The former text is copied into the new draft.",
  ),
  // publish, archive
  publishLine: words(
    '公开后，任何人都可以阅读这份答复并查看每个数字背后封存的记录。',
    'Once published, anyone can read the letter and open the sealed records behind each figure.',
  ),
  archiveLine: words(
    '归档后这件办结，全部过程和文件仍可查阅。',
    'Archiving closes the case; its whole course stays readable.',
  ),
};

/** Words of the form that enters a suggestion. */
export const entry = {
  title: words('登记交办的建议', 'Enter a suggestion handed over'),
  line: words(
    '按交办件填写。登记后进入“待签收”，期限从交办之日起算。',
    'As it was handed over. It then waits to be accepted, and its terms run from that day.',
  ),
  kind: words('类别', 'Kind'),
  code: words('编号', 'Number'),
  codeHint: words(
    '交办件上的编号，例如“14-4-0123”。登记后不能更改。',
    'As on the document handed over, such as 14-4-0123. It cannot be changed later.',
  ),
  name: words('标题', 'Title'),
  session: words('会次', 'Session'),
  sessionHint: words('例如“省十四届人大四次会议”', 'Such as 省十四届人大四次会议'),
  deputy: words('领衔代表（委员）', 'First deputy'),
  coDeputies: words('附议代表', 'Other deputies'),
  deputyAccount: words('代表在本平台的账号', "The deputy's account here"),
  deputyAccountHint: words(
    '有账号的代表可以自己阅读答复、反馈意见。',
    'With an account the deputy reads the reply and answers here.',
  ),
  content: words('内容', 'Content'),
  complex: words('涉及面广、办理难度大', 'Complex, with the longer term'),
  raisedOn: words('提出日期', 'Raised on'),
  assignedOn: words('交办日期', 'Handed over on'),
  assignedBy: words('交办机关', 'Handed over by'),
  assignedByHint: words('输入编号或名称查找单位', 'Type a number or name to find it'),
  items: words('要求答复的事项', 'What is asked'),
  itemsHint: words('一行一项。答复将逐项对应。', 'One a line; the reply answers them one by one.'),
  submit: words('登记', 'Enter it'),
  discard: words('放弃', 'Discard'),
};

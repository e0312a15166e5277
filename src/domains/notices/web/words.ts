/** The words of the pages of public notices, both languages side by side; labels of fields come with the answers. */
import { words, type Words } from '#kernel/contract/words.ts';

const many = (n: number, one: string, more = `${one}s`): string =>
  `${n.toLocaleString('en-GB')} ${n === 1 ? one : more}`;

export const noticeUi = {
  title: words('公示', 'Public notices'),
  line: words(
    '拟定的结果先公示、后生效：公示什么、依据哪份文件、到哪一天、有什么异议、怎么答复，都在这里。公示期内任何人都可以实名提出异议。',
    'A result is publicised before it takes effect: what, by which document, until when, which objections and what was answered. While a notice runs anyone may object by real name.',
  ),
  publish: words('发布公示', 'Publish a notice'),
  back: words('全部公示', 'All public notices'),
  search: words('标题、文号、单位、事项', 'Title, document, organisation, item'),
  states: {
    running: words('公示中', 'Running'),
    upcoming: words('未开始', 'Not begun'),
    objected: words('异议待答复', 'Objections wait'),
    ended: words('已期满', 'Ended'),
    withdrawn: words('已撤回', 'Withdrawn'),
  },
  byState: words('按状态查看', 'By state'),
  all: (n: number) => words(`全部 ${n}`, `All ${n}`),
  kind: words('类别', 'Kind'),
  anyKind: words('全部类别', 'Any kind'),
  now: words('进行中', 'Now'),
  nothingNow: words('现在没有进行中的公示。', 'No notice is running now.'),
  archive: words('以往公示', 'Earlier'),
  nothingEarlier: words('没有以往的公示。', 'No earlier notice.'),
  empty: words('还没有公示。', 'There are no public notices yet.'),
  emptyHelp: words(
    '立项、认定、赛马结果等须公示的事项，在各自办理时发布到这里；经办人也可以手工发布。',
    'What must be publicised (awards, recognitions, results of the race) is published here by the steps that need it; officers can also publish by hand.',
  ),
  nothingFound: words('没有符合条件的公示。', 'No notice is like that.'),
  clear: words('清除条件', 'Clear'),
  left: (n: number, working: boolean): Words =>
    n === 0
      ? words('今天是最后一日', 'Last day today')
      : words(
          working ? `还剩 ${n} 个工作日` : `还剩 ${n} 天`,
          working ? `${many(n, 'working day')} left` : `${many(n, 'day')} left`,
        ),
  term: (n: number, working: boolean) =>
    words(working ? `${n} 个工作日` : `${n} 日`, many(n, working ? 'working day' : 'calendar day')),
  until: (day: string) => words(`至 ${day}`, `until ${day}`),
  from: (day: string) => words(`${day}开始`, `begins on ${day}`),
  span: (first: string, last: string) => words(`${first}至${last}`, `${first} to ${last}`),
  items: (n: number) => words(`${n} 项`, many(n, 'item')),
  objectionsOf: (received: number, open: number): Words =>
    open > 0
      ? words(
          `异议 ${received} 件，${open} 件待答复`,
          `${many(received, 'objection')}, ${open} to be answered`,
        )
      : words(`异议 ${received} 件，已答复`, `${many(received, 'objection')}, answered`),
  noObjections: words('无异议', 'no objections'),
  provisional: words(
    '末日暂定：有的年份放假通知还没有录入',
    'Provisional: a year’s holiday notice is not entered yet',
  ),
  // its life
  points: {
    published: words('发布', 'Published'),
    first: words('公示首日', 'First day'),
    last: words('最后一日', 'Last day'),
    extended: words('延长', 'Extended'),
    concluded: words('办结', 'Concluded'),
    withdrawn: words('撤回', 'Withdrawn'),
  },
  // what it holds back
  waits: (act: string) => words(`公示期满前不得${act}。`, `Until it has ended nobody may ${act}.`),
  free: (act: string) => words(`公示期满，可以${act}。`, `It has ended: one may ${act}.`),
  held: (act: string) =>
    words(`公示期已满，但还不能${act}。`, `Its days are over, but one cannot ${act} yet.`),
  heldWithdrawn: (act: string) =>
    words(
      `公示已撤回：重新公示期满前不得${act}。`,
      `It was withdrawn: until a new notice has ended nobody may ${act}.`,
    ),
  heldOpen: (n: number) => words(`有 ${n} 件异议待答复。`, `${many(n, 'objection')} to be answered.`),
  heldUpheld: (n: number) =>
    words(
      `有 ${n} 件异议成立或部分成立，须更正后重新公示。`,
      `${many(n, 'objection')} upheld in whole or in part: a corrected notice is needed.`,
    ),
  shown: words('公示内容', 'What is shown'),
  item: words('事项', 'Item'),
  names: words('姓名', 'Names'),
  stopped: words('因异议暂停', 'Stopped by an objection'),
  namesNow: (n: number) =>
    words(
      `公示期内显示 ${n} 人姓名，期满后不再显示。`,
      `Names of ${many(n, 'person', 'people')} are shown while it runs, not afterwards.`,
    ),
  namesGone: (n: number) =>
    words(
      `所列 ${n} 人的姓名只在公示期内显示。`,
      `The names of ${many(n, 'person', 'people')} are shown only while it runs.`,
    ),
  persons: (n: number) => words(`${n} 人`, many(n, 'person', 'people')),
  facts: words('公示依据与期限', 'By which rule, and until when'),
  clause: (document: string, clause: string | null): Words =>
    clause === null ? words(document, document) : words(`${document}　${clause}`, `${document}, ${clause}`),
  reckoning: words('末日怎样推算', 'How the last day is reckoned'),
  minimum: (term: Words, document: string) =>
    words(`规定不少于${term.zh}（${document}）`, `The rule asks for ${term.en} at least (${document})`),
  unverified: words('来源待核', 'source to be verified'),
  corrects: words('本公示更正', 'Corrects'),
  correctedBy: words('已更正为', 'Corrected by'),
  withdrawnOn: (day: string) => words(`${day}撤回`, `Withdrawn on ${day}`),
  extendedTo: (day: string) => words(`延长至 ${day}`, `Extended until ${day}`),
  reason: words('理由', 'Reason'),
  record: words('记录与历史', 'Record and history'),
  // objections
  objections: words('异议与答复', 'Objections and answers'),
  none: words('没有收到异议。', 'No objection was received.'),
  objection: (n: number) => words(`异议 ${n}`, `Objection ${n}`),
  onItem: (n: number | null) =>
    n === null ? words('对整个公示', 'to the whole notice') : words(`对第 ${n} 项`, `to item ${n}`),
  received: (day: string) => words(`${day}收到`, `received ${day}`),
  objectionStates: {
    received: words('待受理', 'To be accepted'),
    accepted: words('已受理，核查中', 'Accepted, being looked into'),
    answered: words('已答复', 'Answered'),
  },
  gist: words('异议要点', 'What is objected'),
  answerOn: (day: string) => words(`${day}答复`, `Answered on ${day}`),
  confidential: words(
    '异议人的身份和原文予以保密，只公开要点和答复。',
    'Who objects, and in which words, is confidential; the gist and the answer are public.',
  ),
  onlyStaff: words('仅办理人可见', 'Only those who answer see this'),
  // objecting
  howTo: words('怎样提出异议', 'How to object'),
  howToLine: (last: string) =>
    words(
      `任何单位和个人都可在 ${last} 及以前实名提出异议：在这里填写，或按下面的联系方式来信、来电、来访。匿名的不作为公示异议受理。`,
      `Anyone may object by real name until ${last}: here, or by letter, telephone or visit to the contact below. Anonymous ones are not taken as objections.`,
    ),
  howToLater: (first: string) =>
    words(`公示自 ${first} 起接受异议。`, `Objections are taken from ${first} on.`),
  howToOver: words(
    '公示期已过，不再受理公示异议；仍可按联系方式反映。',
    'The notice is over and takes no objections any more; you may still write to its contact.',
  ),
  object: words('提出异议', 'Object'),
  objectLine: words(
    '姓名（单位全称）和联系方式只给办理人看，予以保密，也不留在这台设备上；处理结果会公开答复。',
    'Only those who answer see your name and contact; they are confidential and not kept on this device. The answer will be public.',
  ),
  doObject: words('提交异议', 'Send the objection'),
  sent: (code: string) =>
    words(
      `异议已收到，编号 ${code}。请记下编号；处理结果会在本页公开答复。`,
      `Your objection was received under number ${code}. Note the number; the answer will be shown on this page.`,
    ),
  fieldItem: words('对哪一项', 'To which item'),
  wholeNotice: words('整个公示', 'The whole notice'),
  fieldWho: words('以什么身份', 'You object as'),
  asPerson: words('个人（实名）', 'A person, by real name'),
  asUnit: words('单位', 'An organisation'),
  fieldName: words('姓名或单位全称', 'Real name, or full name of the organisation'),
  fieldContact: words('联系方式', 'How to reach you'),
  contactHelp: words('电话、信箱或地址', 'Telephone, mail or address'),
  fieldText: words('异议内容和理由', 'What you object to, and why'),
  textHelp: words('写明事实和依据', 'State the facts and what they rest on'),
  // what officers do
  acts: (title: string) => words(`办理公示“${title}”`, `Act on the notice “${title}”`),
  extend: words('延长', 'Extend'),
  extendLine: (last: string) =>
    words(
      `现到 ${last}。延长到其后的一个工作日，理由公开。`,
      `It runs until ${last}. Extend it to a later working day; the reason is public.`,
    ),
  fieldUntil: words('延长至', 'Extend until'),
  doExtend: words('延长公示期', 'Extend the notice'),
  withdraw: words('撤回', 'Withdraw'),
  withdrawLine: words(
    '撤回不是删除：公示和理由继续公开，被公示的事项不能办理。要更正的，直接发布更正的公示。',
    'Withdrawing is not deleting: the notice and the reason stay public, and what it holds back cannot go on. To correct it, publish a corrected one.',
  ),
  doWithdraw: words('撤回公示', 'Withdraw the notice'),
  conclude: words('办结', 'Conclude'),
  concludeLine: words(
    '写明收到几件异议、怎样处理、结果是否变动。结论公开，办结后不改动。',
    'Say how many objections came, what became of them and whether the result changed. It is public and not changed afterwards.',
  ),
  doConclude: words('办结公示', 'Conclude the notice'),
  correct: words('发布更正', 'Publish a correction'),
  fieldReason: words('理由', 'Reason'),
  reasonHelp: words('至少 5 个字，公开', 'At least 5 characters; public'),
  fieldConclusion: words('公示结论', 'Conclusion'),
  conclusionHelp: words(
    '至少 5 个字，公开；不写个人姓名',
    'At least 5 characters; public; no personal names',
  ),
  recordPaper: words('登记来信来访', 'Record one that came by letter'),
  recordLine: words(
    '收到日期须在公示期内。异议人身份予以保密。',
    'It must have been received while the notice ran. Who objects is confidential.',
  ),
  fieldWay: words('收到方式', 'Received by'),
  ways: {
    letter: words('来信', 'Letter'),
    phone: words('电话', 'Telephone'),
    visit: words('来访', 'Visit'),
  },
  fieldReceived: words('收到日期', 'Received on'),
  doRecord: words('登记异议', 'Record the objection'),
  accept: words('受理', 'Accept'),
  acceptLine: words('受理后核查，再公开答复。', 'It will be looked into and answered publicly.'),
  doAccept: words('受理异议', 'Accept the objection'),
  answer: words('答复', 'Answer'),
  answerLine: words(
    '要点和答复公开，不写可辨认异议人的内容；答复后不改动。',
    'Gist and answer are public and hold nothing by which the objector could be known; they are not changed afterwards.',
  ),
  fieldResult: words('结论', 'Result'),
  results: {
    upheld: words('成立', 'Upheld'),
    partly: words('部分成立', 'Upheld in part'),
    rejected: words('不成立', 'Not upheld'),
  },
  fieldGist: words('异议要点（公开，可不填）', 'Gist (public, optional)'),
  fieldAnswer: words('答复内容（公开）', 'Answer (public)'),
  doAnswer: words('公开答复', 'Answer publicly'),
  // publishing
  publishLine: words(
    '首日和最后一日由工作日历推算；姓名只在公示期内显示。发布后不改动，有误的发布更正。',
    'The calendar reckons the first and the last day; names of persons are shown only while it runs. What is published is not changed: publish a correction.',
  ),
  correctLine: (code: string) =>
    words(
      `更正公示 ${code}：发布后原公示自动撤回，两份都继续公开。`,
      `Corrects notice ${code}, which is withdrawn by it; both stay public.`,
    ),
  form: words('公示事项、期限与效力', 'What, until when, and what waits'),
  groupItems: words('所列事项', 'Items'),
  fieldItems: words('所列事项', 'Items'),
  itemsHelp: words(
    '每行一项，各栏用 | 或制表符分开：事项 | 单位 | 姓名 | 结果 | 备注 | 对应记录。可以直接从表格粘贴。姓名只在公示期内显示；更正时须重新填写。',
    'One a line, columns parted by | or tabs: item | organisation | names | result | note | record. Paste from a sheet. Names are shown only while it runs, and are entered anew in a correction.',
  ),
  inLine: (line: number, fault: Words) => words(`第 ${line} 项：${fault.zh}`, `Item ${line}: ${fault.en}`),
  optional: (label: Words) => words(`${label.zh}（可不填）`, `${label.en} (optional)`),
  doPublish: words('发布', 'Publish'),
};

/** Words of the public letters, both languages side by side. */
import { words } from '#kernel/contract/words.ts';

const many = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`;

export const letterUi = {
  title: words('答复', 'Letters'),
  line: words(
    '对代表建议和政协提案的公开答复。文中每个数字都能打开，看到签发时封存的值和记录。',
    'Published replies to suggestions of deputies and proposals. Every number opens to the value and the records sealed when the letter was signed.',
  ),
  search: words('按标题、字号、代表查找', 'Search by title, number or deputy'),
  empty: words('还没有公开的答复。', 'No letter has been published yet.'),
  emptyHelp: words(
    '答复经审核、签发、送达并公开后，会出现在这里，长期可以查阅。',
    'A letter appears here once it has been reviewed, signed, delivered and published, and stays readable.',
  ),
  nothingFound: (q: string) =>
    words(
      `没有找到“${q}”。换一个词，或清除查找。`,
      `Nothing found for ${q}. Try another word, or clear the search.`,
    ),
  clear: words('清除', 'Clear'),
  total: (n: number) => words(`${n} 份`, many(n, 'letter', 'letters')),
  toDeputy: (deputy: string, session: string) =>
    words(`答复${deputy} · ${session}`, `To ${deputy} · ${session}`),
  signedOn: (day: string) => words(`${day}签发`, `Signed ${day}`),
  publishedOn: (day: string) => words(`${day}公开`, `Published ${day}`),
  figures: (n: number) => words(`${n} 个数字`, many(n, 'figure', 'figures')),
  // Not “none has changed”: a change the office has not released yet is not denied.
  allSealed: words('均已封存', 'all sealed'),
  changedCount: (n: number) => words(`${n} 个已变化`, `${n} changed`),
  promisesCount: (n: number) => words(`${n} 项承诺`, many(n, 'promise', 'promises')),
  // one letter
  published: words('已公开', 'Published'),
  unpublished: words('尚未公开', 'Not published'),
  noNumber: words('尚未编号', 'No number yet'),
  transcribed: words('补录', 'Transcribed'),
  transcribedNote: (signed: string, sealed: string) =>
    words(
      `这份答复于${signed}在纸面签发，后来补录到本平台；数字在${sealed}按签发时的口径核对并封存。`,
      `Signed on paper on ${signed} and transcribed later. Its figures were checked as of then and sealed here on ${sealed}.`,
    ),
  changed: (n: number) => words(`${n} 已变化`, `${n} changed`),
  download: words('下载', 'Download'),
  pdf: words('PDF，按公文格式', 'PDF, as an official document'),
  docx: words('Word（DOCX）', 'Word (DOCX)'),
  figuresCsv: words('数字清单（CSV）', 'The figures (CSV)'),
  rowsCsv: words('封存的明细（CSV）', 'The sealed rows (CSV)'),
  print: words('打印', 'Print'),
  sealedFigure: (text: string, label: string) =>
    words(`${text}，${label}，已封存，查据`, `${text}, ${label}, sealed, open the evidence`),
  sealedDrifted: (text: string, label: string) =>
    words(
      `${text}，${label}，已封存，此后有变化，查据`,
      `${text}, ${label}, sealed, changed since, open the evidence`,
    ),
  seal: words('印', '印'),
  driftMark: words('变', '变'),
  aboutSheet: words('怎样读这份答复', 'How to read this letter'),
  howToRead: words(
    '带虚线和“印”的数字已封存，点开可看依据；标“变”的，签发后记录有了变化，文字不改。',
    'Numbers with a dotted line and 印 are sealed; open one for its evidence. Where 变 stands, the records changed after signing; the text does not.',
  ),
  unreleased: (n: number) =>
    words(
      `有 ${n} 个数字在签发后发生变化，尚未公开说明。`,
      `${n} ${n === 1 ? 'figure has' : 'figures have'} changed since signing and the change is not released.`,
    ),
  goToFirst: words('查看', 'See'),
  overrides: words('未经记录支持而签发的表述', 'Statements signed without support of the records'),
  overridesLine: words(
    '签发人对下列各处写明了理由，随函公开。',
    'The signer gave a reason for each; they are public with the letter.',
  ),
  overrideOf: (n: number) => words(`第 ${n} 处`, `No. ${n}`),
  by: (who: string) => words(`签发人 ${who}`, `Signed by ${who}`),
  promises: words('这份答复中的承诺', 'Promises made in this letter'),
  allPromises: words('全部承诺', 'All promises'),
  answeredOn: (day: string) => words(`${day}回告：`, `Answered on ${day}: `),
  dueBy: (day: string) => words(`${day}前`, `by ${day}`),
  states: {
    promised: words('已承诺', 'Promised'),
    'in-progress': words('进行中', 'Under way'),
    overdue: words('逾期', 'Late'),
    kept: words('已兑现', 'Kept'),
    dropped: words('不再办理', 'Dropped'),
  },
  proof: words('封存信息', 'The seal'),
  sealedAt: words('封存时刻', 'Sealed at'),
  signer: words('签发人', 'Signer'),
  asOf: words('数据截至', 'Figures as of'),
  digest: words('摘要（SHA-256）', 'Digest (SHA-256)'),
  digestHelp: words(
    '文字、数字、明细和参数的摘要，已由本平台签名；改动任何一处都会被发现。',
    'Of text, figures, rows and parameters, signed by this platform; any change is found.',
  ),
  category: words('办理结果', 'Result'),
  // a letter that is not there
  noSuchLetter: words('没有这份答复', 'There is no such letter'),
  noSuchLetterHelp: (code: string) =>
    words(
      `没有编号为“${code}”的公开答复：它可能尚未公开，或者地址有误。`,
      `No letter numbered ${code} is open to the public: it may not be published yet, or the address is wrong.`,
    ),
  toLetters: words('查看全部公开的答复', 'All published letters'),
  // the drawer
  sealedEvidence: words('查据 · 已封存', 'Evidence · sealed'),
  ofMany: (n: number, all: number) => words(`第 ${n} / ${all} 个`, `${n} of ${all}`),
  previous: words('上一个数字', 'Previous figure'),
  next: words('下一个数字', 'Next figure'),
  noSuchCitation: words('这份答复没有这个数字。', 'This letter has no such figure.'),
  asSealed: words('签发时的值与记录', 'The value and records of the signing'),
  knownAt: words('平台当时所知', 'As then known'),
  sealedRows: words('封存的明细', 'Sealed rows'),
  sealedCounts: words('封存的明细，按单位计数', 'Sealed rows, counted by unit'),
  noSealedRows: words(
    '这个数字由文件陈述或为参数，没有明细。',
    'Stated by a document, or a parameter: it has no rows.',
  ),
  row: words('记录', 'Record'),
  name: words('名称', 'Name'),
  amount: words('计入', 'Counted'),
  rowsDigest: words('明细摘要（SHA-256）', 'Digest of the rows (SHA-256)'),
  sameNow: words(
    '按签发时的截至日，现在重算仍是这个数。',
    'Worked out again now for the same day, it is still this.',
  ),
  noneReleased: words('签发以来没有公开过变化。', 'No change since the signing has been made public.'),
  nowIs: (phrase: string) => words(`现在重算是 ${phrase}`, `Worked out again now: ${phrase}`),
  nowNothing: words('现在没有数值', 'There is no value now'),
  thenIs: (phrase: string, day: string) =>
    words(`公开变化之日（${day}）重算是 ${phrase}`, `As worked out on ${day}: ${phrase}`),
  thenNothing: (day: string) => words(`公开变化之日（${day}）没有数值`, `There was no value on ${day}`),
  since: (added: number, removed: number, changed: number) =>
    words(
      `签发后增加 ${added} 条、减少 ${removed} 条、更正 ${changed} 条记录。`,
      `Since signing ${added} added, ${removed} removed, ${changed} corrected.`,
    ),
  whatChanged: words('封存后的变化', 'What changed since'),
  sealedSide: words('封存', 'Sealed'),
  nowSide: words('现在', 'Now'),
  thenSide: words('公开变化时', 'When released'),
  releasedOn: (day: string) => words(`${day}公开说明`, `Released on ${day}`),
  notReleased: words(
    '尚未公开：公众看到的仍是封存的值。',
    'Not released: the public still sees the sealed value alone.',
  ),
  release: (places: number) =>
    places > 1
      ? words(`公开这一变化（文中 ${places} 处）`, `Release this change (${places} places)`)
      : words('公开这一变化', 'Release this change'),
  releaseNote: words('说明', 'Note'),
  releaseHint: words(
    '写明为什么变化，例如“合同录入更正”。公众会与两个数值一起看到。',
    'Say why, such as: a contract was corrected. The public reads it beside both values.',
  ),
  liveValue: words('现在的值', 'The figure as it is now'),
  definition: words('这个数字是什么', 'What it is'),
};

/** Words of the workbench, of notices and of watching, both languages side by side. */
import { words, type Words } from '#kernel/contract/words.ts';

const several = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`;

export const inboxUi = {
  // the workbench
  work: words('工作台', 'Work'),
  mine: words('待我办理', 'Waiting for me'),
  summary: (
    all: number,
    late: number,
    soon: number,
  ): { all: Words; late: Words | null; soon: Words | null } => ({
    all: words(`${all} 件`, several(all, 'item', 'items')),
    late: late === 0 ? null : words(`${late} 件逾期`, `${late} late`),
    soon: soon === 0 ? null : words(`${soon} 件三个工作日内到期`, `${soon} due within three working days`),
  }),
  nothingMine: words('现在没有等您办理的事', 'Nothing is waiting for you'),
  nothingMineHelp: words(
    '轮到您的事会列在这里：办理的步骤、被征询的证明、快到期的下步打算，逾期的排在最前。关注的记录有变化，也会在这里提醒。',
    'What falls to you is listed here: steps of a case, statements asked of you, next steps near their day, with the late ones on top. Changes to what you watch show here as well.',
  ),
  handed: words('我办过、现由他人办理', 'I did my part; others hold it now'),
  others: words('各人手上', 'Who holds what'),
  holding: (n: number, late: number) =>
    late === 0
      ? words(`${n} 件`, several(n, 'item', 'items'))
      : words(`${n} 件，${late} 件逾期`, `${several(n, 'item', 'items')}, ${late} late`),
  heldBy: words('现由', 'Held by'),
  due: words('最后一日', 'Last day'),
  noDay: words('未定期限', 'No day set'),
  how: words('怎样推算', 'How it was reckoned'),
  step: (at: number, of: number, label: Words): Words =>
    words(`共 ${of} 步，现在第 ${at} 步：${label.zh}`, `Step ${at} of ${of}: ${label.en}`),
  doing: (action: Words, title: Words): Words =>
    words(`${action.zh}：${title.zh}`, `${action.en}: ${title.en}`),
  // how far a day lies ahead
  late: (n: number): Words =>
    n === 0
      ? words('已逾期', 'Overdue')
      : words(`逾期 ${n} 个工作日`, `${several(n, 'working day', 'working days')} late`),
  left: (n: number): Words =>
    n === 0
      ? words('今天到期', 'Due today')
      : words(`还有 ${n} 个工作日`, `${several(n, 'working day', 'working days')} left`),
  // beside it
  recent: words('最近打开', 'Recently opened'),
  noRecent: words(
    '您打开过的记录、建议和答复会列在这里（只存在本机）。',
    'Records, cases and letters you open are kept here, on this device only.',
  ),
  watching: words('我关注的', 'What I watch'),
  watchingChanges: words('关注的有变化', 'Changes to what you watch'),
  noChanges: words('没有新的变化。', 'Nothing new.'),
  allWatched: words('全部关注', 'All you watch'),
  // notices
  notices: words('通知', 'Notices'),
  noticesUnread: (n: number): Words =>
    n === 0
      ? words('通知，没有未读', 'Notices, none unread')
      : words(`通知，${n} 条未读`, `Notices, ${n} unread`),
  noticesLine: words(
    '与您有关的每一步都会告诉您；这里只有您自己的通知。',
    'Every step that concerns you is told here. Only your own notices are shown.',
  ),
  allNotices: words('全部', 'All'),
  unreadNotices: words('未读', 'Unread'),
  markAll: words('全部标为已读', 'Mark all as read'),
  unread: words('未读', 'unread'),
  noNotices: words('还没有通知', 'No notices yet'),
  noNoticesHelp: words(
    '有事交给您、退回给您，或您关注的记录有变化时，会在这里告诉您。在记录页点“关注”即可关注。',
    'When something is handed to you, returned to you, or something you watch changes, it is told here. Use “Watch” on the page of a record.',
  ),
  noUnread: words('没有未读的通知。', 'Nothing unread.'),
  older: words('更早的', 'Older ones'),
  // how to be told
  how_told: words('接收方式', 'How to be told'),
  onScreen: words(
    '屏幕上总会提示。邮件只写事项类别和网址，不写姓名和内容。',
    'You are always told on screen. A mail names only the kind of matter and an address, no names and no contents.',
  ),
  email: words('邮箱', 'E-mail'),
  mail: words('邮件', 'Mail'),
  mails: {
    'at-once': words('随时', 'At once'),
    daily: words('每个工作日一次', 'Once each working day'),
    none: words('不发', 'None'),
  },
  mailLanguage: words('邮件语言', 'Language of mails'),
  languages: { zh: words('中文', '中文'), en: words('English', 'English') },
  emailNeeded: words('要收邮件，请先填写邮箱。', 'To be mailed, give an address first.'),
  save: words('保存', 'Save'),
  saving: words('正在保存…', 'Saving…'),
  saved: words('已保存。', 'Saved.'),
  // watching
  watch: words('关注', 'Watch'),
  watched: words('已关注', 'Watching'),
  stopWatching: words('不再关注', 'Stop watching'),
  watchLine: words(
    '关注的记录有更正、撤回或新的关联记录，关注的数字有变化时，会通知您。',
    'You are told when a record you watch is corrected, withdrawn or newly linked to, and when a figure you watch changes.',
  ),
  noWatched: words('还没有关注什么', 'You watch nothing yet'),
  noWatchedHelp: words(
    '在记录、建议、答复的页面和查据抽屉里点“关注”，它就会列在这里。',
    'Use “Watch” on the page of a record, a case or a letter, or beside a figure’s evidence, and it is listed here.',
  ),
  changes: (n: number): Words => words(`${n} 次变化`, several(n, 'change', 'changes')),
  since: (day: string): Words => words(`${day} 起关注`, `watched since ${day}`),
  kinds: {
    record: words('记录', 'Record'),
    figure: words('数字', 'Figure'),
    letter: words('答复', 'Letter'),
    case: words('办件', 'Case'),
  },
  notWatched: words('没有关注上', 'It could not be watched'),
  notSaved: words('没有保存', 'It was not saved'),
};

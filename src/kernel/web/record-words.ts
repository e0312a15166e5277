/** Words of forms, versions, bulk actions and merges; loaded by the pages on which records are written. */
import { words, type Words } from '#kernel/contract/words.ts';

const grouped = (n: number): string => n.toLocaleString('en-GB');
const records = (n: number): string => `${grouped(n)} ${n === 1 ? 'record' : 'records'}`;

export const recordUi = {
  // typing
  dayExample: words('如 2025-05-27', 'such as 2025-05-27'),
  calendar: words('打开日历', 'Open the calendar'),
  dayIs: (day: string, weekday: string) => words(`即 ${day}，${weekday}`, `that is ${weekday}, ${day}`),
  monday: words('星期一', 'Monday'),
  tuesday: words('星期二', 'Tuesday'),
  wednesday: words('星期三', 'Wednesday'),
  thursday: words('星期四', 'Thursday'),
  friday: words('星期五', 'Friday'),
  saturday: words('星期六', 'Saturday'),
  sunday: words('星期日', 'Sunday'),
  readAs: words('可以改写为', 'This can be read as'),
  use: (text: string) => words(`用 ${text}`, `Use ${text}`),
  moreFound: (n: number) =>
    words(`还有 ${grouped(n)} 条，继续输入以缩小范围`, `${grouped(n)} more; type on to narrow them`),
  // where a value came from
  fromOwn: words('取自您所在的单位', "your own organisation's"),
  fromFilter: words('取自列表的筛选条件', 'from the filter of the list'),
  fromRecord: (title: string) => words(`照“${title}”填入`, `as in ${title}`),
  addLike: (title: string) =>
    words(`照“${title}”新增一条。编号请另填。`, `A new record like ${title}. Give it its own number.`),
  draftKept: words(
    '已自动存在本标签页，离开再回来还在。',
    'Kept in this tab by itself; it is here when you come back.',
  ),
  draftKeptPartly: words(
    '已自动存在本标签页；涉及个人的字段除外。',
    'Kept in this tab by itself, except fields about persons.',
  ),
  personalNoDraft: words('涉及个人，不存入草稿。', 'About a person: not kept in the draft.'),
  saveAndAnother: words('保存并再录一条', 'Save and add another'),
  addedGoOn: (code: string) =>
    words(`已新增“${code}”，可以接着录下一条。`, `${code} was added; enter the next one.`),
  duplicate: words('照此新增', 'Duplicate'),
  moreActions: words('更多', 'More'),
  // two at one record
  conflictTitle: words('您打开之后，别人改了这条记录', 'Another changed this record after you opened it'),
  conflictBy: (who: string, when: string) =>
    words(`${who}，${when}（北京时间）`, `${who}, ${when} (Beijing time)`),
  conflictReason: (reason: string) => words(`理由：${reason}`, `Reason: ${reason}`),
  conflictKept: words('没有写入任何内容，您填的都在。', 'Nothing was written, and all you typed is here.'),
  conflictBoth: words('您和对方改了同一字段', 'Both of you changed'),
  conflictTheirs: words('只有对方改了', 'Only the other changed'),
  conflictMine: words('只有您改了', 'Only you changed'),
  conflictWas: words('原来', 'It was'),
  conflictOther: words('对方改为', 'The other'),
  conflictOwn: words('您填的', 'You'),
  conflictChoose: (label: string) => words(`${label}用哪个值`, `Which value of ${label}`),
  conflictTake: words('按所选的提交', 'Submit as chosen'),
  conflictKeepBoth: words('两人的改动都保留，提交', 'Keep both changes and submit'),
  conflictNothingLeft: words('都用对方的，不提交', "Keep the other's, submit nothing"),
  conflictPending: words('请为每个字段选一个值。', 'Choose a value for each field.'),
  conflictGone: words('这条记录已被撤回', 'This record was withdrawn'),
  outside: words('平台之外', 'Someone outside the platform'),
  // undoing
  undo: words('整体撤销', 'Undo as a whole'),
  undoTitle: words('整体撤销这次操作？', 'Undo this action as a whole?'),
  undoLine: words(
    '这次操作改动过的全部记录恢复原来的值，记为一次新的操作。此后又被改动过的，会列出来，一条也不恢复。',
    'All records it touched get their former values back, as one new action. If any was changed since, it is named and nothing is restored.',
  ),
  undone: (n: number) => words(`已撤销，恢复了 ${grouped(n)} 条记录。`, `Undone; ${records(n)} restored.`),
  notUndone: words('没有撤销', 'Not undone'),
  undoing: words('正在撤销…', 'Undoing…'),
  // bulk actions
  bulk: words('批量操作', 'Change the rows chosen'),
  bulkSet: words('批量更改…', 'Change…'),
  bulkWithdraw: words('批量撤回…', 'Withdraw…'),
  bulkSetTitle: (n: number) => words(`更改所选的 ${grouped(n)} 条记录`, `Change ${records(n)}`),
  bulkWithdrawTitle: (n: number) => words(`撤回所选的 ${grouped(n)} 条记录`, `Withdraw ${records(n)}`),
  bulkField: words('要改的字段', 'Field to change'),
  bulkValue: (label: Words) => words(`${label.zh}改为`, `Set ${label.en} to`),
  bulkEmpty: words('清空', 'Empty it'),
  bulkAnother: words('再改一个字段', 'Change another field'),
  bulkRemoveField: (label: Words) => words(`不改${label.zh}`, `Leave ${label.en}`),
  bulkPreview: words('看看会改动什么', 'See what it will do'),
  bulkPreviewing: words('正在核对…', 'Checking…'),
  bulkWill: words('会改动', 'Will change'),
  bulkWillWithdraw: words('会撤回', 'Will be withdrawn'),
  bulkAlready: words('已是这样', 'Are so already'),
  bulkRefused: words('不能改', 'Cannot be changed'),
  bulkNotWithdrawn: words('不能撤回', 'Cannot be withdrawn'),
  bulkGone: (n: number) =>
    words(
      `所选中有 ${grouped(n)} 条已不在，或不在您的权限之内，不计。`,
      `${grouped(n)} of those chosen are gone or outside your rights, and are not counted.`,
    ),
  bulkChange: (label: Words) => words(`${label.zh}的变化`, `Changes of ${label.en}`),
  bulkOtherValues: (n: number) =>
    words(`以及另外 ${grouped(n)} 种原值`, `and ${grouped(n)} other former values`),
  bulkWhy: words('不能改的记录和原因', 'Those that cannot, and why'),
  bulkConfirm: (will: number, refused: number) =>
    words(
      refused === 0 ? `更改 ${grouped(will)} 条` : `更改 ${grouped(will)} 条，${grouped(refused)} 条不动`,
      refused === 0 ? `Change ${records(will)}` : `Change ${records(will)}, leave ${grouped(refused)}`,
    ),
  bulkConfirmWithdraw: (will: number, refused: number) =>
    words(
      refused === 0 ? `撤回 ${grouped(will)} 条` : `撤回 ${grouped(will)} 条，${grouped(refused)} 条不动`,
      refused === 0 ? `Withdraw ${records(will)}` : `Withdraw ${records(will)}, leave ${grouped(refused)}`,
    ),
  bulkNothing: words('所选记录都不会改动。', 'None of the records chosen would change.'),
  bulkBlocked: words('这样改会违反规则，不能进行', 'This would break a rule and cannot be done'),
  bulkRunning: words('正在写入…', 'Writing…'),
  bulkDone: (n: number) => words(`已更改 ${grouped(n)} 条记录。`, `${records(n)} changed.`),
  bulkWithdrawn: (n: number) => words(`已撤回 ${grouped(n)} 条记录。`, `${records(n)} withdrawn.`),
  bulkFailed: words('没有写入任何内容', 'Nothing was written'),
  bulkAgain: words('重新预览', 'Preview again'),
  back: words('返回修改', 'Back'),
  close: words('关闭', 'Close'),
  times: (n: number) => words(`${grouped(n)} 条`, records(n)),
  // merging
  merge: words('合并重复记录', 'Merge duplicates'),
  mergeLine: words(
    '同一单位或同一人被登记了两次时，保留一条，把其余的并入它：引用它们的记录全部改为引用保留的一条。旧编号仍能打开，可整体撤销。',
    'Where one organisation or person was entered twice, keep one record and fold the others into it: everything that refers to them then refers to the one kept. Old numbers still open it, and the merge can be undone.',
  ),
  mergeLikely: words('可能重复的', 'Likely the same'),
  mergeNone: words(
    '没有发现可能重复的记录。也可以在下面填两个编号自行比较。',
    'No likely duplicates were found. You can also compare two records by their numbers below.',
  ),
  mergeAlike: (labels: Words[]) =>
    words(
      `${labels.map(({ zh }) => zh).join('、')}相同`,
      `same ${labels.map(({ en }) => en.toLowerCase()).join(', ')}`,
    ),
  mergeReferred: (n: number) =>
    words(`被 ${grouped(n)} 条记录引用`, `${records(n)} ${n === 1 ? 'refers' : 'refer'} to it`),
  mergeCompare: words('比较并合并', 'Compare and merge'),
  mergeByHand: words('自行选择两条', 'Choose two yourself'),
  mergeKept: words('保留', 'Keep'),
  mergeFolded: words('并入', 'Fold in'),
  mergeKeepThis: (title: string) => words(`保留“${title}”`, `Keep ${title}`),
  mergeChoose: words('逐字段选择保留哪个值', 'Choose the value of each field'),
  mergeField: words('字段', 'Field'),
  mergeChanges: (n: number) => words(`会改动 ${grouped(n)} 条记录`, `${records(n)} will change`),
  mergeNewCode: (from: string, to: string) =>
    words(`编号 ${from} 改为 ${to}`, `number ${from} becomes ${to}`),
  mergeSameAs: (code: string) =>
    words(`与 ${code} 内容相同，合为一条`, `says the same as ${code}; one of them stays`),
  mergeOnlyFirst: (n: number) => words(`只列前 ${grouped(n)} 条`, `the first ${grouped(n)} are listed`),
  mergeBlocked: words('现在还不能合并', 'This cannot be merged yet'),
  mergeConfirm: (folded: number, rows: number) =>
    words(
      `并入 ${grouped(folded)} 条，改动共 ${grouped(rows)} 条记录`,
      `Fold in ${grouped(folded)}, changing ${records(rows)}`,
    ),
  mergeDone: (title: string, rows: number) =>
    words(
      `已并入“${title}”，共改动 ${grouped(rows)} 条记录。`,
      `Merged into ${title}; ${records(rows)} changed.`,
    ),
  mergeFailed: words('没有合并，什么也没有写入', 'Not merged; nothing was written'),
  mergesDone: words('做过的合并', 'Merges done'),
  mergesNone: words('还没有做过合并。', 'Nothing has been merged yet.'),
  mergeUndone: (when: string) => words(`已于 ${when} 撤销`, `undone ${when}`),
  mergeInto: (folded: string, kept: string) => words(`“${folded}”并入“${kept}”`, `${folded} into ${kept}`),
  register: words('登记册', 'Register'),
  notOpened: words('打不开这条记录', 'This record does not open'),
  toRegister: words('打开登记册', 'Open the register'),
};

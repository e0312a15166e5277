/** Words of the pages on which officers write and auditors read; apart from the rest, so that a reader need not load them. */
import { words, type Words } from '#kernel/contract/words.ts';

const grouped = (n: number): string => n.toLocaleString('en-GB');

export const deskUi = {
  // who may
  needsSignIn: words('这一页需要登录。', 'This page needs a session.'),
  needsPermission: words(
    '您的账号没有这项权限。如工作需要，请向安全管理员申请。',
    'Your account is not permitted to do this. Ask your security administrator if your work needs it.',
  ),
  // importing
  import: words('导入', 'Import'),
  importTo: (label: Words) => words(`导入：${label.zh}`, `Import: ${label.en}`),
  importLine: words(
    '一个 CSV 文件，第一行是列名。编号已有的记录按文件更改，没有的新增；文件里没有的记录不动。全部合格才写入，有一处问题就一条也不写。',
    'One CSV file with the names of its columns in the first line. Records with a known number are changed, others are added, and those not in the file stay as they are. All of it is written, or nothing.',
  ),
  file: words('文件', 'File'),
  chooseFile: words('选择文件', 'Choose a file'),
  otherFile: words('换一个文件', 'Choose another file'),
  dropHere: words('或把文件拖到这里', 'or drop it here'),
  fileLimit: (megabytes: number) =>
    words(
      `CSV，UTF-8 或 GB18030 编码，不超过 ${megabytes} MB`,
      `CSV in UTF-8 or GB18030, at most ${megabytes} MB`,
    ),
  tooLarge: (size: string, megabytes: number) =>
    words(
      `文件有 ${size}，超过 ${megabytes} MB。请分成几个文件，每个都带第一行列名。`,
      `The file has ${size}, more than ${megabytes} MB. Split it; each part needs the line of column names.`,
    ),
  notCsv: words(
    '这不是 CSV 文件。请在表格软件中“另存为”→“CSV UTF-8”，再选择它。',
    'This is no CSV file. In your spreadsheet save it as CSV UTF-8, then choose that.',
  ),
  fileMoved: words(
    '文件读不出来：选择之后它被改动或移走了。请重新选择。',
    'The file cannot be read: it was changed or moved after you chose it. Choose it again.',
  ),
  startImport: words('开始导入', 'Import the file'),
  importing: words('正在核对并写入…', 'Checking and writing…'),
  imported: words('已导入', 'Imported'),
  added: words('新增', 'Added'),
  changed: words('更改', 'Changed'),
  unchanged: words('未变', 'Unchanged'),
  toList: words('查看登记册', 'See the register'),
  importMore: words('再导入一个文件', 'Import another file'),
  notImported: words('没有导入，什么也没有写入', 'Not imported; nothing was written'),
  faultCount: (n: number) =>
    words(`共 ${grouped(n)} 处问题`, n === 1 ? '1 fault' : `${grouped(n)} faults in all`),
  faultsListed: (n: number) => words(`下面列出前 ${grouped(n)} 处。`, `The first ${grouped(n)} are listed.`),
  downloadFaults: words('下载问题清单（CSV）', 'Download the list of faults (CSV)'),
  mendAndRetry: words(
    '改正文件并保存后，请重新选择它；若问题在别的登记册，补录后可直接重试。',
    'Mend and save the file, then choose it again. Where the fault lies in another register, enter what is missing there and try again.',
  ),
  place: words('位置', 'Place'),
  fault: words('问题', 'Fault'),
  line: (file: string, line: string) => words(`${file} 第 ${line} 行`, `${file} line ${line}`),
  lineCell: (file: string, line: string, cell: string) =>
    words(`${file} 第 ${line} 行第 ${cell} 列`, `${file} line ${line}, cell ${cell}`),
  within: (place: Words, label: Words) => words(`${place.zh} · ${label.zh}`, `${place.en} · ${label.en}`),
  columnsTitle: words('列的说明', 'The columns'),
  columnsLine: words(
    '列名用中文、英文或标识均可，先后不限。标 * 的必填。',
    'Columns may be named in Chinese, in English or by identifier, in any order. Those marked * are required.',
  ),
  emptyTable: words('下载空表', 'Download an empty table'),
  columnName: words('列名', 'Column'),
  identifier: words('标识', 'Identifier'),
  whatToWrite: words('填什么', 'What to write'),
  isKey: words('编号，不能重复', 'identifies the record'),
  sourceDocument: (source: string) => words(`依据：${source}`, `Source: ${source}`),
  kinds: {
    text: words('文字', 'Text'),
    integer: words('整数', 'A whole number'),
    decimal: words('小数', 'A decimal number'),
    money: words('金额，元，至多两位小数，不用逗号', 'Yuan, at most two decimals, no commas'),
    date: words('日期，如 2025-05-27', 'A day, such as 2025-05-27'),
    flag: words('是 或 否', 'yes or no'),
    choice: words('其中之一：', 'One of: '),
    reference: words('编号', 'A number'),
    identity: words('居民身份证号，加密保存，只显示头尾', 'Identity number: kept encrypted, shown masked'),
  },
  numberIn: (label: Words) => words(`“${label.zh}”中的编号`, `The number of a record of ${label.en}`),
  // the form
  add: words('新增', 'Add'),
  addTo: (label: Words) => words(`新增：${label.zh}`, `Add: ${label.en}`),
  correct: words('更正', 'Correct'),
  correctTitle: (title: string) => words(`更正：${title}`, `Correct: ${title}`),
  correctLine: words(
    '只改有误之处。改之前的内容留在版本历史里，仍可查到。',
    'Change only what is wrong. What stood before stays in the history and can be read there.',
  ),
  addLine: words('保存后立即计入相关数字。', 'Once saved it counts in the figures at once.'),
  requiredMark: words('标 * 的必填', 'Fields marked * are required'),
  required: words('必填', 'required'),
  keyFixed: words(
    '编号不能更正；编号有误时，请新增正确的记录并撤回这一条。',
    'A number cannot be corrected: add the right record and withdraw this one.',
  ),
  notStated: words('未填', 'Not stated'),
  pleaseChoose: words('请选择', 'Choose'),
  amountIs: (text: string) => words(`即 ${text}`, `that is ${text}`),
  notAmount: words(
    '应为以元为单位的金额，至多两位小数，不用逗号。',
    'Give yuan with at most two decimals and no commas.',
  ),
  identityKept: (masked: string) =>
    words(`现为 ${masked}；不改就留空。`, `Now ${masked}; leave empty to keep it.`),
  identityNoDraft: words('为保密，身份证号不存入草稿。', 'For secrecy it is not kept in the draft.'),
  findReference: (label: Words) =>
    words(`输入编号或名称，在“${label.zh}”中查找`, `Type a number or name to search ${label.en}`),
  suggestions: words('可选的记录', 'Records to choose from'),
  noSuggestion: (text: string) => words(`没有找到“${text}”。`, `Nothing found for ${text}.`),
  reasonLabel: words('理由', 'Reason'),
  reasonHelp: words(
    '例如“金额录入有误，按合同原件更正”。理由随历史保留，工作人员可见。',
    'Such as: amount mistyped, corrected from the signed contract. It stays in the history, for officers to read.',
  ),
  reasonMissing: words('请写明理由，至少两个字。', 'Give a reason, of two characters at least.'),
  reasonOptional: words('理由（可不填）', 'Reason (optional)'),
  nothingChanged: words('没有改动，不必保存。', 'Nothing was changed; there is nothing to save.'),
  dateUnreadable: (label: Words) =>
    words(`${label.zh}：日期没有填完，或不存在`, `${label.en}: the day is unfinished or does not exist`),
  numberUnreadable: (label: Words) =>
    words(`${label.zh}：不是数字（只用数字和小数点）`, `${label.en}: no number (digits and a decimal point)`),
  save: words('保存', 'Save'),
  saving: words('正在保存…', 'Saving…'),
  discard: words('放弃', 'Discard'),
  notSaved: words('没有保存', 'Not saved'),
  draftBack: words('已恢复上次没有保存的内容。', 'What you had not saved is back.'),
  unknownOutcome: words(
    '没有收到服务器的回答，不知道是否已写入。内容都还在；再点一次，同一内容不会写两遍。',
    'No answer came, so it is not known whether it was written. All you typed is here; send it again, and the same content is never written twice.',
  ),
  savedAdded: words('已新增。', 'Added.'),
  savedCorrected: words(
    '已更正。改之前的内容在版本历史里。',
    'Corrected. What stood before is in the history.',
  ),
  savedWithdrawn: words(
    '已撤回。历史保留，可按当时所知查看。',
    'Withdrawn. Its history is kept and can be read as then known.',
  ),
  toHistory: words('看版本历史', 'See the history'),
  // withdrawing
  withdraw: words('撤回', 'Withdraw'),
  withdrawTitle: (title: string) => words(`撤回“${title}”？`, `Withdraw ${title}?`),
  withdrawLine: words(
    '撤回用于误录的记录。撤回后它不再出现在登记册、查找和导出里，也不再计入任何数字。它的历史保留，仍可按当时所知查看。',
    'Withdrawing is for records entered in error. It then leaves the register, search and export, and counts in no figure. Its history is kept and can be read as then known.',
  ),
  withdrawEnded: words(
    '事情本身已终止的，不要撤回，请用“更正”填写终止日期。',
    'Where the matter itself has ended, do not withdraw: correct its date of ending.',
  ),
  withdrawLinked: (n: number) =>
    words(
      `有 ${grouped(n)} 条记录引用它，须先处理那些记录，否则会被拒绝。`,
      `${grouped(n)} ${n === 1 ? 'record refers' : 'records refer'} to it; until they are dealt with this will be refused.`,
    ),
  confirmWithdraw: words('确认撤回', 'Withdraw it'),
  withdrawing: words('正在撤回…', 'Withdrawing…'),
  notWithdrawn: words('没有撤回', 'Not withdrawn'),
  cancel: words('不撤回', 'Keep it'),
  // the log
  auditTitle: words('审计日志', 'Audit log'),
  auditLine: words(
    '谁在什么时候做了什么，成功与被拒的都在，最新的在前。日志只能追加，每行带摘要。',
    'Who did what and when, done and refused alike, newest first. The log can only be added to; each line carries a digest.',
  ),
  auditTotal: (n: number) => words(`共 ${grouped(n)} 行`, `${grouped(n)} ${n === 1 ? 'line' : 'lines'}`),
  auditEmpty: words('还没有任何操作。', 'Nothing has been done yet.'),
  outcomes: {
    done: words('完成', 'Done'),
    refused: words('被拒', 'Refused'),
    failed: words('出错', 'Failed'),
  },
  operations: {
    insert: words('录入', 'Entered'),
    update: words('更正', 'Corrected'),
    delete: words('撤回', 'Withdrawn'),
  },
  changeCount: (n: number) =>
    words(`${grouped(n)} 条改动`, `${grouped(n)} ${n === 1 ? 'change' : 'changes'}`),
  changesElsewhere: (n: number) =>
    words(
      `共 ${grouped(n)} 条改动，太多而不在此逐条列出；逐条见各记录的版本历史。`,
      `${grouped(n)} changes, too many to list here; each stands in the history of its record.`,
    ),
  noChanges: words('没有写入任何内容。', 'Nothing was written.'),
  refusal: words('拒绝的原因', 'Why it was refused'),
  digest: words('摘要', 'Digest'),
  lineNumber: words('行号', 'Line'),
  sealed: words('（加密）', '(encrypted)'),
  openRecord: words('打开记录', 'Open the record'),
};

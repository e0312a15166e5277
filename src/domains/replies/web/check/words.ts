/** Words of the page on which any text is checked. */
import { words } from '#kernel/contract/words.ts';

export const checkUi = {
  title: words('核对文稿', 'Check a text'),
  line: words(
    '把一份文稿放进来，其中每一个数字都与登记册的记录核对：有据的、矛盾的、无据的，逐处标出。文稿只在核对时读取，不保存。',
    'Put in a text and every number in it is held against the records: what holds, what contradicts, what has no evidence. The text is read for the check and not kept.',
  ),
  paste: words('粘贴文字', 'Paste the text'),
  pasteHere: words('把文稿粘贴在这里', 'Paste the text here'),
  choose: words('选择文件', 'Choose a file'),
  drop: words('或把文件拖到这里', 'or drop it here'),
  kinds: (megabytes: number) =>
    words(`文本、DOCX 或 PDF，不超过 ${megabytes} MB`, `Text, DOCX or PDF, at most ${megabytes} MB`),
  tooLarge: (size: string, megabytes: number) =>
    words(
      `文件有 ${size}，超过 ${megabytes} MB。请去掉图片后另存，或分成几个文件。`,
      `The file has ${size}, more than ${megabytes} MB. Save it without pictures, or split it.`,
    ),
  moved: words(
    '文件读不出来：选择之后它被改动或移走了。请重新选择。',
    'The file cannot be read: it was changed or moved after you chose it. Choose it again.',
  ),
  asOf: words('数字截至', 'Figures as of'),
  asOfHelp: words('不填则按文稿的成文日期。', 'Left empty: the day the text is dated.'),
  check: words('核对', 'Check'),
  checking: (name: string) => words(`正在核对 ${name}`, `Checking ${name}`),
  pasted: words('粘贴的文字', 'the pasted text'),
  seconds: (n: number) => words(`已用 ${n} 秒`, `${n} s so far`),
  stages: words(
    '读取文字，找出数字，与记录核对。长的文稿需要几十秒。',
    'Reading the text, finding its numbers, holding them against the records. A long text takes some tens of seconds.',
  ),
  cancel: words('取消', 'Cancel'),
  cancelled: words('已取消，什么也没有留下。', 'Cancelled; nothing was kept.'),
  failed: words('没有核对', 'It was not checked'),
  another: words('核对另一份', 'Check another'),
  result: words('核对结果', 'What the check found'),
  textOf: words('文稿', 'The text'),
  checkedAsOf: (name: string, zh: string, en: string) =>
    words(`${name}，数字截至 ${zh}`, `${name}, figures as of ${en}`),
  notes: words('关于这份文件', 'About this file'),
  show: words('显示', 'Show'),
  all: words('全部', 'All'),
  turn: words('逐处查看', 'Step through'),
  previous: words('上一处', 'Previous'),
  next: words('下一处', 'Next'),
  keys: words('按 n、p 键到下一处、上一处', 'Press n and p for the next and the previous'),
  place: (line: number) => words(`第 ${line} 行`, `line ${line}`),
  of: (at: number, total: number) => words(`第 ${at} / ${total} 处`, `${at} of ${total}`),
  truth: words('记录的值', 'The records say'),
  figure: words('对应的指标', 'Figure'),
  elsewhere: words('别处写法不同', 'Stated otherwise'),
  alike: words('别处也这样写', 'Stated alike'),
  candidates: words('可能是', 'It may be'),
  evidence: words('查据', 'Open the evidence'),
  pick: words(
    '点文中标出的数字，看它有没有据、为什么。',
    'Open a marked number to see whether it holds, and why.',
  ),
  none: words('文稿里没有找到可核对的数字。', 'No number that can be checked was found in the text.'),
  spoken: (text: string, verdict: string) => words(`${text}，${verdict}`, `${text}, ${verdict}`),
  close: words('关闭', 'Close'),
  emptyText: words('请粘贴文字，或选择一个文件。', 'Paste a text, or choose a file.'),
};

/** Words of lists: search, filters, views, columns, sums, choosing rows. */
import { words } from '#kernel/contract/words.ts';

const grouped = (n: number): string => n.toLocaleString('en-GB');

export const listUi = {
  moreThan: (n: number) => words(`超过 ${grouped(n)} 条`, `More than ${grouped(n)} records`),
  searchHint: words(
    '任两个字、首字母（如 jldx）或编号',
    'Any two characters, pinyin initials such as jldx, or a number',
  ),
  clearSearch: words('清空查找', 'Clear the search'),
  // filters
  is: words('是', 'is'),
  contains: words('包含', 'contains'),
  from: words('从', 'From'),
  to: words('到', 'To'),
  least: words('不小于', 'At least'),
  atMost: words('不大于', 'At most'),
  empty: words('为空', 'is empty'),
  filled: words('有值', 'has a value'),
  or: words('或', ' or '),
  apply: words('应用', 'Apply'),
  editFilter: (name: string) => words(`修改筛选：${name}`, `Change the filter ${name}`),
  findValue: words('查找要选的记录', 'Find the record to choose'),
  textHeld: words('要包含的文字', 'Text it contains'),
  wrongBound: words(
    '起止不是有效的日期或数字，或顺序颠倒。',
    'A bound is no valid day or number, or they are in the wrong order.',
  ),
  back: words('返回选列', 'Back to the columns'),
  noOptions: words('没有可选的值。', 'There is nothing to choose.'),
  // views
  views: words('视图', 'Views'),
  everything: words('全部', 'All'),
  saveView: words('保存为视图', 'Save as a view'),
  viewName: words('视图名称', 'Name of the view'),
  opensFirst: words('打开本登记册时先看它', 'Open this register with it'),
  save: words('保存', 'Save'),
  cancel: words('取消', 'Cancel'),
  removeView: (name: string) => words(`删除视图：${name}`, `Remove the view ${name}`),
  replaces: words('已有同名视图，将被替换。', 'There is a view of this name; it will be replaced.'),
  // columns
  columns: words('列', 'Columns'),
  columnsHelp: words(
    '勾选要显示的列，用箭头调整先后。',
    'Tick the columns to show; the arrows change their order.',
  ),
  earlier: (name: string) => words(`${name}前移`, `Move ${name} forward`),
  later: (name: string) => words(`${name}后移`, `Move ${name} back`),
  asRegister: words('恢复原样', 'As the register has them'),
  dense: words('紧凑', 'Compact'),
  // sums
  total: words('合计', 'Total'),
  sumOf: (label: string, rows: number) =>
    words(
      `${label}：${grouped(rows)} 条有值的记录之和，点开看这些记录`,
      `${label}: the sum of ${grouped(rows)} records with a value; open them`,
    ),
  sumUp: words('求和', 'Add up'),
  sumHelp: (n: number) =>
    words(
      `记录超过 ${grouped(n)} 条，需要时再求和。`,
      `There are more than ${grouped(n)} records; they are added up when asked.`,
    ),
  summing: words('正在求和…', 'Adding up…'),
  ofRows: (n: number) => words(`${grouped(n)} 条`, `${grouped(n)} ${n === 1 ? 'record' : 'records'}`),
  // choosing
  choose: (name: string) => words(`选择 ${name}`, `Choose ${name}`),
  choosePage: words('选择本页全部', 'Choose all on this page'),
  chosen: (n: number) => words(`已选 ${grouped(n)} 条`, `${grouped(n)} chosen`),
  chooseAll: (n: number) => words(`选择全部 ${grouped(n)} 条`, `Choose all ${grouped(n)}`),
  chooseNone: words('取消选择', 'Choose none'),
  keys: words('j k 上下 · 回车打开 · x 选择 · / 查找', 'j k to move · Enter opens · x chooses · / searches'),
  pageOnly: (page: number) => words(`第 ${grouped(page)} 页`, `Page ${grouped(page)}`),
};

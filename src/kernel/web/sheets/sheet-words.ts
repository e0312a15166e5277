/** Words of importing a table in three steps. */
import type { SheetWarning } from '#kernel/contract/sheets.ts';
import { words, type Words } from '#kernel/contract/words.ts';

const grouped = (n: number): string => n.toLocaleString('en-GB');
const rows = (n: number): string => `${grouped(n)} ${n === 1 ? 'row' : 'rows'}`;

export const sheetUi = {
  steps: words('导入的步骤', 'Steps of an import'),
  choose: words('选择文件', 'Choose a file'),
  preview: words('预览', 'Preview'),
  import: words('导入', 'Import'),
  line: words(
    'Excel（.xlsx）或 CSV，第一行是列名。先核对并预览，什么也不写入；您确认后全部写入，有一处问题就一条也不写。',
    'Excel (.xlsx) or CSV, with the names of its columns in the first row. It is checked and shown first and nothing is written; when you confirm, all rows are written, or none.',
  ),
  template: words('下载模板（Excel）', 'Download the template (Excel)'),
  limits: (megabytes: number, most: number) =>
    words(
      `不超过 ${megabytes} MB、${grouped(most)} 行；一个工作簿可含几个登记册，工作表以登记册命名`,
      `At most ${megabytes} MB and ${grouped(most)} rows; one workbook may hold several registers, each sheet named as its register`,
    ),
  oldWorkbook: words(
    '这不是 .xlsx 或 CSV。请用 Excel 或 WPS 打开，另存为 .xlsx，再选择它。',
    'This is neither .xlsx nor CSV. Open it in Excel or WPS, save it as .xlsx, and choose that.',
  ),
  uploading: words('正在上传', 'Uploading'),
  checking: words('正在核对', 'Checking'),
  waiting: words('排队中', 'Waiting'),
  writing: words('正在写入', 'Writing'),
  ofRows: (done: number, total: number | null) =>
    total === null
      ? words(`已读 ${grouped(done)} 行`, `${rows(done)} read`)
      : words(`${grouped(done)} / ${grouped(total)} 行`, `${grouped(done)} of ${rows(total)}`),
  cancel: words('取消', 'Cancel'),
  cancelling: words('正在取消…', 'Cancelling…'),
  cancelled: words('已取消，什么也没有写入。', 'Cancelled; nothing was written.'),
  previewTitle: (file: string) => words(`预览：${file}`, `Preview: ${file}`),
  clean: words('全部合格，还没有写入任何内容。', 'All rows are in order. Nothing is written yet.'),
  faulty: (n: number) =>
    words(
      `有 ${grouped(n)} 处问题，什么也没有写入。改正后请重新选择文件。`,
      `${grouped(n)} ${n === 1 ? 'fault' : 'faults'}; nothing was written. Mend the file and choose it again.`,
    ),
  rows: words('读到', 'Read'),
  sheet: words('工作表', 'Sheet'),
  register: words('登记册', 'Register'),
  confirm: (added: number, changed: number) =>
    changed === 0
      ? words(`导入：新增 ${grouped(added)} 行`, `Import: add ${rows(added)}`)
      : added === 0
        ? words(`导入：更改 ${grouped(changed)} 行`, `Import: change ${rows(changed)}`)
        : words(
            `导入：新增 ${grouped(added)} 行、更改 ${grouped(changed)} 行`,
            `Import: add ${rows(added)}, change ${grouped(changed)}`,
          ),
  nothingToDo: words(
    '文件与登记册完全一致，没有要写入的内容。',
    'The file and the register are the same; there is nothing to write.',
  ),
  noRows: words('文件中没有要导入的行。', 'The file has no rows to import.'),
  other: words('换一个文件', 'Choose another file'),
  faultFile: words('下载标出问题的原表（Excel）', 'Download the table with its faults marked (Excel)'),
  faultFileLine: words(
    '原表的每一行都在，有问题的单元格涂红并加批注，最后一列写明问题；改正后直接再选择它。',
    'Every row is there; cells at fault are filled red and noted, and the last column says what is wrong. Mend it and choose it as it is.',
  ),
  faults: words('问题', 'Faults'),
  faultsKept: (kept: number, all: number) =>
    words(
      `列出前 ${grouped(kept)} 处，共 ${grouped(all)} 处。`,
      `The first ${grouped(kept)} of ${grouped(all)} are kept.`,
    ),
  place: (sheet: string | null, row: number | null, column: string | null): Words => {
    const zh = [
      sheet ? `“${sheet}”` : '',
      row === null ? '' : `第 ${row} 行`,
      column === null ? '' : `${column} 列`,
    ];
    const en = [
      sheet ? `“${sheet}”` : '',
      row === null ? '' : `row ${row}`,
      column === null ? '' : `column ${column}`,
    ];
    const join = (parts: string[]): string => parts.filter((part) => part !== '').join(' ');
    return words(join(zh) || '整个表', join(en) || 'the whole table');
  },
  changes: words('将被更改的行', 'Rows that will change'),
  changesKept: (kept: number, all: number) =>
    words(
      `列出前 ${grouped(kept)} 行，共 ${grouped(all)} 行。`,
      `The first ${grouped(kept)} of ${grouped(all)} are listed.`,
    ),
  becomes: words('改为', 'becomes'),
  empty: words('空', 'empty'),
  sealed: words('（加密，不显示）', '(encrypted, not shown)'),
  more: words('显示更多', 'Show more'),
  warnings: words('请留意（不妨碍导入）', 'Please note (hinders nothing)'),
  done: words('已导入', 'Imported'),
  doneBefore: words('这个文件已经导入。', 'This file has been imported.'),
  notImported: words('没有导入，什么也没有写入', 'Not imported; nothing was written'),
  anew: words('重新预览', 'Preview again'),
  exportExcel: words('导出 Excel', 'Export Excel'),
};

/** What is to be noted of a table, in words. */
export function spellWarning({ kind, sheet, row, count, text }: SheetWarning, column: Words | null): Words {
  const at = sheet === '' ? words('', '') : words(`“${sheet}”`, `“${sheet}” `);
  const where = row > 0 ? words(`${at.zh}第 ${row} 行`, `${at.en}row ${row}`) : at;
  const more =
    count > 1 ? words(`等 ${grouped(count)} 处`, ` and ${grouped(count - 1)} more`) : words('', '');
  const field = column ? words(`“${column.zh}”`, `“${column.en}” `) : words('', '');
  switch (kind) {
    case 'blanks-trimmed':
      return words(
        `${where.zh}${field.zh}${more.zh}：前后的空白已去掉。`,
        `${field.en}${where.en}${more.en}: blanks at the ends were taken off.`,
      );
    case 'number-as-text':
      return words(
        `${where.zh}${field.zh}${more.zh}：文本列里是数字，开头的 0 可能已丢失，请核对。`,
        `${field.en}${where.en}${more.en}: a number in a column of texts; zeros it began with may be lost.`,
      );
    case 'hidden-rows':
      return words(
        `${where.zh}${more.zh}是隐藏行，也会导入。`,
        `${where.en}${more.en} hidden, and imported too.`,
      );
    case 'hidden-columns':
      return words(
        `${at.zh}隐藏的列 ${text ?? ''} 也会导入。`,
        `Hidden columns ${text ?? ''} of ${at.en}are imported too.`,
      );
    case 'header-below':
      return words(
        `${at.zh}列名在第 ${row} 行，之前的行没有读取。`,
        `The names of columns stand in row ${row} of ${at.en}; rows before were not read.`,
      );
    case 'example-row':
      return words(`${where.zh}是示例，不导入。`, `${where.en} is the example and is not imported.`);
    case 'likely-twice':
      return words(
        `${where.zh}${more.zh}：名称与前面的行相同，可能重复：${text ?? ''}。`,
        `${where.en}${more.en}: the same name as a row before, perhaps twice: ${text ?? ''}.`,
      );
    case 'unread-sheet':
      return words(
        `工作表${at.zh}不以登记册命名，没有读取。`,
        `The sheet ${at.en}is not named as a register and was not read.`,
      );
    case 'external-links':
      return words(
        '文件引用其他工作簿，没有取用。',
        'The file refers to other workbooks; none was followed.',
      );
    case 'encoding':
      return words(
        '文件不是 UTF-8 编码，已按其编码读取。',
        'The file is not UTF-8; it was read in its own encoding.',
      );
  }
}

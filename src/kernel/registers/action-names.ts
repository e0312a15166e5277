/** Words of the actions every register has; slices name their own. */
import { words, type Words } from '#kernel/contract/words.ts';

export const registerActionWords: Readonly<Record<string, Words>> = {
  'register.import': words('导入', 'Imported'),
  'province.import': words('导入数据文件夹', 'Data folder imported'),
  'reference.import': words('导入公共目录', 'Reference registers imported'),
  'register.add': words('新增', 'Added'),
  'register.correct': words('更正', 'Corrected'),
  'register.withdraw': words('撤回', 'Withdrawn'),
  'register.bulk-set': words('批量更改', 'Changed with others'),
  'register.bulk-withdraw': words('批量撤回', 'Withdrawn with others'),
  'register.merge': words('合并重复记录', 'Merged'),
  'register.undo': words('撤销批量操作或合并', 'Undone as a whole'),
};

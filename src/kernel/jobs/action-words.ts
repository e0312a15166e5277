/** Words of the actions of jobs and files. */
import { words, type Words } from '#kernel/contract/words.ts';

export const workActionWords: Readonly<Record<string, Words>> = {
  'job.submit': words('提交后台任务', 'Job submitted'),
  'job.cancel': words('取消后台任务', 'Job cancelled'),
  'file.upload': words('上传文件', 'File uploaded'),
  'attachment.add': words('添加材料', 'Document added'),
  'attachment.withdraw': words('撤下材料', 'Document withdrawn'),
};

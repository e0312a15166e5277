/** What this slice's actions are called in histories and the log. */
import { words, type Words } from '#kernel/contract/words.ts';

export const replyActionWords: Readonly<Record<string, Words>> = {
  'replies.enter': words('登记建议', 'Suggestion entered'),
  'replies.accept': words('受理', 'Accepted'),
  'replies.return': words('退回', 'Returned'),
  'replies.assign-part': words('交办', 'Part handed over'),
  'replies.add-part': words('增加部分', 'Part added'),
  'replies.remove-part': words('删去部分', 'Part removed'),
  'replies.open': words('开始起草', 'Draft begun'),
  'replies.save': words('保存草稿', 'Draft saved'),
  'replies.transcribe': words('录入来文', 'Letter transcribed'),
  'replies.add-promise': words('写入承诺', 'Promise added'),
  'replies.give-opinion': words('出具会办意见', 'Opinion given'),
  'replies.talk': words('记录沟通', 'Talk recorded'),
  'replies.submit': words('送审', 'Submitted for review'),
  'replies.review': words('审核', 'Reviewed'),
  'replies.sign': words('签发', 'Signed'),
  'replies.number': words('编号', 'Numbered'),
  'replies.deliver': words('送达', 'Delivered'),
  'replies.publish': words('公开', 'Published'),
  'replies.release-drift': words('公开变动说明', 'Change released'),
  'replies.keep-file': words('保存成文', 'Document kept'),
  'replies.give-feedback': words('代表反馈', 'Feedback given'),
  'replies.handle-again': words('重新办理', 'Handled again'),
  'replies.archive': words('归档', 'Archived'),
};

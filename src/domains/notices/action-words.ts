/** What this slice's actions are called in histories and the log. */
import { words, type Words } from '#kernel/contract/words.ts';

export const noticeActionWords: Readonly<Record<string, Words>> = {
  'notices.publish': words('发布公示', 'Public notice published'),
  'notices.extend': words('延长公示', 'Public notice extended'),
  'notices.conclude': words('办结公示', 'Public notice concluded'),
  'notices.withdraw': words('撤回公示', 'Public notice withdrawn'),
  'notices.object': words('提出公示异议', 'Objection to a notice sent'),
  'notices.record-objection': words('登记公示异议', 'Objection to a notice recorded'),
  'notices.accept-objection': words('受理公示异议', 'Objection to a notice accepted'),
  'notices.answer-objection': words('答复公示异议', 'Objection to a notice answered'),
};

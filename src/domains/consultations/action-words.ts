/** What this slice's actions are called in histories and the log. */
import { words, type Words } from '#kernel/contract/words.ts';

export const consultationActionWords: Readonly<Record<string, Words>> = {
  'consultations.propose': words('动议会商议定书', 'Agreement proposed'),
  'consultations.propose-topic': words('提出会商议题', 'Topic proposed'),
  'consultations.decide-topic': words('处理会商议题', 'Topic decided'),
  'consultations.sign': words('签订会商议定书', 'Agreement signed'),
  'consultations.hold-meeting': words('登记会商会议', 'Meeting recorded'),
  'consultations.commit': words('议定事项转为承诺', 'Decisions turned into commitments'),
  'consultations.report': words('报送会商半年报告', 'Half-yearly report submitted'),
  'consultations.evaluate': words('会商期满评估', 'Agreement evaluated'),
  'consultations.renew': words('续签会商议定书', 'Agreement renewed'),
  'consultations.end': words('提前终止会商议定书', 'Agreement ended early'),
};

/** What this slice's actions are called in histories and the log. */
import { words, type Words } from '#kernel/contract/words.ts';

export const raceActionWords: Readonly<Record<string, Words>> = {
  'race.open-cycle': words('启动赛马', 'Race cycle opened'),
  'race.draft-method': words('起草赛马方法', 'Race method drafted'),
  'race.adjust-weights': words('调整赛马权重', 'Race weights adjusted'),
  'race.freeze-method': words('赛马方法定稿', 'Race method frozen'),
  'race.open-reporting': words('启动赛马填报', 'Race reporting opened'),
  'race.report': words('填报赛马数据', 'Race data entered'),
  'race.submit': words('报送赛马数据', 'Race data submitted'),
  'race.close-reporting': words('赛马转入核验', 'Race verification begun'),
  'race.verify': words('核验赛马数据', 'Race data verified'),
  'race.return': words('退回赛马数据', 'Race data returned'),
  'race.compute': words('赛马测算', 'Race result computed'),
  'race.correct': words('更正赛马数据和结果', 'Race data and result corrected'),
  'race.open-feedback': words('反馈赛马初步结果', 'Preliminary race result given'),
  'race.appeal': words('赛马申诉', 'Race appeal raised'),
  'race.answer-appeal': words('答复赛马申诉', 'Race appeal answered'),
  'race.decide': words('厅务会审定赛马结果', 'Race result decided on'),
  'race.announce': words('公示赛马结果', 'Notice of the race result published'),
  'race.publish': words('发布赛马结果', 'Race result published'),
  'race.open-selection': words('启动赛马项目遴选', 'Selection of race projects opened'),
  'race.nominate': words('推荐赛马项目', 'Race project nominated'),
  'race.decide-nomination': words('决定赛马项目立项', 'Race project decided on'),
  'race.review': words('赛马绩效评价', 'Race review recorded'),
};

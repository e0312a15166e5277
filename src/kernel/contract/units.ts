import type { Words } from './words.ts';

/** What a figure is counted in: its name, and the measure words it is printed with. */
export interface Unit {
  name: Words;
  /** Printed after the number: 个, 家; English is the plural noun. */
  printed: Words;
  /** Measure words a Chinese text may count it with. */
  measures: readonly string[];
  money?: boolean;
}

const unit = (zh: string, en: string, printedZh: string, printedEn: string, measures: string): Unit => ({
  name: { zh, en },
  printed: { zh: printedZh, en: printedEn },
  measures: measures.split(' '),
});

/** Every unit a figure may declare, by the identifier used in files and answers. */
export const units = {
  region: unit('地区', 'region', '个地区', 'regions', '个地区 地区 个市(州) 市(州) 市州 个市州 个市'),
  prefecture: unit(
    '市（州）',
    'prefecture',
    '市(州)',
    'prefectures',
    '市(州) 个市(州) 市州 个市州 地级市 个地级市 个市 设区市 个设区市',
  ),
  'reporting unit': unit(
    '填报单位',
    'reporting unit',
    '个地区',
    'reporting units',
    '个地区 地区 个市(州) 个填报单位 个市县',
  ),
  project: unit('项目', 'project', '项', 'projects', '项 个 项目 个项目'),
  organisation: unit('单位', 'organisation', '家', 'organisations', '家 个 所 单位 家单位 个单位 户'),
  department: unit('部门', 'department', '个部门', 'departments', '部门 个部门 家 个 单位'),
  platform: unit('平台', 'platform', '个', 'platforms', '个 家 所 座'),
  centre: unit('中心', 'centre', '家', 'centres', '家 个 所'),
  person: unit('人', 'person', '人', 'people', '人 名 位'),
  aspect: unit('方面', 'aspect', '个方面', 'aspects', '方面 个方面 大方面'),
  measure: unit('措施', 'measure', '条', 'measures', '条 项 个 举措 措施'),
  batch: unit('批次', 'batch', '批', 'batches', '批 批次 个批次'),
  achievement: unit('成果', 'achievement', '个', 'achievements', '个 项 件'),
  'rule set': unit('实施细则', 'set of rules', '项', 'sets of rules', '项 个 部 件 条'),
  year: unit('年', 'year', '年', 'years', '年 周年'),
  tonne: unit('吨', 'tonne', '吨', 'tonnes', '吨'),
  case: unit('案例', 'case', '件', 'cases', '件 起 个 例 宗'),
  CNY: { name: { zh: '元', en: 'yuan' }, printed: { zh: '元', en: 'CNY' }, measures: ['元'], money: true },
  'CNY per year': {
    name: { zh: '元/年', en: 'yuan a year' },
    printed: { zh: '元', en: 'CNY' },
    measures: ['元'],
    money: true,
  },
} as const satisfies Record<string, Unit>;

export type UnitId = keyof typeof units;

/** The unit itself, with its optional marks. */
export const unitOf = (id: UnitId): Unit => units[id];

import type { Words } from './words.ts';

/** What a figure is counted in: its name, and the measure words it is printed with. */
export interface Unit {
  name: Words;
  /** Printed after the number: 个, 家; English is the plural noun. */
  printed: Words;
  money?: boolean;
}

const unit = (zh: string, en: string, printedZh: string, printedEn: string): Unit => ({
  name: { zh, en },
  printed: { zh: printedZh, en: printedEn },
});

/** Every unit a figure may declare, by the identifier used in files and answers. */
export const units = {
  region: unit('地区', 'region', '个地区', 'regions'),
  prefecture: unit('市（州）', 'prefecture', '市(州)', 'prefectures'),
  'reporting unit': unit('填报单位', 'reporting unit', '个地区', 'reporting units'),
  project: unit('项目', 'project', '项', 'projects'),
  organisation: unit('单位', 'organisation', '家', 'organisations'),
  department: unit('部门', 'department', '个部门', 'departments'),
  platform: unit('平台', 'platform', '个', 'platforms'),
  centre: unit('中心', 'centre', '家', 'centres'),
  person: unit('人', 'person', '人', 'people'),
  aspect: unit('方面', 'aspect', '个方面', 'aspects'),
  measure: unit('措施', 'measure', '条', 'measures'),
  batch: unit('批次', 'batch', '批', 'batches'),
  achievement: unit('成果', 'achievement', '个', 'achievements'),
  'rule set': unit('实施细则', 'set of rules', '项', 'sets of rules'),
  year: unit('年', 'year', '年', 'years'),
  tonne: unit('吨', 'tonne', '吨', 'tonnes'),
  case: unit('案例', 'case', '件', 'cases'),
  CNY: { name: { zh: '元', en: 'yuan' }, printed: { zh: '元', en: 'CNY' }, money: true },
  'CNY per year': { name: { zh: '元/年', en: 'yuan a year' }, printed: { zh: '元', en: 'CNY' }, money: true },
} as const satisfies Record<string, Unit>;

export type UnitId = keyof typeof units;

/** The unit itself, with its optional marks. */
export const unitOf = (id: UnitId): Unit => units[id];

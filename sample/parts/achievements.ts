/** Pilots, service inventions and their empowerment. */
import { codesOf, inventIdentity } from './directory.ts';
import { dayNumber, dayText, onWorkday } from './days.ts';
import { pilotPlan } from './policies.ts';
import { letterDay, padded, upTo, type Province } from './province.ts';
import type { Chance } from './random.ts';
import type { Entry } from './sheet.ts';

type Kind = Entry<Province['achievement']['description']>['kind'];

/** What became of an achievement's empowerment by the day of the letter. */
export type Standing = 'empowered' | 'ended' | 'not-yet' | 'later' | 'never';

export interface Laid {
  code: string;
  organisation: string;
  standing: Standing;
  /** From when it could be transferred. */
  ready: number;
  classified: boolean;
}

/** How many counted achievements each of the 18 pilots has; they make 1928. */
const pilotSizes = [310, 268, 225, 190, 160, 138, 120, 104, 88, 75, 62, 50, 42, 33, 25, 19, 12, 7];

export const pilotsOf = (p: Province): string[] => [
  ...codesOf(p, 'university')
    .filter((code) => code !== 'DW-N01')
    .slice(0, 12),
  ...codesOf(p, 'institute').slice(0, 6),
];

/** Took part in the first batch and left. */
const formerPilot = 'DW-U13';

const letterNumber = dayNumber(letterDay);

export function layAchievements(p: Province, chance: Chance): Laid[] {
  const started = layPilots(p, chance);
  const laid: Laid[] = [];
  const pilots = chance.shuffle(pilotsOf(p));
  const sized = pilots.map((code, index) => [code, pilotSizes[index] ?? 0] as const);
  const plan: [string, Standing][] = [
    ...sized.flatMap(([code, size]) => Array<[string, Standing]>(size).fill([code, 'empowered'])),
    ...upTo(36).map((): [string, Standing] => [chance.weigh(sized), 'ended']),
    ...upTo(6).map((): [string, Standing] => [formerPilot, 'ended']),
    ...upTo(23).map((): [string, Standing] => [chance.weigh(sized), 'not-yet']),
    ...upTo(31).map((): [string, Standing] => [chance.weigh(sized), 'later']),
    ...upTo(90).map((): [string, Standing] => [chance.weigh([...sized, ['DW-N01', 200] as const]), 'never']),
  ];
  const dated = chance.shuffle(plan).map(([organisation, standing]) => {
    const effective = chooseEffective(
      chance,
      standing,
      started.get(organisation) ?? started.get(formerPilot) ?? 0,
    );
    return { organisation, standing, effective, disclosed: effective - chance.whole(380, 1150) };
  });
  dated.sort((one, other) => one.disclosed - other.disclosed);
  let empowerments = 0;
  dated.forEach(({ organisation, standing, effective, disclosed }, index) => {
    const number = index + 1;
    const code = `CG${padded(number, 4)}`;
    // Some of those never empowered are secret; the public sees that they exist.
    const classified = standing === 'never' && number % 17 === 0;
    const { kind, title } = nameAchievement(chance);
    p.achievement.add({
      code,
      title: `示例成果${padded(number, 4)}：${classified ? '涉密成果' : title}`,
      kind,
      organisation,
      disclosedOn: dayText(onWorkday(disclosed)),
      classified,
    });
    laid.push({
      code,
      organisation,
      standing,
      ready: standing === 'never' ? disclosed + 90 : effective,
      classified,
    });
    if (standing !== 'never') empowerments = empower(p, chance, code, standing, effective, empowerments);
  });
  addBoundaries(p);
  layCompleters(p, chance, laid);
  return laid;
}

function layPilots(p: Province, chance: Chance): Map<string, number> {
  p.pilotBatch.add({
    code: 'SD-1',
    number: 1,
    name: '第一批赋权改革试点',
    instrument: pilotPlan,
    startedOn: '2021-03-26',
  });
  p.pilotBatch.add({
    code: 'SD-2',
    number: 2,
    name: '第二批赋权改革试点',
    instrument: pilotPlan,
    startedOn: '2023-04-18',
  });
  p.pilotBatch.add({
    code: 'SD-3',
    number: 3,
    name: '第三批赋权改革试点（示例，来文之后）',
    startedOn: '2025-09-05',
  });
  const pilots = chance.shuffle(pilotsOf(p));
  const join = (batch: string, organisation: string, joinedOn: string, leftOn?: string): void => {
    p.pilotInstitution.add({ batch, organisation, joinedOn, leftOn });
  };
  const started = new Map<string, number>();
  pilots.forEach((organisation, index) => {
    const first = index < 9;
    started.set(organisation, dayNumber(first ? '2021-06-01' : '2023-06-01'));
    if (first) join('SD-1', organisation, '2021-03-26');
    if (!first || index === 0) join('SD-2', organisation, '2023-04-18');
  });
  join('SD-1', formerPilot, '2021-03-26', '2024-03-29');
  join('SD-3', 'DW-U14', '2025-09-05');
  started.set(formerPilot, dayNumber('2021-06-01'));
  return started;
}

/** Empowerments grow over the years; most come before the summer and before the year's end. */
function chooseEffective(chance: Chance, standing: Standing, start: number): number {
  if (standing === 'later') return onWorkday(chance.whole(letterNumber + 1, dayNumber('2025-10-31')));
  if (standing === 'not-yet') return chance.whole(letterNumber - 90, letterNumber - 5);
  const last = standing === 'ended' ? dayNumber('2024-06-28') : dayNumber('2025-05-26');
  const span = last - start;
  const draw = chance.next();
  const day = start + Math.floor(span * (chance.happens(45) ? Math.sqrt(draw) : draw));
  const pulled = chance.happens(25) ? day - ((day - start) % 182) + chance.whole(135, 181) : day;
  return Math.min(onWorkday(pulled), onWorkday(last) > last ? last - 2 : last);
}

function empower(
  p: Province,
  chance: Chance,
  code: string,
  standing: Standing,
  effective: number,
  count: number,
): number {
  let number = count;
  const add = (row: Omit<Entry<Province['empowerment']['description']>, 'code' | 'achievement'>): void => {
    number += 1;
    p.empowerment.add({ code: `FQ${padded(number, 4)}`, achievement: code, ...row });
  };
  const right = chance.happens(70) ? 'ownership' : 'long-term-use';
  const agreedOn = dayText(onWorkday(effective - chance.whole(7, 45)));
  const effectiveOn = dayText(effective);
  if (standing === 'not-yet') add({ right, agreedOn });
  else if (standing === 'ended') {
    const ended = Math.min(effective + chance.whole(120, 700), letterNumber - 3);
    add({
      right,
      agreedOn,
      effectiveOn,
      endedOn: dayText(onWorkday(ended - 3)),
      endReason: chance.pick(['示例：双方协商终止', '示例：专利权失效', '示例：完成人放弃']),
    });
  } else if (standing === 'empowered' && number % 113 === 40) {
    // Ended once and given again: one achievement.
    const earlier = effective - chance.whole(200, 300);
    add({
      right,
      agreedOn: dayText(earlier - 20),
      effectiveOn: dayText(earlier),
      endedOn: dayText(effective - 30),
      endReason: '示例：重新签订协议',
    });
    add({ right, agreedOn: dayText(effective - 20), effectiveOn });
  } else if (standing === 'empowered' && number % 331 === 7) {
    // A right of use and, later, a part of the ownership: still one achievement.
    add({
      right: 'long-term-use',
      agreedOn: dayText(effective - 200),
      effectiveOn: dayText(effective - 180),
    });
    add({ right: 'ownership', agreedOn, effectiveOn });
  } else if (standing === 'empowered' && number % 241 === 100) {
    // Ends after the letter: stands on its day.
    add({
      right,
      agreedOn,
      effectiveOn,
      endedOn: dayText(onWorkday(letterNumber + chance.whole(10, 300))),
      endReason: '示例：双方协商终止',
    });
  } else add({ right, agreedOn, effectiveOn });
  return number;
}

/** Rights that begin or end on the very day, or the day after. */
function addBoundaries(p: Province): void {
  const plain = p.empowerment.rows.filter(
    (row) => row.effectiveOn && row.effectiveOn < '2025-01-01' && !row.endedOn,
  );
  const ended = p.empowerment.rows.filter(
    (row) => row.endedOn && row.endedOn < letterDay && row.endReason !== '示例：重新签订协议',
  );
  const later = p.empowerment.rows.filter((row) => row.effectiveOn && row.effectiveOn > letterDay);
  const [begins, endsNext] = [plain[50], plain[90]];
  const [endsToday, beginsNext] = [ended[3], later[0]];
  if (!begins || !endsNext || !endsToday || !beginsNext) throw new Error('too few empowerments');
  begins.effectiveOn = letterDay;
  endsNext.endedOn = '2025-05-28';
  endsNext.endReason = '示例：双方协商终止';
  endsToday.endedOn = letterDay;
  beginsNext.effectiveOn = '2025-05-28';
  if ((beginsNext.agreedOn ?? '') > '2025-05-28') beginsNext.agreedOn = '2025-05-20';
}

const objects = [
  '玉米秸秆',
  '人参根',
  '水稻种子',
  '大豆蛋白',
  '黑土地',
  '肉牛饲料',
  '梅花鹿茸',
  '黑木耳菌包',
  '盐碱地',
  '碳纤维织物',
  '聚酰亚胺薄膜',
  '锂电池隔膜',
  '汽车轻量化部件',
  '轨道客车转向架',
  '镁合金',
  '铝铸件',
  '硅藻土',
  '油页岩',
  '生物炭',
  '中药饮片',
  '疫苗',
  '益生菌',
  '乳酸',
  '膜分离组件',
  '污水',
  '冰雪装备',
  '农机传动箱',
  '粮食烘干',
  '遥感影像',
  '电力负荷',
  '医学影像',
  '城市排水',
  '机器人关节',
  '氢气',
  '风机叶片',
  '防冻沥青',
  '木塑板材',
  '食用油',
] as const;

const forms = {
  invention: ['的制备方法', '的检测方法', '的处理工艺', '的质量控制方法', '的高效利用方法', '的低温加工方法'],
  'utility-model': ['加工装置', '检测装置', '输送机构', '固定夹具', '温控设备'],
  design: ['包装（外观设计）', '设备外壳（外观设计）'],
  software: ['监测分析软件', '管理系统软件', '仿真软件'],
  layout: ['控制芯片布图设计', '采集芯片布图设计'],
  'plant-variety': [],
  medicine: ['相关诊断试剂', '相关兽用制剂'],
  'trade-secret': ['配方', '工艺参数'],
} as const satisfies Record<Kind, readonly string[]>;

function nameAchievement(chance: Chance): { kind: Kind; title: string } {
  const kind = chance.weigh<Kind>([
    ['invention', 56],
    ['utility-model', 17],
    ['software', 12],
    ['plant-variety', 6],
    ['trade-secret', 5],
    ['design', 2],
    ['medicine', 1.4],
    ['layout', 0.6],
  ]);
  if (kind === 'plant-variety') {
    return {
      kind,
      title: `${chance.pick(['玉米', '水稻', '大豆', '人参', '马铃薯', '向日葵'])}新品种示例${chance.whole(1, 99)}号`,
    };
  }
  const form = chance.pick<string>(forms[kind]);
  return {
    kind,
    title: `${kind === 'invention' || kind === 'utility-model' ? '一种' : ''}${chance.pick(objects)}${form}`,
  };
}

const shareSplits = [
  ['60', '40'],
  ['50', '30', '20'],
  ['55', '25', '20'],
  ['40', '30', '20', '10'],
  ['33.34', '33.33', '33.33'],
  ['70', '30'],
  ['37.5', '37.5', '25'],
  ['100'],
] as const;

function layCompleters(p: Province, chance: Chance, laid: readonly Laid[]): void {
  const staff = new Map<string, string[]>();
  let number = p.person.rows.length;
  const recruit = (organisation: string): string[] => {
    const team = upTo(chance.whole(10, 26)).map(() => {
      number += 1;
      const code = `RY${padded(number, 4)}`;
      p.person.add({
        code,
        name: `示例人员${padded(number, 4)}`,
        identityNumber: number % 6 === 0 ? inventIdentity(chance) : undefined,
        organisation,
      });
      return code;
    });
    staff.set(organisation, team);
    return team;
  };
  laid
    .filter(({ standing, classified }, index) => standing === 'empowered' && !classified && index % 5 === 0)
    .forEach(({ code, organisation }) => {
      const team = staff.get(organisation) ?? recruit(organisation);
      const shares = chance.pick(shareSplits);
      const people = chance.shuffle(team);
      shares.forEach((share, at) => {
        p.completer.add({ achievement: code, person: people[at] ?? '', share });
      });
    });
}

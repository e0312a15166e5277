/** The race, projects and what enterprises pledge. */
import { allRegions, codesOf, unitOf } from './directory.ts';
import { dayNumber, dayText, onWorkday } from './days.ts';
import { fenOf, spreadExactly, yuan } from './fen.ts';
import { padded, upTo, type Province } from './province.ts';
import type { Chance } from './random.ts';

export function layProgrammes(p: Province, chance: Chance): void {
  layRace(p);
  p.programme.add({
    code: 'JH-RACE',
    name: '区域科技创新能力提升“赛马”机制项目',
    kind: 'race',
    establishedOn: '2022-03-01',
  });
  p.programme.add({ code: 'JH-REGION', name: '区域创新体系建设项目', kind: 'regional-system' });
  p.programme.add({
    code: 'JH-KEY',
    name: '吉林省科技聚力攻坚专项',
    kind: 'key-problem',
    establishedOn: '2025-01-10',
  });
  p.programme.add({ code: 'JH-BASIC', name: '省自然科学基金示例项目', kind: 'basic-research' });
  layRaceAwards(p, chance);
  layRegionalAwards(p, chance);
  layKeyProblems(p, chance);
  layBasicResearch(p, chance);
}

function layRace({ raceCycle, raceEntry }: Province): void {
  raceCycle.add({
    code: 'SM2023',
    name: '2023年度赛马',
    year: 2023,
    dataYear: 2022,
    openedOn: '2023-03-06',
    publishedOn: '2023-09-15',
  });
  raceCycle.add({
    code: 'SM2024',
    name: '2024年度赛马',
    year: 2024,
    dataYear: 2023,
    openedOn: '2024-02-26',
    publishedOn: '2024-09-10',
  });
  raceCycle.add({ code: 'SM2025', name: '2025年度赛马', year: 2025, dataYear: 2024, openedOn: '2025-06-03' });
  for (const region of allRegions.filter((code) => code !== '220581' && code !== '222400')) {
    raceEntry.add({
      cycle: 'SM2023',
      reportingUnit: unitOf(region),
      enteredOn: '2023-03-31',
      leftOn: region === '220600' ? '2023-06-12' : undefined,
    });
  }
  for (const region of allRegions) {
    raceEntry.add({
      cycle: 'SM2024',
      reportingUnit: unitOf(region),
      enteredOn: region === '220581' ? '2024-04-08' : '2024-03-29',
    });
    raceEntry.add({ cycle: 'SM2025', reportingUnit: unitOf(region), enteredOn: '2025-06-30' });
  }
}

const subjects = [
  '玉米精深加工',
  '人参质量追溯',
  '秸秆综合利用',
  '新能源汽车零部件',
  '轨道客车检修',
  '碳纤维复合材料',
  '医药中间体绿色合成',
  '肉牛良种繁育',
  '黑木耳菌种',
  '水稻节水栽培',
  '盐碱地改良',
  '冰雪装备',
  '矿泉水检测',
  '硅藻土功能材料',
  '梅花鹿产品开发',
  '农机智能作业',
  '油页岩原位利用',
  '风电叶片',
  '生物基聚酯',
  '疫苗佐剂',
  '长白山食用菌',
  '氢能储运',
  '精密铸造',
  '食品冷链',
] as const;

interface NewAward {
  code: string;
  programme: string;
  name: string;
  organisation: string;
  unit?: string;
  on?: number;
  cancelledOn?: string;
  fen: bigint;
}

function addAward(
  p: Province,
  { code, programme, name, organisation, unit, on, cancelledOn, fen }: NewAward,
): void {
  const year = on === undefined ? undefined : Number(dayText(on).slice(0, 4));
  p.award.add({
    code,
    programme,
    title: `示例项目${code.slice(2)}：${name}`,
    organisation,
    reportingUnit: unit,
    contractedOn: on === undefined ? undefined : dayText(on),
    startsOn: on === undefined ? undefined : dayText(on),
    endsOn: year === undefined ? undefined : `${year + 2}-12-31`,
    cancelledOn,
    grantAmount: yuan(fen),
  });
}

/** How many of the 39 go to each unit, by its rank in the race. */
const raceShares = [6, 5, 5, 4, 4, 4, 3, 3, 3, 2];

function layRaceAwards(p: Province, chance: Chance): void {
  const companies = chance.shuffle(codesOf(p, 'company'));
  let next = 0;
  const host = (): string => companies[next++ % companies.length] ?? '';
  const subject = (): string =>
    `${chance.pick(subjects)}${chance.pick(['产业化', '技术集成与示范', '中试放大'])}`;
  const units = chance
    .shuffle(allRegions)
    .flatMap((region, rank) => Array<string>(raceShares[rank] ?? 0).fill(region));
  const sizes = units.map(
    (_, index) => (index < 11 ? 50 : index < 24 ? 30 : 18) * (0.85 + chance.next() * 0.3),
  );
  const amounts = spreadExactly(fenOf('12000000.00'), sizes, 50_000_00n / 10n);
  // Two grants were settled to the fen; together they stay what they were.
  amounts[20] = (amounts[20] ?? 0n) + 12_34n;
  amounts[21] = (amounts[21] ?? 0n) - 12_34n;
  units.forEach((region, index) => {
    const on =
      index === 0
        ? dayNumber('2024-12-31')
        : index === 1
          ? dayNumber('2024-01-02')
          : onWorkday(chance.whole(dayNumber('2024-09-12'), dayNumber('2024-11-28')));
    addAward(p, {
      code: `XM2024S${padded(index + 1, 2)}`,
      programme: 'JH-RACE',
      name: subject(),
      organisation: host(),
      unit: unitOf(region),
      on,
      // Cancelled after the letter: counted on its day, not today.
      cancelledOn: index === 30 ? '2025-08-20' : undefined,
      fen: amounts[index] ?? 0n,
    });
  });
  const others: [string, string | undefined, string | undefined, string][] = [
    ['XM2024S40', '2024-09-20', '2024-11-15', '300000.00'],
    ['XM2024S41', undefined, undefined, '200000.00'],
    ['XM2025S01', '2025-03-18', undefined, '350000.00'],
    ['XM2025S02', '2025-09-22', undefined, '280000.00'],
  ];
  for (const [code, on, cancelledOn, amount] of others) {
    addAward(p, {
      code,
      programme: 'JH-RACE',
      name: subject(),
      organisation: host(),
      unit: unitOf(chance.pick(allRegions)),
      on: on === undefined ? undefined : dayNumber(on),
      cancelledOn,
      fen: fenOf(amount),
    });
  }
  for (const n of upTo(31)) {
    addAward(p, {
      code: `XM2023S${padded(n, 2)}`,
      programme: 'JH-RACE',
      name: subject(),
      organisation: host(),
      unit: unitOf(chance.pick(allRegions.slice(0, 8))),
      on: onWorkday(chance.whole(dayNumber('2023-09-18'), dayNumber('2023-12-20'))),
      fen: BigInt(chance.whole(15, 50)) * 10_000_00n,
    });
  }
}

function layRegionalAwards(p: Province, chance: Chance): void {
  const hosts = [
    ...codesOf(p, 'university'),
    ...codesOf(p, 'institute'),
    ...codesOf(p, 'company').slice(0, 20),
  ];
  const name = (): string =>
    `${chance.pick(subjects)}${chance.pick(['科技特派员区域创新服务', '县域创新能力提升', '技术推广体系建设'])}`;
  const counted = upTo(18);
  const amounts = spreadExactly(
    fenOf('5400000.00'),
    counted.map(() => 0.6 + chance.next()),
    10_000_00n,
  );
  const add = (code: string, on: number | undefined, fen: bigint, cancelledOn?: string): void =>
    addAward(p, {
      code,
      programme: 'JH-REGION',
      name: name(),
      organisation: chance.pick(hosts),
      unit: unitOf(chance.pick(allRegions)),
      on,
      cancelledOn,
      fen,
    });
  for (const n of counted) {
    add(
      `XM2024Q${padded(n, 2)}`,
      onWorkday(chance.whole(dayNumber('2024-04-10'), dayNumber('2024-10-30'))),
      amounts[n - 1] ?? 0n,
    );
  }
  add('XM2024Q19', dayNumber('2024-05-14'), fenOf('300000.00'), '2025-05-27');
  add('XM2024Q20', undefined, fenOf('250000.00'));
  add('XM2025Q01', dayNumber('2025-04-16'), fenOf('320000.00'));
  for (const n of upTo(14)) {
    add(
      `XM2023Q${padded(n, 2)}`,
      onWorkday(chance.whole(dayNumber('2023-04-10'), dayNumber('2023-10-30'))),
      BigInt(chance.whole(16, 36)) * 10_000_00n,
    );
  }
}

const keyFields = [
  '智能网联汽车',
  '碳纤维',
  '生物医药',
  '商业航天配套',
  '现代种业',
  '黑土地保护',
  '新型储能',
  '冰雪装备',
  '集成传感',
  '化工新材料',
];

function layKeyProblems(p: Province, chance: Chance): void {
  const institutions = [...codesOf(p, 'university'), ...codesOf(p, 'institute')];
  const companies = codesOf(p, 'company');
  const pledges: { award: string; organisation: string; on: number; size: number }[] = [];
  keyFields.forEach((field, at) => {
    for (const n of upTo(at % 3 === 0 ? 3 : 2)) {
      const code = `XM2025K${padded(at + 1, 2)}${n}`;
      const on = onWorkday(chance.whole(dayNumber('2025-02-17'), dayNumber('2025-04-30')));
      addAward(p, {
        code,
        programme: 'JH-KEY',
        name: `${field}关键核心技术攻关`,
        organisation: chance.happens(40) ? chance.pick(companies) : chance.pick(institutions),
        on,
        fen: BigInt(chance.whole(30, 120)) * 100_000_00n,
      });
      for (const organisation of chance.shuffle(companies).slice(0, chance.whole(1, 4))) {
        pledges.push({ award: code, organisation, on, size: Math.exp(chance.normal() * 0.9) });
      }
    }
  });
  const amounts = spreadExactly(
    fenOf('497263500.00'),
    pledges.map(({ size }) => size),
    500_000_00n,
  );
  let number = 0;
  const contribute = (
    award: string,
    organisation: string,
    stage: 'pledged' | 'booked' | 'audited',
    fen: bigint,
    on: number,
    withdrawnOn?: string,
  ): void => {
    number += 1;
    p.contribution.add({
      code: `TR${padded(number, 4)}`,
      award,
      organisation,
      stage,
      amount: yuan(fen),
      committedOn: dayText(on),
      withdrawnOn,
    });
  };
  const lastDay = dayNumber('2025-05-27');
  pledges.forEach(({ award, organisation, on }, index) => {
    const fen = amounts[index] ?? 0n;
    const pledgedOn = Math.min(onWorkday(on - chance.whole(0, 20)), lastDay);
    contribute(award, organisation, 'pledged', fen, pledgedOn);
    // Later stages of the same money, never added to the pledge.
    if (chance.happens(45)) {
      const booked = (fen * BigInt(chance.whole(20, 60))) / 100n;
      contribute(award, organisation, 'booked', booked, pledgedOn + chance.whole(15, 60));
      if (chance.happens(35))
        contribute(award, organisation, 'audited', booked, pledgedOn + chance.whole(90, 160));
    }
  });
  const someAward = 'XM2025K011';
  contribute(someAward, 'DW-C201', 'pledged', fenOf('18000000.00'), dayNumber('2025-03-05'), '2025-05-12');
  contribute(someAward, 'DW-C202', 'pledged', fenOf('9600000.00'), dayNumber('2025-05-28'));
  addAward(p, {
    code: 'XM2025K111',
    programme: 'JH-KEY',
    name: '示例攻关（已撤销）',
    organisation: 'DW-U03',
    on: dayNumber('2025-02-20'),
    cancelledOn: '2025-04-28',
    fen: fenOf('4000000.00'),
  });
  contribute('XM2025K111', 'DW-C203', 'pledged', fenOf('22000000.00'), dayNumber('2025-02-20'));
  addAward(p, {
    code: 'XM2025K112',
    programme: 'JH-KEY',
    name: '示例攻关（任务书未签）',
    organisation: 'DW-I02',
    fen: fenOf('5000000.00'),
  });
  contribute('XM2025K112', 'DW-C204', 'pledged', fenOf('16000000.00'), dayNumber('2025-05-06'));
  addAward(p, {
    code: 'XM2025K113',
    programme: 'JH-KEY',
    name: '示例攻关（第二批）',
    organisation: 'DW-U05',
    on: dayNumber('2025-07-08'),
    fen: fenOf('6000000.00'),
  });
  contribute('XM2025K113', 'DW-C205', 'pledged', fenOf('31000000.00'), dayNumber('2025-05-20'));
  // A pledge to another kind of programme is no leverage of the key-problem projects.
  contribute('XM2024S05', 'DW-C206', 'pledged', fenOf('2400000.00'), dayNumber('2024-10-15'));
}

function layBasicResearch(p: Province, chance: Chance): void {
  const hosts = [...codesOf(p, 'university'), ...codesOf(p, 'institute'), ...codesOf(p, 'hospital')];
  for (const year of [2022, 2023, 2024]) {
    for (const n of upTo(8 + (year - 2022) * 4)) {
      addAward(p, {
        code: `XM${year}J${padded(n, 2)}`,
        programme: 'JH-BASIC',
        name: `${chance.pick(subjects)}基础问题研究`,
        organisation: chance.pick(hosts),
        on: onWorkday(chance.whole(dayNumber(`${year}-01-10`), dayNumber(`${year}-06-30`))),
        fen: BigInt(chance.whole(6, 20)) * 10_000_00n,
      });
    }
  }
}

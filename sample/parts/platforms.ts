/** Platforms, the acts on them, budgets, joint funds and payments. */
import { codesOf, department, jilinUniversity, nationalUniversity } from './directory.ts';
import { dayNumber, dayText, onWorkday } from './days.ts';
import { fenOf, spreadExactly, yuan } from './fen.ts';
import { laboratoryRules } from './policies.ts';
import { padded, upTo, type Province } from './province.ts';
import type { Chance } from './random.ts';
import type { Entry } from './sheet.ts';

type Platform = Entry<Province['platform']['description']>;
type Act = Entry<Province['platformAct']['description']>;

export function layPlatforms(p: Province, chance: Chance): void {
  layNationalLaboratories(p, chance);
  layProvincialLaboratories(p);
  layOtherKinds(p, chance);
  layCentres(p, chance, 'proof-of-concept-centre', 'PT-GN', '示例概念验证中心', 12, 5);
  layCentres(p, chance, 'pilot-scale-centre', 'PT-ZS', '示例中试中心', 20, 7);
  layBudgets(p);
  layJointFunds(p, chance);
  layPayments(p, chance);
}

function add(p: Province, platform: Platform, ...acts: Omit<Act, 'platform'>[]): void {
  p.platform.add(platform);
  for (const act of acts) p.platformAct.add({ platform: platform.code, ...act });
}

const nationalHosts = [nationalUniversity, 'DW-U01', 'DW-U02', 'DW-I01', 'DW-I02', 'DW-U04'];

function layNationalLaboratories(p: Province, chance: Chance): void {
  nationalHosts.forEach((host, index) => {
    add(
      p,
      {
        code: `PT-QG${padded(index + 1, 2)}`,
        name: `示例全国重点实验室${padded(index + 1, 2)}`,
        kind: 'national-key-laboratory',
        host,
        region: '220100',
        classified: false,
      },
      {
        act: 'approved',
        on: dayText(onWorkday(chance.whole(dayNumber('2012-01-10'), dayNumber('2019-12-20')))),
      },
      ...(index < 4
        ? [
            {
              act: 'national-sequence' as const,
              on: dayText(onWorkday(chance.whole(dayNumber('2022-11-01'), dayNumber('2024-06-28')))),
            },
          ]
        : []),
    );
  });
  const defence = (letter: string, ...acts: Omit<Act, 'platform'>[]): void =>
    add(
      p,
      {
        code: `PT-GF-${letter}`,
        name: `示例国防重点实验室${{ A: '甲', B: '乙', C: '丙' }[letter]}`,
        kind: 'defence-key-laboratory',
        classified: true,
      },
      ...acts,
    );
  defence('A', { act: 'national-sequence', on: '2024-03-15' });
  defence('B', { act: 'national-sequence', on: '2024-10-18' });
  defence('C', { act: 'recognised', on: '2020-09-01' });
  add(
    p,
    {
      code: 'PT-YD01',
      name: '“一带一路”联合实验室（依托吉林大学，名称示例）',
      kind: 'belt-road-laboratory',
      host: jilinUniversity,
      region: '220100',
      classified: false,
    },
    { act: 'approved', on: '2024-09-30' },
  );
  add(
    p,
    {
      code: 'PT-YD02',
      name: '示例“一带一路”联合实验室02（培育）',
      kind: 'belt-road-laboratory',
      host: 'DW-U06',
      region: '220100',
      classified: false,
    },
    { act: 'filed', on: '2024-11-12' },
  );
}

function layProvincialLaboratories(p: Province): void {
  const real = [
    ['PT-SS01', '长白山实验室', '2025-01-16'],
    ['PT-SS02', '三江实验室', '2025-02-20'],
    ['PT-SS03', '吉光实验室', '2025-03-12'],
  ] as const;
  for (const [code, name, on] of real) {
    add(
      p,
      { code, name, kind: 'provincial-laboratory', region: '220000', classified: false },
      { act: 'construction-started', on, instrument: laboratoryRules },
    );
  }
  // The first is under construction and in operation; it is one laboratory.
  p.platformAct.add({ platform: 'PT-SS01', act: 'operating', on: '2025-05-08' });
  const sample = (n: number, endedOn: string | undefined, ...acts: Omit<Act, 'platform'>[]): void =>
    add(
      p,
      {
        code: `PT-SS${padded(n, 2)}`,
        name: `示例省实验室${padded(n, 2)}`,
        kind: 'provincial-laboratory',
        region: '220000',
        classified: false,
        endedOn,
      },
      ...acts,
    );
  sample(4, undefined, { act: 'construction-started', on: '2024-06-20', revokedOn: '2025-01-10' });
  sample(5, undefined, { act: 'approved', on: '2025-04-02' });
  sample(6, '2024-12-31', { act: 'construction-started', on: '2023-05-18' });
  sample(7, undefined, { act: 'construction-started', on: '2025-07-22' });
}

const otherKinds = [
  ['provincial-key-laboratory', 'PT-SZ', '示例省重点实验室', 14],
  ['innovation-centre', 'PT-CX', '示例省科技创新中心', 9],
  ['clinical-centre', 'PT-LC', '示例省临床医学研究中心', 4],
  ['international-laboratory', 'PT-GJ', '示例省国际合作实验室', 4],
  ['joint-laboratory', 'PT-XQ', '示例校企联合实验室', 8],
  ['engineering-centre', 'PT-GC', '示例省工程中心', 6],
  ['engineering-laboratory', 'PT-GS', '示例省工程实验室', 5],
] as const;

function layOtherKinds(p: Province, chance: Chance): void {
  const hosts = {
    'clinical-centre': codesOf(p, 'hospital'),
    'innovation-centre': codesOf(p, 'company').slice(0, 60),
    'joint-laboratory': codesOf(p, 'company').slice(60, 120),
  } as Record<string, string[]>;
  const institutions = [...codesOf(p, 'university'), ...codesOf(p, 'institute')];
  for (const [kind, prefix, name, count] of otherKinds) {
    for (const n of upTo(count)) {
      const host = chance.pick(hosts[kind] ?? institutions);
      const last = kind === 'provincial-key-laboratory' && n === count;
      add(
        p,
        {
          code: `${prefix}${padded(n, 2)}`,
          name: `${name}${padded(n, 2)}`,
          kind,
          host,
          region: p.organisation.rows.find((row) => row.code === host)?.region ?? '220100',
          classified: false,
          endedOn: last ? '2024-12-20' : undefined,
        },
        {
          act: 'recognised',
          on: dayText(onWorkday(chance.whole(dayNumber('2015-03-01'), dayNumber('2024-11-29')))),
        },
      );
    }
  }
}

function layCentres(
  p: Province,
  chance: Chance,
  kind: 'proof-of-concept-centre' | 'pilot-scale-centre',
  prefix: string,
  name: string,
  first: number,
  second: number,
): void {
  const hosts = [
    ...codesOf(p, 'university'),
    ...codesOf(p, 'institute'),
    ...codesOf(p, 'company').slice(120, 160),
    ...codesOf(p, 'service').slice(0, 10),
  ];
  const centre = (n: number, act: Omit<Act, 'platform'>, endedOn?: string): void => {
    const host = chance.pick(hosts);
    add(
      p,
      {
        code: `${prefix}${padded(n, 2)}`,
        name: `${name}${padded(n, 2)}`,
        kind,
        host,
        region: p.organisation.rows.find((row) => row.code === host)?.region ?? '220100',
        classified: false,
        endedOn,
      },
      act,
    );
  };
  for (const n of upTo(first)) {
    centre(n, {
      act: 'filed',
      on: '2024-12-06',
      batch: 1,
      revokedOn: n === first ? '2025-09-01' : undefined,
    });
  }
  // A filed centre that is recognised later stays one centre of its batch.
  p.platformAct.add({ platform: `${prefix}01`, act: 'recognised', on: '2025-04-21' });
  centre(first + 1, { act: 'filed', on: '2024-12-06', batch: 1, revokedOn: '2025-03-31' });
  centre(first + 2, { act: 'filed', on: '2024-12-06', batch: 1 }, '2025-05-27');
  centre(first + 3, { act: 'recognised', on: '2025-01-20', batch: 1 });
  for (const n of upTo(second)) centre(first + 3 + n, { act: 'filed', on: '2025-09-12', batch: 2 });
}

function layBudgets({ budgetLine }: Province): void {
  let number = 0;
  const line = (
    year: number,
    layer: 'province' | 'city',
    region: string,
    purpose: Entry<Province['budgetLine']['description']>['purpose'],
    title: string,
    amount: string,
    approvedOn: string,
    withdrawnOn?: string,
  ): void => {
    number += 1;
    budgetLine.add({
      code: `YS${padded(number, 3)}`,
      title: `示例预算：${year}年${title}`,
      year,
      layer,
      region,
      purpose,
      amount,
      approvedOn,
      withdrawnOn,
    });
  };
  // Funds of the province grow year after year.
  const yearly = [
    [2021, '412000000.00', '96500000.00', '131000000.00'],
    [2022, '455600000.00', '108200000.00', '146300000.00'],
    [2023, '498300000.00', '121700000.00', '163900000.00'],
    [2024, '561900000.00', '139400000.00', '188600000.00'],
    [2025, '640250000.00', '158800000.00', '214500000.00'],
  ] as const;
  for (const [year, project, talent, capability] of yearly) {
    line(year, 'province', '220000', 'project', '省级科技计划项目资金', project, `${year}-01-24`);
    line(year, 'province', '220000', 'talent', '省级人才引育资金', talent, `${year}-01-24`);
    line(year, 'province', '220000', 'capability', '省级平台能力建设资金', capability, `${year}-01-24`);
  }
  line(2025, 'province', '220000', 'operation', '科技服务平台运行经费', '18600000.00', '2025-01-24');
  const laboratories = 'provincial-laboratories' as const;
  line(2023, 'province', '220000', laboratories, '省实验室筹建经费', '60000000.00', '2023-02-10');
  line(2024, 'province', '220000', laboratories, '省实验室筹建经费', '180000000.00', '2024-01-26');
  line(2024, 'city', '220100', laboratories, '长春市支持省实验室筹建', '126400000.00', '2024-02-23');
  line(2025, 'province', '220000', laboratories, '长白山实验室省级投入', '146000000.00', '2025-01-24');
  line(2025, 'province', '220000', laboratories, '三江实验室省级投入', '118500000.00', '2025-01-24');
  line(2025, 'province', '220000', laboratories, '吉光实验室省级投入', '95500000.00', '2025-01-24');
  line(2025, 'city', '220100', laboratories, '长春市支持省实验室建设', '182003260.00', '2025-02-21');
  line(2025, 'city', '220200', laboratories, '吉林市支持省实验室建设', '38400000.00', '2025-02-27');
  line(2025, 'city', '220600', laboratories, '白山市支持省实验室建设', '19598590.00', '2025-03-14');
  line(
    2025,
    'city',
    '220500',
    laboratories,
    '通化市支持省实验室建设',
    '15000000.00',
    '2025-02-28',
    '2025-04-25',
  );
  line(2025, 'province', '220000', laboratories, '省实验室追加经费', '40000000.00', '2025-07-18');
}

function layJointFunds(p: Province, chance: Chance): void {
  const fund = 'JJ-LH';
  p.jointFund.add({ code: fund, name: '吉林省自然科学基金联合基金', establishedOn: '2020-06-01' });
  p.jointFund.add({
    code: 'JJ-LH-OLD',
    name: '示例行业联合基金',
    establishedOn: '2018-05-10',
    endedOn: '2023-12-31',
  });
  const partners = chance.shuffle([
    ...codesOf(p, 'university').slice(0, 11),
    ...codesOf(p, 'hospital'),
    ...codesOf(p, 'institute').slice(0, 7),
    ...codesOf(p, 'company').slice(160, 169),
  ]);
  let number = 0;
  const agree = (of: string, partner: string, effective: number, endsOn?: string, endedOn?: string): void => {
    number += 1;
    p.jointFundAgreement.add({
      code: `LH${padded(number, 2)}`,
      fund: of,
      partner,
      signedOn: dayText(onWorkday(effective - chance.whole(10, 40))),
      effectiveOn: dayText(effective),
      endsOn,
      endedOn,
      pledge: yuan(BigInt(chance.whole(4, 40)) * 500_000_00n),
    });
  };
  partners.forEach((partner, index) => {
    const year = chance.weigh([
      [2021, 4],
      [2022, 5],
      [2023, 7],
      [2024, 10],
      [2025, 6],
    ]);
    const effective = dayNumber(`${year}-01-01`) + chance.whole(0, year === 2025 ? 130 : 300);
    agree(fund, partner, effective, index === 0 ? '2025-05-27' : dayText(effective + 365 * 5 - 1));
  });
  agree(fund, partners[3] ?? department, dayNumber('2024-06-01'), '2029-05-31');
  agree('JJ-LH-OLD', partners[5] ?? department, dayNumber('2019-01-01'), '2023-12-31');
  agree(fund, 'DW-C170', dayNumber('2022-01-01'), '2024-12-31');
  agree(fund, 'DW-C171', dayNumber('2023-04-01'), '2028-03-31', '2025-02-28');
  agree(fund, 'DW-C172', dayNumber('2025-07-01'), '2030-06-30');
}

function layPayments(p: Province, chance: Chance): void {
  const plan: {
    subject: string;
    payee: string;
    year: number;
    size: number;
    purpose: 'capability' | 'talent';
    classified: boolean;
  }[] = [];
  nationalHosts.forEach((payee, index) => {
    for (const year of [2020, 2021, 2022, 2023, 2024, 2025]) {
      plan.push({
        subject: `PT-QG${padded(index + 1, 2)}`,
        payee,
        year,
        size: (0.6 + chance.next()) * (1 + (year - 2020) * 0.12),
        purpose: chance.happens(68) ? 'capability' : 'talent',
        classified: false,
      });
    }
  });
  for (const [subject, year] of [
    ['PT-GF-A', 2024],
    ['PT-GF-B', 2024],
    ['PT-GF-A', 2025],
    ['PT-GF-B', 2025],
  ] as const) {
    plan.push({ subject, payee: 'DW-I09', year, size: 1.1, purpose: 'capability', classified: true });
  }
  const amounts = spreadExactly(
    fenOf('201536800.00'),
    plan.map(({ size }) => size),
    100_000_00n,
  );
  let number = 0;
  const pay = (
    row: Omit<Entry<Province['payment']['description']>, 'code' | 'amount'>,
    fen: bigint,
  ): void => {
    number += 1;
    p.payment.add({ code: `BK${padded(number, 3)}`, ...row, amount: yuan(fen) });
  };
  plan.forEach(({ subject, payee, year, purpose, classified }, index) => {
    const last = year === 2025 ? dayNumber('2025-05-20') : dayNumber(`${year}-12-10`);
    const first =
      subject === 'PT-GF-B' && year === 2024 ? dayNumber('2024-11-01') : dayNumber(`${year}-03-20`);
    pay(
      { payee, subject, purpose, paidOn: dayText(onWorkday(chance.whole(first, last))), classified },
      amounts[index] ?? 0n,
    );
  });
  const other = (
    subject: string,
    payee: string,
    purpose: Entry<Province['payment']['description']>['purpose'],
    amount: string,
    paidOn: string,
    returnedOn?: string,
  ): void =>
    pay(
      { payee, subject, purpose, paidOn, returnedOn, classified: subject.startsWith('PT-GF') },
      fenOf(amount),
    );
  other('PT-QG01', nationalUniversity, 'operation', '3200000.00', '2024-06-18');
  other('PT-QG02', 'DW-U01', 'project', '5800000.00', '2023-09-12');
  other('PT-QG03', 'DW-U02', 'capability', '4500000.00', '2024-04-09', '2024-11-20');
  other('PT-QG04', 'DW-I01', 'talent', '2600000.00', '2025-05-28');
  other('PT-GF-C', 'DW-I10', 'capability', '3000000.00', '2024-07-02');
  other('PT-SS01', 'DW-I03', 'capability', '30000000.00', '2025-03-20');
  other('PT-SS02', 'DW-U07', 'provincial-laboratories', '26000000.00', '2025-04-15');
  for (const n of upTo(10)) {
    other(
      `PT-SZ${padded(n, 2)}`,
      chance.pick(nationalHosts.slice(1)),
      'capability',
      yuan(BigInt(chance.whole(4, 16)) * 50_000_00n),
      dayText(onWorkday(chance.whole(dayNumber('2022-03-01'), dayNumber('2025-04-30')))),
    );
  }
}

/** Brokers, alliances, typical cases, attested statements. */
import { codesOf, inventIdentity, marketRegulator } from './directory.ts';
import { dayNumber, dayText, onWorkday } from './days.ts';
import { padded, upTo, type Province } from './province.ts';
import type { Chance } from './random.ts';

export const brokersAlliance = 'LM-JJR';

export function layServices(p: Province, chance: Chance): void {
  layBrokers(p, chance);
  layAlliances(p, chance);
  layCases(p);
  layStatements(p);
  layPosts(p);
}

type Level = 'junior' | 'intermediate' | 'senior';

function layBrokers(p: Province, chance: Chance): void {
  const companies = codesOf(p, 'company').slice(0, 90);
  const homes = [
    ...codesOf(p, 'service').map((code) => [code, 8] as const),
    ...[...codesOf(p, 'university'), ...codesOf(p, 'institute')].map((code) => [code, 9] as const),
    ...companies.map((code) => [code, 2] as const),
  ];
  let people = 0;
  const certificates: {
    person: string;
    organisation: string;
    level: Level;
    on: string;
    revokedOn?: string;
  }[] = [];
  const train = (...given: { level?: Level; from: string; to: string; revokedOn?: string }[]): void => {
    people += 1;
    const person = `RY${padded(people, 4)}`;
    const organisation = chance.weigh(homes);
    p.person.add({
      code: person,
      name: `示例人员${padded(people, 4)}`,
      identityNumber: people % 6 === 0 ? inventIdentity(chance) : undefined,
      organisation,
    });
    for (const { level, from, to, revokedOn } of given) {
      certificates.push({
        person,
        organisation,
        level:
          level ??
          chance.weigh<Level>([
            ['junior', 72],
            ['intermediate', 24],
            ['senior', 4],
          ]),
        on: dayText(chance.whole(dayNumber(from), dayNumber(to))),
        revokedOn,
      });
    }
  };
  const repeat = (count: number, lay: () => void): void => upTo(count).forEach(lay);
  repeat(34, () => train({ from: '2022-04-01', to: '2022-12-20' }));
  repeat(64, () => train({ from: '2023-03-10', to: '2023-12-22' }));
  // Trained before and again in 2024: not new in 2024.
  repeat(22, () =>
    train(
      { level: 'junior', from: '2023-03-10', to: '2023-11-30' },
      { level: 'intermediate', from: '2024-05-10', to: '2024-12-20' },
    ),
  );
  repeat(475, () => train({ from: '2024-03-04', to: '2024-12-27' }));
  // Two certificates in one year are one person.
  repeat(30, () =>
    train(
      { level: 'junior', from: '2024-03-04', to: '2024-06-28' },
      { level: 'intermediate', from: '2024-09-02', to: '2024-12-27' },
    ),
  );
  train({ from: '2024-01-02', to: '2024-01-02' });
  train({ from: '2024-12-31', to: '2024-12-31' });
  // Revoked after the letter: counted on its day.
  train({ level: 'junior', from: '2024-06-14', to: '2024-06-14', revokedOn: '2025-09-10' });
  // Revoked before it, with no other certificate: not counted.
  train({ level: 'junior', from: '2024-05-17', to: '2024-05-17', revokedOn: '2024-11-08' });
  repeat(46, () => train({ from: '2025-02-17', to: '2025-05-23' }));
  repeat(8, () => train({ from: '2025-06-09', to: '2025-09-26' }));
  certificates
    .toSorted((one, other) =>
      one.on === other.on ? (one.person < other.person ? -1 : 1) : one.on < other.on ? -1 : 1,
    )
    .forEach(({ person, organisation, level, on, revokedOn }, index) => {
      p.brokerCertificate.add({
        code: `ZS${on.slice(0, 4)}${padded(index + 1, 4)}`,
        person,
        organisation,
        level,
        certifiedOn: on,
        revokedOn,
      });
    });
}

function layAlliances(p: Province, chance: Chance): void {
  p.alliance.add({ code: brokersAlliance, name: '吉林省科技经纪人创新发展联盟' });
  p.alliance.add({ code: 'LM-TZ', name: '吉林省促进产业协同创新和成果转化投资联盟' });
  const pool = chance.shuffle([
    ...codesOf(p, 'service'),
    ...codesOf(p, 'university').slice(0, 12),
    ...codesOf(p, 'institute').slice(0, 6),
    ...codesOf(p, 'company').slice(90, 140),
  ]);
  const take = (count: number): string[] => pool.splice(0, count);
  const founded = '2023-09-20';
  const member = (organisation: string, role: 'council' | 'ordinary', from: string, until?: string): void => {
    p.allianceMember.add({ alliance: brokersAlliance, organisation, role, from, until });
  };
  const later = (): string =>
    dayText(onWorkday(chance.whole(dayNumber('2023-11-01'), dayNumber('2025-04-30'))));
  take(15).forEach((organisation) => member(organisation, 'council', founded));
  take(1).forEach((organisation) => member(organisation, 'council', '2025-05-27'));
  take(1).forEach((organisation) => member(organisation, 'council', founded, '2025-05-28'));
  take(42).forEach((organisation) => member(organisation, 'ordinary', founded));
  take(28).forEach((organisation) => member(organisation, 'ordinary', later()));
  // Both roles, at different times: each counts as what it is on the day.
  take(1).forEach((organisation) => {
    member(organisation, 'ordinary', founded, '2024-06-28');
    member(organisation, 'council', '2024-06-28');
  });
  take(1).forEach((organisation) => {
    member(organisation, 'council', founded, '2024-10-11');
    member(organisation, 'ordinary', '2024-10-11');
  });
  take(1).forEach((organisation) => member(organisation, 'council', founded, '2025-05-27'));
  take(2).forEach((organisation) => member(organisation, 'ordinary', founded, '2024-12-31'));
  take(1).forEach((organisation) => member(organisation, 'council', '2025-06-20'));
  take(3).forEach((organisation) => member(organisation, 'ordinary', '2025-07-11'));
  const first = p.allianceMember.rows
    .filter((row) => row.role === 'council')
    .slice(0, 4)
    .map((row) => row.organisation);
  [...first, ...take(5)].forEach((organisation) =>
    p.allianceMember.add({ alliance: 'LM-TZ', organisation, role: 'council', from: '2024-01-18' }),
  );
  take(11).forEach((organisation) =>
    p.allianceMember.add({ alliance: 'LM-TZ', organisation, role: 'ordinary', from: '2024-01-18' }),
  );
}

const caseSubjects = [
  '侵犯商标专用权',
  '假冒专利',
  '外观设计侵权',
  '擅自使用地理标志',
  '销售侵权农资',
  '侵犯商业秘密',
];

function layCases({ caseBatch, typicalCase }: Province): void {
  let number = 0;
  const publish = (
    year: number,
    order: number,
    publishedOn: string | undefined,
    count: number,
    withdrawn: { batchOn?: string; lastCaseOn?: string } = {},
  ): void => {
    const code = `AL${year}-${padded(order, 2)}`;
    caseBatch.add({
      code,
      name: `${year}年第${order}批知识产权行政保护典型案例（示例）`,
      number: order,
      publishedOn,
      withdrawnOn: withdrawn.batchOn,
    });
    for (const n of upTo(count)) {
      number += 1;
      typicalCase.add({
        code: `${code}-${padded(n, 2)}`,
        batch: code,
        title: `示例案例${padded(number, 2)}：某单位${caseSubjects[number % caseSubjects.length] ?? ''}案`,
        withdrawnOn: n === count ? withdrawn.lastCaseOn : undefined,
      });
    }
  };
  publish(2023, 1, '2023-04-24', 2);
  publish(2023, 2, '2023-08-16', 3);
  publish(2023, 3, '2023-12-12', 2);
  publish(2024, 1, '2024-02-28', 3);
  publish(2024, 2, '2024-04-25', 3);
  publish(2024, 3, '2024-07-18', 4);
  publish(2024, 4, '2024-10-09', 5, { lastCaseOn: '2025-01-15' });
  publish(2024, 5, '2024-12-27', 2);
  publish(2024, 6, '2024-11-20', 2, { batchOn: '2024-12-05' });
  publish(2025, 1, '2025-04-24', 3);
  publish(2025, 2, undefined, 2);
}

function layStatements({ statement }: Province): void {
  const state = (
    code: string,
    figure: 'weight' | 'value',
    year: number,
    value: string,
    statedOn: string,
    withdrawnOn?: string,
  ): void => {
    statement.add({
      code,
      figure: `enforcement.destroyed-${figure}`,
      year,
      value,
      unit: figure === 'weight' ? 'tonne' : 'CNY',
      statedBy: marketRegulator,
      document: `示例证明〔${statedOn.slice(0, 4)}〕${code.slice(-3)}号`,
      signer: '示例职务：执法稽查部门负责人',
      statedOn,
      withdrawnOn,
    });
  };
  state('ZM001', 'weight', 2023, '22.4', '2024-02-20');
  state('ZM002', 'value', 2023, '8610000.00', '2024-02-20');
  // Withdrawn and replaced: the first count included goods that were only sealed.
  state('ZM003', 'weight', 2024, '31.2', '2025-01-16', '2025-02-24');
  state('ZM004', 'value', 2024, '12850000.00', '2025-01-16', '2025-02-24');
  state('ZM005', 'weight', 2024, '27.9', '2025-03-05');
  state('ZM006', 'value', 2024, '10430000.00', '2025-03-05');
  state('ZM007', 'weight', 2025, '9.6', '2025-07-30');
}

function layPosts(p: Province): void {
  const titles = ['技术转移专员', '知识产权专员', '科研助理', '技术转移部负责人'];
  p.person.rows.slice(0, 36).forEach(({ code, organisation }, index) => {
    p.post.add({
      person: code,
      organisation,
      title: `示例职务：${titles[index % titles.length] ?? ''}`,
      from: `20${19 + (index % 5)}-0${1 + (index % 9)}-15`,
      until: index % 9 === 4 ? '2024-12-31' : undefined,
    });
  });
}

/** Consultations between the department and the regions: agreements, meetings and what they decided, reports. */
import { department, unitOf } from './directory.ts';
import { padded, type Province } from './province.ts';

interface Agreement {
  title: string;
  parties: string[];
  signedOn?: string;
  endsOn?: string;
  endedOn?: string;
  termYears?: number;
  endReason?: string;
  proposedOn?: string;
  topicsOn?: string;
  negotiatedOn?: string;
  terms?: string;
  sample?: boolean;
}

const bilateral = '厅市工作会商议定书（日期为示例）';

/** Nine items were agreed; their words are not known here and are invented. */
const frameworkItems = [
  '建立四市科技局联席会议制度',
  '共享科技成果与技术需求信息',
  '共享大型科研仪器设备',
  '联合组织产业关键技术攻关',
  '共建中试与概念验证服务',
  '互认科技型企业培育服务',
  '联合开展技术经纪人培训',
  '联合举办科技成果对接活动',
  '共同培育区域创新合作品牌',
];

const agreements: readonly Agreement[] = [
  {
    title: `吉林省科学技术厅与四平市${bilateral}`,
    parties: ['220300'],
    signedOn: '2022-09-16',
    endsOn: '2027-09-15',
    termYears: 5,
    proposedOn: '2022-03-10',
    topicsOn: '2022-04-06',
    negotiatedOn: '2022-06-20',
    terms:
      '示例文本：双方围绕装备制造、农产品加工的技术需求开展会商，每年召开一次会商会议，议定事项逐项明确责任单位和期限，年底通报办理情况。',
  },
  {
    title: `吉林省科学技术厅与松原市${bilateral}`,
    parties: ['220700'],
    signedOn: '2023-03-22',
    endsOn: '2028-03-21',
    termYears: 5,
  },
  {
    title: `吉林省科学技术厅与白山市${bilateral}`,
    parties: ['220600'],
    signedOn: '2023-08-11',
    endsOn: '2028-08-10',
    termYears: 5,
  },
  {
    // The last day in force still counts.
    title: `吉林省科学技术厅与白城市${bilateral}`,
    parties: ['220800'],
    signedOn: '2022-05-28',
    endsOn: '2025-05-27',
    termYears: 3,
  },
  {
    title: `示例（来文未列名）：吉林省科学技术厅与辽源市、通化市${bilateral}`,
    parties: ['220400', '220500'],
    signedOn: '2024-07-05',
    endsOn: '2029-07-04',
    termYears: 5,
    sample: true,
  },
  {
    title: `示例：吉林省科学技术厅与四平市补充${bilateral}`,
    parties: ['220300'],
    signedOn: '2024-11-29',
    endsOn: '2027-09-15',
    sample: true,
  },
  {
    title: `示例：吉林省科学技术厅与吉林市${bilateral}`,
    parties: ['220200'],
    signedOn: '2019-07-01',
    endsOn: '2024-06-30',
    termYears: 5,
    sample: true,
  },
  {
    title: `示例：吉林省科学技术厅与长春市${bilateral}`,
    parties: ['220100'],
    signedOn: '2021-10-20',
    endsOn: '2026-10-19',
    endedOn: '2024-12-31',
    termYears: 5,
    endReason: '示例理由：双方商定以新一轮议定书代替',
    sample: true,
  },
  {
    title: `示例：吉林省科学技术厅与延边朝鲜族自治州${bilateral}`,
    parties: ['222400'],
    signedOn: '2025-06-18',
    endsOn: '2030-06-17',
    termYears: 5,
    sample: true,
  },
  {
    title: `示例：吉林省科学技术厅与长春市新一轮${bilateral}`,
    parties: ['220100'],
    proposedOn: '2025-02-20',
    topicsOn: '2026-08-03',
    sample: true,
  },
  {
    title: '长春市、吉林市、四平市、辽源市科技创新合作框架协议（期限与事项文字为示例）',
    parties: ['220100', '220200', '220300', '220400'],
    signedOn: '2025-12-12',
    endsOn: '2028-12-11',
    termYears: 3,
    terms: `示例文本（共九项，事项文字为示例）：\n${frameworkItems.map((item, index) => `${index + 1}. ${item}`).join('\n')}`,
  },
];

const codeOf = (index: number): string => `HS${padded(index + 1, 2)}`;

function layAgreements(p: Province): void {
  agreements.forEach(({ parties, ...agreement }, index) => {
    const code = codeOf(index);
    p.consultationAgreement.add({
      ...agreement,
      code,
      kind: parties.length > 1 ? 'multilateral' : 'bilateral',
    });
    for (const region of parties)
      p.consultationParty.add({ agreement: code, reportingUnit: unitOf(region) });
  });
  const signatories: readonly (readonly [string, string, string])[] = [
    ['HS01', '吉林省科学技术厅', '厅长'],
    ['HS01', '四平市人民政府', '市长'],
    ['HS02', '吉林省科学技术厅', '厅长'],
    ['HS02', '松原市人民政府', '市长'],
    ['HS11', '长春市科学技术局', '局长'],
    ['HS11', '吉林市科学技术局', '局长'],
    ['HS11', '四平市科学技术局', '局长'],
    ['HS11', '辽源市科学技术局', '局长'],
  ];
  signatories.forEach(([agreement, party, office], index) => {
    const order = signatories.slice(0, index + 1).filter(([of]) => of === agreement).length;
    p.consultationSignatory.add({ agreement, order, party, office, sample: true });
  });
}

interface Decision {
  text: string;
  textEn: string;
  commitment?: {
    area: string;
    dueOn?: string;
    keptOn?: string;
    keptEvidence?: string;
    progress?: readonly { on: string; text: string; textEn: string; percent: number }[];
  };
}

const meetings: readonly {
  code: string;
  agreement: string;
  title: string;
  heldOn: string;
  place: string;
  decisions: readonly Decision[];
}[] = [
  {
    code: 'HS01-HY01',
    agreement: 'HS01',
    title: '示例：2024年度四平市厅市会商会议',
    heldOn: '2024-04-18',
    place: '四平市',
    decisions: [
      {
        text: '示例事项：共建农产品加工中试中心，向企业开放服务',
        textEn: 'Example: build a pilot-scale centre for food processing, open to companies',
        commitment: {
          area: 'FM2',
          dueOn: '2024-12-31',
          keptOn: '2024-12-12',
          keptEvidence: 'PT-ZS20',
        },
      },
      {
        text: '示例事项：组织装备制造企业技术需求与高校成果对接',
        textEn: 'Example: bring the needs of equipment makers together with results of universities',
        commitment: {
          area: 'FM3',
          dueOn: '2025-06-30',
          progress: [
            {
              on: '2024-11-20',
              text: '示例进展：收集企业技术需求，完成第一次对接',
              textEn: 'Example: needs collected, a first meeting held',
              percent: 40,
            },
          ],
        },
      },
      {
        text: '示例事项：支持在四平市设立技术经纪人培训点',
        textEn: 'Example: support a place in Siping where technology brokers are trained',
        commitment: { area: 'FM2', dueOn: '2027-06-30' },
      },
    ],
  },
  {
    code: 'HS02-HY01',
    agreement: 'HS02',
    title: '示例：2024年度松原市厅市会商会议',
    heldOn: '2024-06-06',
    place: '松原市',
    decisions: [
      {
        text: '示例事项：以赛马项目支持氢能储运技术示范',
        textEn: 'Example: support a demonstration of hydrogen storage and transport by a race project',
        commitment: { area: 'FM1', dueOn: '2024-12-31', keptOn: '2025-01-14', keptEvidence: 'XM2024S25' },
      },
      {
        text: '示例事项：盐碱地改良技术应用推广',
        textEn: 'Example: apply techniques that improve saline soil',
        commitment: {
          area: 'FM3',
          dueOn: '2027-12-31',
          progress: [
            {
              on: '2025-10-22',
              text: '示例进展：建成示范片一处',
              textEn: 'Example: one demonstration field is in place',
              percent: 50,
            },
          ],
        },
      },
    ],
  },
  {
    code: 'HS01-HY02',
    agreement: 'HS01',
    title: '示例：2026年度四平市厅市会商会议',
    heldOn: '2026-03-26',
    place: '长春市',
    decisions: [
      {
        text: '示例事项：评估五年合作成效，提出续签建议',
        textEn: 'Example: evaluate five years of working together and propose what follows',
      },
      {
        text: '示例事项：扩大中试中心对外服务范围',
        textEn: 'Example: widen the services of the pilot-scale centre',
      },
    ],
  },
];

function layMeetings(p: Province): void {
  for (const { decisions, ...meeting } of meetings) {
    const year = Number(meeting.heldOn.slice(0, 4));
    p.consultationMeeting.add({
      ...meeting,
      year,
      minutesNumber: `示例文号：会商纪要〔${year}〕${meeting.agreement}`,
      minutes: `示例纪要：会议通报上一年度议定事项办理情况，议定 ${decisions.length} 项。`,
      sample: true,
    });
    decisions.forEach(({ text, textEn, commitment }, index) => {
      const code = `${meeting.code}-${index + 1}`;
      if (commitment) {
        const { area, progress = [], ...plan } = commitment;
        // After those of the letter.
        const order = p.commitment.rows.filter((row) => row.area === area).length + 1;
        p.commitment.add({
          ...plan,
          code,
          area,
          order,
          title: text,
          titleEn: textEn,
          owner: department,
          promisedOn: meeting.heldOn,
          sourceKind: 'consultation-meeting',
          sourceRecord: `consultations.consultation-meeting/${meeting.code}`,
          sourceName: meeting.title,
          sample: true,
        });
        progress.forEach(({ on, ...report }, at) =>
          p.progress.add({ ...report, commitment: code, order: at + 1, reportedOn: on, sample: true }),
        );
      }
      p.consultationDecision.add({
        meeting: meeting.code,
        order: index + 1,
        text,
        textEn,
        topic: code === 'HS01-HY01-1' ? 'HS01-U220300-YT01' : undefined,
        commitment: commitment ? code : undefined,
        sample: true,
      });
    });
  }
}

function layTopics(p: Province): void {
  const changchun = {
    agreement: 'HS10',
    reportingUnit: unitOf('220100'),
    proposedBy: '长春市科学技术局',
    sample: true,
  };
  p.consultationTopic.add({
    code: 'HS01-U220300-YT01',
    agreement: 'HS01',
    reportingUnit: unitOf('220300'),
    area: 'FM2',
    title: '示例议题：农产品加工中试条件不足',
    proposedBy: '四平市科学技术局',
    proposedOn: '2022-04-18',
    decision: 'accepted',
    decidedOn: '2022-06-20',
    sample: true,
  });
  p.consultationTopic.add({
    ...changchun,
    code: 'HS10-U220100-YT01',
    area: 'FM3',
    title: '示例议题：在长高校成果就地转化',
    detail: '示例说明：希望支持在长高校设立面向本地企业的成果转化窗口。',
    proposedOn: '2026-08-12',
  });
  p.consultationTopic.add({
    ...changchun,
    code: 'HS10-U220100-YT02',
    area: 'FM3',
    title: '示例议题：高校成果对接活动经费',
    proposedOn: '2026-08-12',
    decision: 'merged',
    decidedOn: '2026-09-09',
    mergedInto: 'HS10-U220100-YT01',
  });
  p.consultationTopic.add({
    ...changchun,
    code: 'HS10-U220100-YT03',
    area: 'FM5',
    title: '示例议题：调整市级项目验收权限',
    proposedOn: '2026-08-20',
    decision: 'refused',
    decidedOn: '2026-09-09',
    reason: '示例理由：属市级权限，可由本市自行规定',
  });
}

function layReports(p: Province): void {
  const report = (
    agreement: string,
    region: string,
    [year, half, submittedOn]: readonly [number, 'first' | 'second', string],
    [pledged, delivered]: readonly [string, string],
  ) =>
    p.consultationReport.add({
      agreement,
      reportingUnit: unitOf(region),
      year,
      half,
      text: '示例报告：各项议定事项按计划推进，资金数为示例。',
      pledged,
      delivered,
      submittedOn,
      sample: true,
    });
  const late2024 = [2024, 'second', '2025-01-22'] as const;
  const early2026 = [2026, 'first', '2026-07-21'] as const;
  report('HS01', '220300', late2024, ['12000000.00', '7500000.00']);
  report('HS02', '220700', late2024, ['8000000.00', '5200000.00']);
  report('HS01', '220300', early2026, ['16000000.00', '13250000.00']);
  report('HS02', '220700', early2026, ['9000000.00', '8100000.00']);
  report('HS03', '220600', early2026, ['6000000.00', '4000000.00']);
  // The other region of this agreement has not reported.
  report('HS05', '220400', early2026, ['5000000.00', '1500000.00']);
  report('HS06', '220300', early2026, ['1000000.00', '600000.00']);
  report('HS09', '222400', early2026, ['7000000.00', '2000000.00']);
  for (const region of ['220100', '220200', '220300', '220400'])
    report('HS11', region, early2026, ['3000000.00', '1200000.00']);
}

function layOutcomes(p: Province): void {
  p.consultationEvaluation.add({
    agreement: 'HS04',
    evaluatedOn: '2025-05-20',
    grade: 'good',
    score: '86.5',
    finding: '示例评估意见：议定事项大部分完成，盐碱地治理示范尚需持续投入，建议续签。',
    sample: true,
  });
  const links = [
    { agreement: 'HS01', order: 1, commitment: 'HS01-HY01-1', platform: 'PT-ZS20', note: '示例：共建的中试中心' },
    { agreement: 'HS01', order: 2, award: 'XM2024S29', note: '示例：会商后立项的产业化项目' },
    { agreement: 'HS02', order: 1, commitment: 'HS02-HY01-1', award: 'XM2024S25', note: '示例：会商后立项的产业化项目' },
    { agreement: 'HS02', order: 2, fund: 'JJ-LH', note: '示例：参与联合资助' },
  ];
  for (const link of links) p.consultationLink.add({ ...link, sample: true });
  p.jointProject.add({
    code: 'LD2026-01',
    title: '示例：四市先进装备关键技术联合攻关',
    agreement: 'HS11',
    startsOn: '2026-04-01',
    endsOn: '2028-03-31',
    sample: true,
  });
  for (const region of ['220100', '220200', '220300', '220400']) {
    p.jointProjectParty.add({
      project: 'LD2026-01',
      reportingUnit: unitOf(region),
      leads: region === '220100',
    });
  }
}

function layTerms(p: Province): void {
  const given = { validFrom: '2026-01-01', basis: 'unverified' } as const;
  p.parameter.add({
    ...given,
    name: 'consultations.meetings-per-year',
    value: '1',
    unit: '次',
    document: '厅市会商每年召开一次（2010年试点报道所述，原文件待核；施行日期为示例）',
  });
  for (const [name, value] of [
    ['consultations.report-due-days', '30'],
    ['consultations.evaluation-days-before-end', '90'],
    ['consultations.expiry-notice-days', '180'],
  ] as const)
    p.parameter.add({ ...given, name, value, unit: '天', document: '示例值，原文件待核；施行日期为示例' });
}

export function layConsultations(p: Province): void {
  layAgreements(p);
  layTopics(p);
  layMeetings(p);
  layReports(p);
  layOutcomes(p);
  layTerms(p);
}

/** Instruments the letter names, the reform plan and the talent policy with what belongs to them. */
import { department, organisationDepartment } from './directory.ts';
import { padded, upTo, type Province } from './province.ts';

export const reformPlan = 'ZC-REFORM';
export const talentPolicy = 'ZC-TALENT';
export const pilotPlan = 'ZC-PILOT';
export const laboratoryRules = 'ZC-LAB';

const aspects = [
  '职务科技成果赋权改革',
  '职务科技成果转化模式改革',
  '职务科技成果管理改革',
  '职务科技成果市场化转化机制改革',
];

export function layPolicies(p: Province): void {
  layInstruments(p);
  layTalentRules(p);
  layReformPlan(p);
  layParameters(p);
}

function layInstruments({ instrument }: Province): void {
  instrument.add({
    code: 'ZC-LETTER',
    title: '吉林省科学技术厅对省十四届人大四次会议《关于推动科技创新工作的建议》的答复',
    number: '吉科发规划〔2025〕59号',
    kind: 'notice',
    issuedOn: '2025-05-27',
  });
  instrument.add({
    code: reformPlan,
    title: '吉林省全面深化职务科技成果改革实施方案',
    kind: 'plan',
    issuedOn: '2024-12-23',
    effectiveOn: '2024-12-23',
  });
  instrument.add({
    code: talentPolicy,
    title: '吉林省人才政策3.0版',
    number: '吉发〔2022〕18号',
    kind: 'policy',
  });
  instrument.add({
    code: 'ZC-PILOT-NATIONAL',
    title: '赋予科研人员职务科技成果所有权或长期使用权试点实施方案（国家）',
    number: '国科发区〔2020〕128号',
    kind: 'plan',
  });
  instrument.add({
    code: pilotPlan,
    title: '赋予科研人员职务科技成果所有权或长期使用权试点实施方案',
    kind: 'plan',
    parent: 'ZC-PILOT-NATIONAL',
  });
  instrument.add({ code: laboratoryRules, title: '吉林省实验室管理办法（试行）', kind: 'policy' });
  instrument.add({ code: 'ZC-IP-LAW', title: '吉林省知识产权保护和促进条例', kind: 'law' });
  instrument.add({
    code: 'ZC-IP-2024',
    title: '2024年吉林省实施知识产权强国建设纲要和“十四五”规划年度推进计划',
    kind: 'plan',
  });
  instrument.add({
    code: 'ZC-IP-TASKS',
    title: '吉林省知识产权保护体系建设任务清单',
    kind: 'notice',
    parent: 'ZC-IP-LAW',
  });
  instrument.add({ code: 'ZC-TRINITY', title: '吉林省教育科技人才产业一体化发展三年行动方案', kind: 'plan' });
  // A plan still being drafted: its departments, aspects and measures count nowhere.
  instrument.add({ code: 'ZC-DRAFT', title: '示例改革方案（征求意见稿）', kind: 'plan' });
}

function layTalentRules({ instrument }: Province): void {
  const rules = [
    ['分类定级实施细则', '2022-11-18'],
    ['安家补贴实施细则', '2022-11-18'],
    ['子女入学实施细则', '2022-12-09'],
    ['示例配套实施细则04', '2023-02-24'],
    ['示例配套实施细则05', '2023-06-16'],
    ['示例配套实施细则06', '2024-03-08'],
  ] as const;
  rules.forEach(([title, issuedOn], index) => {
    instrument.add({
      code: `ZC-TALENT-${padded(index + 1, 2)}`,
      title: `吉林省人才政策3.0版${title}`,
      kind: 'rules',
      parent: talentPolicy,
      issuedOn,
    });
  });
  // Beside them, and not among the six: one repealed, one issued after the letter, one that is only a notice.
  instrument.add({
    code: 'ZC-TALENT-07',
    title: '吉林省人才政策3.0版示例配套实施细则07（旧版）',
    kind: 'rules',
    parent: talentPolicy,
    issuedOn: '2022-12-30',
    endedOn: '2024-03-08',
  });
  instrument.add({
    code: 'ZC-TALENT-08',
    title: '吉林省人才政策3.0版示例配套实施细则08',
    kind: 'rules',
    parent: talentPolicy,
    issuedOn: '2025-08-15',
  });
  instrument.add({
    code: 'ZC-TALENT-09',
    title: '关于做好人才分类定级申报工作的示例通知',
    kind: 'notice',
    parent: talentPolicy,
    issuedOn: '2024-06-28',
  });
}

function layReformPlan({ instrumentIssuer, aspect, measure }: Province): void {
  const departments = [department, organisationDepartment, ...upTo(8).map((n) => `DW-D${padded(n, 2)}`)];
  for (const organisation of departments) {
    instrumentIssuer.add({ instrument: reformPlan, organisation, lead: organisation === department });
  }
  instrumentIssuer.add({ instrument: talentPolicy, organisation: organisationDepartment, lead: true });
  instrumentIssuer.add({ instrument: 'ZC-LETTER', organisation: department, lead: true });
  instrumentIssuer.add({ instrument: laboratoryRules, organisation: department, lead: true });
  instrumentIssuer.add({ instrument: 'ZC-DRAFT', organisation: department, lead: true });
  instrumentIssuer.add({ instrument: 'ZC-DRAFT', organisation: 'DW-D08', lead: false });
  aspects.forEach((title, index) => {
    const code = `${reformPlan}-${index + 1}`;
    aspect.add({ code, instrument: reformPlan, order: index + 1, title });
    for (const n of upTo(3)) {
      const order = index * 3 + n;
      measure.add({
        code: `${reformPlan}-M${padded(order, 2)}`,
        aspect: code,
        order,
        title: `示例措施${padded(order, 2)}（原文名称待补）`,
      });
    }
  });
  aspect.add({ code: 'ZC-DRAFT-1', instrument: 'ZC-DRAFT', order: 1, title: '示例方面' });
  measure.add({ code: 'ZC-DRAFT-M01', aspect: 'ZC-DRAFT-1', order: 1, title: '示例草案措施' });
}

function layParameters({ parameter }: Province): void {
  parameter.add({
    name: 'programmes.midterm-check-exempt-years',
    value: '3',
    unit: '年',
    validFrom: '2024-01-01',
    document: '吉科发规划〔2025〕59号（答复所述，原文件待核；施行日期为示例）',
    basis: 'unverified',
  });
}

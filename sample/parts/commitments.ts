/** The letter's frame, condensed from its own words: five areas, measures taken, next steps. */
import { department, marketRegulator } from './directory.ts';
import { letterDay, padded, type Province } from './province.ts';

type Pair = readonly [zh: string, en: string];

interface Area {
  title: Pair;
  measures: readonly Pair[];
  steps: readonly Pair[];
}

const areas: readonly Area[] = [
  {
    title: ['顶层设计', 'Overall design'],
    measures: [
      [
        '全面建立厅地会商制度，瞄准地方发展对科技创新的实际需求，与四平、松原、白山、白城等6个地区签订厅市工作会商议定书',
        'Set up consultations between the department and the regions on what they need from science and technology; agreements signed with six regions, among them Siping, Songyuan, Baishan and Baicheng',
      ],
      [
        '完善区域科技创新能力提升“赛马”机制，按结果分等次以产业化项目形式对9市（州）和梅河口市实施资金资助',
        'Improve the “race” between regions: nine prefectures and Meihekou are funded by rank, in the form of industrialisation projects',
      ],
    ],
    steps: [
      [
        '持续推进创新型省份建设，全面建立厅地会商机制',
        'Go on building an innovative province and set up consultations with every region',
      ],
      [
        '继续开展区域科技创新能力提升“赛马”工作，加强区域科技创新联动',
        'Continue the race between regions and link their innovation work more closely',
      ],
    ],
  },
  {
    title: ['科技投入', 'Investment'],
    measures: [
      [
        '将科技创新作为省级财政资金重点领域予以优先保障，探索多元化投入方式，资金规模连年增长',
        'Give science and technology priority in the provincial budget and try new ways of funding; the funds grow year after year',
      ],
      [
        '拓展联合资助方范围和联合基金资助规模，为开展基础研究提供经费支持',
        'Win more co-funding parties and enlarge the joint funds that pay for basic research',
      ],
      [
        '构建省实验室、省重点实验室、省科技创新中心、省临床医学研究中心、省国际合作实验室、校企联合实验室、省工程中心、省工程实验室等为支撑的创新平台体系',
        'Build a system of platforms: provincial laboratories and key laboratories, innovation centres, clinical research centres, international and university–enterprise joint laboratories, engineering centres and engineering laboratories',
      ],
      [
        '积极向上衔接，争取我省高校、院所建设全国重点实验室、“一带一路”联合实验室等国家级平台',
        'Help universities and institutes of the province to win national platforms such as national key laboratories and Belt and Road joint laboratories',
      ],
      [
        '持续培育技术经纪人，支持科技企业孵化器，实施科技企业梯次培育',
        'Train technology brokers, support incubators and help technology companies grow step by step',
      ],
      [
        '启动概念验证中心和科技成果转化中试中心建设，成立省科技经纪人创新发展联盟、省促进产业协同创新和成果转化投资联盟、省科技成果服务平台',
        "Start proof-of-concept and pilot-scale centres; found the brokers' alliance, the alliance for investment in joint innovation and transfer, and the provincial service platform for research results",
      ],
    ],
    steps: [
      [
        '坚持优先保障科技创新领域财政资金投入，持续支持重点产业领域技术研发和高能级实验平台建设',
        'Keep science and technology first in the budget; go on supporting research in key industries and high-level laboratories',
      ],
      [
        '围绕科研优势领域，稳定支持各类省级科研平台建设，积极推动国家级平台建设',
        'Give provincial research platforms steady support in the fields where the province is strong, and work towards national ones',
      ],
      [
        '围绕企业技术需求、知识产权保障，持续培育技术经纪人、建设概念验证中心和成果转化中试中心',
        'Train more technology brokers and build more proof-of-concept and pilot-scale centres, for what companies need in technology and intellectual property',
      ],
    ],
  },
  {
    title: ['成果转化', 'Technology transfer'],
    measures: [
      [
        '联合省委组织部等10部门出台《吉林省全面深化职务科技成果改革实施方案》，提出赋权改革、转化模式改革、管理改革、市场化转化机制改革4个方面12条具体措施',
        'Issued, with ten departments, the plan to deepen the reform of service inventions: twelve measures in four aspects (empowerment, ways of transfer, administration, market mechanisms)',
      ],
      [
        '着力解决科技成果不愿转、不敢转、不好转问题',
        'Tackle why research results are not transferred: lack of will, fear of liability, practical obstacles',
      ],
    ],
    steps: [
      [
        '实施职务科技成果资产单列管理，强化体制机制保障',
        'Administer service inventions in a separate ledger, with the rules that this needs',
      ],
      ['推动职务科技成果高效率转化应用', 'Have service inventions transferred and applied efficiently'],
      [
        '开展职务科技成果改革政策宣讲，实现各市（州）政策宣讲全覆盖',
        'Explain the reform to researchers, in every prefecture of the province',
      ],
    ],
  },
  {
    title: ['科技人才', 'Talent'],
    measures: [
      [
        '加大人才引进力度，制定引进人才相关优惠政策，吸引国内外高层次人才和紧缺型人才到吉林创新创业',
        'Recruit more: policies that attract leading and scarce specialists from China and abroad',
      ],
      [
        '加强人才培养和培训，实施重点领域紧缺人才专项培育计划，推动高校、职业院校与企业共建产教联合体',
        'Train more: programmes for scarce skills, and joint bodies of universities, vocational colleges and companies',
      ],
      [
        '建立健全人才评价机制，推行分类评价，减少论文数量要求，强化成果质量和社会效益考核',
        'Evaluate by category: fewer papers required, more weight on quality and benefit to society',
      ],
    ],
    steps: [
      [
        '按照《吉林省教育科技人才产业一体化发展三年行动方案》要求，各部门立足职能、互相配合，扎实推进重点任务落实',
        'Carry out the three-year plan that joins education, science, talent and industry, each department in its own duty',
      ],
      [
        '为我省人才“引”“育”“留”“用”提供有力支撑',
        'Support the province in recruiting, training, keeping and employing talent',
      ],
    ],
  },
  {
    title: ['创新环境', 'Environment for innovation'],
    measures: [
      [
        '全面落实科技“放管服”，简化科研项目申报表格和材料，扩大科研人员在团队组成、经费调整、技术路线调整等方面的自主权',
        'Cut red tape: simpler application forms, and more freedom for researchers in team, budget and method',
      ],
      [
        '《吉林省知识产权保护和促进条例》发布实施，制发年度推进计划和知识产权保护体系建设任务清单',
        'The regulation on intellectual property is in force; the yearly plan and the task list for its protection are issued',
      ],
      [
        '印发职务科技成果改革和赋权试点实施方案，遴选两批共18家高校院所开展试点',
        'The plans for the reform and for the empowerment pilot are issued; eighteen institutions take part, in two batches',
      ],
    ],
    steps: [
      [
        '继续深入落实科技“放管服”，逐步简化申报工作流程，强化服务意识',
        'Go on cutting red tape: simpler applications and better service',
      ],
      [
        '不断加强知识产权保护，完善知识产权公共服务体系，提升服务机构能力和水平',
        'Strengthen the protection of intellectual property and its public services',
      ],
      [
        '营造良好的创新氛围，增强科研人员的幸福感、获得感',
        'Create a climate in which researchers like to work and see the worth of what they do',
      ],
    ],
  },
];

/**
 * The letter gives its next steps no date, no target and no report. These are invented, to show what a ledger of
 * promises looks like, and marked so.
 */
const plans: Record<
  string,
  {
    dueOn: string;
    planSample: true;
    target?: string;
    targetFigure?: string;
    targetParams?: string;
    targetValue?: string;
  }
> = {
  'FM1-XB01': {
    dueOn: '2025-12-31',
    planSample: true,
    target: '示例目标：与十个市（州）和单列填报地区都有执行中的会商议定书',
    targetFigure: 'consultation.regions',
    targetValue: '10',
  },
  'FM1-XB02': { dueOn: '2027-12-31', planSample: true },
  'FM2-XB02': { dueOn: '2028-06-30', planSample: true },
  'FM2-XB03': {
    dueOn: '2026-06-30',
    planSample: true,
    target: '示例目标：2025 年新培育技术经纪人不少于 600 人',
    targetFigure: 'brokers.new',
    targetParams: '{"year":2025}',
    targetValue: '600',
  },
  'FM3-XB01': {
    dueOn: '2028-12-29',
    planSample: true,
    target: '示例目标：赋权职务科技成果达到 2500 个',
    targetFigure: 'achievements.empowered',
    targetValue: '2500',
  },
  'FM5-XB02': { dueOn: '2028-12-29', planSample: true },
};

function layExamples(p: Province): void {
  const example = {
    owner: department,
    promisedOn: '2025-06-20',
    sourceKind: 'reply',
    sample: true,
    planSample: true,
  } as const;
  p.commitment.add({
    ...example,
    code: 'FM2-XB04',
    area: 'FM2',
    order: 4,
    title: '示例承诺：编制省级科研平台开放共享目录（纸质本）',
    titleEn: 'Example: print a catalogue of what the provincial platforms share',
    dueOn: '2025-12-31',
    droppedOn: '2025-11-14',
    dropReason: '示例理由：已改为在线目录，纸质本不再编印',
  });
  p.commitment.add({
    ...example,
    code: 'FM3-XB04',
    area: 'FM3',
    order: 4,
    title: '示例承诺：编印职务科技成果改革政策问答',
    titleEn: 'Example: print questions and answers on the reform of service inventions',
    dueOn: '2025-11-28',
    keptOn: '2025-11-21',
    keptEvidence: '示例文号：科技成果政策问答〔2025〕1号',
  });
  p.coOwner.add({ commitment: 'FM3-XB01', organisation: 'DW-D01', sample: true });
  p.coOwner.add({ commitment: 'FM5-XB02', organisation: marketRegulator, sample: true });
  p.progress.add({
    commitment: 'FM1-XB01',
    order: 1,
    reportedOn: '2025-06-18',
    text: '示例进展：与延边朝鲜族自治州签订厅市工作会商议定书',
    textEn: 'Example: agreement on consultations signed with Yanbian',
    evidence: 'HS09',
    percent: 60,
    sample: true,
  });
  p.progress.add({
    commitment: 'FM1-XB01',
    order: 2,
    reportedOn: '2025-11-05',
    text: '示例进展：与其余地区的议定书文本征求意见完毕',
    textEn: 'Example: the drafts for the remaining regions have been commented on',
    percent: 70,
    sample: true,
  });
  p.progress.add({
    commitment: 'FM2-XB03',
    order: 1,
    reportedOn: '2025-09-12',
    text: '示例进展：举办技术经纪人培训班两期',
    textEn: 'Example: two courses for technology brokers were held',
    evidence: '示例文号：培训通知〔2025〕3号',
    percent: 35,
    sample: true,
  });
  p.progress.add({
    commitment: 'FM3-XB04',
    order: 1,
    reportedOn: '2025-10-17',
    text: '示例进展：问答初稿完成，送试点单位征求意见',
    textEn: 'Example: the first draft is with the pilot institutions for comment',
    percent: 80,
    sample: true,
  });
  p.progress.add({
    commitment: 'FM5-XB02',
    order: 1,
    reportedOn: '2025-08-29',
    text: '示例进展：知识产权公共服务事项清单完成初稿',
    textEn: 'Example: a first list of public services for intellectual property is drafted',
    percent: 20,
    sample: true,
  });
  p.dateChange.add({
    commitment: 'FM1-XB01',
    order: 1,
    oldDueOn: '2025-12-31',
    newDueOn: '2027-06-30',
    reason: '示例理由：两个地区机构改革，议定书须由新班子商定',
    changedOn: '2025-12-10',
    sample: true,
  });
  const asked = { figure: 'enforcement.destroyed-weight', askedOf: marketRegulator, askedBy: '示例经办人' };
  p.request.add({
    ...asked,
    code: 'QZ20250226-01',
    year: 2024,
    question: '示例征询：请证明 2024 年集中销毁侵权假冒伪劣商品的总重（前件已撤回，请出具更正件）',
    askedOn: '2025-02-26',
    dueOn: '2025-03-10',
    statement: 'ZM005',
    answeredOn: '2025-03-05',
  });
  p.request.add({
    ...asked,
    code: 'QZ20250603-01',
    figure: 'enforcement.destroyed-value',
    year: 2025,
    question: '示例征询：请证明 2025 年集中销毁侵权假冒伪劣商品的货值',
    askedOn: '2025-06-03',
  });
}

export function layCommitments(p: Province): void {
  areas.forEach((area, index) => {
    const number = index + 1;
    const code = `FM${number}`;
    p.area.add({ code, number, title: area.title[0], titleEn: area.title[1] });
    area.measures.forEach(([title, titleEn], at) => {
      p.areaMeasure.add({
        code: `${code}-CS${padded(at + 1, 2)}`,
        area: code,
        order: at + 1,
        title,
        titleEn,
        sample: false,
      });
    });
    area.steps.forEach(([title, titleEn], at) => {
      p.commitment.add({
        code: `${code}-XB${padded(at + 1, 2)}`,
        area: code,
        order: at + 1,
        title,
        titleEn,
        owner: department,
        promisedOn: letterDay,
        sourceKind: 'reply',
        sourceName: '吉科发规划〔2025〕59号',
        sample: false,
        ...plans[`${code}-XB${padded(at + 1, 2)}`],
      });
    });
  });
  layExamples(p);
}

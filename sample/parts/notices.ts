/** Public notices: all invented, on the days the projects they show could have had them. */
import type { Province } from './province.ts';

const common = {
  shownAt: '示例厅网站“通知公告”栏、本平台',
  contact: '示例处室，电话 0000-00000000，信箱 notice@example.invalid',
  itemHeading: '项目',
  objectionStops: 'item',
  counting: 'working-days',
  sample: true,
} as const;

const projects = (p: Province, codes: readonly string[]) =>
  codes.map((code) => {
    const award = p.award.rows.find((row) => row.code === code);
    const organisation = p.organisation.rows.find((row) => row.code === award?.organisation);
    if (!award || !organisation) throw new Error(`no project ${code} to be shown in a notice`);
    return { refersTo: code, title: award.title, unit: organisation.name, amount: award.grantAmount };
  });

function layItems(
  p: Province,
  notice: string,
  codes: readonly string[],
  result: (amount: string, index: number) => string,
): void {
  projects(p, codes).forEach(({ amount, ...item }, index) => {
    p.noticeItem.add({
      notice,
      order: index + 1,
      ...item,
      person: `示例负责人${String(index + 1).padStart(2, '0')}`,
      value: result(amount ?? '', index),
      sample: true,
    });
  });
}

/** `480000.00` → 48万元. */
const inTenThousands = (yuan: string): string => {
  const tens = BigInt(yuan.replace('.', '')) / 10_000n;
  const part = String(tens % 100n).padStart(2, '0').replace(/0+$/, '');
  return `拟资助${String(tens / 100n)}${part === '' ? '' : `.${part}`}万元`;
};

export function layNotices(p: Province): void {
  layEndedAward(p);
  layObjectedAward(p);
  layCorrected(p);
  layEvaluation(p);
}

function layEndedAward(p: Province): void {
  p.publicNotice.add({
    ...common,
    code: 'GS20240912-01',
    kind: 'award',
    title: '2024年度“赛马”机制拟立项项目公示（第二批）',
    titleEn: 'Race projects of 2024 to be awarded, second batch',
    text: '经申报、推荐、形式审查和评审，拟对下列项目予以立项，现予公示。',
    textEn: 'After application, recommendation, a check of form and review, these projects are to be awarded.',
    document: '示例文〔2024〕12号',
    clause: '第十五条',
    division: '示例规划处室',
    valueHeading: '拟资助金额',
    publishedOn: '2024-09-12',
    firstOn: '2024-09-13',
    length: 5,
    announcedUntil: '2024-09-20',
    blocks: '签订任务书',
    blocksEn: 'sign the task agreements',
    concludedOn: '2024-09-23',
    conclusion: '公示期内未收到异议，按公示的名单立项。',
  });
  layItems(p, 'GS20240912-01', ['XM2024S03', 'XM2024S04', 'XM2024S01'], inTenThousands);
}

function layObjectedAward(p: Province): void {
  const code = 'GS20250310-01';
  p.publicNotice.add({
    ...common,
    code,
    kind: 'award',
    title: '2025年度科技聚力攻坚专项拟立项项目公示',
    titleEn: 'Key-problem projects of 2025 to be awarded',
    text: '经评审，拟对下列项目予以立项，现予公示。',
    textEn: 'After review, these projects are to be awarded.',
    document: '示例文〔2025〕3号',
    clause: '第十二条',
    division: '示例规划处室',
    valueHeading: '拟资助金额',
    publishedOn: '2025-03-10',
    firstOn: '2025-03-11',
    length: 7,
    announcedUntil: '2025-03-19',
    blocks: '签订任务书',
    blocksEn: 'sign the task agreements',
    concludedOn: '2025-03-24',
    conclusion: '公示期内收到异议 1 件，经核查不成立，已答复异议人；按公示的名单立项。',
  });
  const codes = p.award.rows
    .filter(({ programme, contractedOn }) => programme === 'JH-KEY' && (contractedOn ?? '') > '2025-03-24')
    .slice(0, 4)
    .map((award) => award.code);
  layItems(p, code, codes, inTenThousands);
  p.noticeObjection.add({
    code: `${code}-YY01`,
    notice: code,
    item: `${code}~2`,
    objectorKind: 'person',
    objector: '示例异议人01',
    contact: '示例地址01',
    text: '示例：第 2 项的研究内容与一个已立项的项目相近，请核查是否重复资助。',
    way: 'letter',
    receivedOn: '2025-03-14',
    acceptedOn: '2025-03-17',
    answeredOn: '2025-03-21',
    result: 'rejected',
    gist: '认为第 2 项与一个已立项的项目研究内容相近，请核查是否重复资助。',
    answer: '经查重和专家核对，两个项目的研究对象、技术路线和考核指标不同，不属于重复资助。',
    sample: true,
  });
}

function layCorrected(p: Province): void {
  const first = {
    ...common,
    kind: 'filing',
    titleEn: 'Proof-of-concept centres to be filed in 2026',
    text: '经审核，拟对下列概念验证中心予以备案，现予公示。',
    textEn: 'These proof-of-concept centres are to be filed.',
    document: '示例文〔2026〕5号',
    division: '示例成果转化处室',
    itemHeading: '中心',
    length: 5,
    blocks: '备案并公布名单',
    blocksEn: 'file the centres and publish the list',
    objectionStops: 'all',
  } as const;
  p.publicNotice.add({
    ...first,
    code: 'GS20260601-01',
    title: '2026年度拟备案概念验证中心公示',
    publishedOn: '2026-06-01',
    firstOn: '2026-06-02',
    announcedUntil: '2026-06-08',
    withdrawnOn: '2026-06-04',
    withdrawReason: '内容有更正，以 GS20260604-01 重新公示',
  });
  p.publicNotice.add({
    ...first,
    code: 'GS20260604-01',
    title: '2026年度拟备案概念验证中心公示（更正）',
    publishedOn: '2026-06-04',
    firstOn: '2026-06-05',
    announcedUntil: '2026-06-11',
    supersedes: 'GS20260601-01',
    concludedOn: '2026-06-12',
    conclusion: '公示期内未收到异议，按更正后的名单备案。',
  });
  for (const [notice, unit] of [
    ['GS20260601-01', '示例高校甲'],
    ['GS20260604-01', '示例高校乙'],
  ] as const) {
    p.noticeItem.add({ notice, order: 1, title: '示例概念验证中心（新材料）', unit, sample: true });
    p.noticeItem.add({ notice, order: 2, title: '示例概念验证中心（生物医药）', unit: '示例研究所丙', sample: true });
  }
}

function layEvaluation(p: Province): void {
  const code = 'GS20261120-01';
  p.publicNotice.add({
    ...common,
    code,
    kind: 'evaluation',
    title: '2024年度“赛马”机制项目综合绩效评价结果公示（第一批）',
    titleEn: 'Performance evaluation of race projects of 2024 that were completed early, first batch',
    text: '下列项目提前完成任务书约定的任务，经专家组综合绩效评价，拟定结果如下，现予公示。',
    textEn:
      'These projects completed their task agreements early and were evaluated by a panel of experts; the results are to be as listed.',
    document: '示例文〔2026〕7号',
    clause: '第二十一条',
    division: '示例规划处室',
    valueHeading: '评价结果',
    subjectRegister: 'programmes.programme',
    subjectCode: 'JH-RACE',
    publishedOn: '2026-11-20',
    firstOn: '2026-11-23',
    length: 10,
    announcedUntil: '2026-12-04',
    blocks: '办理结题、拨付尾款',
    blocksEn: 'close the projects and pay the last instalment',
  });
  const codes = p.award.rows
    .filter(({ programme, contractedOn }) => programme === 'JH-RACE' && (contractedOn ?? '').startsWith('2024'))
    .slice(4, 10)
    .map((award) => award.code);
  layItems(p, code, codes, (_, index) => ['优秀', '合格', '合格', '优秀', '合格', '不合格'][index] ?? '合格');
}

/** The task list of one plan, invented to show how such a list is kept; every row of it says so. */
import { department, marketRegulator } from './directory.ts';
import type { Province } from './province.ts';

const innovativeProvince = 'CX2025';
const begun = '2025-06-30';

/** Tasks of an invented list for an innovative province (创新型省份建设): owners, dates and targets are examples. */
export function layPlans(p: Province): void {
  p.workPlan.add({
    code: innovativeProvince,
    name: '示例：创新型省份建设任务清单',
    nameEn: 'Example: task list for an innovative province',
    issuedOn: begun,
    issuer: department,
    endsOn: '2028-12-29',
    sample: true,
  });
  const task = {
    promisedOn: begun,
    sourceKind: 'plan',
    plan: innovativeProvince,
    sample: true,
    planSample: true,
  } as const;
  p.commitment.add({
    ...task,
    code: `${innovativeProvince}-01`,
    area: 'FM1',
    order: 3,
    title: '示例任务：与不少于 6 个地区建立会商机制',
    titleEn: 'Example task: consultations with at least six regions',
    owner: department,
    dueOn: '2025-12-31',
    target: '示例目标：执行中的会商议定书覆盖 6 个地区',
    targetFigure: 'consultation.regions',
    targetValue: '6',
  });
  p.commitment.add({
    ...task,
    code: `${innovativeProvince}-02`,
    area: 'FM1',
    order: 4,
    title: '示例任务：建立创新型省份建设监测月报',
    titleEn: 'Example task: a monthly report on the innovative province',
    owner: department,
    dueOn: '2026-06-30',
  });
  p.commitment.add({
    ...task,
    code: `${innovativeProvince}-03`,
    area: 'FM3',
    order: 5,
    title: '示例任务：编制职务科技成果转化操作指引',
    titleEn: 'Example task: a guide to the transfer of service inventions',
    owner: department,
    dueOn: '2026-03-31',
    keptOn: '2026-03-20',
    keptEvidence: '示例文号：科技成果指引〔2026〕1号',
  });
  p.commitment.add({
    ...task,
    code: `${innovativeProvince}-04`,
    area: 'FM4',
    order: 3,
    title: '示例任务：建立重点领域紧缺人才需求清单',
    titleEn: 'Example task: a list of scarce specialists in key fields',
    owner: 'DW-D02',
    dueOn: '2028-06-30',
  });
  p.commitment.add({
    ...task,
    code: `${innovativeProvince}-05`,
    area: 'FM5',
    order: 4,
    title: '示例任务：编制知识产权保护体系建设任务清单',
    titleEn: 'Example task: a task list for the protection of intellectual property',
    owner: marketRegulator,
    dueOn: '2028-12-29',
  });
  const partners: readonly (readonly [string, readonly string[]])[] = [
    ['01', ['DW-D01', 'DW-D02']],
    ['04', [department, 'DW-D03']],
    ['05', [department]],
  ];
  for (const [number, organisations] of partners)
    for (const organisation of organisations)
      p.coOwner.add({ commitment: `${innovativeProvince}-${number}`, organisation, sample: true });
  p.progress.add({
    commitment: `${innovativeProvince}-02`,
    order: 1,
    reportedOn: '2026-04-15',
    text: '示例进展：监测指标目录完成，月报样稿送各单位征求意见',
    textEn: 'Example: the indicators are listed; a draft report is out for comment',
    evidence: '示例文号：科技规划监测〔2026〕2号',
    percent: 50,
    sample: true,
  });
  p.progress.add({
    commitment: `${innovativeProvince}-04`,
    order: 1,
    reportedOn: '2026-09-10',
    text: '示例进展：两个重点领域的需求已汇总',
    textEn: 'Example: what two key fields need has been gathered',
    percent: 20,
    sample: true,
  });
  p.answer.add({
    commitment: 'FM3-XB04',
    order: 1,
    answeredOn: '2025-12-05',
    text: '示例回告：政策问答已印发，并寄送提出建议的代表',
    textEn: 'Example: the questions and answers are printed and were sent to the deputy who asked',
    document: '示例文号：科技办函〔2025〕8号',
    sample: true,
  });
}

/** The suggestion the letter answers, and open ones; dates and people of the open ones are invented (示例). */
import { department, marketRegulator } from './directory.ts';
import type { Province } from './province.ts';

/** Who hands suggestions over. */
const assigningBody = 'DW-RDDB';

/** Key of the suggestion the letter answers. */
const letterSuggestion = 'JY-SKJCX';

export function layReplies(p: Province): void {
  p.organisation.add({
    code: assigningBody,
    name: '示例交办机关（省人大常委会代表工作机构）',
    kind: 'department',
    region: '220000',
  });
  p.series.add({
    code: '吉科发规划',
    prefix: '吉科发规划',
    pattern: '{prefix}〔{year}〕{n}号',
    first: 1,
    last: 999,
  });
  layAnswered(p);
  layJointlyHandled(p);
  layNearDeadline(p);
}

/** The letter's own: deputy, session, title and items are its words; the dates before it are not known. */
function layAnswered(p: Province): void {
  p.suggestion.add({
    code: letterSuggestion,
    kind: 'suggestion',
    title: '关于推动科技创新工作的建议',
    session: '省十四届人大四次会议',
    deputy: '王松伟',
    content: '（建议原文待补；以下事项取自答复函的标题）',
    complex: false,
    raisedOn: '2025-01-16',
    assignedOn: '2025-02-28',
    assignedBy: assigningBody,
    acceptedOn: '2025-03-03',
    division: '示例承办处室',
    sample: true,
  });
  const items = [
    '加强全省科技创新的顶层设计',
    '加大科技创新投入力度',
    '促进科技成果转化应用',
    '培养高素质科技创新人才',
    '进一步优化科技创新环境',
  ];
  for (const [index, title] of items.entries())
    p.suggestionItem.add({ suggestion: letterSuggestion, order: index + 1, title });
  p.handling.add({
    suggestion: letterSuggestion,
    organisation: department,
    part: 'lead',
    assignedOn: '2025-02-28',
    acceptedOn: '2025-03-03',
  });
}

function layJointlyHandled(p: Province): void {
  const suggestion = 'JY-SL01';
  p.suggestion.add({
    code: suggestion,
    kind: 'suggestion',
    title: '关于加强知识产权保护促进成果转化的建议（示例）',
    session: '省十四届人大五次会议',
    deputy: '示例代表甲',
    coDeputies: '示例代表乙、示例代表丙',
    deputyAccount: 'deputy',
    content:
      '示例内容：高校院所的成果多，但转化中的知识产权保护仍有不足。建议：一是完善职务科技成果转化的激励；二是加强知识产权行政保护，定期发布典型案例。',
    complex: true,
    raisedOn: '2026-08-20',
    assignedOn: '2026-10-12',
    assignedBy: assigningBody,
    acceptedOn: '2026-10-14',
    division: '示例承办处室',
    sample: true,
  });
  p.suggestionItem.add({ suggestion, order: 1, title: '完善职务科技成果转化激励' });
  p.suggestionItem.add({ suggestion, order: 2, title: '加强知识产权行政保护' });
  p.handling.add({
    suggestion,
    organisation: department,
    part: 'lead',
    assignedOn: '2026-10-12',
    acceptedOn: '2026-10-14',
  });
  p.handling.add({ suggestion, organisation: marketRegulator, part: 'co', assignedOn: '2026-11-16' });
}

function layNearDeadline(p: Province): void {
  const suggestion = 'TA-SL02';
  p.suggestion.add({
    code: suggestion,
    kind: 'proposal',
    title: '关于支持技术经纪人队伍建设的提案（示例）',
    session: '省政协十三届四次会议',
    deputy: '示例委员丁',
    deputyAccount: 'deputy',
    content: '示例内容：技术经纪人数量不足、专业化程度不高。建议加强培育，并支持其联盟开展服务。',
    complex: false,
    raisedOn: '2026-08-10',
    assignedOn: '2026-08-27',
    assignedBy: assigningBody,
    acceptedOn: '2026-08-31',
    division: '示例承办处室',
    sample: true,
  });
  p.suggestionItem.add({ suggestion, order: 1, title: '加强技术经纪人培育' });
  p.handling.add({
    suggestion,
    organisation: department,
    part: 'lead',
    assignedOn: '2026-08-27',
    acceptedOn: '2026-08-31',
  });
}


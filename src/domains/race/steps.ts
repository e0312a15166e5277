/** The order of a cycle: in which steps an act may be done, and to which step it leads; pure. */
import type { Words } from '#kernel/contract/words.ts';
import { stepWords, type Step } from './rules.ts';

/** One thing that can be done to a cycle. */
interface Act {
  label: Words;
  /** Steps in which it may be done. */
  in: readonly Step[];
  /** The step it leads to; none where the cycle stays where it is. */
  to?: Step;
  /** What it needs besides, in words. */
  needs?: Words;
}

/** Acts by name. What comes first in a step is what leads on from it. */
export const acts = {
  draft: { label: { zh: '起草测算方法', en: 'draft the method' }, in: ['plan'] },
  weigh: { label: { zh: '调整权重', en: 'adjust the weights' }, in: ['plan'] },
  freeze: {
    label: { zh: '方法定稿', en: 'freeze the method' },
    in: ['plan'],
    needs: {
      zh: '方法草案，指标成树，设置可用',
      en: 'a draft whose items form a tree and whose settings hold',
    },
  },
  openReporting: {
    label: { zh: '启动填报', en: 'open reporting' },
    in: ['plan'],
    to: 'report',
    needs: { zh: '方法已定稿，至少两个参加单位', en: 'a frozen method and at least two units' },
  },
  report: { label: { zh: '填报数据', en: 'report data' }, in: ['report', 'verify'] },
  submit: { label: { zh: '报送', en: 'submit' }, in: ['report', 'verify'] },
  closeReporting: {
    label: { zh: '转入核验', en: 'go on to verification' },
    in: ['report'],
    to: 'verify',
    needs: { zh: '各单位都已报送', en: 'every unit has submitted' },
  },
  verify: { label: { zh: '核验', en: 'verify' }, in: ['verify'] },
  return: { label: { zh: '退回', en: 'return data' }, in: ['verify'] },
  compute: {
    label: { zh: '测算', en: 'compute' },
    in: ['verify', 'compute', 'feedback'],
    to: 'compute',
    needs: { zh: '各单位都已报送，数据都已核验', en: 'every unit has submitted and every value is verified' },
  },
  openFeedback: {
    label: { zh: '反馈初步结果', en: 'give feedback' },
    in: ['compute'],
    to: 'feedback',
    needs: { zh: '有按现有数据测算的结果', en: 'a result of the data as they stand' },
  },
  appeal: { label: { zh: '申诉', en: 'appeal' }, in: ['feedback'] },
  answer: { label: { zh: '答复申诉', en: 'answer an appeal' }, in: ['feedback'] },
  decide: {
    label: { zh: '厅务会审定', en: 'decide in the department meeting' },
    in: ['feedback'],
    to: 'meeting',
    needs: {
      zh: '申诉期已满，申诉都已答复，结果是更正后测算的',
      en: 'the days of appeal are over, every appeal is answered, and the result is of the corrected data',
    },
  },
  announce: {
    label: { zh: '公示', en: 'publish the notice' },
    in: ['meeting', 'announce'],
    to: 'announce',
    needs: { zh: '厅务会已审定现有结果', en: 'the meeting has decided on the result' },
  },
  publish: {
    label: { zh: '发布结果', en: 'publish the result' },
    in: ['announce'],
    to: 'publish',
    needs: { zh: '公示期满，异议办结', en: 'the notice is over and objections are settled' },
  },
  correct: {
    label: { zh: '更正数据并重新测算', en: 'correct data and compute anew' },
    in: ['compute', 'feedback', 'meeting', 'announce', 'publish', 'select', 'award', 'review'],
    needs: { zh: '理由和依据', en: 'a reason and its evidence' },
  },
  openSelection: { label: { zh: '启动项目遴选', en: 'open the selection' }, in: ['publish'], to: 'select' },
  nominate: { label: { zh: '推荐项目', en: 'nominate a project' }, in: ['select', 'award'] },
  award: { label: { zh: '决定立项', en: 'decide on a project' }, in: ['select', 'award'], to: 'award' },
  review: { label: { zh: '绩效评价', en: 'review' }, in: ['award', 'review'], to: 'review' },
} as const satisfies Record<string, Act>;
export type ActName = keyof typeof acts;

const actOf = (name: ActName): Act => acts[name];

/** Why an act cannot be done while a cycle is at a step, with the way out; null when it can. */
export function whyOutOfOrder(name: ActName, step: Step | null): Words | null {
  const act = actOf(name);
  if (step === null)
    return {
      zh: `赛马按环节办理，这一轮没有环节记录，不能${act.label.zh}。请先启动一轮赛马（方案），从头办起。`,
      en: `A cycle goes step by step, and this one has none: you cannot ${act.label.en}. Open a cycle first, with its plan.`,
    };
  if (act.in.includes(step)) return null;
  const order = Object.keys(stepWords) as Step[];
  const steps = {
    zh: act.in.map((one) => `“${stepWords[one].zh}”`).join('、'),
    en: act.in.map((one) => `“${stepWords[one].en}”`).join(', '),
  };
  const now = stepWords[step];
  const zh = `赛马按环节办理：“${act.label.zh}”只能在${steps.zh}环节进行，现在是“${now.zh}”`;
  const en = `A cycle goes step by step: you can ${act.label.en} only at ${steps.en}; it is at “${now.en}”`;
  const before = act.in.find((one) => order.indexOf(one) > order.indexOf(step));
  if (before === undefined)
    return {
      zh: `${zh}，不能回头。数据有误的，用“更正数据并重新测算”。`,
      en: `${en} and does not go back. Data found wrong are corrected and computed anew.`,
    };
  const path = pathTo(step, before);
  return {
    zh: `${zh}。请先办：${path.map((one) => `“${acts[one].label.zh}”`).join('、')}。`,
    en: `${en}. Do first: ${path.map((one) => acts[one].label.en).join('; ')}.`,
  };
}

/** Acts that lead from a step to a later one. */
function pathTo(from: Step, to: Step): ActName[] {
  const order = Object.keys(stepWords) as Step[];
  const begun = order.indexOf(from);
  return (Object.keys(acts) as ActName[]).filter((name) => {
    const { to: leads } = actOf(name);
    return leads !== undefined && order.indexOf(leads) > begun && order.indexOf(leads) <= order.indexOf(to);
  });
}

/** The act that leads on from a step, with what it needs; null after the last. */
export function nextOf(step: Step): { act: ActName; label: Words; needs: Words | null } | null {
  const order = Object.keys(stepWords) as Step[];
  const next = order[order.indexOf(step) + 1];
  const act = (Object.keys(acts) as ActName[]).find((name) => actOf(name).to === next);
  if (next === undefined || act === undefined) return null;
  return { act, label: actOf(act).label, needs: actOf(act).needs ?? null };
}

/** Steps after the publication of a result. */
const published: readonly Step[] = ['publish', 'select', 'award', 'review'];

/** Whether a cycle at a step has a published result. */
export const isPublished = (step: Step | null): boolean => step !== null && published.includes(step);

/** Whether regions are shown what was computed for them. */
export const isToldRegions = (step: Step | null): boolean =>
  step === 'feedback' || step === 'meeting' || step === 'announce' || isPublished(step);

/**
 * The step an act leads to; null where the cycle stays. A new computation leaves it where it is; data corrected after
 * the meeting lead back to feedback, so that the meeting decides again and a new notice runs.
 */
export function stepAfter(name: ActName, step: Step): Step | null {
  if (name === 'compute') return step === 'verify' ? 'compute' : null;
  if (name === 'correct') return step === 'meeting' || step === 'announce' ? 'feedback' : null;
  const { to } = actOf(name);
  return to === undefined || to === step ? null : to;
}

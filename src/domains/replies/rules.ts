/**
 * The life of a suggestion: which action leads from where, by whom, and why not. Pure.
 * Sources: 代表法 (2025) 51; 国办发〔2014〕46号 (公开); the order of reviews is that of the 公文处理工作条例.
 */
import type { Words } from '#kernel/contract/words.ts';
import type { Clock, ReplyState, Step } from './contract.ts';

export type Category = 'A' | 'B' | 'C' | 'D';
export type Publicity = 'open' | 'closed';
export type Satisfaction = 'satisfied' | 'basically' | 'unsatisfied';

/** Who acts, as far as the rules ask. */
export interface Who {
  role: string;
  account: string | null;
  organisation: string | null;
}

/** What the rules need to know of a reply. */
export interface ReplyFacts {
  code: string;
  round: number;
  state: ReplyState;
  drafter: string;
  category: Category | null;
  publicity: Publicity | null;
  satisfaction: Satisfaction | null;
  openedOn: string;
  submittedOn: string | null;
  signedOn: string | null;
  signer: string | null;
  number: string | null;
  numberedOn: string | null;
  deliveredOn: string | null;
  answeredOn: string | null;
  publishedOn: string | null;
  archivedOn: string | null;
}

/** What the rules need to know of a unit that handles. */
export interface HandlingFacts {
  organisation: string;
  title: string;
  part: 'lead' | 'co' | 'separate';
  opinionOn: string | null;
  /** The unit has saved the part of the sheet given to it. */
  wrote: boolean;
  clock: Clock | null;
}

/** A suggestion and everything its life depends on; `replies` in the order of rounds. */
export interface CaseFacts {
  today: string;
  assignedOn: string;
  acceptedOn: string | null;
  returnedOn: string | null;
  raisedOn: string;
  handlings: readonly HandlingFacts[];
  replies: readonly ReplyFacts[];
  /** The clock of returning; null when its parameter is not set. */
  returnClock: Clock | null;
  feedbackClock: Clock | null;
}

export type CaseState = 'assigned' | 'returned' | 'accepted' | 'again' | 'tracking' | ReplyState;

export const stateWords: Record<CaseState, Words> = {
  assigned: { zh: '待签收', en: 'To be accepted' },
  returned: { zh: '已退回', en: 'Returned' },
  accepted: { zh: '办理中', en: 'Being handled' },
  drafting: { zh: '起草', en: 'Drafting' },
  division: { zh: '处室审核', en: 'With the division' },
  office: { zh: '办公室审核', en: 'With the office' },
  secrecy: { zh: '保密审查', en: 'Secrecy review' },
  signing: { zh: '待签发', en: 'To be signed' },
  signed: { zh: '已签发', en: 'Signed' },
  numbered: { zh: '已编号', en: 'Numbered' },
  delivered: { zh: '已送达', en: 'Delivered' },
  answered: { zh: '已反馈', en: 'Feedback given' },
  published: { zh: '已公开', en: 'Published' },
  archived: { zh: '已归档', en: 'Archived' },
  again: { zh: '待二次办理', en: 'To be handled again' },
  tracking: { zh: '跟踪办理', en: 'Tracked' },
};

const office: Words = { zh: '办公室', en: 'The office' };
const officer: Words = { zh: '承办处室经办人', en: 'The officer' };

/** Who holds a case in each state; the one who must do the next step. */
export const holders: Record<CaseState, Words> = {
  assigned: office,
  returned: { zh: '交办机关', en: 'The body that handed it over' },
  accepted: officer,
  drafting: officer,
  division: { zh: '承办处室负责人', en: 'The head of the division' },
  office,
  secrecy: { zh: '保密审查员', en: 'The secrecy reviewer' },
  signing: { zh: '签发人', en: 'The signer' },
  signed: office,
  numbered: office,
  delivered: { zh: '代表', en: 'The deputy' },
  answered: office,
  published: office,
  archived: { zh: '已办结', en: 'Closed' },
  again: officer,
  tracking: officer,
};

/** The reply of the last round. */
export const currentReply = ({ replies }: Pick<CaseFacts, 'replies'>): ReplyFacts | null =>
  replies.at(-1) ?? null;

/** Where a case stands. A B reply stays tracked, whatever became of its letter, until it is answered again. */
export function stateOf(facts: CaseFacts): CaseState {
  if (facts.returnedOn !== null) return 'returned';
  const reply = currentReply(facts);
  if (!reply) return facts.acceptedOn === null ? 'assigned' : 'accepted';
  const answered = reply.satisfaction !== null || reply.state === 'archived';
  if (reply.satisfaction === 'unsatisfied') return 'again';
  if (answered && reply.category === 'B') return 'tracking';
  return reply.state;
}

/** What a deputy sees of a case until its reply is delivered, whatever its stage within the department. */
export const inHand: Readonly<Record<'label' | 'holder', Words>> = {
  label: { zh: '办理中', en: 'In hand' },
  holder: { zh: '承办单位', en: 'The department that handles it' },
};

/** Order of reviews; after the last the reply is to be signed. */
export const stages = ['division', 'office', 'secrecy'] as const;
export type Stage = (typeof stages)[number];

/** The state that follows when a stage passes. */
export const afterStage: Record<Stage, ReplyState> = {
  division: 'office',
  office: 'secrecy',
  secrecy: 'signing',
};

export const isStage = (state: string): state is Stage => (stages as readonly string[]).includes(state);

const words = (zh: string, en: string): Words => ({ zh, en });

/** Why an action cannot be done now; null when it can. `done` when it lies behind and is not worth a word. */
type Judgement = Words | null | 'done';

interface Action {
  label: Words;
  roles: readonly string[];
  /** Of a reply, or of the suggestion. */
  of: 'suggestion' | 'reply';
  judge: (facts: CaseFacts, who: Who) => Judgement;
  /** The one thing to do next in these states. */
  primaryIn: readonly CaseState[];
}

const notAccepted = words(
  '这件还没有签收。请先由办公室签收并交承办处室。',
  'It is not accepted yet: the office accepts it first.',
);
const isReturned = words(
  '这件已退回交办机关，不再办理。',
  'It was returned and is not handled here any more.',
);
const noReply = words('还没有起草答复。请先“起草答复”。', 'There is no reply yet: begin one first.');

const notDelivered = words(
  '答复还在办理中，送达后即可反馈意见。',
  'It is in hand; you can give feedback once the reply is delivered.',
);

/** Words for a reply in another state than an action needs. */
function wrongState(state: ReplyState, needed: string): Words {
  return {
    zh: `答复现在是“${stateWords[state].zh}”，由${holders[state].zh}处理；${needed}`,
    en: `The reply is now in the state “${stateWords[state].en}”, held by: ${holders[state].en}.`,
  };
}

const order: readonly ReplyState[] = [
  'drafting',
  'division',
  'office',
  'secrecy',
  'signing',
  'signed',
  'numbered',
  'delivered',
  'answered',
  'published',
  'archived',
];

/** Whether a state lies at or after another. */
export const reached = (state: ReplyState, other: ReplyState): boolean =>
  order.indexOf(state) >= order.indexOf(other);

const inState =
  (state: ReplyState, needed: string): Action['judge'] =>
  (facts) => {
    const reply = currentReply(facts);
    if (!reply) return noReply;
    if (reply.state === state) return null;
    return reached(reply.state, state) ? 'done' : wrongState(reply.state, needed);
  };

/** Returning: only before acceptance, and within its term. */
export function judgeReturn(facts: CaseFacts): Words | null {
  if (facts.returnedOn !== null) return isReturned;
  const clock = facts.returnClock;
  const rule = clock
    ? words(
        `退回应在交办之日起${clock.term}内、签收之前提出（${clock.document}），最后一日为 ${clock.due}`,
        `A suggestion may be returned within ${clock.term} of being handed over and before it is accepted (${clock.document}); the last day was ${clock.due}`,
      )
    : words(
        '退回须在规定期限内、签收之前提出',
        'A suggestion may be returned only within its term and before it is accepted',
      );
  const wayOut = words(
    '。确有不宜由本单位办理的情形，请与交办机关协商改为会办、分办，或在答复中说明。',
    '. If it is not ours to handle, agree with the body that handed it over on handling it jointly, or say so in the reply.',
  );
  if (facts.acceptedOn !== null) {
    return words(
      `这件已于 ${facts.acceptedOn} 签收，签收后不能退回；${rule.zh}${wayOut.zh}`,
      `It was accepted on ${facts.acceptedOn} and cannot be returned. ${rule.en}${wayOut.en}`,
    );
  }
  if (clock && facts.today > clock.due) {
    return words(
      `已过退回期限：${rule.zh}${wayOut.zh}`,
      `The term for returning is over. ${rule.en}${wayOut.en}`,
    );
  }
  return null;
}

/** Parts of co-handling units that are still missing and not overdue. */
export const missingParts = ({ handlings, today }: CaseFacts): HandlingFacts[] =>
  handlings.filter(
    ({ part, opinionOn, wrote, clock }) =>
      part === 'co' && opinionOn === null && !wrote && (clock === null || today <= clock.due),
  );

/** Every action, in the order of a case's life. */
export const actions: Readonly<Record<string, Action>> = {
  accept: {
    label: words('签收并交办', 'Accept'),
    roles: ['office'],
    of: 'suggestion',
    primaryIn: ['assigned'],
    judge: ({ acceptedOn, returnedOn }) =>
      returnedOn !== null ? isReturned : acceptedOn === null ? null : 'done',
  },
  return: {
    label: words('退回交办机关', 'Return'),
    roles: ['office'],
    of: 'suggestion',
    primaryIn: [],
    judge: (facts) => (facts.returnedOn !== null || currentReply(facts) ? 'done' : judgeReturn(facts)),
  },
  talk: {
    label: words('记录面商', 'Record a talk'),
    roles: ['officer'],
    of: 'suggestion',
    primaryIn: [],
    judge: (facts) => {
      if (facts.returnedOn !== null) return isReturned;
      if (facts.acceptedOn === null) return notAccepted;
      return currentReply(facts)?.state === 'archived' && stateOf(facts) === 'archived' ? 'done' : null;
    },
  },
  opinion: {
    label: words('提出会办意见', 'Give an opinion'),
    roles: ['partner'],
    of: 'suggestion',
    primaryIn: ['accepted', 'drafting'],
    judge: (facts, { organisation }) => {
      if (facts.returnedOn !== null) return isReturned;
      const mine = facts.handlings.find((handling) => handling.organisation === organisation);
      if (!mine || mine.part === 'lead') {
        return words('这件没有交本单位会办或分办。', 'It is not given to your organisation.');
      }
      const reply = currentReply(facts);
      if (!reply || reply.state === 'drafting') return null;
      if (reached(reply.state, 'signed') && mine.opinionOn !== null) return 'done';
      return reached(reply.state, 'signed')
        ? words('答复已经签发，不再提出会办意见。', 'The reply is signed; opinions are no longer taken.')
        : words(
            '答复已经送审，审核期间不再提出或修改会办意见。确需提出的，请告知主办单位，由审核人退回起草后再提出。',
            'The reply is under review; opinions are taken only while it is a draft. Tell the lead organisation: once a reviewer returns it to be redrafted, give your opinion.',
          );
    },
  },
  open: {
    label: words('起草答复', 'Begin a reply'),
    roles: ['officer'],
    of: 'suggestion',
    primaryIn: ['accepted'],
    judge: (facts) => {
      if (facts.returnedOn !== null) return isReturned;
      if (facts.acceptedOn === null) return notAccepted;
      return currentReply(facts) ? 'done' : null;
    },
  },
  submit: {
    label: words('送审', 'Submit'),
    roles: ['officer'],
    of: 'reply',
    primaryIn: ['drafting'],
    judge: inState('drafting', '只有起草中的答复可以送审。'),
  },
  review: {
    label: words('审核', 'Review'),
    roles: ['division', 'office', 'secrecy'],
    of: 'reply',
    primaryIn: ['division', 'office', 'secrecy'],
    judge: (facts, { role, account }) => {
      const reply = currentReply(facts);
      if (!reply) return noReply;
      if (isStage(role) && reached(reply.state, afterStage[role])) return 'done';
      if (reply.state !== role) return wrongState(reply.state, '轮到您审核时再办理。');
      return account !== null && account === reply.drafter
        ? words(
            '起草人不审核自己的稿子。请由同一环节的其他人审核。',
            'A drafter does not review his own reply: another reviewer must.',
          )
        : null;
    },
  },
  sign: {
    label: words('签发并封存', 'Sign and seal'),
    roles: ['signer'],
    of: 'reply',
    primaryIn: ['signing'],
    judge: inState('signing', '三个环节审核通过后才能签发。'),
  },
  number: {
    label: words('编号用印', 'Number and stamp'),
    roles: ['office'],
    of: 'reply',
    primaryIn: ['signed'],
    judge: inState('signed', '签发后才能编号。'),
  },
  deliver: {
    label: words('送达代表', 'Deliver'),
    roles: ['office'],
    of: 'reply',
    primaryIn: ['numbered'],
    judge: inState('numbered', '编号用印后才能送达。'),
  },
  feedback: {
    label: words('反馈意见', 'Give feedback'),
    roles: ['deputy', 'office'],
    of: 'reply',
    primaryIn: ['delivered'],
    judge: (facts, { role }) => {
      const reply = currentReply(facts);
      if (role === 'deputy' && !(reply && reached(reply.state, 'delivered'))) return notDelivered;
      if (!reply) return noReply;
      if (reply.satisfaction !== null || reply.state === 'archived') return 'done';
      return reached(reply.state, 'delivered') ? null : wrongState(reply.state, '送达后才能反馈意见。');
    },
  },
  again: {
    label: words('二次办理或再答复', 'Handle or answer again'),
    roles: ['officer'],
    of: 'reply',
    primaryIn: ['again', 'tracking'],
    judge: (facts) => {
      const reply = currentReply(facts);
      if (!reply) return noReply;
      const state = stateOf(facts);
      if (state === 'again' || state === 'tracking') return null;
      return words(
        '代表反馈“不满意”后可二次办理；结果为 B（正在解决）的，在反馈后可再答复。',
        'A reply is handled again when the deputy is not satisfied, and answered again when its result was B.',
      );
    },
  },
  publish: {
    label: words('公开答复', 'Publish'),
    roles: ['office'],
    of: 'reply',
    primaryIn: ['answered'],
    judge: (facts) => {
      const reply = currentReply(facts);
      if (!reply) return noReply;
      if (reply.publishedOn !== null) return 'done';
      if (!reached(reply.state, 'delivered')) return wrongState(reply.state, '送达代表后才能公开。');
      return reply.publicity === 'closed' || reply.publicity === null
        ? words(
            '保密审查定为“不予公开”，这份答复不能公开。公开属性只能由保密审查确定。',
            'The secrecy review closed this reply to the public; it cannot be published.',
          )
        : null;
    },
  },
  archive: {
    label: words('归档', 'Archive'),
    roles: ['office'],
    of: 'reply',
    primaryIn: ['published'],
    judge: (facts) => {
      const reply = currentReply(facts);
      if (!reply) return noReply;
      if (reply.state === 'archived') return 'done';
      if (!reached(reply.state, 'delivered')) return wrongState(reply.state, '送达之后才能归档。');
      if (reply.satisfaction === 'unsatisfied') {
        return words(
          '代表不满意，须先二次办理。',
          'The deputy is not satisfied: it is to be handled again first.',
        );
      }
      if (reply.publicity !== 'closed' && reply.publishedOn === null) {
        return words('这份答复应当公开，请先公开再归档。', 'It is to be published before it is archived.');
      }
      const waiting = facts.feedbackClock;
      return reply.satisfaction === null && (waiting === null || facts.today <= waiting.due)
        ? words(
            `代表尚未反馈意见${waiting ? `（反馈期限 ${waiting.due}）` : ''}，反馈后或期满后再归档。`,
            `The deputy has not answered yet${waiting ? ` (until ${waiting.due})` : ''}.`,
          )
        : null;
    },
  },
};

/** What the actor may do now, and what not and why; at most one is primary. */
export function stepsFor(facts: CaseFacts, who: Who, of?: Action['of']): Step[] {
  const state = stateOf(facts);
  const steps = Object.entries(actions).flatMap(
    ([action, { label, roles, judge, primaryIn, of: level }]): Step[] => {
      if (!roles.includes(who.role) || (of !== undefined && of !== level)) return [];
      const why = judge(facts, who);
      if (why === 'done') return [];
      return [
        { action, label, allowed: why === null, why, primary: why === null && primaryIn.includes(state) },
      ];
    },
  );
  const first = steps.findIndex(({ primary }) => primary);
  return steps.map((step, index) => ({ ...step, primary: index === first }));
}

/** Why an actor may not do something now; null when he may. */
export function judge(action: string, facts: CaseFacts, who: Who): Words | null {
  const rule = actions[action];
  if (!rule) throw new Error(`no action ${action}`);
  if (!rule.roles.includes(who.role)) {
    return words(`“${rule.label.zh}”不由您的岗位办理。`, `“${rule.label.en}” is not done by your role.`);
  }
  const why = rule.judge(facts, who);
  return why === 'done'
    ? words(
        `“${rule.label.zh}”已经办过，现在是“${stateWords[stateOf(facts)].zh}”。请刷新查看。`,
        `“${rule.label.en}” is done already; the case is now “${stateWords[stateOf(facts)].en}”. Reload to see it.`,
      )
    : why;
}

/** Who is told of what happens to a case; each within its action. */
import type { Context } from '#kernel/audit/atomically.ts';
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import type { Words } from '#kernel/contract/words.ts';
import { notify, type Recipients } from '#kernel/inbox/notify.ts';
import { suggestion as suggestionRecord } from './records.ts';

const happenings = {
  entered: { zh: '登记，待签收', en: 'entered, to be accepted' },
  accepted: { zh: '已签收，待起草答复', en: 'accepted, a reply is to be begun' },
  shared: { zh: '交本单位会办或分办', en: 'given to your organisation to handle with us' },
  returned: { zh: '已退回交办机关', en: 'returned to the body that handed it over' },
  opinion: { zh: '会办意见已到', en: 'an opinion came in' },
  part: { zh: '请撰写所承担的部分', en: 'a part is yours to write' },
  submitted: { zh: '送审', en: 'submitted for review' },
  passed: { zh: '审核通过，转下一环节', en: 'passed on by its reviewer' },
  'sent-back': { zh: '退回起草', en: 'returned to be redrafted' },
  signed: { zh: '已签发', en: 'signed' },
  delivered: { zh: '答复已送达，请反馈意见', en: 'the reply is delivered, your feedback is asked for' },
  feedback: { zh: '代表已反馈意见', en: 'the deputy gave feedback' },
  again: { zh: '二次办理或再答复', en: 'handled or answered again' },
  published: { zh: '答复已公开', en: 'the reply is public' },
} as const satisfies Record<string, Words>;

/** A case, as far as telling of it needs. */
interface Told {
  code: string;
  title: string;
  kind: 'suggestion' | 'proposal';
}

const roles = (...names: StaffRole[]): Recipients => ({ roles: names });

/** The account that drafted a reply; drafts of the command line have none. */
export const drafterOf = ({ drafter }: { drafter: string }): Recipients => ({ accounts: [drafter] });

export const ofRole = roles;

export const ofUnits = (organisations: readonly string[]): Recipients[] =>
  organisations.map((organisation) => ({ roles: ['partner'], organisation }));

/** Tells recipients, and with `watchers` those who watch the suggestion, what happened to it. */
export async function tell(
  inner: Context,
  { code, title, kind }: Told,
  what: keyof typeof happenings,
  to: readonly Recipients[],
  options: { watchers?: boolean } = {},
): Promise<void> {
  const happened = happenings[what];
  const name =
    kind === 'proposal' ? { zh: '政协提案', en: 'Proposal' } : { zh: '代表建议', en: 'Suggestion' };
  await notify(
    inner,
    [...to, ...(options.watchers === true ? [{ watched: { table: suggestionRecord.table, code } }] : [])],
    {
      kind: `replies.${what}`,
      subject: { zh: `${name.zh}：${happened.zh}`, en: `${name.en}: ${happened.en}` },
      title: { zh: title, en: title },
      link: `/desk/${encodeURIComponent(code)}`,
    },
  );
}

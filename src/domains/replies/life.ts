/** The points of a case's life, as a line to be read. Pure. */
import type { Words } from '#kernel/contract/words.ts';
import { currentReply, type CaseFacts, type ReplyFacts } from './rules.ts';

const pair = (zh: string, en: string): Words => ({ zh, en });

/**
 * Points of a case's life in their order, reached ones with their day. To one outside the department a reply
 * that is not delivered shows none of its stages.
 */
export function lifeOf(
  facts: CaseFacts,
  outside = false,
): {
  state: string;
  label: Words;
  on: string | null;
  by: string | null;
  done: boolean;
  current: boolean;
}[] {
  const points: { state: string; label: Words; on: string | null; by: string | null }[] = [
    { state: 'raised', label: pair('提出', 'Raised'), on: facts.raisedOn, by: null },
    { state: 'assigned', label: pair('交办', 'Handed over'), on: facts.assignedOn, by: null },
  ];
  if (facts.returnedOn !== null) {
    points.push({ state: 'returned', label: pair('退回', 'Returned'), on: facts.returnedOn, by: null });
  } else {
    points.push({ state: 'accepted', label: pair('签收', 'Accepted'), on: facts.acceptedOn, by: null });
    const rounds: readonly (ReplyFacts | null)[] = facts.replies.length === 0 ? [null] : facts.replies;
    for (const reply of rounds) {
      const suffix =
        (reply?.round ?? 1) > 1 ? pair(`（第${reply?.round}次）`, ` (round ${reply?.round})`) : pair('', '');
      const add = (
        state: string,
        zh: string,
        en: string,
        on: string | null | undefined,
        by: string | null = null,
      ): void => {
        points.push({ state, label: pair(zh + suffix.zh, en + suffix.en), on: on ?? null, by });
      };
      if (!outside) {
        add('drafting', '起草', 'Drafted', reply?.openedOn);
        add('submitted', '送审', 'Submitted', reply?.submittedOn);
      }
      if (!outside || (reply && reply.deliveredOn !== null)) {
        add('signed', '签发', 'Signed', reply?.signedOn, reply?.signer ?? null);
        add('numbered', '编号', 'Numbered', reply?.numberedOn);
      }
      add('delivered', '送达', 'Delivered', reply?.deliveredOn);
      add('answered', '反馈', 'Feedback', reply?.answeredOn);
      if (reply?.publicity !== 'closed' && (reply === currentReply(facts) || reply?.publishedOn))
        add('published', '公开', 'Published', reply?.publishedOn);
      if (reply === currentReply(facts)) add('archived', '归档', 'Archived', reply?.archivedOn);
    }
  }
  // A step passed over (no feedback came before the letter was published) is not waited for.
  const last = points.findLastIndex(({ on }) => on !== null);
  const next = points.findIndex(({ on }, index) => index > last && on === null);
  return points.map((point, index) => ({ ...point, done: point.on !== null, current: index === next }));
}

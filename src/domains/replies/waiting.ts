/** What of suggestions and replies waits for whom: for the workbench. */
import type { Actor } from '#kernel/access/roles.ts';
import type { WaitingItem, WaitingSource } from '#kernel/inbox/waiting.ts';
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import { lineOf, listCases, type Case } from './cases.ts';
import { listLetters } from './letters.ts';
import { lifeOf } from './life.ts';
import { actions, currentReply, reached, stateOf, stepsFor, type CaseState } from './rules.ts';
import { whoIs } from './scope.ts';

/** The role that must do the next step in each state; null where nobody of ours. */
const roleOf: Record<CaseState, StaffRole | null> = {
  assigned: 'office',
  returned: null,
  accepted: 'officer',
  drafting: 'officer',
  division: 'division',
  office: 'office',
  secrecy: 'secrecy',
  signing: 'signer',
  signed: 'office',
  numbered: 'office',
  delivered: 'deputy',
  answered: 'office',
  published: 'office',
  archived: null,
  again: 'officer',
  tracking: 'officer',
};

const kinds: Record<'suggestion' | 'proposal', Words> = {
  suggestion: { zh: '代表建议', en: 'Suggestion' },
  proposal: { zh: '政协提案', en: 'Proposal' },
};

const isOpen = (state: CaseState): boolean => state !== 'returned' && state !== 'archived';

/** Whether the actor has done a step of the case and another holds it now. */
function hasHandedOn({ facts, suggestion }: Case, { role, account }: Actor): boolean {
  const reply = currentReply(facts);
  switch (role) {
    case 'deputy':
      return true;
    case 'officer':
      return facts.replies.some(({ drafter }) => drafter === account) && reply?.state !== 'drafting';
    case 'office':
      return suggestion.acceptedOn !== null;
    case 'division':
    case 'secrecy':
      return reply !== null && reply.state !== role && reached(reply.state, role);
    case 'signer':
      return reply !== null && reached(reply.state, 'signed');
    case 'partner':
      return true;
    default:
      return false;
  }
}

const openWords: Words = { zh: '打开', en: 'Open' };

/** One case as an item of the workbench; null when it is over. */
function itemOf(one: Case, actor: Actor): WaitingItem | null {
  const { suggestion, facts } = one;
  const state = stateOf(facts);
  const line = lineOf(one, actor);
  if (!isOpen(state) || (actor.role === 'deputy' && state === 'published')) return null;
  const outside = actor.role === 'deputy';
  const steps = stepsFor(facts, whoIs(actor));
  const primary =
    steps.find((step) => step.primary) ??
    // A unit's own step is its opinion, whatever else is the case's next one.
    (actor.role === 'partner'
      ? steps.find(({ action, allowed }) => action === 'opinion' && allowed)
      : undefined);
  const place = line.waitsForMe ? 'mine' : hasHandedOn(one, actor) ? 'handed' : 'others';
  const role = roleOf[state];
  return {
    id: `${suggestion.code}/${line.state}/${currentReply(facts)?.round ?? 0}`,
    subject: kinds[suggestion.kind],
    title: { zh: suggestion.title, en: suggestion.title },
    note: {
      zh: `${suggestion.deputy} · ${suggestion.session} · ${suggestion.code}`,
      en: `${suggestion.deputy} · ${suggestion.session} · ${suggestion.code}`,
    },
    step: place === 'mine' && primary ? primary.label : line.stateLabel,
    link: `/desk/${encodeURIComponent(suggestion.code)}`,
    holder: { label: line.heldBy, ...(role === null ? {} : { role }) },
    place,
    dueOn: line.clock && line.clock.metOn === null ? line.clock.due : null,
    clock:
      line.clock && line.clock.metOn === null
        ? {
            label: {
              zh: `${line.clock.label.zh} · ${line.clock.document}`,
              en: `${line.clock.label.en} · ${line.clock.document}`,
            },
            reckoning: line.clock.steps,
          }
        : null,
    life: lifeOf(facts, outside).map(({ label, done, current }) => ({
      label,
      state: current ? 'now' : done ? 'past' : 'ahead',
    })),
    action: place === 'mine' && primary ? (actions[primary.action]?.label ?? openWords) : openWords,
    sample: suggestion.sample,
  };
}

/** Cases: each with its next step, its clock and who holds it. */
export const waitingCases: WaitingSource = {
  id: 'replies',
  find: async ({ db, actor }) => {
    if (!caseRoles.has(actor.role)) return [];
    return (await listCases(db, actor)).flatMap((one) => itemOf(one, actor) ?? []);
  },
};

const caseRoles: ReadonlySet<string> = new Set([
  'officer',
  'division',
  'office',
  'secrecy',
  'signer',
  'partner',
  'deputy',
  'auditor',
]);

/** Letters whose figures are others than when they were signed, for those who release such changes. */
export const waitingLetters = (figures: Figures): WaitingSource => ({
  id: 'letters',
  find: async ({ db, actor }) => {
    if (actor.role !== 'office') return [];
    const letters = await listLetters(db, actor, figures, {});
    return letters
      .filter(({ drifted }) => drifted > 0)
      .map(({ code, title, drifted, signedOn, sample }) => ({
        id: `${code}/${drifted}`,
        subject: { zh: '签发后的变化', en: 'Changed since signed' },
        title: { zh: title, en: title },
        note: { zh: `${code} · ${signedOn} 签发`, en: `${code} · signed ${signedOn}` },
        step: {
          zh: `${drifted} 处数字有变化`,
          en: `${drifted} ${drifted === 1 ? 'figure' : 'figures'} changed`,
        },
        link: `/letters/${encodeURIComponent(code)}`,
        holder: { label: { zh: '办公室', en: 'The office' }, role: 'office' },
        place: 'mine',
        dueOn: null,
        clock: null,
        life: [],
        action: { zh: '查看变化', en: 'See what changed' },
        sample,
      }));
  },
});

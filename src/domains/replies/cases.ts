/** A case put together: rows, clocks and what the rules make of them. */
import type { Actor } from '#kernel/access/roles.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import { openClocks, type LayClock } from './clocks.ts';
import type { Clock, SuggestionLine } from './contract.ts';
import {
  actions,
  currentReply,
  holders,
  inHand,
  judge,
  stateOf,
  stateWords,
  stepsFor,
  type CaseFacts,
  type ReplyFacts,
} from './rules.ts';
import { suggestion as suggestionRecord } from './records.ts';
import { refuseUnknownReply, refuseUnknownSuggestion, scopeOf, whoIs } from './scope.ts';
import { findSuggestionOf, holdSuggestion, loadCases, type CaseRows, type ReplyRow } from './store.ts';

/** A case with its facts and clocks. */
export interface Case extends CaseRows {
  facts: CaseFacts;
  clocks: Clock[];
  /** The clock that matters now. */
  clock: Clock | null;
}

const factsOfReply = (row: ReplyRow): ReplyFacts => ({ ...row });

/** Makes a case of its rows. */
export function assemble(rows: CaseRows, today: string, lay: LayClock): Case {
  const { suggestion, handlings, replies } = rows;
  const first = replies[0];
  const last = replies.at(-1);
  const before = replies.at(-2);
  const settled = suggestion.acceptedOn ?? suggestion.returnedOn;
  const returnClock = lay('return', suggestion.assignedOn, settled);
  const replyClock = lay(
    suggestion.complex ? 'complex' : 'ordinary',
    suggestion.assignedOn,
    suggestion.returnedOn ?? first?.deliveredOn ?? null,
  );
  const unsatisfied =
    last?.satisfaction === 'unsatisfied' ? last : before?.satisfaction === 'unsatisfied' ? before : null;
  const secondClock =
    unsatisfied?.answeredOn === null || unsatisfied?.answeredOn === undefined
      ? null
      : lay('second', unsatisfied.answeredOn, unsatisfied === last ? null : (last?.deliveredOn ?? null));
  const feedbackClock =
    last?.deliveredOn === null || last?.deliveredOn === undefined
      ? null
      : lay(
          'feedback',
          last.deliveredOn,
          last.answeredOn ?? (last.state === 'archived' ? last.archivedOn : null),
        );
  const publicationClock =
    last?.signedOn === null || last?.signedOn === undefined || last.publicity === 'closed'
      ? null
      : lay('publication', last.signedOn, last.publishedOn);
  const facts: CaseFacts = {
    today,
    assignedOn: suggestion.assignedOn,
    acceptedOn: suggestion.acceptedOn,
    returnedOn: suggestion.returnedOn,
    raisedOn: suggestion.raisedOn,
    handlings: handlings.map((one) => ({
      organisation: one.organisation,
      title: one.name,
      part: one.part,
      opinionOn: one.opinionOn,
      wrote: one.wrote,
      clock: one.part === 'lead' ? null : lay('co-opinion', one.assignedOn, one.opinionOn),
    })),
    replies: replies.map(factsOfReply),
    returnClock,
    feedbackClock,
  };
  const state = stateOf(facts);
  const clocks = [
    settled === null || suggestion.returnedOn !== null ? returnClock : null,
    replyClock,
    secondClock,
    feedbackClock,
    publicationClock,
  ].filter((clock) => clock !== null);
  const matters: readonly (Clock | null)[] =
    state === 'returned' || state === 'archived' || state === 'tracking'
      ? []
      : state === 'delivered'
        ? [feedbackClock]
        : state === 'answered'
          ? [publicationClock]
          : [secondClock, replyClock];
  return { ...rows, facts, clocks, clock: matters.find((one) => one !== null && one.metOn === null) ?? null };
}

/** Cases an actor has to do with. */
export async function listCases(db: Db, actor: Actor, question: { q?: string } = {}): Promise<Case[]> {
  const { today, lay } = await openClocks(db);
  const rows = await loadCases(db, { scope: scopeOf(actor), q: question.q });
  return rows.map((one) => assemble(one, today, lay));
}

/** One case. Refuses one that is not there or not the actor's. */
export async function findCase(db: Db, actor: Actor, code: string): Promise<Case> {
  const { today, lay } = await openClocks(db);
  const [rows] = await loadCases(db, { scope: scopeOf(actor), code });
  if (!rows) throw refuseUnknownSuggestion(code);
  return assemble(rows, today, lay);
}

/** Whether an actor may see a reply in the making: a deputy sees it once it is delivered. */
export const maySeeReply = ({ role }: Actor, { deliveredOn }: Pick<ReplyRow, 'deliveredOn'>): boolean =>
  role !== 'deputy' || deliveredOn !== null;

/** The case of a reply, and the reply. Refuses what is not there or not the actor's. */
async function findReplyCase(db: Db, actor: Actor, code: string): Promise<{ found: Case; reply: ReplyRow }> {
  const suggestion = await findSuggestionOf(db, code);
  const { today, lay } = await openClocks(db);
  const [rows] = suggestion === null ? [] : await loadCases(db, { scope: scopeOf(actor), code: suggestion });
  const reply = rows?.replies.find((one) => one.code === code);
  if (!rows || !reply || !maySeeReply(actor, reply)) throw refuseUnknownReply(code);
  return { found: assemble(rows, today, lay), reply };
}

/**
 * The case of a draft and the draft, to be read. A deputy reads the letter delivered to him, never a draft of it,
 * whatever its stage: to him there is none.
 */
export async function findDraft(
  db: Db,
  actor: Actor,
  code: string,
): Promise<{ found: Case; reply: ReplyRow }> {
  if (actor.role === 'deputy') throw refuseUnknownReply(code);
  return findReplyCase(db, actor, code);
}

/** Holds the case of a suggestion for an action and judges the action by the rules. */
export async function holdCase(db: Db, actor: Actor, code: string, action: string): Promise<Case> {
  await holdSuggestion(db, code);
  const found = await findCase(db, actor, code);
  refuseUnless(found, actor, action);
  return found;
}

/** The same of a reply, which must be the one of the last round. */
export async function holdReply(
  db: Db,
  actor: Actor,
  code: string,
  action: string | null,
): Promise<{ found: Case; reply: ReplyRow }> {
  const suggestion = await findSuggestionOf(db, code);
  if (suggestion !== null) await holdSuggestion(db, suggestion);
  const held = await findReplyCase(db, actor, code);
  if (action === null) return held;
  if (currentReply(held.found.facts)?.code !== code) {
    throw new Refusal('broken-rule', {
      zh: '这一轮答复之后已有新一轮，请在新一轮答复上办理。',
      en: 'A later round has begun; act on its reply.',
    });
  }
  refuseUnless(held.found, actor, action);
  return held;
}

function refuseUnless({ facts }: Case, actor: Actor, action: string): void {
  const why = judge(action, facts, whoIs(actor));
  if (!why) return;
  throw new Refusal(actions[action]?.roles.includes(actor.role) ? 'broken-rule' : 'not-permitted', why);
}

/** Whether the stage of a case is hidden from an actor: from a deputy until the reply is delivered. */
export function isHidden(facts: CaseFacts, { role }: Actor): boolean {
  if (role !== 'deputy' || facts.returnedOn !== null) return false;
  const last = currentReply(facts);
  return last === null || last.deliveredOn === null;
}

/** A case as a line of the desk. */
export function lineOf(one: Case, actor: Actor): SuggestionLine {
  const { suggestion, facts } = one;
  const last = currentReply(facts);
  const shown = last && maySeeReply(actor, last) ? last : null;
  // Until a reply is delivered its stage is nobody's outside the department.
  const hidden = isHidden(facts, actor);
  const state = hidden ? 'accepted' : stateOf(facts);
  const steps = stepsFor(facts, whoIs(actor));
  const mine = facts.handlings.find(({ organisation }) => organisation === actor.organisation);
  const waits =
    actor.role === 'partner'
      ? mine?.opinionOn === null && steps.some(({ action, allowed }) => action === 'opinion' && allowed)
      : steps.some(({ primary, action }) => primary && !(actor.role === 'office' && action === 'feedback'));
  return {
    code: suggestion.code,
    kind: suggestion.kind,
    title: suggestion.title,
    session: suggestion.session,
    deputy: suggestion.deputy,
    state,
    stateLabel: hidden ? inHand.label : stateWords[state],
    heldBy: hidden ? inHand.holder : holders[state],
    waitsForMe: waits,
    clock: actor.role === 'partner' && mine && mine.part !== 'lead' ? (mine.clock ?? one.clock) : one.clock,
    category: shown?.category ?? null,
    reply: shown?.code ?? null,
    sample: suggestion.sample,
  };
}

/**
 * Title of a case, where it stands for this actor, and the table its record lies in; no table for a deputy, who is
 * told of nothing but what he sees. Refuses one that is not there or not the actor's.
 */
export async function nameCase(
  db: Db,
  actor: Actor,
  code: string,
): Promise<{ title: string; state: string; stateLabel: Words; table: string | null }> {
  const found = await findCase(db, actor, code);
  const { state, stateLabel } = lineOf(found, actor);
  return {
    title: found.suggestion.title,
    state,
    stateLabel,
    table: actor.role === 'deputy' ? null : suggestionRecord.table,
  };
}

/** Reading the desk: suggestions, replies, their versions. */
import type { z } from 'zod';
import { diffArrays } from 'diff';
import type { Actor } from '#kernel/access/roles.ts';
import { InstantText } from '#kernel/contract/record.ts';
import { readClock, type Db } from '#kernel/db/open.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import { findCase, findDraft, isHidden, lineOf, listCases, maySeeReply, type Case } from './cases.ts';
import type {
  checkReply as checkDoor,
  Clock,
  compareVersions as compareDoor,
  listSeries as seriesDoor,
  listSuggestions as listDoor,
  listVersions as versionsDoor,
  readReply as replyDoor,
  readSuggestion as suggestionDoor,
  Section,
  SuggestionLine,
} from './contract.ts';
import { checkSheet } from './checking.ts';
import { mayWrite, readContent } from './drafting.ts';
import { lifeOf } from './life.ts';
import { lastSerial, listSeries } from './number-store.ts';
import { printBy, readCitations } from './readings.ts';
import { nextSerial, printNumber } from './numbering.ts';
import { currentReply, stateWords, stepsFor } from './rules.ts';
import { whoIs } from './scope.ts';
import { citationsOf, plainText } from './sheet.ts';
import {
  listReviews,
  listSectionVersions,
  listSections,
  listSectionsAt,
  listTalks,
  readIssuer,
  type ReplyRow,
} from './store.ts';
import { refuseInput } from './suggestions.ts';

const isOpen = (state: string): boolean => !['returned', 'archived'].includes(state);

/** What waits for the reader first, closed cases last; within each by the day they are due, late ones first. */
export function inOrderOfWork<
  L extends Pick<SuggestionLine, 'state' | 'waitsForMe'> & {
    clock: Pick<Clock, 'due' | 'metOn'> | null;
  },
>(lines: readonly L[]): L[] {
  const place = ({ state, waitsForMe }: L): number => (waitsForMe ? 0 : isOpen(state) ? 1 : 2);
  // No day is due later than any.
  const due = ({ clock }: L): string => (clock && clock.metOn === null ? clock.due : '~');
  return lines.toSorted(
    (one, other) => place(one) - place(other) || (due(one) < due(other) ? -1 : due(one) > due(other) ? 1 : 0),
  );
}

/** The desk: what an actor has to do with, what waits for him, what is late. */
export async function readDesk(
  db: Db,
  actor: Actor,
  query: z.output<(typeof listDoor)['query']>,
): Promise<z.input<(typeof listDoor)['answer']>> {
  const { today } = await readClock(db);
  const q = query.q?.trim();
  const cases = await listCases(db, actor, q === undefined ? {} : { q });
  const lines = inOrderOfWork(cases.map((one) => lineOf(one, actor)));
  const groups = {
    mine: lines.filter(({ waitsForMe }) => waitsForMe),
    open: lines.filter(({ state }) => isOpen(state)),
    late: lines.filter(({ clock }) => clock?.late === true),
    all: lines,
  };
  return {
    today,
    items: groups[query.show],
    counts: {
      mine: groups.mine.length,
      open: groups.open.length,
      late: groups.late.length,
      all: groups.all.length,
    },
  };
}

/** A reply in short. */
export const summarize = (
  row: ReplyRow,
): Pick<
  z.input<(typeof replyDoor)['answer']>,
  | 'code'
  | 'round'
  | 'state'
  | 'stateLabel'
  | 'number'
  | 'signedOn'
  | 'category'
  | 'publicity'
  | 'satisfaction'
  | 'letter'
> => ({
  code: row.code,
  round: row.round,
  state: row.state,
  stateLabel: stateWords[row.state],
  number: row.number,
  signedOn: row.signedOn,
  category: row.category,
  publicity: row.publicity,
  satisfaction: row.satisfaction,
  letter: row.signedOn === null ? null : (row.number ?? row.code),
});

/**
 * One suggestion and its handling. A deputy sees no opinions of units, of talks only their day and way, and before
 * delivery neither the letter nor its stage.
 */
export async function readSuggestionPage(
  db: Db,
  actor: Actor,
  code: string,
): Promise<z.input<(typeof suggestionDoor)['answer']>> {
  const found = await findCase(db, actor, code);
  const { suggestion, facts } = found;
  const internal = actor.role !== 'deputy';
  return {
    ...lineOf(found, actor),
    coDeputies: suggestion.coDeputies,
    content: suggestion.content,
    complex: suggestion.complex,
    raisedOn: suggestion.raisedOn,
    assignedOn: suggestion.assignedOn,
    assignedBy: { code: suggestion.assignedBy, title: suggestion.assignedByName },
    division: suggestion.division,
    items: found.items,
    handlings: found.handlings.map((one, index) => ({
      organisation: { code: one.organisation, title: one.name },
      part: one.part,
      assignedOn: one.assignedOn,
      acceptedOn: one.acceptedOn,
      returnedOn: one.returnedOn,
      returnReason: one.returnReason,
      opinionOn: one.opinionOn,
      opinion: internal ? one.opinion : null,
      clock: facts.handlings[index]?.clock ?? null,
      mine: actor.organisation !== undefined && actor.organisation === one.organisation,
    })),
    talks: (await listTalks(db, code)).map((one) => (internal ? one : { ...one, summary: '', by: '' })),
    replies: found.replies.filter((one) => maySeeReply(actor, one)).map(summarize),
    life: lifeOf(facts, !internal),
    // The clock of publication runs from the signature, which is not told before delivery.
    clocks: found.clocks.filter(({ name }) => name !== 'publication' || !isHidden(facts, actor)),
    steps: stepsFor(facts, whoIs(actor)),
  };
}

/** A reply with its sheet, readings, reviews and what may be done. */
export async function readReplyPage(
  db: Db,
  actor: Actor,
  figures: Figures,
  code: string,
): Promise<z.input<(typeof replyDoor)['answer']>> {
  const { found, reply } = await findDraft(db, actor, code);
  const sections = await readSections(db, actor, found, reply);
  const readings = await readCitations(
    db,
    figures,
    sections.flatMap(({ content }) => citationsOf(content)),
    reply.asOf,
  );
  const { suggestion, facts } = found;
  const internal = actor.role !== 'partner';
  const isLast = currentReply(facts)?.code === code;
  return {
    ...summarize(reply),
    suggestion: {
      code: suggestion.code,
      title: suggestion.title,
      deputy: suggestion.deputy,
      session: suggestion.session,
    },
    issuer: (await readIssuer(db)).name,
    asOf: reply.asOf,
    sections,
    readings: [...readings.values()],
    reviews: internal ? (await listReviews(db, code)).map(({ order: _, ...review }) => review) : [],
    publicityReason: internal ? reply.publicityReason : null,
    steps: isLast ? stepsFor(facts, whoIs(actor), 'reply') : [],
    life: lifeOf(facts),
  };
}

/** Parts of a reply as an actor sees them. */
async function readSections(db: Db, actor: Actor, found: Case, reply: ReplyRow): Promise<Section[]> {
  const isLast = currentReply(found.facts)?.code === reply.code;
  return (await listSections(db, reply.code)).map((row) => ({
    code: row.code,
    order: row.order,
    kind: row.kind,
    title: row.title,
    author: row.author === null ? null : { code: row.author, title: row.authorName ?? row.author },
    version: row.version,
    savedAt: row.savedAt,
    savedBy: row.savedBy,
    content: readContent(row),
    mayWrite: isLast && mayWrite(actor, reply, row),
  }));
}

/** Whose versions an actor reads: a unit those of the parts it writes, all others every one. */
const writerOf = ({ role, organisation }: Actor): { author?: string } =>
  role === 'partner' ? { author: organisation ?? '' } : {};

/** Versions of a reply's parts, newest first; to a unit those of its own parts. */
export async function readVersions(
  db: Db,
  actor: Actor,
  code: string,
): Promise<z.input<(typeof versionsDoor)['answer']>> {
  await findDraft(db, actor, code);
  return listSectionVersions(db, code, writerOf(actor));
}

/** Characters of a text grouped for comparison: a Chinese character alone, Latin words and numbers whole. */
const tokensOf = (text: string): string[] =>
  text.match(/[\p{L}\p{N}.%]+(?<!\p{Script=Han})|\p{Script=Han}|[^]/gu)?.flatMap(splitHan) ?? [];

const splitHan = (token: string): string[] =>
  /\p{Script=Han}/u.test(token) ? (token.match(/\p{Script=Han}|[^\p{Script=Han}]+/gu) ?? []) : [token];

/** Longest text compared character by character; a longer one is compared paragraph by paragraph. */
const finest = 20_000;

/** What changed in each part between two instants. */
export async function compareSheets(
  db: Db,
  actor: Actor,
  figures: Figures,
  code: string,
  { from, to }: z.output<(typeof compareDoor)['query']>,
): Promise<z.input<(typeof compareDoor)['answer']>> {
  const { reply } = await findDraft(db, actor, code);
  for (const [name, at] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (at !== undefined && !InstantText.safeParse(at).success) {
      throw refuseInput([
        { at: `/query/${name}`, zh: '不是时刻（RFC 3339）', en: 'is no instant (RFC 3339)' },
      ]);
    }
  }
  const own = writerOf(actor);
  const before = await listSectionsAt(db, code, from, own);
  const after =
    to === undefined
      ? (await listSections(db, code)).filter(
          ({ author }) => own.author === undefined || author === own.author,
        )
      : await listSectionsAt(db, code, to, own);
  const citations = [...before, ...after].flatMap((row) => citationsOf(readContent(row)));
  const print = printBy(await readCitations(db, figures, citations, reply.asOf));
  const textOfSection = (row: { content: string } | undefined): string =>
    row === undefined
      ? ''
      : readContent(row)
          .map((block) => plainText(block, print))
          .join('\n');
  const codes = [...new Set([...after, ...before].map((row) => row.code))];
  return codes.map((section) => {
    const [old, now] = [
      before.find((row) => row.code === section),
      after.find((row) => row.code === section),
    ];
    return {
      section,
      title: (now ?? old)?.title ?? section,
      parts: diffTexts(textOfSection(old), textOfSection(now)),
    };
  });
}

/** Two texts as runs that stayed, came and went. */
export function diffTexts(
  before: string,
  after: string,
): { kind: 'same' | 'added' | 'removed'; text: string }[] {
  const split = before.length + after.length > finest ? (text: string) => text.split(/(?<=\n)/) : tokensOf;
  return diffArrays(split(before), split(after)).map(({ added, removed, value }) => ({
    kind: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
    text: value.join(''),
  }));
}

/** The numbers of a draft, judged. */
export async function readChecked(
  db: Db,
  actor: Actor,
  figures: Figures,
  code: string,
): Promise<z.input<(typeof checkDoor)['answer']>> {
  const { reply } = await findDraft(db, actor, code);
  const parts = (await listSections(db, code)).map((row) => ({ code: row.code, content: readContent(row) }));
  const citations = parts.flatMap(({ content }) => citationsOf(content));
  const readings = await readCitations(db, figures, citations, reply.asOf);
  return checkSheet(db, figures, parts, { asOf: reply.asOf, readings, suggestion: reply.suggestion });
}

/** Series of numbers with the next one of this year. */
export async function readSeries(db: Db): Promise<z.input<(typeof seriesDoor)['answer']>> {
  const year = Number((await readClock(db)).today.slice(0, 4));
  const answers: z.input<(typeof seriesDoor)['answer']> = [];
  for (const row of await listSeries(db)) {
    const next = nextSerial(row, await lastSerial(db, row.code, year));
    answers.push({
      code: row.code,
      pattern: row.pattern,
      year,
      next,
      last: row.last,
      example: next === null ? null : printNumber(row, year, next),
    });
  }
  return answers;
}

/** Letters: what was said, as sealed, and what has changed since. */
import type { z } from 'zod';
import type { Actor } from '#kernel/access/roles.ts';
import { may } from '#kernel/access/roles.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { unitOf } from '#kernel/contract/units.ts';
import type { UnitId } from '#kernel/contract/units.ts';
import { readClock, readKnown, type Db } from '#kernel/db/open.ts';
import { compareMoments, foldFigure, type FigureQuestion } from '#kernel/figures/read.ts';
import { printPhrase } from '#kernel/figures/phrase.ts';
import { readParams, type Figures } from '#kernel/figures/registry.ts';
import { addRow } from '#kernel/registers/actions.ts';
import { listRows, publishedReaderOf, type Reader } from '#kernel/registers/listing.ts';
import { listCommitments } from '#domains/commitments/index.ts';
import { holdReply } from './cases.ts';
import type {
  compareSealed as compareDoor,
  Letter,
  listLetters as listDoor,
  listSealedRows as rowsDoor,
  SealedCitation,
} from './contract.ts';
import type { ReplyHouse } from './house.ts';
import {
  countEntries,
  listLetterRows,
  listReleases,
  sealedEvidence,
  type LetterRow,
} from './letter-store.ts';
import { listPromiseWords } from './promise-store.ts';
import type { SealedPromise } from './promises.ts';
import { driftRelease } from './records.ts';
import { liesWithin, scopeOf } from './scope.ts';
import { compareSealedRows, readSeal, type SealedCitationRow } from './seal-store.ts';
import { act, type Done } from './suggestions.ts';

type Drift = Omit<NonNullable<SealedCitation['drift']>, 'released'>;

/** Whether an actor reads letters that are not public as well, and sees changes before their release. */
const isInside = (actor: Actor): boolean => may(actor, 'register.read') && may(actor, 'reply.read');

const isPublic = ({ publishedOn, publicity }: LetterRow): boolean =>
  publishedOn !== null && publicity === 'open';

/** Staff read every signed letter, a deputy his own once delivered, a unit those it handled; all others what is public. */
function mayRead(actor: Actor, row: LetterRow): boolean {
  if (isPublic(row) || isInside(actor)) return true;
  if (actor.role !== 'partner' && actor.role !== 'deputy') return false;
  return liesWithin(scopeOf(actor), row) && (actor.role === 'partner' || row.deliveredOn !== null);
}

/** One letter by its number or its reply. Refuses one that is not there or not for this reader, in the same words. */
export async function findLetter(db: Db, actor: Actor, code: string): Promise<LetterRow> {
  const [row] = await listLetterRows(db, { code, publicOnly: false });
  if (row && mayRead(actor, row)) return row;
  throw new Refusal('unknown-record', {
    zh: `没有公开的答复“${code}”。公开的答复见 /letters。`,
    en: `There is no public letter “${code}”. See /letters for all of them.`,
  });
}

const codeOf = ({ number, reply }: LetterRow): string => number ?? reply;

/** What a citation would be now. Null while it is the same, or its figure is gone. */
async function driftOf(db: Db, figures: Figures, citation: SealedCitationRow): Promise<Drift | null> {
  const figure = figures.all.find(({ id }) => id === citation.figure);
  if (!figure) return null;
  const question = { figure, params: readParams(figure, JSON.parse(citation.params)), asOf: citation.asOf };
  const { value, rows } = await foldFigure(db, question);
  const changes = await compareSealedRows(db, citation, question);
  const same = value === citation.value && changes.added + changes.removed + changes.changed === 0;
  return same ? null : { value, phrase: printValue(citation, value), rows, ...changes };
}

const printValue = (
  { qualifier, unit }: Pick<SealedCitationRow, 'qualifier' | 'unit'>,
  value: string | null,
): { zh: string; en: string } =>
  value === null ? { zh: '—', en: '—' } : printPhrase(value, qualifier, unitOf(unit as UnitId));

type Release = Awaited<ReturnType<typeof listReleases>>[number];

const isReleased = (drift: Drift, release: Release | undefined): boolean =>
  release !== undefined &&
  release.value === drift.value &&
  (['rows', 'added', 'removed', 'changed'] as const).every((name) => release[name] === drift[name]);

/** The change a reader sees: staff what is so now, the public what was released and still differs. */
function shownDrift(
  inside: boolean,
  citation: SealedCitationRow,
  live: Drift | null,
  release: Release | undefined,
): SealedCitation['drift'] {
  if (!live) return null;
  const released = release ? { on: release.releasedOn, note: release.note } : null;
  if (inside) return { ...live, released: isReleased(live, release) ? released : null };
  if (!release) return null;
  const { value, rows, added, removed, changed } = release;
  return { value, phrase: printValue(citation, value), rows, added, removed, changed, released };
}

/** A letter as sealed. */
export async function readLetter(db: Db, actor: Actor, figures: Figures, code: string): Promise<Letter> {
  const row = await findLetter(db, actor, code);
  const seal = await readSeal(db, row.reply);
  if (!seal) throw new Error(`the letter ${row.reply} has no seal`);
  const { letter, citations } = seal;
  const inside = isInside(actor);
  const releases = new Map((await listReleases(db, row.reply)).map((one) => [one.citation, one]));
  let unreleased = 0;
  const sealed: SealedCitation[] = [];
  for (const citation of citations) {
    const release = releases.get(citation.order);
    // The public is told nothing that was not released, so nothing else is looked up for it.
    const live = inside || release ? await driftOf(db, figures, citation) : null;
    if (inside && live && !isReleased(live, release)) unreleased += 1;
    sealed.push({
      order: citation.order,
      figure: citation.figure,
      label: figures.all.find(({ id }) => id === citation.figure)?.label ?? {
        zh: citation.figure,
        en: citation.figure,
      },
      params: JSON.parse(citation.params) as Record<string, unknown>,
      qualifier: citation.qualifier,
      text: citation.text,
      value: citation.value,
      phrase: { zh: citation.phraseZh, en: citation.phraseEn },
      unit: citation.unit,
      rows: citation.rows,
      basis: citation.basis,
      asOf: citation.asOf,
      knownAt: citation.knownAt,
      rowsDigest: citation.rowsDigest,
      drift: shownDrift(inside, citation, live, release),
    });
  }
  return {
    code: codeOf(row),
    reply: row.reply,
    number: row.number,
    title: letter.title,
    issuer: letter.issuer,
    salutation: letter.salutation,
    blocks: JSON.parse(letter.blocks) as Letter['blocks'],
    signature: letter.issuer,
    signedOn: letter.signedOn,
    publishedOn: row.publishedOn,
    asOf: letter.asOf,
    sealedAt: letter.sealedAt,
    signer: letter.signer,
    digest: letter.digest,
    category: letter.category as Letter['category'],
    publicity: letter.publicity as Letter['publicity'],
    transcribed: letter.transcribed,
    sample: letter.sample,
    citations: sealed,
    overrides: (JSON.parse(letter.overrides) as Letter['overrides']).map(
      ({ order, text, verdict, reason, by }) => ({
        order,
        text,
        verdict,
        reason,
        by,
      }),
    ),
    promises: await readPromises(db, figures, row.suggestion, JSON.parse(letter.promises) as SealedPromise[]),
    unreleased,
  };
}

/** Promises of a letter in their sealed words, with where each stands today; before its publication, as drafted. */
async function readPromises(
  db: Db,
  figures: Figures,
  suggestion: string,
  sealed: readonly SealedPromise[],
): Promise<Letter['promises']> {
  if (sealed.length === 0) return [];
  const { today } = await readClock(db);
  const { areas } = await listCommitments(db, figures, { asOf: today });
  const now = new Map(areas.flatMap(({ commitments }) => commitments.map((one) => [one.code, one] as const)));
  const words = await listPromiseWords(
    db,
    suggestion,
    sealed.map(({ code }) => code),
  );
  return sealed.map(({ code, title, titleEn }) => ({
    code,
    title,
    titleEn,
    state: now.get(code)?.state ?? 'promised',
    dueOn: (now.get(code) ?? words.get(code))?.dueOn ?? null,
    answer: now.get(code)?.answers.at(-1) ?? null,
  }));
}

/** Changed citations of letters, while the log has not grown. */
const counted = new WeakMap<Db, { entries: number; changed: Map<string, number> }>();

async function countChanged(db: Db, figures: Figures, reply: string): Promise<number> {
  const entries = await countEntries(db);
  const known = counted.get(db);
  const kept = known?.entries === entries ? known : { entries, changed: new Map<string, number>() };
  counted.set(db, kept);
  const before = kept.changed.get(reply);
  if (before !== undefined) return before;
  let changed = 0;
  for (const citation of (await readSeal(db, reply))?.citations ?? []) {
    if (await driftOf(db, figures, citation)) changed += 1;
  }
  kept.changed.set(reply, changed);
  return changed;
}

/** Letters a reader may open, newest first. */
export async function listLetters(
  db: Db,
  actor: Actor,
  figures: Figures,
  query: z.output<(typeof listDoor)['query']>,
): Promise<z.input<(typeof listDoor)['answer']>> {
  const inside = isInside(actor);
  const q = query.q?.trim();
  const rows = await listLetterRows(db, {
    publicOnly: actor.role === 'public',
    ...(q === undefined ? {} : { q }),
  });
  const lines: z.input<(typeof listDoor)['answer']> = [];
  for (const row of rows.filter((one) => mayRead(actor, one))) {
    lines.push({
      code: codeOf(row),
      number: row.number,
      title: row.title,
      issuer: row.issuer,
      deputy: row.deputy,
      session: row.session,
      signedOn: row.signedOn,
      publishedOn: row.publishedOn,
      citations: row.citations,
      drifted: inside
        ? await countChanged(db, figures, row.reply)
        : (await listReleases(db, row.reply)).length,
      promises: row.promises,
      sample: row.sample,
    });
  }
  return lines;
}

/** A citation of a letter with its figure. Refuses one that is not there. */
async function findCitation(
  db: Db,
  actor: Actor,
  figures: Figures,
  place: { letter: string; order: number },
): Promise<{ row: LetterRow; citation: SealedCitationRow; question: FigureQuestion }> {
  const row = await findLetter(db, actor, place.letter);
  const citation = (await readSeal(db, row.reply))?.citations.find(({ order }) => order === place.order);
  if (!citation) {
    throw new Refusal('unknown-record', {
      zh: `这封答复没有第 ${place.order} 处引用。`,
      en: `The letter has no citation ${place.order}.`,
    });
  }
  const figure = figures.find(citation.figure);
  return {
    row,
    citation,
    question: {
      figure,
      params: readParams(figure, JSON.parse(citation.params)),
      asOf: citation.asOf,
      knownAt: citation.knownAt,
      qualifier: citation.qualifier,
    },
  };
}

const readerOf = (ctx: Context, { house }: ReplyHouse, db: Db): Reader =>
  publishedReaderOf({ ...ctx, db }, house.registers, 'past');

/** A page of the sealed rows of a citation, for the reader's audience: stubs and counts as everywhere. */
export async function pageSealed(
  ctx: Context,
  house: ReplyHouse,
  place: { letter: string; order: number },
  page: z.output<(typeof rowsDoor)['query']>,
): Promise<z.input<(typeof rowsDoor)['answer']>> {
  const { citation, question } = await findCitation(ctx.db, ctx.actor, house.figures, place);
  const description = question.figure.of;
  const listing = await readKnown(ctx.db, citation.knownAt, async (db) =>
    listRows(
      readerOf(ctx, house, db),
      {
        description,
        evidence: sealedEvidence(citation.reply, citation.order),
        measure: { name: 'sealedAmount', label: { zh: '封存数额', en: 'Sealed amount' }, kind: 'decimal' },
      },
      page,
    ),
  );
  const nameOf = (cell: unknown): string =>
    typeof cell === 'object' && cell !== null && 'title' in cell ? String(cell.title) : String(cell ?? '');
  const by = description.publicView.as === 'counts' ? description.publicView.by : '';
  return {
    view: listing.view,
    total: listing.total,
    rows: listing.rows.map(({ code, stub, cells }) =>
      listing.view === 'counts'
        ? { code: null, title: nameOf(cells[by]), amount: String(cells.count ?? '') }
        : {
            code,
            title: stub ? '涉密，不公开' : nameOf(cells[description.title]) || (code ?? ''),
            amount: stub || cells.sealedAmount === null ? null : String(cells.sealedAmount ?? ''),
          },
    ),
  };
}

/** What changed in a citation since it was sealed: for staff until now, for the public until the release. */
export async function compareSealed(
  ctx: Context,
  house: ReplyHouse,
  place: { letter: string; order: number },
): Promise<z.input<(typeof compareDoor)['answer']>> {
  const { row, question } = await findCitation(ctx.db, ctx.actor, house.figures, place);
  const release = (await listReleases(ctx.db, row.reply)).find(({ citation }) => citation === place.order);
  if (!isInside(ctx.actor) && !release) {
    throw new Refusal('unknown-record', {
      zh: '这处引用没有公开的签发后变化。',
      en: 'No change of this citation since the signature is released.',
    });
  }
  const knownAt = isInside(ctx.actor) ? null : (release?.at ?? null);
  return ctx.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) =>
      compareMoments({ ...readerOf(ctx, house, transaction), schema: 'register' }, question, {
        ...question,
        knownAt,
      }),
    );
}

/** Releases to the public what changed in a citation, as it stands now, with a note. The letter stays as it is. */
export async function releaseDrift(
  ctx: Context,
  { house, figures }: ReplyHouse,
  reply: string,
  command: { citation: number; note: string; key: string },
): Promise<Done> {
  const { key, citation: order, note } = command;
  return act(
    ctx,
    {
      action: 'replies.release-drift',
      subject: `${reply}/${order}`,
      key,
      reason: note,
      input: { reply, order, note },
    },
    async (inner) => {
      const { found } = await holdReply(inner.db, inner.actor, reply, null);
      const citation = (await readSeal(inner.db, reply))?.citations.find((one) => one.order === order);
      if (!citation) {
        throw new Refusal('unknown-record', {
          zh: `这份答复没有封存的第 ${order} 处引用。`,
          en: `The reply has no sealed citation ${order}.`,
        });
      }
      const live = await driftOf(inner.db, figures, citation);
      const before = (await listReleases(inner.db, reply)).find((one) => one.citation === order);
      if (!live || isReleased(live, before)) {
        throw new Refusal(
          'broken-rule',
          live
            ? { zh: '现在的变化已经公开，不必重复。', en: 'This change is released already.' }
            : {
                zh: '这处引用与封存时相同，没有变化可公开。',
                en: 'The citation is as it was sealed; there is nothing to release.',
              },
        );
      }
      const { value, rows, added, removed, changed } = live;
      return addRow(inner, house, driftRelease, {
        reply,
        citation: order,
        order: (before?.order ?? 0) + 1,
        ...(value === null ? {} : { value }),
        rows,
        added,
        removed,
        changed,
        note,
        releasedOn: found.facts.today,
      });
    },
  );
}

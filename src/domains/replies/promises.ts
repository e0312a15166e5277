/** Promises of a letter: written into the draft, sealed by the signature, commitments once published. */
import type { z } from 'zod';
import { promise, type Asker } from '#domains/commitments/index.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import { addRow } from '#kernel/registers/actions.ts';
import { holdReply } from './cases.ts';
import type { addPromise as addDoor, Block } from './contract.ts';
import { requireDraft } from './drafting.ts';
import type { ReplyHouse } from './house.ts';
import {
  findDeputyAccount,
  listDrafted,
  listDraftPromises,
  listPromiseWords,
  markMade,
} from './promise-store.ts';
import { draftPromise } from './records.ts';
import { readSeal } from './seal-store.ts';
import { promisesOf } from './sheet.ts';
import { act, refuseInput, type Done } from './suggestions.ts';

/** Writes a promise into a draft; nobody else sees it before the letter is signed. */
export async function addPromise(
  ctx: Context,
  { house }: ReplyHouse,
  reply: string,
  command: z.output<(typeof addDoor)['body'] & {}> & { key: string },
): Promise<Done> {
  const { key, ...row } = command;
  return act(
    ctx,
    { action: 'replies.add-promise', subject: reply, key, input: { reply, ...row } },
    async (inner) => {
      requireDraft((await holdReply(inner.db, inner.actor, reply, null)).reply);
      const number = (await listDraftPromises(inner.db, reply)).length + 1;
      return addRow(inner, house, draftPromise, { code: `${reply}-P${number}`, reply, ...row });
    },
  );
}

/** A promise as a sealed letter names it. */
export interface SealedPromise {
  code: string;
  title: string;
  titleEn: string;
}

/**
 * The promises some blocks speak of, as a letter seals them: on record, or written into a draft of the suggestion,
 * this round's or one before. None of them is made yet. Refuses those that are nowhere, and those that would be due
 * before they are made.
 */
export async function requirePromises(
  db: Db,
  { suggestion, today }: { suggestion: string; today: string },
  blocks: readonly Block[],
): Promise<SealedPromise[]> {
  const cited = codesIn(blocks);
  const known = await listPromiseWords(db, suggestion, cited);
  const faults = cited.flatMap((code): Fault[] => {
    const found = known.get(code);
    if (!found) return [{ at: '/body', ...nowhere(code) }];
    if (found.promisedOn !== null || found.dueOn === null || found.dueOn >= today) return [];
    return [
      {
        at: '/body',
        zh: `承诺“${found.title}”的期限 ${found.dueOn} 已过，请改引另一项承诺`,
        en: `The promise “${found.titleEn}” was due on ${found.dueOn}; cite another`,
      },
    ];
  });
  if (faults.length > 0) throw refuseInput(faults);
  return cited.flatMap((code) => {
    const found = known.get(code);
    return found ? [{ code, title: found.title, titleEn: found.titleEn }] : [];
  });
}

const codesIn = (blocks: readonly Block[]): string[] => [
  ...new Set(promisesOf(blocks).map(({ code }) => code)),
];

/** Words for a promise that is cited but nowhere. */
export const nowhere = (code: string): Words => ({
  zh: `文中引用的承诺“${code}”不在“下步打算”登记册中，请改引或删去`,
  en: `The promise “${code}” in the text is on no record; cite another or remove it`,
});

/**
 * Makes the promises of a sealed letter commitments, under the codes its text names. Commitments are public, so this
 * is done with the publication and not before: what a closed letter promises stays at the desk.
 */
export async function makePromises(
  inner: Context,
  { house }: ReplyHouse,
  reply: string,
  { suggestion, sample }: { suggestion: string; sample: boolean },
): Promise<void> {
  const sealed = JSON.parse((await readSeal(inner.db, reply))?.letter.promises ?? '[]') as SealedPromise[];
  const drafted = await listDrafted(
    inner.db,
    suggestion,
    sealed.map(({ code }) => code),
  );
  for (const draft of drafted) {
    if (draft.madeAs !== null) continue;
    if (draft.promisedOn === null)
      throw new Error(`the promise ${draft.code} is of a reply that is not signed`);
    const { code } = await promise(inner, house, {
      code: draft.code,
      area: draft.area,
      text: draft.title,
      textEn: draft.titleEn ?? undefined,
      owner: draft.owner,
      dueOn: draft.dueOn,
      promisedOn: draft.promisedOn,
      reply,
      sample,
    });
    await markMade(inner.db, draft.code, code);
  }
}

/** Who asked for what a letter promised: the deputy of its suggestion. */
export const askedByDeputy: Asker = async (db, { reply }) => {
  const deputy = reply === null ? null : await findDeputyAccount(db, reply);
  return deputy === null ? [] : [{ accounts: [deputy] }];
};

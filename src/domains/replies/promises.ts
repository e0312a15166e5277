/** Promises of a letter: written into the draft, made commitments by the signature. */
import type { z } from 'zod';
import { promise } from '#domains/commitments/index.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import { addRow } from '#kernel/registers/actions.ts';
import { holdReply } from './cases.ts';
import type { addPromise as addDoor, Block, Inline } from './contract.ts';
import { requireDraft } from './drafting.ts';
import type { ReplyHouse } from './house.ts';
import { listDraftPromises, listPromiseTitles, markMade } from './promise-store.ts';
import { draftPromise } from './records.ts';
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
export interface MadePromise {
  code: string;
  title: string;
  titleEn: string;
}

/**
 * Makes the promises some blocks speak of: those written into the draft become commitments now. Answers the blocks
 * with their new codes. Refuses a promise that is on no record.
 */
export async function makePromises(
  inner: Context,
  { house }: ReplyHouse,
  reply: string,
  blocks: readonly Block[],
  question: { promisedOn: string; sample: boolean },
): Promise<{ codes: ReadonlyMap<string, string>; promises: MadePromise[] }> {
  const cited = [...new Set(promisesOf(blocks).map(({ code }) => code))];
  const drafted = await listDraftPromises(inner.db, reply);
  const codes = new Map<string, string>();
  for (const code of cited) {
    const draft = drafted.find((one) => one.code === code);
    if (!draft) continue;
    const made = await promise(inner, house, {
      area: draft.area,
      text: draft.title,
      textEn: draft.titleEn ?? undefined,
      owner: draft.owner,
      dueOn: draft.dueOn,
      promisedOn: question.promisedOn,
      reply,
      sample: question.sample,
    });
    await markMade(inner.db, code, made.code);
    codes.set(code, made.code);
  }
  const wanted = cited.map((code) => codes.get(code) ?? code);
  const titles = await listPromiseTitles(inner.db, wanted);
  const faults = wanted
    .filter((code) => !titles.some((one) => one.code === code))
    .map((code): Fault => ({
      at: '/body',
      zh: `文中引用的承诺“${code}”不在“下步打算”登记册中，请改引或删去`,
      en: `The promise “${code}” in the text is on no record; cite another or remove it`,
    }));
  if (faults.length > 0) throw refuseInput(faults);
  return { codes, promises: wanted.flatMap((code) => titles.filter((one) => one.code === code)) };
}

/** A block with the promises of the draft under their new codes. */
export const renamePromises = (block: Block, codes: ReadonlyMap<string, string>): Block => ({
  ...block,
  inlines: block.inlines.map((inline): Inline =>
    typeof inline !== 'string' && 'promise' in inline
      ? { ...inline, promise: codes.get(inline.promise) ?? inline.promise }
      : inline,
  ),
});

/** Actions on suggestions: entered, accepted, returned, talked over, given an opinion. */
import type { z } from 'zod';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { readClock } from '#kernel/db/open.ts';
import { addRow } from '#kernel/registers/actions.ts';
import { holdCase } from './cases.ts';
import { requireClock } from './clocks.ts';
import type {
  acceptSuggestion as acceptDoor,
  enterSuggestion as enterDoor,
  recordTalk as talkDoor,
} from './contract.ts';
import type { ReplyHouse } from './house.ts';
import { handling, longestSuggestionCode, suggestion, suggestionItem, talk } from './records.ts';
import { ofRole, ofUnits, tell } from './telling.ts';
import { countTalks, isDeputyAccount, readIssuer, updateHandling, updateSuggestion } from './store.ts';

/** What every action of the desk answers. */
export interface Done {
  action: string;
  code: string;
}

/** Runs an action and answers with its code. */
export async function act(
  ctx: Context,
  command: {
    action: string;
    subject: string;
    key: string;
    input: unknown;
    reason?: string | null;
    settles?: boolean;
  },
  work: (inner: Context) => Promise<string>,
): Promise<Done> {
  const { action, answer } = await atomically(ctx, command, async (inner) => ({ code: await work(inner) }));
  return { action, code: answer.code };
}

/** Numbers of suggestions stand in addresses and names of files. */
const writable = /^[\p{Script=Han}A-Za-z0-9_〔〕（）()-]+$/u;

/** Enters a suggestion handed over, with its items and the department that leads. */
export async function enterSuggestion(
  ctx: Context,
  { house }: ReplyHouse,
  command: z.output<(typeof enterDoor)['body'] & {}> & { key: string },
): Promise<Done> {
  const { key, items, ...row } = command;
  return act(
    ctx,
    { action: 'replies.enter', subject: row.code, key, input: { ...row, items } },
    async (inner) => {
      const { today } = await readClock(inner.db);
      const faults: Fault[] = [
        ...(row.code.length > longestSuggestionCode
          ? [
              {
                at: '/body/code',
                zh: `编号超过 ${longestSuggestionCode} 个字符`,
                en: `The number is longer than ${longestSuggestionCode} characters`,
              },
            ]
          : []),
        ...(writable.test(row.code)
          ? []
          : [
              {
                at: '/body/code',
                zh: '编号只能用字母、数字、汉字和 - _ 〔 〕 （ ） ( )',
                en: 'A number holds only letters, digits, Chinese characters and - _ 〔 〕 （ ） ( )',
              },
            ]),
        ...(row.deputyAccount !== undefined && !(await isDeputyAccount(inner.db, row.deputyAccount))
          ? [
              {
                at: '/body/deputyAccount',
                zh: `没有名为“${row.deputyAccount}”的代表账号。请核对，或留空`,
                en: `There is no deputy's account named “${row.deputyAccount}”. Check it, or leave it empty`,
              },
            ]
          : []),
        ...(row.assignedOn > today
          ? [{ at: '/body/assignedOn', zh: '交办日期还没有到', en: 'The day of handing over has not come' }]
          : []),
      ];
      if (faults.length > 0) throw refuseInput(faults);
      await requireClock(inner.db, row.complex ? 'complex' : 'ordinary', row.assignedOn);
      const issuer = await readIssuer(inner.db);
      const code = await addRow(inner, house, suggestion, { ...row, sample: false });
      for (const [index, title] of items.entries())
        await addRow(
          inner,
          house,
          suggestionItem,
          { suggestion: code, order: index + 1, title },
          `/body/items/${index}`,
        );
      if (issuer.code !== null) {
        await addRow(inner, house, handling, {
          suggestion: code,
          organisation: issuer.code,
          part: 'lead',
          assignedOn: row.assignedOn,
        });
      }
      await tell(inner, { code, title: row.title, kind: row.kind }, 'entered', [ofRole('office')]);
      return code;
    },
  );
}

/** Accepts a suggestion, hands it to a division and names the units that handle it with us. */
export async function acceptSuggestion(
  ctx: Context,
  { house }: ReplyHouse,
  code: string,
  command: z.output<(typeof acceptDoor)['body'] & {}> & { key: string },
): Promise<Done> {
  const { key, division, partners } = command;
  return act(
    ctx,
    { action: 'replies.accept', subject: code, key, input: { code, division, partners } },
    async (inner) => {
      const found = await holdCase(inner.db, inner.actor, code, 'accept');
      const { today } = found.facts;
      const faults = partners.flatMap(({ organisation }, index): Fault[] => {
        const twice =
          partners.findIndex((one) => one.organisation === organisation) !== index ||
          found.handlings.some((one) => one.organisation === organisation);
        return twice
          ? [
              {
                at: `/body/partners/${index}/organisation`,
                zh: '这个单位已经承办这件建议',
                en: 'This organisation handles it already',
              },
            ]
          : [];
      });
      if (faults.length > 0) throw refuseInput(faults);
      if (partners.length > 0) await requireClock(inner.db, 'co-opinion', today);
      await updateSuggestion(inner.db, code, { acceptedOn: today, division });
      for (const { organisation, part } of found.handlings) {
        if (part === 'lead')
          await updateHandling(inner.db, { suggestion: code, organisation }, { acceptedOn: today });
      }
      for (const [index, partner] of partners.entries()) {
        await addRow(
          inner,
          house,
          handling,
          { suggestion: code, ...partner, assignedOn: today },
          `/body/partners/${index}`,
        );
      }
      await tell(inner, found.suggestion, 'accepted', [ofRole('officer')]);
      await tell(
        inner,
        found.suggestion,
        'shared',
        ofUnits(partners.map(({ organisation }) => organisation)),
      );
      return code;
    },
  );
}

/** Returns a suggestion to the body that handed it over; within the term, before acceptance. */
export async function returnSuggestion(
  ctx: Context,
  code: string,
  command: { reason: string; key: string },
): Promise<Done> {
  const { key, reason } = command;
  return act(
    ctx,
    { action: 'replies.return', subject: code, key, reason, input: { code, reason } },
    async (inner) => {
      const found = await holdCase(inner.db, inner.actor, code, 'return');
      await requireClock(inner.db, 'return', found.facts.assignedOn);
      await updateSuggestion(inner.db, code, { returnedOn: found.facts.today, returnReason: reason });
      await tell(inner, found.suggestion, 'returned', [ofRole('office')]);
      return code;
    },
  );
}

/** Records a talk with the deputy. */
export async function recordTalk(
  ctx: Context,
  { house }: ReplyHouse,
  code: string,
  command: z.output<(typeof talkDoor)['body'] & {}> & { key: string },
): Promise<Done> {
  const { key, ...row } = command;
  return act(ctx, { action: 'replies.talk', subject: code, key, input: { code, ...row } }, async (inner) => {
    const { facts } = await holdCase(inner.db, inner.actor, code, 'talk');
    if (row.on > facts.today) {
      throw refuseInput([{ at: '/body/on', zh: '面商日期还没有到', en: 'The day of the talk has not come' }]);
    }
    if (row.on < facts.raisedOn) {
      throw refuseInput([
        {
          at: '/body/on',
          zh: `面商日期不能早于提出日期 ${facts.raisedOn}`,
          en: `The day of the talk cannot lie before the suggestion was raised, ${facts.raisedOn}`,
        },
      ]);
    }
    const number = (await countTalks(inner.db, code)) + 1;
    await addRow(inner, house, talk, {
      code: `${code}-M${number}`,
      suggestion: code,
      ...row,
      by: inner.actor.name,
    });
    return code;
  });
}

/** Gives the opinion of the caller's organisation; given again until the reply is submitted, it replaces the first. */
export async function giveOpinion(
  ctx: Context,
  code: string,
  command: { opinion: string; key: string },
): Promise<Done> {
  const { key, opinion } = command;
  return act(
    ctx,
    { action: 'replies.give-opinion', subject: code, key, input: { code, opinion } },
    async (inner) => {
      const { facts, suggestion: told } = await holdCase(inner.db, inner.actor, code, 'opinion');
      const organisation = inner.actor.organisation ?? '';
      refuseUnstorable(handling.fields.opinion.shape.safeParse(opinion), '/body/opinion');
      await updateHandling(
        inner.db,
        { suggestion: code, organisation },
        { opinion, opinionOn: facts.today, acceptedOn: facts.today },
      );
      await tell(inner, told, 'opinion', [ofRole('officer')], { watchers: true });
      return code;
    },
  );
}

/** Refuses a text the description of its field refuses. */
export function refuseUnstorable(
  parsed: { success: boolean; error?: { issues: { message: string }[] } | undefined },
  at: string,
): void {
  if (parsed.success) return;
  const [zh = '内容有误', en = zh] = (parsed.error?.issues[0]?.message ?? '').split(' | ');
  throw refuseInput([{ at, zh, en }]);
}

/** A refusal of an input with all its faults. */
export const refuseInput = (faults: Fault[]): Refusal =>
  new Refusal(
    'invalid-input',
    {
      zh: `有 ${faults.length} 处需要改正：${faults[0]?.zh ?? ''}。没有写入任何内容。`,
      en: `${faults.length} to correct: ${faults[0]?.en ?? ''}. Nothing was written.`,
    },
    faults,
  );

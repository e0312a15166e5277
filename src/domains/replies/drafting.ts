/** Writing a reply: begun, its parts saved, added, handed over, removed; and submitted. */
import type { Context } from '#kernel/audit/atomically.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import type { Actor } from '#kernel/access/roles.ts';
import { readParams } from '#kernel/figures/registry.ts';
import { addRow } from '#kernel/registers/actions.ts';
import { holdCase, holdReply } from './cases.ts';
import type { Block } from './contract.ts';
import type { ReplyHouse } from './house.ts';
import { reply as replyRecord, review, section as sectionRecord } from './records.ts';
import { beginSheet, type Template } from './sheet.ts';
import { ofRole, ofUnits, tell } from './telling.ts';
import {
  deleteSection,
  listReviews,
  listSections,
  nextSectionNumber,
  updateReply,
  updateSection,
  type ReplyRow,
  type SectionRow,
} from './store.ts';
import { act, refuseInput, type Done } from './suggestions.ts';

/** Space between the places of two parts, so that one fits in later. */
const gap = 1000;

/** Content of a part as stored. */
export const readContent = ({ content }: Pick<SectionRow, 'content'>): Block[] =>
  JSON.parse(content) as Block[];

/** Begins a reply with a sheet ready to be written on. */
export async function openReply(
  ctx: Context,
  { house }: ReplyHouse,
  suggestion: string,
  command: { template: Template; asOf?: string; key: string },
): Promise<Done> {
  const { key, template, asOf } = command;
  return act(
    ctx,
    { action: 'replies.open', subject: suggestion, key, input: { suggestion, template, asOf } },
    async (inner) => {
      const found = await holdCase(inner.db, inner.actor, suggestion, 'open');
      const { today } = found.facts;
      if (asOf !== undefined && asOf > today) {
        throw refuseInput([
          {
            at: '/body/asOf',
            zh: `数据截止日不能晚于今天（${today}）`,
            en: `The day the figures stand at cannot lie after today (${today})`,
          },
        ]);
      }
      const code = await addReply(inner, house, suggestion, {
        round: 1,
        asOf: asOf ?? today,
        today,
      });
      const parts = beginSheet(
        found.suggestion,
        found.items.map(({ title }) => title),
        template,
      );
      for (const [index, { content, ...part }] of parts.entries())
        await addSectionRow(inner, house, code, { ...part, order: (index + 1) * gap, content });
      return code;
    },
  );
}

/** The row of a new reply. */
export async function addReply(
  inner: Context,
  house: ReplyHouse['house'],
  suggestion: string,
  { round, asOf, today, againReason }: { round: number; asOf: string; today: string; againReason?: string },
): Promise<string> {
  return addRow(inner, house, replyRecord, {
    code: `${suggestion}-R${round}`,
    suggestion,
    round,
    state: 'drafting',
    asOf,
    drafter: inner.actor.account ?? inner.actor.name,
    drafterName: inner.actor.name,
    openedOn: today,
    ...(againReason === undefined ? {} : { againReason }),
  });
}

/** The row of a new part. */
export async function addSectionRow(
  inner: Context,
  house: ReplyHouse['house'],
  reply: string,
  part: Pick<SectionRow, 'kind' | 'title' | 'order'> & { content: Block[]; author?: string | null },
): Promise<string> {
  const number = await nextSectionNumber(inner.db, reply);
  return addRow(inner, house, sectionRecord, {
    code: `${reply}-S${number}`,
    reply,
    order: part.order,
    kind: part.kind,
    title: part.title,
    ...(part.author ? { author: part.author } : {}),
    version: 0,
    content: JSON.stringify(part.content),
    savedBy: inner.actor.name,
  });
}

/** Whether an actor may write a part now; the reply must be the last one and a draft. */
export const mayWrite = (
  actor: Actor,
  reply: Pick<ReplyRow, 'state'>,
  { author }: Pick<SectionRow, 'author'>,
): boolean =>
  reply.state === 'drafting' &&
  (actor.role === 'officer'
    ? author === null
    : actor.role === 'partner' && author !== null && author === actor.organisation);

/** The part of a reply held for writing. Refuses what the actor may not write, and a reply that is no draft. */
async function holdSection(
  inner: Context,
  replyCode: string,
  sectionCode: string,
  action: 'save' | 'arrange',
): Promise<{
  reply: ReplyRow;
  section: Awaited<ReturnType<typeof listSections>>[number];
  all: Awaited<ReturnType<typeof listSections>>;
}> {
  const { reply } = await holdReply(inner.db, inner.actor, replyCode, null);
  requireDraft(reply);
  const all = await listSections(inner.db, replyCode);
  const section = all.find(({ code }) => code === sectionCode);
  if (!section) {
    throw new Refusal('unknown-record', {
      zh: '这份答复没有这一部分，或它已被删去。请刷新后查看；您写的内容仍保存在本机。',
      en: 'The reply has no such part, or it was removed. Reload; what you wrote is kept on this device.',
    });
  }
  if (action === 'save' && !mayWrite(inner.actor, reply, section)) {
    const who = section.authorName ?? '主办单位';
    throw new Refusal('not-permitted', {
      zh: `“${section.title}”由${who}撰写。需要改动请与其联系，或由主办单位收回这一部分。`,
      en: `“${section.title}” is written by ${section.authorName ?? 'the lead organisation'}. Ask them, or have the lead take it back.`,
    });
  }
  return { reply, section, all };
}

/** Refuses to touch a reply that is no draft any more. */
export function requireDraft({ state, signedOn }: Pick<ReplyRow, 'state' | 'signedOn'>): void {
  if (state === 'drafting') return;
  throw new Refusal(
    'broken-rule',
    signedOn === null
      ? {
          zh: '答复已经送审，审核期间不能改动。需要修改时，请审核人退回起草。',
          en: 'The reply is under review and cannot be changed. Have a reviewer return it to be redrafted.',
        }
      : {
          zh: '答复已经签发封存，不能再改动。数据有变化的，平台会如实显示；需要更正结论的，请再次答复。',
          en: 'The reply is signed and sealed and can never be changed. What has changed since is shown; to answer otherwise, answer again.',
        },
  );
}

/** Saves a part. One saved by another meanwhile is refused, and nothing is lost. */
export async function saveSection(
  ctx: Context,
  { figures }: ReplyHouse,
  place: { reply: string; section: string },
  command: { version: number; content: Block[]; key: string },
): Promise<Done> {
  const { key, version, content } = command;
  return act(
    ctx,
    { action: 'replies.save', subject: place.section, key, input: { ...place, version, content } },
    async (inner) => {
      const { section } = await holdSection(inner, place.reply, place.section, 'save');
      if (section.version !== version) throw refuseChanged(section);
      const faults = faultsOf(content, figures);
      if (faults.length > 0) throw refuseInput(faults);
      await updateSection(inner.db, section.code, {
        content: JSON.stringify(content),
        version: version + 1,
        savedBy: inner.actor.name,
      });
      return section.code;
    },
  );
}

function refuseChanged(section: { title: string; savedBy: string; savedAt: string }): Refusal {
  return new Refusal('changed-meanwhile', {
    zh: `“${section.title}”已由${section.savedBy}于 ${section.savedAt} 保存过新的一版。您写的内容没有丢失：请对照两版后再保存。`,
    en: `“${section.title}” was saved by ${section.savedBy} at ${section.savedAt}. Nothing you wrote is lost: compare both and save again.`,
  });
}

const storable = (text: string): boolean =>
  text.trim() === '' || sectionRecord.fields.content.shape.safeParse(text).success;

/** What cannot be saved: citations no figure answers, characters that cannot be stored. */
function faultsOf(content: readonly Block[], figures: ReplyHouse['figures']): Fault[] {
  return content.flatMap(({ inlines }, block) =>
    inlines.flatMap((inline, place): Fault[] => {
      const at = `/body/content/${block}/inlines/${place}`;
      const text =
        typeof inline === 'string' ? inline : 'cite' in inline ? (inline.cite.text ?? '') : inline.text;
      const faults: Fault[] = storable(text)
        ? []
        : [
            {
              at,
              zh: '含有不能保存的字符（控制字符或改变书写方向的字符）',
              en: 'holds characters that cannot be stored',
            },
          ];
      if (typeof inline === 'string' || !('cite' in inline)) return faults;
      try {
        readParams(figures.find(inline.cite.figure), inline.cite.params);
        return faults;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return [...faults, { at: `${at}/cite`, zh: error.words.zh, en: error.words.en }];
      }
    }),
  );
}

/** Adds a part after another, or before the closing. */
export async function addSection(
  ctx: Context,
  { house }: ReplyHouse,
  replyCode: string,
  command: { title: string; author?: string; after?: string; key: string },
): Promise<Done> {
  const { key, title, author, after } = command;
  return act(
    ctx,
    { action: 'replies.add-part', subject: replyCode, key, input: { replyCode, title, author, after } },
    async (inner) => {
      const { reply, found } = await holdReply(inner.db, inner.actor, replyCode, null);
      requireDraft(reply);
      if (author !== undefined) requireHandler(found.handlings, author);
      const all = await listSections(inner.db, replyCode);
      const closing = all.findIndex(({ kind }) => kind === 'closing');
      const asked = after === undefined ? -1 : all.findIndex(({ code }) => code === after);
      if (after !== undefined && asked < 0) {
        throw refuseInput([{ at: '/body/after', zh: '没有这一部分', en: 'There is no such part' }]);
      }
      const index = asked >= 0 ? asked + 1 : closing < 0 ? all.length : closing;
      // Places are laid out anew, so that there is room between any two.
      for (const [place, one] of all.entries()) {
        const order = (place + 1 + (place >= index ? 1 : 0)) * gap;
        if (order !== one.order) await updateSection(inner.db, one.code, { order });
      }
      return addSectionRow(inner, house, replyCode, {
        kind: 'answer',
        title,
        order: (index + 1) * gap,
        author: author ?? null,
        content: [
          { level: 1, inlines: [title] },
          { level: 0, inlines: [] },
        ],
      });
    },
  );
}

function requireHandler(handlings: readonly { organisation: string; part: string }[], author: string): void {
  if (handlings.some(({ organisation, part }) => organisation === author && part !== 'lead')) return;
  throw refuseInput([
    {
      at: '/body/author',
      zh: '只能交给会办或分办这件建议的单位撰写',
      en: 'Only a unit that handles the suggestion with us can write a part',
    },
  ]);
}

/** Hands a part to a co-handling unit, or takes it back. */
export async function assignSection(
  ctx: Context,
  place: { reply: string; section: string },
  command: { author: string | null; key: string },
): Promise<Done> {
  const { key, author } = command;
  return act(
    ctx,
    { action: 'replies.assign-part', subject: place.section, key, input: { ...place, author } },
    async (inner) => {
      const { section } = await holdSection(inner, place.reply, place.section, 'arrange');
      if (author !== null) {
        const { found } = await holdReply(inner.db, inner.actor, place.reply, null);
        requireHandler(found.handlings, author);
        await tell(inner, found.suggestion, 'part', ofUnits([author]));
      }
      await updateSection(inner.db, section.code, { author });
      return section.code;
    },
  );
}

/** Removes a part; its versions stay in the history. */
export async function removeSection(
  ctx: Context,
  place: { reply: string; section: string },
  command: { version: number; key: string },
): Promise<Done> {
  const { key, version } = command;
  return act(
    ctx,
    { action: 'replies.remove-part', subject: place.section, key, input: { ...place, version } },
    async (inner) => {
      const { section } = await holdSection(inner, place.reply, place.section, 'arrange');
      if (section.version !== version) throw refuseChanged(section);
      if (section.kind === 'opening') {
        throw new Refusal('broken-rule', {
          zh: '开头（称谓和首段）不能删去。',
          en: 'The opening (salutation and first paragraph) cannot be removed.',
        });
      }
      await deleteSection(inner.db, section.code);
      return section.code;
    },
  );
}

/** Whether a part says anything: text, a figure or a promise under its headings. */
const isWritten = (content: readonly Block[]): boolean =>
  content.some(
    ({ level, inlines }) =>
      level === 0 && inlines.some((inline) => typeof inline !== 'string' || inline.trim() !== ''),
  );

/** Sends a reply for review. */
export async function submitReply(
  ctx: Context,
  code: string,
  command: { category: 'A' | 'B' | 'C' | 'D'; comment?: string; key: string },
): Promise<Done> {
  const { key, category, comment } = command;
  return act(
    ctx,
    {
      action: 'replies.submit',
      subject: code,
      key,
      reason: comment ?? null,
      input: { code, category, comment },
    },
    async (inner) => {
      const { found } = await holdReply(inner.db, inner.actor, code, 'submit');
      const sections = await listSections(inner.db, code);
      const empty = sections.filter((one) => one.kind === 'answer' && !isWritten(readContent(one)));
      if (empty.length > 0) {
        throw new Refusal('broken-rule', {
          zh: `${empty.map(({ title }) => `“${title}”`).join('、')}还没有正文，请写好或删去后再送审。`,
          en: `There is no text yet in ${empty.map(({ title }) => `“${title}”`).join(', ')}. Write or remove it, then submit.`,
        });
      }
      if (!sections.some(({ kind }) => kind === 'answer')) {
        throw new Refusal('broken-rule', {
          zh: '答复稿没有答复的部分，请增加一部分并写好后再送审。',
          en: 'The reply has no part that answers. Add and write one, then submit.',
        });
      }
      await updateReply(inner.db, code, {
        state: 'division',
        category,
        submittedOn: found.facts.today,
      });
      await tell(inner, found.suggestion, 'submitted', [ofRole('division')], { watchers: true });
      return code;
    },
  );
}

/** Adds what a reviewer said. */
export async function addReview(
  inner: Context,
  house: ReplyHouse['house'],
  reply: string,
  said: {
    stage: 'division' | 'office' | 'secrecy' | 'signing';
    verdict: 'pass' | 'return';
    on: string;
    comment: string | null;
  },
): Promise<void> {
  const number = (await listReviews(inner.db, reply)).length + 1;
  const { comment, ...rest } = said;
  await addRow(inner, house, review, {
    code: `${reply}-V${number}`,
    reply,
    order: number,
    ...rest,
    by: inner.actor.name,
    ...(comment === null || comment === '' ? {} : { comment }),
  });
}

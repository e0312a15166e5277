/** Reviews, and the signing that seals a letter. */
import type { z } from 'zod';
import type { Context } from '#kernel/audit/atomically.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { settleKnowledge } from '#kernel/db/open.ts';
import { addRow } from '#kernel/registers/actions.ts';
import { holdReply } from './cases.ts';
import { checkSheet, needsOverride } from './checking.ts';
import type { Block, reviewReply as reviewDoor, signReply as signDoor } from './contract.ts';
import { addReview, readContent } from './drafting.ts';
import type { ReplyHouse } from './house.ts';
import { requirePromises } from './promises.ts';
import { readCitations } from './readings.ts';
import { override as overrideRecord } from './records.ts';
import { afterStage, isStage, missingParts } from './rules.ts';
import { seal, type SealedOverride } from './sealing.ts';
import { citationsOf, isSalutation, plainText, titleOfLetter } from './sheet.ts';
import { listSections, readIssuer, updateReply } from './store.ts';
import { act, refuseInput, type Done } from './suggestions.ts';
import { drafterOf, ofRole, tell } from './telling.ts';

/** Shortest comment or reason taken, characters. */
const shortest = 5;

const tooShort = (text: string | undefined): boolean => (text?.trim().length ?? 0) < shortest;

/** A reviewer passes a reply on or returns it to be redrafted. */
export async function reviewReply(
  ctx: Context,
  { house }: ReplyHouse,
  code: string,
  command: z.output<(typeof reviewDoor)['body'] & {}> & { key: string },
): Promise<Done> {
  const { key, ...said } = command;
  return act(
    ctx,
    { action: 'replies.review', subject: code, key, reason: said.comment ?? null, input: { code, ...said } },
    async (inner) => {
      const { found, reply } = await holdReply(inner.db, inner.actor, code, 'review');
      const stage = reply.state;
      if (!isStage(stage)) throw new Error(`a review in the state ${stage}`);
      const faults = faultsOfReview(stage, said);
      if (faults.length > 0) throw refuseInput(faults);
      await addReview(inner, house, code, {
        stage,
        verdict: said.verdict,
        on: found.facts.today,
        comment: said.comment ?? null,
      });
      await updateReply(
        inner.db,
        code,
        said.verdict === 'return'
          ? { state: 'drafting', publicity: null, publicityReason: null }
          : {
              state: afterStage[stage],
              ...(stage === 'secrecy'
                ? { publicity: said.publicity ?? null, publicityReason: said.publicityReason?.trim() || null }
                : {}),
            },
      );
      if (said.verdict === 'return') await tell(inner, found.suggestion, 'sent-back', [drafterOf(reply)]);
      else await tell(inner, found.suggestion, 'passed', [drafterOf(reply), ofRole(reviewerAfter[stage])]);
      return code;
    },
  );
}

/** Who holds a reply after a stage has passed it. */
const reviewerAfter = { division: 'office', office: 'secrecy', secrecy: 'signer' } as const;

function faultsOfReview(
  stage: 'division' | 'office' | 'secrecy',
  said: z.output<(typeof reviewDoor)['body'] & {}>,
): Fault[] {
  if (said.verdict === 'return') {
    return tooShort(said.comment)
      ? [
          {
            at: '/body/comment',
            zh: `退回须写明意见（至少 ${shortest} 个字）`,
            en: 'Say why it is returned (5 characters or more)',
          },
        ]
      : [];
  }
  if (stage !== 'secrecy') {
    return said.publicity === undefined
      ? []
      : [
          {
            at: '/body/publicity',
            zh: '公开属性由保密审查确定',
            en: 'Publicity is fixed by the secrecy review',
          },
        ];
  }
  if (said.publicity === undefined) {
    return [
      {
        at: '/body/publicity',
        zh: '保密审查须确定公开属性：主动公开或不予公开',
        en: 'The secrecy review must fix the publicity',
      },
    ];
  }
  return said.publicity !== 'open' && tooShort(said.publicityReason)
    ? [
        {
          at: '/body/publicityReason',
          zh: `不予公开须写明理由（至少 ${shortest} 个字）`,
          en: 'Say why it is not public (5 characters or more)',
        },
      ]
    : [];
}

/**
 * Signs a reply and seals it: text, every figure with its value and rows at this instant, the check's entries, what
 * was let stand and by whom. All of it or nothing. Refuses while a co-handling part is missing within its term, and
 * while a number is not supported and not let stand by name; every such number at once.
 */
export async function signReply(
  ctx: Context,
  house: ReplyHouse,
  code: string,
  command: z.output<(typeof signDoor)['body'] & {}> & { key: string },
): Promise<Done> {
  const { key, ...input } = command;
  const action = input.verdict === 'sign' ? 'replies.sign' : 'replies.return-unsigned';
  return act(
    ctx,
    {
      action,
      subject: code,
      key,
      reason: input.comment ?? null,
      input: { code, ...input },
      settles: input.verdict === 'sign',
    },
    async (inner) => {
      const { found, reply } = await holdReply(inner.db, inner.actor, code, 'sign');
      const { today } = found.facts;
      if (input.verdict === 'return') {
        if (tooShort(input.comment)) {
          throw refuseInput([
            {
              at: '/body/comment',
              zh: `退回须写明意见（至少 ${shortest} 个字）`,
              en: 'Say why it is returned (5 characters or more)',
            },
          ]);
        }
        await addReview(inner, house.house, code, {
          stage: 'signing',
          verdict: 'return',
          on: today,
          comment: input.comment ?? null,
        });
        await updateReply(inner.db, code, { state: 'drafting', publicity: null, publicityReason: null });
        await tell(inner, found.suggestion, 'sent-back', [drafterOf(reply)]);
        return code;
      }
      const missing = missingParts(found.facts);
      if (missing.length > 0) throw refuseMissing(missing);
      const sections = await listSections(inner.db, code);
      const parts = sections.map((row) => ({ code: row.code, content: readContent(row) }));
      const sealedAt = await settleKnowledge(inner.db);
      const past = inner.db.withSchema('past');
      const blocks = parts.flatMap(({ content }) => content);
      const readings = await readCitations(past, house.figures, citationsOf(blocks), reply.asOf);
      const gone = [...readings.values()].filter(({ reading }) => reading.unit === '');
      if (gone.length > 0) {
        throw refuseInput(
          gone.map(({ reading }) => ({
            at: '/body',
            zh: `引用的指标“${reading.figure}”已不存在`,
            en: `The figure “${reading.figure}” is gone`,
          })),
        );
      }
      const suggestion = found.suggestion.code;
      const promises = await requirePromises(inner.db, { suggestion, today }, blocks);
      const checked = await checkSheet(past, house.figures, parts, {
        asOf: reply.asOf,
        readings,
        suggestion,
      });
      const overrides = letStand(checked.entries, input.overrides, inner.actor.name);
      const issuer = await readIssuer(inner.db);
      const { salutation, paragraphs } = layOut(parts);
      const sealDigest = await seal(inner, house.figures, {
        reply: code,
        title: titleOfLetter(issuer.name, found.suggestion),
        issuer: issuer.name,
        salutation,
        paragraphs,
        asOf: reply.asOf,
        sealedAt,
        past,
        signedOn: today,
        signer: inner.actor.name,
        category: reply.category,
        publicity: reply.publicity ?? 'closed',
        transcribed: false,
        sample: found.suggestion.sample,
        entries: checked.entries,
        overrides,
        promises,
        readings,
      });
      for (const { order, key: place, text, verdict, reason, by } of overrides)
        await addRow(inner, house.house, overrideRecord, {
          reply: code,
          order,
          place,
          text,
          verdict,
          reason,
          by,
        });
      await updateReply(inner.db, code, {
        state: 'signed',
        signedOn: today,
        signer: inner.actor.name,
        sealDigest,
      });
      await tell(inner, found.suggestion, 'signed', [drafterOf(reply), ofRole('office')], { watchers: true });
      return code;
    },
  );
}

function refuseMissing(missing: readonly { title: string; clock: { due: string } | null }[]): Refusal {
  const names = missing
    .map(({ title, clock }) => `${title}${clock ? `（期限 ${clock.due}）` : ''}`)
    .join('、');
  return new Refusal(
    'broken-rule',
    {
      zh: `会办单位的意见还没有到：${names}。请先退回起草，由其提出意见后再送审；其期限届满后可以不再等候。`,
      en: `Opinions of co-handling units are missing: ${missing.map(({ title }) => title).join(', ')}. Remind them; once their term is over they need not be waited for.`,
    },
    missing.map(({ title }) => ({
      at: '/body',
      zh: `${title}尚未提出会办意见，也未撰写所承担的部分`,
      en: `${title} has given neither opinion nor text`,
    })),
  );
}

const verdictWords: Record<string, { zh: string; en: string }> = {
  contradicts: { zh: '与指标矛盾', en: 'contradicts its figure' },
  inconsistent: { zh: '前后不一', en: 'is inconsistent' },
  ambiguous: { zh: '所指不明', en: 'is ambiguous' },
  uncited: { zh: '没有依据', en: 'has no support' },
};

/** Numbers let stand, each by the signer with a reason; refuses all that are not. */
function letStand(
  entries: Awaited<ReturnType<typeof checkSheet>>['entries'],
  given: readonly { key: string; reason: string }[],
  by: string,
): SealedOverride[] {
  const reasons = new Map(given.map(({ key, reason }) => [key, reason]));
  const doubtful = entries.filter(({ verdict }) => needsOverride.includes(verdict));
  const faults = doubtful
    .filter(({ key }) => !reasons.has(key))
    .map(({ key, text, verdict, reason }): Fault => {
      const words = verdictWords[verdict] ?? { zh: verdict, en: verdict };
      return {
        at: `/body/overrides/${key}`,
        zh: `“${text}”${words.zh}：${reason.zh}`,
        en: `“${text}” ${words.en}: ${reason.en}`,
      };
    });
  if (faults.length > 0) {
    throw new Refusal(
      'broken-rule',
      {
        zh: `有 ${faults.length} 处数字没有依据或与指标不符，不能签发。请退回改正，或逐处写明理由后放行；放行的理由和签发人姓名将随函公开。`,
        en: `${faults.length} numbers are not supported by figures. Return the reply to be corrected, or let each stand with a reason; reasons and the signer's name are shown with the letter.`,
      },
      faults,
    );
  }
  return doubtful.map(({ key, text, verdict }, index) => ({
    order: index + 1,
    key,
    text,
    verdict,
    reason: reasons.get(key) ?? '',
    by,
  }));
}

/** The salutation, and the paragraphs after it with the places they came from. Empty ones are left out. */
export function layOut(parts: readonly { code: string; content: readonly Block[] }[]): {
  salutation: string;
  paragraphs: { section: string; place: number; block: Block }[];
} {
  const all = parts
    .flatMap(({ code, content }) => content.map((block, place) => ({ section: code, place, block })))
    .filter(({ block }) =>
      block.inlines.some((inline) => typeof inline !== 'string' || inline.trim() !== ''),
    );
  const [first, ...rest] = all;
  const begins = first && isSalutation(first.block);
  return {
    salutation: begins ? plainText(first.block, () => '') : '',
    paragraphs: begins ? rest : all,
  };
}

/** After the signature: numbered, delivered, answered by the deputy, published, archived; handled again. */
import type { Context } from '#kernel/audit/atomically.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { addRow } from '#kernel/registers/actions.ts';
import { holdReply } from './cases.ts';
import { requireClock } from './clocks.ts';
import { addReply, addSectionRow, readContent } from './drafting.ts';
import type { ReplyHouse } from './house.ts';
import { takenNumber } from './records.ts';
import { holdSeries, isTaken, lastSerial } from './number-store.ts';
import { nextSerial, printNumber } from './numbering.ts';
import { makePromises } from './promises.ts';
import { stateOf } from './rules.ts';
import { listSections, updateReply } from './store.ts';
import { act, refuseInput, type Done } from './suggestions.ts';
import { drafterOf, ofRole, tell } from './telling.ts';

/** Gives a signed reply the next number of a series. A number given is never given again. */
export async function numberReply(
  ctx: Context,
  { house }: ReplyHouse,
  code: string,
  command: { series: string; key: string },
): Promise<Done> {
  const { key, series: seriesCode } = command;
  return act(
    ctx,
    { action: 'replies.number', subject: code, key, input: { code, series: seriesCode } },
    async (inner) => {
      const { found, reply } = await holdReply(inner.db, inner.actor, code, 'number');
      const series = await holdSeries(inner.db, seriesCode);
      if (!series) {
        throw refuseInput([
          {
            at: '/body/series',
            zh: `没有发文字号系列“${seriesCode}”，请先在登记册“发文字号系列”中设置`,
            en: `There is no series “${seriesCode}”; set it up in its register`,
          },
        ]);
      }
      const year = Number((reply.signedOn ?? found.facts.today).slice(0, 4));
      let serial = nextSerial(series, await lastSerial(inner.db, series.code, year));
      while (serial !== null && (await isTaken(inner.db, printNumber(series, year, serial))))
        serial = nextSerial(series, serial);
      if (serial === null) {
        throw new Refusal('broken-rule', {
          zh: `“${series.prefix}”${year} 年的发文字号（${series.first}–${series.last}）已用完。请在登记册“发文字号系列”中增加末号，或换用另一系列。`,
          en: `The numbers ${series.first}–${series.last} of “${series.prefix}” for ${year} are used up. Raise the last number of the series in its register, or take another series.`,
        });
      }
      const text = printNumber(series, year, serial);
      await addRow(inner, house, takenNumber, {
        series: series.code,
        year,
        serial,
        text,
        reply: code,
        takenOn: found.facts.today,
      });
      await updateReply(inner.db, code, { state: 'numbered', number: text, numberedOn: found.facts.today });
      return code;
    },
  );
}

/** Records that a letter was delivered. */
export async function deliverReply(
  ctx: Context,
  code: string,
  command: { on: string; way: string; key: string },
): Promise<Done> {
  const { key, on, way } = command;
  return act(
    ctx,
    { action: 'replies.deliver', subject: code, key, input: { code, on, way } },
    async (inner) => {
      const { found, reply } = await holdReply(inner.db, inner.actor, code, 'deliver');
      if (on > found.facts.today || on < (reply.signedOn ?? '')) {
        throw refuseInput([
          {
            at: '/body/on',
            zh: `送达日期应在签发日 ${reply.signedOn ?? ''} 与今天 ${found.facts.today} 之间`,
            en: `The day of delivery must lie between ${reply.signedOn ?? ''} and today, ${found.facts.today}`,
          },
        ]);
      }
      await updateReply(inner.db, code, { state: 'delivered', deliveredOn: on, deliveredWay: way });
      const { deputyAccount } = found.suggestion;
      await tell(inner, found.suggestion, 'delivered', [
        { accounts: deputyAccount === null ? [] : [deputyAccount] },
      ]);
      return code;
    },
  );
}

/** Records what the deputy says of the reply; not satisfied, it is handled again within a term of its own. */
export async function giveFeedback(
  ctx: Context,
  code: string,
  command: { satisfaction: 'satisfied' | 'basically' | 'unsatisfied'; comment?: string; key: string },
): Promise<Done> {
  const { key, satisfaction, comment } = command;
  return act(
    ctx,
    { action: 'replies.give-feedback', subject: code, key, input: { code, satisfaction, comment } },
    async (inner) => {
      const { found, reply } = await holdReply(inner.db, inner.actor, code, 'feedback');
      const { today } = found.facts;
      if (satisfaction === 'unsatisfied') await requireClock(inner.db, 'second', today);
      await updateReply(inner.db, code, {
        satisfaction,
        feedback: comment?.trim() || null,
        answeredOn: today,
        ...(reply.state === 'delivered' ? { state: 'answered' } : {}),
      });
      await tell(inner, found.suggestion, 'feedback', [drafterOf(reply), ofRole('office')], {
        watchers: true,
      });
      return code;
    },
  );
}

/** Opens the next round: the sheet is taken over, the letter before stays as it was sealed. */
export async function handleAgain(
  ctx: Context,
  { house }: ReplyHouse,
  code: string,
  command: { reason: string; key: string },
): Promise<Done> {
  const { key, reason } = command;
  return act(
    ctx,
    { action: 'replies.handle-again', subject: code, key, reason, input: { code, reason } },
    async (inner) => {
      const { found, reply } = await holdReply(inner.db, inner.actor, code, 'again');
      const { today } = found.facts;
      if (stateOf(found.facts) === 'again') await requireClock(inner.db, 'second', reply.answeredOn ?? today);
      const next = await addReply(inner, house, found.suggestion.code, {
        round: reply.round + 1,
        asOf: today,
        today,
        againReason: reason,
      });
      for (const row of await listSections(inner.db, code)) {
        await addSectionRow(inner, house, next, {
          kind: row.kind,
          title: row.title,
          order: row.order,
          author: row.author,
          content: readContent(row),
        });
      }
      await tell(inner, found.suggestion, 'again', [ofRole('division', 'office')], { watchers: true });
      return next;
    },
  );
}

/** Opens a letter to the public, and makes its promises; only what the secrecy review did not close. */
export async function publishReply(
  ctx: Context,
  house: ReplyHouse,
  code: string,
  command: { key: string },
): Promise<Done> {
  return act(
    ctx,
    { action: 'replies.publish', subject: code, key: command.key, input: { code } },
    async (inner) => {
      const { found, reply } = await holdReply(inner.db, inner.actor, code, 'publish');
      await makePromises(inner, house, code, {
        suggestion: found.suggestion.code,
        sample: found.suggestion.sample,
      });
      await updateReply(inner.db, code, { state: 'published', publishedOn: found.facts.today });
      await tell(inner, found.suggestion, 'published', [drafterOf(reply)], { watchers: true });
      return code;
    },
  );
}

/** Closes a case. */
export async function archiveReply(ctx: Context, code: string, command: { key: string }): Promise<Done> {
  return act(
    ctx,
    { action: 'replies.archive', subject: code, key: command.key, input: { code } },
    async (inner) => {
      const { found } = await holdReply(inner.db, inner.actor, code, 'archive');
      await updateReply(inner.db, code, { state: 'archived', archivedOn: found.facts.today });
      return code;
    },
  );
}

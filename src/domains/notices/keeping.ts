/** What becomes of a notice that is published: extended, withdrawn, concluded. */
import { loadCalendar, reckon } from '#domains/calendar/index.ts';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readClock } from '#kernel/db/open.ts';
import { notify } from '#kernel/inbox/notify.ts';
import { correctWithin, refuseFaults, type House } from '#kernel/registers/actions.ts';
import { publicNotice } from './contract.ts';
import { requireNotice } from './publishing.ts';
import { nextDay, stateOn } from './rules.ts';
import { readObjections, requireWhole } from './store.ts';
import { requireKnown, spanOf } from './term.ts';

interface Command {
  code: string;
  key: string;
}

/**
 * Extends a notice that has not ended to a later working day, for a reason everyone may read. Refuses one that has ended
 * or is withdrawn: what has ended is publicised anew, not lengthened.
 */
export async function extendNotice(
  ctx: Context,
  house: House,
  { code, key, until, reason }: Command & { until: string; reason: string },
): Promise<{ action: string; code: string; lastOn: string }> {
  const { action, answer } = await atomically(
    ctx,
    {
      action: 'notices.extend',
      subject: `${publicNotice.id}/${code}`,
      reason,
      key,
      input: { code, until, reason },
    },
    async (inner) => {
      const row = await requireNotice(inner, code);
      const { today } = await readClock(inner.db);
      const calendar = await loadCalendar(inner.db);
      const { lastOn } = spanOf(calendar, row);
      if (row.withdrawnOn !== null || today > lastOn) {
        throw new Refusal('broken-rule', {
          zh:
            row.withdrawnOn === null
              ? `公示“${code}”已于 ${lastOn} 期满，不能再延长；需要再公示的，请另发公示。`
              : `公示“${code}”已于 ${row.withdrawnOn} 撤回，不能延长；请发布更正的公示。`,
          en:
            row.withdrawnOn === null
              ? `Notice “${code}” ended on ${lastOn} and cannot be extended any more; publish another one.`
              : `Notice “${code}” was withdrawn on ${row.withdrawnOn} and cannot be extended; publish a corrected one.`,
        });
      }
      if (until <= lastOn) {
        throw refuseFaults([
          {
            at: '/body/until',
            zh: `公示期现到 ${lastOn}；延长后的截止日须在其后`,
            en: `the notice runs until ${lastOn}; the new last day must be after it`,
          },
        ]);
      }
      const { due, missingYears } = reckon(calendar, nextDay(until, -1), {
        count: 1,
        unit: 'working-days',
        moves: true,
      });
      requireKnown({ lastOn: due, missingYears, steps: [] });
      if (due !== until) {
        throw refuseFaults([
          {
            at: '/body/until',
            zh: `${until} 不是工作日；可延长至 ${due}`,
            en: `${until} is no working day; extend it until ${due}`,
          },
        ]);
      }
      await correctWithin(inner, house, publicNotice.id, code, {
        extendedUntil: until,
        extendedOn: today,
        extendReason: reason,
      });
      return { code, lastOn: until };
    },
  );
  return { action, ...answer };
}

/**
 * Concludes a notice in words everyone may read. Refuses one that runs, is withdrawn or concluded already, and one with
 * an objection that waits. It frees nothing: what an upheld objection stops waits for a corrected notice all the same.
 */
export async function concludeNotice(
  ctx: Context,
  house: House,
  { code, key, conclusion }: Command & { conclusion: string },
): Promise<{ action: string; code: string }> {
  const { action } = await atomically(
    ctx,
    {
      action: 'notices.conclude',
      subject: `${publicNotice.id}/${code}`,
      key,
      input: { code, conclusion },
    },
    async (inner) => {
      const row = await requireNotice(inner, code);
      await requireWhole(inner.db);
      const { today } = await readClock(inner.db);
      const { lastOn } = spanOf(await loadCalendar(inner.db), row);
      const state = stateOn({ ...row, lastOn }, await readObjections(inner.db, [code]), today);
      const refuse = (zh: string, en: string): Refusal => new Refusal('broken-rule', { zh, en });
      if (state === 'withdrawn')
        throw refuse(
          `公示“${code}”已于 ${row.withdrawnOn} 撤回，不再办结。`,
          `Notice “${code}” was withdrawn on ${row.withdrawnOn} and is not concluded any more.`,
        );
      if (state === 'objected')
        throw refuse(
          `公示“${code}”还有异议待答复，不能办结。请先答复异议。`,
          `Notice “${code}” has objections that wait and cannot be concluded. Answer them first.`,
        );
      if (state !== 'ended')
        throw refuse(
          `公示“${code}”最后一日为 ${lastOn}，期满后才能办结。`,
          `Notice “${code}” runs until ${lastOn}; conclude it once that day is over.`,
        );
      if (row.concludedOn !== null)
        throw refuse(
          `公示“${code}”已于 ${row.concludedOn} 办结，结论不再改动。有更正的，请另发公示。`,
          `Notice “${code}” was concluded on ${row.concludedOn}; what was said is not changed. Publish another one to correct it.`,
        );
      await correctWithin(inner, house, publicNotice.id, code, { concludedOn: today, conclusion });
      return { code };
    },
  );
  return { action, code };
}

/** Withdraws a notice, for a reason everyone may read. Refuses one that is withdrawn already. */
export async function withdrawNotice(
  ctx: Context,
  house: House,
  { code, key, reason }: Command & { reason: string },
): Promise<{ action: string; code: string }> {
  const { action } = await atomically(
    ctx,
    {
      action: 'notices.withdraw',
      subject: `${publicNotice.id}/${code}`,
      reason,
      key,
      input: { code, reason },
    },
    async (inner) => {
      const row = await requireNotice(inner, code);
      if (row.withdrawnOn !== null) {
        throw new Refusal('broken-rule', {
          zh: `公示“${code}”已于 ${row.withdrawnOn} 撤回，不必再撤。要重新公示，请发布一份更正的公示。`,
          en: `Notice “${code}” was withdrawn on ${row.withdrawnOn} already. To publicise anew, publish a corrected notice.`,
        });
      }
      const { today } = await readClock(inner.db);
      await correctWithin(inner, house, publicNotice.id, code, {
        withdrawnOn: today,
        withdrawReason: reason,
      });
      await notify(
        inner,
        [
          { roles: ['division', 'office'] },
          ...(row.publishedBy === null ? [] : [{ accounts: [row.publishedBy] }]),
        ],
        {
          kind: 'notices.withdrawn',
          subject: { zh: '公示：已撤回', en: 'Public notice: withdrawn' },
          title: { zh: row.title, en: row.titleEn ?? row.title },
          link: `/notices/${encodeURIComponent(code)}`,
        },
      );
      return { code };
    },
  );
  return { action, code };
}

/** Reminders by working days: read from what waits, each told once. */
import type { Context } from '#kernel/audit/atomically.ts';
import { printLeft, reminderFor, reminderKey } from './rules.ts';
import { insertMessages } from './store.ts';
import { collectWork, type WaitingSource, type WorkDays } from './waiting.ts';

/**
 * Reminds every account of what waits for it: some working days before the last one, and once it is late. Nothing on
 * a day that is not worked on, and nothing before `fromHour` in Beijing. Asked again it tells nothing twice; a moved
 * day or a changed calendar is taken up with the next asking. Returns how many reminders were told.
 */
export async function remindAll(
  house: Context,
  asked: {
    accounts: readonly Context[];
    sources: readonly WaitingSource[];
    days: WorkDays;
    offsets: readonly number[];
    fromHour: number;
    /** A source that failed for one reader; the others are asked all the same. */
    onFailure?: (account: string, error: unknown) => void;
  },
): Promise<number> {
  const { days, offsets } = asked;
  if (!days.isWorkingDay || days.hour < asked.fromHour) return 0;
  let told = 0;
  for (const reader of asked.accounts) {
    const account = reader.actor.account ?? '';
    try {
      const near = Math.max(0, ...offsets);
      for (const item of (await collectWork(reader, asked.sources, days, near)).mine) {
        const offset = reminderFor(item, offsets);
        if (offset === null) continue;
        const left = printLeft(item);
        told += await insertMessages(
          house.db,
          { accounts: [account] },
          {
            kind: offset === 'late' ? 'reminder.late' : 'reminder.due',
            subject: {
              zh: `${item.subject.zh} · ${item.step.zh}：${left.zh}`,
              en: `${item.subject.en}, ${item.step.en}: ${left.en}`,
            },
            title: item.title,
            link: item.link,
            dedupe: reminderKey(item, offset),
          },
          null,
        );
      }
    } catch (error) {
      if (!asked.onFailure) throw error;
      asked.onFailure(account, error);
    }
  }
  return told;
}

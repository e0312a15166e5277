/** What the platform does for the inbox by itself: mails every few seconds; reminders and comparisons every few minutes. */
import { tellEnded } from '#domains/notices/index.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import { operator } from '#kernel/access/roles.ts';
import type { Vault } from '#kernel/access/vault.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';
import { compareWatched } from '#kernel/inbox/comparing.ts';
import { makeMails, makeSummaries, sendMails } from '#kernel/inbox/mail.ts';
import type { Post } from '#kernel/inbox/post.ts';
import { remindAll } from '#kernel/inbox/reminders.ts';
import { parseOffsets } from '#kernel/inbox/rules.ts';
import { listAccountNames } from '#kernel/inbox/store.ts';
import { requireParameter } from '#kernel/parameters/read.ts';
import { openDays, waitingSources, watchables } from './inbox.ts';

/** Milliseconds between two looks for mail, and between two rounds of reminders and comparisons. */
const mailInterval = 3000;
const roundInterval = 600_000;

export interface RoundsHouse {
  db: Db;
  vault: Vault;
  /** The context an account acts in now; refuses one that may act no more. */
  actAs: (account: string) => Promise<Context>;
  post: Post;
  /** Address of the portal for links, without a slash at its end. */
  origin: () => string;
  log: (line: string) => void;
}

/** The context of an account that may still act; null for one that may not. */
async function reach(house: RoundsHouse, account: string): Promise<Context | null> {
  try {
    return await house.actAs(account);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/**
 * One round: reminds of what is due, makes the day's summaries, compares what is watched by value. Done again, it tells
 * nothing twice. Refuses while the parameters of reminders are not set.
 */
export async function goRound(
  house: RoundsHouse,
): Promise<{ reminded: number; summaries: number; changed: number }> {
  const { db, vault } = house;
  const ours: Context = { db, vault, actor: operator };
  const days = await openDays(db);
  const before = await requireParameter(db, 'reminders.before', days.today);
  const hour = await requireParameter(db, 'reminders.from-hour', days.today);
  const offsets = parseOffsets(before.value);
  const fromHour = Number(hour.value);
  if (!offsets || !Number.isInteger(fromHour) || fromHour < 0 || fromHour > 23) {
    throw new Refusal('broken-rule', {
      zh: `参数 reminders.before（${before.value}）应为以空格分开的工作日数，如 3 1；reminders.from-hour（${hour.value}）应为 0 至 23 的整点。请在“参数”登记册中更正。`,
      en: `The parameter reminders.before (${before.value}) must be working days such as 3 1, and reminders.from-hour (${hour.value}) an hour from 0 to 23. Correct them in the register of parameters.`,
    });
  }
  const accounts: Context[] = [];
  for (const name of await listAccountNames(db)) {
    const reader = await reach(house, name);
    if (reader) accounts.push(reader);
  }
  const reminded = await remindAll(ours, {
    accounts,
    sources: waitingSources,
    days,
    offsets,
    fromHour,
    onFailure: (account, error) => house.log(`提醒 ${account} 时出错：${String(error)}`),
  });
  if (days.isWorkingDay && days.hour >= fromHour) await tellEnded(ours, days.today);
  const changed = await compareWatched(ours, watchables, (account) => reach(house, account));
  const morning = days.isWorkingDay && days.hour >= fromHour;
  const summaries = morning ? await makeSummaries(db, { origin: house.origin() }, days.today) : 0;
  return { reminded, summaries, changed };
}

/** Starts the rounds; `stop` ends them and waits for the one that runs. */
export function startRounds(house: RoundsHouse): { stop: () => Promise<void> } {
  let stopping = false;
  let busy: Promise<void> = Promise.resolve();
  let lastRound = -Infinity;
  let lastComplaint = '';
  const complain = (error: unknown): void => {
    const words = error instanceof Refusal ? error.words.zh : String(error);
    // The same trouble is told once, not every few seconds.
    if (words !== lastComplaint) house.log(`通知与邮件：${words}`);
    lastComplaint = words;
  };
  const look = async (): Promise<void> => {
    if (performance.now() - lastRound >= roundInterval) {
      lastRound = performance.now();
      await goRound(house).catch(complain);
    }
    await makeMails(house.db, { origin: house.origin() });
    await sendMails(house.db, house.post, { isStopping: () => stopping });
  };
  let running = false;
  const timer = setInterval(() => {
    if (running || stopping) return;
    running = true;
    busy = look()
      .catch(complain)
      .finally(() => {
        running = false;
      });
  }, mailInterval);
  return {
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      await busy;
      house.post.close();
    },
  };
}

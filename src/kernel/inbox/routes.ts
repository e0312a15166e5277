/** Binds the doors of the workbench, of notices and of watches. */
import type { Context } from '#kernel/audit/atomically.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Service } from '#kernel/http/serve.ts';
import * as doors from './contract.ts';
import type { WatchKind } from './contract.ts';
import {
  countUnread,
  deleteWatch,
  findPreference,
  insertWatch,
  keepPreference,
  markRead,
  markWatchSeen,
  readMessages,
  readWatched,
  type PreferenceRow,
} from './store.ts';
import { collectWork, type Near, type WaitingSource, type WorkDays } from './waiting.ts';

/** What the app says of a subject that can be watched; refuses what the reader may not see. */
export interface Watchable {
  find: (
    ctx: Context,
    subject: string,
  ) => Promise<{
    title: Words;
    link: string;
    /** A record's table and code: writes find its watches by them. */
    record?: { table: string; code: string };
    /** What is compared from time to time; with it in words. */
    value?: { text: string; words: Words };
  }>;
}

export interface InboxHouse {
  sources: readonly WaitingSource[];
  watchables: Readonly<Record<WatchKind, Watchable>>;
  /** Today, and its distance to other days on the calendar. */
  openDays: (ctx: Context) => Promise<{ days: WorkDays; near: Near }>;
}

/** The account of a reader; doors with `work.own` let nobody in without one. */
const accountOf = ({ actor }: Context): string => {
  if (actor.account === undefined) throw new Error('a workbench belongs to an account');
  return actor.account;
};

/** How one is told who has chosen nothing. */
const unset: PreferenceRow = { email: null, mail: 'none', language: 'zh' };

export function bindInboxDoors(service: Service, house: InboxHouse): void {
  service.bind(doors.readWork, async ({ ctx }) => {
    const { days, near } = await house.openDays(ctx);
    return { today: days.today, near, ...(await collectWork(ctx, house.sources, days, near)) };
  });

  service.bind(doors.listMessages, async ({ ctx, query }) => {
    const account = accountOf(ctx);
    const rows = await readMessages(ctx.db, account, { ...query, limit: query.limit + 1 });
    return {
      unread: await countUnread(ctx.db, account),
      messages: rows.slice(0, query.limit),
      more: rows.length > query.limit,
    };
  });
  service.bind(doors.countMessages, async ({ ctx }) => ({
    unread: await countUnread(ctx.db, accountOf(ctx)),
  }));
  service.bind(doors.markMessages, async ({ ctx, body }) => {
    const account = accountOf(ctx);
    await markRead(ctx.db, account, { ids: body.ids ?? [], upTo: body.upTo ?? null });
    return { unread: await countUnread(ctx.db, account) };
  });

  service.bind(
    doors.readPreference,
    async ({ ctx }) => (await findPreference(ctx.db, accountOf(ctx))) ?? unset,
  );
  service.bind(doors.savePreference, async ({ ctx, body }) => {
    await keepPreference(ctx.db, accountOf(ctx), body);
    return body;
  });

  service.bind(doors.listWatched, async ({ ctx }) => readWatched(ctx.db, accountOf(ctx)));
  service.bind(doors.startWatching, async ({ ctx, body: { kind, subject } }) => {
    const found = await house.watchables[kind].find(ctx, subject);
    await insertWatch(ctx.db, accountOf(ctx), {
      kind,
      subject,
      table: found.record?.table ?? null,
      code: found.record?.code ?? null,
      title: found.title,
      link: found.link,
      value: found.value?.text ?? null,
    });
    return { watching: true };
  });
  service.bind(doors.stopWatching, async ({ ctx, body }) => {
    await deleteWatch(ctx.db, accountOf(ctx), body);
    return { watching: false };
  });
  service.bind(doors.seeWatched, async ({ ctx, body }) => {
    await markWatchSeen(ctx.db, accountOf(ctx), body);
    return { changes: 0 };
  });
}

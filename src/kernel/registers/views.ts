/**
 * What an account keeps of its lists. Settings of its own, held to it by row-level security: plain writes without a line
 * in the log, which is of what the platform knows.
 */
import { sql } from 'kysely';
import type { ListSetting, SavedView } from '#kernel/contract/lists.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';

/** Views one account may keep of one list. */
const viewsKept = 30;

const refuseUnknownView = (): Refusal =>
  new Refusal('unknown-record', {
    zh: '没有这个视图，或它不是您的。请刷新页面。',
    en: 'There is no such view, or it is not yours. Reload the page.',
  });

/** An account's views of a list by name, and how it is set up; null while it never was. */
export async function readViews(
  db: Db,
  account: string,
  register: string,
): Promise<{ views: SavedView[]; setting: ListSetting | null }> {
  const views = await db
    .selectFrom('platform.savedView')
    .select(['id', 'name', 'query', 'opensFirst'])
    .where('account', '=', account)
    .where('register', '=', register)
    .orderBy('createdAt')
    .execute();
  const setting = await db
    .selectFrom('platform.listSetting')
    .select(['columns', 'dense'])
    .where('account', '=', account)
    .where('register', '=', register)
    .executeTakeFirst();
  return { views, setting: setting ?? null };
}

/** Keeps how an account's list is set up. */
export async function keepSetting(
  db: Db,
  account: string,
  register: string,
  setting: ListSetting,
): Promise<ListSetting> {
  await db
    .insertInto('platform.listSetting')
    .values({ account, register, ...setting })
    .onConflict((conflict) => conflict.columns(['account', 'register']).doUpdateSet(setting))
    .execute();
  return setting;
}

/** Saves a view; one of the same name is replaced. Refuses more than thirty of one list. */
export async function saveView(
  db: Db,
  account: string,
  register: string,
  view: Omit<SavedView, 'id'>,
): Promise<SavedView> {
  return db.transaction().execute(async (transaction) => {
    // One at a time, so that the limit holds and no two views open first.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${account} ${register}`}, 1120))`.execute(
      transaction,
    );
    const { views } = await readViews(transaction, account, register);
    if (views.length >= viewsKept && !views.some(({ name }) => name === view.name)) {
      throw new Refusal('too-large', {
        zh: `一个登记册至多保存 ${viewsKept} 个视图。请先删除不用的，或用原来的名称替换。`,
        en: `At most ${viewsKept} views are kept of one register. Remove some first, or save under a name you have.`,
      });
    }
    if (view.opensFirst) {
      await transaction
        .updateTable('platform.savedView')
        .set({ opensFirst: false })
        .where('account', '=', account)
        .where('register', '=', register)
        .execute();
    }
    return transaction
      .insertInto('platform.savedView')
      .values({ account, register, ...view })
      .onConflict((conflict) =>
        conflict
          .columns(['account', 'register', 'name'])
          .doUpdateSet({ query: view.query, opensFirst: view.opensFirst }),
      )
      .returning(['id', 'name', 'query', 'opensFirst'])
      .executeTakeFirstOrThrow();
  });
}

/** Removes one of an account's views. */
export async function removeView(db: Db, account: string, register: string, id: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('platform.savedView')
    .where('account', '=', account)
    .where('register', '=', register)
    .where('id', '=', id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw refuseUnknownView();
}

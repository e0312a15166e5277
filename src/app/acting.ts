/** The context an account acts in when it is not there itself: a job it submitted runs with the rights it has now. */
import { operator, scopeOf, type Actor } from '#kernel/access/roles.ts';
import type { Vault } from '#kernel/access/vault.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db, Within } from '#kernel/db/open.ts';

/** Context of an account by its name; null: the platform itself. Refuses an account that is gone. */
export async function actAs(
  { db, vault, within }: { db: Db; vault: Vault; within: Within },
  account: string | null,
  lentTo: string | null = null,
): Promise<Context> {
  if (account === null) return { db, vault, within, actor: operator };
  const found = await db
    .selectFrom('platform.account')
    .select(['name', 'displayName', 'role', 'organisation', 'region', 'closedAt'])
    .where('name', '=', account)
    .executeTakeFirst();
  if (!found || found.role === null || found.closedAt !== null) {
    throw new Refusal('not-permitted', {
      zh: `账号“${account}”已不存在，任务没有执行。请用现有账号重新提交。`,
      en: `The account “${account}” exists no more, and the job was not run. Submit it from an account that does.`,
    });
  }
  const { name, displayName, role, organisation, region } = found;
  const actor: Actor = { name: displayName, role, account: name, organisation, region, lentTo };
  if (lentTo !== null) {
    const borrower = await db
      .selectFrom('platform.account')
      .select('displayName')
      .where('name', '=', lentTo)
      .executeTakeFirst();
    actor.name = `${borrower?.displayName ?? lentTo}（代${displayName}）`;
  }
  return { db: within(scopeOf(actor)), within, vault, actor };
}

/** The context an account acts in when it is not there itself: a job it submitted runs with the rights it has now. */
import { operator } from '#kernel/access/roles.ts';
import type { Vault } from '#kernel/access/vault.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';

/** Context of an account by its name; null: the platform itself. Refuses an account that is gone. */
export async function actAs(base: { db: Db; vault: Vault }, account: string | null): Promise<Context> {
  if (account === null) return { ...base, actor: operator };
  const found = await base.db
    .selectFrom('platform.account')
    .select(['name', 'displayName', 'role', 'organisation'])
    .where('name', '=', account)
    .executeTakeFirst();
  if (!found) {
    throw new Refusal('not-permitted', {
      zh: `账号“${account}”已不存在，任务没有执行。请用现有账号重新提交。`,
      en: `The account “${account}” exists no more, and the job was not run. Submit it from an account that does.`,
    });
  }
  const { name, displayName, role, organisation } = found;
  return { ...base, actor: { name: displayName, role, account: name, organisation } };
}

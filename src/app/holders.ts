/** Who holds the key of a record outside the registers. */
import { organisation } from '#domains/directory/contract.ts';
import type { Db } from '#kernel/db/open.ts';
import type { Holders } from '#kernel/registers/merge.ts';

/** Accounts that act for an organisation keep it from being folded into another. */
export const holdersOf =
  (db: Db): Holders =>
  async (register, codes) => {
    if (register !== organisation.id) return [];
    const accounts = await db
      .selectFrom('platform.account')
      .select(['name', 'organisation'])
      .where('organisation', 'in', [...codes])
      .orderBy('name')
      .execute();
    return accounts.map(({ name, organisation: code }) => ({
      zh: `账号“${name}”代表“${code}”；请先由系统管理员把它改为代表保留的单位`,
      en: `The account “${name}” acts for “${code}”; let the administrator give it the organisation that is kept first`,
    }));
  };

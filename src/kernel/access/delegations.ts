/** Work lent to another account until a day: who sits there stays in every line of the log. */
import { sql } from 'kysely';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { sessionLimits } from '#kernel/contract/limits.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import type { Delegation } from '#kernel/contract/session.ts';
import { readClock, type Db } from '#kernel/db/open.ts';
import { notify } from '#kernel/inbox/notify.ts';
import { separated } from './policy.ts';

/** Delegations an account made or has, newest first. */
export async function readDelegations(db: Db, account: string): Promise<Delegation[]> {
  const { rows } = await sql<{
    id: string;
    lender: string;
    lenderName: string;
    borrower: string;
    borrowerName: string;
    beginsOn: string;
    endsOn: string;
    reason: string;
    ended: boolean;
    holds: boolean;
  }>`
    select d.id, d.lender, l.display_name as lender_name, d.borrower, b.display_name as borrower_name, d.begins_on,
      d.ends_on, d.reason, d.ended_at is not null as ended,
      d.ended_at is null and l.closed_at is null and l.role is not null
        and (now() at time zone 'Asia/Shanghai')::date between d.begins_on and d.ends_on as holds
    from platform.delegation d join platform.account l on l.name = d.lender join platform.account b on b.name = d.borrower
    where ${account} in (d.lender, d.borrower) order by d.made_at desc, d.id limit 200
  `.execute(db);
  return rows.map(({ lender, lenderName, borrower, borrowerName, ...rest }) => ({
    ...rest,
    lender: { account: lender, name: lenderName },
    borrower: { account: borrower, name: borrowerName },
  }));
}

const findDelegation = async (db: Db, account: string, id: string): Promise<Delegation> => {
  const found = (await readDelegations(db, account)).find((delegation) => delegation.id === id);
  if (found) return found;
  throw new Refusal('unknown-record', {
    zh: '没有这项委托，或与您无关。',
    en: 'There is no such delegation, or it is not yours.',
  });
};

/**
 * Lends the own work. Refuses oneself, an account that is not there or closed, days in the past, out of order or too
 * many, and any of the three offices that watch one another, on either side.
 */
export async function makeDelegation(
  ctx: Context,
  given: { borrower: string; beginsOn: string; endsOn: string; reason: string; key: string },
): Promise<Delegation> {
  const lender = ctx.actor.account ?? '';
  const { key, ...input } = given;
  const { answer } = await atomically(
    ctx,
    {
      action: 'delegation.make',
      subject: `account/${lender} → account/${given.borrower}`,
      reason: given.reason,
      key,
      input,
    },
    async (inner) => {
      const faults = await faultsOf(inner, lender, given);
      if (faults.length > 0) {
        throw new Refusal(
          'invalid-input',
          { zh: `委托有 ${faults.length} 处问题。`, en: `The delegation has ${faults.length} faults.` },
          faults,
        );
      }
      await notify(
        inner,
        { accounts: [given.borrower] },
        {
          kind: 'delegation.made',
          subject: { zh: '工作委托：交给您代办', en: 'Work lent to you' },
          title: {
            zh: `${inner.actor.name}：${given.beginsOn} 至 ${given.endsOn}`,
            en: `${inner.actor.name}: ${given.beginsOn} to ${given.endsOn}`,
          },
          link: '/work',
        },
      );
      return inner.db
        .insertInto('platform.delegation')
        .values({ lender, ...input })
        .returning('id')
        .executeTakeFirstOrThrow();
    },
  );
  return findDelegation(ctx.db, lender, answer.id);
}

async function faultsOf(
  { db, actor }: Context,
  lender: string,
  { borrower, beginsOn, endsOn }: { borrower: string; beginsOn: string; endsOn: string },
): Promise<Fault[]> {
  const faults: Fault[] = [];
  const found = await db
    .selectFrom('platform.account')
    .select(['name', 'role', 'closedAt'])
    .where('name', '=', borrower)
    .executeTakeFirst();
  if (borrower === lender) {
    faults.push({ at: '/body/borrower', zh: '不能委托给自己', en: 'Nobody lends to himself' });
  } else if (!found || found.closedAt !== null || found.role === null) {
    faults.push({
      at: '/body/borrower',
      zh: `没有可用的账号“${borrower}”`,
      en: `There is no open account “${borrower}”`,
    });
  } else if (separated.includes(found.role) || separated.includes(actor.role)) {
    faults.push({
      at: '/body/borrower',
      zh: '系统管理员、安全管理员、审计员相互监督，权限不出借也不借入',
      en: 'Administrators and auditors watch one another: their work is neither lent nor borrowed',
    });
  }
  const { today } = await readClock(db);
  if (endsOn < beginsOn) {
    faults.push({ at: '/body/endsOn', zh: '结束日期早于开始日期', en: 'It ends before it begins' });
  }
  if (endsOn < today) faults.push({ at: '/body/endsOn', zh: '结束日期已过', en: 'Its last day has passed' });
  const { rows } = await sql<{ days: number }>`select ${endsOn}::date - ${beginsOn}::date as days`.execute(
    db,
  );
  if ((rows[0]?.days ?? 0) > sessionLimits.delegationDays) {
    faults.push({
      at: '/body/endsOn',
      zh: `委托最长 ${sessionLimits.delegationDays} 天，到期可再委托`,
      en: `Work is lent for ${sessionLimits.delegationDays} days at most; it can be lent again`,
    });
  }
  return faults;
}

/** Takes lent work back, or gives it back; either side may. */
export async function endDelegation(ctx: Context, given: { id: string; key: string }): Promise<void> {
  const account = ctx.actor.account ?? '';
  await atomically(
    ctx,
    { action: 'delegation.end', subject: `delegation/${given.id}`, key: given.key, input: { id: given.id } },
    async (inner) => {
      const found = await findDelegation(inner.db, account, given.id);
      await sql`update platform.delegation set ended_at = now() where id = ${found.id}::uuid and ended_at is null`.execute(
        inner.db,
      );
      return {};
    },
  );
}

/** The delegation a session is to act under; refuses one that is not lent to it or does not hold today. */
export async function requireHolding(db: Db, account: string, id: string): Promise<Delegation> {
  const found = await findDelegation(db, account, id);
  if (found.borrower.account === account && found.holds) return found;
  throw new Refusal('not-permitted', {
    zh: `这项委托今天不生效（${found.beginsOn} 至 ${found.endsOn}${found.ended ? '，已收回' : ''}）。`,
    en: `This delegation does not hold today (${found.beginsOn} to ${found.endsOn}${found.ended ? ', taken back' : ''}).`,
  });
}

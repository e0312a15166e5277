/** Accounts: opened by one office, given a role by another; every step is an action with its line in the log. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import type { Account } from '#kernel/contract/accounts.ts';
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import { sessionLimits } from '#kernel/contract/limits.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';
import { needsOf, policy } from './policy.ts';
import { closeSessionsOf, fitsPassword, hashPassword } from './sessions.ts';

/** Every account, by name. */
export async function readAccounts(db: Db, name?: string): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select a.name, a.display_name, a.role, a.organisation, a.region, a.closed_at is not null as closed, a.created_at,
      (select max(s.seen_at) from platform.session s where s.account = a.name) as seen_at
    from platform.account a where ${name ?? null}::text is null or a.name = ${name ?? null}::text order by a.name
  `.execute(db);
  return rows;
}

async function readAccount(db: Db, name: string): Promise<Account> {
  const [account] = await readAccounts(db, name);
  if (account) return account;
  throw new Refusal('unknown-record', {
    zh: `没有账号“${name}”。`,
    en: `There is no account “${name}”.`,
  });
}

const newPassword = (): string => randomBytes(12).toString('base64url');

/** What an action on an account has in common: its line names the account and the reason. */
const onAccount = (
  ctx: Context,
  command: { action: string; account: string; reason: string | null; key: string; input?: object },
  work: (inner: Context) => Promise<void>,
): Promise<{ first: boolean }> => {
  const run = randomBytes(9).toString('base64url');
  return atomically(
    ctx,
    {
      action: command.action,
      subject: `account/${command.account}`,
      reason: command.reason,
      key: command.key,
      input: { account: command.account, reason: command.reason, ...command.input },
    },
    async (inner) => {
      await work(inner);
      return { run };
    },
    // A repeated command is answered with what the first run stored.
  ).then(({ answer }) => ({ first: answer.run === run }));
};

/** Nobody opens, closes or grants to himself. */
function requireOther(ctx: Context, account: string): void {
  if (ctx.actor.account !== account) return;
  throw new Refusal('not-permitted', {
    zh: '不能办理自己的账号。请由另一位管理员办理。',
    en: 'Nobody handles the own account. Have another administrator do it.',
  });
}

/** Opens an account without a role. The password is answered once: a command repeated under its key has none. */
export async function openAccount(
  ctx: Context,
  given: { name: string; displayName: string; key: string },
): Promise<{ account: Account; password: string | null }> {
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  const { first } = await onAccount(
    ctx,
    { action: 'account.open', account: given.name, reason: given.displayName, key: given.key },
    async (inner) => {
      const taken = await readAccounts(inner.db, given.name);
      if (taken.length > 0) {
        throw new Refusal('already-exists', {
          zh: `已有账号“${given.name}”。`,
          en: `There is an account “${given.name}” already.`,
        });
      }
      await inner.db
        .insertInto('platform.account')
        .values({
          name: given.name,
          displayName: given.displayName,
          role: null,
          organisation: null,
          region: null,
          passwordHash,
          passwordGiven: true,
        })
        .execute();
    },
  );
  return { account: await readAccount(ctx.db, given.name), password: first ? password : null };
}

/** Gives an account a new password and ends its sessions. */
export async function resetPassword(
  ctx: Context,
  given: { account: string; reason: string; key: string },
): Promise<{ account: Account; password: string | null }> {
  requireOther(ctx, given.account);
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  const { first } = await onAccount(ctx, { action: 'account.reset-password', ...given }, async (inner) => {
    await readAccount(inner.db, given.account);
    await inner.db
      .updateTable('platform.account')
      .set({ passwordHash, passwordGiven: true })
      .where('name', '=', given.account)
      .execute();
    await closeSessionsOf(inner.db, given.account);
  });
  return { account: await readAccount(ctx.db, given.account), password: first ? password : null };
}

/** Closes an account: its sessions end, what it lent and borrowed ends with it. Or opens it again. */
export async function setClosed(
  ctx: Context,
  given: { account: string; closed: boolean; reason: string; key: string },
): Promise<Account> {
  requireOther(ctx, given.account);
  const { closed, ...command } = given;
  await onAccount(ctx, { action: closed ? 'account.close' : 'account.reopen', ...command }, async (inner) => {
    await readAccount(inner.db, given.account);
    await sql`update platform.account set closed_at = case when ${closed} then now() end where name = ${given.account}`.execute(
      inner.db,
    );
    if (closed) await closeSessionsOf(inner.db, given.account);
  });
  return readAccount(ctx.db, given.account);
}

/**
 * Grants a role with what it is held to, or takes it. Refuses a role held to a region or an organisation that is not
 * named or not there. Holds at the account's next request.
 */
export async function grantRole(
  ctx: Context,
  given: {
    account: string;
    role: StaffRole | null;
    organisation: string | null;
    region: string | null;
    reason: string;
    key: string;
  },
): Promise<Account> {
  requireOther(ctx, given.account);
  const { key, account, reason, ...input } = given;
  await onAccount(ctx, { action: 'account.grant', account, reason, key, input }, async (inner) => {
    const before = await readAccount(inner.db, account);
    const faults = await faultsOfGrant(inner.db, given);
    if (faults.length > 0) {
      throw new Refusal(
        'invalid-input',
        { zh: `授权有 ${faults.length} 处问题。`, en: `The grant has ${faults.length} faults.` },
        faults,
      );
    }
    await inner.db
      .updateTable('platform.account')
      .set({ role: given.role, organisation: given.organisation, region: given.region })
      .where('name', '=', before.name)
      .execute();
    if (given.role === null) await closeSessionsOf(inner.db, account);
    // What an account of another office lent or borrowed is not carried into the new one.
    await sql`update platform.delegation set ended_at = now()
      where (lender = ${account} or borrower = ${account}) and ended_at is null`.execute(inner.db);
  });
  return readAccount(ctx.db, account);
}

async function faultsOfGrant(
  db: Db,
  {
    role,
    organisation,
    region,
  }: { role: StaffRole | null; organisation: string | null; region: string | null },
): Promise<Fault[]> {
  const faults: Fault[] = [];
  const needs = role === null ? { region: false, organisation: false } : needsOf(role);
  const label = role === null ? '' : policy[role].label.zh;
  if (needs.region && region === null) {
    faults.push({ at: '/body/region', zh: `“${label}”须指定地区`, en: `${role ?? ''} needs a region` });
  }
  if (needs.organisation && organisation === null) {
    faults.push({
      at: '/body/organisation',
      zh: `“${label}”须指定单位`,
      en: `${role ?? ''} needs an organisation`,
    });
  }
  const isThere = async (table: string, code: string): Promise<boolean> =>
    (await sql`select from ${sql.table(`register.${table}`)} where code = ${code}`.execute(db)).rows.length >
    0;
  if (region !== null && !(await isThere('region', region))) {
    faults.push({ at: '/body/region', zh: `没有区划“${region}”`, en: `There is no region “${region}”` });
  }
  if (organisation !== null && !(await isThere('organisation', organisation))) {
    faults.push({
      at: '/body/organisation',
      zh: `没有单位“${organisation}”`,
      en: `There is no organisation “${organisation}”`,
    });
  }
  return faults;
}

/** Passwords anyone tries first. */
const common = /^(.)\1+$|^(0?123456789|qwertyuiop|password|kechuang|1qaz2wsx)/i;

/** Changes the own password; the account's other sessions end. */
export async function changePassword(
  ctx: Context,
  given: { old: string; new: string; token: string; key: string },
): Promise<void> {
  const account = ctx.actor.account ?? '';
  const stored = await ctx.db
    .selectFrom('platform.account')
    .select('passwordHash')
    .where('name', '=', account)
    .executeTakeFirst();
  if (!(await fitsPassword(stored?.passwordHash ?? null, given.old))) {
    throw new Refusal('wrong-credentials', { zh: '原密码不对。', en: 'The old password is wrong.' });
  }
  const { passwordCharacters } = sessionLimits;
  if ([...given.new].length < passwordCharacters || common.test(given.new) || given.new === given.old) {
    throw new Refusal('invalid-input', {
      zh: `新密码至少 ${passwordCharacters} 个字符，不能是常见密码，也不能与原密码相同。可用一句话。`,
      en: `A new password has at least ${passwordCharacters} characters, is no common one and not the old one. A sentence will do.`,
    });
  }
  const passwordHash = await hashPassword(given.new);
  await onAccount(
    ctx,
    { action: 'account.change-password', account, reason: null, key: given.key },
    async (inner) => {
      await inner.db
        .updateTable('platform.account')
        .set({ passwordHash, passwordGiven: false })
        .where('name', '=', account)
        .execute();
      await closeSessionsOf(inner.db, account, given.token);
    },
  );
}

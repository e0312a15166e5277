/** Sessions: a random token of which only a hash is kept; tries, idleness and age are limited by the database's clock. */
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { sql } from 'kysely';
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import { sessionLimits } from '#kernel/contract/limits.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';
import type { Actor } from './roles.ts';
import { digestOf } from './vault.ts';

/** argon2id, 19 MiB, two passes (OWASP's first choice). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** A hash nobody's password has, so that an unknown account takes as long as a wrong password. */
const nobody = hashPassword(randomBytes(16).toString('hex'));

/** Whether a password is the one of a hash. */
export const fitsPassword = async (stored: string | null, password: string): Promise<boolean> => {
  const fits = await verify(stored ?? (await nobody), password);
  return fits && stored !== null;
};

const minutes = (count: number): string => `${count} minutes`;

const tooManyTries = (): Refusal =>
  new Refusal('too-many-tries', {
    zh: `连续多次输错，请 ${sessionLimits.triesMinutes} 分钟后再试，或联系系统管理员重置密码。`,
    en: `Too many wrong tries. Try again in ${sessionLimits.triesMinutes} minutes, or have your administrator reset the password.`,
  });

/**
 * Counts a try before it is judged, so that many at once cannot slip through; a right one is forgiven afterwards.
 * Names nobody has are counted like others.
 */
async function countTry(db: Db, nameDigest: string): Promise<{ id: string; tries: number }> {
  return db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${nameDigest}, 1))`.execute(transaction);
    await sql`delete from platform.sign_in_try where at < now() - ${minutes(sessionLimits.triesMinutes)}::interval`.execute(
      transaction,
    );
    // The statement does not see the row it inserts: the try itself is added.
    const { rows } = await sql<{ id: string; tries: string }>`
      with made as (insert into platform.sign_in_try (name_digest) values (${nameDigest}) returning id)
      select made.id, (select 1 + count(*) from platform.sign_in_try t where t.name_digest = ${nameDigest}) as tries from made
    `.execute(transaction);
    const [row] = rows;
    if (!row) throw new Error('a try was not counted');
    return { id: row.id, tries: Number(row.tries) };
  });
}

/**
 * Opens a session under a new token. Refuses wrong credentials without saying which part is wrong, more than five
 * tries in ten minutes, and an account without a role.
 */
export async function openSession(
  db: Db,
  name: string,
  password: string,
): Promise<{ token: string; actor: Actor; passwordGiven: boolean }> {
  const nameDigest = digestOf(`sign-in\n${name}`);
  const { tries } = await countTry(db, nameDigest);
  const account = await db
    .selectFrom('platform.account')
    .select(['name', 'role', 'passwordHash', 'closedAt', 'passwordGiven'])
    .where('name', '=', name)
    .executeTakeFirst();
  const fits = await fitsPassword(account?.passwordHash ?? null, password);
  // Judged after the password was: a name that is locked answers in the same time.
  if (tries > sessionLimits.tries) throw tooManyTries();
  if (!account || !fits || account.closedAt !== null) {
    throw new Refusal('wrong-credentials', {
      zh: '账号或密码不对，请重新输入。',
      en: 'The account or the password is wrong. Try again.',
    });
  }
  await sql`delete from platform.sign_in_try where name_digest = ${nameDigest}`.execute(db);
  if (account.role === null) {
    throw new Refusal('not-permitted', {
      zh: '账号已开设，但还没有授予角色。请联系安全管理员授权后再登录。',
      en: 'The account is open but has no role yet. Ask your security administrator to grant one, then sign in.',
    });
  }
  const token = randomBytes(32).toString('base64url');
  await db
    .insertInto('platform.session')
    .values({ tokenHash: digestOf(token), account: account.name })
    .execute();
  const session = await findSession(db, token);
  if (!session) throw new Error('a session just opened is not there');
  return { token, actor: session.actor, passwordGiven: account.passwordGiven };
}

export interface Session {
  actor: Actor;
  /** The password was given by another and must be changed first. */
  passwordGiven: boolean;
}

/**
 * Who a token belongs to, as the account is at this moment; null when the session is unknown or has run out, the
 * account is closed or has no role any more. Work lent ends with its last day.
 */
export async function findSession(db: Db, token: string): Promise<Session | null> {
  const tokenHash = digestOf(token);
  const { rows } = await sql<{
    name: string;
    role: StaffRole;
    account: string;
    organisation: string | null;
    region: string | null;
    passwordGiven: boolean;
    lender: string | null;
    lenderName: string | null;
    lenderRole: StaffRole | null;
    lenderOrganisation: string | null;
    lenderRegion: string | null;
  }>`
    with seen as (
      select a.display_name as name, a.role, a.name as account, a.organisation, a.region, a.password_given,
        s.acting_under
      from platform.session s join platform.account a on a.name = s.account
      where s.token_hash = ${tokenHash} and a.closed_at is null and a.role is not null
        and s.seen_at > now() - ${minutes(sessionLimits.idleMinutes)}::interval
        and s.opened_at > now() - ${`${sessionLimits.wholeHours} hours`}::interval
    ), noted as (
      -- Noted once a minute: a request that only reads then writes nothing.
      update platform.session set seen_at = now()
      where token_hash = ${tokenHash} and seen_at < now() - interval '1 minute' and exists (select from seen)
    )
    select seen.*, l.name as lender, l.display_name as lender_name, l.role as lender_role,
      l.organisation as lender_organisation, l.region as lender_region
    from seen
    left join platform.delegation d on d.id = seen.acting_under and d.borrower = seen.account and d.ended_at is null
      and (now() at time zone 'Asia/Shanghai')::date between d.begins_on and d.ends_on
    left join platform.account l on l.name = d.lender and l.closed_at is null and l.role is not null
  `.execute(db);
  const [row] = rows;
  if (!row) return null;
  const { passwordGiven } = row;
  if (row.lender !== null && row.lenderRole !== null) {
    return {
      passwordGiven,
      actor: {
        name: `${row.name}（代${row.lenderName ?? row.lender}）`,
        role: row.lenderRole,
        account: row.lender,
        organisation: row.lenderOrganisation,
        region: row.lenderRegion,
        lentTo: row.account,
      },
    };
  }
  return {
    passwordGiven,
    actor: {
      name: row.name,
      role: row.role,
      account: row.account,
      organisation: row.organisation,
      region: row.region,
    },
  };
}

export async function closeSession(db: Db, token: string): Promise<void> {
  await db.deleteFrom('platform.session').where('tokenHash', '=', digestOf(token)).execute();
}

/** Ends an account's sessions, all or all but one. */
export async function closeSessionsOf(db: Db, account: string, except?: string): Promise<void> {
  let query = db.deleteFrom('platform.session').where('account', '=', account);
  if (except !== undefined) query = query.where('tokenHash', '!=', digestOf(except));
  await query.execute();
}

/** Sets under which delegation a session acts; null: as itself again. */
export async function actUnder(db: Db, token: string, delegation: string | null): Promise<void> {
  await db
    .updateTable('platform.session')
    .set({ actingUnder: delegation })
    .where('tokenHash', '=', digestOf(token))
    .execute();
}

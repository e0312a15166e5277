/** Accounts and sessions: passwords by argon2id, sessions by a random token of which only a hash is kept. */
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { sql } from 'kysely';
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';
import type { Actor } from './roles.ts';
import { digestOf } from './vault.ts';

/** argon2id, 19 MiB, two passes (OWASP's first choice). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A session ends after this long without a request, and at most after the second. */
const idleLimit = '30 minutes';
const wholeLimit = '12 hours';

const triesAllowed = 5;
const triesWindow = 10 * 60_000;

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** A hash nobody's password has, so that an unknown account takes as long as a wrong password. */
const nobody = hashPassword(randomBytes(16).toString('hex'));

/** Failed tries by account, kept in memory: a restart forgives. */
const failures = new Map<string, number[]>();

/**
 * Opens a session. Refuses wrong credentials without saying which part is wrong, and more than five tries in
 * ten minutes.
 */
export async function openSession(
  db: Db,
  name: string,
  password: string,
): Promise<{ token: string; actor: Actor }> {
  const now = performance.now();
  const recent = (failures.get(name) ?? []).filter((at) => now - at < triesWindow);
  if (recent.length >= triesAllowed) {
    throw new Refusal('too-many-tries', {
      zh: '连续多次输错，请十分钟后再试，或联系系统管理员。',
      en: 'Too many wrong tries. Try again in ten minutes, or ask your administrator.',
    });
  }
  const account = await db
    .selectFrom('platform.account')
    .select(['name', 'displayName', 'role', 'organisation', 'passwordHash'])
    .where('name', '=', name)
    .executeTakeFirst();
  const fits = await verify(account?.passwordHash ?? (await nobody), password);
  if (!account || !fits) {
    failures.set(name, [...recent, now]);
    throw new Refusal('wrong-credentials', {
      zh: '账号或密码不对，请重新输入。',
      en: 'The account or the password is wrong. Try again.',
    });
  }
  failures.delete(name);
  const token = randomBytes(32).toString('base64url');
  await db
    .insertInto('platform.session')
    .values({ tokenHash: digestOf(token), account: account.name })
    .execute();
  return {
    token,
    actor: {
      name: account.displayName,
      role: account.role,
      account: account.name,
      organisation: account.organisation,
    },
  };
}

/** Who a token belongs to; null when it is unknown or has run out. */
export async function findSession(db: Db, token: string): Promise<Actor | null> {
  const tokenHash = digestOf(token);
  const { rows } = await sql<{
    name: string;
    role: StaffRole;
    account: string;
    organisation: string | null;
  }>`
    update platform.session s set seen_at = now() from platform.account a
    where s.token_hash = ${tokenHash} and a.name = s.account
      and s.seen_at > now() - ${idleLimit}::interval and s.opened_at > now() - ${wholeLimit}::interval
    returning a.display_name as name, a.role, a.name as account, a.organisation
  `.execute(db);
  return rows[0] ?? null;
}

export async function closeSession(db: Db, token: string): Promise<void> {
  await db.deleteFrom('platform.session').where('tokenHash', '=', digestOf(token)).execute();
}

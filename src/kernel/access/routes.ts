/** Binds the doors of the session, of accounts and delegations, and of the policy. */
import type { FastifyRequest } from 'fastify';
import {
  closeAccount,
  grantRole as grantDoor,
  listAccounts,
  openAccount as openAccountDoor,
  readPolicy,
  reopenAccount,
  resetPassword as resetDoor,
} from '#kernel/contract/accounts.ts';
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import { sessionLimits } from '#kernel/contract/limits.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import {
  actFor,
  changePassword as passwordDoor,
  closeSession as closeDoor,
  endDelegation as endDoor,
  listDelegations,
  makeDelegation as makeDoor,
  openSession as openDoor,
  readSession,
} from '#kernel/contract/session.ts';
import { clearToken, keepToken, tokenOf } from '#kernel/http/cookie.ts';
import type { Service } from '#kernel/http/serve.ts';
import {
  changePassword,
  grantRole,
  openAccount,
  readAccounts,
  resetPassword,
  setClosed,
} from './accounts.ts';
import { endDelegation, makeDelegation, readDelegations, requireHolding } from './delegations.ts';
import { keepers, levelWords, permissionWords, policy, separated, type Role } from './policy.ts';
import { permissionsOf, type Actor } from './roles.ts';
import { actUnder, closeSession, findSession, openSession } from './sessions.ts';

interface Who {
  name: string;
  account: string;
  role: StaffRole;
  organisation: string | null;
  region: string | null;
  permissions: string[];
  lentTo: string | null;
  passwordGiven: boolean;
}

function describeActor(actor: Actor, passwordGiven: boolean): Who | null {
  const { name, role, account, organisation, region, lentTo } = actor;
  return role === 'public' || role === 'operator' || account === undefined
    ? null
    : {
        name,
        account,
        role,
        organisation: organisation ?? null,
        region: region ?? null,
        permissions: [...permissionsOf(actor)],
        lentTo: lentTo ?? null,
        passwordGiven,
      };
}

const describeSession = async (service: Service, token: string): Promise<Who> => {
  const session = await findSession(service.db, token);
  const who = session && describeActor(session.actor, session.passwordGiven);
  if (who) return who;
  throw new Refusal('not-signed-in', {
    zh: '登录已失效，请重新登录。您填写的内容没有丢失。',
    en: 'The session has ended. Sign in again; nothing you typed is lost.',
  });
};

/**
 * Wrong tries of each address within the minute, kept in memory: the account's own limit is the database's. An office
 * behind one address that signs in at nine o'clock is not held up.
 */
function limitAddresses(): <T>(request: FastifyRequest, open: () => Promise<T>) => Promise<T> {
  const wrong = new Map<string, number[]>();
  return async ({ ip }, open) => {
    const now = performance.now();
    const recent = (wrong.get(ip) ?? []).filter((at) => now - at < 60_000);
    if (recent.length >= sessionLimits.addressTries) {
      throw new Refusal('too-many-tries', {
        zh: '这个地址输错次数过多，请一分钟后再试。',
        en: 'Too many wrong tries from this address. Try again in a minute.',
      });
    }
    try {
      return await open();
    } catch (error) {
      if (wrong.size > 10_000) wrong.clear();
      wrong.set(ip, [...recent, now]);
      throw error;
    }
  };
}

export function bindSessionDoors(service: Service): void {
  const limitAddress = limitAddresses();

  service.bind(readSession, async (call) => {
    const token = tokenOf(call.request);
    const session = token === undefined ? null : await findSession(service.db, token);
    return { who: session ? describeActor(session.actor, session.passwordGiven) : null };
  });

  service.bind(openDoor, async (call) => {
    const before = tokenOf(call.request);
    const { token } = await limitAddress(call.request, async () =>
      openSession(service.db, call.body.name, call.body.password),
    );
    // The session of before ends: a token is never carried over a signing in.
    if (before !== undefined) await closeSession(service.db, before);
    keepToken(call.request, call.reply, token);
    return { who: await describeSession(service, token) };
  });

  service.bind(closeDoor, async (call) => {
    const token = tokenOf(call.request);
    if (token !== undefined) await closeSession(service.db, token);
    clearToken(call.request, call.reply);
    return { who: null };
  });

  service.bind(passwordDoor, async (call) => {
    const token = tokenOf(call.request) ?? '';
    await changePassword(call.ctx, { ...call.body, token, key: call.key });
    return { changed: true as const };
  });

  service.bind(actFor, async (call) => {
    const token = tokenOf(call.request) ?? '';
    const { actor } = call.ctx;
    const self = actor.lentTo ?? actor.account ?? '';
    const { delegation } = call.body;
    if (delegation !== null) await requireHolding(service.db, self, delegation);
    await actUnder(service.db, token, delegation);
    return { who: await describeSession(service, token) };
  });

  service.bind(listDelegations, async ({ ctx }) =>
    readDelegations(service.db, ctx.actor.lentTo ?? ctx.actor.account ?? ''),
  );
  service.bind(makeDoor, async (call) => makeDelegation(call.ctx, { ...call.body, key: call.key }));
  service.bind(endDoor, async (call) => {
    await endDelegation(call.ctx, { id: call.params.delegation, key: call.key });
    return { ended: true as const };
  });
}

export function bindAccountDoors(service: Service): void {
  service.bind(listAccounts, async (call) => readAccounts(call.ctx.db));
  service.bind(openAccountDoor, async (call) => openAccount(call.ctx, { ...call.body, key: call.key }));
  service.bind(closeAccount, async (call) =>
    setClosed(call.ctx, { ...call.params, ...call.body, closed: true, key: call.key }),
  );
  service.bind(reopenAccount, async (call) =>
    setClosed(call.ctx, { ...call.params, ...call.body, closed: false, key: call.key }),
  );
  service.bind(resetDoor, async (call) =>
    resetPassword(call.ctx, { ...call.params, ...call.body, key: call.key }),
  );
  service.bind(grantDoor, async (call) =>
    grantRole(call.ctx, { ...call.params, ...call.body, key: call.key }),
  );
}

/** The policy as it is used, for its page: roles, their fields, and what each register is to each of them. */
export function bindPolicyDoor(service: Service, records: readonly RecordDescription[]): void {
  const roles = (Object.keys(policy) as Role[]).filter((role) => role !== 'operator');
  const readsOf = (
    role: Role,
    { belongs, publicView }: RecordDescription,
  ): 'all' | 'scope' | 'public' | 'nothing' => {
    const { level, permissions } = policy[role];
    if (!permissions.includes('register.read')) return publicView.as === 'nothing' ? 'nothing' : 'public';
    if (level === 'all' || belongs === 'everyone') return 'all';
    return belongs === 'whole' ? 'nothing' : 'scope';
  };
  const writesOf = (
    role: Role,
    { belongs, keptBy, writtenBy }: RecordDescription,
  ): 'all' | 'scope' | 'nothing' => {
    const { level, permissions } = policy[role];
    if (writtenBy === 'actions' || !permissions.includes('register.write')) return 'nothing';
    if (!keepers[keptBy].includes(level)) return 'nothing';
    return level === 'all' || belongs === 'everyone' ? 'all' : 'scope';
  };
  service.bind(readPolicy, async () => ({
    permissions: Object.entries(permissionWords).map(([id, label]) => ({ id, label })),
    roles: roles.map((role) => {
      const { label, purpose, level, permissions, fields } = policy[role];
      return {
        id: role,
        label,
        purpose,
        level: { id: level, label: levelWords[level] },
        permissions: [...permissions],
        lends: permissions.includes('account.own') && !separated.includes(role),
        fields: { ...fields },
      };
    }),
    registers: records.map((description) => ({
      id: description.id,
      label: description.label,
      reads: Object.fromEntries(roles.map((role) => [role, readsOf(role, description)])),
      writes: Object.fromEntries(roles.map((role) => [role, writesOf(role, description)])),
    })),
    doors: service.endpoints.map(({ method, path, summary, permission }) => ({
      method,
      path,
      summary,
      permission,
    })),
  }));
}

/** Who acts, and what he may: the policy asked. */
import type { Permission } from '#kernel/contract/endpoint.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { houseScope, publicScope, type Scope } from '#kernel/db/scoped.ts';
import { policy, undelegable, type FieldRules, type Role } from './policy.ts';

export type { Role } from './policy.ts';

/** Who acts. `operator` is the command line on the machine itself. */
export interface Actor {
  name: string;
  role: Role;
  /** The account's own name, unlike `name` never shared by two. */
  account?: string;
  /** Key of the organisation the account acts for, where its role needs one. */
  organisation?: string | null;
  /** Key of the region the account is held to, where its role needs one. */
  region?: string | null;
  /** The account that really sits there, when this one's work was lent to it. */
  lentTo?: string | null;
}

export const anyone: Actor = { name: '公众', role: 'public' };
export const operator: Actor = { name: '命令行', role: 'operator' };

/** What an actor may do; less what is not lent, where he acts for another. */
export const permissionsOf = ({ role, lentTo }: Pick<Actor, 'role' | 'lentTo'>): readonly Permission[] =>
  lentTo === undefined || lentTo === null
    ? policy[role].permissions
    : policy[role].permissions.filter((permission) => !undelegable.includes(permission));

export const may = (actor: Actor, permission: Permission): boolean =>
  permissionsOf(actor).includes(permission);

/** How far an actor sees. One held to a region or organisation that is not named sees nothing of it. */
export function scopeOf({ role, account, organisation, region }: Actor): Scope {
  if (role === 'operator') return houseScope;
  if (role === 'public') return publicScope;
  return {
    level: policy[role].level,
    account: account ?? null,
    organisation: organisation ?? null,
    region: region ?? null,
  };
}

/** How fields are shown to an actor. */
export const fieldRulesOf = ({ role }: Actor): FieldRules => policy[role].fields;

/** Whether an actor reads as staff of the whole: what is published is the same for all others. */
export const audienceOf = (actor: Actor): 'public' | 'staff' =>
  may(actor, 'register.read') && scopeOf(actor).level === 'all' ? 'staff' : 'public';

/** Refuses an actor without the permission. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return;
  if (actor.role === 'public') {
    throw new Refusal('not-signed-in', {
      zh: '这项操作或查询需要登录。请先登录再试；您填写的内容没有丢失。',
      en: 'This needs a session. Sign in and try again; nothing you typed is lost.',
    });
  }
  throw new Refusal('not-permitted', {
    zh: '您的账号没有这项权限。各角色可做什么见 /access；如工作需要，请向安全管理员申请。',
    en: 'Your account is not permitted to do this. See /access for what each role may do; ask your security administrator if your work needs it.',
  });
}

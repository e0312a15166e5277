/** Who may do what: the one table of roles and permissions. */
import type { Permission } from '#kernel/contract/endpoint.ts';
import { Refusal } from '#kernel/contract/refusal.ts';

export type Role = 'public' | 'officer' | 'auditor' | 'operator';

/** Who acts. `operator` is the command line on the machine itself. */
export interface Actor {
  name: string;
  role: Role;
}

export const anyone: Actor = { name: '公众', role: 'public' };
export const operator: Actor = { name: '命令行', role: 'operator' };

const permissions: Record<Role, readonly Permission[]> = {
  public: ['public'],
  officer: ['public', 'past.read', 'register.read', 'register.write'],
  auditor: ['public', 'past.read', 'register.read', 'audit.read'],
  operator: ['public', 'past.read', 'register.read', 'register.write', 'audit.read'],
};

export const permissionsOf = (role: Role): readonly Permission[] => permissions[role];

export const may = (actor: Actor, permission: Permission): boolean =>
  permissions[actor.role].includes(permission);

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
    zh: '您的账号没有这项权限。如工作需要，请向系统管理员申请。',
    en: 'Your account is not permitted to do this. Ask your administrator if your work needs it.',
  });
}

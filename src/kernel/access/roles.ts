/** Who may do what: the one table of roles and permissions. */
import type { Permission, StaffRole } from '#kernel/contract/endpoint.ts';
import { Refusal } from '#kernel/contract/refusal.ts';

export type Role = 'public' | StaffRole | 'operator';

/** Who acts. `operator` is the command line on the machine itself. */
export interface Actor {
  name: string;
  role: Role;
  /** The account's own name, unlike `name` never shared by two. */
  account?: string;
  /** Key of the organisation the account acts for, where its role needs one. */
  organisation?: string | null;
}

export const anyone: Actor = { name: '公众', role: 'public' };
export const operator: Actor = { name: '命令行', role: 'operator' };

const staff: readonly Permission[] = ['public', 'work.own', 'past.read', 'register.read', 'reply.read'];

const permissions: Record<Role, readonly Permission[]> = {
  public: ['public'],
  // 承办处室经办人
  officer: [
    ...staff,
    'register.write',
    'reply.draft',
    'reply.contribute',
    'statement.ask',
    'commitment.keep',
  ],
  // 承办处室负责人
  division: [...staff, 'reply.review', 'commitment.keep'],
  // 办公室
  office: [
    ...staff,
    'register.write',
    'suggestion.handle',
    'reply.review',
    'reply.dispatch',
    'reply.feedback',
  ],
  // 保密审查
  secrecy: [...staff, 'reply.review'],
  // 签发人
  signer: [...staff, 'reply.sign'],
  // 会办单位经办人：只见分给本单位的件
  partner: ['public', 'work.own', 'reply.read', 'reply.contribute', 'statement.answer'],
  // 提出建议的代表：只见本人的件
  deputy: ['public', 'work.own', 'reply.read', 'reply.feedback'],
  auditor: [...staff, 'audit.read'],
  operator: [...staff, 'register.write', 'audit.read'],
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

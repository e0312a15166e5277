/** The doors of accounts, of the policy, and of personal values in full. */
import { z } from 'zod';
import { endpoint, staffRoles } from './endpoint.ts';

const words = z.object({ zh: z.string(), en: z.string() });

const Reason = z.string().trim().min(1, { error: '请写明理由 | give a reason' }).max(200);

const AccountShape = z.object({
  name: z.string(),
  displayName: z.string(),
  role: z.enum(staffRoles).nullable(),
  organisation: z.string().nullable(),
  region: z.string().nullable(),
  closed: z.boolean(),
  createdAt: z.string(),
  /** Last request of a session that is still open. */
  seenAt: z.string().nullable(),
});
export type Account = z.infer<typeof AccountShape>;

const account = { params: z.object({ account: z.string().max(60) }), query: z.object({}) };

export const listAccounts = endpoint({
  method: 'GET',
  path: '/api/accounts',
  summary: { zh: '账号与角色', en: 'Accounts and their roles' },
  permission: 'account.read',
  params: z.object({}),
  query: z.object({}),
  answer: z.array(AccountShape),
});

/** The password is in this one answer and nowhere else; a command repeated under its key has none. */
const WithPassword = z.object({ account: AccountShape, password: z.string().nullable() });

export const openAccount = endpoint({
  method: 'POST',
  path: '/api/accounts',
  summary: { zh: '开设账号', en: 'Open an account' },
  permission: 'account.manage',
  params: z.object({}),
  query: z.object({}),
  body: z.object({
    name: z.string().regex(/^[a-z][a-z0-9._-]{1,39}$/, {
      error:
        '账号应为 2 至 40 个小写字母、数字、点、横线，以字母开头 | an account is 2 to 40 lower-case letters, digits, dots and hyphens, beginning with a letter',
    }),
    displayName: z.string().trim().min(1, { error: '请填写姓名或岗位 | give a name' }).max(60),
  }),
  answer: WithPassword,
});

export const closeAccount = endpoint({
  method: 'POST',
  path: '/api/accounts/:account/close',
  summary: { zh: '停用账号', en: 'Close an account' },
  permission: 'account.manage',
  ...account,
  body: z.object({ reason: Reason }),
  answer: AccountShape,
});

export const reopenAccount = endpoint({
  method: 'POST',
  path: '/api/accounts/:account/reopen',
  summary: { zh: '恢复账号', en: 'Open a closed account again' },
  permission: 'account.manage',
  ...account,
  body: z.object({ reason: Reason }),
  answer: AccountShape,
});

export const resetPassword = endpoint({
  method: 'POST',
  path: '/api/accounts/:account/password',
  summary: { zh: '重置密码', en: 'Give a new password' },
  permission: 'account.manage',
  ...account,
  body: z.object({ reason: Reason }),
  answer: WithPassword,
});

export const grantRole = endpoint({
  method: 'POST',
  path: '/api/accounts/:account/role',
  summary: { zh: '授予或收回角色', en: 'Grant or take a role' },
  permission: 'account.grant',
  ...account,
  body: z.object({
    role: z.enum(staffRoles).nullable(),
    organisation: z.string().max(80).nullable().default(null),
    region: z.string().max(80).nullable().default(null),
    reason: Reason,
  }),
  answer: AccountShape,
});

const Rule = z.enum(['show', 'mask', 'hide']);

/** Who may do what: the policy as it is used. */
export const readPolicy = endpoint({
  method: 'GET',
  path: '/api/access',
  summary: { zh: '谁可以做什么', en: 'Who may do what' },
  permission: 'public',
  params: z.object({}),
  query: z.object({}),
  answer: z.object({
    permissions: z.array(z.object({ id: z.string(), label: words })),
    roles: z.array(
      z.object({
        id: z.string(),
        label: words,
        purpose: words,
        level: z.object({ id: z.string(), label: words }),
        permissions: z.array(z.string()),
        /** Whether its work is lent and borrowed. */
        lends: z.boolean(),
        fields: z.object({ open: Rule, staff: Rule, personal: Rule, secret: Rule }),
      }),
    ),
    registers: z.array(
      z.object({
        id: z.string(),
        label: words,
        /** Roles that read its rows: all of them, those of their scope, or as the public does. */
        reads: z.record(z.string(), z.enum(['all', 'scope', 'public', 'nothing'])),
        writes: z.record(z.string(), z.enum(['all', 'scope', 'nothing'])),
      }),
    ),
    doors: z.array(
      z.object({ method: z.string(), path: z.string(), summary: words, permission: z.string() }),
    ),
  }),
});

export const revealValue = endpoint({
  method: 'POST',
  path: '/api/registers/:register/records/:code/reveal',
  summary: { zh: '查看个人信息原文', en: 'See a personal value in full' },
  permission: 'personal.reveal',
  params: z.object({ register: z.string().max(100), code: z.string().max(400) }),
  query: z.object({}),
  body: z.object({ field: z.string().max(80), reason: Reason }),
  answer: z.object({ field: z.string(), value: z.string() }),
});

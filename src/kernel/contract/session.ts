/** The doors of the session: who is signed in, as whom he acts, his password. */
import { z } from 'zod';
import { endpoint, staffRoles } from './endpoint.ts';
import { DateText } from './record.ts';

const Who = z.object({
  name: z.string(),
  account: z.string(),
  role: z.enum(staffRoles),
  /** Key of the organisation the account acts for. */
  organisation: z.string().nullable(),
  /** Key of the region the account is held to. */
  region: z.string().nullable(),
  permissions: z.array(z.string()),
  /** The account that sits there, when it acts for this one. */
  lentTo: z.string().nullable(),
  /** The password was given by another and must be changed before anything else. */
  passwordGiven: z.boolean(),
});

const none = { params: z.object({}), query: z.object({}) };

export const readSession = endpoint({
  method: 'GET',
  path: '/api/session',
  summary: { zh: '当前登录者', en: 'Who is signed in' },
  permission: 'public',
  ...none,
  answer: z.object({ who: Who.nullable() }),
});

export const openSession = endpoint({
  method: 'POST',
  path: '/api/session',
  summary: { zh: '登录', en: 'Sign in' },
  permission: 'public',
  ...none,
  body: z.object({ name: z.string().max(60), password: z.string().max(200) }),
  answer: z.object({ who: Who }),
});

export const closeSession = endpoint({
  method: 'DELETE',
  path: '/api/session',
  summary: { zh: '退出', en: 'Sign out' },
  permission: 'public',
  ...none,
  answer: z.object({ who: z.null() }),
});

export const changePassword = endpoint({
  method: 'POST',
  path: '/api/session/password',
  summary: { zh: '修改密码', en: 'Change one’s password' },
  permission: 'account.own',
  ...none,
  body: z.object({ old: z.string().max(200), new: z.string().max(200) }),
  answer: z.object({ changed: z.literal(true) }),
});

export const actFor = endpoint({
  method: 'POST',
  path: '/api/session/acting',
  summary: { zh: '代他人办理，或恢复本人身份', en: 'Act for another, or as oneself again' },
  permission: 'work.own',
  ...none,
  body: z.object({ delegation: z.uuid().nullable() }),
  answer: z.object({ who: Who }),
});

const DelegationShape = z.object({
  id: z.string(),
  lender: z.object({ account: z.string(), name: z.string() }),
  borrower: z.object({ account: z.string(), name: z.string() }),
  beginsOn: DateText,
  endsOn: DateText,
  reason: z.string(),
  /** Whether it can be acted under today. */
  holds: z.boolean(),
  ended: z.boolean(),
});
export type Delegation = z.infer<typeof DelegationShape>;

export const listDelegations = endpoint({
  method: 'GET',
  path: '/api/delegations',
  summary: { zh: '我委托的和委托给我的', en: 'Work I lent and work lent to me' },
  permission: 'work.own',
  ...none,
  answer: z.array(DelegationShape),
});

export const makeDelegation = endpoint({
  method: 'POST',
  path: '/api/delegations',
  summary: { zh: '委托他人代办', en: 'Lend one’s work to another' },
  permission: 'account.own',
  ...none,
  body: z.object({
    borrower: z.string().max(60),
    beginsOn: DateText,
    endsOn: DateText,
    reason: z.string().trim().min(1, { error: '请写明理由 | give a reason' }).max(200),
  }),
  answer: DelegationShape,
});

export const endDelegation = endpoint({
  method: 'DELETE',
  path: '/api/delegations/:delegation',
  summary: { zh: '收回委托', en: 'Take back lent work' },
  permission: 'account.own',
  params: z.object({ delegation: z.uuid() }),
  query: z.object({}),
  answer: z.object({ ended: z.literal(true) }),
});

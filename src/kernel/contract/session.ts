/** The doors of the session: who is signed in. */
import { z } from 'zod';
import { endpoint, staffRoles } from './endpoint.ts';

const Who = z.object({
  name: z.string(),
  role: z.enum(staffRoles),
  /** Key of the organisation the account acts for. */
  organisation: z.string().nullable(),
  permissions: z.array(z.string()),
});

export const readSession = endpoint({
  method: 'GET',
  path: '/api/session',
  summary: { zh: '当前登录者', en: 'Who is signed in' },
  permission: 'public',
  params: z.object({}),
  query: z.object({}),
  answer: z.object({ who: Who.nullable() }),
});

export const openSession = endpoint({
  method: 'POST',
  path: '/api/session',
  summary: { zh: '登录', en: 'Sign in' },
  permission: 'public',
  params: z.object({}),
  query: z.object({}),
  body: z.object({ name: z.string().max(60), password: z.string().max(200) }),
  answer: z.object({ who: Who }),
});

export const closeSession = endpoint({
  method: 'DELETE',
  path: '/api/session',
  summary: { zh: '退出', en: 'Sign out' },
  permission: 'public',
  params: z.object({}),
  query: z.object({}),
  answer: z.object({ who: z.null() }),
});

/** The door of the audit log. */
import { z } from 'zod';
import { endpoint } from './endpoint.ts';

export const listAudit = endpoint({
  method: 'GET',
  path: '/api/audit',
  summary: { zh: '审计日志', en: 'The audit log' },
  permission: 'audit.read',
  params: z.object({}),
  query: z.object({
    page: z.coerce.number().int().min(1).max(100_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(200).default(20),
  }),
  answer: z.object({
    total: z.int(),
    page: z.int(),
    pageSize: z.int(),
    entries: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        actor: z.string(),
        action: z.string(),
        actionWords: z.object({ zh: z.string(), en: z.string() }).nullable(),
        subject: z.string(),
        outcome: z.enum(['done', 'refused', 'failed']),
        reason: z.string().nullable(),
        refusal: z.string().nullable(),
        changeCount: z.int(),
        changes: z.array(
          z.object({
            register: z.string(),
            code: z.string(),
            operation: z.enum(['insert', 'update', 'delete']),
            before: z.record(z.string(), z.unknown()).nullable(),
            after: z.record(z.string(), z.unknown()).nullable(),
          }),
        ),
        digest: z.string(),
      }),
    ),
  }),
});

/** Binds the door of the audit log. */
import { sql } from 'kysely';
import { listAudit } from '#kernel/contract/evidence.ts';
import type { Service } from '#kernel/http/serve.ts';
import type { Registers } from '#kernel/registers/registry.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { ChangeRow } from './atomically.ts';

export function bindAuditDoors(
  service: Service,
  registers: Registers,
  nameAction: (action: string) => Words | null,
): void {
  service.bind(listAudit, async (call) => {
    const { page, pageSize } = call.query;
    const entries = await call.ctx.db
      .selectFrom('platform.auditEntry')
      .selectAll()
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(pageSize)
      .offset((page - 1) * pageSize)
      .execute();
    const { rows } = await sql<{ total: string }>`select count(*) as total from platform.audit_entry`.execute(
      call.ctx.db,
    );
    return {
      total: Number(rows[0]?.total ?? 0),
      page,
      pageSize,
      entries: entries.map((entry) => ({
        ...entry,
        actionWords: nameAction(entry.action),
        changes: (entry.changes as ChangeRow[]).map(({ table, code, operation, before, after }) => ({
          register: registers.byTable(table)?.id ?? table,
          code,
          operation,
          before,
          after,
        })),
      })),
    };
  });
}

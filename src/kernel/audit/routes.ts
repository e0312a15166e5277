/** Binds the door of the audit log. */
import { sql } from 'kysely';
import { listAudit } from '#kernel/contract/audit.ts';
import { fieldRulesOf } from '#kernel/access/roles.ts';
import { columnName } from '#kernel/db/ddl.ts';
import type { Service } from '#kernel/http/serve.ts';
import { coverCell, ruleOf } from '#kernel/registers/masking.ts';
import type { Registers } from '#kernel/registers/registry.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { ChangeRow, Context } from './atomically.ts';

/** Values of a change as the reader's role is shown them: the log tells who changed what, not whose number it was. */
function cover(
  registers: Registers,
  { actor }: Context,
  table: string,
  values: Record<string, unknown> | null,
): Record<string, unknown> | null {
  const description = registers.byTable(table);
  if (values === null || !description) return values;
  const rules = fieldRulesOf(actor);
  const keyCovered = [description.key]
    .flat()
    .some((name) => description.fields[name] && ruleOf(rules, description.fields[name]) !== 'show');
  const covered = { ...values };
  for (const [name, field] of Object.entries(description.fields)) {
    const column = columnName(name);
    const value = covered[column];
    if (value === null || value === undefined || ruleOf(rules, field) === 'show') continue;
    covered[column] = coverCell(String(value));
  }
  if (keyCovered && typeof covered.code === 'string') covered.code = coverCell(covered.code);
  return covered;
}

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
          before: cover(registers, call.ctx, table, before),
          after: cover(registers, call.ctx, table, after),
        })),
      })),
    };
  });
}

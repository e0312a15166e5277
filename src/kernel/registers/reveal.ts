/** Personal values in full: for a reason, which the log keeps with who asked for whose. */
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { revealValue } from '#kernel/contract/accounts.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { requirePermission } from '#kernel/access/roles.ts';
import { sql } from 'kysely';
import { columnName } from '#kernel/db/ddl.ts';
import type { Service } from '#kernel/http/serve.ts';
import { refuseUnknown } from './actions.ts';
import { isHidden, listRows, readerOf, visibleFields } from './listing.ts';
import { refuseUnknownRegister, type Registers } from './registry.ts';
import { sealPurpose } from './store.ts';

/**
 * One covered value in full. The line in the log is written before the value leaves; it names the record, the field
 * and the reason, never the value. Refuses a field that is not covered, and a record outside the reader's scope.
 */
async function reveal(
  ctx: Context,
  registers: Registers,
  given: { register: string; code: string; field: string; reason: string; key: string },
): Promise<{ field: string; value: string }> {
  requirePermission(ctx.actor, 'personal.reveal');
  const { key, ...input } = given;
  const description = registers.find(given.register);
  const reader = readerOf(ctx, registers);
  if (isHidden(description, reader.audience)) throw refuseUnknownRegister(description.id);
  await atomically(
    ctx,
    {
      action: 'personal.reveal',
      subject: `${given.register}/${given.code}/${given.field}`,
      reason: given.reason,
      key,
      input,
    },
    async (inner) => {
      const { rows } = await listRows(
        { ...reader, db: inner.db },
        { description },
        { page: 1, pageSize: 1, codes: [given.code] },
      );
      if (!rows[0] || rows[0].stub) throw refuseUnknown(description, given.code);
      const covered = visibleFields(registers, description, reader).some(
        ([name, field]) => name === given.field && field.sensitivity === 'secret',
      );
      if (!covered) {
        throw new Refusal('invalid-input', {
          zh: `字段“${given.field}”没有遮盖的内容可以查看。`,
          en: `The field “${given.field}” has nothing covered to show.`,
        });
      }
      return {};
    },
  );
  const { rows } = await sql<{ value: string | null }>`
    select ${sql.ref(columnName(given.field))} as value from ${sql.table(`register.${description.table}`)}
    where code = ${given.code}
  `.execute(ctx.db);
  const sealed = rows[0]?.value;
  if (sealed === null || sealed === undefined) {
    throw new Refusal('unknown-record', { zh: '这一项没有填写。', en: 'Nothing is entered there.' });
  }
  return { field: given.field, value: ctx.vault.unseal(sealed, sealPurpose(description, given.field)) };
}

export function bindRevealDoor(service: Service, registers: Registers): void {
  service.bind(revealValue, async (call) =>
    reveal(call.ctx, registers, { ...call.params, ...call.body, key: call.key }),
  );
}

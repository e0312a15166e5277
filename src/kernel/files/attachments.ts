/** Files attached to records: who may read the record reads them, who may correct it adds and withdraws them. */
import { randomUUID } from 'node:crypto';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import type { AttachmentShape } from '#kernel/contract/files.ts';
import { attachmentLimits } from '#kernel/contract/limits.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { displayName, type Files } from './files.ts';
import { isShown } from './inspect.ts';
import {
  countOfRecord,
  findAttachment,
  holdWritable,
  insertAttachment,
  listOfRecord,
  lockFile,
  markWithdrawn,
  type AttachmentRow,
} from './store.ts';

/** A record by its register's table and its key. */
export interface RecordPlace {
  register: string;
  table: string;
  code: string;
}

export const shapeOf = (row: AttachmentRow): AttachmentShape => ({
  id: row.id,
  hash: row.hash,
  size: Number(row.size),
  type: row.type,
  name: row.name,
  kind: row.kind,
  addedBy: row.addedBy,
  addedAt: row.addedAt,
  previewed: isShown(row.type),
  withdrawnAt: row.withdrawnAt,
  withdrawnBy: row.withdrawnBy,
  withdrawnReason: row.withdrawnReason,
});

/** Attaches a file the account uploaded. Refuses one that hangs there already, and more than 200 on a record. */
export async function attachFile(
  ctx: Context,
  files: Files,
  command: { place: RecordPlace; hash: string; name: string; kind: string | null; key?: string },
): Promise<AttachmentShape> {
  const { place, hash, kind, key } = command;
  const name = displayName(command.name);
  const { answer } = await atomically(
    ctx,
    {
      action: 'attachment.add',
      subject: `${place.register}/${place.code}`,
      key,
      input: { register: place.register, code: place.code, hash, name, kind },
    },
    async (inner) => {
      await requireWritableRow(inner, place);
      await files.claim(inner, hash);
      await lockFile(inner.db, hash);
      const present = (await listOfRecord(inner.db, place.register, place.code)).find(
        (row) => row.hash === hash && row.withdrawnAt === null,
      );
      if (present) {
        throw new Refusal('already-exists', {
          zh: `这条记录已有内容相同的材料“${present.name}”，无需重复上传。`,
          en: `The record has a document of the same content already: “${present.name}”.`,
        });
      }
      if ((await countOfRecord(inner.db, place.register, place.code)) >= attachmentLimits.files) {
        throw new Refusal('broken-rule', {
          zh: `一条记录至多 ${attachmentLimits.files} 份材料。请合并成较少的文件，或撤下不再需要的。`,
          en: `A record has at most ${attachmentLimits.files} documents. Put them together, or withdraw some.`,
        });
      }
      const id = randomUUID();
      await insertAttachment(inner.db, {
        id,
        register: place.register,
        code: place.code,
        hash,
        name,
        kind,
        addedBy: ctx.actor.name,
      });
      return shapeOf(await requireAttachment(inner, id));
    },
  );
  return answer;
}

/** Withdraws a document for a reason; the file stays, for the record's past. */
export async function withdrawFile(
  ctx: Context,
  command: { place: RecordPlace; id: string; reason: string; key?: string },
): Promise<AttachmentShape> {
  const { place, id, reason, key } = command;
  const { answer } = await atomically(
    ctx,
    {
      action: 'attachment.withdraw',
      subject: `${place.register}/${place.code}`,
      reason,
      key,
      input: { id, reason },
    },
    async (inner) => {
      await requireWritableRow(inner, place);
      if (!(await markWithdrawn(inner.db, { id, by: ctx.actor.name, reason }))) {
        throw new Refusal('changed-meanwhile', {
          zh: '这份材料刚刚已被撤下。请刷新后查看。',
          en: 'The document has just been withdrawn. Reload to see it.',
        });
      }
      return shapeOf(await requireAttachment(inner, id));
    },
  );
  return answer;
}

/** One attachment open to the reader, by the row-level security of its record. */
export async function requireAttachment(ctx: Context, id: string): Promise<AttachmentRow> {
  const row = await findAttachment(ctx.db, id);
  if (row) return row;
  throw refuseUnknownAttachment();
}

export const refuseUnknownAttachment = (): Refusal =>
  new Refusal('unknown-record', {
    zh: '没有这份材料，或它所在的记录不在您的查阅范围内。请从记录页打开。',
    en: 'There is no such document, or its record is not open to you. Open it from the record.',
  });

async function requireWritableRow(inner: Context, place: RecordPlace): Promise<void> {
  if (await holdWritable(inner.db, place.table, place.code)) return;
  throw new Refusal('not-permitted', {
    zh: '这条记录不在您的办理范围内，不能添加或撤下它的材料。请联系负责这条记录的单位。',
    en: 'This record is not yours to change, so its documents are neither. Ask the unit in charge of it.',
  });
}

/** Binds the doors of files: uploads, documents of records, what jobs left. */
import {
  addAttachment,
  downloadAttachment,
  downloadJobFile,
  listAttachments,
  previewAttachment,
  uploadFile,
  withdrawAttachment,
} from '#kernel/contract/files.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import { may } from '#kernel/access/roles.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Service } from '#kernel/http/serve.ts';
import { bytesOf, sendBytes } from '#kernel/http/streams.ts';
import { refuseUnknownJob } from '#kernel/jobs/routes.ts';
import { findJob } from '#kernel/jobs/store.ts';
import { refuseUnknown, requireWritable } from '#kernel/registers/actions.ts';
import { listRows, readerOf, viewOf } from '#kernel/registers/listing.ts';
import type { Registers } from '#kernel/registers/registry.ts';
import { attachFile, requireAttachment, shapeOf, withdrawFile, type RecordPlace } from './attachments.ts';
import type { Files } from './files.ts';
import { isShown } from './inspect.ts';
import { listOfRecord, maySave, type AttachmentRow } from './store.ts';

export function bindFileDoors(service: Service, doors: { files: Files; registers: Registers }): void {
  const { files, registers } = doors;

  /** The record, if it opens to who asks: as its page would. */
  const requireOpen = async (ctx: Context, register: string, code: string): Promise<RecordDescription> => {
    const description = registers.find(register);
    const reader = readerOf(ctx, registers);
    if (viewOf(description, reader.audience) === 'counts') throw refuseUnknown(description, code);
    const { rows } = await listRows(reader, { description }, { page: 1, pageSize: 1, codes: [code] });
    if (!rows[0] || rows[0].stub) throw refuseUnknown(description, code);
    return description;
  };
  const placeOf = (description: RecordDescription, code: string): RecordPlace => ({
    register: description.id,
    table: description.table,
    code,
  });
  const openAttachment = async (
    ctx: Context,
    id: string,
  ): Promise<{ row: AttachmentRow; description: RecordDescription }> => {
    const row = await requireAttachment(ctx, id);
    return { row, description: await requireOpen(ctx, row.register, row.code) };
  };

  service.bind(uploadFile, async (call) =>
    files.upload(call.ctx, { source: bytesOf(call.request), name: call.query.name, key: call.key }),
  );

  service.bind(listAttachments, async (call) => {
    const { register, code } = call.params;
    const description = await requireOpen(call.ctx, register, code);
    const rows = await listOfRecord(call.ctx.db, register, code);
    return { attachments: rows.map(shapeOf), writable: await mayAttach(call.ctx, description, code) };
  });

  service.bind(addAttachment, async (call) => {
    const description = await requireOpen(call.ctx, call.params.register, call.params.code);
    requireWritable(call.ctx, description);
    const place = placeOf(description, call.params.code);
    return attachFile(call.ctx, files, { place, ...call.body, key: call.key });
  });

  service.bind(downloadAttachment, async (call) => {
    const { row } = await openAttachment(call.ctx, call.params.attachment);
    const file = await files.open(row.hash);
    sendBytes(call.reply, { ...file, stream: file.stream(), name: row.name, shown: false });
  });

  service.bind(previewAttachment, async (call) => {
    const { row } = await openAttachment(call.ctx, call.params.attachment);
    if (!isShown(row.type)) {
      throw new Refusal('wrong-media-type', {
        zh: `“${row.name}”不能在页面中预览，请下载后查看。可预览的是图片和 PDF。`,
        en: `“${row.name}” is not shown in the page; download it. Pictures and PDF are shown.`,
      });
    }
    const file = await files.open(row.hash);
    sendBytes(call.reply, { ...file, stream: file.stream(), name: row.name, shown: true });
  });

  service.bind(withdrawAttachment, async (call) => {
    const { row, description } = await openAttachment(call.ctx, call.params.attachment);
    requireWritable(call.ctx, description);
    const place = placeOf(description, row.code);
    return withdrawFile(call.ctx, { place, id: row.id, reason: call.query.reason, key: call.key });
  });

  service.bind(downloadJobFile, async (call) => {
    const { job } = call.params;
    const row = await findJob(call.ctx.db, job);
    if (!row || row.account !== (call.ctx.actor.account ?? null)) throw refuseUnknownJob(job);
    const left = row.result?.file;
    if (!left) {
      throw new Refusal('unknown-record', {
        zh: '这项任务没有留下文件。请在“我的任务”（/jobs）中查看它的结果。',
        en: 'The job left no file. See its result at /jobs.',
      });
    }
    const file = await files.open(left.hash);
    sendBytes(call.reply, { ...file, type: left.type, stream: file.stream(), name: left.name, shown: false });
  });
}

/** Whether the actor may change the record's documents: by role, by register, and by the row itself. */
async function mayAttach(ctx: Context, description: RecordDescription, code: string): Promise<boolean> {
  if (!may(ctx.actor, 'register.write') || description.writtenBy !== 'anyone') return false;
  return maySave(ctx.db, description.table, code);
}

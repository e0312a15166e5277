/** Binds the doors of tables: templates, exports, previews of imports and the imports themselves. */
import type { Readable } from 'node:stream';
import { fieldRulesOf } from '#kernel/access/roles.ts';
import { exportRecords } from '#kernel/contract/evidence.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import {
  confirmImport,
  downloadFaults,
  downloadTemplate,
  exportWorkbook as exportDoor,
  listPreviewChanges,
  listPreviewFaults,
  previewImport,
  readPreview,
  type ImportPreview,
} from '#kernel/contract/sheets.ts';
import type { Field } from '#kernel/contract/record.ts';
import type { Language } from '#kernel/contract/words.ts';
import type { Files } from '#kernel/files/files.ts';
import { nameDownload, type Call, type Service } from '#kernel/http/serve.ts';
import type { Jobs } from '#kernel/jobs/jobs.ts';
import { workbookType } from '#kernel/sheets/write-workbook.ts';
import { requireWritable, type House } from './actions.ts';
import { exportCsv, exportWorkbook, writeAside, type Export } from './export-table.ts';
import { writeFaultFile } from './fault-file.ts';
import { importJobs, refuseTwice, requirePreview, withTable } from './import-jobs.ts';
import { listChangesOf, listFaults, type PreviewRow } from './import-store.ts';
import { columnOf, readerOf as readerFor, viewOf, visibleFields, type Reader } from './listing.ts';
import { faultsKept } from './take-in.ts';
import { writeTemplate } from './template.ts';

export interface SheetDoors {
  house: House;
  files: Files;
  jobs: Jobs;
  parseFilters: (text: string) => unknown;
}

export function bindSheetDoors(service: Service, { house, files, jobs, parseFilters }: SheetDoors): void {
  const { registers } = house;
  const kinds = importJobs(house, files);
  const readerOf = ({ ctx }: Pick<Call<unknown, unknown, unknown>, 'ctx'>): Reader =>
    readerFor(ctx, registers);
  const askedOf = (
    call: Call<
      { register: string },
      { search?: string; filters: string; sort?: string; descending?: boolean; language: Language },
      unknown
    >,
  ): Export => {
    const { search, filters: given, sort, descending, language } = call.query;
    const description = registers.find(call.params.register);
    const filters = parseFilters(given);
    const trimmed = search?.trim();
    const rules = fieldRulesOf(call.ctx.actor);
    const { audience } = readerOf(call);
    return {
      description,
      language,
      question: {
        ...(trimmed ? { search: trimmed } : {}),
        ...(sort === undefined ? {} : { sort }),
        descending: descending ?? false,
        filters: filters !== null && typeof filters === 'object' ? (filters as Record<string, unknown>) : {},
      },
      // The list leaves out what the public may not read.
      shows: ({ sensitivity }: Field) => audience === 'public' || rules[sensitivity] === 'show',
    };
  };
  const sendWorkbook = (
    call: Pick<Call<unknown, unknown, unknown>, 'reply'>,
    name: string,
    file: Readable,
  ): void => {
    nameDownload(call.reply, name);
    void call.reply.type(workbookType).header('cache-control', 'no-store').send(file);
  };

  service.bind(downloadTemplate, async (call) => {
    const description = registers.find(call.params.register);
    viewOf(description, readerOf(call).audience);
    const { language } = call.query;
    const file = await writeAside((stream) => writeTemplate(stream, description, registers, language));
    sendWorkbook(
      call,
      `${description.label[language]}-${{ zh: '模板', en: 'template' }[language]}.xlsx`,
      file,
    );
    return null;
  });

  service.bind(exportDoor, async (call) => {
    const asked = askedOf(call);
    const file = await exportWorkbook(readerOf(call), asked);
    sendWorkbook(call, `${asked.description.label[asked.language]}.xlsx`, file);
    return null;
  });

  service.bind(exportRecords, async (call) => {
    const asked = askedOf(call);
    const file = await exportCsv(readerOf(call), asked);
    call.reply.header('content-disposition', `attachment; filename="${asked.description.id}.csv"`);
    return file;
  });

  service.bind(previewImport, async (call) => {
    const { register } = call.params;
    const description = registers.find(register);
    requireWritable(call.ctx, description);
    const upload = await files.claim(call.ctx, call.body.hash);
    const { id } = await jobs.submit(
      call.ctx,
      kinds.preview,
      { register, hash: upload.hash, name: call.body.name },
      {
        title: {
          zh: `核对 ${call.body.name} → ${description.label.zh}`,
          en: `Check ${call.body.name} → ${description.label.en}`,
        },
        key: call.key,
        files: [upload.hash],
      },
    );
    return { job: id };
  });

  const shapeOf = (
    call: Pick<Call<unknown, unknown, unknown>, 'ctx'>,
    preview: PreviewRow,
  ): ImportPreview => {
    const { hash: _, ...shown } = preview;
    const ids = new Set([preview.register, ...preview.sheets.map(({ register }) => register)]);
    const { audience } = readerOf(call);
    return {
      ...shown,
      columns: Object.fromEntries(
        [...ids].map((id) => [
          id,
          visibleFields(registers, registers.find(id), audience).map(([name, field]) =>
            columnOf(name, field),
          ),
        ]),
      ),
    };
  };

  service.bind(readPreview, async (call) =>
    shapeOf(call, await requirePreview(call.ctx, call.params.preview)),
  );

  service.bind(listPreviewFaults, async (call) => {
    const preview = await requirePreview(call.ctx, call.params.preview);
    return { faults: await listFaults(call.ctx.db, preview.id, call.query), total: preview.faultsKept };
  });

  service.bind(listPreviewChanges, async (call) => {
    const preview = await requirePreview(call.ctx, call.params.preview);
    return { changes: await listChangesOf(call.ctx.db, preview.id, call.query), total: preview.changesKept };
  });

  service.bind(downloadFaults, async (call) => {
    const preview = await requirePreview(call.ctx, call.params.preview);
    const { language } = call.query;
    const faults = await listFaults(call.ctx.db, preview.id, { page: 1, pageSize: faultsKept });
    const file = await withTable(house, files, preview, (table, plans) =>
      writeAside((stream) => writeFaultFile(stream, table, plans, faults, registers, language)),
    );
    const name = preview.fileName.replace(/\.\w+$/, '');
    sendWorkbook(call, `${name}-${{ zh: '问题', en: 'faults' }[language]}.xlsx`, file);
    return null;
  });

  service.bind(confirmImport, async (call) => {
    const preview = await requirePreview(call.ctx, call.params.preview);
    const description = registers.find(preview.register);
    if (preview.faultCount > 0) {
      throw new Refusal('broken-rule', {
        zh: `预览中有 ${preview.faultCount} 处问题，不能导入。请改正后重新上传。`,
        en: `The preview has ${preview.faultCount} faults and cannot be imported. Mend them and upload the file again.`,
      });
    }
    if (preview.importedBy !== null) throw refuseTwice();
    const { id } = await jobs.submit(
      call.ctx,
      kinds.confirm,
      { preview: preview.id },
      {
        title: {
          zh: `导入 ${preview.fileName} → ${description.label.zh}`,
          en: `Import ${preview.fileName} → ${description.label.en}`,
        },
        key: call.key,
        files: [preview.hash],
      },
    );
    return { job: id };
  });
}

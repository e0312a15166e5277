/** Imports as jobs: a preview, whose transaction is undone, and the import that does what the preview showed. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { JobResult } from '#kernel/contract/jobs.ts';
import { words } from '#kernel/contract/words.ts';
import type { SheetResult, SheetWarning } from '#kernel/contract/sheets.ts';
import type { Files } from '#kernel/files/files.ts';
import type { JobKind, JobRun } from '#kernel/jobs/jobs.ts';
import { openTableHere } from '#kernel/sheets/open-file.ts';
import { kindOf } from '#kernel/sheets/refuse-form.ts';
import { openTable, type OpenTable } from '#kernel/sheets/open-table.ts';
import { refuseFaults, requireWritable, type House } from './actions.ts';
import { planSheets, type SheetPlan } from './import-plan.ts';
import { findPreview, keepPreview, markImported, type PreviewRow } from './import-store.ts';
import { takeIn, type TakenIn } from './take-in.ts';

/** Milliseconds one statement of an import may take. */
const importTimeout = 120_000;

/** Text up to this size reads in the caller's thread faster than a thread starts, bytes. */
const smallText = 100 * 1024;

const PreviewInput = z.object({ register: z.string(), hash: z.string(), name: z.string() });
const ConfirmInput = z.object({ preview: z.string() });

export interface ImportJobs {
  preview: JobKind<z.infer<typeof PreviewInput>>;
  confirm: JobKind<z.infer<typeof ConfirmInput>>;
}

const reading = words('正在读取和核对', 'Reading and checking');
const writing = words('正在写入', 'Writing');

export function importJobs(house: House, files: Pick<Files, 'open'>): ImportJobs {
  return {
    preview: {
      kind: 'register.preview',
      label: words('预览导入', 'Preview of an import'),
      input: PreviewInput,
      run: (run) => makePreview(house, files, run),
    },
    confirm: {
      kind: 'register.import',
      label: words('导入', 'Import'),
      input: ConfirmInput,
      run: (run) => importPreviewed(house, files, run),
    },
  };
}

/** Opens a stored file as a table, plans its sheets, and closes it whatever comes. */
export async function withTable<T>(
  house: House,
  files: Pick<Files, 'open'>,
  asked: { hash: string; fileName: string; register: string; signal?: AbortSignal },
  work: (table: OpenTable, plans: SheetPlan[], unread: string[]) => Promise<T>,
): Promise<T> {
  const { path } = await files.open(asked.hash);
  const bytes = await readFile(path);
  const table =
    bytes.byteLength <= smallText && kindOf(bytes) === 'text'
      ? await openTableHere(bytes, asked.fileName)
      : await openTable(bytes, asked.fileName, asked.signal);
  try {
    const { plans, unread } = planSheets(
      house.registers,
      table,
      asked.fileName,
      house.registers.find(asked.register),
    );
    return await work(table, plans, unread);
  } finally {
    await table.close();
  }
}

/** Thrown to undo the transaction of a preview. */
class Undone extends Error {
  readonly taken: TakenIn;

  constructor(taken: TakenIn) {
    super('a preview is undone');
    this.taken = taken;
  }
}

/** Takes a table in and undoes it: exactly what the import would do and refuse. */
export async function rehearse(ctx: Context, work: (inner: Context) => Promise<TakenIn>): Promise<TakenIn> {
  try {
    await ctx.db.transaction().execute(async (db) => {
      await sql`select set_config('kechuang.action', ${randomUUID()}, true), set_config('kechuang.touched', '', true),
        set_config('statement_timeout', ${String(importTimeout)}, true)`.execute(db);
      throw new Undone(await work({ ...ctx, db }));
    });
  } catch (error) {
    if (error instanceof Undone) return error.taken;
    throw error;
  }
  throw new Error('a preview was not undone');
}

async function makePreview(
  house: House,
  files: Pick<Files, 'open'>,
  run: JobRun<z.infer<typeof PreviewInput>>,
): Promise<JobResult> {
  const { register, hash, name: fileName } = run.input;
  const taken = await withTable(
    house,
    files,
    { hash, fileName, register, signal: run.signal },
    async (table, plans, unread) => {
      for (const { description } of plans) requireWritable(run.ctx, description);
      const found = await rehearse(run.ctx, (inner) =>
        takeIn(inner, house, table, plans, {
          fileName,
          signal: run.signal,
          describesChanges: true,
          onProgress: (done, total) => run.progress(done, total, reading),
        }),
      );
      found.warnings.push(
        ...unread.map((sheet) => noteOf('unread-sheet', sheet)),
        ...table.notes.map((kind) => noteOf(kind, '')),
      );
      return found;
    },
  );
  await keepPreview(run.ctx.db, {
    id: run.id,
    account: run.ctx.actor.account ?? null,
    register,
    hash,
    fileName,
    ...taken,
  });
  const { added, changed } = sumOf(taken.sheets);
  return {
    preview: run.id,
    link: `/imports/${run.id}`,
    words:
      taken.faultCount > 0
        ? words(`${taken.faultCount} 处问题，没有写入`, `${taken.faultCount} faults; nothing was written`)
        : words(`可新增 ${added} 行、更改 ${changed} 行`, `${added} rows to add, ${changed} to change`),
  };
}

const noteOf = (kind: SheetWarning['kind'], sheet: string): SheetWarning => ({
  kind,
  register: null,
  sheet,
  row: 0,
  field: null,
  text: null,
  count: 1,
});

/** Counts of all sheets together. */
export const sumOf = (
  sheets: readonly SheetResult[],
): Pick<SheetResult, 'rows' | 'added' | 'changed' | 'unchanged'> =>
  sheets.reduce(
    (sum, { rows, added, changed, unchanged }) => ({
      rows: sum.rows + rows,
      added: sum.added + added,
      changed: sum.changed + changed,
      unchanged: sum.unchanged + unchanged,
    }),
    { rows: 0, added: 0, changed: 0, unchanged: 0 },
  );

/** The preview of this reader; refused when there is none, or no longer. */
export async function requirePreview(ctx: Context, id: string): Promise<PreviewRow> {
  const preview = await findPreview(ctx.db, id);
  if (preview) return preview;
  throw new Refusal('unknown-record', {
    zh: '没有这个预览，或已过期（保留一天）。请重新上传文件。',
    en: 'There is no such preview, or it is older than a day. Upload the file again.',
  });
}

async function importPreviewed(
  house: House,
  files: Pick<Files, 'open'>,
  run: JobRun<z.infer<typeof ConfirmInput>>,
): Promise<JobResult> {
  const preview = await requirePreview(run.ctx, run.input.preview);
  const { register, hash, fileName } = preview;
  if (preview.importedBy !== null && preview.importedBy !== run.id) throw refuseTwice();
  const { answer } = await withTable(
    house,
    files,
    { hash, fileName, register, signal: run.signal },
    async (table, plans) => {
      for (const { description } of plans) requireWritable(run.ctx, description);
      return atomically(
        run.ctx,
        {
          action: 'register.import',
          subject: plans.map(({ description }) => description.id).join(' '),
          key: run.id,
          input: { register, hash, preview: preview.id },
          statementTimeout: importTimeout,
        },
        async (inner) => {
          const taken = await takeIn(inner, house, table, plans, {
            fileName,
            signal: run.signal,
            describesChanges: false,
            onProgress: (done, total) => run.progress(done, total, writing),
          });
          if (taken.faultCount > 0) throw refuseFaults(taken.faults);
          requireSame(preview, taken);
          if (!(await markImported(inner.db, preview.id, run.id))) throw refuseTwice();
          await run.confirm(inner.db);
          return taken.sheets;
        },
      );
    },
  );
  const { added, changed, unchanged } = sumOf(answer);
  return {
    sheets: answer,
    link: `/imports/${preview.id}`,
    words: words(
      `新增 ${added} 行，更改 ${changed} 行，未变 ${unchanged} 行`,
      `${added} rows added, ${changed} changed, ${unchanged} unchanged`,
    ),
  };
}

/** What is written must be what was shown. */
function requireSame(preview: PreviewRow, taken: TakenIn): void {
  const [shown, now] = [sumOf(preview.sheets), sumOf(taken.sheets)];
  if (shown.added === now.added && shown.changed === now.changed) return;
  throw new Refusal('changed-meanwhile', {
    zh: `预览之后登记册有了变动：预览时新增 ${shown.added} 行、更改 ${shown.changed} 行，现在是新增 ${now.added} 行、更改 ${now.changed} 行。没有写入任何内容；请重新预览。`,
    en: `The register changed after the preview: it showed ${shown.added} rows to add and ${shown.changed} to change, now there are ${now.added} and ${now.changed}. Nothing was written; preview it again.`,
  });
}

export const refuseTwice = (): Refusal =>
  new Refusal('already-exists', {
    zh: '这个预览已经导入过。没有再次写入；要再导入，请重新上传文件。',
    en: 'This preview was imported already; nothing was written again. To import once more, upload the file again.',
  });

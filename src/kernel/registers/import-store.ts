/** Previews of imports in the database: an account's own, written plainly as its settings are. */
import { sql } from 'kysely';
import type { RowChange, SheetFault, SheetResult, SheetWarning } from '#kernel/contract/sheets.ts';
import type { Db } from '#kernel/db/open.ts';
import type { TakenIn } from './take-in.ts';

export interface PreviewRow {
  id: string;
  register: string;
  hash: string;
  fileName: string;
  sheets: SheetResult[];
  warnings: SheetWarning[];
  faultCount: number;
  faultsKept: number;
  changeCount: number;
  changesKept: number;
  madeAt: string;
  importedBy: string | null;
}

/** Keeps a preview under the id of the job that made it; one made again takes the place of the first. */
export async function keepPreview(
  db: Db,
  preview: { id: string; account: string | null; register: string; hash: string; fileName: string } & TakenIn,
): Promise<void> {
  const {
    id,
    account,
    register,
    hash,
    fileName,
    sheets,
    warnings,
    faults,
    faultCount,
    changes,
    changeCount,
  } = preview;
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;
  await sql`delete from platform.import_preview where id = ${id} or made_at < now() - interval '1 day'`.execute(
    db,
  );
  await sql`
    insert into platform.import_preview
      (id, account, register, hash, file_name, sheets, warnings, faults, fault_count, changes, change_count)
    values (${id}, ${account}, ${register}, ${hash}, ${fileName}, ${json(sheets)}, ${json(warnings)}, ${json(faults)},
            ${faultCount}, ${json(changes)}, ${changeCount})
  `.execute(db);
}

export async function findPreview(db: Db, id: string): Promise<PreviewRow | null> {
  const { rows } = await sql<PreviewRow>`
    select id, register, hash, file_name, sheets, warnings, fault_count, jsonb_array_length(faults) as faults_kept,
           change_count, jsonb_array_length(changes) as changes_kept, made_at, imported_by
    from platform.import_preview where id = ${id}
  `.execute(db);
  return rows[0] ?? null;
}

/** A page of a preview's faults or changed rows, in their order. */
async function listPart<T>(
  db: Db,
  id: string,
  part: 'faults' | 'changes',
  { page, pageSize }: { page: number; pageSize: number },
): Promise<T[]> {
  const { rows } = await sql<{ entry: T }>`
    select e.entry from platform.import_preview p,
      jsonb_array_elements(${sql.ref(`p.${part}`)}) with ordinality as e (entry, place)
    where p.id = ${id} order by e.place limit ${pageSize} offset ${(page - 1) * pageSize}
  `.execute(db);
  return rows.map(({ entry }) => entry);
}

export const listFaults = (
  db: Db,
  id: string,
  paging: { page: number; pageSize: number },
): Promise<SheetFault[]> => listPart(db, id, 'faults', paging);

export const listChangesOf = (
  db: Db,
  id: string,
  paging: { page: number; pageSize: number },
): Promise<RowChange[]> => listPart(db, id, 'changes', paging);

/** Marks a preview as imported by an action; false when it was before. */
export async function markImported(transaction: Db, id: string, by: string): Promise<boolean> {
  const result = await sql`
    update platform.import_preview set imported_by = ${by} where id = ${id} and imported_by is null
  `.execute(transaction);
  return result.numAffectedRows === 1n;
}

/** Versions of one record: reading them old → new, and holding a writer to the version he saw. */
import { sql } from 'kysely';
import type { Vault } from '#kernel/access/vault.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import type { CellShape } from '#kernel/contract/evidence.ts';
import type { Field, RecordDescription } from '#kernel/contract/record.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { columnName } from '#kernel/db/ddl.ts';
import type { Db } from '#kernel/db/open.ts';
import { readerOf, referenceCell, type Reader } from './listing.ts';
import { fieldsOf, type Registers } from './registry.ts';
import { sealPurpose } from './store.ts';

/** Words of an action of the log; null for one nobody named. */
export type NameAction = (action: string) => Words | null;

/** One version as its history keeps it. */
export interface VersionRow {
  historyId: string;
  knownFrom: string;
  operation: 'insert' | 'update' | 'delete';
  actionId: string | null;
  action: string | null;
  actor: string | null;
  reason: string | null;
  /** Values by column name, numbers as text. */
  content: Record<string, string | boolean | null>;
}

/** A reader of the present who acts in a running transaction, as staff. */
export const readerWithin = (inner: Context, registers: Registers): Reader => ({
  ...readerOf(inner, registers),
  audience: 'staff',
});

/** Old and new of one field. */
export interface FieldChange {
  column: string;
  label: Words;
  before: CellShape;
  after: CellShape;
}

/** Versions shown on a page; a record with more is read in the log. */
const versionsShown = 500;

/**
 * Versions of a record, oldest first, from version `since` on. `known`: those known at the instant asked, or, for a
 * writer who holds the row, also those committed after his transaction began.
 */
export async function listVersions(
  db: Db,
  description: RecordDescription,
  code: string,
  since = '0',
  known: 'asked' | 'committed' = 'asked',
): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select * from (
      select h.history_id, h.known_from, h.operation, h.action_id, e.action, e.actor, e.reason,
             platform.row_values(to_jsonb(h)) as content
      from ${sql.table(`history.${description.table}`)} h left join platform.audit_entry e on e.id = h.action_id
      where h.code = ${code} and h.history_id >= ${since}::bigint
        ${known === 'asked' ? sql`and h.known_from <= (select platform.known_at())` : sql``}
      order by h.history_id desc limit ${versionsShown}
    ) v order by v.history_id
  `.execute(db);
  return rows;
}

/** The version that stands now; null when there is none. */
export async function currentVersion(
  db: Db,
  description: RecordDescription,
  code: string,
): Promise<string | null> {
  const { rows } = await sql<{ historyId: string }>`
    select history_id from ${sql.table(`history.${description.table}`)}
    where code = ${code} and known_to = 'infinity'
  `.execute(db);
  return rows[0]?.historyId ?? null;
}

/** Fields that differ between two versions; no version is one without values. */
export function changesBetween(
  fields: readonly (readonly [string, Field])[],
  before: VersionRow | undefined,
  after: VersionRow | undefined,
): FieldChange[] {
  const cellOf = (version: VersionRow | undefined, name: string): CellShape =>
    version === undefined || version.operation === 'delete'
      ? null
      : (version.content[columnName(name)] ?? null);
  return fields.flatMap(([name, field]) => {
    const [old, now] = [cellOf(before, name), cellOf(after, name)];
    return old === now ? [] : [{ column: name, label: field.label, before: old, after: now }];
  });
}

/** The same changes with the titles of the records they name, as far as the reader may open these. */
export async function titleChanges(
  reader: Reader,
  description: RecordDescription,
  changes: readonly FieldChange[],
): Promise<FieldChange[]> {
  const wanted = new Map<string, Set<string>>();
  for (const { column, before, after } of changes) {
    const to = description.fields[column]?.to;
    if (to === undefined) continue;
    const codes = wanted.get(to) ?? new Set<string>();
    for (const cell of [before, after]) if (typeof cell === 'string') codes.add(cell);
    wanted.set(to, codes);
  }
  const titles = new Map<string, CellShape>();
  for (const [to, codes] of wanted) {
    const { rows } = await sql<{ code: string; cell: CellShape }>`
      select k.code, ${referenceCell(reader, to, sql`k.code`)} as cell
      from unnest(${[...codes]}::text[]) as k (code)
    `.execute(reader.db);
    for (const { code, cell } of rows) titles.set(`${to} ${code}`, cell ?? code);
  }
  const titled = (to: string, cell: CellShape): CellShape =>
    typeof cell === 'string' ? (titles.get(`${to} ${cell}`) ?? cell) : cell;
  return changes.map((change) => {
    const to = description.fields[change.column]?.to;
    return to === undefined
      ? change
      : { ...change, before: titled(to, change.before), after: titled(to, change.after) };
  });
}

/** `000000********1234`. */
const mask = (plain: string): string => `${plain.slice(0, 6)}********${plain.slice(-4)}`;

/** Sealed numbers of a change as they may be shown. */
function maskChanges(
  description: RecordDescription,
  changes: readonly FieldChange[],
  vault: Vault,
): FieldChange[] {
  return changes.map((change) => {
    if (description.fields[change.column]?.kind !== 'identity') return change;
    const shown = (cell: CellShape): CellShape =>
      typeof cell === 'string' ? mask(vault.unseal(cell, sealPurpose(description, change.column))) : cell;
    return { ...change, before: shown(change.before), after: shown(change.after) };
  });
}

const spell = (cell: CellShape): string =>
  cell === null ? '—' : typeof cell === 'object' ? cell.title : String(cell);

/**
 * Refuses a writer whose record was changed by another since the version he saw. Call it once the row is held, so
 * that the version cannot change any more. The refusal's details say who changed what from what to what, and the
 * version that stands now: `{ version, withdrawn, by, at, reason, changes }`. `stands`: whether the row is there.
 */
export async function requireSeen(
  reader: Reader,
  description: RecordDescription,
  code: string,
  seen: string,
  stands: boolean,
): Promise<void> {
  const versions = await listVersions(reader.db, description, code, seen, 'committed');
  const [before] = versions;
  const last = versions.at(-1);
  if (!before || !last || before.historyId !== seen) {
    // Nobody saw what was never there.
    if (!stands) return;
    throw new Refusal(
      'invalid-input',
      {
        zh: `“${code}”没有版本 ${seen}。请重新打开记录，再提交一次。`,
        en: `“${code}” has no version ${seen}. Open the record again and submit once more.`,
      },
      [{ at: '/body/seen', zh: '没有这个版本', en: 'there is no such version' }],
    );
  }
  if (last.historyId === seen) return;
  const changes = maskChanges(
    description,
    await titleChanges(reader, description, changesBetween(fieldsOf(description), before, last)),
    reader.vault,
  );
  const withdrawn = last.operation === 'delete';
  const who = last.actor ?? '平台之外';
  throw new Refusal(
    'changed-meanwhile',
    withdrawn
      ? {
          zh: `您打开之后，${who} 撤回了“${code}”。没有写入任何内容；您填写的内容还在。`,
          en: `After you opened it ${who} withdrew “${code}”. Nothing was written; what you typed is kept.`,
        }
      : {
          zh: `您打开之后，${who} 改动了“${code}”的 ${changes.length} 个字段。没有写入任何内容；请对照后决定各用哪个值，再提交。`,
          en: `After you opened it ${who} changed ${changes.length} ${changes.length === 1 ? 'field' : 'fields'} of “${code}”. Nothing was written; compare, choose the value of each, and submit again.`,
        },
    withdrawn
      ? []
      : changes.map(({ column, label, before: old, after: now }) => ({
          at: `/row/${column}`,
          zh: `${label.zh}：${spell(old)} → ${spell(now)}`,
          en: `${label.en}: ${spell(old)} → ${spell(now)}`,
        })),
    {
      version: last.historyId,
      withdrawn,
      by: last.actor,
      at: last.knownFrom,
      reason: last.reason,
      changes,
    },
  );
}

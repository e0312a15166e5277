/** One record as its page shows it: life, facts, links, history; and search over titles. */
import { sql } from 'kysely';
import type { z } from 'zod';
import type { CellShape, readRecord } from '#kernel/contract/evidence.ts';
import type { LifeState, RecordDescription } from '#kernel/contract/record.ts';
import type { Words } from '#kernel/contract/words.ts';
import { columnName } from '#kernel/db/ddl.ts';
import { refuseUnknown } from './actions.ts';
import {
  isHidden,
  isPlain,
  listRows,
  openCondition,
  plainFields,
  titleExpression,
  viewOf,
  visibleFields,
  type Reader,
} from './listing.ts';
import { counted, countUpTo } from './page.ts';
import { searchCondition } from './search.ts';
import { coverCell } from './masking.ts';
import { undoableActions } from './undo.ts';
import {
  changesBetween,
  currentVersion,
  listVersions,
  titleChanges,
  type NameAction,
  type VersionRow,
} from './versions.ts';

type RecordAnswer = z.infer<(typeof readRecord)['answer']>;
type PageContent = Pick<
  RecordAnswer,
  'title' | 'version' | 'columns' | 'cells' | 'life' | 'links' | 'history'
>;

/** Rows of each linked register shown on a page; the rest is one click away. */
const linkedRows = 10;

/** Number of records of a register, for the reader's schema; of a long one, that there are more than so many. */
export async function countRows(
  reader: Reader,
  description: RecordDescription,
): Promise<{ count: number; countIsLower?: true }> {
  const from = sql`${sql.table(`${reader.schema}.${description.table}`)}`;
  const count = await countUpTo(reader.db, from, [], counted);
  return count > counted ? { count: counted, countIsLower: true } : { count };
}

/**
 * Reads one record. To the public a record counted but not named, or classified, does not exist.
 */
export async function readRecordPage(
  reader: Reader,
  description: RecordDescription,
  code: string,
  asOf: string,
  nameAction: NameAction,
): Promise<{ view: 'rows' | 'counts'; content: PageContent }> {
  const view = viewOf(description, reader.audience);
  if (view === 'counts') throw refuseUnknown(description, code);
  const listing = await listRows(reader, { description }, { page: 1, pageSize: 1, codes: [code] });
  const [row] = listing.rows;
  if (!row || row.stub) throw refuseUnknown(description, code);
  const titles = await sql<{ title: string | null }>`
    select ${titleExpression(reader, description, 'x')} as title
    from ${sql.table(`${reader.schema}.${description.table}`)} as x where x.code = ${code}
  `.execute(reader.db);
  return {
    view,
    content: {
      title: coverTitle(reader, description, titles.rows[0]?.title ?? code),
      version:
        reader.audience === 'staff' && reader.schema === 'register'
          ? await currentVersion(reader.db, description, code)
          : null,
      columns: listing.columns,
      cells: row.cells,
      life: await lifeOf(reader, description, code, row.cells, asOf),
      links: await linksOf(reader, description, code),
      history: await historyOf(reader, description, code, nameAction),
    },
  };
}

/** A title that is covered in the row is covered as a heading too. */
const coverTitle = (reader: Reader, description: RecordDescription, title: string): string => {
  const field = description.fields[description.title];
  return field && !isPlain(reader, field) ? String(coverCell(title)) : title;
};

async function lifeOf(
  reader: Reader,
  description: RecordDescription,
  code: string,
  cells: Record<string, CellShape>,
  asOf: string,
): Promise<PageContent['life']> {
  const life: PageContent['life'] = [];
  for (const state of description.life) {
    const day = state.from ? await firstLinkedDay(reader, state, code) : cells[state.on];
    const reached = typeof day === 'string' ? day : null;
    if (reached === null && state.onlyWhenReached) continue;
    life.push({ state: state.state, on: reached, ahead: reached !== null && reached > asOf });
  }
  // Where every state was reached, what happened first stands first.
  return life.every(({ on }) => on !== null)
    ? life.toSorted((one, other) => ((one.on ?? '') < (other.on ?? '') ? -1 : 1))
    : life;
}

/** The first date of a state that linked records begin, among those open to the reader. */
async function firstLinkedDay(reader: Reader, { on, from }: LifeState, code: string): Promise<string | null> {
  if (!from) return null;
  const linked = reader.registers.find(from.register);
  if (isHidden(linked, reader.audience)) return null;
  const target =
    from.through === undefined ? linked : reader.registers.find(linked.fields[from.through]?.to ?? '');
  const tableOf = (of: RecordDescription) => sql.table(`${reader.schema}.${of.table}`);
  const column = (alias: string, field: string) => sql.raw(`${alias}."${columnName(field)}"`);
  const conditions = [
    sql`${column('l', from.by)} = ${code}`,
    openCondition(reader, linked, 'l'),
    ...Object.entries(from.where ?? {}).map(([field, value]) => sql`${column('l', field)} = ${value}`),
  ];
  const joined =
    from.through === undefined
      ? sql``
      : sql`join ${tableOf(target)} as t on t.code = ${column('l', from.through)} and ${openCondition(reader, target, 't')}`;
  const { rows } = await sql<{ day: string | null }>`
    select min(${column(from.through === undefined ? 'l' : 't', on)}) as day
    from ${tableOf(linked)} as l ${joined} where ${sql.join(conditions, sql` and `)}
  `.execute(reader.db);
  return rows[0]?.day ?? null;
}

async function linksOf(
  reader: Reader,
  description: RecordDescription,
  code: string,
): Promise<PageContent['links']> {
  const links: PageContent['links'] = [];
  for (const { record, field } of reader.registers.referrers(description.id)) {
    if (isHidden(record, reader.audience)) continue;
    const visible = visibleFields(reader.registers, record, reader).some(([name]) => name === field);
    const counted = viewOf(record, reader.audience) === 'counts';
    if (!visible && !counted) continue;
    const codes = await sql<{ code: string; count: string }>`
      select code, count(*) over () as count
      from ${sql.table(`${reader.schema}.${record.table}`)} as x
      where ${sql.raw(`x."${columnName(field)}"`)} = ${code} and ${openCondition(reader, record, 'x')}
      order by code limit 1000
    `.execute(reader.db);
    if (codes.rows.length === 0) continue;
    const listing = await listRows(
      reader,
      { description: record },
      { page: 1, pageSize: linkedRows, codes: codes.rows.map((row) => row.code) },
    );
    links.push({
      register: record.id,
      label: record.label,
      field,
      by: record.fields[field]?.label ?? { zh: field, en: field },
      count: Number(codes.rows[0]?.count ?? 0),
      view: listing.view,
      columns: listing.columns,
      rows: listing.rows,
    });
  }
  return links;
}

async function historyOf(
  reader: Reader,
  description: RecordDescription,
  code: string,
  nameAction: NameAction,
): Promise<PageContent['history']> {
  const versions = await listVersions(reader.db, description, code);
  const fields = visibleFields(reader.registers, description, reader).filter(
    ([, field]) => field.kind !== 'identity',
  );
  const covered = new Set(fields.filter(([, field]) => !isPlain(reader, field)).map(([name]) => name));
  const changes = versions.map((version, index) =>
    changesBetween(fields, versions[index - 1], version).map((change) =>
      covered.has(change.column)
        ? { ...change, before: coverCell(change.before), after: coverCell(change.after) }
        : change,
    ),
  );
  const titled = await titleChanges(reader, description, changes.flat());
  const standing = await undoableActions(
    reader.db,
    versions.flatMap(({ actionId }) => (actionId === null ? [] : [actionId])),
  );
  const staff = reader.audience === 'staff';
  let taken = 0;
  return versions
    .map((version, index) => ({
      knownFrom: version.knownFrom,
      operation: version.operation,
      action: wordsOf(version, nameAction),
      actionId: staff ? version.actionId : null,
      undoable:
        staff && index === versions.length - 1 && version.actionId !== null && standing.has(version.actionId),
      actor: staff ? version.actor : null,
      // A reason is free text and may name people.
      reason: staff ? version.reason : null,
      changes: titled.slice(taken, (taken += changes[index]?.length ?? 0)),
    }))
    .toReversed();
}

const wordsOf = ({ action }: VersionRow, nameAction: NameAction): Words =>
  action === null
    ? { zh: '平台之外的改动', en: 'Changed outside the platform' }
    : (nameAction(action) ?? { zh: action, en: action });

/** Hits in one register, and altogether. */
const hitsEach = 5;
const hitsAll = 30;

/** Hits of one register looked at for the best of them. */
const hitsMet = 500;

/** Records found by key, name or first letters of the name, in the registers and fields open to the reader. */
export async function searchTitles(
  reader: Reader,
  text: string,
): Promise<{ register: string; label: Words; code: string; title: string }[]> {
  const hits: { register: string; label: Words; code: string; title: string }[] = [];
  for (const description of reader.registers.ordered) {
    const title = description.fields[description.title];
    const seen = plainFields(reader.registers, description, reader);
    const titleOpen = seen.some(([name]) => name === description.title);
    if (hits.length >= hitsAll) break;
    if (isHidden(description, reader.audience)) continue;
    if (viewOf(description, reader.audience) === 'counts' || title?.kind !== 'text' || !titleOpen) continue;
    const column = sql.raw(`x."${columnName(description.title)}"`);
    const naming = new Set([description.title, description.key].flat());
    const found = searchCondition(
      {
        db: reader.db,
        registers: reader.registers,
        description,
        schema: reader.schema,
        fieldsSeen: () => seen.filter(([name]) => naming.has(name)),
      },
      text,
      reader.schema === 'register',
    );
    if (!found) return hits;
    const { rows } = await sql<{ code: string; title: string }>`
      select x.code, ${column} as title from (
        select x.* from ${sql.table(`${reader.schema}.${description.table}`)} as x
        where ${found} and ${openCondition(reader, description, 'x')} limit ${hitsMet}) x
      order by (x.code = ${text}) desc, (${column} = ${text}) desc, length(${column}), x.code limit ${hitsEach}
    `.execute(reader.db);
    hits.push(...rows.map((row) => ({ register: description.id, label: description.label, ...row })));
  }
  return hits.slice(0, hitsAll);
}

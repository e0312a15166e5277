/** One record as its page shows it: life, facts, links, history; and search over titles. */
import { sql } from 'kysely';
import type { z } from 'zod';
import type { CellShape, readRecord } from '#kernel/contract/evidence.ts';
import type { LifeState, RecordDescription } from '#kernel/contract/record.ts';
import type { Words } from '#kernel/contract/words.ts';
import { columnName } from '#kernel/db/ddl.ts';
import { refuseUnknown } from './actions.ts';
import {
  containing,
  isHidden,
  listRows,
  openCondition,
  titleExpression,
  viewOf,
  visibleFields,
  type Reader,
} from './listing.ts';

type RecordAnswer = z.infer<(typeof readRecord)['answer']>;
type PageContent = Pick<RecordAnswer, 'title' | 'columns' | 'cells' | 'life' | 'links' | 'history'>;

/** Rows of each linked register shown on a page; the rest is one click away. */
const linkedRows = 10;

/** Number of records of a register, for the reader's schema. */
export async function countRows(reader: Reader, description: RecordDescription): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from ${sql.table(`${reader.schema}.${description.table}`)}`.execute(reader.db);
  return Number(rows[0]?.count ?? 0);
}

/**
 * Reads one record. To the public a record counted but not named, or classified, does not exist.
 */
export async function readRecordPage(
  reader: Reader,
  description: RecordDescription,
  code: string,
  asOf: string,
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
      title: titles.rows[0]?.title ?? code,
      columns: listing.columns,
      cells: row.cells,
      life: await lifeOf(reader, description, code, row.cells, asOf),
      links: await linksOf(reader, description, code),
      history: await historyOf(reader, description, code),
    },
  };
}

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
    const visible = visibleFields(reader.registers, record, reader.audience).some(([name]) => name === field);
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
      by: record.fields[field]?.label ?? { zh: field, en: field },
      count: Number(codes.rows[0]?.count ?? 0),
      view: listing.view,
      columns: listing.columns,
      rows: listing.rows,
    });
  }
  return links;
}

interface VersionRow {
  knownFrom: string;
  operation: 'insert' | 'update' | 'delete';
  action: string | null;
  actor: string | null;
  reason: string | null;
  content: Record<string, string | boolean | null>;
}

/** Actions as a reader knows them. */
const actionWords: Record<string, Words> = {
  'register.import': { zh: '导入', en: 'Imported' },
  'province.import': { zh: '导入数据文件夹', en: 'Data folder imported' },
  'register.add': { zh: '新增', en: 'Added' },
  'register.correct': { zh: '更正', en: 'Corrected' },
  'register.withdraw': { zh: '撤回', en: 'Withdrawn' },
};

async function historyOf(
  reader: Reader,
  description: RecordDescription,
  code: string,
): Promise<PageContent['history']> {
  const { rows } = await sql<VersionRow>`
    select h.known_from, h.operation, e.action, e.actor, e.reason, platform.row_values(to_jsonb(h)) as content
    from ${sql.table(`history.${description.table}`)} h left join platform.audit_entry e on e.id = h.action_id
    where h.code = ${code} and h.known_from <= (select platform.known_at())
    order by h.history_id limit 500
  `.execute(reader.db);
  const fields = visibleFields(reader.registers, description, reader.audience).filter(
    ([, field]) => field.kind !== 'identity',
  );
  const cellOf = (version: VersionRow | undefined, name: string): CellShape =>
    version?.content[columnName(name)] ?? null;
  return rows
    .map((version, index) => {
      const before = index === 0 || rows[index - 1]?.operation === 'delete' ? undefined : rows[index - 1];
      const changes = fields.flatMap(([name, field]) => {
        const [old, now] = [
          cellOf(before, name),
          version.operation === 'delete' ? null : cellOf(version, name),
        ];
        return old === now ? [] : [{ column: name, label: field.label, before: old, after: now }];
      });
      const named = actionWords[version.action ?? ''];
      return {
        knownFrom: version.knownFrom,
        operation: version.operation,
        action: named
          ? `${named.zh} ${named.en}`
          : (version.action ?? '平台之外的改动 changed outside the platform'),
        actor: reader.audience === 'staff' ? version.actor : null,
        // A reason is free text and may name people.
        reason: reader.audience === 'staff' ? version.reason : null,
        changes,
      };
    })
    .toReversed();
}

/** Hits in one register, and altogether. */
const hitsEach = 5;
const hitsAll = 30;

/** Records whose key or name holds the text, in the registers and fields open to the reader. */
export async function searchTitles(
  reader: Reader,
  text: string,
): Promise<{ register: string; label: Words; code: string; title: string }[]> {
  const pattern = containing(text);
  const hits: { register: string; label: Words; code: string; title: string }[] = [];
  for (const description of reader.registers.ordered) {
    const title = description.fields[description.title];
    const titleOpen = visibleFields(reader.registers, description, reader.audience).some(
      ([name]) => name === description.title,
    );
    if (hits.length >= hitsAll) break;
    if (isHidden(description, reader.audience)) continue;
    if (viewOf(description, reader.audience) === 'counts' || title?.kind !== 'text' || !titleOpen) continue;
    const column = sql.raw(`x."${columnName(description.title)}"`);
    const { rows } = await sql<{ code: string; title: string }>`
      select x.code, ${column} as title from ${sql.table(`${reader.schema}.${description.table}`)} as x
      where (x.code ilike ${pattern} or ${column} ilike ${pattern}) and ${openCondition(reader, description, 'x')}
      order by (x.code = ${text}) desc, (${column} = ${text}) desc, length(${column}), x.code limit ${hitsEach}
    `.execute(reader.db);
    hits.push(...rows.map((row) => ({ register: description.id, label: description.label, ...row })));
  }
  return hits.slice(0, hitsAll);
}

/** What is in a database: tables with their columns, sequences, and the statements that read and write them whole. */
import type pg from 'pg';

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export interface Table {
  schema: string;
  name: string;
  /** Columns that are stored, not reckoned, in their order. */
  columns: string[];
  /** Expressions that put the rows in one order on every server. */
  order: string[];
}

export const nameOf = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`;

export const quotedName = ({ schema, name }: { schema: string; name: string }): string =>
  `${quote(schema)}.${quote(name)}`;

/** Whether a name is left out: a schema (`queue`) or one table (`platform.session`). */
export const isLeftOut = (leftOut: readonly string[], table: { schema: string; name: string }): boolean =>
  leftOut.includes(table.schema) || leftOut.includes(nameOf(table));

const ours = `n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`;

/** Every table of the database but the system's own and those left out, by name. */
export async function listTables(client: pg.Client, leftOut: readonly string[]): Promise<Table[]> {
  const { rows } = await client.query<{
    schema: string;
    name: string;
    columns: string[];
    order: string[] | null;
  }>(`
    select n.nspname as schema, c.relname as name,
           array(select a.attname::text from pg_attribute a
                 where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                 order by a.attnum) as columns,
           (select array_agg('t.' || quote_ident(a.attname)
                     || case when t.typcategory = 'S' then ' collate "C"' else '' end order by k.place)
            from pg_index i cross join lateral unnest(i.indkey::int2[]) with ordinality as k(number, place)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
            join pg_type t on t.oid = a.atttypid
            where i.indrelid = c.oid and i.indisprimary) as order
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence = 'p' and ${ours}
    order by n.nspname collate "C", c.relname collate "C"`);
  return (
    rows
      .filter((row) => !isLeftOut(leftOut, row))
      // Without a key the rows' own text is their order.
      .map((row) => ({ ...row, order: row.order ?? ['(t.*)::text collate "C"'] }))
  );
}

/** The statement that writes all rows of a table in their order. */
export const readStatement = (table: Table): string =>
  `copy (select ${table.columns.map(quote).join(', ')} from ${quotedName(table)} t order by ${table.order.join(', ')}) to stdout`;

/** The statement that takes them back. */
export const writeStatement = (table: Table): string =>
  `copy ${quotedName(table)} (${table.columns.map(quote).join(', ')}) from stdin`;

export interface Sequence {
  schema: string;
  name: string;
  last: string;
  called: boolean;
}

/** Every sequence with where it stands. */
export async function listSequences(client: pg.Client, leftOut: readonly string[]): Promise<Sequence[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and c.relpersistence = 'p' and ${ours}
    order by n.nspname collate "C", c.relname collate "C"`);
  const sequences: Sequence[] = [];
  for (const row of rows.filter((sequence) => !isLeftOut(leftOut, sequence))) {
    const state = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${quotedName(row)}`,
    );
    const [found] = state.rows;
    if (found) sequences.push({ ...row, ...found });
  }
  return sequences;
}

/** What guards the tables and has to stand aside while rows are put back as they were. */
export interface Guards {
  /** Statements that set them aside, and those that put them back, in order. */
  aside: string[];
  back: string[];
}

/**
 * Triggers, foreign keys and forced row-level security of some tables. Foreign keys are dropped and made again, so that
 * putting them back checks every row.
 */
export async function listGuards(client: pg.Client, tables: readonly Table[]): Promise<Guards> {
  const wanted = new Set(tables.map(nameOf));
  const { rows } = await client.query<{ schema: string; name: string; aside: string; back: string }>(`
    select n.nspname as schema, c.relname as name, g.aside, g.back
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
      select 1 as rank, format('alter table %I.%I drop constraint %I', n.nspname, c.relname, k.conname) as aside,
             format('alter table %I.%I add constraint %I %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)) as back
      from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.conparentid = 0
      union all
      select 2, format('alter table %I.%I disable trigger %I', n.nspname, c.relname, t.tgname),
             format('alter table %I.%I enable %s trigger %I', n.nspname, c.relname,
                    case t.tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, t.tgname)
      from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'D'
      union all
      select 3, format('alter table %I.%I no force row level security', n.nspname, c.relname),
             format('alter table %I.%I force row level security', n.nspname, c.relname)
      where c.relforcerowsecurity
    ) g
    where c.relkind = 'r' order by g.rank, 1, 2, g.aside`);
  const guards = rows.filter((row) => wanted.has(nameOf(row)));
  return { aside: guards.map(({ aside }) => aside), back: guards.map(({ back }) => back) };
}

/** Undoing an action over many rows: the former values of exactly those rows, as one new action. */
import { sql } from 'kysely';
import { requirePermission } from '#kernel/access/roles.ts';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { columnName } from '#kernel/db/ddl.ts';
import type { Db } from '#kernel/db/open.ts';
import { breakSetRules, distinctFaults, type House } from './actions.ts';
import { columnsOf, holdRows, textsOf } from './store.ts';

export type ReversibleKind = 'bulk' | 'merge';

/** Notes the running action as one that can be undone. */
export async function noteReversible(
  db: Db,
  noted: { kind: ReversibleKind; register: string; content: unknown },
): Promise<void> {
  await sql`
    insert into platform.reversible (action, kind, register, content)
    values (current_setting('kechuang.action')::uuid, ${noted.kind}, ${noted.register}, ${JSON.stringify(noted.content)}::jsonb)
  `.execute(db);
}

/** Which of these actions can be undone and have not been. */
export async function undoableActions(db: Db, actions: readonly string[]): Promise<Set<string>> {
  if (actions.length === 0) return new Set();
  const { rows } = await sql<{ action: string }>`
    select r.action from platform.reversible r
    where r.action = any(${[...new Set(actions)]}::uuid[])
      and not exists (select from platform.reversal u where u.undoes = r.action)
  `.execute(db);
  return new Set(rows.map(({ action }) => action));
}

/** What one action did to one row: the version before it, and whether the row stands after it. */
interface Touched {
  code: string;
  /** Version to go back to; null when the action added the row. */
  before: string | null;
  standsAfter: boolean;
  /** Who changed the row after the action, and when; null when it is as the action left it, or so again. */
  changedBy: string | null;
  changedAt: string | null;
  versions: number;
}

async function listTouched(db: Db, description: RecordDescription, action: string): Promise<Touched[]> {
  const history = sql.table(`history.${description.table}`);
  const { rows } = await sql<Touched>`
    with own as (
      select code, min(history_id) as first, max(history_id) as last, count(*)::int as versions
      from ${history} where action_id = ${action}::uuid group by code
    )
    select own.code, own.versions,
           (select p.history_id from ${history} p
            where p.history_id = (select max(q.history_id) from ${history} q
                                  where q.code = own.code and q.history_id < own.first)
              and p.operation <> 'delete') as before,
           l.operation <> 'delete' as stands_after,
           since.known_from as changed_at, coalesce(since.actor, case when since.code is null then null else '平台之外' end) as changed_by
    from own join ${history} l on l.history_id = own.last left join lateral (
      select h.code, h.known_from, e.actor, h.operation, h.digest
      from ${history} h left join platform.audit_entry e on e.id = h.action_id
      where h.code = own.code and h.history_id > own.last order by h.history_id desc limit 1
    ) since on (since.operation = 'delete') <> (l.operation = 'delete')
      or since.operation <> 'delete' and since.digest <> l.digest
    order by own.code
  `.execute(db);
  return rows;
}

/** Puts rows back as a version of each had them: added where they are gone, changed where they stand. */
async function restore(
  db: Db,
  description: RecordDescription,
  versions: readonly string[],
  way: 'add' | 'change',
): Promise<void> {
  if (versions.length === 0) return;
  const columns = columnsOf(description).map((name) => sql.raw(`"${columnName(name)}"`));
  const [table, history] = [
    sql.table(`register.${description.table}`),
    sql.table(`history.${description.table}`),
  ];
  const chosen = sql`h.history_id = any(${[...versions]}::bigint[])`;
  if (way === 'add') {
    await sql`
      insert into ${table} (${sql.join(columns)})
      select ${sql.join(columns.map((column) => sql`h.${column}`))} from ${history} h where ${chosen} order by h.code
    `.execute(db);
    return;
  }
  const assignments = columns.slice(1).map((column) => sql`${column} = h.${column}`);
  await sql`
    update ${table} t set ${sql.join(assignments)} from ${history} h where ${chosen} and h.code = t.code
  `.execute(db);
}

/** Takes rows out, many at once; refused while others refer to one of them. */
export async function removeRows(
  db: Db,
  house: House,
  description: RecordDescription,
  codes: readonly string[],
): Promise<void> {
  if (codes.length === 0) return;
  try {
    await sql`
      delete from ${sql.table(`register.${description.table}`)} where code = any(${[...codes]})
    `.execute(db);
  } catch (error) {
    if ((error as { code?: unknown }).code !== '23503') throw error;
    const table = house.registers.byTable(String((error as { table?: unknown }).table ?? ''));
    throw new Refusal('still-referenced', {
      zh: `“${description.label.zh}”中有记录仍被${table ? `“${table.label.zh}”` : '其他登记册'}引用，没有写入任何内容。请先处理那些记录。`,
      en: `Records of ${description.label.en} are still referred to by ${table ? table.label.en : 'other registers'}; nothing was written. Deal with those first.`,
    });
  }
}

interface Step {
  description: RecordDescription;
  touched: readonly Touched[];
}

/**
 * Undoes an action over many rows (a bulk change, a merge): every row it touched gets its former values, rows it
 * added go, rows it withdrew come back. All or nothing. Refuses, naming them, when rows were changed since; when it
 * was undone before; and when the actor does not see all of its rows.
 */
export async function undoAction(
  ctx: Context,
  house: House,
  command: { action: string; reason: string; key?: string },
): Promise<{ action: string; answer: { register: string; undone: string; rows: number } }> {
  return atomically(
    ctx,
    {
      action: 'register.undo',
      subject: command.action,
      reason: command.reason,
      key: command.key,
      input: { action: command.action, reason: command.reason },
      statementTimeout: 120_000,
    },
    async (inner) => {
      const { db } = inner;
      const { kind, register } = await holdReversible(db, command.action);
      if (kind === 'merge') requirePermission(inner.actor, 'register.merge');
      const steps: Step[] = [];
      let versions = 0;
      for (const description of house.registers.ordered) {
        const codes = (await listTouched(db, description, command.action)).map(({ code }) => code);
        if (codes.length === 0) continue;
        // Held first: what is judged below cannot change any more.
        await holdRows(db, description, codes);
        const touched = await listTouched(db, description, command.action);
        steps.push({ description, touched });
        versions += touched.reduce((sum, row) => sum + row.versions, 0);
      }
      await requireWhole(db, command.action, versions);
      refuseChanged(steps);
      const left = await putBack(inner, house, steps);
      const faults = distinctFaults(await breakSetRules(db, house, left));
      if (faults.length > 0) {
        throw new Refusal(
          'broken-rule',
          {
            zh: `撤销后会违反规则：${faults[0]?.zh ?? ''}。没有写入任何内容。`,
            en: `Undone, a rule would be broken: ${faults[0]?.en ?? ''}. Nothing was written.`,
          },
          faults,
        );
      }
      await sql`
        insert into platform.reversal (undoes, action)
        values (${command.action}::uuid, current_setting('kechuang.action')::uuid)
      `.execute(db);
      const rows = steps.reduce((sum, { touched }) => sum + touched.length, 0);
      return { register, undone: command.action, rows };
    },
  );
}

async function holdReversible(db: Db, action: string): Promise<{ kind: ReversibleKind; register: string }> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`undo ${action}`}, 0))`.execute(db);
  const { rows } = await sql<{ kind: ReversibleKind; register: string; undone: boolean }>`
    select r.kind, r.register, u.undoes is not null as undone
    from platform.reversible r left join platform.reversal u on u.undoes = r.action
    where r.action = ${action}::uuid
  `.execute(db);
  const [found] = rows;
  if (!found) {
    throw new Refusal('unknown-record', {
      zh: '没有可撤销的这项操作。只有批量操作和合并可以整体撤销；单条记录请用“更正”。',
      en: 'There is no such action to undo. Bulk changes and merges can be undone as a whole; correct a single record instead.',
    });
  }
  if (found.undone) {
    throw new Refusal('already-exists', {
      zh: '这项操作已经撤销过了。请刷新后查看。',
      en: 'This action was undone before. Reload to see it.',
    });
  }
  return found;
}

/** A reader who sees only some of the rows must not undo half of an action. */
async function requireWhole(db: Db, action: string, versions: number): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select change_count as count from platform.audit_entry where id = ${action}::uuid
  `.execute(db);
  if (rows[0]?.count === versions) return;
  throw new Refusal('not-permitted', {
    zh: '这项操作改动的记录不全在您的权限之内，不能由您撤销。请请省厅经办人办理。',
    en: 'Not all records of this action lie within your rights, so you cannot undo it. Ask an officer of the department.',
  });
}

function refuseChanged(steps: readonly Step[]): void {
  const faults = steps.flatMap(({ description, touched }) =>
    touched.flatMap(({ code, changedBy, changedAt }): Fault[] =>
      changedBy === null
        ? []
        : [
            {
              at: `${description.label.zh} ${code}`,
              zh: `${description.label.zh}“${code}”此后被 ${changedBy} 改动（${changedAt ?? ''}）`,
              en: `${description.label.en} “${code}” was changed since by ${changedBy} (${changedAt ?? ''})`,
            },
          ],
    ),
  );
  if (faults.length === 0) return;
  throw new Refusal(
    'changed-meanwhile',
    {
      zh: `有 ${faults.length} 条记录此后又被改动，不能整体撤销，没有写入任何内容。请逐条更正。`,
      en: `${faults.length} ${faults.length === 1 ? 'record was' : 'records were'} changed since; the action cannot be undone as a whole and nothing was written. Correct them one by one.`,
    },
    faults,
  );
}

/** Adds, changes, removes, in the order references allow; returns what rules over several rows must look at. */
async function putBack(inner: Context, house: House, steps: readonly Step[]): Promise<Map<string, string[]>> {
  const left = new Map<string, string[]>();
  for (const { description, touched } of steps) {
    const codes = touched.map(({ code }) => code);
    const now = await holdRows(inner.db, description, codes);
    left.set(description.id, [...codes, ...[...now.values()].flatMap(textsOf)]);
  }
  const versionsOf = (touched: readonly Touched[], standing: boolean): string[] =>
    touched.flatMap(({ before, standsAfter }) =>
      before !== null && standsAfter === standing ? [before] : [],
    );
  for (const { description, touched } of steps)
    await restore(inner.db, description, versionsOf(touched, false), 'add');
  for (const { description, touched } of steps)
    await restore(inner.db, description, versionsOf(touched, true), 'change');
  for (const { description, touched } of steps.toReversed()) {
    const added = touched.filter(({ before, standsAfter }) => before === null && standsAfter);
    await removeRows(
      inner.db,
      house,
      description,
      added.map(({ code }) => code),
    );
  }
  for (const { description, touched } of steps) {
    const again = await holdRows(
      inner.db,
      description,
      touched.map(({ code }) => code),
    );
    left.set(description.id, [...(left.get(description.id) ?? []), ...[...again.values()].flatMap(textsOf)]);
  }
  return left;
}

/** One change for many rows: rehearsed and told first, then done as one action, all or nothing. */
import { sql } from 'kysely';
import { digestOf } from '#kernel/access/vault.ts';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { canonical } from '#kernel/audit/digests.ts';
import { largestSelection, type BulkChange, type BulkPreview } from '#kernel/contract/bulk.ts';
import type { CellShape } from '#kernel/contract/evidence.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { columnName } from '#kernel/db/ddl.ts';
import { readClock, type Db } from '#kernel/db/open.ts';
import {
  breakSetRules,
  distinctFaults,
  findDanglingReferences,
  plainRow,
  refuseFaults,
  requireWritable,
  type House,
} from './actions.ts';
import { columnOf, titleExpression, type Reader } from './listing.ts';
import { holdRows, isSame, textsOf, toStored, updateRows, type Stored } from './store.ts';
import { noteReversible, removeRows } from './undo.ts';
import { validateRows, type CheckedRow } from './validate.ts';
import { readerWithin, titleChanges, type FieldChange } from './versions.ts';

/** Rows named in a preview, and values counted for each field. */
const refusalsNamed = 200;
const valuesCounted = 20;

/** A bulk action may take longer than a question: milliseconds a statement. */
const bulkTimeout = 60_000;

interface Refused {
  code: string;
  why: Words;
}

interface Plan {
  /** Rows there are of those chosen, by key. */
  standing: Map<string, Stored>;
  changing: Stored[];
  already: number;
  refused: Refused[];
  digest: string;
}

/** The keys of a selection. Refuses more than `largestSelection`. */
export function requireFew(codes: readonly string[]): void {
  if (codes.length <= largestSelection) return;
  throw new Refusal('too-large', {
    zh: `一次最多选 ${largestSelection} 条。请用筛选缩小范围，分几次进行。`,
    en: `At most ${largestSelection} rows can be changed at once. Narrow the list and do it in parts.`,
  });
}

/** Tells what a change would do to the chosen rows, by doing it and taking it back. */
export async function previewBulk(
  ctx: Context,
  house: House,
  command: { register: string; codes: readonly string[]; change: BulkChange },
): Promise<BulkPreview> {
  const description = house.registers.find(command.register);
  requireWritable(ctx, description);
  requireFew(command.codes);
  return rehearse(ctx, async (inner) => {
    const plan = await planBulk(inner, house, description, command.codes, command.change);
    const reader = readerWithin(inner, house.registers);
    const told = {
      selected: plan.standing.size,
      willChange: plan.changing.length,
      already: plan.already,
      refused: plan.refused.length,
      fields: await tellFields(reader, description, plan, command.change),
      refusals: await nameRefused(reader, description, plan.refused.slice(0, refusalsNamed)),
      digest: plan.digest,
      at: (await readClock(inner.db)).now,
    };
    return { ...told, blocked: await write(inner, house, description, plan, command.change) };
  });
}

/**
 * Changes the rows a preview told of, as one action with one line in the log. Refuses when the rows chosen, or any
 * of their versions, are not those the preview saw.
 */
export async function runBulk(
  ctx: Context,
  house: House,
  command: {
    register: string;
    /** Which rows, read anew in the action. */
    choose: (inner: Context) => Promise<readonly string[]>;
    change: BulkChange;
    reason: string;
    digest: string;
    /** When the preview was made. */
    previewedAt: string;
    key?: string;
    input: unknown;
  },
): Promise<{ action: string; answer: { changed: number; already: number; refused: number } }> {
  const description = house.registers.find(command.register);
  requireWritable(ctx, description);
  return atomically(
    ctx,
    {
      action: command.change.kind === 'set' ? 'register.bulk-set' : 'register.bulk-withdraw',
      subject: command.register,
      reason: command.reason,
      key: command.key,
      input: command.input,
      statementTimeout: bulkTimeout,
    },
    async (inner) => {
      const codes = await command.choose(inner);
      requireFew(codes);
      const plan = await planBulk(inner, house, description, codes, command.change);
      if (plan.digest !== command.digest)
        throw await refuseOtherRows(inner.db, description, plan, codes, command.previewedAt);
      if (plan.changing.length === 0) {
        throw new Refusal('broken-rule', {
          zh: '所选记录都不会改动，不必提交。',
          en: 'None of the rows chosen would change; there is nothing to do.',
        });
      }
      const blocked = await write(inner, house, description, plan, command.change);
      if (blocked.length > 0) {
        throw new Refusal(
          'broken-rule',
          {
            zh: `这样写入会违反规则：${blocked[0]?.zh ?? ''}。没有写入任何内容。`,
            en: `This would break a rule: ${blocked[0]?.en ?? ''}. Nothing was written.`,
          },
          blocked,
        );
      }
      const done = {
        changed: plan.changing.length,
        already: plan.already,
        refused: plan.refused.length,
      };
      await noteReversible(inner.db, {
        kind: 'bulk',
        register: command.register,
        content: { change: command.change.kind, ...done },
      });
      return done;
    },
  );
}

class Rehearsed<T> extends Error {
  readonly told: T;
  constructor(told: T) {
    super('rehearsed');
    this.told = told;
  }
}

/** Runs work in a transaction that is always taken back. */
export async function rehearse<T>(ctx: Context, work: (inner: Context) => Promise<T>): Promise<T> {
  try {
    return await ctx.db.transaction().execute(async (db) => {
      await sql`select set_config('statement_timeout', ${String(bulkTimeout)}, true)`.execute(db);
      throw new Rehearsed(await work({ ...ctx, db }));
    });
  } catch (error) {
    if (error instanceof Rehearsed) return error.told as T;
    throw error;
  }
}

async function planBulk(
  inner: Context,
  house: House,
  description: RecordDescription,
  codes: readonly string[],
  change: BulkChange,
): Promise<Plan> {
  const standing = await holdRows(inner.db, description, codes);
  const plan: Plan = { standing, changing: [], already: 0, refused: [], digest: '' };
  if (change.kind === 'withdraw') await planWithdrawal(inner.db, house, description, plan);
  else await planValues(inner, house, description, change.values, plan);
  const versions = await readVersions(inner.db, description, [...standing.keys()]);
  const changing = plan.changing.map(({ code }) => code);
  plan.digest = digestOf(canonical([description.id, change, versions, changing]));
  return plan;
}

async function planValues(
  inner: Context,
  house: House,
  description: RecordDescription,
  given: Record<string, unknown>,
  plan: Plan,
): Promise<void> {
  const values = await checkValues(inner.db, house, description, given);
  const rows = [...plan.standing.values()];
  for (const [at, row] of rows.entries()) {
    const cells = { ...plainRow(description, row, inner.vault), ...values };
    const checked = validateRows(description, [{ at: `/${at}`, cells }]);
    const [right] = checked.rows;
    if (right) {
      const stored = toStored(description, right, inner.vault, row);
      if (isSame(description, row, stored)) plan.already += 1;
      else plan.changing.push(stored);
    } else plan.refused.push({ code: row.code, why: gather(checked.faults) });
  }
}

const gather = (faults: readonly Fault[]): Words => ({
  zh: faults.map(({ zh }) => zh).join('；'),
  en: faults.map(({ en }) => en).join('; '),
});

/** Keys and versions of the rows, in order. */
async function readVersions(
  db: Db,
  description: RecordDescription,
  codes: readonly string[],
): Promise<[string, string][]> {
  const { rows } = await sql<{ code: string; historyId: string }>`
    select code, history_id from ${sql.table(`history.${description.table}`)}
    where code = any(${[...codes]}) and known_to = 'infinity' order by code
  `.execute(db);
  return rows.map(({ code, historyId }) => [code, historyId]);
}

/** The values to set, in the types of the description; refuses with every fault of them. */
async function checkValues(
  db: Db,
  house: House,
  description: RecordDescription,
  values: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const faults: Fault[] = [];
  const right: Record<string, unknown> = {};
  if (Object.keys(values).length === 0)
    faults.push({ at: '/change/values', zh: '请选择要改的字段', en: 'choose a field to change' });
  for (const [name, given] of Object.entries(values)) {
    const at = `/change/values/${name}`;
    const field = Object.hasOwn(description.fields, name) ? description.fields[name] : undefined;
    if (!field) {
      faults.push({
        at,
        zh: `“${description.label.zh}”没有字段“${name}”`,
        en: `${description.label.en} have no field “${name}”`,
      });
    } else if ([description.key].flat().includes(name) || field.kind === 'identity') {
      faults.push({
        at,
        zh: `“${field.label.zh}”不能批量更改`,
        en: `“${field.label.en}” cannot be changed for many rows`,
      });
    } else if (given === null || given === '') {
      if (field.optional) right[name] = null;
      else faults.push({ at, zh: `“${field.label.zh}”必填`, en: `“${field.label.en}” must not be empty` });
    } else {
      const parsed = field.shape.safeParse(given);
      if (parsed.success) right[name] = parsed.data;
      for (const issue of parsed.error?.issues.slice(0, 3) ?? []) {
        const [zh = issue.message, en = issue.message] = issue.message.split(' | ');
        faults.push({ at, zh: `${field.label.zh}：${zh}`, en: `${field.label.en}: ${en}` });
      }
    }
  }
  if (faults.length === 0) {
    const row: CheckedRow = { at: '/change/values', code: '', values: right };
    const table = { description, rows: [row], faulty: [] };
    faults.push(...(await findDanglingReferences(db, house.registers, new Map([[description.id, table]]))));
  }
  if (faults.length > 0) throw refuseFaults(faults);
  return right;
}

/** Rows others still refer to stay; so do those that a staying row of the same register refers to. */
async function planWithdrawal(
  db: Db,
  house: House,
  description: RecordDescription,
  plan: Plan,
): Promise<void> {
  const going = new Set(plan.standing.keys());
  for (const { record, field } of house.registers.referrers(description.id)) {
    const itself = record.id === description.id;
    for (let again = true; again;) {
      const column = sql.raw(`"${columnName(field)}"`);
      const { rows } = await sql<{ code: string; count: number }>`
        select ${column} as code, count(*)::int as count from ${sql.table(`register.${record.table}`)}
        where ${column} = any(${[...going]}) ${itself ? sql`and not code = any(${[...going]})` : sql``}
        group by 1 order by 1
      `.execute(db);
      for (const { code, count } of rows) {
        going.delete(code);
        plan.refused.push({
          code,
          why: {
            zh: `仍被“${record.label.zh}”中的 ${count} 条记录引用`,
            en: `${count} ${count === 1 ? 'record of' : 'records of'} ${record.label.en} still ${count === 1 ? 'refers' : 'refer'} to it`,
          },
        });
      }
      again = itself && rows.length > 0;
    }
  }
  plan.changing = [...plan.standing.values()].filter(({ code }) => going.has(code));
}

/** Writes a plan; returns what it breaks. */
async function write(
  inner: Context,
  house: House,
  description: RecordDescription,
  plan: Plan,
  change: BulkChange,
): Promise<Fault[]> {
  const codes = plan.changing.map(({ code }) => code);
  const left = codes.flatMap((code) => textsOf(plan.standing.get(code) ?? { code }));
  if (change.kind === 'withdraw') await removeRows(inner.db, house, description, codes);
  else await updateRows(inner.db, description, plan.changing);
  if (codes.length === 0) return [];
  return distinctFaults(
    await breakSetRules(inner.db, house, new Map([[description.id, [...new Set([...codes, ...left])]]])),
  );
}

const cellOf = (value: unknown): CellShape =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

async function tellFields(
  reader: Reader,
  description: RecordDescription,
  plan: Plan,
  change: BulkChange,
): Promise<BulkPreview['fields']> {
  if (change.kind === 'withdraw' || plan.changing.length === 0) return [];
  const fields: BulkPreview['fields'] = [];
  for (const name of Object.keys(change.values)) {
    const field = description.fields[name];
    if (!field) continue;
    const after = cellOf(plan.changing[0]?.[name]);
    const counts = new Map<CellShape, number>();
    for (const { code } of plan.changing) {
      const value = cellOf(plan.standing.get(code)?.[name]);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const commonest = [...counts].sort(([, one], [, other]) => other - one).slice(0, valuesCounted);
    const changes: FieldChange[] = commonest.map(([before]) => ({
      column: name,
      label: field.label,
      before,
      after,
    }));
    const titled = await titleChanges(reader, description, changes);
    fields.push({
      column: columnOf(name, field),
      after: titled[0]?.after ?? after,
      before: titled.map(({ before }, at) => ({ value: before, count: commonest[at]?.[1] ?? 0 })),
      otherValues: Math.max(0, counts.size - valuesCounted),
    });
  }
  return fields;
}

async function nameRefused(
  reader: Reader,
  description: RecordDescription,
  refused: readonly Refused[],
): Promise<BulkPreview['refusals']> {
  const titles = await titlesOf(
    reader,
    description,
    refused.map(({ code }) => code),
  );
  return refused.map(({ code, why }) => ({ code, why, title: titles.get(code) ?? code }));
}

/** What rows are called, by key. */
export async function titlesOf(
  reader: Reader,
  description: RecordDescription,
  codes: readonly string[],
): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const { rows } = await sql<{ code: string; title: string | null }>`
    select x.code, ${titleExpression(reader, description, 'x')} as title
    from ${sql.table(`${reader.schema}.${description.table}`)} as x where x.code = any(${[...codes]})
  `.execute(reader.db);
  return new Map(rows.map(({ code, title }) => [code, title ?? code]));
}

/** How many rows of a changed selection are named. */
const changesNamed = 20;

/** What is not as the preview saw it: rows written since, newest first. */
async function refuseOtherRows(
  db: Db,
  description: RecordDescription,
  plan: Plan,
  codes: readonly string[],
  previewedAt: string,
): Promise<Refusal> {
  const { rows } = await sql<{ code: string; knownFrom: string; actor: string | null; gone: boolean }>`
    select h.code, h.known_from, e.actor, h.operation = 'delete' as gone
    from ${sql.table(`history.${description.table}`)} h left join platform.audit_entry e on e.id = h.action_id
    where h.code = any(${[...codes]}) and h.known_from >= ${previewedAt}::timestamptz
      and (h.known_to = 'infinity' or h.operation = 'delete')
    order by h.known_from desc, h.code limit ${changesNamed}
  `.execute(db);
  return new Refusal(
    'changed-meanwhile',
    {
      zh: `预览之后，所选的记录又有变动（现在是 ${plan.standing.size} 条，其中会改动 ${plan.changing.length} 条）。没有写入任何内容，请重新预览后再确认。`,
      en: `After the preview the rows chosen changed (they are ${plan.standing.size} now, of which ${plan.changing.length} would change). Nothing was written; preview again, then confirm.`,
    },
    rows.map(({ code, knownFrom, actor, gone }) => ({
      at: `${description.label.zh} ${code}`,
      zh: `“${code}”被 ${actor ?? '平台之外'} ${gone ? '撤回' : '改动'}（${knownFrom}）`,
      en: `“${code}” was ${gone ? 'withdrawn' : 'changed'} by ${actor ?? 'someone outside the platform'} (${knownFrom})`,
    })),
  );
}

/** Records that stand for the same made one: everything that refers to the folded ones refers to the kept one. */
import { sql } from 'kysely';
import { digestOf } from '#kernel/access/vault.ts';
import { requirePermission } from '#kernel/access/roles.ts';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { canonical } from '#kernel/audit/digests.ts';
import type { MergePreview } from '#kernel/contract/merge.ts';
import { keyOf, type RecordDescription } from '#kernel/contract/record.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import { columnName } from '#kernel/db/ddl.ts';
import type { Db } from '#kernel/db/open.ts';
import { breakSetRules, distinctFaults, plainRow, refuseUnknown, type House } from './actions.ts';
import { rehearse, titlesOf } from './bulk.ts';
import { listRows, visibleFields } from './listing.ts';
import { fieldsOf } from './registry.ts';
import { columnsOf, holdRows, insertRows, textsOf, updateRows, type Stored } from './store.ts';
import { carryFormer } from './former.ts';
import { noteReversible, removeRows } from './undo.ts';
import { validateRows } from './validate.ts';
import { readerWithin, titleChanges, type FieldChange } from './versions.ts';

/** What a merge is asked to do. */
export interface MergeCommand {
  register: string;
  kept: string;
  folded: readonly string[];
  /** Fields of the kept record that take the value another one has, by its key. */
  take: Readonly<Record<string, string>>;
}

/** Why a record cannot be folded, said by holders of its key outside the registers (accounts). */
export type Holders = (register: string, codes: readonly string[]) => Promise<Words[]>;

/** Rows one merge may change, and rows of each register listed before it. */
const largestMerge = 20_000;
const rowsListed = 200;
const mergeTimeout = 60_000;

/** What happens to the rows of one register. */
interface Step {
  description: RecordDescription;
  /** Rows whose references change, key and all others as they are. */
  changed: { from: Stored; to: Stored }[];
  /** Rows whose key holds the reference: withdrawn and added under their new key. */
  rekeyed: { from: Stored; to: Stored }[];
  /** Rows that say what another one says already: withdrawn. */
  same: { from: Stored; into: string }[];
}

interface Plan {
  description: RecordDescription;
  kept: Stored;
  /** The kept record with the values chosen. */
  keptAfter: Stored;
  folded: Stored[];
  steps: Step[];
  faults: Fault[];
  total: number;
  digest: string;
}

/** Tells every row a merge would change, and what forbids it. */
export async function previewMerge(
  ctx: Context,
  house: House,
  holders: Holders,
  command: MergeCommand,
): Promise<MergePreview> {
  return rehearse(ctx, async (inner) => {
    const plan = await planMerge(inner, house, holders, command);
    const { description, kept, folded } = plan;
    const reader = readerWithin(inner, house.registers);
    const codes = [kept.code, ...folded.map(({ code }) => code)];
    const listing = await listRows(reader, { description }, { page: 1, pageSize: codes.length, codes });
    const titles = await titlesOf(reader, description, codes);
    const changes: MergePreview['changes'] = [];
    for (const step of plan.steps) changes.push(await tellStep(inner, house, step));
    const told = {
      register: { id: description.id, label: description.label },
      columns: listing.columns,
      records: codes.map((code) => ({
        code,
        title: titles.get(code) ?? code,
        cells: listing.rows.find((row) => row.code === code)?.cells ?? {},
      })),
      changes,
      total: plan.total,
      digest: plan.digest,
    };
    const broken = plan.faults.length > 0 ? [] : await write(inner, house, plan);
    return { ...told, blocked: [...plan.faults, ...broken] };
  });
}

/** Merges as a preview told, in one transaction with one line in the log. */
export async function mergeRecords(
  ctx: Context,
  house: House,
  holders: Holders,
  command: MergeCommand & { reason: string; digest: string; key?: string },
): Promise<{ action: string; answer: { kept: string; rows: number } }> {
  const { reason, digest, key, ...asked } = command;
  return atomically(
    ctx,
    {
      action: 'register.merge',
      subject: `${command.register}/${command.kept}`,
      reason,
      key,
      input: { ...asked, reason, digest },
      statementTimeout: mergeTimeout,
    },
    async (inner) => {
      requirePermission(inner.actor, 'register.merge');
      const plan = await planMerge(inner, house, holders, asked);
      if (plan.digest !== digest) {
        throw new Refusal('changed-meanwhile', {
          zh: '预览之后，有关的记录又有变动。没有写入任何内容，请重新预览后再确认。',
          en: 'After the preview some of the records changed. Nothing was written; preview again, then confirm.',
        });
      }
      const titles = await titlesOf(readerWithin(inner, house.registers), plan.description, [
        plan.kept.code,
        ...plan.folded.map(({ code }) => code),
      ]);
      const broken = plan.faults.length > 0 ? plan.faults : await write(inner, house, plan);
      if (broken.length > 0) throw refuseMerge(broken);
      await noteReversible(inner.db, {
        kind: 'merge',
        register: command.register,
        content: {
          kept: { code: plan.kept.code, title: titles.get(plan.kept.code) ?? plan.kept.code },
          folded: plan.folded.map(({ code }) => ({ code, title: titles.get(code) ?? code })),
          rows: plan.total,
        },
      });
      await noteMerged(inner.db, plan, titles);
      return { kept: plan.kept.code, rows: plan.total };
    },
  );
}

const refuseMerge = (faults: readonly Fault[]): Refusal =>
  new Refusal(
    'broken-rule',
    {
      zh: `不能合并：${faults[0]?.zh ?? ''}。没有写入任何内容。`,
      en: `This cannot be merged: ${faults[0]?.en ?? ''}. Nothing was written.`,
    },
    [...faults],
  );

/** Keys that lead elsewhere from now on. */
async function noteMerged(db: Db, plan: Plan, titles: ReadonlyMap<string, string>): Promise<void> {
  const moved = [
    ...plan.folded.map(({ code }) => ({
      register: plan.description.id,
      folded: code,
      kept: plan.kept.code,
      title: titles.get(code) ?? null,
    })),
    ...plan.steps.flatMap(({ description, rekeyed, same }) =>
      [...rekeyed.map(({ from, to }) => ({ from, into: to.code })), ...same].map(({ from, into }) => ({
        register: description.id,
        folded: from.code,
        kept: into,
        title: null,
      })),
    ),
  ];
  await sql`
    insert into platform.merged (action, register, folded, kept, title)
    select current_setting('kechuang.action')::uuid, m.register, m.folded, m.kept, m.title
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb)
      as m (register text, folded text, kept text, title text)
  `.execute(db);
  await carryFormer(
    db,
    plan.description,
    plan.folded.map(({ code }) => code),
    plan.kept.code,
  );
}

async function planMerge(
  inner: Context,
  house: House,
  holders: Holders,
  command: MergeCommand,
): Promise<Plan> {
  const description = house.registers.find(command.register);
  if (description.mergeable === null) {
    throw new Refusal('broken-rule', {
      zh: `“${description.label.zh}”的记录不能合并；重复录入的，请撤回其中一条。`,
      en: `Records of ${description.label.en} cannot be merged; withdraw the one entered twice.`,
    });
  }
  const folding = [...new Set(command.folded)];
  if (folding.includes(command.kept)) {
    throw new Refusal('broken-rule', {
      zh: `“${command.kept}”不能并入它自己。`,
      en: `“${command.kept}” cannot be merged into itself.`,
    });
  }
  const held = await holdRows(inner.db, description, [command.kept, ...folding].sort());
  const kept = held.get(command.kept);
  if (!kept) throw refuseUnknown(description, command.kept);
  const folded = folding.map((code) => {
    const row = held.get(code);
    if (!row) throw refuseUnknown(description, code);
    return row;
  });
  const chosen = takeValues(description, kept, held, command.take);
  const faults = [...chosen.faults, ...checkKept(inner, description, chosen.row)];
  for (const words of await holders(description.id, folding)) faults.push({ at: '/folded', ...words });
  const steps = await planSteps(inner.db, house, description, kept.code, folding, faults);
  const counted = steps.reduce(
    (sum, { changed, rekeyed, same }) => sum + changed.length + rekeyed.length + same.length,
    0,
  );
  if (counted > largestMerge) {
    faults.push({
      at: '/folded',
      zh: `要改动 ${counted} 条记录，超过一次合并的上限 ${largestMerge} 条`,
      en: `${counted} rows would change, more than the ${largestMerge} of one merge`,
    });
  }
  const digest = digestOf(
    canonical([
      command.register,
      kept,
      chosen.row,
      folded,
      steps.map((step) => [step.description.id, step.changed, step.rekeyed, step.same]),
    ]),
  );
  return {
    description,
    kept,
    keptAfter: chosen.row,
    folded,
    steps,
    faults,
    total: counted + folded.length + (chosen.changes ? 1 : 0),
    digest,
  };
}

/** The kept record with the values chosen from the others. */
function takeValues(
  description: RecordDescription,
  kept: Stored,
  held: ReadonlyMap<string, Stored>,
  take: Readonly<Record<string, string>>,
): { row: Stored; faults: Fault[]; changes: boolean } {
  const faults: Fault[] = [];
  const row: Stored = { ...kept };
  const keys = [description.key].flat();
  for (const [name, code] of Object.entries(take)) {
    const from = held.get(code);
    if (!from || !Object.hasOwn(description.fields, name) || keys.includes(name)) {
      faults.push({
        at: `/take/${name}`,
        zh: `不能取“${code}”的“${description.fields[name]?.label.zh ?? name}”`,
        en: `“${description.fields[name]?.label.en ?? name}” of “${code}” cannot be taken`,
      });
    } else row[name] = from[name];
  }
  return { row, faults, changes: Object.keys(row).some((name) => row[name] !== kept[name]) };
}

function checkKept(inner: Context, description: RecordDescription, row: Stored): Fault[] {
  return validateRows(description, [{ at: '/take', cells: plainRow(description, row, inner.vault) }]).faults;
}

/** Rows of every register that refer to what is folded, with what becomes of them. */
async function planSteps(
  db: Db,
  house: House,
  description: RecordDescription,
  kept: string,
  folded: readonly string[],
  faults: Fault[],
): Promise<Step[]> {
  const moved = new Map<string, Map<string, string>>([
    [description.id, new Map(folded.map((code) => [code, kept]))],
  ]);
  const steps: Step[] = [];
  for (const record of house.registers.ordered) {
    const fields = fieldsOf(record).flatMap(([name, { to }]) =>
      to !== undefined && moved.has(to) ? [{ name, to }] : [],
    );
    if (fields.length === 0) continue;
    const rows = await holdReferring(db, record, fields, moved);
    const step: Step = { description: record, changed: [], rekeyed: [], same: [] };
    const taken = new Map<string, Stored>();
    for (const row of rows) {
      if (record.id === description.id && folded.includes(row.code)) continue;
      const to = pointed(row, fields, moved);
      if (record.id === description.id && row.code === kept) {
        faults.push({
          at: '/kept',
          zh: `保留的“${kept}”引用着被并入的记录，请先更正`,
          en: `The kept record “${kept}” refers to one that is folded; correct that first`,
        });
        continue;
      }
      const code = keyOf(record, to);
      if (code === row.code) {
        step.changed.push({ from: row, to });
        continue;
      }
      const there = taken.get(code) ?? (await holdRows(db, record, [code])).get(code);
      const target: Stored = { ...to, code };
      if (!there) {
        step.rekeyed.push({ from: row, to: target });
        taken.set(code, target);
      } else if (saysTheSame(record, target, pointed(there, fields, moved))) {
        step.same.push({ from: row, into: code });
      } else {
        faults.push({
          at: `${record.label.zh} ${row.code}`,
          zh: `“${record.label.zh}”中“${row.code}”与“${code}”合并后编号相同而内容不同；请先更正或撤回其中一条`,
          en: `In ${record.label.en}, “${row.code}” and “${code}” would have the same key and differ; correct or withdraw one of them first`,
        });
        continue;
      }
      const keys = moved.get(record.id) ?? new Map<string, string>();
      moved.set(record.id, keys.set(row.code, code));
    }
    if (step.changed.length + step.rekeyed.length + step.same.length > 0) steps.push(step);
  }
  return steps;
}

/** A row with its references to what moved pointing where that went. */
function pointed(
  row: Stored,
  fields: readonly { name: string; to: string }[],
  moved: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Stored {
  const to: Stored = { ...row };
  for (const { name, to: register } of fields) {
    const target = moved.get(register)?.get(String(row[name]));
    if (target !== undefined) to[name] = target;
  }
  return to;
}

/**
 * Whether two rows of one key say the same, so that one of them may go: equal in every field, and without an amount or
 * number that a sum would count once less.
 */
function saysTheSame(description: RecordDescription, one: Stored, other: Stored): boolean {
  const keys = [description.key].flat();
  return fieldsOf(description).every(([name, { kind }]) => {
    if (keys.includes(name)) return true;
    if (kind === 'money' || kind === 'decimal' || kind === 'integer') return false;
    return one[name] === other[name];
  });
}

async function holdReferring(
  db: Db,
  description: RecordDescription,
  fields: readonly { name: string; to: string }[],
  moved: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<Stored[]> {
  const conditions = fields.map(
    ({ name, to }) => sql`${sql.raw(`"${columnName(name)}"`)} = any(${[...(moved.get(to)?.keys() ?? [])]})`,
  );
  const { rows } = await sql<Stored>`
    select ${sql.join(columnsOf(description).map((name) => sql.ref(name)))}
    from ${sql.table(`register.${description.table}`)} where ${sql.join(conditions, sql` or `)}
    order by code limit ${largestMerge + 1} for no key update
  `.execute(db);
  return rows;
}

/** Adds under new keys, points, withdraws, in the order references allow; returns the rules that would be broken. */
async function write(inner: Context, house: House, plan: Plan): Promise<Fault[]> {
  const { db } = inner;
  const touched = new Map<string, string[]>();
  const touch = (register: string, ...rows: Stored[]) =>
    touched.set(register, [
      ...(touched.get(register) ?? []),
      ...rows.flatMap((row) => [row.code, ...textsOf(row)]),
    ]);
  touch(plan.description.id, plan.kept, plan.keptAfter, ...plan.folded);
  for (const { description, rekeyed } of plan.steps) {
    await insertRows(
      db,
      description,
      rekeyed.map(({ to }) => to),
    );
  }
  await updateRows(db, plan.description, differing(plan));
  for (const { description, changed, rekeyed, same } of plan.steps) {
    await updateRows(
      db,
      description,
      changed.map(({ to }) => to),
    );
    touch(
      description.id,
      ...[...changed, ...rekeyed].flatMap(({ from, to }) => [from, to]),
      ...same.map(({ from }) => from),
    );
  }
  for (const { description, rekeyed, same } of plan.steps.toReversed()) {
    await removeRows(
      db,
      house,
      description,
      [...rekeyed, ...same].map(({ from }) => from.code),
    );
  }
  await removeRows(
    db,
    house,
    plan.description,
    plan.folded.map(({ code }) => code),
  );
  const distinct = new Map([...touched].map(([register, codes]) => [register, [...new Set(codes)]]));
  return distinctFaults(await breakSetRules(db, house, distinct));
}

const differing = ({ kept, keptAfter }: Plan): Stored[] =>
  Object.keys(keptAfter).some((name) => keptAfter[name] !== kept[name]) ? [keptAfter] : [];

async function tellStep(
  inner: Context,
  house: House,
  { description, changed, rekeyed, same }: Step,
): Promise<MergePreview['changes'][number]> {
  const reader = readerWithin(inner, house.registers);
  const listed = [
    ...changed.map(({ from, to }) => ({ from, to, newCode: null, sameAs: null })),
    ...rekeyed.map(({ from, to }) => ({ from, to, newCode: to.code, sameAs: null })),
    ...same.map(({ from, into }) => ({ from, to: from, newCode: null, sameAs: into })),
  ].slice(0, rowsListed);
  const titles = await titlesOf(
    reader,
    description,
    listed.map(({ from }) => from.code),
  );
  const open = visibleFields(reader.registers, description, reader);
  const changes = listed.map(({ from, to }) =>
    open.flatMap(([name, field]): FieldChange[] =>
      from[name] === to[name]
        ? []
        : [{ column: name, label: field.label, before: String(from[name]), after: String(to[name]) }],
    ),
  );
  const titled = await titleChanges(reader, description, changes.flat());
  let told = 0;
  const rows = listed.map(({ from, newCode, sameAs }, at) => ({
    code: from.code,
    title: titles.get(from.code) ?? from.code,
    newCode,
    sameAs,
    fields: titled.slice(told, (told += changes[at]?.length ?? 0)).map(({ label, before, after }) => ({
      label,
      before: spell(before),
      after: spell(after),
    })),
  }));
  return {
    register: description.id,
    label: description.label,
    count: changed.length + rekeyed.length + same.length,
    rows,
  };
}

const spell = (cell: FieldChange['before']): string =>
  typeof cell === 'object' && cell !== null ? cell.title : String(cell ?? '');

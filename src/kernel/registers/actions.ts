/** The verbs every register has: import, add, correct, withdraw. */
import { sql } from 'kysely';
import { keepers } from '#kernel/access/policy.ts';
import { may, scopeOf, type Actor } from '#kernel/access/roles.ts';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import { toFollow, type RecordDescription } from '#kernel/contract/record.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';
import { fieldsOf, type Registers } from './registry.ts';
import {
  holdRows,
  missingKeys,
  removeRow,
  saveRows,
  sealPurpose,
  textsOf,
  type Stored,
  type WriteResult,
} from './store.ts';
import { readTable } from './table-file.ts';
import { validateRows, type CheckedRow, type RawRow } from './validate.ts';
import { readerWithin, requireSeen } from './versions.ts';

/** A rule over several rows, judged after a write in its transaction. */
export interface SetRule {
  /** Registers whose change can break it. */
  registers: readonly string[];
  /** What breaks it now; `codes` are the rows just written of the register that was touched. */
  find: (db: Db, touched: { register: string; codes: readonly string[] }) => Promise<Omit<Fault, 'at'>[]>;
}

/** What the actions work over: the registers and their rules. */
export interface House {
  registers: Registers;
  setRules: readonly SetRule[];
}

/** One file of an import: bytes of a CSV, or rows already parsed. */
export interface ImportFile {
  register: string;
  fileName: string;
  bytes?: Uint8Array;
  rows?: RawRow[];
  digest: string;
}

/** An import may take longer than a question: milliseconds a statement. */
const importTimeout = 120_000;

/** Rows of one register that come together. */
export interface Table {
  description: RecordDescription;
  rows: CheckedRow[];
  /** Rows that are refused, for what is right in them. */
  faulty: CheckedRow[];
}

/**
 * Imports tables in one transaction: all rows or none. Files may come in any order; references may point into
 * any of them. Refuses with every fault of every file at once.
 */
export async function importTables(
  ctx: Context,
  house: House,
  command: {
    action: string;
    subject: string;
    key?: string;
    files: readonly ImportFile[];
    onProgress?: (done: { register: string; label: string } & WriteResult) => void;
  },
): Promise<{ action: string; answer: Record<string, WriteResult> }> {
  for (const { register } of command.files) requireWritable(ctx, house.registers.find(register));
  const input = command.files.map(({ register, digest }) => ({ register, digest }));
  return atomically(
    ctx,
    {
      action: command.action,
      subject: command.subject,
      key: command.key,
      input,
      statementTimeout: importTimeout,
    },
    async (inner) => {
      const faults: Fault[] = [];
      const tables = new Map<string, Table>();
      for (const file of command.files) {
        const description = house.registers.find(file.register);
        const read = readImport(description, file, command.files.length === 1);
        const checked = validateRows(description, read.rows);
        faults.push(...read.faults, ...checked.faults);
        const table = tables.get(file.register) ?? { description, rows: [], faulty: [] };
        table.rows.push(...checked.rows);
        table.faulty.push(...checked.faulty);
        tables.set(file.register, table);
      }
      faults.push(...(await findDanglingReferences(inner.db, house.registers, tables)));
      if (faults.length > 0) throw refuseFaults(faults);
      const results: Record<string, WriteResult> = {};
      const touched = new Map<string, string[]>();
      for (const description of house.registers.ordered) {
        const table = tables.get(description.id);
        if (!table) continue;
        const { result, left } = await saveRows(inner.db, description, table.rows, inner.vault);
        results[description.id] = result;
        touched.set(description.id, [...table.rows.map((row) => row.code), ...left]);
        command.onProgress?.({ register: description.id, label: description.label.zh, ...result });
      }
      faults.push(...(await breakSetRules(inner.db, house, touched)));
      if (faults.length > 0) throw refuseFaults(distinctFaults(faults));
      return results;
    },
  );
}

/** A file's rows and faults. One that is no table at all is a fault among those of the others. */
function readImport(
  description: RecordDescription,
  file: ImportFile,
  alone: boolean,
): { rows: RawRow[]; faults: Fault[] } {
  if (!file.bytes) return { rows: file.rows ?? [], faults: [] };
  try {
    return readTable(description, file.bytes, file.fileName);
  } catch (error) {
    if (alone || !(error instanceof Refusal)) throw error;
    return { rows: [], faults: [{ at: file.fileName, ...error.words }] };
  }
}

/**
 * Adds one record in a running action, judged as `addRecord` does. Refuses a key that exists.
 * For actions that write more than one record at once.
 */
export async function addWithin(
  inner: Context,
  house: House,
  register: string,
  given: Record<string, unknown>,
): Promise<{ code: string }> {
  const description = house.registers.find(register);
  const [row] = await checkRows(inner.db, house, description, given);
  if (!row) throw new Error('a checked row is missing');
  const held = await holdRows(inner.db, description, [row.code]);
  if (held.has(row.code)) {
    throw new Refusal('already-exists', {
      zh: `${description.label.zh}中已有“${row.code}”。要改它的内容，请用“更正”。`,
      en: `${description.label.en} have “${row.code}” already. To change it, correct it.`,
    });
  }
  const { left } = await saveRows(inner.db, description, [row], inner.vault, held);
  await holdSetRules(inner.db, house, description, [row.code, ...left]);
  return { code: row.code };
}

/** A stored row as one would type it: sealed numbers in the clear, what it owes as such. */
export const plainRow = (
  description: RecordDescription,
  stored: Stored,
  vault: Context['vault'],
): Record<string, unknown> =>
  Object.fromEntries(
    fieldsOf(description).map(([name, field]) => [
      name,
      field.kind === 'identity' && typeof stored[name] === 'string'
        ? vault.unseal(stored[name], sealPurpose(description, name))
        : (stored[name] ?? (field.mayFollow ? toFollow : stored[name])),
    ]),
  );

/** One row, kept from other writers; refused when it is not there, or not as the writer saw it. */
async function holdSeen(
  inner: Context,
  house: House,
  description: RecordDescription,
  code: string,
  seen: string | undefined,
): Promise<Stored> {
  const before = (await holdRows(inner.db, description, [code])).get(code);
  if (seen !== undefined) {
    const reader = readerWithin(inner, house.registers);
    await requireSeen(reader, description, code, seen, before !== undefined);
  }
  if (!before) throw refuseUnknown(description, code);
  return before;
}

/** Changes fields of one record in a running action, judged as `correctRecord` does. */
export async function correctWithin(
  inner: Context,
  house: House,
  register: string,
  code: string,
  changed: Record<string, unknown>,
  seen?: string,
): Promise<{ code: string }> {
  const description = house.registers.find(register);
  const before = await holdSeen(inner, house, description, code, seen);
  const [row] = await checkRows(inner.db, house, description, {
    ...plainRow(description, before, inner.vault),
    ...changed,
  });
  if (!row) throw new Error('a checked row is missing');
  if (row.code !== code) {
    throw new Refusal('broken-rule', {
      zh: `键不可更正（“${code}”→“${row.code}”）。请新增正确的记录，并撤回这一条。`,
      en: `A key cannot be corrected (“${code}” → “${row.code}”). Add the right record and withdraw this one.`,
    });
  }
  const { left } = await saveRows(inner.db, description, [row], inner.vault, new Map([[code, before]]));
  await holdSetRules(inner.db, house, description, [row.code, ...left]);
  return { code: row.code };
}

/** Adds one record. Refuses a key that exists. */
export async function addRecord(
  ctx: Context,
  house: House,
  command: { register: string; row: Record<string, unknown>; reason?: string; key?: string },
): Promise<{ action: string; answer: { code: string } }> {
  const description = house.registers.find(command.register);
  requireWritable(ctx, description);
  return atomically(
    ctx,
    {
      action: 'register.add',
      subject: command.register,
      reason: command.reason ?? null,
      key: command.key,
      input: { register: command.register, row: command.row },
    },
    async (inner) => addWithin(inner, house, command.register, command.row),
  );
}

/**
 * Adds a row within a running action of a slice: checked like any other, its faults told at `at`. Returns its key.
 * Refuses a row whose key is taken.
 */
export async function addRow(
  inner: Context,
  house: House,
  description: RecordDescription,
  row: Record<string, unknown>,
  at = '/body',
): Promise<string> {
  const [checked] = await checkRows(inner.db, house, description, row, at);
  if (!checked) throw new Error('a checked row is missing');
  if ((await holdRows(inner.db, description, [checked.code])).has(checked.code)) {
    throw new Refusal('already-exists', {
      zh: `${description.label.zh}中已有“${checked.code}”。`,
      en: `${description.label.en} have “${checked.code}” already.`,
    });
  }
  await saveRows(inner.db, description, [checked], inner.vault);
  await holdSetRules(inner.db, house, description, [checked.code]);
  return checked.code;
}

/** Corrects fields of one record, for a reason that its history shows. The key cannot be corrected. */
export async function correctRecord(
  ctx: Context,
  house: House,
  command: {
    register: string;
    code: string;
    row: Record<string, unknown>;
    reason: string;
    /** Version the writer saw; refused when another stands. */
    seen?: string;
    key?: string;
  },
): Promise<{ action: string; answer: { code: string } }> {
  const description = house.registers.find(command.register);
  requireWritable(ctx, description);
  return atomically(
    ctx,
    {
      action: 'register.correct',
      subject: `${command.register}/${command.code}`,
      reason: command.reason,
      key: command.key,
      input: {
        register: command.register,
        code: command.code,
        row: command.row,
        reason: command.reason,
        seen: command.seen ?? null,
      },
    },
    async (inner) => correctWithin(inner, house, command.register, command.code, command.row, command.seen),
  );
}

/** Withdraws a record entered in error, for a reason. Refused while other records refer to it. */
export async function withdrawRecord(
  ctx: Context,
  house: House,
  command: { register: string; code: string; reason: string; seen?: string; key?: string },
): Promise<{ action: string; answer: { code: string } }> {
  const description = house.registers.find(command.register);
  requireWritable(ctx, description);
  return atomically(
    ctx,
    {
      action: 'register.withdraw',
      subject: `${command.register}/${command.code}`,
      reason: command.reason,
      key: command.key,
      input: {
        register: command.register,
        code: command.code,
        reason: command.reason,
        seen: command.seen ?? null,
      },
    },
    async (inner) => {
      const before = await holdSeen(inner, house, description, command.code, command.seen);
      try {
        await removeRow(inner.db, description, command.code);
      } catch (error) {
        if ((error as { code?: unknown }).code !== '23503') throw error;
        const table = house.registers.byTable(String((error as { table?: unknown }).table ?? ''));
        throw new Refusal('still-referenced', {
          zh: `“${command.code}”仍被${table ? `“${table.label.zh}”` : '其他登记册'}中的记录引用。请先处理那些记录；若只是终止，请用“更正”填写终止日期。`,
          en: `“${command.code}” is still referred to by ${table ? table.label.en : 'other registers'}. Deal with those records first; to end it, correct its date of ending.`,
        });
      }
      // What stays behind must still hold: the rows that belonged together with the one withdrawn.
      await holdSetRules(inner.db, house, description, [command.code, ...textsOf(before)]);
      return { code: command.code };
    },
  );
}

/** Registers kept by actions of their own are not written through the doors every register has. */
export function requireWritable(ctx: Context, description: RecordDescription): void {
  requireKeeper(ctx, description);
  if (description.writtenBy === 'anyone' || ctx.actor.role === 'operator') return;
  throw new Refusal('broken-rule', {
    zh: `“${description.label.zh}”随办理过程自动记录，不能直接新增、更正、撤回或导入。请在 ${description.actedAt} 打开该件，用相应的操作。`,
    en: `${description.label.en} are written by the steps of handling and cannot be added, corrected, withdrawn or imported directly. Open it at ${description.actedAt} and use its actions.`,
  });
}

/** Whether an actor's office keeps a register: the whole all of them, one below it those of its level. */
function isKeeper(actor: Actor, { keptBy, belongs }: RecordDescription): boolean {
  const { level } = scopeOf(actor);
  return level === 'all' || (keepers[keptBy].includes(level) && typeof belongs !== 'string');
}

/** Whether an actor writes a register's rows by the doors every register has. */
export const mayWrite = (actor: Actor, description: RecordDescription): boolean =>
  may(actor, 'register.write') && description.writtenBy === 'anyone' && isKeeper(actor, description);

/** A register is written by the offices that keep it; one below the whole writes the rows of its scope alone. */
function requireKeeper({ actor }: Context, description: RecordDescription): void {
  const { label } = description;
  if (isKeeper(actor, description)) return;
  throw new Refusal('not-permitted', {
    zh: `“${label.zh}”由上一级登记，您的账号只能查阅。如有错漏，请联系登记部门更正。`,
    en: `${label.en} are kept by an office above yours; your account reads them. Ask that office to correct what is wrong.`,
  });
}

async function checkRows(
  db: Db,
  house: House,
  description: RecordDescription,
  row: Record<string, unknown>,
  at = '/row',
): Promise<CheckedRow[]> {
  const checked = validateRows(description, [{ at, cells: row }]);
  const faults = [
    ...checked.faults,
    ...(await findDanglingReferences(
      db,
      house.registers,
      new Map([[description.id, { description, ...checked }]]),
    )),
  ];
  if (faults.length > 0) throw refuseFaults(faults);
  return checked.rows;
}

/** References that point at nothing, in the database or among the rows that come with them. */
export async function findDanglingReferences(
  db: Db,
  registers: Registers,
  tables: ReadonlyMap<string, Table>,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  const allOf = (table: Table | undefined): CheckedRow[] => (table ? [...table.rows, ...table.faulty] : []);
  for (const table of tables.values()) {
    const { description } = table;
    const rows = allOf(table);
    for (const [name, field] of fieldsOf(description)) {
      if (field.kind !== 'reference' || !field.to) continue;
      const arriving = new Set(allOf(tables.get(field.to)).map((row) => row.code));
      const wanted = [...new Set(rows.map((row) => row.values[name]))].filter(
        (code): code is string => typeof code === 'string' && !arriving.has(code),
      );
      if (wanted.length === 0) continue;
      const missing = await missingKeys(db, registers, field.to, wanted);
      if (missing.size === 0) continue;
      const target = registers.find(field.to);
      for (const row of rows) {
        const code = row.values[name];
        if (typeof code !== 'string' || !missing.has(code)) continue;
        faults.push({
          at: row.at.startsWith('/') ? `${row.at}/${name}` : `${row.at} · ${field.label.zh}（${name}）`,
          zh: `${field.label.zh}“${code}”不在“${target.label.zh}”中`,
          en: `${field.label.en} “${code}” is not among ${target.label.en}`,
        });
      }
    }
  }
  return faults;
}

/** First half of the locks of rules; the second is the rule's place in the house. */
const ruleLock = 202_611;

/**
 * Judges the rules over several rows that a write can break: `touched` has the keys written in each register.
 * One writer at a time holds a rule, so that the next one sees what this one wrote.
 */
export async function breakSetRules(
  db: Db,
  house: House,
  touched: ReadonlyMap<string, readonly string[]>,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const [place, rule] of house.setRules.entries()) {
    const registers = rule.registers.filter((register) => touched.has(register));
    if (registers.length === 0) continue;
    await sql`select pg_advisory_xact_lock(${ruleLock}, ${place})`.execute(db);
    for (const register of registers) {
      const broken = await rule.find(db, { register, codes: touched.get(register) ?? [] });
      faults.push(...broken.map((fault) => ({ at: house.registers.find(register).label.zh, ...fault })));
    }
  }
  return faults;
}

async function holdSetRules(
  db: Db,
  house: House,
  description: RecordDescription,
  codes: readonly string[],
): Promise<void> {
  const faults = await breakSetRules(db, house, new Map([[description.id, codes]]));
  if (faults.length > 0) {
    throw new Refusal(
      'broken-rule',
      {
        zh: `这样写入会违反规则：${faults[0]?.zh ?? ''}。没有写入任何内容。`,
        en: `This would break a rule: ${faults[0]?.en ?? ''}. Nothing was written.`,
      },
      faults,
    );
  }
}

/** The same broken rule may be found from two registers of one import. */
export const distinctFaults = (faults: readonly Fault[]): Fault[] => [
  ...new Map(faults.map((fault) => [fault.zh, fault])).values(),
];

export const refuseFaults = (faults: Fault[]): Refusal =>
  new Refusal(
    'invalid-input',
    {
      zh: `共有 ${faults.length} 处问题，没有写入任何内容。请按下列位置改正后重新提交。`,
      en: `There are ${faults.length} faults; nothing was written. Correct the places listed and submit again.`,
    },
    faults,
  );

export const refuseUnknown = (description: RecordDescription, code: string): Refusal =>
  new Refusal('unknown-record', {
    zh: `“${description.label.zh}”中没有可公开查阅的“${code}”。请核对编号，或从列表中打开。`,
    en: `${description.label.en} have no “${code}” open to you. Check the number, or open it from the list.`,
  });

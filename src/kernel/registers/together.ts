/** Rows of several registers added by one action: judged together, so that rules over them hold at the end. */
import type { Context } from '#kernel/audit/atomically.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import {
  breakSetRules,
  distinctFaults,
  findDanglingReferences,
  refuseFaults,
  type House,
  type Table,
} from './actions.ts';
import { holdRows, saveRows } from './store.ts';
import { validateRows } from './validate.ts';

/** A row to add, and the place its faults are told at (`/body/shares/0`). */
export interface NewRow {
  register: string;
  at: string;
  row: Record<string, unknown>;
}

/**
 * Adds rows within a running action, in any order; they may refer to one another. Refuses with every fault of every
 * row at once, a key that is taken, and a rule over several rows that the whole would break.
 */
export async function addTogether(inner: Context, house: House, rows: readonly NewRow[]): Promise<void> {
  const faults: Fault[] = [];
  const tables = new Map<string, Table>();
  for (const register of new Set(rows.map((row) => row.register))) {
    const description = house.registers.find(register);
    const given = rows.filter((row) => row.register === register);
    const checked = validateRows(
      description,
      given.map(({ at, row }) => ({ at, cells: row })),
    );
    faults.push(...checked.faults);
    tables.set(register, { description, ...checked });
    const taken = await holdRows(
      inner.db,
      description,
      checked.rows.map(({ code }) => code),
    );
    for (const { at, code } of checked.rows) {
      if (!taken.has(code)) continue;
      faults.push({
        at: `${at}/${[description.key].flat()[0] ?? 'code'}`,
        zh: `${description.label.zh}中已有“${code}”`,
        en: `${description.label.en} have “${code}” already`,
      });
    }
  }
  faults.push(...(await findDanglingReferences(inner.db, house.registers, tables)));
  if (faults.length > 0) throw refuseFaults(faults);
  const touched = new Map<string, string[]>();
  for (const description of house.registers.ordered) {
    const table = tables.get(description.id);
    if (!table) continue;
    await saveRows(inner.db, description, table.rows, inner.vault);
    touched.set(
      description.id,
      table.rows.map(({ code }) => code),
    );
  }
  const broken = distinctFaults(await breakSetRules(inner.db, house, touched));
  if (broken.length === 0) return;
  throw new Refusal(
    'broken-rule',
    {
      zh: `这样写入会违反规则：${broken[0]?.zh ?? ''}。没有写入任何内容。`,
      en: `This would break a rule: ${broken[0]?.en ?? ''}. Nothing was written.`,
    },
    broken,
  );
}

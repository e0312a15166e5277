/** From cells to rows: every fault of a table at once, each with its place. */
import { keyOf, toFollow, type Field, type RecordDescription } from '#kernel/contract/record.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import { fieldsOf } from './registry.ts';

/** Cells as they came, with the place they came from (`第 3 行`, `/row`). */
export interface RawRow {
  at: string;
  cells: Record<string, unknown>;
  /** Number of the row in its sheet or text. */
  row?: number;
  /** Fields whose cells are known to be wrong and were told: not judged again, and the row is not taken. */
  told?: readonly string[];
}

/** A valid row: its key and values in the types of the description. */
export interface CheckedRow {
  at: string;
  row?: number;
  code: string;
  values: Record<string, unknown>;
}

/** A fault with its place in a table, besides the words of the place. */
export interface PlacedFault extends Fault {
  row?: number;
  field?: string;
  /** Letters of the column, where it is no field's. */
  column?: string;
}

/** Error texts of shapes are written `中文 | English`. */
function bothLanguages(message: string): { zh: string; en: string } {
  const [zh = message, en = message] = message.split(' | ');
  return { zh, en };
}

export const placeOf = (at: string, field: Field, name: string): string =>
  at.startsWith('/') ? `${at}/${name}` : `${at} · ${field.label.zh}（${name}）`;

/**
 * Checks rows against a description: types, missing and surplus fields, keys given twice, rules over one row.
 * References and rules over several rows are judged where the other rows are known; `faulty` holds what is right in
 * the rows refused, so that their references are judged with the others. `firstPlace`: keys of rows judged before,
 * with their places; grows.
 */
export function validateRows(
  description: RecordDescription,
  raw: readonly RawRow[],
  firstPlace: Map<string, string> = new Map<string, string>(),
): { rows: CheckedRow[]; faulty: CheckedRow[]; faults: PlacedFault[] } {
  const faulty: CheckedRow[] = [];
  const faults: PlacedFault[] = [];
  const rows: CheckedRow[] = [];
  const fields = fieldsOf(description);
  const known = new Set(fields.map(([name]) => name));
  const keys = [description.key].flat();
  for (const { at, cells, row, told = [] } of raw) {
    const own: PlacedFault[] = [];
    const tell = (field: string | undefined, place: string, { zh, en }: Omit<Fault, 'at'>): void =>
      void own.push({
        at: place,
        zh,
        en,
        ...(row === undefined ? {} : { row }),
        ...(field ? { field } : {}),
      });
    for (const name of Object.keys(cells)) {
      if (known.has(name)) continue;
      tell(undefined, at.startsWith('/') ? `${at}/${name}` : at, {
        zh: `“${description.label.zh}”没有字段“${name}”；可用字段：${fields.map(([id]) => id).join('、')}`,
        en: `${description.label.en} have no field “${name}”; fields: ${fields.map(([id]) => id).join(', ')}`,
      });
    }
    const values: Record<string, unknown> = {};
    for (const [name, field] of fields) {
      if (told.includes(name)) continue;
      const judged = judgeValue(field, cells[name]);
      if ('value' in judged) values[name] = judged.value;
      else for (const fault of judged.faults) tell(name, placeOf(at, field, name), fault);
    }
    const code = keyOf(description, values);
    const wrong = own.length > 0 || told.length > 0;
    const keyed = !wrong || keys.every((name) => values[name] !== undefined && values[name] !== null);
    const twin = keyed ? firstPlace.get(code) : undefined;
    if (twin !== undefined) {
      tell(keys[0], at, {
        zh: `键“${code}”与${twin}重复`,
        en: `The key “${code}” is given at ${twin} already`,
      });
    } else if (keyed) firstPlace.set(code, at);
    if (!wrong && twin === undefined) {
      for (const fault of [...datesOutOfOrder(description, values), ...description.check(values)])
        tell(undefined, at, fault);
    }
    faults.push(...own);
    const checked = { at, code, values, ...(row === undefined ? {} : { row }) };
    if (own.length > 0 || told.length > 0) faulty.push(checked);
    else rows.push(checked);
  }
  return { rows, faulty, faults };
}

/** A value in the type of its field, or all that is wrong with it. */
function judgeValue(field: Field, given: unknown): { value: unknown } | { faults: Omit<Fault, 'at'>[] } {
  if (given === undefined || given === null || given === '') {
    // A column that is not there leaves a stored value as it is; an empty cell empties it.
    if (field.optional) return { value: given === undefined ? undefined : null };
    const later = field.mayFollow
      ? { zh: `；材料暂缺可填“${toFollow}”`, en: `; enter “${toFollow}” where it comes later` }
      : { zh: '', en: '' };
    return {
      faults: [{ zh: `缺少“${field.label.zh}”${later.zh}`, en: `“${field.label.en}” is missing${later.en}` }],
    };
  }
  if (field.mayFollow && given === toFollow) return { value: null };
  const result = field.shape.safeParse(given);
  if (result.success) return { value: result.data };
  return {
    faults: result.error.issues.slice(0, 3).map((issue) => {
      const { zh, en } = bothLanguages(
        typeof given === 'object' ? '类型不对 | of the wrong type' : issue.message,
      );
      return { zh: `${field.label.zh}：${zh}${quote(given)}`, en: `${field.label.en}: ${en}${quote(given)}` };
    }),
  };
}

/** The refused value, short and harmless, as an officer would look for it. */
function quote(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  const text = String(value)
    .replaceAll(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, '�')
    .slice(0, 60);
  return ` → “${text}”`;
}

function datesOutOfOrder(
  description: RecordDescription,
  values: Record<string, unknown>,
): Omit<Fault, 'at'>[] {
  return description.inOrder.flatMap(([earlier, later]) => {
    const [start, end] = [values[earlier], values[later]];
    const [startLabel, endLabel] = [description.fields[earlier]?.label, description.fields[later]?.label];
    if (typeof start !== 'string' || typeof end !== 'string' || end >= start || !startLabel || !endLabel)
      return [];
    return [
      {
        zh: `${endLabel.zh} ${end} 早于${startLabel.zh} ${start}`,
        en: `${endLabel.en} ${end} is before ${startLabel.en} ${start}`,
      },
    ];
  });
}

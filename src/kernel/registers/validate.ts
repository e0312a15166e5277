/** From cells to rows: every fault of a table at once, each with its place. */
import { keyOf, type Field, type RecordDescription } from '#kernel/contract/record.ts';
import type { Fault } from '#kernel/contract/refusal.ts';
import { fieldsOf } from './registry.ts';

/** Cells as they came, with the place they came from (`第 3 行`, `/row`). */
export interface RawRow {
  at: string;
  cells: Record<string, unknown>;
}

/** A valid row: its key and values in the types of the description. */
export interface CheckedRow {
  at: string;
  code: string;
  values: Record<string, unknown>;
}

/** Error texts of shapes are written `中文 | English`. */
function bothLanguages(message: string): { zh: string; en: string } {
  const [zh = message, en = message] = message.split(' | ');
  return { zh, en };
}

const place = (at: string, field: Field, name: string): string =>
  at.startsWith('/') ? `${at}/${name}` : `${at} · ${field.label.zh}（${name}）`;

/**
 * Checks rows against a description: types, missing and surplus fields, keys given twice, rules over one row.
 * References and rules over several rows are judged where the other rows are known; `faulty` holds what is right in
 * the rows refused, so that their references are judged with the others.
 */
export function validateRows(
  description: RecordDescription,
  raw: readonly RawRow[],
): { rows: CheckedRow[]; faulty: CheckedRow[]; faults: Fault[] } {
  const faulty: CheckedRow[] = [];
  const faults: Fault[] = [];
  const rows: CheckedRow[] = [];
  const firstPlace = new Map<string, string>();
  const fields = fieldsOf(description);
  const known = new Set(fields.map(([name]) => name));
  for (const { at, cells } of raw) {
    const before = faults.length;
    for (const name of Object.keys(cells)) {
      if (!known.has(name)) {
        faults.push({
          at: at.startsWith('/') ? `${at}/${name}` : at,
          zh: `“${description.label.zh}”没有字段“${name}”；可用字段：${fields.map(([id]) => id).join('、')}`,
          en: `${description.label.en} have no field “${name}”; fields: ${fields.map(([id]) => id).join(', ')}`,
        });
      }
    }
    const values: Record<string, unknown> = {};
    for (const [name, field] of fields) {
      const given = cells[name];
      if (given === undefined || given === null || given === '') {
        // A column that is not there leaves a stored value as it is; an empty cell empties it.
        if (field.optional) values[name] = given === undefined ? undefined : null;
        else {
          faults.push({
            at: place(at, field, name),
            zh: `缺少“${field.label.zh}”`,
            en: `“${field.label.en}” is missing`,
          });
        }
        continue;
      }
      const result = field.shape.safeParse(given);
      if (result.success) values[name] = result.data;
      else {
        for (const issue of result.error.issues.slice(0, 3)) {
          const message = typeof given === 'object' ? '类型不对 | of the wrong type' : issue.message;
          const { zh, en } = bothLanguages(message);
          faults.push({
            at: place(at, field, name),
            zh: `${field.label.zh}：${zh}${quote(given)}`,
            en: `${field.label.en}: ${en}${quote(given)}`,
          });
        }
      }
    }
    if (faults.length > before) {
      faulty.push({ at, code: keyOf(description, values), values });
      continue;
    }
    const code = keyOf(description, values);
    const twin = firstPlace.get(code);
    if (twin !== undefined) {
      faults.push({
        at,
        zh: `键“${code}”与${twin}重复`,
        en: `The key “${code}” is given at ${twin} already`,
      });
      continue;
    }
    firstPlace.set(code, at);
    const broken = [...datesOutOfOrder(description, values), ...description.check(values)];
    if (broken.length > 0) faults.push(...broken.map((fault) => ({ at, ...fault })));
    else rows.push({ at, code, values });
  }
  return { rows, faulty, faults };
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

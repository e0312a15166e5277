/** References of rows that arrive: to rows that are there, to rows of the same file, or to nothing. */
import type { Db } from '#kernel/db/open.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { fieldsOf, type Registers } from './registry.ts';
import { findByTitle, missingKeys } from './store.ts';
import { placeOf, type CheckedRow, type PlacedFault } from './validate.ts';

/** Keys remembered of one register, so that a target named a thousand times is asked for once. */
const mostRemembered = 200_000;

export class ReferenceCheck {
  readonly #registers: Registers;
  readonly #unwrittenOf: (register: string) => ReadonlySet<string> | undefined;
  readonly #known = new Map<string, Map<string, boolean>>();

  /** `unwrittenOf`: keys of a register that arrive in the same file with rows that cannot be written. */
  constructor(registers: Registers, unwrittenOf: (register: string) => ReadonlySet<string> | undefined) {
    this.#registers = registers;
    this.#unwrittenOf = unwrittenOf;
  }

  /**
   * Divides rows into those that may be written, and those that may not (`blocked`): because a reference points at
   * nothing, which is a fault, or at a row of the file that has faults of its own, which is none.
   */
  async judge(
    db: Db,
    description: RecordDescription,
    rows: readonly CheckedRow[],
  ): Promise<{ rows: CheckedRow[]; blocked: CheckedRow[]; faults: PlacedFault[] }> {
    const faults: PlacedFault[] = [];
    const blocked = new Set<CheckedRow>();
    const own = new Set(rows.map(({ code }) => code));
    for (const [name, field] of fieldsOf(description)) {
      if (field.kind !== 'reference' || !field.to) continue;
      const target = this.#registers.find(field.to);
      const unwritten = this.#unwrittenOf(target.id);
      const isOwn = (code: string): boolean => target.id === description.id && own.has(code);
      const known = await this.#look(
        db,
        target,
        rows
          .map(({ values }) => values[name])
          .filter((code): code is string => typeof code === 'string' && !isOwn(code)),
      );
      const missing = new Set(
        rows
          .map(({ values }) => values[name])
          .filter((code): code is string => typeof code === 'string' && known.get(code) === false),
      );
      const meant =
        missing.size === 0 ? new Map<string, string>() : await findByTitle(db, target, [...missing]);
      for (const row of rows) {
        const code = row.values[name];
        if (typeof code !== 'string' || isOwn(code) || known.get(code) === true) continue;
        blocked.add(row);
        if (unwritten?.has(code)) continue;
        const number = meant.get(code);
        faults.push({
          at: placeOf(row.at, field, name),
          ...(row.row === undefined ? {} : { row: row.row }),
          field: name,
          ...(number === undefined
            ? {
                zh: `${field.label.zh}“${code}”不在“${target.label.zh}”中`,
                en: `${field.label.en} “${code}” is not among ${target.label.en}`,
              }
            : {
                zh: `${field.label.zh}应填编号：“${code}”的编号是 ${number}`,
                en: `${field.label.en} wants the number: that of “${code}” is ${number}`,
              }),
        });
      }
    }
    this.#learn(description.id, rows, blocked);
    return { rows: rows.filter((row) => !blocked.has(row)), blocked: [...blocked], faults };
  }

  async #look(db: Db, target: RecordDescription, codes: readonly string[]): Promise<Map<string, boolean>> {
    let known = this.#known.get(target.id) ?? new Map<string, boolean>();
    if (known.size > mostRemembered) known = new Map();
    this.#known.set(target.id, known);
    const unknown = [...new Set(codes)].filter((code) => !known.has(code));
    if (unknown.length > 0) {
      const missing = await missingKeys(db, this.#registers, target.id, unknown);
      for (const code of unknown) known.set(code, !missing.has(code));
    }
    return known;
  }

  /** What was missing may have come with these rows. */
  #learn(register: string, rows: readonly CheckedRow[], blocked: ReadonlySet<CheckedRow>): void {
    const known = this.#known.get(register);
    if (!known) return;
    for (const row of rows) if (!blocked.has(row)) known.delete(row.code);
  }
}

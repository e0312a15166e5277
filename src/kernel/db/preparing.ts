/** Connections that let the server keep the statements they send again and again, so that it parses and plans them once. */
import pg from 'pg';

/** Uses on one connection after which a statement is kept. */
const usesBefore = 8;

/** Statements kept on one connection, and the longest, characters: each holds memory of the server. */
const keptMost = 60;
const longest = 6000;

/** Different statements counted at once; most lists are put in words of their own. */
const countedMost = 1000;

/**
 * A client that names what it repeats. Whether the server plans a kept statement anew for each set of values is up to
 * `plan_cache_mode`: readings ask for it, commands do not.
 */
export class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>();
  readonly #uses = new Map<string, number>();

  // The signatures of `pg` are many; all but one pass through.
  override query(...args: never[]): never {
    const [text, values] = args as unknown[];
    const name = typeof text === 'string' && Array.isArray(values) ? this.#nameOf(text, values) : undefined;
    const send = super.query.bind(this) as (...given: unknown[]) => never;
    return name === undefined ? send(...args) : send({ name, text, values }, ...args.slice(2));
  }

  #nameOf(text: string, values: readonly unknown[]): string | undefined {
    // Without values it may be several statements.
    if (values.length === 0 || text.length > longest) return undefined;
    const kept = this.#names.get(text);
    if (kept !== undefined || this.#names.size >= keptMost) return kept;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses < usesBefore) {
      if (this.#uses.size >= countedMost) this.#uses.clear();
      this.#uses.set(text, uses);
      return undefined;
    }
    this.#uses.delete(text);
    const name = `kept_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

/** Writes the tokens of rows that wait for them: what `search.waiting` names, shortly after it was written. */
import { sql } from 'kysely';
import type { Db } from '#kernel/db/open.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import type { Registers } from './registry.ts';
import { searchPlanOf } from './search-plan.ts';
import { entryOf } from './tokens.ts';

/** Rows of one turn: few enough that a page asked meanwhile is not kept waiting. */
const rowsOfTurn = 500;

/** Any number will do, as long as every process of ours takes the same one. */
const indexLock = 202_611_261;

/** Parts the tokens of one row on their way to the database; no text has it. */
const separator = '\u0001';

/**
 * Writes the tokens of at most 500 waiting rows, in a transaction of its own; by one process at a time. `db` is the
 * platform's own. Returns how many waited; 0 when none did, or another process is at it.
 */
export async function indexWaiting(db: Db, registers: Registers): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const lock = await sql<{ held: boolean }>`
      select pg_try_advisory_xact_lock(${indexLock}) as held`.execute(transaction);
    if (!lock.rows[0]?.held) return 0;
    const { rows: waiting } = await sql<{ id: string; name: string; code: string }>`
      select id, name, code from search.waiting order by id limit ${rowsOfTurn}`.execute(transaction);
    for (const name of new Set(waiting.map((row) => row.name))) {
      const description = registers.byTable(name);
      // A register no longer described has no list to search.
      if (!description) continue;
      const codes = new Set(waiting.filter((row) => row.name === name).map((row) => row.code));
      await writeEntries(transaction, description, [...codes]);
    }
    await sql`delete from search.waiting where id = any(${waiting.map(({ id }) => id)}::bigint[])`.execute(
      transaction,
    );
    return waiting.length;
  });
}

async function writeEntries(db: Db, description: RecordDescription, codes: string[]): Promise<void> {
  const { fields } = searchPlanOf(description);
  const texts = fields.map(({ column }) => sql`x.${sql.raw(`"${column}"`)}`);
  const { rows } = await sql<{ code: string; texts: (string | null)[] }>`
    select x.code, array[${texts.length === 0 ? sql`null::text` : sql.join(texts)}]::text[] as texts
    from ${sql.table(`register.${description.table}`)} as x where x.code = any(${codes})
  `.execute(db);
  const entries = rows.map(({ code, texts: given }) => ({
    code,
    ...entryOf(fields.map((field, at) => ({ ...field, text: given[at] ?? null }))),
  }));
  const table = sql.table(`search.${description.table}`);
  await sql`
    insert into ${table} as s (code, tokens, initials)
    select code, array_to_tsvector(string_to_array(nullif(tokens, ''), ${separator})), initials
    from unnest(${entries.map(({ code }) => code)}::text[],
                ${entries.map(({ tokens }) => tokens.join(separator))}::text[],
                ${entries.map(({ initials }) => initials)}::text[]) as n (code, tokens, initials)
    where tokens <> ''
    on conflict (code) do update set tokens = excluded.tokens, initials = excluded.initials
    where s.tokens <> excluded.tokens or s.initials <> excluded.initials
  `.execute(db);
  const found = new Set(entries.filter(({ tokens }) => tokens.length > 0).map(({ code }) => code));
  const gone = codes.filter((code) => !found.has(code));
  if (gone.length > 0) await sql`delete from ${table} where code = any(${gone})`.execute(db);
}

/** Writes the tokens of all that waits. Returns how many rows waited. */
export async function indexAll(
  db: Db,
  registers: Registers,
  onProgress: (done: number) => void = () => undefined,
): Promise<number> {
  let done = 0;
  for (;;) {
    const turn = await indexWaiting(db, registers);
    if (turn === 0) return done;
    done += turn;
    onProgress(done);
  }
}

/** Names every row of every register as waiting, so that all tokens are written anew. */
export async function forgetTokens(db: Db, registers: Registers): Promise<void> {
  for (const { table } of registers.ordered) {
    await sql`
      insert into search.waiting (name, code)
      select ${table}::text, code from ${sql.table(`register.${table}`)}`.execute(db);
  }
}

/** Milliseconds between two looks at what waits. */
const interval = 1000;

/** Keeps the tokens up with the rows until it is closed. `complain` hears of a turn that failed; the next one tries again. */
export function keepIndexed(
  db: Db,
  registers: Registers,
  complain: (line: string) => void,
): { close: () => Promise<void> } {
  let closed = false;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const turn = (): void => {
    running = indexWaiting(db, registers)
      .catch((error: unknown) => {
        complain(`检索词暂未写入：${String(error)}`);
        return 0;
      })
      .then((done) => {
        if (!closed) timer = setTimeout(turn, done === rowsOfTurn ? 0 : interval);
      });
  };
  turn();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}

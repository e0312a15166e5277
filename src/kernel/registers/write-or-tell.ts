/** Writing rows that the database may refuse one by one: those of another's, seen or unseen. */
import { sql } from 'kysely';
import type { RecordDescription } from '#kernel/contract/record.ts';
import { words, type Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import { insertRows, updateRows, type Stored } from './store.ts';

interface Written {
  added: number;
  changed: number;
  refused: { code: string; fault: Words }[];
}

/**
 * Writes rows in a running transaction. A row outside what the writer may write does not fail the others: it is found
 * by halving, and comes back with its fault.
 */
export async function writeOrTell(
  db: Db,
  description: RecordDescription,
  { added, changed }: { added: readonly Stored[]; changed: readonly Stored[] },
): Promise<Written> {
  const refused: Written['refused'] = [];
  await attempt(db, added, (rows) => insertRows(db, description, rows), refused);
  await attempt(db, changed, (rows) => updateRows(db, description, rows), refused);
  const refusedCodes = new Set(refused.map(({ code }) => code));
  const countOf = (rows: readonly Stored[]): number =>
    rows.filter(({ code }) => !refusedCodes.has(code)).length;
  return { added: countOf(added), changed: countOf(changed), refused };
}

async function attempt(
  db: Db,
  rows: readonly Stored[],
  write: (rows: readonly Stored[]) => Promise<void>,
  refused: Written['refused'],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`savepoint rows_written`.execute(db);
  try {
    await write(rows);
    await sql`release savepoint rows_written`.execute(db);
  } catch (error) {
    const fault = faultOf(error, rows[0]?.code ?? '');
    if (!fault) throw error;
    await sql`rollback to savepoint rows_written`.execute(db);
    const [only] = rows;
    if (rows.length === 1 && only) {
      refused.push({ code: only.code, fault });
      return;
    }
    const middle = Math.ceil(rows.length / 2);
    await attempt(db, rows.slice(0, middle), write, refused);
    await attempt(db, rows.slice(middle), write, refused);
  }
}

/** What a refusal of one row by the database means to its writer; null for anything else. */
function faultOf(error: unknown, code: string): Words | null {
  switch ((error as { code?: unknown }).code) {
    case '42501':
      return words(
        `“${code}”不属于您可以填报的范围；请删去这一行，或请有权的单位导入`,
        `“${code}” is not yours to enter; delete the row, or ask those who may`,
      );
    case '23505':
      return words(
        `键“${code}”已被占用，而那条记录不在您可以更改的范围内；请核对编号`,
        `The key “${code}” is taken by a record you may not change; check the number`,
      );
    default:
      return null;
  }
}

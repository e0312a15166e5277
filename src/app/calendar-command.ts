/** `kechuang calendar reckon`: a term laid on the calendar of an open house. */
import { loadCalendar, parseTerm, reckon, type Reckoning } from '#domains/calendar/index.ts';
import type { Db } from '#kernel/db/open.ts';

/** Refuses a day that does not exist and what is no term. */
export async function reckonFrom(db: Db, from: string, term: string): Promise<Reckoning> {
  return reckon(await loadCalendar(db), from, parseTerm(term));
}

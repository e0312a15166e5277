import type { Doors } from './doors.ts';

/** The version of a record that stands now, as whoever has the session reads it; `1` where there is none. */
export async function seenOf(doors: Doors, address: string, cookie: string): Promise<string> {
  const { body } = await doors.ask('GET', address.split('?')[0] ?? address, { cookie });
  return body?.version ?? '1';
}

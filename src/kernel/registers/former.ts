/** What records were called before they were merged into others. */
import { sql, type RawBuilder } from 'kysely';
import type { RecordDescription } from '#kernel/contract/record.ts';
import type { Db } from '#kernel/db/open.ts';

/** Merges `m` that were not undone. */
export const standing = sql`not exists (select from platform.reversal u where u.undoes = m.action)`;

/** What was merged into records that are folded now leads to the one they are folded into. */
export async function carryFormer(
  db: Db,
  description: RecordDescription,
  folded: readonly string[],
  kept: string,
): Promise<void> {
  await sql`
    insert into platform.merged (action, register, folded, kept, title)
    select distinct on (m.folded) current_setting('kechuang.action')::uuid, m.register, m.folded, ${kept}, m.title
    from platform.merged m
    where m.register = ${description.id} and m.kept = any(${[...folded]}) and m.folded <> ${kept} and ${standing}
    on conflict do nothing
  `.execute(db);
}

/** Keys of the records into which one was merged whose former name or key meets a condition. */
export const formerly = (
  description: RecordDescription,
  meets: (text: RawBuilder<unknown>) => RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  select m.kept as code from platform.merged m
  where m.register = ${description.id} and (${meets(sql`m.title`)} or ${meets(sql`m.folded`)}) and ${standing}`;

/** Records likely to be the same, merges done, and where a folded key leads. */
import { sql, type RawBuilder } from 'kysely';
import type { Mergeable, RecordDescription } from '#kernel/contract/record.ts';
import type { Words } from '#kernel/contract/words.ts';
import { columnName } from '#kernel/db/ddl.ts';
import type { Db } from '#kernel/db/open.ts';
import { standing } from './former.ts';
import type { Reader } from './listing.ts';
import { sealPurpose } from './store.ts';

/** Records alike in some fields. */
export interface LikelySame {
  alike: Words[];
  codes: string[];
}

/** Groups listed, and sealed numbers compared at most: these can only be read one by one. */
const groupsListed = 100;
const sealedCompared = 20_000;

/** A text as it is compared: one width, one case, without blanks, brackets and points. */
function normalised(value: RawBuilder<unknown>, sameWords: Mergeable['sameWords'] = []): RawBuilder<unknown> {
  const plain = sql`regexp_replace(lower(normalize(${value}::text, NFKC)), '[][()<>{}《》〈〉【】「」·.,，。、\\s-]', '', 'g')`;
  return sameWords.reduce<RawBuilder<unknown>>(
    (text, [written, as]) => sql`replace(${text}, ${written}, ${as})`,
    plain,
  );
}

/** Records of a register that are likely the same, most alike first. Empty where the register has no such rule. */
export async function findLikely(reader: Reader, description: RecordDescription): Promise<LikelySame[]> {
  const { mergeable } = description;
  if (mergeable === null) return [];
  const found = new Map<string, LikelySame>();
  for (const names of mergeable.alike) {
    const labels = names.flatMap((name) => description.fields[name]?.label ?? []);
    const sealed = names.find((name) => description.fields[name]?.kind === 'identity');
    const groups =
      sealed === undefined
        ? await groupAlike(reader.db, description, names, mergeable.sameWords)
        : await groupSealed(reader, description, sealed);
    for (const codes of groups) {
      const key = codes.join('\n');
      const known = found.get(key);
      if (known) known.alike.push(...labels.filter((label) => !known.alike.includes(label)));
      else found.set(key, { alike: [...labels], codes });
    }
  }
  return [...found.values()]
    .sort((one, other) => other.alike.length - one.alike.length)
    .slice(0, groupsListed);
}

async function groupAlike(
  db: Db,
  description: RecordDescription,
  names: readonly string[],
  sameWords: Mergeable['sameWords'],
): Promise<string[][]> {
  const columns = names.map((name) => ({
    value: sql.raw(`"${columnName(name)}"`),
    isText: description.fields[name]?.kind === 'text',
  }));
  const { rows } = await sql<{ codes: string[] }>`
    select array_agg(code order by code) as codes from ${sql.table(`register.${description.table}`)}
    where ${sql.join(
      columns.map(({ value }) => sql`${value} is not null`),
      sql` and `,
    )}
    group by ${sql.join(columns.map(({ value, isText }) => (isText ? normalised(value, sameWords) : value)))}
    having count(*) between 2 and 20 order by count(*) desc, min(code) limit ${groupsListed}
  `.execute(db);
  return rows.map(({ codes }) => codes);
}

async function groupSealed(
  reader: Reader,
  description: RecordDescription,
  name: string,
): Promise<string[][]> {
  const column = sql.raw(`"${columnName(name)}"`);
  const { rows } = await sql<{ code: string; sealed: string }>`
    select code, ${column} as sealed from ${sql.table(`register.${description.table}`)}
    where ${column} is not null order by code limit ${sealedCompared}
  `.execute(reader.db);
  const byNumber = new Map<string, string[]>();
  for (const { code, sealed } of rows) {
    const plain = reader.vault.unseal(sealed, sealPurpose(description, name));
    byNumber.set(plain, [...(byNumber.get(plain) ?? []), code]);
  }
  return [...byNumber.values()].filter((codes) => codes.length > 1);
}

/** How many rows refer to each of these records. */
export async function countReferring(
  reader: Reader,
  description: RecordDescription,
  codes: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  if (codes.length === 0) return counts;
  for (const { record, field } of reader.registers.referrers(description.id)) {
    const column = sql.raw(`"${columnName(field)}"`);
    const { rows } = await sql<{ code: string; count: number }>`
      select ${column} as code, count(*)::int as count from ${sql.table(`register.${record.table}`)}
      where ${column} = any(${[...codes]}) group by 1
    `.execute(reader.db);
    for (const { code, count } of rows) counts.set(code, (counts.get(code) ?? 0) + count);
  }
  return counts;
}

/** A merge as its list shows it. */
export interface DoneMerge {
  action: string;
  at: string;
  by: string;
  reason: string | null;
  register: string;
  content: {
    kept: { code: string; title: string };
    folded: { code: string; title: string }[];
    rows: number;
  };
  undoneAt: string | null;
}

/** The latest merges, undone ones too. */
export async function listDoneMerges(db: Db): Promise<DoneMerge[]> {
  const { rows } = await sql<DoneMerge>`
    select r.action, r.at, e.actor as by, e.reason, r.register, r.content, u.at as undone_at
    from platform.reversible r join platform.audit_entry e on e.id = r.action
    left join platform.reversal u on u.undoes = r.action
    where r.kind = 'merge' order by r.at desc limit 200
  `.execute(db);
  return rows;
}

/** How often a folded key may lead on. */
const farthest = 20;

/**
 * Where a key that a register does not have leads since a merge; null when it leads nowhere, or the register has it.
 */
export async function resolveMerged(
  reader: Reader,
  description: RecordDescription,
  code: string,
): Promise<{ code: string; title: string | null; at: string; kept: string } | null> {
  const { rows } = await sql<{ title: string | null; at: string; kept: string }>`
    with recursive led as (
      select m.kept, m.title, r.at, 1 as step from platform.merged m join platform.reversible r using (action)
      where m.register = ${description.id} and m.folded = ${code} and ${standing}
        and not exists (select from ${sql.table(`${reader.schema}.${description.table}`)} x where x.code = ${code})
      union all
      select m.kept, led.title, led.at, led.step + 1 from led join platform.merged m on m.folded = led.kept
      where m.register = ${description.id} and ${standing} and led.step < ${farthest}
        and not exists (select from ${sql.table(`${reader.schema}.${description.table}`)} x where x.code = led.kept)
    )
    select kept, title, at from led order by step desc limit 1
  `.execute(reader.db);
  const [found] = rows;
  return found ? { code, ...found } : null;
}

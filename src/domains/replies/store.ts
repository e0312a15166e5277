/** SQL of suggestions, replies and their parts. */
import { sql } from 'kysely';
import type { RowOf } from '#kernel/contract/record.ts';
import type { Db } from '#kernel/db/open.ts';
import type { handling, reply, section, suggestion } from './records.ts';
import type { Scope } from './scope.ts';

export type SuggestionRow = RowOf<typeof suggestion>;
export type HandlingRow = RowOf<typeof handling> & { name: string };
export type ReplyRow = RowOf<typeof reply>;
export type SectionRow = RowOf<typeof section>;

/** A suggestion with everything that belongs to it. */
export interface CaseRows {
  suggestion: SuggestionRow & { assignedByName: string };
  items: { order: number; title: string }[];
  handlings: (HandlingRow & { wrote: boolean })[];
  replies: ReplyRow[];
}

/** Cases within a scope, newest first; one of them when `code` is given, those whose words hold `q`. */
export async function loadCases(
  db: Db,
  question: { scope: Scope; code?: string; q?: string },
): Promise<CaseRows[]> {
  const { scope, code, q } = question;
  let query = db
    .selectFrom('suggestion')
    .innerJoin('organisation', 'organisation.code', 'suggestion.assignedBy')
    .selectAll('suggestion')
    .select('organisation.name as assignedByName')
    .orderBy('suggestion.assignedOn', 'desc')
    .orderBy('suggestion.code');
  if (code !== undefined) query = query.where('suggestion.code', '=', code);
  if (scope.kind === 'deputy') query = query.where('suggestion.deputyAccount', '=', scope.account);
  if (scope.kind === 'organisation') {
    query = query.where('suggestion.code', 'in', (eb) =>
      eb.selectFrom('handling').select('handling.suggestion').where('handling.organisation', '=', scope.code),
    );
  }
  if (q !== undefined && q !== '') {
    const pattern = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    query = query.where((eb) =>
      eb.or(
        (['code', 'title', 'deputy', 'session', 'content'] as const).map((name) =>
          eb(`suggestion.${name}`, 'ilike', pattern),
        ),
      ),
    );
  }
  const suggestions = await query.limit(2000).execute();
  const codes = [...suggestions.map((row) => row.code), ''];
  const items = await db
    .selectFrom('suggestionItem')
    .select(['suggestion', 'order', 'title'])
    .where('suggestion', 'in', codes)
    .orderBy('order')
    .execute();
  const handlings = await db
    .selectFrom('handling')
    .innerJoin('organisation', 'organisation.code', 'handling.organisation')
    .selectAll('handling')
    .select('organisation.name')
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('section')
            .innerJoin('reply', 'reply.code', 'section.reply')
            .select('section.code')
            .whereRef('reply.suggestion', '=', 'handling.suggestion')
            .whereRef('section.author', '=', 'handling.organisation')
            .where('section.version', '>', 0),
        )
        .as('wrote'),
    )
    .where('suggestion', 'in', codes)
    .orderBy('assignedOn')
    .orderBy('handling.code')
    .execute();
  const replies = await db
    .selectFrom('reply')
    .selectAll()
    .where('suggestion', 'in', codes)
    .orderBy('round')
    .execute();
  return suggestions.map((row) => ({
    suggestion: row,
    items: items.filter(({ suggestion: of }) => of === row.code),
    handlings: handlings
      .filter(({ suggestion: of }) => of === row.code)
      .map((one) => ({ ...one, wrote: Boolean(one.wrote) })),
    replies: replies.filter(({ suggestion: of }) => of === row.code),
  }));
}

/** Keeps a suggestion from other writers until the transaction ends; everything that belongs to it waits with it. */
export async function holdSuggestion(db: Db, code: string): Promise<boolean> {
  const row = await db
    .selectFrom('suggestion')
    .select('code')
    .where('code', '=', code)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** The suggestion a reply answers. */
export async function findSuggestionOf(db: Db, reply_: string): Promise<string | null> {
  const row = await db.selectFrom('reply').select('suggestion').where('code', '=', reply_).executeTakeFirst();
  return row?.suggestion ?? null;
}

export async function updateSuggestion(db: Db, code: string, values: Partial<SuggestionRow>): Promise<void> {
  await db.updateTable('suggestion').set(values).where('code', '=', code).execute();
}

export async function updateHandling(
  db: Db,
  key: { suggestion: string; organisation: string },
  values: Partial<RowOf<typeof handling>>,
): Promise<void> {
  await db
    .updateTable('handling')
    .set(values)
    .where('suggestion', '=', key.suggestion)
    .where('organisation', '=', key.organisation)
    .execute();
}

export async function updateReply(db: Db, code: string, values: Partial<ReplyRow>): Promise<void> {
  await db.updateTable('reply').set(values).where('code', '=', code).execute();
}

export async function updateSection(db: Db, code: string, values: Partial<SectionRow>): Promise<void> {
  await db.updateTable('section').set(values).where('code', '=', code).execute();
}

export async function deleteSection(db: Db, code: string): Promise<void> {
  await db.deleteFrom('section').where('code', '=', code).execute();
}

/** Talks about a suggestion, newest first. */
export async function listTalks(
  db: Db,
  suggestion_: string,
): Promise<{ on: string; way: 'meeting' | 'visit' | 'phone'; summary: string; by: string }[]> {
  return db
    .selectFrom('talk')
    .select(['on', 'way', 'summary', 'by'])
    .where('suggestion', '=', suggestion_)
    .orderBy('on', 'desc')
    .orderBy('code', 'desc')
    .execute();
}

/** How many records of a kind belong to a suggestion or reply: for the next one's number. */
export async function countTalks(db: Db, suggestion_: string): Promise<number> {
  const row = await db
    .selectFrom('talk')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('suggestion', '=', suggestion_)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** Reviews of a reply in their order, with the instant each was known. */
export async function listReviews(
  db: Db,
  reply_: string,
): Promise<
  {
    order: number;
    stage: 'division' | 'office' | 'secrecy' | 'signing';
    verdict: 'pass' | 'return';
    by: string;
    at: string;
    comment: string | null;
  }[]
> {
  const { rows } = await sql<Awaited<ReturnType<typeof listReviews>>[number]>`
    select r."order", r.stage, r.verdict, r.by, r.comment,
           (select h.known_from from history.review h where h.code = r.code order by h.history_id limit 1) as at
    from register.review r where r.reply = ${reply_} order by r."order"
  `.execute(db);
  return rows;
}

/** Parts of a reply in their order, with the instant of their last version and their writers' names. */
export async function listSections(
  db: Db,
  reply_: string,
): Promise<(SectionRow & { savedAt: string; authorName: string | null })[]> {
  const { rows } = await sql<SectionRow & { savedAt: string; authorName: string | null }>`
    select s.code, s.reply, s."order", s.kind, s.title, s.author, s.version, s.content, s.saved_by,
           coalesce(h.known_from, now()) as saved_at, o.name as author_name
    from register.section s
    left join history.section h on h.code = s.code and h.known_to = 'infinity'
    left join register.organisation o on o.code = s.author
    where s.reply = ${reply_} order by s."order", s.code
  `.execute(db);
  return rows;
}

/** Versions of a reply's parts, newest first; with `author` those it wrote. */
export async function listSectionVersions(
  db: Db,
  reply_: string,
  { author = null }: { author?: string | null },
): Promise<{ at: string; by: string; section: string; title: string }[]> {
  const { rows } = await sql<{ at: string; by: string; section: string; title: string }>`
    select h.known_from as at, coalesce(e.actor, h.saved_by) as by, h.code as section, h.title
    from history.section h left join platform.audit_entry e on e.id = h.action_id
    where h.reply = ${reply_} and (${author}::text is null or h.author = ${author}) order by h.history_id desc limit 2000
  `.execute(db);
  return rows;
}

/** Parts of a reply as they stood at an instant; with `author` those it wrote then. */
export async function listSectionsAt(
  db: Db,
  reply_: string,
  at: string,
  { author = null }: { author?: string | null },
): Promise<{ code: string; order: number; title: string; content: string }[]> {
  const { rows } = await sql<{ code: string; order: number; title: string; content: string }>`
    select code, "order", title, content from history.section
    where reply = ${reply_} and known_from <= ${at}::timestamptz and known_to > ${at}::timestamptz
      and (${author}::text is null or author = ${author})
    order by "order", code
  `.execute(db);
  return rows;
}

/** Versions of the parameters of deadlines, by name, oldest first. */
export async function listDeadlines(db: Db): Promise<
  {
    name: string;
    value: string;
    validFrom: string;
    validTo: string | null;
    document: string;
    basis: string;
  }[]
> {
  return db
    .selectFrom('parameter')
    .select(['name', 'value', 'validFrom', 'validTo', 'document', 'basis'])
    .where('name', 'like', 'replies.deadline.%')
    .orderBy('validFrom')
    .execute();
}

/** Whether an account is one of a deputy. */
export async function isDeputyAccount(db: Db, name: string): Promise<boolean> {
  const row = await db
    .selectFrom('platform.account')
    .select('name')
    .where('name', '=', name)
    .where('role', '=', 'deputy')
    .executeTakeFirst();
  return row !== undefined;
}

/** The department that answers: its name, and its key among the organisations if it is there. */
export async function readIssuer(db: Db): Promise<{ name: string; code: string | null; sample: boolean }> {
  const row = await db
    .selectFrom('jurisdiction')
    .leftJoin('organisation', 'organisation.name', 'jurisdiction.department')
    .select(['jurisdiction.department', 'jurisdiction.sample', 'organisation.code'])
    .orderBy('jurisdiction.code')
    .limit(1)
    .executeTakeFirst();
  return { name: row?.department ?? '', code: row?.code ?? null, sample: row?.sample ?? false };
}

/** The next number for a part of a reply; those of removed parts are not given again. */
export async function nextSectionNumber(db: Db, reply_: string): Promise<number> {
  const { rows } = await sql<{ next: string }>`
    select coalesce(max(substring(code from '-S(\\d+)$')::int), 0) + 1 as next from history.section where reply = ${reply_}
  `.execute(db);
  return Number(rows[0]?.next ?? 1);
}

/** Suggestions without a reply whose title stands in a text, longest title first. */
export async function findUnanswered(
  db: Db,
  text: string,
): Promise<(SuggestionRow & { assignedByName: string })[]> {
  const { rows } = await sql<{ code: string }>`
    select s.code from register.suggestion s
    where position(s.title in ${text}) > 0 and not exists (select from register.reply r where r.suggestion = s.code)
    order by length(s.title) desc, s.code
  `.execute(db);
  const found: (SuggestionRow & { assignedByName: string })[] = [];
  for (const { code } of rows) {
    const [one] = await loadCases(db, { scope: { kind: 'all' }, code });
    if (one) found.push(one.suggestion);
  }
  return found;
}

/** SQL of promises: reading them with what belongs to them, holding one for an action, and the rules over several rows. */
import { sql } from 'kysely';
import type { RowOf } from '#kernel/contract/record.ts';
import type { Db } from '#kernel/db/open.ts';
import type { SetRule } from '#kernel/registers/actions.ts';
import type { commitment } from './registers/contract.ts';

export type CommitmentRow = RowOf<typeof commitment>;

/** Promises made by a day, in the order of their areas, with the names that belong to them. */
export async function readPromises(
  db: Db,
  asked: {
    asOf: string;
    reply?: string | undefined;
    record?: string | undefined;
    code?: string | undefined;
  },
): Promise<
  (CommitmentRow & {
    areaNumber: number;
    areaTitle: string;
    areaTitleEn: string;
    ownerName: string | null;
    planName: string | null;
    planNameEn: string | null;
    regionName: string | null;
    regionNameEn: string | null;
  })[]
> {
  let query = db
    .selectFrom('commitment as c')
    .innerJoin('area as a', 'a.code', 'c.area')
    .leftJoin('organisation as o', 'o.code', 'c.owner')
    .leftJoin('workPlan as p', 'p.code', 'c.plan')
    .leftJoin('region as r', 'r.code', 'c.region')
    .selectAll('c')
    .select(['a.number as areaNumber', 'a.title as areaTitle', 'a.titleEn as areaTitleEn'])
    .select(['o.name as ownerName', 'p.name as planName', 'p.nameEn as planNameEn'])
    .select(['r.name as regionName', 'r.nameEn as regionNameEn'])
    .where('c.promisedOn', '<=', asked.asOf);
  if (asked.reply !== undefined) query = query.where('c.reply', '=', asked.reply);
  if (asked.record !== undefined) query = query.where('c.sourceRecord', '=', asked.record);
  if (asked.code !== undefined) query = query.where('c.code', '=', asked.code);
  return query.orderBy('a.number').orderBy('c.order').orderBy('c.code').execute();
}

/** Co-owners, reports, changed dates and answers of some promises, each in order. */
export async function readCompanions(db: Db, codes: readonly string[], asOf: string) {
  const wanted = [...codes, ''];
  const coOwners = await db
    .selectFrom('coOwner as w')
    .innerJoin('organisation as o', 'o.code', 'w.organisation')
    .select(['w.commitment', 'w.organisation', 'w.sample', 'o.name'])
    .where('w.commitment', 'in', wanted)
    .orderBy('w.organisation')
    .execute();
  const reports = await db
    .selectFrom('progress')
    .selectAll()
    .where('commitment', 'in', wanted)
    .where('reportedOn', '<=', asOf)
    .orderBy('reportedOn')
    .orderBy('order')
    .execute();
  const moves = await db
    .selectFrom('dateChange')
    .selectAll()
    .where('commitment', 'in', wanted)
    .where('changedOn', '<=', asOf)
    .orderBy('order')
    .execute();
  const answers = await db
    .selectFrom('answer')
    .selectAll()
    .where('commitment', 'in', wanted)
    .where('answeredOn', '<=', asOf)
    .orderBy('order')
    .execute();
  return { coOwners, reports, moves, answers };
}

/** The promise an action is about, kept from other actions until this one is done; undefined when there is none. */
export async function holdPromise(db: Db, code: string): Promise<CommitmentRow | undefined> {
  return db.selectFrom('commitment').selectAll().where('code', '=', code).forNoKeyUpdate().executeTakeFirst();
}

/** Holds an area and gives the next place in it; undefined when there is no such area. */
export async function nextInArea(db: Db, area: string): Promise<number | undefined> {
  const held = await db
    .selectFrom('area')
    .select('code')
    .where('code', '=', area)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!held) return undefined;
  const { last } = await db
    .selectFrom('commitment')
    .select((eb) => eb.fn.coalesce(eb.fn.max('order'), sql<number>`0`).as('last'))
    .where('area', '=', area)
    .executeTakeFirstOrThrow();
  return Number(last) + 1;
}

/** The next place among the reports, changed dates or answers of a promise that is held. */
export async function nextPlace(
  db: Db,
  table: 'progress' | 'dateChange' | 'answer',
  commitment: string,
): Promise<number> {
  const { last } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.coalesce(eb.fn.max('order'), sql<number>`0`).as('last'))
    .where('commitment', '=', commitment)
    .executeTakeFirstOrThrow();
  return Number(last) + 1;
}

/**
 * The date first promised is never corrected away: since the record was entered it has had no other. The histories
 * know, whichever door the write came through.
 */
const firstDateStays: SetRule = {
  registers: ['commitments.commitment'],
  async find(db, { codes }) {
    const { rows } = await sql<{ code: string; first: string; now: string | null }>`
      select c.code, min(h.due_on)::text as first, c.due_on::text as now
      from register.commitment c
      join history.commitment h on h.code = c.code and h.due_on is not null and h.due_on is distinct from c.due_on
        and h.history_id > coalesce((select max(d.history_id) from history.commitment d
                                     where d.code = c.code and d.operation = 'delete'), 0)
      where c.code = any(${[...codes]})
      group by c.code, c.due_on order by c.code limit 100
    `.execute(db);
    return rows.map(({ code, first, now }) => ({
      zh: `改期须写明理由：用“改期”（承诺页上该项的“改期”，或 POST /api/commitments/${code}/date）。承诺“${code}”原定 ${first}，不能更正为${now === null ? '空' : ` ${now}`}`,
      en: `Moving a date needs a reason: use “Move the date” (on the page of promises, or POST /api/commitments/${code}/date). Promise “${code}” was first due on ${first}; this cannot be corrected to ${now ?? 'nothing'}`,
    }));
  },
};

/** Changes of a date follow one another: numbered from 1, each beginning where the one before ended. */
const movesFollow: SetRule = {
  registers: ['commitments.date-change', 'commitments.commitment'],
  async find(db, { register, codes }) {
    const touched = [...codes];
    const { rows } = await sql<{ commitment: string; order: number; expected: string | null }>`
      select m.commitment, m."order", m.expected::text as expected from (
        select d.commitment, d."order", d.old_due_on, d.new_due_on, d.changed_on, c.promised_on,
               row_number() over w as place,
               case when row_number() over w = 1 then c.due_on else lag(d.new_due_on) over w end as expected,
               lag(d.changed_on) over w as before
        from register.date_change d join register.commitment c on c.code = d.commitment
        where ${
          register === 'commitments.commitment'
            ? sql`d.commitment = any(${touched})`
            : sql`d.commitment in (select commitment from register.date_change where code = any(${touched})) or d.commitment = any(${touched})`
        }
        window w as (partition by d.commitment order by d."order")
      ) m
      where m."order" <> m.place or m.old_due_on is distinct from m.expected or m.new_due_on = m.old_due_on
         or m.changed_on < coalesce(m.before, m.promised_on) or m.new_due_on < m.promised_on
      order by 1, 2 limit 100
    `.execute(db);
    return rows.map(({ commitment, order, expected }) => ({
      zh: `承诺“${commitment}”的第 ${order} 次改期接不上：序号应从 1 连续，原定期限应为${expected === null ? '空' : ` ${expected}`}，现定期限应与之不同且不早于承诺日期，改期日期不早于上一次`,
      en: `Change ${order} of the date of promise “${commitment}” does not follow: they are numbered from 1, the date before must be ${expected ?? 'empty'}, the date now another and not before the promise, and the day of change not before the last`,
    }));
  },
};

export const commitmentSetRules: readonly SetRule[] = [firstDateStays, movesFollow];

/** Targets of promises among `codes`, for the rule that their figures exist. */
export async function readTargets(db: Db, codes: readonly string[]) {
  return db
    .selectFrom('commitment')
    .select(['code', 'targetFigure', 'targetParams'])
    .where('code', 'in', [...codes, ''])
    .where('targetFigure', 'is not', null)
    .execute();
}

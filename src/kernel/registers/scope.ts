/**
 * Whose rows are: the condition a description gives, as the application's own filter (with the reader's values) and
 * as the text of the database's policies (with the transaction's settings). Both from one walk, so they cannot differ
 * in what they mean, and either holds without the other.
 */
import { sql, type RawBuilder } from 'kysely';
import type { Belonging, Belongings, RecordDescription } from '#kernel/contract/record.ts';
import { columnName } from '#kernel/db/ddl.ts';
import type { Level, Scope } from '#kernel/db/scoped.ts';
import type { Registers } from './registry.ts';

type Fragment = RawBuilder<unknown>;

/** What a walk needs: how the reader's values are written, and what a row of another register is seen by. */
interface Writing {
  schema: 'register' | 'past' | 'history';
  isLevel: (...levels: Level[]) => Fragment;
  organisation: Fragment;
  account: Fragment;
  /** True where a region is the reader's or lies below it. */
  isRegion: (column: Fragment) => Fragment;
  /** True where a unit is one of those that lie in the reader's region; `units` are these, by `code`. */
  isAmong: (unit: Fragment, units: { from: Fragment; code: Fragment; where: Fragment }) => Fragment;
  /** Condition of the row a reference names; null where that row's own policy judges it. */
  further: ((description: RecordDescription, alias: string) => Fragment) | null;
}

const column = (alias: string, field: string): Fragment => sql.raw(`${alias}."${columnName(field)}"`);

function conditionOf(
  registers: Registers,
  description: RecordDescription,
  belonging: Belonging,
  alias: string,
  writing: Writing,
): Fragment {
  const inner = `${alias}_`;
  const tableOf = (of: RecordDescription): Fragment => sql.raw(`${writing.schema}.${of.table}`);
  const targetOf = (field: string): RecordDescription => registers.find(description.fields[field]?.to ?? '');
  if ('region' in belonging) {
    const [field = '', further] = belonging.region.split('.');
    if (further === undefined)
      return sql`(${writing.isLevel('region')} and ${writing.isRegion(column(alias, field))})`;
    return sql`(${writing.isLevel('region')} and exists (select from ${sql.raw(`register.${targetOf(field).table} as ${inner}`)}
      where ${column(inner, 'code')} = ${column(alias, field)} and ${writing.isRegion(column(inner, further))}))`;
  }
  if ('organisation' in belonging) {
    const own = column(alias, belonging.organisation);
    const unit = targetOf(belonging.organisation);
    const region = Object.entries(unit.fields).find(([, field]) => field.to?.endsWith('.region'))?.[0];
    if (region === undefined) throw new Error(`${unit.id} lies in no region`);
    const among = writing.isAmong(own, {
      from: sql.raw(`register.${unit.table} as ${inner}`),
      code: column(inner, 'code'),
      where: writing.isRegion(column(inner, region)),
    });
    return sql`(${writing.isLevel('organisation')} and ${own} = ${writing.organisation} or ${writing.isLevel('region')} and ${among})`;
  }
  if ('own' in belonging) {
    return sql`(${writing.isLevel('organisation', 'region', 'case')} and ${column(alias, belonging.own)} = ${writing.organisation})`;
  }
  if ('account' in belonging) {
    return sql`(${writing.isLevel('own')} and ${column(alias, belonging.account)} = ${writing.account})`;
  }
  if ('among' in belonging) {
    const { register, by, organisation } = belonging.among;
    return sql`(${writing.isLevel('organisation', 'region', 'case')} and exists (select from ${tableOf(registers.find(register))} as ${sql.raw(inner)}
      where ${column(inner, by)} = ${column(alias, 'code')} and ${column(inner, organisation)} = ${writing.organisation}))`;
  }
  const target = targetOf(belonging.of);
  return sql`exists (select from ${tableOf(target)} as ${sql.raw(inner)}
    where ${column(inner, 'code')} = ${column(alias, belonging.of)}${writing.further ? sql` and ${writing.further(target, inner)}` : sql``})`;
}

function anyOf(
  registers: Registers,
  description: RecordDescription,
  belongs: Belongings,
  alias: string,
  writing: Writing,
): Fragment {
  if (belongs === 'everyone') return sql`true`;
  if (belongs === 'whole' || belongs.length === 0) return sql`false`;
  const own = sql`(${sql.join(
    belongs.map((belonging) => conditionOf(registers, description, belonging, alias, writing)),
    sql` or `,
  )})`;
  // What is classified is for the whole's own staff alone.
  return 'classified' in description.fields
    ? sql`(not coalesce(${column(alias, 'classified')}, false) and ${own})`
    : own;
}

/** Levels that see of an open register what anyone sees. */
const likePublic: readonly Level[] = ['public', 'own', 'case'];

/**
 * The application's own filter: rows of a register a reader below the whole sees; null where he sees all. `met`: for
 * rows met one by one in another order, of which no index tells whose they are.
 */
export function scopeCondition(
  registers: Registers,
  description: RecordDescription,
  alias: string,
  scope: Scope,
  schema: 'register' | 'past' = 'register',
  reading: 'sought' | 'met' = 'sought',
): Fragment | null {
  if (scope.level === 'all' || scope.level === 'public' || description.belongs === 'everyone') return null;
  if (likePublic.includes(scope.level) && description.publicView.as !== 'nothing') return null;
  const region = sql`(with recursive below as (
    select ${scope.region}::text collate "C" as code
    union select r.code from register.region r join below b on r.parent = b.code) select array_agg(code) from below)`;
  const writing: Writing = {
    schema,
    isLevel: (...levels) => sql.raw(String(levels.includes(scope.level))),
    organisation: sql`${scope.organisation}::text`,
    account: sql`${scope.account}::text`,
    isRegion: (own) => sql`${own} = any (${region}::text[])`,
    // Worked out once: as an array, so that the index of the column serves a region's lists; else as a set to look in.
    isAmong: (unit, { from, code, where }) =>
      reading === 'met'
        ? sql`${unit} in (select ${code} from ${from} where ${where})`
        : sql`${unit} = any (array(select ${code} from ${from} where ${where}))`,
    further: (target, inner) => anyOf(registers, target, target.belongs, inner, writing),
  };
  const own = anyOf(registers, description, description.belongs, alias, writing);
  if (schema === 'register' || !('classified' in description.fields))
    return reading === 'met' ? sql`(${own}) is true` : own;
  const now = `${alias}now`;
  return sql`(${own} and exists (select from ${sql.raw(`register.${description.table} as ${now}`)}
    where ${column(now, 'code')} = ${column(alias, 'code')}
      and ${anyOf(registers, description, description.belongs, now, { ...writing, schema: 'register' })}))`;
}

/** Texts of a register's policies for readers below the whole, for `platform.guard`. */
export function guardConditions(
  registers: Registers,
  description: RecordDescription,
): { seen: string; seenPast: string; written: string } {
  const writingIn = (schema: 'register' | 'history'): Writing => ({
    schema,
    isLevel: (...levels) =>
      sql.raw(
        `(select platform.reader('level')) ${levels.length === 1 ? `= '${levels[0] ?? ''}'` : `in (${levels.map((level) => `'${level}'`).join(', ')})`}`,
      ),
    organisation: sql.raw(`(select platform.reader('organisation'))`),
    account: sql.raw(`(select platform.reader('account'))`),
    isRegion: (own) => sql`${own} = any ((select platform.reader_regions())::text[])`,
    isAmong: (unit, { from, code, where }) =>
      sql`exists ( select from ${from} where ${code} = ${unit} and ${where})`,
    further: null,
  });
  const textOf = (belongs: Belongings, schema: 'register' | 'history'): string =>
    render(anyOf(registers, description, belongs, description.table, writingIn(schema)));
  const open =
    description.publicView.as === 'nothing'
      ? ''
      : `(select platform.reader('level')) in (${likePublic.map((level) => `'${level}'`).join(', ')}) or `;
  // What has been classified since is gone from the past too: its versions are seen with the row that stands.
  const { table } = description;
  const standing =
    'classified' in description.fields
      ? ` and exists (select from register.${table} as ${table}_ where ${table}_."code" = ${table}."code")`
      : '';
  const seenIn = (schema: 'register' | 'history'): string =>
    description.belongs === 'everyone'
      ? `(select platform.reader('level')) is not null`
      : `${open}${textOf(description.belongs, schema)}${schema === 'history' ? standing : ''}`;
  return {
    seen: seenIn('register'),
    seenPast: seenIn('history'),
    written: writtenFor(description, textOf),
  };
}

/** Rows readers below the whole may write: by the doors every register has, or by the actions of its slice. */
function writtenFor(
  { belongs, keptBy, written }: RecordDescription,
  textOf: (belongs: Belongings, schema: 'register') => string,
): string {
  const parts: string[] = [];
  if (keptBy !== 'whole' && typeof belongs !== 'string') {
    const levels = keptBy === 'region' ? `= 'region'` : `in ('organisation', 'region')`;
    parts.push(`(select platform.reader('level')) ${levels} and ${textOf(belongs, 'register')}`);
  }
  if (written.length > 0) {
    parts.push(
      `(select platform.reader('level')) in ('organisation', 'region', 'case', 'own') and ${textOf(written, 'register')}`,
    );
  }
  return parts.length === 0 ? 'false' : parts.map((part) => `(${part})`).join(' or ');
}

/** A fragment without parameters as text. */
function render(fragment: Fragment): string {
  const node = fragment.toOperationNode();
  const text = (part: unknown): string => {
    const {
      kind,
      sqlFragments = [],
      parameters = [],
    } = part as {
      kind: string;
      sqlFragments?: readonly string[];
      parameters?: readonly unknown[];
    };
    if (kind !== 'RawNode') throw new Error(`a policy holds no ${kind}`);
    return sqlFragments
      .map((piece, index) => piece + (index < parameters.length ? text(parameters[index]) : ''))
      .join('');
  };
  return text(node).replaceAll(/\s+/g, ' ').trim();
}

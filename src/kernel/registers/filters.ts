/** The filters of a list as conditions over its rows. */
import { sql, type RawBuilder } from 'kysely';
import { readFilters, type Condition, type FilteredColumn, type Filters } from '#kernel/contract/filters.ts';
import type { Field } from '#kernel/contract/record.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { columnName } from '#kernel/db/ddl.ts';
import { plainText } from './tokens.ts';

type Fragment = RawBuilder<unknown>;

const column = (alias: string, field: string): Fragment => sql.raw(`"${alias}"."${columnName(field)}"`);

/** Fields as filters need them. */
export const filteredColumns = (fields: readonly [string, Field][]): FilteredColumn[] =>
  fields.map(([name, { label, kind, choices }]) => ({ name, label, kind, choices }));

/** Reads filters over the fields a reader sees. Refuses with all faults at once. */
export function parseFilters(fields: readonly [string, Field][], given: unknown): Filters {
  const { filters, faults } = readFilters(filteredColumns(fields), given);
  if (faults.length > 0) throw refuseFilters(faults);
  return filters;
}

const refuseFilters = (faults: Fault[]): Refusal =>
  new Refusal(
    'invalid-input',
    {
      zh: `筛选条件有 ${faults.length} 处问题：${faults[0]?.zh ?? ''}。请去掉或改正后再查。`,
      en: `The filters have ${faults.length} faults: ${faults[0]?.en ?? ''}. Remove or correct them and ask again.`,
    },
    faults,
  );

/** True where a text holds another, whatever its width and case. */
export const holdsText = (value: Fragment, text: string): Fragment =>
  sql`strpos(search.plain(${value}), ${plainText(text)}) > 0`;

function conditionOf(value: Fragment, kind: Field['kind'], condition: Condition): Fragment {
  if ('empty' in condition) return condition.empty ? sql`${value} is null` : sql`${value} is not null`;
  if ('has' in condition) return holdsText(value, condition.has);
  if ('is' in condition) {
    if (kind === 'flag') return sql`${value} = any(${condition.is.map(Boolean)}::boolean[])`;
    if (kind === 'integer') return sql`${value} = any(${condition.is.map(String)}::integer[])`;
    const texts = condition.is.map(String);
    return texts.length === 1 ? sql`${value} = ${texts[0]}` : sql`${value} = any(${texts}::text[])`;
  }
  const type = sql.raw(kind === 'date' ? 'date' : 'numeric');
  const bounds = [
    ...(condition.from === undefined ? [] : [sql`${value} >= ${condition.from}::${type}`]),
    ...(condition.to === undefined ? [] : [sql`${value} <= ${condition.to}::${type}`]),
  ];
  return sql`(${sql.join(bounds, sql` and `)})`;
}

/** The conditions of parsed filters over the rows of `alias`. */
export const filterConditions = (
  fields: readonly [string, Field][],
  filters: Filters,
  alias: string,
): Fragment[] =>
  fields.flatMap(([name, field]) => {
    const condition = Object.hasOwn(filters, name) ? filters[name] : undefined;
    return condition === undefined ? [] : [conditionOf(column(alias, name), field.kind, condition)];
  });

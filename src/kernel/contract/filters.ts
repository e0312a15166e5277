/** Filters of a list as its address carries them: what each column must be, read and judged the same on both sides. */
import { parseMoney } from './money.ts';
import type { Field } from './record.ts';
import type { Fault } from './refusal.ts';
import type { Words } from './words.ts';

/** What a column is held to: some of its values, a text in it, a stretch of days or numbers, empty or not. */
export type Condition =
  | { readonly is: readonly (string | boolean)[] }
  | { readonly has: string }
  | { readonly from?: string; readonly to?: string }
  | { readonly empty: boolean };

export type Filters = Readonly<Record<string, Condition>>;

/** A column as filters need it. */
export interface FilteredColumn {
  readonly name: string;
  readonly label: Words;
  readonly kind: Field['kind'];
  readonly choices?: Readonly<Record<string, Words>> | undefined;
}

/** Values a filter may list, and characters of a text it may hold. */
const most = { values: 50, text: 100 };

/** Kinds held to a stretch. */
const stretched: readonly Field['kind'][] = ['date', 'integer', 'decimal', 'money'];

/** Kinds held to some of their values, and those searched for a text. */
const listed: readonly Field['kind'][] = ['choice', 'reference', 'flag', 'text', 'integer'];

export const isStretched = ({ kind }: FilteredColumn): boolean => stretched.includes(kind);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A day, or a number within what a column can hold, as text. */
function isBound(kind: Field['kind'], value: unknown): value is string {
  if (typeof value !== 'string') return false;
  if (kind === 'date') {
    if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(value)) return false;
    const time = Date.parse(`${value}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
  }
  if (kind === 'money') return parseMoney(value) !== null;
  return kind === 'integer' ? /^-?\d{1,10}$/.test(value) : /^-?\d{1,15}(\.\d{1,6})?$/.test(value);
}

const isAfter = (kind: Field['kind'], from: string, to: string): boolean =>
  kind === 'date' ? from > to : Number(from) > Number(to);

const allows = (column: FilteredColumn, value: unknown): value is string | boolean => {
  if (column.kind === 'flag') return typeof value === 'boolean';
  if (typeof value !== 'string' || value.length > 400) return false;
  if (column.kind === 'integer') return isBound('integer', value);
  return column.kind !== 'choice' || Object.hasOwn(column.choices ?? {}, value);
};

const fault = (at: string, zh: string, en: string): Fault => ({ at: `/query/filters/${at}`, zh, en });

function readOne(column: FilteredColumn, value: unknown): Condition | Fault {
  const { name, label, kind } = column;
  const wrong = (zh: string, en: string): Fault => fault(name, `${label.zh}：${zh}`, `${label.en}: ${en}`);
  if (value === null) return { empty: true };
  if (isObject(value)) {
    const keys = Object.keys(value);
    if (keys.length === 1 && typeof value['empty'] === 'boolean') return { empty: value['empty'] };
    if (keys.length === 1 && keys[0] === 'has') {
      const text = value['has'];
      if (kind === 'text' && typeof text === 'string' && text.trim() !== '' && [...text].length <= most.text)
        return { has: text.trim() };
      return wrong(
        `只有文字列可以“包含”，至多 ${most.text} 个字符`,
        `only a text can be held to what it contains, at most ${most.text} characters`,
      );
    }
    const bounds = keys.every((key) => key === 'from' || key === 'to') && keys.length > 0;
    if (!bounds || !stretched.includes(kind))
      return wrong('不认识这样的条件', 'this condition is not known for the column');
    const { from, to } = value;
    for (const bound of [from, to]) {
      if (bound !== undefined && !isBound(kind, bound)) {
        return kind === 'date'
          ? wrong('起止应为存在的日期（YYYY-MM-DD）', 'a bound must be a day that exists (YYYY-MM-DD)')
          : wrong(
              '上下限应为数字（作文字写，不用逗号）',
              'a bound must be a number, as text without separators',
            );
      }
    }
    if (typeof from === 'string' && typeof to === 'string' && isAfter(kind, from, to))
      return wrong('下限大于上限', 'the lower bound lies above the upper');
    return {
      ...(typeof from === 'string' ? { from } : {}),
      ...(typeof to === 'string' ? { to } : {}),
    };
  }
  const values = (Array.isArray(value) ? value : [value]).map((one: unknown) =>
    kind === 'integer' && typeof one === 'number' ? String(one) : one,
  );
  if (values.length === 0 || values.length > most.values)
    return wrong(`应列出 1 至 ${most.values} 个值`, `1 to ${most.values} values may be listed`);
  if (stretched.includes(kind) && kind !== 'integer') {
    const [only] = values;
    return values.length === 1 && isBound(kind, only)
      ? { from: only, to: only }
      : wrong('应为一个日期或数字，或一段起止', 'must be one day or number, or a stretch of them');
  }
  const allowed = values.filter((one) => allows(column, one));
  if (!listed.includes(kind) || allowed.length < values.length) {
    return wrong(
      kind === 'choice' ? '含有不在选项中的值' : '值的类型不对',
      kind === 'choice' ? 'a value is none of the choices' : 'a value is of the wrong type',
    );
  }
  return { is: allowed };
}

/**
 * Reads the filters of a list: `{"kind":"university"}`, `{"kind":["university","company"]}`, `{"signedOn":{"from":
 * "2024-01-01"}}`, `{"amount":{"from":"10000","to":"50000"}}`, `{"title":{"has":"光电"}}`, `{"endedOn":{"empty":true}}`.
 * All faults come back at once; a column the reader may not see is to him none of the list's.
 */
export function readFilters(
  columns: readonly FilteredColumn[],
  given: unknown,
): { filters: Filters; faults: Fault[] } {
  const filters: Record<string, Condition> = {};
  const faults: Fault[] = [];
  if (!isObject(given)) {
    if (given !== undefined && given !== null)
      faults.push(fault('', '筛选条件应为 JSON 对象', 'the filters must be a JSON object'));
    return { filters, faults };
  }
  for (const [name, value] of Object.entries(given)) {
    const column = columns.find((one) => one.name === name);
    if (!column || column.kind === 'identity') {
      faults.push(
        fault(
          name.slice(0, 60),
          `没有可供筛选的列“${name.slice(0, 60)}”`,
          `there is no column “${name.slice(0, 60)}” to filter by`,
        ),
      );
      continue;
    }
    const read = readOne(column, value);
    if ('at' in read) faults.push(read);
    else filters[name] = read;
  }
  return { filters, faults };
}

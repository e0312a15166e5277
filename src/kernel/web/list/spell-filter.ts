import type { Condition } from '#kernel/contract/filters.ts';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { spellCell } from '../Cell.tsx';
import type { Speech } from '../language.ts';
import { listUi } from './list-words.ts';

/** A condition in words: `学校 或 企业`, `2024-01-01 – 2024-12-31`, `≥ 10,000`. `named`: titles of records by key. */
export function spellCondition(
  column: ColumnShape,
  condition: Condition,
  speech: Speech,
  named: ReadonlyMap<string, string>,
): string {
  const { say } = speech;
  const spell = (value: string | boolean): string =>
    typeof value === 'string' && column.kind === 'reference'
      ? (named.get(value) ?? value)
      : spellCell(column.kind === 'integer' ? Number(value) : value, column, speech);
  if ('empty' in condition) return say(condition.empty ? listUi.empty : listUi.filled);
  if ('has' in condition)
    return speech.language === 'zh'
      ? `${say(listUi.contains)}“${condition.has}”`
      : `${say(listUi.contains)} “${condition.has}”`;
  if ('is' in condition) return condition.is.map(spell).join(say(listUi.or));
  const { from, to } = condition;
  if (from !== undefined && to !== undefined)
    return from === to ? spell(from) : `${spell(from)} – ${spell(to)}`;
  return from === undefined ? `≤ ${spell(to ?? '')}` : `≥ ${spell(from)}`;
}

/** Places of faults, as the server names them, for a reader of either language. */
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { words, type Words } from '#kernel/contract/words.ts';
import { deskUi } from './desk-words.ts';

const tablePlace = /^(.*) 第 (\d+) 行(?:第 (\d+) 列)?(?: · .*（(\w+)）)?$/su;

/** `x.csv 第 3 行 · 合同金额（元）（amount）` as line and column in both languages; what is no such place stays as it is. */
export function spellPlace(
  at: string,
  columns: readonly ColumnShape[],
  registers: readonly { label: Words }[] = [],
): Words {
  const found = tablePlace.exec(at);
  // A rule over several rows has its place in a register as a whole.
  if (!found) return registers.find(({ label }) => label.zh === at)?.label ?? words(at, at);
  const [, file = '', line = '', cell, name] = found;
  const place = cell === undefined ? deskUi.line(file, line) : deskUi.lineCell(file, line, cell);
  const column = columns.find((one) => one.name === name);
  return column ? deskUi.within(place, column.label) : place;
}

/** The field of a form a fault lies in (`/row/amount`, `/body/reason`); undefined when it lies in none alone. */
export const fieldOfFault = (at: string): string | undefined => /^\/(?:row|body)\/(\w+)$/.exec(at)?.[1];

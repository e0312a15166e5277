/** Values covered for readers who may know that they are there and not what they are. */
import type { FieldRule, FieldRules } from '#kernel/access/policy.ts';
import type { CellShape } from '#kernel/contract/evidence.ts';
import type { Field } from '#kernel/contract/record.ts';

/** How a field is shown under rules. */
export const ruleOf = (rules: FieldRules, field: Field): FieldRule => rules[field.sensitivity];

/** All but the first character covered; a reference can be opened no more. */
export function coverCell(cell: CellShape): CellShape {
  if (cell === null) return null;
  if (typeof cell === 'object') return { code: null, title: coverText(cell.title) };
  return typeof cell === 'string' ? coverText(cell) : '**';
}

const coverText = (text: string): string => `${[...text][0] ?? ''}**`;

/** A sealed number as it is shown: `000000********1234`; a short one by its end alone. */
export const coverNumber = (plain: string): string =>
  plain.length > 12 ? `${plain.slice(0, 6)}********${plain.slice(-4)}` : `****${plain.slice(-4)}`;

/** What a door expects of a typed text. */
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import { cleanDay } from './clean.ts';

/** The value of a field from its text; what does not fit goes as it is, for the server to refuse. */
export function spellValueOf(column: ColumnShape, text: string): unknown {
  if (text.trim() === '') return null;
  if (column.kind === 'flag') return text === 'true';
  if (column.kind === 'integer' && /^-?\d{1,15}$/.test(text.trim())) return Number(text.trim());
  if (column.kind === 'date') return cleanDay(text) ?? text.trim();
  return column.kind === 'text' ? text : text.trim();
}

/** When something is to be reminded of; pure. */
import type { Words } from '#kernel/contract/words.ts';
import type { WorkItem } from './contract.ts';

/** Working days before the last one, or `late`. */
export type Offset = number | 'late';

/**
 * Which reminder an item is due for: the nearest of `offsets` (working days before the last one) that it has come
 * to, or that it is late; null before the first. Asked each working day, and each answer told once for an item and
 * its day, every offset comes up exactly once; one whose day was missed gives way to a nearer one.
 */
export function reminderFor(
  item: Pick<WorkItem, 'dueOn' | 'late' | 'workingDaysLeft'>,
  offsets: readonly number[],
): Offset | null {
  if (item.dueOn === null || item.workingDaysLeft === null) return null;
  if (item.late) return 'late';
  const left = item.workingDaysLeft;
  return offsets.toSorted((one, other) => one - other).find((offset) => left <= offset) ?? null;
}

/** Key under which a reminder is told once. A moved day is another one. */
export const reminderKey = (item: Pick<WorkItem, 'id' | 'dueOn'>, offset: Offset): string =>
  `reminder/${item.id}/${item.dueOn ?? ''}/${offset}`;

/** How far a day lies ahead, in words. */
export function printLeft({ late, workingDaysLeft }: Pick<WorkItem, 'late' | 'workingDaysLeft'>): Words {
  const left = Math.abs(workingDaysLeft ?? 0);
  const days = left === 1 ? 'working day' : 'working days';
  if (late)
    return left === 0
      ? { zh: '已逾期', en: 'Overdue' }
      : { zh: `逾期 ${left} 个工作日`, en: `${left} ${days} late` };
  return left === 0
    ? { zh: '今天到期', en: 'Due today' }
    : { zh: `还有 ${left} 个工作日`, en: `${left} ${days} left` };
}

/** Offsets of a parameter: `3 1`, `3、1`, `3,1`. Null when the text is no such list. */
export function parseOffsets(text: string): number[] | null {
  const parts = text.split(/[\s,，、;；]+/).filter((part) => part !== '');
  if (parts.length === 0 || parts.length > 10 || !parts.every((part) => /^\d{1,3}$/.test(part))) return null;
  return [...new Set(parts.map(Number))].toSorted((one, other) => other - one);
}

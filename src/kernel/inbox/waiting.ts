/** What waits for people: the interface by which slices say it, and how it is put in order. */
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import type { LifeStanding, WorkItem } from './contract.ts';

/** Who holds an item now, in words, and by what an account is known to be the one. */
export interface Holder {
  label: Words;
  role?: StaffRole;
  organisation?: string;
  account?: string;
}

/** One thing that waits for somebody, as its slice knows it. */
export interface WaitingItem {
  /** Unique within its source, and the same as long as it is the same thing at the same step. */
  id: string;
  /** What kind of thing: 代表建议. Fit for a mail, so it names no person and no case. */
  subject: Words;
  title: Words;
  /** A second line: whose, from whom. */
  note?: Words;
  /** The step it is at: 签发. */
  step: Words;
  link: string;
  holder: Holder;
  /** `mine`: the reader's own to do; `handed`: he did his part and another holds it; `others`: held by others. */
  place: 'mine' | 'handed' | 'others';
  /** Last day, `YYYY-MM-DD`. */
  dueOn: string | null;
  /** By which rule the last day was reckoned, step by step. */
  clock: { label: Words; reckoning: readonly Words[] } | null;
  /** Shown only once late or near its day; for what runs for months. */
  onlyWhenNear?: boolean;
  life: readonly { label: Words; state: LifeStanding }[];
  /** The one thing to do, in words: 审阅签发. */
  action: Words;
  sample?: boolean;
}

/** A slice's answer to “what waits”, for the reader `ctx` acts for and within what he may see. */
export interface WaitingSource {
  id: string;
  find: (ctx: Context, today: string) => Promise<WaitingItem[]>;
}

/** Today and its distance to other days in working days; made of a calendar by the app. */
export interface WorkDays {
  today: string;
  /** Hour of the day in Beijing, 0 to 23. */
  hour: number;
  isWorkingDay: boolean;
  /** Working days left until a day; negative when it is past, 0 when none lies between. */
  daysTo: (day: string) => number;
}

/** Working days within which something is near; a dated parameter, null while it is not set. */
export type Near = number | null;

/** An item with its source and how far its day lies ahead. */
export function reckonItem(source: string, item: WaitingItem, days: WorkDays): WorkItem {
  const late = item.dueOn !== null && item.dueOn < days.today;
  return {
    id: `${source}/${item.id}`,
    subject: item.subject,
    title: item.title,
    note: item.note ?? null,
    step: item.step,
    link: item.link,
    holder: item.holder.label,
    dueOn: item.dueOn,
    clock: item.clock && { label: item.clock.label, reckoning: [...item.clock.reckoning] },
    late,
    workingDaysLeft: item.dueOn === null ? null : days.daysTo(item.dueOn),
    life: item.life.map(({ label, state }) => ({ label, state })),
    action: item.action,
    sample: item.sample ?? false,
  };
}

const isNear = ({ late, workingDaysLeft }: WorkItem, near: Near): boolean =>
  late || (near !== null && workingDaysLeft !== null && workingDaysLeft <= near);

/** Late ones first, the longest late on top; then by the days left; without a day last. */
export const inOrderOfUrgency = (items: readonly WorkItem[]): WorkItem[] =>
  items.toSorted((one, other) =>
    (one.dueOn ?? '9999') < (other.dueOn ?? '9999')
      ? -1
      : (one.dueOn ?? '9999') > (other.dueOn ?? '9999')
        ? 1
        : one.id < other.id
          ? -1
          : 1,
  );

export interface Work {
  mine: WorkItem[];
  handed: WorkItem[];
  others: WorkItem[];
}

/** Everything the sources know for one reader, each part in order of urgency. */
export async function collectWork(
  ctx: Context,
  sources: readonly WaitingSource[],
  days: WorkDays,
  near: Near,
): Promise<Work> {
  const work: Work = { mine: [], handed: [], others: [] };
  for (const source of sources) {
    for (const item of await source.find(ctx, days.today)) {
      const reckoned = reckonItem(source.id, item, days);
      if (item.onlyWhenNear === true && !isNear(reckoned, near)) continue;
      work[item.place].push(reckoned);
    }
  }
  return {
    mine: inOrderOfUrgency(work.mine),
    handed: inOrderOfUrgency(work.handed),
    others: inOrderOfUrgency(work.others),
  };
}

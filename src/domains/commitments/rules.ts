/** Where a promise stands on a day, and who must act on it; pure. Days are `YYYY-MM-DD`. */

/** States of a promise: nothing reported yet, something reported, past its date, kept, no longer pursued. */
export const states = ['promised', 'in-progress', 'overdue', 'kept', 'dropped'] as const;
export type State = (typeof states)[number];

/** Kept, not kept (late or given up), running: what the public asks first. */
export const outcomes = ['kept', 'not-kept', 'running'] as const;
export type Outcome = (typeof outcomes)[number];

/** The outcome a state stands for. */
export const outcomeOf = (state: State): Outcome =>
  state === 'kept' ? 'kept' : state === 'overdue' || state === 'dropped' ? 'not-kept' : 'running';

/** The dates a promise is judged by. */
export interface Standing {
  /** The date that holds: the last change's, else the first promised. */
  dueOn: string | null;
  keptOn: string | null;
  droppedOn: string | null;
  /** Day of the first report, if any. */
  reportedOn: string | null;
}

/** Whole days from one day to another; negative when it lies before. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;

const reached = (on: string | null, day: string): on is string => on !== null && on <= day;

/**
 * Where a promise stands on `day`. What is dated later has not happened yet. The due day itself is not overdue
 * (民法典 201, 203: a term ends with the end of its last day).
 * `daysLeft`: calendar days until the date; null without one, when it is past or the promise is over.
 * `daysLate`: calendar days past it; for one kept after its date, how late it was kept; else null.
 */
export function judge(
  standing: Standing,
  day: string,
): { state: State; daysLeft: number | null; daysLate: number | null } {
  const { dueOn, keptOn, droppedOn, reportedOn } = standing;
  if (reached(keptOn, day)) {
    const late = dueOn === null ? 0 : daysBetween(dueOn, keptOn);
    return { state: 'kept', daysLeft: null, daysLate: late > 0 ? late : null };
  }
  if (reached(droppedOn, day)) return { state: 'dropped', daysLeft: null, daysLate: null };
  const left = dueOn === null ? null : daysBetween(day, dueOn);
  if (left !== null && left < 0) return { state: 'overdue', daysLeft: null, daysLate: -left };
  return { state: reached(reportedOn, day) ? 'in-progress' : 'promised', daysLeft: left, daysLate: null };
}

/** A promise's target figure read twice: on the day asked, and on its due day where that is past. */
export interface Followed {
  reachedNow: boolean;
  reachedByDue: boolean;
}

/**
 * Where a promise stands when its target is a figure: it follows the figure by itself. It is kept while the figure
 * reaches the target; once its date is past, what the figure was on that day decides, and a target reached only
 * afterwards is kept late. What was recorded (kept, dropped) stays as recorded. `by`: what decided a kept one.
 */
export function follow(
  standing: Standing,
  target: Followed | null,
  day: string,
): ReturnType<typeof judge> & { by: 'record' | 'figure' | null; afterDate: boolean } {
  const judged = judge(standing, day);
  if (judged.state === 'kept') return { ...judged, by: 'record', afterDate: judged.daysLate !== null };
  if (target === null || judged.state === 'dropped') return { ...judged, by: null, afterDate: false };
  const late = judged.state === 'overdue';
  if (!target.reachedNow && !(late && target.reachedByDue)) return { ...judged, by: null, afterDate: false };
  return {
    state: 'kept',
    daysLeft: null,
    daysLate: null,
    by: 'figure',
    afterDate: late && !target.reachedByDue,
  };
}

/** Who must act on a late promise: its owner from the first day; then the head of division; then the department leader. */
export const levels = ['owner', 'division', 'leader'] as const;
export type Level = (typeof levels)[number];

/** Calendar days past the date from which a level is reached; null where no parameter is in force. */
export type LevelDays = Readonly<Record<Exclude<Level, 'owner'>, number | null>>;

/** The level a promise has reached that is `daysLate` past its date; null while it is not late. */
export function levelOf(daysLate: number | null, { division, leader }: LevelDays): Level | null {
  if (daysLate === null || daysLate <= 0) return null;
  if (leader !== null && daysLate >= leader) return 'leader';
  return division !== null && daysLate >= division ? 'division' : 'owner';
}

/**
 * Whether somebody who asked still waits for an answer: the promise is done or given up, came from a reply, a meeting,
 * an agreement or a region's wish, and nothing was answered yet.
 */
export const owesAnswer = (
  source: { reply: string | null; region: string | null; sourceKind: string | null },
  state: State,
  answers: number,
): boolean =>
  answers === 0 &&
  (state === 'kept' || state === 'dropped') &&
  (source.reply !== null ||
    source.region !== null ||
    source.sourceKind === 'consultation-meeting' ||
    source.sourceKind === 'agreement');

/** What promises are sorted by: each has one value in each. */
export const sides = ['area', 'owner', 'source', 'plan', 'outcome', 'state'] as const;
export type Side = (typeof sides)[number];
export type Sides = Readonly<Record<Side, string>>;
export type Chosen = Readonly<Partial<Record<Side, string | undefined>>>;

/** Whether a promise is among those chosen; `except` leaves sides out. */
export const isChosen = (of: Sides, chosen: Chosen, except: readonly Side[] = []): boolean =>
  sides.every((side) => except.includes(side) || chosen[side] === undefined || chosen[side] === of[side]);

/** How many there are of each value of a side, under what is chosen on the others: each count opens to its rows. */
export function countBy(all: readonly Sides[], side: Side, chosen: Chosen): Map<string, number> {
  // A state is a finer outcome, and a plan a finer source: one gives way to the other.
  const together: readonly (readonly Side[])[] = [
    ['outcome', 'state'],
    ['source', 'plan'],
  ];
  const except = together.find((pair) => pair.includes(side)) ?? [side];
  const counts = new Map<string, number>();
  for (const of of all)
    if (isChosen(of, chosen, except)) counts.set(of[side], (counts.get(of[side]) ?? 0) + 1);
  return counts;
}

/** The date that holds after the changes made by `day`; changes in their order. */
export const dueAfter = (
  first: string | null,
  changes: readonly { newDueOn: string; changedOn: string }[],
  day: string,
): string | null => changes.findLast(({ changedOn }) => changedOn <= day)?.newDueOn ?? first;

/** Whether decimal text `value` is at least `target`; exact, without floats. */
export function reaches(value: string | null, target: string): boolean {
  if (value === null) return false;
  const [actual, wanted] = [value, target].map((text) => {
    const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    const scaled = BigInt(whole + fraction.padEnd(12, '0').slice(0, 12));
    return sign === '-' ? -scaled : scaled;
  });
  return (actual ?? 0n) >= (wanted ?? 0n);
}

/** The clocks of a case: laid on the calendar by the terms in force on the day each begins. */
import {
  countWorkingDays,
  loadCalendar,
  parseTerm,
  printTerm,
  reckon,
  requireTerm,
  type Calendar,
} from '#domains/calendar/index.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db } from '#kernel/db/open.ts';
import { readClock } from '#kernel/db/open.ts';
import type { Clock } from './contract.ts';
import { listDeadlines } from './store.ts';

const labels = {
  ordinary: { zh: '答复期限', en: 'Reply' },
  complex: { zh: '答复期限（复杂件）', en: 'Reply (complex)' },
  return: { zh: '退回期限', en: 'Return' },
  'co-opinion': { zh: '会办意见期限', en: 'Opinion' },
  second: { zh: '二次办理期限', en: 'Second handling' },
  feedback: { zh: '反馈期限', en: 'Feedback' },
  publication: { zh: '公开期限', en: 'Publication' },
} as const satisfies Record<string, Words>;

export type ClockName = keyof typeof labels;

const parameterOf = (name: ClockName): string => `replies.deadline.${name}`;

/** Lays one clock; null while its term is not set for the day it begins. */
export type LayClock = (name: ClockName, from: string, metOn: string | null) => Clock | null;

/** Everything clocks need, read once for a page. */
export async function openClocks(db: Db): Promise<{ today: string; lay: LayClock }> {
  const { today } = await readClock(db);
  const calendar = await loadCalendar(db);
  const versions = await listDeadlines(db);
  const lay: LayClock = (name, from, metOn) => {
    const version = versions.findLast(
      (one) =>
        one.name === parameterOf(name) &&
        one.validFrom <= from &&
        (one.validTo === null || one.validTo > from),
    );
    return version ? layClock(calendar, today, { name, from, metOn, version }) : null;
  };
  return { today, lay };
}

function layClock(
  calendar: Calendar,
  today: string,
  question: {
    name: ClockName;
    from: string;
    metOn: string | null;
    version: { value: string; document: string; basis: string };
  },
): Clock {
  const { name, from, metOn, version } = question;
  const term = parseTerm(version.value);
  const reckoning = reckon(calendar, from, term);
  const left = metOn === null ? countWorkingDays(calendar, today, reckoning.due) : null;
  return {
    name,
    label: labels[name],
    from,
    term: printTerm(term).zh,
    due: reckoning.due,
    metOn,
    workingDaysLeft: left?.workingDays ?? null,
    late: (metOn ?? today) > reckoning.due,
    provisional: reckoning.provisional,
    document: version.document,
    basis: version.basis,
    steps: reckoning.steps.map(({ zh, en }) => ({ zh, en })),
  };
}

/** Refuses while the term of a clock is not set for a day. */
export async function requireClock(db: Db, name: ClockName, day: string): Promise<void> {
  await requireTerm(db, parameterOf(name), day);
}

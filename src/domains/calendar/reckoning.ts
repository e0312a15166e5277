/** Terms laid on the calendar step by step, and working days counted; pure. */
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Reckoning, Remaining, Step, Term } from './contract.ts';
import {
  kindOf,
  latestYear,
  missingWords,
  refuseTooLate,
  requireDay,
  requireLength,
  shiftDay,
  toOrdinal,
  weekdayOf,
  yearOf,
  type Calendar,
  type NoticedDay,
} from './rules.ts';

const weekdayNames = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};

const nameDay = (day: string): Words => ({
  zh: `${yearOf(day)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日（${weekdayNames.zh[weekdayOf(day) - 1]}）`,
  en: `${day} (${weekdayNames.en[weekdayOf(day) - 1]})`,
});

const nameSpan = (from: string, to: string): Words =>
  from === to
    ? nameDay(from)
    : { zh: `${nameDay(from).zh}至${nameDay(to).zh}`, en: `${nameDay(from).en} to ${nameDay(to).en}` };

/** Days one after another that count alike for the same reason. */
interface Run {
  from: string;
  to: string;
  kind: 'plain' | 'off' | 'work';
  notice: NoticedDay | null;
  working: number;
  resting: number;
}

/** Collects days into runs; years without a notice are noted as they are met. */
class Walk {
  readonly runs: Run[] = [];
  readonly missing: number[] = [];
  readonly #calendar: Calendar;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /** Takes one day; says whether it is worked on. */
  take(day: string): boolean {
    const { kind, notice } = kindOf(this.#calendar, day);
    const working = kind === 'working' || kind === 'work';
    const year = yearOf(day);
    const fresh = !this.#calendar.years.has(year) && !this.missing.includes(year);
    if (fresh) this.missing.push(year);
    const last = this.runs.at(-1);
    const plain = notice === null;
    if (
      last &&
      !fresh &&
      last.notice?.document === notice?.document &&
      last.notice?.holiday === notice?.holiday &&
      last.kind === (plain ? 'plain' : notice.kind)
    ) {
      last.to = day;
      last.working += working ? 1 : 0;
      last.resting += working ? 0 : 1;
    } else {
      this.runs.push({
        from: day,
        to: day,
        kind: plain ? 'plain' : notice.kind,
        notice,
        working: working ? 1 : 0,
        resting: working ? 0 : 1,
      });
    }
    return working;
  }

  /** The runs in words, with a running count of working days; each missing year before its first day. */
  describe(): Step[] {
    const left = [...this.missing];
    let total = 0;
    return this.runs.flatMap((run) => {
      total += run.working;
      const first = left[0];
      const steps: Step[] = [];
      if (first !== undefined && yearOf(run.from) === first) {
        left.shift();
        steps.push(missingStep(first, run));
      }
      return [...steps, describeRun(run, total)];
    });
  }
}

const missingStep = (year: number, { from, to }: Pick<Run, 'from' | 'to'>): Step => ({
  kind: 'missing',
  from,
  to,
  counted: 0,
  ...missingWords(year),
});

function describeRun(run: Run, total: number): Step {
  const { from, to, notice, working, resting } = run;
  const span = nameSpan(from, to);
  const soFar = { zh: `，累计 ${total} 个`, en: `, ${total} so far` };
  if (run.kind === 'off') {
    return {
      kind: 'off',
      from,
      to,
      counted: 0,
      zh: `${span.zh}：${notice?.holiday}放假 ${resting} 天，不计（${notice?.document}）`,
      en: `${span.en}: ${notice?.holiday}, ${countDays(resting)} off, not counted (${notice?.document})`,
    };
  }
  if (run.kind === 'work') {
    return {
      kind: 'make-up',
      from,
      to,
      counted: working,
      zh: `${span.zh}：${notice?.holiday}调休上班，计 ${working} 个工作日${soFar.zh}（${notice?.document}）`,
      en: `${span.en}: worked to make up for ${notice?.holiday}, counted ${working}${soFar.en} (${notice?.document})`,
    };
  }
  const rest = { zh: `周末 ${resting} 天不计`, en: `${countDays(resting)} of weekend not counted` };
  if (working === 0) {
    return { kind: 'off', from, to, counted: 0, zh: `${span.zh}：${rest.zh}`, en: `${span.en}: ${rest.en}` };
  }
  return {
    kind: 'counted',
    from,
    to,
    counted: working,
    zh: `${span.zh}：计 ${working} 个工作日${resting > 0 ? `，${rest.zh}` : ''}${soFar.zh}`,
    en: `${span.en}: ${countDays(working, 'working day')}${resting > 0 ? `, ${rest.en}` : ''}${soFar.en}`,
  };
}

const countDays = (count: number, what = 'day'): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const startStep = (from: string): Step => ({
  kind: 'start',
  from,
  to: from,
  counted: 0,
  zh: `${nameDay(from).zh}当日不计入，自次日起算（民法典第二百零一条）`,
  en: `${nameDay(from).en} itself is not counted; the term runs from the next day (Civil Code art. 201)`,
});

const dueStep = (due: string): Step => ({
  kind: 'due',
  from: due,
  to: due,
  counted: 0,
  zh: `最后一日：${nameDay(due).zh}`,
  en: `Last day: ${nameDay(due).en}`,
});

/** The `count`-th working day after `from`. Refuses a day that does not exist and a term over its bound. */
export function addWorkingDays(calendar: Calendar, from: string, count: number): Reckoning {
  const term = requireLength({ count, unit: 'working-days', moves: true });
  requireDay(from, { zh: '起算日', en: 'The first day' });
  const walk = new Walk(calendar);
  let due = from;
  for (let counted = 0; counted < count;) {
    due = shiftDay(due, 1);
    if (walk.take(due)) counted += 1;
  }
  return {
    from,
    term,
    steps: [startStep(from), ...walk.describe(), dueStep(due)],
    due,
    provisional: walk.missing.length > 0,
    missingYears: walk.missing,
  };
}

/**
 * `count` days after `from`; a last day that is off gives way to the first working day after it (民法典 203), unless
 * `moves` is false.
 */
function addDays(calendar: Calendar, from: string, count: number, moves = true): Reckoning {
  const term = requireLength({ count, unit: 'days', moves });
  requireDay(from, { zh: '起算日', en: 'The first day' });
  const last = shiftDay(from, count);
  const first = shiftDay(from, 1);
  const span = nameSpan(first, last);
  const counted: Step = {
    kind: 'counted',
    from: first,
    to: last,
    counted: count,
    zh: `${span.zh}：共 ${count} 日，含休息日`,
    en: `${span.en}: ${countDays(count)}, days off included`,
  };
  return closeTerm(calendar, from, term, [startStep(from), counted], last);
}

/**
 * The day of the same number `count` months on, else that month's last day (民法典 202); a last day that is off moves
 * as with days.
 */
function addMonths(calendar: Calendar, from: string, count: number, moves = true): Reckoning {
  const term = requireLength({ count, unit: 'months', moves });
  requireDay(from, { zh: '起算日', en: 'The first day' });
  const months = yearOf(from) * 12 + Number(from.slice(5, 7)) - 1 + count;
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  if (year > latestYear) throw refuseTooLate();
  const wanted = Number(from.slice(8));
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const last = `${year}-${String(month).padStart(2, '0')}-${String(Math.min(wanted, days)).padStart(2, '0')}`;
  const name = nameDay(last);
  const step: Step =
    wanted > days
      ? {
          kind: 'month-end',
          from: last,
          to: last,
          counted: 0,
          zh: `${count} 个月后是${year}年${month}月，没有 ${wanted} 日，以月末日 ${name.zh}为最后一日（民法典第二百零二条）`,
          en: `${count} months on is ${year}-${String(month).padStart(2, '0')}, which has no day ${wanted}: its last day ${name.en} is the last (Civil Code art. 202)`,
        }
      : {
          kind: 'counted',
          from: last,
          to: last,
          counted: 0,
          zh: `${count} 个月后的对应日：${name.zh}（民法典第二百零二条）`,
          en: `The corresponding day ${countDays(count, 'month')} on: ${name.en} (Civil Code art. 202)`,
        };
  return closeTerm(calendar, from, term, [startStep(from), step], last);
}

/** Moves a last day that is off, and closes the reckoning. */
function closeTerm(calendar: Calendar, from: string, term: Term, steps: Step[], last: string): Reckoning {
  const walk = new Walk(calendar);
  let due = last;
  if (term.moves) while (!walk.take(due)) due = shiftDay(due, 1);
  const missing = walk.missing.map((year) => missingStep(year, { from: last, to: due }));
  const moved = due === last ? [] : [moveStep(calendar, walk, last, due)];
  return {
    from,
    term,
    steps: [...steps, ...missing, ...moved, dueStep(due)],
    due,
    provisional: walk.missing.length > 0,
    missingYears: walk.missing,
  };
}

function moveStep(calendar: Calendar, walk: Walk, last: string, due: string): Step {
  const off = walk.runs.filter(({ resting }) => resting > 0);
  const why = {
    zh: off.map(({ notice }) => (notice ? `${notice.holiday}放假（${notice.document}）` : '周末')).join('、'),
    en: off
      .map(({ notice }) => (notice ? `${notice.holiday} (${notice.document})` : 'the weekend'))
      .join(', '),
  };
  const makeUp = kindOf(calendar, due).notice;
  const worked = makeUp
    ? {
        zh: `（${makeUp.holiday}调休上班，${makeUp.document}）`,
        en: ` (worked to make up for ${makeUp.holiday}, ${makeUp.document})`,
      }
    : { zh: '', en: '' };
  return {
    kind: 'moved',
    from: last,
    to: due,
    counted: 0,
    zh: `${nameDay(last).zh}是休息日：${why.zh}；顺延至其后第一个工作日 ${nameDay(due).zh}${worked.zh}（民法典第二百零三条）`,
    en: `${nameDay(last).en} is a day off: ${why.en}; it moves to the first working day after it, ${nameDay(due).en}${worked.en} (Civil Code art. 203)`,
  };
}

/** Lays a term on the calendar from the day of its event. */
export function reckon(calendar: Calendar, from: string, term: Term): Reckoning {
  switch (term.unit) {
    case 'working-days':
      return { ...addWorkingDays(calendar, from, term.count), term };
    case 'months':
      return addMonths(calendar, from, term.count, term.moves);
    case 'days':
      return addDays(calendar, from, term.count, term.moves);
  }
}

/** Longest stretch counted, days. */
const longestStretch = 7320;

/**
 * Working days after `from` up to and with `to`: what is left today (`from`) of a term that ends on `to`. When `to` is
 * past, the working days after it up to and with `from`, negative. Refuses days more than twenty years apart.
 */
export function countWorkingDays(calendar: Calendar, from: string, to: string): Remaining {
  requireDay(from, { zh: '起算日', en: 'The first day' });
  requireDay(to, { zh: '截止日', en: 'The last day' });
  const days = toOrdinal(to) - toOrdinal(from);
  if (Math.abs(days) > longestStretch) {
    throw new Refusal('invalid-input', {
      zh: `${from} 与 ${to} 相隔超过二十年，不作推算。请核对日期。`,
      en: `${from} and ${to} are more than twenty years apart. Check the days.`,
    });
  }
  const overdue = days < 0;
  const [start, end] = overdue ? [to, from] : [from, to];
  const walk = new Walk(calendar);
  let count = 0;
  for (let day = start; day < end;) {
    day = shiftDay(day, 1);
    if (walk.take(day)) count += 1;
  }
  return {
    from,
    to,
    workingDays: overdue && count > 0 ? -count : count,
    days,
    overdue,
    words: remainingWords(count, days),
    steps: walk.describe(),
    provisional: walk.missing.length > 0,
    missingYears: walk.missing,
  };
}

function remainingWords(count: number, days: number): Words {
  if (days === 0) return { zh: '今天到期', en: 'Due today' };
  if (count > 0) {
    return days > 0
      ? { zh: `还有 ${count} 个工作日`, en: `${countDays(count, 'working day')} left` }
      : { zh: `已逾期 ${count} 个工作日`, en: `Overdue by ${countDays(count, 'working day')}` };
  }
  // Nothing but days off lie between.
  return days > 0
    ? { zh: `还有 ${days} 天（均为休息日）`, en: `${countDays(days)} left, all of them off` }
    : { zh: `已逾期 ${-days} 天（均为休息日）`, en: `Overdue by ${countDays(-days)}, all of them off` };
}

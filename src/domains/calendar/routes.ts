/** Binds the doors of the calendar. */
import { knownAtOf, type Service } from '#kernel/http/serve.ts';
import { readKnown } from '#kernel/db/open.ts';
import { readYear, reckonTerm } from './contract.ts';
import { reckon } from './reckoning.ts';
import { isWorkingDay, kindOf, listDays, missingWords, parseTerm, weekdayOf } from './rules.ts';
import { loadCalendar } from './store.ts';

export function bindCalendarDoors(service: Service): void {
  service.bind(reckonTerm, async (call) => {
    const term = parseTerm(call.query.term);
    const calendar = await readKnown(call.ctx.db, knownAtOf(call), loadCalendar);
    return reckon(calendar, call.query.from, term);
  });

  service.bind(readYear, async (call) => {
    const calendar = await readKnown(call.ctx.db, knownAtOf(call), loadCalendar);
    const year = Number(call.params.year);
    const days = listDays(year).map((day) => {
      const { kind, notice } = kindOf(calendar, day);
      return {
        day,
        weekday: weekdayOf(day),
        kind,
        working: isWorkingDay(calendar, day),
        holiday: notice?.holiday ?? null,
        document: notice?.document ?? null,
      };
    });
    const whole = calendar.years.get(year);
    const documents = new Set([whole?.document, ...days.map(({ document }) => document)]);
    return {
      year,
      provisional: whole === undefined,
      words: whole === undefined ? missingWords(year) : null,
      documents: [...documents].filter((document) => typeof document === 'string'),
      workingDays: days.filter(({ working }) => working).length,
      days,
    };
  });
}

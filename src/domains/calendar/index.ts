/** Working days: the calendar, terms laid on it, and what is left of them. */
export { countWorkingDays, reckon } from './reckoning.ts';
export { bindCalendarDoors } from './routes.ts';
export { isWorkingDay, parseTerm, printTerm, type Calendar } from './rules.ts';
export { calendarSetRules, hasNotices, loadCalendar } from './store.ts';
export { requireTerm } from './parameters.ts';
export type { Reckoning } from './contract.ts';

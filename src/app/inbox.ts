/** The workbench put together: what can wait, what can be watched, and on which calendar. */
import { countWorkingDays, isWorkingDay, loadCalendar } from '#domains/calendar/index.ts';
import { waitingPromises } from '#domains/commitments/index.ts';
import { waitingNotices } from '#domains/notices/index.ts';
import { waitingRaces } from '#domains/race/index.ts';
import { waitingConsultations } from '#domains/consultations/index.ts';
import { nameCase, readLetter, waitingCases, waitingLetters } from '#domains/replies/index.ts';
import { waitingRequests } from '#domains/statements/index.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import { readClock, type Db } from '#kernel/db/open.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import { readParams } from '#kernel/figures/registry.ts';
import type { InboxHouse, Watchable } from '#kernel/inbox/routes.ts';
import type { WaitingSource, WorkDays } from '#kernel/inbox/waiting.ts';
import { parameterOn } from '#kernel/parameters/read.ts';
import { refuseUnknown } from '#kernel/registers/actions.ts';
import { listRows, readerOf } from '#kernel/registers/listing.ts';
import { figures, parseParams, registers } from './house.ts';
import { owingEvidence } from './inbox-owing.ts';

/** Everything that can wait for somebody, in the order it is asked. */
export const waitingSources: readonly WaitingSource[] = [
  waitingCases,
  waitingRequests(figures),
  waitingNotices,
  waitingRaces,
  waitingPromises(figures),
  waitingConsultations(figures),
  waitingLetters(figures),
  owingEvidence(registers),
];

const record: Watchable = {
  find: async (ctx, subject) => {
    const slash = subject.indexOf('/');
    const description = registers.find(slash < 0 ? subject : subject.slice(0, slash));
    const code = subject.slice(slash + 1);
    const reader = readerOf(ctx, registers);
    const { rows } = await listRows(reader, { description }, { page: 1, pageSize: 1, codes: [code] });
    const [row] = rows;
    if (!row || row.stub || row.code === null) throw refuseUnknown(description, code);
    const cell = row.cells[description.title];
    const named = typeof cell === 'object' && cell !== null && 'title' in cell ? cell.title : cell;
    const title = String(named ?? code);
    return {
      title: { zh: `${description.label.zh}：${title}`, en: `${description.label.en}: ${title}` },
      link: `/records/${description.id}/${encodeURIComponent(code)}`,
      record: { table: description.table, code },
    };
  },
};

const figure: Watchable = {
  find: async ({ db }, subject) => {
    const space = subject.indexOf(' ');
    const id = space < 0 ? subject : subject.slice(0, space);
    const asked = figures.find(id);
    const params = readParams(asked, space < 0 ? {} : parseParams(subject.slice(space + 1)));
    const { today } = await readClock(db);
    const reading = await readFigureValue(db, {
      figure: asked,
      params,
      asOf: today,
      knownAt: null,
      qualifier: 'none',
    });
    const values = Object.values(params).map(String).join(' ');
    const suffix = values === '' ? { zh: '', en: '' } : { zh: `（${values}）`, en: ` (${values})` };
    const search = new URLSearchParams({ figure: id });
    if (values !== '') search.set('params', JSON.stringify(params));
    return {
      title: { zh: asked.label.zh + suffix.zh, en: asked.label.en + suffix.en },
      link: `/figures?${search.toString()}`,
      value: { text: reading.value ?? '', words: reading.phrase },
    };
  },
};

const letter: Watchable = {
  find: async ({ db, actor }, subject) => {
    const found = await readLetter(db, actor, figures, subject);
    const drifted = found.citations.filter(({ drift }) => drift !== null);
    return {
      title: { zh: `答复 ${found.code}`, en: `Letter ${found.code}` },
      link: `/letters/${encodeURIComponent(found.code)}`,
      value: {
        text: drifted
          .map(({ order, drift }) => `${order}:${drift?.value ?? ''}:${drift?.rows ?? ''}`)
          .join(' '),
        words: {
          zh: drifted.length === 0 ? '与签发时一致' : `${drifted.length} 处数字与签发时不同`,
          en:
            drifted.length === 0
              ? 'as it was signed'
              : `${drifted.length} ${drifted.length === 1 ? 'figure differs' : 'figures differ'} from when it was signed`,
        },
      },
    };
  },
};

const handled: Watchable = {
  find: async ({ db, actor }, subject) => {
    const { title, state, stateLabel, table } = await nameCase(db, actor, subject);
    return {
      title: { zh: title, en: title },
      link: `/desk/${encodeURIComponent(subject)}`,
      // What he may not see of it tells him nothing: where it stands for him is compared instead.
      ...(table === null
        ? { value: { text: state, words: stateLabel } }
        : { record: { table, code: subject } }),
    };
  },
};

export const watchables: InboxHouse['watchables'] = { record, figure, letter, case: handled };

/** Hour in Beijing of an instant of the database (UTC). */
const hourOf = (instant: string): number => (Number(instant.slice(11, 13)) + 8) % 24;

/** Today with its distance to other days, by the calendar as it stands now. */
export async function openDays(db: Db): Promise<WorkDays> {
  const { now, today } = await readClock(db);
  const calendar = await loadCalendar(db);
  return {
    today,
    hour: hourOf(now),
    isWorkingDay: isWorkingDay(calendar, today),
    daysTo: (day) => countWorkingDays(calendar, today, day).workingDays,
  };
}

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,4}$/.test(text.trim()) ? Number(text) : null;

export const inboxHouse: InboxHouse = {
  sources: waitingSources,
  watchables,
  openDays: async ({ db }: Context) => {
    const days = await openDays(db);
    return { days, near: wholeNumber((await parameterOn(db, 'work.near', days.today))?.value) };
  },
};

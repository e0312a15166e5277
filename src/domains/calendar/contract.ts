/** Working days: the yearly holiday notices, their days, and the doors that reckon with them. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { Moment } from '#kernel/contract/evidence.ts';
import {
  choice,
  date,
  DateText,
  integer,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** Years a notice or a question may be about. */
const earliestYear = 1950;
const latestYear = 2199;

/**
 * Notices of days off and make-up working days, one for each year, and changes to them. A later notice decides over
 * an earlier one; a superseded one decides nothing.
 */
export const notice = record({
  id: 'calendar.notice',
  belongs: 'everyone',
  label: words('放假通知', 'Holiday notices'),
  key: 'document',
  title: 'document',
  fields: {
    document: text(words('文号', 'Document number'), {
      max: 80,
      note: words('如 国办发明电〔2024〕12号', 'such as 国办发明电〔2024〕12号'),
    }),
    year: integer(words('年度', 'Year'), { min: earliestYear, max: latestYear }),
    scope: choice(
      words('范围', 'Scope'),
      { year: words('全年安排', 'The whole year'), change: words('个别调整', 'A change of some days') },
      {
        note: words(
          '后发的全年安排取代先发的；个别调整只改它写明的日子，也不表示全年已有安排',
          'a later notice of a whole year replaces the earlier; a change decides only the days it names, and does not make the year known',
        ),
      },
    ),
    title: optional(text(words('标题', 'Title'))),
    publishedOn: date(words('发布日期', 'Published on')),
    supersededOn: optional(
      date(words('废止日期', 'Superseded on'), {
        note: words(
          '填写后这份通知的日子不再计入任何推算',
          'once entered, the days of this notice decide nothing any more',
        ),
      }),
    ),
  },
  life: [
    { on: 'publishedOn', state: words('发布', 'Published') },
    { on: 'supersededOn', state: words('废止', 'Superseded'), onlyWhenReached: true },
  ],
  inOrder: [['publishedOn', 'supersededOn']],
});

/** What a notice says of a day: off, or a working day although it is a Saturday or Sunday (调休上班). */
export const day = record({
  id: 'calendar.day',
  belongs: 'everyone',
  label: words('放假与调休日', 'Days off and make-up days'),
  key: ['notice', 'day'],
  title: 'day',
  fields: {
    notice: reference(words('通知', 'Notice'), 'calendar.notice'),
    day: date(words('日期', 'Day')),
    kind: choice(words('安排', 'Kind'), { off: words('放假', 'Off'), work: words('上班', 'Work') }),
    holiday: text(words('节日', 'Holiday'), { max: 40 }),
  },
});

export const calendarRecords = [notice, day] as const;

const WordsShape = z.object({ zh: z.string(), en: z.string() });

/**
 * How a day counts: `working` and `weekend` by the day of the week, `off` and `work` by a notice.
 */
export const DayKind = z.enum(['working', 'weekend', 'off', 'work']);
export type DayKind = z.infer<typeof DayKind>;

export const TermShape = z.object({
  count: z.int(),
  unit: z.enum(['days', 'working-days', 'months']),
  /** A last day that is off gives way to the first working day after it (民法典 203). */
  moves: z.boolean(),
});
/** A length of time, as a dated parameter has it. */
export type Term = z.infer<typeof TermShape>;

export const StepShape = z.object({
  kind: z.enum(['start', 'counted', 'off', 'make-up', 'month-end', 'moved', 'missing', 'due']),
  /** First and last day the step is about. */
  from: z.string(),
  to: z.string(),
  /** Days the step adds to the count. */
  counted: z.int(),
  zh: z.string(),
  en: z.string(),
});
/** One readable step of a reckoning. */
export type Step = z.infer<typeof StepShape>;

export const ReckoningShape = z.object({
  from: z.string(),
  term: TermShape,
  steps: z.array(StepShape),
  /** The last day of the term. */
  due: z.string(),
  /** A year it runs through has no notice yet: only weekends were taken as days off there. */
  provisional: z.boolean(),
  missingYears: z.array(z.int()),
});
/** A term laid on the calendar, with how it was done. */
export type Reckoning = z.infer<typeof ReckoningShape>;

export const RemainingShape = z.object({
  from: z.string(),
  to: z.string(),
  /** Working days after `from` up to and with `to`; negative when `to` is past. */
  workingDays: z.int(),
  /** The same in days of the calendar. */
  days: z.int(),
  overdue: z.boolean(),
  /** 还有 3 个工作日; 今天到期; 已逾期 2 个工作日. */
  words: WordsShape,
  steps: z.array(StepShape),
  provisional: z.boolean(),
  missingYears: z.array(z.int()),
});
/** How far a day lies ahead or behind in working days. */
export type Remaining = z.infer<typeof RemainingShape>;

/** Lays a term on the calendar. */
export const reckonTerm = endpoint({
  method: 'GET',
  path: '/api/calendar/reckon',
  summary: words('推算期限', 'Reckon a term'),
  permission: 'public',
  params: z.object({}),
  query: Moment.pick({ knownAt: true }).extend({
    /** Day of the event; not counted itself. */
    from: DateText,
    /** `3 months`, `5 working-days`, `10 days`; with ` exact` a last day off stays. */
    term: z.string().min(1).max(40),
  }),
  answer: ReckoningShape,
});

/** Every day of a year and how it counts. */
export const readYear = endpoint({
  method: 'GET',
  path: '/api/calendar/years/:year',
  summary: words('全年日历', 'The calendar of a year'),
  permission: 'public',
  params: z.object({
    year: z.string().regex(/^(19[5-9]|20\d|21\d)\d$/, {
      error: `年份应为 ${earliestYear} 至 ${latestYear} | the year must lie between ${earliestYear} and ${latestYear}`,
    }),
  }),
  query: Moment.pick({ knownAt: true }),
  answer: z.object({
    year: z.int(),
    /** No notice of the whole year is known. */
    provisional: z.boolean(),
    words: WordsShape.nullable(),
    /** Notices that decide its days, that of the whole year first. */
    documents: z.array(z.string()),
    workingDays: z.int(),
    days: z.array(
      z.object({
        day: z.string(),
        /** 1 Monday … 7 Sunday. */
        weekday: z.int(),
        kind: DayKind,
        working: z.boolean(),
        holiday: z.string().nullable(),
        document: z.string().nullable(),
      }),
    ),
  }),
});

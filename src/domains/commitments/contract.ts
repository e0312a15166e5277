/** The letter's frame: areas of work, measures taken, and the next steps somebody must keep. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { FigureReading, Moment } from '#kernel/contract/evidence.ts';
import {
  code,
  date,
  DateText,
  decimal,
  flag,
  integer,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import { brokenTogether, states } from './rules.ts';

/** Areas of work, as the letter numbers its suggestions. */
export const area = record({
  id: 'commitments.area',
  belongs: 'everyone',
  label: words('工作方面', 'Areas of work'),
  title: 'title',
  fields: {
    code: code(words('方面编号', 'Area number')),
    number: integer(words('序号', 'Order'), { min: 1, max: 99 }),
    title: text(words('名称', 'Title')),
    titleEn: text(words('英文名称', 'English title')),
  },
});

/** Measures taken in an area (主要措施). */
export const areaMeasure = record({
  id: 'commitments.area-measure',
  belongs: 'everyone',
  label: words('主要措施', 'Measures taken'),
  title: 'title',
  fields: {
    code: code(words('措施编号', 'Measure number')),
    area: reference(words('方面', 'Area'), 'commitments.area'),
    order: integer(words('序号', 'Order'), { min: 1, max: 999 }),
    title: text(words('内容', 'Text'), { max: 500 }),
    titleEn: text(words('英文内容', 'English text'), { max: 500 }),
    sample: flag(words('是否示例', 'Is an example')),
  },
});

/**
 * Next steps (下步打算), kept by somebody. The first date of completion stays as it was promised; a later one is a
 * change of date with its reason.
 */
export const commitment = record({
  id: 'commitments.commitment',
  belongs: [{ own: 'owner' }],
  label: words('下步打算', 'Next steps'),
  title: 'title',
  fields: {
    code: code(words('承诺编号', 'Commitment number')),
    area: reference(words('方面', 'Area'), 'commitments.area'),
    order: integer(words('序号', 'Order'), { min: 1, max: 999 }),
    title: text(words('内容', 'Text'), { max: 500 }),
    titleEn: text(words('英文内容', 'English text'), { max: 500 }),
    owner: optional(reference(words('责任部门', 'Owner'), 'directory.organisation')),
    promisedOn: date(words('承诺日期', 'Promised on')),
    dueOn: optional(
      date(words('完成期限', 'Due on'), {
        note: words(
          '最初承诺的期限，定下后不更正；改期另记理由',
          'as first promised, never corrected; a change of date is recorded with its reason',
        ),
      }),
    ),
    keptOn: optional(date(words('兑现日期', 'Kept on'))),
    sample: flag(words('是否示例', 'Is an example')),
    reply: optional(
      text(words('出自答复', 'Letter'), {
        max: 80,
        note: words('作出承诺的复函或来文编号', 'the letter that made the promise'),
      }),
    ),
    target: optional(text(words('目标', 'Target'), { max: 300 })),
    targetFigure: optional(
      text(words('目标指标', 'Target figure'), {
        max: 80,
        note: words('指标标识；达到目标值即为实现', 'identifier of the figure that must reach the value'),
      }),
    ),
    targetParams: optional(
      text(words('目标指标参数', 'Parameters of the figure'), { max: 2000, note: words('JSON', 'JSON') }),
    ),
    targetValue: optional(
      decimal(words('目标值', 'Target value'), {
        note: words('以该指标的单位计', 'in the unit of the figure'),
      }),
    ),
    keptEvidence: optional(
      text(words('兑现依据', 'Evidence of keeping'), {
        max: 500,
        note: words('文号、记录编号或网址', 'a document, a record or an address'),
      }),
    ),
    keptReason: optional(
      text(words('未达目标仍认定兑现的理由', 'Why kept though the target is not reached'), { max: 500 }),
    ),
    droppedOn: optional(date(words('不再办理日期', 'Dropped on'))),
    dropReason: optional(text(words('不再办理理由', 'Reason for dropping'), { max: 500 })),
    planSample: optional(
      flag(words('期限与目标是否示例', 'Date and target are examples'), {
        note: words(
          '承诺是原文，期限、目标为示例',
          'the promise is real, its date and target are invented examples',
        ),
      }),
    ),
  },
  life: [
    { on: 'promisedOn', state: words('承诺', 'Promised') },
    { on: 'dueOn', state: words('到期', 'Due') },
    { on: 'keptOn', state: words('兑现', 'Kept') },
    { on: 'droppedOn', state: words('不再办理', 'Dropped'), onlyWhenReached: true },
  ],
  inOrder: [
    ['promisedOn', 'dueOn'],
    ['promisedOn', 'keptOn'],
    ['promisedOn', 'droppedOn'],
  ],
  check: brokenTogether,
});

/** Departments that keep a promise together with its owner. */
export const coOwner = record({
  id: 'commitments.co-owner',
  belongs: [{ own: 'organisation' }, { of: 'commitment' }],
  label: words('配合部门', 'Co-owners of next steps'),
  key: ['commitment', 'organisation'],
  title: 'organisation',
  fields: {
    commitment: reference(words('承诺', 'Commitment'), 'commitments.commitment'),
    organisation: reference(words('配合部门', 'Co-owner'), 'directory.organisation'),
    sample: flag(words('是否示例', 'Is an example')),
  },
});

/** What was reported about a promise, day by day; nothing of it is rewritten. */
export const progress = record({
  id: 'commitments.progress',
  belongs: [{ of: 'commitment' }],
  label: words('承诺进展', 'Progress of next steps'),
  key: ['commitment', 'order'],
  title: 'text',
  fields: {
    commitment: reference(words('承诺', 'Commitment'), 'commitments.commitment'),
    order: integer(words('序号', 'Order'), { min: 1, max: 9999 }),
    reportedOn: date(words('报告日期', 'Reported on')),
    text: text(words('进展', 'Progress'), { max: 1000 }),
    textEn: optional(text(words('英文进展', 'Progress in English'), { max: 1000 })),
    evidence: optional(
      text(words('依据', 'Evidence'), {
        max: 500,
        note: words('文号、记录编号或网址', 'a document, a record or an address'),
      }),
    ),
    percent: optional(integer(words('完成比例（%）', 'Done (%)'), { min: 0, max: 100 })),
    sample: flag(words('是否示例', 'Is an example')),
  },
});

/** A promise's date moved, openly: from which day to which, and why. */
export const dateChange = record({
  id: 'commitments.date-change',
  belongs: [{ of: 'commitment' }],
  label: words('承诺改期', 'Changed dates of next steps'),
  key: ['commitment', 'order'],
  title: 'reason',
  fields: {
    commitment: reference(words('承诺', 'Commitment'), 'commitments.commitment'),
    order: integer(words('序号', 'Order'), { min: 1, max: 999 }),
    oldDueOn: optional(
      date(words('原定期限', 'Due before'), {
        note: words('原未定期限的不填', 'empty where there was none'),
      }),
    ),
    newDueOn: date(words('现定期限', 'Due now')),
    reason: text(words('理由', 'Reason'), { max: 500 }),
    changedOn: date(words('改期日期', 'Changed on')),
    sample: flag(words('是否示例', 'Is an example')),
  },
});

export const commitmentRecords = [area, areaMeasure, commitment, coOwner, progress, dateChange] as const;

const WordsShape = z.object({ zh: z.string(), en: z.string() });
const Party = z.object({ code: z.string(), name: z.string(), sample: z.boolean() });

/** Where a promise stands on a day. */
export const CommitmentState = z.enum(states);

/** One promise as anyone may read it, on a day. */
export const CommitmentShape = z.object({
  code: z.string(),
  text: WordsShape,
  area: z.object({ code: z.string(), number: z.int(), title: WordsShape }),
  order: z.int(),
  sample: z.boolean(),
  /** The words are real, date, co-owners and target are examples. */
  planSample: z.boolean(),
  reply: z.string().nullable(),
  owner: Party.nullable(),
  coOwners: z.array(Party),
  state: CommitmentState,
  promisedOn: z.string(),
  /** The date that holds on the day; `firstDueOn` is the one first promised. */
  dueOn: z.string().nullable(),
  firstDueOn: z.string().nullable(),
  /** Calendar days until the date; 0 on the day itself; null when there is none or it is over. */
  daysLeft: z.int().nullable(),
  /** Calendar days past the date, while it is not kept; for a promise kept late, how late. */
  daysLate: z.int().nullable(),
  /** Oldest first. */
  moves: z.array(
    z.object({
      from: z.string().nullable(),
      to: z.string(),
      reason: z.string(),
      on: z.string(),
      sample: z.boolean(),
    }),
  ),
  /** Newest first. */
  progress: z.array(
    z.object({
      on: z.string(),
      text: WordsShape,
      evidence: z.string().nullable(),
      percent: z.int().nullable(),
      sample: z.boolean(),
    }),
  ),
  target: z
    .object({
      text: z.string().nullable(),
      figure: z
        .object({
          label: WordsShape,
          reading: FigureReading,
          /** The value to be reached, as decimal text and as printed with its unit. */
          value: z.string(),
          phrase: WordsShape,
          reached: z.boolean(),
        })
        .nullable(),
    })
    .nullable(),
  keptOn: z.string().nullable(),
  keptEvidence: z.string().nullable(),
  keptReason: z.string().nullable(),
  droppedOn: z.string().nullable(),
  dropReason: z.string().nullable(),
});
export type CommitmentShape = z.infer<typeof CommitmentShape>;

const Counts = z.object({
  all: z.int(),
  promised: z.int(),
  'in-progress': z.int(),
  overdue: z.int(),
  kept: z.int(),
  dropped: z.int(),
});

export const listCommitments = endpoint({
  method: 'GET',
  path: '/api/commitments',
  summary: words('承诺台账：各方面承诺的现状', 'Promises by area, and where each stands'),
  permission: 'public',
  params: z.object({}),
  query: Moment.extend({ reply: z.string().max(80).optional(), state: CommitmentState.optional() }),
  answer: z.object({
    asOf: z.string(),
    today: z.string(),
    /** Of all promises the question covers, whichever state is shown. */
    counts: Counts,
    areas: z.array(
      z.object({
        code: z.string(),
        number: z.int(),
        title: WordsShape,
        commitments: z.array(CommitmentShape),
      }),
    ),
  }),
});

const CommitmentParams = z.object({ code: z.string().max(80) });

export const readCommitment = endpoint({
  method: 'GET',
  path: '/api/commitments/:code',
  summary: words('一项承诺', 'One promise'),
  permission: 'public',
  params: CommitmentParams,
  query: Moment,
  answer: z.object({ asOf: z.string(), today: z.string(), commitment: CommitmentShape }),
});

const Written = z.object({ action: z.string(), code: z.string() });

/** A reason that says something: at least five characters. */
const Reason = text(words('理由', 'Reason'), { max: 500 }).shape.refine((given) => [...given].length >= 5, {
  error: '请写清理由（至少 5 个字），它会公开 | give a reason of at least 5 characters; it is shown publicly',
});

export const reportProgress = endpoint({
  method: 'POST',
  path: '/api/commitments/:code/progress',
  summary: words('报告一项承诺的进展', 'Report progress of a promise'),
  permission: 'commitment.keep',
  params: CommitmentParams,
  query: z.object({}),
  body: z.object({
    /** Today without it. */
    reportedOn: DateText.optional(),
    text: progress.fields.text.shape,
    textEn: progress.fields.textEn.shape.optional(),
    evidence: progress.fields.evidence.shape.optional(),
    percent: progress.fields.percent.shape.optional(),
  }),
  answer: Written,
});

export const moveDate = endpoint({
  method: 'POST',
  path: '/api/commitments/:code/date',
  summary: words('改变一项承诺的期限（须说明理由，公开）', 'Move the date of a promise, for a public reason'),
  permission: 'commitment.keep',
  params: CommitmentParams,
  query: z.object({}),
  body: z.object({ newDueOn: DateText, reason: Reason }),
  answer: Written,
});

export const keepCommitment = endpoint({
  method: 'POST',
  path: '/api/commitments/:code/kept',
  summary: words('认定一项承诺已兑现（须有依据）', 'Record that a promise was kept, with its evidence'),
  permission: 'commitment.keep',
  params: CommitmentParams,
  query: z.object({}),
  body: z.object({
    /** Today without it. */
    keptOn: DateText.optional(),
    evidence: text(words('兑现依据', 'Evidence'), { max: 500 }).shape,
    /** Needed while the target figure is below its value. */
    reason: Reason.optional(),
  }),
  answer: Written,
});

export const dropCommitment = endpoint({
  method: 'POST',
  path: '/api/commitments/:code/dropped',
  summary: words('一项承诺不再办理（须说明理由，公开）', 'Drop a promise, for a public reason'),
  permission: 'commitment.keep',
  params: CommitmentParams,
  query: z.object({}),
  body: z.object({ reason: Reason }),
  answer: Written,
});

/** The letter's frame: areas of work, measures taken, and the next steps somebody must keep; the doors to them. */
import { z } from 'zod';
import { bytesType, endpoint } from '#kernel/contract/endpoint.ts';
import { FigureReading, Moment } from '#kernel/contract/evidence.ts';
import { DateText, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import {
  answer,
  commitment,
  progress,
  sourceChoices,
  type SourceKind as SourceKindName,
} from './registers/contract.ts';
import { outcomes, states } from './rules.ts';

export {
  answer,
  area,
  areaMeasure,
  coOwner,
  commitment,
  commitmentRecords,
  dateChange,
  workPlan,
  progress,
} from './registers/contract.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });
const Party = z.object({ code: z.string(), name: z.string(), sample: z.boolean() });

/** Where a promise stands on a day. */
export const CommitmentState = z.enum(states);
const SourceKind = z.enum(Object.keys(sourceChoices) as [SourceKindName, ...SourceKindName[]]);

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
  /** What it comes from; `register` and `code` where the record of it is known. */
  source: z
    .object({
      kind: SourceKind,
      label: WordsShape,
      name: WordsShape.nullable(),
      register: z.string().nullable(),
      code: z.string().nullable(),
      plan: z.string().nullable(),
    })
    .nullable(),
  region: z.object({ code: z.string(), name: z.string(), nameEn: z.string() }).nullable(),
  /** What decided that it is kept: a record with its evidence, or its target figure by itself. */
  keptBy: z.enum(['record', 'figure']).nullable(),
  /** Kept only after its date. */
  keptAfterDate: z.boolean(),
  /** What those who asked were told when it was done or given up; oldest first. */
  answers: z.array(
    z.object({
      on: z.string(),
      text: WordsShape,
      document: z.string().nullable(),
      sample: z.boolean(),
    }),
  ),
  /** Done or given up, and those who asked were not told yet. */
  answerOwed: z.boolean(),
  /** Newest first. */
  progress: z.array(
    z.object({
      /** Key of the report's own record, where files are attached to it. */
      record: z.string(),
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

/** Which promises: without a choice all of them. Owner `none`: no owner named; source `none`: none written down. */
const Choice = Moment.extend({
  reply: z.string().max(80).optional(),
  /** The record they come from, `register/code`. */
  record: z.string().max(200).optional(),
  state: CommitmentState.optional(),
  outcome: z.enum(outcomes).optional(),
  area: z.string().max(80).optional(),
  owner: z.string().max(80).optional(),
  source: z.union([SourceKind, z.literal('none')]).optional(),
  plan: z.string().max(80).optional(),
});

/** A value promises can be chosen by, with how many there are under what else is chosen. */
const Side = z.array(z.object({ value: z.string(), label: WordsShape, count: z.int() }));

export const listCommitments = endpoint({
  method: 'GET',
  path: '/api/commitments',
  summary: words('承诺台账：各方面承诺的现状', 'Promises by area, and where each stands'),
  permission: 'public',
  params: z.object({}),
  query: Choice,
  answer: z.object({
    asOf: z.string(),
    today: z.string(),
    /** Of all promises the question covers, whichever state or outcome is shown. */
    counts: Counts,
    outcomes: z.object({ all: z.int(), kept: z.int(), 'not-kept': z.int(), running: z.int() }),
    sides: z.object({ areas: Side, owners: Side, sources: Side, plans: Side }),
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

export const downloadLedger = endpoint({
  method: 'GET',
  path: '/api/commitments/ledger.xlsx',
  summary: words('承诺台账（Excel，可打印）', 'The ledger of promises as a workbook, laid out to be printed'),
  permission: 'public',
  params: z.object({}),
  query: Choice.extend({ language: z.enum(['zh', 'en']).default('zh') }),
  answer: z.null(),
  answerType: bytesType,
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

const Line = commitment.fields;

export const addCommitment = endpoint({
  method: 'POST',
  path: '/api/commitments',
  summary: words(
    '登记一项承诺（规划任务、政策措施、会商事项）',
    'Enter a promise: a task, a measure, an item agreed',
  ),
  permission: 'commitment.keep',
  params: z.object({}),
  query: z.object({}),
  body: z.object({
    area: Line.area.shape,
    text: Line.title.shape,
    textEn: Line.titleEn.shape.optional(),
    owner: Line.owner.shape.optional(),
    coOwners: z.array(z.string().min(1).max(80)).max(30).optional(),
    /** Today without it. */
    promisedOn: DateText.optional(),
    dueOn: Line.dueOn.shape.optional(),
    target: Line.target.shape.optional(),
    targetFigure: Line.targetFigure.shape.optional(),
    targetParams: Line.targetParams.shape.optional(),
    targetValue: Line.targetValue.shape.optional(),
    source: z.object({
      kind: SourceKind,
      record: Line.sourceRecord.shape.optional(),
      name: Line.sourceName.shape.optional(),
      plan: Line.plan.shape.optional(),
      region: Line.region.shape.optional(),
    }),
  }),
  answer: Written,
});

export const answerCommitment = endpoint({
  method: 'POST',
  path: '/api/commitments/:code/answer',
  summary: words('办结后回告提出方', 'Tell those who asked what came of a promise'),
  permission: 'commitment.keep',
  params: CommitmentParams,
  query: z.object({}),
  body: z.object({
    /** Today without it. */
    answeredOn: DateText.optional(),
    text: answer.fields.text.shape,
    textEn: answer.fields.textEn.shape.optional(),
    document: answer.fields.document.shape.optional(),
  }),
  answer: Written,
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

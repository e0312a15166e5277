/** The doors of suggestions and replies; with them, those of the check and of letters. Shapes shared by server and pages. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { FigureReading } from '#kernel/contract/evidence.ts';
import { DateText } from '#kernel/contract/record.ts';
import { CheckEntry, Verdict } from './check/contract.ts';
import { Section, SectionContent } from './drafts/contract.ts';
import { Category, Publicity } from './letters/contract.ts';

export * from './check/contract.ts';
export * from './drafts/contract.ts';
export * from './letters/contract.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });
const Code = z.string().min(1).max(80);
const Reason = z
  .string()
  .trim()
  .min(5, { error: '请写明理由（至少 5 个字） | give a reason of at least 5 characters' })
  .max(2000, { error: '理由超过 2000 字 | the reason is longer than 2000 characters' });
const Prose = (max: number) => z.string().trim().max(max);

export const ReplyState = z.enum([
  'drafting',
  'division',
  'office',
  'secrecy',
  'signing',
  'signed',
  'numbered',
  'delivered',
  'answered',
  'published',
  'archived',
]);
export type ReplyState = z.infer<typeof ReplyState>;

const PersonOrUnit = z.object({ code: z.string(), title: z.string() });

/** One clock of a case: from which day, by which rule, until when, and how it was reckoned. */
const Clock = z.object({
  name: z.string(),
  label: WordsShape,
  from: z.string(),
  term: z.string(),
  due: z.string(),
  /** The day it was met, or null. */
  metOn: z.string().nullable(),
  /** Working days left until `due` (negative: late by so many), counted from today; null once met. */
  workingDaysLeft: z.int().nullable(),
  late: z.boolean(),
  provisional: z.boolean(),
  document: z.string(),
  basis: z.string(),
  steps: z.array(WordsShape),
});
export type Clock = z.infer<typeof Clock>;

/** Something the caller may do now, or may not and why. */
const Step = z.object({
  action: z.string(),
  label: WordsShape,
  allowed: z.boolean(),
  /** Why not. */
  why: WordsShape.nullable(),
  primary: z.boolean(),
});
export type Step = z.infer<typeof Step>;

const LifePoint = z.object({
  state: z.string(),
  label: WordsShape,
  on: z.string().nullable(),
  by: z.string().nullable(),
  done: z.boolean(),
  current: z.boolean(),
});

const Satisfaction = z.enum(['satisfied', 'basically', 'unsatisfied']);

const SuggestionLine = z.object({
  code: z.string(),
  kind: z.enum(['suggestion', 'proposal']),
  title: z.string(),
  session: z.string(),
  deputy: z.string(),
  state: z.string(),
  stateLabel: WordsShape,
  /** Who holds it now. */
  heldBy: WordsShape,
  /** What waits for the caller, if anything. */
  waitsForMe: z.boolean(),
  clock: Clock.nullable(),
  category: Category.nullable(),
  reply: z.string().nullable(),
  sample: z.boolean(),
});
export type SuggestionLine = z.infer<typeof SuggestionLine>;

const SuggestionPath = z.object({ suggestion: Code });
const ReplyPath = z.object({ reply: Code });
const nothing = z.object({});
const Done = z.object({ action: z.string(), code: z.string() });

export const listSuggestions = endpoint({
  method: 'GET',
  path: '/api/suggestions',
  summary: { zh: '代表建议和政协提案', en: 'Suggestions and proposals' },
  permission: 'reply.read',
  params: nothing,
  query: z.object({
    q: z.string().max(200).optional(),
    show: z.enum(['mine', 'open', 'late', 'all']).default('all'),
  }),
  answer: z.object({
    today: z.string(),
    items: z.array(SuggestionLine),
    counts: z.object({ mine: z.int(), open: z.int(), late: z.int(), all: z.int() }),
  }),
});

const ReplySummary = z.object({
  code: z.string(),
  round: z.int(),
  state: ReplyState,
  stateLabel: WordsShape,
  number: z.string().nullable(),
  signedOn: z.string().nullable(),
  category: Category.nullable(),
  publicity: Publicity.nullable(),
  satisfaction: Satisfaction.nullable(),
  letter: z.string().nullable(),
});

export const readSuggestion = endpoint({
  method: 'GET',
  path: '/api/suggestions/:suggestion',
  summary: { zh: '一件建议及其办理', en: 'One suggestion and its handling' },
  permission: 'reply.read',
  params: SuggestionPath,
  query: nothing,
  answer: SuggestionLine.extend({
    coDeputies: z.string().nullable(),
    content: z.string(),
    complex: z.boolean(),
    raisedOn: z.string(),
    assignedOn: z.string(),
    assignedBy: PersonOrUnit,
    division: z.string().nullable(),
    items: z.array(z.object({ order: z.int(), title: z.string() })),
    handlings: z.array(
      z.object({
        organisation: PersonOrUnit,
        part: z.enum(['lead', 'co', 'separate']),
        assignedOn: z.string(),
        acceptedOn: z.string().nullable(),
        returnedOn: z.string().nullable(),
        returnReason: z.string().nullable(),
        opinionOn: z.string().nullable(),
        opinion: z.string().nullable(),
        clock: Clock.nullable(),
        mine: z.boolean(),
      }),
    ),
    talks: z.array(
      z.object({
        on: z.string(),
        way: z.enum(['meeting', 'visit', 'phone']),
        summary: z.string(),
        by: z.string(),
      }),
    ),
    replies: z.array(ReplySummary),
    life: z.array(LifePoint),
    clocks: z.array(Clock),
    steps: z.array(Step),
  }),
});

const write = <B extends z.ZodType, P extends z.ZodType>(
  path: `/api/${string}`,
  zh: string,
  en: string,
  permission: Parameters<typeof endpoint>[0]['permission'],
  params: P,
  body: B,
) =>
  endpoint({
    method: 'POST',
    path,
    summary: { zh, en },
    permission,
    params,
    query: nothing,
    body,
    answer: Done,
  });

export const enterSuggestion = write(
  '/api/suggestions',
  '登记交办的建议',
  'Enter a suggestion handed over',
  'suggestion.handle',
  nothing,
  z.object({
    code: Code,
    kind: z.enum(['suggestion', 'proposal']).default('suggestion'),
    title: Prose(300).min(1),
    session: Prose(100).min(1),
    deputy: Prose(80).min(1),
    coDeputies: Prose(500).optional(),
    /** Account of the deputy on this platform, if there is one. */
    deputyAccount: Prose(80).optional(),
    content: Prose(20_000).min(1),
    complex: z.boolean().default(false),
    raisedOn: DateText,
    assignedOn: DateText,
    assignedBy: Code,
    items: z.array(Prose(200).min(1)).max(30).default([]),
  }),
);
export const acceptSuggestion = write(
  '/api/suggestions/:suggestion/accept',
  '签收，交承办处室',
  'Accept, and hand over to a division',
  'suggestion.handle',
  SuggestionPath,
  z.object({
    division: Prose(80).min(1),
    /** Units that handle it with us: 会办 gives an opinion, 分办 replies for its own part. */
    partners: z
      .array(z.object({ organisation: Code, part: z.enum(['co', 'separate']) }))
      .max(30)
      .default([]),
  }),
);
export const returnSuggestion = write(
  '/api/suggestions/:suggestion/return',
  '退回交办机关',
  'Return to the body that handed it over',
  'suggestion.handle',
  SuggestionPath,
  z.object({ reason: Reason }),
);
export const recordTalk = write(
  '/api/suggestions/:suggestion/talks',
  '记录面商',
  'Record a talk with the deputy',
  'reply.draft',
  SuggestionPath,
  z.object({ on: DateText, way: z.enum(['meeting', 'visit', 'phone']), summary: Prose(4000).min(5) }),
);
export const giveOpinion = write(
  '/api/suggestions/:suggestion/opinion',
  '提出会办意见',
  "Give a co-handling unit's opinion",
  'reply.contribute',
  SuggestionPath,
  z.object({ opinion: Prose(8000).min(5) }),
);
export const openReply = write(
  '/api/suggestions/:suggestion/replies',
  '起草答复',
  'Begin a reply',
  'reply.draft',
  SuggestionPath,
  z.object({
    /** Headings of each answer's parts. */
    template: z.enum(['measures-results-steps', 'actions-taken', 'plain']).default('measures-results-steps'),
    asOf: DateText.optional(),
  }),
);

export const readReply = endpoint({
  method: 'GET',
  path: '/api/replies/:reply',
  summary: { zh: '一份答复稿', en: 'One reply in the making' },
  permission: 'reply.read',
  params: ReplyPath,
  query: nothing,
  answer: ReplySummary.extend({
    suggestion: z.object({ code: z.string(), title: z.string(), deputy: z.string(), session: z.string() }),
    issuer: z.string(),
    asOf: z.string(),
    sections: z.array(Section),
    /** Readings of every citation of the sheet, keyed by `figure + params + qualifier` as canonical JSON. */
    readings: z.array(z.object({ key: z.string(), label: WordsShape, reading: FigureReading })),
    reviews: z.array(
      z.object({
        /** `signing`: the signer returned it. */
        stage: z.enum(['division', 'office', 'secrecy', 'signing']),
        verdict: z.enum(['pass', 'return']),
        by: z.string(),
        at: z.string(),
        comment: z.string().nullable(),
      }),
    ),
    publicityReason: z.string().nullable(),
    steps: z.array(Step),
    life: z.array(LifePoint),
  }),
});
export type Reply = z.infer<(typeof readReply)['answer']>;

/** The live check of a draft: the entries of `CheckEntry`, each in its section and paragraph. */
export const checkReply = endpoint({
  method: 'GET',
  path: '/api/replies/:reply/check',
  summary: { zh: '核对答复稿中的数字', en: 'Check the numbers of a reply' },
  permission: 'reply.read',
  params: ReplyPath,
  query: nothing,
  answer: z.object({
    entries: z.array(
      CheckEntry.extend({
        section: z.string(),
        /** Paragraph of the section, from 0, and character within its plain text, from 0. */
        block: z.int(),
        at: z.int(),
        /** Name under which signing may override it. */
        key: z.string(),
        /** True when it stands inside a citation. */
        cited: z.boolean(),
      }),
    ),
    counts: z.record(Verdict, z.int()),
  }),
});

export const saveSection = write(
  '/api/replies/:reply/sections/:section',
  '保存答复稿的一部分',
  'Save a part of a reply',
  'reply.contribute',
  z.object({ reply: Code, section: Code }),
  z.object({
    /** The version the writer began from; another one meanwhile is refused, and nothing is lost. */
    version: z.int().min(0),
    content: SectionContent,
  }),
);
export const addSection = write(
  '/api/replies/:reply/sections',
  '增加一部分',
  'Add a part',
  'reply.draft',
  ReplyPath,
  z.object({ title: Prose(200).min(1), author: Code.optional(), after: Code.optional() }),
);
export const assignSection = write(
  '/api/replies/:reply/sections/:section/author',
  '把一部分交会办单位撰写',
  'Hand a part to a co-handling unit',
  'reply.draft',
  z.object({ reply: Code, section: Code }),
  z.object({ author: Code.nullable() }),
);
export const removeSection = write(
  '/api/replies/:reply/sections/:section/remove',
  '删去一部分',
  'Remove a part',
  'reply.draft',
  z.object({ reply: Code, section: Code }),
  z.object({ version: z.int().min(0) }),
);

export const addPromise = write(
  '/api/replies/:reply/promises',
  '在答复中作出承诺',
  'Make a promise in a reply',
  'reply.draft',
  ReplyPath,
  z.object({
    title: Prose(500).min(2),
    titleEn: Prose(500).optional(),
    area: Code,
    owner: Code.optional(),
    dueOn: DateText.optional(),
  }),
);

export const submitReply = write(
  '/api/replies/:reply/submit',
  '送审',
  'Send for review',
  'reply.draft',
  ReplyPath,
  z.object({ category: Category, comment: Prose(2000).optional() }),
);
export const reviewReply = write(
  '/api/replies/:reply/review',
  '审核',
  'Review',
  'reply.review',
  ReplyPath,
  z.object({
    verdict: z.enum(['pass', 'return']),
    /** Needed to return. */
    comment: Prose(2000).optional(),
    /** The secrecy review fixes what the public may open. */
    publicity: Publicity.optional(),
    publicityReason: Prose(2000).optional(),
  }),
);
export const signReply = write(
  '/api/replies/:reply/sign',
  '签发并封存',
  'Sign and seal',
  'reply.sign',
  ReplyPath,
  z.object({
    verdict: z.enum(['sign', 'return']).default('sign'),
    comment: Prose(2000).optional(),
    /** Numbers no figure supports that are let stand, each with its reason, shown for ever. */
    overrides: z
      .array(z.object({ key: z.string().max(300), reason: Reason }))
      .max(500)
      .default([]),
  }),
);
export const numberReply = write(
  '/api/replies/:reply/number',
  '编号用印',
  'Number and stamp',
  'reply.dispatch',
  ReplyPath,
  z.object({ series: Code }),
);
export const deliverReply = write(
  '/api/replies/:reply/deliver',
  '送达',
  'Deliver',
  'reply.dispatch',
  ReplyPath,
  z.object({ on: DateText, way: Prose(80).min(1) }),
);
export const giveFeedback = write(
  '/api/replies/:reply/feedback',
  '反馈意见',
  'Give feedback',
  'reply.feedback',
  ReplyPath,
  z.object({ satisfaction: Satisfaction, comment: Prose(4000).optional() }),
);
export const handleAgain = write(
  '/api/replies/:reply/again',
  '二次办理或再答复',
  'Handle or answer again',
  'reply.draft',
  ReplyPath,
  z.object({ reason: Reason }),
);
export const publishReply = write(
  '/api/replies/:reply/publish',
  '公开',
  'Publish',
  'reply.dispatch',
  ReplyPath,
  nothing,
);
export const archiveReply = write(
  '/api/replies/:reply/archive',
  '归档',
  'Archive',
  'reply.dispatch',
  ReplyPath,
  nothing,
);
export const releaseDrift = write(
  '/api/replies/:reply/drift',
  '公开签发后的变化',
  'Release what changed after signing',
  'reply.dispatch',
  ReplyPath,
  z.object({ citation: z.int().min(1), note: Prose(1000).min(5) }),
);

export const listSeries = endpoint({
  method: 'GET',
  path: '/api/number-series',
  summary: { zh: '发文字号系列', en: 'Series of document numbers' },
  permission: 'reply.read',
  params: nothing,
  query: nothing,
  answer: z.array(
    z.object({
      code: z.string(),
      pattern: z.string(),
      year: z.int(),
      next: z.int().nullable(),
      last: z.int(),
      example: z.string().nullable(),
    }),
  ),
});

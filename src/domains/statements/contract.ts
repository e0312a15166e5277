/** What other departments attest and whose rows are not held here, and what was asked of them. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { FigureReading } from '#kernel/contract/evidence.ts';
import {
  code,
  date,
  DateText,
  decimal,
  choice,
  integer,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import { brokenTogether, requestStates } from './rules.ts';

/** One attested statement: who states which value of which figure, for which year, by which document. */
export const statement = record({
  id: 'statements.statement',
  belongs: 'everyone',
  written: [{ own: 'statedBy' }],
  label: words('证明材料', 'Attested statements'),
  title: 'document',
  fields: {
    code: code(words('证明编号', 'Statement number')),
    figure: text(words('指标', 'Figure'), {
      max: 80,
      note: words('所证明指标的标识', 'identifier of the figure attested'),
    }),
    year: integer(words('年度', 'Year'), { min: 1949, max: 2199 }),
    value: decimal(words('数值', 'Value'), {
      note: words('以该指标的单位计；金额为元', 'in the unit of the figure; money in yuan'),
    }),
    unit: choice(words('单位', 'Unit'), {
      tonne: words('吨', 'tonne'),
      CNY: words('元', 'yuan'),
      person: words('人', 'person'),
      case: words('件', 'case'),
    }),
    statedBy: reference(words('证明部门', 'Stated by'), 'directory.organisation'),
    document: text(words('证明文件', 'Document')),
    signer: text(words('签署职务', "Signer's post"), {
      note: words('写职务，不写姓名', 'the post, not the name'),
    }),
    statedOn: date(words('证明日期', 'Stated on')),
    withdrawnOn: optional(date(words('撤回日期', 'Withdrawn on'))),
  },
  life: [
    { on: 'statedOn', state: words('出具', 'Stated') },
    { on: 'withdrawnOn', state: words('撤回', 'Withdrawn'), onlyWhenReached: true },
  ],
  inOrder: [['statedOn', 'withdrawnOn']],
});

/** A statement asked of another department: for which figure and year, by when, and what came of it. */
export const request = record({
  id: 'statements.request',
  belongs: [{ own: 'askedOf' }],
  written: [{ own: 'askedOf' }],
  label: words('征询证明', 'Requests for statements'),
  title: 'question',
  // Who asked whom for what is a matter of the two departments; what is attested in the end is public.
  publicView: { as: 'nothing' },
  fields: {
    code: code(words('征询编号', 'Request number')),
    figure: text(words('指标', 'Figure'), {
      max: 80,
      note: words('请求证明的指标的标识', 'identifier of the figure to be attested'),
    }),
    year: integer(words('年度', 'Year'), { min: 1949, max: 2199 }),
    askedOf: reference(words('征询单位', 'Asked of'), 'directory.organisation'),
    askedBy: text(words('征询人', 'Asked by'), { max: 60, sensitivity: 'staff' }),
    question: text(words('征询内容', 'Question'), { max: 1000 }),
    reply: optional(
      text(words('所为答复', 'Letter'), {
        max: 80,
        note: words('需要这份证明的复函编号', 'the letter that needs the statement'),
      }),
    ),
    askedOn: date(words('征询日期', 'Asked on')),
    dueOn: optional(date(words('请于此日前答复', 'Answer by'))),
    statement: optional(reference(words('答复的证明', 'Answered by'), 'statements.statement')),
    answeredOn: optional(date(words('答复日期', 'Answered on'))),
    declinedOn: optional(date(words('不能证明日期', 'Declined on'))),
    declineReason: optional(text(words('不能证明的理由', 'Reason for declining'), { max: 500 })),
  },
  life: [
    { on: 'askedOn', state: words('征询', 'Asked') },
    { on: 'dueOn', state: words('到期', 'Due') },
    { on: 'answeredOn', state: words('答复', 'Answered') },
    { on: 'declinedOn', state: words('不能证明', 'Declined'), onlyWhenReached: true },
  ],
  inOrder: [
    ['askedOn', 'dueOn'],
    ['askedOn', 'answeredOn'],
    ['askedOn', 'declinedOn'],
  ],
  check: brokenTogether,
});

export const statementRecords = [statement, request] as const;

const WordsShape = z.object({ zh: z.string(), en: z.string() });

/** One request as its department and the staff read it. */
export const RequestShape = z.object({
  code: z.string(),
  figure: z.string(),
  label: WordsShape,
  /** Measure words of the figure's unit: 吨, tonnes; `money` when it is yuan. */
  unit: z.object({ printed: WordsShape, money: z.boolean() }),
  year: z.int(),
  question: z.string(),
  askedOf: z.object({ code: z.string(), name: z.string() }),
  askedBy: z.string(),
  reply: z.string().nullable(),
  askedOn: z.string(),
  dueOn: z.string().nullable(),
  state: z.enum(requestStates),
  /** Calendar days until, or past, the day it should be answered by; null where none or it is closed. */
  daysLeft: z.int().nullable(),
  daysLate: z.int().nullable(),
  answeredOn: z.string().nullable(),
  statement: z
    .object({
      code: z.string(),
      value: z.string(),
      phrase: WordsShape,
      document: z.string(),
      signer: z.string(),
      statedOn: z.string(),
      withdrawnOn: z.string().nullable(),
    })
    .nullable(),
  declinedOn: z.string().nullable(),
  declineReason: z.string().nullable(),
  /** What the figure says today, by whatever statement holds. */
  reading: FigureReading,
  /** Whether the one who asks may answer it. */
  mayAnswer: z.boolean(),
});
export type RequestShape = z.infer<typeof RequestShape>;

export const listRequests = endpoint({
  method: 'GET',
  path: '/api/statements/requests',
  summary: words(
    '征询证明：会办单位只见问本单位的',
    'Requests for statements; a partner sees those asked of its organisation',
  ),
  permission: 'reply.read',
  params: z.object({}),
  query: z.object({
    /** Only those neither answered nor declined. */
    open: z.stringbool().optional(),
    reply: z.string().max(80).optional(),
  }),
  answer: z.object({ today: z.string(), requests: z.array(RequestShape) }),
});

const Written = z.object({ action: z.string(), code: z.string() });

export const askStatement = endpoint({
  method: 'POST',
  path: '/api/statements/requests',
  summary: words('向别的部门征询一份证明', 'Ask another department for a statement'),
  permission: 'statement.ask',
  params: z.object({}),
  query: z.object({}),
  body: z.object({
    figure: request.fields.figure.shape,
    year: request.fields.year.shape,
    askedOf: request.fields.askedOf.shape,
    question: request.fields.question.shape,
    reply: request.fields.reply.shape.optional(),
    dueOn: DateText.optional(),
  }),
  answer: Written,
});

const RequestParams = z.object({ code: z.string().max(80) });

export const answerRequest = endpoint({
  method: 'POST',
  path: '/api/statements/requests/:code/answer',
  summary: words(
    '答复征询：登记证明（限被征询单位）',
    'Answer a request with a statement (the department asked)',
  ),
  // Those who may read requests at all come to the door; the action asks who may answer this one.
  permission: 'reply.read',
  params: RequestParams,
  query: z.object({}),
  body: z.object({
    value: statement.fields.value.shape,
    document: statement.fields.document.shape,
    signer: statement.fields.signer.shape,
    /** Today without it. */
    statedOn: DateText.optional(),
  }),
  answer: Written.extend({ statement: z.string() }),
});

export const declineRequest = endpoint({
  method: 'POST',
  path: '/api/statements/requests/:code/decline',
  summary: words('答复征询：不能证明（须说明理由）', 'Decline a request, with the reason'),
  permission: 'reply.read',
  params: RequestParams,
  query: z.object({}),
  body: z.object({
    reason: text(words('理由', 'Reason'), { max: 500 }).shape.refine((given) => [...given].length >= 5, {
      error: '请写清理由（至少 5 个字） | give a reason of at least 5 characters',
    }),
  }),
  answer: Written,
});

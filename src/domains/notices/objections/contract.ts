/** The doors of objections to notices. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { DateText, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import {
  Labelled,
  noticeItem,
  noticeObjection,
  NoticeParams,
  ObjectionResult,
  Written,
} from '../contract.ts';

const { fields: itemFields } = noticeItem;
const { fields: objectionFields } = noticeObjection;

const Objecting = z.object({
  /** Number of the item; the whole notice without it. */
  item: itemFields.order.shape.nullable().optional(),
  objectorKind: objectionFields.objectorKind.shape,
  objector: objectionFields.objector.shape,
  contact: objectionFields.contact.shape,
  text: objectionFields.text.shape,
});

export const objectToNotice = endpoint({
  method: 'POST',
  path: '/api/notices/:code/objections',
  summary: words(
    '对公示提出异议（实名，公示期内；身份保密）',
    'Object to a notice by real name while it runs; kept confidential',
  ),
  permission: 'public',
  params: NoticeParams,
  query: z.object({}),
  body: Objecting,
  answer: Written,
});

export const recordObjection = endpoint({
  method: 'POST',
  path: '/api/notices/:code/objections/recorded',
  summary: words('登记来信、来电、来访的异议', 'Record an objection that came by letter, telephone or visit'),
  permission: 'notice.answer',
  params: NoticeParams,
  query: z.object({}),
  body: Objecting.extend({
    way: z.enum(['letter', 'phone', 'visit']),
    /** Today without it; it must lie within the days of the notice. */
    receivedOn: DateText.optional(),
  }),
  answer: Written,
});

/** An objection as those who answer it read it. */
export const ObjectionShape = z.object({
  code: z.string(),
  number: z.int(),
  item: z.object({ order: z.int(), title: z.string() }).nullable(),
  objectorKind: Labelled,
  objector: z.string(),
  contact: z.string(),
  text: z.string(),
  way: Labelled,
  receivedOn: z.string(),
  acceptedOn: z.string().nullable(),
  answeredOn: z.string().nullable(),
  result: ObjectionResult.nullable(),
  gist: z.string().nullable(),
  answer: z.string().nullable(),
  sample: z.boolean(),
});
export type ObjectionShape = z.infer<typeof ObjectionShape>;

export const listObjections = endpoint({
  method: 'GET',
  path: '/api/notices/:code/objections',
  summary: words('一份公示的异议（限办理人）', 'Objections to a notice, for those who answer them'),
  permission: 'notice.answer',
  params: NoticeParams,
  query: z.object({}),
  answer: z.object({ today: z.string(), objections: z.array(ObjectionShape) }),
});

const ObjectionParams = NoticeParams.extend({ objection: z.string().max(80) });

export const acceptObjection = endpoint({
  method: 'POST',
  path: '/api/notices/:code/objections/:objection/accept',
  summary: words('受理异议', 'Accept an objection'),
  permission: 'notice.answer',
  params: ObjectionParams,
  query: z.object({}),
  body: z.object({}),
  answer: Written,
});

export const answerObjection = endpoint({
  method: 'POST',
  path: '/api/notices/:code/objections/:objection/answer',
  summary: words(
    '答复异议（答复公开，异议人保密）',
    'Answer an objection; the answer is public, the objector is not',
  ),
  permission: 'notice.answer',
  params: ObjectionParams,
  query: z.object({}),
  body: z.object({
    result: ObjectionResult,
    gist: objectionFields.gist.shape.optional(),
    answer: text(words('答复内容', 'Answer'), { max: 2000 }).shape.refine((given) => [...given].length >= 5, {
      error:
        '请写清答复（至少 5 个字），它会公开 | give an answer of at least 5 characters; it is shown publicly',
    }),
  }),
  answer: Written,
});

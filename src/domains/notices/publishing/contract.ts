/** The doors of publishing notices and of what becomes of them: extended, withdrawn, concluded. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { DateText, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import { noticeItem, NoticeParams, publicNotice, Written } from '../contract.ts';

const { fields: noticeFields } = publicNotice;
const { fields: itemFields } = noticeItem;

/** A reason that says something. */
const Reason = text(words('理由', 'Reason'), { max: 500 }).shape.refine((given) => [...given].length >= 5, {
  error: '请写清理由（至少 5 个字），它会公开 | give a reason of at least 5 characters; it is shown publicly',
});

/** Most items of one notice. */
const mostItems = 2000;

export const publishNotice = endpoint({
  method: 'POST',
  path: '/api/notices',
  summary: words('发布公示', 'Publish a notice'),
  permission: 'notice.publish',
  params: z.object({}),
  query: z.object({}),
  body: z.object({
    kind: noticeFields.kind.shape,
    title: noticeFields.title.shape,
    titleEn: noticeFields.titleEn.shape.optional(),
    text: noticeFields.text.shape,
    textEn: noticeFields.textEn.shape.optional(),
    document: noticeFields.document.shape,
    clause: noticeFields.clause.shape.optional(),
    division: noticeFields.division.shape,
    itemHeading: noticeFields.itemHeading.shape.optional(),
    valueHeading: noticeFields.valueHeading.shape.optional(),
    /** Today without it; an earlier day only with `postedEvidence`. */
    publishedOn: DateText.optional(),
    postedEvidence: noticeFields.postedEvidence.shape.optional(),
    /** The first day that can be without it. */
    firstOn: DateText.optional(),
    length: noticeFields.length.shape,
    counting: noticeFields.counting.shape,
    shownAt: noticeFields.shownAt.shape,
    contact: noticeFields.contact.shape,
    blocks: noticeFields.blocks.shape,
    blocksEn: noticeFields.blocksEn.shape.optional(),
    objectionStops: noticeFields.objectionStops.shape,
    /** The notice it corrects, which is withdrawn by it. */
    supersedes: noticeFields.code.shape.optional(),
    /** The record it is about. */
    subject: z.object({ register: z.string().min(1).max(80), code: z.string().min(1).max(200) }).optional(),
    items: z
      .array(
        z.object({
          title: itemFields.title.shape,
          unit: itemFields.unit.shape.optional(),
          person: itemFields.person.shape.optional(),
          value: itemFields.value.shape.optional(),
          note: itemFields.note.shape.optional(),
          refersTo: itemFields.refersTo.shape.optional(),
        }),
      )
      .max(mostItems, { error: `一份公示至多 ${mostItems} 项 | a notice has at most ${mostItems} items` }),
  }),
  answer: Written.extend({ firstOn: z.string(), lastOn: z.string() }),
});

export const withdrawNotice = endpoint({
  method: 'POST',
  path: '/api/notices/:code/withdraw',
  summary: words('撤回公示（须说明理由，公开）', 'Withdraw a notice, for a public reason'),
  permission: 'notice.publish',
  params: NoticeParams,
  query: z.object({}),
  body: z.object({ reason: Reason }),
  answer: Written,
});

export const extendNotice = endpoint({
  method: 'POST',
  path: '/api/notices/:code/extend',
  summary: words('延长公示期（须说明理由，公开）', 'Extend a notice that has not ended, for a public reason'),
  permission: 'notice.publish',
  params: NoticeParams,
  query: z.object({}),
  body: z.object({
    /** The new last day: a working day after the last one as it stands. */
    until: DateText,
    reason: Reason,
  }),
  answer: Written.extend({ lastOn: z.string() }),
});

export const concludeNotice = endpoint({
  method: 'POST',
  path: '/api/notices/:code/conclude',
  summary: words(
    '办结公示（期满且异议都已答复）',
    'Conclude a notice that has ended, with every objection answered',
  ),
  permission: 'notice.publish',
  params: NoticeParams,
  query: z.object({}),
  body: z.object({
    conclusion: text(words('公示结论', 'Conclusion'), { max: 1000 }).shape.refine(
      (given) => [...given].length >= 5,
      {
        error:
          '请写清结论（至少 5 个字），它会公开 | give a conclusion of at least 5 characters; it is shown publicly',
      },
    ),
  }),
  answer: Written,
});

/** Consultations between the department and the regions (厅市会商): their doors. */
import { z } from 'zod';
import { CommitmentState } from '#domains/commitments/contract.ts';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { FigureReading, Moment } from '#kernel/contract/evidence.ts';
import { DateText, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import {
  agreementStates,
  consultationAgreement,
  consultationEvaluation,
  consultationReport,
  consultationMeeting,
  consultationDecision,
  consultationSignatory,
  consultationTopic,
} from '../contract.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });
const Unit = z.object({ code: z.string(), name: WordsShape });
const Money = z.object({ pledged: z.string(), delivered: z.string() });

const PeriodShape = z.object({ year: z.int(), half: z.enum(['first', 'second']) });

/** Commitments of an agreement by their state on the day. */
const Counts = z.object({
  all: z.int(),
  promised: z.int(),
  'in-progress': z.int(),
  overdue: z.int(),
  kept: z.int(),
  dropped: z.int(),
});

/** One agreement as a line of the list. */
export const AgreementLine = z.object({
  code: z.string(),
  title: z.string(),
  documentNumber: z.string().nullable(),
  kind: z.enum(['bilateral', 'multilateral']).nullable(),
  parties: z.array(Unit),
  state: z.enum(agreementStates),
  inForce: z.boolean(),
  signedOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  meetings: z.int(),
  lastMetOn: z.string().nullable(),
  commitments: Counts,
  sample: z.boolean(),
});
export type AgreementLine = z.infer<typeof AgreementLine>;

const JointProjectShape = z.object({
  code: z.string(),
  title: z.string(),
  agreement: z.string().nullable(),
  parties: z.array(Unit.extend({ leads: z.boolean() })),
  award: z.object({ code: z.string(), title: z.string() }).nullable(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  sample: z.boolean(),
});

export const listConsultations = endpoint({
  method: 'GET',
  path: '/api/consultations',
  summary: words('会商议定书与覆盖地区', 'Consultation agreements and the regions they cover'),
  permission: 'public',
  params: z.object({}),
  query: Moment,
  answer: z.object({
    asOf: z.string(),
    today: z.string(),
    coverage: z.object({
      /** The figure of regions with an agreement in force. */
      reading: FigureReading,
      label: WordsShape,
      /** Every reporting unit of the day, with its agreements in force. */
      regions: z.array(Unit.extend({ agreements: z.array(z.string()) })),
    }),
    agreements: z.array(AgreementLine),
    jointProjects: z.array(JointProjectShape),
  }),
});

/** What is owed under an agreement on the day, by whom, until when, by which parameter and document. */
export const DutyShape = z.object({
  agreement: z.string(),
  kind: z.enum(['meeting', 'report', 'evaluation', 'expiry']),
  dueOn: z.string(),
  late: z.boolean(),
  year: z.int().nullable(),
  period: PeriodShape.nullable(),
  region: Unit.nullable(),
  rule: z.object({
    name: z.string(),
    value: z.string(),
    document: z.string(),
    /** The document has not been seen yet. */
    unverified: z.boolean(),
  }),
});
export type DutyShape = z.infer<typeof DutyShape>;

export const listConsultationWork = endpoint({
  method: 'GET',
  path: '/api/consultation-work',
  summary: words('会商：未签订的议定书、资金和待办', 'Consultations: drafts, money, and what is owed'),
  permission: 'register.read',
  params: z.object({}),
  query: z.object({}),
  answer: z.object({
    today: z.string(),
    drafts: z.array(AgreementLine),
    /** Whether the reader sees all regions, not its own alone. */
    whole: z.boolean(),
    /** By agreement; within what the reader may see. */
    money: z.array(Money.extend({ agreement: z.string() })),
    duties: z.array(DutyShape),
  }),
});

const AgreementParams = z.object({ code: z.string().max(80) });

/** A commitment as an agreement's page shows it; the whole of it is on the page of promises. */
const CommitmentLine = z.object({
  code: z.string(),
  text: WordsShape,
  owner: z.string().nullable(),
  state: CommitmentState,
  dueOn: z.string().nullable(),
  daysLeft: z.int().nullable(),
  daysLate: z.int().nullable(),
  keptOn: z.string().nullable(),
  progress: z.object({ on: z.string(), text: WordsShape }).nullable(),
});

/** One agreement's life. */
export const AgreementShape = AgreementLine.extend({
  termYears: z.int().nullable(),
  terms: z.string().nullable(),
  endReason: z.string().nullable(),
  /** Its states in order, each with its day; null while not reached. */
  life: z.array(z.object({ state: WordsShape, on: z.string().nullable(), ahead: z.boolean() })),
  signatories: z.array(z.object({ party: z.string(), office: z.string() })),
  meetingList: z.array(
    z.object({
      code: z.string(),
      title: z.string(),
      year: z.int(),
      heldOn: z.string(),
      place: z.string().nullable(),
      minutesNumber: z.string().nullable(),
      minutes: z.string().nullable(),
      sample: z.boolean(),
      decisions: z.array(
        z.object({
          code: z.string(),
          order: z.int(),
          text: WordsShape,
          commitment: CommitmentLine.nullable(),
          sample: z.boolean(),
        }),
      ),
    }),
  ),
  links: z.array(
    z.object({
      note: z.string(),
      commitment: z.string().nullable(),
      /** Null where it is not open to everyone. */
      target: z.object({ register: z.string(), code: z.string(), title: z.string() }).nullable(),
      sample: z.boolean(),
    }),
  ),
  evaluation: z
    .object({
      evaluatedOn: z.string(),
      grade: WordsShape,
      score: z.string().nullable(),
      finding: z.string(),
      sample: z.boolean(),
    })
    .nullable(),
  renews: z.object({ code: z.string(), title: z.string() }).nullable(),
  renewedBy: z.object({ code: z.string(), title: z.string(), signedOn: z.string().nullable() }).nullable(),
  jointProjects: z.array(JointProjectShape),
});
export type AgreementShape = z.infer<typeof AgreementShape>;

export const readConsultation = endpoint({
  method: 'GET',
  path: '/api/consultations/:code',
  summary: words('一份会商议定书：会议、承诺、评估', 'One agreement: its meetings, commitments, evaluation'),
  permission: 'public',
  params: AgreementParams,
  query: Moment,
  answer: z.object({ asOf: z.string(), today: z.string(), agreement: AgreementShape }),
});

export const readConsultationWork = endpoint({
  method: 'GET',
  path: '/api/consultations/:code/work',
  summary: words('一份会商议定书的议题、报告和待办', 'Topics, reports and duties of one agreement'),
  permission: 'register.read',
  params: AgreementParams,
  query: z.object({}),
  answer: z.object({
    today: z.string(),
    agreement: AgreementShape,
    /** Regions of the agreement the reader writes for. */
    own: z.array(Unit),
    topics: z.array(
      z.object({
        code: z.string(),
        title: z.string(),
        detail: z.string().nullable(),
        region: Unit,
        area: WordsShape,
        proposedBy: z.string(),
        proposedOn: z.string(),
        decision: z.enum(['accepted', 'refused', 'merged']).nullable(),
        decidedOn: z.string().nullable(),
        reason: z.string().nullable(),
        mergedInto: z.string().nullable(),
        sample: z.boolean(),
      }),
    ),
    reports: z.array(
      PeriodShape.extend({
        code: z.string(),
        region: Unit,
        text: z.string(),
        pledged: z.string(),
        delivered: z.string(),
        submittedOn: z.string(),
        sample: z.boolean(),
      }),
    ),
    money: Money.nullable(),
    duties: z.array(DutyShape),
  }),
});

const Written = z.object({ action: z.string(), code: z.string() });

const Reason = text(words('理由', 'Reason'), { max: 500 }).shape.refine((given) => [...given].length >= 5, {
  error: '请写清理由（至少 5 个字） | give a reason of at least 5 characters',
});

const write = <B extends z.ZodType>(
  verb: string,
  summary: ReturnType<typeof words>,
  permission: 'consultation.keep' | 'consultation.report',
  body: B,
) =>
  endpoint({
    method: 'POST',
    path: `/api/consultations/:code/${verb}`,
    summary,
    permission,
    params: AgreementParams,
    query: z.object({}),
    body,
    answer: Written,
  });

const Parties = z
  .array(z.string().max(80))
  .min(1, { error: '请至少填一个地区 | give at least one region' })
  .max(20);

export const proposeAgreement = endpoint({
  method: 'POST',
  path: '/api/consultations',
  summary: words('动议一份会商议定书', 'Propose an agreement'),
  permission: 'consultation.keep',
  params: z.object({}),
  query: z.object({}),
  body: z.object({
    title: consultationAgreement.fields.title.shape,
    parties: Parties,
    /** Today without it. */
    proposedOn: DateText.optional(),
  }),
  answer: Written,
});

export const proposeTopic = write(
  'topics',
  words('为议定书提出议题', 'Propose a topic'),
  'consultation.report',
  z.object({
    reportingUnit: consultationTopic.fields.reportingUnit.shape,
    area: consultationTopic.fields.area.shape,
    title: consultationTopic.fields.title.shape,
    detail: consultationTopic.fields.detail.shape.optional(),
    proposedBy: consultationTopic.fields.proposedBy.shape,
  }),
);

export const decideTopic = write(
  'topic-decision',
  words('处理议题：采纳、不采纳、并入', 'Decide a topic: accept, refuse, merge'),
  'consultation.keep',
  z.object({
    topic: z.string().max(80),
    decision: z.enum(['accepted', 'refused', 'merged']),
    reason: consultationTopic.fields.reason.shape.optional(),
    mergedInto: consultationTopic.fields.mergedInto.shape.optional(),
  }),
);

export const signAgreement = write(
  'signature',
  words('登记议定书的签订', 'Record that an agreement was signed'),
  'consultation.keep',
  z.object({
    signedOn: DateText.optional(),
    termYears: z.int().min(1).max(20),
    documentNumber: consultationAgreement.fields.documentNumber.shape.optional(),
    terms: consultationAgreement.fields.terms.shape.optional(),
    signatories: z
      .array(
        z.object({
          party: consultationSignatory.fields.party.shape,
          office: consultationSignatory.fields.office.shape,
        }),
      )
      .min(2, { error: '签署方至少两方 | there are at least two signatories' })
      .max(20),
  }),
);

export const holdMeeting = write(
  'meetings',
  words('登记会商会议和议定事项', 'Record a meeting and what it decided'),
  'consultation.keep',
  z.object({
    heldOn: DateText.optional(),
    /** The year it is held for; that of the day without it. */
    year: consultationMeeting.fields.year.shape.optional(),
    title: consultationMeeting.fields.title.shape.optional(),
    place: consultationMeeting.fields.place.shape.optional(),
    minutesNumber: consultationMeeting.fields.minutesNumber.shape.optional(),
    minutes: consultationMeeting.fields.minutes.shape.optional(),
    decisions: z
      .array(
        z.object({
          text: consultationDecision.fields.text.shape,
          textEn: consultationDecision.fields.textEn.shape.optional(),
          topic: consultationDecision.fields.topic.shape.optional(),
        }),
      )
      .max(50),
  }),
);

export const commitDecisions = write(
  'commitments',
  words('把会议议定事项转为承诺', 'Turn decisions into commitments'),
  'consultation.keep',
  z.object({
    meeting: z.string().max(80),
    /** The area of work the commitments belong to. */
    area: consultationTopic.fields.area.shape,
    items: z
      .array(
        z.object({
          order: z.int(),
          owner: z.string().max(80).nullable().optional(),
          dueOn: DateText.nullable().optional(),
        }),
      )
      .min(1, { error: '请至少选一项议定事项 | choose at least one decision' })
      .max(50),
  }),
);

export const submitReport = write(
  'reports',
  words('报送半年报告', 'Submit a half-yearly report'),
  'consultation.report',
  z.object({
    reportingUnit: consultationReport.fields.reportingUnit.shape,
    year: consultationReport.fields.year.shape,
    half: consultationReport.fields.half.shape,
    text: consultationReport.fields.text.shape,
    pledged: consultationReport.fields.pledged.shape,
    delivered: consultationReport.fields.delivered.shape,
  }),
);

export const evaluateAgreement = write(
  'evaluation',
  words('登记期满评估', 'Record the evaluation'),
  'consultation.keep',
  z.object({
    evaluatedOn: DateText.optional(),
    grade: consultationEvaluation.fields.grade.shape,
    score: consultationEvaluation.fields.score.shape.optional(),
    finding: consultationEvaluation.fields.finding.shape,
  }),
);

export const renewAgreement = write(
  'renewal',
  words('续签：动议新一轮议定书', 'Renew: propose the agreement that follows'),
  'consultation.keep',
  z.object({ title: consultationAgreement.fields.title.shape.optional() }),
);

export const endAgreement = write(
  'end',
  words('提前终止议定书（须说明理由，公开）', 'End an agreement early, for a public reason'),
  'consultation.keep',
  z.object({ endedOn: DateText.optional(), reason: Reason }),
);

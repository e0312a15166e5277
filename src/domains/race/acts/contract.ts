/** The doors by which a cycle is run: each an act of its own, in one transaction. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { DateText, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import {
  raceAppeal,
  raceCycle,
  raceEntry,
  raceItem,
  raceMethod,
  raceNomination,
  raceObservation,
  raceReview,
  raceScheme,
  raceStep,
  raceTier,
} from '../contract.ts';

const Code = z.string().min(1).max(80);
const nothing = z.object({});
const OfCycle = z.object({ cycle: Code });
const Done = z.object({ action: z.string(), code: z.string() });

/** A reason that says something, shown publicly. */
const Reason = text(words('理由', 'Reason'), { max: 500 }).shape.refine((given) => [...given].length >= 5, {
  error: '请写清理由（至少 5 个字），它会公开 | give a reason of at least 5 characters; it is shown publicly',
});

const { fields: cycleFields } = raceCycle;
const { fields: itemFields } = raceItem;
const { fields: schemeFields } = raceScheme;
const { fields: tierFields } = raceTier;
const { fields: seen } = raceObservation;

const OpenCycleShape = z.object({
  code: cycleFields.code.shape,
  name: cycleFields.name.shape,
  year: cycleFields.year.shape,
  dataYear: z.int().min(1949).max(2199),
  programme: cycleFields.programme.shape.optional(),
  document: raceStep.fields.document.shape.optional(),
  /** An earlier cycle whose units, method, items and schemes are taken over; the method becomes a draft. */
  from: Code.optional(),
  /** Units that take part, with or besides those taken over. */
  units: z
    .array(z.object({ unit: Code, peerGroup: raceEntry.fields.peerGroup.shape.optional() }))
    .max(500)
    .optional(),
});
export type OpenCycle = z.infer<typeof OpenCycleShape>;

export const openCycle = endpoint({
  method: 'POST',
  path: '/api/race/cycles',
  summary: words('启动一轮赛马（方案）', 'Open a cycle of the race'),
  permission: 'race.run',
  params: nothing,
  query: nothing,
  body: OpenCycleShape,
  answer: Done,
});

const ItemShape = z.object({
  item: itemFields.item.shape,
  kind: itemFields.kind.shape,
  level: itemFields.level.shape.optional(),
  parent: itemFields.parent.shape.optional(),
  name: itemFields.name.shape,
  nameEn: itemFields.nameEn.shape,
  weight: itemFields.weight.shape.optional(),
  direction: itemFields.direction.shape.optional(),
  denominator: itemFields.denominator.shape.optional(),
  factor: itemFields.factor.shape.optional(),
  target: itemFields.target.shape.optional(),
  lower: itemFields.lower.shape.optional(),
  upper: itemFields.upper.shape.optional(),
  unit: itemFields.unit.shape.optional(),
  meaning: itemFields.meaning.shape.optional(),
  provider: itemFields.provider.shape.optional(),
});

const TierShape = z.object({
  name: tierFields.name.shape,
  edge: tierFields.edge.shape,
  from: tierFields.from.shape.optional(),
  amount: tierFields.amount.shape.optional(),
  weight: tierFields.weight.shape.optional(),
});

const DraftMethodShape = z.object({
  name: raceMethod.fields.name.shape,
  document: raceMethod.fields.document.shape.optional(),
  /** Text of `method.json`. */
  settings: raceMethod.fields.settings.shape,
  /** Text of `factors.json`. */
  factors: raceMethod.fields.factors.shape.optional(),
  replications: raceMethod.fields.replications.shape.optional(),
  seed: raceMethod.fields.seed.shape.optional(),
  items: z.array(ItemShape).min(1).max(500),
  schemes: z
    .array(
      z.object({
        name: schemeFields.name.shape,
        basis: schemeFields.basis.shape,
        apportion: schemeFields.apportion.shape,
        pot: schemeFields.pot.shape,
        document: schemeFields.document.shape,
        validFrom: DateText,
        tiers: z.array(TierShape).min(1).max(99),
      }),
    )
    .max(9),
});
export type DraftMethod = z.infer<typeof DraftMethodShape>;

export const draftMethod = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/method',
  summary: words('起草测算方法（整套，成为下一版草案）', 'Draft a whole method, as the next version'),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  body: DraftMethodShape,
  answer: Done,
});

export const adjustWeights = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/weights',
  summary: words('调整草案的权重（整套）', 'Adjust the weights of a draft, the whole set'),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  body: z.object({
    weights: z
      .array(
        z.object({
          item: Code,
          weight: z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, { error: '不是权重 | no weight' }),
        }),
      )
      .min(1)
      .max(500),
  }),
  answer: Done,
});

export const freezeMethod = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/freeze',
  summary: words('方法定稿（此后不再改）', 'Freeze the method for good'),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  answer: Done,
});

export const openReporting = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/reporting',
  summary: words('启动填报', 'Open reporting'),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  body: z.object({ dueOn: DateText, document: raceStep.fields.document.shape.optional() }),
  answer: Done,
});

const OfUnit = z.object({ cycle: Code, unit: Code });

const Reported = z.object({
  item: Code,
  /** The cycle's data year without it; the year before, for values restated to be comparable. */
  dataYear: z.int().min(1949).max(2199).optional(),
  /** Null where there is none. */
  value: seen.value.shape,
  status: seen.status.shape,
  evidence: seen.evidence.shape.optional(),
  note: seen.note.shape.optional(),
});

export const reportObservations = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/units/:unit/observations',
  summary: words('填报本地区数据', 'Report the values of the own region'),
  permission: 'race.report',
  params: OfUnit,
  query: nothing,
  body: z.object({ values: z.array(Reported).min(1).max(1000) }),
  answer: Done.extend({ count: z.int() }),
});

export const submitUnit = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/units/:unit/submit',
  summary: words('报送本地区数据', 'Submit the values of the own region'),
  permission: 'race.report',
  params: OfUnit,
  query: nothing,
  answer: Done,
});

export const closeReporting = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/verification',
  summary: words('转入核验', 'Go on to verification'),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  answer: Done,
});

export const verifyObservations = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/units/:unit/verify',
  summary: words('核验数据（核验人不能是填报人）', 'Verify values; never those one entered oneself'),
  permission: 'race.run',
  params: OfUnit,
  query: nothing,
  /** Every value of the unit that waits, without `items`. */
  body: z.object({ items: z.array(Code).min(1).max(500).optional() }),
  answer: Done.extend({ count: z.int() }),
});

export const returnObservations = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/units/:unit/return',
  summary: words('退回数据（须说明理由）', 'Return values for a reason'),
  permission: 'race.run',
  params: OfUnit,
  query: nothing,
  /** Of the cycle's data year without `dataYear`. */
  body: z.object({
    items: z.array(Code).min(1).max(500),
    dataYear: z.int().min(1949).max(2199).optional(),
    reason: Reason,
  }),
  answer: Done.extend({ count: z.int() }),
});

export const computeResult = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/results',
  summary: words('测算', 'Compute the result'),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  answer: Done.extend({ version: z.int(), digest: z.string() }),
});

const Corrected = z.object({
  unit: Code,
  item: Code,
  value: seen.value.shape,
  evidence: z.string().trim().min(1).max(300),
});

export const correctResult = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/corrections',
  summary: words(
    '更正数据并重新测算（发布后即发布新版本，旧版本仍可查）',
    'Correct data and compute anew; after publication the new version is published at once, beside the earlier',
  ),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  body: z.object({ corrections: z.array(Corrected).min(1).max(200), reason: Reason }),
  answer: Done.extend({ version: z.int(), digest: z.string() }),
});

export const openFeedback = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/feedback',
  summary: words('向各地区反馈初步结果', 'Give the regions the preliminary result'),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  answer: Done.extend({ dueOn: z.string() }),
});

export const raiseAppeal = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/units/:unit/appeals',
  summary: words('对初步结果申诉', 'Appeal against the preliminary result'),
  permission: 'race.report',
  params: OfUnit,
  query: nothing,
  body: z.object({
    item: Code.optional(),
    claim: raceAppeal.fields.claim.shape,
    claimedValue: raceAppeal.fields.claimedValue.shape.optional(),
    evidence: raceAppeal.fields.evidence.shape,
  }),
  answer: Done,
});

export const answerAppeal = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/appeals/:appeal/answer',
  summary: words('答复申诉', 'Answer an appeal'),
  permission: 'race.run',
  params: z.object({ cycle: Code, appeal: z.string().min(1).max(80) }),
  query: nothing,
  body: z.object({
    outcome: z.enum(['upheld', 'partly', 'rejected']),
    answer: raceAppeal.fields.claim.shape,
    /** The value the item has from now on, where the appeal is upheld in whole or in part. */
    value: raceAppeal.fields.claimedValue.shape.optional(),
  }),
  answer: Done,
});

export const decideMeeting = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/meeting',
  summary: words('厅务会审定', 'Record the decision of the department meeting'),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  body: z.object({ document: z.string().trim().min(1).max(300) }),
  answer: Done,
});

export const announceResult = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/notice',
  summary: words('公示结果', 'Publish the notice of the result'),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  body: z.object({
    document: z.string().trim().min(1).max(120),
    clause: z.string().trim().min(1).max(200).optional(),
    division: z.string().trim().min(1).max(80),
    length: z.int().min(1).max(365),
    counting: z.enum(['working-days', 'days']),
    shownAt: z.string().trim().min(1).max(300),
    contact: z.string().trim().min(1).max(300),
    /** Today without it; an earlier day needs the evidence of where it was posted. */
    publishedOn: DateText.optional(),
    postedEvidence: z.string().trim().min(1).max(300).optional(),
    /** The notice it corrects. */
    supersedes: Code.optional(),
  }),
  answer: Done.extend({ notice: z.string(), firstOn: z.string(), lastOn: z.string() }),
});

export const publishResult = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/publication',
  summary: words('发布结果（须公示期满）', 'Publish the result, once the notice is over'),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  answer: Done.extend({ version: z.int() }),
});

export const openSelection = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/selection',
  summary: words('启动项目遴选', 'Open the selection of projects'),
  permission: 'race.run',
  params: OfCycle,
  query: nothing,
  body: z.object({ dueOn: DateText, document: raceStep.fields.document.shape.optional() }),
  answer: Done,
});

export const nominateProject = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/units/:unit/nominations',
  summary: words('推荐产业化项目（合计不超过额度）', 'Nominate a project, within what was allotted'),
  permission: 'race.report',
  params: OfUnit,
  query: nothing,
  body: z.object({
    title: raceNomination.fields.title.shape,
    organisation: raceNomination.fields.organisation.shape,
    amount: raceNomination.fields.amount.shape,
  }),
  answer: Done,
});

export const decideNomination = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/nominations/:nomination/decision',
  summary: words('决定是否立项', 'Decide on a nominated project'),
  permission: 'race.run',
  params: z.object({ cycle: Code, nomination: z.string().min(1).max(80) }),
  query: nothing,
  body: z.discriminatedUnion('decision', [
    z.object({
      decision: z.literal('awarded'),
      /** Number of the project in the register of awards. */
      project: Code,
      contractedOn: DateText.optional(),
      startsOn: DateText.optional(),
      endsOn: DateText.optional(),
    }),
    z.object({ decision: z.literal('rejected'), reason: Reason }),
  ]),
  answer: Done,
});

export const reviewUnit = endpoint({
  method: 'POST',
  path: '/api/race/cycles/:cycle/units/:unit/review',
  summary: words('绩效评价', 'Review how a region used what it got'),
  permission: 'race.run',
  params: OfUnit,
  query: nothing,
  body: z.object({ grade: raceReview.fields.grade.shape, finding: raceReview.fields.finding.shape }),
  answer: Done,
});

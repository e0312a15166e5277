/** The doors by which a cycle is read: by everyone once it is published, by its regions and by staff before. */
import { z } from 'zod';
import { PlainDataset } from '#domains/indices/contract.ts';
import { bytesType, endpoint } from '#kernel/contract/endpoint.ts';
import { words } from '#kernel/contract/words.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });
const Labelled = z.object({ id: z.string(), label: WordsShape });
const Code = z.string().min(1).max(80);
const nothing = z.object({});
const OfCycle = z.object({ cycle: Code });
const OfUnit = z.object({ cycle: Code, unit: Code });
const OfResult = z.object({
  cycle: Code,
  version: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, { error: '版本是从 1 起的整数 | a version is a whole number from 1 on' }),
});

const CycleShape = z.object({
  code: z.string(),
  name: z.string(),
  year: z.int(),
  dataYear: z.int().nullable(),
  openedOn: z.string().nullable(),
  publishedOn: z.string().nullable(),
  programme: z.string().nullable(),
  /** Null for a cycle of before its steps were kept here. */
  step: Labelled.nullable(),
  /** Last day of the step, where it has one. */
  dueOn: z.string().nullable(),
  units: z.int(),
  sample: z.boolean(),
});
export type CycleShape = z.infer<typeof CycleShape>;

export const listCycles = endpoint({
  method: 'GET',
  path: '/api/race/cycles',
  summary: words('各轮赛马', 'Cycles of the race'),
  permission: 'public',
  params: nothing,
  query: nothing,
  answer: z.object({ today: z.string(), cycles: z.array(CycleShape) }),
});

const ItemShape = z.object({
  item: z.string(),
  kind: Labelled,
  level: z.int().nullable(),
  parent: z.string().nullable(),
  name: WordsShape,
  weight: z.string().nullable(),
  direction: Labelled.nullable(),
  denominator: z.string().nullable(),
  factor: z.string().nullable(),
  target: z.string().nullable(),
  lower: z.string().nullable(),
  upper: z.string().nullable(),
  unit: z.string().nullable(),
  meaning: z.string().nullable(),
  provider: z.string().nullable(),
});
export type ItemShape = z.infer<typeof ItemShape>;

const SchemeShape = z.object({
  order: z.int(),
  name: z.string(),
  basis: Labelled,
  apportion: Labelled,
  pot: z.string(),
  document: z.string(),
  validFrom: z.string(),
  tiers: z.array(
    z.object({
      name: z.string(),
      edge: Labelled,
      from: z.string().nullable(),
      amount: z.string().nullable(),
      weight: z.string().nullable(),
    }),
  ),
});

const MethodShape = z.object({
  code: z.string(),
  version: z.int(),
  name: z.string(),
  document: z.string().nullable(),
  /** Text of `method.json`. */
  settings: z.string(),
  factors: z.string().nullable(),
  replications: z.int(),
  seed: z.int(),
  draftedOn: z.string(),
  frozenOn: z.string().nullable(),
  digest: z.string().nullable(),
  sample: z.boolean(),
  items: z.array(ItemShape),
  schemes: z.array(SchemeShape),
});

const ResultLine = z.object({
  version: z.int(),
  computedOn: z.string(),
  publishedOn: z.string().nullable(),
  reason: z.string().nullable(),
  digest: z.string(),
  sample: z.boolean(),
});

export const readCycle = endpoint({
  method: 'GET',
  path: '/api/race/cycles/:cycle',
  summary: words(
    '一轮赛马：环节、方法、参加单位、结果各版',
    'One cycle: steps, method, units, versions of its result',
  ),
  permission: 'public',
  scoped: true,
  params: OfCycle,
  query: nothing,
  answer: z.object({
    today: z.string(),
    cycle: CycleShape,
    /** Steps as they were taken. */
    taken: z.array(
      z.object({
        order: z.int(),
        step: Labelled,
        takenOn: z.string(),
        dueOn: z.string().nullable(),
        document: z.string().nullable(),
      }),
    ),
    /** The whole way, and where the cycle is on it. */
    way: z.array(z.object({ step: Labelled, state: z.enum(['past', 'now', 'ahead']) })),
    /** What leads on, and what it needs; null after the last step. */
    next: z.object({ act: z.string(), label: WordsShape, needs: WordsShape.nullable() }).nullable(),
    method: MethodShape.nullable(),
    entries: z.array(
      z.object({
        unit: z.string(),
        name: WordsShape,
        peerGroup: z.string().nullable(),
        submittedOn: z.string().nullable(),
        /** Its square on the schematic map. */
        mapColumn: z.int().nullable(),
        mapRow: z.int().nullable(),
        /** For staff, and for the unit's own region; null to others. */
        progress: z
          .object({ asked: z.int(), reported: z.int(), verified: z.int(), returned: z.int() })
          .nullable(),
      }),
    ),
    /** Acts the reader may do now; the unit where it is one of a unit. */
    tasks: z.array(z.object({ act: z.string(), label: WordsShape, unit: z.string().nullable() })),
    /** Versions the reader may see, the latest first. */
    results: z.array(ResultLine),
    /** The notice of the latest result, where there is one; staff alone are told of one of an unpublished result here. */
    notice: z
      .object({
        code: z.string(),
        state: z.string(),
        firstOn: z.string(),
        lastOn: z.string(),
        clear: z.boolean(),
        link: z.string(),
      })
      .nullable(),
  }),
});

const Numbers = z.record(z.string(), z.record(z.string(), z.number().nullable()));

const ScoreShape = z.object({
  unit: z.string(),
  name: WordsShape,
  score: z.string().nullable(),
  rank: z.int().nullable(),
  rankLow: z.int().nullable(),
  rankHigh: z.int().nullable(),
  improvement: z.string().nullable(),
  improvementRank: z.int().nullable(),
  peerGroup: z.string().nullable(),
  peerRank: z.int().nullable(),
  tier: z.string().nullable(),
  improvementTier: z.string().nullable(),
  amount: z.string(),
});

export const readResult = endpoint({
  method: 'GET',
  path: '/api/race/cycles/:cycle/results/:version',
  summary: words(
    '一版结果：得分、名次、资助额度，测算的每一步',
    'One version of a result: scores, ranks, amounts, every stage of the computation',
  ),
  permission: 'public',
  scoped: true,
  params: OfResult,
  query: nothing,
  answer: z.object({
    cycle: z.string(),
    result: ResultLine,
    /** Not published yet. */
    preliminary: z.boolean(),
    /** The latest one published, which may be another. */
    latest: z.int().nullable(),
    methodDigest: z.string().nullable(),
    items: z.array(ItemShape),
    scores: z.array(ScoreShape),
    screenedOut: z.array(z.string()),
    imputed: z.array(z.object({ unit: z.string(), code: z.string() })),
    treatments: z.record(z.string(), z.unknown()),
    /** By unit, then by item. */
    stages: z.object({
      denominated: Numbers,
      imputed: Numbers,
      treated: Numbers,
      normalised: Numbers,
      aggregates: Numbers,
    }),
    /** What went in, as it was reported. */
    values: z.record(z.string(), z.record(z.string(), z.string().nullable())),
    /** Aggregates of both years on one scale, by `unit` and `unit@year`; null without the year before. */
    twoYears: z
      .object({ index: z.record(z.string(), z.number().nullable()), aggregates: Numbers })
      .nullable(),
    files: z.array(z.object({ name: z.string(), size: z.int(), digest: z.string() })),
  }),
});

export const downloadBundle = endpoint({
  method: 'GET',
  path: '/api/race/cycles/:cycle/results/:version/bundle',
  summary: words(
    '一版结果的数据包（ZIP），可逐字节重算',
    'The bundle of a result (ZIP), from which it is computed again byte for byte',
  ),
  permission: 'public',
  scoped: true,
  params: OfResult,
  query: nothing,
  answer: z.unknown(),
  answerType: bytesType,
});

export const readBoard = endpoint({
  method: 'GET',
  path: '/api/race/cycles/:cycle/board',
  summary: words('模拟台的数据：数据集、方法、资助方案', 'Data of the simulation: data set, method, schemes'),
  permission: 'public',
  scoped: true,
  params: OfCycle,
  query: nothing,
  answer: z.object({
    published: z.boolean(),
    version: z.int().nullable(),
    dataset: PlainDataset,
    /** This year and the year before in one data set (`unit` and `unit@year`), for improvement; null without the year before. */
    twoYears: PlainDataset.nullable(),
    peerGroups: z.record(z.string(), z.string()),
    /** Texts of `method.json` and `factors.json`. */
    method: z.string(),
    factors: z.string().nullable(),
    replications: z.int(),
    seed: z.int(),
    schemes: z.array(z.object({ order: z.int(), name: z.string(), basis: Labelled, file: z.string() })),
    /** Whether the weights can still be changed, and the reader may change them. */
    mayWeigh: z.boolean(),
  }),
});

const AppealShape = z.object({
  code: z.string(),
  unit: z.string(),
  item: z.string().nullable(),
  claim: z.string(),
  claimedValue: z.string().nullable(),
  evidence: z.string(),
  raisedOn: z.string(),
  outcome: Labelled.nullable(),
  answer: z.string().nullable(),
  answeredOn: z.string().nullable(),
  sample: z.boolean(),
});

const NominationShape = z.object({
  code: z.string(),
  unit: z.string(),
  title: z.string(),
  organisation: z.object({ code: z.string(), name: z.string() }),
  amount: z.string(),
  nominatedOn: z.string(),
  decision: Labelled.nullable(),
  decidedOn: z.string().nullable(),
  reason: z.string().nullable(),
  award: z.string().nullable(),
  sample: z.boolean(),
});

export const listAppeals = endpoint({
  method: 'GET',
  path: '/api/race/cycles/:cycle/appeals',
  summary: words('申诉（地区只看本地区的）', 'Appeals; a region reads its own'),
  permission: 'register.read',
  params: OfCycle,
  query: nothing,
  answer: z.object({ dueOn: z.string().nullable(), appeals: z.array(AppealShape) }),
});

export const listNominations = endpoint({
  method: 'GET',
  path: '/api/race/cycles/:cycle/nominations',
  summary: words('推荐项目（地区只看本地区的）', 'Nominated projects; a region reads its own'),
  permission: 'register.read',
  params: OfCycle,
  query: nothing,
  answer: z.object({
    dueOn: z.string().nullable(),
    /** By unit: what it was allotted and has nominated. */
    units: z.array(
      z.object({
        unit: z.string(),
        name: WordsShape,
        allotted: z.string(),
        nominated: z.string(),
        review: z.object({ grade: Labelled, finding: z.string(), reviewedOn: z.string() }).nullable(),
      }),
    ),
    nominations: z.array(NominationShape),
  }),
});

export const readWorkspace = endpoint({
  method: 'GET',
  path: '/api/race/cycles/:cycle/units/:unit',
  summary: words(
    '地区工作台：本地区数据、上年数、变动和邻近地区',
    'A region at work: its values beside last year’s, the change, and its neighbours',
  ),
  permission: 'register.read',
  params: OfUnit,
  query: nothing,
  answer: z.object({
    today: z.string(),
    unit: z.string(),
    name: WordsShape,
    step: Labelled.nullable(),
    dueOn: z.string().nullable(),
    submittedOn: z.string().nullable(),
    /** Whether the reader may enter values now; those returned alone, once verification has begun. */
    editable: z.enum(['all', 'returned', 'none']),
    dataYear: z.int(),
    /** Per cent of change from which a value wants a note, with its document; null while it is not set. */
    warning: z.object({ percent: z.string(), document: z.string() }).nullable(),
    items: z.array(
      ItemShape.extend({
        value: z.string().nullable(),
        status: Labelled.nullable(),
        evidence: z.string().nullable(),
        note: z.string().nullable(),
        state: z.enum(['none', 'entered', 'returned', 'verified']),
        enteredOn: z.string().nullable(),
        verifiedOn: z.string().nullable(),
        returnedOn: z.string().nullable(),
        returnReason: z.string().nullable(),
        before: z.string().nullable(),
        /** Per cent against the year before. */
        change: z.string().nullable(),
        wantsNote: z.boolean(),
        /** Other units' values of the last published year. */
        neighbours: z
          .object({ year: z.int(), units: z.int(), min: z.string(), median: z.string(), max: z.string() })
          .nullable(),
      }),
    ),
    appeals: z.array(AppealShape),
    nominations: z.array(NominationShape),
    allotted: z.string(),
    nominated: z.string(),
  }),
});

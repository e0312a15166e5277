/** What the race between regions (赛马) keeps: cycles, methods, data, appeals, results, money and projects. */
import {
  choice,
  code,
  date,
  decimal,
  flag,
  integer,
  money,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';
import { itemFaults, settingsFaults, stepWords, tierFaults } from './rules.ts';

const sample = flag(words('是否示例', 'Is an example'));
const cycleOf = reference(words('赛马', 'Cycle'), 'race.race-cycle');
const unitOf = reference(words('填报单位', 'Reporting unit'), 'directory.reporting-unit');

/** Rows written by the race's own actions, and told to the public by its own doors once they are published. */
const atDesk = { publicView: { as: 'nothing' }, writtenBy: 'actions', actedAt: '/race' } as const;
/** Each region its own. */
const ofRegion = {
  belongs: [{ region: 'reportingUnit.region' }],
  written: [{ region: 'reportingUnit.region' }],
} as const;

/** One year's race. */
export const raceCycle = record({
  id: 'race.race-cycle',
  belongs: 'everyone',
  label: words('赛马年度', 'Race cycles'),
  title: 'name',
  fields: {
    code: code(words('赛马编号', 'Cycle number')),
    name: text(words('名称', 'Name')),
    year: integer(words('年度', 'Year'), { min: 1949, max: 2199 }),
    dataYear: optional(integer(words('数据年度', 'Data year'), { min: 1949, max: 2199 })),
    openedOn: optional(date(words('启动日期', 'Opened on'))),
    publishedOn: optional(date(words('发布日期', 'Published on'))),
    programme: optional(
      reference(words('资助项目所属计划', 'Programme of its projects'), 'programmes.programme'),
    ),
  },
  life: [
    { on: 'openedOn', state: words('启动', 'Opened') },
    { on: 'publishedOn', state: words('发布', 'Published') },
  ],
});

/** Reporting units that take part in a cycle. */
export const raceEntry = record({
  id: 'race.race-entry',
  ...ofRegion,
  label: words('参加赛马的填报单位', 'Race entries'),
  key: ['cycle', 'reportingUnit'],
  title: 'reportingUnit',
  fields: {
    cycle: cycleOf,
    reportingUnit: unitOf,
    enteredOn: date(words('参加日期', 'Entered on')),
    leftOn: optional(date(words('退出日期', 'Left on'))),
    peerGroup: optional(
      text(words('同类组', 'Peer group'), {
        max: 40,
        note: words(
          '分类评价时与哪些地区比；不分组不填',
          'whom it is compared with apart; empty without groups',
        ),
      }),
    ),
    submittedOn: optional(date(words('报送日期', 'Data submitted on'))),
  },
  life: [
    { on: 'enteredOn', state: words('参加', 'Entered') },
    { on: 'submittedOn', state: words('报送', 'Submitted') },
    { on: 'leftOn', state: words('退出', 'Left'), onlyWhenReached: true },
  ],
  inOrder: [['enteredOn', 'leftOn']],
});

/** Steps taken in a cycle (方案 → … → 绩效), each on its day with its document. */
export const raceStep = record({
  id: 'race.race-step',
  belongs: 'everyone',
  writtenBy: 'actions',
  actedAt: '/race',
  label: words('赛马环节', 'Race steps'),
  key: ['cycle', 'order'],
  title: 'step',
  fields: {
    cycle: cycleOf,
    order: integer(words('序号', 'Order'), { min: 1, max: 9999 }),
    step: choice(words('环节', 'Step'), stepWords),
    takenOn: date(words('日期', 'Taken on')),
    dueOn: optional(date(words('截止日期', 'Due on'))),
    document: optional(text(words('文件', 'Document'), { max: 300 })),
    sample,
  },
});

/** A version of a cycle's method. Once frozen it stands as it is: weights, data definitions, tiers and money. */
export const raceMethod = record({
  id: 'race.race-method',
  belongs: 'everyone',
  writtenBy: 'actions',
  actedAt: '/race',
  label: words('赛马测算方法', 'Race methods'),
  key: ['cycle', 'version'],
  title: 'name',
  fields: {
    cycle: cycleOf,
    version: integer(words('版本', 'Version'), { min: 1, max: 999 }),
    name: text(words('名称', 'Name')),
    document: optional(text(words('来源文件', 'Document'), { max: 300 })),
    settings: text(words('测算设置', 'Settings'), {
      max: 4000,
      note: words('method.json', 'method.json'),
    }),
    factors: optional(
      text(words('不确定因素', 'Uncertain choices'), {
        max: 4000,
        note: words('factors.json；名次区间由此而来', 'factors.json; rank intervals come from it'),
      }),
    ),
    replications: integer(words('重算次数', 'Replications'), { min: 0, max: 10_000 }),
    seed: integer(words('随机种子', 'Seed'), { min: 0, max: 999_999_999 }),
    draftedOn: date(words('起草日期', 'Drafted on')),
    frozenOn: optional(date(words('定稿日期', 'Frozen on'))),
    frozenDigest: optional(
      text(words('定稿摘要', 'Digest when frozen'), {
        max: 64,
        note: words('方法、指标、等次的 SHA-256', 'SHA-256 over method, items and tiers'),
      }),
    ),
    sample,
  },
  life: [
    { on: 'draftedOn', state: words('起草', 'Drafted') },
    { on: 'frozenOn', state: words('定稿', 'Frozen') },
  ],
  inOrder: [['draftedOn', 'frozenOn']],
  check: settingsFaults,
});

/** What a method measures: indicators, the groups they are summed in, and what they are divided by. */
export const raceItem = record({
  id: 'race.race-item',
  belongs: 'everyone',
  label: words('赛马指标', 'Race indicators'),
  key: ['method', 'item'],
  title: 'name',
  fields: {
    method: reference(words('方法', 'Method'), 'race.race-method'),
    item: {
      ...code(words('指标代码', 'Item code')),
      note: words('字母开头，字母、数字、下划线', 'letters, digits and _, a letter first'),
    },
    kind: choice(words('类别', 'Kind'), {
      indicator: words('指标', 'Indicator'),
      aggregate: words('上级指标', 'Group'),
      denominator: words('分母', 'Denominator'),
    }),
    level: optional(integer(words('层级', 'Level'), { min: 1, max: 9 })),
    parent: optional(text(words('上级代码', 'Parent'), { max: 80 })),
    name: text(words('名称', 'Name')),
    nameEn: text(words('英文名称', 'English name')),
    weight: optional(decimal(words('权重', 'Weight'))),
    direction: optional(
      choice(words('方向', 'Direction'), {
        up: words('越大越好', 'More is better'),
        down: words('越小越好', 'Less is better'),
      }),
    ),
    denominator: optional(text(words('除以', 'Divided by'), { max: 80 })),
    factor: optional(decimal(words('倍数', 'Factor'))),
    target: optional(decimal(words('目标值', 'Target'))),
    lower: optional(decimal(words('下限', 'Lower post'))),
    upper: optional(decimal(words('上限', 'Upper post'))),
    unit: optional(text(words('单位', 'Unit'), { max: 40 })),
    meaning: optional(text(words('口径', 'Definition'), { max: 500 })),
    provider: optional(text(words('核验部门', 'Verified by'), { max: 80 })),
    sample,
  },
  check: itemFaults,
});

/** What a region reports: one value of one item for one year, with its evidence, who entered and who verified it. */
export const raceObservation = record({
  id: 'race.race-observation',
  ...atDesk,
  ...ofRegion,
  label: words('赛马填报数据', 'Race data'),
  key: ['cycle', 'dataYear', 'reportingUnit', 'item'],
  title: 'item',
  fields: {
    cycle: cycleOf,
    dataYear: integer(words('数据年度', 'Data year'), { min: 1949, max: 2199 }),
    reportingUnit: unitOf,
    item: text(words('指标代码', 'Item code'), { max: 80 }),
    value: optional(
      decimal(words('数值', 'Value'), { note: words('没有数据不填', 'empty where there is none') }),
    ),
    status: choice(words('数据性质', 'Kind of data'), {
      flash: words('快报', 'Flash'),
      annual: words('年报', 'Annual'),
      final: words('终核', 'Final'),
    }),
    evidence: optional(text(words('依据', 'Evidence'), { max: 300 })),
    note: optional(text(words('说明', 'Note'), { max: 500 })),
    submitter: text(words('填报人', 'Entered by'), { max: 80, sensitivity: 'staff' }),
    submittedOn: date(words('填报日期', 'Entered on')),
    verifier: optional(text(words('核验人', 'Verified by'), { max: 80, sensitivity: 'staff' })),
    verifiedOn: optional(date(words('核验日期', 'Verified on'))),
    returnedOn: optional(date(words('退回日期', 'Returned on'))),
    returnReason: optional(text(words('退回理由', 'Reason for returning'), { max: 500 })),
    sample,
  },
  life: [
    { on: 'submittedOn', state: words('填报', 'Entered') },
    { on: 'returnedOn', state: words('退回', 'Returned'), onlyWhenReached: true },
    { on: 'verifiedOn', state: words('核验', 'Verified') },
  ],
  inOrder: [['submittedOn', 'verifiedOn']],
});

/** What a region contests in what was computed, with its evidence, and the answer. */
export const raceAppeal = record({
  id: 'race.race-appeal',
  ...atDesk,
  ...ofRegion,
  label: words('赛马申诉', 'Race appeals'),
  title: 'claim',
  fields: {
    code: code(words('申诉编号', 'Appeal number')),
    cycle: cycleOf,
    reportingUnit: unitOf,
    item: optional(text(words('指标代码', 'Item code'), { max: 80 })),
    claim: text(words('申诉内容', 'Claim'), { max: 1000 }),
    claimedValue: optional(decimal(words('主张的数值', 'Value claimed'))),
    evidence: text(words('依据', 'Evidence'), { max: 500 }),
    raisedBy: text(words('申诉人', 'Raised by'), { max: 80, sensitivity: 'staff' }),
    raisedOn: date(words('申诉日期', 'Raised on')),
    outcome: optional(
      choice(words('结论', 'Outcome'), {
        upheld: words('成立', 'Upheld'),
        partly: words('部分成立', 'Upheld in part'),
        rejected: words('不成立', 'Rejected'),
      }),
    ),
    answer: optional(text(words('答复', 'Answer'), { max: 1000 })),
    answeredBy: optional(text(words('答复人', 'Answered by'), { max: 80, sensitivity: 'staff' })),
    answeredOn: optional(date(words('答复日期', 'Answered on'))),
    sample,
  },
  life: [
    { on: 'raisedOn', state: words('提出', 'Raised') },
    { on: 'answeredOn', state: words('答复', 'Answered') },
  ],
  inOrder: [['raisedOn', 'answeredOn']],
});

/** How ranks become money: the pot, what is ranked, and how shares are made whole. */
export const raceScheme = record({
  id: 'race.race-scheme',
  belongs: 'everyone',
  label: words('赛马资助方案', 'Race funding schemes'),
  key: ['method', 'order'],
  title: 'name',
  fields: {
    method: reference(words('方法', 'Method'), 'race.race-method'),
    order: integer(words('序号', 'Order'), { min: 1, max: 9 }),
    name: text(words('名称', 'Name')),
    basis: choice(words('按什么分等', 'Ranked by'), {
      level: words('水平', 'Level'),
      improvement: words('跃升', 'Improvement'),
      peer: words('同类组内水平', 'Level within the peer group'),
    }),
    apportion: choice(words('分配办法', 'Apportionment'), {
      fixed: words('按等次定额', 'A fixed amount for each tier'),
      'largest-remainder': words('按等次权重，最大余数法', 'By tier weights, largest remainder'),
      webster: words('按等次权重，圣拉古法', 'By tier weights, Webster'),
      jefferson: words('按等次权重，洪特法', 'By tier weights, Jefferson'),
    }),
    pot: money(words('资金总额（元）', 'Pot (CNY)')),
    document: text(words('来源文件', 'Document'), { max: 300 }),
    validFrom: date(words('施行日期', 'Valid from')),
    sample,
  },
});

/** Tiers of a scheme, best first: the edge that is reached (≥ for scores, ≤ for ranks) and what it is worth. */
export const raceTier = record({
  id: 'race.race-tier',
  belongs: 'everyone',
  label: words('赛马等次', 'Race tiers'),
  key: ['scheme', 'order'],
  title: 'name',
  fields: {
    scheme: reference(words('资助方案', 'Scheme'), 'race.race-scheme'),
    order: integer(words('序号', 'Order'), { min: 1, max: 99 }),
    name: text(words('等次', 'Tier'), { max: 20 }),
    edge: choice(words('按得分或名次', 'By score or rank'), {
      score: words('得分不低于', 'A score of at least'),
      rank: words('名次不后于', 'A rank of at most'),
      rest: words('其余', 'All others'),
    }),
    from: optional(decimal(words('界限', 'Edge'))),
    amount: optional(money(words('每个单位金额（元）', 'Amount for each unit (CNY)'))),
    weight: optional(decimal(words('每个单位权重', 'Weight of each unit'))),
    sample,
  },
  check: tierFaults,
});

/** One computation over verified data by the frozen method. It is never rewritten: a later one is a later version. */
export const raceResult = record({
  id: 'race.race-result',
  ...atDesk,
  belongs: 'whole',
  label: words('赛马测算结果', 'Race results'),
  key: ['cycle', 'version'],
  title: 'bundleDigest',
  fields: {
    cycle: cycleOf,
    version: integer(words('版本', 'Version'), { min: 1, max: 999 }),
    method: reference(words('方法', 'Method'), 'race.race-method'),
    computedOn: date(words('测算日期', 'Computed on')),
    computedBy: text(words('测算人', 'Computed by'), { max: 80, sensitivity: 'staff' }),
    bundleDigest: text(words('数据包摘要', 'Digest of the bundle'), { max: 64 }),
    reason: optional(text(words('更正理由', 'Reason of the correction'), { max: 500 })),
    publishedOn: optional(date(words('发布日期', 'Published on'))),
    sample,
  },
  life: [
    { on: 'computedOn', state: words('测算', 'Computed') },
    { on: 'publishedOn', state: words('发布', 'Published') },
  ],
  inOrder: [['computedOn', 'publishedOn']],
});

/** What one unit got in one computation. */
export const raceScore = record({
  id: 'race.race-score',
  ...atDesk,
  belongs: 'whole',
  label: words('赛马得分', 'Race scores'),
  key: ['result', 'reportingUnit'],
  title: 'reportingUnit',
  fields: {
    result: reference(words('测算结果', 'Result'), 'race.race-result'),
    reportingUnit: unitOf,
    score: optional(decimal(words('得分', 'Score'))),
    rank: optional(integer(words('名次', 'Rank'), { min: 1 })),
    rankLow: optional(integer(words('名次区间上端', 'Best rank of the interval'), { min: 1 })),
    rankHigh: optional(integer(words('名次区间下端', 'Worst rank of the interval'), { min: 1 })),
    improvement: optional(decimal(words('跃升', 'Improvement'))),
    improvementRank: optional(integer(words('跃升名次', 'Rank by improvement'), { min: 1 })),
    peerGroup: optional(text(words('同类组', 'Peer group'), { max: 40 })),
    peerRank: optional(integer(words('组内名次', 'Rank in the peer group'), { min: 1 })),
    tier: optional(text(words('等次', 'Tier'), { max: 20 })),
    improvementTier: optional(text(words('跃升等次', 'Tier by improvement'), { max: 20 })),
    amount: money(words('资助额度（元）', 'Allotted (CNY)')),
    sample,
  },
});

/** Industrialisation projects a region nominates for what it was allotted, and what became of each. */
export const raceNomination = record({
  id: 'race.race-nomination',
  ...atDesk,
  ...ofRegion,
  label: words('赛马项目推荐', 'Race nominations'),
  title: 'title',
  fields: {
    code: code(words('推荐编号', 'Nomination number')),
    cycle: cycleOf,
    reportingUnit: unitOf,
    title: text(words('项目名称', 'Project title'), { max: 300 }),
    organisation: reference(words('承担单位', 'Host organisation'), 'directory.organisation'),
    amount: money(words('金额（元）', 'Amount (CNY)')),
    nominatedOn: date(words('推荐日期', 'Nominated on')),
    decision: optional(
      choice(words('决定', 'Decision'), {
        awarded: words('立项', 'Awarded'),
        rejected: words('不予立项', 'Not awarded'),
      }),
    ),
    decidedOn: optional(date(words('决定日期', 'Decided on'))),
    reason: optional(text(words('不予立项理由', 'Reason'), { max: 500 })),
    award: optional(reference(words('立项项目', 'Award'), 'programmes.award')),
    sample,
  },
  life: [
    { on: 'nominatedOn', state: words('推荐', 'Nominated') },
    { on: 'decidedOn', state: words('决定', 'Decided') },
  ],
  inOrder: [['nominatedOn', 'decidedOn']],
});

/** How a region used what it got (绩效). */
export const raceReview = record({
  id: 'race.race-review',
  ...atDesk,
  belongs: [{ region: 'reportingUnit.region' }],
  label: words('赛马绩效', 'Race reviews'),
  key: ['cycle', 'reportingUnit'],
  title: 'finding',
  fields: {
    cycle: cycleOf,
    reportingUnit: unitOf,
    reviewedOn: date(words('评价日期', 'Reviewed on')),
    grade: choice(words('评价', 'Grade'), {
      good: words('好', 'Good'),
      fair: words('一般', 'Fair'),
      poor: words('差', 'Poor'),
    }),
    finding: text(words('评价意见', 'Finding'), { max: 1000 }),
    sample,
  },
});

export const raceRecords = [
  raceCycle,
  raceEntry,
  raceStep,
  raceMethod,
  raceItem,
  raceObservation,
  raceAppeal,
  raceScheme,
  raceTier,
  raceResult,
  raceScore,
  raceNomination,
  raceReview,
] as const;

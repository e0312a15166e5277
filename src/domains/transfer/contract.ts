/** Service inventions: disclosure, empowerment, contracts, receipts, and the income shared. */
import {
  choice,
  code,
  date,
  decimal,
  flag,
  integer,
  mayFollow,
  money,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { words } from '#kernel/contract/words.ts';
import { netFaults } from './rules.ts';

const joinedOn = words('加入日期', 'Joined on');
const leftOn = words('退出日期', 'Left on');

/** Batches of the empowerment pilot (赋权改革试点). */
export const pilotBatch = record({
  id: 'transfer.pilot-batch',
  belongs: 'everyone',
  label: words('试点批次', 'Pilot batches'),
  title: 'name',
  fields: {
    code: code(words('批次编号', 'Batch number')),
    number: integer(words('批次', 'Batch'), { min: 1, max: 99 }),
    name: text(words('名称', 'Name')),
    instrument: optional(reference(words('依据文件', 'Instrument'), 'policies.instrument')),
    startedOn: date(words('启动日期', 'Started on')),
    endedOn: optional(date(words('结束日期', 'Ended on'))),
  },
  life: [
    { on: 'startedOn', state: words('启动', 'Started') },
    { on: 'endedOn', state: words('结束', 'Ended') },
  ],
});

/** Institutions taking part in a batch. */
export const pilotInstitution = record({
  id: 'transfer.pilot-institution',
  belongs: [{ organisation: 'organisation' }],
  label: words('试点单位', 'Pilot institutions'),
  key: ['batch', 'organisation'],
  title: 'organisation',
  fields: {
    batch: reference(words('批次', 'Batch'), 'transfer.pilot-batch'),
    organisation: reference(words('单位', 'Organisation'), 'directory.organisation'),
    joinedOn: date(joinedOn),
    leftOn: optional(date(leftOn)),
  },
  life: [
    { on: 'joinedOn', state: words('加入', 'Joined') },
    { on: 'leftOn', state: words('退出', 'Left') },
  ],
  inOrder: [['joinedOn', 'leftOn']],
});

/** Service inventions (职务科技成果). */
export const achievement = record({
  id: 'transfer.achievement',
  belongs: [{ organisation: 'organisation' }],
  keptBy: 'organisation',
  label: words('职务科技成果', 'Service inventions'),
  title: 'title',
  fields: {
    code: code(words('成果编号', 'Achievement number')),
    title: text(words('名称', 'Title'), { max: 300 }),
    kind: choice(
      words('类别', 'Kind'),
      {
        invention: words('发明专利', 'Invention patent'),
        'utility-model': words('实用新型', 'Utility model'),
        design: words('外观设计', 'Design'),
        software: words('软件著作权', 'Software copyright'),
        layout: words('集成电路布图设计', 'Layout design'),
        'plant-variety': words('植物新品种', 'Plant variety'),
        medicine: words('生物医药新品种', 'New biological medicine'),
        'trade-secret': words('技术秘密', 'Trade secret'),
      },
      { source: '促进科技成果转化法' },
    ),
    organisation: reference(words('完成单位', 'Institution'), 'directory.organisation'),
    disclosedOn: mayFollow(date(words('披露日期', 'Disclosed on'))),
    classified: flag(words('是否涉密', 'Classified')),
  },
  life: [
    { on: 'disclosedOn', state: words('披露', 'Disclosed') },
    {
      on: 'effectiveOn',
      state: words('赋权', 'Empowered'),
      from: { register: 'transfer.empowerment', by: 'achievement' },
    },
    {
      on: 'signedOn',
      state: words('转化', 'Transferred'),
      from: { register: 'transfer.contract-item', by: 'achievement', through: 'contract' },
    },
  ],
});

/** Completers of an achievement and their shares, which make 100 %. */
export const completer = record({
  id: 'transfer.completer',
  belongs: [{ of: 'achievement' }],
  keptBy: 'organisation',
  label: words('完成人', 'Completers'),
  key: ['achievement', 'person'],
  title: 'achievement',
  publicView: { as: 'counts', by: 'achievement' },
  fields: {
    achievement: reference(words('成果', 'Achievement'), 'transfer.achievement'),
    person: reference(words('完成人', 'Completer'), 'directory.person', { sensitivity: 'personal' }),
    share: decimal(words('贡献比例（%）', 'Share (%)'), { sensitivity: 'personal' }),
  },
});

/** Empowerment (赋权): part of the ownership or a long-term right of use, given to the completers. */
export const empowerment = record({
  id: 'transfer.empowerment',
  belongs: [{ of: 'achievement' }],
  keptBy: 'organisation',
  label: words('赋权', 'Empowerments'),
  title: 'achievement',
  fields: {
    code: code(words('赋权编号', 'Empowerment number')),
    achievement: reference(words('成果', 'Achievement'), 'transfer.achievement'),
    right: choice(
      words('权利', 'Right'),
      {
        ownership: words('所有权', 'Ownership'),
        'long-term-use': words('长期使用权', 'Long-term use'),
      },
      { source: '国科发区〔2020〕128号' },
    ),
    agreedOn: mayFollow(date(words('协议日期', 'Agreed on'))),
    effectiveOn: optional(date(words('生效日期', 'Effective on'))),
    endedOn: optional(date(words('终止日期', 'Ended on'))),
    endReason: optional(text(words('终止原因', 'Reason of ending'))),
  },
  life: [
    { on: 'agreedOn', state: words('签订协议', 'Agreed') },
    { on: 'effectiveOn', state: words('生效', 'Effective') },
    { on: 'endedOn', state: words('终止', 'Ended'), onlyWhenReached: true },
  ],
  inOrder: [
    ['agreedOn', 'effectiveOn'],
    ['agreedOn', 'endedOn'],
  ],
});

/** Transfer contracts. Amounts agreed, not received. */
export const transferContract = record({
  id: 'transfer.transfer-contract',
  belongs: [{ organisation: 'seller' }],
  keptBy: 'organisation',
  label: words('转化合同', 'Transfer contracts'),
  title: 'title',
  fields: {
    code: code(words('合同编号', 'Contract number')),
    title: text(words('名称', 'Title'), { max: 300 }),
    mode: choice(
      words('转化方式', 'Mode'),
      {
        assignment: words('转让', 'Assignment'),
        licence: words('许可', 'Licence'),
        cooperation: words('合作实施', 'Cooperation'),
        equity: words('作价投资', 'Investment at a price'),
        own: words('自行实施', 'Own use'),
        other: words('其他', 'Other'),
      },
      { source: '促进科技成果转化法 第十六条' },
    ),
    seller: reference(words('转化单位', 'Institution'), 'directory.organisation'),
    buyer: optional(reference(words('受让单位', 'Transferee'), 'directory.organisation')),
    amount: money(words('合同金额（元）', 'Contract amount (CNY)')),
    signedOn: date(words('签订日期', 'Signed on')),
    registrationNumber: optional(text(words('技术合同登记号', 'Registration number'), { max: 60 })),
    classified: optional(flag(words('是否涉密', 'Classified'))),
    endedOn: optional(
      date(words('解除日期', 'Rescinded on'), {
        note: words('合同被解除的日期；履行完毕不填', 'the day a contract was rescinded; not its fulfilment'),
      }),
    ),
  },
  life: [
    { on: 'signedOn', state: words('签订', 'Signed') },
    {
      on: 'receivedOn',
      state: words('首笔到账', 'First receipt'),
      from: { register: 'transfer.receipt', by: 'contract' },
    },
    {
      on: 'paidOn',
      state: words('首次分配', 'First distribution'),
      from: { register: 'transfer.distribution', by: 'contract' },
    },
    { on: 'endedOn', state: words('解除', 'Rescinded'), onlyWhenReached: true },
  ],
  inOrder: [['signedOn', 'endedOn']],
});

/** Which achievements a contract transfers: several to a contract, several contracts to an achievement. */
export const contractItem = record({
  id: 'transfer.contract-item',
  belongs: [{ of: 'contract' }],
  keptBy: 'organisation',
  label: words('合同所涉成果', 'Achievements of a contract'),
  key: ['contract', 'achievement'],
  title: 'achievement',
  fields: {
    contract: reference(words('合同', 'Contract'), 'transfer.transfer-contract'),
    achievement: reference(words('成果', 'Achievement'), 'transfer.achievement'),
  },
});

/** Money received under a contract; partial receipts are usual. */
export const receipt = record({
  id: 'transfer.receipt',
  belongs: [{ of: 'contract' }],
  keptBy: 'organisation',
  label: words('到账', 'Receipts'),
  title: 'contract',
  fields: {
    code: code(words('到账编号', 'Receipt number')),
    contract: reference(words('合同', 'Contract'), 'transfer.transfer-contract'),
    receivedOn: date(words('到账日期', 'Received on')),
    amount: money(words('到账金额（元）', 'Amount received (CNY)')),
  },
  life: [{ on: 'receivedOn', state: words('到账', 'Received') }],
});

const amounts = words('金额', 'Amounts');

/** A distribution of income of a contract, paid or still to be paid. */
export const distribution = record({
  id: 'transfer.distribution',
  belongs: [{ of: 'contract' }],
  keptBy: 'organisation',
  label: words('收益分配', 'Distributions'),
  title: 'contract',
  fields: {
    code: code(words('分配编号', 'Distribution number')),
    contract: reference(words('合同', 'Contract'), 'transfer.transfer-contract'),
    decidedOn: date(words('决定日期', 'Decided on')),
    paidOn: optional(date(words('发放日期', 'Paid on'))),
    gross: optional(
      money(words('本次收入（元）', 'Income of this round (CNY)'), {
        group: amounts,
        note: words('可分配的到账收入，未扣成本', 'income received and to be shared, before costs'),
      }),
    ),
    costs: optional(
      money(words('扣除成本（元）', 'Costs deducted (CNY)'), {
        group: amounts,
        note: words('本次收入中扣除的成本；没有填 0', 'costs deducted from it; 0 where there are none'),
      }),
    ),
    amount: money(words('分配总额（元）', 'Amount distributed (CNY)'), {
      group: amounts,
      note: words('净收入：本次收入减扣除成本', 'net income: income of this round less costs'),
    }),
  },
  check: ({ gross, costs, amount }) => netFaults(gross, costs, amount),
  life: [
    { on: 'decidedOn', state: words('决定', 'Decided') },
    { on: 'paidOn', state: words('发放', 'Paid') },
  ],
  inOrder: [['decidedOn', 'paidOn']],
});

/** Shares of a distribution; they make its amount, to the fen. */
export const distributionShare = record({
  id: 'transfer.distribution-share',
  belongs: [{ of: 'distribution' }],
  keptBy: 'organisation',
  label: words('分配份额', 'Shares of distributions'),
  key: ['distribution', 'order'],
  title: 'distribution',
  publicView: { as: 'counts', by: 'institution' },
  fields: {
    distribution: reference(words('分配', 'Distribution'), 'transfer.distribution'),
    order: integer(words('序号', 'Order'), { min: 1, max: 9999 }),
    institution: reference(words('转化单位', 'Institution'), 'directory.organisation'),
    recipient: choice(words('分配对象', 'Recipient'), {
      researcher: words('科研人员', 'Researcher'),
      team: words('科研团队', 'Research team'),
      'transfer-staff': words('转化服务人员', 'Transfer staff'),
      institution: words('单位留存', 'Kept by the institution'),
    }),
    person: optional(
      reference(words('领取人', 'Person'), 'directory.person', {
        sensitivity: 'personal',
        note: words('对象为科研人员时填写', 'for a single researcher'),
      }),
    ),
    amount: money(words('金额（元）', 'Amount (CNY)')),
  },
});

export const transferRecords = [
  pilotBatch,
  pilotInstitution,
  achievement,
  completer,
  empowerment,
  transferContract,
  contractItem,
  receipt,
  distribution,
  distributionShare,
] as const;

const ContractParams = z.object({ code: z.string().max(80) });

/** What is known about a contract when its income is to be shared. */
export const readDistributing = endpoint({
  method: 'GET',
  path: '/api/transfer/contracts/:code/distributing',
  summary: words('一份合同的到账与已分配', 'Income of a contract received and shared so far'),
  permission: 'register.read',
  params: ContractParams,
  query: z.object({}),
  answer: z.object({
    code: z.string(),
    title: z.string(),
    institution: z.object({ code: z.string(), name: z.string() }),
    /** Yuan to the fen. */
    amount: z.string(),
    received: z.string(),
    /** Of distributions paid, and of those decided and not paid yet. */
    paid: z.string(),
    decided: z.string(),
    today: z.string(),
    /** A number that is free. */
    suggested: z.string(),
  }),
});

/** Shares one distribution may have. */
export const largestDistribution = 200;

export const recordDistribution = endpoint({
  method: 'POST',
  path: '/api/transfer/contracts/:code/distributions',
  summary: words('登记一次收益分配及其全部份额', 'Record a distribution with all of its shares'),
  permission: 'register.write',
  params: ContractParams,
  query: z.object({}),
  body: z.object({
    code: distribution.fields.code.shape,
    decidedOn: distribution.fields.decidedOn.shape,
    paidOn: distribution.fields.paidOn.shape.optional(),
    gross: distributionShare.fields.amount.shape,
    costs: distributionShare.fields.amount.shape,
    shares: z
      .array(
        z.object({
          recipient: distributionShare.fields.recipient.shape,
          person: distributionShare.fields.person.shape.optional(),
          amount: distributionShare.fields.amount.shape,
        }),
      )
      .min(1, { error: '至少要有一份 | there must be at least one share' })
      .max(largestDistribution, {
        error: `至多 ${largestDistribution} 份 | at most ${largestDistribution} shares`,
      }),
  }),
  answer: z.object({ action: z.string(), code: z.string(), shares: z.int() }),
});

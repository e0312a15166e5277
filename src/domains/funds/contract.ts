/** Money: budgets, joint funds with their partners, and payments. */
import {
  choice,
  code,
  date,
  flag,
  integer,
  money,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** Purposes a budget line or a payment serves. */
export const purposes = {
  'provincial-laboratories': words('省实验室', 'Provincial laboratories'),
  capability: words('能力建设', 'Capability building'),
  talent: words('人才引育', 'Recruiting and training of talent'),
  project: words('项目资助', 'Project grants'),
  operation: words('运行经费', 'Operation'),
  other: words('其他', 'Other'),
};

/** Yearly budget lines of the province and its cities. */
export const budgetLine = record({
  id: 'funds.budget-line',
  belongs: [{ region: 'region' }],
  label: words('预算安排', 'Budget lines'),
  title: 'title',
  fields: {
    code: code(words('预算编号', 'Budget number')),
    title: text(words('名称', 'Title')),
    year: integer(words('预算年度', 'Budget year'), { min: 1949, max: 2199 }),
    layer: choice(words('层级', 'Layer'), {
      province: words('省级', 'Province'),
      city: words('市级', 'City'),
    }),
    region: reference(words('区划', 'Region'), 'directory.region'),
    purpose: choice(words('用途', 'Purpose'), purposes),
    amount: money(words('金额（元）', 'Amount (CNY)')),
    approvedOn: date(words('批复日期', 'Approved on')),
    withdrawnOn: optional(date(words('撤销日期', 'Withdrawn on'))),
  },
  life: [
    { on: 'approvedOn', state: words('批复', 'Approved') },
    { on: 'withdrawnOn', state: words('撤销', 'Withdrawn'), onlyWhenReached: true },
  ],
  inOrder: [['approvedOn', 'withdrawnOn']],
});

/** Joint funds (联合基金). */
export const jointFund = record({
  id: 'funds.joint-fund',
  belongs: 'everyone',
  label: words('联合基金', 'Joint funds'),
  title: 'name',
  fields: {
    code: code(words('基金编号', 'Fund number')),
    name: text(words('名称', 'Name')),
    establishedOn: date(words('设立日期', 'Established on')),
    endedOn: optional(date(words('终止日期', 'Ended on'))),
  },
  life: [
    { on: 'establishedOn', state: words('设立', 'Established') },
    { on: 'endedOn', state: words('终止', 'Ended'), onlyWhenReached: true },
  ],
});

/** Agreements by which a partner co-funds a joint fund. */
export const jointFundAgreement = record({
  id: 'funds.joint-fund-agreement',
  belongs: 'everyone',
  label: words('联合资助协议', 'Joint fund agreements'),
  title: 'partner',
  fields: {
    code: code(words('协议编号', 'Agreement number')),
    fund: reference(words('基金', 'Fund'), 'funds.joint-fund'),
    partner: reference(words('联合资助方', 'Co-funding party'), 'directory.organisation'),
    signedOn: date(words('签订日期', 'Signed on')),
    effectiveOn: date(words('生效日期', 'Effective on')),
    endsOn: optional(
      date(words('届满日期', 'Expires on'), {
        note: words('最后一个有效日', 'the last day in force'),
      }),
    ),
    endedOn: optional(
      date(words('提前终止日期', 'Ended early on'), {
        note: words('自该日起失效', 'no longer in force from that day'),
      }),
    ),
    pledge: money(words('承诺出资（元）', 'Pledge (CNY)')),
  },
  life: [
    { on: 'signedOn', state: words('签订', 'Signed') },
    { on: 'effectiveOn', state: words('生效', 'Effective') },
    { on: 'endsOn', state: words('届满', 'Expires') },
    { on: 'endedOn', state: words('提前终止', 'Ended early'), onlyWhenReached: true },
  ],
  inOrder: [
    ['effectiveOn', 'endsOn'],
    ['signedOn', 'endedOn'],
  ],
});

/** Payments made. What is paid for is named by reference only: this room does not know platforms or projects. */
export const payment = record({
  id: 'funds.payment',
  belongs: [{ organisation: 'payee' }],
  label: words('拨款', 'Payments'),
  title: 'code',
  fields: {
    code: code(words('拨款编号', 'Payment number')),
    payee: reference(words('收款单位', 'Payee'), 'directory.organisation'),
    subject: text(words('事由编号', 'Paid for'), {
      max: 80,
      note: words('所支持平台或项目的编号', 'number of the platform or project supported'),
    }),
    purpose: choice(words('用途', 'Purpose'), purposes),
    amount: money(words('金额（元）', 'Amount (CNY)')),
    paidOn: date(words('拨付日期', 'Paid on')),
    returnedOn: optional(date(words('退回日期', 'Returned on'))),
    classified: flag(words('是否涉密', 'Classified')),
  },
  life: [
    { on: 'paidOn', state: words('拨付', 'Paid') },
    { on: 'returnedOn', state: words('退回', 'Returned'), onlyWhenReached: true },
  ],
  inOrder: [['paidOn', 'returnedOn']],
});

export const fundRecords = [budgetLine, jointFund, jointFundAgreement, payment] as const;

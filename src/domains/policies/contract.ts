/** By which document: instruments, who issued them, their aspects and measures. */
import {
  choice,
  code,
  date,
  integer,
  optional,
  record,
  reference,
  flag,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** Laws, plans, rules and notices. */
export const instrument = record({
  id: 'policies.instrument',
  belongs: 'everyone',
  label: words('政策文件', 'Policy instruments'),
  title: 'title',
  fields: {
    code: code(words('文件编号', 'Instrument number')),
    title: text(words('标题', 'Title'), { max: 300 }),
    number: optional(
      text(words('发文字号', 'Document number'), { note: words('未查明时留空', 'left empty while unknown') }),
    ),
    kind: choice(words('类别', 'Kind'), {
      law: words('法律法规', 'Law or regulation'),
      plan: words('方案', 'Plan'),
      policy: words('政策', 'Policy'),
      rules: words('实施细则', 'Implementing rules'),
      notice: words('通知', 'Notice'),
    }),
    parent: optional(reference(words('配套于', 'Implements'), 'policies.instrument')),
    issuedOn: optional(date(words('印发日期', 'Issued on'))),
    effectiveOn: optional(date(words('施行日期', 'In force from'))),
    endedOn: optional(date(words('废止日期', 'Repealed on'))),
  },
  life: [
    { on: 'issuedOn', state: words('印发', 'Issued') },
    { on: 'effectiveOn', state: words('施行', 'In force') },
    { on: 'endedOn', state: words('废止', 'Repealed'), onlyWhenReached: true },
  ],
  inOrder: [['issuedOn', 'endedOn']],
});

/** Departments that issued an instrument together. */
export const instrumentIssuer = record({
  id: 'policies.instrument-issuer',
  belongs: 'everyone',
  label: words('发文部门', 'Issuing departments'),
  key: ['instrument', 'organisation'],
  title: 'organisation',
  fields: {
    instrument: reference(words('文件', 'Instrument'), 'policies.instrument'),
    organisation: reference(words('部门', 'Department'), 'directory.organisation'),
    lead: flag(words('是否牵头', 'Leads')),
  },
});

/** Parts of a plan. */
export const aspect = record({
  id: 'policies.aspect',
  belongs: 'everyone',
  label: words('方面', 'Aspects'),
  title: 'title',
  fields: {
    code: code(words('方面编号', 'Aspect number')),
    instrument: reference(words('文件', 'Instrument'), 'policies.instrument'),
    order: integer(words('序号', 'Order'), { min: 1, max: 999 }),
    title: text(words('名称', 'Title')),
  },
});

/** Measures of a plan, each under one aspect. */
export const measure = record({
  id: 'policies.measure',
  belongs: 'everyone',
  label: words('具体措施', 'Measures'),
  title: 'title',
  fields: {
    code: code(words('措施编号', 'Measure number')),
    aspect: reference(words('方面', 'Aspect'), 'policies.aspect'),
    order: integer(words('序号', 'Order'), { min: 1, max: 999 }),
    title: text(words('名称', 'Title')),
  },
});

export const policyRecords = [instrument, instrumentIssuer, aspect, measure] as const;

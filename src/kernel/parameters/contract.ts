/** Dated parameters: every threshold, ratio and day count with its document. */
import { choice, date, optional, record, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** One dated value of one parameter. The value on a day is the version in force on it. */
export const parameter = record({
  id: 'parameters.parameter',
  belongs: 'everyone',
  label: words('参数', 'Parameters'),
  key: ['name', 'validFrom'],
  title: 'name',
  fields: {
    name: text(words('参数名', 'Parameter'), { max: 80 }),
    value: text(words('值', 'Value'), { max: 200 }),
    unit: optional(text(words('单位', 'Unit'), { max: 40 })),
    validFrom: date(words('施行日期', 'Valid from')),
    validTo: optional(
      date(words('失效日期', 'Valid until'), {
        note: words('自该日起失效', 'no longer valid from that day'),
      }),
    ),
    document: text(words('来源文件', 'Document'), { max: 300 }),
    basis: choice(words('依据性质', 'Basis'), {
      law: words('法律法规', 'Law'),
      document: words('文件', 'Document'),
      product: words('本平台口径', 'Definition of this platform'),
      unverified: words('来源待核', 'Source to be verified'),
    }),
  },
  life: [
    { on: 'validFrom', state: words('施行', 'In force') },
    { on: 'validTo', state: words('失效', 'No longer in force') },
  ],
  inOrder: [['validFrom', 'validTo']],
});

export const parameterRecords = [parameter] as const;

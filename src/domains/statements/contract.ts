/** What other departments attest and whose rows are not held here. */
import {
  code,
  date,
  decimal,
  choice,
  integer,
  optional,
  record,
  reference,
  text,
} from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** One attested statement: who states which value of which figure, for which year, by which document. */
export const statement = record({
  id: 'statements.statement',
  label: words('证明材料', 'Attested statements'),
  title: 'document',
  fields: {
    code: code(words('证明编号', 'Statement number')),
    figure: text(words('指标', 'Figure'), {
      max: 80,
      note: words('所证明指标的标识', 'identifier of the figure attested'),
    }),
    year: integer(words('年度', 'Year'), { min: 1949, max: 2199 }),
    value: decimal(words('数值', 'Value'), {
      note: words('以该指标的单位计；金额为元', 'in the unit of the figure; money in yuan'),
    }),
    unit: choice(words('单位', 'Unit'), {
      tonne: words('吨', 'tonne'),
      CNY: words('元', 'yuan'),
      person: words('人', 'person'),
      case: words('件', 'case'),
    }),
    statedBy: reference(words('证明部门', 'Stated by'), 'directory.organisation'),
    document: text(words('证明文件', 'Document')),
    signer: text(words('签署职务', "Signer's post"), {
      note: words('写职务，不写姓名', 'the post, not the name'),
    }),
    statedOn: date(words('证明日期', 'Stated on')),
    withdrawnOn: optional(date(words('撤回日期', 'Withdrawn on'))),
  },
  life: [
    { on: 'statedOn', state: words('出具', 'Stated') },
    { on: 'withdrawnOn', state: words('撤回', 'Withdrawn'), onlyWhenReached: true },
  ],
  inOrder: [['statedOn', 'withdrawnOn']],
});

export const statementRecords = [statement] as const;

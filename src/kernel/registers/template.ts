/** The columns of a register as a sheet has them, and its template: what to type where, an example, the rules. */
import type { Writable } from 'node:stream';
import { toFollow, type Field, type RecordDescription } from '#kernel/contract/record.ts';
import type { Language, Words } from '#kernel/contract/words.ts';
import { openWorkbookWriter, type SheetColumn } from '#kernel/sheets/write-workbook.ts';
import { exampleMark } from './import-columns.ts';
import { helperSheets, sheetNameOf } from './import-plan.ts';
import { fieldsOf, type Registers } from './registry.ts';

/** Rows of a template for which choices are offered. */
const rowsToFill = 5000;

const kinds: Record<Field['kind'], SheetColumn['kind']> = {
  text: 'text',
  integer: 'integer',
  decimal: 'decimal',
  money: 'money',
  date: 'day',
  flag: 'text',
  choice: 'text',
  reference: 'text',
  identity: 'text',
};

const widths: Partial<Record<Field['kind'], number>> = {
  date: 13,
  flag: 10,
  integer: 10,
  money: 18,
  identity: 22,
};

export const yesNo = { zh: ['是', '否'], en: ['yes', 'no'] } as const;

/** One field as a column. */
export function sheetColumn(
  name: string,
  field: Field,
  registers: Registers,
  language: Language,
): SheetColumn {
  const heading = field.label[language];
  const choices =
    field.kind === 'flag'
      ? yesNo[language]
      : field.kind === 'choice'
        ? Object.values(field.choices ?? {}).map((label) => label[language])
        : undefined;
  return {
    heading,
    kind: kinds[field.kind],
    width: Math.max(widths[field.kind] ?? 20, Math.min(40, [...heading].length * 2 + 4)),
    required: !field.optional,
    note: noteOf(name, field, registers, language),
    ...(choices ? { choices } : {}),
  };
}

const typing: Record<Exclude<Field['kind'], 'reference'>, Words> = {
  text: { zh: '文本', en: 'Text' },
  integer: { zh: '整数', en: 'A whole number' },
  decimal: { zh: '小数，不写百分号', en: 'A decimal number without a percent sign' },
  money: {
    zh: '金额（元），至多两位小数，不用千位分隔符',
    en: 'Yuan with at most two decimals, no separators',
  },
  date: { zh: '日期，如 2024-05-27', en: 'A day, such as 2024-05-27' },
  flag: { zh: '是或否', en: 'yes or no' },
  choice: { zh: '从下拉列表中选择', en: 'Choose from the list' },
  identity: { zh: '身份证号，按文本填写 18 位', en: 'Identity number, 18 characters as text' },
};

function noteOf(name: string, field: Field, registers: Registers, language: Language): string {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const target = field.to ? registers.find(field.to).label : null;
  const what = target
    ? say(`“${target.zh}”中的编号`, `A number of ${target.en}`)
    : typing[field.kind === 'reference' ? 'text' : field.kind][language];
  return [
    `${what}${say('。', '.')}${field.optional ? say('可空。', ' May be empty.') : say('必填。', ' Required.')}`,
    field.mayFollow
      ? say(`材料暂缺可填“${toFollow}”。`, `Enter “${toFollow}” where the evidence comes later.`)
      : '',
    field.note?.[language] ?? '',
    field.source ? say(`依据：${field.source}`, `Source: ${field.source}`) : '',
    say(`标识：${name}`, `Identifier: ${name}`),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** Writes the template of a register: its sheet with an example, its rules, its choices. Imported as it is: no rows. */
export async function writeTemplate(
  stream: Writable,
  description: RecordDescription,
  registers: Registers,
  language: Language,
): Promise<void> {
  const fields = fieldsOf(description);
  const workbook = await openWorkbookWriter(stream);
  const sheet = workbook.addSheet(
    sheetNameOf(description.label[language]),
    fields.map(([name, field]) => sheetColumn(name, field, registers, language)),
    { rowsToFill },
  );
  sheet.write({
    values: fields.map(([, field], index) =>
      index === 0 ? exampleMark[language] : exampleOf(field, language),
    ),
    example: true,
  });
  sheet.close();
  workbook.addNotes(helperSheets.rules[language === 'zh' ? 0 : 1], rulesOf(description, registers, language));
  await workbook.finish();
}

function exampleOf(field: Field, language: Language): string | null {
  switch (field.kind) {
    case 'date':
      return '2024-05-27';
    case 'money':
      return '10000.00';
    case 'integer':
      return '1';
    case 'decimal':
      return '33.34';
    case 'flag':
      return yesNo[language][1];
    case 'choice':
      return Object.values(field.choices ?? {})[0]?.[language] ?? null;
    case 'reference':
      return language === 'zh' ? '编号' : 'number';
    default:
      return field.optional ? null : language === 'zh' ? '示例' : 'example';
  }
}

function rulesOf(
  description: RecordDescription,
  registers: Registers,
  language: Language,
): { text: string; strong?: boolean }[] {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const label = description.label[language];
  const keys = [description.key].flat().map((name) => description.fields[name]?.label[language] ?? name);
  const lines = [
    { text: say(`${label}：填写说明`, `${label}: how to fill it in`), strong: true },
    {
      text: say(
        '第一行是表头，不要改动；列的次序可以改变，可空的列可以删去（删去的列不改动已有的值，留空则清空）。',
        'The first row is the header; leave it as it is. Columns may change places; those that may be empty may be deleted (a deleted column leaves stored values alone, an empty cell empties them).',
      ),
    },
    {
      text: say(
        `以“${exampleMark.zh}”开头的一行是示例，不会导入。`,
        `The row that begins with “${exampleMark.en}” is an example and is not imported.`,
      ),
    },
    {
      text: say(
        `键：${keys.join('、')}。键已存在的行更改那条记录，其余的行新增。`,
        `Key: ${keys.join(', ')}. A row whose key exists changes that record; all others are added.`,
      ),
    },
    {
      text: say(
        '不要使用公式和合并的单元格；编号按文本填写；一个文件要么全部写入，要么全不写入。',
        'Use no formulas and no merged cells; enter numbers of records as text. All rows of a file are written, or none.',
      ),
    },
    ...description.inOrder.map(([earlier, later]) => ({
      text: say(
        `${description.fields[later]?.label.zh}不早于${description.fields[earlier]?.label.zh}。`,
        `${description.fields[later]?.label.en} is not before ${description.fields[earlier]?.label.en}.`,
      ),
    })),
    { text: say('各列', 'Columns'), strong: true },
  ];
  const columns = fieldsOf(description).map(([name, field]) => {
    const { heading, note = '', choices } = sheetColumn(name, field, registers, language);
    const list = choices ? `${say('（', ' (')}${choices.join(say('、', ', '))}${say('）', ')')}` : '';
    return { text: `${heading}${list}${say('：', ': ')}${note.replaceAll('\n', ' ')}` };
  });
  return [...lines, ...columns];
}

/** The layout of a data folder as a page, written from the record descriptions and the figures themselves. */
import { unitOf } from '#kernel/contract/units.ts';
import type { Field, FieldKind, RecordDescription } from '#kernel/contract/record.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Figure } from '#kernel/figures/figure.ts';
import { fileOf } from './province.ts';

const kinds: Record<FieldKind, Words> = {
  text: { zh: '文本', en: 'text' },
  integer: { zh: '整数', en: 'whole number' },
  decimal: { zh: '小数', en: 'decimal' },
  money: { zh: '金额（元）', en: 'money (yuan)' },
  date: { zh: '日期', en: 'date' },
  flag: { zh: '是 / 否', en: 'yes / no' },
  choice: { zh: '选项', en: 'choice' },
  reference: { zh: '引用', en: 'reference' },
  identity: { zh: '身份证号', en: 'identity number' },
};

/** A cell of a Markdown table. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(header),
  row(header.map(() => '---')),
  ...rows.map(row),
];

function notesOf(field: Field): string {
  const choices = Object.entries(field.choices ?? {}).map(
    ([value, label]) => `\`${value}\` ${label.zh} / ${label.en}`,
  );
  return [
    ...(field.to === undefined ? [] : [`→ \`${fileOf(field.to)}\``]),
    ...choices,
    ...(field.note ? [`${field.note.zh} / ${field.note.en}`] : []),
    ...(field.source === undefined ? [] : [`（${field.source}）`]),
  ].join('；');
}

function describeRegister(description: RecordDescription): string[] {
  const key = typeof description.key === 'string' ? [description.key] : description.key;
  return [
    `### \`${fileOf(description.id)}\` ${description.label.zh} / ${description.label.en}`,
    '',
    `键 Key: ${key.map((name) => `\`${name}\``).join(' + ')}`,
    '',
    ...table(
      [
        '列 Column',
        '中文',
        'English',
        '类型 Type',
        '必填 Required',
        '取值、指向、说明 Values, target, notes',
      ],
      Object.entries(description.fields).map(([name, field]) => [
        `\`${name}\``,
        field.label.zh,
        field.label.en,
        `${kinds[field.kind].zh} ${kinds[field.kind].en}`,
        field.optional ? '' : '✓',
        notesOf(field),
      ]),
    ),
    '',
  ];
}

/**
 * Markdown for every CSV file of a data folder: columns with identifiers, labels, types, choices and targets.
 * Registers that come from another file are left out by the caller.
 */
export const describeLayout = (records: readonly RecordDescription[]): string =>
  records.flatMap(describeRegister).join('\n').trimEnd();

/** Markdown for the figures a citation may name, with the parameters each takes. */
export const describeFigures = (figures: readonly Figure[]): string =>
  table(
    ['指标 Figure', '名称 Name', '参数 Parameters', '单位 Unit', '口径 Meaning'],
    figures.map((figure) => [
      `\`${figure.id}\``,
      `${figure.label.zh} / ${figure.label.en}`,
      Object.entries(figure.params)
        .map(([name, { label }]) => `\`${name}\` ${label.zh} / ${label.en}`)
        .join('；') || '—',
      unitOf(figure.unit).name.zh,
      `${figure.definition.zh} / ${figure.definition.en}`,
    ]),
  ).join('\n');

/** Replaces what stands between a page's `<!-- generated:NAME -->` markers; refuses a page without them. */
export function fillMarked(page: string, name: string, content: string): string {
  const [begin, end] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no markers ${begin} … ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${content}\n\n${page.slice(to)}`;
}

/** The sheet: blocks of text and citations, their plain text, and what a new one begins with. Pure. */
import type { Words } from '#kernel/contract/words.ts';
import type { Block, Citation, Inline } from './contract.ts';

/** How a citation reads where it stands. */
export type PrintCitation = (citation: Citation) => string;

/** An inline as text. */
export function textOf(inline: Inline, print: PrintCitation): string {
  if (typeof inline === 'string') return inline;
  return 'cite' in inline ? (inline.cite.text ?? print(inline.cite)) : inline.text;
}

/** A paragraph as text. */
export const plainText = (block: Block, print: PrintCitation): string =>
  block.inlines.map((inline) => textOf(inline, print)).join('');

/** Every citation of some blocks. */
export const citationsOf = (blocks: readonly Block[]): Citation[] =>
  blocks.flatMap(({ inlines }) =>
    inlines.flatMap((inline) => (typeof inline !== 'string' && 'cite' in inline ? [inline.cite] : [])),
  );

/** Every promise of some blocks, by code. */
export const promisesOf = (blocks: readonly Block[]): { code: string; text: string }[] =>
  blocks.flatMap(({ inlines }) =>
    inlines.flatMap((inline) =>
      typeof inline !== 'string' && 'promise' in inline ? [{ code: inline.promise, text: inline.text }] : [],
    ),
  );

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** 一 to 九十九, as headings are numbered. */
export function chineseNumber(number: number): string {
  if (number <= 10) return digits[number] ?? '';
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  return `${tens === 1 ? '' : (digits[tens] ?? '')}十${ones === 0 ? '' : (digits[ones] ?? '')}`;
}

export type Template = 'measures-results-steps' | 'actions-taken' | 'plain';

const headings: Record<Template, readonly string[]> = {
  'measures-results-steps': ['主要措施', '主要成效', '下步打算'],
  'actions-taken': ['工作开展情况', '下一步工作'],
  plain: [],
};

const paragraph = (text: string): Block => ({ level: 0, inlines: text === '' ? [] : [text] });

/** Title of a deputy or a member in the salutation. */
export const salutationOf = (deputy: string, kind: 'suggestion' | 'proposal'): string =>
  `${deputy}${/(代表|委员)$/.test(deputy) ? '' : kind === 'suggestion' ? '代表' : '委员'}：`;

interface NewSection {
  kind: 'opening' | 'answer' | 'closing';
  title: string;
  content: Block[];
}

/** Parts a new reply begins with: an opening, an answer to each item, a closing. */
export function beginSheet(
  suggestion: { title: string; session: string; deputy: string; kind: 'suggestion' | 'proposal' },
  items: readonly string[],
  template: Template,
): NewSection[] {
  const named = `《${suggestion.title.replaceAll(/^《|》$/g, '')}》`;
  const answers = items.length === 0 ? [suggestion.title] : items;
  return [
    {
      kind: 'opening',
      title: '开头',
      content: [
        paragraph(salutationOf(suggestion.deputy, suggestion.kind)),
        paragraph(
          `您在${suggestion.session}上提出的${named}${suggestion.kind === 'suggestion' ? '' : '提案'}收悉，经认真研究办理，现答复如下：`,
        ),
      ],
    },
    ...answers.map((item, index): NewSection => {
      const title = items.length === 0 ? item : `${chineseNumber(index + 1)}、关于“${item}”的建议`;
      return {
        kind: 'answer',
        title,
        content: [
          ...(items.length === 0 ? [] : [{ level: 1, inlines: [title] }]),
          ...headings[template].flatMap((heading, place): Block[] => [
            { level: 2, inlines: [`（${chineseNumber(place + 1)}）${heading}`] },
            paragraph(''),
          ]),
          ...(headings[template].length === 0 ? [paragraph('')] : []),
        ],
      };
    }),
    { kind: 'closing', title: '结尾', content: [paragraph('感谢您对科技创新工作的关心和支持。')] },
  ];
}

/** Words for a figure that is cited but not there any more. */
export const goneWords: Words = {
  zh: '平台没有这个指标或它不接受这些参数，请改引另一指标',
  en: 'The platform has no such figure, or it does not take these parameters; cite another',
};

/** Whether a paragraph is a salutation: body text ending in a colon, nothing cited, one line. */
export const isSalutation = ({ level, inlines }: Block): boolean =>
  level === 0 &&
  inlines.every((inline) => typeof inline === 'string') &&
  /^[^，。；]{2,60}：$/.test(inlines.join('').trim());

/** Title of a letter: whose answer to which suggestion. */
export const titleOfLetter = (
  issuer: string,
  suggestion: { title: string; session: string; kind: 'suggestion' | 'proposal' },
): string =>
  `${issuer}对${suggestion.session}《${suggestion.title.replaceAll(/^《|》$/g, '')}》${suggestion.kind === 'suggestion' ? '' : '提案'}的答复`;

/** The sheet's paragraphs as the contract has them, and as the editor has them; each way without loss. */
import type { Block, Citation, Inline } from '../../contract.ts';

export type Level = 0 | 1 | 2 | 3 | 4;

export interface CitationMark {
  figure: string;
  params: Record<string, unknown>;
  qualifier: Citation['qualifier'];
  /** Words of the writer's own; null where the platform prints the figure. */
  text: string | null;
  /** What stands on the sheet. */
  shown: string;
}

export interface PromiseMark {
  code: string;
  text: string;
}

type InlineJson =
  | { type: 'text'; text: string }
  | { type: 'citation'; attrs: CitationMark }
  | { type: 'promise'; attrs: PromiseMark };

interface ParagraphJson {
  type: 'paragraph';
  attrs: { level: number };
  content?: InlineJson[];
}

/** The editor's document as plain JSON. */
export interface DocJson {
  type: 'doc';
  content: ParagraphJson[];
}

/** What each citation prints, by `keyOfCitation`. */
export type Prints = ReadonlyMap<string, string>;

/** One name for one figure asked in one way. */
export const keyOfCitation = (cite: {
  figure: string;
  params?: Record<string, unknown> | undefined;
  qualifier?: string | undefined;
}): string =>
  JSON.stringify([
    cite.figure,
    Object.entries(cite.params ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    cite.qualifier ?? 'none',
  ]);

/** The words a citation puts on the sheet; one whose figure has not been read yet stands as 〔figure〕. */
export const printCitation = (cite: Partial<Citation> & { figure: string }, prints: Prints): string =>
  cite.text ?? prints.get(keyOfCitation(cite)) ?? `〔${cite.figure}〕`;

function inlineJson(inline: Inline, prints: Prints): InlineJson[] {
  if (typeof inline === 'string') return inline === '' ? [] : [{ type: 'text', text: inline }];
  if ('promise' in inline) return [{ type: 'promise', attrs: { code: inline.promise, text: inline.text } }];
  const { figure, params, qualifier, text } = inline.cite;
  const shown = printCitation(inline.cite, prints);
  return [{ type: 'citation', attrs: { figure, params, qualifier, text: text ?? null, shown } }];
}

/** An editor always has a paragraph to write in. */
export function docOf(blocks: readonly Block[], prints: Prints): DocJson {
  const content = blocks.map(({ level, inlines }): ParagraphJson => {
    const inside = inlines.flatMap((inline) => inlineJson(inline, prints));
    return { type: 'paragraph', attrs: { level }, ...(inside.length === 0 ? {} : { content: inside }) };
  });
  return {
    type: 'doc',
    content: content.length === 0 ? [{ type: 'paragraph', attrs: { level: 0 } }] : content,
  };
}

function inlineOf(node: InlineJson): Inline {
  if (node.type === 'text') return node.text;
  if (node.type === 'promise') return { promise: node.attrs.code, text: node.attrs.text };
  const { figure, params, qualifier, text } = node.attrs;
  return { cite: { figure, params, qualifier, ...(text === null ? {} : { text }) } };
}

/** Runs of text beside one another are one run; a sheet of one empty paragraph has no content. */
export function blocksOf(doc: DocJson): Block[] {
  const blocks = doc.content.map(({ attrs: { level }, content = [] }): Block => {
    const inlines: Inline[] = [];
    for (const inline of content.map(inlineOf)) {
      const last = inlines.at(-1);
      if (typeof inline === 'string' && typeof last === 'string') inlines[inlines.length - 1] = last + inline;
      else inlines.push(inline);
    }
    return { level, inlines };
  });
  return blocks.length === 1 && blocks[0]?.level === 0 && blocks[0].inlines.length === 0 ? [] : blocks;
}

export const printInline = (inline: Inline, prints: Prints): string => {
  if (typeof inline === 'string') return inline;
  return 'promise' in inline ? inline.text : printCitation(inline.cite, prints);
};

/** A paragraph as it is read and checked. */
export const printBlock = (block: Block, prints: Prints): string =>
  block.inlines.map((inline) => printInline(inline, prints)).join('');

export const sameContent = (a: readonly Block[], b: readonly Block[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

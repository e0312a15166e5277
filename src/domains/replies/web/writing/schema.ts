/** What may stand on the sheet: paragraphs of five levels, text, cited figures, promises. */
import { Schema, type Attrs, type Node } from 'prosemirror-model';
import {
  blocksOf,
  docOf,
  keyOfCitation,
  type CitationMark,
  type DocJson,
  type Prints,
  type PromiseMark,
} from './blocks.ts';
import type { Block } from '../../contract.ts';

const parsed = (text: string | null): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};

/** What a pasted piece of a sheet says of its citation; false for a span that is none. */
function readCitation(element: HTMLElement): Attrs | false {
  const figure = element.dataset['cite'];
  if (figure === undefined || figure === '') return false;
  return {
    figure,
    params: parsed(element.dataset['params'] ?? null),
    qualifier: element.dataset['qualifier'] ?? 'none',
    text: element.dataset['text'] ?? null,
    shown: element.textContent,
  };
}

const headings = [1, 2, 3, 4].map((level) => ({ tag: `h${level}`, attrs: { level } }));

export const schema = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: {
      content: 'inline*',
      attrs: { level: { default: 0 } },
      parseDOM: [
        {
          tag: 'p',
          getAttrs: (element) => ({ level: Math.min(4, Number(element.dataset['level'] ?? 0) || 0) }),
        },
        ...headings,
      ],
      toDOM: (node) => ['p', { 'data-level': String(node.attrs['level']) }, 0],
    },
    text: { group: 'inline' },
    citation: {
      group: 'inline',
      inline: true,
      atom: true,
      attrs: {
        figure: {},
        params: { default: {} },
        qualifier: { default: 'none' },
        text: { default: null },
        shown: {},
      },
      parseDOM: [{ tag: 'span[data-cite]', getAttrs: readCitation }],
      leafText: (node) => markOf(node).shown,
      toDOM: (node) => {
        const { figure, params, qualifier, text, shown } = markOf(node);
        return [
          'span',
          {
            class: 'cite',
            'data-cite': figure,
            'data-params': JSON.stringify(params),
            'data-qualifier': qualifier,
            ...(text === null ? {} : { 'data-text': text }),
          },
          shown,
        ];
      },
    },
    promise: {
      group: 'inline',
      inline: true,
      atom: true,
      attrs: { code: {}, text: {} },
      parseDOM: [
        {
          tag: 'span[data-promise]',
          getAttrs: (element) => ({ code: element.dataset['promise'], text: element.textContent }),
        },
      ],
      leafText: (node) => promiseOf(node).text,
      toDOM: (node) => [
        'span',
        { class: 'pledge', 'data-promise': promiseOf(node).code },
        promiseOf(node).text,
      ],
    },
  },
});

export const markOf = (node: Node): CitationMark => node.attrs as CitationMark;
export const promiseOf = (node: Node): PromiseMark => node.attrs as PromiseMark;

export const writeDoc = (blocks: readonly Block[], prints: Prints): Node =>
  schema.nodeFromJSON(docOf(blocks, prints));

export const readDoc = (doc: Node): Block[] => blocksOf(doc.toJSON() as DocJson);

export const citationNode = (mark: CitationMark): Node => schema.nodes.citation.create({ ...mark });
export const promiseNode = (mark: PromiseMark): Node => schema.nodes.promise.create({ ...mark });

/** Where each paragraph begins inside, in the order of `readDoc`. */
export function placesOfBlocks(doc: Node): number[] {
  const places: number[] = [];
  doc.forEach((_, offset) => {
    places.push(offset + 1);
  });
  return places;
}

/** What the citations of a document print. */
export function printsOf(doc: Node): Prints {
  const prints = new Map<string, string>();
  doc.descendants((node) => {
    if (node.type !== schema.nodes.citation) return;
    const mark = markOf(node);
    if (mark.text === null) prints.set(keyOfCitation(mark), mark.shown);
  });
  return prints;
}

/** Position in the document of a character of a paragraph as printed; inside an atom, its beginning. */
export function placeOf(doc: Node, blockStart: number, at: number): number {
  const paragraph = doc.resolve(blockStart).parent;
  let printed = 0;
  let place = blockStart;
  for (const child of paragraph.children) {
    const length = child.isText ? child.nodeSize : (child.type.spec.leafText?.(child).length ?? 0);
    if (at < printed + length) return child.isText ? place + (at - printed) : place;
    printed += length;
    place += child.nodeSize;
  }
  return place;
}

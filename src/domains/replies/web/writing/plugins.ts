/** What the editor does besides text: asks for a figure or a promise, and shows what the check found. */
import { baseKeymap, setBlockType } from 'prosemirror-commands';
import { history, redo, undo } from 'prosemirror-history';
import { keymap } from 'prosemirror-keymap';
import type { Node } from 'prosemirror-model';
import {
  NodeSelection,
  Plugin,
  PluginKey,
  type Command,
  type EditorState,
  type Transaction,
} from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import type { Level } from './blocks.ts';
import type { Placed } from './findings.ts';
import { placeOf, placesOfBlocks, schema } from './schema.ts';

export type Asked = 'figure' | 'promise';

/** The writer asks for something to insert: from the mark that opened the question up to the cursor. */
export interface Trigger {
  kind: Asked;
  from: number;
}

export const triggerKey = new PluginKey<Trigger | null>('trigger');
export const findingsKey = new PluginKey<DecorationSet>('findings');
/** Set on a transaction that is no typing of the writer. */
export const quietly = 'quietly';

const marks: Record<string, Asked> = { '/': 'figure', '／': 'figure', '@': 'promise', '＠': 'promise' };
const longestQuery = 40;

const textBetween = (doc: Node, from: number, to: number): string =>
  from < to ? doc.textBetween(from, to, '\n', '￼') : '';

/** The question goes on while the cursor stays behind its mark, in the same paragraph. */
function follow(trigger: Trigger, tr: Transaction): Trigger | null {
  const { pos, deleted } = tr.mapping.mapResult(trigger.from, 1);
  const { $from, empty } = tr.selection;
  if (deleted || !empty || $from.pos <= pos || $from.start() > pos) return null;
  const typed = textBetween(tr.doc, pos, $from.pos);
  if (marks[typed.charAt(0)] !== trigger.kind || typed.length > longestQuery || typed.includes('￼'))
    return null;
  return { ...trigger, from: pos };
}

/** A mark just typed opens a question; within a number or a word (1/3, a@b) it is a character like others. */
function open(tr: Transaction, before: EditorState): Trigger | null {
  const grown = tr.doc.content.size - before.doc.content.size;
  const { $from, empty } = tr.selection;
  if (!empty || grown < 1 || grown > 2 || $from.parentOffset < 1) return null;
  const kind = marks[textBetween(tr.doc, $from.pos - 1, $from.pos)];
  if (kind === undefined) return null;
  const previous = $from.parentOffset < 2 ? '' : textBetween(tr.doc, $from.pos - 2, $from.pos - 1);
  return /[0-9A-Za-z/]/.test(previous) ? null : { kind, from: $from.pos - 1 };
}

const triggering = (): Plugin =>
  new Plugin<Trigger | null>({
    key: triggerKey,
    state: {
      init: () => null,
      apply: (tr, trigger, before) => {
        const told = tr.getMeta(triggerKey) as Trigger | null | undefined;
        if (told !== undefined) return told;
        if (trigger) return follow(trigger, tr);
        const typed =
          tr.docChanged &&
          tr.getMeta(quietly) === undefined &&
          tr.getMeta('history$') === undefined &&
          tr.getMeta('uiEvent') !== 'paste';
        return typed ? open(tr, before) : null;
      },
    },
  });

/** What was asked so far, without its mark. */
export function queryOf(state: EditorState): string {
  const trigger = triggerKey.getState(state);
  return trigger ? textBetween(state.doc, trigger.from + 1, state.selection.from) : '';
}

function decorate(doc: Node, placed: readonly Placed[]): DecorationSet {
  const places = placesOfBlocks(doc);
  const decorations = placed.flatMap(({ finding, block, from, to, inline }) => {
    const start = places[block];
    if (start === undefined) return [];
    const first = placeOf(doc, start, from);
    const last = inline === null ? placeOf(doc, start, to - 1) + 1 : first + 1;
    const attributes = {
      class: `numeral numeral-${finding.verdict}`,
      'data-finding': finding.key,
      ...(finding.verdict === 'contradicts' && finding.phrase ? { 'data-true': finding.phrase.zh } : {}),
    };
    return [
      inline === null
        ? Decoration.inline(first, last, attributes, { finding: finding.key })
        : Decoration.node(first, last, attributes, { finding: finding.key }),
    ];
  });
  return DecorationSet.create(doc, decorations);
}

const finding = (): Plugin =>
  new Plugin<DecorationSet>({
    key: findingsKey,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, set) => {
        const placed = tr.getMeta(findingsKey) as readonly Placed[] | undefined;
        return placed ? decorate(tr.doc, placed) : set.map(tr.mapping, tr.doc);
      },
    },
    props: { decorations: (state) => findingsKey.getState(state) },
  });

/** Where a finding stands now; null once it was written over. */
export function placeOfFinding(state: EditorState, key: string): { from: number; to: number } | null {
  const found = findingsKey
    .getState(state)
    ?.find(undefined, undefined, (spec: { finding?: string }) => spec.finding === key)[0];
  return found && found.from < found.to ? { from: found.from, to: found.to } : null;
}

/** The finding under the cursor. */
export function findingAtCursor(state: EditorState): string | null {
  const { from, to } = state.selection;
  const found = findingsKey.getState(state)?.find(from, to)[0];
  return (found?.spec as { finding?: string } | undefined)?.finding ?? null;
}

const placeholding = (words: string): Plugin =>
  new Plugin({
    props: {
      decorations: ({ doc }) => {
        const only = doc.childCount === 1 ? doc.firstChild : null;
        if (only?.content.size !== 0) return null;
        return DecorationSet.create(doc, [
          Decoration.node(0, only.nodeSize, { class: 'blank', 'data-placeholder': words }),
        ]);
      },
    },
  });

export const setLevel = (level: Level): Command => setBlockType(schema.nodes.paragraph, { level });

const dropLevel: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.parent.attrs['level'] === 0) return false;
  return setLevel(0)(state, dispatch);
};

const askFor =
  (mark: '/' | '@'): Command =>
  (state, dispatch) => {
    const { from } = state.selection;
    const kind = marks[mark];
    if (kind === undefined) return false;
    dispatch?.(state.tr.insertText(mark).setMeta(triggerKey, { kind, from }).scrollIntoView());
    return true;
  };
export const askForFigure = askFor('/');
export const askForPromise = askFor('@');

/** Removes the mark and what was asked, and puts a node in their place. */
export function answerTrigger(state: EditorState, node: Node | null): Transaction | null {
  const trigger = triggerKey.getState(state);
  if (!trigger) return null;
  const tr = state.tr.setMeta(triggerKey, null).setMeta(quietly, true);
  return (
    node
      ? tr.replaceWith(trigger.from, state.selection.from, node)
      : tr.delete(trigger.from, state.selection.from)
  ).scrollIntoView();
}

export function editorPlugins(words: { placeholder: string }, openAtCursor: () => boolean): Plugin[] {
  const openSelected: Command = (state) =>
    state.selection instanceof NodeSelection || findingAtCursor(state) !== null ? openAtCursor() : false;
  const levels = ([0, 1, 2, 3, 4] as const).map((level) => [`Mod-Alt-${level}`, setLevel(level)]);
  return [
    triggering(),
    finding(),
    placeholding(words.placeholder),
    history(),
    keymap({
      'Mod-z': undo,
      'Mod-y': redo,
      'Mod-Shift-z': redo,
      'Mod-/': askForFigure,
      'Mod-Shift-/': askForPromise,
      'Mod-.': openSelected,
      Backspace: dropLevel,
      Enter: (state) => (state.selection instanceof NodeSelection ? openAtCursor() : false),
      ...Object.fromEntries(levels),
    }),
    keymap(baseKeymap),
  ];
}

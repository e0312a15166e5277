/** One section's editor on the page; what it shows and tells, without the pages around it. */
import type { Node } from 'prosemirror-model';
import { EditorState, NodeSelection, TextSelection } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import type { Block } from '../../contract.ts';
import { keyOfCitation, type CitationMark, type Prints } from './blocks.ts';
import { placeFindings, type Finding, type ReplyCheck } from './findings.ts';
import {
  answerTrigger,
  editorPlugins,
  findingAtCursor,
  findingsKey,
  placeOfFinding,
  queryOf,
  quietly,
  triggerKey,
  type Trigger,
} from './plugins.ts';
import { citationNode, markOf, printsOf, readDoc, schema, writeDoc } from './schema.ts';

/** The question under way: where it began, what was typed of it, whether an input method still composes it. */
export interface Question extends Trigger {
  query: string;
  composing: boolean;
}

/** What the writer opened: an atom by its position, or a finding by its key. */
export type Opened = { kind: 'atom'; at: number } | { kind: 'finding'; key: string };

export interface EditorEvents {
  changed: (content: Block[]) => void;
  asked: (question: Question | null) => void;
  opened: (opened: Opened) => void;
  /** The cursor moved or the editor took the focus. */
  moved: (view: EditorView) => void;
  left: () => void;
  /** True when a key was taken by what is open beside the text. */
  key: (event: KeyboardEvent) => boolean;
}

function openAt(view: EditorView, on: () => EditorEvents): boolean {
  const { selection } = view.state;
  if (selection instanceof NodeSelection) {
    on().opened({ kind: 'atom', at: selection.from });
    return true;
  }
  const key = findingAtCursor(view.state);
  if (key === null) return false;
  on().opened({ kind: 'finding', key });
  return true;
}

const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/** Opens an editor in `place`. `on` gives the listeners of the moment. */
export function openEditor(
  place: HTMLElement,
  given: { content: readonly Block[]; prints: Prints; label: string; placeholder: string },
  on: () => EditorEvents,
): EditorView {
  let opening: EditorView | null = null;
  const state = EditorState.create({
    doc: writeDoc(given.content, given.prints),
    plugins: editorPlugins({ placeholder: given.placeholder }, () => opening !== null && openAt(opening, on)),
  });
  const tellQuestion = (view: EditorView) => {
    const trigger = triggerKey.getState(view.state);
    on().asked(trigger ? { ...trigger, query: queryOf(view.state), composing: view.composing } : null);
  };
  const view: EditorView = new EditorView(place, {
    state,
    attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': given.label, lang: 'zh-CN' },
    dispatchTransaction: (tr) => {
      const before = view.state;
      view.updateState(before.apply(tr));
      if (tr.docChanged && tr.getMeta(findingsKey) === undefined && tr.getMeta('loaded') === undefined)
        on().changed(readDoc(view.state.doc));
      const asked = triggerKey.getState(before) ?? triggerKey.getState(view.state);
      if (asked) tellQuestion(view);
      on().moved(view);
    },
    handleKeyDown: (_, event) => !isComposing(event) && on().key(event),
    handleClick: (_, __, event) => {
      const mark =
        event.target instanceof Element ? event.target.closest<HTMLElement>('[data-finding]') : null;
      const key = mark?.dataset['finding'];
      if (key !== undefined && mark?.dataset['cite'] === undefined) on().opened({ kind: 'finding', key });
      return false;
    },
    handleClickOn: (_, __, node, at, ___, direct) => {
      if (direct && node.isAtom && !node.isText) on().opened({ kind: 'atom', at });
      return false;
    },
    handleDOMEvents: {
      compositionend: (editor) => {
        // The composed text reaches the document after this event.
        requestAnimationFrame(
          () => !editor.isDestroyed && triggerKey.getState(editor.state) && tellQuestion(editor),
        );
        return false;
      },
      focus: (editor) => {
        on().moved(editor);
        return false;
      },
      blur: () => {
        on().left();
        return false;
      },
    },
  });
  opening = view;
  return view;
}

/** Shows what the check found, as far as it still stands. */
export function showFindings(view: EditorView, findings: readonly Finding[]): void {
  const placed = placeFindings(findings, readDoc(view.state.doc), printsOf(view.state.doc));
  view.dispatch(view.state.tr.setMeta(findingsKey, placed).setMeta('addToHistory', false));
}

/** Puts other content in; the writer can undo it where it is `undoable`. */
export function loadContent(
  view: EditorView,
  content: readonly Block[],
  prints: Prints,
  undoable: boolean,
): void {
  const known = new Map([...prints, ...printsOf(view.state.doc)]);
  const doc = writeDoc(content, known);
  const tr = view.state.tr.replaceWith(0, view.state.doc.content.size, doc.content);
  view.dispatch(tr.setMeta('loaded', true).setMeta(quietly, true).setMeta('addToHistory', undoable));
}

/** Prints citations anew where their value has changed since. */
export function reprint(view: EditorView, prints: Prints): void {
  const tr = view.state.tr;
  view.state.doc.descendants((node, at) => {
    if (node.type !== schema.nodes.citation) return;
    const mark = markOf(node);
    const shown = prints.get(keyOfCitation(mark));
    if (mark.text === null && shown !== undefined && shown !== mark.shown)
      tr.setNodeMarkup(at, null, { ...mark, shown });
  });
  if (tr.docChanged) view.dispatch(tr.setMeta('loaded', true).setMeta('addToHistory', false));
}

/** Inserts what was asked for, in the place of the question. */
export function insertAnswer(view: EditorView, node: Node | null): void {
  const tr = answerTrigger(view.state, node);
  if (tr) view.dispatch(tr);
  view.focus();
}

/** Forgets the question; what was typed stays. */
export function dropQuestion(view: EditorView): void {
  view.dispatch(view.state.tr.setMeta(triggerKey, null));
}

/** Puts a citation in the place of a number the check found. False when it no longer stands there. */
export function citeFinding(view: EditorView, key: string, mark: CitationMark): boolean {
  const place = placeOfFinding(view.state, key);
  if (!place) return false;
  const node = citationNode(mark);
  const tr = view.state.tr.replaceWith(place.from, place.to, node).setMeta(quietly, true);
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, place.from + node.nodeSize)));
  return true;
}

/** Selects a finding and brings it into view. */
export function jumpToFinding(view: EditorView, key: string): boolean {
  const place = placeOfFinding(view.state, key);
  if (!place) return false;
  const { doc, tr } = view.state;
  const node = doc.nodeAt(place.from);
  const selection =
    node?.isAtom && !node.isText
      ? NodeSelection.create(doc, place.from)
      : TextSelection.create(doc, place.from, place.to);
  view.focus();
  view.dispatch(tr.setSelection(selection));
  const { node: shown } = view.domAtPos(place.from);
  const element = shown instanceof Element ? shown : shown.parentElement;
  element?.scrollIntoView({ block: 'center' });
  return true;
}

export const findingsOf = (check: ReplyCheck | undefined, section: string): Finding[] =>
  check?.entries.filter((entry) => entry.section === section) ?? [];

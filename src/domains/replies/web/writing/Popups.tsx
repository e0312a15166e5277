import { useLayoutEffect, useRef, type ReactNode } from 'react';
import type { EditorView } from 'prosemirror-view';
import { useSpeech } from '#kernel/web/language.ts';
import { CitationCard, PromiseCard } from './AtomCard.tsx';
import { Card } from './Card.tsx';
import { markOf, promiseOf, schema } from './schema.ts';
import { writingUi } from './words.ts';

/** Something below a place of the text; with `card` it takes the focus and closes by itself. */
export function Popup({
  view,
  at,
  wide = false,
  card,
  close,
  children,
}: {
  view: EditorView;
  at: number;
  wide?: boolean;
  card?: string;
  close?: () => void;
  children: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    const frame = view.dom.closest('.part-body')?.getBoundingClientRect();
    if (!element || !frame || at > view.state.doc.content.size) return undefined;
    const there = view.coordsAtPos(at);
    const left = Math.min(there.left - frame.left - 12, frame.width - element.offsetWidth);
    element.style.top = `${there.bottom - frame.top + 6}px`;
    element.style.left = `${Math.max(0, left)}px`;
    // What fills it comes later; it stays in view as it grows.
    const grown = new ResizeObserver(() => element.scrollIntoView({ block: 'nearest' }));
    grown.observe(element);
    return () => grown.disconnect();
  }, [view, at]);
  return (
    <div className="popup" data-wide={wide || undefined} ref={box}>
      {card !== undefined && close ? (
        <Card label={card} close={close}>
          {children}
        </Card>
      ) : (
        children
      )}
    </div>
  );
}

/** The card of an atom the writer opened. */
export function AtomOpened({ view, at, close }: { view: EditorView; at: number; close: () => void }) {
  const { say } = useSpeech();
  const node = view.state.doc.nodeAt(at);
  if (node?.type === schema.nodes.citation) {
    return (
      <Popup view={view} at={at} card={say(writingUi.citation)} close={close}>
        <CitationCard view={view} at={at} mark={markOf(node)} close={close} />
      </Popup>
    );
  }
  if (node?.type === schema.nodes.promise) {
    return (
      <Popup view={view} at={at} card={say(writingUi.promiseCard)} close={close}>
        <PromiseCard view={view} at={at} mark={promiseOf(node)} close={close} />
      </Popup>
    );
  }
  return null;
}

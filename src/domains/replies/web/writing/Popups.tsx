import { useLayoutEffect, useState, type ReactNode } from 'react';
import type { EditorView } from 'prosemirror-view';
import { useSpeech } from '#kernel/web/language.ts';
import { CitationCard, PromiseCard } from './AtomCard.tsx';
import { Card } from './Card.tsx';
import { markOf, promiseOf, schema } from './schema.ts';
import { writingUi } from './words.ts';

interface Spot {
  top: number;
  left: number;
}

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
  const [spot, setSpot] = useState<Spot | null>(null);
  useLayoutEffect(() => {
    const frame = view.dom.closest('.part-body')?.getBoundingClientRect();
    if (!frame || at > view.state.doc.content.size) return;
    const there = view.coordsAtPos(at);
    const width = Math.min(wide ? 480 : 400, frame.width);
    setSpot({
      top: there.bottom - frame.top + 6,
      left: Math.max(0, Math.min(there.left - frame.left - 12, frame.width - width)),
    });
  }, [view, at, wide]);
  if (!spot) return null;
  if (card !== undefined && close) {
    return (
      <Card label={card} top={spot.top} left={spot.left} close={close}>
        {children}
      </Card>
    );
  }
  return (
    <div className="popup" style={{ top: spot.top, left: spot.left }}>
      {children}
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

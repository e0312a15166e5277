import { useEffect, useRef, type ReactNode } from 'react';
import { useSpeech } from '#kernel/web/language.ts';
import { writingUi } from './words.ts';

/** A small panel at a place of the text: takes the focus, closes on Escape and on a click elsewhere. */
export function Card({ label, close, children }: { label: string; close: () => void; children: ReactNode }) {
  const { say } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    (element.querySelector<HTMLElement>('[data-first]') ?? element).focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const closeOutside = (event: PointerEvent) => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) close();
    };
    // The click that opened it is over by the next turn.
    const timer = setTimeout(() => document.addEventListener('pointerdown', closeOutside), 0);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerdown', closeOutside);
    };
  }, [close]);
  return (
    <div
      className="card"
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        event.stopPropagation();
        event.preventDefault();
        close();
      }}
    >
      <button type="button" className="close card-close" aria-label={say(writingUi.close)} onClick={close}>
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
          <path d="M4 4l12 12M16 4L4 16" />
        </svg>
      </button>
      {children}
    </div>
  );
}

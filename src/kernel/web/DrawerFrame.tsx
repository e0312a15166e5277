import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { withoutEvidence } from './address.ts';
import { useSpeech } from './language.ts';
import { holdPlace } from './place.ts';
import { ui } from './words.ts';

const focusable = 'a[href], button:not([disabled]), input, select, textarea, summary, [tabindex="0"]';

const markOf = (name: string): Element | null =>
  document.querySelector(`[data-figure="${CSS.escape(name)}"]`);

/** Closes as Back would where Back leads to the page without the drawer; else takes the drawer out of the address. */
function useClose(origin: string): () => void {
  const router = useRouter();
  const navigate = useNavigate();
  const opened = useLocation({ select: (location) => location.state.evidence === true });
  return () => {
    const link = markOf(origin);
    if (link) holdPlace(link);
    if (opened) router.history.back();
    else void navigate({ to: '.', search: withoutEvidence, replace: true, resetScroll: false });
  };
}

function CopyLink() {
  const { say } = useSpeech();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      className="plain-button"
      onClick={() => void navigator.clipboard.writeText(window.location.href).then(() => setCopied(true))}
    >
      <span aria-live="polite">{say(copied ? ui.copied : ui.copyLink)}</span>
    </button>
  );
}

/** The margin of a page in which evidence stands: takes the focus, keeps it, gives it back; Escape closes it. */
export function DrawerFrame({
  kicker,
  heading,
  shown,
  origin,
  children,
}: {
  kicker: string;
  heading: ReactNode;
  /** What is shown; when it changes the drawer starts at its beginning again. */
  shown: string;
  /** `data-figure` of the mark on the page it was opened from. */
  origin: string;
  children: ReactNode;
}) {
  const { say } = useSpeech();
  const close = useClose(origin);
  const box = useRef<HTMLElement>(null);
  const last = useRef({ shown, origin });

  useLayoutEffect(() => {
    const before = document.activeElement;
    const first = before instanceof HTMLElement ? before.dataset['figure'] : undefined;
    box.current?.focus({ preventScroll: true });
    return () => {
      const there = markOf(last.current.origin) ?? (before?.isConnected ? before : markOf(first ?? ''));
      if (there instanceof HTMLElement) there.focus({ preventScroll: true });
    };
    // Focus is taken once, when the drawer opens; another figure in the open drawer leaves it where it is.
  }, []);

  useEffect(() => {
    const closeOnEscape = (event: globalThis.KeyboardEvent) => {
      if (
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        document.querySelector('dialog[open]') === null
      )
        close();
    };
    document.addEventListener('keydown', closeOnEscape);
    return () => document.removeEventListener('keydown', closeOnEscape);
  });

  useEffect(() => {
    if (last.current.shown !== shown) box.current?.scrollTo({ top: 0 });
    last.current = { shown, origin };
  }, [shown, origin]);

  const keepFocus = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || !box.current) return;
    const stops = [...box.current.querySelectorAll<HTMLElement>(focusable)].filter(
      (stop) => stop.offsetParent !== null,
    );
    const [firstStop, lastStop] = [stops[0], stops.at(-1)];
    const leaving = event.shiftKey
      ? document.activeElement === firstStop || document.activeElement === box.current
      : document.activeElement === lastStop;
    if (!leaving) return;
    event.preventDefault();
    (event.shiftKey ? lastStop : firstStop)?.focus();
  };

  return (
    <>
      <div className="scrim" onClick={close} />
      <aside
        className="drawer"
        ref={box}
        role="dialog"
        aria-labelledby="evidence-label"
        data-scroll-restoration-id="evidence"
        tabIndex={-1}
        onKeyDown={keepFocus}
      >
        <div className="drawer-head">
          <span className="kicker">{kicker}</span>
          <CopyLink />
          <button type="button" className="close" aria-label={say(ui.close)} onClick={close}>
            <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
              <path d="M4 4l12 12M16 4L4 16" />
            </svg>
          </button>
        </div>
        <div className="drawer-body">
          <h2 id="evidence-label">{heading}</h2>
          {children}
        </div>
      </aside>
    </>
  );
}

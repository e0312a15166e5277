import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { FigureDefinition, FigureReading } from '#kernel/contract/evidence.ts';
import { parseObject, withoutEvidence, type Address } from './address.ts';
import { EvidenceChanges } from './EvidenceChanges.tsx';
import { EvidenceRows } from './EvidenceRows.tsx';
import { exactValue, Phrase } from './FigureValue.tsx';
import { spellInstant, useAddress, useSpeech } from './language.ts';
import { MomentPicker } from './MomentPicker.tsx';
import { holdPlace } from './place.ts';
import { Original } from './Original.tsx';
import { Answer } from './Problem.tsx';
import { ask, figureQuestion, useMayReadPast, type FigureAsked } from './queries.ts';
import { Trend } from './Trend.tsx';
import { ui } from './words.ts';

const basisWords = { computed: ui.basisComputed, attested: ui.basisAttested, parameter: ui.basisParameter };
const focusable = 'a[href], button:not([disabled]), input, select, summary, [tabindex="0"]';

/** Closes as Back would where Back leads to the page without the drawer; else takes the drawer out of the address. */
function useClose(): () => void {
  const router = useRouter();
  const navigate = useNavigate();
  const opened = useLocation({ select: (location) => location.state.evidence === true });
  const { figure, citation } = useAddress();
  return () => {
    const link = document.querySelector(`[data-figure="${CSS.escape(citation ?? figure ?? '')}"]`);
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

function ParameterLine({ definition }: { definition: FigureDefinition }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const given = parseObject(useAddress().params);
  const shown = definition.params.filter((param) => given[param.name] !== undefined);
  const turn = (name: string, value: unknown) =>
    void navigate({
      to: '.',
      search: (previous: Address) => ({
        ...previous,
        params: JSON.stringify({ ...given, [name]: value }),
        rowPage: undefined,
      }),
      state: true,
      replace: true,
      resetScroll: false,
    });
  return shown.map(({ name, label, kind }) => {
    const value = given[name];
    const stepped = kind === 'year' && typeof value === 'number';
    return (
      <div key={name} className="parameter" role="group" aria-label={say(label)}>
        <span className="moment-label">{say(label)}</span>
        {stepped && (
          <button
            type="button"
            className="step"
            aria-label={say(ui.previousYear)}
            onClick={() => turn(name, value - 1)}
          >
            ‹
          </button>
        )}
        <b aria-live="polite">{String(value)}</b>
        {stepped && (
          <button
            type="button"
            className="step"
            aria-label={say(ui.nextYear)}
            onClick={() => turn(name, value + 1)}
          >
            ›
          </button>
        )}
      </div>
    );
  });
}

function Evidence({
  asked,
  definition,
  reading,
}: {
  asked: FigureAsked;
  definition: FigureDefinition;
  reading: FigureReading;
}) {
  const { say, language } = useSpeech();
  const mayReadPast = useMayReadPast();
  const question = figureQuestion(asked);
  const trend = useQuery(ask('readTrend', question));
  const phrase = reading.value === null ? say(ui.noValue) : say(reading.phrase);
  const year = parseObject(asked.params)['year'];
  return (
    <>
      <p className="evidence-value" aria-live="polite">
        <Phrase text={phrase} />
      </p>
      <p className="evidence-exact">
        <span className={`basis basis-${reading.basis}`}>{say(basisWords[reading.basis])}</span>
        {reading.value !== null && (definition.unit.money || reading.qualifier !== 'none') && (
          <span>
            {say(ui.exactly)} {exactValue(reading, language)}
          </span>
        )}
        {reading.basis === 'computed' && <span>{say(ui.rowsCount(reading.rows))}</span>}
      </p>
      {reading.missing && <p className="missing">{say(reading.missing)}</p>}
      <div className="moments">
        <MomentPicker asOf={reading.asOf} />
        <ParameterLine definition={definition} />
      </div>
      {!mayReadPast && asked.knownAt !== undefined && reading.knownAt !== null && (
        <p className="quiet">
          {say(ui.knownAt)} {spellInstant(reading.knownAt)}
        </p>
      )}
      <div className="definition">
        <p>{say(definition.definition)}</p>
        <p className="quiet">{say(ui.labelled(ui.source, say(definition.source)))}</p>
      </div>
      <section aria-labelledby="evidence-trend">
        <div className="section-head">
          <h3 id="evidence-trend">{say(ui.trend)}</h3>
        </div>
        <Answer of={trend} lines={4}>
          {({ over, points }) => (
            <Trend
              definition={definition}
              points={points}
              over={over}
              year={typeof year === 'number' ? String(year) : undefined}
            />
          )}
        </Answer>
      </section>
      <EvidenceRows asked={asked} definition={definition} />
      <EvidenceChanges asked={asked} asOf={reading.asOf} definition={definition} />
    </>
  );
}

function Drawer({ asked }: { asked: FigureAsked }) {
  const { say } = useSpeech();
  const close = useClose();
  const box = useRef<HTMLElement>(null);
  const question = figureQuestion(asked);
  const read = useQuery(ask('readFigure', question));

  const shown = useRef(asked.figure);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const name = (before instanceof HTMLElement ? before.dataset['figure'] : undefined) ?? shown.current;
    box.current?.focus({ preventScroll: true });
    return () => {
      const there = before?.isConnected
        ? before
        : document.querySelector(`[data-figure="${CSS.escape(name)}"]`);
      if (there instanceof HTMLElement) there.focus({ preventScroll: true });
    };
    // Focus is taken once, when the drawer opens; a new figure in the open drawer leaves it where it is.
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
    if (shown.current !== asked.figure) box.current?.scrollTo({ top: 0 });
    shown.current = asked.figure;
  }, [asked.figure]);

  const keepFocus = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || !box.current) return;
    const stops = [...box.current.querySelectorAll<HTMLElement>(focusable)].filter(
      (stop) => stop.offsetParent !== null,
    );
    const [first, last] = [stops[0], stops.at(-1)];
    const leaving = event.shiftKey
      ? document.activeElement === first || document.activeElement === box.current
      : document.activeElement === last;
    if (!leaving) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
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
          <span className="kicker">{say(ui.evidence)}</span>
          <CopyLink />
          <button type="button" className="close" aria-label={say(ui.close)} onClick={close}>
            <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
              <path d="M4 4l12 12M16 4L4 16" />
            </svg>
          </button>
        </div>
        <div className="drawer-body">
          <h2 id="evidence-label">
            {read.data ? say(read.data.definition.label) : say(ui.evidence)}
            {read.data && <Original of={read.data.definition.label} />}
          </h2>
          <Answer of={read} lines={9}>
            {({ definition, reading }) => (
              <Evidence key={definition.id} asked={asked} definition={definition} reading={reading} />
            )}
          </Answer>
        </div>
      </aside>
    </>
  );
}

/** The evidence of the figure in the address: what it means, what it is, and the records behind it. */
export default function EvidenceDrawer() {
  const { figure, params, qualifier, asOf, knownAt } = useAddress();
  if (figure === undefined) return null;
  return <Drawer key="drawer" asked={{ figure, params, qualifier, asOf, knownAt }} />;
}

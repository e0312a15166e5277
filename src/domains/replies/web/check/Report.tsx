import { Link } from '@tanstack/react-router';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { withEvidence, type Address } from '#kernel/web/address.ts';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import type { CheckEntry, CheckReport, Verdict } from '../../contract.ts';
import { chunk, cutLines, type Span } from './spans.ts';
import { spellCounts, verdictOrder, verdictSigns, verdictWords } from './verdicts.ts';
import { checkUi } from './words.ts';

const linesTogether = 40;

/** Lines laid out together, and only once they come near. */
const Stretch = memo(function Stretch({
  lines,
  entries,
  open,
  shown,
}: {
  lines: Span[][];
  entries: readonly CheckEntry[];
  open: (entry: number) => void;
  shown: Verdict | null;
}) {
  const { say } = useSpeech();
  return (
    <div className="check-stretch">
      {lines.map((spans, line) => (
        <p key={line} data-blank={spans.every(({ text }) => text.trim() === '') || undefined}>
          {spans.map((span, index) => {
            const entry = span.entry === null ? undefined : entries[span.entry];
            if (!entry || span.entry === null) return span.text;
            const at = span.entry;
            return (
              <button
                key={index}
                type="button"
                className={`numeral numeral-${entry.verdict}`}
                data-entry={at}
                data-true={entry.verdict === 'contradicts' && span.first ? entry.phrase?.zh : undefined}
                data-dim={(shown !== null && shown !== entry.verdict) || undefined}
                tabIndex={span.first ? undefined : -1}
                aria-hidden={span.first ? undefined : true}
                aria-label={
                  span.first ? say(checkUi.spoken(entry.text, say(verdictWords[entry.verdict]))) : undefined
                }
                onClick={() => open(at)}
              >
                {span.text}
              </button>
            );
          })}
        </p>
      ))}
    </div>
  );
});

function EntryDetail({ entry, asOf, close }: { entry: CheckEntry; asOf: string; close: () => void }) {
  const { say } = useSpeech();
  const qualifier = entry.qualifier === 'near' ? ('about' as const) : (entry.qualifier ?? undefined);
  const places = (title: string, list: CheckEntry['tiedWith']) =>
    list.length > 0 && (
      <>
        <dt>{title}</dt>
        <dd>
          {list.map((place) => (
            <span key={`${place.line} ${place.column}`} className="other-place">
              <b lang="zh-CN">{place.text}</b> <span className="quiet">{say(checkUi.place(place.line))}</span>
            </span>
          ))}
        </dd>
      </>
    );
  return (
    <div className="entry" data-verdict={entry.verdict}>
      <button type="button" className="close entry-close" aria-label={say(checkUi.close)} onClick={close}>
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
          <path d="M4 4l12 12M16 4L4 16" />
        </svg>
      </button>
      <p className="entry-head">
        <span className="verdict" data-verdict={entry.verdict}>
          <span aria-hidden="true">{verdictSigns[entry.verdict]}</span> {say(verdictWords[entry.verdict])}
        </span>
        <span className="quiet">{say(checkUi.place(entry.line))}</span>
      </p>
      <p className="entry-text" lang="zh-CN">
        {entry.text}
      </p>
      <p>{say(entry.reason)}</p>
      <dl>
        {entry.phrase && (
          <>
            <dt>{say(checkUi.truth)}</dt>
            <dd>
              <b>{say(entry.phrase)}</b>
            </dd>
          </>
        )}
        {entry.label && (
          <>
            <dt>{say(checkUi.figure)}</dt>
            <dd>{say(entry.label)}</dd>
          </>
        )}
        {places(say(checkUi.elsewhere), entry.inconsistentWith)}
        {places(say(checkUi.alike), entry.tiedWith)}
        {entry.candidates.length > 0 && (
          <>
            <dt>{say(checkUi.candidates)}</dt>
            <dd>
              {entry.candidates.map((candidate) => (
                <span key={candidate.figure} className="other-place">
                  {say(candidate.label)}{' '}
                  {candidate.value !== null && <b className="tabular">{candidate.value}</b>}
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
      {entry.figure !== null && (
        <Link
          to="."
          search={(previous: Address) =>
            withEvidence(
              { ...previous, asOf },
              { figure: entry.figure ?? '', params: entry.params ?? {}, qualifier },
            )
          }
          state={{ evidence: true }}
          resetScroll={false}
          className="button"
          data-figure={entry.figure}
        >
          {say(checkUi.evidence)}
        </Link>
      )}
    </div>
  );
}

/** What the check found: the text with every number marked, and beside it what is said of the one opened. */
export function Report({ report, name }: { report: CheckReport; name: string }) {
  const { say } = useSpeech();
  const [at, setAt] = useState<number | null>(null);
  const [shown, setShown] = useState<Verdict | null>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const { entries, lines, counts, notes, asOf } = report;
  const stretches = useMemo(() => chunk(cutLines(lines, entries), linesTogether), [lines, entries]);
  const list = useMemo(
    () =>
      entries.flatMap(({ verdict }, index) =>
        verdict !== 'other' && (shown === null || verdict === shown) ? [index] : [],
      ),
    [entries, shown],
  );
  const open = useCallback((entry: number) => setAt(entry), []);
  const turn = useCallback(
    (step: 1 | -1) => {
      if (list.length === 0) return;
      const next =
        at === null
          ? list.at(step === 1 ? 0 : -1)
          : step === 1
            ? (list.find((index) => index > at) ?? list[0])
            : (list.findLast((index) => index < at) ?? list.at(-1));
      if (next === undefined) return;
      setAt(next);
      const mark = sheet.current?.querySelector<HTMLElement>(`[data-entry="${next}"]`);
      mark?.scrollIntoView({ block: 'center' });
      mark?.focus({ preventScroll: true });
    },
    [at, list],
  );
  useEffect(() => {
    for (const mark of sheet.current?.querySelectorAll('[aria-current]') ?? [])
      mark.removeAttribute('aria-current');
    if (at === null) return;
    for (const mark of sheet.current?.querySelectorAll(`[data-entry="${at}"]`) ?? [])
      mark.setAttribute('aria-current', 'true');
  }, [at]);
  useEffect(() => {
    const steer = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element && event.target.closest('input, textarea, select, .drawer');
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'n') turn(1);
      else if (event.key === 'p') turn(-1);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', steer);
    return () => document.removeEventListener('keydown', steer);
  }, [turn]);
  const entry = at === null ? undefined : entries[at];
  const close = () => {
    const mark = sheet.current?.querySelector<HTMLElement>(`[data-entry="${at}"]`);
    setAt(null);
    mark?.focus();
  };
  const kinds = verdictOrder.filter((verdict) => verdict !== 'other' && (counts[verdict] ?? 0) > 0);
  const judged = list.length;
  const place = at === null ? -1 : list.indexOf(at);
  return (
    <>
      <div className="check-bar">
        <div>
          <h2>{say(checkUi.result)}</h2>
          <p className="counts" role="status">
            {say(spellCounts(counts))}
          </p>
          <p className="quiet">
            {say(checkUi.checkedAsOf(name, spellDay(asOf, 'zh'), spellDay(asOf, 'en')))}
          </p>
        </div>
        <div className="check-kinds" role="group" aria-label={say(checkUi.show)}>
          <button type="button" className="kind" aria-pressed={shown === null} onClick={() => setShown(null)}>
            {say(checkUi.all)}
          </button>
          {kinds.map((verdict) => (
            <button
              key={verdict}
              type="button"
              className="kind"
              data-verdict={verdict}
              aria-pressed={shown === verdict}
              onClick={() => setShown(shown === verdict ? null : verdict)}
            >
              <span className="verdict" data-verdict={verdict}>
                <span aria-hidden="true">{verdictSigns[verdict]}</span> {say(verdictWords[verdict])}
              </span>{' '}
              {counts[verdict]}
            </button>
          ))}
        </div>
        {judged > 0 && (
          <div className="check-turn" role="group" aria-label={say(checkUi.turn)}>
            <button type="button" className="button" onClick={() => turn(-1)}>
              ‹ {say(checkUi.previous)}
            </button>
            <span className="tabular quiet" aria-live="polite">
              {place >= 0 ? say(checkUi.of(place + 1, judged)) : ''}
            </span>
            <button type="button" className="button" onClick={() => turn(1)}>
              {say(checkUi.next)} ›
            </button>
            <span className="hint keys-hint">{say(checkUi.keys)}</span>
          </div>
        )}
      </div>
      {notes.length > 0 && (
        <section className="check-notes note" aria-labelledby="check-notes">
          <h3 id="check-notes">{say(checkUi.notes)}</h3>
          <ul>
            {notes.map((note) => (
              <li key={`${note.code} ${note.zh}`}>{say(note)}</li>
            ))}
          </ul>
        </section>
      )}
      <div className="check-room">
        <article className="check-paper" aria-label={say(checkUi.textOf)} lang="zh-CN" ref={sheet}>
          {stretches.map((part, index) => (
            <Stretch key={index} lines={part} entries={entries} open={open} shown={shown} />
          ))}
        </article>
        <aside
          className="check-margin"
          aria-label={say(checkUi.result)}
          data-open={entry !== undefined || undefined}
        >
          {entry ? (
            <EntryDetail key={at} entry={entry} asOf={asOf} close={close} />
          ) : (
            <p className="hint">{say(entries.length === 0 ? checkUi.none : checkUi.pick)}</p>
          )}
        </aside>
      </div>
    </>
  );
}

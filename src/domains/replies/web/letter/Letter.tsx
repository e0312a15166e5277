import { Link, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import type { Words } from '#kernel/contract/words.ts';
import type { Address } from '#kernel/web/address.ts';
import { spellDay, spellInstant, useAddress, useSpeech } from '#kernel/web/language.ts';
import { holdPlace } from '#kernel/web/place.ts';
import { usePopover } from '#kernel/web/popover.ts';
import { CallFailed } from '#kernel/web/call.ts';
import { Answer, ProblemNote } from '#kernel/web/Problem.tsx';
import { ask, useSession } from '#kernel/web/queries.ts';
import { WatchButton } from '#kernel/web/inbox/WatchButton.tsx';
import { useRecent } from '#kernel/web/recent.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import type { Letter as LetterShape, SealedCitation } from '../../contract.ts';
import { replyDoors } from '../doors.ts';
import { Sheet } from './Sheet.tsx';
import { letterUi } from './words.ts';
import '#kernel/web/styles/lists.css';
import './letter.css';

const SealedDrawer = lazy(() => import('./SealedDrawer.tsx'));

const markOf = (order: number): string => `cite-${order}`;

/** A sealed figure in the text: opens its evidence in the margin. */
function Sealed({ citation }: { citation: SealedCitation }) {
  const { say } = useSpeech();
  const { cite, figure } = useAddress();
  const { order, text, label, drift } = citation;
  return (
    <>
      <Link
        to="."
        search={(previous: Address) => ({
          ...previous,
          figure: undefined,
          params: undefined,
          qualifier: undefined,
          citation: undefined,
          rowPage: undefined,
          cite: order,
        })}
        state={{ evidence: true }}
        replace={cite !== undefined || figure !== undefined}
        resetScroll={false}
        onClick={(event) => cite === undefined && holdPlace(event.currentTarget)}
        className="sealed"
        data-figure={markOf(order)}
        aria-current={cite === order ? 'true' : undefined}
        aria-label={say((drift ? letterUi.sealedDrifted : letterUi.sealedFigure)(text, say(label)))}
      >
        {text}
      </Link>
      <span className="seal-mark" data-drift={drift !== null || undefined} aria-hidden="true">
        {drift ? '变' : '印'}
      </span>
    </>
  );
}

type SealedInline = LetterShape['blocks'][number]['inlines'][number];

function Inlines({ letter, inlines }: { letter: LetterShape; inlines: readonly SealedInline[] }): ReactNode {
  return inlines.map((inline, index) => {
    if (typeof inline === 'string') return inline;
    if ('citation' in inline) {
      const citation = letter.citations.find(({ order }) => order === inline.citation);
      return citation ? <Sealed key={index} citation={citation} /> : null;
    }
    if ('promise' in inline)
      return (
        <a key={index} className="promised" href={`#promise-${inline.promise}`}>
          {inline.text}
        </a>
      );
    return (
      <a key={index} className="stands" href={`#override-${inline.override}`}>
        {inline.text}
        <sup>{inline.override}</sup>
      </a>
    );
  });
}

function Downloads({ letter }: { letter: LetterShape }) {
  const { say } = useSpeech();
  const { open, toggle, close, box, trigger } = usePopover();
  const base = `/api/letters/${encodeURIComponent(letter.code)}`;
  const files: [string, Words][] = [
    ['letter.pdf', letterUi.pdf],
    ['letter.docx', letterUi.docx],
    ['figures.csv', letterUi.figuresCsv],
    ['rows.csv', letterUi.rowsCsv],
  ];
  return (
    <div className="moment downloads" ref={box}>
      <button
        type="button"
        className="moment-button"
        ref={trigger}
        aria-expanded={open}
        aria-controls="downloads"
        onClick={toggle}
      >
        {say(letterUi.download)}
        <span className="caret" aria-hidden="true" />
      </button>
      {open && (
        <div className="moment-panel" id="downloads">
          {files.map(([name, label]) => (
            <a key={name} href={`${base}/${name}`} download className="choice" onClick={close}>
              {say(label)}
            </a>
          ))}
          <button
            type="button"
            className="choice"
            onClick={() => {
              close();
              window.print();
            }}
          >
            {say(letterUi.print)}
          </button>
        </div>
      )}
    </div>
  );
}

function Above({ letter }: { letter: LetterShape }) {
  const { say } = useSpeech();
  const drifted = letter.citations.filter(({ drift }) => drift !== null);
  const unreleased = drifted.find(({ drift }) => drift?.released === null);
  return (
    <div className="letter-above">
      <div className="letter-bar">
        <p className="letter-crumb">
          <Link to="/letters" search={{}}>
            {say(letterUi.title)}
          </Link>{' '}
          › {letter.signedOn.slice(0, 4)} › <b lang="zh-CN">{letter.number ?? say(letterUi.noNumber)}</b>{' '}
          <span className="chip">
            {say(letter.publishedOn === null ? letterUi.unpublished : letterUi.published)}
          </span>
          {letter.transcribed && <span className="chip">{say(letterUi.transcribed)}</span>}
          {letter.sample && <span className="chip">{say(ui.sampleChip)}</span>}
        </p>
        <div className="letter-tools">
          <p className="letter-counts">
            {say(letterUi.figures(letter.citations.length))}
            {' · '}
            {say(letterUi.allSealed)}
            {drifted.length > 0 && (
              <>
                {' · '}
                <b data-drift>{say(letterUi.changed(drifted.length))}</b>
              </>
            )}
          </p>
          <WatchButton kind="letter" subject={letter.code} />
          <Downloads letter={letter} />
        </div>
      </div>
      {letter.unreleased > 0 && unreleased && (
        <p className="note letter-note" data-drift>
          {say(letterUi.unreleased(letter.unreleased))}{' '}
          <Link
            to="."
            search={(previous: Address) => ({ ...previous, cite: unreleased.order, rowPage: undefined })}
            state={{ evidence: true }}
            resetScroll={false}
          >
            {say(letterUi.goToFirst)}
          </Link>
        </p>
      )}
    </div>
  );
}

function Overrides({ letter }: { letter: LetterShape }) {
  const { say } = useSpeech();
  if (letter.overrides.length === 0) return null;
  return (
    <section aria-labelledby="overrides">
      <h2 id="overrides">{say(letterUi.overrides)}</h2>
      <p className="quiet">{say(letterUi.overridesLine)}</p>
      <ol className="overrides">
        {letter.overrides.map(({ order, text, reason, by }) => (
          <li key={order} id={`override-${order}`}>
            <p>
              <sup>{order}</sup> <b lang="zh-CN">{text}</b>
            </p>
            <p lang="zh-CN">{reason}</p>
            <p className="quiet">{say(letterUi.by(by))}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

const promiseStates: Record<string, Words> = letterUi.states;

function Promises({ letter }: { letter: LetterShape }) {
  const { say, language } = useSpeech();
  if (letter.promises.length === 0) return null;
  return (
    <section aria-labelledby="promises">
      <h2 id="promises">
        {say(letterUi.promises)} <span className="count">{letter.promises.length}</span>
      </h2>
      <ul className="letter-promises">
        {letter.promises.map(({ code, title, titleEn, state, dueOn, answer }) => (
          <li key={code} id={`promise-${code}`}>
            <span>{language === 'en' && titleEn !== '' ? titleEn : title}</span>
            <span className="chip" data-state={state}>
              {say(promiseStates[state] ?? { zh: state, en: state })}
            </span>
            {dueOn !== null && (
              <span className="quiet">{say(letterUi.dueBy(spellDay(dueOn, language)))}</span>
            )}
            {answer !== null && (
              <span className="promise-answer">
                {say(letterUi.answeredOn(spellDay(answer.on, language)))}
                {say(answer.text)}
                {answer.document !== null && <span className="quiet"> {answer.document}</span>}
              </span>
            )}
          </li>
        ))}
      </ul>
      <Link to="/promises" search={{}} className="plain-link">
        {say(letterUi.allPromises)}
      </Link>
    </section>
  );
}

function Proof({ letter }: { letter: LetterShape }) {
  const { say, language } = useSpeech();
  return (
    <section aria-labelledby="proof">
      <h2 id="proof">{say(letterUi.proof)}</h2>
      {letter.transcribed && (
        <p className="transcribed">
          {say(
            letterUi.transcribedNote(
              spellDay(letter.signedOn, language),
              spellDay(spellInstant(letter.sealedAt).slice(0, 10), language),
            ),
          )}
        </p>
      )}
      <dl className="proof">
        <div>
          <dt>{say(letterUi.signer)}</dt>
          <dd lang="zh-CN">{letter.signer}</dd>
        </div>
        <div>
          <dt>{say(letterUi.asOf)}</dt>
          <dd>{spellDay(letter.asOf, language)}</dd>
        </div>
        <div>
          <dt>{say(letterUi.sealedAt)}</dt>
          <dd>
            {spellInstant(letter.sealedAt)} {say(ui.beijing)}
          </dd>
        </div>
        <div data-wide>
          <dt>{say(letterUi.digest)}</dt>
          <dd>
            <code>{letter.digest}</code>
            <p className="hint">{say(letterUi.digestHelp)}</p>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Page({ letter }: { letter: LetterShape }) {
  const { say } = useSpeech();
  const { cite, figure } = useAddress();
  const opened = useRef(cite);
  const { data: session } = useSession();
  useTitle(letter.title);
  useRecent(session?.who?.name, {
    kind: letterUi.title,
    title: letter.title,
    link: `/letters/${encodeURIComponent(letter.code)}`,
  });
  useEffect(() => {
    // Evidence that came by its address stands beside the place it belongs to.
    if (opened.current === undefined) return;
    document
      .querySelector(`[data-figure="${CSS.escape(markOf(opened.current))}"]`)
      ?.scrollIntoView({ block: 'center', behavior: 'instant' });
  }, []);
  return (
    <>
      <h1 className="unseen" lang="zh-CN">
        {letter.title}
      </h1>
      <Above letter={letter} />
      <div className="sheet-frame">
        <Sheet
          issuer={letter.issuer}
          number={letter.number}
          title={null}
          salutation={letter.salutation}
          blocks={letter.blocks.map(({ level, inlines }) => ({
            level,
            content: <Inlines letter={letter} inlines={inlines} />,
          }))}
          signature={letter.signature}
          signedOn={letter.signedOn}
        />
      </div>
      <div className="letter-below">
        <p className="quiet how-to-read">{say(letterUi.howToRead)}</p>
        <Overrides letter={letter} />
        <Promises letter={letter} />
        <Proof letter={letter} />
      </div>
      <Suspense fallback={null}>
        {cite !== undefined && figure === undefined && <SealedDrawer letter={letter} order={cite} />}
      </Suspense>
    </>
  );
}

/** Instead of a letter that cannot be read: that there is none, or what went wrong; and the way to the others. */
function Unread({ code, failure, retry }: { code: string; failure: unknown; retry: () => unknown }) {
  const { say } = useSpeech();
  const missing = failure instanceof CallFailed && failure.status === 404;
  const title = say(missing ? letterUi.noSuchLetter : letterUi.title);
  useTitle(title);
  return (
    <div className="page narrow">
      <h1>{title}</h1>
      {missing ? (
        <p>{say(letterUi.noSuchLetterHelp(code))}</p>
      ) : (
        <ProblemNote failure={failure} retry={retry} />
      )}
      <p className="ways">
        <Link to="/letters" search={{}} className={missing ? 'button' : 'plain-link'}>
          {say(letterUi.toLetters)}
        </Link>
      </p>
    </div>
  );
}

/** A letter for anyone: the sheet as it was signed, each figure open to what was sealed behind it. */
export function Letter() {
  const { letter: code } = useParams({ from: '/letters/$letter' });
  const read = useQuery(ask(replyDoors.readLetter, { params: { letter: code } }));
  if (read.error !== null && (read.data === undefined || read.isPlaceholderData))
    return <Unread code={code} failure={read.error} retry={read.refetch} />;
  return (
    <div className="letter-page" key={code}>
      <Answer of={read} lines={14}>
        {(letter) => <Page letter={letter} />}
      </Answer>
    </div>
  );
}

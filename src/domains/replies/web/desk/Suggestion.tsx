import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Words } from '#kernel/contract/words.ts';
import type { Address } from '#kernel/web/address.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { useAddress, useSpeech } from '#kernel/web/language.ts';
import { Original } from '#kernel/web/Original.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useSession } from '#kernel/web/queries.ts';
import { WatchButton } from '#kernel/web/inbox/WatchButton.tsx';
import { useRecent } from '#kernel/web/recent.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import type { Reply, Step } from '../../contract.ts';
import { replyDoors } from '../doors.ts';
import { DraftSheet } from '../letter/DraftSheet.tsx';
import { ActionForm, type Case } from './Actions.tsx';
import { CaseBody, LifeLine } from './CaseBody.tsx';
import { ClockNote } from './ClockNote.tsx';
import { desk } from './words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/record.css';
import '#kernel/web/styles/desk.css';
import './desk.css';

/** Steps of the case and of its last reply, each once. */
const stepsOf = (of: Case, reply: Reply | null): Step[] => [
  ...new Map([...(reply?.steps ?? []), ...of.steps].map((step) => [step.action, step])).values(),
];

/** Each reason once, with the steps it stands in the way of. */
function reasonsOf(steps: readonly Step[]): { why: Words; labels: Words[] }[] {
  const reasons = new Map<string, { why: Words; labels: Words[] }>();
  for (const { label, why } of steps) {
    if (!why) continue;
    const known = reasons.get(why.zh) ?? { why, labels: [] };
    reasons.set(why.zh, { why, labels: [...known.labels, label] });
  }
  return [...reasons.values()];
}

function NotNow({ steps }: { steps: readonly Step[] }) {
  const { say, language } = useSpeech();
  if (steps.length === 0) return null;
  return (
    <details className="not-now">
      <summary>{say(desk.notNow)}</summary>
      <dl>
        {reasonsOf(steps).map(({ why, labels }) => (
          <div key={why.zh}>
            <dt>{labels.map((label) => say(label)).join(language === 'zh' ? '、' : ', ')}</dt>
            <dd>{say(why)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Steps taken on the text of a draft. */
const onText = new Set(['submit', 'review', 'sign']);

/** The draft to be read before it is decided on: beside the decision where there is room, else on demand. */
function ReadDraft({ reply, deciding }: { reply: Reply; deciding: boolean }) {
  const { say } = useSpeech();
  const [reading, setReading] = useState(() => deciding && window.matchMedia('(min-width: 70rem)').matches);
  return (
    <div className="next-read">
      <p className="draft-ways">
        <button type="button" className="button" aria-expanded={reading} onClick={() => setReading(!reading)}>
          {say(reading ? desk.hideText : desk.readHere)}
        </button>
        <Link
          to="/desk/replies/$reply"
          params={{ reply: reply.code }}
          search={{}}
          className={deciding ? 'plain-link' : 'button primary'}
        >
          {say(desk.write)}
        </Link>
      </p>
      {reading && (
        <div className="sheet-frame" role="region" aria-label={say(desk.readHere)} tabIndex={0}>
          <DraftSheet reply={reply} />
        </div>
      )}
    </div>
  );
}

/** What the reader may do: the one primary action as its form, the others beside it, the impossible ones explained. */
function NextStep({
  of,
  reply,
  tell,
}: {
  of: Case;
  reply: Reply | null;
  /** Says what was just done; null takes that back. */
  tell: (done: Words | null) => void;
}) {
  const { say } = useSpeech();
  const { show } = useAddress();
  const navigate = useNavigate();
  const { data: session } = useSession();
  const steps = stepsOf(of, reply);
  const possible = steps.filter(({ allowed }) => allowed);
  const primary = possible.find((step) => step.primary);
  const chosen = possible.find(({ action }) => action === show) ?? primary;
  const others = possible.filter((step) => step !== chosen);
  const blocked = steps.filter((step) => !step.allowed && step.why !== null);
  const choose = (action: string | undefined) =>
    void navigate({
      to: '.',
      search: (previous: Address) => ({ ...previous, show: action }),
      replace: true,
      resetScroll: false,
    });
  return (
    <section className="next-step" aria-labelledby="next-step">
      <h2 id="next-step">{chosen ? say(chosen.label) : say(desk.next)}</h2>
      {!chosen && possible.length === 0 && <p>{say(desk.nothingToDo(of.heldBy))}</p>}
      {chosen && reply && onText.has(chosen.action) && (
        <ReadDraft key={reply.code} reply={reply} deciding={chosen.action !== 'submit'} />
      )}
      {chosen && (
        <div className="next-form">
          <ActionForm
            key={`${chosen.action} ${reply?.code ?? ''} ${reply?.state ?? ''}`}
            step={chosen}
            of={of}
            reply={reply}
            draftName={`${session?.who?.name ?? ''} ${chosen.action} ${of.code} ${reply?.code ?? ''}`}
            done={() => {
              tell(chosen.label);
              choose(undefined);
            }}
          />
        </div>
      )}
      {(others.length > 0 || blocked.length > 0) && (
        <div className="next-side">
          {others.length > 0 && (
            <div className="other-steps">
              <span className="quiet">{say(desk.alsoPossible)}</span>
              {others.map((step) => (
                <button
                  key={step.action}
                  type="button"
                  className="button"
                  onClick={() => {
                    tell(null);
                    choose(step === primary ? undefined : step.action);
                  }}
                >
                  {say(step.label)}
                </button>
              ))}
            </div>
          )}
          <NotNow steps={blocked} />
        </div>
      )}
    </section>
  );
}

/** Says what was just done, also to one who hears the page. */
function JustDone({ done }: { done: Words }) {
  const { say } = useSpeech();
  const note = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    note.current?.focus({ preventScroll: true });
    note.current?.scrollIntoView({ block: 'center' });
  }, [done]);
  return (
    <p className="note just-done" role="status" tabIndex={-1} ref={note}>
      {say(desk.done(done))}
    </p>
  );
}

function Page({ of }: { of: Case }) {
  const { say } = useSpeech();
  // Kept here: the panel below makes way while a new reply is read.
  const [done, tell] = useState<Words | null>(null);
  const { data: session } = useSession();
  // A deputy reads the letter, never the draft it was made from.
  const drafts = session?.who?.role !== 'deputy';
  const last = drafts ? of.replies.toSorted((a, b) => a.round - b.round).at(-1) : undefined;
  const reply = useQuery({
    ...ask(replyDoors.readReply, { params: { reply: last?.code ?? '' } }),
    enabled: last !== undefined,
    staleTime: 5000,
  });
  useTitle(of.title);
  useRecent(session?.who?.name, {
    kind: desk.kinds[of.kind],
    title: of.title,
    link: `/desk/${encodeURIComponent(of.code)}`,
  });
  // A draft of another round must not stand in while the new one is being read.
  const current = reply.data?.code === last?.code ? (reply.data ?? null) : null;
  return (
    <>
      <p className="crumbs">
        <Link to="/desk" search={{}}>
          {say(desk.crumb)}
        </Link>{' '}
        › <span className="tabular">{of.code}</span>
      </p>
      <div className="record-head case-head">
        <h1>{of.title}</h1>
        <p className="case-line">
          <span className="chip">{say(desk.kinds[of.kind])}</span>
          <Original of={desk.kinds[of.kind]} />
          <span>
            {of.deputy} · {of.session}
          </span>
          {of.sample && <span className="chip">{say(ui.sampleChip)}</span>}
        </p>
        <p className="case-line case-now">
          <b>{say(of.stateLabel)}</b>
          <span>
            <span className="quiet">{say(desk.heldBy)} </span>
            {say(of.heldBy)}
          </span>
          {of.clock && (
            <span>
              <span className="quiet">{say(of.clock.label)} </span>
              <ClockNote clock={of.clock} />
            </span>
          )}
          <WatchButton kind="case" subject={of.code} />
        </p>
      </div>
      {done && <JustDone done={done} />}
      <div className="case-flow">
        <LifeLine points={of.life} />
        {last === undefined || current || reply.error !== null ? (
          <NextStep of={of} reply={current} tell={tell} />
        ) : (
          <Answer of={reply} lines={4}>
            {() => null}
          </Answer>
        )}
      </div>
      <CaseBody of={of} reply={current} />
    </>
  );
}

function Read({ suggestion }: { suggestion: string }) {
  const asked = useQuery({ ...ask(replyDoors.readSuggestion, { params: { suggestion } }), staleTime: 5000 });
  return (
    <Answer of={asked} lines={14}>
      {(of) => <Page of={of} />}
    </Answer>
  );
}

/** One suggestion: where it stands, what the reader may do, and everything known of it. */
export function Suggestion() {
  const { say } = useSpeech();
  const { suggestion } = useParams({ from: '/desk/$suggestion' });
  return (
    <div className="page record case-page" key={suggestion}>
      <Entitled to="reply.read" title={say(desk.title)}>
        <Read suggestion={suggestion} />
      </Entitled>
    </div>
  );
}

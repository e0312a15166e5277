import { Link } from '@tanstack/react-router';
import { useId, useState, type ReactNode } from 'react';
import { spellDay, spellInstant, useSpeech } from '#kernel/web/language.ts';
import { Original } from '#kernel/web/Original.tsx';
import type { Words } from '#kernel/contract/words.ts';
import type { Reply } from '../../contract.ts';
import { DraftSheet } from '../letter/DraftSheet.tsx';
import type { Case } from './Actions.tsx';
import { ClockNote, Reckoning, spellClock } from './ClockNote.tsx';
import { desk } from './words.ts';

function Line({ points, label }: { points: Case['life']; label: string }) {
  const { say } = useSpeech();
  return (
    <ol className="life case-life" aria-label={label}>
      {points.map(({ state, label: name, on, by, done, current }) => (
        <li
          key={state}
          data-standing={current ? 'now' : done ? 'past' : 'none'}
          aria-current={current ? 'step' : undefined}
        >
          <span className="life-point" aria-hidden="true" />
          <span className="life-state">{say(name)}</span>
          <span className="life-day">{on}</span>
          {by !== null && <span className="life-day">{by}</span>}
        </li>
      ))}
    </ol>
  );
}

/**
 * The life of a case as a line of points: reached with their day and by whom, the one it stands at, those ahead.
 * Of several rounds the last is drawn; those before open below it.
 */
export function LifeLine({ points }: { points: Case['life'] }) {
  const { say } = useSpeech();
  const begun = points.flatMap(({ state }, index) => (state === 'drafting' ? [index] : []));
  const [first = points.length, last = points.length] = [begun[0], begun.at(-1)];
  const earlier = begun.slice(0, -1).map((from, round) => points.slice(from, begun[round + 1]));
  return (
    <div className="case-lives">
      <Line points={[...points.slice(0, first), ...points.slice(last)]} label={say(desk.life)} />
      {earlier.length > 0 && (
        <details className="earlier-rounds">
          <summary>{say(desk.earlierRounds(earlier.length))}</summary>
          {earlier.map((round, index) => (
            <Line key={begun[index]} points={round} label={say(desk.round(index + 1))} />
          ))}
        </details>
      )}
    </div>
  );
}

function Part({ title, count, children }: { title: Words; count?: number; children: ReactNode }) {
  const { say } = useSpeech();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {say(title)}
        <Original of={title} /> {count !== undefined && count > 0 && <span className="count">{count}</span>}
      </h2>
      {children}
    </section>
  );
}

function Replies({ of, reply }: { of: Case; reply: Reply | null }) {
  const { say } = useSpeech();
  const [reading, setReading] = useState(false);
  return (
    <Part title={desk.replies}>
      {of.replies.length === 0 && <p className="empty">{say(desk.noReplies)}</p>}
      <ul className="rounds">
        {of.replies.map((one) => (
          <li key={one.code}>
            <p className="round-head">
              <b>{say(desk.round(one.round))}</b>
              <span className="chip">{say(one.stateLabel)}</span>
              {one.number !== null && <span lang="zh-CN">{one.number}</span>}
              {one.signedOn !== null && <span className="quiet">{say(desk.signedOn(one.signedOn))}</span>}
            </p>
            <p className="round-facts">
              {one.category !== null && <span>{say(desk.categories[one.category])}</span>}
              {one.publicity !== null && <span>{say(desk.publicities[one.publicity])}</span>}
              {one.satisfaction !== null && (
                <span data-satisfaction={one.satisfaction}>
                  {say(desk.satisfaction)} {say(desk.satisfactions[one.satisfaction])}
                </span>
              )}
            </p>
            <p className="round-ways">
              {one.letter !== null && (
                <Link to="/letters/$letter" params={{ letter: one.letter }} search={{}} className="button">
                  {say(desk.readLetter)}
                </Link>
              )}
              {one.letter === null && (
                <Link to="/desk/replies/$reply" params={{ reply: one.code }} search={{}} className="button">
                  {say(desk.write)}
                </Link>
              )}
              {one.letter === null && reply?.code === one.code && (
                <button
                  type="button"
                  className="plain-button"
                  aria-expanded={reading}
                  onClick={() => setReading(!reading)}
                >
                  {say(reading ? desk.back : desk.readHere)}
                </button>
              )}
            </p>
            {reading && reply?.code === one.code && (
              <div className="sheet-frame">
                <DraftSheet reply={reply} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Reviews({ reply }: { reply: Reply | null }) {
  const { say } = useSpeech();
  if (!reply || reply.reviews.length === 0) return null;
  return (
    <Part title={desk.reviews} count={reply.reviews.length}>
      <ol className="reviews">
        {reply.reviews.map(({ stage, verdict, by, at, comment }) => (
          <li key={`${stage} ${at}`} data-verdict={verdict}>
            <p>
              <b>{say(desk.stages[stage])}</b> {say(desk.verdicts[verdict])}{' '}
              <span className="quiet">
                {by} · {spellInstant(at)}
              </span>
            </p>
            {comment !== null && <p className="prose">{comment}</p>}
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Handlings({ of }: { of: Case }) {
  const { say, language } = useSpeech();
  return (
    <Part title={desk.handlings}>
      <ul className="handlings">
        {of.handlings.map((one) => (
          <li key={one.organisation.code} data-mine={one.mine || undefined}>
            <p className="handling-head">
              <span className="chip">{say(desk.parts[one.part])}</span>
              <b>{one.organisation.title}</b>
              {one.mine && <span className="quiet">{say(desk.mineMark)}</span>}
            </p>
            {one.part === 'co' && (
              <p className="handling-state">
                {one.opinionOn !== null && say(desk.opinionGiven(spellDay(one.opinionOn, language)))}
                {one.opinionOn === null && one.clock === null && say(desk.noOpinion)}
                {one.opinionOn === null && one.clock !== null && (
                  <>
                    {say(desk.noOpinion)}　<ClockNote clock={one.clock} />
                  </>
                )}
              </p>
            )}
            {one.returnedOn !== null && (
              <p className="handling-state">
                {say(desk.returnedOn(spellDay(one.returnedOn, language)))} {one.returnReason}
              </p>
            )}
            {one.opinion !== null && <blockquote className="prose">{one.opinion}</blockquote>}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Talks({ of }: { of: Case }) {
  const { say, language } = useSpeech();
  return (
    <Part title={desk.talks} count={of.talks.length}>
      {of.talks.length === 0 && <p className="empty">{say(desk.noTalks)}</p>}
      <ol className="talks">
        {of.talks.map((talk) => (
          <li key={`${talk.on} ${talk.way} ${talk.summary}`}>
            <p className="quiet">
              {spellDay(talk.on, language)} · {say(desk.ways[talk.way])}
              {talk.by !== '' && ` · ${talk.by}`}
            </p>
            {talk.summary !== '' && <p className="prose">{talk.summary}</p>}
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Facts({ of }: { of: Case }) {
  const { say, language } = useSpeech();
  const facts: [Words, string | null][] = [
    [desk.number, of.code],
    [desk.deputy, of.deputy],
    [desk.coDeputies, of.coDeputies],
    [desk.session, of.session],
    [desk.raisedOn, spellDay(of.raisedOn, language)],
    [desk.assignedOn, spellDay(of.assignedOn, language)],
    [desk.assignedBy, of.assignedBy.title],
    [desk.division, of.division],
    [desk.complex, say(of.complex ? desk.complexYes : desk.complexNo)],
  ];
  return (
    <Part title={desk.facts}>
      <dl className="facts case-facts">
        {facts
          .filter(([, value]) => value !== null && value !== '')
          .map(([label, value]) => (
            <div key={label.zh}>
              <dt>{say(label)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Part>
  );
}

function Clocks({ of }: { of: Case }) {
  const { say } = useSpeech();
  if (of.clocks.length === 0) return null;
  return (
    <Part title={desk.clocks}>
      <ul className="clock-list">
        {of.clocks.map((clock) => (
          <li key={`${clock.name} ${clock.from}`}>
            <details>
              <summary>
                <span>{say(clock.label)}</span>
                <span className="clock-says" data-late={(clock.metOn === null && clock.late) || undefined}>
                  {say(spellClock(clock))}
                  {clock.provisional && clock.metOn === null && (
                    <span className="chip">{say(desk.provisional)}</span>
                  )}
                </span>
              </summary>
              <div className="clock-card">
                <Reckoning clock={clock} />
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** What there is to know of a case: what was asked, who handles it, what was said and answered; and its terms. */
export function CaseBody({ of, reply }: { of: Case; reply: Reply | null }) {
  const { say } = useSpeech();
  return (
    <div className="record-body">
      <div>
        <Replies of={of} reply={reply} />
        <Reviews reply={reply} />
        <Handlings of={of} />
        <Talks of={of} />
        <Part title={desk.content}>
          <p className="prose">{of.content}</p>
          {of.items.length > 0 && (
            <>
              <h3 className="part-head">{say(desk.items)}</h3>
              <ol className="case-items">
                {of.items.map(({ order, title }) => (
                  <li key={order}>{title}</li>
                ))}
              </ol>
            </>
          )}
        </Part>
      </div>
      <div>
        <Clocks of={of} />
        <Facts of={of} />
      </div>
    </div>
  );
}

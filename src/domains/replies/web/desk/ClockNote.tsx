import { useId, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Words } from '#kernel/contract/words.ts';
import { spellDay, useSpeech } from '#kernel/web/language.ts';
import { ui } from '#kernel/web/words.ts';
import type { readSuggestion } from '../../contract.ts';
import { desk } from './words.ts';

export type Clock = z.output<(typeof readSuggestion)['answer']>['clocks'][number];

/** How a clock stands, in a few words: 还有 3 个工作日, 已逾期 2 个工作日. */
export function spellClock({ metOn, workingDaysLeft, late }: Clock): Words {
  if (metOn !== null) return desk.metOn(metOn);
  if (workingDaysLeft === null) return late ? desk.overdue : desk.dueToday;
  if (workingDaysLeft < 0) return desk.daysLate(-workingDaysLeft);
  if (workingDaysLeft === 0) return late ? desk.overdue : desk.dueToday;
  return desk.daysLeft(workingDaysLeft);
}

/** Working days before its last one from which a case is shown among the pressing ones; a matter of display alone. */
const pressingFrom = 3;

/** Late, or due within a few days. */
export const isPressing = ({ metOn, late, workingDaysLeft }: Clock): boolean =>
  metOn === null && (late || (workingDaysLeft !== null && workingDaysLeft <= pressingFrom));

const toneOf = (clock: Clock): string =>
  clock.metOn !== null ? 'met' : clock.late ? 'late' : isPressing(clock) ? 'soon' : 'calm';

/** From which day, by which rule and over which holidays the day was reckoned. */
export function Reckoning({ clock }: { clock: Clock }) {
  const { say, language } = useSpeech();
  return (
    <>
      <dl className="reckoning-facts">
        <div>
          <dt>{say(desk.due)}</dt>
          <dd>
            <b>{spellDay(clock.due, language)}</b>
            {clock.provisional && <span className="chip"> {say(desk.provisional)}</span>}
          </dd>
        </div>
        <div>
          <dt>{say(desk.from)}</dt>
          <dd>{spellDay(clock.from, language)}</dd>
        </div>
        <div>
          <dt>{say(desk.term)}</dt>
          <dd>{clock.term}</dd>
        </div>
        <div>
          <dt>{say(desk.basis)}</dt>
          <dd>
            {clock.document}
            {clock.basis === 'unverified' && <span className="chip">{say(desk.unverified)}</span>}
          </dd>
        </div>
      </dl>
      {clock.steps.length > 0 && (
        <>
          <p className="reckoning-head">{say(desk.reckoning)}</p>
          <ol className="reckoning-steps">
            {clock.steps.map((step) => (
              <li key={step.zh}>{say(step)}</li>
            ))}
          </ol>
        </>
      )}
      {clock.provisional && <p className="quiet">{say(desk.provisionalHelp)}</p>}
    </>
  );
}

/** A clock in words; hover, focus or a tap tells how it was reckoned. Escape hides that again. */
export function ClockNote({ clock }: { clock: Clock }) {
  const { say } = useSpeech();
  const id = useId();
  const box = useRef<HTMLSpanElement>(null);
  const [told, setTold] = useState<'no' | 'hover' | 'held'>('no');
  return (
    <span
      className="clock"
      data-tone={toneOf(clock)}
      ref={box}
      onPointerEnter={(event) => event.pointerType === 'mouse' && told === 'no' && setTold('hover')}
      onPointerLeave={() => told === 'hover' && setTold('no')}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setTold('no')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || told === 'no') return;
        event.stopPropagation();
        setTold('no');
      }}
    >
      <button
        type="button"
        className="clock-button"
        aria-expanded={told !== 'no'}
        aria-controls={id}
        onFocus={(event) => event.target.matches(':focus-visible') && told === 'no' && setTold('hover')}
        onClick={() => setTold(told === 'held' ? 'no' : 'held')}
      >
        {say(spellClock(clock))}
        {clock.provisional && clock.metOn === null && <span className="chip">{say(desk.provisional)}</span>}
      </button>
      <span
        className="clock-panel"
        id={id}
        role="group"
        aria-label={say(ui.labelled(clock.label, say(desk.reckoning)))}
        hidden={told === 'no'}
      >
        <b className="clock-name">{say(clock.label)}</b>
        <Reckoning clock={clock} />
      </span>
    </span>
  );
}

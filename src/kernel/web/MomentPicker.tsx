import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
import { isDay, type Address } from './address.ts';
import { spellDay, spellInstant, useAddress, useSpeech } from './language.ts';
import { usePopover } from './popover.ts';
import { useJurisdiction, useMayReadPast } from './queries.ts';
import { ui } from './words.ts';
import type { Words } from '#kernel/contract/words.ts';

interface Choice {
  day: string;
  label: Words;
}

/** Days a reader is likely to want: the letter's, today, the ends of the two years before. */
function useDays(): Choice[] {
  const { data } = useJurisdiction();
  if (!data) return [];
  const { today, jurisdiction } = data;
  const thisYear = Number(today.slice(0, 4));
  const answered = jurisdiction.answeredOn;
  const days: Choice[] = answered === null ? [] : [{ day: answered, label: ui.answerDay }];
  days.push({ day: today, label: ui.today });
  const years = new Set([thisYear - 1, answered === null ? thisYear - 2 : Number(answered.slice(0, 4)) - 1]);
  for (const year of years) days.push({ day: `${year}-12-31`, label: ui.endOf(String(year)) });
  return days;
}

function DayForm({ start, give }: { start: string; give: (day: string) => void }) {
  const { say } = useSpeech();
  const [day, setDay] = useState(start);
  const [refused, setRefused] = useState(false);
  const field = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isDay(day)) give(day);
    else setRefused(true);
  };
  return (
    <form className="moment-form" onSubmit={submit}>
      <label htmlFor={field}>{say(ui.otherDay)}</label>
      <span className="moment-line">
        <input
          id={field}
          type="date"
          min="1900-01-01"
          max="2199-12-31"
          value={day}
          aria-invalid={refused || undefined}
          onChange={(event) => setDay(event.target.value)}
        />
        <button type="submit" className="button">
          {say(ui.show)}
        </button>
      </span>
      {refused && (
        <p className="fault" role="alert">
          {say(ui.noSuchDay)}
        </p>
      )}
    </form>
  );
}

function InstantForm({
  start,
  give,
}: {
  start: string | undefined;
  give: (instant: string | undefined) => void;
}) {
  const { say } = useSpeech();
  const [local, setLocal] = useState(start === undefined ? '' : spellInstant(start).replace(' ', 'T'));
  const field = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give(local === '' ? undefined : `${local.padEnd(19, ':00').slice(0, 19)}+08:00`);
  };
  return (
    <form className="moment-form" onSubmit={submit}>
      <label htmlFor={field}>{say(ui.otherInstant)}</label>
      <span className="moment-line">
        <input
          id={field}
          type="datetime-local"
          step="1"
          value={local}
          onChange={(event) => setLocal(event.target.value)}
        />
        <button type="submit" className="button">
          {say(ui.show)}
        </button>
      </span>
      {start !== undefined && (
        <button type="button" className="choice" onClick={() => give(undefined)}>
          {say(ui.knownNow)}
        </button>
      )}
    </form>
  );
}

function DayButton({
  text,
  label,
  day,
  help,
  give,
  quiet = false,
}: {
  text: string;
  label: string;
  day: string;
  help: string;
  give: (day: string) => void;
  quiet?: boolean;
}) {
  const { say, language } = useSpeech();
  const days = useDays();
  const panel = useId();
  const { open, toggle, close, box, trigger } = usePopover();
  const choose = (chosen: string) => {
    close();
    give(chosen);
  };
  return (
    <div className="moment" ref={box}>
      <button
        type="button"
        ref={trigger}
        className={quiet ? 'moment-button quiet' : 'moment-button'}
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={toggle}
      >
        {label !== '' && <span className="moment-label">{label}</span>}
        <span>{text}</span>
        <span className="caret" aria-hidden="true" />
      </button>
      {open && (
        <div className="moment-panel" id={panel} role="group" aria-label={label === '' ? text : label}>
          <p className="moment-help">{help}</p>
          {days.map((choice) => (
            <button
              key={choice.day}
              type="button"
              className="choice"
              aria-pressed={choice.day === day}
              onClick={() => choose(choice.day)}
            >
              <span>{say(choice.label)}</span>
              <span className="choice-day">{spellDay(choice.day, language)}</span>
            </button>
          ))}
          <DayForm key={day} start={day} give={choose} />
        </div>
      )}
    </div>
  );
}

function KnownAtButton({
  at,
  give,
}: {
  at: string | undefined;
  give: (instant: string | undefined) => void;
}) {
  const { say } = useSpeech();
  const panel = useId();
  const { open, toggle, close, box, trigger } = usePopover();
  return (
    <div className="moment" ref={box}>
      <button
        type="button"
        ref={trigger}
        className="moment-button quiet"
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={toggle}
      >
        <span className="moment-label">{say(ui.knownAt)}</span>
        <span>{at === undefined ? say(ui.knownNow) : spellInstant(at)}</span>
        <span className="caret" aria-hidden="true" />
      </button>
      {open && (
        <div className="moment-panel" id={panel} role="group" aria-label={say(ui.knownAt)}>
          <p className="moment-help">{say(ui.knownAtHelp)}</p>
          <InstantForm
            start={at}
            give={(instant) => {
              close();
              give(instant);
            }}
          />
        </div>
      )}
    </div>
  );
}

/** Moves the address to another moment. Inside the drawer that replaces the step, so that Back closes the drawer. */
function useMove(): (change: Partial<Address>) => void {
  const navigate = useNavigate();
  const replace = useAddress().figure !== undefined;
  return (change) =>
    void navigate({
      to: '.',
      search: (previous: Address) => ({ ...previous, ...change, rowPage: undefined }),
      state: true,
      replace,
      resetScroll: false,
    });
}

/** The two clocks of the view: the day in the world, and (for those entitled) the platform's own knowledge. */
export function MomentPicker({ asOf, known = true }: { asOf: string; known?: boolean }) {
  const { say, language } = useSpeech();
  const address = useAddress();
  const move = useMove();
  const mayReadPast = useMayReadPast();
  return (
    <>
      <DayButton
        label={say(ui.asOf)}
        text={spellDay(asOf, language)}
        day={asOf}
        help={say(ui.asOfHelp)}
        give={(day) => move({ asOf: day })}
      />
      {known && mayReadPast && <KnownAtButton at={address.knownAt} give={(knownAt) => move({ knownAt })} />}
    </>
  );
}

/** Chooses the moment the view is compared with. */
export function ComparePicker({ asOf }: { asOf: string }) {
  const { say, language } = useSpeech();
  const { fromAsOf, fromKnownAt } = useAddress();
  const move = useMove();
  const mayReadPast = useMayReadPast();
  const comparing = fromAsOf !== undefined || fromKnownAt !== undefined;
  return (
    <>
      <DayButton
        label={comparing ? say(ui.comparedWith) : ''}
        text={comparing ? spellDay(fromAsOf ?? asOf, language) : say(ui.compareWith)}
        day={fromAsOf ?? asOf}
        help={say(ui.changesHelp)}
        give={(day) => move({ fromAsOf: day })}
        quiet
      />
      {mayReadPast && comparing && (
        <KnownAtButton
          at={fromKnownAt}
          give={(instant) => move({ fromAsOf: fromAsOf ?? asOf, fromKnownAt: instant })}
        />
      )}
      {comparing && (
        <button
          type="button"
          className="plain-button"
          onClick={() => move({ fromAsOf: undefined, fromKnownAt: undefined })}
        >
          {say(ui.stopComparing)}
        </button>
      )}
    </>
  );
}

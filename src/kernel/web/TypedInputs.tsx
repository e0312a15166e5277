import { useRef } from 'react';
import { cleanDay, cleanMoney, cleanNumber } from './clean.ts';
import { isDay } from './address.ts';
import { spellDay, useSpeech } from './language.ts';
import { recordUi } from './record-words.ts';
import type { InputAttributes } from './ReferenceInput.tsx';

interface Typed {
  value: string;
  give: (value: string) => void;
  attributes: InputAttributes;
}

const weekdays = [
  recordUi.sunday,
  recordUi.monday,
  recordUi.tuesday,
  recordUi.wednesday,
  recordUi.thursday,
  recordUi.friday,
  recordUi.saturday,
];

/** A day typed as people write it, or chosen from a calendar; what it is read as stands below. */
export function DayInput({ value, give, attributes }: Typed) {
  const { say, language } = useSpeech();
  const calendar = useRef<HTMLInputElement>(null);
  const cleaned = cleanDay(value);
  const day = isDay(value) ? value : cleaned;
  const weekday = day === null ? undefined : weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()];
  return (
    <>
      <span className="day-input">
        <input
          {...attributes}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          placeholder={say(recordUi.dayExample)}
          value={value}
          maxLength={20}
          onChange={(event) => give(event.target.value)}
          onBlur={() => cleaned !== null && give(cleaned)}
        />
        <input
          ref={calendar}
          type="date"
          className="day-calendar"
          tabIndex={-1}
          aria-hidden="true"
          aria-label={say(recordUi.calendar)}
          min="1900-01-01"
          max="2199-12-31"
          value={isDay(value) ? value : ''}
          onChange={(event) => give(event.target.value)}
        />
        <button
          type="button"
          className="button day-button"
          aria-label={say(recordUi.calendar)}
          title={say(recordUi.calendar)}
          onClick={() => calendar.current?.showPicker()}
        >
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
            <path d="M3.5 5.5h13v11h-13zM3.5 8.5h13M7 3v4M13 3v4" />
          </svg>
        </button>
      </span>
      {day !== null && weekday && (
        <p className="hint tabular" role="status">
          {say(recordUi.dayIs(spellDay(day, language), say(weekday)))}
        </p>
      )}
    </>
  );
}

/** A number or an amount; one pasted with separators, 万 or a currency is offered as the field takes it. */
export function NumberInput({ value, give, attributes, money }: Typed & { money: boolean }) {
  const { say } = useSpeech();
  const cleaned = money ? cleanMoney(value) : cleanNumber(value);
  return (
    <>
      <input
        {...attributes}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={value}
        onChange={(event) => give(event.target.value)}
      />
      {cleaned !== null && (
        <p className="offer" role="status">
          {say(recordUi.readAs)}{' '}
          <button type="button" className="plain-button tabular" onClick={() => give(cleaned)}>
            {say(recordUi.use(cleaned))}
          </button>
        </p>
      )}
    </>
  );
}

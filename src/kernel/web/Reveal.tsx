import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { accountDoors } from './access-doors.ts';
import { accessUi } from './access-words.ts';
import { call, CallFailed, newKey } from './call.ts';
import { useSpeech } from './language.ts';
import { ProblemNote } from './Problem.tsx';
import { ui } from './words.ts';
import './styles/desk.css';
import './styles/access.css';

/** Seconds a value stays to be read. */
const shownFor = 60;

function Value({ value, cover }: { value: string; cover: () => void }) {
  const { say } = useSpeech();
  const [left, setLeft] = useState(shownFor);
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(() => {
      const still = shownFor - Math.floor((performance.now() - began) / 1000);
      if (still <= 0) cover();
      else setLeft(still);
    }, 1000);
    return () => clearInterval(timer);
  }, [cover]);
  return (
    <div className="revealed" role="status">
      <p className="revealed-value tabular">{value}</p>
      <p className="quiet" aria-live="off">
        {say(accessUi.revealed(left))}
      </p>
      <button type="button" className="plain-button" onClick={cover}>
        {say(accessUi.cover)}
      </button>
    </div>
  );
}

/** A covered value in full, for a reason the log keeps; it is held nowhere but on the screen, and not for long. */
export default function Reveal({
  register,
  code,
  field,
  label,
}: {
  register: string;
  code: string;
  field: string;
  label: string;
}) {
  const { say } = useSpeech();
  const id = useId();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [value, setValue] = useState<string | null>(null);
  const key = useRef(newKey());
  const start = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const cover = useCallback(() => {
    setValue(null);
    setReason('');
  }, []);
  useEffect(() => {
    if (asking) input.current?.focus();
  }, [asking]);
  const revealing = useMutation({
    gcTime: 0,
    mutationFn: async () => {
      const answer = await call(accountDoors.revealValue, {
        params: { register, code },
        body: { field, reason: reason.trim() },
        key: key.current,
      });
      setValue(answer.value);
      setAsking(false);
      key.current = newKey();
    },
    onError: (failure) => {
      if (failure instanceof CallFailed && failure.problem) key.current = newKey();
    },
  });
  const away = () => {
    setAsking(false);
    setTimeout(() => start.current?.focus());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const empty = reason.trim() === '';
    setMissing(empty);
    if (!empty && !revealing.isPending) revealing.mutate();
  };
  if (value !== null) return <Value value={value} cover={cover} />;
  if (!asking) {
    return (
      <button
        type="button"
        className="plain-button reveal-start"
        ref={start}
        aria-label={say(accessUi.revealOf(label))}
        onClick={() => {
          revealing.reset();
          setAsking(true);
        }}
      >
        {say(accessUi.reveal)}
      </button>
    );
  }
  return (
    <form
      className="reveal-form"
      onSubmit={submit}
      noValidate
      aria-label={say(accessUi.revealOf(label))}
      onKeyDown={(event) => event.key === 'Escape' && away()}
    >
      <p className="quiet">{say(accessUi.revealLine)}</p>
      {revealing.error !== null && !revealing.isPending && (
        <ProblemNote failure={revealing.error} title={accessUi.notRevealed} />
      )}
      <div className="field">
        <label htmlFor={id}>{say(accessUi.revealReason)}</label>
        <input
          id={id}
          type="text"
          maxLength={200}
          ref={input}
          autoComplete="off"
          value={reason}
          aria-required
          aria-invalid={missing || undefined}
          aria-describedby={`${id}-help`}
          onChange={(event) => {
            setReason(event.target.value);
            key.current = newKey();
          }}
        />
        <div id={`${id}-help`} className="field-help">
          {missing && <p className="fault">{say(ui.required)}</p>}
          <p className="hint">{say(accessUi.revealReasonHelp)}</p>
        </div>
      </div>
      <div className="form-end">
        <button type="submit" className="button primary" disabled={revealing.isPending}>
          {say(accessUi.revealDo)}
        </button>
        <button type="button" className="plain-button" onClick={away}>
          {say(ui.cancel)}
        </button>
      </div>
    </form>
  );
}

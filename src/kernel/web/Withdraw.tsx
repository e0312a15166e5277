import { useNavigate } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { call, CallFailed, newKey } from './call.ts';
import { meanwhileOf } from './Conflict.tsx';
import { deskUi } from './desk-words.ts';
import { useSpeech } from './language.ts';
import { forgetAnswers } from './queries.ts';

/** Asks for the reason, and says what will happen, before a record is withdrawn. */
export default function Withdraw({
  register,
  code,
  title,
  version,
  linked,
  close,
}: {
  register: string;
  code: string;
  title: string;
  /** The version its page shows. */
  version: string;
  /** How many records refer to it. */
  linked: number;
  close: () => void;
}) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const key = useRef(newKey());
  const field = useId();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [seen, setSeen] = useState(version);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const withdrawing = useMutation({
    mutationFn: async () => {
      await call('withdrawRecord', {
        params: { register, code },
        query: { reason: reason.trim(), seen },
        key: key.current,
      });
      await navigate({
        to: '/registers/$register',
        params: { register },
        search: { knownAt: undefined },
        state: { written: 'withdrawn' },
        replace: true,
      });
      await forgetAnswers(queries);
    },
    onError: (failure) => {
      // An answered refusal is final for its key; where no answer came, the same key asks for the same outcome.
      if (failure instanceof CallFailed && failure.problem && failure.problem.code !== 'key-running')
        key.current = newKey();
      // What another changed stands above the button now; who withdraws it then has seen it.
      const meanwhile = failure instanceof CallFailed ? meanwhileOf(failure.problem) : null;
      if (meanwhile) setSeen(meanwhile.version);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(reason.trim().length < 2);
    if (reason.trim().length >= 2 && !withdrawing.isPending) withdrawing.mutate();
  };
  const problem = withdrawing.error instanceof CallFailed ? withdrawing.error.problem : null;
  return (
    <dialog className="dialog" ref={dialog} aria-labelledby={`${field}-title`} onClose={close}>
      <form onSubmit={submit} noValidate>
        <h2 id={`${field}-title`}>{say(deskUi.withdrawTitle(title))}</h2>
        <p>{say(deskUi.withdrawLine)}</p>
        {linked > 0 && <p className="note">{say(deskUi.withdrawLinked(linked))}</p>}
        <p>{say(deskUi.withdrawEnded)}</p>
        {withdrawing.error !== null && (
          <div className="problem" role="alert">
            <p className="problem-what">
              <b>{say(deskUi.notWithdrawn)}</b>
            </p>
            <p>{say(problem ?? deskUi.unknownOutcome)}</p>
            {problem?.faults && (
              <ul>
                {problem.faults.map((fault) => (
                  <li key={`${fault.at} ${fault.zh}`}>{say(fault)}</li>
                ))}
              </ul>
            )}
          </div>
        )}
        <div className="field">
          <label className="field-label" htmlFor={field}>
            {say(deskUi.reasonLabel)}
            <span className="required" aria-hidden="true">
              *
            </span>
          </label>
          <textarea
            id={field}
            rows={3}
            maxLength={500}
            value={reason}
            autoFocus
            aria-required
            aria-invalid={missing || undefined}
            aria-describedby={missing ? `${field}-fault` : undefined}
            onChange={(event) => {
              setReason(event.target.value);
              key.current = newKey();
            }}
          />
          {missing && (
            <p className="fault" id={`${field}-fault`}>
              {say(deskUi.reasonMissing)}
            </p>
          )}
        </div>
        <div className="form-end">
          <button type="submit" className="button danger" disabled={withdrawing.isPending}>
            {say(withdrawing.isPending ? deskUi.withdrawing : deskUi.confirmWithdraw)}
          </button>
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {say(deskUi.cancel)}
          </button>
        </div>
      </form>
    </dialog>
  );
}

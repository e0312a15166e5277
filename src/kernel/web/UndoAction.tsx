import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { call, CallFailed, newKey } from './call.ts';
import { deskUi } from './desk-words.ts';
import { manyDoors } from './many-doors.ts';
import { useSpeech } from './language.ts';
import { forgetAnswers } from './queries.ts';
import { recordUi } from './record-words.ts';
import { ui } from './words.ts';

/** Offers to undo an action over many rows as a whole; asks why, and names what stands in the way. */
export function UndoAction({ action, done }: { action: string; done?: (rows: number) => unknown }) {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const field = useId();
  const key = useRef(newKey());
  const trigger = useRef<HTMLButtonElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const undoing = useMutation({
    mutationFn: async () => {
      const { rows } = await call(manyDoors.undoAction, {
        params: { action },
        body: { reason: reason.trim() },
        key: key.current,
      });
      dialog.current?.close();
      await forgetAnswers(queries);
      await done?.(rows);
    },
    onError: (failure) => {
      if (failure instanceof CallFailed && failure.problem && failure.problem.code !== 'key-running')
        key.current = newKey();
    },
  });
  useEffect(() => {
    if (asking) dialog.current?.showModal();
  }, [asking]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(reason.trim().length < 2);
    if (reason.trim().length >= 2 && !undoing.isPending) undoing.mutate();
  };
  const problem = undoing.error instanceof CallFailed ? undoing.error.problem : null;
  return (
    <>
      <button type="button" className="plain-button" ref={trigger} onClick={() => setAsking(true)}>
        {say(recordUi.undo)}
      </button>
      {asking && (
        <dialog
          className="dialog"
          ref={dialog}
          aria-labelledby={`${field}-title`}
          onClose={() => {
            setAsking(false);
            trigger.current?.focus();
          }}
        >
          <form onSubmit={submit} noValidate>
            <h2 id={`${field}-title`}>{say(recordUi.undoTitle)}</h2>
            <p>{say(recordUi.undoLine)}</p>
            {undoing.error !== null && !undoing.isPending && (
              <div className="problem" role="alert">
                <p className="problem-what">
                  <b>{say(recordUi.notUndone)}</b>
                </p>
                <p>{say(problem ?? deskUi.unknownOutcome)}</p>
                {problem?.faults && (
                  <ul className="long-list">
                    {problem.faults.map((fault) => (
                      <li key={fault.zh}>{say(fault)}</li>
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
                  setMissing(false);
                }}
              />
              {missing && (
                <p className="fault" id={`${field}-fault`}>
                  {say(deskUi.reasonMissing)}
                </p>
              )}
            </div>
            <div className="form-end">
              <button type="submit" className="button danger" disabled={undoing.isPending}>
                {say(undoing.isPending ? recordUi.undoing : recordUi.undo)}
              </button>
              <button type="button" className="plain-button" onClick={() => dialog.current?.close()}>
                {say(ui.cancel)}
              </button>
            </div>
          </form>
        </dialog>
      )}
    </>
  );
}

import { useNavigate } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { sessionLimits } from '#kernel/contract/limits.ts';
import { ownDoors } from './access-doors.ts';
import { accessUi } from './access-words.ts';
import { call } from './call.ts';
import { useSpeech } from './language.ts';
import { ProblemNote } from './Problem.tsx';
import { ask } from './queries.ts';
import { useEndedSession } from './session-end.ts';
import { ui } from './words.ts';
import './styles/access.css';

type Ended = NonNullable<ReturnType<typeof useEndedSession>>;

/** Acts for the lender again; false when the work is lent no more. */
async function actAgain(lender: string): Promise<boolean> {
  const delegations = await call(ownDoors.listDelegations);
  const held = delegations.find(({ holds, lender: { account } }) => holds && account === lender);
  if (!held) return false;
  await call(ownDoors.actFor, { body: { delegation: held.id } });
  return true;
}

function SignInAgain({ ended }: { ended: Ended }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const field = useId();
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    dialog.current?.showModal();
    input.current?.focus();
  }, []);
  const sessionKey = ask('readSession', {}).queryKey;
  const refuse = async () => {
    ended.settle(false);
    queries.setQueryData(sessionKey, { who: null });
    await queries.invalidateQueries();
  };
  const opening = useMutation({
    mutationFn: async () => {
      await call('openSession', { body: { name: ended.account, password } });
      return ended.actsFor === null || actAgain(ended.actsFor);
    },
    onSuccess: async (same) => {
      if (!same) return;
      ended.settle(true);
      await queries.invalidateQueries();
    },
  });
  const lost = opening.data === false;
  const stay = async () => {
    ended.settle(false);
    await queries.invalidateQueries();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(password === '');
    if (password !== '' && !opening.isPending) opening.mutate();
  };
  const away = () => void (lost ? stay() : refuse());
  return (
    <dialog
      className="dialog session-end"
      ref={dialog}
      aria-labelledby={`${field}-title`}
      onCancel={(event) => {
        event.preventDefault();
        away();
      }}
    >
      <form onSubmit={submit} noValidate>
        <h2 id={`${field}-title`}>{say(accessUi.endedTitle)}</h2>
        <p>{say(accessUi.endedLine(sessionLimits.idleMinutes))}</p>
        {opening.error !== null && !opening.isPending && (
          <ProblemNote failure={opening.error} title={ui.notSignedIn} />
        )}
        {lost && (
          <p className="note" role="alert">
            {say(accessUi.actingLost)}
          </p>
        )}
        {!lost && (
          <>
            <div className="field">
              <label htmlFor={`${field}-name`}>{say(ui.account)}</label>
              <input id={`${field}-name`} autoComplete="username" value={ended.account} readOnly />
            </div>
            <div className="field">
              <label htmlFor={field}>{say(ui.password)}</label>
              <input
                id={field}
                type="password"
                autoComplete="current-password"
                ref={input}
                value={password}
                aria-invalid={missing || undefined}
                aria-describedby={missing ? `${field}-fault` : undefined}
                onChange={(event) => setPassword(event.target.value)}
              />
              {missing && (
                <p className="fault" id={`${field}-fault`}>
                  {say(ui.required)}
                </p>
              )}
            </div>
          </>
        )}
        <div className="form-end">
          {!lost && (
            <button type="submit" className="button primary" disabled={opening.isPending}>
              {say(opening.isPending ? ui.signingIn : accessUi.goOn)}
            </button>
          )}
          <button type="button" className="button" onClick={away}>
            {say(lost ? ui.close : accessUi.notNow)}
          </button>
          {!lost && (
            <button
              type="button"
              className="plain-button"
              onClick={() => {
                void refuse();
                void navigate({ to: '/sign-in', search: {} });
              }}
            >
              {say(accessUi.other)}
            </button>
          )}
        </div>
      </form>
    </dialog>
  );
}

/** Signing in again over the page, once its session has run out; what is typed stays where it is. */
export default function SessionEnd() {
  const ended = useEndedSession();
  return ended && <SignInAgain ended={ended} />;
}

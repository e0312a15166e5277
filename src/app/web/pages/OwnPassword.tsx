import { useNavigate, useRouter } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import { sessionLimits } from '#kernel/contract/limits.ts';
import type { Words } from '#kernel/contract/words.ts';
import { ownDoors } from '#kernel/web/access-doors.ts';
import { accessUi } from '#kernel/web/access-words.ts';
import { call, CallFailed } from '#kernel/web/call.ts';
import { useAddress, useSpeech } from '#kernel/web/language.ts';
import { ProblemNote } from '#kernel/web/Problem.tsx';
import { forgetAnswers } from '#kernel/web/queries.ts';
import { ui } from '#kernel/web/words.ts';

type Name = 'old' | 'new' | 'again';
type Passwords = { readonly [N in Name]: string };

const none: Passwords = { old: '', new: '', again: '' };
const labels: { readonly [N in Name]: Words } = {
  old: accessUi.oldPassword,
  new: accessUi.newPassword,
  again: accessUi.again,
};

/** What can be seen to be wrong before it is sent. */
function findFaults(typed: Passwords): Partial<Record<Name, Words>> {
  const { passwordCharacters } = sessionLimits;
  const faults: Partial<Record<Name, Words>> = {};
  if (typed.old === '') faults.old = ui.required;
  if ([...typed.new].length < passwordCharacters) faults.new = accessUi.tooShort(passwordCharacters);
  if (typed.again !== typed.new) faults.again = accessUi.unlike;
  return faults;
}

/** Changing the own password, its rules told first. What is typed here is kept nowhere. */
export function OwnPassword({ who }: { who: { account: string; passwordGiven: boolean } }) {
  const { say } = useSpeech();
  const { back } = useAddress();
  const navigate = useNavigate();
  const router = useRouter();
  const queries = useQueryClient();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(none);
  const [faults, setFaults] = useState<Partial<Record<Name, Words>>>({});
  const [shown, show] = useState(false);
  const changing = useMutation({
    mutationFn: () => call(ownDoors.changePassword, { body: { old: typed.old, new: typed.new } }),
    onSuccess: async () => {
      setTyped(none);
      await forgetAnswers(queries);
      if (!who.passwordGiven) return;
      if (back === undefined) await navigate({ to: '/work', search: {} });
      else router.history.push(back);
    },
    onError: (failure) => {
      if (failure instanceof CallFailed && failure.problem?.code === 'wrong-credentials')
        setFaults({ old: failure.problem });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changing.isPending) return;
    const found = findFaults(typed);
    setFaults(found);
    const [first] = Object.keys(found);
    if (first === undefined) changing.mutate();
    else form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
  };
  const elsewhere = changing.error !== null && !changing.isPending && faults.old === undefined;
  return (
    <section aria-labelledby={`${id}-head`}>
      <h2 id={`${id}-head`}>{say(accessUi.passwordHead)}</h2>
      <p id={`${id}-rules`} className="page-line">
        {say(accessUi.passwordRules(sessionLimits.passwordCharacters))}
      </p>
      {changing.isSuccess && (
        <p className="note" role="status">
          {say(accessUi.passwordChanged)}
        </p>
      )}
      {elsewhere && <ProblemNote failure={changing.error} title={accessUi.notChanged} />}
      <form className="own-password" ref={form} onSubmit={submit} noValidate aria-labelledby={`${id}-head`}>
        <input
          type="text"
          autoComplete="username"
          value={who.account}
          readOnly
          hidden
          aria-label={say(ui.account)}
        />
        {(['old', 'new', 'again'] as const).map((name) => {
          const fault = faults[name];
          return (
            <div key={name} className="field" data-faulty={fault !== undefined || undefined}>
              <label className="field-label" htmlFor={`${id}-${name}`}>
                {say(labels[name])}
              </label>
              <input
                id={`${id}-${name}`}
                name={name}
                type={shown ? 'text' : 'password'}
                autoComplete={name === 'old' ? 'current-password' : 'new-password'}
                maxLength={200}
                value={typed[name]}
                aria-required
                aria-invalid={fault !== undefined || undefined}
                aria-describedby={fault ? `${id}-${name}-fault` : name === 'new' ? `${id}-rules` : undefined}
                onChange={(event) => {
                  setTyped({ ...typed, [name]: event.target.value });
                  setFaults({ ...faults, [name]: undefined });
                }}
              />
              {fault && (
                <p className="fault" id={`${id}-${name}-fault`}>
                  {say(fault)}
                </p>
              )}
            </div>
          );
        })}
        <label className="tick">
          <input type="checkbox" checked={shown} onChange={(event) => show(event.target.checked)} />
          {say(accessUi.showPasswords)}
        </label>
        <button type="submit" className="button primary" disabled={changing.isPending}>
          {say(accessUi.passwordHead)}
        </button>
      </form>
    </section>
  );
}

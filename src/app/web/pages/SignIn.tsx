import { useNavigate, useRouter } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { call } from '#kernel/web/call.ts';
import { useAddress, useSpeech } from '#kernel/web/language.ts';
import { ProblemNote } from '#kernel/web/Problem.tsx';
import { useSession } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import '#kernel/web/styles/lists.css';

function Field({
  label,
  type,
  value,
  missing,
  give,
  autoComplete,
}: {
  label: string;
  type: 'text' | 'password';
  value: string;
  missing: boolean;
  give: (value: string) => void;
  autoComplete: string;
}) {
  const { say } = useSpeech();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        autoComplete={autoComplete}
        aria-invalid={missing || undefined}
        aria-describedby={missing ? `${id}-fault` : undefined}
        onChange={(event) => give(event.target.value)}
      />
      {missing && (
        <p className="fault" id={`${id}-fault`}>
          {say(ui.required)}
        </p>
      )}
    </div>
  );
}

/** A plain form; afterwards one is where one came from. */
export function SignIn() {
  const { say } = useSpeech();
  const { back } = useAddress();
  const navigate = useNavigate();
  const router = useRouter();
  const queries = useQueryClient();
  const session = useSession();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  useTitle(say(ui.signIn));
  const opening = useMutation({
    mutationFn: () => call('openSession', { body: { name: name.trim(), password } }),
    onSuccess: async ({ who }) => {
      await queries.resetQueries();
      // A password given by another is changed before anything else.
      if (who.passwordGiven) await navigate({ to: '/account', search: { back } });
      else if (back === undefined) await navigate({ to: '/work', search: {} });
      else router.history.push(back);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '' && password !== '') opening.mutate();
  };
  return (
    <div className="page narrow">
      <div className="page-head">
        <h1>{say(ui.signIn)}</h1>
        <p className="page-line">{say(ui.signInLine)}</p>
      </div>
      {session.data?.who && <p className="note">{say(ui.signedInAs(session.data.who.name))}</p>}
      {opening.error !== null && <ProblemNote failure={opening.error} title={ui.notSignedIn} />}
      <form className="sign-in" onSubmit={submit} noValidate>
        <Field
          label={say(ui.account)}
          type="text"
          value={name}
          give={setName}
          autoComplete="username"
          missing={tried && name.trim() === ''}
        />
        <Field
          label={say(ui.password)}
          type="password"
          value={password}
          give={setPassword}
          autoComplete="current-password"
          missing={tried && password === ''}
        />
        <button type="submit" className="button primary" disabled={opening.isPending}>
          {say(opening.isPending ? ui.signingIn : ui.signIn)}
        </button>
      </form>
    </div>
  );
}

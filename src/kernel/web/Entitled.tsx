import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Permission } from '#kernel/contract/endpoint.ts';
import { deskUi } from './desk-words.ts';
import { useSpeech } from './language.ts';
import { Skeleton } from './Problem.tsx';
import { useSession } from './queries.ts';
import { useTitle } from './title.ts';
import { ui } from './words.ts';

function Refused({ title, who, here }: { title: string; who: boolean; here: string }) {
  const { say } = useSpeech();
  useTitle(title);
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        <p className="page-line">{say(who ? deskUi.needsPermission : deskUi.needsSignIn)}</p>
      </div>
      {!who && (
        <Link to="/sign-in" search={{ back: here }} className="button primary">
          {say(ui.signIn)}
        </Link>
      )}
    </>
  );
}

/** What only those permitted see; the others read why, and the way in. */
export function Entitled({ to, title, children }: { to: Permission; title: string; children: ReactNode }) {
  const { data } = useSession();
  const here = useLocation({ select: (location) => location.href });
  if (!data) return <Skeleton />;
  if (data.who?.permissions.includes(to)) return children;
  return <Refused title={title} who={data.who !== null} here={here} />;
}

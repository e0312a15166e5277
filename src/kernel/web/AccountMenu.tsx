import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { usePolicy } from './access-queries.ts';
import { accessUi } from './access-words.ts';
import type { Address } from './address.ts';
import { call } from './call.ts';
import { dropAllDrafts } from './drafts.ts';
import { inboxUi } from './inbox/words.ts';
import { useSpeech } from './language.ts';
import { usePopover } from './popover.ts';
import { useMay, useSession } from './queries.ts';
import { ui } from './words.ts';

type Who = NonNullable<NonNullable<ReturnType<typeof useSession>['data']>['who']>;

function Menu({ who }: { who: Who }) {
  const { say } = useSpeech();
  const { open, toggle, close, box, trigger } = usePopover();
  const panel = useId();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const policy = usePolicy({ enabled: open });
  const mayReadAccounts = useMay('account.read');
  const mayWatch = useMay('work.own');
  const role = policy.data?.roles.find(({ id }) => id === who.role);
  const leave = async () => {
    await call('closeSession');
    dropAllDrafts();
    await navigate({
      to: '.',
      search: (previous: Address) => ({ ...previous, knownAt: undefined, fromKnownAt: undefined }),
    });
    await queries.resetQueries();
  };
  return (
    <div className="account" ref={box}>
      <button
        type="button"
        className="account-button"
        ref={trigger}
        aria-expanded={open}
        aria-controls={panel}
        aria-label={say(accessUi.menuOf(who.name))}
        title={who.name}
        onClick={toggle}
      >
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <path d="M10 3a3.4 3.4 0 1 0 0 6.8A3.4 3.4 0 0 0 10 3M3.5 17a6.5 6.5 0 0 1 13 0" />
        </svg>
        <span className="account-name">{who.name}</span>
        <span className="caret" aria-hidden="true" />
      </button>
      <div className="account-panel" id={panel} hidden={!open}>
        <p className="account-who">
          <b>{who.name}</b>
          <span className="quiet">
            {who.lentTo ?? who.account}
            {role && ` · ${say(role.label)}`}
          </span>
        </p>
        <ul>
          <li>
            <Link to="/account" search={{}} onClick={close}>
              {say(accessUi.account)}
            </Link>
          </li>
          {mayReadAccounts && (
            <li>
              <Link to="/accounts" search={{}} onClick={close}>
                {say(accessUi.accounts)}
              </Link>
            </li>
          )}
          {mayWatch && (
            <li>
              <Link to="/watching" search={{}} onClick={close}>
                {say(inboxUi.watching)}
              </Link>
            </li>
          )}
          <li>
            <Link to="/access" search={{}} onClick={close}>
              {say(accessUi.access)}
            </Link>
          </li>
        </ul>
        <button type="button" className="account-leave" onClick={() => void leave()}>
          {say(ui.signOut)}
        </button>
      </div>
    </div>
  );
}

/** Who is signed in, and what belongs to him; for a stranger the way in. */
export function AccountMenu() {
  const { say } = useSpeech();
  const { data } = useSession();
  const here = useLocation({ select: (location) => location.href });
  if (data?.who) return <Menu who={data.who} />;
  return (
    <Link to="/sign-in" search={{ back: here === '/' ? undefined : here }} className="account-link">
      {say(ui.signIn)}
    </Link>
  );
}

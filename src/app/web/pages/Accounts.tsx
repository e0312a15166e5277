import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Account } from '#kernel/contract/accounts.ts';
import { accountDoors } from '#kernel/web/access-doors.ts';
import { usePolicy } from '#kernel/web/access-queries.ts';
import { accessUi } from '#kernel/web/access-words.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { spellInstant, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay, useSession } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { AccountActions, NewAccount, OncePassword, type Given } from './AccountActions.tsx';
import { useOrganisationTitles, useRegionTitles } from './titles.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import '#kernel/web/styles/access.css';

/** Accounts with the words they are shown and found by. */
interface Spelled extends Account {
  roleLabel: string;
  place: string;
}

function useSpelled(accounts: readonly Account[]): Spelled[] {
  const { say } = useSpeech();
  const policy = usePolicy();
  const region = useRegionTitles(accounts.map((account) => account.region));
  const organisation = useOrganisationTitles(accounts.map((account) => account.organisation));
  return accounts.map((account) => ({
    ...account,
    roleLabel:
      account.role === null
        ? say(accessUi.withoutRole)
        : say(
            policy.data?.roles.find(({ id }) => id === account.role)?.label ?? {
              zh: account.role,
              en: account.role,
            },
          ),
    place: [
      account.region === null ? '' : region(account.region),
      account.organisation === null ? '' : organisation(account.organisation),
    ]
      .filter((text) => text !== '')
      .join(' · '),
  }));
}

function Line({
  account,
  handles,
  give,
}: {
  account: Spelled;
  handles: boolean;
  give: (given: Given) => void;
}) {
  const { say } = useSpeech();
  const { data } = useSession();
  const [open, setOpen] = useState(false);
  const id = useId();
  const own = data?.who?.account === account.name;
  return (
    <li className="account-line" data-account={account.name} data-closed={account.closed || undefined}>
      <div className="account-cells">
        <span className="account-id">
          <b>{account.displayName}</b>
          <span className="quiet">{account.name}</span>
        </span>
        <span>
          <span className={account.role === null ? 'state-chip' : undefined}>{account.roleLabel}</span>
          {account.closed && (
            <span className="state-chip" data-state="overdue">
              {say(accessUi.closedOnly)}
            </span>
          )}
        </span>
        <span className="account-place">{account.place}</span>
        <span className="account-seen quiet">
          <span className="account-label">{say(accessUi.seen)}</span>
          {account.seenAt === null ? say(accessUi.seenNever) : spellInstant(account.seenAt).slice(0, 16)}
        </span>
        {handles && (
          <button
            type="button"
            className="button"
            aria-expanded={open}
            aria-controls={id}
            aria-label={say(accessUi.handleOf(account.displayName))}
            onClick={() => setOpen(!open)}
          >
            {say(accessUi.handle)}
          </button>
        )}
      </div>
      {handles && (
        <div id={id} hidden={!open}>
          {open && own && <p className="note">{say(accessUi.ownAccount)}</p>}
          {open && !own && <AccountActions account={account} give={give} />}
        </div>
      )}
    </li>
  );
}

const anyRole = '';
const noRole = '-';
const closed = '!';

function List({ accounts, give }: { accounts: readonly Account[]; give: (given: Given) => void }) {
  const { say } = useSpeech();
  const policy = usePolicy();
  const manages = useMay('account.manage');
  const grants = useMay('account.grant');
  const [typed, setTyped] = useState('');
  const [role, setRole] = useState(anyRole);
  const spelled = useSpelled(accounts);
  const shown = spelled.filter((account) => {
    const fits =
      role === anyRole ||
      (role === noRole && account.role === null) ||
      (role === closed && account.closed) ||
      account.role === role;
    const text = `${account.name} ${account.displayName} ${account.place}`.toLowerCase();
    return fits && text.includes(typed.trim().toLowerCase());
  });
  return (
    <section aria-labelledby="accounts">
      <div className="accounts-head">
        <h2 id="accounts">
          {say(accessUi.allAccounts)}{' '}
          <span className="count">{say(accessUi.accountsCount(shown.length))}</span>
        </h2>
        <input
          type="search"
          aria-label={say(accessUi.find)}
          placeholder={say(accessUi.find)}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <select
          aria-label={say(accessUi.role)}
          value={role}
          onChange={(event) => setRole(event.target.value)}
        >
          <option value={anyRole}>{say(accessUi.allRoles)}</option>
          <option value={noRole}>{say(accessUi.withoutRole)}</option>
          <option value={closed}>{say(accessUi.closedOnly)}</option>
          {policy.data?.roles
            .filter(({ id }) => id !== 'public')
            .map(({ id, label }) => (
              <option key={id} value={id}>
                {say(label)}
              </option>
            ))}
        </select>
      </div>
      {shown.length === 0 ? (
        <p className="empty">{say(accessUi.noneFound)}</p>
      ) : (
        <ul className="account-list">
          {shown.map((account) => (
            <Line key={account.name} account={account} handles={manages || grants} give={give} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Opened() {
  const { say } = useSpeech();
  const accounts = useQuery(ask(accountDoors.listAccounts, {}));
  const manages = useMay('account.manage');
  const [opening, setOpening] = useState(false);
  const [given, setGiven] = useState<Given | null>(null);
  const give = (next: Given) => {
    setGiven(next);
    setOpening(false);
  };
  return (
    <>
      <div className="page-head">
        <h1>{say(accessUi.accounts)}</h1>
        <p className="page-line">{say(accessUi.accountsLine)}</p>
        {manages && !opening && (
          <button type="button" className="button primary" onClick={() => setOpening(true)}>
            {say(accessUi.open)}
          </button>
        )}
      </div>
      {given && <OncePassword given={given} away={() => setGiven(null)} />}
      {opening && <NewAccount give={give} away={() => setOpening(false)} />}
      <Answer of={accounts} lines={10}>
        {(list) => <List accounts={list} give={give} />}
      </Answer>
    </>
  );
}

/** Every account: who it is, what it may do, whether it is open. */
export function Accounts() {
  const { say } = useSpeech();
  useTitle(say(accessUi.accounts));
  return (
    <div className="page">
      <Entitled to="account.read" title={say(accessUi.accounts)}>
        <Opened />
      </Entitled>
    </div>
  );
}

import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import type { z } from 'zod';
import type { readPolicy } from '#kernel/contract/accounts.ts';
import { usePolicy } from '#kernel/web/access-queries.ts';
import { accessUi } from '#kernel/web/access-words.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { useSession } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/access.css';

type Policy = z.output<(typeof readPolicy)['answer']>;
type Role = Policy['roles'][number];

/** The role whose sheet is open: that of the address, else the reader's own, else the public's. */
function useChosen({ roles }: Policy): Role | undefined {
  const hash = useLocation({ select: (location) => location.hash });
  const { data } = useSession();
  return roles.find(({ id }) => id === hash) ?? roles.find(({ id }) => id === data?.who?.role) ?? roles[0];
}

function Chooser({ policy, chosen }: { policy: Policy; chosen: Role }) {
  const { say } = useSpeech();
  const { data } = useSession();
  const navigate = useNavigate();
  const id = useId();
  return (
    <div className="role-chooser">
      <div className="field role-select">
        <label htmlFor={id}>{say(accessUi.role)}</label>
        <select
          id={id}
          value={chosen.id}
          onChange={(event) =>
            void navigate({
              to: '.',
              hash: event.target.value,
              search: true,
              replace: true,
              resetScroll: false,
            })
          }
        >
          {policy.roles.map((role) => (
            <option key={role.id} value={role.id}>
              {say(role.label)}
            </option>
          ))}
        </select>
      </div>
      <nav className="role-list" aria-label={say(accessUi.roles)}>
        <ul>
          {policy.roles.map((role) => (
            <li key={role.id}>
              <Link
                to="."
                hash={role.id}
                search
                replace
                resetScroll={false}
                activeOptions={{ includeHash: true }}
                aria-current={role.id === chosen.id || undefined}
                data-chosen={role.id === chosen.id || undefined}
              >
                {say(role.label)}
                {role.id === data?.who?.role && <span className="chip">{say(accessUi.yourRole)}</span>}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

function Permissions({ policy, role }: { policy: Policy; role: Role }) {
  const { say } = useSpeech();
  const may = policy.permissions.filter(({ id }) => role.permissions.includes(id));
  const mayNot = policy.permissions.filter(({ id }) => !role.permissions.includes(id));
  return (
    <>
      <section aria-labelledby="may">
        <h3 id="may">{say(accessUi.mayDo)}</h3>
        <ul className="may-list">
          {may.map(({ id, label }) => (
            <li key={id}>{say(label)}</li>
          ))}
        </ul>
      </section>
      {mayNot.length > 0 && (
        <details className="may-not">
          <summary>
            {say(accessUi.mayNot)} <span className="count">{mayNot.length}</span>
          </summary>
          <ul className="may-list" data-not>
            {mayNot.map(({ id, label }) => (
              <li key={id}>{say(label)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Fields({ role }: { role: Role }) {
  const { say } = useSpeech();
  return (
    <section aria-labelledby="fields">
      <h3 id="fields">{say(accessUi.fields)}</h3>
      <dl className="field-rules">
        {(['open', 'staff', 'personal', 'secret'] as const).map((sensitivity) => (
          <div key={sensitivity}>
            <dt>{say(accessUi.sensitivities[sensitivity])}</dt>
            <dd data-rule={role.fields[sensitivity]}>{say(accessUi.rules[role.fields[sensitivity]])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The registers, those alike in what the role reads and writes together. */
function Registers({ policy, role }: { policy: Policy; role: Role }) {
  const { say } = useSpeech();
  const alike = Map.groupBy(policy.registers, ({ reads, writes }) =>
    JSON.stringify([reads[role.id] ?? 'nothing', writes[role.id] ?? 'nothing']),
  );
  const order = ['all', 'scope', 'public', 'nothing'] as const;
  const groups = order.flatMap((writes) =>
    order.flatMap((reads) => {
      const registers = alike.get(JSON.stringify([reads, writes])) ?? [];
      return registers.length === 0 ? [] : [{ reads, writes, registers }];
    }),
  );
  return (
    <section aria-labelledby="access-registers">
      <h3 id="access-registers">{say(accessUi.registers)}</h3>
      <dl className="reach">
        {groups.map(({ reads, writes, registers }) => (
          <div key={`${reads} ${writes}`}>
            <dt>
              {say(accessUi.reachOf(accessUi.reach[reads], accessUi.reach[writes]))}
              <span className="count">{registers.length}</span>
            </dt>
            <dd>
              {registers.map(({ id, label }) => (
                <span key={id}>{say(label)}</span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Sheet({ policy, role }: { policy: Policy; role: Role }) {
  const { say } = useSpeech();
  return (
    <article className="role-sheet" aria-labelledby="role">
      <h2 id="role">{say(role.label)}</h2>
      <p className="role-purpose">{say(role.purpose)}</p>
      <p>
        <span className="quiet">{say(accessUi.sees)}</span>　<b>{say(role.level.label)}</b>
      </p>
      <Permissions policy={policy} role={role} />
      <Fields role={role} />
      <Registers policy={policy} role={role} />
    </article>
  );
}

/** All roles against all permissions. */
function Matrix({ policy }: { policy: Policy }) {
  const { say } = useSpeech();
  return (
    <details className="access-fold">
      <summary>
        <h2>{say(accessUi.compare)}</h2>
      </summary>
      <p className="quiet">{say(accessUi.compareLine)}</p>
      <div className="table-box" tabIndex={0} role="region" aria-label={say(accessUi.compare)}>
        <table className="access-matrix">
          <caption className="unseen">{say(accessUi.compare)}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{say(accessUi.mayDo)}</span>
              </th>
              {policy.roles.map(({ id, label }) => (
                <th key={id} scope="col">
                  {say(label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{say(accessUi.sees)}</th>
              {policy.roles.map(({ id, level }) => (
                <td key={id}>{say(level.label)}</td>
              ))}
            </tr>
            {policy.permissions.map((permission) => (
              <tr key={permission.id}>
                <th scope="row">{say(permission.label)}</th>
                {policy.roles.map(({ id, permissions }) => (
                  <td key={id}>
                    {permissions.includes(permission.id) && (
                      <>
                        <span aria-hidden="true">●</span>
                        <span className="unseen">{say(accessUi.may)}</span>
                      </>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Doors({ policy }: { policy: Policy }) {
  const { say } = useSpeech();
  const labels = new Map(policy.permissions.map(({ id, label }) => [id, label]));
  return (
    <details className="access-fold access-doors">
      <summary>
        <h2>{say(accessUi.doors)}</h2>
        <span className="quiet">{say(accessUi.doorsLine(policy.doors.length))}</span>
      </summary>
      <ul>
        {[...Map.groupBy(policy.doors, ({ permission }) => permission)].map(([permission, doors]) => (
          <li key={permission}>
            <h3>{say(labels.get(permission) ?? { zh: permission, en: permission })}</h3>
            <ul>
              {doors.map(({ method, path, summary }) => (
                <li key={`${method} ${path}`}>
                  {say(summary)}{' '}
                  <code>
                    {method} {path}
                  </code>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Opened({ policy }: { policy: Policy }) {
  const chosen = useChosen(policy);
  if (!chosen) return null;
  return (
    <>
      <div className="access-body">
        <Chooser policy={policy} chosen={chosen} />
        <Sheet policy={policy} role={chosen} />
      </div>
      <Matrix policy={policy} />
      <Doors policy={policy} />
    </>
  );
}

/** Who may do what: the rules the platform runs by, to be read and printed. */
export function Access() {
  const { say } = useSpeech();
  const policy = usePolicy();
  useTitle(say(accessUi.access));
  return (
    <div className="page">
      <div className="page-head access-head">
        <h1>{say(accessUi.access)}</h1>
        <p className="page-line">{say(accessUi.accessLine)}</p>
        <button type="button" className="button" onClick={() => window.print()}>
          {say(accessUi.print)}
        </button>
      </div>
      <Answer of={policy} lines={14}>
        {(answer) => <Opened policy={answer} />}
      </Answer>
    </div>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Account } from '#kernel/contract/accounts.ts';
import { staffRoles, type StaffRole } from '#kernel/contract/endpoint.ts';
import type { Words } from '#kernel/contract/words.ts';
import { accountDoors } from '#kernel/web/access-doors.ts';
import { usePolicy } from '#kernel/web/access-queries.ts';
import { accessUi } from '#kernel/web/access-words.ts';
import { call } from '#kernel/web/call.ts';
import { CommandForm, type CommandField, type CommandValues } from '#kernel/web/CommandForm.tsx';
import { useSpeech } from '#kernel/web/language.ts';
import { useMay } from '#kernel/web/queries.ts';

/** A password as it was answered: once, and null where the command had been carried out before. */
export interface Given {
  name: string;
  displayName: string;
  password: string | null;
  /** The account is new and has no role yet. */
  fresh: boolean;
}

/** The password of the moment, to be handed over; it is kept nowhere. */
export function OncePassword({ given, away }: { given: Given; away: () => void }) {
  const { say } = useSpeech();
  const heading = useRef<HTMLHeadingElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => heading.current?.focus(), [given]);
  const { password } = given;
  const copy = async () => {
    await navigator.clipboard.writeText(password ?? '');
    setCopied(true);
  };
  return (
    <section className="once-password" aria-labelledby="once-password">
      <h2 id="once-password" ref={heading} tabIndex={-1}>
        {say(accessUi.passwordTitle(`${given.displayName}（${given.name}）`))}
      </h2>
      {password === null ? (
        <p>{say(accessUi.noPassword)}</p>
      ) : (
        <>
          <p className="once-value">
            <code>{password}</code>
            {/* Missing where the page came without TLS; the text can be marked and copied. */}
            {'clipboard' in navigator && (
              <button type="button" className="button" onClick={() => void copy()}>
                {say(copied ? accessUi.copied : accessUi.copy)}
              </button>
            )}
          </p>
          <p>{say(accessUi.passwordLine)}</p>
          {given.fresh && <p>{say(accessUi.passwordNext)}</p>}
        </>
      )}
      <button type="button" className="button" onClick={away}>
        {say(accessUi.put)}
      </button>
    </section>
  );
}

const reason: CommandField = {
  name: 'reason',
  label: accessUi.reason,
  kind: 'line',
  required: true,
  help: accessUi.reasonHelp,
};

/** A new account: its name and whose it is; the password comes with the answer. */
export function NewAccount({ give, away }: { give: (given: Given) => void; away: () => void }) {
  const queries = useQueryClient();
  return (
    <CommandForm
      level={3}
      title={accessUi.open}
      line={accessUi.openLine}
      draftName="account.open"
      fields={[
        { name: 'name', label: accessUi.name, kind: 'line', required: true, help: accessUi.nameHelp },
        {
          name: 'displayName',
          label: accessUi.displayName,
          kind: 'line',
          required: true,
          help: accessUi.displayNameHelp,
        },
      ]}
      submit={accessUi.openDo}
      send={async ({ name = '', displayName = '' }, key) => {
        const { password } = await call(accountDoors.openAccount, { body: { name, displayName }, key });
        give({ name, displayName, password, fresh: true });
      }}
      done={() => queries.invalidateQueries({ queryKey: [accountDoors.listAccounts.at] })}
      away={away}
    />
  );
}

type Step = 'close' | 'reopen' | 'reset' | 'grant' | 'take';

interface Command {
  title: Words;
  line: Words;
  fields: readonly CommandField[];
  send: (values: CommandValues, key: string) => Promise<unknown>;
}

const isRole = (value: string | undefined): value is StaffRole => staffRoles.some((role) => role === value);

/** What each step asks and does. */
function useSteps(account: Account, give: (given: Given) => void): Record<Step, Command> {
  const policy = usePolicy();
  const roles = policy.data?.roles.filter(({ id }) => id !== 'public') ?? [];
  const levelOf = ({ role }: CommandValues) => roles.find(({ id }) => id === role)?.level.id;
  const params = { account: account.name };
  const because = (values: CommandValues) => values.reason ?? '';
  return {
    close: {
      title: accessUi.close,
      line: accessUi.closeLine,
      fields: [reason],
      send: (values, key) =>
        call(accountDoors.closeAccount, { params, body: { reason: because(values) }, key }),
    },
    reopen: {
      title: accessUi.reopen,
      line: accessUi.reopenLine,
      fields: [reason],
      send: (values, key) =>
        call(accountDoors.reopenAccount, { params, body: { reason: because(values) }, key }),
    },
    reset: {
      title: accessUi.reset,
      line: accessUi.resetLine,
      fields: [reason],
      send: async (values, key) => {
        const { password } = await call(accountDoors.resetPassword, {
          params,
          body: { reason: because(values) },
          key,
        });
        give({ name: account.name, displayName: account.displayName, password, fresh: false });
      },
    },
    grant: {
      title: accessUi.grant,
      line: accessUi.grantLine,
      fields: [
        {
          name: 'role',
          label: accessUi.role,
          kind: 'choice',
          required: true,
          choices: roles.map(({ id, label }) => ({ value: id, label })),
          initial: account.role ?? '',
        },
        {
          name: 'region',
          label: accessUi.region,
          kind: 'reference',
          to: 'directory.region',
          required: true,
          initial: account.region ?? '',
          when: (values) => levelOf(values) === 'region',
        },
        {
          name: 'organisation',
          label: accessUi.organisation,
          kind: 'reference',
          to: 'directory.organisation',
          required: true,
          initial: account.organisation ?? '',
          when: (values) => levelOf(values) === 'organisation',
        },
        reason,
      ],
      send: (values, key) => {
        if (!isRole(values.role)) throw new Error(`no such role: ${values.role ?? ''}`);
        return call(accountDoors.grantRole, {
          params,
          body: {
            role: values.role,
            region: values.region ?? null,
            organisation: values.organisation ?? null,
            reason: because(values),
          },
          key,
        });
      },
    },
    take: {
      title: accessUi.take,
      line: accessUi.takeLine,
      fields: [reason],
      send: (values, key) =>
        call(accountDoors.grantRole, { params, body: { role: null, reason: because(values) }, key }),
    },
  };
}

/** What the reader's office does with an account. */
export function AccountActions({ account, give }: { account: Account; give: (given: Given) => void }) {
  const { say } = useSpeech();
  const queries = useQueryClient();
  const manages = useMay('account.manage');
  const grants = useMay('account.grant');
  const steps = useSteps(account, give);
  const [step, setStep] = useState<Step | null>(null);
  const [done, setDone] = useState<Words | null>(null);
  const offered: Step[] = [
    ...(manages ? ([account.closed ? 'reopen' : 'close', 'reset'] as const) : []),
    ...(grants ? (['grant'] as const) : []),
    ...(grants && account.role !== null ? (['take'] as const) : []),
  ];
  const open = step === null ? null : steps[step];
  return (
    <div className="account-actions">
      <div className="act-buttons">
        {offered.map((one) => (
          <button
            key={one}
            type="button"
            className="plain-button"
            aria-expanded={one === step}
            onClick={() => {
              setStep(one === step ? null : one);
              setDone(null);
            }}
          >
            {say(steps[one].title)}
          </button>
        ))}
      </div>
      {done && (
        <p className="note" role="status">
          {say(accessUi.done(say(done), account.displayName))}
        </p>
      )}
      {open && (
        <CommandForm
          key={step}
          level={3}
          title={open.title}
          line={open.line}
          draftName={`account.${step ?? ''}.${account.name}`}
          fields={open.fields}
          submit={open.title}
          send={open.send}
          done={async () => {
            setDone(open.title);
            setStep(null);
            await queries.invalidateQueries({ queryKey: [accountDoors.listAccounts.at] });
          }}
          away={() => setStep(null)}
        />
      )}
    </div>
  );
}

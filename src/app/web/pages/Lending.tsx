import { useNavigate } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionLimits } from '#kernel/contract/limits.ts';
import type { Delegation } from '#kernel/contract/session.ts';
import { ownDoors } from '#kernel/web/access-doors.ts';
import { useDelegations, usePolicy } from '#kernel/web/access-queries.ts';
import { accessUi } from '#kernel/web/access-words.ts';
import { call } from '#kernel/web/call.ts';
import { CommandForm } from '#kernel/web/CommandForm.tsx';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer, ProblemNote } from '#kernel/web/Problem.tsx';

interface Reader {
  account: string;
  lentTo: string | null;
  role: string;
}

const standingOf = ({ ended, holds }: Delegation) =>
  ended ? accessUi.endedMark : holds ? accessUi.holds : accessUi.notToday;

function Line({ delegation, who }: { delegation: Delegation; who: Reader }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const self = who.lentTo ?? who.account;
  const mine = delegation.lender.account === self;
  const other = mine ? delegation.borrower : delegation.lender;
  const ending = useMutation({
    mutationFn: async () => {
      await call(ownDoors.endDelegation, { params: { delegation: delegation.id } });
      await queries.invalidateQueries({ queryKey: [ownDoors.listDelegations.at] });
    },
  });
  const acting = useMutation({
    mutationFn: async () => {
      await call(ownDoors.actFor, { body: { delegation: delegation.id } });
      await navigate({ to: '/work', search: {} });
      await queries.resetQueries();
    },
  });
  const failure = ending.error ?? acting.error;
  return (
    <li className="delegation" data-holds={delegation.holds || undefined}>
      <span className="delegation-who">
        <b>{other.name}</b> <span className="quiet">{other.account}</span>
        <span className="block">{say(accessUi.days(delegation.beginsOn, delegation.endsOn))}</span>
        <span className="block quiet">{delegation.reason}</span>
      </span>
      <span className="state-chip" data-state={delegation.holds ? 'answered' : undefined}>
        {say(standingOf(delegation))}
      </span>
      {who.lentTo === null && !delegation.ended && (
        <span className="delegation-do">
          {!mine && delegation.holds && (
            <button
              type="button"
              className="button primary"
              disabled={acting.isPending}
              onClick={() => acting.mutate()}
            >
              {say(accessUi.actFor(other.name))}
            </button>
          )}
          <button
            type="button"
            className="button"
            aria-label={say((mine ? accessUi.takeBackOf : accessUi.giveBackOf)(other.name))}
            disabled={ending.isPending}
            onClick={() => ending.mutate()}
          >
            {say(mine ? accessUi.takeBack : accessUi.giveBack)}
          </button>
        </span>
      )}
      {failure !== null && <ProblemNote failure={failure} title={accessUi.notDone} />}
    </li>
  );
}

function New({ away }: { away: () => void }) {
  const queries = useQueryClient();
  return (
    <CommandForm
      level={3}
      title={accessUi.lend}
      draftName="delegation.make"
      fields={[
        {
          name: 'borrower',
          label: accessUi.borrower,
          kind: 'line',
          required: true,
          help: accessUi.borrowerHelp,
        },
        { name: 'beginsOn', label: accessUi.from, kind: 'day', required: true },
        { name: 'endsOn', label: accessUi.to, kind: 'day', required: true },
        { name: 'reason', label: accessUi.reason, kind: 'line', required: true, help: accessUi.reasonHelp },
      ]}
      submit={accessUi.lendDo}
      send={({ borrower = '', beginsOn = '', endsOn = '', reason = '' }, key) =>
        call(ownDoors.makeDelegation, { body: { borrower, beginsOn, endsOn, reason }, key })
      }
      done={async () => {
        away();
        await queries.invalidateQueries({ queryKey: [ownDoors.listDelegations.at] });
      }}
      away={away}
    />
  );
}

function Lists({ delegations, who }: { delegations: readonly Delegation[]; who: Reader }) {
  const { say } = useSpeech();
  const self = who.lentTo ?? who.account;
  const lent = delegations.filter(({ lender }) => lender.account === self);
  const borrowed = delegations.filter(({ lender }) => lender.account !== self);
  return [
    { id: 'borrowed', title: accessUi.borrowed, list: borrowed, none: accessUi.noBorrowed },
    { id: 'lent', title: accessUi.lent, list: lent, none: accessUi.noLent },
  ].map(({ id, title, list, none }) => (
    <div key={id}>
      <h3 id={id}>{say(title)}</h3>
      {list.length === 0 ? (
        <p className="empty">{say(none)}</p>
      ) : (
        <ul className="delegations" aria-labelledby={id}>
          {list.map((delegation) => (
            <Line key={delegation.id} delegation={delegation} who={who} />
          ))}
        </ul>
      )}
    </div>
  ));
}

/** Work lent by and to the reader: made, taken back, and acted under. */
export function Lending({ who }: { who: Reader }) {
  const { say } = useSpeech();
  const delegations = useDelegations();
  const [making, setMaking] = useState(false);
  const policy = usePolicy();
  const apart = policy.data?.roles.find(({ id }) => id === who.role)?.lends === false;
  return (
    <section aria-labelledby="lending" className="lending">
      <h2 id="lending">{say(accessUi.lending)}</h2>
      <p className="page-line">
        {say(apart ? accessUi.lendingNot : accessUi.lendingLine(sessionLimits.delegationDays))}
      </p>
      {who.lentTo !== null && <p className="note">{say(accessUi.lendingActing)}</p>}
      {!apart && who.lentTo === null && !making && (
        <button type="button" className="button" onClick={() => setMaking(true)}>
          {say(accessUi.lend)}
        </button>
      )}
      {making && <New away={() => setMaking(false)} />}
      {!apart && (
        <Answer of={delegations} lines={3}>
          {(list) => <Lists delegations={list} who={who} />}
        </Answer>
      )}
    </section>
  );
}

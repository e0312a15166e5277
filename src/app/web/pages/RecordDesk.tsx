import { Link, useLocation } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { deskUi } from '#kernel/web/desk-words.ts';
import { useAddress, useSpeech } from '#kernel/web/language.ts';
import { useMay } from '#kernel/web/queries.ts';
import { recordUi } from '#kernel/web/record-words.ts';
import Withdraw from '#kernel/web/Withdraw.tsx';
import { mergeable, nextSteps } from './next-steps.ts';
import '#kernel/web/styles/desk.css';
import '#kernel/web/styles/many.css';

const said = {
  added: deskUi.savedAdded,
  corrected: deskUi.savedCorrected,
  withdrawn: deskUi.savedWithdrawn,
};

/** What was just written, said on the page that follows. */
export function JustWritten({ history = false }: { history?: boolean }) {
  const { say } = useSpeech();
  const written = useLocation({ select: (location) => location.state.written });
  if (written === undefined) return null;
  return (
    <p className="note just-written" role="status">
      {say(said[written])}{' '}
      {history && (
        <button
          type="button"
          className="plain-button"
          onClick={() => document.getElementById('history')?.scrollIntoView({ block: 'start' })}
        >
          {say(deskUi.toHistory)}
        </button>
      )}
    </p>
  );
}

/** What an officer can do on a register. */
export function RegisterTools({ register }: { register: string }) {
  const { say } = useSpeech();
  const { filters } = useAddress();
  const mayMerge = useMay('register.merge');
  return (
    <>
      {mayMerge && mergeable.includes(register) && (
        <Link to="/merge" search={{ show: register }} className="button">
          {say(recordUi.merge)}
        </Link>
      )}
      <Link to="/registers/$register/new" params={{ register }} search={{ filters }} className="button">
        {say(deskUi.add)}
      </Link>
      <Link to="/registers/$register/import" params={{ register }} search={{}} className="button primary">
        {say(deskUi.import)}
      </Link>
    </>
  );
}

/** What an officer can do on a record as it stands now: one next step, and the rest beside it. */
export function RecordTools({
  register,
  code,
  title,
  version,
  linked,
}: {
  register: string;
  code: string;
  title: string;
  version: string;
  linked: number;
}) {
  const { say } = useSpeech();
  const [asking, setAsking] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const step = nextSteps[register];
  return (
    <div className="record-tools">
      {step && (
        <Link to={step.to} params={{ code }} search={{}} className="button primary">
          {say(step.label)}
        </Link>
      )}
      <Link
        to="/records/$register/$code/edit"
        params={{ register, code }}
        search={{}}
        className={step ? 'button' : 'button primary'}
      >
        {say(deskUi.correct)}
      </Link>
      <Link to="/registers/$register/new" params={{ register }} search={{ like: code }} className="button">
        {say(recordUi.duplicate)}
      </Link>
      <button type="button" className="button" ref={trigger} onClick={() => setAsking(true)}>
        {say(deskUi.withdraw)}
      </button>
      {asking && (
        <Withdraw
          register={register}
          code={code}
          title={title}
          version={version}
          linked={linked}
          close={() => {
            setAsking(false);
            trigger.current?.focus();
          }}
        />
      )}
    </div>
  );
}

import { Link, useLocation } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { deskUi } from '#kernel/web/desk-words.ts';
import { useSpeech } from '#kernel/web/language.ts';
import Withdraw from '#kernel/web/Withdraw.tsx';
import '#kernel/web/styles/desk.css';

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
  return (
    <>
      <Link to="/registers/$register/new" params={{ register }} search={{}} className="button">
        {say(deskUi.add)}
      </Link>
      <Link to="/registers/$register/import" params={{ register }} search={{}} className="button primary">
        {say(deskUi.import)}
      </Link>
    </>
  );
}

/** What an officer can do on a record as it stands now. */
export function RecordTools({
  register,
  code,
  title,
  linked,
}: {
  register: string;
  code: string;
  title: string;
  linked: number;
}) {
  const { say } = useSpeech();
  const [asking, setAsking] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <div className="record-tools">
      <Link to="/records/$register/$code/edit" params={{ register, code }} search={{}} className="button">
        {say(deskUi.correct)}
      </Link>
      <button type="button" className="button" ref={trigger} onClick={() => setAsking(true)}>
        {say(deskUi.withdraw)}
      </button>
      {asking && (
        <Withdraw
          register={register}
          code={code}
          title={title}
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

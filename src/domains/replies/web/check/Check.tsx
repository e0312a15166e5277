import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call } from '#kernel/web/call.ts';
import { useSpeech } from '#kernel/web/language.ts';
import { ProblemNote } from '#kernel/web/Problem.tsx';
import { useTitle } from '#kernel/web/title.ts';
import { replyDoors } from '../doors.ts';
import { CheckForm, type Asked } from './CheckForm.tsx';
import { Report } from './Report.tsx';
import { checkUi } from './words.ts';
import '#kernel/web/styles/lists.css';
import './verdicts.css';
import './check.css';

/** Whole seconds since this appeared. */
function useSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}

function Checking({ name, cancel }: { name: string; cancel: () => void }) {
  const { say } = useSpeech();
  const seconds = useSeconds();
  return (
    <div className="checking">
      <p role="status">
        <b>{say(checkUi.checking(name))}</b>
      </p>
      <div className="checking-bar" aria-hidden="true">
        <span />
      </div>
      <p className="quiet">
        {say(checkUi.stages)} <span className="tabular">{seconds > 1 && say(checkUi.seconds(seconds))}</span>
      </p>
      <button type="button" className="button" onClick={cancel}>
        {say(checkUi.cancel)}
      </button>
    </div>
  );
}

/** Any text, held against the records. */
export function Check() {
  const { say } = useSpeech();
  const running = useRef<AbortController | null>(null);
  const [cancelled, setCancelled] = useState(false);
  useTitle(say(checkUi.title));
  const checking = useMutation({
    mutationFn: ({ body, asOf }: Asked) => {
      running.current = new AbortController();
      return call(replyDoors.checkText, {
        body,
        query: asOf === undefined ? {} : { asOf },
        signal: running.current.signal,
      });
    },
  });
  useEffect(() => () => running.current?.abort(), []);
  const start = (asked: Asked) => {
    setCancelled(false);
    checking.mutate(asked);
  };
  const cancel = () => {
    running.current?.abort();
    setCancelled(true);
    checking.reset();
  };
  const { data, variables } = checking;
  return (
    <div className={data ? 'page wide check-page' : 'page check-page'}>
      <div className="page-head">
        <h1>{say(checkUi.title)}</h1>
        <p className="page-line">{say(checkUi.line)}</p>
      </div>
      {cancelled && (
        <p className="note" role="status">
          {say(checkUi.cancelled)}
        </p>
      )}
      {checking.isPending && variables && <Checking name={variables.name} cancel={cancel} />}
      {checking.error !== null && <ProblemNote failure={checking.error} title={checkUi.failed} />}
      {data && variables ? (
        <>
          <button type="button" className="plain-button" onClick={() => checking.reset()}>
            ‹ {say(checkUi.another)}
          </button>
          <Report key={variables.name} report={data} name={variables.name} />
        </>
      ) : (
        !checking.isPending && <CheckForm start={start} />
      )}
    </div>
  );
}

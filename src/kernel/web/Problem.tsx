import type { ReactNode } from 'react';
import type { Words } from '#kernel/contract/words.ts';
import { CallFailed } from './call.ts';
import { useSpeech } from './language.ts';
import { ui } from './words.ts';

/** What went wrong, in a sentence; what to do; and a way to try again. */
export function ProblemNote({
  failure,
  retry,
  title = ui.failed,
}: {
  failure: unknown;
  retry?: () => unknown;
  title?: Words;
}) {
  const { say } = useSpeech();
  const problem = failure instanceof CallFailed ? failure.problem : null;
  const unreachable = failure instanceof CallFailed && failure.status === 0;
  return (
    <div className="problem" role="alert">
      <p className="problem-what">
        <b>{say(title)}</b>
      </p>
      <p>{problem ? say(problem) : say(unreachable ? ui.unreachable : ui.unexpected)}</p>
      {problem?.faults && (
        <ul>
          {problem.faults.map((fault) => (
            <li key={`${fault.at} ${fault.en}`}>{say(fault)}</li>
          ))}
        </ul>
      )}
      {!problem && <p>{say(unreachable ? ui.unreachableHelp : ui.unexpectedHelp)}</p>}
      {retry && (
        <button type="button" className="button" onClick={() => void retry()}>
          {say(ui.retry)}
        </button>
      )}
    </div>
  );
}

/** Grey lines in the place of what is being read. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const { say } = useSpeech();
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{say(ui.loading)}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}

interface Asking<T> {
  data: T | undefined;
  error: unknown;
  isPlaceholderData: boolean;
  refetch: () => unknown;
}

/** Shows an answer once it is there: a skeleton before, a problem instead, dimmed while the next one comes. */
export function Answer<T>({
  of,
  lines,
  children,
}: {
  of: Asking<T>;
  lines?: number;
  children: (answer: T) => ReactNode;
}) {
  if (of.error !== null && (of.data === undefined || of.isPlaceholderData)) {
    return <ProblemNote failure={of.error} retry={of.refetch} />;
  }
  if (of.data === undefined) return <Skeleton lines={lines ?? 4} />;
  return (
    <div className="answer" data-stale={of.isPlaceholderData || undefined} aria-busy={of.isPlaceholderData}>
      {children(of.data)}
    </div>
  );
}

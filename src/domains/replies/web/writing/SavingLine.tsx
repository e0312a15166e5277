import { Link, useLocation } from '@tanstack/react-router';
import { spellInstant, useSpeech } from '#kernel/web/language.ts';
import { ui } from '#kernel/web/words.ts';
import type { Saving } from './saver.ts';
import { writingUi } from './words.ts';

const clock = (instant: string): string => spellInstant(instant).slice(11, 16);

/** How far the writing is safe: one quiet line, louder only when something must be done. */
export function SavingLine({
  saving: { status, failure },
  savedAt,
  kept,
  retry,
}: {
  saving: Saving;
  savedAt: string;
  kept: boolean;
  retry: () => void;
}) {
  const { say } = useSpeech();
  const here = useLocation({ select: (location) => location.href });
  const problem = status === 'refused' ? failure?.problem : null;
  return (
    <span className="part-saved" data-status={status} role="status">
      {say(status === 'saved' ? writingUi.savedAt(clock(savedAt)) : writingUi.saving[status])}
      {problem && <>：{say(problem)}</>}
      {problem?.faults?.map((fault) => (
        <span key={`${fault.at} ${fault.zh}`}> {say(fault)}</span>
      ))}
      {problem?.code === 'not-signed-in' && (
        <Link to="/sign-in" search={{ back: here }}>
          {' '}
          {say(ui.signIn)}
        </Link>
      )}
      {(status === 'offline' || status === 'refused') && (
        <button type="button" className="plain-button" onClick={retry}>
          {say(writingUi.tryAgain)}
        </button>
      )}
      {!kept && status !== 'saved' && <span className="fault"> {say(writingUi.notKept)}</span>}
    </span>
  );
}

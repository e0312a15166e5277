import { spellDay, useSpeech } from '#kernel/web/language.ts';
import type { NoticeSummary } from '../contract.ts';
import { noticeUi } from './words.ts';

const time = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** How much of a notice that runs has passed, between 0 and 1: its first day is just begun, its last day not over. */
function passedOf({ firstOn, lastOn, left }: Pick<NoticeSummary, 'firstOn' | 'lastOn' | 'left'>): number {
  if (!left) return 0;
  const days = (time(lastOn) - time(firstOn)) / 86_400_000 + 1;
  return Math.min(1, Math.max(0, (days - left.days - 1) / days));
}

/** Where a notice stands, in words; of one that runs, how long still, as words and as a line. */
export function Countdown({ notice }: { notice: NoticeSummary }) {
  const { say, language } = useSpeech();
  const { state, left, firstOn, lastOn, withdrawnOn } = notice;
  const working = notice.counting.id === 'working-days';
  return (
    <div className="countdown" data-state={state}>
      <span className="state-chip">{say(noticeUi.states[state])}</span>
      {left && (
        <>
          <b className="countdown-left">
            {say(noticeUi.left(working ? left.workingDays : left.days, working))}
          </b>
          <svg className="countdown-line" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="2" />
            <rect width={Math.round(passedOf(notice) * 100)} height="2" className="countdown-passed" />
          </svg>
          <span className="countdown-day">{say(noticeUi.until(spellDay(lastOn, language)))}</span>
        </>
      )}
      {state === 'upcoming' && (
        <span className="countdown-day">{say(noticeUi.from(spellDay(firstOn, language)))}</span>
      )}
      {(state === 'ended' || state === 'objected') && (
        <span className="countdown-day">{spellDay(lastOn, language)}</span>
      )}
      {state === 'withdrawn' && withdrawnOn !== null && (
        <span className="countdown-day">{spellDay(withdrawnOn, language)}</span>
      )}
    </div>
  );
}

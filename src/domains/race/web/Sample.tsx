import { useSpeech } from '#kernel/web/language.ts';
import { raceUi } from './race-words.ts';

export function Sample() {
  const { say } = useSpeech();
  return <span className="chip">{say(raceUi.sample)}</span>;
}

import { useSpeech } from './language.ts';
import { ui } from './words.ts';

/** Marks what is invented for the sample. */
export function Sample() {
  const { say } = useSpeech();
  return <span className="chip">{say(ui.sampleChip)}</span>;
}

/** Runs in a process of its own: sets one letter after another for the platform that started it. */
import type { LetterDocument } from './letter-document.ts';
import { typesetLetter } from './typeset.ts';

interface Task {
  document: LetterDocument;
  fontFolder: string | undefined;
}

process.on('message', ({ document, fontFolder }: Task) => {
  try {
    process.send?.({ letter: typesetLetter(document, fontFolder) });
  } catch (error) {
    process.send?.({ fault: error instanceof Error ? error.message : String(error) });
  }
});
process.once('disconnect', () => process.exit(0));

/** Runs in a process of its own: makes one file after another for the platform that started it. */
import type { LetterDocument } from './letter-document.ts';
import type { LetterTask } from './letter-process.ts';
import { typesetLetter } from './typeset.ts';

process.on('message', (task: LetterTask) => {
  make(task).then(
    (made) => process.send?.({ made }),
    (error: unknown) => process.send?.({ fault: error instanceof Error ? error.message : String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));

async function make(task: LetterTask): Promise<unknown> {
  if (task.kind === 'pdf') return typesetLetter(task.document, task.fontFolder);
  return writeWordFile(task.document);
}

async function writeWordFile(document: LetterDocument): Promise<Uint8Array> {
  const { writeDocx } = await import('./docx-letter.ts');
  return writeDocx(document);
}

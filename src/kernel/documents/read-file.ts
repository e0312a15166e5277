/** Reading letters' files: what other rooms call. */
export { readLetterFile } from './read-by-content.ts';
export { readLetterFileInWorker } from './read-in-worker.ts';
export type { LetterLine, LinePlace, ReadingNote, ReadingNoteCode, ReadLetter } from './read-letter.ts';

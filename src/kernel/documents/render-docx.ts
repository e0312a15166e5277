import type { LetterDocument } from './letter-document.ts';
import { makeApart } from './letter-process.ts';

/** A letter as DOCX with the page, grid and faces of GB/T 9704-2012; the same letter gives the same bytes. */
export async function renderDocx(document: LetterDocument): Promise<Uint8Array> {
  return (await makeApart({ kind: 'docx', document })) as Uint8Array;
}

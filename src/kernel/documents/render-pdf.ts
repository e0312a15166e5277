import type { LetterDocument, RenderedPdf } from './letter-document.ts';
import { makeApart } from './letter-process.ts';

/**
 * A letter as PDF, with the measures of GB/T 9704-2012; the same letter and faces give the same bytes.
 * `fontFolder`, else KECHUANG_FONTS, may hold the official faces; `fonts` says which were used instead.
 */
export async function renderPdf(
  document: LetterDocument,
  options: { fontFolder?: string } = {},
): Promise<RenderedPdf> {
  const folder = options.fontFolder ?? process.env.KECHUANG_FONTS;
  const fontFolder = folder === '' ? undefined : folder;
  return (await makeApart({ kind: 'pdf', document, fontFolder })) as RenderedPdf;
}

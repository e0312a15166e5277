/** PDF into lines, by where the text stands on its pages. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { letterLimits } from '#kernel/contract/limits.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import {
  countCharacters,
  describeNotes,
  refuseFile,
  type LetterLine,
  type ReadingNoteCode,
  type ReadLetter,
} from './read-letter.ts';
import { layLines, markRunningHeads, type PageLine, type PageText } from './read-page.ts';

/** The package's own tables of Chinese encodings: nothing is asked of a network or of this machine's fonts. */
const library = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** A share of characters without meaning (fonts that do not say what they show) from which a text is none. */
const mostDamaged = 0.3;

/**
 * Reads the text of a PDF page by page. Scripts are not run, fonts not loaded, passwords and damage refused; pages
 * that are only pictures are told in a note.
 */
export async function readPdfLetter(bytes: Uint8Array, fileName: string): Promise<ReadLetter> {
  // The legacy build is the one made for Node; it is loaded only when a PDF comes.
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({
    // The library takes the bytes over.
    data: Uint8Array.from(bytes),
    cMapUrl: `${join(library, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(library, 'standard_fonts')}/`,
    useSystemFonts: false,
    disableFontFace: true,
    useWasm: false,
    enableXfa: false,
    maxImageSize: 0,
    verbosity: 0,
  });
  const notes = new Set<ReadingNoteCode>();
  try {
    const document = await task.promise;
    if (document.numPages > letterLimits.pages) {
      throw refuseFile(
        'too-large',
        fileName,
        `超过 ${letterLimits.pages} 页；请分成几个文件`,
        `has more than ${letterLimits.pages} pages; split it`,
      );
    }
    const lines = await readPages(document, fileName, notes);
    if (await document.hasJSActions()) notes.add('scripts-ignored');
    if ((await document.getAttachments()) !== null) notes.add('embedded-ignored');
    return { kind: 'pdf', lines: mendCharacters(lines, notes, fileName), notes: describeNotes(notes) };
  } catch (error) {
    throw error instanceof Refusal ? error : refuseFault(error, fileName);
  } finally {
    await task.destroy();
  }
}

async function readPages(
  document: PDFDocumentProxy,
  fileName: string,
  notes: Set<ReadingNoteCode>,
): Promise<LetterLine[]> {
  const lines: PageLine[] = [];
  const count = countCharacters(fileName);
  let empty = 0;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { height } = page.getViewport({ scale: 1 });
    const own = layLines(await readPage(page, notes), { page: number, height }, notes);
    page.cleanup();
    if (own.length === 0) empty += 1;
    for (const line of own) {
      count(line.text);
      lines.push(line);
    }
  }
  if (empty > 0 && empty < document.numPages) notes.add('pages-without-text');
  return markRunningHeads(lines, document.numPages);
}

/** A page's pieces of text in the page's own upright directions: points from its upper left corner. */
async function readPage(page: PDFPageProxy, notes: Set<ReadingNoteCode>): Promise<PageText[]> {
  const { Util } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const viewport = page.getViewport({ scale: 1 });
  const content = await page.getTextContent();
  const texts = content.items.flatMap((item): PageText[] => {
    if (!('str' in item) || item.str === '') return [];
    const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = Util.transform(viewport.transform, item.transform);
    const size = Math.hypot(c, d);
    // Upright text runs to the right and stands upwards.
    const upright = a > 0 && Math.abs(b) < Math.abs(a) / 10 && Math.abs(c) < Math.abs(d) / 2;
    return [{ text: item.str, x, y, size, width: item.width, upright }];
  });
  for (const annotation of await page.getAnnotations()) {
    const { subtype, fieldValue } = annotation as { subtype?: string; fieldValue?: unknown };
    if (subtype === 'Widget' && typeof fieldValue === 'string' && fieldValue !== '')
      notes.add('fields-ignored');
    else if (subtype === 'FreeText' || subtype === 'Text' || subtype === 'Stamp')
      notes.add('comments-ignored');
  }
  return texts;
}

/** Characters without meaning become �; a text that is mostly such cannot be checked. */
function mendCharacters(lines: LetterLine[], notes: Set<ReadingNoteCode>, fileName: string): LetterLine[] {
  // Control characters, places kept for private use, and what is no character.
  const meaningless = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\ue000-\uf8ff\ufffd-\uffff]/g;
  let damaged = 0;
  let characters = 0;
  const mended = lines.map((line) => {
    characters += line.text.replaceAll(' ', '').length;
    const text = line.text.replace(meaningless, () => {
      damaged += 1;
      return '\uFFFD';
    });
    return { ...line, text };
  });
  if (damaged > characters * mostDamaged) {
    throw refuseFile(
      'no-text',
      fileName,
      '文件中的字体没有说明所示的文字，读出的是乱码，无法核对；请提供可检索的 PDF、DOCX 或文本',
      'has fonts that do not say which characters they show, so its text is garbled; provide a searchable PDF, a DOCX or a text file',
    );
  }
  if (damaged > 0) notes.add('damaged-characters');
  return mended;
}

function refuseFault(error: unknown, fileName: string): Refusal {
  if (error instanceof Error && error.name === 'PasswordException') {
    return refuseFile(
      'unreadable-file',
      fileName,
      '文件加了密码；请取消密码后重新保存',
      'is protected by a password; remove it and save the file again',
    );
  }
  return refuseFile(
    'unreadable-file',
    fileName,
    'PDF 已损坏或不完整；请重新取得完整文件，或重新导出为 PDF',
    'is a damaged or cut PDF; get the whole file, or export it to PDF again',
  );
}

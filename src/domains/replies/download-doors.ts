/** Files of letters and drafts, as links of a page; none of them is asked by the pages' own calls. */
import { z } from 'zod';
import { docxType, endpoint, pdfType } from '#kernel/contract/endpoint.ts';

const LetterPath = z.object({ letter: z.string().min(1).max(80) });
const nothing = z.object({});

/** The letter set by GB/T 9704. */
export const downloadPdf = endpoint({
  method: 'GET',
  path: '/api/letters/:letter/letter.pdf',
  summary: { zh: '答复函（PDF）', en: 'The letter as PDF' },
  permission: 'public',
  params: LetterPath,
  query: nothing,
  answer: z.unknown(),
  answerType: pdfType,
});

export const downloadDocx = endpoint({
  method: 'GET',
  path: '/api/letters/:letter/letter.docx',
  summary: { zh: '答复函（DOCX）', en: 'The letter as DOCX' },
  permission: 'public',
  params: LetterPath,
  query: nothing,
  answer: z.unknown(),
  answerType: docxType,
});

/** Every citation as sealed. */
export const downloadFigures = endpoint({
  method: 'GET',
  path: '/api/letters/:letter/figures.csv',
  summary: { zh: '封存的数字（CSV）', en: 'The sealed figures as CSV' },
  permission: 'public',
  params: LetterPath,
  query: nothing,
  answer: z.string(),
  answerType: 'text/csv',
});

/** The sealed rows of every citation, as the caller's audience may read them. */
export const downloadRows = endpoint({
  method: 'GET',
  path: '/api/letters/:letter/rows.csv',
  summary: { zh: '封存的明细（CSV）', en: 'The sealed rows as CSV' },
  permission: 'public',
  params: LetterPath,
  query: nothing,
  answer: z.string(),
  answerType: 'text/csv',
});

/** A draft as it would be printed, marked as not signed. */
export const downloadDraft = endpoint({
  method: 'GET',
  path: '/api/replies/:reply/draft.pdf',
  summary: { zh: '答复稿（PDF）', en: 'A draft as PDF' },
  permission: 'reply.read',
  params: z.object({ reply: z.string().min(1).max(80) }),
  query: nothing,
  answer: z.unknown(),
  answerType: pdfType,
});

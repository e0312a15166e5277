/** The door of the check of a text. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { Qualifier } from '#kernel/contract/evidence.ts';
import { DateText } from '#kernel/contract/record.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });

export const Verdict = z.enum(['holds', 'contradicts', 'inconsistent', 'ambiguous', 'uncited', 'other']);
export type Verdict = z.infer<typeof Verdict>;

const Place = z.object({ line: z.int(), column: z.int(), text: z.string() });

/** One number of a text, judged. `line` and `column` count from 1; `column` in characters of that line. */
export const CheckEntry = z.object({
  /** As printed, line breaks and blanks taken out: 1000余万元. */
  text: z.string(),
  line: z.int(),
  column: z.int(),
  /** Place in the whole text: characters from its beginning, and how many (with blanks and line breaks). */
  offset: z.int(),
  length: z.int(),
  figure: z.string().nullable(),
  label: WordsShape.nullable(),
  params: z.record(z.string(), z.unknown()).nullable(),
  verdict: Verdict,
  /** The figure's true value as decimal text in its unit; null without a figure or a value. */
  value: z.string().nullable(),
  /** What the text states, as decimal text in yuan, units or per cent; null for what is no quantity. */
  stated: z.string().nullable(),
  qualifier: Qualifier.or(z.literal('near')).nullable(),
  unit: z.string().nullable(),
  /** The figure's value as it would be printed with this qualifier. */
  phrase: WordsShape.nullable(),
  /** Figures that could be meant, when more than one could. */
  candidates: z.array(z.object({ figure: z.string(), label: WordsShape, value: z.string().nullable() })),
  /** Other places that state the same thing otherwise. */
  inconsistentWith: z.array(Place),
  /** Other places that state the same thing alike. */
  tiedWith: z.array(Place),
  /** Why this verdict, in one sentence. */
  reason: WordsShape,
});
export type CheckEntry = z.infer<typeof CheckEntry>;

export const CheckReport = z.object({
  asOf: z.string(),
  lines: z.array(z.string()),
  entries: z.array(CheckEntry),
  counts: z.record(Verdict, z.int()),
  notes: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
});
export type CheckReport = z.infer<typeof CheckReport>;

export const checkText = endpoint({
  method: 'POST',
  path: '/api/check',
  summary: { zh: '核对一份文稿中的数字', en: 'Check the numbers of a text' },
  permission: 'public',
  params: z.object({}),
  query: z.object({ asOf: DateText.optional() }),
  /** A text, or a file (text, DOCX, PDF) in base64. */
  body: z.union([
    z.object({ text: z.string().max(3_000_000) }),
    z.object({ content: z.string().max(28_000_000), fileName: z.string().max(300).default('') }),
  ]),
  answer: CheckReport,
});

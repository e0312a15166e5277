/** The doors of letters: what was said, as it was sealed. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { Qualifier, compareFigure } from '#kernel/contract/evidence.ts';
import { Verdict } from '../check/contract.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });
const Code = z.string().min(1).max(80);
const nothing = z.object({});

/** How a suggestion was met: solved, being solved, later, or taken as advice. */
export const Category = z.enum(['A', 'B', 'C', 'D']);
/** What the public may open of a letter. */
export const Publicity = z.enum(['open', 'closed']);

/** A citation as it was sealed: value, rows and both clocks of the moment of signing. */
export const SealedCitation = z.object({
  order: z.int(),
  figure: z.string(),
  label: WordsShape,
  params: z.record(z.string(), z.unknown()),
  qualifier: Qualifier,
  /** The words printed. */
  text: z.string(),
  value: z.string().nullable(),
  phrase: WordsShape,
  unit: z.string(),
  rows: z.int(),
  basis: z.enum(['computed', 'attested', 'parameter']),
  asOf: z.string(),
  knownAt: z.string(),
  /** SHA-256 of the sealed rows. */
  rowsDigest: z.string(),
  /** What it would be now, when that is another; staff see it at once, the public once released. */
  drift: z
    .object({
      value: z.string().nullable(),
      phrase: WordsShape,
      rows: z.int(),
      added: z.int(),
      removed: z.int(),
      changed: z.int(),
      released: z.object({ on: z.string(), note: z.string() }).nullable(),
    })
    .nullable(),
});
export type SealedCitation = z.infer<typeof SealedCitation>;

/** A run of a sealed letter: text, or the citation of that order, or a promise. */
const SealedInline = z.union([
  z.string(),
  z.object({ citation: z.int() }),
  z.object({ promise: z.string(), text: z.string() }),
  /** A number let stand by a named override. */
  z.object({ override: z.int(), text: z.string() }),
]);

export const Letter = z.object({
  /** Its stable name: the document number, or the reply's code before it has one. */
  code: z.string(),
  reply: z.string(),
  number: z.string().nullable(),
  title: z.string(),
  issuer: z.string(),
  salutation: z.string(),
  blocks: z.array(z.object({ level: z.int(), inlines: z.array(SealedInline) })),
  signature: z.string(),
  signedOn: z.string(),
  publishedOn: z.string().nullable(),
  asOf: z.string(),
  sealedAt: z.string(),
  signer: z.string(),
  digest: z.string(),
  category: Category.nullable(),
  publicity: Publicity,
  /** Transcribed from paper (补录): signed elsewhere, sealed here later. */
  transcribed: z.boolean(),
  sample: z.boolean(),
  citations: z.array(SealedCitation),
  overrides: z.array(
    z.object({ order: z.int(), text: z.string(), verdict: Verdict, reason: z.string(), by: z.string() }),
  ),
  promises: z.array(
    z.object({
      code: z.string(),
      title: z.string(),
      titleEn: z.string(),
      state: z.string(),
      dueOn: z.string().nullable(),
      /** What the deputy was told when it was done or given up. */
      answer: z
        .object({
          on: z.string(),
          text: z.object({ zh: z.string(), en: z.string() }),
          document: z.string().nullable(),
          sample: z.boolean(),
        })
        .nullable(),
    }),
  ),
  /** Drift staff see and the public does not yet; always 0 for the public. */
  unreleased: z.int(),
});
export type Letter = z.infer<typeof Letter>;

export const listLetters = endpoint({
  method: 'GET',
  path: '/api/letters',
  summary: { zh: '公开的答复', en: 'Letters open to the public' },
  permission: 'public',
  params: nothing,
  query: z.object({ q: z.string().max(200).optional() }),
  answer: z.array(
    z.object({
      code: z.string(),
      number: z.string().nullable(),
      title: z.string(),
      issuer: z.string(),
      deputy: z.string(),
      session: z.string(),
      signedOn: z.string(),
      publishedOn: z.string().nullable(),
      citations: z.int(),
      drifted: z.int(),
      promises: z.int(),
      sample: z.boolean(),
    }),
  ),
});
export const readLetter = endpoint({
  method: 'GET',
  path: '/api/letters/:letter',
  summary: { zh: '一封答复函', en: 'One letter' },
  permission: 'public',
  params: z.object({ letter: Code }),
  query: nothing,
  answer: Letter,
});
/** The sealed rows behind a citation, for the caller's audience. */
export const listSealedRows = endpoint({
  method: 'GET',
  path: '/api/letters/:letter/citations/:order/rows',
  summary: { zh: '封存的明细', en: 'Sealed rows' },
  permission: 'public',
  params: z.object({ letter: Code, order: z.coerce.number().int().min(1) }),
  query: z.object({
    page: z.coerce.number().int().min(1).max(100_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(200).default(20),
  }),
  answer: z.object({
    view: z.enum(['rows', 'counts']),
    total: z.int(),
    rows: z.array(
      z.object({ code: z.string().nullable(), title: z.string(), amount: z.string().nullable() }),
    ),
  }),
});
/** What changed in a citation since it was sealed. */
export const compareSealed = endpoint({
  method: 'GET',
  path: '/api/letters/:letter/citations/:order/changes',
  summary: { zh: '封存后的变化', en: 'Changes since sealing' },
  permission: 'public',
  params: z.object({ letter: Code, order: z.coerce.number().int().min(1) }),
  query: nothing,
  answer: compareFigure.answer,
});

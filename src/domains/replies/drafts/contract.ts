/** The sheet a reply is written on: its parts, what can be cited, its versions. */
import { z } from 'zod';
import { endpoint } from '#kernel/contract/endpoint.ts';
import { Qualifier } from '#kernel/contract/evidence.ts';

const WordsShape = z.object({ zh: z.string(), en: z.string() });
const Code = z.string().min(1).max(80);
const ReplyPath = z.object({ reply: Code });
const nothing = z.object({});

/** A figure cited in a draft or a letter: which, at which day, in which words. */
export const Citation = z.object({
  figure: Code,
  params: z.record(z.string(), z.unknown()).default({}),
  qualifier: Qualifier.default('none'),
  /** The words printed (六项, 9市(州)); without them, as the platform prints the figure. */
  text: z.string().max(80).optional(),
});
export type Citation = z.infer<typeof Citation>;

/** A run of text, a cited figure, or a promise shown by its words. */
export const Inline = z.union([
  z.string().max(20_000),
  z.object({ cite: Citation }),
  z.object({ promise: Code, text: z.string().max(500) }),
]);
export type Inline = z.infer<typeof Inline>;

/** A paragraph; level 0 is body, 1 to 4 are 一、（一）1.（1）. */
export const Block = z.object({ level: z.int().min(0).max(4), inlines: z.array(Inline).max(500) });
export type Block = z.infer<typeof Block>;

export const SectionContent = z.array(Block).max(2000);

/** A part of the sheet with one writer at a time; `opening` holds the salutation and the first paragraph. */
export const Section = z.object({
  code: z.string(),
  order: z.int(),
  kind: z.enum(['opening', 'answer', 'closing']),
  title: z.string(),
  /** Organisation that writes it, when another than the lead's. */
  author: z.object({ code: z.string(), title: z.string() }).nullable(),
  /** Rises by one with each save. */
  version: z.int(),
  savedAt: z.string(),
  savedBy: z.string(),
  content: SectionContent,
  /** Whether the caller may write it now. */
  mayWrite: z.boolean(),
});
export type Section = z.infer<typeof Section>;

export const listVersions = endpoint({
  method: 'GET',
  path: '/api/replies/:reply/versions',
  summary: { zh: '答复稿的各版', en: 'Versions of a reply' },
  permission: 'reply.read',
  params: ReplyPath,
  query: nothing,
  answer: z.array(z.object({ at: z.string(), by: z.string(), section: z.string(), title: z.string() })),
});
export const compareVersions = endpoint({
  method: 'GET',
  path: '/api/replies/:reply/changes',
  summary: { zh: '两版之间的改动', en: 'What changed between two versions' },
  permission: 'reply.read',
  params: ReplyPath,
  query: z.object({ from: z.string().max(40), to: z.string().max(40).optional() }),
  answer: z.array(
    z.object({
      section: z.string(),
      title: z.string(),
      parts: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
    }),
  ),
});

/** What `/` finds: figures by words, with their value on the reply's day for each way of printing. */
export const findCitable = endpoint({
  method: 'GET',
  path: '/api/citable',
  summary: { zh: '可引用的指标', en: 'Figures that can be cited' },
  permission: 'reply.read',
  params: nothing,
  query: z.object({ q: z.string().max(100).default(''), reply: Code.optional() }),
  answer: z.array(
    z.object({
      figure: z.string(),
      label: WordsShape,
      params: z.record(z.string(), z.unknown()),
      paramsLabel: z.string(),
      area: z.int(),
      basis: z.enum(['computed', 'attested', 'parameter']),
      value: z.string().nullable(),
      missing: WordsShape.nullable(),
      rows: z.int(),
      phrases: z.array(z.object({ qualifier: Qualifier, text: z.string() })),
    }),
  ),
});
/** What `@` finds: promises on record. */
export const findPromises = endpoint({
  method: 'GET',
  path: '/api/promisable',
  summary: { zh: '可引用的承诺', en: 'Promises that can be cited' },
  permission: 'reply.read',
  params: nothing,
  query: z.object({ q: z.string().max(100).default('') }),
  answer: z.array(
    z.object({
      code: z.string(),
      title: z.string(),
      owner: z.string().nullable(),
      dueOn: z.string().nullable(),
    }),
  ),
});

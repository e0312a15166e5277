import type { z } from 'zod';
import type { Words } from './words.ts';

/** What a caller must be allowed to do; `public` needs no session. */
export type Permission =
  | 'public'
  /** One's own workbench, notices and watches: everyone with an account. */
  | 'work.own'
  /** One's own password, and lending one's work to another. */
  | 'account.own'
  | 'account.read'
  | 'account.manage'
  | 'account.grant'
  | 'past.read'
  | 'register.read'
  | 'register.write'
  /** Make two records one, with everything that refers to them. */
  | 'register.merge'
  /** A personal value in full, for a reason that is kept. */
  | 'personal.reveal'
  | 'audit.read'
  /** Suggestions and drafts: staff all, a partner or a deputy those that are theirs. */
  | 'reply.read'
  /** Enter, accept, return, hand over. */
  | 'suggestion.handle'
  | 'reply.draft'
  | 'reply.contribute'
  | 'reply.review'
  | 'reply.sign'
  /** Number, deliver, publish, archive. */
  | 'reply.dispatch'
  | 'reply.feedback'
  | 'statement.ask'
  | 'statement.answer'
  | 'commitment.keep'
  /** Publish and withdraw public notices. */
  | 'notice.publish'
  /** Read, accept and answer objections to them. */
  | 'notice.answer'
  /** Run a cycle of the race: method, verification, computation, publication, awards. */
  | 'race.run'
  /** Enter, submit and contest the data of one's own region, nominate its projects. */
  | 'race.report'
  /** Agreements with the regions: sign, meet, commit, evaluate, renew, end. */
  | 'consultation.keep'
  /** Topics and half-yearly reports: a bureau those of its own region. */
  | 'consultation.report';

export const pdfType = 'application/pdf';
export const bytesType = 'application/octet-stream';
export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Roles an account can have. */
export const staffRoles = [
  'officer',
  'division',
  'office',
  'secrecy',
  'signer',
  'bureau',
  'institution',
  'partner',
  'deputy',
  'auditor',
  'administrator',
  'security',
] as const;
export type StaffRole = (typeof staffRoles)[number];

export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with `:name` for each of `params`. */
  readonly path: string;
  readonly summary: Words;
  readonly permission: Permission;
  /** A public door that answers a session within its own scope, not as it answers the public. */
  readonly scoped?: boolean;
  readonly params: P;
  readonly query: Q;
  /** Present on writes that carry a body. */
  readonly body?: B;
  readonly answer: A;
  /** The body is the bytes of a file, handed on as a stream. */
  readonly bodyType?: typeof bytesType;
  /** What is no JSON is sent as a download; bytes of a stored file are sent by the handler itself. */
  readonly answerType: 'application/json' | 'text/csv' | typeof pdfType | typeof docxType | typeof bytesType;
}

/** Describes one door once: validation, OpenAPI and the web's calls all come from it. */
export const endpoint = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  description: Omit<Endpoint<P, Q, B, A>, 'answerType'> & { answerType?: Endpoint['answerType'] },
): Endpoint<P, Q, B, A> => ({ answerType: 'application/json', ...description });

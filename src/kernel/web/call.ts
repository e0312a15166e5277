import type { z } from 'zod';
import type { Problem } from '#kernel/contract/refusal.ts';
import { doors, type AnswerOf, type Door, type OpenDoor } from './doors.ts';

type Plain = string | number | boolean | undefined;

export interface Asked<N extends OpenDoor> {
  params?: { [K in keyof z.input<Door<N>['params']>]: string };
  query?: { [K in keyof z.input<Door<N>['query']>]?: Plain };
  body?: NonNullable<Door<N>['body']> extends z.ZodType ? z.input<NonNullable<Door<N>['body']>> : never;
  signal?: AbortSignal;
  /** Idempotency key of a write that may be sent again. */
  key?: string;
}

/** A new idempotency key; `crypto.randomUUID` is missing where the page came without TLS. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A “no” of the server, or a server that did not answer (`problem` is then null). */
export class CallFailed extends Error {
  readonly problem: Problem | null;
  readonly status: number;

  constructor(problem: Problem | null, status: number) {
    super(problem?.detail ?? `no readable answer (${status})`);
    this.name = 'CallFailed';
    this.problem = problem;
    this.status = status;
  }
}

/** The address of a door, for calls and for plain download links. */
export function addressOf<N extends OpenDoor>(
  name: N,
  asked: Pick<Asked<N>, 'params' | 'query'> = {},
): string {
  const given: Record<string, string> = { ...asked.params };
  const path = doors[name]
    .slice(doors[name].indexOf(' ') + 1)
    .replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(given[key] ?? ''));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries<Plain>({ ...asked.query })) {
    if (value !== undefined) query.set(key, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

const isProblem = (answer: unknown): answer is Problem =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'zh' in answer && 'en' in answer;

/** Asks one door; every write carries an idempotency key. */
export async function call<N extends OpenDoor>(name: N, asked: Asked<N> = {}): Promise<AnswerOf<N>> {
  const method = doors[name].slice(0, doors[name].indexOf(' '));
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['idempotency-key'] = asked.key ?? newKey();
  if (asked.body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(addressOf(name, asked), {
    method,
    headers,
    credentials: 'same-origin',
    ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    ...(asked.signal === undefined ? {} : { signal: asked.signal }),
  }).catch((cause: unknown) => {
    if (asked.signal?.aborted) throw cause;
    throw new CallFailed(null, 0);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok || answer === null)
    throw new CallFailed(isProblem(answer) ? answer : null, response.status);
  return answer as AnswerOf<N>;
}

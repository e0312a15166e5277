import type { z } from 'zod';
import type { Problem } from '#kernel/contract/refusal.ts';
import type { Endpoint } from '#kernel/contract/endpoint.ts';
import { doors, type Door, type DoorOf, type OpenDoor } from './doors.ts';
import { sessionHeader } from '#kernel/contract/session-header.ts';
import { holdSession, isSessionHeld, renewSession } from './session-end.ts';

type Plain = string | number | boolean | undefined;

/** A door of the kernel by its name, or a slice's door itself. */
export type AnyDoor = OpenDoor | DoorOf<Endpoint>;
type EndpointOf<D> = D extends OpenDoor ? Door<D> : D extends DoorOf<infer E> ? E : never;
export type AnswerOfDoor<D> = z.output<EndpointOf<D>['answer']>;

export interface Asked<D extends AnyDoor> {
  params?: { [K in keyof z.input<EndpointOf<D>['params']>]: string };
  query?: { [K in keyof z.input<EndpointOf<D>['query']>]?: Plain };
  body?: NonNullable<EndpointOf<D>['body']> extends z.ZodType
    ? z.input<NonNullable<EndpointOf<D>['body']>>
    : never;
  signal?: AbortSignal;
  /** Idempotency key of a write that may be sent again. */
  key?: string;
}

const placeOf = (door: AnyDoor): string => (typeof door === 'string' ? doors[door] : door.at);

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
export function addressOf<D extends AnyDoor>(
  door: D,
  asked: Pick<Asked<D>, 'params' | 'query'> = {},
): string {
  const given: Record<string, string> = { ...asked.params };
  const place = placeOf(door);
  const path = place
    .slice(place.indexOf(' ') + 1)
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

/** Answers of the doors of the session tell who is signed in. */
const holdsWho = (answer: unknown): answer is { who: { account: string; lentTo: string | null } | null } =>
  typeof answer === 'object' && answer !== null && 'who' in answer;

/** The session ran out before a door that answers anyone: what it answered is not what this reader would be told. */
class SessionLost extends Error {}

async function sendOnce<D extends AnyDoor>(
  door: D,
  asked: Asked<D> & { key: string },
): Promise<AnswerOfDoor<D>> {
  const place = placeOf(door);
  const method = place.slice(0, place.indexOf(' '));
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['idempotency-key'] = asked.key;
  if (asked.body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(addressOf(door, asked), {
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
  if (response.headers.get(sessionHeader) === 'ended' && isSessionHeld()) throw new SessionLost();
  if (!response.ok || answer === null)
    throw new CallFailed(isProblem(answer) ? answer : null, response.status);
  return answer as AnswerOfDoor<D>;
}

/**
 * Runs an attempt; where the session it needs has run out, the reader signs in again over the page and it is run once
 * more. Throws what it threw when he does not.
 */
export async function withSession<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (failure) {
    const lost = failure instanceof SessionLost;
    const ended = lost || (failure instanceof CallFailed && failure.problem?.code === 'not-signed-in');
    if (!ended) throw failure;
    // Who does not sign in again reads on as anyone does.
    if (!(await renewSession()) && !lost) throw failure;
    return attempt();
  }
}

/** Asks one door; every write carries an idempotency key, the same when it is sent again. */
export async function call<D extends AnyDoor>(door: D, asked: Asked<D> = {}): Promise<AnswerOfDoor<D>> {
  const keyed = { ...asked, key: asked.key ?? newKey() };
  const send = () => sendOnce(door, keyed);
  const answer = await withSession(send);
  const place = placeOf(door);
  if (!place.includes(' /api/session') || !holdsWho(answer)) return answer;
  // The server knows the session no more, and nobody signed out here.
  if (answer.who === null && place === doors.readSession && (await renewSession())) return call(door, asked);
  holdSession(answer.who);
  return answer;
}

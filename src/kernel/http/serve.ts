/** From an endpoint to an answer: session → permission → parse → handler → parse the answer → JSON. */
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { anyone, may, requirePermission, scopeOf, type Actor } from '#kernel/access/roles.ts';
import { policy } from '#kernel/access/policy.ts';
import { findSession, type Session } from '#kernel/access/sessions.ts';
import type { Vault } from '#kernel/access/vault.ts';
import { isRecorded, recordRefusal, type Context } from '#kernel/audit/atomically.ts';
import { bytesType, type Endpoint } from '#kernel/contract/endpoint.ts';
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';
import { issueWords } from '#kernel/contract/issue-words.ts';
import { sessionHeader } from '#kernel/contract/session-header.ts';
import type { Db, KnownAt, Within } from '#kernel/db/open.ts';
import { databaseRefusal } from '#kernel/db/refusals.ts';
import { publicScope } from '#kernel/db/scoped.ts';
import { describeError, loggerOptions, logRequests, noteRole, routeOf, type LogTarget } from './log.ts';
import { tokenOf } from './cookie.ts';
import { describeApi } from './openapi.ts';
import { dispositionOf, takeBytes } from './streams.ts';

/** Largest body taken: a file of 16 MB in base64, with room for its wrapping. */
const largestBody = 23 * 1024 * 1024;

/** What a handler gets: parsed input and the context to act in. */
export interface Call<P, Q, B> {
  ctx: Context;
  params: P;
  query: Q;
  body: B;
  /** Idempotency key of a write. */
  key: string;
  request: FastifyRequest;
  reply: FastifyReply;
}

type Handler<E extends Endpoint> = (
  call: Call<z.output<E['params']>, z.output<E['query']>, z.output<NonNullable<E['body']>>>,
) => Promise<z.input<E['answer']>>;

export interface Service {
  app: FastifyInstance;
  /** The platform's own reading; a request reads as who sent it. */
  db: Db;
  within: Within;
  vault: Vault;
  /** Binds an endpoint to what it does; nothing else makes a door. */
  bind: <E extends Endpoint>(endpoint: E, handler: Handler<E>) => void;
  endpoints: readonly Endpoint[];
}

const securityHeaders = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** Makes the server with its manners: headers, problems for every refusal, nothing half-said about bugs. */
export async function openService(options: {
  db: Db;
  within: Within;
  vault: Vault;
  log?: (line: string) => void;
  /** Where the server's own lines go; without it those that matter go to `log`. */
  logging?: LogTarget;
  /** Addresses of the proxies whose word on address and TLS is taken. */
  trustedProxies?: string[] | false;
}): Promise<Service> {
  const app = fastify({
    ...loggerOptions(
      options.logging ?? {
        form: 'text',
        level: options.log ? 'warn' : 'silent',
        write: (text) => options.log?.(text.trimEnd()),
      },
    ),
    bodyLimit: largestBody,
    trustProxy: options.trustedProxies ?? false,
    routerOptions: { maxParamLength: 500 },
    // Addresses the router cannot even read are refused like everything else.
    frameworkErrors: (_error, request, reply) => void sendProblem(reply, request, unreadableAddress),
  });
  const endpoints: Endpoint[] = [];
  takeBytes(app);
  logRequests(app);
  await app.register(cookie);
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024 });
  app.addHook('onSend', async (_request, reply) => {
    // A stored file comes with a policy of its own, which is narrower.
    for (const [name, value] of Object.entries(securityHeaders))
      if (!reply.hasHeader(name)) reply.header(name, value);
  });
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = asRefusal(error);
    if (refusal) return sendProblem(reply, request, refusal);
    request.log.error({ method: request.method, route: routeOf(request), ...describeError(error) }, 'bug');
    return reply
      .status(500)
      .type('application/problem+json')
      .send({
        type: '/problems/bug',
        title: '系统出错',
        status: 500,
        code: 'bug',
        detail: `系统出错，没有写入任何内容。请把编号 ${request.id} 告诉系统管理员。`,
        zh: `系统出错，没有写入任何内容。请把编号 ${request.id} 告诉系统管理员。`,
        en: `Something broke; nothing was written. Give the reference ${request.id} to your administrator.`,
      });
  });
  app.setNotFoundHandler(async (request, reply) =>
    sendProblem(
      reply,
      request,
      new Refusal('unknown-address', {
        zh: '没有这个地址。全部接口见 /api/docs。',
        en: 'There is nothing at this address. All doors are at /api/docs.',
      }),
    ),
  );

  const service: Service = {
    app,
    db: options.db,
    within: options.within,
    vault: options.vault,
    endpoints,
    bind(endpoint, handler) {
      requireDeclared(endpoint);
      endpoints.push(endpoint);
      app.route({
        method: endpoint.method,
        url: endpoint.path,
        config: { takesBytes: endpoint.bodyType !== undefined },
        handler: async (request, reply) =>
          answer(service, endpoint, handler as unknown as Handler<Endpoint>, request, reply),
      });
    },
  };
  describeApi(app, endpoints);
  return service;
}

async function answer(
  service: Service,
  endpoint: Endpoint,
  handler: Handler<Endpoint>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { actor, passwordGiven } = await identify(service.within(null), request);
  // A public door answers whoever asks; a page that had a session learns that it has none any more. Not where it
  // writes: there it may be opening one.
  if (endpoint.method === 'GET' && actor === anyone && tokenOf(request) !== undefined)
    reply.header(sessionHeader, 'ended');
  noteRole(request, actor.role);
  const ctx: Context = {
    db: service.within(readingOf(endpoint, actor)),
    within: service.within,
    vault: service.vault,
    actor,
  };
  const writes = endpoint.method !== 'GET';
  try {
    requirePermission(actor, endpoint.permission);
    if (writes) requireSameSite(request);
    if (passwordGiven && endpoint.permission !== 'public' && endpoint.permission !== 'account.own')
      throw passwordFirst;
    const key = writes ? readKey(request) : '';
    const input = parseInput(endpoint, request);
    const result = await handler({ ctx, ...input, key, request, reply });
    if (endpoint.answerType === bytesType) return reply;
    if (endpoint.answerType === 'text/csv') {
      return await reply.type('text/csv; charset=utf-8').send(result);
    }
    if (endpoint.answerType !== 'application/json') {
      return await reply
        .type(endpoint.answerType)
        .header('cache-control', 'no-store')
        .send(Buffer.from(result as Uint8Array));
    }
    return await reply.header('cache-control', 'no-store').send(endpoint.answer.parse(result));
  } catch (error) {
    const refusal = asRefusal(error);
    // An action keeps its own line; what was refused before one began is kept here.
    if (refusal && writes && endpoint.permission !== 'public' && !isRecorded(error)) {
      await recordRefusal(
        ctx,
        { action: `${endpoint.method} ${endpoint.path}`, subject: request.url.slice(0, 300), input: null },
        refusal,
      );
    }
    throw refusal ?? error;
  }
}

/** A door whose permission no policy knows does not open: the service does not start. */
function requireDeclared({ method, path, permission }: Endpoint): void {
  if (Object.values(policy).some(({ permissions }) => permissions.includes(permission))) return;
  throw new Error(`${method} ${path} asks for ${permission}, which the policy grants to nobody`);
}

/** Public doors answer everyone alike, unless they are told to answer a session within its scope. */
const readingOf = (endpoint: Endpoint, actor: Actor): ReturnType<typeof scopeOf> => {
  const scope = scopeOf(actor);
  if (scope.level === 'all' || endpoint.permission !== 'public') return scope;
  return endpoint.scoped && may(actor, 'register.read') ? scope : publicScope;
};

/** A write another site's page made the browser send; the cookie's own rule is the first guard. */
function requireSameSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const sameOrigin =
    origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.headers.host);
  if ((site === undefined || site === 'same-origin' || site === 'none') && sameOrigin) return;
  throw new Refusal('not-permitted', {
    zh: '这个请求来自别的网站，没有写入任何内容。请在本平台的页面上操作。',
    en: 'This request came from another site; nothing was written. Use this platform’s own pages.',
  });
}

const passwordFirst = new Refusal('not-permitted', {
  zh: '您的密码是管理员给的，请先修改密码（右上角“账号”）再继续。',
  en: 'Your password was given by an administrator. Change it first (“Account”, top right).',
});

const nobody: Session = { actor: anyone, passwordGiven: false };

async function identify(db: Db, request: FastifyRequest): Promise<Session> {
  const token = tokenOf(request);
  return (token === undefined ? null : await findSession(db, token)) ?? nobody;
}

function readKey(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && /^[\x21-\x7e]{8,200}$/.test(key)) return key;
  throw new Refusal('key-missing', {
    zh: '写操作须带请求头 Idempotency-Key（8 至 200 个可见字符）；同一操作重发时用同一个键。',
    en: 'A write needs the header Idempotency-Key (8 to 200 visible characters); repeat a write with the same key.',
  });
}

function parseInput(
  endpoint: Endpoint,
  request: FastifyRequest,
): { params: never; query: never; body: never } {
  const faults: Fault[] = [];
  const read = (schema: z.ZodType | undefined, value: unknown, where: string): unknown => {
    if (!schema) return undefined;
    const before = faults.length;
    findUnstorable(value, where, faults);
    if (faults.length > before) return undefined;
    const parsed = schema.safeParse(value ?? {});
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      faults.push({ at: `${where}/${issue.path.join('/')}`, ...issueWords(issue) });
    }
    return undefined;
  };
  const input = {
    params: read(endpoint.params, request.params, '/params'),
    query: read(endpoint.query, request.query, '/query'),
    body: read(endpoint.body, request.body, '/body'),
  };
  if (faults.length > 0) {
    throw new Refusal(
      'invalid-input',
      {
        zh: `输入有 ${faults.length} 处问题：${faults[0]?.at ?? ''} ${faults[0]?.zh ?? ''}。没有写入任何内容。`,
        en: `The input has ${faults.length} faults: ${faults[0]?.at ?? ''} ${faults[0]?.en ?? ''}. Nothing was written.`,
      },
      faults,
    );
  }
  return input as { params: never; query: never; body: never };
}

/** No command of ours is nested nearly as deep. */
const deepest = 20;

const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** NUL and lone surrogates can be stored nowhere, in names neither; better refused than silently changed. */
function findUnstorable(value: unknown, at: string, faults: Fault[], depth = 0): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) faults.push({ at, ...unstorableWords });
  } else if (value !== null && typeof value === 'object') {
    if (depth > deepest) {
      faults.push({ at, zh: `嵌套超过 ${deepest} 层`, en: `is nested more than ${deepest} deep` });
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      if (isStorable(key)) findUnstorable(inner, `${at}/${key}`, faults, depth + 1);
      else faults.push({ at, ...unstorableWords });
    }
  }
}

const unstorableWords = {
  zh: '含有不能保存的字符（NUL 或半个代理对）',
  en: 'holds characters that cannot be stored (NUL or half a surrogate pair)',
};

/** The refusal an error stands for; null for a bug. */
function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const fromDatabase = databaseRefusal(error);
  if (fromDatabase) return fromDatabase;
  switch ((error as { code?: unknown }).code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('too-large', {
        zh: `内容超过 ${largestBody / 1024 / 1024} MB，没有写入任何内容。请把文件分成几个再导入。`,
        en: `The content is larger than ${largestBody / 1024 / 1024} MB; nothing was written. Split the file.`,
      });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal('wrong-media-type', {
        zh: '请以 application/json 提交。',
        en: 'Send application/json.',
      });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return unreadableBody;
    default: {
      const status = (error as { statusCode?: unknown }).statusCode;
      return error instanceof SyntaxError || status === 400 ? unreadableBody : null;
    }
  }
}

const unreadableAddress = new Refusal('invalid-input', {
  zh: '地址中的字符编码有误，或编号过长。请核对地址。',
  en: 'The address is wrongly encoded, or a number in it is too long. Check it.',
});

const unreadableBody = new Refusal('unreadable-body', {
  zh: '提交的内容不是完整的 JSON，没有写入任何内容。请重新提交。',
  en: 'The body is no whole JSON; nothing was written. Submit it again.',
});

function sendProblem(reply: FastifyReply, request: FastifyRequest, refusal: Refusal): FastifyReply {
  return reply
    .status(refusal.status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .send(refusal.toProblem(request.id));
}

/** The instant of knowledge asked for, if the caller may ask for one. */
export function knownAtOf(
  call: Pick<Call<unknown, { knownAt?: string }, unknown>, 'ctx' | 'query'>,
): KnownAt {
  const { knownAt } = call.query;
  if (knownAt === undefined) return null;
  requirePermission(call.ctx.actor, 'past.read');
  return knownAt;
}

/** Names the file an answer is saved as, in any script. */
export function nameDownload(reply: FastifyReply, name: string): void {
  reply.header('content-disposition', dispositionOf(name));
}

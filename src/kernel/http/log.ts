/** What the server writes down of its own running: for each request its route and never its address, for a bug its place and never its values. */
import { randomBytes } from 'node:crypto';
import { LogController, type FastifyInstance, type FastifyRequest, type FastifyServerOptions } from 'fastify';
import { Refusal } from '#kernel/contract/refusal.ts';

export type LogForm = 'text' | 'json';
const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof levels)[number];

const refuseSetting = (name: string, value: string, wanted: string): Refusal =>
  new Refusal('invalid-input', {
    zh: `${name} 应为 ${wanted}，现为“${value}”。`,
    en: `${name} must be one of ${wanted}, not “${value}”.`,
  });

/**
 * How to log: `KECHUANG_LOG` text (default) or json; `KECHUANG_LOG_LEVEL`, by default warn for text, which a person
 * reads, and info for json, which has a line for each request. Refuses other values.
 */
export function readLogSettings(): { form: LogForm; level: LogLevel } {
  const form = process.env.KECHUANG_LOG || 'text';
  if (form !== 'text' && form !== 'json') throw refuseSetting('KECHUANG_LOG', form, 'text、json');
  const given = process.env.KECHUANG_LOG_LEVEL || (form === 'json' ? 'info' : 'warn');
  const level = levels.find((name) => name === given);
  if (!level) throw refuseSetting('KECHUANG_LOG_LEVEL', given, levels.join('、'));
  return { form, level };
}

const names: Record<number, string> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

interface Line {
  level: number;
  time: string;
  msg?: string;
  [field: string]: unknown;
}

/** A line for a person: time, level, and the fields as they come. */
function writeText(line: Line): string {
  const { level, time, msg = '', frames, ...fields } = line;
  const said = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  const below = Array.isArray(frames) ? frames.map((frame) => `\n    ${String(frame)}`).join('') : '';
  return `${[time, names[level] ?? String(level), msg, ...said].join(' ')}${below}\n`;
}

/**
 * Where a bug happened, without what it happened to: messages of the database and of parsers quote values, so those
 * are left out; the platform's own messages name no person.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, table, constraint, routine } = error as unknown as Record<string, unknown>;
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
  const quoting = typeof code === 'string' || error.name !== 'Error';
  return {
    error: error.name,
    ...(quoting ? {} : { said: error.message.slice(0, 300) }),
    ...Object.fromEntries(
      Object.entries({ code, table, constraint, routine }).filter(([, value]) => typeof value === 'string'),
    ),
    frames,
  };
}

/** Where lines go, in which form, from which level on. */
export interface LogTarget {
  form: LogForm;
  level: LogLevel;
  write: (text: string) => void;
}

/** One line of the platform's own words, in the form of the others. */
export function writeLine({ form, write }: LogTarget, words: string): void {
  const line = { level: 50, time: new Date().toISOString(), msg: words };
  write(form === 'json' ? `${JSON.stringify(line)}\n` : `${words}\n`);
}

/** Fastify's own logger as we want it: no line of its own for requests; no address, header or body in any. */
export function loggerOptions(
  target: LogTarget,
): Pick<FastifyServerOptions, 'logger' | 'logController' | 'genReqId'> {
  return {
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'id' }),
    // A reference a user reads out; it must not come again after a restart.
    genReqId: () => randomBytes(6).toString('hex'),
    logger: {
      level: target.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      serializers: {
        req: (request: FastifyRequest) => ({ method: request.method, route: routeOf(request) }),
        res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
        err: describeError as never,
        // A bug's line has its error described already: by its name.
        error: ((error: unknown) => (typeof error === 'string' ? error : describeError(error))) as never,
      },
      redact: { paths: ['req.headers', 'headers', 'url', 'req.url', 'body', 'cookie'], remove: true },
      stream: {
        write: (line: string) =>
          target.write(target.form === 'json' ? line : writeText(JSON.parse(line) as Line)),
      },
    },
  };
}

/** The pattern a request matched (`/api/registers/:register`), for an address may name a person. */
export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? '—';

const roles = new WeakMap<FastifyRequest, string>();

/** Notes who asks, by role alone. */
export const noteRole = (request: FastifyRequest, role: string): void => void roles.set(request, role);

/** One line for each request: at level info, from status 500 on at warn. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const line = {
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      role: roles.get(request) ?? 'public',
    };
    request.log[reply.statusCode >= 500 ? 'warn' : 'info'](line, 'request');
  });
}

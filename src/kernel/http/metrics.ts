/** Numbers of the running server in Prometheus' text form. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Refusal } from '#kernel/contract/refusal.ts';
import { routeOf } from './log.ts';

/** One number read when it is asked for, with labels where it is one of several. */
export interface Reading {
  name: string;
  help: string;
  labels?: readonly string[];
  /** Values by label values; a number not known now is left out. */
  read: () => Promise<readonly { value: number; labels?: Record<string, string> }[]>;
}

/** Seconds a request may take: from a cached answer to a large import. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Counts and times every request by route pattern, method and status, and binds `GET /metrics`: only to this machine
 * itself (and not through a proxy), or with `Authorization: Bearer` and the token.
 */
export function bindMetrics(app: FastifyInstance, readings: readonly Reading[], token: string | null): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'kechuang_http_request_duration_seconds',
    help: 'Requests by route pattern, method and status',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    duration.observe(
      { method: request.method, route: routeOf(request), status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
  for (const reading of readings) {
    new Gauge({
      name: reading.name,
      help: reading.help,
      labelNames: [...(reading.labels ?? [])],
      registers: [registry],
      async collect() {
        this.reset();
        // A reset gauge without labels stands at 0, which would be told as a value.
        this.remove({});
        for (const { value, labels } of await reading.read()) this.set(labels ?? {}, value);
      },
    });
  }
  app.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    if (!mayRead(request, token)) {
      throw new Refusal('unknown-address', {
        zh: '没有这个地址。全部接口见 /api/docs。',
        en: 'There is nothing at this address. All doors are at /api/docs.',
      });
    }
    return reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics());
  });
}

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/** What a proxy passes on comes from this machine as well, but says whom it speaks for. */
const forwarding = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'] as const;

function mayRead(request: FastifyRequest, token: string | null): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token !== null && given !== undefined) return timingSafeEqual(digest(given), digest(token));
  return (
    loopback.test(request.socket.remoteAddress ?? '') &&
    forwarding.every((name) => request.headers[name] === undefined)
  );
}

/** Two small doors for who watches the server: whether the process lives, and whether it can do its work. */
import type { FastifyInstance } from 'fastify';
import type { Db } from '#kernel/db/open.ts';

/** A watcher asks every few seconds; the database is asked at most this often, milliseconds. */
const askedEvery = 1000;

/**
 * `GET /healthz`: the process answers. `GET /readyz`: the database answers and has every migration of this program;
 * else 503 with the part that is missing. Neither needs a session or tells anything else.
 */
export function bindHealth(app: FastifyInstance, db: Db, migrations: readonly string[]): void {
  app.get('/healthz', { logLevel: 'warn' }, async (_request, reply) =>
    reply.type('text/plain').header('cache-control', 'no-store').send('ok\n'),
  );
  let last: { at: number; lacking: Promise<string | null> } | null = null;
  const findLacking = async (): Promise<string | null> => {
    try {
      const done = await db.selectFrom('platform.migration').select('name').execute();
      const names = new Set(done.map(({ name }) => name));
      return migrations.every((name) => names.has(name)) ? null : 'migrations';
    } catch (error) {
      if (typeof (error as { message?: unknown }).message !== 'string') throw error;
      return 'database';
    }
  };
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    const now = performance.now();
    if (last === null || now - last.at > askedEvery) last = { at: now, lacking: findLacking() };
    const lacking = await last.lacking;
    return reply
      .status(lacking === null ? 200 : 503)
      .type('text/plain')
      .header('cache-control', 'no-store')
      .send(lacking === null ? 'ready\n' : `not ready: ${lacking}\n`);
  });
}

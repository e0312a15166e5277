/** What is told to who watches the server: health, readiness, metrics. */
import { basename } from 'node:path';
import { Refusal } from '#kernel/contract/refusal.ts';
import { bindHealth } from '#kernel/http/health.ts';
import { bindMetrics, type Reading } from '#kernel/http/metrics.ts';
import type { Service } from '#kernel/http/serve.ts';
import { countStates, readLastBackup, readUnlinked } from '#kernel/keeping/standing.ts';
import type { OpenHouse } from './database.ts';
import { migrationFiles } from './migrations.ts';

/** A token somebody could guess protects nothing. */
const shortestToken = 16;

/** The token in `KECHUANG_METRICS_TOKEN`; null when none is set. Refuses a short one. */
export function readMetricsToken(): string | null {
  const token = process.env.KECHUANG_METRICS_TOKEN;
  if (token === undefined || token === '') return null;
  if (token.length >= shortestToken && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new Refusal('invalid-input', {
    zh: `KECHUANG_METRICS_TOKEN 应为至少 ${shortestToken} 个可见的 ASCII 字符。`,
    en: `KECHUANG_METRICS_TOKEN must be at least ${shortestToken} visible ASCII characters.`,
  });
}

/** Also of states nothing is in. */
const byState = (
  counted: ReadonlyMap<string, number>,
  states: readonly string[],
): { value: number; labels: { state: string } }[] =>
  states.map((state) => ({ value: counted.get(state) ?? 0, labels: { state } }));

const jobStates = ['waiting', 'running', 'done', 'failed', 'cancelled'];
const mailStates = ['waiting', 'sent', 'failed'];

function listReadings({ db, load }: Pick<OpenHouse, 'db' | 'load'>): Reading[] {
  return [
    {
      name: 'kechuang_database_connections',
      help: 'Connections of the pool: in use, idle, and callers that wait for one',
      labels: ['state'],
      read: async () => {
        const { total, idle, waiting } = load();
        return Object.entries({ used: total - idle, idle, waiting }).map(([state, value]) => ({
          value,
          labels: { state },
        }));
      },
    },
    {
      name: 'kechuang_log_unlinked_lines',
      help: 'Lines of the audit log not linked into its chain yet',
      read: async () => [{ value: (await readUnlinked(db)).lines }],
    },
    {
      name: 'kechuang_last_backup_age_seconds',
      help: 'Age of the last backup; absent when there is none',
      read: async () => {
        const last = await readLastBackup(db);
        return last ? [{ value: last.age }] : [];
      },
    },
    {
      name: 'kechuang_jobs',
      help: 'Jobs by state',
      labels: ['state'],
      read: async () => byState(await countStates(db, 'job'), jobStates),
    },
    {
      name: 'kechuang_mails',
      help: 'Mails by state; those waiting are not sent yet',
      labels: ['state'],
      read: async () => byState(await countStates(db, 'mail'), mailStates),
    },
  ];
}

/** Binds `/healthz`, `/readyz` and `/metrics`. */
export function bindWatching(service: Service, open: Pick<OpenHouse, 'db' | 'load'>): void {
  bindHealth(
    service.app,
    open.db,
    migrationFiles().map((file) => basename(file, '.sql')),
  );
  bindMetrics(service.app, listReadings(open), readMetricsToken());
}

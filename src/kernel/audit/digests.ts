import { digestOf } from '#kernel/access/vault.ts';

/** The parts of an audit line its digest covers. */
export interface EntryContent {
  id: string;
  at: string;
  actor: string;
  role: string;
  action: string;
  subject: string;
  outcome: string;
  reason: string | null;
  refusal: string | null;
  inputDigest: string;
  changeCount: number;
  changes: unknown;
  changesDigest: string;
}

/** Keys sorted at every level, as the database's jsonb gives them back in its own order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** SHA-256 of an audit line. */
export const entryDigest = (entry: EntryContent): string =>
  digestOf(
    JSON.stringify([
      entry.id,
      entry.at,
      entry.actor,
      entry.role,
      entry.action,
      entry.subject,
      entry.outcome,
      entry.reason,
      entry.refusal,
      entry.inputDigest,
      entry.changeCount,
      sorted(entry.changes),
      entry.changesDigest,
    ]),
  );

/** Hash of a link: the hash before it and the digest of its entry. */
export const linkHash = (before: string, digest: string): string => digestOf(`${before}\n${digest}`);

/** JSON with sorted keys: the same content gives the same text. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(value)) ?? 'null';

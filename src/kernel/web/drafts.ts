/** What was typed into a form and not yet saved, kept for this tab until it is saved or its writer signs out. */
import { parseObject } from './address.ts';

export interface Draft {
  /** Only what differs from the record as it stands. */
  values: Record<string, string>;
  reason: string;
  /** Idempotency key of this content. */
  key: string;
  /** Version of the record it was typed against. */
  seen?: string | undefined;
}

const prefix = 'kechuang.draft.';

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((text) => typeof text === 'string');

export function readDraft(name: string): Draft | null {
  let text: string | null;
  try {
    text = sessionStorage.getItem(prefix + name);
  } catch {
    return null;
  }
  const { values, reason, key, seen } = parseObject(text ?? undefined);
  return isTexts(values) && typeof reason === 'string' && typeof key === 'string'
    ? { values, reason, key, seen: typeof seen === 'string' ? seen : undefined }
    : null;
}

/** False where nothing could be kept. */
export function keepDraft(name: string, draft: Draft): boolean {
  try {
    sessionStorage.setItem(prefix + name, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** False where the storage could not be reached, and so holds nothing. */
export function dropDraft(name: string): boolean {
  try {
    sessionStorage.removeItem(prefix + name);
    return true;
  } catch {
    return false;
  }
}

/** For signing out: the next one at this tab sees nothing of it. */
export function dropAllDrafts(): void {
  let names: string[];
  try {
    names = Object.keys(sessionStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return;
  }
  for (const name of names) dropDraft(name.slice(prefix.length));
}

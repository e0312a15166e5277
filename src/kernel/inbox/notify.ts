/** Telling people: in the transaction of what they are told, so that what is refused tells nobody. */
import type { Context } from '#kernel/audit/atomically.ts';
import { insertMessages, type NewMessage, type Recipients } from './store.ts';

export type { NewMessage, Recipients } from './store.ts';

/**
 * Tells accounts of something within a running action: by role, by role and organisation, by name, and those who
 * watch a record. The one who acts is not told of his own act. `inner` is the context `atomically` gives.
 */
export async function notify(
  inner: Context,
  to: Recipients | readonly Recipients[],
  message: NewMessage,
): Promise<void> {
  for (const one of Array.isArray(to) ? (to as readonly Recipients[]) : [to as Recipients])
    await insertMessages(inner.db, one, message, inner.actor.account ?? null);
}

/** The session this page had: when it has run out, what is asked waits until it has begun again. */
import { useSyncExternalStore } from 'react';

/** Who had the session: the account that sits there, and the one it acts for. */
export interface Held {
  account: string;
  actsFor: string | null;
}

interface Ended extends Held {
  /** Tells those who wait whether the session goes on. */
  settle: (again: boolean) => void;
}

const state: { held: Held | null; ended: Ended | null; waiting: Promise<boolean> | null } = {
  held: null,
  ended: null,
  waiting: null,
};
const listeners = new Set<() => void>();
const tell = (): void => listeners.forEach((listener) => listener());

/** Notes who is signed in, as the server answered; null once he signed out. */
export function holdSession(who: { account: string; lentTo: string | null } | null): void {
  state.held =
    who &&
    (who.lentTo === null
      ? { account: who.account, actsFor: null }
      : { account: who.lentTo, actsFor: who.account });
}

/** Whether this page had a session. */
export const isSessionHeld = (): boolean => state.held !== null;

/** Has the reader sign in again; all who ask meanwhile wait for the one answer. False where there was no session. */
export function renewSession(): Promise<boolean> {
  if (state.held === null) return Promise.resolve(false);
  const { held } = state;
  state.waiting ??= new Promise<boolean>((resolve) => {
    state.ended = {
      ...held,
      settle: (again) => {
        if (!again) state.held = null;
        state.ended = null;
        state.waiting = null;
        resolve(again);
        tell();
      },
    };
    tell();
  });
  return state.waiting;
}

/** The session that has run out and waits to begin again. */
export const useEndedSession = (): Ended | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state.ended,
  );

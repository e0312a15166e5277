/** Whether somebody sits here: what a page asks by itself must not keep a session alive that nobody uses. */
import { useSyncExternalStore } from 'react';

/** Milliseconds without a touch of mouse, key or screen after which nobody is taken to be here. */
const awayAfter = 60_000;

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const;
const state = { here: true, timer: 0 };
const listeners = new Set<() => void>();

function set(here: boolean): void {
  if (state.here === here) return;
  state.here = here;
  listeners.forEach((listener) => listener());
}

function noteSign(): void {
  set(true);
  clearTimeout(state.timer);
  state.timer = window.setTimeout(() => set(false), awayAfter);
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    for (const sign of signs) window.addEventListener(sign, noteSign, { passive: true, capture: true });
    noteSign();
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    for (const sign of signs) window.removeEventListener(sign, noteSign, { capture: true });
    clearTimeout(state.timer);
  };
}

export const usePresence = (): boolean => useSyncExternalStore(subscribe, () => state.here);

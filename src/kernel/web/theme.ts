import { useSyncExternalStore } from 'react';

export type Theme = 'auto' | 'light' | 'dark';

const key = 'kechuang.theme';
const listeners = new Set<() => void>();
let chosen: Theme = 'auto';

function readStored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

const apply = (): void => {
  if (chosen === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
};

/** Called once, before the first paint. */
export function restoreTheme(): void {
  const stored = readStored();
  chosen = stored === 'light' || stored === 'dark' ? stored : 'auto';
  apply();
}

function remember(theme: Theme): boolean {
  try {
    localStorage.setItem(key, theme);
    return true;
  } catch {
    return false;
  }
}

/** Applies a choice and keeps it on this device; where storage is refused it lasts as long as the page. */
export function chooseTheme(theme: Theme): void {
  chosen = theme;
  apply();
  remember(theme);
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => chosen);

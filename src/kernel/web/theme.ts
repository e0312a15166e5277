import { useSyncExternalStore } from 'react';
import { recall, remember } from './device.ts';

export type Theme = 'auto' | 'light' | 'dark';

const key = 'kechuang.theme';
const listeners = new Set<() => void>();
let chosen: Theme = 'auto';

const apply = (): void => {
  if (chosen === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
};

/** Called once, before the first paint. */
export function restoreTheme(): void {
  const stored = recall(key);
  chosen = stored === 'light' || stored === 'dark' ? stored : 'auto';
  apply();
}

/** Applies a choice and keeps it on this device. */
export function chooseTheme(theme: Theme): void {
  chosen = theme;
  apply();
  remember(key, theme);
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => chosen);

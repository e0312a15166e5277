/** What was opened on this device, newest first; nothing of it leaves the device. */
import { useEffect } from 'react';
import type { Words } from '#kernel/contract/words.ts';
import { recall, remember } from './device.ts';

export interface Opened {
  kind: Words;
  title: string;
  link: string;
}

const key = 'kechuang.recent';
const kept = 12;

const isOpened = (value: unknown): value is Opened =>
  typeof value === 'object' &&
  value !== null &&
  'title' in value &&
  typeof value.title === 'string' &&
  'link' in value &&
  typeof value.link === 'string' &&
  value.link.startsWith('/') &&
  'kind' in value &&
  typeof value.kind === 'object' &&
  value.kind !== null &&
  'zh' in value.kind &&
  'en' in value.kind;

export function readRecent(account: string | undefined): Opened[] {
  if (account === undefined) return [];
  try {
    const stored: unknown = JSON.parse(recall(`${key}.${account}`) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isOpened) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Keeps a page among the recent ones once its title is known. */
export function useRecent(account: string | undefined, opened: Opened | null): void {
  const { link, title } = opened ?? {};
  const [zh, en] = [opened?.kind.zh, opened?.kind.en];
  useEffect(() => {
    if (account === undefined || !link || !title || zh === undefined || en === undefined) return;
    const others = readRecent(account).filter((one) => one.link !== link);
    remember(
      `${key}.${account}`,
      JSON.stringify([{ kind: { zh, en }, title, link }, ...others].slice(0, kept)),
    );
  }, [account, link, title, zh, en]);
}

/** Watches of what has a value: compared from time to time, told when it is another. */
import type { Context } from '#kernel/audit/atomically.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { WatchKind } from './contract.ts';
import type { Watchable } from './routes.ts';
import { insertMessages, listCompared, updateWatchValue } from './store.ts';

/**
 * Compares every watched value with the one last seen, each as its watcher may read it, and tells of the changes.
 * What a watcher may read no more is left as it is. Returns how many changed.
 */
export async function compareWatched(
  house: Context,
  watchables: Readonly<Record<WatchKind, Watchable>>,
  contextOf: (account: string) => Promise<Context | null>,
): Promise<number> {
  let changed = 0;
  const readers = new Map<string, Context | null>();
  for (const watch of await listCompared(house.db)) {
    const reader = readers.get(watch.account) ?? (await contextOf(watch.account));
    readers.set(watch.account, reader);
    if (!reader) continue;
    const now = await readValue(watchables[watch.kind], reader, watch.subject);
    if (!now || now.text === watch.lastValue) continue;
    await house.db.transaction().execute(async (transaction) => {
      await updateWatchValue(transaction, watch, now.text);
      await insertMessages(
        transaction,
        { accounts: [watch.account] },
        {
          kind: 'watched.value',
          subject: changedWords[watch.kind === 'figure' ? 'figure' : 'other'],
          title: { zh: `${watch.title.zh}：${now.words.zh}`, en: `${watch.title.en}: ${now.words.en}` },
          link: watch.link,
          dedupe: `value/${watch.kind}/${watch.subject}/${watch.lastValue ?? ''}/${now.text}`,
        },
        null,
      );
    });
    changed += 1;
  }
  return changed;
}

const changedWords = {
  figure: { zh: '关注的数字有变化', en: 'A figure you watch has changed' },
  other: { zh: '关注的事项有变化', en: 'Something you watch has changed' },
} as const;

async function readValue(
  watchable: Watchable,
  reader: Context,
  subject: string,
): Promise<Awaited<ReturnType<Watchable['find']>>['value'] | null> {
  try {
    return (await watchable.find(reader, subject)).value ?? null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

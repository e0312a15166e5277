/** The administrator's own way into this installation's database, with nothing migrated and nothing made. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#kernel/contract/refusal.ts';
import { ClusterBusy, isHeld, startCluster } from '#kernel/db/cluster.ts';
import { parseAddress, runningAddress } from './database.ts';

export interface Administrator {
  /** Address of a superuser (embedded server) or of the owner (one's own server), password included. */
  url: string;
  /** The same without the password. */
  place: string;
  embedded: boolean;
  /** Whether a server of ours is running on the data. */
  served: boolean;
  close: () => Promise<void>;
}

/** How long a command waits for another, or for a server that is starting; milliseconds. */
const patience = 60_000;
const pollEvery = 100;

const placeOf = (url: string): string => {
  const place = new URL(url);
  place.password = '';
  return place.href;
};

/** Where the embedded server's files are: the data folder, or the place noted there. */
function clusterFolder(folder: string): string {
  const wanted = join(folder, 'postgres');
  const note = join(wanted, 'kept-elsewhere');
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : wanted;
}

/** Whether this data folder has an embedded database. */
export const hasCluster = (folder: string): boolean => existsSync(join(clusterFolder(folder), 'pgdata'));

/**
 * Opens `DATABASE_URL`, or the embedded server: the running one is joined, a stopped one started until `close`.
 * Refuses a data folder without a database.
 */
export async function openAdministrator(folder: string): Promise<Administrator> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== '') {
    parseAddress(given);
    return {
      url: given,
      place: placeOf(given),
      embedded: false,
      served: existsSync(folder) && (await isHeld(folder)),
      close: async () => undefined,
    };
  }
  if (!hasCluster(folder)) {
    throw new Refusal('unknown-record', {
      zh: `数据文件夹 ${folder} 里没有数据库。请核对 KECHUANG_DATA，或先用 npm start 启动一次。`,
      en: `There is no database in the data folder ${folder}. Check KECHUANG_DATA, or start once with npm start.`,
    });
  }
  const until = performance.now() + patience;
  for (;;) {
    try {
      const cluster = await startCluster({ folder: join(folder, 'postgres') });
      const url = cluster.superuserUrl('kechuang');
      return { url, place: placeOf(url), embedded: true, served: false, close: () => cluster.stop() };
    } catch (error) {
      if (!(error instanceof ClusterBusy)) throw error;
      if (await isHeld(folder)) {
        const url = superuserAddress(clusterFolder(folder));
        if (url !== null)
          return { url, place: placeOf(url), embedded: true, served: true, close: async () => undefined };
      }
      if (performance.now() > until) throw error;
      await new Promise((resume) => setTimeout(resume, pollEvery));
    }
  }
}

/** Null while the server is only starting. */
function superuserAddress(cluster: string): string | null {
  try {
    const url = runningAddress(cluster);
    url.username = 'postgres';
    url.password = readFileSync(join(cluster, 'secrets', 'superuser'), 'utf8').trim();
    return url.port === '' ? null : url.href;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return null;
    throw error;
  }
}

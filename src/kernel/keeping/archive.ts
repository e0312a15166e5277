/** The archive of a backup: one ZIP written as it is read, with memory for no more than a few chunks. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry, type ZipFile as ReadableZip } from 'yauzl';
import { ZipFile } from 'yazl';
import { Refusal } from '#kernel/contract/refusal.ts';

/** Counts and digests what flows through. */
export class Meter extends Transform {
  readonly #hash = createHash('sha256');
  bytes = 0;

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk);
    this.bytes += chunk.length;
    done(null, chunk);
  }

  /** SHA-256 in hexadecimal; once, at the end. */
  finish(): string {
    return this.#hash.digest('hex');
  }
}

/** One part: its name and how its content begins to flow, once all parts before it have ended. */
export interface Part {
  name: string;
  open: () => Promise<Readable>;
  /** Already packed content is stored as it is. */
  packed?: boolean;
}

const storageFull = (path: string): Refusal =>
  new Refusal('storage-full', {
    zh: `磁盘已满，备份 ${path} 没有写成，未留下半份文件。请腾出空间或另选文件夹后重试。`,
    en: `The disk is full: the backup ${path} was not made and no part of it is left. Free some space, or choose another folder.`,
  });

/**
 * Writes an archive under another name, synchronises it, and gives it its own name at the end; a stopped run leaves
 * nothing that looks whole. Readable by its owner alone. Refuses a file that exists and a full disk.
 */
export async function writeArchive(path: string, parts: AsyncIterable<Part> | Iterable<Part>): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  await removeAbandoned(dirname(path));
  const zip = new ZipFile();
  const written = pipeline(
    zip.outputStream as Readable,
    createWriteStream(unfinished, { mode: 0o600, flags: 'wx', flush: true }),
  );
  try {
    const failure = new Promise<never>((_resolve, reject) => {
      zip.on('error', reject);
      written.catch(reject);
    });
    failure.catch(() => undefined);
    for await (const part of parts) {
      const content = await part.open();
      const ended = new Promise<void>((resolve, reject) => {
        content.once('end', resolve);
        content.once('error', reject);
      });
      zip.addReadStream(content, part.name, {
        compress: part.packed !== true,
        compressionLevel: 3,
        forceZip64Format: true,
        mode: 0o100600,
      });
      await Promise.race([ended, failure]);
    }
    zip.end();
    await written;
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  } catch (error) {
    (zip.outputStream as Readable).destroy();
    await written.catch(() => undefined);
    await rm(unfinished, { force: true });
    if ((error as { code?: unknown }).code === 'ENOSPC') throw storageFull(path);
    throw error;
  }
}

/** Parts of runs whose process is gone. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = /^\..+\.(\d+)\.part$/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}

/** Makes a folder's own entries durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface OpenArchive {
  names: ReadonlySet<string>;
  /** A part's content unpacked as it is read. Refuses a part that is not there. */
  open: (name: string) => Promise<Readable>;
  /** A small part, whole. */
  read: (name: string) => Promise<Buffer>;
  close: () => void;
}

/** Largest part read whole, bytes: a manifest of a million files. */
const largestWhole = 512 * 1024 * 1024;

export const damaged = (part: string): Refusal =>
  new Refusal('unreadable-file', {
    zh: `备份中的 ${part} 已损坏，没有恢复任何内容。请改用另一份备份。`,
    en: `The part ${part} of the backup is damaged; nothing was restored. Use another backup.`,
  });

/** Opens an archive by its directory, which is written last: a cut file has none and is refused. */
export async function openArchive(path: string): Promise<OpenArchive> {
  let zip: ReadableZip;
  const entries = new Map<string, Entry>();
  try {
    zip = await openPromise(path, { autoClose: false });
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') {
      throw new Refusal('unreadable-file', {
        zh: `没有文件 ${path}。`,
        en: `There is no file ${path}.`,
      });
    }
    throw new Refusal('unreadable-file', {
      zh: `${path} 不是完整的备份：文件被截断或损坏（${(error as Error).message}）。请改用另一份备份。`,
      en: `${path} is no whole backup: it is cut or damaged (${(error as Error).message}). Use another backup.`,
    });
  }
  const openPart = async (name: string): Promise<Readable> => {
    const entry = entries.get(name);
    if (!entry) throw damaged(name);
    try {
      return await zip.openReadStreamPromise(entry);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw damaged(name);
    }
  };
  return {
    names: new Set(entries.keys()),
    open: openPart,
    read: async (name) => {
      if ((entries.get(name)?.uncompressedSize ?? 0) > largestWhole) throw damaged(name);
      try {
        return await buffer(await openPart(name));
      } catch (error) {
        if (error instanceof Refusal) throw error;
        throw damaged(name);
      }
    },
    close: () => zip.close(),
  };
}

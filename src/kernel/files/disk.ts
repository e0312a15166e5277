/** Files on disk by the SHA-256 of their content: written aside, forced to the disk, then named; never overwritten. */
import { createHash, randomUUID, type Hash } from 'node:crypto';
import { createReadStream, mkdirSync, type ReadStream } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Refusal } from '#kernel/contract/refusal.ts';

/** A file written aside that nobody can see yet. */
export interface Received {
  hash: string;
  size: number;
  /** Its bytes, to be looked at. */
  read: () => Promise<Buffer>;
  /** Puts it in its place; done already when the same content is there. */
  keep: () => Promise<void>;
  /** Removes it; harmless after `keep`. */
  discard: () => Promise<void>;
}

export interface Disk {
  /** Folder of the store; a copy of it while running is whole, except for `incoming`. */
  readonly folder: string;
  /** Writes a source aside. Refuses more than `limit` bytes (`tooLarge`) and a full disk; leaves nothing then. */
  receive: (source: AsyncIterable<Uint8Array>, limit: number, tooLarge: () => Refusal) => Promise<Received>;
  /** Where a file is; for programs that take paths. */
  pathOf: (hash: string) => string;
  has: (hash: string) => Promise<boolean>;
  stream: (hash: string) => ReadStream;
  remove: (hash: string) => Promise<void>;
  /** Removes what servers that died left aside. Only while no other process receives. */
  clear: () => Promise<void>;
}

export function openDisk(folder: string): Disk {
  const incoming = join(folder, 'incoming');
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  const pathOf = (hash: string): string => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error(`${hash} is no hash of a file`);
    return join(folder, hash.slice(0, 2), hash.slice(2));
  };
  const has = async (hash: string): Promise<boolean> =>
    stat(pathOf(hash)).then(
      (found) => found.isFile(),
      (error: unknown) => {
        if (isMissing(error)) return false;
        throw error;
      },
    );
  const keep = async (aside: string, hash: string): Promise<void> => {
    if (await has(hash)) return rm(aside, { force: true });
    const place = pathOf(hash);
    try {
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      await rename(aside, place);
    } catch (error) {
      throw explainFull(error);
    }
    await forceFolder(dirname(place));
  };
  return {
    folder,
    pathOf,
    has,
    stream: (hash) => createReadStream(pathOf(hash)),
    remove: (hash) => rm(pathOf(hash), { force: true }),
    async receive(source, limit, tooLarge) {
      const aside = join(incoming, randomUUID());
      const discard = (): Promise<void> => rm(aside, { force: true });
      try {
        const { hash, size } = await writeAside(aside, source, limit, tooLarge);
        return { hash, size, read: () => readFile(aside), keep: () => keep(aside, hash), discard };
      } catch (error) {
        await discard();
        throw explainFull(error);
      }
    },
    async clear() {
      for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true });
    },
  };
}

async function writeAside(
  path: string,
  source: AsyncIterable<Uint8Array>,
  limit: number,
  tooLarge: () => Refusal,
): Promise<{ hash: string; size: number }> {
  const handle = await open(path, 'wx', 0o600);
  try {
    const digest = createHash('sha256');
    const size = await copy(handle, digest, source, limit, tooLarge);
    await handle.sync();
    return { hash: digest.digest('hex'), size };
  } finally {
    await handle.close();
  }
}

async function copy(
  handle: FileHandle,
  digest: Hash,
  source: AsyncIterable<Uint8Array>,
  limit: number,
  tooLarge: () => Refusal,
): Promise<number> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    digest.update(chunk);
    for (let written = 0; written < chunk.length;)
      written += (await handle.write(chunk, written)).bytesWritten;
  }
  return size;
}

/** A new name lasts once its folder is on the disk, too. */
async function forceFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isMissing = (error: unknown): boolean => (error as { code?: unknown }).code === 'ENOENT';

/** No room, no quota, or a larger file than the system allows. */
const fullCodes = ['ENOSPC', 'EDQUOT', 'EFBIG'];

function explainFull(error: unknown): unknown {
  if (!fullCodes.includes(String((error as { code?: unknown }).code))) return error;
  return new Refusal('storage-full', {
    zh: '服务器的存储空间已满，文件没有保存，没有留下不完整的内容。请联系系统管理员清理或扩充磁盘后重新上传。',
    en: 'The server’s disk is full: the file was not kept and nothing is left half-written. Ask the administrator to make room, then upload it again.',
  });
}

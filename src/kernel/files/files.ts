/** Stored files: uploaded by people and looked at, or made by the platform; by hash, each once. */
import { Readable } from 'node:stream';
import { atomically, type Context } from '#kernel/audit/atomically.ts';
import type { StoredFile } from '#kernel/contract/files.ts';
import { attachmentLimits } from '#kernel/contract/limits.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Db } from '#kernel/db/open.ts';
import type { Disk, Received } from './disk.ts';
import { inspectFile } from './inspect.ts';
import {
  deleteUnused,
  findFile,
  findUpload,
  forgetUploads,
  insertFile,
  listUnused,
  lockFile,
  upsertUpload,
} from './store.ts';

export interface OpenFile {
  hash: string;
  size: number;
  type: string;
  /** Where it is on disk, to be read only. */
  path: string;
  stream: () => Readable;
}

export interface Files {
  /**
   * Takes a file from an account: looked at whole, stored, and for a day that account's own. Refuses what
   * `inspectFile` refuses, more than 50 MB, a name that is too long, a full disk.
   */
  upload(
    ctx: Context,
    command: { source: AsyncIterable<Uint8Array>; name: string; key?: string },
  ): Promise<StoredFile>;
  /**
   * What the account uploaded within a day. Refuses another's hash as one that is not there. For actions and for
   * jobs submitted with it in `files`, which read it by `open`.
   */
  claim(ctx: Context, hash: string): Promise<StoredFile>;
  /** Keeps what the platform made: bytes, or a stream. It stays while a job or an attachment has it, else an hour. */
  save(made: Uint8Array | AsyncIterable<Uint8Array>, as: { name: string; type: string }): Promise<StoredFile>;
  /** A stored file, whoever asks: the caller has judged that. Throws when it is not there. */
  open(hash: string): Promise<OpenFile>;
  /** Forgets uploads of yesterday and removes files nobody needs. Returns how many. */
  sweep(): Promise<number>;
}

/** What the platform makes itself may be as large as a disk's free room; no reader waits for more than this. */
const largestMade = 4 * 1024 * 1024 * 1024;

export function openFiles(db: Db, disk: Disk): Files {
  // Files are looked at one after another: each is held in memory whole for a moment.
  let looking: Promise<unknown> = Promise.resolve();
  const look = (received: Received, name: string): Promise<string> => {
    const type = looking.then(async () => inspectFile(await received.read(), name));
    looking = type.catch(() => undefined);
    return type;
  };
  return {
    async upload(ctx, { source, name: given, key }) {
      const name = displayName(given);
      const received = await disk.receive(source, attachmentLimits.fileBytes, () => refuseLarge(name));
      try {
        const type = await look(received, name);
        const { hash, size } = received;
        const { answer } = await atomically(
          ctx,
          { action: 'file.upload', subject: hash, key, input: { hash, name } },
          async (inner) => {
            await lockFile(inner.db, hash);
            await insertFile(inner.db, { hash, size, type });
            await upsertUpload(inner.db, { account: accountOf(ctx), hash, name });
            await received.keep();
            // The same content may have been told apart before: text by another name.
            const stored = await findFile(inner.db, hash);
            return { hash, size, type: stored?.type ?? type, name };
          },
        );
        return answer;
      } finally {
        await received.discard();
      }
    },
    async claim(ctx, hash) {
      const found = await findUpload(ctx.db, accountOf(ctx), hash);
      if (found) return { hash, size: Number(found.size), type: found.type, name: found.name };
      throw new Refusal('unknown-record', {
        zh: '没有您上传的这个文件，或上传已超过一天而被清除。请重新上传。',
        en: 'You have uploaded no such file, or more than a day ago, and it was removed. Upload it again.',
      });
    },
    async save(made, { name, type }) {
      const source = made instanceof Uint8Array ? Readable.from([made]) : made;
      const received = await disk.receive(source, largestMade, () => refuseLarge(name));
      try {
        const { hash, size } = received;
        await db.transaction().execute(async (transaction) => {
          await lockFile(transaction, hash);
          await insertFile(transaction, { hash, size, type });
          await received.keep();
        });
        return { hash, size, type, name };
      } finally {
        await received.discard();
      }
    },
    async open(hash) {
      const found = await findFile(db, hash);
      if (!found || !(await disk.has(hash))) throw new Error(`the stored file ${hash} is missing`);
      return {
        hash,
        size: Number(found.size),
        type: found.type,
        path: disk.pathOf(hash),
        stream: () => disk.stream(hash),
      };
    },
    async sweep() {
      await forgetUploads(db);
      let removed = 0;
      for (const hash of await listUnused(db)) {
        await db.transaction().execute(async (transaction) => {
          await lockFile(transaction, hash);
          if (!(await deleteUnused(transaction, hash))) return;
          await disk.remove(hash);
          removed += 1;
        });
      }
      return removed;
    },
  };
}

export const accountOf = ({ actor }: Context): string => actor.account ?? actor.name;

const refuseLarge = (name: string): Refusal => {
  const megabytes = attachmentLimits.fileBytes / 1024 / 1024;
  return new Refusal('too-large', {
    zh: `“${name}”超过 ${megabytes} MB，没有保存。请压缩图片、降低扫描分辨率，或分成几个文件。`,
    en: `“${name}” is larger than ${megabytes} MB and was not kept. Compress its pictures, scan at a lower resolution, or split it.`,
  });
};

/** A name as it is shown: its last part, without what a line of text may not hold. Refuses one that is too long. */
export function displayName(given: string): string {
  const name = given
    .normalize('NFC')
    .replaceAll(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .split(/[/\\]/)
    .at(-1)
    ?.trim();
  if (name === undefined || name === '' || /^\.+$/.test(name)) return '未命名';
  if ([...name].length > attachmentLimits.nameCharacters) {
    throw new Refusal('invalid-input', {
      zh: `文件名超过 ${attachmentLimits.nameCharacters} 个字符。请改短后上传。`,
      en: `The name has more than ${attachmentLimits.nameCharacters} characters. Shorten it and upload again.`,
    });
  }
  return name;
}

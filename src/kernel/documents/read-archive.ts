/** ZIP archives held in memory: parts by name, within limits, nothing written to a disk. */
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { letterLimits } from '#kernel/contract/limits.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { refuseFile } from './read-letter.ts';

/** A DOCX of many pictures has some hundreds. */
const mostEntries = 10_000;
/** Word's XML packs 10 to 60 times; only a file made to burst packs more than this. */
const mostRatio = 250;
/** Below this a high ratio does no harm, bytes. */
const ratioMatters = 1024 * 1024;

/** What an archive of one kind may unpack to, and what its reader is told to open it with. */
export interface ArchiveKind {
  unpackedBytes: number;
  programs: { zh: string; en: string };
  extension: string;
}

const letterArchive: ArchiveKind = {
  unpackedBytes: letterLimits.unpackedBytes,
  programs: { zh: 'Word、WPS', en: 'Word or WPS' },
  extension: '.docx',
};

export interface Archive {
  /** Names of the parts, lower case, without those that try to leave the archive. */
  names: readonly string[];
  /** Chunks of a part inflated as they are read; refuses damaged ones. No part: undefined. */
  open(name: string): AsyncIterable<Uint8Array> | undefined;
}

/**
 * Opens a ZIP by its central directory. Refuses too many entries, too much content unpacked or packed too tightly
 * (zip bombs), passwords, two parts of one name, and what is no whole ZIP.
 */
export async function openArchive(
  bytes: Uint8Array,
  fileName: string,
  kind: ArchiveKind = letterArchive,
): Promise<Archive> {
  const damaged = (): Refusal =>
    refuseFile(
      'unreadable-file',
      fileName,
      `压缩结构已损坏或不完整；请重新取得完整文件，或用 ${kind.programs.zh} 打开并另存为 ${kind.extension}`,
      `is a damaged or cut archive; get the whole file, or open it in ${kind.programs.en} and save it as ${kind.extension}`,
    );
  const entries = new Map<string, Entry>();
  let archive: ZipFile;
  try {
    archive = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      // Names are judged here: a trick in one is passed over rather than failing the file.
      decodeStrings: false,
    });
    if (archive.entryCount > mostEntries) throw refuseBomb(fileName, 'entries', kind);
    let unpacked = 0;
    for await (const entry of archive.eachEntry()) {
      unpacked += entry.uncompressedSize;
      if (unpacked > kind.unpackedBytes) throw refuseBomb(fileName, 'size', kind);
      if (
        entry.uncompressedSize > ratioMatters &&
        entry.uncompressedSize > entry.compressedSize * mostRatio
      ) {
        throw refuseBomb(fileName, 'ratio', kind);
      }
      const name = Buffer.from(entry.fileNameRaw).toString('utf8').toLowerCase();
      if (leavesArchive(name) || name.endsWith('/')) continue;
      if (entry.isEncrypted()) {
        throw refuseFile(
          'unreadable-file',
          fileName,
          '文件加了密码；请取消密码后重新保存',
          'is protected by a password; remove it and save the file again',
        );
      }
      if (entries.has(name)) throw damaged();
      entries.set(name, entry);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : damaged();
  }

  async function* inflate(entry: Entry): AsyncIterable<Uint8Array> {
    try {
      // The sizes checked above hold: the stream fails once a part is larger than it says.
      const stream: AsyncIterable<Uint8Array> = await archive.openReadStreamPromise(entry);
      yield* stream;
    } catch (error) {
      throw error instanceof Refusal ? error : damaged();
    }
  }
  return {
    names: [...entries.keys()],
    open(name) {
      const entry = entries.get(name.toLowerCase());
      return entry === undefined ? undefined : inflate(entry);
    },
  };
}

const leavesArchive = (name: string): boolean =>
  name.startsWith('/') || /[\\:\0]/.test(name) || name.split('/').includes('..');

function refuseBomb(fileName: string, what: 'entries' | 'size' | 'ratio', kind: ArchiveKind): Refusal {
  const megabytes = kind.unpackedBytes / 1024 / 1024;
  const [zh, en] = {
    entries: [`压缩包内有超过 ${mostEntries} 个文件`, `packs more than ${mostEntries} parts`],
    size: [`展开后超过 ${megabytes} MB`, `unpacks to more than ${megabytes} MB`],
    ratio: ['压缩比异常', 'is packed more tightly than any document'],
  }[what] as [string, string];
  return refuseFile(
    'too-large',
    fileName,
    `${zh}，疑为压缩炸弹，没有展开；请用 ${kind.programs.zh} 打开并另存为 ${kind.extension}`,
    `${en} (perhaps a zip bomb) and was not unpacked; open it in ${kind.programs.en} and save it as ${kind.extension}`,
  );
}

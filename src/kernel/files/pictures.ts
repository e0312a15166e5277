/** Raster pictures: how large, whole, and nothing else in them. */
import { attachmentLimits } from '#kernel/contract/limits.ts';
import type { Refusal } from '#kernel/contract/refusal.ts';

type Picture = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
type Refuse = (zh: string, en: string) => Refusal;

interface Measured {
  width: number;
  height: number;
  /** Where the picture ends, bytes. */
  end: number;
}

/**
 * Refuses a picture that is cut, has more pixels than a screen or scanner gives, or carries something else: markup
 * anywhere in it, or another file behind it.
 */
export function judgePicture(bytes: Buffer, type: Picture, refuse: Refuse): void {
  const measured = measure[type](bytes);
  if (!measured || measured.width === 0 || measured.height === 0) {
    throw refuse(
      '图片不完整或已损坏；请重新取得原图',
      'the picture is cut or damaged; get the original again',
    );
  }
  const { width, height, end } = measured;
  if (width * height > attachmentLimits.pixels) {
    const most = attachmentLimits.pixels / 1_000_000;
    throw refuse(
      `图片有 ${width}×${height} 像素，超过 ${most} 百万；请缩小后上传`,
      `the picture has ${width} × ${height} pixels, more than ${most} million; scale it down`,
    );
  }
  const behind = bytes.subarray(end);
  if (
    hidesMarkup(bytes) ||
    hidesFile(behind) ||
    (type !== 'image/jpeg' && behind.some((byte) => byte !== 0))
  ) {
    throw refuse(
      '图片中夹带了其他内容（网页、脚本或文件）；请用看图软件另存为新图片',
      'the picture carries something else (a web page, a script, a file); save it anew from a picture viewer',
    );
  }
}

const hidesMarkup = (bytes: Buffer): boolean =>
  /<(?:script|html|!doctype|svg|iframe|body|\?php)[\s>/]/i.test(bytes.toString('latin1'));

/** Phones put previews and films behind a JPEG; archives, documents and programs do not belong there. */
const hidesFile = (behind: Buffer): boolean => {
  const text = behind.toString('latin1');
  return text.includes('PK\u0005\u0006') || text.includes('%PDF-') || /^(MZ|\u007fELF|Rar!)/.test(text);
};

const measure: Record<Picture, (bytes: Buffer) => Measured | null> = {
  'image/png': measurePng,
  'image/jpeg': measureJpeg,
  'image/webp': measureWebp,
  'image/gif': measureGif,
};

function measurePng(bytes: Buffer): Measured | null {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND')
      return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), end };
    at = end;
  }
  return null;
}

const startOfFrame = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

function measureJpeg(bytes: Buffer): Measured | null {
  let size: { width: number; height: number } | null = null;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker === 0xda) {
      const end = endOfScans(bytes, at + 2);
      return size && end !== null ? { ...size, end } : null;
    } else {
      if (startOfFrame.has(marker) && at + 9 <= bytes.length)
        size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
      at += 2 + bytes.readUInt16BE(at + 2);
    }
  }
  return null;
}

/** The end mark: within the packed data a byte 0xff is always followed by a zero or a restart mark. */
function endOfScans(bytes: Buffer, from: number): number | null {
  const end = bytes.indexOf(Buffer.from([0xff, 0xd9]), from);
  return end === -1 ? null : end + 2;
}

function measureGif(bytes: Buffer): Measured | null {
  if (bytes.length < 14) return null;
  const size = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  const table = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + table(bytes[10] ?? 0);
  const skipBlocks = (): void => {
    while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
    at += 1;
  };
  while (at < bytes.length) {
    const mark = bytes[at];
    if (mark === 0x3b) return { ...size, end: at + 1 };
    if (mark === 0x21) at += 2;
    else if (mark === 0x2c) at += 10 + table(bytes[at + 9] ?? 0) + 1;
    else return null;
    skipBlocks();
  }
  return null;
}

function measureWebp(bytes: Buffer): Measured | null {
  if (bytes.length < 30) return null;
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) return null;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff, end };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, end };
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1, end };
    default:
      return null;
  }
}

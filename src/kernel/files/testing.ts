/** Small whole files of every kind, for tests. Never imported by the product. */
import { crc32, deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';

/** A chunk of a PNG with its sum. */
export function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A grey square, of whatever size its head tells. */
export function png(
  options: { width?: number; height?: number; chunks?: Buffer[]; shade?: number } = {},
): Buffer {
  const { width = 8, height = 8, chunks = [], shade = 0x80 } = options;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(9 * 8, shade);
  for (let row = 0; row < 8; row++) rows[row * 9] = 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    ...chunks,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export const jpeg = (): Buffer =>
  Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffc40014000100000000000000000000000000000009ffda0008010100003f0054df00ffd9',
    'hex',
  );

export const gif = (): Buffer =>
  Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

export const webp = (): Buffer =>
  Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=', 'base64');

/** A PDF of one empty page, with something more in its catalogue. */
export const pdf = (more = ''): Buffer =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${more} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\ntrailer\n<< /Size 4 /Root 1 0 R >>\n%%EOF\n`,
    'latin1',
  );

/** An Office file by its main part. */
export function officeFile(
  main: string,
  parts: Record<string, Uint8Array> = {},
  contentType = 'application/vnd.openxmlformats-officedocument.main+xml',
): Buffer {
  const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${main}" ContentType="${contentType}"/></Types>`;
  return Buffer.from(
    zipSync({ '[Content_Types].xml': Buffer.from(types), [main]: Buffer.from('<main/>'), ...parts }),
  );
}

export const ofd = (): Buffer =>
  Buffer.from(zipSync({ 'OFD.xml': Buffer.from('<ofd:OFD/>'), 'Doc_0/Document.xml': Buffer.from('<d/>') }));

/** What a file is, by its content alone; and the refusal of what is not kept. */
import { fileTypeFromBuffer } from 'file-type';
import { attachmentLimits, sheetLimits } from '#kernel/contract/limits.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { openArchive, type Archive, type ArchiveKind } from '#kernel/documents/read-archive.ts';
import { decodeText } from './decode-text.ts';
import { judgePicture } from './pictures.ts';

const office = 'application/vnd.openxmlformats-officedocument';

/** Media types that are kept; what is shown in a page, `inline`. */
export const keptTypes = {
  'application/pdf': { inline: true },
  'image/png': { inline: true },
  'image/jpeg': { inline: true },
  'image/webp': { inline: true },
  'image/gif': { inline: true },
  [`${office}.wordprocessingml.document`]: { inline: false },
  [`${office}.spreadsheetml.sheet`]: { inline: false },
  [`${office}.presentationml.presentation`]: { inline: false },
  'application/ofd': { inline: false },
  'text/plain': { inline: false },
  'text/csv': { inline: false },
} as const satisfies Record<string, { inline: boolean }>;
export type KeptType = keyof typeof keptTypes;

export const isShown = (type: string): boolean =>
  Object.hasOwn(keptTypes, type) && keptTypes[type as KeptType].inline;

const pictures = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;
type Picture = (typeof pictures)[number];
const isPicture = (type: string): type is Picture => (pictures as readonly string[]).includes(type);

const refuse = (name: string, zh: string, en: string): Refusal =>
  new Refusal('file-refused', {
    zh: `“${name}”没有保存：${zh}。`,
    en: `“${name}” was not kept: ${en}.`,
  });

const kept = {
  zh: '可以保存 PDF、PNG、JPEG、WebP、GIF、DOCX、XLSX、PPTX、OFD、TXT、CSV',
  en: 'PDF, PNG, JPEG, WebP, GIF, DOCX, XLSX, PPTX, OFD, TXT and CSV are kept',
};

/**
 * The media type of a whole file. Its name is only shown, except that it tells CSV from other text.
 * Refuses: nothing in it; a kind that is not kept (programs, web pages, SVG, archives, old Office files); a picture
 * with anything but a picture in it, or too many pixels; macros; a password; an archive made to burst.
 */
export async function inspectFile(bytes: Buffer, name: string): Promise<KeptType> {
  if (bytes.length === 0)
    throw refuse(name, '文件是空的（0 字节）；请检查原件', 'it is empty (0 bytes); check the original');
  if (isZip(bytes)) return inspectArchive(bytes, name);
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) throw refuseCompound(bytes, name);
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (found !== undefined && isPicture(found)) {
    judgePicture(bytes, found, (zh, en) => refuse(name, zh, en));
    return found;
  }
  if (found === 'application/pdf') return inspectPdf(bytes, name);
  if (found !== undefined) {
    throw refuse(
      name,
      `内容是 ${found}；${kept.zh}。请转换后上传`,
      `it is ${found}; ${kept.en}. Convert it first`,
    );
  }
  return inspectText(bytes, name);
}

const startsWith = (bytes: Buffer, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

const isZip = (bytes: Buffer): boolean =>
  startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06]);

/** The container of Office 97 to 2003, of old WPS, of installers, and of every Office file with a password. */
function refuseCompound(bytes: Buffer, name: string): Refusal {
  return bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    ? refuse(
        name,
        '文件加了密码，别人打不开；请取消密码后重新保存再上传',
        'it has a password and nobody else can open it; remove the password, save and upload again',
      )
    : refuse(
        name,
        '这是旧版 Office 或 WPS 文件（.doc、.xls、.ppt），其中可能有宏；请另存为 .docx、.xlsx、.pptx 或 PDF',
        'it is an old Office or WPS file (.doc, .xls, .ppt), which may hold macros; save it as .docx, .xlsx, .pptx or PDF',
      );
}

/** A password is told in the plain part of a PDF; scripts may also hide in packed parts, which viewers guard. */
function inspectPdf(bytes: Buffer, name: string): 'application/pdf' {
  if (bytes.indexOf('%PDF-') !== 0) {
    throw refuse(
      name,
      'PDF 文件头之前另有内容；请用“打印为 PDF”重新生成',
      'there is something before the head of the PDF; make it anew by “print to PDF”',
    );
  }
  const text = bytes.toString('latin1');
  if (!text.slice(-4096).includes('%%EOF')) {
    throw refuse(
      name,
      'PDF 不完整（没有文件尾）；请重新取得完整文件',
      'the PDF is cut (it has no end); get the whole file',
    );
  }
  if (/\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/.test(text)) {
    throw refuse(
      name,
      'PDF 加了密码或使用限制；请取消保护，或用“打印为 PDF”重新生成',
      'the PDF is protected by a password or restrictions; remove them, or make it anew by “print to PDF”',
    );
  }
  if (/\/(?:JavaScript|Launch)\b/.test(text)) {
    throw refuse(
      name,
      'PDF 中有脚本或启动程序的动作；请用“打印为 PDF”重新生成',
      'the PDF holds scripts or starts programs; make it anew by “print to PDF”',
    );
  }
  return 'application/pdf';
}

const archiveTypes = {
  docx: `${office}.wordprocessingml.document`,
  xlsx: `${office}.spreadsheetml.sheet`,
  pptx: `${office}.presentationml.presentation`,
  ofd: 'application/ofd',
} as const;

const formats: Record<keyof typeof archiveTypes, { main: RegExp; kind: ArchiveKind }> = {
  docx: { main: /^word\/document\d*\.xml$/, kind: archiveKind('Word、WPS', 'Word or WPS', '.docx') },
  xlsx: {
    main: /^xl\/workbook\d*\.xml$/,
    kind: { ...archiveKind('Excel、WPS', 'Excel or WPS', '.xlsx'), unpackedBytes: sheetLimits.unpackedBytes },
  },
  pptx: {
    main: /^ppt\/presentation\d*\.xml$/,
    kind: archiveKind('PowerPoint、WPS', 'PowerPoint or WPS', '.pptx'),
  },
  ofd: { main: /^ofd\.xml$/, kind: archiveKind('OFD 阅读器', 'an OFD reader', '.ofd') },
};

function archiveKind(zh: string, en: string, extension: string): ArchiveKind {
  return { unpackedBytes: attachmentLimits.unpackedBytes, programs: { zh, en }, extension };
}

async function inspectArchive(bytes: Buffer, name: string): Promise<KeptType> {
  // The limits of the widest kind; which it is, only the names in it tell.
  const archive = await openArchive(bytes, name, formats.xlsx.kind);
  const format = (Object.keys(formats) as (keyof typeof formats)[]).find((key) =>
    archive.names.some((part) => formats[key].main.test(part)),
  );
  if (!format) {
    throw refuse(
      name,
      `这是压缩包或其他打包文件，其中的内容无法检查；请解压后分别上传。${kept.zh}`,
      `it is an archive whose content cannot be checked; unpack it and upload the files one by one. ${kept.en}`,
    );
  }
  const types = format === 'ofd' ? '' : await readPart(archive, '[content_types].xml');
  if (format !== 'ofd' && types === null) {
    throw refuse(
      name,
      '不是完整的 Office 文件；请用 Office 或 WPS 打开后另存',
      'it is no whole Office file; open it in Office or WPS and save it again',
    );
  }
  const active = archive.names.some((part) =>
    /vbaproject|vbadata|\/activex\/|\/macrosheets\/|\.(exe|dll|js|vbs|bat)$/.test(part),
  );
  if (active || /macroEnabled|vbaProject/i.test(types ?? '')) {
    throw refuse(
      name,
      `文件中有宏或控件；请另存为不含宏的 ${formats[format].kind.extension}`,
      `it holds macros or controls; save it as ${formats[format].kind.extension} without macros`,
    );
  }
  return archiveTypes[format];
}

/** A small part as text, at most a megabyte of it; null when it is not there. */
async function readPart(archive: Archive, part: string): Promise<string | null> {
  const stream = archive.open(part);
  if (!stream) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > 1024 * 1024) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function inspectText(bytes: Buffer, name: string): 'text/plain' | 'text/csv' {
  const decoded = decodeText(bytes);
  if ('fault' in decoded) {
    throw refuse(
      name,
      `认不出它的内容；${kept.zh}。请转换后上传`,
      `its content is not recognised; ${kept.en}. Convert it first`,
    );
  }
  const { text } = decoded;
  if (/[\u0001-\u0008\u000e-\u001a\u001c-\u001f]/.test(text.slice(0, 1_000_000))) {
    throw refuse(name, `不是文字文件；${kept.zh}`, `it is no text; ${kept.en}`);
  }
  const start = text.trimStart().slice(0, 20);
  if (/^<|^#!|^@echo\b/i.test(start)) {
    throw refuse(
      name,
      '内容是网页、SVG 或脚本，打开时可能执行；请另存为 Excel、CSV、PDF、图片或纯文字',
      'it is a web page, SVG or script, which could run when opened; save it as Excel, CSV, PDF, a picture or plain text',
    );
  }
  return /\.(csv|tsv)$/i.test(name) ? 'text/csv' : 'text/plain';
}

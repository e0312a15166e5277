import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readLetterFile } from './read-file.ts';
import { buildDocx, docxParts, refusalOf, relationship, relationships, wordXml } from './testing.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const body = '<w:p><w:r><w:t>1200 万元</w:t></w:r></w:p>';
const plain = buildDocx(body);
const withDocument = (xml: string | Uint8Array): Uint8Array => buildDocx('', { 'word/document.xml': xml });

/** Bytes with `mark` replaced by as many others, wherever it stands. */
function replaceBytes(bytes: Uint8Array, mark: Uint8Array, by: Uint8Array): Uint8Array {
  const changed = Buffer.from(bytes);
  for (let at = changed.indexOf(mark); at >= 0; at = changed.indexOf(mark, at + mark.length))
    changed.set(by, at);
  return Uint8Array.from(changed);
}

/** The central directory's entry of a part, whose fields lie at fixed places before its name. */
function changeEntry(
  bytes: Uint8Array,
  name: string,
  change: (entry: DataView, local: boolean) => void,
): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const content = Buffer.from(changed.buffer);
  for (let at = content.indexOf(name); at >= 0; at = content.indexOf(name, at + 1)) {
    const local = content.readUInt32LE(Math.max(0, at - 30)) === 0x04034b50;
    change(new DataView(changed.buffer, at - (local ? 30 : 46)), local);
  }
  return changed;
}

function encryptEntry(bytes: Uint8Array): Uint8Array {
  return changeEntry(bytes, 'word/document.xml', (entry, local) => entry.setUint16(local ? 6 : 8, 1, true));
}

/** A part that says it is small and unpacks to much. */
function understate(bytes: Uint8Array): Uint8Array {
  return changeEntry(bytes, 'word/document.xml', (entry, local) =>
    entry.setUint32(local ? 22 : 24, 100, true),
  );
}

function ole(content: string): Uint8Array {
  const mark = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  return Uint8Array.from(Buffer.concat([mark, Buffer.alloc(512), Buffer.from(content, 'utf16le')]));
}

const megabyte = 1024 * 1024;
const laughs =
  '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' +
  wordXml('document', '<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body>').slice(55);

describe('DOCX made to harm or to mislead', () => {
  test.each<[string, () => Uint8Array, string, RegExp]>([
    [
      'a zip bomb by its ratio',
      () => buildDocx(`${body}${' '.repeat(20 * megabyte)}`),
      'too-large',
      /压缩比异常，疑为压缩炸弹/,
    ],
    [
      'a zip bomb by its size',
      () =>
        changeEntry(plain, 'word/document.xml', (entry, local) =>
          entry.setUint32(local ? 22 : 24, 201 * megabyte, true),
        ),
      'too-large',
      /展开后超过 200 MB，疑为压缩炸弹/,
    ],
    [
      'a part larger than it says',
      () => understate(buildDocx(body.repeat(1000))),
      'unreadable-file',
      /压缩结构已损坏/,
    ],
    [
      'paragraphs without end',
      () => zipSync(docxParts('<w:p/>'.repeat(3_010_000)), { level: 0 }),
      'too-large',
      /3000000 个字符/,
    ],
    [
      'too many parts',
      () =>
        buildDocx(
          body,
          Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`word/media/${n}`, ''])),
        ),
      'too-large',
      /超过 10000 个文件/,
    ],
    ['entities that grow', () => withDocument(laughs), 'unreadable-file', /DOCTYPE/],
    [
      'an entity from outside',
      () =>
        withDocument(
          `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${wordXml('document', '<w:body>&f;</w:body>').slice(55)}`,
        ),
      'unreadable-file',
      /DOCTYPE/,
    ],
    [
      'an entity never declared',
      () => withDocument(wordXml('document', '&f;')),
      'unreadable-file',
      /内容已损坏/,
    ],
    ['malformed XML', () => withDocument('<w:document><w:body>'), 'unreadable-file', /内容已损坏/],
    [
      'XML in another encoding',
      () => withDocument('<?xml version="1.0" encoding="GB2312"?><a/>'),
      'unreadable-file',
      /编码是 GB2312/,
    ],
    ['an empty part', () => withDocument(''), 'unreadable-file', /是空的/],
    [
      'nesting without end',
      () => withDocument(wordXml('document', `${'<w:p>'.repeat(5000)}${'</w:p>'.repeat(5000)}`)),
      'unreadable-file',
      /嵌套过深/,
    ],
    ['a password on a part', () => encryptEntry(plain), 'unreadable-file', /密码/],
    [
      'a password, as Word sets it',
      () => ole('EncryptedPackage'),
      'unreadable-file',
      /加了密码.*另存为 \.docx/,
    ],
    ['an old Word file', () => ole('WordDocument'), 'unreadable-file', /旧版 Word（\.doc）.*另存为 \.docx/],
    ['a file cut short', () => plain.subarray(0, plain.length - 40), 'unreadable-file', /损坏或不完整/],
    [
      'content damaged on the way',
      () => {
        const damaged = Uint8Array.from(buildDocx(body.repeat(50)));
        const at = Buffer.from(damaged.buffer).indexOf('word/document.xml') + 20;
        damaged.fill(0xff, at, at + 60);
        return damaged;
      },
      'unreadable-file',
      /损坏/,
    ],
    [
      'two parts of one name',
      () => replaceBytes(buildDocx(body, { 'word/documenu.xml': body }), utf8('documenu'), utf8('document')),
      'unreadable-file',
      /损坏/,
    ],
    ['an empty archive', () => zipSync({}), 'unreadable-file', /压缩包而不是 DOCX/],
    [
      'any archive',
      () => zipSync({ 'letter.txt': utf8('1200') }),
      'unreadable-file',
      /压缩包而不是 DOCX；请先解压/,
    ],
    [
      'an Excel workbook',
      () => zipSync({ 'xl/workbook.xml': utf8('<a/>') }),
      'unreadable-file',
      /Excel 表格/,
    ],
    [
      'a presentation',
      () => zipSync({ 'ppt/presentation.xml': utf8('<a/>') }),
      'unreadable-file',
      /PowerPoint/,
    ],
    ['an OFD file', () => zipSync({ 'OFD.xml': utf8('<a/>') }), 'unreadable-file', /OFD 版式文件/],
    [
      'an OpenDocument file',
      () => zipSync({ mimetype: utf8(''), 'content.xml': utf8('<a/>') }),
      'unreadable-file',
      /OpenDocument/,
    ],
    [
      'a main part that is something else',
      () => withDocument('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'unreadable-file',
      /压缩包而不是 DOCX/,
    ],
    ['only pictures', () => buildDocx('<w:p><w:r><w:drawing/></w:r></w:p>'), 'no-text', /扫描图片，没有文字/],
    [
      'only hidden text',
      () => buildDocx('<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r></w:p>'),
      'no-text',
      /没有文字/,
    ],
  ])('%s', async (_name, build, code, words) => {
    const refusal = await refusalOf(readLetterFile(build(), '来信.docx'));
    expect(refusal.code).toBe(code);
    expect(refusal.words.zh).toMatch(words);
    expect(refusal.words.en).toMatch(/^来信\.docx cannot be read: it .*[;,] .*Nothing was written\.$/);
  });

  test('names that climb out of the archive are passed over', async () => {
    const parts = {
      ...docxParts(body),
      '../../word/document.xml': utf8('<a/>'),
      '/etc/x': utf8(''),
      'word\\x': utf8(''),
    };
    expect((await readLetterFile(zipSync(parts), 'x')).lines).toEqual([{ text: '1200 万元', place: 'body' }]);
  });

  test('a target that climbs out of the archive is none', async () => {
    const bytes = buildDocx(body, {
      '_rels/.rels': relationships(relationship('rId1', 'officeDocument', '../../word/document.xml')),
    });
    expect((await refusalOf(readLetterFile(bytes, 'x'))).code).toBe('unreadable-file');
  });

  test('pictures and templates outside are told and not fetched', async () => {
    const bytes = buildDocx(body, {
      'word/_rels/document.xml.rels': relationships(
        relationship('rId1', 'image', 'http://192.0.2.1/pixel.png'),
        relationship('rId2', 'header', 'http://192.0.2.1/header.xml'),
      ),
    });
    const { notes } = await readLetterFile(bytes, 'x');
    expect(notes.map(({ code }) => code)).toEqual(['external-links-ignored']);
  });
});

test('the name of a file says nothing of its kind', async () => {
  expect((await readLetterFile(plain, 'letter.pdf')).kind).toBe('docx');
  expect((await readLetterFile(utf8('1200 万元'), 'letter.docx')).kind).toBe('text');
});

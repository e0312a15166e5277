import { deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { displayName } from './files.ts';
import { inspectFile } from './inspect.ts';
import { chunk, gif, jpeg, ofd, officeFile, pdf, png, webp } from './testing.ts';

const text = (content: string): Buffer => Buffer.from(content);
const join = (...parts: Buffer[]): Buffer => Buffer.concat(parts);
const page = text('<!doctype html><html><script>alert(document.domain)</script></html>');

describe('what is kept, whatever it is called', () => {
  test.each([
    ['证明.pdf', pdf(), 'application/pdf'],
    ['照片.png', png(), 'image/png'],
    ['照片.jpg', jpeg(), 'image/jpeg'],
    ['phone.jpg', join(jpeg(), jpeg()), 'image/jpeg'],
    ['照片.webp', webp(), 'image/webp'],
    ['动图.gif', gif(), 'image/gif'],
    [
      '合同.docx',
      officeFile('word/document.xml'),
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    [
      '台账.xlsx',
      officeFile('xl/workbook.xml'),
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
    [
      '汇报.pptx',
      officeFile('ppt/presentation.xml'),
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
    ['公文.ofd', ofd(), 'application/ofd'],
    ['说明.txt', text('吉林省科学技术厅\r\n示例'), 'text/plain'],
    ['gb.txt', Buffer.from([0xbc, 0xaa, 0xc1, 0xd6]), 'text/plain'],
    ['名单.csv', text('编号,名称\n1,示例'), 'text/csv'],
    ['a picture.exe', png(), 'image/png'],
    ['report.png', pdf(), 'application/pdf'],
    ['无扩展名', jpeg(), 'image/jpeg'],
  ])('%s', async (name, bytes, type) => {
    expect(await inspectFile(bytes, name)).toBe(type);
  });
});

const bomb = (): Buffer =>
  officeFile('xl/workbook.xml', { 'xl/worksheets/sheet1.xml': new Uint8Array(30 * 1024 * 1024) });
const compound = (words: string): Buffer =>
  join(
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(504),
    Buffer.from(words, 'utf16le'),
  );
const encryptedZip = (): Buffer => {
  const bytes = officeFile('word/document.xml');
  // Bit 0 of the flags of every entry, in its own head and in the directory.
  for (let at = 0; at < bytes.length - 10; at++) {
    if (bytes.readUInt32LE(at) === 0x04034b50) bytes[at + 6] = (bytes[at + 6] ?? 0) | 1;
    if (bytes.readUInt32LE(at) === 0x02014b50) bytes[at + 8] = (bytes[at + 8] ?? 0) | 1;
  }
  return bytes;
};

describe('what is refused, and why', () => {
  test.each([
    ['nothing in it', 'x.pdf', Buffer.alloc(0), 'file-refused', '空的'],
    ['a web page as a picture', 'photo.png', page, 'file-refused', '网页'],
    ['a picture’s head with a page behind', 'photo.png', join(png(), page), 'file-refused', '夹带'],
    [
      'a page within a picture’s own chunk',
      'photo.png',
      png({ chunks: [chunk('tEXt', page)] }),
      'file-refused',
      '夹带',
    ],
    ['only a picture’s head', 'photo.png', join(png().subarray(0, 8), page), 'file-refused', ''],
    ['a GIF that is a script', 'photo.gif', text('GIF89a/*<script >*/=1;alert(1)'), 'file-refused', ''],
    [
      'a JPEG with an archive behind',
      'photo.jpg',
      join(jpeg(), Buffer.from(zipSync({ a: text('x') }))),
      'file-refused',
      '夹带',
    ],
    ['a JPEG with a page behind', 'photo.jpg', join(jpeg(), page), 'file-refused', '夹带'],
    [
      'a picture of four billion pixels',
      'photo.png',
      png({ width: 65_000, height: 65_000 }),
      'file-refused',
      '像素',
    ],
    ['a cut picture', 'photo.png', png().subarray(0, 40), 'file-refused', '损坏'],
    [
      'SVG',
      'logo.png',
      text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      'file-refused',
      'SVG',
    ],
    ['SVG with a declaration', 'logo.svg', text('\uFEFF<?xml version="1.0"?><svg/>'), 'file-refused', ''],
    ['a program', 'tool.pdf', join(text('MZ'), Buffer.alloc(200)), 'file-refused', ''],
    [
      'a Linux program',
      'tool.txt',
      join(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), Buffer.alloc(100)),
      'file-refused',
      '',
    ],
    ['a shell script', 'notes.txt', text('#!/bin/sh\nrm -rf /'), 'file-refused', '脚本'],
    [
      'macros by their part',
      '表.xlsx',
      officeFile('xl/workbook.xml', { 'xl/vbaProject.bin': text('x') }),
      'file-refused',
      '宏',
    ],
    [
      'macros by their declaration',
      '文.docx',
      officeFile('word/document.xml', {}, 'application/vnd.ms-word.document.macroEnabled.main+xml'),
      'file-refused',
      '宏',
    ],
    [
      'controls',
      '文.docx',
      officeFile('word/document.xml', { 'word/activeX/activeX1.xml': text('x') }),
      'file-refused',
      '宏',
    ],
    ['an Office file with a password', '文.docx', compound('EncryptedPackage'), 'file-refused', '密码'],
    ['an old Office file', '文.doc', compound('WordDocument'), 'file-refused', '旧版'],
    ['an archive with a password', '文.docx', encryptedZip(), 'unreadable-file', '密码'],
    ['a PDF with a password', '文.pdf', pdf('/Encrypt 9 0 R'), 'file-refused', '密码'],
    [
      'a PDF with scripts',
      '文.pdf',
      pdf('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>'),
      'file-refused',
      '脚本',
    ],
    ['a page before a PDF', '文.pdf', join(page, pdf()), 'file-refused', ''],
    ['a cut PDF', '文.pdf', pdf().subarray(0, 60), 'file-refused', '不完整'],
    ['an archive made to burst', '表.xlsx', bomb(), 'too-large', '炸弹'],
    ['any archive', '材料.zip', Buffer.from(zipSync({ 'a.txt': text('x') })), 'file-refused', '解压'],
    ['a cut archive', '文.docx', officeFile('word/document.xml').subarray(0, 100), 'unreadable-file', '损坏'],
    ['bytes of no kind', '文.txt', deflateSync(Buffer.alloc(5000, 'random')).subarray(2), 'file-refused', ''],
  ])('%s', async (_, name, bytes, code, word) => {
    const attempt = inspectFile(bytes, name);
    await expect(attempt).rejects.toMatchObject({ code });
    await expect(attempt).rejects.toThrow(word);
  });
});

test('a name is a line to be read, never a path', () => {
  expect(displayName('../../etc/passwd')).toBe('passwd');
  expect(displayName('C:\\Users\\示例\\合同.pdf')).toBe('合同.pdf');
  expect(displayName('cod\u202efdp.exe')).toBe('codfdp.exe');
  expect(displayName('a\u0000b\n.txt')).toBe('ab.txt');
  expect(displayName('../..')).toBe('未命名');
  expect(displayName('   ')).toBe('未命名');
  expect(() => displayName(`${'长'.repeat(200)}.pdf`)).toThrow('200');
});

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Refusal } from '#kernel/contract/refusal.ts';
import { openDisk } from './disk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kechuang-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tooLarge = (): Refusal => new Refusal('too-large', { zh: '过大', en: 'too large' });
const visible = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

test('a file is named by its content, once, and only when kept', async () => {
  const disk = openDisk(folder);
  const content = Buffer.from('示例材料');
  const hash = createHash('sha256').update(content).digest('hex');
  for (const _ of [1, 2]) {
    const received = await disk.receive(
      Readable.from([content.subarray(0, 5), content.subarray(5)]),
      100,
      tooLarge,
    );
    expect(received).toMatchObject({ hash, size: content.length });
    await received.keep();
    await received.discard();
  }
  expect(visible()).toEqual([`${hash.slice(0, 2)}/${hash.slice(2)}`]);
  expect(readFileSync(disk.pathOf(hash))).toEqual(content);
  await disk.remove(hash);
  expect(await disk.has(hash)).toBe(false);
  expect(() => disk.pathOf('../../etc/passwd')).toThrow('no hash');
});

test('what is too large, or breaks off, leaves nothing', async () => {
  const disk = openDisk(folder);
  await expect(
    disk.receive(Readable.from([Buffer.alloc(60), Buffer.alloc(60)]), 100, tooLarge),
  ).rejects.toThrow(Refusal);
  const broken = async function* () {
    yield Buffer.alloc(10);
    throw new Error('the line was cut');
  };
  await expect(disk.receive(broken(), 100, tooLarge)).rejects.toThrow('cut');
  expect(visible()).toEqual([]);
});

/** Receives without end in a process of its own, which may write no larger file than `blocks` of 512 bytes. */
const receiveElsewhere = (blocks: number | 'unlimited') => {
  const script = `
    const { openDisk } = await import(${JSON.stringify(join(import.meta.dirname, 'disk.ts'))});
    const endless = async function* () {
      for (let n = 0; ; n++) { yield Buffer.alloc(65536, 1); if (n === 40) process.stdout.write('writing\\n'); }
    };
    await openDisk(${JSON.stringify(folder)}).receive(endless(), 2 ** 40, () => new Error('large'))
      .catch((error) => process.stdout.write('refused ' + error.code + '\\n'));`;
  const child = spawn(
    'sh',
    [
      '-c',
      `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" --input-type=module -e "$1"`,
      process.execPath,
      script,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<string>((resolve) => {
    let text = '';
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
    child.once('close', () => resolve(text));
  });
  return { child, ended };
};

test('a full disk is refused, and nothing is left half-written', async () => {
  expect(await receiveElsewhere(2048).ended).toContain('refused storage-full');
  expect(visible()).toEqual([]);
});

test('a server killed while it receives leaves nothing that can be seen', async () => {
  const { child, ended } = receiveElsewhere('unlimited');
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  await ended;
  expect(visible().every((name) => name.startsWith('incoming/'))).toBe(true);
  await openDisk(folder).clear();
  expect(visible()).toEqual([]);
});

/** Keys beside a backup: what tells them, and a file that holds them under a passphrase. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Refusal } from '#kernel/contract/refusal.ts';

/** Made anew by every installation, so never carried to another. */
const local = new Set(['login-password']);

/** scrypt: 128 MiB, about half a second (N = 2^17, r = 8, p = 1). */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

const shortestPassphrase = 12;

const derive = promisify<string, Buffer, number, typeof cost, Buffer>(scrypt);

/** The master key of a key folder, or the one `KECHUANG_MASTER_KEY` stands in for it; null when there is none. */
export function readMasterKey(folder: string): string | null {
  const path = join(folder, 'master.key');
  return process.env.KECHUANG_MASTER_KEY ?? (existsSync(path) ? readFileSync(path, 'utf8').trim() : null);
}

/** Sixteen hexadecimal digits that tell a master key and say nothing about it. */
export const fingerprintOf = (masterKey: string): string =>
  createHmac('sha256', Buffer.from(masterKey, 'hex'))
    .update('kechuang master key fingerprint')
    .digest('hex')
    .slice(0, 16);

/** Files of a key folder by name, without those each installation makes for itself. */
export function readKeys(folder: string): Record<string, string> {
  const files = Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && !local.has(entry.name) && !/\.[0-9a-f]{12}$|\.new$/.test(entry.name),
      )
      .map((entry) => [entry.name, readFileSync(join(folder, entry.name), 'utf8')]),
  );
  const master = readMasterKey(folder);
  return master === null ? files : { ...files, 'master.key': master };
}

const KeyFile = z.object({
  kechuangKeys: z.literal(1),
  salt: z.string(),
  nonce: z.string(),
  tag: z.string(),
  content: z.string(),
});

const purpose = Buffer.from('kechuang keys 1');

/** Keys as the text of a file only the passphrase opens (scrypt, AES-256-GCM). Refuses a short passphrase. */
export async function sealKeys(keys: Record<string, string>, passphrase: string): Promise<string> {
  if ([...passphrase].length < shortestPassphrase) {
    throw new Refusal('invalid-input', {
      zh: `密钥的口令至少 ${shortestPassphrase} 个字符。请换一个更长的口令，并与备份分开保管。`,
      en: `The passphrase of the keys needs at least ${shortestPassphrase} characters. Choose a longer one and keep it apart from the backup.`,
    });
  }
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt, 32, cost), nonce).setAAD(
    purpose,
  );
  const content = Buffer.concat([cipher.update(JSON.stringify(keys), 'utf8'), cipher.final()]);
  const text = (bytes: Buffer): string => bytes.toString('base64');
  return `${JSON.stringify({
    kechuangKeys: 1,
    salt: text(salt),
    nonce: text(nonce),
    tag: text(cipher.getAuthTag()),
    content: text(content),
  } satisfies z.input<typeof KeyFile>)}\n`;
}

/** Keys out of such a file. Refuses a wrong passphrase and a damaged file alike: the two cannot be told apart. */
export async function unsealKeys(text: string, passphrase: string): Promise<Record<string, string>> {
  const parsed = KeyFile.safeParse(parseText(text));
  if (!parsed.success) {
    throw new Refusal('unreadable-file', {
      zh: '密钥文件不完整或不是科创的密钥文件。请核对 --keys。',
      en: 'The key file is cut or is none of ours. Check --keys.',
    });
  }
  const bytes = (part: string): Buffer => Buffer.from(part, 'base64');
  const { salt, nonce, tag, content } = parsed.data;
  const key = await derive(passphrase, bytes(salt), 32, cost);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(nonce))
      .setAAD(purpose)
      .setAuthTag(bytes(tag));
    const plain = Buffer.concat([decipher.update(bytes(content)), decipher.final()]).toString('utf8');
    return z.record(z.string().regex(/^[\w.-]+$/), z.string()).parse(JSON.parse(plain));
  } catch {
    throw new Refusal('wrong-credentials', {
      zh: '口令不对，或密钥文件已损坏。没有恢复任何内容；请核对口令后重试。',
      en: 'The passphrase is wrong, or the key file is damaged. Nothing was restored; check the passphrase and try again.',
    });
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

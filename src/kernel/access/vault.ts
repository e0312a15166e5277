/** Keys of this installation and what is done with them: encryption at rest, blind indexes, signatures of the log. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Vault {
  /** AES-256-GCM with a fresh nonce; `purpose` is bound in, so a value cannot be moved to another column. */
  seal: (plain: string, purpose: string) => string;
  /** Throws when the text was not sealed with this key and purpose. */
  unseal: (sealed: string, purpose: string) => string;
  /** Signs heads of the log (Ed25519). */
  signingKey: KeyObject;
  publicKey: string;
  /** Password of the database's login role, made at first start. */
  loginPassword: string;
}

/** Writes a secret once, whole, readable by its owner alone; keeps the one that is there. */
function keepSecret(path: string, make: () => string): string {
  if (!existsSync(path)) {
    const draft = `${path}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, make(), { mode: 0o600 });
    // Of two that start at once the first one's secret stays: a link never replaces what is there.
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  chmodSync(path, 0o600);
  return readFileSync(path, 'utf8').trim();
}

/**
 * Opens the key folder, making what is missing. `KECHUANG_MASTER_KEY` (64 hexadecimal digits) stands in for the
 * stored master key.
 */
export function openVault(folder: string): Vault {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const masterText =
    process.env.KECHUANG_MASTER_KEY ??
    keepSecret(join(folder, 'master.key'), () => randomBytes(32).toString('hex'));
  if (!/^[0-9a-f]{64}$/i.test(masterText)) {
    throw new Error('主密钥应为 64 位十六进制数。 The master key must be 64 hexadecimal digits.');
  }
  const master = Buffer.from(masterText, 'hex');
  const signingKey = createPrivateKey(
    keepSecret(join(folder, 'log-signing.pem'), () =>
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ),
  );
  return {
    seal(plain, purpose) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(Buffer.from(purpose));
      const content = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `aes256gcm:${Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64')}`;
    },
    unseal(sealed, purpose) {
      const bytes = Buffer.from(sealed.slice('aes256gcm:'.length), 'base64');
      const decipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, 12))
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
    signingKey,
    publicKey: createPublicKey(signingKey).export({ type: 'spki', format: 'der' }).toString('base64'),
    loginPassword: keepSecret(join(folder, 'login-password'), () => randomBytes(24).toString('base64url')),
  };
}

/** Signs a head of the log with this installation's key; base64. */
export const signHead = (vault: Vault, head: string): string =>
  sign(null, Buffer.from(head), vault.signingKey).toString('base64');

/** SHA-256 in hexadecimal of a text. */
export const digestOf = (content: string): string => createHash('sha256').update(content).digest('hex');

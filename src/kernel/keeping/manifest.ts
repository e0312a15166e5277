/** What a backup says of itself, and the signature that it is so. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { signHead, type Vault } from '#kernel/access/vault.ts';
import { Refusal } from '#kernel/contract/refusal.ts';

export const manifestName = 'manifest.json';
export const signatureName = 'manifest.sig';

/** Version of the archive's layout; another one is refused. */
const layout = 1;

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.int().min(0);

export const Manifest = z.object({
  layout: z.literal(layout),
  product: z.string(),
  /** Begin of the one transaction everything was read in, by the database's clock. */
  at: z.string(),
  server: z.string(),
  migrations: z.array(z.object({ name: z.string(), digest: z.string() })),
  tables: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      columns: z.array(z.string()),
      rows: Count,
      /** Bytes and SHA-256 of the rows as `COPY … TO` writes them (text format), in the order of their key. */
      bytes: Count,
      digest: Digest,
    }),
  ),
  sequences: z.array(
    z.object({ schema: z.string(), name: z.string(), last: z.string(), called: z.boolean() }),
  ),
  /** Tables and schemas whose rows were left out on purpose. */
  leftOut: z.array(z.string()),
  log: z.object({ entries: Count, position: Count, head: z.string() }),
  /** Figures with the values they had; null where the database's schema was older than the program that read it. */
  figures: z
    .array(
      z.object({
        id: z.string(),
        figure: z.string(),
        params: z.unknown(),
        asOf: z.string(),
        value: z.string().nullable(),
        rows: Count,
      }),
    )
    .nullable(),
  /** Files beside the database; the path is under the folder of files, the digest SHA-256. */
  files: z.array(z.object({ path: z.string(), bytes: Count, digest: Digest })),
  keys: z.object({
    /** Fingerprint of the master key the sealed values need. */
    master: z.string(),
    /** Public half of the key that signs the log and this manifest; base64, DER. */
    signing: z.string(),
  }),
});
export type Manifest = z.infer<typeof Manifest>;
export type TableNote = Manifest['tables'][number];
export type FigureNote = NonNullable<Manifest['figures']>[number];
export type FileNote = Manifest['files'][number];

const Signature = z.object({ publicKey: z.string(), signature: z.string() });

export const layoutVersion = layout;

const sealedText = (bytes: Uint8Array): string =>
  `kechuang backup ${createHash('sha256').update(bytes).digest('hex')}`;

/** The signature's own file. */
export const signManifest = (vault: Vault, bytes: Uint8Array): string =>
  JSON.stringify({ publicKey: vault.publicKey, signature: signHead(vault, sealedText(bytes)) });

/** Reads a manifest; refuses one that was changed, and one of another layout. */
export function readManifest(bytes: Uint8Array, signature: Uint8Array): Manifest {
  const sealed = Signature.safeParse(parseText(signature));
  if (!sealed.success || !isSigned(bytes, sealed.data)) {
    throw new Refusal('unreadable-file', {
      zh: '备份的清单（manifest.json）与签名不符：备份被改动或损坏。请改用另一份备份。',
      en: 'The manifest of the backup (manifest.json) does not fit its signature: it was changed or damaged. Use another backup.',
    });
  }
  const content = parseText(bytes);
  const given = z.object({ layout: z.unknown() }).safeParse(content).data?.layout;
  if (given !== layout) {
    throw new Refusal('broken-rule', {
      zh: `备份的格式是第 ${String(given)} 版，本程序读第 ${layout} 版。请用写它的那个版本的科创恢复，再升级。`,
      en: `The backup has layout ${String(given)}, this program reads ${layout}. Restore with the version that wrote it, then upgrade.`,
    });
  }
  const manifest = Manifest.parse(content);
  if (manifest.keys.signing !== sealed.data.publicKey) {
    throw new Refusal('unreadable-file', {
      zh: '备份的清单由另一把密钥签名。请改用另一份备份。',
      en: 'The manifest was signed with another key than it names. Use another backup.',
    });
  }
  return manifest;
}

function parseText(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isSigned(bytes: Uint8Array, { publicKey, signature }: z.infer<typeof Signature>): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(sealedText(bytes)), key, Buffer.from(signature, 'base64'));
  } catch (error) {
    // What is no key signs nothing.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

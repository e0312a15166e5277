import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('many that open one folder of keys at once have the same keys', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kechuang-vault-'));
  const source = `
    import { openVault } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'vault.ts')).href)};
    const { publicKey, loginPassword } = openVault(${JSON.stringify(folder)});
    process.stdout.write(publicKey + loginPassword);
  `;
  const open = async (): Promise<string> =>
    (await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', source])).stdout;
  try {
    const keys = await Promise.all(Array.from({ length: 6 }, open));
    expect(keys[0]).not.toBe('');
    expect(new Set(keys).size).toBe(1);
    expect(new Set(readdirSync(folder))).toEqual(
      new Set(['log-signing.pem', 'login-password', 'master.key']),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Loading a data folder into an open house, and the example's accounts. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { operator } from '#kernel/access/roles.ts';
import { hashPassword } from '#kernel/access/sessions.ts';
import { linkEntries } from '#kernel/audit/chain.ts';
import { importTables } from '#kernel/registers/actions.ts';
import type { WriteResult } from '#kernel/registers/store.ts';
import type { OpenHouse } from './database.ts';
import { checkout } from './database.ts';
import { house } from './house.ts';
import { readProvince } from './province.ts';

/** Folder of a named sample. */
export const sampleFolder = (name: string): string => join(checkout, 'sample', name);

/** Imports a data folder: everything in one action, or nothing. */
export async function loadProvince(
  open: Pick<OpenHouse, 'db' | 'vault'>,
  folder: string,
  onProgress?: (line: string) => void,
): Promise<Record<string, WriteResult>> {
  const { files, digest } = readProvince(folder);
  let done = 0;
  const { answer } = await importTables({ db: open.db, vault: open.vault, actor: operator }, house, {
    action: 'province.import',
    subject: digest,
    files,
    onProgress: ({ label, added, changed }) => {
      done += 1;
      onProgress?.(
        `[${done}/${files.length}] ${label}：新增 ${added}${changed > 0 ? `，更改 ${changed}` : ''}`,
      );
    },
  });
  await linkEntries(open.db, open.vault);
  return answer;
}

const accounts = [
  { name: 'officer', displayName: '示例经办人', role: 'officer' },
  { name: 'auditor', displayName: '示例审计员', role: 'auditor' },
] as const;

/**
 * Makes the example's accounts with passwords of this installation alone, kept in a file only its owner reads.
 * Returns the file.
 */
export async function keepSampleAccounts(administratorUrl: string, folder: string): Promise<string> {
  const file = join(folder, 'keys', 'sample-accounts.txt');
  if (existsSync(file)) return file;
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    const lines: string[] = [];
    for (const { name, displayName, role } of accounts) {
      const password = randomBytes(9).toString('base64url');
      await client.query(
        `insert into platform.account (name, display_name, role, password_hash) values ($1, $2, $3, $4)
         on conflict (name) do update set password_hash = excluded.password_hash`,
        [name, displayName, role, await hashPassword(password)],
      );
      lines.push(`${name} ${password}`);
    }
    // Whole or not at all: a file cut short would be taken for the accounts.
    writeFileSync(`${file}.new`, `${lines.join('\n')}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } finally {
    await client.end();
  }
  return file;
}

/** Name and password of the example's accounts, for the first start's words. */
export const readSampleAccounts = (file: string): string[] => readFileSync(file, 'utf8').trim().split('\n');

/** Loading a data folder into an open house, the national holiday notices, and the example's accounts. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import { hasNotices } from '#domains/calendar/index.ts';
import { transcribeLetter } from '#domains/replies/index.ts';
import { operator } from '#kernel/access/roles.ts';
import { hashPassword } from '#kernel/access/sessions.ts';
import { parameter } from '#kernel/parameters/contract.ts';
import { parameterNames } from '#kernel/parameters/read.ts';
import { readTable } from '#kernel/registers/table-file.ts';
import { linkEntries } from '#kernel/audit/chain.ts';
import { importTables, type ImportFile } from '#kernel/registers/actions.ts';
import type { WriteResult } from '#kernel/registers/store.ts';
import type { OpenHouse } from './database.ts';
import { checkout } from './database.ts';
import { readJurisdiction } from './home.ts';
import { figures, house } from './house.ts';
import { readProvince } from './province.ts';

/** Folder of a named sample. */
export const sampleFolder = (name: string): string => join(checkout, 'sample', name);

const noticeFolder = join(import.meta.dirname, '../domains/calendar/notices');

/** The holiday notices of the State Council that come with the platform, as files a user could have imported. */
export const nationalNotices = (): ImportFile[] =>
  ['notice', 'day'].map((name) => {
    const bytes = readFileSync(join(noticeFolder, `${name}.csv`));
    return {
      register: `calendar.${name}`,
      fileName: `calendar/${name}.csv`,
      bytes,
      digest: createHash('sha256').update(bytes).digest('hex'),
    };
  });

const parameterFile = join(import.meta.dirname, 'reference', 'parameter.csv');

/**
 * Enters what comes with the platform where it is missing: the national holiday notices, when no notice is entered,
 * and each parameter of law or of the platform's own definitions of which there is no version. Returns the registers
 * it wrote.
 */
export async function loadReferences(open: Pick<OpenHouse, 'db' | 'vault'>): Promise<string[]> {
  const files: ImportFile[] = [];
  if (!(await hasNotices(open.db))) files.push(...nationalNotices());
  const bytes = readFileSync(parameterFile);
  const { rows } = readTable(parameter, bytes, 'parameter.csv');
  const known = new Set(await parameterNames(open.db));
  const missing = rows.filter(({ cells }) => !known.has(String(cells.name)));
  if (missing.length > 0) {
    files.push({
      register: parameter.id,
      fileName: 'parameter.csv',
      rows: missing,
      digest: createHash('sha256').update(bytes).digest('hex'),
    });
  }
  if (files.length === 0) return [];
  await importTables({ db: open.db, vault: open.vault, actor: operator }, house, {
    action: 'reference.import',
    subject: files.map(({ register }) => register).join(' '),
    files,
  });
  await linkEntries(open.db, open.vault);
  return [...new Set(files.map(({ register }) => register))];
}

/**
 * Imports a data folder: everything in one action, or nothing; then what comes with the platform and the folder does
 * not have.
 */
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
  await loadReferences(open);
  await transcribeLetterIn(open, folder, onProgress);
  return answer;
}

/** The letter of a folder (`letter.txt`), entered and sealed when its suggestion came with it and has no reply yet. */
export async function transcribeLetterIn(
  open: Pick<OpenHouse, 'db' | 'vault'>,
  folder: string,
  onProgress?: (line: string) => void,
): Promise<void> {
  const path = join(folder, 'letter.txt');
  if (!existsSync(path)) return;
  const { answeredOn } = await readJurisdiction(open.db);
  if (answeredOn === null) return;
  const begun = performance.now();
  const reply = await transcribeLetter(
    { db: open.db, vault: open.vault, actor: operator },
    { house, figures },
    { lines: readFileSync(path, 'utf8').split(/\r?\n/), asOf: answeredOn },
  );
  await linkEntries(open.db, open.vault);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (reply !== null) onProgress?.(`补录并封存答复函 ${reply}，用时 ${seconds} 秒`);
}

/** One account for each role of the example; the two that act for an organisation name it. */
const accounts: readonly {
  name: string;
  displayName: string;
  role: StaffRole;
  organisation?: string;
  region?: string;
}[] = [
  { name: 'officer', displayName: '示例经办人', role: 'officer' },
  { name: 'division', displayName: '示例处室负责人', role: 'division' },
  { name: 'office', displayName: '示例办公室', role: 'office' },
  { name: 'secrecy', displayName: '示例保密审查员', role: 'secrecy' },
  { name: 'signer', displayName: '示例签发人', role: 'signer' },
  { name: 'partner', displayName: '示例会办单位', role: 'partner', organisation: 'DW-SJT' },
  { name: 'deputy', displayName: '示例代表', role: 'deputy' },
  { name: 'bureau', displayName: '示例市州科技局', role: 'bureau', region: '220100' },
  { name: 'institution', displayName: '示例单位科研管理员', role: 'institution', organisation: 'DW-U06' },
  { name: 'auditor', displayName: '示例审计员', role: 'auditor' },
  { name: 'administrator', displayName: '示例系统管理员', role: 'administrator' },
  { name: 'security', displayName: '示例安全管理员', role: 'security' },
];

/**
 * Makes the example's accounts with passwords of this installation alone, kept in a file only its owner reads.
 * Accounts that came with a later version are added to the file. Returns the file.
 */
export async function keepSampleAccounts(administratorUrl: string, folder: string): Promise<string> {
  const file = join(folder, 'keys', 'sample-accounts.txt');
  const lines = existsSync(file) ? readSampleAccounts(file) : [];
  const kept = new Set(lines.map((line) => line.split(' ')[0]));
  const missing = accounts.filter(({ name }) => !kept.has(name));
  if (missing.length === 0) return file;
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    for (const { name, displayName, role, organisation, region } of missing) {
      const password = randomBytes(9).toString('base64url');
      await client.query(
        `insert into platform.account (name, display_name, role, organisation, region, password_hash)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (name) do update set password_hash = excluded.password_hash`,
        [name, displayName, role, organisation ?? null, region ?? null, await hashPassword(password)],
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

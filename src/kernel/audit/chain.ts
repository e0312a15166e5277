/** The log in its order: links, signed heads, and the check of the whole. */
import { createPublicKey, verify } from 'node:crypto';
import { sql } from 'kysely';
import { signHead, type Vault } from '#kernel/access/vault.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import type { Db } from '#kernel/db/open.ts';
import { versionsDigest } from './atomically.ts';
import { digestOf } from '#kernel/access/vault.ts';
import { entryDigest, linkHash, type EntryContent } from './digests.ts';

/** Any number, the same in every server: one links at a time. */
const linkLock = 202_611_241;

const headText = (position: number, hash: string): string => `kechuang log ${position} ${hash}`;

/**
 * Links entries not linked yet and signs the new head. Called after actions, never within them, so that writers do
 * not wait for one another. Returns how many were linked.
 */
export async function linkEntries(db: Db, vault: Vault): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const lock = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${linkLock}) as got`.execute(
      transaction,
    );
    if (!lock.rows[0]?.got) return 0;
    const { rows: waiting } = await sql<{ id: string; digest: string }>`
      select e.id, e.digest from platform.audit_entry e
      where not exists (select from platform.audit_link l where l.entry = e.id)
      order by e.at, e.id limit 10000
    `.execute(transaction);
    if (waiting.length === 0) return 0;
    const last = await transaction
      .selectFrom('platform.auditLink')
      .select(['position', 'hash'])
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst();
    let position = Number(last?.position ?? 0);
    let hash = last?.hash ?? '';
    for (const entry of waiting) {
      position += 1;
      hash = linkHash(hash, entry.digest);
      await transaction
        .insertInto('platform.auditLink')
        .values({ position: String(position), entry: entry.id, hash })
        .execute();
    }
    await transaction
      .insertInto('platform.auditCheckpoint')
      .values({
        position: String(position),
        hash,
        publicKey: vault.publicKey,
        signature: signHead(vault, headText(position, hash)),
      })
      .execute();
    return waiting.length;
  });
}

/** One thing the check found: where, and what does not fit. */
export interface Finding {
  kind: string;
  register?: string;
  code?: string;
  entry?: string;
  zh: string;
  en: string;
}

/** What a check of the whole log read, and what it found. */
export interface Verification {
  entries: number;
  links: number;
  versions: number;
  rows: number;
  head: string;
  findings: Finding[];
}

/** A check reads everything: milliseconds one of its statements may run. */
const verifyTimeout = 600_000;

/** Findings told of one kind in one register; their number is told in full. */
const findingsEach = 100;

/**
 * Checks every register against its history, every history against its digests and actions, every audit line
 * against its digest, and the chain of lines against its signed heads. Reads one moment of the database, so that
 * what is written meanwhile is not taken for a fault.
 */
export async function verifyLog(
  db: Db,
  descriptions: readonly RecordDescription[],
  vault: Vault,
): Promise<Verification> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (moment) => {
      await sql`select set_config('statement_timeout', ${String(verifyTimeout)}, true)`.execute(moment);
      const findings: Finding[] = [];
      let versions = 0;
      let rows = 0;
      for (const description of descriptions) {
        const counted = await verifyRegister(moment, description, findings);
        versions += counted.versions;
        rows += counted.rows;
      }
      const { entries, links, head } = await verifyEntries(moment, descriptions, vault, findings);
      return { entries, links, versions, rows, head, findings };
    });
}

async function verifyRegister(
  db: Db,
  description: RecordDescription,
  findings: Finding[],
): Promise<{ versions: number; rows: number }> {
  const { table } = description;
  const current = sql.table(`register.${table}`);
  const history = sql.table(`history.${table}`);
  const say = (kind: string, zh: string, en: string, codes: { code: string }[]): void => {
    for (const { code } of codes) {
      findings.push({
        kind,
        register: description.id,
        code,
        zh: `${description.label.zh}“${code}”：${zh}`,
        en: `${description.label.en} “${code}”: ${en}`,
      });
    }
  };
  const differing = await sql<{ code: string }>`
    select coalesce(r.code, h.code) as code
    from ${current} r full join (select * from ${history} where known_to = 'infinity') h on h.code = r.code
    where r.code is null or h.code is null or platform.row_digest(to_jsonb(r)) <> h.digest
    order by 1 limit ${findingsEach}
  `.execute(db);
  say(
    'row-differs',
    '当前内容与历史最后一版不一致，有人绕过平台改动了数据',
    'the row differs from the last version of its history: it was changed behind the platform',
    differing.rows,
  );
  const redigested = await sql<{ code: string }>`
    select code from ${history} h
    where platform.row_digest(to_jsonb(h) - platform.history_columns()) <> h.digest order by history_id limit ${findingsEach}
  `.execute(db);
  say(
    'version-changed',
    '历史版本的内容与其摘要不符，历史被改动',
    'a version does not fit its digest: the history was changed',
    redigested.rows,
  );
  const orphaned = await sql<{ code: string }>`
    select h.code from ${history} h left join platform.audit_entry e on e.id = h.action_id and e.outcome = 'done'
    where e.id is null order by h.history_id limit ${findingsEach}
  `.execute(db);
  say(
    'version-without-action',
    '这一版没有对应的操作，有人绕过平台改动了数据',
    'the version belongs to no action: it was changed behind the platform',
    orphaned.rows,
  );
  const broken = await sql<{ code: string }>`
    select code from (
      select code, known_from, lag(known_to) over (partition by code order by history_id) as ended, operation,
             lag(operation) over (partition by code order by history_id) as previous
      from ${history}
    ) v
    where ended is not null and (ended > known_from or (ended <> known_from and previous <> 'delete'))
    order by code limit ${findingsEach}
  `.execute(db);
  say(
    'version-missing',
    '历史各版首尾不相接，有版本缺失或时刻被改动',
    'the versions do not meet: one is missing or its time was changed',
    broken.rows,
  );
  const counts = await sql<{ versions: string; rows: string }>`
    select (select count(*) from ${history}) as versions, (select count(*) from ${current}) as rows
  `.execute(db);
  return { versions: Number(counts.rows[0]?.versions ?? 0), rows: Number(counts.rows[0]?.rows ?? 0) };
}

/** What each action changed, as its audit line should say it: one part for each table, in their order. */
async function listChangeDigests(db: Db, tables: readonly string[]): Promise<Map<string, string[]>> {
  const parts = new Map<string, string[]>();
  for (const table of tables) {
    const { rows } = await sql<{ action: string; count: number; digest: string }>`
      select action_id as action, ${versionsDigest} from ${sql.table(`history.${table}`)}
      where action_id is not null group by action_id
    `.execute(db);
    for (const { action, count, digest } of rows) {
      parts.set(action, [...(parts.get(action) ?? []), `${table}:${count}:${digest}`]);
    }
  }
  return parts;
}

async function verifyEntries(
  db: Db,
  descriptions: readonly RecordDescription[],
  vault: Vault,
  findings: Finding[],
): Promise<{ entries: number; links: number; head: string }> {
  const entries = await db
    .selectFrom('platform.auditEntry')
    .selectAll()
    .orderBy('at')
    .orderBy('id')
    .execute();
  const parts = await listChangeDigests(db, descriptions.map((description) => description.table).sort());
  const digests = new Map(entries.map((entry) => [entry.id, entry.digest]));
  for (const entry of entries) {
    if (entryDigest(entry as EntryContent) !== entry.digest) {
      findings.push({
        kind: 'entry-changed',
        entry: entry.id,
        zh: `审计行 ${entry.id} 与其摘要不符，日志被改动`,
        en: `Audit line ${entry.id} does not fit its digest: the log was changed`,
      });
    }
    if (entry.outcome !== 'done') continue;
    if (digestOf((parts.get(entry.id) ?? []).join('\n')) !== entry.changesDigest) {
      findings.push({
        kind: 'changes-differ',
        entry: entry.id,
        zh: `操作 ${entry.id}（${entry.action} ${entry.subject}）所改的版本与审计行不符，历史中有版本被删、被添或被改`,
        en: `The versions of action ${entry.id} (${entry.action} ${entry.subject}) do not fit its audit line: some were removed, added or changed`,
      });
    }
  }
  const links = await db.selectFrom('platform.auditLink').selectAll().orderBy('position').execute();
  let hash = '';
  let expected = 0;
  const hashes = new Map<number, string>();
  for (const link of links) {
    expected += 1;
    const digest = digests.get(link.entry);
    const position = Number(link.position);
    if (position !== expected || digest === undefined || linkHash(hash, digest) !== link.hash) {
      findings.push({
        kind: 'chain-broken',
        entry: link.entry,
        zh: `日志链在第 ${position} 行断开：有审计行被删、被改或换了次序`,
        en: `The chain of the log breaks at line ${position}: a line was removed, changed or moved`,
      });
      break;
    }
    hash = link.hash;
    hashes.set(position, hash);
  }
  const linked = new Set(links.map((link) => link.entry));
  const unlinked = entries.filter((entry) => !linked.has(entry.id)).length;
  const checkpoints = await db
    .selectFrom('platform.auditCheckpoint')
    .selectAll()
    .orderBy('position')
    .execute();
  const ownKey = createPublicKey({
    key: Buffer.from(vault.publicKey, 'base64'),
    format: 'der',
    type: 'spki',
  });
  for (const checkpoint of checkpoints) {
    const position = Number(checkpoint.position);
    const signed =
      checkpoint.publicKey === vault.publicKey &&
      verify(
        null,
        Buffer.from(headText(position, checkpoint.hash)),
        ownKey,
        Buffer.from(checkpoint.signature, 'base64'),
      );
    if (!signed || hashes.get(position) !== checkpoint.hash) {
      findings.push({
        kind: 'head-differs',
        zh: `第 ${position} 行的签名与日志不符：日志被改动，或密钥不是本平台的`,
        en: `The signed head at line ${position} does not fit the log: it was changed, or the key is not this installation's`,
      });
    }
  }
  if (checkpoints.length === 0 && entries.length > unlinked) {
    findings.push({ kind: 'head-missing', zh: '日志没有签名', en: 'The log has no signed head' });
  }
  return { entries: entries.length, links: links.length, head: hash };
}

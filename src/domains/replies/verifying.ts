/** The check of all seals: nothing in them may have changed since the signature. */
import type { Vault } from '#kernel/access/vault.ts';
import type { Finding } from '#kernel/audit/chain.ts';
import type { Db } from '#kernel/db/open.ts';
import { digestSealedRows, digestDocuments, listSealDigests, listSealed, readSeal } from './seal-store.ts';
import { digestSeal, isSignedHere } from './sealing.ts';

/** Codes of changed rows told of one citation. */
const rowsTold = 20;

/**
 * Checks every seal: rows against the digests sealed with them, the letter and its citations against the digest
 * over all, the signature, and the digest the register of replies holds. Names what was changed.
 */
export async function verifySeals(
  db: Db,
  vault: Pick<Vault, 'publicKey'>,
): Promise<{ seals: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  const say = (kind: string, reply: string, zh: string, en: string): void => {
    findings.push({
      kind,
      register: 'replies.reply',
      code: reply,
      zh: `封存的答复“${reply}”：${zh}`,
      en: `The sealed reply “${reply}”: ${en}`,
    });
  };
  const registered = new Map((await listSealDigests(db)).map((row) => [row.code, row.sealDigest]));
  const sealed = await listSealed(db);
  for (const reply of registered.keys()) {
    if (!sealed.includes(reply))
      say('seal-missing', reply, '已签发，但没有封存', 'is signed, but its seal is missing');
  }
  for (const reply of sealed) {
    const found = await readSeal(db, reply);
    if (!found) continue;
    const { letter, citations } = found;
    const rows = await digestSealedRows(db, reply);
    for (const citation of citations) {
      const now = rows.get(citation.order) ?? { rows: 0, rowsDigest: emptyDigest, changed: [] };
      if (now.rows === citation.rows && now.rowsDigest === citation.rowsDigest) continue;
      const named = now.changed.slice(0, rowsTold).join('、');
      say(
        'sealed-row-changed',
        reply,
        `第 ${citation.order} 处引用“${citation.text}”的封存明细被改动${named === '' ? '' : `：${named}`}（封存 ${citation.rows} 条，现有 ${now.rows} 条）`,
        `the sealed rows of citation ${citation.order} “${citation.text}” were changed${named === '' ? '' : `: ${named}`} (${citation.rows} sealed, ${now.rows} there)`,
      );
    }
    const { digest, publicKey, signature, ...content } = letter;
    if (digestSeal(content, citations) !== digest) {
      say(
        'seal-changed',
        reply,
        '正文或引用与封存摘要不符，封存被改动',
        'its text or citations do not fit the digest: the seal was changed',
      );
    }
    if (!isSignedHere(vault, { reply, digest, publicKey, signature })) {
      say(
        'seal-unsigned',
        reply,
        '封存的签名不是本平台的，或摘要被改动',
        'its signature is not of this installation, or the digest was changed',
      );
    }
    if (registered.get(reply) !== digest) {
      say(
        'seal-differs',
        reply,
        '登记册中的封存摘要与封存不符',
        'the digest in the register of replies does not fit the seal',
      );
    }
    for (const kind of await digestDocuments(db, reply)) {
      say('document-changed', reply, `封存的 ${kind} 文件被改动`, `its stored ${kind} was changed`);
    }
  }
  return { seals: sealed.length, findings };
}

/** Digest of no rows at all. */
const emptyDigest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

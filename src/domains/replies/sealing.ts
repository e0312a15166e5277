/** Sealing: what a letter says, each figure in it with its rows, and a signature over all. */
import { createPublicKey, verify } from 'node:crypto';
import { digestOf, signHead, type Vault } from '#kernel/access/vault.ts';
import { canonical } from '#kernel/audit/digests.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import type { Db } from '#kernel/db/open.ts';
import { readParams, type Figures } from '#kernel/figures/registry.ts';
import type { Block, CheckEntry, Letter } from './contract.ts';
import { keyOfCitation, printBy, type CitedReading } from './readings.ts';
import {
  insertSeal,
  listParametersOn,
  sealRows,
  type SealedCitationRow,
  type SealedLetter,
} from './seal-store.ts';

/** A number let stand, as it is sealed. */
export interface SealedOverride {
  order: number;
  key: string;
  text: string;
  verdict: CheckEntry['verdict'];
  reason: string;
  by: string;
}

type SealedBlock = Letter['blocks'][number];

/** What is to be sealed. */
export interface Sealing {
  reply: string;
  title: string;
  issuer: string;
  salutation: string;
  /** Paragraphs after the salutation, with the section and place each came from, for overrides. */
  paragraphs: readonly { section: string; place: number; block: Block }[];
  asOf: string;
  /** Instant of knowledge; `past` reads it. */
  sealedAt: string;
  past: Db;
  signedOn: string;
  signer: string;
  category: string | null;
  publicity: string;
  transcribed: boolean;
  sample: boolean;
  entries: readonly (CheckEntry & {
    key?: string;
    section?: string;
    block?: number;
    at?: number;
    cited?: boolean;
  })[];
  overrides: readonly SealedOverride[];
  promises: readonly { code: string; title: string; titleEn: string }[];
  readings: ReadonlyMap<string, CitedReading>;
}

/** Seals a letter within the running action; answers its digest. */
export async function seal(inner: Context, figures: Figures, sealing: Sealing): Promise<string> {
  const print = printBy(sealing.readings);
  const citations: SealedCitationRow[] = [];
  const blocks: SealedBlock[] = [];
  for (const { section, place, block } of sealing.paragraphs) {
    const inlines: SealedBlock['inlines'] = [];
    let at = 0;
    for (const inline of block.inlines) {
      if (typeof inline === 'string') {
        inlines.push(...splitAtOverrides(inline, at, section, place, sealing));
        at += inline.length;
      } else if ('cite' in inline) {
        const text = inline.cite.text ?? print(inline.cite);
        const order = citations.length + 1;
        citations.push(
          await sealCitation(inner.db, figures, sealing, { order, text, citation: inline.cite }),
        );
        inlines.push({ citation: order });
        at += text.length;
      } else {
        inlines.push({ promise: inline.promise, text: inline.text });
        at += inline.text.length;
      }
    }
    blocks.push({ level: block.level, inlines });
  }
  const parameters = await listParametersOn(sealing.past, 'figures.qualifier.', sealing.asOf);
  const letter = {
    reply: sealing.reply,
    sealedAt: sealing.sealedAt,
    asOf: sealing.asOf,
    title: sealing.title,
    issuer: sealing.issuer,
    salutation: sealing.salutation,
    blocks: JSON.stringify(blocks),
    signedOn: sealing.signedOn,
    signer: sealing.signer,
    category: sealing.category,
    publicity: sealing.publicity,
    transcribed: sealing.transcribed,
    sample: sealing.sample,
    entries: JSON.stringify(sealing.entries),
    overrides: JSON.stringify(sealing.overrides),
    parameters: JSON.stringify(parameters),
    promises: JSON.stringify(sealing.promises),
  };
  const digest = digestSeal(letter, citations);
  await insertSeal(
    inner.db,
    {
      ...letter,
      digest,
      publicKey: inner.vault.publicKey,
      signature: signHead(inner.vault, signedText(sealing.reply, digest)),
    },
    citations,
  );
  return digest;
}

async function sealCitation(
  db: Db,
  figures: Figures,
  { reply, past, asOf, sealedAt, readings }: Sealing,
  { order, text, citation }: { order: number; text: string; citation: Parameters<typeof keyOfCitation>[0] },
): Promise<SealedCitationRow> {
  const found = readings.get(keyOfCitation(citation));
  if (!found) throw new Error(`the citation ${keyOfCitation(citation)} was not read`);
  const { reading } = found;
  const figure = figures.find(citation.figure);
  const params = readParams(figure, citation.params);
  const kept = await sealRows(past, { reply, order }, { figure, params, asOf });
  if (kept.rows !== reading.rows) throw new Error(`the rows of ${figure.id} are not those of its value`);
  return {
    reply,
    order,
    figure: figure.id,
    params: JSON.stringify(params),
    qualifier: citation.qualifier,
    text,
    value: reading.value,
    phraseZh: reading.phrase.zh,
    phraseEn: reading.phrase.en,
    unit: reading.unit,
    ...kept,
    basis: reading.basis,
    asOf,
    knownAt: sealedAt,
  };
}

/** A run of text cut where a number in it was let stand. */
function splitAtOverrides(
  text: string,
  from: number,
  section: string,
  place: number,
  { overrides, entries }: Sealing,
): SealedBlock['inlines'] {
  const cuts = overrides
    .flatMap(({ order, key }) => {
      const entry = entries.find((one) => one.key === key);
      const fits =
        entry &&
        entry.cited !== true &&
        entry.section === section &&
        entry.block === place &&
        entry.at !== undefined;
      return fits
        ? [{ order, start: (entry.at ?? 0) - from, end: (entry.at ?? 0) - from + entry.length }]
        : [];
    })
    .filter(({ start, end }) => start >= 0 && end <= text.length)
    .toSorted((one, other) => one.start - other.start);
  const inlines: SealedBlock['inlines'] = [];
  let done = 0;
  for (const { order, start, end } of cuts) {
    if (start < done) continue;
    if (start > done) inlines.push(text.slice(done, start));
    inlines.push({ override: order, text: text.slice(start, end) });
    done = end;
  }
  if (done < text.length) inlines.push(text.slice(done));
  return inlines;
}

/** The digest over everything of a seal; rows come in by their own digests. */
export const digestSeal = (
  letter: Omit<SealedLetter, 'digest' | 'publicKey' | 'signature'>,
  citations: readonly SealedCitationRow[],
): string => digestOf(canonical({ letter, citations }));

const signedText = (reply: string, digest: string): string => `kechuang seal ${reply} ${digest}`;

/** Whether the signature over a seal is this installation's. */
export function isSignedHere(
  vault: Pick<Vault, 'publicKey'>,
  { reply, digest, publicKey, signature }: Pick<SealedLetter, 'reply' | 'digest' | 'publicKey' | 'signature'>,
): boolean {
  if (publicKey !== vault.publicKey) return false;
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(signedText(reply, digest)), key, Buffer.from(signature, 'base64'));
}

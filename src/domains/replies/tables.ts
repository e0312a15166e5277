import type { TablesOf } from '#kernel/contract/record.ts';
import type { replyRecords } from './records.ts';

/** What was sealed; rows are only ever added. */
interface SealedTables {
  'sealed.letter': {
    reply: string;
    sealedAt: string;
    asOf: string;
    title: string;
    issuer: string;
    salutation: string;
    /** JSON text: blocks with their runs, as signed. */
    blocks: string;
    signedOn: string;
    signer: string;
    category: string | null;
    publicity: string;
    transcribed: boolean;
    sample: boolean;
    /** JSON text: the entries of the check. */
    entries: string;
    /** JSON text: numbers let stand, with reasons and names. */
    overrides: string;
    /** JSON text: parameters used, with their versions. */
    parameters: string;
    /** JSON text: promises made, as their words stood. */
    promises: string;
    digest: string;
    publicKey: string;
    signature: string;
  };
  'sealed.citation': {
    reply: string;
    order: number;
    figure: string;
    /** JSON text. */
    params: string;
    qualifier: 'none' | 'over' | 'about' | 'odd';
    text: string;
    value: string | null;
    phraseZh: string;
    phraseEn: string;
    unit: string;
    rows: number;
    basis: 'computed' | 'attested' | 'parameter';
    asOf: string;
    knownAt: string;
    rowsDigest: string;
  };
  'sealed.row': { reply: string; order: number; code: string; amount: string | null; subject: string | null };
  'sealed.document': {
    reply: string;
    kind: 'pdf' | 'docx';
    digest: string;
    bytes: Buffer;
  };
}

declare module '#kernel/db/tables.ts' {
  interface Tables extends TablesOf<typeof replyRecords>, SealedTables {}
}

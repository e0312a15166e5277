import type { ColumnType, Generated } from 'kysely';
import type { StaffRole } from '#kernel/contract/endpoint.ts';
import type { TablesOf } from '#kernel/contract/record.ts';
import type { citationRecords } from '#kernel/figures/contract.ts';
import type { parameterRecords } from '#kernel/parameters/contract.ts';

/** Instants leave the database as RFC 3339 text with microseconds. */
type Instant = ColumnType<string, string | undefined, never>;

/** Tables of the schema `platform`. */
export interface PlatformTables {
  'platform.migration': { name: string; digest: string; at: Generated<string> };
  'platform.auditEntry': {
    id: string;
    at: Instant;
    actor: string;
    role: string;
    action: string;
    subject: string;
    outcome: 'done' | 'refused' | 'failed';
    reason: string | null;
    refusal: string | null;
    inputDigest: string;
    changeCount: number;
    changes: ColumnType<unknown, string, never>;
    changesDigest: string;
    digest: string;
  };
  'platform.auditLink': { position: string; entry: string; hash: string };
  'platform.auditCheckpoint': {
    position: string;
    hash: string;
    at: Instant;
    publicKey: string;
    signature: string;
  };
  'platform.command': {
    actor: string;
    key: string;
    inputDigest: string;
    actionId: string;
    status: number;
    answer: ColumnType<unknown, string, never>;
    at: Instant;
  };
  'platform.account': {
    name: string;
    displayName: string;
    /** Granted by another office than the one that opens the account; none yet. */
    role: StaffRole | null;
    organisation: string | null;
    region: string | null;
    passwordHash: string;
    passwordGiven: Generated<boolean>;
    createdAt: Generated<string>;
    closedAt: Generated<string | null>;
  };
  'platform.delegation': {
    id: Generated<string>;
    lender: string;
    borrower: string;
    beginsOn: string;
    endsOn: string;
    reason: string;
    madeAt: Generated<string>;
    endedAt: Generated<string | null>;
  };
  'platform.session': {
    tokenHash: string;
    account: string;
    openedAt: Generated<string>;
    seenAt: Generated<string>;
    actingUnder: Generated<string | null>;
  };
  'platform.savedView': {
    id: Generated<string>;
    account: string;
    register: string;
    name: string;
    query: string;
    opensFirst: Generated<boolean>;
    createdAt: Generated<string>;
  };
  'platform.listSetting': { account: string; register: string; columns: string[]; dense: boolean };
}

/** Registers by table name; each slice adds its own by declaration merging in its `tables.ts`. */
export interface Tables
  extends PlatformTables, TablesOf<typeof parameterRecords>, TablesOf<typeof citationRecords> {}

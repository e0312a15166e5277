import type { TablesOf } from '#kernel/contract/record.ts';
import type { consultationRecords } from './contract.ts';

declare module '#kernel/db/tables.ts' {
  interface Tables extends TablesOf<typeof consultationRecords> {}
}

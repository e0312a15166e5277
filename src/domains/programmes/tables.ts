import type { TablesOf } from '#kernel/contract/record.ts';
import type { programmeRecords } from './contract.ts';

declare module '#kernel/db/tables.ts' {
  interface Tables extends TablesOf<typeof programmeRecords> {}
}

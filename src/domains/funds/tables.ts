import type { TablesOf } from '#kernel/contract/record.ts';
import type { fundRecords } from './contract.ts';

declare module '#kernel/db/tables.ts' {
  interface Tables extends TablesOf<typeof fundRecords> {}
}

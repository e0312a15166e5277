import type { TablesOf } from '#kernel/contract/record.ts';
import type { commitmentRecords } from './registers/contract.ts';

declare module '#kernel/db/tables.ts' {
  interface Tables extends TablesOf<typeof commitmentRecords> {}
}

import type { TablesOf } from '#kernel/contract/record.ts';
import type { noticeRecords } from './contract.ts';

declare module '#kernel/db/tables.ts' {
  interface Tables extends TablesOf<typeof noticeRecords> {}
}

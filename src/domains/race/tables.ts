import type { TablesOf } from '#kernel/contract/record.ts';
import type { raceRecords } from './contract.ts';

declare module '#kernel/db/tables.ts' {
  interface Tables extends TablesOf<typeof raceRecords> {
    'sealed.raceFile': { result: string; name: string; content: string };
  }
}
